package design

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// TestWhyNotGonum holds the reason that stands at Minimise: on functions whose
// minimum anybody can find, gonum's CmaEsChol needs many times the points, with
// its first spread given either way. Should a later gonum do as well, this
// fails, and there is no reason any more to have a search of our own.
func TestWhyNotGonum(t *testing.T) {
	const n, budget, goal = 5, 4000, 1e-8
	for _, tt := range []struct {
		name string
		f    func(u []float64) float64
	}{
		{"sphere", func(u []float64) float64 { return off(u, 1, 0.2) }},
		{"ellipsoid", func(u []float64) float64 { return off(u, 10, 0.2) }},
	} {
		ours, theirs := budget, budget // at most that many; the worst of ours, the best of theirs
		var low float64
		for seed := range uint64(3) {
			count := counted(tt.f, goal)
			_, err := Minimise(axes(n), []Target{{Name: "zero"}}, SearchOptions{Seed: seed, Budget: budget, Goal: goal}, func(b Batch) ([][]float64, error) {
				var out [][]float64
				for _, p := range b.Points {
					u := make([]float64, n)
					for k := range u {
						u[k] = p[k]
					}
					out = append(out, []float64{math.Sqrt(count.f(u))})
				}
				return out, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if seed == 0 {
				ours = 0
			}
			ours = max(ours, count.reached(budget))
			for _, spread := range []*mat.Cholesky{nil, round(n, 0.3)} {
				count := counted(tt.f, goal)
				start := slices.Repeat([]float64{0.5}, n)
				method := &optimize.CmaEsChol{InitStepSize: 0.3, InitCholesky: spread, Src: rand.NewPCG(seed, 1)}
				if spread != nil {
					method.InitStepSize = 1
				}
				_, err := optimize.Minimize(optimize.Problem{Func: count.f}, start, &optimize.Settings{FuncEvaluations: budget, Converger: optimize.NeverTerminate{}}, method)
				if err != nil {
					t.Logf("gonum on the %s: %v", tt.name, err)
				}
				theirs = min(theirs, count.reached(budget))
				if low == 0 || count.low < low {
					low = count.low
				}
			}
		}
		t.Logf("%s: ours needs %d points at most, gonum's at least %d (best value %.2g)", tt.name, ours, theirs, low)
		if ours > budget/2 || theirs < 2*ours {
			t.Errorf("%s: ours needs up to %d points, gonum's from %d on; want ours to be the one to take", tt.name, ours, theirs)
		}
	}
}

// counting counts how many points a search needs to come down to a goal.
type counting struct {
	of    func(u []float64) float64
	goal  float64
	n, at int // points tried, and of them when the goal was reached; 0 not yet
	low   float64
}

func counted(f func(u []float64) float64, goal float64) *counting {
	return &counting{of: f, goal: goal, low: math.Inf(1)}
}

func (c *counting) f(u []float64) float64 {
	y := c.of(u)
	c.n++
	c.low = min(c.low, y)
	if c.at == 0 && y <= c.goal {
		c.at = c.n
	}
	return y
}

// reached is the number of points that it took, or the whole budget.
func (c *counting) reached(budget int) int {
	if c.at == 0 {
		return budget
	}
	return c.at
}

// round is the covariance of a round cloud with standard deviation sd.
func round(n int, sd float64) *mat.Cholesky {
	s := mat.NewSymDense(n, nil)
	for i := range n {
		s.SetSym(i, i, sd*sd)
	}
	var c mat.Cholesky
	c.Factorize(s)
	return &c
}
