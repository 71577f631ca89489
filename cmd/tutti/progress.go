package main

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"tutti/sim/run"
	"tutti/sim/table"
)

// progress is the line that tells how far a sweep is: on a terminal one line
// drawn again and again, otherwise a plain line every half minute.
type progress struct {
	app   *app
	plan  *run.Plan
	part  bool
	began time.Time
	lived atomic.Int64
	end   chan struct{}
	ended sync.WaitGroup

	mutex sync.Mutex
	now   run.Progress
	lead  leader
}

func (a *app) newProgress(plan *run.Plan, part bool) *progress {
	p := &progress{app: a, plan: plan, part: part, end: make(chan struct{}), lead: newLeader(plan)}
	p.now.Runs = plan.Runs()
	return p
}

// shard books a finished shard.
func (p *progress) shard(now run.Progress, runs *table.Table, _ bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.now = now
	p.lead.add(runs)
}

func (p *progress) start() {
	p.began = time.Now()
	every := 30 * time.Second
	if p.app.fancy {
		every = 200 * time.Millisecond
	}
	p.ended.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.print()
			case <-p.end:
				return
			}
		}
	})
}

// stop ends the line.
func (p *progress) stop() {
	close(p.end)
	p.ended.Wait()
	if p.app.fancy {
		p.print()
		fmt.Fprintln(p.app.err)
	}
}

func (p *progress) print() {
	p.mutex.Lock()
	text := p.text(time.Since(p.began))
	p.mutex.Unlock()
	if p.app.fancy {
		fmt.Fprintf(p.app.err, "\r\x1b[K%s", text)
		return
	}
	fmt.Fprintln(p.app.err, text)
}

func (p *progress) text(since time.Duration) string {
	// Runs in shards that are not saved yet count for the rate, so that it is
	// known before the first shard is.
	rate := float64(p.lived.Load()) / math.Max(since.Seconds(), 1e-3)
	text := fmt.Sprintf("%d of %d runs, %.0f%%", p.now.Done, p.now.Runs, 100*float64(p.now.Done)/float64(max(1, p.now.Runs)))
	if rate > 0 {
		left := float64(p.now.Runs-p.now.Kept-p.lived.Load()) / rate
		text += fmt.Sprintf(", %s a second, %s left", short(rate), span(left))
	}
	if p.now.Failed > 0 {
		text += fmt.Sprintf(", %d failed", p.now.Failed)
	}
	if best := p.lead.text(); best != "" {
		text += ", " + best
	}
	return text
}

// short writes a number with three digits.
func short(x float64) string {
	if x >= 1000 || x == math.Trunc(x) {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}

// span writes seconds as people say them.
func span(seconds float64) string {
	switch {
	case seconds < 0.001:
		return fmt.Sprintf("%.2g ms", max(0, seconds)*1000)
	case seconds < 0.1:
		return fmt.Sprintf("%.0f ms", max(0, seconds)*1000)
	case seconds < 99.5:
		return fmt.Sprintf("%.3g s", seconds)
	case seconds < 99.5*60:
		return fmt.Sprintf("%.0f min", seconds/60)
	case seconds < 48*3600:
		return fmt.Sprintf("%.1f h", seconds/3600)
	case seconds < 700*86400:
		return fmt.Sprintf("%.1f days", seconds/86400)
	}
	return fmt.Sprintf("%.3g years", seconds/86400/365.25)
}

// leader follows which point is ahead in one measure.
type leader struct {
	plan   *run.Plan
	name   string
	sum, n []float64
}

// maxFollowed is how many points a progress line can compare.
const maxFollowed = 1000

func newLeader(plan *run.Plan) leader {
	l := leader{plan: plan}
	n := plan.Points()
	if n < 2 || n > maxFollowed || len(plan.Columns) == 0 {
		return l
	}
	l.name = plan.LeadingMeasure()
	l.sum, l.n = make([]float64, n), make([]float64, n)
	return l
}

func (l *leader) add(runs *table.Table) {
	if l.sum == nil {
		return
	}
	numbers, values := runs.Numbers("run"), runs.Numbers(l.name)
	for i, x := range values {
		if !table.Missing(x) {
			at := l.plan.At(int64(numbers[i])).Point
			l.sum[at] += x
			l.n[at]++
		}
	}
}

// text says which point has the highest mean so far.
func (l *leader) text() string {
	best, high := -1, math.Inf(-1)
	for i, n := range l.n {
		if n > 0 && l.sum[i]/n > high {
			best, high = i, l.sum[i]/n
		}
	}
	if best < 0 {
		return ""
	}
	at := l.plan.PointAt(int64(best))
	return fmt.Sprintf("highest %s %.4g at %s", l.name, high, l.plan.Groups[at.Group].Experiment.Label(at.Local))
}
