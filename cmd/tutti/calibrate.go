package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tutti/render/plot"
	"tutti/sim/design"
	"tutti/sim/run"
	"tutti/sim/table"
)

// calibrateCmd looks for the parameters under which measures meet targets.
type calibrateCmd struct {
	Fit     string `arg:"" help:"Fit file (TOML)."`
	Out     string `help:"Directory of the fit; by default the file's name without .toml." type:"path"`
	Workers int    `help:"Runs at a time; by default one a core." placeholder:"N"`
	JSON    bool   `name:"json" help:"Print one JSON object and nothing else."`
}

// Help is the long help of the command.
func (calibrateCmd) Help() string {
	return `A fit file names a scenario, factors with ranges, and targets:

  scenario = "orpheus"
  method = "search"                      # or reject, refine: posterior samples
  seeds = 10
  [factor.up]
  key = "reflection.trust_up"
  range = [0.01, 0.5]
  [target.trust]
  value = 0.6
  [target.quality]
  band = [0.7, 0.8]

The same command again goes on where it stopped.`
}

// Run fits.
func (c *calibrateCmd) Run(a *app) error {
	if err := workersFault(c.Workers); err != nil {
		return err
	}
	fit, err := run.ReadFit(openBeside(c.Fit), filepath.Base(c.Fit), version, fits)
	if err != nil {
		return asInput(asNamed(err, c.Fit))
	}
	if c.Out == "" {
		c.Out = strings.TrimSuffix(filepath.Base(c.Fit), ".toml") + ".fit"
	}
	if err := run.MakeDir(filepath.Join(c.Out, "batches")); err != nil {
		return usageError{err}
	}
	lock, err := run.LockDir(c.Out, fmt.Sprintf("process %d", os.Getpid()))
	if err != nil {
		return usageError{err}
	}
	defer lock.Free()
	hard, drop := context.WithCancel(context.Background())
	defer drop()
	stop := context.AfterFunc(a.ctx, func() { time.AfterFunc(grace, drop) })
	defer stop()
	tried := 0
	evaluate := fit.Evaluator(a.ctx, c.Out, run.How{Workers: coresOr(c.Workers), Hard: hard}, func(batch int, p run.Progress) {
		tried += int(p.Runs)
		if a.fancy && !c.JSON {
			fmt.Fprintf(a.err, "\r\x1b[Kbatch %d, %d runs", batch+1, tried)
		}
	})
	r, err := fitWith(fit, evaluate)
	if a.fancy && !c.JSON {
		fmt.Fprintln(a.err)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(a.err, "interrupted; go on with: tutti calibrate %s --out %s\n", run.Quote(c.Fit), run.Quote(c.Out))
		return errInterrupted
	}
	if err != nil {
		return asInput(err)
	}
	if err := r.save(c.Out); err != nil {
		return err
	}
	if c.JSON {
		return r.json(a.out)
	}
	r.print(a.out)
	fmt.Fprintf(a.out, "all points: %s\n", filepath.Join(c.Out, "trials.csv"))
	return nil
}

// fitted is what a fit came to.
type fitted struct {
	fit       *run.Fit
	best      design.Trial
	trials    []design.Trial
	why       string
	restarts  int
	posterior *design.Posterior // nil of a search
	flat      design.Identifiability
}

// fitWith does the fit, and then looks how flat the optimum is.
func fitWith(f *run.Fit, evaluate design.Evaluate) (*fitted, error) {
	r := &fitted{fit: f}
	batches := 0
	counted := func(b design.Batch) ([][]float64, error) {
		batches = max(batches, b.Number+1)
		return evaluate(b)
	}
	switch f.Method {
	case run.FitSearch:
		found, err := design.Minimise(f.Factors, f.Targets, f.Search, counted)
		if err != nil {
			return nil, err
		}
		r.best, r.trials, r.why, r.restarts = found.Best, found.Trials, found.Why, found.Restarts
	default:
		sample := design.Reject
		if f.Method == run.FitRefine {
			sample = design.Refine
		}
		p, err := sample(f.Factors, f.Targets, f.Posterior, counted)
		if err != nil {
			return nil, err
		}
		r.posterior, r.trials, r.why = &p, p.Samples, p.Why
		for i, t := range p.Samples {
			if i == 0 || t.Loss < r.best.Loss {
				r.best = t
			}
		}
	}
	flat, err := design.Identify(f.Factors, f.Targets, r.best.Unit, r.trials, batches, 0, f.Rise, counted)
	r.flat = flat
	return r, err
}

// save writes the points and the posterior.
func (r *fitted) save(dir string) error {
	for _, f := range []struct {
		name string
		t    *table.Table
	}{{"trials.csv", r.fit.Trials(r.trials, r.weights())}, {"axes.csv", r.axes()}} {
		content, err := encode(table.CSV, f.t)
		if err != nil {
			return err
		}
		if err := run.Publish(filepath.Join(dir, f.name), content); err != nil {
			return err
		}
	}
	f := r.figure()
	for _, draw := range []struct {
		name  string
		write func(plot.Figure) ([]byte, error)
	}{{"fit.svg", svgOf}, {"fit.png", pngOf}} {
		content, err := draw.write(f)
		if err != nil {
			return err
		}
		if err := run.Publish(filepath.Join(dir, draw.name), content); err != nil {
			return err
		}
	}
	return nil
}

// figure draws all points tried, loss over each factor.
func (r *fitted) figure() plot.Figure {
	var factors []plot.Pinned
	for i, axis := range r.flat.Axes {
		factors = append(factors, plot.Pinned{Factor: axis.Name, Best: r.best.Point[i], Lo: axis.Lo, Hi: axis.Hi})
	}
	return plot.Fitting(r.fit.Trials(r.trials, r.weights()), factors, plot.Options{Title: r.fit.Title,
		Note: fmt.Sprintf("%d points tried; the best is the large mark, the band what the targets cannot tell from it", len(r.trials))})
}

func (r *fitted) weights() []float64 {
	if r.posterior == nil {
		return nil
	}
	return r.posterior.Weights
}

// axes says of each factor where it came to lie and how well it is pinned down.
func (r *fitted) axes() *table.Table {
	t := table.New(table.Label("factor", ""), table.Number("best", "", "at the smallest loss"),
		table.Number("alone", "1", "half width, in shares of the range, that the targets cannot tell apart, other factors held"),
		table.Number("free", "1", "the same, other factors tuned again"), table.Number("free_lo", "", ""), table.Number("free_hi", "", ""),
		table.Number("posterior_lo", "", "2.5 %"), table.Number("posterior_median", "", ""), table.Number("posterior_hi", "", "97.5 %"),
		table.Number("narrowed", "1", "1 - sd over the prior's; 0: the targets tell nothing of it"))
	for i, axis := range r.flat.Axes {
		lo, mid, hi, narrowed := math.NaN(), math.NaN(), math.NaN(), math.NaN()
		if r.posterior != nil {
			m := r.posterior.Marginals[i]
			lo, mid, hi, narrowed = m.Lo, m.Median, m.Hi, m.Narrowed
		}
		t.Append(axis.Name, r.best.Point[i], axis.Alone, axis.Free, axis.Lo, axis.Hi, lo, mid, hi, narrowed)
	}
	return t
}

// print tells it on the terminal.
func (r *fitted) print(w io.Writer) {
	fmt.Fprintf(w, "%s\n%d points tried; %s\n", firstOf(r.fit.Title, "fit"), r.tried(), r.why)
	for i, t := range r.fit.Targets {
		want := digits(t.Value, 4)
		if t.Lo < t.Hi {
			want = digits(t.Lo, 4) + " to " + digits(t.Hi, 4)
		}
		fmt.Fprintf(w, "  %-20s %s, wanted %s\n", t.Name, digits(r.best.Measures[i], 4), want)
	}
	fmt.Fprintf(w, "  loss %s\n\n", digits(r.best.Loss, 3))
	if err := writePlain(w, r.axes()); err != nil {
		return
	}
	if r.posterior != nil {
		fmt.Fprintf(w, "posterior: %d samples (as good as %.0f), within a distance of %s\n", len(r.posterior.Samples), r.posterior.Effective, digits(r.posterior.Distance, 3))
	}
	for _, text := range r.flat.Flat {
		fmt.Fprintln(w, "flat:", text)
	}
	fmt.Fprintf(w, "best point: %s\n", r.fit.Command(r.best.Point))
}

func (r *fitted) tried() int {
	if r.posterior != nil {
		return r.posterior.Tried
	}
	return len(r.trials)
}

// json prints one object.
func (r *fitted) json(w io.Writer) error {
	axes, err := encode(table.JSON, r.axes())
	if err != nil {
		return err
	}
	best := map[string]float64{}
	for i, f := range r.fit.Factors {
		best[f.Name] = r.best.Point[i]
	}
	measures := map[string]*float64{}
	for i, t := range r.fit.Targets {
		measures[t.Name] = nil
		if x := r.best.Measures[i]; !table.Missing(x) {
			measures[t.Name] = &x
		}
	}
	out := map[string]any{"title": r.fit.Title, "method": r.fit.Method, "tried": r.tried(), "why": r.why, "best": best, "measures": measures,
		"axes": json.RawMessage(axes), "flat": append([]string{}, r.flat.Flat...), "reproduce": r.fit.Command(r.best.Point)}
	if !table.Missing(r.best.Loss) {
		out["loss"] = r.best.Loss
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
