package classic

import (
	"math"
	"math/bits"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var watts2002 = Kind{
	Name:  "watts-2002",
	Title: "Global cascades on random networks, and influentials",
	Reference: "Watts, D. J. (2002). A simple model of global cascades on random networks. Proceedings of the National Academy of Sciences 99(9), 5766–5771; " +
		"Watts, D. J. & Dodds, P. S. (2007). Influentials, networks, and public opinion formation. Journal of Consumer Research 34(4), 441–458",
	Doc: "A person adopts once a large enough share of their acquaintances has. One adopter can set off nearly everybody, but only in a window: " +
		"with too few ties there is no way to go, with too many nobody is moved by one neighbour. The well connected start larger cascades, " +
		"yet by less than their number of ties would suggest.",
	Entities: "People with acquaintances, ties holding both ways, and a note whether they have adopted; the first adopters have.",
	Process: []string{
		"Each acquaintance of those who adopted in the last cycle adopts if the share of adopters among their own acquaintances has reached the threshold; nobody turns back.",
	},
	Readings: []Reading{
		{Key: "threshold_met", Options: []string{"at-least", "more-than"}, Why: "the paper adopts at a share of at least φ"},
		{Key: "network", Options: []string{"pairs", "edges"}, Why: "a uniform random graph: every pair tied by chance; or exactly n·z/2 ties"},
	},
	Read: readWatts,
	Experiments: []Experiment{
		{Name: "The cascade window", Run: wattsWindow},
		{Name: "Chance of a global cascade", Run: wattsChance},
		{Name: "Influentials", Run: wattsInfluentials},
		{Name: "Further thresholds, starts and readings", Run: wattsFurther},
	},
}

// A wattsSpec is a network with one first adopter.
type wattsSpec struct {
	n        int
	ties     float64 // z, mean number of acquaintances
	phi      float64 // φ, share of acquaintances that moves a person
	strict   bool    // more than φ, not at least
	byEdges  bool    // exactly n·z/2 ties
	seeds    int     // first adopters
	top      bool    // drawn from the most connected
	topShare float64 // how many count as most connected
	global   float64 // share of people above which a cascade is global
}

// mostTies is how many ties a network may have: a gigabyte of them.
const mostTies = 40_000_000

func readWatts(t *keys.Table) Spec {
	s := &wattsSpec{
		n:        t.Count("agents", 2000, 2, 1000000, "people"),
		ties:     t.Number("ties", 3, keys.NonNegative, "z, mean number of acquaintances [people] (Watts 2002)"),
		phi:      t.Share("threshold", 0.18, "φ, share of acquaintances that must have adopted (Watts 2002)"),
		strict:   t.Choice("threshold_met", "at-least", []string{"at-least", "more-than"}, "share that moves a person: at least the threshold, or more") == "more-than",
		byEdges:  t.Choice("network", "pairs", []string{"pairs", "edges"}, "each pair tied by chance, or exactly n·z/2 ties") == "edges",
		seeds:    t.Count("seeds", 1, 1, 1000000, "first adopters [people]"),
		top:      t.Choice("start", "anyone", []string{"anyone", "influential"}, "who starts: a random person, or a random one of the most connected (Watts & Dodds 2007)") == "influential",
		topShare: t.Share("influentials", 0.1, "share of people who count as most connected (Watts & Dodds 2007)"),
		global:   t.Share("global", 0.1, "share of people that a global cascade exceeds"),
	}
	if s.ties > float64(s.n-1) {
		t.Errorf("ties", "a mean of %v acquaintances, want at most %d for %d people", s.ties, s.n-1, s.n)
		s.ties = float64(s.n - 1)
	}
	if all := float64(s.n) * s.ties / 2; all > mostTies {
		t.Errorf("ties", "%.0f ties in all, want at most %d; fewer people or acquaintances", all, mostTies)
	}
	if s.seeds > s.n {
		t.Errorf("seeds", "%d first adopters, want at most %d people", s.seeds, s.n)
		s.seeds = s.n
	}
	return s
}

// New draws the network and the first adopters.
func (s *wattsSpec) New(seed uint64) Model {
	m := &wattsModel{n: s.n, strict: s.strict, phi: s.phi, global: s.global}
	m.tie(s.pairs(exact.NewDraws(seed, drawNetwork, 0).Stream(0)))
	m.adopted, m.heard = make([]uint8, s.n), make([]int32, s.n)
	from := make([]int32, s.n)
	for i := range from {
		from[i] = int32(i)
	}
	if s.top {
		slices.SortStableFunc(from, func(a, b int32) int { return m.degree(b) - m.degree(a) })
		from = from[:max(s.seeds, int(math.Ceil(s.topShare*float64(s.n))))]
	}
	exact.Shuffle(exact.NewDraws(seed, drawSeeds, 0).Stream(0), from)
	m.start = slices.Clone(from[:s.seeds])
	for _, i := range m.start {
		m.adopted[i] = 1
	}
	m.front, m.count = slices.Clone(m.start), len(m.start)
	return m
}

// pairs draws the ties as pairs of ends i < j.
func (s *wattsSpec) pairs(st *exact.Stream) [][2]int32 {
	var ties [][2]int32
	if s.byEdges {
		want := int(math.Round(float64(s.n) * s.ties / 2))
		known := newTieSet(want)
		for len(ties) < want {
			i, j := int32(st.Int(s.n)), int32(st.Int(s.n))
			tie := [2]int32{min(i, j), max(i, j)}
			if i != j && known.add(tie) {
				ties = append(ties, tie)
			}
		}
		return ties
	}
	p := s.ties / float64(s.n-1)
	if p <= 0 {
		return nil
	}
	// Skip from tie to tie: the gaps between them are geometric
	// (Batagelj & Brandes 2005).
	i, j := 1, -1
	for {
		skip := 1.0
		if p < 1 {
			skip = 1 + math.Floor(exact.Log(1-st.Share())/exact.Log1p(-p))
		}
		for j += int(min(skip, 1e15)); i < s.n && j >= i; i++ {
			j -= i
		}
		if i >= s.n {
			return ties
		}
		ties = append(ties, [2]int32{int32(j), int32(i)})
	}
}

// A tieSet knows which ties are drawn: a table in which a tie stands at the first
// free slot from where its ends point to. With millions of ties it is faster than
// a map and smaller.
type tieSet struct {
	slots []uint64 // both ends, the lower one first; 0 for none
	shift int
}

// newTieSet has room for so many ties.
func newTieSet(ties int) tieSet {
	digits := bits.Len(uint(ties + ties/2))
	return tieSet{make([]uint64, 1<<digits), 64 - digits}
}

// add says whether a tie, i < j, is new.
func (s tieSet) add(tie [2]int32) bool {
	key := uint64(tie[0])<<32 | uint64(tie[1])
	at := key * 0x9e3779b97f4a7c15 >> s.shift
	for s.slots[at] != 0 {
		if s.slots[at] == key {
			return false
		}
		at = (at + 1) % uint64(len(s.slots))
	}
	s.slots[at] = key
	return true
}

// A wattsModel is a network through which something spreads, one wave a cycle.
type wattsModel struct {
	n           int
	phi, global float64
	strict      bool

	cycle   int
	first   []int32 // acquaintances of i are with[first[i]:first[i+1]]
	with    []int32
	adopted []uint8
	heard   []int32 // acquaintances of i who have adopted, front included from the next wave on
	start   []int32 // first adopters
	front   []int32 // adopters of the last wave
	count   int
}

// tie files the ties by person.
func (m *wattsModel) tie(ties [][2]int32) {
	m.first = make([]int32, m.n+1)
	for _, t := range ties {
		m.first[t[0]+1]++
		m.first[t[1]+1]++
	}
	for i := range m.n {
		m.first[i+1] += m.first[i]
	}
	m.with = make([]int32, 2*len(ties))
	at := slices.Clone(m.first)
	for _, t := range ties {
		m.with[at[t[0]]], m.with[at[t[1]]] = t[1], t[0]
		at[t[0]]++
		at[t[1]]++
	}
}

func (m *wattsModel) degree(i int32) int { return int(m.first[i+1] - m.first[i]) }

// Step tells the acquaintances of the last wave; those who now have heard
// enough are the next wave. The order within a wave does not matter: nobody
// ever turns back.
func (m *wattsModel) Step() {
	m.cycle++
	var next []int32
	for _, i := range m.front {
		for _, j := range m.with[m.first[i]:m.first[i+1]] {
			m.heard[j]++
			if m.adopted[j] == 0 && m.moved(j) {
				m.adopted[j] = 1
				next = append(next, j)
			}
		}
	}
	m.front = next
	m.count += len(next)
}

// moved says whether j has heard of enough adopters.
func (m *wattsModel) moved(j int32) bool {
	share := float64(m.heard[j]) / float64(m.degree(j))
	return share > m.phi || share == m.phi && !m.strict
}

func (m *wattsModel) Cycle() int { return m.cycle }

// Done says that the last wave moved nobody.
func (m *wattsModel) Done() bool { return len(m.front) == 0 }

// Columns are the measures of a spread.
func (m *wattsModel) Columns() []table.Column {
	vulnerable := table.Share("vulnerable", "share of people whom a single acquaintance can move")
	vulnerable.Formula, vulnerable.Source = "1 ≤ ties ≤ 1/φ", "Watts 2002"
	return []table.Column{
		table.Share("share_adopted", "share of people who have adopted"),
		table.Count("adopting", "people", "who adopted in the last wave"),
		table.Share("global_cascade", "1 once more people have adopted than a local cascade reaches, else 0"),
		vulnerable,
		positive("start_ties", "people", "acquaintances of the first adopters, mean"),
		positive("mean_ties", "people", "acquaintances of everyone, mean"),
	}
}

// Measure writes the measures.
func (m *wattsModel) Measure(dst []float64) {
	n := float64(m.n)
	dst[0], dst[1], dst[2] = float64(m.count)/n, float64(len(m.front)), 0
	if dst[0] > m.global {
		dst[2] = 1
	}
	dst[3], dst[4] = 0, 0
	for i := range m.n {
		if m.Easily(i) {
			dst[3] += 1 / n
		}
	}
	dst[3] = min(1, dst[3])
	for _, i := range m.start {
		dst[4] += float64(m.degree(i)) / float64(len(m.start))
	}
	dst[5] = float64(len(m.with)) / n
}

// State lists the whole state.
func (m *wattsModel) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	s.Ints("first", &m.first)
	s.Ints("with", &m.with)
	s.Bytes("adopted", &m.adopted)
	s.Ints("heard", &m.heard)
	s.Ints("start", &m.start)
	s.Ints("front", &m.front)
	s.Int("count", &m.count)
}

// cascadeWindow returns the mean numbers of acquaintances between which a
// global cascade is possible on a large Poisson network: the two roots of
// Σ k(k−1)·p_k·1[k ≤ 1/φ] = z (Watts 2002, eq. 5); false where there is none.
func cascadeWindow(phi float64) (lo, hi float64, ok bool) {
	top := int(math.Floor(1/phi + 1e-9))
	excess := func(z float64) float64 {
		// Σ k(k−1) e^{−z} z^k/k! = z²·Σ e^{−z} z^j/j!, j = k−2
		term, total := exact.Exp(-z), 0.0
		for j := 0; j <= top-2; j++ {
			total += term
			term = float64(term * z / float64(j+1))
		}
		return float64(z*total) - 1
	}
	peak := minimise(0, 60, func(z float64) float64 { return -excess(z) })
	if excess(peak) <= 0 {
		return 0, 0, false
	}
	return bisect(0, peak, excess), bisect(peak, 200, func(z float64) float64 { return -excess(z) }), true
}

// bisect finds where f turns from negative to positive between lo and hi.
func bisect(lo, hi float64, f func(float64) float64) float64 {
	for range 200 {
		if mid := (lo + hi) / 2; f(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}
