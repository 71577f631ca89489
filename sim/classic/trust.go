package classic

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var betaReputation = Kind{
	Name:      "beta-reputation",
	Title:     "Beta reputation",
	Reference: "Jøsang, A. & Ismail, R. (2002). The beta reputation system. Proceedings of the 15th Bled Electronic Commerce Conference",
	Doc: "Trust in somebody is the chance of a good outcome, given the good and bad ones so far: the mean of a beta distribution. " +
		"Without forgetting, an old record outweighs what happens now, and trust learns of a change the later the longer all went well.",
	Entities: "One person with a record of good and bad outcomes for each partner; partners, each with a chance of a good outcome.",
	Process: []string{
		"At one cycle the first partners turn: the chance of a good outcome becomes that of a bad one.",
		"All records fade by the share that is kept.",
		"The person meets every partner (or the most trusted, at times anybody, with `choice = \"best\"`) and adds the outcome to the record.",
	},
	Read: func(t *keys.Table) Spec { return readTrustWorld(t, false) },
	Experiments: []Experiment{
		{Name: "Trust from a record", Run: betaRecord},
	},
}

var fire2006 = Kind{
	Name:  "fire-2006",
	Title: "FIRE: trust that forgets",
	Reference: "Huynh, T. D., Jennings, N. R. & Shadbolt, N. R. (2006). An integrated trust and reputation model for open multi-agent systems. " +
		"Autonomous Agents and Multi-Agent Systems 13(2), 119–154",
	Doc: "Trust is a mean of past ratings in which each counts the less the older it is. With the paper's recency factor a rating loses half its weight " +
		"in five rounds, so that trust is half-way to the truth five rounds after somebody changed, whatever came before.",
	Entities: "One person with ratings of −1 and 1 for each partner, weighted by age; partners, each with a chance of a good outcome.",
	Process: []string{
		"At one cycle the first partners turn: the chance of a good outcome becomes that of a bad one.",
		"The weights of all ratings fall by the recency factor.",
		"The person meets every partner (or the most trusted, at times anybody, with `choice = \"best\"`) and rates the outcome −1 or 1.",
	},
	Readings: []Reading{{Key: "choice", Options: []string{"all", "best"},
		Why: "meeting everybody isolates how trust follows conduct; choosing the most trusted adds the search for a good partner"}},
	Read: func(t *keys.Table) Spec { return readTrustWorld(t, true) },
	Experiments: []Experiment{
		{Name: "Recency", Run: fireRecency},
	},
}

// A trustSpec is one person among partners whose conduct may change.
type trustSpec struct {
	fire     bool
	partners int
	conduct  []float64 // chance of a good outcome: one for all or one each; empty: uniform
	turnAt   int       // cycle from which the first `turning` have the opposite conduct; 0: never
	turning  int
	keep     float64 // weight that a rating keeps from one round to the next [0..1]
	best     bool    // meet the most trusted only, explore apart
	explore  float64 // chance to meet anybody instead
}

func readTrustWorld(t *keys.Table, fire bool) Spec {
	s := &trustSpec{fire: fire}
	s.partners = t.Count("partners", 10, 1, 100000, "people whom one may meet")
	s.conduct = t.Numbers("conduct", nil, keys.Range{Lo: 0, Hi: 1}, "chance that a meeting turns out well: one for all or one a partner; uniform from 0 to 1 when absent")
	if k := len(s.conduct); k > 1 && k != s.partners {
		t.Errorf("conduct", "%d values, want 1 or one for each of %d partners", k, s.partners)
		s.conduct = nil
	}
	s.turnAt = t.Count("turn_at", 100, 0, 1000000000, "cycle from which the first partners do the opposite; 0 for never [cycle]")
	s.turning = t.Count("turning", 1, 0, 100000, "partners who turn [people]")
	s.best = t.Choice("choice", "all", []string{"all", "best"}, "whom one meets in a cycle: everybody, or the most trusted") == "best"
	s.explore = t.Share("explore", 0.1, "chance to meet anybody instead of the most trusted [per cycle]")
	if fire {
		half := t.Number("half_life", 5, keys.Positive, "rounds in which a rating loses half its weight; the recency factor is −half_life/ln .5 [cycles] (Huynh et al. 2006)")
		s.keep = exact.Exp(exact.Log(0.5) / half)
	} else {
		s.keep = t.Share("keep", 1, "weight that an outcome keeps from one cycle to the next; 1 forgets nothing [per cycle] (Jøsang & Ismail 2002)")
	}
	if s.turning > s.partners {
		t.Errorf("turning", "%d of %d partners, want at most as many", s.turning, s.partners)
		s.turning = s.partners
	}
	return s
}

// New draws the partners.
func (s *trustSpec) New(seed uint64) Model {
	m := &trustModel{spec: s, seed: seed, conduct: make([]float64, s.partners), good: make([]float64, s.partners), bad: make([]float64, s.partners)}
	d := exact.NewDraws(seed, drawTraits, 0)
	for i := range m.conduct {
		switch len(s.conduct) {
		case 0:
			m.conduct[i] = d.Share(uint32(i), 0)
		default:
			m.conduct[i] = s.conduct[i%len(s.conduct)]
		}
	}
	return m
}

// A trustModel is a record of outcomes with each partner.
type trustModel struct {
	spec    *trustSpec
	seed    uint64
	cycle   int
	conduct []float64 // chance of a good outcome now
	good    []float64 // weight of good outcomes so far
	bad     []float64 // weight of bad ones
	met     float64   // meetings so far
	pleased float64   // good ones among them
}

// Step lets the record fade, then meets partners.
func (m *trustModel) Step() {
	m.cycle++
	if m.cycle == m.spec.turnAt {
		for i := range m.spec.turning {
			m.conduct[i] = 1 - m.conduct[i]
		}
	}
	whom := m.choose()
	for i := range m.good {
		m.good[i] *= m.spec.keep
		m.bad[i] *= m.spec.keep
	}
	d := exact.NewDraws(m.seed, drawConduct, m.cycle)
	for i := range m.good {
		if whom >= 0 && i != whom {
			continue
		}
		m.met++
		if d.Share(uint32(i), 0) < m.conduct[i] {
			m.good[i]++
			m.pleased++
		} else {
			m.bad[i]++
		}
	}
}

// choose returns whom to meet, −1 for everybody. The first of the most trusted
// is taken.
func (m *trustModel) choose() int {
	if !m.spec.best {
		return -1
	}
	d := exact.NewDraws(m.seed, drawChoice, m.cycle)
	if d.Share(0, 0) < m.spec.explore {
		return d.Int(0, 1, m.spec.partners)
	}
	top := 0
	for i := range m.good {
		if m.trust(i) > m.trust(top) {
			top = i
		}
	}
	return top
}

// trust in partner i: from 0 to 1 by the beta rule, (r+1)/(r+s+2); from −1 to 1
// by FIRE's, Σωv/Σω, 0 where nothing is known.
func (m *trustModel) trust(i int) float64 {
	g, b := m.good[i], m.bad[i]
	switch {
	case !m.spec.fire:
		return (g + 1) / (g + b + 2)
	case g+b == 0:
		return 0
	}
	return (g - b) / (g + b)
}

// truth is what trust in i should be.
func (m *trustModel) truth(i int) float64 {
	if m.spec.fire {
		return float64(2*m.conduct[i]) - 1
	}
	return m.conduct[i]
}

// reliability of trust in i by FIRE [0..1]: how many ratings, and how well they
// agree: (1 − e^{−γΣω})·(1 − ½Σω|v−T|/Σω), γ = −ln .5.
func (m *trustModel) reliability(i int) float64 {
	g, b := m.good[i], m.bad[i]
	if g+b == 0 {
		return 0
	}
	t := m.trust(i)
	off := (float64(g*(1-t)) + float64(b*(1+t))) / (g + b)
	return float64((1 - exact.Exp(float64(exact.Log(0.5)*(g+b)))) * (1 - float64(off/2)))
}

func (m *trustModel) Cycle() int { return m.cycle }

// Done is never true: people go on meeting.
func (m *trustModel) Done() bool { return false }

// Columns are the measures of trust.
func (m *trustModel) Columns() []table.Column {
	lo, formula, source := 0.0, "(r+1)/(r+s+2)", "Jøsang & Ismail 2002"
	if m.spec.fire {
		lo, formula, source = -1, "Σω·v/Σω", "Huynh et al. 2006"
	}
	trust := func(name, doc string) table.Column {
		return table.Column{Name: name, Unit: "1", Doc: doc, Lo: lo, Hi: 1, Formula: formula, Source: source}
	}
	off := table.Column{Name: "trust_error", Unit: "1", Doc: "distance of trust from the partners' present conduct, mean", Lo: 0, Hi: 1 - lo}
	columns := []table.Column{
		trust("trust_first", "trust in partner 1"), trust("trust_mean", "mean trust"), off,
		table.Share("good_share", "share of meetings so far that turned out well; missing before the first"),
		table.Share("trust_spread", "standard deviation of trust over partners"),
	}
	if m.spec.fire {
		r := table.Share("reliability_first", "how far trust in partner 1 can be relied on: enough ratings that agree")
		r.Formula, r.Source = "(1−e^{−γΣω})·(1−½Σω|v−T|/Σω)", source
		columns = append(columns, r)
	}
	return columns
}

// Measure writes the measures.
func (m *trustModel) Measure(dst []float64) {
	all, off := make([]float64, len(m.good)), 0.0
	for i := range all {
		all[i] = m.trust(i)
		off += math.Abs(all[i]-m.truth(i)) / float64(len(all))
	}
	dst[0], dst[1], dst[2] = all[0], mean(all), off
	dst[3] = math.NaN()
	if m.met > 0 {
		dst[3] = m.pleased / m.met
	}
	dst[4] = deviation(all, dst[1])
	if m.spec.fire {
		dst[5] = m.reliability(0)
	}
}

// State lists the whole state.
func (m *trustModel) State(s exact.State) {
	visitSeed(s, &m.seed)
	s.Int("cycle", &m.cycle)
	s.Floats("conduct", &m.conduct)
	s.Floats("good", &m.good)
	s.Floats("bad", &m.bad)
	s.Float("met", &m.met)
	s.Float("pleased", &m.pleased)
}

// turned is trust in a partner who behaved well for `good` rounds, then badly.
func turned(fire bool, keep float64, good, bad int) *trustModel {
	s := &trustSpec{fire: fire, partners: 1, conduct: []float64{1}, keep: keep, turnAt: good + 1, turning: 1}
	return settle(s.New(0), good+bad).(*trustModel)
}

// betaRecord holds the rule against its printed form.
func betaRecord(bool, func(done, total int)) Report {
	r := Report{Figures: []Figure{{Title: "Trust after a partner turns at round 30", X: "round", Y: "trust [0..1]", Curves: []Curve{
		turning("beta, nothing forgotten", false, 1), turning("beta, a tenth forgotten a round", false, 0.9)}}}}
	for _, at := range []struct{ good, bad int }{{0, 0}, {8, 0}, {8, 2}, {50, 0}, {50, 50}} {
		r.Outcomes = append(r.Outcomes, Target{Name: "trust after " + short(float64(at.good)) + " good and " + short(float64(at.bad)) + " bad outcomes", Paper: "(r+1)/(r+s+2)",
			Published: float64(at.good+1) / float64(at.good+at.bad+2), Tag: Exact}.Judge(turned(false, 1, at.good, at.bad).trust(0), 0, 1))
	}
	return r
}

// turning is trust over 60 rounds in a partner who turns after the 30th.
func turning(name string, fire bool, keep float64) Curve {
	c := Curve{Name: name}
	for k := range 61 {
		c.X = append(c.X, float64(k))
		c.Ours = append(c.Ours, turned(fire, keep, min(k, 30), max(0, k-30)).trust(0))
	}
	return c
}

// fireRecency holds the weights to their printed half-life.
func fireRecency(bool, func(done, total int)) Report {
	half := exact.Exp(exact.Log(0.5) / 5)
	r := Report{Figures: []Figure{{Title: "Trust after a partner turns at round 30", X: "round", Y: "trust [−1..1]", Curves: []Curve{turning("FIRE, half-life five rounds", true, half)}}}}
	lambda := -5 / exact.Log(0.5)
	for _, at := range []struct {
		name      string
		good, bad int
		want      float64
	}{
		{"trust five rounds after a long good record turned bad: half-way", 400, 5, 0},
		{"ten rounds after", 400, 10, -0.5},
		{"fifteen rounds after", 400, 15, -0.75},
		{"three good rounds, then two bad ones", 3, 2, weighted(lambda, []float64{1, 1, 1, -1, -1})},
	} {
		r.Outcomes = append(r.Outcomes, Target{Name: at.name, Paper: "ω = e^{−age/λ}, λ = −5/ln .5", Published: at.want, Tag: Exact}.
			Judge(turned(true, half, at.good, at.bad).trust(0), 0, 1))
	}
	return r
}

// weighted is FIRE's rule in full, from the ratings in order of time.
func weighted(lambda float64, ratings []float64) float64 {
	total, weights := 0.0, 0.0
	for i, v := range slices.Backward(ratings) {
		w := exact.Exp(-float64(len(ratings)-1-i) / lambda)
		total += float64(w * v)
		weights += w
	}
	return total / weights
}
