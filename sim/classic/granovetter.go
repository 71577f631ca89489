package classic

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var granovetter1978 = Kind{
	Name:      "granovetter-1978",
	Title:     "Threshold models of collective behaviour",
	Reference: "Granovetter, M. (1978). Threshold models of collective behavior. American Journal of Sociology 83(6), 1420–1443",
	Doc: "Each person joins once a given number of others have joined. Two crowds that differ in a single person can end " +
		"with everybody or with almost nobody: the outcome says little about the average wish.",
	Entities: "People, each with a threshold and a note whether they have joined.",
	Process: []string{
		"Everyone joins whose threshold is at most the number who had joined before the cycle; nobody ever leaves.",
	},
	Read: readGranovetter,
	Experiments: []Experiment{
		{Name: "The crowd of a hundred", Run: granovetterCrowds},
		{Name: "Normal thresholds", Run: granovetterNormal},
		{Name: "Further spreads", Run: granovetterFurther},
	},
}

// A granovetterSpec is a crowd.
type granovetterSpec struct {
	n          int
	thresholds []float64 // others who must have joined [people]; empty: by kind
	kind       string    // ladder, broken-ladder, normal, uniform
	mean, sd   float64   // of normal thresholds [people]
}

var crowds = []string{"ladder", "broken-ladder", "normal", "uniform"}

func readGranovetter(t *keys.Table) Spec {
	s := &granovetterSpec{
		n:    t.Count("agents", 100, 1, 1000000, "people (Granovetter 1978)"),
		kind: t.Choice("crowd", "ladder", crowds, "thresholds 0, 1, 2, …; the same with the 1 made a 2; normal; uniform from 0 to the number of people"),
		mean: t.Number("mean", 25, keys.Any, "mean of normal thresholds [people] (Granovetter 1978)"),
		sd:   t.Number("sd", 12.2, keys.NonNegative, "standard deviation of normal thresholds [people] (Granovetter 1978)"),
	}
	s.thresholds = t.Numbers("thresholds", nil, keys.Any, "others who must have joined before a person joins, one a person [people]")
	if k := len(s.thresholds); k > 0 {
		if t.Has("agents") && k != s.n {
			t.Errorf("thresholds", "%d thresholds, want one for each of %d people", k, s.n)
		}
		if t.Has("crowd") {
			t.Errorf("thresholds", "beside crowd = %q, want one of the two", s.kind)
		}
		s.n = k
	}
	return s
}

// New draws the thresholds where they are random.
func (s *granovetterSpec) New(seed uint64) Model {
	m := &granovetterModel{thresholds: slices.Clone(s.thresholds), joined: make([]uint8, s.n), fresh: -1}
	d := exact.NewDraws(seed, drawThresholds, 0)
	for i := len(m.thresholds); i < s.n; i++ {
		x := float64(i)
		switch {
		case s.kind == "broken-ladder" && i == 1:
			x = 2
		case s.kind == "normal":
			x = s.mean + float64(s.sd*d.Normal(uint32(i), 0))
		case s.kind == "uniform":
			x = float64(s.n) * d.Share(uint32(i), 0)
		}
		m.thresholds = append(m.thresholds, x)
	}
	m.end = cascadeEnd(m.thresholds)
	return m
}

// A granovetterModel is a crowd in motion.
type granovetterModel struct {
	cycle      int
	thresholds []float64
	end        int // where the crowd will end, by the thresholds [people]
	joined     []uint8
	count      int // who have joined [people]
	fresh      int // who joined in the last cycle; −1 before the first
}

// Step lets everyone join whose threshold is met by those who had joined before.
func (m *granovetterModel) Step() {
	m.cycle++
	m.fresh = 0
	for i, x := range m.thresholds {
		if m.joined[i] == 0 && x <= float64(m.count) {
			m.joined[i] = 1
			m.fresh++
		}
	}
	m.count += m.fresh
}

func (m *granovetterModel) Cycle() int { return m.cycle }

// Done says that nobody joined in the last cycle, so that nobody ever will.
func (m *granovetterModel) Done() bool { return m.fresh == 0 }

// Columns are the measures of a crowd.
func (m *granovetterModel) Columns() []table.Column {
	return []table.Column{
		table.Count("joined", "people", "who have joined"),
		table.Share("share_joined", "share of the crowd that has joined"),
		table.Count("joining", "people", "who joined in the last cycle; missing before the first"),
		table.Count("equilibrium", "people", "where the crowd will end: the lowest fixed point of the distribution of thresholds"),
	}
}

// Measure writes the measures.
func (m *granovetterModel) Measure(dst []float64) {
	dst[0], dst[1], dst[2] = float64(m.count), float64(m.count)/float64(len(m.joined)), float64(m.fresh)
	if m.fresh < 0 {
		dst[2] = math.NaN()
	}
	dst[3] = float64(m.end)
}

// cascadeEnd is the lowest r with r thresholds at or below r, found from the
// sorted thresholds: the oracle of the cascade.
func cascadeEnd(thresholds []float64) int {
	sorted := slices.Clone(thresholds)
	slices.Sort(sorted)
	for r, x := range sorted {
		if x > float64(r) {
			return r
		}
	}
	return len(sorted)
}

// State lists the whole state.
func (m *granovetterModel) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	s.Floats("thresholds", &m.thresholds)
	m.end = cascadeEnd(m.thresholds) // what is restored may be another crowd
	s.Bytes("joined", &m.joined)
	s.Int("count", &m.count)
	s.Int("fresh", &m.fresh)
}

// granovetterCrowds runs the two crowds that differ in one person.
func granovetterCrowds(bool, func(done, total int)) Report {
	end := func(kind string) float64 {
		return measured(settle((&granovetterSpec{n: 100, kind: kind}).New(0), 1000), "joined")
	}
	return Report{Outcomes: []Outcome{
		Target{Name: "thresholds 0, 1, 2, … 99: people in the riot", Paper: "section 2", Published: 100, Tag: Exact}.Judge(end("ladder"), 0, 1),
		Target{Name: "the same with the threshold 1 made a 2", Paper: "section 2", Published: 1, Tag: Exact}.Judge(end("broken-ladder"), 0, 1),
	}}
}

// normalEquilibrium is the share of an endless crowd that ends up joining when
// thresholds are normal: the lowest root of r = Φ((r − mean)/sd), shares.
func normalEquilibrium(mean, sd float64) float64 {
	r := 0.0
	for range 1000000 {
		next := exact.NormalCDF((r - mean) / sd)
		if next-r < 1e-10 {
			break
		}
		r = next
	}
	return r
}

// granovetterNormal is the figure of equilibria over the spread of normal
// thresholds with mean 25: a jump near a standard deviation of 12.
func granovetterNormal(full bool, progress func(done, total int)) Report {
	runs := size(full, 200, 20)
	n := size(full, 100000, 10000)
	crowd := func(sd float64) *granovetterSpec {
		return &granovetterSpec{n: n, kind: "normal", mean: 0.25 * float64(n), sd: sd / 100 * float64(n)}
	}
	curve := Curve{Name: short(float64(n)) + " people, mean 25 %"}
	lo, hi := 0.05, 0.30
	for range 20 {
		mid := (lo + hi) / 2
		if normalEquilibrium(0.25, mid) < 0.5 {
			lo = mid
		} else {
			hi = mid
		}
	}
	const spreads = 20
	for k := range spreads {
		sd := float64(2 * (k + 1))
		s := crowd(sd)
		ends := gather(size(full, 4, 1), part(progress, k, spreads+1), func(i int) float64 { return 100 * measured(s.New(uint64(i)), "equilibrium") / float64(n) })
		mean, _ := meanSE(ends)
		curve.X, curve.Ours = append(curve.X, sd), append(curve.Ours, mean)
		curve.Published = append(curve.Published, 100*normalEquilibrium(0.25, sd/100))
	}
	below := gather(runs, part(progress, spreads, spreads+1), func(i int) float64 {
		return measured(settle(crowd(11).New(uint64(i)), 10000), "share_joined")
	})
	return Report{
		Outcomes: []Outcome{
			Target{Name: "spread at which the equilibrium jumps, mean 25 [people of 100]", Paper: "figure 2", Published: 12.2, Tolerance: 0.2, Tag: Recalled}.
				Judge(100*hi, 0, 1),
			Target{Name: "share joined just before the jump, spread 12.2, endless crowd", Paper: "figure 2", Published: 0.06, Tolerance: 0.02, Tag: Recalled}.
				Judge(normalEquilibrium(0.25, 0.122), 0, 1),
			Target{Name: "share joined below the jump, spread 11", Paper: "fixed point r = Φ((r − mean)/sd)", Published: normalEquilibrium(0.25, 0.11), Tolerance: 0.002, Tag: Recomputed}.
				JudgeMean(below),
		},
		Figures: []Figure{{Title: "Equilibrium over the spread of thresholds", Beside: "fixed point of an endless crowd",
			X: "standard deviation of thresholds [people of 100]", Y: "people who join [of 100]", Curves: []Curve{curve}}},
	}
}
