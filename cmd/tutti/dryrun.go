package main

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"time"

	"tutti/sim/run"
)

// dryRun says what a sweep would take, or what is left of one: a few runs are
// lived and weighed.
func (c *sweepCmd) dryRun(a *app, dir string, plan *run.Plan) error {
	left, missing := plan.Runs(), []int64(nil) // nil: all
	if run.IsStore(dir) {
		open := extended
		if !c.Extend {
			open = func(dir string, plan *run.Plan) (*run.Store, error) { return run.Create(run.Disk{}, dir, plan) } // it is there: it is opened
		}
		store, err := open(dir, plan)
		if err != nil {
			return asInput(err)
		}
		var p run.Progress
		p, missing, _ = store.Status(nil)
		plan, left = store.Plan, p.Runs-p.Done
	}
	fmt.Fprintf(a.out, "%s: %d points, %d runs in %d shards of %d\n", dir, plan.Points(), plan.Runs(), plan.Shards(), plan.Shard)
	if left == 0 {
		fmt.Fprintln(a.out, "no shard is missing; nothing would be done but to merge")
		return nil
	}
	if done := plan.Runs() - left; done > 0 {
		fmt.Fprintf(a.out, "done:   %d runs; what follows is for the other %d\n", done, left)
	}
	pilot, err := tryRuns(a, plan)
	if err != nil {
		return err
	}
	workers := coresOr(c.Workers)
	fmt.Fprintf(a.out, "time:   %s a run, about %s with %d at a time (%d runs tried)\n",
		span(pilot.seconds), span(pilot.seconds*float64(left)/float64(min(int64(workers), left))), workers, pilot.tried)
	fmt.Fprintf(a.out, "memory: about %s\n", bytesText(pilot.total(workers, plan.Shard)))
	fmt.Fprintf(a.out, "disk:   about %s of shards, and twice to thrice that of tables\n", bytesText(pilot.bytes*float64(left)))
	if c.Executor == "slurm" {
		return c.showScript(a, dir, plan, missing)
	}
	return nil
}

// pilot is what a few runs took.
type pilot struct {
	tried   int
	seconds float64 // a run
	memory  float64 // live bytes of a run
	base    float64 // bytes of the program itself
	bytes   float64 // on disk a run
}

// What a program holds beside its runs: itself, and room for merging; and how
// much of its memory the collector lets become garbage (see rareCollections).
const (
	programBytes = 80e6
	garbage      = 4
)

// total is about how much memory a sweep takes [bytes]: each worker has a run
// in hand, and a shard that it computes or publishes, in memory about four
// times as large as on disk.
func (p pilot) total(workers int, shard int64) float64 {
	return programBytes + garbage*(p.base+float64(workers)*(p.memory+4*p.bytes*float64(shard)))
}

// pilotTime is how long runs are tried at most.
const pilotTime = 3 * time.Second

// tryRuns lives runs spread over the points.
func tryRuns(a *app, plan *run.Plan) (p pilot, err error) {
	job := run.NewRuns(plan)
	runtime.GC()
	p.base = live()
	var tried []int64
	began := time.Now()
	points := plan.Points()
	for i := int64(0); i < 5 && time.Since(began) < pilotTime; i++ {
		k := i * max(1, points/5)
		if k >= plan.Runs() || a.ctx.Err() != nil {
			break
		}
		if _, err := job.Run(a.ctx, k); err != nil {
			fmt.Fprintf(a.err, "run %d would fail: %v\n", k, err)
		}
		tried = append(tried, k)
		p.memory = max(p.memory, live()-p.base)
	}
	if a.ctx.Err() != nil || len(tried) == 0 {
		return p, errInterrupted
	}
	p.tried = len(tried)
	p.seconds = time.Since(began).Seconds() / float64(p.tried)
	p.bytes, err = run.RowBytes(a.ctx, plan, job, tried)
	return p, err
}

// live is what the program holds [bytes].
func live() float64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return float64(s[0].Value.Uint64())
}

// bytesText writes bytes as people say them.
func bytesText(b float64) string {
	for _, unit := range []string{"bytes", "KB", "MB", "GB"} {
		if b < 1000 {
			return fmt.Sprintf("%.3g %s", b, unit)
		}
		b /= 1000
	}
	return fmt.Sprintf("%.3g TB", b)
}
