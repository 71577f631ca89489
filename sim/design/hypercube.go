package design

import (
	"fmt"
	"math/bits"

	"tutti/sim/exact"
)

// A Placing says where in its stratum a point of a Latin hypercube lies.
type Placing string

// The placings.
const (
	Plain   Placing = "plain"   // anywhere (McKay, Beckman & Conover 1979)
	Centred Placing = "centred" // in the middle
	Maximin Placing = "maximin" // in the middle, and the nearest two points far apart (Morris & Mitchell 1995)
)

// maxMaximin is how many points a maximin hypercube may have: it compares all
// pairs.
const maxMaximin = 1000

// NewHypercube is a Latin hypercube of n points: each of the n equal strata of
// each factor holds one point. Up to 65536 points the strata are shuffled; above
// they are permuted by a keyed network, so that no list is kept.
func NewHypercube(factors []Factor, n int64, place Placing, seed uint64) (*Cube, error) {
	order := strata(len(factors), n, seed)
	switch place {
	case Plain, Centred:
	case Maximin:
		if n > maxMaximin {
			return nil, fmt.Errorf("a maximin hypercube of %d points, want at most %d", n, maxMaximin)
		}
		if n > 1 && len(factors) > 0 {
			best := spread(int(n), len(factors), seed)
			order = func(i int64, k int) int64 { return int64(best[i][k]) }
		}
	default:
		return nil, fmt.Errorf("hypercube %q, want plain, centred or maximin", place)
	}
	return newCube(factors, n, func(i int64, u []float64) {
		draws := exact.NewDraws(seed, drawPlace, int(uint64(i)>>32))
		for k := range u {
			within := 0.5
			if place == Plain {
				within = draws.Share(uint32(i), k)
			}
			u[k] = (float64(order(i, k)) + within) / float64(n)
		}
	})
}

// maxShuffled is how many strata are shuffled in memory.
const maxShuffled = 1 << 16

// strata is for each factor k a permutation of 0..n−1.
func strata(factors int, n int64, seed uint64) func(i int64, k int) int64 {
	if n > maxShuffled || n < 1 {
		return func(i int64, k int) int64 { return permute(i, n, seed, k) }
	}
	all := make([][]int, factors)
	draws := exact.NewDraws(seed, drawOrder, 0)
	for k := range all {
		all[k] = draws.Stream(uint32(k)).Perm(int(n))
	}
	return func(i int64, k int) int64 { return int64(all[k][i]) }
}

// permute is place i of a permutation of 0..n−1 that no one has written down: a
// Feistel network of eight rounds over the next power of four, walked until it
// comes back below n (Black & Rogaway 2002, "Ciphers with arbitrary finite
// domains").
func permute(i, n int64, seed uint64, k int) int64 {
	half := (bits.Len64(uint64(n-1)) + 1) / 2
	mask := uint64(1)<<half - 1
	key := [2]uint32{uint32(seed), uint32(seed >> 32)}
	x := uint64(i)
	for {
		l, r := x>>half, x&mask
		for round := range uint32(8) {
			w := exact.Philox([4]uint32{uint32(r), uint32(k), 1 + round, uint32(drawOrder) << 16}, key)
			l, r = r, l^(uint64(w[0])&mask)
		}
		x = l<<half | r
		if x < uint64(n) {
			return int64(x)
		}
	}
}

// spread looks for a hypercube of n points whose nearest two points are far
// apart: the best of several shuffles, then exchanges that help. All distances
// are whole numbers. The work is bounded, whatever n.
func spread(n, factors int, seed uint64) [][]int {
	s := exact.NewDraws(seed, drawMaximin, 0).Stream(0)
	tries := max(20, min(2000, 100_000_000/(n*n*factors)))
	var best [][]int
	var far nearest
	for range max(5, tries/20) {
		x := shuffled(n, factors, s)
		if d := closest(x); best == nil || d.above(far) {
			best, far = x, d
		}
	}
	for range tries {
		i, k, j := far.i, s.Int(factors), s.Int(n)
		if s.Share() < 0.5 {
			i = far.j
		}
		best[i][k], best[j][k] = best[j][k], best[i][k]
		if d := closest(best); far.above(d) {
			best[i][k], best[j][k] = best[j][k], best[i][k]
		} else {
			far = d
		}
	}
	return best
}

func shuffled(n, factors int, s *exact.Stream) [][]int {
	x := make([][]int, n)
	for i := range x {
		x[i] = make([]int, factors)
	}
	for k := range factors {
		for i, v := range s.Perm(n) {
			x[i][k] = v
		}
	}
	return x
}

// nearest is the smallest squared distance, how many pairs have it, and one of
// them.
type nearest struct{ d2, pairs, i, j int }

// above prefers a larger distance, then fewer pairs at it.
func (a nearest) above(b nearest) bool {
	return a.d2 > b.d2 || a.d2 == b.d2 && a.pairs < b.pairs
}

func closest(x [][]int) nearest {
	best := nearest{d2: -1}
	for i := range x {
		for j := range i {
			d2 := 0
			for k, v := range x[i] {
				d := v - x[j][k]
				d2 += d * d
			}
			switch {
			case best.d2 < 0 || d2 < best.d2:
				best = nearest{d2, 1, i, j}
			case d2 == best.d2:
				best.pairs++
			}
		}
	}
	return best
}
