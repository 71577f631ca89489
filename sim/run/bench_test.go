package run

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"testing"

	"tutti/sim/table"
)

// benchPlan is 30 points of a published model under so many seeds.
func benchPlan(b *testing.B, seeds int) *Plan {
	b.Helper()
	open := func(name string) ([]byte, error) {
		if name == "march.toml" {
			return []byte("title = 'March'\nmodel = 'march-1991'\ncycles = 400\n[parameters]\nturnover = 0.1\nturbulence = 0.02\n"), nil
		}
		if name == "design.toml" {
			return fmt.Appendf(nil, "scenario = 'march.toml'\nseeds = %d\n[factor.p1]\nkey = 'parameters.p1'\nrange = [0.1, 0.9]\nsteps = 6\n[factor.p2]\nkey = 'parameters.p2'\nrange = [0.1, 0.9]\nsteps = 5\n", seeds), nil
		}
		return nil, os.ErrNotExist
	}
	d, err := ReadDesign(open, "design.toml", nil)
	if err != nil {
		b.Fatal(err)
	}
	p, err := NewPlan(d, "1", open)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// BenchmarkRuns lives the runs of a plan bare, and by a sweep with shards,
// checksums, syncs and merging: the difference is what the machinery costs. It
// takes turns, bare and swept, with one worker and with two, so that whatever
// else the machine does falls on all of them. Processor time tells the cost,
// the quickest turn on the wall what two workers do.
func BenchmarkRuns(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the command does
	plan := benchPlan(b, 40)
	const turns = 4
	ways := []struct {
		name string
		do   func()
	}{
		{"bare-1", func() { bare(b, plan, 1) }},
		{"sweep-1", func() { wholeSweep(b, plan, 1) }},
		{"bare-2", func() { bare(b, plan, 2) }},
		{"sweep-2", func() { wholeSweep(b, plan, 2) }},
	}
	cpu, wall := make([]float64, len(ways)), make([]float64, len(ways))
	n := 0.0
	for b.Loop() {
		for range turns {
			n++
			for i, way := range ways {
				from, at := cpuSeconds(), b.Elapsed()
				way.do()
				cpu[i] += cpuSeconds() - from
				if took := (b.Elapsed() - at).Seconds(); wall[i] == 0 || took < wall[i] {
					wall[i] = took
				}
			}
		}
	}
	for i, way := range ways {
		b.ReportMetric(n*float64(plan.Runs())/cpu[i], way.name+"-runs/cpu-s")
		b.ReportMetric(float64(plan.Runs())/wall[i], way.name+"-runs/s")
	}
	b.ReportMetric(100*(cpu[1]/cpu[0]-1), "%cost-1")
	b.ReportMetric(100*(cpu[3]/cpu[2]-1), "%cost-2")
	b.ReportMetric(wall[0]/wall[2], "bare-times-2")
	b.ReportMetric(wall[1]/wall[3], "sweep-times-2")
}

// wholeSweep does a plan as the command does.
func wholeSweep(b *testing.B, plan *Plan, workers int) {
	s, err := Create(Disk{}, b.TempDir(), plan)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Work(context.Background(), NewRuns(plan), How{Workers: workers}); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), MergeHow{}); err != nil {
		b.Fatal(err)
	}
}

// bare lives all runs of a plan and keeps nothing.
func bare(b *testing.B, plan *Plan, workers int64) {
	job := NewRuns(plan)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for k := w; k < plan.Runs(); k += workers {
				if _, err := job.Run(context.Background(), k); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wait.Wait()
}

// BenchmarkMillion sweeps and merges a million runs that do next to nothing,
// and reports the largest memory that the program asked for.
func BenchmarkMillion(b *testing.B) {
	for b.Loop() {
		plan := tinyPlan(1_000_000 / 6)
		plan.Shard, plan.Every, plan.Series = 4096, 0, nil
		s, err := Create(Disk{}, b.TempDir(), plan)
		if err != nil {
			b.Fatal(err)
		}
		peak := 0.0
		look := func(Progress, *table.Table, bool) {
			m := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
			metrics.Read(m)
			peak = max(peak, float64(m[0].Value.Uint64()-m[1].Value.Uint64()))
		}
		if _, err := s.Work(context.Background(), tiny{plan: plan}, How{Workers: 2, OnShard: look}); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Merge(context.Background(), MergeHow{CSV: true}); err != nil {
			b.Fatal(err)
		}
		look(Progress{}, nil, false)
		b.ReportMetric(peak/(1<<20), "MiB-peak")
		b.ReportMetric(float64(plan.Runs())/b.Elapsed().Seconds(), "runs/s")
	}
}
