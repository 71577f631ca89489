package work_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// nets are Leavitt's networks of five; in all of them c has the most central
// place, or as central a one as any.
var nets = map[string]string{
	"wheel":  `"c > a", "c > b", "c > d", "c > e"`,
	"y":      `"a > c", "b > c", "c > d", "d > e"`,
	"chain":  `"a > b", "b > c", "c > d", "d > e"`,
	"circle": `"a > b", "b > c", "c > d", "d > e", "e > a"`,
}

// five are five people on one of the networks.
func five(net, pooling string) string {
	return fmt.Sprintf(`
pattern = {name = "isolated", reflection = 1}
[group.person]
names = ["a", "b", "c", "d", "e"]
general = 0.5
[[ties]]
kind = "list"
list = [%s]
mutual = true
[work]
kind = "pooling"
%s
`, nets[net], pooling)
}

// leavitt are the means over groups and trials of what one network does.
func leavitt(t *testing.T, net, pooling string, groups, trials int) (first, mean map[string]float64) {
	t.Helper()
	first, mean = map[string]float64{}, map[string]float64{}
	for seed := range uint64(groups) {
		m := model(t, five(net, pooling), seed)
		columns := m.Work.Columns()
		row := make([]float64, len(columns))
		for trial := range trials {
			m.Step()
			m.Work.Measure(row)
			for k, c := range columns {
				x := row[k]
				if c.Name == "steps" && math.IsNaN(x) {
					x = 60
				}
				mean[c.Name] += x / float64(groups*trials)
				if trial < 3 {
					first[c.Name] += x / float64(groups*3)
				}
				if trial == trials-1 && (c.Name == "hub_named" || c.Name == "naming") {
					mean["end_"+c.Name] += x / float64(groups)
				}
			}
		}
	}
	return first, mean
}

// On a simple task the wheel is quickest, needs the fewest messages and makes
// the fewest errors, then Y, chain and circle; on a complex one its hub
// saturates, the circle is quicker and no worse (Leavitt 1951; Shaw 1964; evidence, B3).
func TestPoolingByNetwork(t *testing.T) {
	const groups, trials = 40, 15
	simple, complex := map[string]map[string]float64{}, map[string]map[string]float64{}
	for net := range nets {
		_, simple[net] = leavitt(t, net, "items = 1", groups, trials)
		_, complex[net] = leavitt(t, net, "items = 8\nlimit = 120", groups, trials)
		t.Logf("%s: %.2f steps, %.1f messages, %.2f errors, %.2f name the hub; complex %.1f steps, %.2f errors", net,
			simple[net]["steps"], simple[net]["messages"], simple[net]["errors"], simple[net]["end_hub_named"], complex[net]["steps"], complex[net]["errors"])
	}
	order := []string{"wheel", "y", "chain", "circle"}
	for k, net := range order[1:] {
		before := order[k]
		for _, what := range []string{"steps", "messages", "errors"} {
			if got, less := simple[net][what], simple[before][what]; got < 0.97*less {
				t.Errorf("simple: %s of the %s %.2f, of the %s %.2f, want more", what, net, got, before, less)
			}
		}
		if got, more := simple[net]["end_hub_named"], simple[before]["end_hub_named"]; got >= more {
			t.Errorf("%.2f name one leader in the %s, %.2f in the %s, want fewer", got, net, more, before)
		}
	}
	if got := simple["wheel"]["end_hub_named"]; got < 0.9 {
		t.Errorf("%.2f name the hub of the wheel, want nearly all", got)
	}
	for _, what := range []string{"steps", "errors"} {
		if w, c := simple["wheel"][what], simple["circle"][what]; w >= c {
			t.Errorf("simple: %s of the wheel %.2f, of the circle %.2f, want fewer", what, w, c)
		}
	}
	if w, c := complex["wheel"]["steps"], complex["circle"]["steps"]; w < 1.2*c {
		t.Errorf("complex: the wheel takes %.1f steps, the circle %.1f, want clearly more", w, c)
	}
	lead := func(m map[string]map[string]float64) float64 { return m["wheel"]["errors"] / m["circle"]["errors"] }
	if lead(simple) > 0.7 || lead(complex) < 0.9 {
		t.Errorf("the wheel makes %.2f of the circle's errors on the simple task, %.2f on the complex one; want fewer, and no longer", lead(simple), lead(complex))
	}
}

// Who sits at the rim is less content than the hub; nobody's place in the circle
// is another's, and the circle is the most content on average (Leavitt 1951).
func TestPoolingAndSatisfaction(t *testing.T) {
	mean := map[string]float64{}
	for net := range nets {
		_, m := leavitt(t, net, "", 20, 15)
		if net != "circle" && m["satisfaction_rim"] >= m["satisfaction_hub"]-0.05 {
			t.Errorf("%s: the rim's satisfaction %.2f, the hub's %.2f, want clearly less", net, m["satisfaction_rim"], m["satisfaction_hub"])
		}
		mean[net] = m["independence"]
	}
	for _, net := range []string{"wheel", "y", "chain"} {
		if mean["circle"] <= mean[net] {
			t.Errorf("independence %.2f in the circle, %.2f in the %s, want more", mean["circle"], mean[net], net)
		}
	}
}

// Whoever sees everything finds the circle the quicker net: the wheel's
// advantage lies in what people cannot see (evidence, B3).
func TestPoolingByOmniscience(t *testing.T) {
	_, wheel := leavitt(t, "wheel", "senders = \"omniscient\"", 10, 5)
	_, circle := leavitt(t, "circle", "senders = \"omniscient\"", 10, 5)
	if circle["steps"] >= wheel["steps"] {
		t.Errorf("omniscient: the circle takes %.2f steps, the wheel %.2f, want fewer", circle["steps"], wheel["steps"])
	}
}

// Practice brings networks together: people who reflect learn where to send
// (Guetzkow & Simon 1955; Burgess 1968).
func TestPoolingIsLearned(t *testing.T) {
	gap := func(reflection string) (first, last float64) {
		const groups, trials = 120, 60
		for _, side := range []struct {
			net  string
			sign float64
		}{{"circle", 1}, {"wheel", -1}} {
			for seed := range uint64(groups) {
				m := model(t, strings.Replace(five(side.net, "slip = 0"), "reflection = 1", "reflection = "+reflection, 1), seed)
				for trial := range trials {
					m.Step()
					x := side.sign * column(t, m, "steps")
					if trial < 5 {
						first += x / (5 * groups)
					} else if trial >= trials-20 {
						last += x / (20 * groups)
					}
				}
			}
		}
		return first, last
	}
	first, last := gap("1")
	t.Logf("circle less wheel: %.2f steps at first, %.2f in the end", first, last)
	_, unlearned := gap("0")
	if last > unlearned-0.3 {
		t.Errorf("the circle is %.2f steps behind after practice with reflection, %.2f without; want less", last, unlearned)
	}
}

// People follow those who know: a leader in the middle hands the answer on in
// one round, and an office draws letters to it.
func TestPoolingAndPatterns(t *testing.T) {
	text := strings.Replace(five("wheel", "limit = 3\nslip = 0"), "isolated", "everyone-leads", 1)
	m := model(t, text, 4)
	alone, led := 0.0, 0.0
	for range 20 {
		m.Step()
		alone += m.Last.Isolated / 20
		led += m.Last.Quality / 20
	}
	if led <= alone {
		t.Errorf("quality %.2f with people to follow, %.2f without, want more", led, alone)
	}
}

func TestPoolingRefusesMeans(t *testing.T) {
	_, err := load(strings.Replace(five("wheel", ""), "reflection = 1", "reflection = 1, grant = \"blend\"", 1))
	if err == nil || !strings.Contains(err.Error(), "what is known has no mean") {
		t.Errorf("got error %v, want blending to be refused", err)
	}
}

func BenchmarkPooling(b *testing.B) { benchmarkKind(b, "pooling", "") }
