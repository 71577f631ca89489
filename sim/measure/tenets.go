package measure

import (
	"math"
	"math/bits"

	"tutti/agents"
)

// The six tenets of Jones, Harvey, Lefoe & Ryland 2014 as indices
// [0..1], each from what the run has of it. See "Six tenets as indices" in DECISIONS.

// engage is how many of the classes of people take part: the mean over classes
// and units of min(1, what its people gave each, of what everybody gave on
// average). Classes are those with a formal lead, the experts without one, and
// all others.
func (w *Window) engage() float64 {
	o := w.Org
	if w.Volume == 0 {
		return missing
	}
	const classes = 3
	given, count := room(&w.cells, classes*o.Units), room(&w.counts, classes*o.Units)
	clear(given)
	clear(count)
	expert := w.experts()
	n := 0.0
	for i := range o.N {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		cell := classes*int(o.Unit[i]) + 2
		switch {
		case o.Formal[i] != 0 || o.Office[i] != 0:
			cell -= 2
		case expert[i]:
			cell--
		}
		given[cell] += w.Shares[i]
		count[cell]++
		n++
	}
	sum, cells := 0.0, 0.0
	for k, c := range count {
		if c > 0 {
			sum += min(1, float64(given[k]/c*n))
			cells++
		}
	}
	return over(sum, cells)
}

// Moments are the mean and the variance of something over those present.
type moments struct{ mean, variance float64 }

func (w *Window) momentsOf(of func(i int) float64) moments {
	o := w.Org
	n := max(1, float64(w.present))
	mean := agents.Sum(o.N, func(i int) float64 { return float64(float64(o.Present[i]) * of(i)) }) / n
	variance := agents.Sum(o.N, func(i int) float64 {
		e := of(i) - mean
		return float64(float64(o.Present[i]) * float64(e*e))
	}) / n
	return moments{mean, variance}
}

// above is how far above the mean an expert stands [sd]: one in five does where
// expertise is normal.
const above = 0.84

// experts says who stands above the mean of those present in some domain.
func (w *Window) experts() []bool {
	o := w.Org
	expert := w.unmarked()
	for d, m := range w.spread {
		line := m.mean + float64(above*math.Sqrt(m.variance))
		for i := range expert {
			expert[i] = expert[i] || o.Expertise[i*o.D+d] > line
		}
	}
	return expert
}

// enable is mean trust times respect: the trust in people of other units as a
// share of that in one's own, at most 1, less what is turned down because it
// comes from there. Ties of those who left for good count in nothing.
func (w *Window) enable() float64 {
	sum, n := w.attention.sum, w.attention.n
	if n[0]+n[1] == 0 {
		return missing
	}
	trust, respect := (sum[0]+sum[1])/(n[0]+n[1]), 1.0
	if n[0] > 0 && n[1] > 0 && sum[0] > 0 {
		respect = min(1, (sum[1]/n[1])/(sum[0]/n[0]))
	}
	return float64(trust * float64(respect*(1-w.Rejection())))
}

// enact is the weakest of four criteria: people, the share who may claim;
// processes, 1 − 2^−rounds of talk; support, the share who have time to
// reflect; systems, how far the goals of the units go together.
func (w *Window) enact() float64 {
	return min(w.people(), w.processes(), w.support(), w.systems())
}

// people is the share of those present who may claim in something.
func (w *Window) people() float64 {
	o := w.Org
	n := 0
	for i := range o.N {
		if o.Present[i] != 0 && w.Admitted(i) != 0 {
			n++
		}
	}
	return over(float64(n), float64(w.present))
}

func (w *Window) processes() float64 {
	x := 1.0
	for range min(w.Pattern().Rounds, 50) {
		x /= 2
	}
	return 1 - x
}

func (w *Window) support() float64 { return w.TimeToReflect() }

// systems is 1/(1 + variance of what units want beside the task).
func (w *Window) systems() float64 {
	o := w.Org
	if o.Goal == nil {
		return 1
	}
	sum := 0.0
	for d, x := range w.Weights() {
		sum += float64(x * w.momentsOf(func(i int) float64 { return o.Goal[i*o.D+d] }).variance)
	}
	return 1 / (1 + sum)
}

// encourage is how much is spent on developing people: 1 − the product of what
// enabling and each programme leave, programmes by the share of people they
// reach and in units of a twentieth a cycle.
func (w *Window) encourage() float64 {
	return 1 - float64((1-w.Pattern().Enabling)*w.Unsupported())
}

// evaluate is how far what people contribute is looked at and taken up: the
// share of contributions that anybody looks at, peers or others, times the
// share who reflect.
func (w *Window) evaluate() float64 {
	c := w.Climate()
	return float64(min(1, c.PeerReview+c.ExternalReview) * w.TimeToReflect())
}

// emergent is the share of leadership of the last cycles that nobody handed
// out: of those without formal lead, office or charge in what they led.
func (w *Window) emergent() float64 {
	o := w.Org
	if w.Volume == 0 {
		return missing
	}
	sum := 0.0
	for i := range o.N {
		if o.Formal[i] != 0 {
			continue
		}
		free := ^(o.Office[i] | o.Charge[i])
		for rest := free & (1<<o.D - 1); rest != 0; rest &= rest - 1 {
			sum += w.LatelyIn(i, bits.TrailingZeros32(rest))
		}
	}
	return min(1, sum/w.Volume)
}
