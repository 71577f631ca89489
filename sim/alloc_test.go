package sim_test

import (
	"fmt"
	"testing"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/work"
)

// staffed is a small organisation in which every pattern finds its leaders.
const staffed = `
pattern = %q
cycles = 1000000
window = 3
[organisation]
domains = ["a", "b", "c"]
[group.head]
formal = true
works = false
[group.east]
count = %d
expertise = {beta = [2, 2]}
[group.west]
count = 9
[chain]
span = 4
[[ties]]
kind = "random"
degree = 8
`

// allocations is how many allocations a cycle makes once the model has run for
// some cycles.
func allocations(m *sim.Model, after int) float64 {
	for range after {
		m.Step()
	}
	return testing.AllocsPerRun(max(5, after/2), m.Step)
}

// TestNothingIsAllocated: once running, a cycle of one worker allocates nothing
// under any pattern and with any kind of work.
func TestNothingIsAllocated(t *testing.T) {
	for _, kind := range work.Catalogue {
		if got := allocations(model(t, fmt.Sprintf(staffed, "emergent", 12)+fmt.Sprintf("[work]\nkind = %q\n", kind.Name)), 60); got > 0 {
			t.Errorf("%s: %.0f allocations a cycle, want none", kind.Name, got)
		}
	}
	for _, pattern := range scenarios.List("patterns") {
		if got := allocations(model(t, fmt.Sprintf(staffed, pattern, 12)), 60); got > 0 {
			t.Errorf("%s: %.0f allocations a cycle, want none", pattern, got)
		}
	}
}

// TestWorkersAllocateGoroutinesAlone: many workers cost the goroutines that a
// phase starts, a round for each of its spans of blocks, and what they share.
func TestWorkersAllocateGoroutinesAlone(t *testing.T) {
	few, many := model(t, fmt.Sprintf(staffed, "emergent", 2000)), model(t, fmt.Sprintf(staffed, "emergent", 6000))
	few.Workers, many.Workers = 2, 2
	a, b := allocations(few, 10), allocations(many, 10)
	const phases, each = 20, 2*2 + 3 // two goroutines with a closure each, what they share
	if a > phases*each || b > phases*each {
		t.Errorf("%.0f and %.0f allocations a cycle for 2,000 and 6,000 agents, want at most %d", a, b, phases*each)
	}
}
