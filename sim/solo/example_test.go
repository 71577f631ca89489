package solo_test

import (
	"fmt"

	"tutti/scenarios"
	"tutti/sim/exact"
	"tutti/sim/solo"
)

// A scenario is read once and lived as often as one likes; the same seed comes
// to the same digest.
func ExampleLoad() {
	s, err := solo.Load(scenarios.Open, "orpheus.toml", []solo.Setting{{Key: "cycles", Value: 3.0}, {Key: "burn_in", Value: 0.0}})
	if err != nil {
		fmt.Println(err)
		return
	}
	digest := func() string {
		r := s.New(7)
		for !r.Done() && r.Cycle() < s.Cycles {
			r.Step()
		}
		return exact.Digest(r)
	}
	first, again := digest(), digest()
	fmt.Println(s.Title, "for", s.Cycles, "cycles, twice the same:", first == again)
	// Output: Orpheus: the conductorless orchestra for 3 cycles, twice the same: true
}
