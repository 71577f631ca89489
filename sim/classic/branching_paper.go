package classic

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// branchingLaw counts sizes against Borel's law.
func branchingLaw(full bool, progress func(done, total int)) Report {
	cascades := size(full, 1000000, 20000)
	var r Report
	fig := Figure{Title: "Sizes of cascades", Beside: "Borel's law", X: "size [people]", Y: "share of cascades", LogX: true, LogY: true}
	means := []float64{0.3, 0.6, 0.8, 0.95}
	models := gather(len(means), progress, func(i int) *branchingModel {
		s := &branchingSpec{mean: means[i], cap: 100000, lowest: 1, fitEvery: cascades + 1}
		return settle(s.New(1), cascades).(*branchingModel)
	})
	for i, s := range means {
		m := models[i]
		n, squares := float64(cascades), 0.0
		seen := map[int]float64{}
		for k, c := range m.counts {
			d := float64(m.sizes[k]) - m.total/n
			squares += float64(float64(c) * d * d)
			seen[int(m.sizes[k])] = float64(c) / n
		}
		r.Outcomes = append(r.Outcomes, Target{Name: fmt.Sprintf("mean size, s=%v", s), Paper: "1/(1−s)", Published: 1 / (1 - s), Tag: Exact}.
			Judge(m.total/n, math.Sqrt(squares/n/n), cascades))
		curve := Curve{Name: fmt.Sprintf("s=%v", s)}
		for _, k := range []int{1, 2, 3, 5, 8, 13, 21, 34, 55} {
			want := borel(s, k)
			if want*n < 5 {
				continue
			}
			if k <= 5 {
				r.Outcomes = append(r.Outcomes, Target{Name: fmt.Sprintf("share of cascades of size %d, s=%v", k, s), Paper: "e^{−sk}(sk)^{k−1}/k!", Published: want, Tag: Exact}.
					Judge(seen[k], math.Sqrt(want*(1-want)/n), cascades))
			}
			curve.X, curve.Ours, curve.Published = append(curve.X, float64(k)), append(curve.Ours, seen[k]), append(curve.Published, want)
		}
		fig.Curves = append(fig.Curves, curve)
	}
	r.Figures = []Figure{fig}
	return r
}

// branchingFits holds the fits to samples whose law is known, and to cascades.
func branchingFits(full bool, progress func(done, total int)) Report {
	n := size(full, 50000, 5000)
	st := exact.NewDraws(2, drawOffspring, 0).Stream(7)
	power, lognormal := map[int]int{}, map[int]int{}
	for range n {
		power[powerQuantile(1-st.Share(), 2.5, 10)]++
		if k := int(math.Floor(exact.Exp(2.5+st.Normal()) + 0.5)); k >= 1 {
			lognormal[k]++
		}
	}
	progress(1, 2)
	known, _ := fitSizes(counted(power, 10))
	rival, _ := fitSizes(counted(lognormal, 1))
	s := &branchingSpec{mean: 0.6, cap: 100000, lowest: 1, fitEvery: n}
	cascades := settle(s.New(3), n).(*branchingModel)
	below, _ := fitSizes(cascades.sizes, cascades.counts, 1)
	progress(2, 2)
	claims := func(f sizeFit) float64 {
		if f.supportsPowerLaw() {
			return 1
		}
		return 0
	}
	return Report{Outcomes: []Outcome{
		Target{Name: "exponent found in a power law of exponent 2.5", Paper: "recovery", Published: 2.5, Tag: Exact}.Judge(known.alpha, known.alphaSE, n),
		Target{Name: "mean of logarithms found in a lognormal of 2.5", Paper: "recovery", Published: 2.5, Tolerance: 0.1, Tag: Recomputed}.Judge(rival.mu, 0, n),
		Target{Name: "a power law is claimed for lognormal sizes (1 yes, 0 no)", Paper: "likelihood ratio", Published: 0, Tag: Exact}.Judge(claims(rival), 0, n),
		Target{Name: "a power law is claimed for cascades at s=.6 (1 yes, 0 no)", Paper: "likelihood ratio", Published: 0, Tag: Exact}.Judge(claims(below), 0, n),
	}}
}

// powerQuantile is the largest size k whose tail P(K ≥ k) is at least u, under
// a power law with that exponent from lowest on.
func powerQuantile(u, exponent float64, lowest int) int {
	norm := hurwitz(exponent, float64(lowest))
	reaches := func(k int) bool { return hurwitz(exponent, float64(k)) >= u*norm }
	step := 1
	for reaches(lowest + step) {
		step *= 2
	}
	k := lowest
	for ; step > 0; step /= 2 {
		if reaches(k + step) {
			k += step
		}
	}
	return k
}

// counted lists a map of counts in the order of sizes, with the lowest size to fit.
func counted(of map[int]int, lowest int) (sizes, counts []int32, from int) {
	for k := range of {
		sizes = append(sizes, int32(k))
	}
	slices.Sort(sizes)
	for _, k := range sizes {
		counts = append(counts, int32(of[int(k)]))
	}
	return sizes, counts, lowest
}
