package scenario_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/run"
)

// twoGroups are ten people, the first five with a formal lead.
const twoGroups = `
cycles = 20
[group.a]
count = 5
formal = true
[group.b]
count = 5
`

// load reads a scenario from its text.
func load(t *testing.T, text string) *run.Scenario {
	t.Helper()
	s, err := run.Load(scenarios.Beside("test.toml", text), "test.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// An event that takes everyone of some takes nobody else, also where events are
// gone through before the run.
func TestEveryoneOfSome(t *testing.T) {
	s := load(t, twoGroups+`
[[event]]
at = 2
kind = "leave"
pick = "everyone"
who = ["a"]
[[event]]
at = 3
kind = "absence"
who = ["b"]
`)
	m := sim.New(s.Spec, 1)
	for range 5 {
		m.Step()
	}
	if got := m.Org.Members(); got != 5 {
		t.Errorf("%d are left, want the 5 of b", got)
	}
}

// A share of those with a formal lead is at least one of them, and not all; all
// are taken where neither a count nor a share is given.
func TestShareOfFormal(t *testing.T) {
	for _, tt := range []struct {
		how  string
		left int
	}{{"share = 0.01", 9}, {"share = 0.3", 7}, {"count = 2", 8}, {"", 5}} {
		s := load(t, twoGroups+"[[event]]\nat = 2\nkind = \"leave\"\npick = \"formal\"\n"+tt.how+"\n")
		m := sim.New(s.Spec, 1)
		for range 4 {
			m.Step()
		}
		if got := m.Org.Members(); got != tt.left {
			t.Errorf("%q: %d are left, want %d", tt.how, got, tt.left)
		}
	}
}

// To look whether a key of the work can be set nothing is made of it: the
// largest landscape has 160 MB.
func TestCheckMakesNoWork(t *testing.T) {
	var text strings.Builder
	text.WriteString(twoGroups + "[work]\nkind = \"search\"\nk = 19\n")
	for at := range 8 {
		fmt.Fprintf(&text, "[[event]]\nat = %d\nkind = \"set\"\nkey = \"work.noise\"\nvalue = 0.%d\n", at, at+1)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	load(t, text.String())
	runtime.ReadMemStats(&after)
	if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 50 {
		t.Errorf("reading took %d MB in all, want 50 at most", mb)
	}
}

// A name may hold a dot.
func TestSetOfANameWithADot(t *testing.T) {
	text := "[group.staff]\nnames = [\"Dr. Who\", \"Ann\"]\n[[event]]\nat = 5\nkind = \"set\"\nkey = \"%s:Dr. Who\"\nvalue = 0.9\n"
	load(t, fmt.Sprintf(text, "autonomy"))
	_, err := run.Load(scenarios.Beside("test.toml", fmt.Sprintf(text, "autnomy")), "test.toml", nil)
	if err == nil || !strings.Contains(err.Error(), `did you mean "autonomy"`) {
		t.Errorf("got %v, want a hint at autonomy", err)
	}
}
