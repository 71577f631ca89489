package classic

import "fmt"

// lazerExperiments rerun Lazer & Friedman 2007.
var lazerExperiments = []Experiment{
	{"Networks on a rugged landscape", lazerNetworks},
	{"Small worlds", lazerSmallWorlds},
	{"Random networks", lazerRandom},
	{"Simple landscapes", lazerSimple},
	{"Velocity and error of copying", lazerCopying},
	{"The line, on more landscapes", lazerLong},
	{"All networks", lazerAllNetworks},
	{"Rugged and smooth landscapes, all networks", lazerRugged},
	{"Velocity and error, all networks", lazerLess},
	{"Few and many agents", lazerCrowds},
	{"Rules for partners", lazerReadings},
}

const (
	lazerPaper  = "Lazer & Friedman 2007"
	lazerRounds = 200 // rounds that the curves show
	lazerEnd    = 5000
)

// paperLazer is the paper's model on a network.
func paperLazer(net Network) LazerParams {
	return LazerParams{Agents: 100, Bits: 20, K: 5, Partners: "repeated", Network: net, Velocity: 1}
}

// A lazerRun is one network on one landscape.
type lazerRun struct {
	curve []float64 // mean performance before round t, t = 0..lazerRounds
	final float64   // when nothing can change any more
	ended int       // rounds until then
}

// runLazer runs a network on a landscape until nothing can change.
func runLazer(p LazerParams, seed uint64, land rated) lazerRun {
	r := lazerRun{curve: make([]float64, 0, lazerRounds+1)}
	m := newLazerOn(p, seed, land)
	for !m.Done() && m.Cycle() < lazerEnd {
		if m.Cycle() <= lazerRounds {
			r.curve = append(r.curve, m.MeanPerformance())
		}
		m.Step()
	}
	r.final, r.ended = m.MeanPerformance(), m.Cycle()
	for len(r.curve) <= lazerRounds {
		r.curve = append(r.curve, r.final)
	}
	return r
}

// lazerTable runs every set of parameters on the same landscapes with the same
// first solutions: row i is landscape i. All have one rule of landscape.
func lazerTable(ps []LazerParams, runs int, progress func(done, total int)) [][]lazerRun {
	return gather(runs, progress, func(i int) []lazerRun {
		seed := uint64(i)
		land := newLazerLandscape(ps[0], seed)
		row := make([]lazerRun, len(ps))
		for k, p := range ps {
			row[k] = runLazer(p, seed, land)
		}
		return row
	})
}

// lazerColumn takes one number of one set of parameters from every landscape.
func lazerColumn(rows [][]lazerRun, k int, of func(r lazerRun) float64) []float64 {
	return column(rows, func(row []lazerRun) float64 { return of(row[k]) })
}

func lazerFinal(r lazerRun) float64 { return r.final }

// lazerAt is the performance before round t.
func lazerAt(t int) func(lazerRun) float64 {
	return func(r lazerRun) float64 { return r.curve[t] }
}

// wins gives 1000 for every landscape on which a ends above b, else 0.
func wins(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		if a[i] > b[i] {
			out[i] = 1000
		}
	}
	return out
}

// lazerCurve is the mean over landscapes, round by round.
func lazerCurve(name string, rows [][]lazerRun, k int) Curve {
	c := Curve{Name: name}
	for t := range lazerRounds + 1 {
		mean, _ := meanSE(lazerColumn(rows, k, lazerAt(t)))
		c.X, c.Ours = append(c.X, float64(t)), append(c.Ours, mean)
	}
	return c
}

// published sets the points of a curve that the paper shows.
func (c Curve) published(points map[int]float64) Curve {
	c.Published = make(Points, len(c.X))
	for i, x := range c.X {
		c.Published[i] = missing
		if y, ok := points[int(x)]; ok {
			c.Published[i] = y
		}
	}
	return c
}

// overtakes is the round, between whole rounds, at which the mean of a passes
// that of b, after the start; the number of rounds when it never does.
func overtakes(rows [][]lazerRun, a, b int) float64 {
	last := 0.0
	for t := 1; t <= lazerRounds; t++ {
		gap := 0.0
		for _, row := range rows {
			gap += row[a].curve[t] - row[b].curve[t]
		}
		if last < 0 && gap >= 0 {
			return float64(t) - gap/(gap-last)
		}
		last = gap
	}
	return lazerRounds
}

// lazerNetworks runs all shapes of network at K = 5.
func lazerNetworks(full bool, progress func(done, total int)) Report {
	runs, slack := size(full, 1000, 80), 1.0
	if !full {
		slack = 2.5
	}
	kinds := []string{"line", "complete", "lattice", "ring", "torus", "star", "caveman"}
	var ps []LazerParams
	for _, kind := range kinds {
		ps = append(ps, paperLazer(Network{Kind: kind, Cave: 10}))
	}
	rows := lazerTable(ps, runs, progress)
	final := func(k int) []float64 { return lazerColumn(rows, k, lazerFinal) }
	const line, complete, lattice = 0, 1, 2

	var blocks []float64
	for b := range 10 {
		blocks = append(blocks, overtakes(rows[b*runs/10:(b+1)*runs/10], line, complete))
	}
	_, se := meanSE(blocks)
	target := func(name string, published, tolerance float64, tag Tag) Target {
		return Target{Name: name, Paper: lazerPaper, Published: published, Tolerance: slack * tolerance, Tag: tag}
	}
	r := Report{Outcomes: []Outcome{
		target("round in which the line overtakes the complete network", 18, 1, Read).Judge(overtakes(rows, line, complete), se, runs),
		target("wins in 1,000 landscapes, line over complete", 845, 45, Read).JudgeMean(wins(final(line), final(complete))),
		target("wins in 1,000 landscapes, complete over line", 26, 45, Read).JudgeMean(wins(final(complete), final(line))),
		target("wins in 1,000 landscapes, lattice over complete", 762, 45, Read).JudgeMean(wins(final(lattice), final(complete))),
		target("wins in 1,000 landscapes, line over lattice", 468, 45, Read).JudgeMean(wins(final(line), final(lattice))),
		target("performance at the start", .041, .02, Digitised).JudgeMean(lazerColumn(rows, line, lazerAt(0))),
		target("complete network, where it levels off (.563 to .578)", .5705, .02, Digitised).JudgeMean(final(complete)),
	}}
	fig := Figure{Title: "Networks, N = 20, K = 5", X: "round", Y: "mean performance [1]"}
	for k, kind := range kinds {
		c := lazerCurve(kind, rows, k)
		switch k {
		case line:
			c = c.published(map[int]float64{0: .041, 100: .867})
		case complete:
			c = c.published(map[int]float64{0: .041, 100: .5705})
		}
		fig.Curves = append(fig.Curves, c)
	}
	r.Figures = []Figure{fig}
	return r
}

// lazerSmallWorlds moves ties of the lattice: more of them, less in the end.
func lazerSmallWorlds(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 60)
	rewirings := []int{0, 1, 2, 5, 10, 20, 50, 100, 200}
	var ps []LazerParams
	for _, n := range rewirings {
		ps = append(ps, paperLazer(Network{Kind: "small-world", Rewirings: n}))
	}
	rows := lazerTable(ps, runs, progress)
	var r Report
	end := Curve{Name: "in the end"}
	early := Curve{Name: "round 10"}
	for k, n := range rewirings {
		xs := lazerColumn(rows, k, lazerFinal)
		mean, _ := meanSE(xs)
		ten, _ := meanSE(lazerColumn(rows, k, lazerAt(10)))
		end.X, end.Ours = append(end.X, float64(n)), append(end.Ours, mean)
		early.X, early.Ours = append(early.X, float64(n)), append(early.Ours, ten)
	}
	for _, pair := range [][2]int{{0, 4}, {4, 6}, {6, 8}} {
		few, many := pair[0], pair[1]
		r.Outcomes = append(r.Outcomes, Target{
			Name:  fmt.Sprintf("fall in long-run performance from %d to %d rewirings", rewirings[few], rewirings[many]),
			Paper: lazerPaper + ": long-run performance falls with rewirings", Tag: Read, Sense: Above,
		}.JudgeMean(differences(lazerColumn(rows, few, lazerFinal), lazerColumn(rows, many, lazerFinal))))
	}
	r.Designs = []Design{lazerOverTime("Mean performance", "ties moved", labels(rewirings), rows)}
	r.Figures = []Figure{{Title: "Small worlds", X: "ties moved", Y: "mean performance [1]", Curves: []Curve{end, early}}}
	return r
}

// lazerRandom adds ties to random networks.
func lazerRandom(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 60)
	chances := []float64{.01, .02, .03, .05, .1, .2, .4, .8}
	var ps []LazerParams
	for _, c := range chances {
		ps = append(ps, paperLazer(Network{Kind: "random", Ties: c}))
	}
	rows := lazerTable(ps, runs, progress)
	fig := Figure{Title: "Random networks", X: "chance of a tie [1]", Y: "mean performance [1]", LogX: true}
	for _, at := range []struct {
		name string
		of   func(lazerRun) float64
	}{{"in the end", lazerFinal}, {"round 10", lazerAt(10)}, {"round 20", lazerAt(20)}, {"round 40", lazerAt(40)}} {
		c := Curve{Name: at.name, X: chances}
		for k := range chances {
			mean, _ := meanSE(lazerColumn(rows, k, at.of))
			c.Ours = append(c.Ours, mean)
		}
		fig.Curves = append(fig.Curves, c)
	}
	target := func(name string) Target {
		return Target{Name: name, Paper: lazerPaper + ": more ties, quicker and in the end lower; between, an inverted U", Tag: Read, Sense: Above}
	}
	col := func(k, t int) []float64 { return lazerColumn(rows, k, lazerAt(t)) }
	return Report{
		Outcomes: []Outcome{
			target("fall in long-run performance from tie chance .05 to .8").JudgeMean(differences(lazerColumn(rows, 3, lazerFinal), lazerColumn(rows, 7, lazerFinal))),
			target("gain at round 5 from tie chance .02 to .8").JudgeMean(differences(col(7, 5), col(1, 5))),
			target("inverted U at round 20: tie chance .05 over .01").JudgeMean(differences(col(3, 20), col(0, 20))),
			target("inverted U at round 20: tie chance .05 over .8").JudgeMean(differences(col(3, 20), col(7, 20))),
		},
		Designs: []Design{lazerOverTime("Mean performance", "chance of a tie", labels(chances), rows)},
		Figures: []Figure{fig},
	}
}

// lazerSimple runs line and complete network at K = 0 and K = 1.
func lazerSimple(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 60)
	var r Report
	for k := range 2 {
		line, complete := paperLazer(Network{Kind: "line"}), paperLazer(Network{Kind: "complete"})
		line.K, complete.K = k, k
		rows := lazerTable([]LazerParams{line, complete}, runs, part(progress, k, 2))
		paper := fmt.Sprintf("%s, K = %d", lazerPaper, k)
		if k == 0 {
			ended := func(r lazerRun) float64 { return float64(r.ended) }
			r.Outcomes = append(r.Outcomes,
				Target{Name: "K = 0: long-run performance of the line", Paper: paper, Published: 1, Tag: Exact}.JudgeMean(lazerColumn(rows, 0, lazerFinal)),
				Target{Name: "K = 0: long-run performance of the complete network", Paper: paper, Published: 1, Tag: Exact}.JudgeMean(lazerColumn(rows, 1, lazerFinal)),
				Target{Name: "K = 0: rounds that the line takes longer", Paper: paper, Tag: Read, Sense: Above}.JudgeMean(differences(lazerColumn(rows, 0, ended), lazerColumn(rows, 1, ended))),
			)
		} else {
			r.Outcomes = append(r.Outcomes, Target{Name: "K = 1: gain of the line over the complete network in the end", Paper: paper, Tag: Read, Sense: Above}.
				JudgeMean(differences(lazerColumn(rows, 0, lazerFinal), lazerColumn(rows, 1, lazerFinal))))
		}
		r.Figures = append(r.Figures, Figure{
			Title: fmt.Sprintf("K = %d", k), X: "round", Y: "mean performance [1]",
			Curves: []Curve{lazerCurve("line", rows, 0), lazerCurve("complete", rows, 1)},
		})
	}
	return r
}

// lazerCopying makes copying rarer or worse.
func lazerCopying(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 40)
	velocities := []float64{.1, .25, .5, .75, 1}
	errors := []float64{0, .01, .02, .05, .1, .2}
	kinds := []string{"line", "complete"}
	var ps []LazerParams
	for _, kind := range kinds {
		for _, v := range velocities {
			p := paperLazer(Network{Kind: kind})
			p.Velocity = v
			ps = append(ps, p)
		}
		for _, e := range errors {
			p := paperLazer(Network{Kind: kind})
			p.Error = e
			ps = append(ps, p)
		}
	}
	rows := lazerTable(ps, runs, progress)
	block := len(velocities) + len(errors)
	byVelocity := Figure{Title: "Velocity", X: "chance of looking at the neighbours [1]", Y: "performance in the end [1]"}
	byError := Figure{Title: "Error of copying", X: "chance that a bit is not copied [1]", Y: "performance in the end [1]"}
	for n, kind := range kinds {
		v, e := Curve{Name: kind, X: velocities}, Curve{Name: kind, X: errors}
		for k := range velocities {
			mean, _ := meanSE(lazerColumn(rows, n*block+k, lazerFinal))
			v.Ours = append(v.Ours, mean)
		}
		for k := range errors {
			mean, _ := meanSE(lazerColumn(rows, n*block+len(velocities)+k, lazerFinal))
			e.Ours = append(e.Ours, mean)
		}
		byVelocity.Curves, byError.Curves = append(byVelocity.Curves, v), append(byError.Curves, e)
	}
	byVelocity.Curves[1] = Curve{
		Name: "complete", X: velocities, Ours: byVelocity.Curves[1].Ours,
		Published: Points{missing, missing, .636, missing, .5705},
	}
	slack := 1.0
	if !full {
		slack = 3
	}
	final := func(k int) []float64 { return lazerColumn(rows, k, lazerFinal) }
	return Report{
		Outcomes: []Outcome{
			Target{Name: "complete network with velocity 50 %, where it levels off", Paper: lazerPaper, Published: .636, Tolerance: slack * .02, Tag: Digitised}.JudgeMean(final(block + 2)),
			Target{Name: "gain of the complete network by velocity 50 % in the end", Paper: lazerPaper, Tag: Read, Sense: Above}.JudgeMean(differences(final(block+2), final(block+4))),
			Target{Name: "gain of the complete network by an error of 20 % in the end", Paper: lazerPaper, Tag: Recalled, Sense: Above}.JudgeMean(differences(final(block+len(velocities)+5), final(block+4))),
		},
		Figures: []Figure{byVelocity, byError},
	}
}
