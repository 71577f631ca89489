package classic

import "fmt"

// ensemble is a wingSpec of n with clocks of sd 1 ms.
func ensemble(n int, gains []float64, motor float64) *wingSpec {
	s := &wingSpec{n: n, gains: gains, burnIn: 100, commonTempo: 500}
	for range n {
		s.timekeeper, s.motor, s.tempo = append(s.timekeeper, 1), append(s.motor, motor), append(s.tempo, 500)
	}
	return s
}

// evenEnsemble is one in which all have one gain towards all.
func evenEnsemble(n int, gain, motor float64) *wingSpec {
	return ensemble(n, leaderGains(n, gain, gain, gain), motor)
}

func quartet(gains []float64, motor float64) *wingSpec { return ensemble(4, gains, motor) }

// A passage is what an ensemble came to in one.
type passage struct{ variance, lag float64 }

func passageVariance(p passage) float64 { return p.variance }

// played returns passages of so many notes after the burn-in, one a seed.
func played(s *wingSpec, runs, notes int, progress func(done, total int)) []passage {
	return gather(runs, progress, func(i int) passage {
		m := settle(s.New(uint64(i)), s.burnIn+notes)
		return passage{measured(m, "pair_variance"), measured(m, "lag1")}
	})
}

// wingSize is how many passages of how many notes.
func wingSize(full bool) (runs, notes int) { return size(full, 200, 16), size(full, 10000, 2500) }

// wingGains is the variance of asynchronies over the gain, four players.
func wingGains(full bool, progress func(done, total int)) Report {
	runs, notes := wingSize(full)
	curve := Curve{Name: "four players, equal gains"}
	var r Report
	cells := []struct{ gain, variance float64 }{
		{.05, 5.56}, {.10, 3.13}, {.15, 2.38}, {.20, 2.08}, {.25, 2.00}, {.333, 2.25}, {.40, 3.13}, {.45, 5.56},
	}
	for k, at := range cells {
		s := evenEnsemble(4, at.gain, 0)
		phi := 1 - float64(4*at.gain)
		got := played(s, runs, notes, part(progress, k, len(cells)))
		o := Target{Name: fmt.Sprintf("variance of an asynchrony over the clock's, gain %v", at.gain), Paper: "optimal gain",
			Published: 2 / (1 - float64(phi*phi)), Tag: Exact}.JudgeMean(column(got, passageVariance))
		lyapunov := Target{Name: fmt.Sprintf("the same by the Lyapunov equation, gain %v", at.gain), Paper: "optimal gain",
			Published: 2 / (1 - float64(phi*phi)), Tag: Exact}.Judge(s.New(0).(*wingModel).theory, 0, 1)
		lag := Target{Name: fmt.Sprintf("correlation of neighbouring asynchronies, gain %v", at.gain), Paper: "first-order process",
			Published: phi, Tolerance: 0.02, Tag: Recomputed}.JudgeMean(column(got, func(p passage) float64 { return p.lag }))
		r.Outcomes = append(r.Outcomes, o, lyapunov, lag)
		curve.X, curve.Ours, curve.Published = append(curve.X, at.gain), append(curve.Ours, o.Ours), append(curve.Published, at.variance)
	}
	r.Figures = []Figure{{Title: "Asynchrony over gain", X: "gain", Y: "variance of an asynchrony / variance of a clock", Curves: []Curve{curve}}}
	return r
}

// wingMotor adds motor noise of half the clock's sd: the best gain moves down.
func wingMotor(full bool, progress func(done, total int)) Report {
	runs, notes := wingSize(full)
	var r Report
	cells := []struct{ gain, variance float64 }{{.10, 3.74}, {.20, 2.91}, {.25, 2.97}}
	for k, at := range cells {
		s := evenEnsemble(4, at.gain, 0.5)
		r.Outcomes = append(r.Outcomes,
			Target{Name: fmt.Sprintf("variance with motor noise, gain %v", at.gain), Paper: "motor noise",
				Published: at.variance, Tolerance: 0.05, Tag: Recomputed}.JudgeMean(column(played(s, runs, notes, part(progress, k, len(cells))), passageVariance)),
			Target{Name: fmt.Sprintf("the same by the Lyapunov equation, gain %v", at.gain), Paper: "motor noise",
				Published: at.variance, Tolerance: 0.05, Tag: Recomputed}.Judge(s.New(0).(*wingModel).theory, 0, 1))
	}
	r.Figures = []Figure{wingMotorFigure()}
	best := func(motor float64) float64 {
		return minimise(0.01, 0.49, func(gain float64) float64 {
			return evenEnsemble(4, gain, motor).New(0).(*wingModel).theory
		})
	}
	r.Outcomes = append(r.Outcomes,
		Target{Name: "best gain without motor noise", Paper: "optimal gain 1/n", Published: 0.25, Tolerance: 1e-6, Tag: Read}.Judge(best(0), 0, 1),
		Target{Name: "best gain with motor noise lies below 1/4", Paper: "motor noise", Published: 0.25, Tag: Recomputed, Sense: Below}.Judge(best(0.5), 0, 1))
	return r
}

// wingMotorFigure is the variance over the gain for several amounts of motor
// noise, by the Lyapunov equation.
func wingMotorFigure() Figure {
	fig := Figure{Title: "Motor noise moves the best gain down", X: "gain", Y: "variance of an asynchrony / of a clock"}
	known := map[float64]float64{0.10: 3.74, 0.20: 2.91, 0.25: 2.97}
	for _, motor := range []float64{0, 0.5, 1} {
		c := Curve{Name: "motor noise of " + short(motor) + " times the clock's"}
		for k := 1; k <= 8; k++ {
			gain, at := float64(k)/20, missing
			if x, ok := known[gain]; ok && motor == 0.5 {
				at = x
			}
			c.X, c.Published = append(c.X, gain), append(c.Published, at)
			c.Ours = append(c.Ours, evenEnsemble(4, gain, motor).New(0).(*wingModel).theory)
		}
		fig.Curves = append(fig.Curves, c)
	}
	return fig
}

// minimise finds the lowest point of f between lo and hi by golden section.
func minimise(lo, hi float64, f func(float64) float64) float64 {
	const golden = 0.6180339887498949
	a, b := hi-float64(golden*(hi-lo)), lo+float64(golden*(hi-lo))
	fa, fb := f(a), f(b)
	for hi-lo > 1e-9 {
		if fa < fb {
			hi, b, fb = b, a, fa
			a = hi - float64(golden*(hi-lo))
			fa = f(a)
		} else {
			lo, a, fa = a, b, fb
			b = lo + float64(golden*(hi-lo))
			fb = f(b)
		}
	}
	return (lo + hi) / 2
}

// wingLeadership is the table of who corrects whom.
func wingLeadership(full bool, progress func(done, total int)) Report {
	runs, notes := wingSize(full)
	var r Report
	rows := []struct{ corrects, followed, others, variance float64 }{
		{.25, .25, .25, 2.00}, {.10, .40, .20, 2.066}, {0, .25, .25, 2.857}, {0, .50, .25, 2.311}, {0, 1, 0, 2.00},
	}
	for k, row := range rows {
		s := quartet(leaderGains(4, row.corrects, row.followed, row.others), 0)
		name := fmt.Sprintf("leader corrects %v, is followed %v, others %v", row.corrects, row.followed, row.others)
		r.Outcomes = append(r.Outcomes,
			Target{Name: name + ": Lyapunov", Paper: "leadership table", Published: row.variance, Tolerance: 0.001, Tag: Recomputed}.
				Judge(s.New(0).(*wingModel).theory, 0, 1),
			Target{Name: name + ": simulated", Paper: "leadership table", Published: row.variance, Tolerance: 0.03, Tag: Recomputed}.
				JudgeMean(column(played(s, runs, notes, part(progress, k, len(rows)+2)), passageVariance)))
	}
	r.Outcomes = append(r.Outcomes, wingDrift(full, func(k int) func(done, total int) { return part(progress, len(rows)+k, len(rows)+2) })...)
	return r
}

// wingDrift is what the leader costs: the ensemble's beat inherits the whole of
// the leader's variance, where equal gains average the clocks. progress is that
// of either case.
func wingDrift(full bool, progress func(k int) func(done, total int)) []Outcome {
	runs := size(full, 20000, 1000)
	const notes = 400
	var out []Outcome
	for k, at := range []struct {
		name               string
		corrects, followed float64
		others, want       float64
	}{{"equal gains", .25, .25, .25, 0.25}, {"all follow one", 0, 1, 0, 1}} {
		s := quartet(leaderGains(4, at.corrects, at.followed, at.others), 0)
		ends := gather(runs, progress(k), func(i int) float64 {
			x := measured(settle(s.New(uint64(i)), notes), "drift")
			return x * x / notes
		})
		out = append(out, Target{Name: "variance of the common beat per note over the clock's: " + at.name, Paper: "s²/n against s²",
			Published: at.want, Tolerance: 0.02, Tag: Recomputed}.JudgeMean(ends))
	}
	return out
}
