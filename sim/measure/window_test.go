package measure_test

import (
	"fmt"
	"testing"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/measure"
	"tutti/sim/run"
)

// organised is an organisation from the text of a scenario, with room for its
// measures.
func organised(tb testing.TB, text string) (*measure.Organisation, []float64) {
	tb.Helper()
	s, err := run.Load(scenarios.Beside("world.toml", text), "world.toml", nil)
	if err != nil {
		tb.Fatal(err)
	}
	o := measure.Of(sim.New(s.Spec, 1))
	return o, make([]float64, len(o.Columns()))
}

// staffed is a small organisation of several units in which every measure has
// something to measure.
const staffed = `
pattern = "emergent"
cycles = 1000000
window = 3
[organisation]
domains = ["a", "b", "c"]
[group.head]
formal = true
[group.east]
count = 12
expertise = {beta = [2, 2]}
goal = {normal = [0, 0.3]}
[group.west]
count = 9
[chain]
span = 4
[[ties]]
kind = "random"
degree = 8
[reflection]
safety = 0.1
`

// TestNothingIsAllocatedWatching: once running, a cycle that is lived and
// measured allocates nothing, whether all are there or some have left for good.
func TestNothingIsAllocatedWatching(t *testing.T) {
	for name, more := range map[string]string{
		"all there":   "",
		"some left":   "[[event]]\nat = 5\nkind = \"leave\"\npick = \"random\"\ncount = 6\n",
		"a unit left": "[[event]]\nat = 5\nkind = \"leave\"\nwho = [\"west\"]\n",
		"helped":      "[[event]]\nat = 5\nkind = \"programme\"\nsupport = \"time\"\nwho = [\"west\"]\nstrength = 0.1\ncycles = 10000\n",
	} {
		o, now := organised(t, staffed+more)
		cycle := func() { o.Step(); o.Measure(now) }
		for range 60 {
			cycle()
		}
		if got := testing.AllocsPerRun(30, cycle); got > 0 {
			t.Errorf("%s: %.0f allocations a cycle, want none", name, got)
		}
	}
}

// BenchmarkWatched measures the cycles of an organisation without living them,
// and lives and measures them.
func BenchmarkWatched(b *testing.B) {
	for _, n := range []int{30, 10000} {
		text := fmt.Sprintf("cycles = 1000000\npattern = \"everyone-leads\"\n[organisation]\ndomains = [\"a\", \"b\", \"c\", \"d\"]\n[group.member]\ncount = %d\n[[ties]]\nkind = \"random\"\ndegree = 16\n", n)
		for _, lived := range []bool{false, true} {
			b.Run(fmt.Sprintf("agents=%d/lived=%v", n, lived), func(b *testing.B) {
				o, now := organised(b, text)
				for range 30 {
					o.Step()
				}
				o.Measure(now)
				b.ReportAllocs()
				for b.Loop() {
					if lived {
						o.Step()
					}
					o.Measure(now)
				}
			})
		}
	}
}
