package classic

import (
	"fmt"
	"math"
)

// ringExperiments rerun Hong & Page 2004.
var ringExperiments = []Experiment{
	{"Best and random teams", ringTeams},
	{"Smooth landscapes", ringSmooth},
	{"Further rings and teams", ringVaried},
	{"Other readings", ringReadings},
}

const ringPaper = "Hong & Page 2004"

// paperRing is the paper's ring for a longest step and a size of team.
func paperRing(largest, team int) RingParams {
	return RingParams{Positions: 2000, Largest: largest, Steps: 3, Team: team, Smooth: 1}
}

// A ringRun is what both teams reached on one landscape.
type ringRun struct {
	best, random, bestDiversity, randomDiversity, bestAbility, randomAbility float64
}

func runRing(p RingParams, seed uint64) ringRun {
	m := NewRing(p, seed)
	for !m.Done() {
		m.Step()
	}
	return ringRun{
		m.Performance(BestTeam), m.Performance(RandomTeam), m.Diversity(BestTeam), m.Diversity(RandomTeam),
		m.teams[BestTeam].ability, m.teams[RandomTeam].ability,
	}
}

func ringBest(r ringRun) float64   { return r.best }
func ringRandom(r ringRun) float64 { return r.random }
func ringGain(r ringRun) float64   { return r.random - r.best }

// judgeDeviation compares the standard deviation of xs.
func (t Target) judgeDeviation(xs []float64) Outcome {
	_, se := meanSE(xs)
	n := float64(len(xs))
	sd := se * math.Sqrt(n)
	return t.Judge(sd, sd/math.Sqrt(2*(n-1)), len(xs))
}

// ringTeams compares teams of ten and twenty, with steps up to 12 and 20.
func ringTeams(full bool, progress func(done, total int)) Report {
	runs, slack := size(full, 400, 10), 1.0
	if !full {
		slack = 3
	}
	cells := []struct{ largest, team int }{{12, 10}, {12, 20}, {20, 10}, {20, 20}}
	if !full {
		cells = cells[:3]
	}
	all := gather(runs*len(cells), progress, func(i int) ringRun {
		c := cells[i/runs]
		return runRing(paperRing(c.largest, c.team), uint64(i%runs))
	})
	published := map[[2]int][]Target{
		{12, 10}: {
			{Name: "best", Published: 92.6, Tolerance: .3, Tag: Recomputed}, {Name: "random", Published: 94.5, Tolerance: .3, Tag: Recomputed},
			{Name: "standard deviation of best", Published: 1.4, Tolerance: .3, Tag: Recomputed}, {Name: "standard deviation of random", Published: .6, Tolerance: .2, Tag: Recomputed},
			{Name: "diversity of best [%]", Published: 85.1, Tolerance: 2, Tag: Recomputed}, {Name: "diversity of random [%]", Published: 92.2, Tolerance: 1, Tag: Recomputed},
		},
		{12, 20}: {
			{Name: "best", Published: 93.8, Tolerance: .3, Tag: Recomputed}, {Name: "random", Published: 94.8, Tolerance: .3, Tag: Recomputed},
		},
	}
	var r Report
	best, random := Curve{Name: "best"}, Curve{Name: "random"}
	var names []string
	var rows [][]ringRun
	for k, c := range cells {
		xs := all[k*runs : (k+1)*runs]
		names, rows = append(names, fmt.Sprintf("%d, %d", c.largest, c.team)), append(rows, xs)
		b, a := column(xs, ringBest), column(xs, ringRandom)
		bm, _ := meanSE(b)
		am, _ := meanSE(a)
		best.X, best.Ours = append(best.X, float64(k+1)), append(best.Ours, bm)
		random.X, random.Ours = append(random.X, float64(k+1)), append(random.Ours, am)
		best.Published, random.Published = append(best.Published, missing), append(random.Published, missing)
		for n, t := range published[[2]int{c.largest, c.team}] {
			t.Name = fmt.Sprintf("l %d, teams of %d: %s", c.largest, c.team, t.Name)
			t.Paper, t.Tolerance = ringPaper, slack*t.Tolerance
			var o Outcome
			switch n {
			case 0:
				best.Published[k] = t.Published
				o = t.JudgeMean(b)
			case 1:
				random.Published[k] = t.Published
				o = t.JudgeMean(a)
			case 2:
				o = t.judgeDeviation(b)
			case 3:
				o = t.judgeDeviation(a)
			case 4:
				o = t.JudgeMean(column(xs, func(r ringRun) float64 { return r.bestDiversity }))
			default:
				o = t.JudgeMean(column(xs, func(r ringRun) float64 { return r.randomDiversity }))
			}
			r.Outcomes = append(r.Outcomes, o)
		}
		r.Outcomes = append(r.Outcomes, Target{
			Name:  fmt.Sprintf("l %d, teams of %d: gain of random over best", c.largest, c.team),
			Paper: ringPaper, Tag: Recomputed, Sense: Above,
		}.JudgeMean(column(xs, ringGain)))
	}
	r.Designs = []Design{ringDesign("Mean value reached [points], 2,000 positions, k 3", "l, members", names, rows)}
	r.Figures = []Figure{{
		Title: "Teams (1: l 12, ten; 2: l 12, twenty; 3: l 20, ten; 4: l 20, twenty)", X: "team", Y: "mean value reached [points]",
		Curves: []Curve{best, random},
	}}
	return r
}

// ringSmooth draws fewer and fewer values and joins them by lines.
func ringSmooth(full bool, progress func(done, total int)) Report {
	runs := size(full, 400, 8)
	widths := []int{1, 2, 3, 4, 6, 8, 12, 16}
	if !full {
		widths = []int{1, 4, 8}
	}
	all := gather(runs*len(widths), progress, func(i int) ringRun {
		p := paperRing(12, 10)
		p.Smooth = widths[i/runs]
		return runRing(p, uint64(i%runs))
	})
	var r Report
	var rows [][]ringRun
	best, random := Curve{Name: "best"}, Curve{Name: "random"}
	for k, w := range widths {
		xs := all[k*runs : (k+1)*runs]
		rows = append(rows, xs)
		bm, _ := meanSE(column(xs, ringBest))
		am, _ := meanSE(column(xs, ringRandom))
		best.X, best.Ours = append(best.X, float64(w)), append(best.Ours, bm)
		random.X, random.Ours = append(random.X, float64(w)), append(random.Ours, am)
		if w == 8 || w == 12 || w == 16 {
			r.Outcomes = append(r.Outcomes, Target{
				Name:  fmt.Sprintf("gain of random over best, a value drawn every %d positions", w),
				Paper: "smooth landscapes reverse the result", Tag: Recomputed, Sense: Below,
			}.JudgeMean(column(xs, ringGain)))
		}
	}
	r.Designs = []Design{ringDesign("Mean value reached [points], l 12, teams of ten", "mean distance of drawn values", labels(widths), rows)}
	r.Figures = []Figure{{Title: "Smooth landscapes, l 12, teams of ten", X: "mean distance of drawn values [positions]", Y: "mean value reached [points]", Curves: []Curve{best, random}}}
	return r
}
