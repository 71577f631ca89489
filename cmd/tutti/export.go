package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/table"
)

// exportCmd writes a sweep's results for other tools.
type exportCmd struct {
	Dir        string   `arg:"" help:"Directory of the sweep." type:"path"`
	Format     string   `required:"" enum:"csv,jsonl,behaviorspace-table,salib" help:"csv, jsonl, behaviorspace-table (NetLogo) or salib."`
	Measures   []string `help:"Measures to write; by default all." placeholder:"A,B,..."`
	Experiment string   `help:"Sub-experiment (salib)." placeholder:"NAME"`
	Out        string   `help:"File to write, or with salib a directory; by default standard output." type:"path"`
	Force      bool     `help:"Replace what is there."`
}

// Help is the long help of the command.
func (exportCmd) Help() string {
	return `Examples:
  tutti export trust --format behaviorspace-table --out trust-table.csv
  tutti export trust --format csv --measures output,quality > runs.csv
  tutti export trust --format salib --out salib

behaviorspace-table is what NetLogo writes and nlrx reads; salib writes problem.txt,
samples.txt and out.txt for Python's SALib.`
}

// Run exports.
func (c *exportCmd) Run(a *app) error {
	store, err := run.Open(run.Disk{}, c.Dir)
	if err != nil {
		return asInput(err)
	}
	if c.Measures == nil {
		c.Measures = []string{"all"}
	}
	measures, err := pickMeasures(store.Plan, c.Measures)
	if err != nil {
		return err
	}
	if p, missing, _ := store.Status(nil); len(missing) > 0 {
		fmt.Fprintf(a.err, "note: only %d of %d runs are done\n", p.Done, p.Runs)
	}
	if c.Format == "salib" {
		return c.salib(a, store, measures)
	}
	write := func(w io.Writer) error {
		out := bufio.NewWriter(w)
		if err := exportRuns(a.ctx, out, c.Format, store, measures); err != nil {
			return err
		}
		return out.Flush()
	}
	if c.Out == "" {
		return write(a.out)
	}
	if err := table.Save(c.Out, c.Force, write); err != nil {
		return usageError{err}
	}
	return nil
}

// exportRuns writes one row a run, or with a series one a run and cycle.
func exportRuns(ctx context.Context, w io.Writer, format string, store *run.Store, measures []run.Measure) error {
	x := newExport(store, measures, format == "behaviorspace-table")
	f := table.CSV
	switch format {
	case "jsonl":
		f = table.JSONL
	case "behaviorspace-table":
		f = table.BehaviorSpace
	}
	out := f.Open(w, x.head)
	walk := store.Each
	if x.series {
		walk = store.EachSeries
	}
	if err := walk(ctx, func(t *table.Table) error { return out.Write(x.rows(t)) }); err != nil {
		return err
	}
	return out.Close()
}

// export knows how a run's row is put together.
type export struct {
	plan    *run.Plan
	head    *table.Table
	factors []table.Column
	names   []string // of the measures
	series  bool
	space   bool // NetLogo's layout: no status, a step
}

func newExport(store *run.Store, measures []run.Measure, space bool) *export {
	x := &export{plan: store.Plan, factors: store.Plan.FactorColumns(), space: space, series: space && store.Plan.Every > 0}
	seed := "seed"
	if space {
		seed = "random-seed" // what nlrx looks for
	}
	columns := []table.Column{table.Count("run", "1", "number of the run, from 0").As(table.Run)}
	columns = append(columns, x.factors...)
	columns = append(columns, table.Count(seed, "1", "seed of the run").As(table.Factor),
		table.Count("cycle", "cycles", "cycles lived").As(table.Cycle))
	if !space {
		columns = append(columns, table.Label("status", "ok, or failed"), table.Label("error", "why the run failed"))
	}
	for _, m := range measures {
		x.names = append(x.names, m.Name)
		columns = append(columns, m.Column())
	}
	x.head = table.New(columns...)
	x.head.Facts = []table.Pair{{Key: "model", Value: store.Plan.Groups[0].Experiment.Scenario}, {Key: "experiment", Value: store.Plan.Title}}
	return x
}

// rows puts the rows of a shard together.
func (x *export) rows(t *table.Table) *table.Table {
	out := x.head.Like()
	out.Grow(t.Len())
	cycle := t.Numbers("cycles")
	if x.series {
		cycle = t.Numbers("cycle")
	}
	var status, errs []string
	if !x.space {
		status, errs = t.Texts("status"), t.Texts("error")
	}
	var measures [][]float64
	for _, name := range x.names {
		measures = append(measures, t.Numbers(name))
	}
	for row, k := range t.Numbers("run") {
		at := x.plan.At(int64(k))
		texts, numbers := x.plan.FactorCells(x.factors, at)
		numbers = append([]float64{k}, numbers...)
		numbers = append(numbers, float64(x.plan.SeedOf(at)), cycle[row])
		if !x.space {
			texts = append(texts, status[row], errs[row])
		}
		for _, values := range measures {
			numbers = append(numbers, values[row])
		}
		out.AppendRow(texts, numbers...)
	}
	return out
}

// salib writes a problem, its samples and the answers, in the order in which
// SALib's own designs are.
func (c *exportCmd) salib(a *app, store *run.Store, measures []run.Measure) error {
	if c.Out == "" {
		return usageError{fmt.Errorf("--out: missing, want a directory for problem.txt, samples.txt and out.txt")}
	}
	var names []string
	var e *run.Experiment
	for _, x := range store.Plan.Experiments() {
		names = append(names, x.Name)
		if x.Name == c.Experiment || c.Experiment == "" && e == nil {
			e = x
		}
	}
	switch {
	case e == nil:
		return usageError{fmt.Errorf("no sub-experiment %q; %s", c.Experiment, keys.Hint(c.Experiment, names))}
	case !e.Sampled():
		return usageError{fmt.Errorf("%s: a %s design has no ranges for SALib, want lhs, sobol, morris or saltelli", c.Dir, e.Kind)}
	}
	answers, err := store.Answers(a.ctx, e, measures)
	if err != nil {
		return err
	}
	if answers.Missing > 0 {
		fmt.Fprintf(a.err, "note: %d of %d points have no value; their lines hold nan, on which SALib's estimates fail\n", answers.Missing, answers.Points)
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		text func() string
	}{
		{"problem.txt", func() string { return salibProblem(e) }},
		{"samples.txt", func() string { return salibSamples(e, answers.Points) }},
		{"out.txt", func() string { return salibAnswers(answers) }},
	} {
		if err := table.Save(filepath.Join(c.Out, f.name), c.Force, func(w io.Writer) error {
			_, err := io.WriteString(w, f.text())
			return err
		}); err != nil {
			return usageError{err}
		}
	}
	return nil
}

// salibProblem has a line for each factor. Factors of whole numbers and of
// levels are given as their share of the way, which is what was sampled.
func salibProblem(e *run.Experiment) string {
	var b strings.Builder
	for _, f := range e.Factors {
		lo, hi := f.Lo, f.Hi
		if shareOnly(f) {
			lo, hi = 0, 1
		}
		fmt.Fprintf(&b, "%s,%s,%s\n", strings.ReplaceAll(f.Name, ",", "_"), full(lo), full(hi))
	}
	return b.String()
}

func shareOnly(f run.Factor) bool { return f.Values != nil || f.Whole || f.Log }

func salibSamples(e *run.Experiment, points int64) string {
	var b strings.Builder
	for i := range points {
		u, values := e.Unit(i), e.Values(i)
		for f := range e.Factors {
			if f > 0 {
				b.WriteByte(' ')
			}
			x, ok := values[f].(float64)
			if !ok || shareOnly(e.Factors[f]) {
				x = u[f]
			}
			b.WriteString(full(x))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// salibAnswers has a line for each point, a column for each measure.
func salibAnswers(a run.Answers) string {
	var b strings.Builder
	for i := range a.Points {
		for m := range a.Measures {
			if m > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(full(a.Y[m][i]))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// full writes all digits of x.
func full(x float64) string {
	if table.Missing(x) {
		return "nan"
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
