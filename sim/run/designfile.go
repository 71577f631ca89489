package run

import (
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tutti/sim/design"
	"tutti/sim/exact"
	"tutti/sim/keys"
)

// A Design is a design file, checked as far as that goes without its
// scenarios.
type Design struct {
	Title, Question string
	Experiments     []Experiment
	Replicates      int64
	Seeds           Seeds
	Measures        []string // nil: all
	Leading         string   // measure that progress follows
	Every           int      // cycles between rows of the series; 0: none
	Agents          bool
	BurnIn          *float64 // share of the cycles; nil: the scenario's own
	Shard           int64    // 0: by the work that the scenario means

	// Fits says what keeps a scenario from being set up here, before it is; nil
	// lets all.
	Fits func(s *Scenario) error

	root  *keys.Table // for errors that scenarios show
	where []spot      // of the experiments
}

// spot is where an experiment's parts stand in the file.
type spot struct {
	table   *keys.Table
	factors []*keys.Table
}

// ReadDesign reads a design file. Its errors are those of its lines.
func ReadDesign(open func(name string) ([]byte, error), name string, sets []Setting) (*Design, error) {
	root, err := keys.Load(open, name)
	if err != nil {
		return nil, err
	}
	for _, s := range sets {
		if err := root.Set(s.Key, TOML(s.Value)); err != nil {
			return nil, err
		}
	}
	d := readDesign(root, open)
	if err := root.Err(); err != nil {
		return nil, err
	}
	return d, nil
}

// DesignReference reads the keys of a design file from nothing: its reference.
func DesignReference() []keys.Entry {
	root := keys.Reference()
	readDesign(root, nil)
	return root.Entries()
}

func readDesign(root *keys.Table, open func(name string) ([]byte, error)) *Design {
	d := &Design{
		root:     root,
		Title:    root.Text("title", "", "what the sweep is called"),
		Question: root.Text("question", "", "what it is to answer; stands at the head of reports"),
		Measures: root.Texts("measures", nil, "measures to keep; all when left out"),
		Leading:  root.Text("leading", "", "measure that the progress line follows; the first when left out"),
		Every:    root.Count("series", 0, 0, 1<<30, "keep the measures every so many cycles; 0: not at all [cycles]"),
		Agents:   root.Switch("agents", false, "keep a row for each agent at the end of each run"),
		Shard:    int64(root.Count("shard", 0, 0, 1<<20, "runs that are saved together; 0: about two seconds of work")),
	}
	burnIn := root.Number("burn_in", 0, keys.Range{Lo: 0, Hi: 0.99}, "share of the cycles left out of means over a run; what the scenario says when left out [1]")
	if root.Has("burn_in") {
		d.BurnIn = &burnIn
	}
	d.readSeeds(root)
	base := readExperiment(root, nil, open)
	list := root.Tables("experiment", "sub-experiments; each may give its own design and inherits the rest")
	if len(list) == 0 || root.Blank() {
		d.addExperiment(base)
	}
	for _, t := range list {
		e := readExperiment(t, &base, open)
		e.Name = t.Text("name", "", "name of the sub-experiment")
		if e.Name == "" && !t.Blank() {
			t.Errorf("name", "missing, want a name for the sub-experiment")
		}
		for _, other := range d.Experiments {
			if other.Name == e.Name && !t.Blank() {
				t.Errorf("name", "%q is there already, want each name once", e.Name)
			}
		}
		d.addExperiment(e)
	}
	return d
}

func (d *Design) addExperiment(e readOf) {
	d.Experiments = append(d.Experiments, e.Experiment)
	d.where = append(d.where, e.where)
}

func (d *Design) readSeeds(t *keys.Table) {
	d.Seeds.First = uint64(t.Long("first_seed", 1, 0, exact.MaxSeed, "seed of the first replicate; the others follow it"))
	d.Seeds.Spread = !t.Switch("common_seeds", true, "replicate r has the same seed at every point, so that differences are taken pair by pair")
	switch v := t.Value("seeds", "a count or a list of seeds", int64(1), "runs of each point, each under another seed").(type) {
	case int64:
		d.Replicates = v
		if v < 1 || v > 1<<40 {
			t.Errorf("seeds", "%d is no number of seeds, want at least 1", v)
		}
	case []any:
		for _, x := range v {
			seed, ok := x.(int64)
			if !ok || seed < 0 || seed > exact.MaxSeed || slices.Contains(d.Seeds.List, uint64(seed)) {
				t.Errorf("seeds", "%v is no seed of its own, want whole numbers from 0 to 2^53-1, each once", x)
				return
			}
			d.Seeds.List = append(d.Seeds.List, uint64(seed))
		}
		if d.Replicates = int64(len(v)); len(v) == 0 {
			t.Errorf("seeds", "no seeds, want at least 1")
		}
	default:
		t.Errorf("seeds", "want a count or a list of seeds")
	}
}

// readOf is an experiment with its place in the file.
type readOf struct {
	Experiment
	where spot
}

// readExperiment reads the part of a design that sub-experiments may repeat;
// what it lacks is taken from base.
func readExperiment(t *keys.Table, base *readOf, open func(name string) ([]byte, error)) readOf {
	e := readOf{Experiment: Experiment{Kind: Factorial, Seed: 1, Levels: 4, Place: string(design.Plain)}, where: spot{table: t}}
	if base != nil {
		e.Experiment = base.Experiment
		e.where.factors = base.where.factors
	}
	e.Scenario = t.Text("scenario", e.Scenario, "scenario file, or the name of a built-in one")
	e.Kind = t.Choice("kind", e.Kind, Kinds, "which points: all combinations, listed rows, or points in the ranges of the factors")
	e.N = t.Long("n", e.N, 0, 1<<40, "points of lhs and sobol, base points of saltelli, or trajectories of morris")
	e.Seed = uint64(t.Long("design_seed", int64(e.Seed), 0, exact.MaxSeed, "lhs and morris: seed of the design's own random numbers"))
	e.Levels = t.Count("levels", e.Levels, 2, 1000, "morris: levels of each factor")
	e.Shift = t.Switch("shift", e.Shift, "sobol and saltelli: shift the sequence by the design's seed")
	e.Place = t.Choice("place", e.Place, []string{string(design.Plain), string(design.Centred), string(design.Maximin)}, "lhs: where in its stratum a point lies")
	e.Second = t.Switch("second_order", e.Second, "saltelli: estimate pairs of factors too")
	e.Sets = append(slices.Clone(e.Sets), readSets(t)...)
	if factors, places := readFactors(t); factors != nil {
		e.Factors, e.where.factors, e.Rows = factors, places, nil
	}
	if rows, factors := readRows(t, open); rows != nil {
		e.Rows, e.Factors, e.where.factors = rows, factors, nil
	}
	if t.Blank() || base == nil && t.Has("experiment") {
		return e
	}
	checkExperiment(&e)
	return e
}

// readSets reads [set]: keys of the scenario that are the same everywhere.
func readSets(t *keys.Table) (sets []Setting) {
	v := t.Value("set", "table of scenario keys and values", nil, "values of scenario keys at every point, such as \"reflection.trust_up\" = 0.2")
	if v == nil {
		return nil
	}
	m, ok := v.(map[string]any)
	if !ok {
		t.Errorf("set", "want a table of scenario keys and values")
		return nil
	}
	return flatten(t, "", m)
}

// flatten turns nested tables into dotted keys, sorted.
func flatten(t *keys.Table, prefix string, m map[string]any) (sets []Setting) {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if inner, ok := m[name].(map[string]any); ok {
			sets = append(sets, flatten(t, prefix+name+".", inner)...)
			continue
		}
		v, err := plainValue(m[name])
		if err != nil {
			t.Errorf("set", "%s: %v", prefix+name, err)
		}
		sets = append(sets, Setting{Key: prefix + name, Value: v})
	}
	return sets
}

// plainValue turns a TOML value into what settings hold.
func plainValue(v any) (any, error) {
	switch v := v.(type) {
	case int64:
		if v > exact.MaxSeed || v < -exact.MaxSeed {
			return nil, fmt.Errorf("%d is too large to be exact", v)
		}
		return float64(v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%v is no finite number", v)
		}
		return v, nil
	case string, bool:
		return v, nil
	case []any:
		out := make([]any, len(v))
		for i := range v {
			var err error
			if out[i], err = plainValue(v[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("want a number, a text, true or false, or a list")
}

// readFactors reads the tables [factor.NAME].
func readFactors(t *keys.Table) (factors []Factor, places []*keys.Table) {
	for _, ft := range t.Named("factor", "what the experiment varies; NAME is its column in the results") {
		f := Factor{Name: ft.Name()}
		f.Key = ft.Text("key", f.Name, "scenario key that it sets, such as reflection.trust_up, pattern or event[0].cycle; scenario chooses the file")
		f.With = ft.Text("with", "", "factor that it moves together with, level by level")
		f.Log = ft.Choice("scale", "linear", []string{"linear", "log"}, "even steps of the value or of its logarithm") == "log"
		f.Whole = ft.Switch("whole", false, "whole numbers only")
		f.Unit = ft.Text("unit", "", "unit, for tables and plots")
		f.Values = readLevels(ft)
		limits := ft.Numbers("range", nil, keys.Any, "lowest and highest value, in place of values")
		steps := ft.Count("steps", 0, 0, 1<<20, "levels of the range, both ends included, where a design needs levels")
		readRange(ft, &f, limits, steps)
		factors = append(factors, f)
		places = append(places, ft)
	}
	return factors, places
}

func readLevels(ft *keys.Table) []any {
	v := ft.Value("values", "list of numbers, texts or switches", nil, "the levels")
	if v == nil {
		return nil
	}
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		ft.Errorf("values", "want a list of at least one level")
		return nil
	}
	out := make([]any, len(list))
	for i, x := range list {
		var err error
		if out[i], err = plainValue(x); err != nil {
			ft.Errorf("values", "level %d: %v", i+1, err)
		}
		for _, y := range out[:i] {
			if sameJSON(out[i], y) {
				ft.Errorf("values", "%s stands there twice, want each level once", Display(out[i]))
			}
		}
	}
	return out
}

func readRange(ft *keys.Table, f *Factor, limits []float64, steps int) {
	switch {
	case ft.Blank():
		return
	case limits == nil && f.Values == nil:
		ft.Errorf("", "neither values nor range, want one of them")
		return
	case limits != nil && f.Values != nil:
		ft.Errorf("range", "values are there too, want one of them")
		return
	case limits == nil:
		return
	case len(limits) != 2 || limits[0] >= limits[1]:
		ft.Errorf("range", "want [lowest, highest]")
		return
	case f.Log && limits[0] <= 0:
		ft.Errorf("range", "%v cannot stand on a logarithmic scale, want more than 0", limits[0])
		return
	case f.Whole && (limits[0] != math.Trunc(limits[0]) || limits[1] != math.Trunc(limits[1])):
		ft.Errorf("range", "want whole numbers")
		return
	}
	f.Lo, f.Hi = limits[0], limits[1]
	if steps == 1 {
		ft.Errorf("steps", "1 step holds one end only, want 2 or more")
	}
	if steps > 1 {
		f.Values = levels(*f, steps)
	}
}

// levels are even steps of a range, both ends included.
func levels(f Factor, steps int) []any {
	whole := f.Whole
	f.Whole = false
	var out []any
	for i := range steps {
		v := tidy(f.at(float64(i) / float64(steps-1)).(float64))
		if whole {
			v = math.Round(v)
		}
		if n := len(out); n == 0 || out[n-1] != any(v) {
			out = append(out, v)
		}
	}
	return out
}

// tidy drops the last digits of a step, so that a level reads 0.3 and not
// 0.30000000000000004.
func tidy(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 14, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// readRows reads listed points: [[row]] tables or rows = "FILE.csv".
func readRows(t *keys.Table, open func(name string) ([]byte, error)) (rows [][]any, factors []Factor) {
	file := t.Text("rows", "", "CSV file with one point a line; its head names the scenario keys")
	inline := t.Value("row", "tables of scenario keys and values", nil, "points one by one, each under [[row]] with keys and values")
	switch {
	case file != "" && inline != nil:
		t.Errorf("rows", "[[row]] is there too, want one of them")
	case file != "":
		return readCSV(t, file, open)
	case inline != nil:
		return inlineRows(t, inline)
	}
	return nil, nil
}

func inlineRows(t *keys.Table, v any) (rows [][]any, factors []Factor) {
	list, ok := v.([]any)
	if !ok {
		t.Errorf("row", "want tables, each under [[row]]")
		return nil, nil
	}
	for i, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			t.Errorf("row", "want tables, each under [[row]]")
			return nil, nil
		}
		sets := flatten(t, "", m)
		if i == 0 {
			for _, s := range sets {
				factors = append(factors, Factor{Name: columnName(s.Key), Key: s.Key})
			}
		}
		row := make([]any, len(factors))
		for k, s := range sets {
			if len(sets) != len(factors) || factors[k].Key != s.Key {
				t.Errorf("row", "row %d has other keys than the first", i+1)
				return nil, nil
			}
			row[k] = s.Value
		}
		rows = append(rows, row)
	}
	return rows, factors
}

// columnName makes a scenario key a column that R takes without quotes.
func columnName(key string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r == '.' || r == '[' || r == ']' || r == ' ' {
			return '_'
		}
		return r
	}, strings.ReplaceAll(key, "].", "_")), "_")
}

func readCSV(t *keys.Table, file string, open func(name string) ([]byte, error)) (rows [][]any, factors []Factor) {
	text, err := open(file)
	if err != nil {
		t.Errorf("rows", "%v", err)
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))) // the mark that spreadsheets set
	records, err := r.ReadAll()
	if err != nil {
		t.Errorf("rows", "%s: %v", file, err)
		return nil, nil
	}
	if len(records) < 2 {
		t.Errorf("rows", "%s: no rows, want a head with scenario keys and at least one line", file)
		return nil, nil
	}
	for _, key := range records[0] {
		factors = append(factors, Factor{Name: columnName(key), Key: key})
	}
	for i, record := range records[1:] {
		row := make([]any, len(record))
		for k, cell := range record {
			if cell == "" {
				t.Errorf("rows", "%s:%d: %s: empty, want a value", file, i+2, records[0][k])
			}
			row[k] = cellValue(cell)
		}
		rows = append(rows, row)
	}
	return rows, factors
}

// cellValue reads a cell: a number, true or false, or a text.
func cellValue(cell string) any {
	if x, err := strconv.ParseFloat(cell, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
		return x
	}
	if cell == "true" || cell == "false" {
		return cell == "true"
	}
	return cell
}

// ParseValue reads a value from a command line: TOML, or a bare word as text.
func ParseValue(text string) (any, error) {
	text = strings.TrimSpace(text)
	root, err := keys.Parse("value", []byte("value = "+text))
	if err != nil {
		if text == "" || strings.ContainsRune(`"'[{`, rune(text[0])) {
			return nil, badInput("%s is not TOML, want a number, a text, true, false or a list", text)
		}
		return text, nil
	}
	return plainValue(root.Value("value", "", nil, ""))
}

// MakeDesign is a design of one experiment that stands in no file.
func MakeDesign(e Experiment, replicates int64, firstSeed uint64, burnIn *float64) *Design {
	root, err := keys.Parse("comparison", nil)
	if err != nil {
		panic(fmt.Sprintf("run: an empty file is refused: %v", err))
	}
	return &Design{Experiments: []Experiment{e}, Replicates: replicates, Seeds: Seeds{First: firstSeed}, BurnIn: burnIn,
		root: root, where: []spot{{table: root}}}
}
