package classic

import "math"

// settle lives a model until nothing more can change, or for at most cycles.
func settle(m Model, cycles int) Model {
	for m.Cycle() < cycles && !m.Done() {
		m.Step()
	}
	return m
}

// measured returns a model's measure of that name.
func measured(m Model, name string) float64 {
	columns := m.Columns()
	dst := make([]float64, len(columns))
	m.Measure(dst)
	for i, c := range columns {
		if c.Name == name {
			return dst[i]
		}
	}
	panic("classic: no measure " + name)
}

// largest returns the largest of xs in magnitude; NaN if one is missing.
func largest(xs []float64) float64 {
	top := 0.0
	for _, x := range xs {
		if x != x {
			return x
		}
		top = max(top, math.Abs(x))
	}
	return top
}

// deGrootConsensus holds long runs against the left Perron vector.
func deGrootConsensus(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 50)
	off := gather(runs, progress, func(i int) float64 {
		s := &opinionSpec{n: 3 + i%28, network: opinionNetworks[i%3], ties: 2, self: 0.2, stopBelow: 1e-14}
		return measured(settle(s.New(uint64(i)), 20000), "limit_error")
	})
	even := gather(runs, func(int, int) {}, func(i int) float64 {
		s := &opinionSpec{n: 3 + i%28, network: "symmetric", self: 0.3}
		m := s.New(uint64(i)).(*opinionModel)
		worst := 0.0
		for _, p := range m.influence {
			worst = max(worst, math.Abs(p-1/float64(m.n)))
		}
		return worst
	})
	two := (&opinionSpec{n: 2, weights: []float64{.5, .5, .25, .75}}).New(0).(*opinionModel)
	return Report{Outcomes: []Outcome{
		Target{Name: "largest distance of the end from π·x(0), random weights", Paper: "theorem of consensus",
			Published: 0, Tag: Exact}.Judge(largest(off), 0, runs),
		Target{Name: "largest distance of influence from 1/n, symmetric weights", Paper: "corollary",
			Published: 0, Tag: Exact}.Judge(largest(even), 0, runs),
		Target{Name: "influence of the first of two who weigh (1/2, 1/2) and (1/4, 3/4)", Paper: "solution of πW = π",
			Published: 1.0 / 3, Tag: Exact}.Judge(two.influence[0], 0, 1),
	}}
}

// friedkinJohnsenLimit holds long runs against V·x(0), and against the worked
// example that the authors use throughout: four people, whose equilibrium is
// printed as 60, 60, 75 and 75.
func friedkinJohnsenLimit(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 50)
	off := gather(runs, progress, func(i int) float64 {
		s := &opinionSpec{n: 3 + i%28, network: opinionNetworks[i%len(opinionNetworks)], ties: 2, self: 0.2,
			susceptibility: []float64{0.05 + 0.9*float64(i)/float64(runs)}, stopBelow: 1e-15}
		return measured(settle(s.New(uint64(i)), 20000), "limit_error")
	})
	example := &opinionSpec{n: 4, coupled: true, stopBelow: 1e-13, opinions: []float64{25, 25, 75, 85}, weights: []float64{
		.220, .120, .360, .300,
		.147, .215, .344, .294,
		0, 0, 1, 0,
		.090, .178, .446, .286,
	}}
	end := settle(example.New(0), 10000).(*opinionModel).opinions
	r := Report{Outcomes: []Outcome{
		Target{Name: "largest distance of the end from V·x(0), random weights", Paper: "equilibrium",
			Published: 0, Tag: Exact}.Judge(largest(off), 0, runs),
	}}
	for i, want := range []float64{60, 60, 75, 75} {
		r.Outcomes = append(r.Outcomes, Target{
			Name: "final opinion of person " + string(rune('1'+i)) + ", first opinions 25, 25, 75, 85", Paper: "worked example of four people",
			Published: want, Tolerance: 0.5, Tag: Recalled}.Judge(end[i], 0, 1))
	}
	return r
}
