// Package rank orders values and correlates columns, for measures of a cycle
// and for statistics over runs alike: the same bits on every machine.
package rank

import (
	"cmp"
	"math"
	"slices"
)

// Mid returns the ranks 1..n of x, equal values sharing the mean of theirs, and
// the sizes of the groups of equal values that have more than one member, in
// ascending order of value.
func Mid(x []float64) (ranks []float64, ties []int) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(x[a], x[b]) })
	ranks = make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+to+1) / 2
		}
		if to-from > 1 {
			ties = append(ties, to-from)
		}
		from = to
	}
	return ranks, ties
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

// OrderOf counts pairs of values, in time of n·log n (Knight 1966).
func OrderOf(x, y []float64) Order {
	n := len(x)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(compare(x[a], x[b]), compare(y[a], y[b]))
	})
	sorted := make([]float64, n)
	for k, i := range order {
		sorted[k] = y[i]
	}
	tiedX := tied(n, func(a, b int) bool { return x[order[a]] == x[order[b]] })
	tiedBoth := tied(n, func(a, b int) bool { return x[order[a]] == x[order[b]] && sorted[a] == sorted[b] })
	against := swaps(sorted, make([]float64, n))
	tiedY := tied(n, func(a, b int) bool { return sorted[a] == sorted[b] })

	all := pairs(n)
	o := Order{math.NaN(), all - tiedX - tiedY + tiedBoth - float64(2*against), against}
	if all > tiedX && all > tiedY {
		o.Tau = max(-1, min(1, o.Surplus/math.Sqrt(all-tiedX)/math.Sqrt(all-tiedY)))
	}
	return o
}

// compare puts nothing before or after what is neither less nor more.
func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// pairs is the number of pairs among n.
func pairs(n int) float64 { return float64(float64(n) * float64(n-1) / 2) }

// tied counts the pairs within runs of equals.
func tied(n int, equal func(a, b int) bool) float64 {
	count := 0.0
	for from := 0; from < n; {
		to := from + 1
		for to < n && equal(to, from) {
			to++
		}
		count += pairs(to - from)
		from = to
	}
	return count
}

// swaps sorts x and counts how many pairs stood in the wrong order.
func swaps(x, scratch []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	half := len(x) / 2
	count := swaps(x[:half], scratch) + swaps(x[half:], scratch)
	left := append(scratch[:0], x[:half]...)
	i, j := 0, half
	for k := range x {
		switch {
		case i == half:
			return count
		case j == len(x) || left[i] <= x[j]:
			x[k] = left[i]
			i++
		default:
			x[k] = x[j]
			count += float64(half - i)
			j++
		}
	}
	return count
}
