package sim_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"tutti/agents"
	"tutti/sim"
	"tutti/sim/measure"
)

// twoUnits is an organisation of two units in which events are told apart.
const twoUnits = `
cycles = 60
pattern = "emergent"
[organisation]
domains = ["one", "two"]
[group.a]
count = 4
[group.b]
count = 6
[[ties]]
kind = "complete"
`

// lived is a model of a scenario after some cycles.
func lived(t *testing.T, text string, cycles int) *sim.Model {
	t.Helper()
	m := sim.New(load(t, text).Spec, 3)
	for m.Cycle() < cycles {
		m.Step()
	}
	return m
}

// measured is a measure by name, as it stands.
func measured(t *testing.T, m *sim.Model, name string) float64 {
	t.Helper()
	o := measure.Of(m)
	values := make([]float64, len(o.Columns()))
	o.Measure(values)
	for k, c := range o.Columns() {
		if c.Name == name {
			return values[k]
		}
	}
	t.Fatalf("no measure %q", name)
	return 0
}

// Of nobody's work there is no quality, whatever the kind of work; and nothing
// that people are is lost by it.
func TestNobodyWorks(t *testing.T) {
	for _, kind := range []string{"judgement", "search", "pooling", "ensemble", "change"} {
		text := strings.Replace(twoUnits, `pattern = "emergent"`+"\n", "", 1) + `
[group.boss]
works = false
[work]
kind = "` + kind + `"
[[event]]
at = 5
kind = "absence"
who = ["a", "b"]
cycles = 3
`
		m := lived(t, text, 6)
		for name, x := range map[string]float64{"quality": m.Last.Quality, "output": m.Last.Output, "oracle": m.Last.Oracle, "expertise": measured(t, m, "expertise")} {
			if !math.IsNaN(x) {
				t.Errorf("%s: nobody works, but %s is %v, want it missing", kind, name, x)
			}
		}
		if x := measured(t, m, "motivation"); !(x >= 0 && x <= 1) {
			t.Errorf("%s: motivation of the one present is %v", kind, x)
		}
		for m.Cycle() < 12 {
			m.Step()
		}
		if !(m.Last.Quality >= 0) || !(m.Last.Output >= 0) {
			t.Errorf("%s: quality %v and output %v when all are back", kind, m.Last.Quality, m.Last.Output)
		}
	}
}

// Those who left for good count in nothing: the measures are those of an
// organisation without them.
func TestGoneCountInNothing(t *testing.T) {
	m := lived(t, twoUnits+`
[[event]]
at = 20
kind = "leave"
who = ["b"]
`, 40)
	o := m.Org
	if got := o.Members(); got != 4 {
		t.Fatalf("got %d members, want 4", got)
	}
	w := measure.NewWindow(m)
	w.Look()
	for i, s := range w.Shares {
		if o.Left(i) && s != 0 {
			t.Errorf("agent %d, who left, has a share of %v", i, s)
		}
	}
	if got, want := measured(t, m, "leadership_gini"), measure.Gini(w.Shares[:4]); math.Abs(got-want) > 1e-12 {
		t.Errorf("gini %v, want %v, that of the four who are there", got, want)
	}
	if got, want := measured(t, m, "centralisation"), measure.CentralisationShares(w.Shares[:4]); math.Abs(got-want) > 1e-12 {
		t.Errorf("centralisation %v, want %v", got, want)
	}
	if got, want := measured(t, m, "turnover"), 6.0/(21*10+19*4); math.Abs(got-want) > 1e-12 {
		t.Errorf("turnover %v, want %v: six left, of ten as each of 21 cycles began and four for 19", got, want)
	}
	sum, n := 0.0, 0.0
	for i := range 4 {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			if o.To[k] < 4 {
				sum += float64(o.Trust[k])
				n++
			}
		}
	}
	if got := measured(t, m, "trust"); math.Abs(got-sum/n) > 1e-12 {
		t.Errorf("trust %v, want %v, that of the four in one another", got, sum/n)
	}
}

// When a unit leaves after some of its group went to another, these are still
// there: an event that names one is no mistake.
func TestWhoChangedUnitsStays(t *testing.T) {
	m := lived(t, twoUnits+`
[[event]]
at = 3
kind = "split"
unit = "b"
into = "c"
[[event]]
at = 5
kind = "leave"
who = ["b"]
[[event]]
at = 8
kind = "absence"
who = ["b 1", "b 2", "b 3", "b 4", "b 5", "b 6"]
cycles = 9
`, 10)
	if got, there := m.Org.Members(), m.Org.Size(); got != 7 || there != 4 {
		t.Errorf("got %d members of whom %d are there, want 7 and 4: three of b went to c", got, there)
	}
}

// Turnover is a share, also where all but one leave in the first cycle that counts.
func TestTurnoverIsAShare(t *testing.T) {
	m := lived(t, "burn_in = 10\n"+twoUnits+"[[event]]\nat = 10\nkind = \"leave\"\npick = \"random\"\ncount = 9\n", 11)
	if got := measured(t, m, "turnover"); got != 0.9 {
		t.Errorf("turnover %v, want .9: nine of ten", got)
	}
}

// Who is named leaves or is away for longer, also when away for a while.
func TestAwayAreBefallen(t *testing.T) {
	m := lived(t, twoUnits+`
[[event]]
at = 5
kind = "absence"
pick = "everyone"
cycles = 20
[[event]]
at = 8
kind = "absence"
who = ["a 1"]
cycles = 40
[[event]]
at = 9
kind = "absence"
who = ["a 2"]
cycles = 2
[[event]]
at = 10
kind = "leave"
who = ["b"]
`, 30)
	o := m.Org
	if got := o.Members(); got != 4 {
		t.Errorf("got %d members, want 4: all of b left, though away", got)
	}
	for i, want := range []uint8{0, 1, 1, 1} {
		if o.Present[i] != want {
			t.Errorf("%s: present is %d in cycle 30, want %d", m.Spec.Name(i), o.Present[i], want)
		}
	}
	if m := lived(t, twoUnits+"[[event]]\nat = 5\nkind = \"absence\"\npick = \"everyone\"\ncycles = 20\n[[event]]\nat = 8\nkind = \"absence\"\nwho = [\"a 2\"]\ncycles = 2\n", 12); m.Org.Present[1] != 0 {
		t.Error("a short absence in a long one brought somebody back")
	}
}

// A merged unit is gone: newcomers come to what became of it, and goals are
// those of the units in which somebody is.
func TestMergedUnits(t *testing.T) {
	m := lived(t, twoUnits+`
[group.c]
count = 3
[goals]
spread = 1
[[event]]
at = 5
kind = "merge"
units = ["a", "b"]
into = "ab"
[[event]]
at = 8
kind = "join"
group = "a"
count = 2
[[event]]
at = 9
kind = "merge"
units = ["ab", "c"]
into = "all"
[[event]]
at = 10
kind = "join"
group = "b"
`, 11)
	all := int32(slices.Index(m.Spec.Units, "all"))
	for i, u := range m.Org.Unit {
		if u != all {
			t.Errorf("agent %d is in unit %q, want all in %q", i, m.Spec.Units[u], "all")
		}
	}
	if m.Org.N != 16 {
		t.Errorf("%d agents, want 16", m.Org.N)
	}
	for k, g := range m.Org.Goal {
		if math.Abs(g) > 1e-12 {
			t.Fatalf("goal %d is %v, want 0: of one unit alone the mean is its own", k, g)
		}
	}
}

// Newcomers comply with a mandate while it is enforced, without commitment.
func TestNewcomersUnderMandate(t *testing.T) {
	m := lived(t, twoUnits+`
[[event]]
at = 5
kind = "pattern"
pattern = "rotating"
how = "mandated"
cycles = 20
[[event]]
at = 8
kind = "join"
group = "a"
count = 3
`, 9)
	for i := 10; i < 13; i++ {
		if m.Org.Regime[i] != 1 {
			t.Errorf("newcomer %d lives by the older pattern under a mandate", i)
		}
	}
	if got := m.Compliance(); got != 1 {
		t.Errorf("compliance %v under a mandate, want 1", got)
	}
}

// More time to reflect is for those whom a programme supports, and it costs no
// more than their part.
func TestTimeIsForSome(t *testing.T) {
	text := twoUnits + `
[pattern]
name = "emergent"
reflection = 0
[[event]]
at = 0
kind = "programme"
support = "time"
strength = 1
who = ["a"]
cycles = 50
`
	m := sim.New(load(t, strings.Replace(text, `pattern = "emergent"`+"\n", "", 1)).Spec, 1)
	before := slices.Clone(m.Org.Motivation)
	m.Step()
	for i := range m.Org.N {
		if changed := m.Org.Motivation[i] != before[i]; changed != (i < 4) {
			t.Errorf("agent %d reflects: %v, want %v", i, changed, i < 4)
		}
	}
	if got := m.TimeToReflect(); math.Abs(got-0.4) > 1e-12 {
		t.Errorf("%v reflect, want four of ten", got)
	}
}

// What one knew grows old while one is away.
func TestAbsentKnowLess(t *testing.T) {
	text := twoUnits + `
[work]
turbulence = 0.5
`
	there, away := lived(t, text, 30), lived(t, text+`
[[event]]
at = 10
kind = "absence"
who = ["a 1"]
cycles = 20
`, 30)
	x, y := precision(t, there), precision(t, away)
	if !(y < x/4) {
		t.Errorf("precision %v after 20 cycles away, %v of one who stayed, want far less", y, x)
	}
}

// precision is that of the first agent's estimate, as the state lists it.
func precision(t *testing.T, m *sim.Model) float64 {
	t.Helper()
	w, ok := m.Work.(interface{ Certainty(i, d int) float64 })
	if !ok {
		t.Fatal("the work does not say how certain people are")
	}
	return w.Certainty(0, 0)
}

// Nothing comes of some events, and that is told: before the run where it can
// be known, and after it.
func TestIdleEvents(t *testing.T) {
	text := twoUnits + `
[[event]]
at = 3
kind = "tie"
from = ["a"]
to = ["b"]
[[event]]
at = 4
kind = "cut"
from = ["a 1"]
to = ["b 1"]
[[event]]
at = 5
every = 5
kind = "tie"
from = ["a 1"]
to = ["b 1"]
[[event]]
at = 6
kind = "set"
key = "work.turbulence"
value = 0.2
[[event]]
at = 7
kind = "leave"
who = ["a 2"]
[[event]]
at = 8
kind = "split"
unit = "a"
into = "c"
share = 0.1
`
	want := []string{"tie 3", "set 6", "split 8"}
	s := load(t, text)
	var got []string
	for _, n := range sim.Foresee(s.Spec, 3) {
		got = append(got, n.Kind+" "+string(rune('0'+n.Cycle)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("foreseen: got %q, want %q", got, want)
	}
	m := lived(t, text, 12)
	got = nil
	for _, n := range m.Notes {
		got = append(got, n.Kind+" "+string(rune('0'+n.Cycle)))
	}
	if !slices.Contains(got, "tie 3") || !slices.Contains(got, "set 6") || !slices.Contains(got, "split 8") {
		t.Errorf("after the run: got %q", got)
	}
}

// Events that bring people and ties count in what an organisation needs, and
// what is counted is never less than what comes.
func TestMost(t *testing.T) {
	text := twoUnits + `
[[event]]
at = 10
every = 7
kind = "join"
group = "b"
count = 5
[[event]]
at = 12
kind = "tie"
from = ["a"]
to = ["b"]
[[event]]
at = 30
kind = "merge"
units = ["a", "b"]
into = "a"
`
	s := load(t, text)
	people, ties := s.Spec.Most()
	m := lived(t, text, s.Cycles)
	if int(people) != m.Org.N || ties < float64(len(m.Org.To)) || ties > 3*float64(len(m.Org.To)) {
		t.Errorf("counted %v people and %v ties, there are %d and %d", people, ties, m.Org.N, len(m.Org.To))
	}
	s.SetCycles(1 << 29)
	if _, more := s.Spec.Most(); more <= agents.MaxTies {
		t.Errorf("counted %v ties for a run of %d cycles", more, s.Cycles)
	}
	if few, big := load(t, twoUnits).Spec.Bytes(), s.Spec.Bytes(); big < 1e3*few {
		t.Errorf("%v bytes with all newcomers, %v without", big, small)
	}
}

// Events are foreseen without going through the cycles between them.
func TestForeseeLongRuns(t *testing.T) {
	text := strings.Replace(twoUnits, "cycles = 60", "cycles = 1073741824", 1) + strings.Repeat("[[event]]\nat = 1000000000\nkind = \"shock\"\n", 20) + `
[[event]]
at = 3
every = 500000000
until = 600000000
kind = "cut"
from = ["a 1"]
to = ["b 1"]
`
	s := load(t, strings.Replace(text, `kind = "complete"`, `kind = "ring"`, 1))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	found := make(chan []sim.Note, 1)
	go func() { found <- sim.Foresee(s.Spec, 3) }()
	select {
	case notes := <-found:
		if len(notes) != 1 || notes[0].Kind != "cut" || notes[0].Cycle != 3 {
			t.Errorf("got %v, want a cut of which nothing comes", notes)
		}
	case <-ctx.Done():
		t.Error("a thousand million cycles without events take longer than 10 s")
	}
}

// Newcomers want what their group wants, not what those wanted who left, whatever
// else befalls the organisation.
func TestNewcomersGoals(t *testing.T) {
	m := lived(t, twoUnits+`
[group.c]
count = 5
goal = {normal = [0.0, 1.0]}
[turnover]
hazard = 0.2
`, 20)
	if m.Tally.Leavers == 0 {
		t.Fatal("nobody left")
	}
	before := slices.Clone(m.Org.Goal)
	m.Changed()
	if !slices.Equal(m.Org.Goal, before) {
		t.Error("goals are others after an event that is none of theirs")
	}
}

// Who joins a group from a table has all its traits from one row.
func TestNewcomersOfOneRow(t *testing.T) {
	text := twoUnits + `
[group.c]
count = 3
file = "c.csv"
expertise = {column = "x"}
goal = {column = "x"}
[[event]]
at = 2
kind = "join"
group = "c"
count = 4
`
	m := sim.New(loadBeside(t, text, texts{"c.csv": "name,x\nann,0.1\nbob,0.2\ncy,0.3\n"}).Spec, 1)
	for m.Cycle() < 2 {
		m.Step()
	}
	m.StepPhase() // they join
	o := m.Org
	for i := 13; i < o.N; i++ {
		if e, g := o.Expertise[i*o.D], o.Goal[i*o.D]-o.Goal[10*o.D]+0.1; math.Abs(e-g) > 1e-9 {
			t.Errorf("newcomer %d has the expertise %.2f and the goal of one with %.2f, want both of one row", i, e, g)
		}
	}
}

// Without the ledger no influence is booked, of whatever kind; where there are no
// rounds nobody is granted anything.
func TestNothingBooked(t *testing.T) {
	for name, text := range map[string]string{
		"planning":  "pattern = \"planful-alignment\"\n" + twoUnits[strings.Index(twoUnits, "[organisation]"):] + "[influence]\nledger = false\n",
		"search":    twoUnits + "[influence]\nledger = false\n[work]\nkind = \"search\"\nbits = 8\n",
		"no rounds": strings.Replace(twoUnits, `"emergent"`, `{name = "emergent", rounds = 0}`, 1),
	} {
		m := lived(t, "window = 5\n"+text, 20)
		for i := range m.Org.N {
			if given := m.Ledger.GivenBy(i); given != 0 || m.Ledger.Net[i] != 0 {
				t.Errorf("%s: agent %d gave %v and moved %v by the ledger, want nothing", name, i, given, m.Ledger.Net[i])
			}
		}
		for _, measure := range []string{"crossing", "learned_across"} {
			if x := measured(t, m, measure); !math.IsNaN(x) {
				t.Errorf("%s: %s is %v, want it missing", name, measure, x)
			}
		}
		if x := measured(t, m, "leadership_density"); x > 0 {
			t.Errorf("%s: leadership_density is %v, want none", name, x)
		}
	}
}

// Once most live by a promoted pattern its offices are filled and its goals hold.
func TestPromotedTakesOffice(t *testing.T) {
	text := func(how string) string {
		return strings.Replace(twoUnits, "count = 4", "count = 4\nformal = true", 1) + `
[goals]
spread = 0.5
[[event]]
at = 5
kind = "pattern"
pattern = {name = "conducted", alignment = 0.9}
how = "` + how + `"
`
	}
	m, placed := lived(t, text("promoted"), 60), lived(t, text("replaced"), 60)
	if m.Compliance() < 0.9 {
		t.Fatalf("compliance %v, want nearly all", m.Compliance())
	}
	if !slices.ContainsFunc(m.Org.Office, func(o uint32) bool { return o != 0 }) || m.Last.Claims == 0 {
		t.Errorf("offices %v, %v claims heard: nobody leads", m.Org.Office, m.Last.Claims)
	}
	if !slices.Equal(m.Org.Goal, placed.Org.Goal) {
		t.Error("goals are not those of the promoted pattern")
	}
}

// What is told of a cycle is told by the rounds that were held and by the pattern
// that led in it, also where most live by another one from the next on.
func TestToldByThePatternLived(t *testing.T) {
	for _, rounds := range [][2]int{{1, 9}, {4, 1}} {
		m := model(t, strings.Replace(twoUnits, `"emergent"`, fmt.Sprintf(`{name = "emergent", rounds = %d, reflection = 0.2}`, rounds[0]), 1)+fmt.Sprintf(`
[time]
round = 0.05
claim = 0.0
reflect = 0.1
[[event]]
at = 5
kind = "pattern"
pattern = {name = "emergent", rounds = %d, reflection = 0.7}
how = "promoted"
`, rounds[1]))
		turned := false
		for m.Cycle() < 60 {
			held := 0
			for m.StepPhase(); m.Phase() != sim.Plan; m.StepPhase() {
				if m.Phase() == sim.Influence {
					held++
				}
			}
			share := 0.2
			if turned = held == rounds[1]; turned {
				share = 0.7
			}
			if got := m.TimeToReflect(); math.Abs(got-share) > 1e-12 {
				t.Errorf("cycle %d: %v reflected, want %v", m.Cycle()-1, got, share)
			}
			if want := 0.05*float64(held) + 0.1*share; math.Abs(m.Last.Time-want) > 1e-12 {
				t.Errorf("cycle %d: %v of the time was used, want %v for %d rounds", m.Cycle()-1, m.Last.Time, want, held)
			}
			sum := 0.0
			for i := range m.Org.N {
				sum += m.Ledger.Granted(i)
			}
			if got, want := m.GrantedShare(), sum/float64(m.Org.N*m.Org.D*held); math.Abs(got-want) > 1e-12 {
				t.Errorf("cycle %d: granted %v, want %v of %d rounds", m.Cycle()-1, got, want, held)
			}
		}
		if !turned {
			t.Error("the other pattern never came to lead")
		}
	}
}

// What is heard takes time, whether it is booked or not.
func TestUnbookedClaimsTakeTime(t *testing.T) {
	search := lived(t, twoUnits+"[work]\nkind = \"search\"\nbits = 8\n[influence]\nledger = false\n", 10)
	if search.Last.Claims == 0 {
		t.Error("search without the ledger hears no claims, so that they cost no time")
	}
}
