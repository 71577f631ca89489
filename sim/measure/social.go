package measure

import "math"

// Social returns the social-influence vector: how much each agent's first belief
// weighs in what all come to believe when everybody takes up the mean of those
// attended to, over and over [shares that sum to 1]: the limit of (1/n)·1'Wᵗ,
// hence π = πW, W being the rows of net divided by their sums. An agent who
// attends to nobody keeps its belief. own[i] is the weight that agent i gives
// itself, beside its ties; nil means none. Where beliefs would swing for ever
// the mean of the swing is taken.
//
// It returns false when 100,000 steps did not settle it to 1e-13.
//
// Source: DeGroot 1974.
func Social(net Network, own []float64) ([]float64, bool) {
	n := net.Agents()
	total := make([]float64, n)
	for i := range n {
		if own != nil {
			total[i] = own[i]
		}
		for k := net.Start[i]; k < net.Start[i+1]; k++ {
			total[i] += net.weight(int(k))
		}
	}
	p, next := make([]float64, n), make([]float64, n)
	for i := range p {
		p[i] = 1 / float64(n)
	}
	for range 100_000 {
		if socialStep(net, own, total, p, next) < 1e-13 {
			return next, true
		}
		p, next = next, p
	}
	return p, false
}

// socialStep writes p(I+W)/2 to next, half a step, which cannot swing, and
// returns how far it moved.
func socialStep(net Network, own, total, p, next []float64) float64 {
	for i, share := range p {
		next[i] = share / 2
	}
	for i, share := range p {
		if total[i] == 0 {
			next[i] += float64(share / 2)
			continue
		}
		unit := share / 2 / total[i]
		if own != nil {
			next[i] += float64(unit * own[i])
		}
		for k := net.Start[i]; k < net.Start[i+1]; k++ {
			next[net.To[k]] += float64(unit * net.weight(int(k)))
		}
	}
	moved := 0.0
	for i := range p {
		moved += math.Abs(next[i] - p[i])
	}
	return moved
}
