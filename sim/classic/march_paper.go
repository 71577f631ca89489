package classic

import "fmt"

// marchExperiments rerun March 1991.
var marchExperiments = []Experiment{
	{"Figure 1: learning rates", marchFigure1},
	{"Figures 2 and 3: fast and slow learners", marchMixed},
	{"Figure 4: turnover", marchTurnover},
	{"Figure 5: turbulence", marchTurbulence},
	{"All learning rates", marchAllRates},
	{"Slow and fast learners apart", marchMixedPeople},
	{"Turnover and turbulence, further cells", marchOpen},
	{"Figure 1 under other readings", marchOtherReadings},
}

// marchRates are the chances p1 (rows) and p2 (columns) of Figure 1.
var (
	marchP1 = []float64{.1, .3, .5, .7, .9}
	marchP2 = []float64{.1, .5, .9}
)

// marchCells is the equilibrium knowledge of the code, rows p1, columns p2.
var marchCells = [][]float64{
	{.866, .953, .973},
	{.802, .870, .907},
	{.798, .812, .840},
	{.808, .770, .779},
	{.815, .740, .734},
}

// marchEquilibrium runs an organisation until nothing can change and returns
// the knowledge of its code [−1..1].
func marchEquilibrium(p MarchParams, seed uint64) float64 {
	m := NewMarch(p, seed)
	for !m.Done() {
		m.Step()
	}
	return m.Knowledge()
}

// paperMarch is the paper's organisation.
func paperMarch() MarchParams {
	return MarchParams{Dimensions: 30, People: 50, P1: .1, P2: .5, FastP1: .9}
}

// runsOf takes the runs of one cell from the results of gather.
func runsOf(xs []float64, cell, runs int) []float64 { return xs[cell*runs : (cell+1)*runs] }

// marchFigure1 reruns Figure 1: all cells of p1 and p2.
func marchFigure1(full bool, progress func(done, total int)) Report {
	runs, tolerance := size(full, 4000, 150), .005
	if !full {
		tolerance = .03
	}
	cols := len(marchP2)
	xs := gather(runs*len(marchP1)*cols, progress, func(i int) float64 {
		p := paperMarch()
		p.P1, p.P2 = marchP1[i/runs/cols], marchP2[i/runs%cols]
		return marchEquilibrium(p, uint64(i%runs))
	})
	var r Report
	fig := Figure{Title: "Equilibrium knowledge of the code", X: "p1, learning from the code [1]", Y: "knowledge of the code [1]"}
	for c, p2 := range marchP2 {
		curve := Curve{Name: fmt.Sprintf("p2 = %v", p2), X: marchP1}
		for row, p1 := range marchP1 {
			o := Target{
				Name:  fmt.Sprintf("knowledge of the code, p1 %v, p2 %v", p1, p2),
				Paper: "Figure 1", Published: marchCells[row][c], Tolerance: tolerance, Tag: Recomputed,
			}.JudgeMean(runsOf(xs, row*cols+c, runs))
			r.Outcomes = append(r.Outcomes, o)
			curve.Ours = append(curve.Ours, o.Ours)
			curve.Published = append(curve.Published, o.Published)
		}
		fig.Curves = append(fig.Curves, curve)
	}
	r.Figures = []Figure{fig}
	return r
}

// marchMixed compares organisations of slow (.1) and fast (.9) learners with
// those in which all learn at the mean of the two, seed by seed.
func marchMixed(full bool, progress func(done, total int)) Report {
	runs := size(full, 4000, 120)
	fast := []int{0, 6, 12, 19, 25, 31, 38, 44, 50}
	type pair struct{ mixed, alike float64 }
	xs := gather(runs*len(fast), progress, func(i int) pair {
		mixed := paperMarch()
		mixed.Fast = fast[i/runs]
		alike := paperMarch()
		alike.P1 = .1 + float64(.8*float64(mixed.Fast)/50)
		seed := uint64(i % runs)
		return pair{marchEquilibrium(mixed, seed), marchEquilibrium(alike, seed)}
	})
	var r Report
	mixed, alike := Curve{Name: "slow and fast"}, Curve{Name: "all alike"}
	for k, f := range fast {
		var a, b, gain []float64
		for _, x := range xs[k*runs : (k+1)*runs] {
			a, b, gain = append(a, x.mixed), append(b, x.alike), append(gain, x.mixed-x.alike)
		}
		mean := .1 + .8*float64(f)/50
		am, _ := meanSE(a)
		bm, _ := meanSE(b)
		mixed.X, mixed.Ours = append(mixed.X, mean), append(mixed.Ours, am)
		alike.X, alike.Ours = append(alike.X, mean), append(alike.Ours, bm)
		if f == 0 || f == 50 {
			continue
		}
		r.Outcomes = append(r.Outcomes, Target{
			Name:  fmt.Sprintf("gain in knowledge of the code, %d of 50 learning fast over all at %.3f", f, mean),
			Paper: "Figures 2 and 3: a mix does better", Tag: Recomputed, Sense: Above,
		}.JudgeMean(gain))
	}
	r.Figures = []Figure{{Title: "Fast and slow learners, p2 = 0.5", X: "mean p1 [1]", Y: "knowledge of the code [1]", Curves: []Curve{alike, mixed}}}
	return r
}

// marchTurnover measures the code after 20 periods under turnover.
func marchTurnover(full bool, progress func(done, total int)) Report {
	runs := size(full, 4000, 150)
	rates := []float64{0, .01, .02, .03, .04, .05, .06, .07, .08, .09, .1}
	p1s := []float64{.1, .9}
	xs := gather(runs*len(rates)*len(p1s), progress, func(i int) float64 {
		p := paperMarch()
		p.P1, p.Turnover = p1s[i/runs/len(rates)], rates[i/runs%len(rates)]
		m := NewMarch(p, uint64(i%runs))
		for range 20 {
			m.Step()
		}
		return m.Knowledge()
	})
	var r Report
	fig := Figure{Title: "Turnover: knowledge of the code after 20 periods, p2 = 0.5", X: "turnover p3 [1]", Y: "knowledge of the code [1]"}
	for k, p1 := range p1s {
		curve := Curve{Name: fmt.Sprintf("p1 = %v", p1), X: rates}
		none := runsOf(xs, k*len(rates), runs)
		for c, rate := range rates {
			with := runsOf(xs, k*len(rates)+c, runs)
			mean, _ := meanSE(with)
			curve.Ours = append(curve.Ours, mean)
			if rate == .05 || rate == .1 {
				r.Outcomes = append(r.Outcomes, turnoverTarget(p1, rate).JudgeMean(differences(with, none)))
			}
		}
		fig.Curves = append(fig.Curves, curve)
	}
	r.Figures = []Figure{fig}
	return r
}

// turnoverTarget is what Figure 4 says: turnover helps where people learn
// fast and hurts where they learn slowly.
func turnoverTarget(p1, rate float64) Target {
	sense := Above
	if p1 < .5 {
		sense = Below
	}
	return Target{
		Name:  fmt.Sprintf("gain by turnover %v over none after 20 periods, p1 %v", rate, p1),
		Paper: "Figure 4: turnover helps fast learners and hurts slow ones", Tag: Recalled, Sense: sense,
	}
}

// differences are a − b, run by run.
func differences(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	return d
}

// marchTurbulence follows the code for 100 periods in a world of which a
// dimension in fifty flips each period, with and without turnover.
func marchTurbulence(full bool, progress func(done, total int)) Report {
	runs := size(full, 4000, 200)
	const periods = 100
	turnover := []float64{0, .1}
	xs := gather(runs*2, progress, func(i int) []float64 {
		p := paperMarch()
		p.P1, p.Turbulence, p.Turnover = .5, .02, turnover[i/runs]
		m := NewMarch(p, uint64(i%runs))
		out := []float64{0}
		for range periods {
			m.Step()
			out = append(out, m.Knowledge())
		}
		return out
	})
	at := func(k, t int) []float64 {
		return column(xs[k*runs:(k+1)*runs], func(x []float64) float64 { return x[t] })
	}
	var r Report
	fig := Figure{Title: "A changing world: p1 = p2 = 0.5, turbulence 0.02", X: "period", Y: "knowledge of the code [1]"}
	for k, p3 := range turnover {
		curve := Curve{Name: fmt.Sprintf("turnover %v", p3)}
		for t := range periods + 1 {
			mean, _ := meanSE(at(k, t))
			curve.X, curve.Ours = append(curve.X, float64(t)), append(curve.Ours, mean)
		}
		fig.Curves = append(fig.Curves, curve)
	}
	peak := 0
	for t, y := range fig.Curves[0].Ours {
		if y > fig.Curves[0].Ours[peak] {
			peak = t
		}
	}
	const paper = "Figure 5: without turnover the code peaks and decays, with it stays up"
	r.Outcomes = []Outcome{
		Target{Name: "period of the peak without turnover", Paper: paper, Published: 7.5, Tolerance: 2.5, Tag: Recomputed}.Judge(float64(peak), 0, runs),
		Target{Name: "fall from the peak to period 100 without turnover", Paper: paper, Tag: Recomputed, Sense: Above}.JudgeMean(differences(at(0, peak), at(0, periods))),
		Target{Name: "gain by turnover 0.1 at period 100", Paper: paper, Tag: Recomputed, Sense: Above}.JudgeMean(differences(at(1, periods), at(0, periods))),
		Target{Name: "fall with turnover 0.1 from period 50 to 100", Paper: paper, Tolerance: .05, Tag: Recomputed}.JudgeMean(differences(at(1, 50), at(1, periods))),
	}
	r.Figures = []Figure{fig}
	return r
}
