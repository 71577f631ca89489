package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"tutti/sim/design"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
	"tutti/sim/table/parquet"
)

// sensitivityCmd says which factors a sweep's results depend on.
type sensitivityCmd struct {
	Dir      string   `arg:"" help:"Directory of the sweep." type:"path"`
	Measures []string `help:"Measures to look at; by default the one that leads." placeholder:"A,B,..."`
	Level    float64  `default:"0.95" help:"Confidence of the intervals."`
	Format   string   `default:"text" enum:"text,csv,json,jsonl,parquet" help:"How to write: text, csv, json, jsonl or parquet."`
	Out      string   `help:"Write to this file." type:"path"`
	Plot     string   `help:"Draw it into this file, SVG or PNG by its ending." type:"path" placeholder:"FILE"`
	Force    bool     `help:"Replace files that exist."`
}

// Help is the long help of the command.
func (sensitivityCmd) Help() string {
	return `By kind of design: saltelli gives Sobol indices of first and total order with bootstrap
intervals, morris gives mu* and sigma, every other one standardised and partial rank
regression coefficients of its numeric factors.

Missing runs: a point's answer is the mean over the seeds that gave a value. A point
with none takes its whole block (saltelli) or trajectory (morris) out of the
estimate, or its row out of a regression; how many is said.`
}

// Run estimates.
func (c *sensitivityCmd) Run(a *app) error {
	if !(c.Level > 0 && c.Level < 1) {
		return usageError{fmt.Errorf("--level %v: want a number between 0 and 1", c.Level)}
	}
	store, err := run.Open(run.Disk{}, c.Dir)
	if err != nil {
		return asInput(err)
	}
	measures, err := pickMeasures(store.Plan, c.Measures)
	if err != nil {
		return err
	}
	out := newSensitivityTable()
	var notes []string
	for _, e := range store.Plan.Experiments() {
		answers, err := store.Answers(a.ctx, e, measures)
		if err != nil {
			return err
		}
		notes = append(notes, sensitivityOf(answers, c.Level, out)...)
	}
	for _, n := range notes {
		fmt.Fprintln(a.err, "note:", n)
	}
	if c.Plot != "" {
		write, err := c.figure(store.Plan, out)
		if err != nil {
			return err
		}
		if err := table.Save(c.Plot, c.Force, write); err != nil {
			return err
		}
	}
	if c.Out == "" {
		return writeTable(a.out, c.Format, out)
	}
	return table.Save(c.Out, c.Force, func(w io.Writer) error { return writeTable(w, c.Format, out) })
}

// pickMeasures finds measures by name; the leading one when none is named.
func pickMeasures(plan *run.Plan, names []string) (out []run.Measure, err error) {
	if names == nil {
		names = []string{plan.LeadingMeasure()}
	}
	var known []string
	for _, m := range plan.Columns {
		known = append(known, m.Name)
	}
	for _, name := range names {
		i := slices.Index(known, name)
		if name == "all" {
			return plan.Columns, nil
		}
		if i < 0 {
			return nil, usageError{fmt.Errorf("no measure %q; %s", name, keys.Hint(name, known))}
		}
		out = append(out, plan.Columns[i])
	}
	return out, nil
}

func newSensitivityTable() *table.Table {
	return table.New(table.Label("experiment", ""), table.Label("measure", ""), table.Label("factor", ""), table.Label("index", "what is estimated"),
		table.Number("value", "", ""), table.Number("lo", "", "lower end of the interval"), table.Number("hi", "", "upper end of the interval"))
}

// sensitivityOf adds the indices of one experiment.
func sensitivityOf(a run.Answers, level float64, out *table.Table) (notes []string) {
	e := a.Experiment
	o := design.SensitivityOptions{Level: level, Seed: e.Seed}
	say := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if a.Failed > 0 {
		say("%d runs failed", a.Failed)
	}
	for m, measure := range a.Measures {
		add := func(factor, index string, value, lo, hi float64) {
			out.Append(e.Name, measure.Name, factor, index, value, lo, hi)
		}
		switch e.Kind {
		case run.Saltelli:
			if dropped := addSobol(a, m, o, add); dropped > 0 {
				say("%s: %d blocks with a missing point are left out", measure.Name, dropped)
			}
		case run.Morris:
			if dropped := addMorris(a, m, o, add); dropped > 0 {
				say("%s: %d trajectories with a missing point are left out", measure.Name, dropped)
			}
		default:
			if err := addRegression(a, m, add); err != nil {
				say("%s: %v", measure.Name, err)
			}
		}
	}
	return notes
}

type addIndex func(factor, index string, value, lo, hi float64)

func addSobol(a run.Answers, m int, o design.SensitivityOptions, add addIndex) (dropped int) {
	factors := a.Experiment.Factors
	indices := design.SobolIndices(a.Y[m], len(factors), a.Experiment.Second, o)
	for f := range factors {
		add(factors[f].Name, "first", indices.First[f].Value, indices.First[f].Lo, indices.First[f].Hi)
		add(factors[f].Name, "total", indices.Total[f].Value, indices.Total[f].Lo, indices.Total[f].Hi)
	}
	for i := range indices.Second {
		for j := i + 1; j < len(factors); j++ {
			x := indices.Second[i][j]
			add(factors[i].Name+" x "+factors[j].Name, "second", x.Value, x.Lo, x.Hi)
		}
	}
	return indices.Dropped
}

func addMorris(a run.Answers, m int, o design.SensitivityOptions, add addIndex) (dropped int) {
	var points [][]float64
	for i := range a.Points {
		points = append(points, a.Experiment.Unit(i))
	}
	effects, dropped := design.Elementary(points, a.Y[m], o)
	for f, x := range effects {
		name := a.Experiment.Factors[f].Name
		add(name, "mu_star", x.MuStar, x.Lo, x.Hi)
		add(name, "mu", x.Mu, math.NaN(), math.NaN())
		add(name, "sigma", x.Sigma, math.NaN(), math.NaN())
	}
	return dropped
}

// addRegression adds standardised and partial rank coefficients of the numeric
// factors that vary.
func addRegression(a run.Answers, m int, add addIndex) error {
	var names []string
	var columns [][]float64
	var y []float64
	all := make([][]float64, len(a.Experiment.Factors)) // NaN for what is no number
	for i := range a.Points {
		if math.IsNaN(a.Y[m][i]) {
			continue
		}
		y = append(y, a.Y[m][i])
		for f, v := range a.Experiment.Values(i) {
			x, ok := v.(float64)
			if !ok {
				x = math.NaN()
			}
			all[f] = append(all[f], x)
		}
	}
	for f, column := range all {
		if len(column) > 1 && slices.Min(column) < slices.Max(column) { // false of NaN
			names, columns = append(names, a.Experiment.Factors[f].Name), append(columns, column)
		}
	}
	if len(columns) == 0 || len(y) < len(columns)+2 {
		return fmt.Errorf("no regression: want numeric factors that vary, and more points than factors")
	}
	src, err := stats.SRC(y, columns)
	if err != nil {
		return err
	}
	prcc, err := stats.PRCC(y, columns)
	if err != nil {
		return err
	}
	for f, name := range names {
		add(name, "src", src[f], math.NaN(), math.NaN())
		add(name, "prcc", prcc[f], math.NaN(), math.NaN())
	}
	return nil
}

// writeTable writes a table in a format of the catalogue, or as plain text.
func writeTable(w io.Writer, format string, t *table.Table) error {
	for _, f := range parquet.Catalogue {
		if f.Name == format {
			return f.Write(w, t)
		}
	}
	return writePlain(w, t)
}

// writePlain lines columns up for a terminal; columns that are empty are left
// out.
func writePlain(w io.Writer, t *table.Table) error {
	cells := make([][]string, t.Len()+1)
	for i, c := range t.Columns {
		column := []string{c.Name}
		any := t.Len() == 0
		for row := range t.Len() {
			text := ""
			if c.Kind == table.Text {
				text = t.Text(row, i)
			} else if x := t.Number(row, i); !table.Missing(x) {
				text = digits(x, 4)
			}
			any = any || text != ""
			column = append(column, text)
		}
		if !any {
			continue
		}
		width := 0
		for _, text := range column {
			width = max(width, len([]rune(text)))
		}
		for row, text := range column {
			if c.Kind == table.Text {
				cells[row] = append(cells[row], fmt.Sprintf("%-*s", width, text))
			} else {
				cells[row] = append(cells[row], fmt.Sprintf("%*s", width, text))
			}
		}
	}
	for _, row := range cells {
		var line strings.Builder
		for i, text := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			line.WriteString(text)
		}
		if _, err := fmt.Fprintln(w, line.String()); err != nil {
			return err
		}
	}
	return nil
}
