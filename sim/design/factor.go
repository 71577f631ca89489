package design

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// A Factor is what a study varies: a list of levels, or a range of numbers.
type Factor struct {
	Name    string  // key that it sets, such as "reflection.trust_up"
	Levels  []Value // the values it may take, in order; empty for a range
	Lo, Hi  float64 // ends of the range, both included [the key's unit]
	Integer bool    // the range holds whole numbers alone
	Log     bool    // even steps are even ratios; Lo above 0
}

// Check says what is wrong with a factor.
func (f Factor) Check() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("factor %q: %s", f.Name, fmt.Sprintf(format, args...))
	}
	switch {
	case f.Name == "":
		return fmt.Errorf("a factor has no name")
	case len(f.Levels) > 0:
		for i, v := range f.Levels {
			if v.kind == Absent {
				return bad("level %d has no value", i)
			}
			if f.Lo != f.Hi {
				return bad("has both levels and a range")
			}
		}
		return nil
	case math.IsNaN(f.Lo) || math.IsInf(f.Lo, 0) || math.IsNaN(f.Hi) || math.IsInf(f.Hi, 0):
		return bad("range %v to %v, want finite ends", f.Lo, f.Hi)
	case f.Lo == f.Hi:
		return bad("has no levels and an empty range, %v to %v", f.Lo, f.Hi)
	case f.Lo > f.Hi:
		return bad("range %v to %v, want the smaller end first", f.Lo, f.Hi)
	case f.Integer && (f.Lo != math.Floor(f.Lo) || f.Hi != math.Floor(f.Hi) || math.Abs(f.Lo) > 1<<52 || math.Abs(f.Hi) > 1<<52):
		return bad("range %v to %v, want whole numbers", f.Lo, f.Hi)
	case f.Log && f.Lo <= 0:
		return bad("range from %v on a logarithmic scale, want more than 0", f.Lo)
	case f.Log && f.Integer:
		return bad("whole numbers on a logarithmic scale, want one or the other")
	}
	return nil
}

// At is the value at the share u [0..1] of the way through the factor: levels
// and whole numbers get equal parts of it.
func (f Factor) At(u float64) Value {
	switch {
	case len(f.Levels) > 0:
		return f.Levels[part(u, float64(len(f.Levels)))]
	case f.Integer:
		return Integer(int64(f.Lo) + int64(part(u, f.Hi-f.Lo+1)))
	case f.Log:
		return Number(exact.Clip(f.Lo*exact.Pow(f.Hi/f.Lo, u), f.Lo, f.Hi))
	}
	return Number(exact.Clip(f.Lo+float64(u*(f.Hi-f.Lo)), f.Lo, f.Hi))
}

// part is which of n equal parts of [0, 1] holds u; the last holds 1.
func part(u, n float64) int { return int(math.Max(0, math.Min(n-1, math.Floor(u*n)))) }

// Share is the inverse of At: how far through the factor a value lies [0..1],
// the middle of its part for levels and whole numbers; NaN when the factor does
// not take it.
func (f Factor) Share(v Value) float64 {
	switch {
	case len(f.Levels) > 0:
		for i, l := range f.Levels {
			if l == v {
				return (float64(i) + 0.5) / float64(len(f.Levels))
			}
		}
		return math.NaN()
	case !(v.Float() >= f.Lo && v.Float() <= f.Hi):
		return math.NaN()
	case f.Integer:
		return (v.Float() - f.Lo + 0.5) / (f.Hi - f.Lo + 1)
	case f.Log:
		return exact.Log(v.Float()/f.Lo) / exact.Log(f.Hi/f.Lo)
	}
	return (v.Float() - f.Lo) / (f.Hi - f.Lo)
}

// checkAll checks factors and that no two share a name.
func checkAll(factors []Factor) error {
	if len(factors) == 0 {
		return fmt.Errorf("a design has no factors")
	}
	names := make([]string, len(factors))
	for i, f := range factors {
		if err := f.Check(); err != nil {
			return err
		}
		names[i] = f.Name
	}
	return unique(names)
}

func unique(names []string) error {
	for i, a := range names {
		if slices.Contains(names[:i], a) {
			return fmt.Errorf("factor %q stands twice", a)
		}
	}
	return nil
}
