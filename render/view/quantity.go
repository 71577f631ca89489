package view

import (
	"math"

	"tutti/render/draw"
)

// A Scaled is a quantity of each agent, ready to be shown.
type Scaled struct {
	Name   string
	Unit   string
	Lo, Hi float64   // shown range
	Values []float64 // NaN where missing
	Groups []string  // names of categories, when Values are category numbers
	Steps  bool      // the categories are steps from the first to the last
}

// group is the colour of category k.
func (s *Scaled) group(k int, t *draw.Theme) draw.Colour {
	if !s.Steps {
		return t.Kind(k)
	}
	return t.Shade(0.1 + 0.9*float64(min(k, len(s.Groups)-1))/float64(max(len(s.Groups)-1, 1)))
}

// At is where agent i stands in the shown range [0..1]; NaN where missing.
func (s *Scaled) At(i int) float64 {
	if i >= len(s.Values) || s.Hi <= s.Lo {
		return math.NaN()
	}
	return min(max((s.Values[i]-s.Lo)/(s.Hi-s.Lo), 0), 1)
}

// Quantities are the names of what can be shown by size or colour.
func Quantities(f *Frame) []string {
	names := []string{"leadership"}
	if len(f.Units) > 1 {
		names = append(names, "unit")
	}
	if len(f.Expertise) > 0 {
		names = append(names, "expertise")
	}
	if len(f.Ties) > 0 {
		names = append(names, "trust received")
	}
	for _, c := range f.Traits {
		names = append(names, c.Name)
	}
	return append(names, "alike")
}

// Quantity returns one of Quantities; for expertise in a domain, or in all of
// them by weight where domain is negative.
func Quantity(f *Frame, name string, domain int) Scaled {
	n := f.N()
	s := Scaled{Name: name, Hi: 1}
	switch name {
	case "leadership":
		s.Name, s.Values, s.Unit = "leadership share", f.Share, "%"
		for _, x := range f.Share {
			s.Hi = max(s.Hi, x)
		}
		s.Hi = topOf(f.Share, 1.5/float64(max(n, 1)))
	case "unit":
		s.Groups, s.Values = f.Units, make([]float64, n)
		for i := range s.Values {
			s.Values[i] = math.NaN()
			if i < len(f.Unit) && f.Unit[i] >= 0 {
				s.Values[i] = float64(f.Unit[i])
			}
		}
	case "expertise":
		s.Values = make([]float64, n)
		for i := range s.Values {
			s.Values[i] = f.Skill(i, domain)
		}
		if domain >= 0 && domain < len(f.Domains) {
			s.Name = "expertise in " + f.Domains[domain]
		}
	case "trust received":
		s.Values = received(f)
	case "alike":
		s.Values = make([]float64, n)
		for i := range s.Values {
			s.Values[i] = 0.5
		}
	default:
		for i := range f.Traits {
			if c := &f.Traits[i]; c.Name == name {
				s.Values, s.Unit, s.Groups, s.Steps = c.Values, c.Unit, c.Groups, c.Groups != nil
				s.Lo, s.Hi = bounds(c)
			}
		}
	}
	return s
}

func topOf(v []float64, least float64) float64 {
	for _, x := range v {
		least = max(least, x)
	}
	return least
}

// bounds is the range of a column, from its values where it is open.
func bounds(c *Column) (lo, hi float64) {
	lo, hi = c.Lo, c.Hi
	if !math.IsInf(lo, 0) && !math.IsInf(hi, 0) && hi > lo {
		return lo, hi
	}
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, x := range c.Values {
		if !math.IsNaN(x) {
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	if lo >= hi {
		hi = lo + 1
	}
	return lo, hi
}

// kind is the name of agent i's kind, or nothing.
func (c *Column) kind(i int) string {
	if i >= len(c.Values) || math.IsNaN(c.Values[i]) || int(c.Values[i]) < 0 || int(c.Values[i]) >= len(c.Groups) {
		return ""
	}
	return c.Groups[int(c.Values[i])]
}

// received is the mean trust in each agent over those who attend to it.
func received(f *Frame) []float64 {
	sum, n := make([]float64, f.N()), make([]float64, f.N())
	for _, t := range f.Ties {
		sum[t.To] += float64(t.Trust)
		n[t.To]++
	}
	for i := range sum {
		sum[i] /= n[i] // missing where nobody attends
	}
	return sum
}
