package sim_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/agents/influence"
	"tutti/sim"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/solo"
)

// extremeBase has people, units, a chain, ties and a shock; what is set comes on
// top.
const extremeBase = `
cycles = 12
window = 3
[organisation]
domains = ["one", "two"]
[group.head]
formal = true
works = false
[group.east]
count = 4
[group.west]
count = 5
[chain]
span = 3
[[ties]]
kind = "complete"
[[event]]
at = 4
kind = "shock"
`

// extremes are all keys of one number, with the least and the greatest value
// that each takes.
func extremes() []keys.Entry {
	var list []keys.Entry
	for _, e := range solo.Reference() {
		table, _, _ := strings.Cut(e.Generic, ".")
		switch table {
		case "influence", "reflection", "goals", "time", "turnover", "pattern", "work", "rehearsal":
		default:
			continue
		}
		switch e.Type {
		case keys.TypeShare, keys.TypeNumber:
			e.Lo, e.Hi = math.Max(e.Lo, -keys.Greatest), math.Min(e.Hi, keys.Greatest)
			if e.Lo > 0 {
				e.Lo = math.Max(e.Lo, keys.Least)
			}
			list = append(list, e)
		case keys.TypeCount:
			e.Lo, e.Hi = math.Max(e.Lo, 0), math.Min(e.Hi, 12)
			list = append(list, e)
		}
	}
	return list
}

// attempt lives a scenario with some values; what is refused is fine.
func attempt(t *testing.T, kind string, values map[string]float64) (accepted bool) {
	t.Helper()
	sets := []solo.Setting{{Key: "work.kind", Value: kind}}
	var said []string
	for key, x := range values {
		sets = append(sets, solo.Setting{Key: key, Value: solo.Raw(fmt.Sprint(x))})
		said = append(said, fmt.Sprintf("%s = %v", key, x))
	}
	s, err := solo.Load(texts{"extreme.toml": extremeBase}.open, "extreme.toml", sets)
	if err != nil {
		return false
	}
	m := sim.New(s.Spec, 1)
	for m.Cycle() < 8 {
		m.StepPhase()
		if bad := influence.Unsound(m.Org, m.Ledger); bad != "" {
			t.Errorf("%s work with %s, cycle %d before %v: column %q is out of range", kind, strings.Join(said, ", "), m.Cycle(), m.Phase(), bad)
			return true
		}
		if q := m.Last.Quality; m.Phase() == sim.Reflect && !(q >= 0 && q <= 1) {
			t.Errorf("%s work with %s, cycle %d: quality %v", kind, strings.Join(said, ", "), m.Cycle(), q)
			return true
		}
	}
	return true
}

// Every number at either end of what it may be, alone and with others, leaves
// all columns finite and in their ranges.
func TestExtremes(t *testing.T) {
	all := extremes()
	if len(all) < 80 {
		t.Fatalf("%d keys of one number, want more", len(all))
	}
	draws := exact.NewDraws(1, 1, 0).Stream(0)
	for _, kind := range []string{"judgement", "search", "pooling", "ensemble", "change"} {
		accepted := 0
		for _, e := range all {
			if strings.HasPrefix(e.Generic, "work.") && e.When != fmt.Sprintf("kind = %q", kind) {
				continue
			}
			for _, x := range []float64{e.Lo, e.Hi} {
				if attempt(t, kind, map[string]float64{e.Generic: x}) {
					accepted++
				}
			}
		}
		for range 60 {
			values := map[string]float64{}
			for range 4 {
				e := all[draws.Int(len(all))]
				if strings.HasPrefix(e.Generic, "work.") && e.When != fmt.Sprintf("kind = %q", kind) {
					continue
				}
				values[e.Generic] = e.Lo
				if draws.Int(2) == 1 {
					values[e.Generic] = e.Hi
				}
			}
			if attempt(t, kind, values) {
				accepted++
			}
		}
		if accepted < 100 {
			t.Errorf("%s work: only %d settings were accepted: the test shows little", kind, accepted)
		}
	}
}
