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
	became := s.Plan.became(e, n)
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
			locals := []int64{at.Local}
			if older, ok := became[at.Group]; ok {
				locals = older[at.Local]
			}
			for i, m := range measures {
				if x := runs.Numbers(m.Name)[row]; !table.Missing(x) {
					for _, k := range locals {
						a.Y[i][k] += x
						count[i][k]++
					}
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

// became says which points of an experiment the points of its earlier designs
// are, by group: a factorial with one level more numbers them anew. Groups of the
// design itself are left out.
func (p *Plan) became(e *Experiment, points int64) map[int]map[int64][]int64 {
	out := map[int]map[int64][]int64{}
	var by map[string][]int64 // points by what they set
	for g, group := range p.Groups {
		if group.Experiment.Name != e.Name || sameJSON(group.Experiment, *e) {
			continue
		}
		if by == nil {
			by = map[string][]int64{}
			for i := range points {
				text := e.content(i)
				by[text] = append(by[text], i)
			}
		}
		out[g] = map[int64][]int64{}
		for i := range group.size() {
			local := group.at(i)
			out[g][local] = by[group.Experiment.content(local)]
		}
	}
	return out
}

// Unit is point i of a sampled design in the unit cube.
func (e *Experiment) Unit(i int64) []float64 {
	u := make([]float64, len(e.Factors))
	e.unit(i, u)
	return u
}
