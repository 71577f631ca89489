package sim_test

import (
	"math"
	"slices"
	"testing"

	"tutti/sim"
)

// A task handed out moves what is done, not what people think: with discretion δ
// everybody does (1−δ)·own plan + δ·what the holder makes of it alone, and the
// plans are those of an organisation without tasks handed out.
func TestDelegation(t *testing.T) {
	text := func(charges string) string {
		return `
pattern = {name = "conducted", discretion = 0.3` + charges + `}
[organisation]
domains = ["a", "b"]
[group.head]
formal = true
[group.member]
count = 7
expertise = {beta = [4, 4]}
[[ties]]
kind = "complete"
[work]
turbulence = 0.4
`
	}
	kept, handed := model(t, text("")), model(t, text(`, charges = "by-role"`))
	for range 3 { // to the end of acting, in the first cycle
		kept.StepPhase()
		handed.StepPhase()
	}
	plans := slices.Clone(handed.Work.Plans().Now)
	if !slices.Equal(plans, kept.Work.Plans().Now) {
		t.Error("plans differ where tasks are handed out, want them unmoved")
	}
	holder := [2]int{-1, -1}
	for i, c := range handed.Org.Charge {
		for d := range 2 {
			if c>>d&1 != 0 {
				holder[d] = i
			}
		}
	}
	if holder[0] < 1 || holder[1] < 1 || holder[0] == holder[1] {
		t.Fatalf("got tasks with %v, want two members", holder)
	}
	own := handed.Work.Plans().Own
	for i := range handed.Org.N {
		for d := range 2 {
			want := plans[i*2+d] + 0.3*(own[holder[d]*2+d]-plans[i*2+d])
			if got := handed.Acts()[i*2+d]; math.Abs(got-want) > 1e-12 {
				t.Errorf("agent %d, domain %d: did %v, want %v", i, d, got, want)
			}
		}
	}
	for handed.Phase() != sim.Plan {
		handed.StepPhase()
	}
	if !(handed.Last.Decided > 0) {
		t.Errorf("got %v decided by holders, want more than 0", handed.Last.Decided)
	}
	if given := handed.Ledger.GivenBy(holder[0]); given != 0 {
		t.Errorf("got %v of influence by one who holds a task, want none: it is no leadership", given)
	}
}

// A holder who is away is replaced, and one who is silenced decides nothing.
func TestHolderAway(t *testing.T) {
	m := model(t, `
pattern = "delegated"
[organisation]
domains = ["a"]
[group.head]
formal = true
[group.member]
count = 4
[[ties]]
kind = "complete"
[[event]]
at = 1
kind = "absence"
who = ["member 1"]
cycles = 1
`)
	holders := func() (rows []int) {
		for i, c := range m.Org.Charge {
			if c != 0 {
				rows = append(rows, i)
			}
		}
		return rows
	}
	m.Step()
	first := holders()
	m.Step()
	if second := holders(); len(first) != 1 || len(second) != 1 || m.Org.Present[second[0]] == 0 {
		t.Errorf("got the task with %v, then %v, want one who is there each time", first, second)
	}
	m.Muted = []bool{true, true, true, true, true}
	m.Step()
	if m.Last.Decided != 0 {
		t.Errorf("got %v decided by silenced holders, want 0", m.Last.Decided)
	}
}

// A holder decides for those who attend to it, and for nobody else.
func TestHolderOutOfReach(t *testing.T) {
	m := model(t, `
pattern = "delegated"
[organisation]
domains = ["a"]
[group.head]
unit = "left"
formal = true
[group.left]
count = 4
[group.right]
count = 4
[[ties]]
kind = "complete"
within = "each"
`)
	m.StepPhase()
	m.StepPhase()
	m.StepPhase() // to the end of acting
	holder := slices.IndexFunc(m.Org.Charge, func(c uint32) bool { return c != 0 })
	plans := m.Work.Plans().Now
	for i := range m.Org.N {
		own := m.Acts()[i] == plans[i]
		if reached := m.Org.Unit[i] == m.Org.Unit[holder]; own == reached {
			t.Errorf("agent %d: does its own plan %v, but attends to the holder %v", i, own, reached)
		}
	}
}
