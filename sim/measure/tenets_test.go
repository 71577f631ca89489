package measure_test

import (
	"math"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/measure"
	"tutti/sim/run"
)

// lived is an organisation from text after some cycles, with all its measures.
func lived(t *testing.T, text string, cycles int) map[string]float64 {
	t.Helper()
	s, err := run.Load(scenarios.Beside("world.toml", text), "world.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	m := sim.New(s.Spec, 1)
	o := measure.Of(m)
	now := make([]float64, len(o.Columns()))
	for range cycles {
		m.Step()
		o.Measure(now)
	}
	out := map[string]float64{}
	for k, c := range o.Columns() {
		out[c.Name] = now[k]
	}
	return out
}

const world = `
cycles = 40
window = 5
[organisation]
domains = ["a", "b"]
[group.head]
unit = "east"
formal = true
expertise = 0.5
[group.east]
count = 4
expertise = {a = 0.9, b = 0.1}
[group.west]
count = 4
expertise = {a = 0.1, b = 0.9}
[[ties]]
kind = "complete"
trust = 0.5
[reflection]
trust_up = 0.0
trust_down = 0.0
practice = 0.0
learning = 0.0
forgetting = 0.0
`

// Each tenet is what its formula says, where that can be worked out by hand.
func TestTenets(t *testing.T) {
	near := func(got map[string]float64, name string, want float64) {
		t.Helper()
		if !(math.Abs(got[name]-want) < 1e-9) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	got := lived(t, world+`
[pattern]
name = "conducted"
rounds = 3
reflection = 0.9
enabling = 0.2
[[event]]
at = 0
kind = "programme"
support = "training"
who = ["west"]
strength = 0.025
cycles = 40
`, 20)
	near(got, "emergent", 0)
	near(got, "engage", 1.0/3) // one of three cells: the head; experts of both units give nothing
	near(got, "enable", 0.5)   // trust .5, as much across as within
	near(got, "enact", 1.0/9)  // one of nine may claim
	near(got, "evaluate", 0)   // nobody looks
	near(got, "encourage", 1-0.8*(1-0.5*4.0/9))

	got = lived(t, world+"[goals]\nrejection = 0.4\n[pattern]\nname = 'emergent'\nrounds = 1\nreflection = 0.8\n[[event]]\nat = 0\nkind = 'set'\nkey = 'reflection.peer_review'\nvalue = 0.5\n", 20)
	near(got, "emergent", 1-got["formal_share"])
	near(got, "enable", 0.5*0.6)
	near(got, "enact", 0.5) // one round: 1 − ½
	near(got, "evaluate", 0.5*0.8)
	near(got, "encourage", 0)
	if !(got["engage"] > 0.5 && got["engage"] <= 1) {
		t.Errorf("engage: got %v, want most of the cells", got["engage"])
	}
	if got = lived(t, world+"[pattern]\nname = 'isolated'\n", 5); !math.IsNaN(got["engage"]) || !math.IsNaN(got["emergent"]) {
		t.Errorf("got engage %v and emergent %v where nobody leads, want them missing", got["engage"], got["emergent"])
	}
}

// Those who left for good count in no tenet: neither their ties nor the
// programmes that were to reach them.
func TestTenetsWithoutThoseGone(t *testing.T) {
	programme := "[[event]]\nat = 0\nkind = 'programme'\npick = 'everyone'\nstrength = 0.05\ncycles = 40\n"
	got := lived(t, world+"[pattern]\nname = 'isolated'\n"+programme+programme+`
[[event]]
at = 2
kind = "leave"
who = ["west"]
`, 5)
	if x := got["encourage"]; math.Abs(x-1) > 1e-9 {
		t.Errorf("encourage: got %v, want 1: two programmes reach all who are there", x)
	}
	text := strings.Replace(world, "trust = 0.5", "within = \"WITHIN\"\ntrust = TRUST", 1)
	kin := strings.NewReplacer("WITHIN", "east", "TRUST", "0.5").Replace(text)
	kin += "[pattern]\nname = 'isolated'\n[[ties]]\nkind = \"complete\"\nwithin = \"west\"\ntrust = 0.9\n"
	kin += "[[event]]\nat = 1\nkind = \"leave\"\nwho = [\"west\"]\n"
	if x := lived(t, kin, 3)["enable"]; math.Abs(x-0.5) > 1e-9 {
		t.Errorf("enable: got %v, want .5, the trust among those who stayed", x)
	}
	gone := lived(t, world+"[pattern]\nname = 'isolated'\n[[event]]\nat = 1\nkind = \"leave\"\npick = \"everyone\"\n", 3)
	if x := gone["decided"]; !math.IsNaN(x) {
		t.Errorf("decided: got %v where nobody is left, want it missing", x)
	}
}

// Diversity, what lies between units, and the breadth of roles.
func TestOfUnits(t *testing.T) {
	got := lived(t, strings.Replace(world, "[group.head]\nunit = \"east\"\nformal = true\nexpertise = 0.5\n", "", 1)+"[pattern]\nname = 'isolated'\n[work]\nlocal = 5.0\nturbulence = 0.0\n", 30)
	if d := got["diversity"]; math.Abs(d-0.4) > 1e-9 {
		t.Errorf("diversity: got %v, want .4: half at .9, half at .1", d)
	}
	if x := got["units_apart"]; !(x > 0.95) {
		t.Errorf("units_apart: got %v, want nearly all where units differ by 5 and people by little", x)
	}
	experts := lived(t, world+"[pattern]\nname = 'coordinated'\n", 20)
	head := lived(t, world+"[pattern]\nname = 'conducted'\n", 20)
	if e, h := experts["role_breadth"], head["role_breadth"]; !(e < 1.2 && h > 1.7) {
		t.Errorf("role_breadth: got %v for experts and %v for a head of all, want about 1 and 2", e, h)
	}
	if a, b := experts["crossing"], head["crossing"]; !(a > 0 && b > 0 && experts["learned_across"] > 0) {
		t.Errorf("got crossing %v and %v, learned_across %v, want some of all", a, b, experts["learned_across"])
	}
}
