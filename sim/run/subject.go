package run

import (
	"context"
	"math"
	"slices"
	"sync"

	"tutti/sim/exact"
	"tutti/sim/table"
)

// Runs is the Job of a plan: it lives the plan's scenarios.
type Runs struct {
	plan *Plan

	mutex sync.Mutex
	ready map[int64]*Scenario // by point
}

// NewRuns makes the job of a plan. It reads the plan's own scenario files.
func NewRuns(p *Plan) *Runs { return &Runs{plan: p, ready: map[int64]*Scenario{}} }

// maxReady is how many points' scenarios are kept; beyond that each run reads
// its own again.
const maxReady = 4096

// ScenarioAt is the scenario of a point, with its settings. It may be shared:
// it is not to be changed.
func (r *Runs) ScenarioAt(at Place) (*Scenario, error) {
	r.mutex.Lock()
	s := r.ready[at.Point]
	r.mutex.Unlock()
	if s != nil {
		return s, nil
	}
	name, sets := r.plan.Groups[at.Group].Experiment.Settings(at.Local)
	s, err := Load(r.plan.Reader(), name, sets)
	if err != nil {
		return nil, err
	}
	if r.plan.BurnIn != nil {
		s.SetBurnIn(int(math.Floor(float64(*r.plan.BurnIn * float64(s.Cycles)))))
	}
	s.Seed = r.plan.SeedOf(at)
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
	s, err := r.ScenarioAt(at)
	if err != nil {
		return Result{}, err
	}
	m := s.New(r.plan.SeedOf(at))
	where := columnsOf(r.plan.Columns, m.Columns())
	var series *table.Table
	var each func(now []float64)
	if r.plan.Every > 0 {
		series = table.New(r.plan.SeriesColumns()[1:]...)
		picked := make([]float64, 1+len(where))
		each = func(now []float64) {
			if m.Cycle()%r.plan.Every == 0 {
				picked[0] = float64(m.Cycle())
				pickInto(picked[1:], now, where)
				series.AppendRow(nil, picked...)
			}
		}
	}
	sum, err := live(ctx, s, m, each)
	if err != nil {
		return Result{}, err
	}
	out := Result{Values: make([]float64, len(where)), Cycles: m.Cycle(), Digest: exact.Digest(m), Series: series}
	pickInto(out.Values, sum.Values(), where)
	if len(r.plan.Agents) > 0 && m.Organisation != nil {
		out.Agents = rearranged(Agents(m), r.plan.AgentColumns()[1:])
	}
	return out, nil
}

// columnsOf finds the plan's measures among a model's columns; −1 where the
// model lacks one.
func columnsOf(wanted []Measure, columns []table.Column) []int {
	where := make([]int, len(wanted))
	for i, m := range wanted {
		where[i] = slices.IndexFunc(columns, func(c table.Column) bool { return c.Name == m.Name })
	}
	return where
}

func pickInto(dst, src []float64, where []int) {
	for i, k := range where {
		dst[i] = math.NaN()
		if k >= 0 {
			dst[i] = src[k]
		}
	}
}

// rearranged is a table with other columns: those of the same name are kept,
// others are missing.
func rearranged(t *table.Table, columns []table.Column) *table.Table {
	out := table.New(columns...)
	for row := range t.Len() {
		values := make([]any, len(columns))
		for i, c := range columns {
			switch k := t.Index(c.Name); {
			case k < 0:
			case c.Kind == table.Text:
				values[i] = t.Text(row, k)
			default:
				values[i] = t.Number(row, k)
			}
		}
		out.Append(values...)
	}
	return out
}

// Piece is run k as a scenario with settings, its seed among them: what Load
// takes together with the plan's Reader. It gives the run's digest again.
func (p *Plan) Piece(k int64) (name string, sets []Setting, err error) {
	if n := p.Runs(); k < 0 || k >= n {
		return "", nil, badInput("no run %d, want 0 to %d", k, n-1)
	}
	at := p.At(k)
	name, sets = p.Groups[at.Group].Experiment.Settings(at.Local)
	s, err := Load(p.Reader(), name, sets)
	if err != nil {
		return "", nil, err
	}
	if p.BurnIn != nil {
		sets = append(sets, Setting{Key: "burn_in", Value: math.Floor(float64(*p.BurnIn * float64(s.Cycles)))})
	}
	return name, append(sets, Setting{Key: "seed", Value: float64(p.SeedOf(at))}), nil
}
