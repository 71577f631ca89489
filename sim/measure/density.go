package measure

// Density returns the amount of leadership in a valued network [0, 1]: the sum
// of its weights as a share of what it would be if all attended to all at the
// greatest weight, Σ_{i≠j} w_ij / (n(n−1)·w_max). A greatest weight of 0 means
// the largest found; with w_max 1 and ties of weight 1 it is the plain density.
// Missing for one agent, and for no ties when the greatest weight is not given.
//
// Source: Carson, Tesluk & Marrone 2007; D'Innocenzo, Mathieu & Kukenberger
// 2016.
func Density(net Network, greatest float64) float64 {
	n := float64(net.Agents())
	sum := 0.0
	largest := greatest
	for k := range net.To {
		w := net.weight(k)
		sum += w
		if greatest == 0 {
			largest = max(largest, w)
		}
	}
	if n < 2 || largest == 0 {
		return missing
	}
	return sum / (n * (n - 1) * largest)
}
