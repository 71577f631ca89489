package main

import (
	"context"
	"html/template"

	"tutti/render/plot"
	"tutti/sim/run"
)

// drawLeadership lives run k of a plan again and draws who led in it; "" for a
// model that has no leaders to tell of.
func drawLeadership(ctx context.Context, plan *run.Plan, k int64, title string) (template.HTML, error) {
	at := plan.At(k)
	s, err := run.NewRuns(plan).ScenarioAt(at)
	if err != nil || s.Spec == nil {
		return "", err
	}
	r := s.New(plan.SeedOf(at))
	record := run.NewRecord(s, r, false)
	for r.Cycle() < s.Cycles && !r.Done() {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		r.Step()
		record.Add(r)
	}
	if len(record.Leaders) < 2 || r.Cycle() < 2 {
		return "", nil
	}
	return inlineSVG(svgOf(plot.River(record.River(), "cycle", record.Leaders, plot.RiverOptions{Options: plot.Options{Title: title, Width: 170}})))
}
