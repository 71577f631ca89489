package classic

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var claimAndGrant = Kind{
	Name:  "claim-and-grant",
	Title: "Who will lead and who will follow",
	Reference: "DeRue, D. S. & Ashford, S. J. (2010). Who will lead and who will follow? A social process of leadership identity construction in organizations. " +
		"Academy of Management Review 35(4), 627–647; a computational reading in the line of Acton, B. P., Foti, R. J., Lord, R. G. & Gladfelter, J. A. (2019). " +
		"Putting emergence back in leadership emergence. The Leadership Quarterly 30(1), 145–164",
	Doc: "Whoever meets another may claim to lead, and the other may grant it. A claim that is granted makes the next claim and the next grant likelier, " +
		"a refused one makes both rarer. From people who hardly differ this builds agreement on who leads and a hierarchy of grants, which random claims and grants do not.",
	Entities: "People; for every ordered pair how far the one sees themselves as the other's leader and how far the other sees a leader in them, from .02 to .98; grants, which are forgotten exponentially.",
	Process: []string{
		"Old grants fade.",
		"Pairs meet by chance, in a random order. In a meeting each claims to lead with the chance of their leader identity and each grants, asked or not, with the chance of their recognition of the other (or with constant chances, in the null model).",
		"A claim that is granted raises identity and recognition in both, and, in a hierarchical schema, lowers those the other way; a refused claim lowers both; an unasked grant raises identity by half as much. Those who look on see a granted claim and a refused one too.",
		"Whoever has most grants is noted as the top.",
	},
	Readings: []Reading{
		{Key: "schema", Options: []string{"hierarchical", "shared"}, Why: "the paper leaves to the group whether leading is zero-sum within a pair; the hierarchical schema is the usual one in organisations"},
		{Key: "acts", Options: []string{"identity", "random"}, Why: "random is the null model: the same claims, grants and memories, but nobody acts on them"},
	},
	Read: readClaim,
	Experiments: []Experiment{
		{Name: "Against random claims and grants", Run: claimAgainstNull},
		{Name: "What a stable top may mean", Run: claimTops},
		{Name: "Other groups and schemas", Run: claimFurther},
	},
}

// A claimSpec is a group without an appointed leader.
type claimSpec struct {
	n         int
	meeting   float64 // chance that a pair meets in a cycle [0..1]
	fitSpread float64 // how far people differ in what others take for a leader's ways [0..1]
	noise     float64 // how far first impressions differ between raters [0..1]
	identity  float64 // leader identity at first [0..1]
	rate      float64 // how far identity and recognition move in a meeting [0..1]
	seen      float64 // the same for those who look on when a claim is granted [0..1]
	memory    float64 // cycles over which grants are remembered, by an exponential [cycles]
	shared    bool    // granting does not make one less of a leader oneself
	random    bool    // the null model
	claimRate float64 // of the null [0..1]
	grantRate float64 // of the null [0..1]
}

func readClaim(t *keys.Table) Spec {
	return &claimSpec{
		n:         t.Count("agents", 10, 3, 1000, "people in the group"),
		meeting:   t.Share("meeting", 0.3, "chance that two people meet [per cycle]"),
		fitSpread: t.Share("fit_spread", 0.2, "how far people differ in looking like a leader to others"),
		noise:     t.Share("impression_noise", 0.4, "how far first impressions of the same person differ"),
		identity:  t.Share("identity", 0.5, "leader identity at first"),
		rate:      t.Share("rate", 0.1, "how far identity and recognition move in a meeting (DeRue & Ashford 2010, propositions on reciprocal claims and grants)"),
		seen:      t.Share("seen", 0.02, "how far recognition moves in those who see a claim granted (DeRue & Ashford 2010, collective endorsement)"),
		memory:    t.Number("memory", 50, keys.Positive, "time over which grants count in the measures [cycles]"),
		shared:    t.Choice("schema", "hierarchical", []string{"hierarchical", "shared"}, "whether granting makes a follower of who grants, or leads can be mutual (DeRue & Ashford 2010)") == "shared",
		random:    t.Choice("acts", "identity", []string{"identity", "random"}, "what claims and grants follow: identity and recognition, or chance (the null model)") == "random",
		claimRate: t.Share("claim_rate", 0.5, "chance of a claim in a meeting, null model"),
		grantRate: t.Share("grant_rate", 0.5, "chance of a grant in a meeting, null model"),
	}
}

// New brings strangers together.
func (s *claimSpec) New(seed uint64) Model {
	n := s.n
	m := &claimModel{spec: s, seed: seed, leads: make([]float64, n*n), sees: make([]float64, n*n), grants: make([]float64, n*n), last: make([]uint8, n*n), top: -1}
	d := exact.NewDraws(seed, drawTraits, 0)
	for i := range n {
		fit := 0.5 + float64(s.fitSpread*(d.Share(uint32(i), 0)-0.5))
		for j := range n {
			m.leads[i*n+j] = s.identity
			m.sees[j*n+i] = keepIn(fit + float64(s.noise*(d.Tie(uint32(j), uint32(i), 1)-0.5)))
		}
	}
	return m
}

// keepIn holds an identity or recognition within .02 to .98: nobody is out for
// ever.
func keepIn(x float64) float64 { return exact.Clip(x, 0.02, 0.98) }

// A claimModel is a group that settles who leads.
type claimModel struct {
	spec  *claimSpec
	seed  uint64
	cycle int

	leads  []float64 // leads[i·n+j]: how far i sees itself as j's leader [.02..98]
	sees   []float64 // sees[j·n+i]: how far j sees a leader in i [.02..98]
	grants []float64 // grants[j·n+i]: grants by j to i, fading over the memory
	last   []uint8   // last claim of i towards j: 0 none yet, 1 refused, 2 granted

	claims, granted  int // claims so far, those granted
	afterGrant       int // claims after a granted one in the same pair …
	grantAfterGrant  int // … that were granted
	afterRefusal     int // claims after a refused one …
	grantAfterRefuse int
	offers           int // occasions at which i might have claimed
	answers          int // occasions at which j might have granted
	allGrants        int // grants, asked for or not

	top    int // who has most grants; −1 before the first
	topAt  int // cycle from which that is so
	change int // how often the top changed
}

// Step lets pairs meet. What a meeting changes is seen by the next meeting of
// the same cycle; pairs meet in a random order.
func (m *claimModel) Step() {
	m.cycle++
	n := m.spec.n
	fade := m.fade()
	for i := range m.grants {
		m.grants[i] *= fade
	}
	d := exact.NewDraws(m.seed, drawClaims, m.cycle)
	for _, pair := range d.Stream(0).Perm(n * (n - 1) / 2) {
		i, j := pairOf(pair)
		if d.Tie(uint32(i), uint32(j), 0) < m.spec.meeting {
			m.meet(i, j)
		}
	}
	m.rank()
}

// fade is the share of a grant that is remembered a cycle later [0..1].
func (m *claimModel) fade() float64 { return exact.Exp(-1 / m.spec.memory) }

// pairOf returns pair number k: (1,0), (2,0), (2,1), (3,0), …
func pairOf(k int) (i, j int) {
	i = int((1 + math.Sqrt(float64(8*k+1))) / 2)
	for i*(i-1)/2 > k {
		i--
	}
	for (i+1)*i/2 <= k {
		i++
	}
	return i, k - i*(i-1)/2
}

// meet lets both claim and both answer, then both take what came of it.
func (m *claimModel) meet(i, j int) {
	a, b := m.act(i, j), m.act(j, i)
	m.learn(i, j, a)
	m.learn(j, i, b)
}

// An encounter is what i did and how j answered.
type encounter struct{ claimed, granted bool }

// act draws whether i claims to lead j and whether j grants it, asked or not.
func (m *claimModel) act(i, j int) encounter {
	n := m.spec.n
	claim, grant := m.leads[i*n+j], m.sees[j*n+i]
	if m.spec.random {
		claim, grant = m.spec.claimRate, m.spec.grantRate
	}
	e := encounter{
		claimed: exact.NewDraws(m.seed, drawClaims, m.cycle).Tie(uint32(i), uint32(j), 1) < claim,
		granted: exact.NewDraws(m.seed, drawGrants, m.cycle).Tie(uint32(j), uint32(i), 0) < grant,
	}
	m.book(i, j, e)
	return e
}

// book counts what the measures need.
func (m *claimModel) book(i, j int, e encounter) {
	at := i*m.spec.n + j
	m.offers++
	m.answers++
	if e.granted {
		m.allGrants++
		m.grants[j*m.spec.n+i]++
	}
	if !e.claimed {
		return
	}
	m.claims++
	won := 0
	if e.granted {
		won = 1
	}
	m.granted += won
	switch m.last[at] {
	case 1:
		m.afterRefusal++
		m.grantAfterRefuse += won
	case 2:
		m.afterGrant++
		m.grantAfterGrant += won
	}
	m.last[at] = uint8(1 + won)
}

// learn moves how both see themselves and each other, and what bystanders see.
func (m *claimModel) learn(i, j int, e encounter) {
	n, r := m.spec.n, m.spec.rate
	own, sees := &m.leads[i*n+j], &m.sees[j*n+i]
	switch {
	case e.claimed && e.granted:
		raise(own, r)
		raise(sees, r)
		if !m.spec.shared {
			lower(&m.leads[j*n+i], r)
			lower(&m.sees[i*n+j], r)
		}
		for k := range n {
			if k != i && k != j {
				raise(&m.sees[k*n+i], m.spec.seen)
			}
		}
	case e.claimed:
		lower(own, r)
		lower(sees, r)
		for k := range n {
			if k != i && k != j {
				lower(&m.sees[k*n+i], m.spec.seen)
			}
		}
	case e.granted: // unasked: it invites a claim
		raise(own, r/2)
	}
}

func raise(x *float64, rate float64) { *x = keepIn(*x + float64(rate*(1-*x))) }
func lower(x *float64, rate float64) { *x = keepIn(*x - float64(rate**x)) }

// received returns the remembered grants that each person got.
func (m *claimModel) received() []float64 {
	n := m.spec.n
	got := make([]float64, n)
	for j := range n {
		for i := range n {
			got[i] += m.grants[j*n+i]
		}
	}
	return got
}

// rank notes who has most grants; the lower number wins a tie.
func (m *claimModel) rank() {
	got := m.received()
	top := 0
	for i, g := range got {
		if g > got[top] {
			top = i
		}
	}
	if got[top] > 0 && top != m.top {
		if m.top >= 0 {
			m.change++
		}
		m.top, m.topAt = top, m.cycle
	}
}

func (m *claimModel) Cycle() int { return m.cycle }

// Done is never true: people go on meeting.
func (m *claimModel) Done() bool { return false }

// Columns are the measures of a group without an appointed leader.
func (m *claimModel) Columns() []table.Column {
	agreement := table.Column{Name: "agreement", Unit: "1", Doc: "how far raters agree on who leads: intraclass correlation of recognition", Lo: -1, Hi: 1,
		Formula: "(MSB − MSW)/(MSB + (k−1)·MSW)", Source: "ICC(1)"}
	hierarchy := table.Column{Name: "hierarchy", Unit: "1", Doc: "strength of hierarchy: how far grants go up the order of grants rather than down", Lo: -1, Hi: 1,
		Formula: "(up − down)/(up + down)"}
	spiral := table.Column{Name: "spiral", Unit: "1", Doc: "how much likelier a claim is granted after a granted one in the same pair than after a refused one", Lo: -1, Hi: 1,
		Source: "DeRue & Ashford 2010"}
	return []table.Column{
		agreement, hierarchy,
		table.Share("gini_grants", "inequality of grants received, remembered ones"),
		spiral,
		table.Count("top_since", "cycles", "how long the person with most grants has been on top; missing before the first grant"),
		table.Count("top_at", "cycles", "when that person came to the top: in the end, the time to a stable top"),
		table.Count("top_changes", "changes", "how often the top changed so far"),
		table.Share("claim_rate", "share of meetings in which a person claims, so far"),
		table.Share("grant_rate", "share of meetings in which a person grants, asked or not, so far"),
		table.Share("claims_granted", "share of claims that are granted, so far"),
	}
}

// Measure writes the measures.
func (m *claimModel) Measure(dst []float64) {
	for i := range dst {
		dst[i] = math.NaN()
	}
	dst[0] = m.agreement()
	dst[1], dst[2] = m.hierarchy(), gini(m.received())
	if m.afterGrant > 0 && m.afterRefusal > 0 {
		dst[3] = ratio(m.grantAfterGrant, m.afterGrant) - ratio(m.grantAfterRefuse, m.afterRefusal)
	}
	if m.top >= 0 {
		dst[4], dst[5] = float64(m.cycle-m.topAt), float64(m.topAt)
	}
	dst[6] = float64(m.change)
	dst[7], dst[8], dst[9] = ratio(m.claims, m.offers), ratio(m.allGrants, m.answers), ratio(m.granted, m.claims)
}

// ratio is a share, missing where there is nothing to share.
func ratio(part, whole int) float64 {
	if whole == 0 {
		return math.NaN()
	}
	return float64(part) / float64(whole)
}

// agreement is the intraclass correlation ICC(1): targets are people, raters
// everyone else.
func (m *claimModel) agreement() float64 {
	n := m.spec.n
	k := float64(n - 1)
	means, all := make([]float64, n), 0.0
	for i := range n {
		for j := range n {
			if j != i {
				means[i] += m.sees[j*n+i] / k
			}
		}
		all += means[i] / float64(n)
	}
	within := 0.0
	for i := range n {
		for j := range n {
			if j != i {
				d := m.sees[j*n+i] - means[i]
				within += float64(d * d)
			}
		}
	}
	within /= float64(n) * (k - 1)
	spread := deviation(means, all)
	between := float64(k*spread) * spread * float64(n) / float64(n-1)
	if between+within < 1e-20 {
		return math.NaN()
	}
	return exact.Clip((between-within)/(between+float64((k-1)*within)), -1, 1)
}

// hierarchy ranks people by grants received and compares grants up and down.
func (m *claimModel) hierarchy() float64 {
	n := m.spec.n
	order := ranked(m.received())
	slices.Reverse(order)
	up, down := 0.0, 0.0
	for a, high := range order {
		for _, low := range order[a+1:] {
			up += m.grants[int(low)*n+int(high)]
			down += m.grants[int(high)*n+int(low)]
		}
	}
	if up+down == 0 {
		return math.NaN()
	}
	return (up - down) / (up + down)
}

// State lists the whole state.
func (m *claimModel) State(s exact.State) {
	visitSeed(s, &m.seed)
	s.Int("cycle", &m.cycle)
	s.Floats("leads", &m.leads)
	s.Floats("sees", &m.sees)
	s.Floats("grants", &m.grants)
	s.Bytes("last", &m.last)
	for _, c := range []struct {
		name string
		p    *int
	}{
		{"claims", &m.claims}, {"granted", &m.granted}, {"after_grant", &m.afterGrant}, {"grant_after_grant", &m.grantAfterGrant},
		{"after_refusal", &m.afterRefusal}, {"grant_after_refusal", &m.grantAfterRefuse}, {"offers", &m.offers}, {"answers", &m.answers},
		{"all_grants", &m.allGrants}, {"top", &m.top}, {"top_at", &m.topAt}, {"change", &m.change},
	} {
		s.Int(c.name, c.p)
	}
}
