package measure

import "slices"

// sum adds in order.
func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// Gini returns the inequality of what n agents hold [0, (n−1)/n]:
// 2Σ i·s_(i)/n − (n+1)/n over the shares s in ascending order. Multiply by
// n/(n−1) to reach 1. Missing where the values sum to 0.
func Gini(x []float64) float64 { return GiniIn(x, make([]float64, len(x))) }

// GiniIn is Gini with scratch of the length of x, so that it allocates nothing.
func GiniIn(x, scratch []float64) float64 {
	n := float64(len(x))
	total := sum(x)
	if !(total > 0) {
		return missing
	}
	copy(scratch, x)
	slices.Sort(scratch[:len(x)])
	weighted := 0.0
	for i, v := range scratch[:len(x)] {
		weighted += float64(float64(i+1) * v)
	}
	return float64(2*weighted/(n*total)) - (n+1)/n
}
