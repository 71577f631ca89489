package sim_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/keys"
	"tutti/sim/scenario"
)

func orchestra(t *testing.T, sets ...string) *sim.Model {
	t.Helper()
	root, err := keys.Load(scenarios.Open, "orpheus-rehearsal.toml")
	if err != nil {
		t.Fatal(err)
	}
	root.Shorthand("pattern", "name")
	for k := 0; k < len(sets); k += 2 {
		if err := root.Set(sets[k], sets[k+1]); err != nil {
			t.Fatal(err)
		}
	}
	spec := scenario.Read(root, scenario.ReadHead(root, []string{"organisation"}), scenarios.Open)
	if err := root.Err(); err != nil {
		t.Fatal(err)
	}
	return sim.New(spec, 3)
}

// A piece goes through core rehearsals, full rehearsals, performance and
// debrief; only the core is there first, and the next piece has another
// concertmaster's core.
func TestRehearsal(t *testing.T) {
	m := orchestra(t)
	want := []sim.Stage{sim.CoreRehearsal, sim.CoreRehearsal, sim.FullRehearsal, sim.FullRehearsal, sim.FullRehearsal, sim.FullRehearsal, sim.Performance, sim.Debrief}
	var cores [][]uint32
	clear := *m.Work.Param("observation")
	for range 3 * len(want) {
		at := m.Cycle() % len(want)
		if got := m.StageAt(m.Cycle()); got != want[at] {
			t.Errorf("cycle %d: got stage %d, want %d", m.Cycle(), got, want[at])
		}
		m.Step()
		present, all := 7, m.Org.N
		if want[at] != sim.CoreRehearsal {
			present = all
		}
		if got := m.Org.Size(); got != present {
			t.Errorf("cycle %d: got %d players, want %d", m.Cycle()-1, got, present)
		}
		see := *m.Work.Param("observation")
		if hall := see < clear-1e-9; hall != (want[at] == sim.FullRehearsal) {
			t.Errorf("cycle %d: got an outcome seen with %v, usually %v; want it clearer in full rehearsal alone", m.Cycle()-1, see, clear)
		}
		share := m.Pattern().Reflection
		if want[at] == sim.Debrief {
			share = m.Spec.Rehearsal.Debrief
		}
		if got := m.TimeToReflect(); got != share {
			t.Errorf("cycle %d: got %v who reflected, want %v", m.Cycle()-1, got, share)
		}
		if m.Performed() != (want[at] == sim.Performance) {
			t.Errorf("cycle %d: got Performed %v", m.Cycle()-1, m.Performed())
		}
		if at == 0 {
			cores = append(cores, slices.Clone(m.Org.Office))
		}
	}
	if slices.Equal(cores[0], cores[1]) {
		t.Errorf("got the same core twice, want another for the next piece")
	}
}

// Every protocol chooses a core of the size that is asked for, in which every
// section has a player.
func TestSelections(t *testing.T) {
	for _, selection := range scenario.Selections {
		for _, size := range []int{1, 6, 12} {
			m := orchestra(t, "rehearsal.selection", selection, "rehearsal.core", fmt.Sprint(size), "rehearsal.seats", "0")
			m.Step()
			n, units := 0, map[int32]bool{}
			for i, office := range m.Org.Office {
				if office != 0 {
					n++
					units[m.Org.Unit[i]] = true
				}
			}
			if n != size || size >= 6 && len(units) < 5 {
				t.Errorf("%s: got a core of %d from %d sections, want %d and all five", selection, n, len(units), size)
			}
		}
	}
}

// Tasks are handed out also where the core leads.
func TestCoreAndTasks(t *testing.T) {
	m := orchestra(t, "pattern", `{name = "rotating", charges = "by-expertise"}`)
	for range 8 {
		m.Step()
		if !(m.Last.Decided > 0) {
			t.Errorf("cycle %d: got %v decided by those who hold a task, want more than 0", m.Cycle()-1, m.Last.Decided)
		}
	}
}

// The core takes the offices also where the pattern by which it leads comes in the
// middle of a piece.
func TestCoreTakesOfficeAtOnce(t *testing.T) {
	m := model(t, `
cycles = 30
pattern = {name = "conducted", office = "formal"}
[group.head]
formal = true
works = false
[group.player]
count = 12
[[ties]]
kind = "complete"
[rehearsal]
core = 3
core_rehearsals = 3
full_rehearsals = 3
[[event]]
at = 12
kind = "pattern"
pattern = {name = "emergent", office = "elected", admit = "elected", leaders = 2, term = 50}
`)
	for m.Cycle() < 16 {
		was := m.Cycle()
		m.Step()
		n := 0
		for _, office := range m.Org.Office {
			n += int(office & 1)
		}
		if want := map[bool]int{false: 1, true: 3}[was >= 12]; n != want || was >= 12 && m.Org.Office[0] != 0 {
			t.Errorf("cycle %d: %d in office, the head %d; want %d, from cycle 12 on the core alone", was, n, m.Org.Office[0], want)
		}
	}
}

// Without a core nobody is away: the conducted control has the same budget.
func TestNoCore(t *testing.T) {
	m := orchestra(t, "rehearsal.core", "0", "pattern", "conducted")
	for range 10 {
		m.Step()
		if m.Org.Size() != m.Org.N {
			t.Fatalf("cycle %d: got %d of %d players, want all", m.Cycle()-1, m.Org.Size(), m.Org.N)
		}
	}
}

// Under a pattern in which nobody is chosen the core rehearses first and the
// conductor, who is there, leads it: all influence is the conductor's.
func TestCoreUnderConductor(t *testing.T) {
	m := orchestra(t, "pattern", "conducted")
	for range 10 {
		m.Step()
		if m.Org.Present[0] == 0 {
			t.Fatalf("cycle %d: the conductor is away", m.Cycle()-1)
		}
		if size, core := m.Org.Size(), m.StageAt(m.Cycle()-1) == sim.CoreRehearsal; core != (size == 8) {
			t.Errorf("cycle %d: got %d people, want the core of seven and the conductor in core rehearsals alone", m.Cycle()-1, size)
		}
		for i := range m.Org.N {
			if given := m.Ledger.GivenBy(i); (given > 0) != (i == 0) {
				t.Errorf("cycle %d: got %v given by %s, want influence by the conductor alone", m.Cycle()-1, given, m.Spec.Name(i))
			}
		}
	}
}

// A core by lot is drawn apart from the offices by lot of the same cycle: who leads
// the core holds the office no more often than one in six would.
func TestLotsOfTheirOwn(t *testing.T) {
	s := load(t, `
cycles = 8
[group.people]
count = 12
[[ties]]
kind = "complete"
[pattern]
office = "heads"
choose = "lottery"
admit = "anyone"
leaders = 1
[rehearsal]
core = 6
core_rehearsals = 2
full_rehearsals = 2
selection = "lottery"
`)
	both := 0
	for seed := range uint64(60) {
		m := sim.New(s.Spec, seed)
		m.Step()
		if slices.Max(m.Served()) == 2 { // as concertmaster and in office
			both++
		}
	}
	if both < 2 || both > 24 {
		t.Errorf("the concertmaster holds the office in %d of 60 runs, want about 10", both)
	}
}

// Who sat in the core may be concertmaster of the next piece; who was
// concertmaster rests for so many pieces.
func TestConcertmastersRest(t *testing.T) {
	m := orchestra(t, "rehearsal.rest", "2", "rehearsal.seats", "0")
	var leads []int
	seated, promoted := map[int]bool{}, 0
	for range 12 {
		before := slices.Clone(m.Served())
		m.Step()
		lead := -1
		for i, n := range m.Served() {
			if len(before) == 0 && n > 0 || len(before) > 0 && n > before[i] {
				lead = i
			}
		}
		if seated[lead] {
			promoted++
		}
		clear(seated)
		for i, office := range m.Org.Office {
			seated[i] = office != 0
		}
		for back, last := range slices.Backward(leads) {
			if len(leads)-back <= 2 && last == lead {
				t.Errorf("piece %d: %s leads again after %d pieces, want 2 of rest", len(leads), m.Spec.Name(lead), len(leads)-back-1)
			}
		}
		leads = append(leads, lead)
		for range 7 {
			m.Step()
		}
	}
	if promoted == 0 {
		t.Error("nobody who sat in a core led the next piece, want some: having been a principal is no bar")
	}
}

// What is set while some listen from the hall holds: it is clearer in full
// rehearsals and as it was set after them.
func TestSetWhileListening(t *testing.T) {
	m := orchestra(t)
	for range 4 { // into full rehearsals
		m.Step()
	}
	if !m.Set("work.observation", 0.8) {
		t.Fatal("work.observation cannot be set")
	}
	if got := *m.Work.Param("observation"); got >= 0.8 {
		t.Errorf("got %v in full rehearsal, want less than 0.8", got)
	}
	for range 3 { // past the performance
		m.Step()
	}
	if got := *m.Work.Param("observation"); math.Abs(got-0.8) > 1e-12 {
		t.Errorf("got %v after full rehearsals, want 0.8", got)
	}
}
