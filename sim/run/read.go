package run

import (
	"context"
	"errors"
	"fmt"

	"tutti/sim/table"
)

// LeadingMeasure is the measure that progress follows.
func (p *Plan) LeadingMeasure() string {
	if p.Leading != "" {
		return p.Leading
	}
	for _, m := range p.Columns {
		if m.Name == "output" {
			return m.Name
		}
	}
	return p.Columns[0].Name
}

// Failure is a run that failed, with the line that does it again, wherever the
// scenario's file is.
type Failure struct {
	Run            int64
	Error, Command string
}

// errEnough ends a walk over shards early.
var errEnough = errors.New("enough")

// Failures are the first runs that failed, by number.
func (s *Store) Failures(most int) (out []Failure, err error) {
	err = s.Each(context.Background(), func(runs *table.Table) error {
		status, texts := runs.Texts("status"), runs.Texts("error")
		for i, k := range runs.Numbers("run") {
			if status[i] == "ok" {
				continue
			}
			if len(out) == most {
				return errEnough
			}
			out = append(out, Failure{int64(k), texts[i], fmt.Sprintf("tutti run %s --run %.0f", Quote(s.Dir), k)})
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return out, err
}

// Each calls do with the runs of every good shard in order: columns run, status,
// error, cycles, digest and the measures. Shards that are missing or damaged
// are left out.
func (s *Store) Each(ctx context.Context, do func(runs *table.Table) error) error {
	m := merger{store: s, plan: s.Plan, ctx: ctx, how: MergeHow{Partial: true}}
	return m.each(func(_ shard, runs *table.Table) error { return do(runs) })
}

// EachFull is Each with what the plan knows of the runs: the columns of the
// merged table.
func (s *Store) EachFull(ctx context.Context, do func(runs *table.Table) error) error {
	head, factors := table.New(s.Plan.MergedColumns()...), s.Plan.FactorColumns()
	return s.Each(ctx, func(runs *table.Table) error { return do(s.Plan.full(head, factors, runs)) })
}

// EachSeries is the series of every good shard in order.
func (s *Store) EachSeries(ctx context.Context, do func(series *table.Table) error) error {
	m := merger{store: s, plan: s.Plan, ctx: ctx, how: MergeHow{Partial: true}}
	return m.each(func(sh shard, runs *table.Table) error {
		t, err := s.readOther(sh, runs, seriesTable)
		if err != nil {
			return nil // a damaged one counts as missing
		}
		return do(t)
	})
}

// Bytes that a number takes in a shard, measured over forty measures of a
// million runs, compressed; and what a run takes beside its measures.
const (
	cellBytes = 7
	rowBytes  = 48
)

// RowBytes is about how much a run takes on disk, by living some.
func RowBytes(ctx context.Context, p *Plan, job Job, ks []int64) (float64, error) {
	b := p.newBatch()
	for _, k := range ks {
		r, err := safely(ctx, job, k)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		b.add(k, r, err, len(p.Columns))
	}
	cells := b.Runs.Len() * len(p.Columns)
	for _, t := range b.Other {
		cells += t.Len() * len(t.Columns)
	}
	return rowBytes + float64(cells*cellBytes)/float64(len(ks)), nil
}
