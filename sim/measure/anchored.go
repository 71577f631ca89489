package measure

import "math"

// Anchored returns how much the first belief of each agent weighs in what all
// believe at last, when everybody keeps the share 1 − susceptibility of its
// own first belief and takes the rest from those attended to [shares that sum to
// 1]: the means of the columns of V = (I − AW)⁻¹(I − A), W being the rows of net
// divided by their sums. An agent who attends to nobody keeps its belief.
//
// It returns false when 100,000 steps did not settle it to 1e-13, as where a
// closed circle of agents is wholly susceptible; use Social there.
//
// Source: Friedkin & Johnsen 1999, Advances in Group Processes 16.
func Anchored(net Network, susceptibility []float64) ([]float64, bool) {
	n := net.Agents()
	take, keep := make([]float64, n), make([]float64, n)
	for i := range n {
		total := 0.0
		for k := net.Start[i]; k < net.Start[i+1]; k++ {
			total += net.weight(int(k))
		}
		keep[i] = 1
		if total > 0 {
			take[i] = susceptibility[i] / total
			keep[i] = 1 - susceptibility[i]
		}
	}
	y, next, out := make([]float64, n), make([]float64, n), make([]float64, n)
	for range 100_000 {
		for i := range next {
			next[i] = 1 / float64(n)
		}
		for i := range n {
			for k := net.Start[i]; k < net.Start[i+1]; k++ {
				next[net.To[k]] += float64(y[i] * float64(take[i]*net.weight(int(k))))
			}
		}
		y, next = next, y
		moved := 0.0
		for i := range y {
			share := float64(y[i] * keep[i])
			moved += math.Abs(share - out[i])
			out[i] = share
		}
		if moved < 1e-13 && math.Abs(sum(out)-1) < 1e-6 {
			return out, true
		}
	}
	return out, false
}
