package sim_test

import (
	"fmt"
	"runtime"
	"testing"

	"tutti/sim"
)

// model makes an organisation from the text of a scenario.
func model(tb testing.TB, text string) *sim.Model {
	tb.Helper()
	return sim.New(load(tb, text).Spec, 1)
}

// small is 30 agents, all tied, 4 domains, 2 rounds.
const small = `
cycles = 1000000
pattern = "everyone-leads"
[organisation]
domains = ["a", "b", "c", "d"]
[group.member]
count = 30
[[ties]]
kind = "complete"
`

// large is n agents with 16 ties each, 4 domains, 2 rounds.
const large = `
cycles = 1000000
pattern = "everyone-leads"
[organisation]
domains = ["a", "b", "c", "d"]
[group.member]
count = %d
[[ties]]
kind = "random"
degree = 16
`

// fixed is the Friedkin–Johnsen limit: constant weights, no reflection.
const fixed = `
[pattern]
grant = "fixed"
admit = "anyone"
office = "none"
claim = "always"
rounds = 50
reflection = 0.0
attention = 0
`

// bench lives cycles and reports tie-and-domain evaluations a second: ties
// times domains times rounds.
func bench(b *testing.B, m *sim.Model, workers int) {
	m.Workers = workers
	m.Step()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		m.Step()
	}
	b.StopTimer()
	evals := float64(len(m.Org.To)*m.Org.D*m.Pattern().Rounds) * float64(b.N)
	b.ReportMetric(evals/b.Elapsed().Seconds()/1e6, "Meval/s")
}

func BenchmarkSmall(b *testing.B) { bench(b, model(b, small), 1) }

func BenchmarkEmergent(b *testing.B) {
	bench(b, model(b, "[pattern]\nname = \"emergent\"\nattention = 5\n"+small[len("\ncycles = 1000000\npattern = \"everyone-leads\"\n"):]), 1)
}

func BenchmarkLarge(b *testing.B) {
	for _, n := range []int{10000, 1000000} {
		for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
			b.Run(fmt.Sprintf("agents=%d/workers=%d", n, workers), func(b *testing.B) {
				bench(b, model(b, fmt.Sprintf(large, n)), workers)
			})
		}
	}
}
