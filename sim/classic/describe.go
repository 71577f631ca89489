package classic

import (
	"math"
	"slices"
	"strconv"

	"tutti/sim/table"
)

// deviation returns the standard deviation of xs about their mean.
func deviation(xs []float64, mean float64) float64 {
	ss := 0.0
	for _, x := range xs {
		ss += float64((x - mean) * (x - mean))
	}
	return math.Sqrt(ss / float64(len(xs)))
}

// gini returns the inequality of xs [0..1, none negative]: 0 when all are
// alike; missing when there is nothing to share.
func gini(xs []float64) float64 {
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	total, weighted := 0.0, 0.0
	for i, x := range sorted {
		total += x
		weighted += float64(float64(2*i+1-len(xs)) * x)
	}
	if total <= 0 {
		return math.NaN()
	}
	return max(0, weighted/(float64(len(xs))*total))
}

// clusters returns the sizes of the groups of opinions, lowest first, that are
// set apart by gaps of more than gap. sorted is in ascending order.
func clusters(sorted []float64, gap float64) []int {
	sizes := []int{}
	for i, x := range sorted {
		if i == 0 || x-sorted[i-1] > gap {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1]++
	}
	return sizes
}

// short writes a parameter as a reader would.
func short(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// positive describes a number that is never negative.
func positive(name, unit, doc string) table.Column {
	c := table.Number(name, unit, doc)
	c.Lo = 0
	return c
}

// missing is a number that is not there: of a measure, or of a published curve.
var missing = math.NaN()

// jackknife returns a function of column sums over runs and its standard error,
// from leaving out one run at a time.
func jackknife(runs [][4]float64, total [4]float64, of func([4]float64) float64) (value, se float64) {
	left := make([]float64, len(runs))
	for i, r := range runs {
		rest := total
		for k := range rest {
			rest[k] -= r[k]
		}
		left[i] = of(rest)
	}
	n := float64(len(runs))
	return of(total), deviation(left, sum(left)/n) * math.Sqrt(n-1)
}
