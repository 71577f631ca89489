package sim_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/exact"
	"tutti/sim/run"
)

// scenarioText is an organisation with everything switched on.
func scenarioText(pattern, extra string) string {
	return `
cycles = 40
pattern = "` + pattern + `"
[organisation]
domains = ["a", "b", "c"]
weights = [2, 1, 1]
[group.head]
formal = true
works = false
expertise = 0.8
[group.east]
count = 7
autonomy = {beta = [4, 4]}
openness = {uniform = [0.2, 1.0]}
presence = {beta = [2, 2]}
expertise = {a = {beta = [5, 2]}, b = {beta = [2, 4]}, c = 0.5}
coercive = {choice = [0.0, 0.3], odds = [0.9, 0.1]}
manipulative = {choice = [0.0, 1.0], odds = [0.8, 0.2]}
bias = {normal = [0.0, 0.2]}
[group.west]
count = 9
expertise = {beta = [3, 3]}
identity = {uniform = [0.0, 1.0]}
[chain]
span = 4
[[ties]]
kind = "random"
p = 0.5
trust = {beta = [2, 2]}
[goals]
spread = 0.3
[influence]
appraisal = 0.3
[turnover]
hazard = 0.01
[[event]]
at = 12
kind = "shock"
weights = true
[[event]]
at = 15
kind = "absence"
pick = "leader"
count = 1
cycles = 5
[[event]]
at = 20
kind = "join"
group = "west"
count = 2
[[event]]
at = 25
kind = "programme"
support = "training"
pick = "random"
share = 0.3
` + extra
}

// texts opens files by name, and shipped ones beside them.
type texts map[string]string

func (files texts) open(name string) ([]byte, error) {
	if text, ok := files[name]; ok {
		return []byte(text), nil
	}
	return scenarios.Open(name)
}

// load makes a scenario from text.
func load(tb testing.TB, text string) *run.Scenario {
	tb.Helper()
	return loadBeside(tb, text, texts{})
}

// loadBeside is load for a scenario that reads other files.
func loadBeside(tb testing.TB, text string, files texts) *run.Scenario {
	tb.Helper()
	files["law.toml"] = text
	s, err := run.Load(files.open, "law.toml", nil)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestSound lives every pattern with everything switched on: grants sum to 1,
// traits and trust stay in range, nothing is NaN or infinite, ever.
func TestSound(t *testing.T) {
	for _, pattern := range scenarios.List("patterns") {
		s := load(t, scenarioText(pattern, ""))
		for seed := range uint64(3) {
			m := sim.New(s.Spec, seed)
			var row influence.Row
			for m.Cycle() < s.Cycles {
				m.StepPhase()
				if bad := influence.Unsound(m.Org, m.Ledger); bad != "" {
					t.Fatalf("%s, seed %d, cycle %d before %v: column %q is out of range", pattern, seed, m.Cycle(), m.Phase(), bad)
				}
				if m.Phase() != sim.Influence {
					continue
				}
				h := m.Hearing()
				for i := range m.Org.N {
					if m.Org.Present[i] == 0 {
						continue
					}
					h.Of(i, &row)
					for d := range m.Org.D {
						sum := row.Own[d] + row.Art
						for c := range row.Claims() {
							if int(c.Domain) == d {
								sum += c.Weight
								if parts := c.Pos + c.Pers + c.Rat; math.Abs(parts-c.Weight) > 1e-12*c.Weight {
									t.Fatalf("%s: the parts by source sum to %v, want %v", pattern, parts, c.Weight)
								}
							}
						}
						if row.Total[d] > 0 && math.Abs(sum/row.Total[d]-1) > 1e-12 {
							t.Fatalf("%s: grants sum to %v, want 1", pattern, sum/row.Total[d])
						}
					}
				}
			}
		}
	}
}

// TestIsolated: without claims, artefact, coercion and enabling, plans and
// quality equal the isolated counterfactual exactly.
func TestIsolated(t *testing.T) {
	for seed := range uint64(5) {
		text := scenarioText("isolated", "")
		text = strings.Replace(text, "coercive = {choice = [0.0, 0.3], odds = [0.9, 0.1]}", "", 1)
		for _, rounds := range []string{"0", "3"} {
			s := load(t, strings.Replace(text, `pattern = "isolated"`, "", 1)+"[pattern]\nname = \"isolated\"\nrounds = "+rounds+"\n")
			m := sim.New(s.Spec, seed)
			for m.Cycle() < s.Cycles {
				m.Step()
				p := m.Work.Plans()
				if m.Last.Quality != m.Last.Isolated {
					t.Fatalf("seed %d, cycle %d: quality %v, isolated %v, want the same bits", seed, m.Cycle(), m.Last.Quality, m.Last.Isolated)
				}
				for i := range m.Org.N * m.Org.D {
					if m.Org.Present[i/m.Org.D] != 0 && p.Now[i] != p.Own[i] {
						t.Fatalf("plan %d is %v, own %v", i, p.Now[i], p.Own[i])
					}
				}
			}
		}
	}
}

// TestOneLeader: one leader whose claim is certain, and followers with A·C =
// floor = π_art = 0 and s above 0: all plans equal the leader's after one round.
func TestOneLeader(t *testing.T) {
	s := load(t, `
cycles = 5
[organisation]
domains = ["a", "b"]
[group.head]
formal = true
expertise = 0.9
[group.member]
count = 11
autonomy = 0.0
expertise = {beta = [2, 2]}
[[ties]]
kind = "complete"
[influence]
floor = 0.0
[pattern]
name = "conducted"
rounds = 1
attention = 0
`)
	for seed := range uint64(10) {
		m := sim.New(s.Spec, seed)
		m.Step()
		p := m.Work.Plans().Now
		for i := 1; i < m.Org.N; i++ {
			for d := range m.Org.D {
				if got, want := p[i*m.Org.D+d], p[d]; math.Abs(got-want) > 1e-12*math.Abs(want) {
					t.Errorf("seed %d: plan of %d in %d is %v, the leader's %v", seed, i, d, got, want)
				}
			}
		}
	}
}

// TestOracle: one cycle, flat prior, no offsets, grants set to normalised
// precisions: the plans are the oracle's, and so is their quality.
func TestOracle(t *testing.T) {
	s := load(t, `
cycles = 1
[organisation]
domains = ["a"]
[group.member]
count = 9
openness = 1.0
expertise = {uniform = [0.1, 0.9]}
[[ties]]
kind = "complete"
[pattern]
grant = "fixed"
admit = "anyone"
office = "none"
claim = "always"
rounds = 1
attention = 0
`)
	for seed := range uint64(10) {
		m := sim.New(s.Spec, seed)
		o := m.Org
		// Everybody hears everybody, itself by a tie of its own, by precision.
		var ties []agents.Tie
		top := 0.0
		precision := func(i int) float64 { x := 1.05 - o.Expertise[i]; return 1 / (x * x) }
		for i := range o.N {
			top = max(top, precision(i))
		}
		for i := range o.N {
			for j := range o.N {
				ties = append(ties, agents.Tie{From: int32(i), To: int32(j), Trust: float32(precision(j) / top)})
			}
		}
		if err := o.SetTies(ties, 0); err != nil {
			t.Fatal(err)
		}
		m.Changed()
		m.Step()
		if math.Abs(m.Last.Quality-m.Last.Oracle) > 1e-6 { // trust is kept in 32 bits
			t.Errorf("seed %d: quality %v, the oracle's %v", seed, m.Last.Quality, m.Last.Oracle)
		}
	}
}

// TestFriedkinJohnsen: judgement with constant weights settles at
// (I − ΛW)⁻¹(I − Λ)·m, by gonum/mat.
func TestFriedkinJohnsen(t *testing.T) {
	for seed := range uint64(8) {
		s := load(t, fmt.Sprintf(`
cycles = 1
[organisation]
domains = ["a", "b"]
[group.member]
count = %d
openness = {uniform = [0.1, 0.9]}
[[ties]]
kind = "random"
p = 0.6
trust = {uniform = [0.1, 1.0]}
%s`, 5+seed, strings.Replace(fixed, "rounds = 50", "rounds = 400", 1)))
		m := sim.New(s.Spec, seed)
		m.Step()
		o, n := m.Org, m.Org.N
		a, private := mat.NewDense(n, n, nil), mat.NewDense(n, o.D, nil)
		for i := range n {
			sum := 0.0
			for k := o.Start[i]; k < o.Start[i+1]; k++ {
				sum += float64(o.Trust[k])
			}
			a.Set(i, i, 1)
			for k := o.Start[i]; k < o.Start[i+1]; k++ {
				a.Set(i, int(o.To[k]), a.At(i, int(o.To[k]))-o.Openness[i]*float64(o.Trust[k])/sum)
			}
			for d := range o.D {
				own := m.Work.Plans().Own[i*o.D+d]
				if sum > 0 {
					own *= 1 - o.Openness[i]
				}
				private.Set(i, d, own)
			}
		}
		var want mat.Dense
		if err := want.Solve(a, private); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			for d := range o.D {
				if got := m.Work.Plans().Now[i*o.D+d]; math.Abs(got-want.At(i, d)) > 1e-9 {
					t.Errorf("seed %d: plan of %d in %d is %v, the closed form %v", seed, i, d, got, want.At(i, d))
				}
			}
		}
	}
}

// TestSameBits: more workers, watching, stopping and resuming in any phase
// change no bit.
func TestSameBits(t *testing.T) {
	text := strings.Replace(scenarioText("emergent", ""), "count = 9", "count = 4500", 1)
	text = strings.Replace(text, "p = 0.5", "degree = 8", 1)
	text = strings.Replace(text, "cycles = 40", "cycles = 8", 1)
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, "at = 12", "at = 2"), "at = 15", "at = 3"), "at = 20", "at = 5")
	text = strings.Replace(text, "at = 25", "at = 4", 1)
	text = strings.Replace(text, "kind = \"join\"\ngroup = \"west\"", "kind = \"join\"\ngroup = \"head\"", 1)
	large := load(t, text)
	live := func(s *run.Scenario, workers, stop int, watch bool) string {
		m := sim.New(s.Spec, 7)
		m.Workers = workers
		if watch {
			m.Log = func(influence.Event) {}
		}
		phases := 0
		for m.Cycle() < s.Cycles {
			m.StepPhase()
			if phases++; phases == stop {
				m = restored(t, s, m)
			}
		}
		return exact.Digest(m)
	}
	want := live(large, 1, 0, false)
	for _, workers := range []int{2, 7, 64} {
		if got := live(large, workers, 0, false); got != want {
			t.Errorf("%d workers give digest %s, one gives %s", workers, got, want)
		}
	}
	if got := live(large, 1, 0, true); got != want {
		t.Errorf("watched gives digest %s, unwatched %s", got, want)
	}
	for _, pattern := range scenarios.List("patterns") {
		s := load(t, scenarioText(pattern, "[[event]]\nat = 9\nkind = \"pattern\"\nhow = \"mandated\"\ncycles = 9\npattern = \"hierarchical\"\n[[event]]\nat = 30\nkind = \"pattern\"\nhow = \"promoted\"\npattern = \"emergent\"\n"))
		want := live(s, 1, 0, false)
		for _, stop := range []int{1, 34, 77, 101, 123, 166} {
			if got := live(s, 1, stop, false); got != want {
				t.Errorf("%s: stopped after phase %d gives digest %s, unstopped %s", pattern, stop, got, want)
			}
		}
	}
}

// restored saves a model and goes on from what was saved.
func restored(tb testing.TB, s *run.Scenario, m *sim.Model) *sim.Model {
	tb.Helper()
	var saved bytes.Buffer
	w := exact.NewWriter(&saved)
	m.State(w)
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	fresh := sim.New(s.Spec, m.Seed)
	r := exact.NewReader(&saved)
	fresh.State(r)
	if r.Err() != nil {
		tb.Fatal(r.Err())
	}
	fresh.Workers = m.Workers
	if a, b := exact.Digest(m), exact.Digest(fresh); a != b {
		column, row, _, x, y := exact.FirstDifference(m, fresh)
		tb.Fatalf("restored is not the same: %s %d: %s, %s", column, row, x, y)
	}
	return fresh
}

// TestRestoredInPlace: a state that is put in the middle of a cycle into a model
// that stands elsewhere goes on as it would have; what that one had heard is
// forgotten.
func TestRestoredInPlace(t *testing.T) {
	for _, kind := range []string{"judgement", "search", "ensemble"} {
		restoredInPlace(t, load(t, scenarioText("emergent", "[work]\nkind = \""+kind+"\"\n")))
	}
}

func restoredInPlace(t *testing.T, s *run.Scenario) {
	t.Helper()
	for _, phases := range []int{12, 13, 15, 16} {
		one, other := sim.New(s.Spec, 3), sim.New(s.Spec, 3)
		for range phases {
			one.StepPhase()
		}
		var saved bytes.Buffer
		w := exact.NewWriter(&saved)
		one.State(w)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		for range phases + 20 {
			other.StepPhase()
		}
		r := exact.NewReader(&saved)
		other.State(r)
		if err := r.Err(); err != nil {
			t.Fatal(err)
		}
		for range 12 {
			one.StepPhase()
			other.StepPhase()
		}
		if a, b := exact.Digest(one), exact.Digest(other); a != b {
			t.Errorf("%s work, after phase %d: digest %s, restored in place %s", s.Spec.WorkKind, phases, a, b)
		}
	}
}

// TestRelabelling: another order of the agents changes a few cycles by rounding
// at most, since draws and ties are keyed by agent, not by row.
func TestRelabelling(t *testing.T) {
	text := strings.Replace(scenarioText("emergent", ""), "kind = \"random\"\np = 0.5", "kind = \"complete\"", 1)
	i := strings.Index(text, "[chain]")
	text = text[:i] + text[strings.Index(text, "[[ties]]"):]
	s := load(t, text[:strings.Index(text, "[[event]]")])
	for seed := range uint64(4) {
		a, b := sim.New(s.Spec, seed), sim.New(s.Spec, seed)
		order := exact.NewDraws(seed, 1, 1).Stream(1).Perm(a.Org.N)
		b.Permute(order)
		for range 4 {
			a.Step()
			b.Step()
			if math.Abs(a.Last.Quality-b.Last.Quality) > 1e-9 {
				t.Fatalf("seed %d, cycle %d: quality %v, relabelled %v", seed, a.Cycle(), a.Last.Quality, b.Last.Quality)
			}
			for i, to := range order {
				if x, y := a.Ledger.GivenBy(i), b.Ledger.GivenBy(to); math.Abs(x-y) > 1e-9 {
					t.Fatalf("seed %d: agent %d gave %v, relabelled %v", seed, i, x, y)
				}
			}
		}
	}
}

// TestCoercion: within a cycle coercion moves actions, never the ledger.
func TestCoercion(t *testing.T) {
	base := scenarioText("conducted", "")
	for seed := range uint64(5) {
		free := sim.New(load(t, base).Spec, seed)
		forced := sim.New(load(t, strings.Replace(base, `pattern = "conducted"`, "", 1)+"[pattern]\nname = \"conducted\"\ncoercion = 0.6\n").Spec, seed)
		free.Step()
		forced.Step()
		for i := range free.Org.N {
			if a, b := free.Ledger.Given(i), forced.Ledger.Given(i); !slices.Equal(a, b) {
				t.Fatalf("seed %d: ledger of agent %d is %v under coercion, %v without", seed, i, b, a)
			}
		}
		bent := 0.0
		for _, c := range forced.Ledger.Coerced {
			bent += c
		}
		if bent <= 0 {
			t.Errorf("seed %d: nothing was bent, want coercion to move actions", seed)
		}
	}
}

// TestManipulation ends with less trust than honesty at equal hearing.
func TestManipulation(t *testing.T) {
	text := func(m string) string {
		return `
cycles = 40
[organisation]
domains = ["a", "b"]
[group.head]
formal = true
expertise = 0.5
manipulative = ` + m + `
[group.member]
count = 12
[[ties]]
kind = "complete"
[influence]
inflation = 0.0
[pattern]
name = "conducted"
attention = 0
`
	}
	honest, liar := load(t, text("0.0")), load(t, text("1.0"))
	for seed := range uint64(8) {
		trust := func(s *run.Scenario) float64 {
			m := sim.New(s.Spec, seed)
			for m.Cycle() < s.Cycles {
				m.Step()
			}
			sum := 0.0
			for i := 1; i < m.Org.N; i++ {
				sum += float64(m.Org.Trust[m.Org.Tie(i, 0)])
			}
			return sum / float64(m.Org.N-1)
		}
		if a, b := trust(liar), trust(honest); a >= b {
			t.Errorf("seed %d: trust in the manipulator %v, in the honest %v, want less", seed, a, b)
		}
	}
}

// TestSources: setting a source's weight to 0 leaves no influence by it.
func TestSources(t *testing.T) {
	for k, source := range []string{"positional", "personal", "rational"} {
		text := strings.Replace(scenarioText("leader-plus", ""), `pattern = "leader-plus"`, "", 1) + "[pattern]\nname = \"leader-plus\"\n" + source + " = 0.0\n"
		m := sim.New(load(t, text).Spec, 3)
		var got [3]float64
		for range 10 {
			m.Step()
			for i := range m.Org.N {
				for s := range got {
					got[s] += m.Ledger.BySource(i)[s]
				}
			}
		}
		for s := range got {
			if (got[s] == 0) != (s == k) {
				t.Errorf("without %s: influence by source is %v, want 0 there alone", source, got)
			}
		}
	}
}
