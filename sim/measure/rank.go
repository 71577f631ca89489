package measure

import (
	"math"
	"slices"
)

// Pearson returns the correlation of two columns [−1, 1]. Missing below two
// pairs and where one of them is constant.
func Pearson(x, y []float64) float64 {
	if len(x) < 2 {
		return missing
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
		return missing
	}
	return max(-1, min(1, xy/math.Sqrt(xx)/math.Sqrt(yy)))
}

// Ranks writes the rank of each value into dst, 1 for the least, the mean rank
// for ties, and returns it.
func Ranks(x, dst []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			dst[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return dst
}

// Spearman returns the rank correlation ρ of two columns [−1, 1]: Pearson's of
// their ranks, mean ranks for ties. Missing where Pearson's is.
//
// Source: Spearman 1904.
func Spearman(x, y []float64) float64 {
	return Pearson(Ranks(x, make([]float64, len(x))), Ranks(y, make([]float64, len(y))))
}

// Kendall returns the rank correlation τ_b of two columns [−1, 1]: the surplus
// of pairs in the same order over pairs in opposite order, corrected for ties.
// Missing below two pairs of values and where one column is constant. It takes
// time of agents times their logarithm.
//
// Source: Kendall 1945; the method is that of Knight 1966.
func Kendall(x, y []float64) float64 {
	n := len(x)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if c := compare(x[a], x[b]); c != 0 {
			return c
		}
		return compare(y[a], y[b])
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
	if all == tiedX || all == tiedY || n < 2 {
		return missing
	}
	surplus := all - tiedX - tiedY + tiedBoth - float64(2*against)
	return max(-1, min(1, surplus/math.Sqrt(all-tiedX)/math.Sqrt(all-tiedY)))
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

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
