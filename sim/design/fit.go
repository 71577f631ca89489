package design

import (
	"fmt"
	"math"
)

// A Target is what a measure should come to: a value, or a band.
type Target struct {
	Name   string  // of the measure
	Value  float64 // wanted [the measure's unit]; unused for a band
	Lo, Hi float64 // a band, when Lo < Hi: anywhere inside is as good
	Scale  float64 // a miss that counts as 1 [the measure's unit]; 0 = half the band, |Value|, or 1
	Weight float64 // 0 = 1
}

// Check says what is wrong with a target.
func (t Target) Check() error {
	for _, v := range []float64{t.Value, t.Lo, t.Hi, t.Scale, t.Weight} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("target %q: %v, want finite numbers", t.Name, v)
		}
	}
	switch {
	case t.Lo > t.Hi:
		return fmt.Errorf("target %q: band %v to %v, want the smaller end first", t.Name, t.Lo, t.Hi)
	case t.Scale < 0 || t.Weight < 0:
		return fmt.Errorf("target %q: scale %v and weight %v, want none below 0", t.Name, t.Scale, t.Weight)
	}
	return nil
}

// miss is how far a measure is off, in scales; 0 within the band.
func (t Target) miss(v float64) float64 {
	scale, far := t.Scale, v-t.Value
	if t.Lo < t.Hi {
		far = v - math.Max(t.Lo, math.Min(t.Hi, v))
		if scale == 0 {
			scale = (t.Hi - t.Lo) / 2
		}
	}
	if scale == 0 {
		scale = math.Abs(t.Value)
	}
	if scale == 0 {
		scale = 1
	}
	return far / scale
}

// Loss is the weighted mean square miss of the measures, one a target: 0 when
// all are met, 1 when each is one scale off, +Inf when one is missing (NaN).
func Loss(targets []Target, measures []float64) float64 {
	var loss, weight float64
	for i, t := range targets {
		if math.IsNaN(measures[i]) {
			return math.Inf(1)
		}
		w := t.Weight
		if w == 0 {
			w = 1
		}
		m := t.miss(measures[i])
		loss += float64(w * m * m)
		weight += w
	}
	return loss / weight
}

// A Batch is points that can be run in any order, or all at once. Batches come
// in order, each a function of the seed and of the answers to those before; so
// a search is resumed by answering its first batches from what is stored.
type Batch struct {
	Number int         // 0, 1, 2, ...
	Points [][]float64 // one value a factor
}

// Evaluate answers a batch: for each point one measure a target, NaN where it
// could not be had. An error ends the search, and is returned by it.
type Evaluate func(Batch) (measures [][]float64, err error)

// A Trial is one point that was tried.
type Trial struct {
	Batch    int
	Unit     []float64 // in the unit cube
	Point    []float64
	Measures []float64 // one a target
	Loss     float64
}

// A bench is what every search works at: it sends batches out and keeps the
// trials.
type bench struct {
	factors  []Factor
	targets  []Target
	evaluate Evaluate
	batch    int
	trials   []Trial
}

func newBench(factors []Factor, targets []Target, evaluate Evaluate) (*bench, error) {
	if err := checkAll(factors); err != nil {
		return nil, err
	}
	if len(targets) == 0 {
		return nil, fmt.Errorf("a fit has no targets")
	}
	for _, t := range targets {
		if err := t.Check(); err != nil {
			return nil, err
		}
	}
	return &bench{factors: factors, targets: targets, evaluate: evaluate}, nil
}

// try runs points of the unit cube and returns their losses.
func (b *bench) try(units [][]float64) ([]float64, error) {
	out := Batch{Number: b.batch}
	for _, u := range units {
		p := make([]float64, len(b.factors))
		for k, f := range b.factors {
			p[k] = f.At(u[k])
		}
		out.Points = append(out.Points, p)
	}
	measures, err := b.evaluate(out)
	if err != nil {
		return nil, err
	}
	if len(measures) != len(units) {
		return nil, fmt.Errorf("batch %d: %d answers, want %d", b.batch, len(measures), len(units))
	}
	losses := make([]float64, len(units))
	for i, m := range measures {
		if len(m) != len(b.targets) {
			return nil, fmt.Errorf("batch %d, point %d: %d measures, want %d", b.batch, i, len(m), len(b.targets))
		}
		losses[i] = Loss(b.targets, m)
		b.trials = append(b.trials, Trial{b.batch, units[i], out.Points[i], m, losses[i]})
	}
	b.batch++
	return losses, nil
}

// best is the trial with the smallest loss, the first of equals.
func best(trials []Trial) Trial {
	out := trials[0]
	for _, t := range trials[1:] {
		if t.Loss < out.Loss {
			out = t
		}
	}
	return out
}

// mirror folds a number into the unit interval, as a ball between two walls:
// the box transform of the searches. It is even and never flat, so an optimum
// at a wall is found like any other.
func mirror(z float64) float64 {
	z = math.Mod(math.Abs(z), 2)
	if z > 1 {
		return 2 - z
	}
	return z
}
