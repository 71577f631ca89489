package classic

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var deGroot = Kind{
	Name:      "degroot",
	Title:     "Reaching a consensus",
	Reference: "DeGroot, M. H. (1974). Reaching a consensus. Journal of the American Statistical Association 69(345), 118–121",
	Doc: "Everyone replaces their opinion, again and again, by a weighted mean of the opinions of those they listen to. " +
		"The group agrees in the end, and how much each person's first opinion counts in that consensus is fixed by the weights alone: " +
		"influence is a property of the whole network, not of the person.",
	Entities: "People, each with an opinion (a number) and a weight for every person whom they hear, themselves included; a person's weights sum to 1.",
	Process: []string{
		"Everyone's next opinion is the mean of all present opinions by that person's weights; all change at once.",
	},
	Read: func(t *keys.Table) Spec { return readOpinionSpec(t, false) },
	Experiments: []Experiment{
		{Name: "Consensus and influence", Run: deGrootConsensus},
		{Name: "Influence in networks", Run: deGrootNetworks},
	},
}

var friedkinJohnsen = Kind{
	Name:      "friedkin-johnsen",
	Title:     "Social influence with stubborn people",
	Reference: "Friedkin, N. E. & Johnsen, E. C. (1990). Social influence and opinions. Journal of Mathematical Sociology 15(3–4), 193–206",
	Doc: "As DeGroot's model, but each person keeps some attachment to their own first opinion. " +
		"Disagreement then lasts, and who is hard to move has more influence on where the others end.",
	Entities: "People, each with a present opinion, a first one, a susceptibility from 0 to 1, and weights as in DeGroot's model.",
	Process: []string{
		"Everyone's next opinion is susceptibility times the weighted mean of all present opinions, plus one minus susceptibility times their own first opinion; all change at once.",
	},
	Readings: []Reading{{Key: "coupling", Options: []string{"free", "self-weight"},
		Why: "the model of 1990 leaves susceptibility free; Friedkin's later experiments set it to one minus the weight on oneself"}},
	Read: func(t *keys.Table) Spec { return readOpinionSpec(t, true) },
	Experiments: []Experiment{
		{Name: "Equilibrium opinions", Run: friedkinJohnsenLimit},
		{Name: "Susceptibility", Run: friedkinJohnsenFurther},
	},
}

// An opinionSpec is the set-up of DeGroot's and of Friedkin and Johnsen's model.
type opinionSpec struct {
	n              int
	weights        []float64 // n·n; nil: drawn or built from the network
	network        string    // random, symmetric, equal, ring, star
	ties           int       // others that one listens to in a random network
	self           float64   // weight on oneself [0..1]
	opinions       []float64 // at first; nil: drawn from uniform [0, 1)
	susceptibility []float64 // one for all or one each [0..1]; nil: DeGroot, all 1
	coupled        bool      // susceptibility is 1 − the weight on oneself
	stopBelow      float64   // the run may end when nobody moves by more
}

var opinionNetworks = []string{"random", "symmetric", "equal", "ring", "star"}

func readOpinionSpec(t *keys.Table, stubborn bool) Spec {
	s := &opinionSpec{
		n:       t.Count("agents", 12, 2, 1000, "people; follows from weights where those are given (DeGroot, 1974)"),
		network: t.Choice("network", "random", opinionNetworks, "who listens to whom when no weights are given; symmetric draws weights with w_ij = w_ji"),
		ties:    t.Count("ties", 4, 1, 999, "others that each listens to in a random network [people]"),
		self:    t.Share("self_weight", 0.2, "weight on one's own present opinion in a built network"),
		stopBelow: t.Number("stop_below", 1e-12, keys.NonNegative,
			"the run may end when no opinion moves by more than this in a cycle"),
	}
	s.opinions = t.Numbers("opinions", nil, keys.Any, "first opinions, one a person; drawn from uniform 0 to 1 when absent")
	s.readWeights(t)
	if len(s.opinions) != 0 && len(s.opinions) != s.n {
		t.Errorf("opinions", "%d opinions, want one for each of %d people", len(s.opinions), s.n)
	}
	if s.ties >= s.n {
		if t.Has("ties") {
			t.Errorf("ties", "%d others, want at most %d for %d people", s.ties, s.n-1, s.n)
		}
		s.ties = s.n - 1
	}
	if stubborn {
		s.susceptibility = t.Numbers("susceptibility", []float64{0.8}, keys.Range{Lo: 0, Hi: 1},
			"weight of what one hears against one's own first opinion: one for all or one each (Friedkin & Johnsen, 1990)")
		if k := len(s.susceptibility); k != 1 && k != s.n {
			t.Errorf("susceptibility", "%d values, want 1 or one for each of %d people", k, s.n)
		}
		s.coupled = t.Choice("coupling", "free", []string{"free", "self-weight"},
			"free: susceptibility as given; self-weight: 1 − the weight on oneself") == "self-weight"
	}
	return s
}

// readWeights takes the matrix of weights, whose rows must sum to 1.
func (s *opinionSpec) readWeights(t *keys.Table) {
	rows := t.Matrix("weights", keys.Range{Lo: 0, Hi: 1}, "weight that the row's person gives to the column's; each row sums to 1")
	if rows == nil {
		return
	}
	if t.Has("agents") && s.n != len(rows) {
		t.Errorf("weights", "%d rows, want one for each of %d people", len(rows), s.n)
	}
	s.n = len(rows)
	if s.n < 2 {
		t.Errorf("weights", "%d rows, want at least 2", s.n)
	}
	for i, row := range rows {
		sum := 0.0
		for _, w := range row {
			sum += w
		}
		switch {
		case len(row) != s.n:
			t.Errorf("weights", "row %d has %d weights, want %d: the matrix is square", i+1, len(row), s.n)
			return
		case math.Abs(sum-1) > 1e-9:
			t.Errorf("weights", "row %d sums to %v, want 1", i+1, sum)
		}
		s.weights = append(s.weights, row...)
	}
}

// New sets up opinions and weights.
func (s *opinionSpec) New(seed uint64) Model {
	n := s.n
	m := &opinionModel{n: n, stopBelow: s.stopBelow, moved: math.Inf(1), next: make([]float64, n)}
	if s.weights != nil {
		m.weights = append([]float64(nil), s.weights...)
	} else {
		m.weights = s.build(exact.NewDraws(seed, drawDeGrootWeights, 0))
	}
	m.first = make([]float64, n)
	d := exact.NewDraws(seed, drawDeGrootOpinions, 0)
	for i := range m.first {
		if len(s.opinions) == n {
			m.first[i] = s.opinions[i]
		} else {
			m.first[i] = d.Share(uint32(i), 0)
		}
	}
	m.opinions = append([]float64(nil), m.first...)
	m.susceptible = make([]float64, n)
	for i := range m.susceptible {
		switch {
		case s.coupled:
			m.susceptible[i] = 1 - m.weights[i*n+i]
		case len(s.susceptibility) == 0:
			m.susceptible[i] = 1
		default:
			m.susceptible[i] = s.susceptibility[i%len(s.susceptibility)]
		}
	}
	m.foresee()
	return m
}

// build makes the weights of a network, rows summing to 1.
func (s *opinionSpec) build(d exact.Draws) []float64 {
	n := s.n
	w := make([]float64, n*n)
	for i := range n {
		row := w[i*n : (i+1)*n]
		switch s.network {
		case "random":
			st := d.Stream(uint32(i))
			for _, j := range st.Perm(n - 1)[:s.ties] {
				row[(i+1+j)%n] = st.Share() + 0.01
			}
		case "symmetric":
			for j := range row {
				if j != i {
					row[j] = (1 - s.self) * d.Tie(uint32(min(i, j)), uint32(max(i, j)), 0) / float64(n-1)
				}
			}
			row[i] = 1 - sum(row)
			continue
		case "equal":
			for j := range row {
				row[j] = 1
			}
			row[i] = 0
		case "ring":
			row[(i+1)%n], row[(i+n-1)%n] = 1, 1
		case "star":
			if i > 0 {
				row[0] = 1
				break
			}
			for j := 1; j < n; j++ {
				row[j] = 1
			}
		}
		total := sum(row)
		for j := range row {
			row[j] *= (1 - s.self) / total
		}
		row[i] += s.self
	}
	return w
}

// sum adds xs up from the first.
func sum(xs []float64) float64 {
	s := 0.0
	for _, x := range xs {
		s += x
	}
	return s
}

// An opinionModel is a group that talks itself towards an equilibrium.
type opinionModel struct {
	n           int
	cycle       int
	weights     []float64 // W, n·n, rows sum to 1
	susceptible []float64 // Λ [0..1]
	first       []float64 // x(0)
	opinions    []float64 // x(t)
	next        []float64 // scratch
	moved       float64   // largest move of the last cycle
	limit       []float64 // where it will end; empty when not unique
	influence   []float64 // each one's weight in the group's mean at the end; sums to 1
	stopBelow   float64
}

// Step is x ← Λ·W·x + (I−Λ)·x(0).
func (m *opinionModel) Step() {
	times(m.n, m.next, m.weights, m.opinions)
	m.moved = 0
	for i, heard := range m.next {
		l := m.susceptible[i]
		x := float64(l*heard) + float64((1-l)*m.first[i])
		m.moved = max(m.moved, math.Abs(x-m.opinions[i]))
		m.opinions[i] = x
	}
	m.cycle++
}

// foresee solves for the equilibrium and for everyone's influence on it.
func (m *opinionModel) foresee() {
	n, open := m.n, false
	for _, l := range m.susceptible {
		open = open || l < 1
	}
	if !open {
		if p, ok := stationary(n, m.weights); ok {
			end := 0.0
			for i, share := range p {
				end += float64(share * m.first[i])
			}
			m.influence, m.limit = p, make([]float64, n)
			for i := range m.limit {
				m.limit[i] = end
			}
		}
		return
	}
	a := make([]float64, n*n) // I − ΛW
	own, even := make([]float64, n), make([]float64, n)
	for i, l := range m.susceptible {
		for j := range n {
			a[i*n+j] = -float64(l * m.weights[i*n+j])
		}
		a[i*n+i] += 1
		own[i] = (1 - l) * m.first[i]
		even[i] = 1 / float64(n)
	}
	limit, ok := solve(n, a, own)
	if !ok {
		return
	}
	m.limit = limit
	m.influence, _ = solve(n, transposed(n, a), even)
	for i, l := range m.susceptible {
		m.influence[i] *= 1 - l
	}
}

// stationary returns the left Perron vector π of a row-stochastic matrix, with
// sum 1; false where more than one group keeps to itself.
func stationary(n int, w []float64) ([]float64, bool) {
	a := transposed(n, w)
	for i := range n {
		a[i*n+i]--
	}
	b := make([]float64, n)
	for j := range n {
		a[(n-1)*n+j] = 1
	}
	b[n-1] = 1
	return solve(n, a, b)
}

func (m *opinionModel) Cycle() int { return m.cycle }

// Done says that nobody moves any more.
func (m *opinionModel) Done() bool { return m.moved <= m.stopBelow }

// Columns are the measures of both opinion models.
func (m *opinionModel) Columns() []table.Column {
	off := table.Number("limit_error", "opinion", "largest distance from the equilibrium in closed form; missing where that is not unique")
	off.Lo, off.Formula, off.Source = 0, "max |x(t) − V·x(0)|, V = (I−ΛW)⁻¹(I−Λ)", "Friedkin & Johnsen 1990"
	spread := table.Number("disagreement", "opinion", "standard deviation of opinions")
	spread.Lo = 0
	moved := table.Number("moved", "opinion", "largest move of the last cycle; missing before the first")
	moved.Lo = 0
	effective := table.Number("effective_leaders", "people", "how many people of equal influence would be as concentrated")
	effective.Lo, effective.Hi, effective.Formula, effective.Source = 1, float64(m.n), "1/Σπ²", "Friedkin & Johnsen 1990"
	top := table.Share("top_influence", "influence share of the most influential person")
	top.Formula = "max π, π the left Perron vector of W or the column means of V"
	return []table.Column{
		table.Number("mean_opinion", "opinion", "mean of the opinions"), spread, moved, off, top, effective,
		table.Share("influence_gini", "inequality of influence shares"),
		{Name: "influence_first_person", Unit: "1", Doc: "influence share of person 1", Lo: 0, Hi: 1},
	}
}

// Measure writes the measures.
func (m *opinionModel) Measure(dst []float64) {
	mean := sum(m.opinions) / float64(m.n)
	dst[0], dst[1], dst[2] = mean, deviation(m.opinions, mean), m.moved
	if m.cycle == 0 {
		dst[2] = math.NaN()
	}
	dst[3] = math.NaN()
	if len(m.limit) > 0 {
		dst[3] = 0
		for i, x := range m.opinions {
			dst[3] = max(dst[3], math.Abs(x-m.limit[i]))
		}
	}
	dst[4], dst[5], dst[6], dst[7] = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if len(m.influence) > 0 {
		squares, top := 0.0, 0.0
		for _, p := range m.influence {
			squares += float64(p * p)
			top = max(top, p)
		}
		dst[4], dst[5], dst[6] = exact.Clip01(top), exact.Clip(1/squares, 1, float64(m.n)), gini(m.influence)
		dst[7] = exact.Clip01(m.influence[0])
	}
}

// State lists the whole state.
func (m *opinionModel) State(s exact.State) {
	s.Int("n", &m.n)
	s.Int("cycle", &m.cycle)
	s.Floats("weights", &m.weights)
	s.Floats("susceptible", &m.susceptible)
	s.Floats("first", &m.first)
	s.Floats("opinions", &m.opinions)
	s.Float("moved", &m.moved)
	s.Floats("limit", &m.limit)
	s.Floats("influence", &m.influence)
}
