package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
)

// compareCmd answers what difference the pattern makes.
type compareCmd struct {
	Scenarios  []string `arg:"" name:"scenario" help:"Scenario files, or names of built-in ones."`
	Patterns   []string `help:"Patterns of leadership to compare, by name." placeholder:"A,B,..."`
	Vary       string   `help:"Another key to compare by, as in --vary reflection.trust_up=0.1,0.2." placeholder:"KEY=A,B,..."`
	Set        []string `help:"Set a key of every scenario." placeholder:"KEY=VALUE" sep:"none"`
	Seeds      *int64   `help:"Seeds; every arm is run under each; by default 30. With --until-width: those to begin with, by default 12." placeholder:"N"`
	FirstSeed  uint64   `default:"1" help:"The first seed; the others follow." placeholder:"S"`
	UntilWidth float64  `help:"Add seeds until the 95 % interval of each mean difference is at most so wide." placeholder:"W"`
	MaxSeeds   int64    `default:"4096" help:"With --until-width: seeds at most, 12 or more." placeholder:"N"`
	Measures   []string `help:"Measures to compare; by default those that matter most, or all." placeholder:"A,B,..."`
	By         string   `help:"Measure to rank by, and that --until-width looks at; by default output." placeholder:"MEASURE"`
	Smallest   float64  `help:"Smallest difference that matters: how many seeds would it need?" placeholder:"D"`
	BurnIn     *float64 `help:"Share of the cycles left out of means; by default what the scenarios say." placeholder:"SHARE"`
	Question   string   `help:"Question that stands at the head of the report."`
	Workers    int      `help:"Runs at a time; by default one a core." placeholder:"N"`
	Out        string   `help:"Write runs, tables, plots and a report into this directory." type:"path"`
	Force      bool     `help:"Replace an older report in it."`
	JSON       bool     `name:"json" help:"Print one JSON object and nothing else."`
}

// Help is the long help of the command.
func (compareCmd) Help() string {
	return `Examples:
  tutti compare orpheus --patterns conducted,rotating,shared --seeds 50
  tutti compare orpheus.toml conducted.toml --until-width 0.01
  tutti compare orpheus --vary reflection.trust_up=0.05,0.2 --out study

Every arm meets the same seeds, and differences are taken seed by seed. The first
arm is the one that the others are compared with.`
}

// Run compares.
func (c *compareCmd) Run(a *app) error {
	d, err := c.design()
	if err != nil {
		return err
	}
	dir := ""
	if c.Out != "" {
		if err := c.free(); err != nil {
			return err
		}
		dir = filepath.Join(c.Out, "sweep")
	} else {
		if dir, err = os.MkdirTemp("", "tutti-compare-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		dir = filepath.Join(dir, "sweep")
	}
	x, err := c.runs(a, d, dir)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := c.write(a, x); err != nil {
			return err
		}
	}
	if c.JSON {
		return x.printJSON(a.out)
	}
	x.print(a.out)
	if c.Out != "" {
		fmt.Fprintf(a.out, "\nreport: %s\n", filepath.Join(c.Out, reportName))
	}
	return nil
}

// reportName is the report's file.
const reportName = "report.html"

// free refuses to replace an older report.
func (c *compareCmd) free() error {
	name := filepath.Join(c.Out, reportName)
	if _, err := os.Stat(name); err == nil && !c.Force {
		return usageError{fmt.Errorf("%s: is there already and is kept; replace it with --force", name)}
	}
	return nil
}

// design makes the design that the flags mean.
func (c *compareCmd) design() (*run.Design, error) {
	bad := func(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
	seeds := int64(30)
	if c.Seeds != nil {
		seeds = *c.Seeds
	}
	switch {
	case seeds < 1:
		return nil, bad("--seeds %d: want at least 1", seeds)
	case c.Workers < 0:
		return nil, workersFault(c.Workers)
	case c.UntilWidth < 0 || math.IsNaN(c.UntilWidth) || math.IsInf(c.UntilWidth, 0):
		return nil, bad("--until-width %v: want a width above 0", c.UntilWidth)
	case c.UntilWidth > 0 && c.Seeds != nil && seeds < leastUntil:
		return nil, bad("--seeds %d: want at least %d to begin with, for --until-width", seeds, leastUntil)
	case c.UntilWidth > 0 && c.MaxSeeds < c.begin():
		return nil, bad("--max-seeds %d: want at least %d", c.MaxSeeds, c.begin())
	case c.BurnIn != nil && !(*c.BurnIn >= 0 && *c.BurnIn < 1):
		return nil, bad("--burn-in %v: want 0 or more, and less than 1", *c.BurnIn)
	case !(c.Smallest >= 0) || math.IsInf(c.Smallest, 0):
		return nil, bad("--smallest %v: want a difference above 0", c.Smallest)
	}
	sets, err := settings(c.Set)
	if err != nil {
		return nil, err
	}
	for _, name := range c.Scenarios {
		if err := thereIs(name); err != nil {
			return nil, err
		}
	}
	e := run.Experiment{Kind: run.Factorial, Sets: sets, Scenario: c.Scenarios[0]}
	add := func(name, key string, values []string) error {
		f := run.Factor{Name: name, Key: key}
		for _, v := range values {
			value, err := run.ParseValue(v)
			if err != nil || v == "" || slices.Contains(f.Values, value) {
				return bad("%s: %q is no value, or stands there twice", name, v)
			}
			f.Values = append(f.Values, value)
		}
		e.Factors = append(e.Factors, f)
		return nil
	}
	if len(c.Scenarios) > 1 {
		if err := add("scenario", run.ScenarioKey, c.Scenarios); err != nil {
			return nil, err
		}
	}
	if len(c.Patterns) > 0 {
		if err := add("pattern", "pattern", c.Patterns); err != nil {
			return nil, err
		}
	}
	if c.Vary != "" {
		key, values, ok := strings.Cut(c.Vary, "=")
		if !ok {
			return nil, bad("--vary %s: want KEY=A,B,...", c.Vary)
		}
		key = strings.TrimSpace(key)
		if slices.ContainsFunc(e.Factors, func(f run.Factor) bool { return f.Key == strings.TrimSuffix(key, ".name") }) {
			return nil, bad("--vary %s: the arms differ in it already, want another key", key)
		}
		if err := add(key, key, strings.Split(values, ",")); err != nil {
			return nil, err
		}
	}
	if n, err := e.Size(); err != nil || n < 2 {
		return nil, bad("one arm is nothing to compare: name two scenarios, or two of --patterns or --vary")
	}
	return run.MakeDesign(e, seeds, c.FirstSeed, c.BurnIn), nil
}

// leastUntil is how many seeds there are before a width is looked at.
var leastUntil = int64(2 * stats.MinPairs(0.95))

// begin is how many seeds are done before --until-width looks.
func (c *compareCmd) begin() int64 {
	if c.Seeds != nil {
		return *c.Seeds
	}
	return leastUntil
}

// runs does the runs, more and more of them where a width is asked for.
func (c *compareCmd) runs(a *app, d *run.Design, dir string) (*comparison, error) {
	d.Question, d.Fits = c.Question, fits
	if c.UntilWidth > 0 {
		d.Replicates = max(c.begin(), seedsIn(dir)) // it goes on where it stopped
	} else if has := seedsIn(dir); has > d.Replicates {
		return nil, usageError{fmt.Errorf("%s: has %d seeds already, more than --seeds %d; give --seeds %d or more, or another --out", dir, has, d.Replicates, has)}
	}
	for {
		plan, err := run.NewPlan(d, version, openScenario)
		if err != nil {
			return nil, asFlags(err)
		}
		if err := c.check(plan); err != nil {
			return nil, err
		}
		more, err := c.doRuns(a, dir, plan)
		if err != nil {
			return nil, err
		}
		x, err := c.compare(a.ctx, more, plan)
		if err != nil || c.UntilWidth == 0 {
			return x, err
		}
		if wide := x.widest(); wide == nil {
			return x, nil
		} else if 2*d.Replicates > c.MaxSeeds {
			x.Warnings = append(x.Warnings, fmt.Sprintf("stopped at %d seeds: %s", d.Replicates, wide))
			return x, nil
		}
		d.Replicates = 2 * max(d.Replicates, more.Plan.Replicates())
	}
}

// asFlags says of what is wrong with a comparison no file and no line: it comes
// from the command line.
func asFlags(err error) error {
	var all keys.Errors
	if !errors.As(err, &all) {
		return asInput(err)
	}
	var lines []string
	for _, e := range all {
		lines = append(lines, strings.TrimPrefix(e.Msg, "--set: "))
	}
	return usageError{errors.New(strings.Join(slices.Compact(lines), "\n"))}
}

// seedsIn is how many seeds the sweep in a directory has; 0 where there is none.
func seedsIn(dir string) int64 {
	store, err := run.Open(run.Disk{}, dir)
	if err != nil {
		return 0
	}
	return store.Plan.Replicates()
}

// doRuns does the runs of a plan in a directory, which may hold some already.
func (c *compareCmd) doRuns(a *app, dir string, plan *run.Plan) (*run.Store, error) {
	store, lock, err := openSweep(dir, plan, true)
	if err != nil {
		return nil, asInput(err)
	}
	defer lock.Free()
	quiet := *a
	if c.JSON {
		quiet.fancy = false
	}
	then := "nothing was kept; give --out DIR to be able to go on"
	if c.Out != "" {
		then = "the same command goes on"
	}
	return store, quiet.work(store, run.How{Workers: coresOr(c.Workers)}, then)
}

// check wants the measures that are asked for to be there.
func (c *compareCmd) check(plan *run.Plan) error {
	var names []string
	for _, m := range plan.Columns {
		names = append(names, m.Name)
	}
	for _, m := range append(slices.Clone(c.Measures), c.By) {
		if m != "" && m != "all" && !slices.Contains(names, m) {
			return usageError{fmt.Errorf("no measure %q; %s", m, keys.Hint(m, names))}
		}
	}
	return nil
}

// mainMeasures are shown when nobody chose, where the scenario has them.
var mainMeasures = []string{"output", "quality", "time_used", "engagement", "satisfaction", "trust", "effective_leaders", "leadership_gini", "leadership_fit", "attained"}

// shown are the measures to compare, the one that is ranked by first.
func (c *compareCmd) shown(plan *run.Plan) (out []run.Measure) {
	by := firstOf(c.By, plan.LeadingMeasure())
	wanted := c.Measures
	if wanted == nil {
		wanted = mainMeasures
	}
	for _, m := range plan.Columns {
		if m.Name == by {
			out = append(out, m)
		}
	}
	rest := len(out)
	for _, m := range plan.Columns {
		if m.Name != by && (slices.Contains(wanted, m.Name) || slices.Contains(wanted, "all")) {
			out = append(out, m)
		}
	}
	if c.Measures == nil && len(out) == rest { // a published model, with measures of its own
		for _, m := range plan.Columns {
			if m.Name != by {
				out = append(out, m)
			}
		}
	}
	return out
}

// A comparison is all that compare found.
type comparison struct {
	Plan      *run.Plan
	Store     *run.Store
	Question  string
	Seeds     int64
	FirstSeed uint64
	Arms      []string
	Points    []int64 // of the arms in the plan
	Measures  []run.Measure
	Values    [][][]float64         // measure, arm, seed
	Diffs     [][]*stats.Difference // measure, arm; nil for the first arm
	Widths    []stats.Width         // of the main measure, by arm after the first
	Ranking   stats.Ranking         // by the main measure
	Until     float64               // width asked for; 0 for none
	Failed    int64
	Warnings  []string
	Command   string
	typical   []typicalRun
}

// compare reads the runs and compares them, the arms in the order of the plan
// that was asked for: a sweep that was extended may hold them in another.
func (c *compareCmd) compare(ctx context.Context, store *run.Store, asked *run.Plan) (*comparison, error) {
	plan := store.Plan
	x := &comparison{Plan: plan, Store: store, Question: c.Question, Seeds: plan.Replicates(), FirstSeed: c.FirstSeed,
		Points: plan.PointsOf(asked), Measures: c.shown(plan), Until: c.UntilWidth, Command: c.line(plan.Replicates())}
	for p := range asked.Points() {
		at := asked.PointAt(p)
		x.Arms = append(x.Arms, armName(&asked.Groups[at.Group].Experiment, at.Local))
	}
	if err := x.read(ctx); err != nil {
		return nil, err
	}
	o := stats.Options{Smallest: c.Smallest, Seed: c.FirstSeed}
	var family []*stats.Difference
	for m := range x.Measures {
		row := make([]*stats.Difference, len(x.Arms))
		for arm := 1; arm < len(x.Arms); arm++ {
			o.A, o.B = x.Arms[arm], x.Arms[0]
			diff := stats.Compare(x.Values[m][arm], x.Values[m][0], o)
			row[arm] = &diff
			family = append(family, &diff)
		}
		x.Diffs = append(x.Diffs, row)
	}
	stats.HolmOver(family)
	x.Ranking = stats.Rank(x.Values[0], 0, false)
	for arm := 1; arm < len(x.Arms) && x.Until > 0; arm++ {
		x.Widths = append(x.Widths, stats.Until(x.Values[0][arm], x.Values[0][0], 0, x.Until))
	}
	x.warn()
	return x, nil
}

// armName is what an arm is called: its levels, without the factors' names.
func armName(e *run.Experiment, local int64) string {
	var parts []string
	for i, v := range e.Values(local) {
		text := run.Display(v)
		switch {
		case e.Factors[i].Key == run.ScenarioKey:
			text = strings.TrimSuffix(filepath.Base(text), ".toml")
		case e.Factors[i].Key != "pattern":
			text = e.Factors[i].Name + "=" + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// read fills the values; a failed run is missing.
func (x *comparison) read(ctx context.Context) error {
	for range x.Measures {
		arms := make([][]float64, len(x.Arms))
		for a := range arms {
			arms[a] = slices.Repeat([]float64{math.NaN()}, int(x.Seeds))
		}
		x.Values = append(x.Values, arms)
	}
	arm := map[int64]int{}
	for a, p := range x.Points {
		arm[p] = a
	}
	return x.Store.Each(ctx, func(runs *table.Table) error {
		status := runs.Texts("status")
		for i, k := range runs.Numbers("run") {
			if status[i] != "ok" {
				x.Failed++
				continue
			}
			at := x.Plan.At(int64(k))
			for m, measure := range x.Measures {
				x.Values[m][arm[at.Point]][at.Replicate] = runs.Numbers(measure.Name)[i]
			}
		}
		return nil
	})
}

// warn gathers what the whole comparison cannot say.
func (x *comparison) warn() {
	if x.Failed > 0 {
		x.Warnings = append(x.Warnings, fmt.Sprintf("%d runs failed; their seeds are left out of every difference they belong to", x.Failed))
	}
	x.Warnings = append(x.Warnings, x.Ranking.Warnings...)
	if x.Until > 0 {
		x.Warnings = append(x.Warnings, stats.Caveat)
	}
	for i, w := range x.Widths {
		if w.Pairs == 0 {
			x.Warnings = append(x.Warnings, fmt.Sprintf("%s: --until-width does not wait for it: in none of %d seeds did it and %s both have a value of %s", x.Arms[i+1], x.Seeds, x.Arms[0], x.Measures[0].Name))
		}
	}
	seen := map[string][]string{}
	var order []string
	for m, row := range x.Diffs {
		for arm, d := range row {
			if d == nil {
				continue
			}
			for _, w := range d.Warnings {
				if seen[w] == nil {
					order = append(order, w)
				}
				seen[w] = append(seen[w], x.Measures[m].Name+" of "+x.Arms[arm])
			}
		}
	}
	for _, w := range order {
		who := seen[w]
		if len(who) > 3 {
			who = append(slices.Clone(who[:3]), fmt.Sprintf("%d more", len(who)-3))
		}
		x.Warnings = append(x.Warnings, w+" ("+strings.Join(who, "; ")+")")
	}
}

// widest is the first interval that is still too wide; nil when none is. Where
// no seed gave a difference yet, more of them are not waited for.
func (x *comparison) widest() *stats.Width {
	for i := range x.Widths {
		if !x.Widths[i].Enough && x.Widths[i].Pairs > 0 {
			return &x.Widths[i]
		}
	}
	return nil
}

// line is the command that makes this comparison again.
func (c *compareCmd) line(seeds int64) string {
	words := []string{"tutti", "compare"}
	words = append(words, c.Scenarios...)
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, value)
		}
	}
	add("--patterns", strings.Join(c.Patterns, ","))
	add("--vary", c.Vary)
	for _, s := range c.Set {
		add("--set", s)
	}
	add("--seeds", fmt.Sprint(seeds))
	add("--first-seed", fmt.Sprint(c.FirstSeed))
	if c.BurnIn != nil {
		add("--burn-in", fmt.Sprint(*c.BurnIn))
	}
	add("--measures", strings.Join(c.Measures, ","))
	add("--by", c.By)
	if c.Smallest > 0 {
		add("--smallest", fmt.Sprint(c.Smallest))
	}
	if c.UntilWidth > 0 { // it begins with all seeds, and ends with them
		add("--until-width", fmt.Sprint(c.UntilWidth))
		add("--max-seeds", fmt.Sprint(seeds))
	}
	add("--question", c.Question)
	for i := range words {
		words[i] = run.Quote(words[i])
	}
	return strings.Join(words, " ")
}

// write leaves tables, plots and the report in the directory.
func (c *compareCmd) write(a *app, x *comparison) error {
	if err := x.findTypical(a.ctx); err != nil && !errors.Is(err, context.Canceled) {
		x.Warnings = append(x.Warnings, fmt.Sprintf("no typical runs are shown: %v", err))
	}
	for _, f := range []struct {
		name  string
		write func() ([]byte, error)
	}{
		{"arms.csv", func() ([]byte, error) { return encode(table.CSV, x.armTable()) }},
		{"differences.csv", func() ([]byte, error) { return encode(table.CSV, x.differenceTable()) }},
		{"comparison.json", x.json},
		{"differences.svg", func() ([]byte, error) { return svgOf(x.forest()) }},
		{"differences.png", func() ([]byte, error) { return pngOf(x.forest()) }},
		{reportName, x.html},
	} {
		content, err := f.write()
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if err := run.Publish(filepath.Join(c.Out, f.name), content); err != nil {
			return err
		}
	}
	return nil
}
