package network

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

var preferential = Kind{
	Name:    "preferential",
	Doc:     "agents join one by one and tie to those who have many ties already: a few become hubs",
	Formula: "P(newcomer–i) ∝ ties of i; m ties a newcomer, m + 1 founders all tied",
	Source:  "Barabási & Albert 1999, Science 286",
	Read: func(t *keys.Table) Generator {
		return Preferential{
			M:       t.Count("m", 2, 1, math.MaxInt32, "ties that a newcomer makes [agents]"),
			InOrder: t.Switch("in_order", false, "whether agents join in the order of their numbers, so that the first become the hubs; else by lot"),
		}
	},
}

// Preferential grows by newcomers who tie to those with many ties. It is
// connected and every agent has at least M ties.
type Preferential struct {
	M       int  // ties that a newcomer makes
	InOrder bool // whether agents join in the order of their numbers, else by lot
}

// Check wants M from 1 to n−1.
func (g Preferential) Check(n int, _ []int32) error {
	if n > 1 && (g.M < 1 || g.M > n-1) {
		return fault("m", "%d ties a newcomer, want 1 to %d for %d agents", g.M, n-1, n)
	}
	return nil
}

// Expect is 2·(m(m+1)/2 + (n−m−1)·m).
func (g Preferential) Expect(n int, _ []int32) float64 {
	if n < 2 {
		return 0
	}
	m := float64(g.M)
	return float64(m*(m+1)) + float64(2*m*float64(float64(n)-m-1))
}

// Rows makes the ties.
func (g Preferential) Rows(n int, _ []int32, d exact.Draws) Rows {
	if n < 2 {
		return Rows{Start: make([]int64, n+1)}
	}
	ends := g.grow(n, d)
	r := undirected(n, func(yield func(u, v int32)) {
		for k := 0; k < len(ends); k += 2 {
			yield(ends[k], ends[k+1])
		}
	})
	if g.InOrder {
		return r
	}
	lot := make([]int32, n)
	for i := range lot {
		lot[i] = int32(i)
	}
	exact.Shuffle(d.Stream(math.MaxUint32), lot)
	return r.relabel(lot)
}

// grow lists the two ends of every tie. An end picked at random is an agent
// picked in proportion to its ties.
func (g Preferential) grow(n int, d exact.Draws) []int32 {
	ends := make([]int32, 0, int(g.Expect(n, nil)))
	for v := range int32(g.M + 1) {
		for u := range v {
			ends = append(ends, u, v)
		}
	}
	chosen := make([]int32, 0, g.M)
	for v := g.M + 1; v < n; v++ {
		draws, old := d.Stream(uint32(v)), len(ends)
		for chosen = chosen[:0]; len(chosen) < g.M; {
			if u := ends[draws.Int(old)]; !slices.Contains(chosen, u) {
				chosen = append(chosen, u)
				ends = append(ends, u, int32(v))
			}
		}
	}
	return ends
}
