package classic

import "fmt"

// granovetterFurther is where crowds with normal thresholds end, over their
// spread, for crowds of several sizes.
func granovetterFurther(full bool, progress func(done, total int)) Report {
	spreads := []float64{2, 5, 8, 10, 11, 12, 12.2, 12.5, 13, 15, 20, 25, 30, 40, 60, 100}
	people := []int{100, 1000, 10000}
	xs := cells(len(people), len(spreads), size(full, 1000, 3), progress, func(r, c int, seed uint64) float64 {
		n := float64(people[r])
		s := granovetterSpec{n: people[r], kind: "normal", mean: 0.25 * n, sd: spreads[c] / 100 * n}
		return 100 * measured(s.New(seed), "equilibrium") / n
	})
	return Report{Designs: []Design{
		design("People of 100 who join, normal thresholds of mean 25", "people", "standard deviation of thresholds [people of 100]", labels(people), labels(spreads), func(r, c int) []float64 { return xs[r][c] }),
		solved("The same in an endless crowd", "people", "standard deviation of thresholds [people of 100]", []string{"endless"}, labels(spreads), func(_, c int) float64 { return 100 * normalEquilibrium(0.25, spreads[c]/100) }),
	}}
}

// wattsFurther is the window for other thresholds, the chance and size of
// cascades over threshold and ties, and the other readings.
func wattsFurther(full bool, progress func(done, total int)) Report {
	phis := []float64{.1, .12, .14, .16, .18, .2, .22, .24, .25, .3}
	ties := []float64{1, 1.5, 2, 3, 4, 5, 6, 8, 10}
	runs := size(full, 500, 2)
	spec := func(phi, z float64) *wattsSpec { return &wattsSpec{n: 2000, ties: z, phi: phi, seeds: 1, global: .1} }
	run := func(s *wattsSpec, seed uint64) [2]float64 {
		m := settle(s.New(seed), 5000)
		return [2]float64{measured(m, "global_cascade"), measured(m, "share_adopted")}
	}
	xs := cells(len(phis), len(ties), runs, part(progress, 0, 2), func(r, c int, seed uint64) [2]float64 { return run(spec(phis[r], ties[c]), seed) })
	readings := []struct {
		name string
		set  func(*wattsSpec)
	}{
		{"default", func(*wattsSpec) {}},
		{`threshold_met = "more-than"`, func(s *wattsSpec) { s.strict = true }},
		{`network = "edges"`, func(s *wattsSpec) { s.byEdges = true }},
		{"ten first adopters", func(s *wattsSpec) { s.seeds = 10 }},
		{"forty first adopters", func(s *wattsSpec) { s.seeds = 40 }},
		{"the first one of the top tenth", func(s *wattsSpec) { s.top, s.topShare = true, .1 }},
		{"the first one of the top hundredth", func(s *wattsSpec) { s.top, s.topShare = true, .01 }},
	}
	var names []string
	for _, r := range readings {
		names = append(names, r.name)
	}
	ys := cells(len(readings), len(ties), runs, part(progress, 1, 2), func(r, c int, seed uint64) [2]float64 {
		s := spec(.18, ties[c])
		readings[r].set(s)
		return run(s, seed)
	})
	chance := func(x [2]float64) float64 { return x[0] }
	share := func(x [2]float64) float64 { return x[1] }
	return Report{Designs: []Design{
		solved("The window [mean ties]", "threshold φ", "", labels(phis), []string{"lower end", "upper end"}, func(r, c int) float64 {
			lo, hi, ok := cascadeWindow(phis[r])
			if !ok {
				return missing
			}
			return []float64{lo, hi}[c]
		}),
		design("Chance of a global cascade, 2,000 people", "threshold φ", "mean ties", labels(phis), labels(ties), func(r, c int) []float64 { return column(xs[r][c], chance) }),
		design("Mean share who adopt, 2,000 people", "threshold φ", "mean ties", labels(phis), labels(ties), func(r, c int) []float64 { return column(xs[r][c], share) }),
		design("Chance of a global cascade, φ = .18, 2,000 people", "reading", "mean ties", names, labels(ties), func(r, c int) []float64 { return column(ys[r][c], chance) }),
		design("Mean share who adopt, φ = .18, 2,000 people", "reading", "mean ties", names, labels(ties), func(r, c int) []float64 { return column(ys[r][c], share) }),
	}}
}

// bassProducts are the paper's durable goods with the coefficients that it
// estimated and the time of the peak that it printed, as recalled [years].
var bassProducts = []struct {
	name       string
	p, q, peak float64
}{
	{"electric refrigerators", .0026167, .21566, 20.1},
	{"home freezers", .018119, .17110, 11.6},
	{"black and white television", .027877, .25105, 7.8},
	{"water softeners", .017703, .29695, 8.9},
	{"room air conditioners", .010399, .41861, 8.6},
	{"clothes dryers", .017206, .35688, 8.1},
	{"power lawnmowers", .0091837, .33790, 10.3},
	{"electric bed coverings", .005876, .24387, 14.9},
	{"automatic coffee makers", .017135, .30145, 9.0},
	{"steam irons", .028632, .32791, 6.8},
	{"record players", .024796, .65410, 4.8},
}

// bassGoods holds the time of the peak against the paper's table of products.
func bassGoods(full bool, progress func(done, total int)) Report {
	var r Report
	var names []string
	for _, g := range bassProducts {
		names = append(names, g.name)
		r.Outcomes = append(r.Outcomes, Target{
			Name: "time of the peak, " + g.name + " [years]", Paper: "table of eleven products", Published: g.peak, Tolerance: 0.3, Tag: Recalled,
		}.Judge(measured((&bassSpec{n: 1, p: g.p, q: g.q, length: 1}).New(0), "peak_curve"), 0, 1))
	}
	years := []int{2, 5, 10, 15, 20}
	xs := cells(len(names), len(years), size(full, 200, 2), progress, func(row, c int, seed uint64) float64 {
		g := bassProducts[row]
		return measured(settle((&bassSpec{n: 10000, p: g.p, q: g.q, length: 1}).New(seed), years[c]), "share")
	})
	r.Designs = []Design{design("Share who have adopted, 10,000 agents", "product", "year", names, labels(years), func(row, c int) []float64 { return xs[row][c] })}
	return r
}

// bassReadings is what whole periods do to the peak.
func bassReadings(full bool, progress func(done, total int)) Report {
	lengths := []float64{.1, .25, .5, 1, 2}
	names := []string{`time = "continuous"`, `time = "periods"`}
	xs := cells(len(names), len(lengths), size(full, 200, 2), progress, func(r, c int, seed uint64) float64 {
		s := &bassSpec{n: 10000, p: .03, q: .38, length: lengths[c], periods: r == 1}
		m := s.New(seed)
		for float64(m.Cycle())*lengths[c] < 20 {
			m.Step()
		}
		return measured(m, "peak")
	})
	return Report{Designs: []Design{
		design("Peak of the agents' adoptions [units of time], p = .03, q = .38, 10,000 agents", "reading", "length of a cycle", names, labels(lengths), func(r, c int) []float64 { return xs[r][c] }),
	}}
}

// branchingFurther is size and end of cascades, also where they need not end.
func branchingFurther(full bool, progress func(done, total int)) Report {
	means := []float64{.1, .3, .5, .7, .8, .9, .95, .99, 1, 1.1, 1.5}
	const top = 10000
	sizes := cells(1, len(means), size(full, 20000, 50), progress, func(_, c int, seed uint64) float64 {
		m := (&branchingSpec{mean: means[c], cap: top, lowest: 1, fitEvery: 1 << 30}).New(seed)
		m.Step()
		return float64(m.(*branchingModel).size)
	})
	of := []struct {
		name string
		get  func(x float64) float64
	}{
		{"mean size", func(x float64) float64 { return x }},
		{"nobody else moved", func(x float64) float64 { return one(x == 1) }},
		{"ten people or more", func(x float64) float64 { return one(x >= 10) }},
		{"a hundred or more", func(x float64) float64 { return one(x >= 100) }},
		{"cut at ten thousand", func(x float64) float64 { return one(x >= top) }},
	}
	var names []string
	for _, o := range of {
		names = append(names, o.name)
	}
	return Report{Designs: []Design{
		design(fmt.Sprintf("Mean size, cut at %d, and shares of cascades", top), "of", "s", names, labels(means), func(r, c int) []float64 { return column(sizes[0][c], of[r].get) }),
	}}
}
