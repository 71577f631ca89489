// Package rank orders values and correlates columns, for measures of a cycle
// and for statistics over runs alike: the same bits on every machine.
package rank

import (
	"cmp"
	"math"
	"slices"
)

// A Room is where columns are ranked again and again without allocating, once it
// has grown to their length. Columns hold no NaN.
type Room struct {
	order  []int32   // rows by the column sorted last
	ranks  []float64 // of another column
	counts []int32   // tree of how many ranks were counted (Fenwick 1994)
}

// Mid writes the ranks 1..n of x over to, equal values sharing the mean of theirs.
func (r *Room) Mid(to, x []float64) []float64 {
	to = slices.Grow(to[:0], len(x))[:len(x)]
	r.sort(x)
	for from := 0; from < len(x); {
		same := r.alike(x, from)
		for _, i := range same {
			to[i] = float64(2*from+len(same)+1) / 2
		}
		from += len(same)
	}
	return to
}

// sort puts the rows in the order of a column.
func (r *Room) sort(x []float64) {
	r.order = slices.Grow(r.order[:0], len(x))[:len(x)]
	for i := range r.order {
		r.order[i] = int32(i)
	}
	slices.SortFunc(r.order, func(a, b int32) int { return cmp.Compare(x[a], x[b]) })
}

// alike are the rows from a place in the order on that have the same value.
func (r *Room) alike(x []float64, from int) []int32 {
	to := from + 1
	for to < len(x) && x[r.order[to]] == x[r.order[from]] {
		to++
	}
	return r.order[from:to]
}

// ties are the sizes of the groups of equal values of the column sorted last
// that have more than one member, in ascending order of value.
func (r *Room) ties(x []float64) (sizes []int) {
	for from := 0; from < len(x); {
		n := len(r.alike(x, from))
		if n > 1 {
			sizes = append(sizes, n)
		}
		from += n
	}
	return sizes
}

// tied counts the pairs of equal values of the column sorted last.
func (r *Room) tied(x []float64) (count float64) {
	for from := 0; from < len(x); {
		n := len(r.alike(x, from))
		count += pairs(n)
		from += n
	}
	return count
}

// Mid returns the ranks 1..n of x, equal values sharing the mean of theirs, and
// the sizes of the groups of equal values that have more than one member, in
// ascending order of value.
func Mid(x []float64) (ranks []float64, ties []int) {
	var r Room
	ranks = r.Mid(nil, x)
	return ranks, r.ties(x)
}

// Pearson returns the correlation of two columns [−1, 1]; NaN below two pairs
// and where one of them is constant.
func Pearson(x, y []float64) float64 {
	if len(x) < 2 {
		return math.NaN()
	}
	mx, my := mean(x), mean(y)
	xy, xx, yy := 0.0, 0.0, 0.0
	for i := range x {
		a, b := x[i]-mx, y[i]-my
		xy += float64(a * b)
		xx += float64(a * a)
		yy += float64(b * b)
	}
	if xx == 0 || yy == 0 {
		return math.NaN()
	}
	return max(-1, min(1, xy/math.Sqrt(xx)/math.Sqrt(yy)))
}

// mean is the plain mean.
func mean(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s / float64(len(x))
}

// Spearman returns the rank correlation ρ of two columns [−1, 1]: Pearson's of
// their ranks, mean ranks for ties. NaN where Pearson's is.
//
// Source: Spearman 1904.
func Spearman(x, y []float64) float64 {
	a, _ := Mid(x)
	b, _ := Mid(y)
	return Pearson(a, b)
}

// Kendall returns the rank correlation τ_b of two columns [−1, 1]: the surplus
// of pairs in the same order over pairs in opposite order, corrected for ties.
// NaN below two pairs of values and where one column is constant.
//
// Source: Kendall 1945.
func Kendall(x, y []float64) float64 { return OrderOf(x, y).Tau }

// Order is how far two columns are in the same order.
type Order struct {
	Tau     float64 // τ_b [−1, 1]; NaN when it is not defined
	Surplus float64 // pairs in the same order less pairs in opposite order
	Against float64 // pairs in opposite order
}

// OrderOf counts pairs of values.
func OrderOf(x, y []float64) Order {
	var r Room
	return r.OrderOf(x, y)
}

// OrderOf counts pairs of values, in time of n·log n: rows come in order of x,
// and each is held against those who came before with less.
func (r *Room) OrderOf(x, y []float64) Order {
	n, all := len(x), pairs(len(x))
	r.ranks = r.Mid(r.ranks, y)
	tiedX, tiedY := 0.0, r.tied(y)
	r.sort(x)
	r.counts = slices.Grow(r.counts[:0], n+1)[:n+1]
	clear(r.counts)
	with, against := 0, 0
	for from := 0; from < n; {
		same := r.alike(x, from)
		for _, i := range same {
			at := int(r.ranks[i]) // whole ranks of different values differ
			with += r.upTo(at - 1)
			against += from - r.upTo(at)
		}
		for _, i := range same {
			for at := int(r.ranks[i]); at <= n; at += at & -at {
				r.counts[at]++
			}
		}
		tiedX += pairs(len(same))
		from += len(same)
	}
	o := Order{math.NaN(), float64(with - against), float64(against)}
	if all > tiedX && all > tiedY {
		o.Tau = max(-1, min(1, o.Surplus/math.Sqrt(all-tiedX)/math.Sqrt(all-tiedY)))
	}
	return o
}

// upTo is how many ranks up to one were counted.
func (r *Room) upTo(at int) int {
	sum := int32(0)
	for ; at > 0; at &= at - 1 {
		sum += r.counts[at]
	}
	return int(sum)
}

// pairs is the number of pairs among n.
func pairs(n int) float64 { return float64(float64(n) * float64(n-1) / 2) }
