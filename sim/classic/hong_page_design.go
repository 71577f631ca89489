package classic

import "fmt"

// ringShown are what tables of teams show.
var ringShown = []struct {
	name string
	of   func(r ringRun) float64
}{
	{"best", ringBest},
	{"random", ringRandom},
	{"random less best", ringGain},
	{"diversity of best [%]", func(r ringRun) float64 { return r.bestDiversity }},
	{"diversity of random [%]", func(r ringRun) float64 { return r.randomDiversity }},
	{"ability of best", func(r ringRun) float64 { return r.bestAbility }},
	{"ability of random", func(r ringRun) float64 { return r.randomAbility }},
	{"landscapes on which random wins [%]", func(r ringRun) float64 { return 100 * one(r.random > r.best) }},
}

// ringDesign is a table of what teams reached, a row a set of runs.
func ringDesign(title, rows string, names []string, runs [][]ringRun) Design {
	var heads []string
	for _, s := range ringShown {
		heads = append(heads, s.name)
	}
	return design(title, rows, "", names, heads, func(r, c int) []float64 { return column(runs[r], ringShown[c].of) })
}

// ringRows runs several rings, a row each.
func ringRows(ps []RingParams, runs int, progress func(done, total int)) [][]ringRun {
	return cells(1, len(ps), runs, progress, func(_, c int, seed uint64) ringRun { return runRing(ps[c], seed) })[0]
}

// ringVaried varies one thing at a time about teams of ten with steps up to 12:
// the ring, the longest step, the team, and the number of steps.
func ringVaried(full bool, progress func(done, total int)) Report {
	var r Report
	for k, v := range []struct {
		title, rows string
		values      []int
		runs        int
		set         func(p *RingParams, v int)
	}{
		{"Rings of other sizes", "positions", []int{100, 200, 500, 1000, 2000, 5000}, 60, func(p *RingParams, v int) { p.Positions = v }},
		{"Other longest steps", "l", []int{5, 6, 8, 10, 12, 16, 20}, 50, func(p *RingParams, v int) { p.Largest = v }},
		{"Other sizes of team", "members", []int{1, 2, 3, 5, 10, 20, 40, 80}, 60, func(p *RingParams, v int) { p.Team = v }},
		{"Heuristics of other lengths", "k", []int{1, 2, 3, 4}, 10, func(p *RingParams, v int) { p.Steps = v }},
	} {
		var ps []RingParams
		for _, x := range v.values {
			p := paperRing(12, 10)
			if !full {
				p.Positions = 200
			}
			v.set(&p, x)
			ps = append(ps, p)
		}
		runs := ringRows(ps, size(full, v.runs, 2), part(progress, k, 4))
		r.Designs = append(r.Designs, ringDesign(v.title+": mean value reached [points], else l 12, k 3, teams of ten on 2,000 positions", v.rows, labels(v.values), runs))
	}
	return r
}

// ringReadings are the default and the other readings.
func ringReadings(full bool, progress func(done, total int)) Report {
	var ps []RingParams
	var names []string
	for _, team := range []int{10, 20} {
		for _, reading := range []struct {
			name string
			set  func(*RingParams)
		}{
			{"default", func(*RingParams) {}},
			{`rounds = "one"`, func(p *RingParams) { p.OneRound = true }},
			{`dynamics = "tournament"`, func(p *RingParams) { p.Tournament = true }},
		} {
			p := paperRing(12, team)
			reading.set(&p)
			ps, names = append(ps, p), append(names, fmt.Sprintf("%s, teams of %d", reading.name, team))
		}
	}
	return Report{Designs: []Design{ringDesign("Mean value reached [points], l 12", "reading", names, ringRows(ps, size(full, 100, 1), progress))}}
}
