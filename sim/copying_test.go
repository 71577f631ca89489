package sim_test

import (
	"slices"
	"testing"

	"tutti/sim"
)

// With grant = "sample" a plan that is a number becomes that of one source whole,
// or the own one; and about as often that of a source as was granted to it.
func TestSamplingOfNumbers(t *testing.T) {
	m := model(t, `
pattern = {name = "everyone-leads", grant = "sample", rounds = 1, attention = 0}
[group.member]
count = 12
autonomy = {beta = [3, 3]}
[[ties]]
kind = "complete"
`)
	taken, granted, cycles := 0.0, 0.0, 400
	for range cycles {
		m.StepPhase() // plan
		own := slices.Clone(m.Work.Plans().Own)
		m.StepPhase() // influence
		for i, x := range m.Work.Plans().Now {
			if !slices.Contains(own, x) {
				t.Fatalf("cycle %d: agent %d intends %v, which is nobody's plan", m.Cycle(), i, x)
			}
			if x != own[i] {
				taken++
			}
			granted += m.Ledger.Granted(i)
		}
		for m.Phase() != sim.Plan {
			m.StepPhase()
		}
	}
	if r := taken / granted; r < 0.95 || r > 1.05 {
		t.Errorf("%.0f plans were taken over where %.0f were granted", taken, granted)
	}
}

// A superior forces actions in works without numbers, too; it is booked apart,
// and the plans stay as they are.
func TestForceWithoutNumbers(t *testing.T) {
	for _, kind := range []string{"kind = \"search\"\nbits = 12", "kind = \"pooling\"\nlimit = 2"} {
		m := model(t, `
pattern = {name = "isolated", coercion = 0.5}
[organisation]
domains = ["a", "b", "c"]
[group.head]
formal = true
[group.member]
count = 11
[[ties]]
kind = "star"
[work]
`+kind)
		forced, moved := 0.0, 0.0
		for range 20 {
			m.Step()
			for i, c := range m.Ledger.Coerced {
				forced += c
				moved += m.Ledger.GivenBy(i)
			}
		}
		if forced == 0 || moved != 0 {
			t.Errorf("%s: %v forced, %v led; want some and none", kind, forced, moved)
		}
	}
}
