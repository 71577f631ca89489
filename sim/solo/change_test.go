package solo_test

import (
	"bytes"
	"strings"
	"testing"

	"tutti/sim/exact"
	"tutti/sim/solo"
)

const march = `model = "march-1991"
cycles = 30
[parameters]
p1 = 0.2
`

func load(text string) (*solo.Scenario, error) {
	return solo.Load(func(string) ([]byte, error) { return []byte(text), nil }, "s.toml", nil)
}

func scenario(t *testing.T, text string) *solo.Scenario {
	t.Helper()
	s, err := load(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func step(r *solo.Running, to int) {
	for r.Cycle() < to {
		r.Step()
	}
}

const change = "[[event]]\nat = 10\nkind = \"set\"\nkey = \"parameters.p1\"\nvalue = 0.9\n"

// TestChange changes a parameter in mid-run: before it nothing differs, after
// it much does, and setting what is set already changes nothing.
func TestChange(t *testing.T) {
	plain, changed := scenario(t, march).New(3), scenario(t, march+change).New(3)
	same := scenario(t, march+strings.Replace(change, "0.9", "0.2", 1)).New(3)
	for _, c := range []int{10, 11, 30} {
		step(plain, c)
		step(changed, c)
		step(same, c)
		if got, want := exact.Digest(same), exact.Digest(plain); got != want {
			t.Errorf("cycle %d: a parameter set to what it is gives %s, want %s", c, got, want)
		}
		if got, want := exact.Digest(changed) == exact.Digest(plain), c <= 10; got != want {
			t.Errorf("cycle %d: with and without a change at 10 alike: %v, want %v", c, got, want)
		}
	}
	if v, set := changed.InForce("parameters.p1"); !set || v != 0.9 {
		t.Errorf("p1 in force is %v (%v), want 0.9", v, set)
	}
}

// TestChangeRestored saves a run before and after its change and restores each
// into a run that stands elsewhere.
func TestChangeRestored(t *testing.T) {
	s := scenario(t, march+change)
	want := s.New(3)
	step(want, 20)
	for _, at := range []int{4, 10, 11, 17} {
		r := s.New(3)
		step(r, at)
		var b bytes.Buffer
		w := exact.NewWriter(&b)
		r.State(w)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		for _, from := range []int{0, 10, 25} {
			other := s.New(3)
			step(other, from)
			state := exact.NewReader(bytes.NewReader(b.Bytes()))
			other.State(state)
			if err := state.Err(); err != nil {
				t.Fatal(err)
			}
			step(other, 20)
			if got, want := exact.Digest(other), exact.Digest(want); got != want {
				t.Errorf("saved at %d, restored at %d: %s, want %s", at, from, got, want)
			}
		}
	}
}

// TestBadChanges wants every mistake named.
func TestBadChanges(t *testing.T) {
	for _, tt := range []struct{ name, edit, with, want string }{
		{"range", "0.9", "1.9", "s.toml:9: event[0].value: parameters.p1: 1.9 is outside [0, 1]"},
		{"key", "parameters.p1", "parameters.p7", "p7"},
		{"elsewhere", "parameters.p1", "cycles", "s.toml:9: event[0].value: \"cycles\" is no parameter"},
		{"beginning", "parameters.p1\"\nvalue = 0.9", "parameters.people\"\nvalue = 60", "s.toml:8: event[0].key: parameters.people shapes how the model begins"},
		{"late", "at = 10", "at = 30", "s.toml:6: event[0].at: cycle 30 is after the end, want 0 to 29"},
		{"kind", "\"set\"", "\"shock\"", "s.toml:7: event[0].kind"},
	} {
		if _, err := load(march + strings.Replace(change, tt.edit, tt.with, 1)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
	s := scenario(t, march)
	for _, tt := range []struct {
		key    string
		value  any
		begins bool
		err    string
	}{{"parameters.p1", 0.5, false, ""}, {"parameters.people", 60.0, true, ""}, {"parameters.code", "step", false, ""}, {"parameters.people", -1.0, false, "people"}} {
		begins, err := s.Begins(tt.key, tt.value)
		if begins != tt.begins || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s = %v: begins %v, error %v; want %v and %q", tt.key, tt.value, begins, err, tt.begins, tt.err)
		}
	}
}

// TestChangeToNothing: an event without a value, or with a list or a table, is
// refused as any other mistake is.
func TestChangeToNothing(t *testing.T) {
	for _, value := range []string{"", "value = [1, 2]\n", "value = {a = 1}\n"} {
		_, err := load(march + strings.Replace(change, "value = 0.9\n", value, 1))
		if err == nil || !strings.Contains(err.Error(), "event[0].value: neither a number nor a word") {
			t.Errorf("%q: got %v, want the value refused", value, err)
		}
	}
}
