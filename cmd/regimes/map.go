package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"tutti/render/plot"
	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
)

// rivals are the patterns that meet on the map: one or two of each class.
var rivals = []string{
	"isolated", "self-organised", "conducted", "hierarchical", "leader-plus", "coordinated", "rotating", "emergent", "shared", "everyone-leads",
}

// A place is a point on the map.
type place struct {
	turbulence   float64 // of the target [plan per cycle]
	spread       float64 // of expertise: 0 one expert who is the head, 1 each unit knows its own domain
	coordination float64 // need for it
	size         int     // agents
	cost         float64 // of time, as a multiple of the usual prices
}

// middle is where the factors stand that a map does not vary.
var middle = place{turbulence: 0.2, spread: 0.5, coordination: 1, size: 17, cost: 1}

// text is the scenario of a place: a head and four units, four domains.
func (p place) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, `
cycles = 100
burn_in = 25
[organisation]
domains = ["a", "b", "c", "d"]
[group.head]
unit = "unit a"
formal = true
autonomy = 0.6
expertise = {normal = [%.4f, 0.08]}
`, 0.85-0.5*p.spread)
	for _, own := range []string{"a", "b", "c", "d"} {
		var of []string
		for _, d := range []string{"a", "b", "c", "d"} {
			mean := 0.35 - 0.1*p.spread
			if d == own {
				mean = 0.35 + 0.5*p.spread
			}
			of = append(of, fmt.Sprintf("%s = {normal = [%.4f, 0.08]}", d, mean))
		}
		fmt.Fprintf(&b, "[group.%s]\nunit = \"unit %s\"\ncount = %d\nautonomy = {normal = [0.5, 0.15]}\nopenness = {normal = [0.7, 0.12]}\npresence = {beta = [5, 5]}\nexpertise = { %s }\n",
			own, own, (p.size-1)/4, strings.Join(of, ", "))
	}
	fmt.Fprintf(&b, `
[chain]
span = 4
[[ties]]
kind = "complete"
trust = {beta = [5, 5]}
[time]
round = %.4f
claim = %.5f
reflect = %.4f
[work]
turbulence = %.4f
coordination = %.4f
`, 0.03*p.cost, 0.003*p.cost, 0.1*p.cost, p.turbulence, p.coordination)
	return b.String()
}

// A cell is what came out at a place.
type cell struct {
	place
	means        []float64 // output, by rival
	best, second int
	lead         float64 // of the best over the second
	sure         stats.Interval
}

// clear says that the best leads beyond chance.
func (c *cell) clear() bool { return c.sure.Lo > 0 || c.lead > 0 && c.sure.Width() == 0 }

// explore lives all rivals at all places under the same seeds.
func explore(places []place, seeds int) []cell {
	outputs := make([][][]float64, len(places)) // by place, rival, seed
	for k := range outputs {
		outputs[k] = make([][]float64, len(rivals))
	}
	each(len(places)*len(rivals), func(k int) {
		at, r := k/len(rivals), k%len(rivals)
		s := read(places[at].text(), run.Setting{Key: "pattern", Value: rivals[r]})
		values := make([]float64, seeds)
		for seed := range values {
			values[seed] = live(s, uint64(seed)).mean(output)
		}
		outputs[at][r] = values
	})
	cells := make([]cell, len(places))
	for k, p := range places {
		c := cell{place: p, best: 0, second: -1}
		for _, v := range outputs[k] {
			c.means = append(c.means, stats.Mean(v))
		}
		for r, x := range c.means {
			if x > c.means[c.best] {
				c.best = r
			}
		}
		for r, x := range c.means {
			if r != c.best && (c.second < 0 || x > c.means[c.second]) {
				c.second = r
			}
		}
		c.lead = c.means[c.best] - c.means[c.second]
		c.sure = stats.Paired(outputs[k][c.best], outputs[k][c.second]).Interval(0.99)
		cells[k] = c
	}
	return cells
}

// A factor of the map, with its levels and how a place takes them.
type factor struct {
	name, doc string
	levels    []float64
	put       func(p *place, x float64)
	get       func(p place) float64
}

var factors = []factor{
	{"turbulence", "drift of what is right [plan per cycle]", []float64{0.05, 0.2, 0.6}, func(p *place, x float64) { p.turbulence = x }, func(p place) float64 { return p.turbulence }},
	{"spread", "of expertise: 0 the head knows all, 1 each unit its own domain", []float64{0, 0.5, 1}, func(p *place, x float64) { p.spread = x }, func(p place) float64 { return p.spread }},
	{"coordination", "need for it: weight of disagreement", []float64{0.25, 1, 4}, func(p *place, x float64) { p.coordination = x }, func(p place) float64 { return p.coordination }},
	{"size", "agents", []float64{5, 17, 33}, func(p *place, x float64) { p.size = int(x) }, func(p place) float64 { return float64(p.size) }},
	{"cost", "of time, as a multiple of the usual prices", []float64{0.5, 1, 2}, func(p *place, x float64) { p.cost = x }, func(p place) float64 { return p.cost }},
}

// crossed are all places where the given factors take all their levels, and the
// others stand in the middle.
func crossed(list []factor) []place {
	places := []place{middle}
	for _, f := range list {
		var next []place
		for _, p := range places {
			for _, x := range f.levels {
				f.put(&p, x)
				next = append(next, p)
			}
		}
		places = next
	}
	return places
}

// finer is a factor with other levels.
func finer(name string, levels ...float64) factor {
	f := factors[slices.IndexFunc(factors, func(f factor) bool { return f.name == name })]
	f.levels = levels
	return f
}

// maps are the sections of the space that are drawn.
var maps = []struct {
	file, title string
	x, y        factor
}{
	{"regimes-world", "Turbulence against the spread of expertise", finer("turbulence", 0.02, 0.05, 0.1, 0.2, 0.4, 0.8), finer("spread", 0, 0.2, 0.4, 0.6, 0.8, 1)},
	{"regimes-time", "Size against the cost of time", finer("size", 5, 9, 17, 25, 33), finer("cost", 0, 0.5, 1, 1.5, 2, 3)},
	{"regimes-need", "Need for coordination against the spread of expertise", finer("coordination", 0, 0.25, 0.5, 1, 2, 4, 8), finer("spread", 0, 0.2, 0.4, 0.6, 0.8, 1)},
}

// draw writes one map as SVG and returns its cells.
func draw(folder string, which, seeds int) ([]cell, error) {
	m := maps[which]
	cells := explore(crossed([]factor{m.x, m.y}), seeds)
	t := table.New(table.Number(m.x.name, "", m.x.doc), table.Number(m.y.name, "", m.y.doc), table.Label("pattern", "best"), table.Number("lead", "1", "over the second"))
	for _, c := range cells {
		name := rivals[c.best]
		if !c.clear() {
			name = "none"
		}
		t.AppendRow([]string{name}, m.x.get(c.place), m.y.get(c.place), c.lead)
	}
	figure := plot.Regimes(t, m.x.name, m.y.name, "pattern", "lead", plot.Options{Title: m.title,
		Note: "Which pattern has the most output, and by how much it leads the next; none: not clearly so (99 % intervals, paired)"})
	err := table.Save(filepath.Join(folder, m.file+".svg"), true, func(w io.Writer) error { return figure.SVG(w) })
	return cells, err
}

// wins counts by rival the cells it wins clearly, and last those nobody does.
func wins(cells []cell, in func(place) bool) []int {
	n := make([]int, len(rivals)+1)
	for _, c := range cells {
		switch {
		case !in(c.place):
		case c.clear():
			n[c.best]++
		default:
			n[len(rivals)]++
		}
	}
	return n
}

// regimesPage writes docs/regimes.md and its maps.
func regimesPage(folder string, seeds int) error {
	cells := explore(crossed(factors), seeds)
	var b strings.Builder
	fmt.Fprintf(&b, `# Which pattern wins where

Ten patterns meet at %d places: all combinations of three levels of turbulence,
spread of expertise, need for coordination, size, and cost of time. A head and
four units do judgement in four domains for 100 cycles; the same %d seeds serve
every pattern. What counts is output: quality × effort × time left. A pattern
wins where its mean output leads the next one's and the 99 %% interval of the
paired difference lies above 0; elsewhere nobody does. Made by

    go run ./cmd/regimes

`, len(cells), seeds)
	b.WriteString("| | | " + strings.Join(rivals, " | ") + " | nobody clearly |\n| --- | --- |" + strings.Repeat(" ---: |", len(rivals)+1) + "\n")
	row := func(what, level string, in func(place) bool) {
		fmt.Fprintf(&b, "| %s | %s |", what, level)
		for _, n := range wins(cells, in) {
			fmt.Fprintf(&b, " %d |", n)
		}
		b.WriteString("\n")
	}
	row("everywhere", "", func(place) bool { return true })
	for _, f := range factors {
		for _, x := range f.levels {
			row(f.name, fmt.Sprint(x), func(p place) bool { return f.get(p) == x })
		}
	}
	most := wins(cells, func(place) bool { return true })
	top := 0
	for r := range rivals {
		if most[r] > most[top] {
			top = r
		}
	}
	var leads []float64
	for _, c := range cells {
		leads = append(leads, c.lead)
	}
	fmt.Fprintf(&b, "\nNo pattern wins everywhere: the most successful, %s, wins %d of %d places. The\nbest leads the next by %.3f in the median, %.3f at most (output goes from 0 to 1).\n",
		rivals[top], most[top], len(cells), stats.Median(leads), slices.Max(leads))
	for r, name := range rivals {
		if most[r] > 0 {
			continue
		}
		gap := math.Inf(1)
		for _, c := range cells {
			gap = min(gap, c.means[c.best]-c.means[r])
		}
		fmt.Fprintf(&b, "Nowhere does %s win clearly; where it does best it is %.3f behind.\n", name, gap)
	}
	for k, m := range maps {
		section, err := draw(folder, k, seeds)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "\n## %s\n\n![%s](%s.svg)\n\nThe rest stands in the middle: turbulence %v, spread %v, coordination %v, size %v,\ncost %v. The number is the lead over the next.\n", m.title, m.title, m.file,
			middle.turbulence, middle.spread, middle.coordination, middle.size, middle.cost)
		b.WriteString("\n" + sentence(section) + "\n")
	}
	return save(filepath.Join(folder, "regimes.md"), b.String()+contestedText(seeds))
}

// sentence says who wins on a map.
func sentence(cells []cell) string {
	n := wins(cells, func(place) bool { return true })
	var parts []string
	for r, x := range n[:len(rivals)] {
		if x > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", rivals[r], x))
		}
	}
	return fmt.Sprintf("Of %d places: %s; nobody clearly %d.", len(cells), strings.Join(parts, ", "), n[len(rivals)])
}
