package classic

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var hegselmannKrause = Kind{
	Name:      "hegselmann-krause",
	Title:     "Opinions under bounded confidence: everyone at once",
	Reference: "Hegselmann, R. & Krause, U. (2002). Opinion dynamics and bounded confidence: models, analysis, and simulation. Journal of Artificial Societies and Social Simulation 5(3) 2",
	Doc: "People average the opinions that lie close enough to their own, all at the same time. " +
		"The narrower the confidence, the more camps survive, and their number does not fall evenly: at about a quarter of the range one consensus is left.",
	Entities: "People, each with one opinion.",
	Process: []string{
		"Everyone's next opinion is the mean of all opinions within the confidence of their own, own one included; all change at once (or one after the other in a random order, with `update = \"in-turn\"`).",
	},
	Readings: []Reading{{Key: "update", Options: []string{"together", "in-turn"},
		Why: "the paper's equation updates everyone at once; in turn, each hears those before who have already moved"}},
	Read: func(t *keys.Table) Spec { return readBounded(t, false) },
	Experiments: []Experiment{
		{Name: "Clusters over confidence", Run: hegselmannKrauseClusters},
		{Name: "Further groups, uneven confidence", Run: hegselmannKrauseFurther},
	},
}

var deffuant = Kind{
	Name:      "deffuant",
	Title:     "Opinions under bounded confidence: pair by pair",
	Reference: "Deffuant, G., Neau, D., Amblard, F. & Weisbuch, G. (2000). Mixing beliefs among interacting agents. Advances in Complex Systems 3, 87–98",
	Doc: "Two people meet at random; when their opinions are close enough both move towards each other. " +
		"About 1/(2d) camps remain for a confidence d.",
	Entities: "People, each with one opinion.",
	Process: []string{
		"As many meetings as half the people, one after the other: two different people are drawn at random; if their opinions lie within the confidence, each moves the given share of the distance towards the other.",
	},
	Readings: []Reading{{Key: "both", Options: []string{"both", "one"},
		Why: "both partners of a meeting move in the paper; in later versions only the one who listens"}},
	Read: func(t *keys.Table) Spec { return readBounded(t, true) },
	Experiments: []Experiment{
		{Name: "Clusters over confidence", Run: deffuantClusters},
		{Name: "Further groups and rates", Run: deffuantFurther},
	},
}

// A boundedSpec is the set-up of either model of bounded confidence.
type boundedSpec struct {
	n          int
	confidence float64   // ε or d, towards opinions below [opinion]
	above      float64   // the same towards opinions above; as confidence but for Hegselmann and Krause's uneven case
	opinions   []float64 // at first; empty: uniform [0, 1)
	pairs      bool      // Deffuant: meetings of two
	rate       float64   // μ, share of the distance that a partner moves
	oneMoves   bool      // only the first of a pair moves
	inTurn     bool      // Hegselmann–Krause one after the other
	gap        float64   // distance that sets clusters apart [opinion]
	smallest   float64   // share of people below which a cluster is not counted
	stopBelow  float64   // [opinion]
}

func readBounded(t *keys.Table, pairs bool) Spec {
	s := &boundedSpec{pairs: pairs}
	s.n = t.Count("agents", 500, 2, 1000000, "people")
	s.confidence = t.Number("confidence", 0.2, keys.NonNegative, "largest distance at which another opinion counts [opinion]")
	s.opinions = t.Numbers("opinions", nil, keys.Any, "first opinions, one a person; drawn from uniform 0 to 1 when absent")
	if k := len(s.opinions); k != 0 && k != s.n {
		if t.Has("agents") {
			t.Errorf("opinions", "%d opinions, want one for each of %d people", k, s.n)
		}
		s.n = max(2, k)
		if k < 2 {
			t.Errorf("opinions", "1 opinion, want at least 2")
		}
	}
	s.above = s.confidence
	if pairs {
		s.rate = t.Number("rate", 0.5, keys.Range{Lo: 0, Hi: 0.5}, "share of the distance that each partner moves (Deffuant et al. 2000)")
		s.oneMoves = t.Choice("both", "both", []string{"both", "one"}, "who moves in a meeting: both partners or the first") == "one"
		s.smallest = t.Share("smallest", 0.05, "share of people below which a group does not count as a cluster")
	} else {
		s.above = t.Number("confidence_above", s.confidence, keys.NonNegative, "the same for opinions above one's own; as confidence where absent [opinion] (Hegselmann & Krause 2002, asymmetric confidence)")
		s.inTurn = t.Choice("update", "together", []string{"together", "in-turn"}, "who is heard as they stood before: everyone, or only those whose turn has not come") == "in-turn"
		s.smallest = t.Share("smallest", 0, "share of people below which a group does not count as a cluster")
	}
	s.gap = t.Number("cluster_gap", 0.01, keys.NonNegative, "distance between neighbouring opinions that sets two clusters apart [opinion]")
	s.stopBelow = t.Number("stop_below", 1e-6, keys.NonNegative, "the run may end when no opinion can still move by more than this [opinion]")
	return s
}

// New draws the first opinions.
func (s *boundedSpec) New(seed uint64) Model {
	m := &boundedModel{spec: s, seed: seed, opinions: slices.Clone(s.opinions), moved: math.Inf(1)}
	if len(m.opinions) == 0 {
		d := exact.NewDraws(seed, drawOpinions, 0)
		m.opinions = make([]float64, s.n)
		for i := range m.opinions {
			m.opinions[i] = d.Share(uint32(i), 0)
		}
	}
	return m
}

// A boundedModel is a population whose opinions draw together.
type boundedModel struct {
	spec     *boundedSpec
	seed     uint64
	cycle    int
	opinions []float64
	moved    float64 // largest move of the last cycle [opinion]
}

// Step is one round in which everyone listens, or half as many meetings as people.
func (m *boundedModel) Step() {
	m.cycle++
	m.moved = 0
	switch {
	case m.spec.pairs:
		m.meet()
	case m.spec.inTurn:
		m.listenInTurn()
	default:
		m.listen()
	}
}

func (m *boundedModel) set(i int, x float64) {
	m.moved = max(m.moved, math.Abs(x-m.opinions[i]))
	m.opinions[i] = x
}

// listen moves everyone to the mean of all opinions within the confidence, as
// they stood before. In sorted order those are a window that only moves up.
func (m *boundedModel) listen() {
	order := ranked(m.opinions)
	sorted := make([]float64, len(order))
	for k, i := range order {
		sorted[k] = m.opinions[i]
	}
	lo, hi := 0, 0
	for k, i := range order {
		x := sorted[k]
		for sorted[lo] < x-m.spec.confidence {
			lo++
		}
		for hi < len(sorted) && sorted[hi] <= x+m.spec.above {
			hi++
		}
		if k > 0 && x == sorted[k-1] {
			m.set(int(i), m.opinions[order[k-1]])
			continue
		}
		m.set(int(i), mean(sorted[lo:hi]))
	}
}

// mean adds up the distances to the first, so that the mean of equal numbers
// is that number.
func mean(xs []float64) float64 {
	s := 0.0
	for _, x := range xs {
		s += x - xs[0]
	}
	return xs[0] + s/float64(len(xs))
}

// ranked returns the indices of xs from its lowest to its highest; ties by index.
func ranked(xs []float64) []int32 {
	order := make([]int32, len(xs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		switch {
		case xs[a] < xs[b]:
			return -1
		case xs[a] > xs[b]:
			return 1
		}
		return 0
	})
	return order
}

// listenInTurn moves one after the other, in a fresh random order each cycle.
func (m *boundedModel) listenInTurn() {
	for _, i := range exact.NewDraws(m.seed, drawPairs, m.cycle).Stream(0).Perm(len(m.opinions)) {
		own, s, n := m.opinions[i], 0.0, 0.0
		for _, x := range m.opinions {
			if own-x <= m.spec.confidence && x-own <= m.spec.above {
				s += x - own
				n++
			}
		}
		m.set(i, own+s/n)
	}
}

// meet holds half as many meetings of two as there are people, so that each is
// in one of them on average.
func (m *boundedModel) meet() {
	d := exact.NewDraws(m.seed, drawPairs, m.cycle)
	n := len(m.opinions)
	for k := range (n + 1) / 2 {
		u, v := d.Two(uint32(k), 0)
		i := int(u * float64(n))
		j := int(v * float64(n-1))
		if j >= i {
			j++
		}
		gap := m.opinions[j] - m.opinions[i]
		if math.Abs(gap) > m.spec.confidence {
			continue
		}
		m.set(i, m.opinions[i]+float64(m.spec.rate*gap))
		if !m.spec.oneMoves {
			m.set(j, m.opinions[j]-float64(m.spec.rate*gap))
		}
	}
}

func (m *boundedModel) Cycle() int { return m.cycle }

// Done says that no two who would listen to each other still differ by more
// than the limit.
func (m *boundedModel) Done() bool {
	if m.moved > m.spec.stopBelow && !m.spec.pairs {
		return false
	}
	sorted := slices.Clone(m.opinions)
	slices.Sort(sorted)
	start := 0
	for k := 1; k < len(sorted); k++ {
		if sorted[k]-sorted[k-1] > max(m.spec.confidence, m.spec.above) {
			start = k
		}
		if sorted[k]-sorted[start] > m.spec.stopBelow {
			return false
		}
	}
	return true
}

// Columns are the measures of a population of opinions.
func (m *boundedModel) Columns() []table.Column {
	spread := table.Number("disagreement", "opinion", "standard deviation of opinions")
	spread.Lo = 0
	width := table.Number("range", "opinion", "highest less lowest opinion")
	width.Lo = 0
	moved := table.Number("moved", "opinion", "largest move of the last cycle; missing before the first")
	moved.Lo = 0
	return []table.Column{
		table.Count("clusters", "clusters", "groups of opinions set apart by a gap, of at least the smallest size that counts"),
		table.Count("all_clusters", "clusters", "groups of opinions set apart by a gap, of any size"),
		table.Share("largest_cluster", "share of people in the largest group"),
		table.Number("mean_opinion", "opinion", "mean of the opinions"), spread, width, moved,
	}
}

// Measure writes the measures.
func (m *boundedModel) Measure(dst []float64) {
	sorted := slices.Clone(m.opinions)
	slices.Sort(sorted)
	sizes := clusters(sorted, m.spec.gap)
	n := float64(len(sorted))
	dst[0], dst[1], dst[2] = 0, float64(len(sizes)), float64(slices.Max(sizes))/n
	for _, k := range sizes {
		if float64(k) >= m.spec.smallest*n {
			dst[0]++
		}
	}
	dst[3] = mean(sorted)
	dst[4], dst[5], dst[6] = deviation(sorted, dst[3]), sorted[len(sorted)-1]-sorted[0], m.moved
	if m.cycle == 0 {
		dst[6] = math.NaN()
	}
}

// State lists the whole state.
func (m *boundedModel) State(s exact.State) {
	visitSeed(s, &m.seed)
	s.Int("cycle", &m.cycle)
	s.Floats("opinions", &m.opinions)
	s.Float("moved", &m.moved)
}

// hegselmannKrauseClusters counts the camps that remain, over the confidence.
func hegselmannKrauseClusters(full bool, progress func(done, total int)) Report {
	runs := size(full, 1000, 60)
	curve := Curve{Name: "500 people"}
	var r Report
	cells := []struct{ eps, clusters float64 }{{.05, 7.75}, {.10, 3.90}, {.20, 1.93}, {.25, 1.02}, {.30, 1}}
	for k, at := range cells {
		s := &boundedSpec{n: 500, confidence: at.eps, above: at.eps, gap: 0.01, stopBelow: 1e-6}
		got := gather(runs, part(progress, k, len(cells)), func(i int) float64 { return measured(settle(s.New(uint64(i)), 2000), "clusters") })
		o := Target{Name: "clusters left, confidence " + short(at.eps), Paper: "clusters over confidence", Published: at.clusters, Tolerance: 0.15, Tag: Recomputed}.JudgeMean(got)
		r.Outcomes = append(r.Outcomes, o)
		curve.X, curve.Ours, curve.Published = append(curve.X, at.eps), append(curve.Ours, o.Ours), append(curve.Published, at.clusters)
	}
	r.Figures = []Figure{{Title: "Clusters over confidence, everyone at once", X: "confidence [opinion]", Y: "clusters", Curves: []Curve{curve}}}
	return r
}

// deffuantClusters counts the camps of at least a twentieth of all.
func deffuantClusters(full bool, progress func(done, total int)) Report {
	runs := size(full, 200, 12)
	curve := Curve{Name: "1,000 people"}
	var r Report
	cells := []struct{ d, clusters, tolerance float64 }{{.10, 4.5, 0.5}, {.20, 2, 0.3}, {.30, 1, 0.15}, {.50, 1, 0.05}}
	for k, at := range cells {
		s := &boundedSpec{n: 1000, confidence: at.d, above: at.d, pairs: true, rate: 0.5, gap: 0.01, smallest: 0.05, stopBelow: 1e-3}
		got := gather(runs, part(progress, k, len(cells)), func(i int) float64 { return measured(settle(s.New(uint64(i)), 300), "clusters") })
		o := Target{Name: "clusters of at least 5 %, confidence " + short(at.d), Paper: "clusters over confidence", Published: at.clusters, Tolerance: at.tolerance, Tag: Recomputed}.JudgeMean(got)
		r.Outcomes = append(r.Outcomes, o)
		curve.X, curve.Ours, curve.Published = append(curve.X, at.d), append(curve.Ours, o.Ours), append(curve.Published, at.clusters)
	}
	r.Figures = []Figure{{Title: "Clusters over confidence, pair by pair", X: "confidence [opinion]", Y: "clusters of at least 5 %", Curves: []Curve{curve}}}
	return r
}
