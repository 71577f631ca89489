package measure_test

import (
	"fmt"
	"math"
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
		"ensemble":    "[work]\nkind = \"ensemble\"\n",
		"search":      "[work]\nkind = \"search\"\n",
		"change":      "[work]\nkind = \"change\"\n",
		"pooling":     "[work]\nkind = \"pooling\"\n",
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

// TestLookIsWhatThePureFunctionsSay: what a look works out once and in room of
// its own is what the functions of columns make of the same people.
func TestLookIsWhatThePureFunctionsSay(t *testing.T) {
	for name, more := range map[string]string{
		"all there": "",
		"some left": "[[event]]\nat = 5\nkind = \"leave\"\npick = \"random\"\ncount = 6\n",
	} {
		o, now := organised(t, staffed+more)
		for range 20 {
			o.Step()
		}
		o.Measure(now)
		got := map[string]float64{}
		for k, c := range o.Columns() {
			got[c.Name] = now[k]
		}
		p := o.Org
		var led, knows, trusted, before, after, ties []float64
		for i := range p.N {
			if p.Left(i) {
				continue
			}
			relevant, trust, n := 0.0, 0.0, 0.0
			for d, x := range o.Weights() {
				relevant += float64(x * p.Expertise[i*p.D+d])
			}
			for j := range p.N {
				if k := p.Tie(j, i); k >= 0 && !p.Left(j) {
					trust, n, ties = trust+float64(p.Trust[k]), n+1, append(ties, float64(p.Trust[k]))
				}
			}
			led, knows, trusted = append(led, o.Window().Shares[i]), append(knows, relevant), append(trusted, trust/max(1, n))
			before, after = append(before, float64(o.Tally.Before[i])), append(after, float64(o.Tally.After[i]))
		}
		given := make([]float64, p.N)
		for k, x := range o.Tally.Given {
			given[k/p.D] += float64(x)
		}
		for what, want := range map[string]float64{
			"expertise_fit": measure.Fit(led, knows), "trust_fit": measure.Fit(trusted, knows), "fluidity": measure.Fluidity(before, after),
			"leadership_gini": measure.Gini(led), "centralisation": measure.CentralisationShares(led), "entropy_total": measure.Entropy(given),
			"trust": measure.Mean(ties), "trust_sd": measure.Deviation(ties),
		} {
			if !(math.Abs(got[what]-want) < 1e-12) {
				t.Errorf("%s: %s: got %v, want %v", name, what, got[what], want)
			}
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
