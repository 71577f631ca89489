package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tutti/render/plot"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
)

// regimesCmd draws which arm of a sweep wins where.
type regimesCmd struct {
	Dir   string  `arg:"" help:"Directory of a factorial sweep." type:"path"`
	X     string  `required:"" help:"Factor along the map."`
	Y     string  `required:"" help:"Factor up the map."`
	Arm   string  `default:"pattern" help:"Factor whose levels compete."`
	By    string  `help:"Measure that decides; by default the one that leads."`
	Lower bool    `help:"Small values win."`
	Alpha float64 `default:"0.05" help:"Where the best two are not told apart at this level, nobody wins."`
	Out   string  `help:"Directory for regimes.csv, regimes.svg and regimes.png." type:"path"`
	Force bool    `help:"Replace them."`
}

// Help is the long help of the command.
func (regimesCmd) Help() string {
	return `Every cell of the map is one pair of levels of two numeric factors. Its winner is the
arm with the best mean over the seeds; it is called undecided where a signed rank test
over the seeds does not tell the best arm from the second (Holm over all cells). Other
factors are averaged over, seed by seed.`
}

// Run maps.
func (c *regimesCmd) Run(a *app) error {
	store, err := run.Open(run.Disk{}, c.Dir)
	if err != nil {
		return asInput(err)
	}
	measures, err := pickMeasures(store.Plan, named(c.By))
	if err != nil {
		return err
	}
	g, err := c.grid(store.Plan)
	if err != nil {
		return usageError{err}
	}
	if err := g.fill(a, store, measures[0].Name); err != nil {
		return err
	}
	t := g.table(c, measures[0])
	if c.Out == "" {
		return writePlain(a.out, t)
	}
	if err := writePlain(a.out, t); err != nil {
		return err
	}
	figure := plot.Regimes(t, c.X, c.Y, "winner", "lead", plot.Options{Title: "Who wins where, by " + measures[0].Name, Note: strings.TrimPrefix(store.Plan.Title+"; numbers: lead over the next in "+measures[0].Name, "; ")})
	for _, f := range []struct {
		name  string
		write func(w io.Writer) error
	}{
		{"regimes.csv", func(w io.Writer) error { return table.CSV.Write(w, t) }},
		{"regimes.svg", figure.SVG},
		{"regimes.png", func(w io.Writer) error { return figure.PNG(w, 300) }},
	} {
		if err := saveIn(c.Out, f.name, c.Force, f.write); err != nil {
			return err
		}
	}
	return nil
}

// named is a list of one name, nil for none.
func named(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// saveIn writes a file into a directory that is made when it is not there.
func saveIn(dir, name string, force bool, write func(w io.Writer) error) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return usageError{err}
	}
	if err := table.Save(filepath.Join(dir, name), force, write); err != nil {
		return usageError{err}
	}
	return nil
}

// regimeGrid gathers the runs of a sweep by cell and arm.
type regimeGrid struct {
	plan   *run.Plan
	xs, ys []float64
	arms   []string
	sums   [][][]float64 // cell, arm, seed: the sum over the other factors
	counts [][][]float64
	place  func(at run.Place) (cell, arm int)
}

// grid finds the levels of the three factors.
func (c *regimesCmd) grid(plan *run.Plan) (*regimeGrid, error) {
	var names []string
	for _, f := range plan.FactorColumns() {
		names = append(names, f.Name)
	}
	for _, f := range []struct{ flag, name string }{{"--x", c.X}, {"--y", c.Y}, {"--arm", c.Arm}} {
		if !slices.Contains(names, f.name) {
			return nil, fmt.Errorf("%s: no factor %q; %s", f.flag, f.name, keys.Hint(f.name, names))
		}
	}
	if c.X == c.Y || c.X == c.Arm || c.Y == c.Arm {
		return nil, fmt.Errorf("--x %s, --y %s, --arm %s: want three factors", c.X, c.Y, c.Arm)
	}
	g := &regimeGrid{plan: plan}
	for _, e := range plan.Experiments() {
		if e.Sampled() {
			return nil, fmt.Errorf("%s: a %s design has no grid, want a factorial one or rows", c.Dir, e.Kind)
		}
	}
	for p := range plan.Points() {
		x, y, arm, err := g.at(plan.PointAt(p), c)
		if err != nil {
			return nil, err
		}
		g.xs, g.ys = insert(g.xs, x), insert(g.ys, y)
		if !slices.Contains(g.arms, arm) {
			g.arms = append(g.arms, arm)
		}
	}
	if len(g.arms) < 2 {
		return nil, fmt.Errorf("--arm %s: only %s competes, want two arms", c.Arm, strings.Join(g.arms, ""))
	}
	cells := len(g.xs) * len(g.ys)
	seeds := int(plan.Replicates())
	for range cells {
		var s, n [][]float64
		for range g.arms {
			s, n = append(s, make([]float64, seeds)), append(n, make([]float64, seeds))
		}
		g.sums, g.counts = append(g.sums, s), append(g.counts, n)
	}
	g.place = func(at run.Place) (cell, arm int) {
		x, y, name, _ := g.at(at, c) // every point was read above
		i, _ := slices.BinarySearch(g.xs, x)
		k, _ := slices.BinarySearch(g.ys, y)
		return k*len(g.xs) + i, slices.Index(g.arms, name)
	}
	return g, nil
}

func insert(v []float64, x float64) []float64 {
	i, found := slices.BinarySearch(v, x)
	if found {
		return v
	}
	return slices.Insert(v, i, x)
}

// at reads the three factors at a point.
func (g *regimeGrid) at(place run.Place, c *regimesCmd) (x, y float64, arm string, err error) {
	e := &g.plan.Groups[place.Group].Experiment
	x, y = math.NaN(), math.NaN()
	for f, v := range e.Values(place.Local) {
		number, ok := v.(float64)
		switch name := e.Factors[f].Name; {
		case name == c.Arm:
			arm = run.Display(v)
		case name == c.X && ok:
			x = number
		case name == c.Y && ok:
			y = number
		}
	}
	if math.IsNaN(x) || math.IsNaN(y) || arm == "" {
		return x, y, arm, fmt.Errorf("%s and %s: want numbers at every point, and %s a level", c.X, c.Y, c.Arm)
	}
	return x, y, arm, nil
}

// fill reads the runs.
func (g *regimeGrid) fill(a *app, store *run.Store, measure string) error {
	return store.Each(a.ctx, func(runs *table.Table) error {
		values, status := runs.Numbers(measure), runs.Texts("status")
		for row, k := range runs.Numbers("run") {
			if status[row] != "ok" || table.Missing(values[row]) {
				continue
			}
			at := g.plan.At(int64(k))
			cell, arm := g.place(at)
			g.sums[cell][arm][at.Replicate] += values[row]
			g.counts[cell][arm][at.Replicate]++
		}
		return nil
	})
}

// table has one row a cell.
func (g *regimeGrid) table(c *regimesCmd, m run.Measure) *table.Table {
	t := table.New(table.Number(c.X, "", ""), table.Number(c.Y, "", ""), table.Label("winner", "best arm, or undecided"),
		table.Number("lead", m.Unit, "of the best arm over the next"), table.Number("best", m.Unit, ""), table.Label("second", ""), table.Number("p", "1", "signed rank test, Holm over all cells"), table.Count("seeds", "1", ""))
	type cell struct {
		first, second int
		mean          []float64
		pairs         int
	}
	var cells []cell
	var ps []float64
	for k := range g.sums {
		arms := make([][]float64, len(g.arms))
		for a := range arms {
			arms[a] = make([]float64, len(g.sums[k][a]))
			for s := range arms[a] {
				arms[a][s] = g.sums[k][a][s] / g.counts[k][a][s] // 0/0: missing
			}
		}
		r := stats.Rank(arms, c.Alpha, c.Lower)
		p, pairs := stats.PairedP(arms[r.Order[0]], arms[r.Order[1]])
		cells = append(cells, cell{r.Order[0], r.Order[1], r.Mean, pairs})
		ps = append(ps, p)
	}
	holm := stats.Holm(ps)
	for k, x := range cells {
		winner := g.arms[x.first]
		if !(holm[k] <= c.Alpha) {
			winner = plot.Undecided
		}
		t.Append(g.xs[k%len(g.xs)], g.ys[k/len(g.xs)], winner, math.Abs(x.mean[x.first]-x.mean[x.second]), x.mean[x.first], g.arms[x.second], holm[k], x.pairs)
	}
	return t
}
