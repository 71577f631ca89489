package classic

import (
	"math"

	"tutti/sim/exact"
)

// What the eye wants to know of published models beside their state. Nothing
// here changes a model.

// Asynchronies returns by how much each player's present onset comes after the
// mean of all [ms].
func (m *wingModel) Asynchronies() []float64 {
	out, mean := make([]float64, m.spec.n), 0.0
	for i := range out {
		out[i] = m.onset(i)
		mean += out[i] / float64(m.spec.n)
	}
	for i := range out {
		out[i] -= mean
	}
	return out
}

// Gains returns row by row which share of its lead over the column's player the
// row's player takes back.
func (m *wingModel) Gains() []float64 { return m.spec.gains }

// RivalWay returns the second preferred direction [radians from the first].
func (m *School) RivalWay() float64 { return float64(m.p.Angle * (math.Pi / 180)) }

// Care returns, where weights change, the weight of each who prefers a direction
// over the most that it may be, the informed first [0..1].
func (m *School) Care() []float64 {
	if !m.p.feedback() {
		return nil
	}
	out := make([]float64, len(m.weight))
	for i, w := range m.weight {
		if w > 0 { // then the most is, too
			out[i] = w / m.p.Most
		}
	}
	return out
}

// Curve returns the share of an endless market that has adopted after 0, 1, …
// cycles.
func (m *bassModel) Curve(cycles int) []float64 {
	out := make([]float64, cycles+1)
	for k := range out {
		out[k] = bassShare(m.spec.p, m.spec.q, float64(k)*m.spec.length)
	}
	return out
}

// Record returns the trust in each partner, what it should be, and how many good
// and bad outcomes are remembered.
func (m *trustModel) Record() (trust, truth, good, bad []float64) {
	for i := range m.good {
		trust, truth = append(trust, m.trust(i)), append(truth, m.truth(i))
	}
	return trust, truth, m.good, m.bad
}

// Tail returns the chance that a cascade reaches at least 1, 2, … size people,
// where none is cut short (see borel).
func (m *branchingModel) Tail(size int) []float64 {
	out, left, factorial, mean := make([]float64, size), 1.0, 0.0, m.spec.mean
	for k := range out {
		out[k] = left
		x := float64(k + 1)
		factorial += exact.Log(x)
		if mean > 0 {
			left -= exact.Exp(float64((x-1)*exact.Log(float64(mean*x))) - float64(mean*x) - factorial)
		} else {
			left = 0
		}
		left = max(left, 0)
	}
	return out
}

// Cascades returns how often a cascade of each size came about; sizes ascend.
func (m *branchingModel) Cascades() (sizes, counts []int32) { return m.sizes, m.counts }

// Division returns the decisions of a division; all where there is but one.
func (m *Divide) Division() int { return m.p.Bits / max(m.p.Divisions, 1) }

// Depends says whether the worth of decision i depends on decision b.
func (m *Divide) Depends(i, b int) bool { return m.land.Reads(i, b) }

// Scores returns what every combination of decisions is worth over the highest;
// nothing where there are more than 4096.
func (m *Divide) Scores() []float64 {
	if m.p.Bits > 12 {
		return nil
	}
	out := make([]float64, 1<<m.p.Bits)
	for x := range out {
		out[x] = m.land.Total(uint64(x)) / m.best
	}
	return out
}

// Easily says whether one adopting acquaintance is enough for person i: such
// people carry cascades (Watts 2002).
func (m *wattsModel) Easily(i int) bool {
	k := float64(m.degree(int32(i)))
	return k > 0 && (1/k > m.phi || 1/k == m.phi && !m.strict)
}

// Waves returns who adopted in the last wave.
func (m *wattsModel) Waves() []int32 { return m.front }
