package work_test

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"tutti/agents/influence"
	"tutti/agents/network"
	"tutti/agents/pattern"
	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/measure"
	"tutti/sim/run"
	"tutti/sim/work"
)

// load reads a scenario from its text.
func load(text string) (*run.Scenario, error) {
	return run.Load(scenarios.Beside("test.toml", text), "test.toml", nil)
}

// model makes an organisation from a scenario.
func model(t testing.TB, text string, seed uint64) *sim.Model {
	t.Helper()
	s, err := load(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return sim.New(s.Spec, seed)
}

// column returns the value of a measure now.
func column(t testing.TB, m *sim.Model, name string) float64 {
	t.Helper()
	o := measure.Of(m)
	row := make([]float64, len(o.Columns()))
	o.Measure(row)
	for k, c := range o.Columns() {
		if c.Name == name {
			return row[k]
		}
	}
	t.Fatalf("no measure %q", name)
	return 0
}

// small is an orchestra of twelve with a head, of a kind of work.
func small(kind, pattern string) string {
	extra := ""
	if kind == "search" {
		extra = "bits = 12" // whose best plan is found more quickly
	}
	return fmt.Sprintf(`
pattern = %q
[organisation]
domains = ["a", "b", "c"]
[group.head]
formal = true
works = false
[group.left]
count = 6
expertise = {beta = [4, 4]}
manipulative = 0.2
[group.right]
count = 6
openness = {beta = [5, 4]}
coercive = 0.3
[[ties]]
kind = "complete"
trust = {beta = [4, 4]}
[turnover]
hazard = 0.01
[goals]
spread = 0.3
[work]
kind = %q
%s
[[event]]
at = 9
kind = "shock"
size = 2
[[event]]
at = 11
kind = "join"
group = "left"
count = 2
`, pattern, kind, extra)
}

func digest(m *sim.Model) string { return exact.Digest(m) }

// restored returns a new model in the state of another.
func restored(t *testing.T, m *sim.Model, seed uint64) *sim.Model {
	t.Helper()
	var saved bytes.Buffer
	w := exact.NewWriter(&saved)
	m.State(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	again := sim.New(m.Spec, seed)
	r := exact.NewReader(&saved)
	again.State(r)
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return again
}

// Every kind under every pattern: sound in each cycle, measures in their range,
// and a run that is saved and restored after any phase ends in the same bits.
func TestEveryKindUnderEveryPattern(t *testing.T) {
	const cycles = 14
	for _, kind := range work.Catalogue {
		for _, pattern := range scenarios.List("patterns") {
			text := small(kind.Name, pattern)
			m, resumed := model(t, text, 3), model(t, text, 3)
			o := measure.Of(m)
			row := make([]float64, len(o.Columns()))
			for c := range cycles {
				m.Step()
				if bad := influence.Unsound(m.Org, m.Ledger); bad != "" {
					t.Fatalf("%s, %s, cycle %d: %s is NaN, infinite or out of range", kind.Name, pattern, c, bad)
				}
				o.Measure(row)
				for k, x := range row {
					if d := o.Columns()[k]; math.IsInf(x, 0) || x < d.Lo-1e-9 || x > d.Hi+1e-9 {
						t.Fatalf("%s, %s, cycle %d: %s is %v, want it in [%v, %v]", kind.Name, pattern, c, d.Name, x, d.Lo, d.Hi)
					}
				}
				for resumed.StepPhase(); resumed.Phase() != sim.Plan; resumed.StepPhase() {
					resumed = restored(t, resumed, 3)
				}
				if digest(m) != digest(resumed) {
					name, row, _, want, got := exact.FirstDifference(m, resumed)
					t.Fatalf("%s, %s: saved and restored after every phase, cycle %d has other bits: %s, row %d is %s, want %s", kind.Name, pattern, c, name, row, got, want)
				}
			}
		}
	}
}

// Any number of workers gives the same bits, also with more people than one
// block of rows.
func TestWorkersGiveTheSameBits(t *testing.T) {
	for _, kind := range work.Catalogue {
		text := small(kind.Name, "emergent")
		text = strings.Replace(text, "count = 6", "count = 1500", 1)
		text = strings.Replace(text, `kind = "complete"`, "kind = \"ring\"\nk = 6", 1)
		want := ""
		for _, workers := range []int{1, 2, 7} {
			m := model(t, text, 5)
			m.Workers = workers
			for range 4 {
				m.Step()
			}
			if got := digest(m); want == "" {
				want = got
			} else if got != want {
				t.Errorf("%s: %d workers end in %s, one in %s", kind.Name, workers, got, want)
			}
		}
	}
}

// The same people under other patterns meet the same chance: with nobody heard
// and nothing forced, quality equals the isolated counterfactual to the bit.
func TestIsolatedIsIsolated(t *testing.T) {
	for _, kind := range work.Catalogue {
		text := strings.Replace(small(kind.Name, "isolated"), "coercive = 0.3", "", 1)
		text = strings.Replace(text, "[goals]\nspread = 0.3", "", 1)
		m := model(t, text, 11)
		for range 13 {
			m.Step()
			if s := m.Last.Score; !math.IsNaN(s.Isolated) && s.Isolated != s.Quality {
				t.Errorf("%s: quality %v, isolated %v in cycle %d", kind.Name, s.Quality, s.Isolated, m.Cycle())
			}
		}
	}
}

// Each kind takes the rule that it names for patterns without one, refuses some
// rule with a reason, and takes at least two.
func TestRefusals(t *testing.T) {
	refused := map[string]int{}
	for _, r := range work.Refusals(pattern.Grants) {
		refused[r.Kind]++
		if len(r.Reason) < 20 || !strings.Contains(r.Reason, "want grant = ") {
			t.Errorf("%s with %s is refused by %q, want a reason and what is wanted", r.Kind, r.Grant, r.Reason)
		}
	}
	for _, k := range work.Catalogue {
		p := k.Read(keys.Reference())
		if why := p.Check(p.Grant()); why != "" {
			t.Errorf("%s refuses its own rule %s: %s", k.Name, p.Grant(), why)
		}
		if n := refused[k.Name]; n == 0 || n > len(pattern.Grants)-2 {
			t.Errorf("%s refuses %d of %d rules", k.Name, n, len(pattern.Grants))
		}
	}
}

// What of a kind may change in mid-run is known without making it.
func TestParamsBeforeTheRun(t *testing.T) {
	for _, kind := range work.Catalogue {
		m := model(t, small(kind.Name, "emergent"), 1)
		root, n := keys.Reference(), 0
		kind.Read(root)
		for _, e := range root.Entries() {
			before, now := m.Spec.Work.Param(e.Path), m.Work.Param(e.Path)
			if (before == nil) != (now == nil) || before != nil && *before != *now || before != nil && before == now {
				t.Errorf("%s: %s is %v before the run and %v in it, want both, alike and apart, or neither", kind.Name, e.Path, before, now)
			}
			if now != nil {
				n++
			}
		}
		if n < 3 {
			t.Errorf("%s: %d parameters may change, want some", kind.Name, n)
		}
	}
}

// A large organisation takes no more memory than its scenario estimates, whatever
// its work, and not much less than half of it.
func TestBytes(t *testing.T) {
	for _, kind := range work.Catalogue {
		holdsBytes(t, kind.Name, "")
	}
	holdsBytes(t, "ensemble", "gain = 0.1") // everybody follows all
	holdsBytes(t, "search", "k = 12")
}

func holdsBytes(t *testing.T, kind, extra string) {
	t.Helper()
	const n = 5000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m := model(t, fmt.Sprintf(`
window = 1
[organisation]
domains = ["a", "b", "c", "d"]
[group.all]
count = %d
[[ties]]
kind = "ring"
k = 16
[work]
kind = %q
%s
`, n, kind, extra), 1)
	for range 2 {
		m.Step()
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	got, want := float64(after.HeapAlloc-before.HeapAlloc)/n, m.Spec.Bytes()/n
	t.Logf("%s, %s: %.0f bytes an agent, %.0f by the estimate", kind, extra, got, want)
	if !(got <= want && got > 0.4*want) {
		t.Errorf("%s, %s: %.0f bytes an agent, the estimate says %.0f", kind, extra, got, want)
	}
	runtime.KeepAlive(m)
}

// Every kind on every network, with people away for a while and units merged.
func TestEveryKindOnEveryNetwork(t *testing.T) {
	for _, kind := range work.Catalogue {
		for _, net := range network.Catalogue {
			text := strings.Replace(small(kind.Name, "emergent"), `kind = "complete"`, fmt.Sprintf("kind = %q", net.Name), 1)
			text += "[[event]]\nat = 2\nkind = \"absence\"\npick = \"best\"\ncount = 3\ncycles = 4\n"
			m := model(t, text, 2)
			for range 12 {
				m.Step()
				if bad := influence.Unsound(m.Org, m.Ledger); bad != "" || !(m.Last.Quality >= 0 && m.Last.Quality <= 1) {
					t.Fatalf("%s on %s, cycle %d: quality %v, unsound %q", kind.Name, net.Name, m.Cycle(), m.Last.Quality, bad)
				}
			}
		}
	}
}

func benchmarkKind(b *testing.B, kind, set string) {
	m := model(b, strings.Replace(small(kind, "emergent"), "[work]", "[work]\n"+set, 1), 1)
	for range 20 {
		m.Step()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		m.Step()
	}
}

func BenchmarkJudgement(b *testing.B) { benchmarkKind(b, "judgement", "") }
func BenchmarkSearch(b *testing.B)    { benchmarkKind(b, "search", "") }
func BenchmarkEnsemble(b *testing.B)  { benchmarkKind(b, "ensemble", "") }
