package classic

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

// restore puts a saved state into m.
func restore(t *testing.T, m Model, state []byte) {
	t.Helper()
	r := exact.NewReader(bytes.NewReader(state))
	m.State(r)
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

// inRange reports each measure that lies outside the range it states.
func inRange(t *testing.T, m Model) {
	t.Helper()
	columns := m.Columns()
	got := make([]float64, len(columns))
	for i := range got {
		got[i] = math.Inf(1) // a measure that is forgotten shows
	}
	m.Measure(got)
	for i, c := range columns {
		if x := got[i]; !math.IsNaN(x) && (x < c.Lo || x > c.Hi || math.IsInf(x, 0)) {
			t.Errorf("cycle %d: %s is %v, want %v to %v or missing", m.Cycle(), c.Name, x, c.Lo, c.Hi)
		}
	}
}

// TestCatalogue holds every model to what the engine relies on.
func TestCatalogue(t *testing.T) {
	names := map[string]bool{}
	for _, k := range Catalogue {
		t.Run(k.Name, func(t *testing.T) {
			if names[k.Name] {
				t.Errorf("%s stands in the catalogue twice", k.Name)
			}
			names[k.Name] = true
			if k.Title == "" || k.Reference == "" || k.Doc == "" || k.Entities == "" || len(k.Process) == 0 || len(k.Experiments) == 0 {
				t.Errorf("%s lacks a title, reference, doc, entities, process or experiment", k.Name)
			}
			described(t, k)
			lives(t, k.Default())
			reads(t, k)
		})
	}
}

// described wants each measure with a name of its own, a unit and a line.
func described(t *testing.T, k Kind) {
	seen := map[string]bool{}
	for _, c := range k.Default().New(1).Columns() {
		if seen[c.Name] || c.Name == "" || c.Unit == "" || c.Doc == "" || !(c.Lo < c.Hi) {
			t.Errorf("measure %+v: want a name of its own, a unit, a line of text and a range", c)
		}
		seen[c.Name] = true
	}
}

// lives runs five cycles: measures in range, the same bits twice, a step is a
// function of the state alone, and a restored run goes on as if never stopped.
func lives(t *testing.T, spec Spec) {
	a, b := spec.New(7), spec.New(7)
	inRange(t, a)
	var states [][]byte
	var digests []string
	for c := range 5 {
		states = append(states, save(t, a))
		a.Step()
		inRange(t, a)
		digests = append(digests, exact.Digest(a))
		if a.Cycle() != c+1 {
			t.Errorf("after %d steps the cycle is %d", c+1, a.Cycle())
		}
		before := save(t, b)
		b.Measure(make([]float64, len(b.Columns())))
		if b.Done(); !bytes.Equal(before, save(t, b)) {
			t.Errorf("cycle %d: looking at the model changed it", c)
		}
		b.Step()
		if got := exact.Digest(b); got != digests[c] {
			t.Errorf("cycle %d: digest %s in the second run, %s in the first", c, got, digests[c])
		}
	}
	if digests[0] == digests[4] && !a.Done() {
		t.Errorf("nothing in the state moved within five cycles, yet the model is not done")
	}
	for from := range states {
		m := spec.New(7)
		restore(t, m, states[from])
		for c := from; c < 5; c++ {
			m.Step()
			if got := exact.Digest(m); got != digests[c] {
				t.Fatalf("restored at cycle %d: digest %s at cycle %d, want %s", from, got, c+1, digests[c])
			}
		}
		if !sameMeasures(m, a) {
			t.Errorf("restored at cycle %d: measures differ from those of the run that went through", from)
		}
	}
}

// sameMeasures compares two models measure by measure, bit by bit.
func sameMeasures(a, b Model) bool {
	x, y := make([]float64, len(a.Columns())), make([]float64, len(b.Columns()))
	a.Measure(x)
	b.Measure(y)
	return slices.EqualFunc(x, y, func(p, q float64) bool { return math.Float64bits(p) == math.Float64bits(q) })
}

// reads wants defaults without errors, every reading offered as a choice with
// its default first, and an unknown key refused.
func reads(t *testing.T, k Kind) {
	root := keys.Reference()
	k.Read(root)
	if err := root.Err(); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
	options, defaults := map[string][]string{}, map[string]any{}
	for _, e := range root.Entries() {
		options[e.Path], defaults[e.Path] = e.Options, e.Default
		if e.Doc == "" {
			t.Errorf("key %s has no meaning", e.Path)
		}
	}
	for _, r := range k.Readings {
		// A key may offer more than readings: kinds of network, one of them read
		// in two ways.
		if def := defaults[r.Key]; def != r.Options[0] && slices.Contains(r.Options, def.(string)) {
			t.Errorf("reading %s: the default is %q, want the first, %q", r.Key, def, r.Options[0])
		}
		for _, o := range r.Options {
			if !slices.Contains(options[r.Key], o) {
				t.Errorf("reading %s: the key offers %v, the reading %q", r.Key, options[r.Key], o)
			}
			trial := keys.Reference()
			if err := trial.Set(r.Key, o); err != nil {
				t.Fatal(err)
			}
			spec := k.Read(trial)
			if err := trial.Err(); err != nil {
				t.Errorf("reading %s = %s is refused: %v", r.Key, o, err)
				continue
			}
			m := spec.New(3)
			for range 3 {
				m.Step()
				inRange(t, m)
			}
		}
	}
	wrong, err := keys.Parse("wrong.toml", []byte("no_such_key = 1"))
	if err != nil {
		t.Fatal(err)
	}
	if k.Read(wrong); wrong.Err() == nil {
		t.Error("an unknown key was taken")
	}
}
