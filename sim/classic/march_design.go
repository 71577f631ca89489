package classic

import (
	"fmt"
	"math"
)

// tenths are the shares .1 to .9.
var tenths = []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9}

// marchAllRates is Figure 1 at every pair of rates in tenths.
func marchAllRates(full bool, progress func(done, total int)) Report {
	xs := cells(len(tenths), len(tenths), size(full, 1000, 4), progress, func(r, c int, seed uint64) float64 {
		p := paperMarch()
		p.P1, p.P2 = tenths[r], tenths[c]
		return marchEquilibrium(p, seed)
	})
	return Report{Designs: []Design{
		design("Knowledge of the code at equilibrium", "p1", "p2", labels(tenths), labels(tenths), func(r, c int) []float64 { return xs[r][c] }),
	}}
}

// marchReadings are the default and the other readings, one changed at a time.
var marchReadings = []struct {
	name string
	set  func(*MarchParams)
}{
	{"default", func(p *MarchParams) {}},
	{`belief = "jump"`, func(p *MarchParams) { p.BeliefJumps = true }},
	{`code = "step"`, func(p *MarchParams) { p.CodeSteps = true }},
	{`evidence = "beliefs"`, func(p *MarchParams) { p.ByBeliefs = true }},
	{`order = "people-first"`, func(p *MarchParams) { p.LearnsLast = true }},
	{`majority = "plain"`, func(p *MarchParams) { p.NoMajorityPow = true }},
}

// marchOtherReadings is Figure 1 under every reading: how far each is from the
// recomputed cells, and some of the cells.
func marchOtherReadings(full bool, progress func(done, total int)) Report {
	type cell struct{ p1, p2 int }
	var at []cell
	var heads, names []string
	for a, p1 := range marchP1 {
		for b, p2 := range marchP2 {
			at = append(at, cell{a, b})
			heads = append(heads, fmt.Sprintf("%v, %v", p1, p2))
		}
	}
	for _, r := range marchReadings {
		names = append(names, r.name)
	}
	xs := cells(len(marchReadings), len(at), size(full, 1000, 3), progress, func(r, c int, seed uint64) float64 {
		p := paperMarch()
		p.P1, p.P2 = marchP1[at[c].p1], marchP2[at[c].p2]
		marchReadings[r].set(&p)
		return marchEquilibrium(p, seed)
	})
	off := make([]float64, len(marchReadings))
	for r := range off {
		for c, of := range at {
			mean, _ := meanSE(xs[r][c])
			d := mean - marchCells[of.p1][of.p2]
			off[r] += float64(d*d) / float64(len(at))
		}
	}
	return Report{Designs: []Design{
		solved("Root mean square distance from the fifteen cells of Figure 1", "reading", "", names, []string{"distance"}, func(r, _ int) float64 { return math.Sqrt(off[r]) }),
		design("Knowledge of the code at equilibrium", "reading", "p1, p2", names, heads, func(r, c int) []float64 { return xs[r][c] }),
	}}
}

// A marchEnd is what a run of slow and fast learners came to.
type marchEnd struct{ code, slow, fast float64 }

func (m *March) ends() marchEnd {
	slow := m.p.People - m.p.Fast
	return marchEnd{m.Knowledge(), m.meanKnowledge(0, slow), m.meanKnowledge(slow, m.p.People)}
}

// marchMixedPeople follows slow and fast learners apart: after 20 periods, when
// they still differ, and at equilibrium.
func marchMixedPeople(full bool, progress func(done, total int)) Report {
	fast := []int{0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50}
	xs := cells(1, len(fast), size(full, 2000, 12), progress, func(_, c int, seed uint64) [2]marchEnd {
		p := paperMarch()
		p.Fast = fast[c]
		m := NewMarch(p, seed)
		for range 20 {
			m.Step()
		}
		early := m.ends()
		for !m.Done() {
			m.Step()
		}
		return [2]marchEnd{early, m.ends()}
	})
	of := []struct {
		name string
		get  func(marchEnd) float64
	}{
		{"code", func(e marchEnd) float64 { return e.code }},
		{"slow learners, p1 = .1", func(e marchEnd) float64 { return e.slow }},
		{"fast learners, p1 = .9", func(e marchEnd) float64 { return e.fast }},
	}
	names := []string{}
	for _, o := range of {
		names = append(names, o.name)
	}
	var r Report
	for k, when := range []string{"after 20 periods", "at equilibrium"} {
		r.Designs = append(r.Designs, design("Knowledge "+when+", p2 = .5", "of", "fast learners among 50", names, labels(fast), func(row, c int) []float64 {
			return column(xs[0][c], func(e [2]marchEnd) float64 { return of[row].get(e[k]) })
		}))
	}
	fig := Figure{Title: "Slow and fast learners after 20 periods, p2 = 0.5", X: "fast learners among 50", Y: "knowledge [1]"}
	for row, name := range names {
		c := Curve{Name: name}
		for k, f := range fast {
			if mean := r.Designs[0].Mean[row][k]; mean == mean {
				c.X, c.Ours = append(c.X, float64(f)), append(c.Ours, mean)
			}
		}
		fig.Curves = append(fig.Curves, c)
	}
	r.Figures = []Figure{fig}
	return r
}

// marchOpen is the rest of Figures 4 and 5: turnover at all rates of learning,
// and a changing world under several rates of turnover.
func marchOpen(full bool, progress func(done, total int)) Report {
	turnover := []float64{0, .01, .02, .05, .1, .2}
	runs := size(full, 1000, 6)
	twenty := cells(len(marchP1), len(turnover), runs, part(progress, 0, 2), func(r, c int, seed uint64) marchEnd {
		p := paperMarch()
		p.P1, p.Turnover = marchP1[r], turnover[c]
		m := NewMarch(p, seed)
		for range 20 {
			m.Step()
		}
		return m.ends()
	})
	code := func(e marchEnd) float64 { return e.code }
	people := func(e marchEnd) float64 { return e.slow } // all are "slow" where none is fast
	r := Report{Designs: []Design{
		design("Knowledge of the code after 20 periods, p2 = .5", "p1", "turnover p3", labels(marchP1), labels(turnover), func(r, c int) []float64 { return column(twenty[r][c], code) }),
		design("Mean knowledge of individuals after 20 periods, p2 = .5", "p1", "turnover p3", labels(marchP1), labels(turnover), func(r, c int) []float64 { return column(twenty[r][c], people) }),
	}}
	at := []int{5, 10, 20, 50, 100, 200}
	worlds := []struct{ p4, p3 float64 }{{.01, 0}, {.01, .1}, {.02, 0}, {.02, .02}, {.02, .05}, {.02, .1}, {.02, .2}, {.05, 0}, {.05, .1}, {.1, 0}, {.1, .1}}
	xs := cells(1, len(worlds), runs, part(progress, 1, 2), func(_, c int, seed uint64) []float64 {
		p := paperMarch()
		p.P1, p.Turbulence, p.Turnover = .5, worlds[c].p4, worlds[c].p3
		m := NewMarch(p, seed)
		var out []float64
		for _, t := range at {
			for m.Cycle() < t {
				m.Step()
			}
			out = append(out, m.Knowledge())
		}
		return out
	})
	var names []string
	for _, w := range worlds {
		names = append(names, fmt.Sprintf("%v, %v", w.p4, w.p3))
	}
	r.Designs = append(r.Designs, design("Knowledge of the code in a changing world, p1 = p2 = .5", "turbulence p4, turnover p3", "period", names, labels(at), func(r, c int) []float64 {
		return column(xs[0][r], func(x []float64) float64 { return x[c] })
	}))
	return r
}
