// Package solo reads a scenario of any model, an organisation or a published one,
// and runs it once. It is all that playing, drawing and the page in the browser
// need; sweeps of many runs are sim/run.
package solo

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"tutti/sim"
	"tutti/sim/classic"
	"tutti/sim/exact"
	"tutti/sim/expr"
	"tutti/sim/keys"
	"tutti/sim/measure"
	"tutti/sim/scenario"
	"tutti/sim/table"
)

// A Model is what is run: an organisation or a published model.
type Model interface {
	Step()                   // lives one cycle (period, round, beat)
	Cycle() int              // cycles lived
	Done() bool              // nothing more can change
	Columns() []table.Column // its measures, in a fixed order
	Measure(dst []float64)   // their values now, one a column; NaN is missing
	State(s exact.State)     // the whole state
}

// Opener reads the file of a name.
type Opener = func(name string) ([]byte, error)

// A Scenario is a scenario of any model, checked and ready to run.
type Scenario struct {
	scenario.Head
	Name    string         // file or name that it was loaded by
	Spec    *scenario.Spec // the organisation; nil for a published model
	Kind    *classic.Kind  // the published model; nil for an organisation
	Entries []keys.Entry   // every setting as resolved
	Inputs  []Input        // tables and networks that it reads from files of their own
	Changes []Change       // of a published model, as they come
	classic classic.Spec
	columns []table.Column // of the model, without the scenario's own measures
	own     []*expr.Expr
	stop    *expr.Expr

	parameters []keys.Entry // of a published model
}

type column = table.Column

// An Input is a file that a scenario names, with a hash of its content.
type Input struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
}

// noting opens files as open does and notes them, but for those in TOML, whose
// content is among the settings.
func (s *Scenario) noting(open scenario.Open) scenario.Open {
	return func(name string) ([]byte, error) {
		text, err := open(name)
		known := slices.ContainsFunc(s.Inputs, func(i Input) bool { return i.Name == name })
		if err == nil && !known && !strings.HasSuffix(name, ".toml") {
			s.Inputs = append(s.Inputs, Input{name, fmt.Sprintf("%016x", exact.HashString(string(text)))})
		}
		return text, err
	}
}

// Models lists the names that `model` may take.
func Models() []string {
	names := []string{"organisation"}
	for _, k := range classic.Catalogue {
		names = append(names, k.Name)
	}
	return names
}

// Load reads a scenario and puts settings on top. Errors of the file come all
// at once, as keys.Errors.
func Load(open Opener, name string, sets []Setting) (*Scenario, error) {
	root, err := keys.Load(open, name)
	if err != nil {
		return nil, err
	}
	root.Shorthand("pattern", "name") // so that pattern.KEY can be set over pattern = "NAME"
	var refused keys.Errors
	for _, s := range sets {
		var faults keys.Errors
		if errors.As(root.Set(s.Key, TOML(s.Value)), &faults) {
			refused = append(refused, faults...)
		}
		root.Shorthand("pattern", "name")
	}
	s, err := Read(root, name, Beside(open, name))
	if refused == nil {
		return s, err
	}
	var faults keys.Errors
	errors.As(err, &faults)
	return nil, append(faults, refused...)
}

var missing = math.NaN()

// Beside opens the files that a scenario names: relative to its folder first.
func Beside(open Opener, name string) scenario.Open {
	folder := ""
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		folder = name[:at+1]
	}
	return func(file string) ([]byte, error) {
		if folder != "" {
			if text, err := open(folder + file); err == nil {
				return text, nil
			}
		}
		return open(file)
	}
}

// Read reads a scenario from its table; open reads the files that it names.
func Read(root *keys.Table, name string, open scenario.Open) (*Scenario, error) {
	s := &Scenario{Name: name, Head: scenario.ReadHead(root, Models())}
	s.File = name
	if err := badModel(root); err != nil {
		return nil, err
	}
	var changes []asked
	if s.Model == "organisation" {
		s.Spec = scenario.Read(root, s.Head, s.noting(open))
	} else if k, ok := classic.Find(s.Model); ok {
		s.Kind = &k
		s.classic = k.Read(root.Table("parameters", "parameters of the published model"))
		changes = readChanges(root)
	}
	if s.Kind != nil && root.Err() != nil { // what follows needs a model that can be built
		return nil, root.Err()
	}
	if s.Spec != nil {
		for _, m := range measure.Catalogue {
			s.columns = append(s.columns, m.Column)
		}
		s.columns = append(s.columns, s.Spec.Work.Columns()...)
	} else {
		s.columns = s.classic.New(0).Columns()
		for _, e := range root.Entries() {
			if strings.HasPrefix(e.Path, "parameters.") {
				s.parameters = append(s.parameters, e)
			}
		}
		s.change(changes)
	}
	s.expressions(root)
	if err := root.Err(); err != nil {
		return nil, err
	}
	s.Entries = root.Entries()
	return s, nil
}

// badModel is the error of a model that there is not: which keys a file may
// have beside it, nobody can say.
func badModel(root *keys.Table) error {
	var all keys.Errors
	if !errors.As(root.Err(), &all) {
		return nil
	}
	for _, e := range all {
		if e.Key == "model" {
			return keys.Errors{e}
		}
	}
	return nil
}

// Reference returns every key that a scenario may have, for the reference page
// and the schema.
func Reference() []keys.Entry {
	root := keys.Reference()
	root.Text("extends", "", "another scenario that this one is laid over, key by key, beside it or one that comes with the program")
	root.Value("parameters", "table", nil, "parameters of a published model; tutti explain NAME lists its keys")
	scenario.Read(root, scenario.ReadHead(root, Models()), func(string) ([]byte, error) { return nil, nil })
	return root.Entries()
}

// Schema is the JSON Schema of a scenario, for editors.
func Schema() []byte {
	var schema map[string]any
	if err := json.Unmarshal(keys.Schema(Reference(), "A scenario of tutti"), &schema); err != nil {
		panic(err) // it was written as JSON just before
	}
	in := func(table any, key string) map[string]any { return table.(map[string]any)[key].(map[string]any) }
	top := in(schema, "properties")
	for _, table := range []map[string]any{top, in(in(in(top, "event"), "items"), "properties")} { // a pattern may be a name alone
		table["pattern"] = map[string]any{"anyOf": []any{map[string]any{"type": "string", "description": "name of a pattern"}, table["pattern"]}}
	}
	top["parameters"] = map[string]any{"type": "object", "description": "parameters of a published model; tutti explain NAME lists its keys"}
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic(err) // it was JSON before
	}
	return append(out, '\n')
}

// expressions compiles the scenario's own measures and its stopping rule, and
// looks for the measures that claims name.
func (s *Scenario) expressions(root *keys.Table) {
	var names []string
	for _, c := range s.columns {
		names = append(names, c.Name)
	}
	for _, t := range root.Named("measure", "") {
		e, err := expr.Compile(t.Text("expr", "", ""), names)
		if err != nil {
			t.Errorf("expr", "%v", err)
		}
		if slices.Contains(names, t.Name()) {
			t.Errorf("", "there is a measure %q already, want another name", t.Name())
		}
		s.own = append(s.own, e)
		names = append(names, t.Name())
	}
	if s.Stop != "" {
		e, err := expr.CompileCondition(s.Stop, names)
		if err != nil {
			root.Errorf("stop_when", "%v", err)
		}
		s.stop = e
	}
	for _, t := range root.Named("expect", "") {
		if name := t.Text("measure", "", ""); name != "" && !slices.Contains(names, name) {
			t.Errorf("measure", "no measure %q; %s", name, keys.Hint(name, names))
		}
		if name := t.Text("with", "", ""); name != "" && !slices.Contains(names, name) {
			t.Errorf("with", "no measure %q; %s", name, keys.Hint(name, names))
		}
	}
}

// Columns are the measures of the scenario, its own ones last.
func (s *Scenario) Columns() []table.Column {
	columns := append([]table.Column(nil), s.columns...)
	for k := range s.own {
		m := &s.Measures[k]
		c := table.Number(m.Name, m.Unit, m.Doc)
		c.Formula = m.Expr
		columns = append(columns, c)
	}
	return columns
}

// New sets the scenario up under a seed [0..exact.MaxSeed].
func (s *Scenario) New(seed uint64) *Running {
	r := &Running{scenario: s, columns: s.Columns(), seed: seed}
	if s.Spec != nil {
		r.Organisation = measure.Of(sim.New(s.Spec, seed))
		r.Model = r.Organisation
	} else {
		r.Model = s.classic.New(seed)
	}
	for _, e := range s.own {
		r.own = append(r.own, e.Fresh())
	}
	if s.stop != nil {
		r.stop = s.stop.Fresh()
	}
	r.now = make([]float64, len(r.columns))
	return r
}

// Running is a scenario in the middle of a run.
type Running struct {
	Model
	Organisation *measure.Organisation // nil for a published model
	scenario     *Scenario
	columns      []table.Column
	own          []*expr.Expr
	stop         *expr.Expr
	now          []float64
	stopped      bool
	seed         uint64
	changed      int // changes in force
}

// Step lives one cycle and takes the measures.
func (r *Running) Step() {
	r.change(r.Cycle())
	r.Model.Step()
	r.take()
}

// take evaluates the scenario's own measures and its stopping rule, once a
// cycle: they may look back.
func (r *Running) take() {
	n := len(r.columns) - len(r.own)
	r.Model.Measure(r.now[:n])
	for k, e := range r.own {
		r.now[n+k] = e.Eval(r.now[:n+k])
	}
	r.stopped = r.stop != nil && r.stop.Holds(r.now)
}

// Refresh works out, after the state was restored, what is derived from it.
func (r *Running) Refresh() {
	if r.Cycle() == 0 {
		return
	}
	past := append([]float64(nil), r.now[len(r.now)-len(r.own):]...)
	r.Model.Measure(r.now[:len(r.now)-len(r.own)])
	copy(r.now[len(r.now)-len(r.own):], past)
}

// Done says that nothing more can change, or that the stopping rule holds.
func (r *Running) Done() bool { return r.stopped || r.Model.Done() }

// Columns are the measures of the scenario.
func (r *Running) Columns() []table.Column { return r.columns }

// Measure writes the values of all measures as they stood after the last cycle.
func (r *Running) Measure(dst []float64) {
	if r.Cycle() == 0 {
		for k := range dst {
			dst[k] = missing
		}
		return
	}
	copy(dst, r.now)
}

// State lists the model's state and the past that expressions look back to.
func (r *Running) State(s exact.State) {
	r.Model.State(s)
	r.change(r.Cycle() - 1) // what is restored may be of another time
	if len(r.own) == 0 && r.stop == nil {
		return
	}
	for _, e := range r.own {
		e.State(s)
	}
	if r.stop != nil {
		r.stop.State(s)
	}
	s.Floats("measures", &r.now)
	stopped := 0
	if r.stopped {
		stopped = 1
	}
	s.Int("stopped", &stopped)
	r.stopped = stopped != 0
}

// SetCycles changes how long a run lasts.
func (s *Scenario) SetCycles(cycles int) {
	s.Cycles = cycles
	if s.Spec != nil {
		s.Spec.Cycles = cycles
	}
}

// SetBurnIn changes how many cycles are left out of means over a run.
func (s *Scenario) SetBurnIn(cycles int) {
	s.BurnIn = cycles
	if s.Spec != nil {
		s.Spec.BurnIn = cycles
	}
}
