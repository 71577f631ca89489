package stats

import (
	"math"
	"slices"
)

// ascending returns the positions of p in ascending order of value; NaN, a test
// that could not be made, is left out.
func ascending(p []float64) []int {
	var order []int
	for i, v := range p {
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	return order
}

// blank is a slice of NaN.
func blank(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// stepDown adjusts from the smallest p up, never letting an adjusted value fall
// below the one before; rule gets p, its place (0 first) and the family's size.
// The family counts the tests that were planned but could not be made.
func stepDown(p []float64, rule func(p float64, place, m int) float64) []float64 {
	out := blank(len(p))
	worst := 0.0
	for place, i := range ascending(p) {
		worst = math.Max(worst, math.Min(1, rule(p[i], place, len(p))))
		out[i] = worst
	}
	return out
}

// stepUp adjusts from the largest p down, never letting a value rise above the
// one after.
func stepUp(p []float64, rule func(p float64, place, m int) float64) []float64 {
	out := blank(len(p))
	order := ascending(p)
	// Tests that could not be made count as the largest.
	best := 1.0
	for place := len(order) - 1; place >= 0; place-- {
		i := order[place]
		best = math.Min(best, rule(p[i], place, len(p)))
		out[i] = best
	}
	return out
}

// Bonferroni multiplies each p by the size of the family, at most 1. In this
// and the other corrections a NaN stays NaN, and still counts in the family:
// what was planned is corrected for, also where a test could not be made.
func Bonferroni(p []float64) []float64 {
	out := make([]float64, len(p))
	for i, v := range p {
		out[i] = math.Min(1, v*float64(len(p)))
	}
	return out
}

// Holm is the step-down correction of the chance of any false alarm (Holm
// 1979). Give it the whole family that was planned.
func Holm(p []float64) []float64 {
	return stepDown(p, func(p float64, place, m int) float64 { return p * float64(m-place) })
}

// HolmSidak is Holm's procedure with Šidák's 1 − (1−p)^(m−place).
func HolmSidak(p []float64) []float64 {
	return stepDown(p, func(p float64, place, m int) float64 {
		return -math.Expm1(float64(m-place) * math.Log1p(-p))
	})
}

// Hochberg is the step-up correction of the chance of any false alarm for
// independent tests (Hochberg 1988).
func Hochberg(p []float64) []float64 {
	return stepUp(p, func(p float64, place, m int) float64 { return p * float64(m-place) })
}

// BenjaminiHochberg corrects the share of false alarms among the findings for
// independent tests (Benjamini & Hochberg 1995).
func BenjaminiHochberg(p []float64) []float64 {
	return stepUp(p, func(p float64, place, m int) float64 { return p * float64(m) / float64(place+1) })
}

// BenjaminiYekutieli is the same under any dependence (Benjamini & Yekutieli
// 2001).
func BenjaminiYekutieli(p []float64) []float64 {
	var c float64
	for i := range p {
		c += 1 / float64(i+1)
	}
	return stepUp(p, func(p float64, place, m int) float64 { return p * float64(m) * c / float64(place+1) })
}
