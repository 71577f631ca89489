package measure

import (
	"cmp"
	"math"
	"slices"
)

// A ranking is room to rank columns in, so that what is measured every cycle
// allocates nothing: its numbers are those of sim/rank. Columns hold no NaN.
type ranking struct {
	order  []int32   // agents by the column sorted last
	ranks  []float64 // of another column
	counts []int32   // tree of how many ranks were counted (Fenwick 1994)
}

// sort puts the agents in the order of a column.
func (r *ranking) sort(x []float64) {
	r.order = slices.Grow(r.order[:0], len(x))[:len(x)]
	for i := range r.order {
		r.order[i] = int32(i)
	}
	slices.SortFunc(r.order, func(a, b int32) int { return cmp.Compare(x[a], x[b]) })
}

// alike are the agents from a place in the order on who have the same value.
func (r *ranking) alike(x []float64, from int) []int32 {
	to := from + 1
	for to < len(x) && x[r.order[to]] == x[r.order[from]] {
		to++
	}
	return r.order[from:to]
}

// mid writes the ranks of a column as rank.Mid gives them, and returns how many
// pairs have the same.
func (r *ranking) mid(to *[]float64, x []float64) (tied float64) {
	ranks := room(to, len(x))
	r.sort(x)
	for from := 0; from < len(x); {
		same := r.alike(x, from)
		for _, i := range same {
			ranks[i] = float64(2*from+len(same)+1) / 2
		}
		tied += pairs(len(same))
		from += len(same)
	}
	return tied
}

// kendall is rank.Kendall: agents come in order of x, and each is held against
// those who came before with less.
func (r *ranking) kendall(x, y []float64) float64 {
	n, all := len(x), pairs(len(x))
	tiedX, tiedY := 0.0, r.mid(&r.ranks, y)
	r.sort(x)
	r.counts = slices.Grow(r.counts[:0], n+1)[:n+1]
	clear(r.counts)
	surplus := 0.0
	for from := 0; from < n; {
		same := r.alike(x, from)
		for _, i := range same {
			at := int(r.ranks[i]) // whole ranks of different values differ
			surplus += float64(r.upTo(at-1) - (from - r.upTo(at)))
		}
		for _, i := range same {
			for at := int(r.ranks[i]); at <= n; at += at & -at {
				r.counts[at]++
			}
		}
		tiedX += pairs(len(same))
		from += len(same)
	}
	if !(all > tiedX && all > tiedY) {
		return missing
	}
	return max(-1, min(1, surplus/math.Sqrt(all-tiedX)/math.Sqrt(all-tiedY)))
}

// upTo is how many ranks up to one were counted.
func (r *ranking) upTo(at int) int {
	sum := int32(0)
	for ; at > 0; at &= at - 1 {
		sum += r.counts[at]
	}
	return int(sum)
}
