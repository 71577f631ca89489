package run

import (
	"context"
	"math"

	"tutti/sim/table"
)

// Answers are what the runs of one experiment say of one or more measures,
// point by point.
type Answers struct {
	Experiment *Experiment
	Measures   []Measure
	Y          [][]float64 // by measure and point: the mean over the seeds that gave a value, NaN where none did
	Points     int64
	Missing    int64 // points without a value of the first measure
	Failed     int64 // runs
}

// Experiments are the plan's experiments as they were designed last: extending
// a sweep leaves the older, shorter design of an experiment behind.
func (p *Plan) Experiments() []*Experiment {
	at := map[string]int{}
	var out []*Experiment
	for g := range p.Groups {
		e := &p.Groups[g].Experiment
		if i, known := at[e.Name]; known {
			out[i] = e
			continue
		}
		at[e.Name] = len(out)
		out = append(out, e)
	}
	return out
}

// Answers reads what an experiment's runs say.
func (s *Store) Answers(ctx context.Context, e *Experiment, measures []Measure) (Answers, error) {
	n, err := e.Size()
	if err != nil {
		return Answers{}, err
	}
	a := Answers{Experiment: e, Measures: measures, Points: n}
	count := make([][]float64, len(measures))
	for i := range measures {
		a.Y = append(a.Y, make([]float64, n))
		count[i] = make([]float64, n)
	}
	err = s.Each(ctx, func(runs *table.Table) error {
		status, numbers := runs.Texts("status"), runs.Numbers("run")
		for row, k := range numbers {
			at := s.Plan.At(int64(k))
			if s.Plan.Groups[at.Group].Experiment.Name != e.Name {
				continue
			}
			if status[row] != "ok" {
				a.Failed++
				continue
			}
			for i, m := range measures {
				if x := runs.Numbers(m.Name)[row]; !table.Missing(x) {
					a.Y[i][at.Local] += x
					count[i][at.Local]++
				}
			}
		}
		return nil
	})
	for i := range a.Y {
		for k := range a.Y[i] {
			a.Y[i][k] /= count[i][k] // 0/0 is the NaN of a missing value
		}
	}
	for k := range n {
		if len(a.Y) > 0 && math.IsNaN(a.Y[0][k]) {
			a.Missing++
		}
	}
	return a, err
}

// Unit writes point i of a sampled design in the unit cube.
func (e *Experiment) Unit(i int64) []float64 {
	u := make([]float64, len(e.Factors))
	e.unit(i, u)
	return u
}
