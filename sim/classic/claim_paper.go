package classic

import (
	"math"

	"tutti/sim/keys"
)

// claimAgainstNull runs each group twice under the same seed: as the paper has
// it, and with random claims and grants at the rates of the first run.
func claimAgainstNull(full bool, progress func(done, total int)) Report {
	runs, cycles := size(full, 500, 60), 300
	measures := []struct{ name, doc string }{
		{"agreement", "agreement between raters"},
		{"hierarchy", "strength of hierarchy"},
		{"gini_grants", "Gini of grants received"},
		{"spiral", "reciprocal grants spiral: a grant makes the next likelier"},
		{"top_since", "how long the top has stood [cycles]"},
		{"top_at", "time to a stable top [cycles]"},
	}
	base := *readClaim(keys.Reference()).(*claimSpec)
	got := gather(runs, progress, func(i int) [][2]float64 {
		m := settle(base.New(uint64(i)), cycles)
		null := base
		null.random, null.claimRate, null.grantRate = true, measured(m, "claim_rate"), measured(m, "grant_rate")
		chance := settle(null.New(uint64(i)), cycles)
		pairs := make([][2]float64, len(measures))
		for k, x := range measures {
			pairs[k] = [2]float64{measured(m, x.name), measured(chance, x.name)}
		}
		return pairs
	})
	var r Report
	for k, x := range measures {
		var off []float64
		for _, pairs := range got {
			if d := pairs[k][0] - pairs[k][1]; !math.IsNaN(d) {
				off = append(off, d)
			}
		}
		r.Outcomes = append(r.Outcomes, Target{Name: x.doc + ": process less null", Paper: "claims and grants against chance", Published: 0, Tag: Stated, Sense: Above}.JudgeMean(off))
	}
	r.Figures = []Figure{claimFigure(base, size(full, 200, 20), cycles)}
	return r
}

// claimFigure is the mean hierarchy over time, process and null.
func claimFigure(base claimSpec, runs, cycles int) Figure {
	fig := Figure{Title: "Hierarchy over time", X: "cycle", Y: "strength of hierarchy"}
	for _, random := range []bool{false, true} {
		s := base
		s.random = random
		curve := Curve{Name: "claims and grants by identity"}
		if random {
			curve.Name = "random claims and grants"
		}
		for range cycles / 10 {
			curve.Ours = append(curve.Ours, 0)
			curve.X = append(curve.X, float64(10*len(curve.Ours)))
		}
		series := gather(runs, func(int, int) {}, func(i int) []float64 {
			var xs []float64
			for m := s.New(uint64(i)); m.Cycle() < cycles; {
				m.Step()
				if m.Cycle()%10 == 0 {
					xs = append(xs, measured(m, "hierarchy"))
				}
			}
			return xs
		})
		for _, xs := range series {
			for k, x := range xs {
				curve.Ours[k] += x / float64(runs)
			}
		}
		fig.Curves = append(fig.Curves, curve)
	}
	return fig
}
