package run

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"tutti/sim/design"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// A Fit is a fit file, checked: which factors are to be moved until which
// measures come close to their targets, and how they are looked for.
type Fit struct {
	Title     string
	Method    string // search, reject or refine
	Factors   []design.Factor
	Targets   []design.Target
	Search    design.SearchOptions
	Posterior design.PosteriorOptions
	Rise      float64 // rise of the loss that counts as seen, for identifiability

	plan *Plan // of a batch, without its points
	keys []Factor
	base Experiment
}

// The methods of fitting.
const (
	FitSearch = "search" // CMA-ES: the best point
	FitReject = "reject" // rejection ABC: posterior samples
	FitRefine = "refine" // sequential ABC: posterior samples
)

// ReadFit reads a fit file and tries its scenario at both ends of every factor,
// where it fits (see Design).
func ReadFit(open Opener, name, engine string, fits func(s *Scenario) error) (*Fit, error) {
	root, err := keys.Load(open, name)
	if err != nil {
		return nil, err
	}
	f := &Fit{}
	d := f.read(root)
	if err := root.Err(); err != nil {
		return nil, err
	}
	d.Fits = fits
	if f.plan, err = NewPlan(d, engine, open); err != nil {
		return nil, err
	}
	f.plan.Columns = slices.DeleteFunc(f.plan.Columns, func(m Measure) bool {
		return !slices.ContainsFunc(f.Targets, func(t design.Target) bool { return t.Name == m.Name })
	})
	return f, nil
}

// FitReference reads the keys of a fit file from nothing: its reference.
func FitReference() []keys.Entry {
	root := keys.Reference()
	(&Fit{}).read(root)
	return root.Entries()
}

// read reads the file and returns the design that tries its factors' ends.
func (f *Fit) read(root *keys.Table) *Design {
	f.Title = root.Text("title", "", "what the fit is called")
	f.Method = root.Choice("method", FitSearch, []string{FitSearch, FitReject, FitRefine}, "look for the best point by CMA-ES, or sample all that fit by ABC: by rejection, or refined step by step")
	seeds := root.Count("seeds", 10, 1, 1<<20, "runs of each point, whose mean is compared with the targets")
	first := root.Long("first_seed", 1, 0, exact.MaxSeed, "seed of the first run; the others follow it")
	f.Rise = root.Number("rise", 0.01, keys.Positive, "rise of the loss that counts as seen, when telling how flat the optimum is")
	budget := root.Count("budget", 0, 0, 1<<30, "points tried, and the rest of the batch that reaches it; 0: what suits the method")
	own := uint64(root.Long("fit_seed", 1, 0, exact.MaxSeed, "seed of the search's own random numbers"))
	f.Search = design.SearchOptions{Seed: own, Budget: budget,
		Population: root.Count("population", 0, 0, 1<<20, "search: points of a batch; 0: what suits the number of factors"),
		Goal:       root.Number("goal", 0, keys.NonNegative, "search: loss at which it stops")}
	f.Posterior = design.PosteriorOptions{Seed: own, Budget: budget,
		Samples: root.Count("samples", 0, 0, 1<<20, "reject and refine: samples of the posterior; 0: 200"),
		Keep:    root.Number("keep", 0, keys.Unit, "reject and refine: share of the tried points that is kept; 0: what suits the method")}
	if n := f.Search.Population; n > 0 && n < 4 {
		root.Errorf("population", "%d points, want 0 or at least 4", n)
	}
	if n := f.Posterior.Samples; n == 1 {
		root.Errorf("samples", "1 sample, want 0 or at least 2")
	}
	if f.Posterior.Keep == 1 {
		root.Errorf("keep", "all points, want less than 1")
	}
	f.readTargets(root)
	d := &Design{root: root, Title: f.Title, Replicates: int64(seeds), Seeds: Seeds{First: uint64(first)}}
	e := Experiment{Kind: Factorial, Scenario: root.Text("scenario", "", "scenario file, or the name of a built-in one"), Sets: readSets(root)}
	factors, places := readFactors(root)
	if len(factors) == 0 && !root.Blank() {
		root.Errorf("", "no factors, want at least one [factor.NAME]")
	}
	for i, x := range factors {
		if f.keys = append(f.keys, x); root.Blank() {
			continue
		}
		axis := design.Factor{Name: x.Name, Lo: x.Lo, Hi: x.Hi, Integer: x.Whole, Log: x.Log}
		if x.Values != nil || x.Key == ScenarioKey {
			places[i].Errorf("values", "a fit moves numbers, want a range")
			continue
		}
		if err := axis.Check(); err != nil {
			places[i].Errorf("range", "%v", err)
			continue
		}
		f.Factors = append(f.Factors, axis)
		x.Values, x.Lo, x.Hi = []any{x.Lo, x.Hi}, 0, 0
		e.Factors = append(e.Factors, x)
	}
	f.base = e
	d.Experiments, d.where = []Experiment{e}, []spot{{table: root, factors: places}}
	for _, t := range f.Targets {
		d.Measures = append(d.Measures, t.Name)
	}
	return d
}

// readTargets reads the tables [target.MEASURE].
func (f *Fit) readTargets(root *keys.Table) {
	for _, t := range root.Named("target", "what a measure should come to; NAME is the measure") {
		x := design.Target{Name: t.Name()}
		x.Value = t.Number("value", 0, keys.Any, "value that is wanted")
		band := t.Numbers("band", nil, keys.Any, "lowest and highest value that are as good, in place of a value")
		x.Scale = t.Number("scale", 0, keys.NonNegative, "miss that counts as 1; 0: half the band, or the value itself")
		x.Weight = t.Number("weight", 1, keys.Positive, "how much the target counts")
		switch {
		case t.Blank():
			continue
		case band != nil && t.Has("value"), band == nil && !t.Has("value"):
			t.Errorf("", "want a value or a band")
		case band != nil && (len(band) != 2 || band[0] >= band[1]):
			t.Errorf("band", "want [lowest, highest]")
		case band != nil:
			x.Lo, x.Hi = band[0], band[1]
		}
		f.Targets = append(f.Targets, x)
	}
	if len(f.Targets) == 0 && !root.Blank() {
		root.Errorf("", "no targets, want at least one [target.MEASURE]")
	}
}

// batchPlan is the plan of one batch of points.
func (f *Fit) batchPlan(points [][]float64) (*Plan, error) {
	e := f.base
	e.Kind = Rows
	e.Factors = nil
	for _, k := range f.keys {
		e.Factors = append(e.Factors, Factor{Name: k.Name, Key: k.Key, Unit: k.Unit})
	}
	for _, point := range points {
		row := make([]any, len(point))
		for i, v := range point {
			row[i] = v
		}
		e.Rows = append(e.Rows, row)
	}
	p := *f.plan
	p.Groups = []Group{{Experiment: e, Points: [][2]int64{{0, int64(len(points))}}}}
	p.Shard = max(1, (p.Runs()+7)/8)
	return &p, nil
}

// batchDir is the directory of a batch within a fit's.
func batchDir(dir string, number int) string {
	return filepath.Join(dir, "batches", fmt.Sprintf("%06d", number))
}

// Evaluator answers batches by sweeps in the fit's directory, one a batch. A
// batch that is done already is read, so a fit that was stopped goes on where
// it was. The directory is held by the caller.
func (f *Fit) Evaluator(ctx context.Context, dir string, how How, told func(batch int, p Progress)) design.Evaluate {
	return func(b design.Batch) ([][]float64, error) {
		plan, err := f.batchPlan(b.Points)
		if err != nil {
			return nil, err
		}
		s, err := Create(Disk{}, batchDir(dir, b.Number), plan)
		if errors.Is(err, ErrInput) {
			return nil, badInput("%s: holds another fit, or one begun by another version; give another --out", dir)
		}
		if err != nil {
			return nil, err
		}
		p, err := s.Work(ctx, NewRuns(plan), how)
		if err != nil {
			return nil, err
		}
		if told != nil {
			told(b.Number, p)
		}
		return f.answers(ctx, s, len(b.Points))
	}
}

// answers are the means of the targets' measures at every point of a batch.
func (f *Fit) answers(ctx context.Context, s *Store, points int) ([][]float64, error) {
	var measures []Measure
	for _, t := range f.Targets {
		i := slices.IndexFunc(s.Plan.Columns, func(m Measure) bool { return m.Name == t.Name })
		measures = append(measures, s.Plan.Columns[i])
	}
	a, err := s.Answers(ctx, &s.Plan.Groups[0].Experiment, measures)
	if err != nil {
		return nil, err
	}
	out := make([][]float64, points)
	for i := range out {
		out[i] = make([]float64, len(measures))
		for m := range measures {
			out[i][m] = a.Y[m][i]
		}
	}
	return out, nil
}

// Command is the line that runs a point of the fit.
func (f *Fit) Command(point []float64) string {
	p, err := f.batchPlan([][]float64{point})
	if err != nil {
		return ""
	}
	return p.Command(p.At(0))
}

// Trials are all points that were tried as a table.
func (f *Fit) Trials(trials []design.Trial, weights []float64) *table.Table {
	var columns []table.Column
	for i, x := range f.Factors {
		columns = append(columns, table.Number(x.Name, f.keys[i].Unit, "factor: "+f.keys[i].Key).As(table.Factor))
	}
	for _, t := range f.Targets {
		columns = append(columns, table.Number(t.Name, "", "mean over the seeds"))
	}
	columns = append(columns, table.Number("loss", "1", "weighted mean square miss"))
	if weights != nil {
		columns = append(columns, table.Number("weight", "1", "weight of the sample"))
	}
	out := table.New(columns...)
	for i, t := range trials {
		row := append(slices.Concat(t.Point, t.Measures), t.Loss)
		if weights != nil {
			row = append(row, weights[i])
		}
		for k, x := range row {
			if math.IsInf(x, 0) {
				row[k] = math.NaN()
			}
		}
		out.AppendRow(nil, row...)
	}
	return out
}
