package measure

import (
	"math"

	"tutti/sim/rank"
)

// Fluidity returns how the ranking of leaders moved from one window to the next
// [0 the same, ½ unrelated, 1 reversed]: (1 − τ_b)/2. Missing where in one of
// them all lead alike.
//
// Source: Kendall 1945 for τ_b.
func Fluidity(before, after []float64) float64 { return (1 - rank.Kendall(before, after)) / 2 }

// Shifted returns the share of leadership that changed hands [0, 1]:
// ½Σ|s − s'| over the shares in two windows. Missing where one has no volume.
func Shifted(before, after []float64) float64 {
	b, a := sum(before), sum(after)
	if !(a > 0) || !(b > 0) {
		return missing
	}
	moved := 0.0
	for i := range before {
		moved += math.Abs(after[i]/a - before[i]/b)
	}
	return moved / 2
}
