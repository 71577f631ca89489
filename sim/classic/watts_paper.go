package classic

import "fmt"

// wattsWindow solves for the mean numbers of ties between which one adopter can
// set off everybody.
func wattsWindow(bool, func(done, total int)) Report {
	lo, hi, _ := cascadeWindow(0.18)
	return Report{Outcomes: []Outcome{
		Target{Name: "lower end of the window, φ=.18 [ties]", Paper: "equation 5", Published: 1.02, Tolerance: 0.005, Tag: Read}.Judge(lo, 0, 1),
		Target{Name: "upper end of the window, φ=.18 [ties]", Paper: "equation 5", Published: 5.76, Tolerance: 0.005, Tag: Read}.Judge(hi, 0, 1),
	}}
}

// wattsChance is the chance of a global cascade over the mean number of ties.
func wattsChance(full bool, progress func(done, total int)) Report {
	known := map[float64]struct{ chance, tolerance float64 }{.5: {0, .005}, 1.5: {.56, .03}, 3: {.865, .03}, 9: {0, .005}}
	few := size(full, 1000, 40) // for a point of the curve
	const points = 18
	var r Report
	curve := Curve{Name: "2,000 people, φ=.18"}
	for k := range points {
		s := &wattsSpec{n: 2000, ties: float64(k+1) / 2, phi: 0.18, seeds: 1, global: 0.1}
		at, target := known[s.ties]
		runs, point := few, missing
		if target {
			runs, point = size(full, 4000, 150), at.chance
		}
		got := gather(runs, part(progress, k, points), func(i int) float64 { return measured(settle(s.New(uint64(i)), 5000), "global_cascade") })
		if target {
			r.Outcomes = append(r.Outcomes, Target{Name: fmt.Sprintf("chance of a global cascade, %v ties", s.ties), Paper: "2,000 people, φ=.18",
				Published: at.chance, Tolerance: at.tolerance, Tag: Recomputed}.JudgeMean(got))
		}
		mean, _ := meanSE(got[:few])
		curve.X, curve.Ours, curve.Published = append(curve.X, s.ties), append(curve.Ours, mean), append(curve.Published, point)
	}
	r.Figures = []Figure{{Title: "Chance of a global cascade over ties", X: "mean number of ties", Y: "share of runs", Beside: "recomputed", Curves: []Curve{curve}}}
	return r
}

// wattsInfluentials compares cascades that the top tenth start with those that
// anyone starts, on the same networks.
func wattsInfluentials(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 200)
	n := size(full, 10000, 2000)
	var r Report
	curve := Curve{Name: "cascade size, influential over anyone"}
	ties := Curve{Name: "ties, influential over anyone"}
	tried := []float64{1.5, 2, 3, 4, 5}
	for k, z := range tried {
		anyone := &wattsSpec{n: n, ties: z, phi: 0.18, seeds: 1, global: 0.1}
		influential := &wattsSpec{n: n, ties: z, phi: 0.18, seeds: 1, global: 0.1, top: true, topShare: 0.1}
		got := gather(runs, part(progress, k, len(tried)), func(i int) [4]float64 {
			a, b := settle(anyone.New(uint64(i)), 5000), settle(influential.New(uint64(i)), 5000)
			return [4]float64{measured(a, "share_adopted"), measured(b, "share_adopted"), measured(b, "mean_ties"), measured(b, "start_ties")}
		})
		// Size ratio less tie ratio, with a jackknife standard error.
		gain := func(sum [4]float64) float64 { return sum[1]/sum[0] - sum[3]/sum[2] }
		var total [4]float64
		for _, g := range got {
			for k := range g {
				total[k] += g[k]
			}
		}
		value, se := jackknife(got, total, gain)
		r.Outcomes = append(r.Outcomes,
			Target{Name: fmt.Sprintf("size ratio less tie ratio, %v ties", z), Paper: "Watts & Dodds 2007", Published: 0, Tag: Read, Sense: Below}.Judge(value, se, runs))
		raise, raiseSE := jackknife(got, total, func(s [4]float64) float64 { return s[1]/s[0] - 1 })
		r.Outcomes = append(r.Outcomes,
			Target{Name: fmt.Sprintf("size ratio less 1, %v ties", z), Paper: "Watts & Dodds 2007", Published: 0, Tolerance: 0.02, Tag: Read, Sense: Above}.Judge(raise, raiseSE, runs))
		curve.X, curve.Ours = append(curve.X, z), append(curve.Ours, total[1]/total[0])
		ties.X, ties.Ours = append(ties.X, z), append(ties.Ours, total[3]/total[2])
	}
	r.Figures = []Figure{{Title: "What influentials add", X: "mean number of ties", Y: "ratio", Curves: []Curve{curve, ties}}}
	return r
}
