package classic

import (
	"fmt"

	"tutti/sim/keys"
)

// A topWatch follows who is on top by three ways to rank people.
type topWatch struct {
	ever  []float64 // grants received, none forgotten
	top   [3]int
	since [3]int
	first [3]float64 // when the first top rose that then stood for standing cycles; missing until then
}

// standing is how long a top must stand to count as stable [cycles].
const standing = 50

// look notes who is on top after a cycle: by grants remembered, by all grants,
// and by how far the others see a leader in each.
func (w *topWatch) look(m *claimModel, before []float64, fade float64) {
	n := m.spec.n
	seen := make([]float64, n)
	for j := range n {
		for i := range n {
			w.ever[i] += m.grants[j*n+i] - float64(before[j*n+i]*fade)
			if i != j {
				seen[i] += m.sees[j*n+i]
			}
		}
	}
	for k, xs := range [][]float64{m.received(), w.ever, seen} {
		top := 0
		for i := range xs {
			if xs[i] > xs[top] {
				top = i
			}
		}
		if top != w.top[k] {
			w.top[k], w.since[k] = top, m.cycle
		}
		if w.first[k] != w.first[k] && m.cycle-w.since[k] >= standing {
			w.first[k] = float64(w.since[k])
		}
	}
}

// watchTops runs a group and returns, for each ranking, when the last top rose
// and when the first stable one did.
func watchTops(s *claimSpec, seed uint64, cycles int) (times [6]float64, m *claimModel) {
	m = s.New(seed).(*claimModel)
	w := &topWatch{ever: make([]float64, s.n), top: [3]int{-1, -1, -1}, first: [3]float64{missing, missing, missing}}
	fade := m.fade()
	before := make([]float64, len(m.grants))
	for m.cycle < cycles {
		copy(before, m.grants)
		m.Step()
		w.look(m, before, fade)
	}
	for k := range 3 {
		times[k], times[3+k] = float64(w.since[k]), w.first[k]
	}
	return times, m
}

// claimTops takes "time to a stable top" in six ways, process and null.
func claimTops(full bool, progress func(done, total int)) Report {
	base := *readClaim(keys.Reference()).(*claimSpec)
	lengths := []int{300, 1000}
	xs := cells(1, len(lengths), size(full, 300, 4), progress, func(_, c int, seed uint64) [2][6]float64 {
		ours, m := watchTops(&base, seed, lengths[c])
		null := base
		null.random, null.claimRate, null.grantRate = true, measured(m, "claim_rate"), measured(m, "grant_rate")
		chance, _ := watchTops(&null, seed, lengths[c])
		return [2][6]float64{ours, chance}
	})
	ways := []string{
		"last change, by grants remembered", "last change, by all grants", "last change, by recognition",
		fmt.Sprintf("first to stand %d cycles, by grants remembered", standing), "the same, by all grants", "the same, by recognition",
	}
	var heads []string
	for _, n := range lengths {
		heads = append(heads, fmt.Sprintf("process, %d cycles", n), fmt.Sprintf("null, %d cycles", n))
	}
	return Report{
		Designs: []Design{
			design("Cycle at which the stable top rose, runs with one", "stable top", "", ways, heads, func(r, c int) []float64 {
				return column(xs[0][c/2], func(x [2][6]float64) float64 { return x[c%2][r] })
			}),
			design("Share of runs with a stable top", "stable top", "", ways, heads, func(r, c int) []float64 {
				return column(xs[0][c/2], func(x [2][6]float64) float64 { return one(x[c%2][r] == x[c%2][r]) })
			}),
		},
		Notes: []string{"The target above says that the process takes longer than chance to come to a stable top. It does not, in any way that we know to take the words: " +
			"with random claims and grants the top keeps changing, so that its last change comes late and a top that stands comes late or never. What is higher with the process is how long the top has stood, and how many runs come to one."},
	}
}

// claimFurther varies the group, the schema and how far people differ.
func claimFurther(full bool, progress func(done, total int)) Report {
	rows := []struct {
		name string
		set  func(*claimSpec)
	}{
		{"default: ten, hierarchical", func(*claimSpec) {}},
		{"five people", func(s *claimSpec) { s.n = 5 }},
		{"twenty people", func(s *claimSpec) { s.n = 20 }},
		{"shared schema", func(s *claimSpec) { s.shared = true }},
		{"nobody looks more like a leader", func(s *claimSpec) { s.fitSpread = 0 }},
		{"nobody looks on", func(s *claimSpec) { s.seen = 0 }},
		{"slow learning", func(s *claimSpec) { s.rate = .02 }},
		{"null, rates of a half", func(s *claimSpec) { s.random = true }},
	}
	measures := []string{"agreement", "hierarchy", "gini_grants", "spiral", "top_since", "top_at", "top_changes", "claim_rate", "grant_rate", "claims_granted"}
	base := *readClaim(keys.Reference()).(*claimSpec)
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	xs := cells(1, len(rows), size(full, 200, 2), progress, func(_, c int, seed uint64) []float64 {
		s := base
		rows[c].set(&s)
		m := settle(s.New(seed), 300)
		var out []float64
		for _, name := range measures {
			out = append(out, measured(m, name))
		}
		return out
	})
	return Report{Designs: []Design{
		design("After 300 cycles", "group", "measure", names, measures, func(r, c int) []float64 {
			return column(xs[0][r], func(x []float64) float64 { return x[c] })
		}),
	}}
}
