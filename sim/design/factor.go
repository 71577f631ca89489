package design

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// A Factor is what a study varies: a range of numbers.
type Factor struct {
	Name    string  // key that it sets, such as "reflection.trust_up"
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
	case math.IsNaN(f.Lo) || math.IsInf(f.Lo, 0) || math.IsNaN(f.Hi) || math.IsInf(f.Hi, 0):
		return bad("range %v to %v, want finite ends", f.Lo, f.Hi)
	case f.Lo == f.Hi:
		return bad("an empty range, %v to %v", f.Lo, f.Hi)
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

// At is the value at the share u [0..1] of the way through the factor: whole
// numbers get equal parts of it.
func (f Factor) At(u float64) float64 {
	switch {
	case f.Integer:
		return f.Lo + float64(part(u, f.Hi-f.Lo+1))
	case f.Log:
		return exact.Clip(f.Lo*exact.Pow(f.Hi/f.Lo, u), f.Lo, f.Hi)
	}
	return exact.Clip(f.Lo+float64(u*(f.Hi-f.Lo)), f.Lo, f.Hi)
}

// part is which of n equal parts of [0, 1] holds u; the last holds 1.
func part(u, n float64) int { return int(math.Max(0, math.Min(n-1, math.Floor(u*n)))) }

// checkAll checks factors and that no two share a name.
func checkAll(factors []Factor) error {
	if len(factors) == 0 {
		return fmt.Errorf("a design has no factors")
	}
	for i, f := range factors {
		if err := f.Check(); err != nil {
			return err
		}
		if slices.ContainsFunc(factors[:i], func(o Factor) bool { return o.Name == f.Name }) {
			return fmt.Errorf("factor %q stands twice", f.Name)
		}
	}
	return nil
}
