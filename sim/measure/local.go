package measure

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/work"
)

// unitsApart is the share of the disagreement of plans that lies between units,
// by what matters; missing where plans are no numbers, where there is one unit,
// and where all plans are alike.
//
// Source: the correlation ratio η² of plans by unit (Fisher 1925).
func (w *Window) unitsApart() float64 {
	o := w.Org
	if _, ok := w.Work.(work.Copier); ok || o.Units < 2 {
		return missing
	}
	plans := w.Work.Plans().Now
	sums, counts := room(&w.cells, o.Units), room(&w.counts, o.Units)
	between, all := 0.0, 0.0
	for d, weight := range w.Weights() {
		clear(sums)
		clear(counts)
		total, n := 0.0, 0.0
		for i := range o.N {
			if o.Present[i]&o.Works[i] != 0 {
				sums[o.Unit[i]] += plans[i*o.D+d]
				counts[o.Unit[i]]++
				total += plans[i*o.D+d]
				n++
			}
		}
		mean := total / max(1, n)
		for u, c := range counts {
			if c > 0 {
				e := sums[u]/c - mean
				between += float64(weight * float64(c*float64(e*e)))
			}
		}
		for i := range o.N {
			if o.Present[i]&o.Works[i] != 0 {
				e := plans[i*o.D+d] - mean
				all += float64(weight * float64(e*e))
			}
		}
	}
	if !(all > 1e-12) {
		return missing
	}
	return min(1, between/all)
}

// breadth is the effective number of domains in which one who leads does so:
// exp H(d|leader), by the chain rule exp(H(d) − I(leader; d)).
func (w *Window) breadth() float64 {
	if !(w.Tally.Volume > 0) {
		return missing
	}
	return max(1, exact.Exp(Entropy(w.byDomain)-w.split.Between))
}

// diversity is how differently people know things: the standard deviation of
// expertise between people in a domain, the mean over domains by what matters.
func (w *Window) diversity() float64 {
	if w.present == 0 {
		return missing
	}
	sum := 0.0
	for d, x := range w.Weights() {
		sum += float64(x * math.Sqrt(w.spread[d].variance))
	}
	return sum
}
