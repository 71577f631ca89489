package main

import (
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"tutti/sim/run"
	"tutti/sim/table"
)

// progressFlag says how a command tells how far it is.
type progressFlag struct {
	Progress string `enum:"auto,line,lines,json,none" default:"auto" help:"How to tell how far it is: line is drawn again and again, lines come every half minute, json is one object every two seconds, none. Auto is line on a terminal, else none." placeholder:"HOW"`
}

// telling is the app with a way to tell how far a sweep is.
func (a *app) telling(how string) *app {
	other := *a
	other.progress = how
	return &other
}

// progressMode is line, lines, json or none.
func (a *app) progressMode() string {
	switch {
	case a.progress != "" && a.progress != "auto":
		return a.progress
	case a.fancy:
		return "line"
	}
	return "none"
}

// progress tells how far a sweep is, to people and to programs.
type progress struct {
	app   *app
	mode  string
	plan  *run.Plan
	began time.Time
	lived atomic.Int64
	end   chan struct{}
	ended sync.WaitGroup

	mutex sync.Mutex
	now   run.Progress
	lead  leader
}

func (a *app) newProgress(plan *run.Plan) *progress {
	p := &progress{app: a, mode: a.progressMode(), plan: plan, began: time.Now(), end: make(chan struct{}), lead: newLeader(plan)}
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

// progressEvery is how often each mode tells.
var progressEvery = map[string]time.Duration{"line": 200 * time.Millisecond, "lines": 30 * time.Second, "json": 2 * time.Second}

// reached books how far the sweep came.
func (p *progress) reached(now run.Progress) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.now = now
}

func (p *progress) start() {
	every, known := progressEvery[p.mode]
	if !known {
		return
	}
	p.ended.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.print(false)
			case <-p.end:
				return
			}
		}
	})
}

// stop ends the telling: the last word is how far it came.
func (p *progress) stop() {
	close(p.end)
	p.ended.Wait()
	switch p.mode {
	case "line":
		p.print(true)
		fmt.Fprintln(p.app.err)
	case "json":
		p.print(true)
	}
}

func (p *progress) print(last bool) {
	now := p.state()
	now.End = last
	switch p.mode {
	case "line":
		fmt.Fprintf(p.app.err, "\r\x1b[K%s", now)
	case "json":
		text, err := json.Marshal(now)
		if err != nil {
			panic(err) // finite numbers and texts always marshal
		}
		fmt.Fprintf(p.app.err, "%s\n", text)
	default:
		fmt.Fprintln(p.app.err, now)
	}
}

// progressState is how far a sweep is, as --progress json writes it.
type progressState struct {
	Runs    int64    `json:"runs"`
	Done    int64    `json:"done"`
	Failed  int64    `json:"failed"`
	Kept    int64    `json:"kept"`          // of them, found done at the beginning
	Seconds float64  `json:"seconds"`       // since the beginning
	Rate    float64  `json:"runs_a_second"` // 0 when not yet known
	Left    *float64 `json:"seconds_left"`  // null when not yet known
	Memory  int64    `json:"memory"`        // that the program holds [bytes]
	Leading string   `json:"leading"`
	End     bool     `json:"end"`
}

func (p *progress) state() progressState {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	since := time.Since(p.began).Seconds()
	s := progressState{
		Runs: p.now.Runs, Done: p.now.Done, Failed: p.now.Failed, Kept: p.now.Kept,
		Seconds: since, Memory: held(), Leading: p.lead.text(),
	}
	// Runs in shards that are not saved yet count for the rate, so that it is
	// known before the first shard is.
	lived := p.lived.Load()
	if s.Rate = float64(lived) / math.Max(since, 1e-3); s.Rate > 0 {
		left := float64(p.now.Runs-p.now.Kept-lived) / s.Rate
		s.Left = &left
	}
	return s
}

// String is the state in words.
func (s progressState) String() string {
	text := fmt.Sprintf("%d of %d runs, %.0f%%", s.Done, s.Runs, 100*float64(s.Done)/float64(max(1, s.Runs)))
	if s.Left != nil {
		text += fmt.Sprintf(", %s a second, %s left", short(s.Rate), span(*s.Left))
	}
	if s.Failed > 0 {
		text += fmt.Sprintf(", %d failed", s.Failed)
	}
	if s.Leading != "" {
		text += ", " + s.Leading
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
