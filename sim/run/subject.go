package run

import (
	"context"
	"math"
	"sync"

	"tutti/sim/exact"
	"tutti/sim/table"
)

// stepper is what a sweep asks of a model.
type stepper interface {
	Step()
	Cycle() int
	Done() bool
	Columns() []table.Column
	Measure(dst []float64)
	State(s exact.State)
}

// subject is a scenario that is ready to be run under any seed.
type subject struct {
	title  string
	cycles int
	start  func(seed uint64) (stepper, error)
}

// columns are the measures of a run.
func (s *subject) columns(m stepper) []table.Column { return m.Columns() }

// agentColumns are the columns of the table of agents; nil where the model has
// none.
func (s *subject) agentColumns(m stepper) []table.Column {
	if a, ok := m.(agentTeller); ok {
		return a.Agents().Columns
	}
	return nil
}

// agentTeller is a model whose agents can be told apart.
type agentTeller interface{ Agents() *table.Table }

// loadSubject loads a scenario with settings.
func loadSubject(open Opener, name string, sets []Setting) (*subject, error) {
	s, err := Load(open, name, sets)
	if err != nil {
		return nil, err
	}
	return &subject{title: s.Title, cycles: s.Cycles, start: func(seed uint64) (stepper, error) { return s.New(seed), nil }}, nil
}

// Runs is the Job of a plan: it lives the plan's scenarios.
type Runs struct {
	plan *Plan
	pick []string // names of the plan's measures

	mutex sync.Mutex
	ready map[int64]*subject // by point
}

// NewRuns makes the job of a plan. It reads the plan's own scenario files.
func NewRuns(p *Plan) *Runs {
	r := &Runs{plan: p, ready: map[int64]*subject{}}
	for _, c := range p.Columns {
		r.pick = append(r.pick, c.Name)
	}
	return r
}

// maxReady is how many points' scenarios are kept; beyond that each run reads
// its own again.
const maxReady = 4096

// subjectAt is the scenario of a point.
func (r *Runs) subjectAt(at Place) (*subject, error) {
	r.mutex.Lock()
	s := r.ready[at.Point]
	r.mutex.Unlock()
	if s != nil {
		return s, nil
	}
	scenario, sets := r.plan.Groups[at.Group].Experiment.Settings(at.Local)
	s, err := loadSubject(r.plan.Reader(), scenario, sets)
	if err != nil {
		return nil, err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.ready) >= maxReady {
		clear(r.ready)
	}
	r.ready[at.Point] = s
	return s, nil
}

// Run lives run k.
func (r *Runs) Run(ctx context.Context, k int64) (Result, error) {
	at := r.plan.At(k)
	s, err := r.subjectAt(at)
	if err != nil {
		return Result{}, err
	}
	m, err := s.start(r.plan.SeedOf(at))
	if err != nil {
		return Result{}, err
	}
	columns := m.Columns()
	where := make([]int, len(r.pick)) // column of each measure, −1 where the model lacks it
	for i, name := range r.pick {
		where[i] = -1
		for k, c := range columns {
			if c.Name == name {
				where[i] = k
			}
		}
	}
	sum := newMeans(len(columns), int(math.Floor(r.plan.BurnIn*float64(s.cycles))))
	var series *table.Table
	if r.plan.Every > 0 {
		series = table.New(r.plan.SeriesColumns()[1:]...)
	}
	now, picked := make([]float64, len(columns)), make([]float64, 1+len(where))
	for m.Cycle() < s.cycles && !m.Done() {
		if ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		m.Step()
		m.Measure(now)
		sum.add(m.Cycle(), now)
		if series != nil && m.Cycle()%r.plan.Every == 0 {
			picked[0] = float64(m.Cycle())
			pickInto(picked[1:], now, where)
			series.AppendRow(nil, picked...)
		}
	}
	if m.Cycle() == 0 {
		m.Measure(now)
	}
	sum.rest(m.Cycle(), s.cycles, now)
	out := Result{Values: make([]float64, len(where)), Cycles: m.Cycle(), Digest: exact.Digest(m), Series: series}
	pickInto(out.Values, sum.means(), where)
	if a, ok := m.(agentTeller); ok && len(r.plan.Agents) > 0 {
		out.Agents = a.Agents()
	}
	return out, nil
}

func pickInto(dst, src []float64, where []int) {
	for i, k := range where {
		dst[i] = math.NaN()
		if k >= 0 {
			dst[i] = src[k]
		}
	}
}

// means are means over the cycles after the burn-in; a cycle in which a
// measure is undefined does not count for it.
type means struct {
	after int
	sum   []float64
	n     []int
}

func newMeans(columns, after int) *means {
	return &means{after: after, sum: make([]float64, columns), n: make([]int, columns)}
}

func (s *means) add(cycle int, now []float64) {
	if cycle <= s.after {
		return
	}
	for i, x := range now {
		if !table.Missing(x) {
			s.sum[i] += x
			s.n[i]++
		}
	}
}

// rest adds the cycles that a model did not live because nothing could change
// any more: its measures stand as they are.
func (s *means) rest(lived, cycles int, now []float64) {
	n := cycles - max(lived, s.after)
	if n <= 0 {
		return
	}
	for i, x := range now {
		if !table.Missing(x) {
			s.sum[i] += float64(x * float64(n))
			s.n[i] += n
		}
	}
}

func (s *means) means() []float64 {
	out := make([]float64, len(s.sum))
	for i := range out {
		out[i] = math.NaN()
		if s.n[i] > 0 {
			out[i] = s.sum[i] / float64(s.n[i])
		}
	}
	return out
}
