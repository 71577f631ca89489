package network

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

var smallWorld = Kind{
	Name:    "small-world",
	Doc:     "a ring of nearest neighbours with a share of its ties turned to agents anywhere",
	Formula: "each tie of the ring keeps one end and, with probability rewire, takes a random other end",
	Source:  "Watts & Strogatz 1998, Nature 393",
	Read: func(t *keys.Table) Generator {
		return SmallWorld{
			K:      t.Count("k", 4, 2, math.MaxInt32, "nearest neighbours, half of them on each side [agents]"),
			Rewire: t.Share("rewire", 0.1, "probability that a tie is turned elsewhere"),
		}
	},
}

// SmallWorld is a ring of nearest neighbours with some ties turned elsewhere.
// It always has n·K/2 undirected ties.
type SmallWorld struct {
	K      int     // neighbours, even [agents]
	Rewire float64 // probability that a tie is turned elsewhere, 0..1
}

// Check wants an even K below n and a probability.
func (g SmallWorld) Check(n int, _ []int32) error {
	if !(g.Rewire >= 0 && g.Rewire <= 1) {
		return fault("rewire", "%v is outside [0, 1]", g.Rewire)
	}
	return checkNeighbours(g.K, n)
}

// Expect is n·K.
func (g SmallWorld) Expect(n int, _ []int32) float64 { return Ring{g.K}.Expect(n, nil) }

// Rows makes the ties.
func (g SmallWorld) Rows(n int, _ []int32, d exact.Draws) Rows {
	half := g.K / 2
	if n < 2 {
		half = 0
	}
	w := rewiring{n: n, half: half, far: make([]int32, n*half)}
	for u := range n {
		for j := range half {
			w.far[u*half+j] = int32((u + j + 1) % n)
		}
	}
	for j := range half { // lap by lap, the nearest neighbours first
		for u := range n {
			if d.Tie(uint32(u), uint32(j), 0) < g.Rewire {
				w.turn(u, j, d)
			}
		}
	}
	return undirected(n, func(yield func(u, v int32)) {
		for u := range n {
			for _, v := range w.of(u) {
				yield(int32(u), v)
			}
		}
	})
}

// rewiring holds the far ends of the ties that start at each agent; a tie is
// there when either end holds it, so no set of ties is needed.
type rewiring struct {
	n, half int
	far     []int32
}

func (w *rewiring) of(u int) []int32 { return w.far[u*w.half : (u+1)*w.half] }

func (w *rewiring) tied(u, v int) bool {
	return u == v || slices.Contains(w.of(u), int32(v)) || slices.Contains(w.of(v), int32(u))
}

// turn gives tie j of agent u a new far end, uniform over all to whom u is not
// yet tied; where there is none, the tie stays.
func (w *rewiring) turn(u, j int, d exact.Draws) {
	const tries = 32
	for k := 1; k <= tries; k++ {
		if v := int(d.Tie(uint32(u), uint32(j), k) * float64(w.n)); !w.tied(u, v) {
			w.of(u)[j] = int32(v)
			return
		}
	}
	var free []int32 // only in small, dense networks
	for v := range w.n {
		if !w.tied(u, v) {
			free = append(free, int32(v))
		}
	}
	if len(free) > 0 {
		w.of(u)[j] = free[int(d.Tie(uint32(u), uint32(j), tries+1)*float64(len(free)))]
	}
}
