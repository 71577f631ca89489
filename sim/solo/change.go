package solo

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tutti/sim/classic"
	"tutti/sim/exact"
	"tutti/sim/keys"
)

// A Change lets parameters of a published model take other values at the start
// of a cycle, as [[event]] of kind "set" says.
type Change struct {
	At   int    // cycle at whose start it happens, from 0
	Note string // what a chart may write beside it
	Key  string // such as "parameters.p1"

	value any
	spec  classic.Spec // with this change and all before it
}

// probes is under how many seeds a beginning is compared.
const probes = 3

// An asked is a change as a file asks for it, not yet checked.
type asked struct {
	Change
	t *keys.Table
}

// readChanges reads the events of a published model.
func readChanges(root *keys.Table) (all []asked) {
	for _, t := range root.Tables("event", "a parameter takes another value in mid-run") {
		t.Choice("kind", "set", []string{"set"}, "what happens: a parameter takes a value")
		all = append(all, asked{Change{
			At:    t.Count("at", 0, 0, 1<<30, "cycle at whose start it happens, from 0 [cycle]"),
			Note:  t.Text("note", "", "a few words to write beside it in charts"),
			Key:   t.Text("key", "", "the parameter: parameters.KEY"),
			value: plain(t.Value("value", "number or word", nil, "the value it takes")),
		}, t})
	}
	slices.SortStableFunc(all, func(a, b asked) int { return cmp.Compare(a.At, b.At) })
	return all
}

// change takes over what may be changed in mid-run: parameters by which the
// model lives, never those that it was set up with.
func (s *Scenario) change(all []asked) {
	before, sets := s.classic, []Setting(nil)
	for _, e := range all {
		if !single(e.value) {
			e.t.Errorf("value", "neither a number nor a word, want one for the parameter to take")
			continue
		}
		spec, err := s.with(append(sets, Setting{Key: e.Key, Value: e.value}))
		switch {
		case s.Cycles > 0 && e.At >= s.Cycles:
			e.t.Errorf("at", "cycle %d is after the end, want 0 to %d", e.At, s.Cycles-1)
		case err != nil:
			e.t.Errorf("value", "%s", plainly(err))
		case !sameBeginning(before, spec, s.Seed):
			e.t.Errorf("key", "%s shapes how the model begins: it has no effect later, want it in [parameters]", e.Key)
		default:
			e.spec, before = spec, spec
			s.Changes = append(s.Changes, e.Change)
			sets = append(sets, Setting{Key: e.Key, Value: e.value})
		}
	}
}

// single says whether a value is one that a parameter may take: there is one, and
// it is no list or table.
func single(value any) bool {
	switch value.(type) {
	case float64, bool, string:
		return true
	}
	return false
}

// plain is a value as a Setting takes it.
func plain(v any) any {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v
}

// with is the model with parameters set on top of the scenario's own.
func (s *Scenario) with(sets []Setting) (classic.Spec, error) {
	t, err := keys.Parse("", []byte(keys.Write(s.parameters)))
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		if !strings.HasPrefix(set.Key, "parameters.") {
			return nil, fmt.Errorf("%q is no parameter, want parameters.KEY", set.Key)
		}
		if err := t.Set(set.Key, TOML(set.Value)); err != nil {
			return nil, err
		}
	}
	spec := s.Kind.Read(t.Table("parameters", "parameters of the published model"))
	return spec, t.Err()
}

// plainly is an error without a file and a line that nobody has seen.
func plainly(err error) string {
	var all keys.Errors
	if errors.As(err, &all) && len(all) > 0 {
		return all[0].Key + ": " + all[0].Msg
	}
	return err.Error()
}

// sameBeginning says whether two set-ups of a model begin alike: then one can
// go on where the other stands.
func sameBeginning(a, b classic.Spec, seed uint64) bool {
	for k := range uint64(probes) {
		x, y := a.New(seed+k), b.New(seed+k)
		if exact.Digest(x) != exact.Digest(y) || !slices.EqualFunc(x.Columns(), y.Columns(), func(a, b column) bool { return a.Name == b.Name }) {
			return false
		}
	}
	return true
}

// Begins says whether a parameter of a published model shapes how the model
// begins, so that another value needs a new beginning; an error says what is
// wrong with the value.
func (s *Scenario) Begins(key string, value any) (bool, error) {
	spec, err := s.with([]Setting{{Key: key, Value: value}})
	if err != nil {
		return false, errors.New(plainly(err))
	}
	return !sameBeginning(s.classic, spec, s.Seed), nil
}

// Parameters are the parameters of a published model as its scenario sets them.
func (s *Scenario) Parameters() []keys.Entry { return s.parameters }

// change lets the changes up to a cycle be in force: the model goes on from the
// state it is in.
func (r *Running) change(upTo int) {
	n := 0
	for n < len(r.scenario.Changes) && r.scenario.Changes[n].At <= upTo {
		n++
	}
	if n == r.changed {
		return
	}
	spec := r.scenario.classic
	if n > 0 {
		spec = r.scenario.Changes[n-1].spec
	}
	var b bytes.Buffer
	w := exact.NewWriter(&b)
	r.Model.State(w)
	if err := w.Flush(); err != nil {
		panic(err) // memory takes everything
	}
	next := spec.New(r.seed)
	state := exact.NewReader(&b)
	next.State(state)
	if err := state.Err(); err != nil {
		panic(fmt.Sprintf("solo: a changed model cannot go on: %v", err)) // they begin alike
	}
	r.Model, r.changed = next, n
}

// InForce is the value that a parameter has in the cycle lived last, where an
// event has set it.
func (r *Running) InForce(key string) (value any, set bool) {
	for _, c := range r.scenario.Changes[:r.changed] {
		if c.Key == key {
			value, set = c.value, true
		}
	}
	return value, set
}
