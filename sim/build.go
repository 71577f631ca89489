package sim

import (
	"math"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/sim/exact"
	"tutti/sim/scenario"
)

// people makes the agents, their chain of command, ties and goals.
func (m *Model) people() {
	s := m.Spec
	o := agents.New(s.Agents(), len(s.Domains))
	m.Org = o
	o.Units = len(s.Units)
	copy(o.Manager, s.Chain.Manager)
	for g := range s.Groups {
		for k := range s.Groups[g].Count {
			i := s.Groups[g].First + k
			o.Unit[i] = s.UnitOf(i)
			m.endow(i, g, k)
		}
	}
	if err := o.SetTies(m.network(), math.MaxUint8); err != nil {
		panic(err) // more ties than 2^31: refused by its estimate of memory
	}
	m.pursue()
}

// endow gives agent i the traits of its group; place is its number there.
func (m *Model) endow(i, group, place int) {
	o, g := m.Org, &m.Spec.Groups[group]
	draws := exact.NewDraws(m.Seed, drawTraits, 0)
	o.Group[i] = int32(group)
	o.Formal[i], o.Works[i] = bit(g.Formal), bit(g.Works)
	for k, t := range scenario.Traits {
		column, _ := o.Trait(t.Name)
		column[i] = g.Traits[k].Draw(draws, o.Key[i], k, place)
	}
	for d := range o.D {
		o.Expertise[i*o.D+d] = g.Expertise[d].Draw(draws, o.Key[i], 100+d, place)
		o.Identity[i*o.D+d] = max(influence.IdentityFloor, g.Identity[d].Draw(draws, o.Key[i], 200+d, place))
	}
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// network makes the ties of all layers and those along the chain of command.
func (m *Model) network() []agents.Tie {
	s, o := m.Spec, m.Org
	var ties []agents.Tie
	likeness := 0.0 // of the layer
	add := func(i, j int32, weight float64, trust *scenario.Dist, layer int) {
		if math.IsNaN(weight) {
			weight = trust.Draw(exact.NewDraws(m.Seed, drawTrust, int(o.Key[j])), o.Key[i], layer, 0)
		}
		if likeness > 0 && o.Units > 1 {
			apart := math.Abs(float64(o.Unit[i]-o.Unit[j])) / float64(o.Units-1)
			weight *= 1 - float64(likeness*apart)
		}
		ties = append(ties, agents.Tie{From: i, To: j, Trust: float32(weight)})
	}
	for layer := range s.Ties {
		t := &s.Ties[layer]
		likeness = t.Likeness
		if t.Generator == nil {
			for _, tie := range t.Graph {
				add(tie.From, tie.To, tie.Weight, &t.Trust, layer)
				if t.Mutual {
					add(tie.To, tie.From, tie.Weight, &t.Trust, layer)
				}
			}
			continue
		}
		rows := t.Generator.Rows(len(t.Members), s.UnitsOf(t.Members), exact.NewDraws(m.Seed, drawNetwork, layer))
		for a := range t.Members {
			for _, b := range rows.Row(a) {
				add(t.Members[a], t.Members[b], math.NaN(), &t.Trust, layer)
				if t.Mutual {
					add(t.Members[b], t.Members[a], math.NaN(), &t.Trust, layer)
				}
			}
		}
	}
	likeness = 0
	if s.Chain.Ties {
		for i, boss := range s.Chain.Manager {
			if boss >= 0 {
				add(int32(i), boss, math.NaN(), &s.Chain.Trust, 1000)
				add(boss, int32(i), math.NaN(), &s.Chain.Trust, 1000)
			}
		}
	}
	return ties
}

// pursue sets the goals of all agents: their group's own, and those of their
// unit by the alignment in force (see "Goals" in ODD).
func (m *Model) pursue() {
	s, o := m.Spec, m.Org
	own := false
	for g := range s.Groups {
		own = own || s.Groups[g].Goal != nil
	}
	if s.Goals.Spread == 0 && !own {
		return
	}
	if o.Goal == nil {
		o.Goal = make([]float64, o.N*o.D)
	}
	unit := m.unitGoals()
	draws := exact.NewDraws(m.Seed, drawTraits, 0)
	for i := range o.N {
		g := &s.Groups[o.Group[i]]
		for d := range o.D {
			goal := unit[int(o.Unit[i])*o.D+d]
			if g.Goal != nil {
				goal += g.Goal[d].Draw(draws, o.Key[i], 300+d, i-g.First)
			}
			o.Goal[i*o.D+d] = goal
		}
	}
}

// unitGoals returns what each unit wants by domain. With alignment a of 0 or
// more each unit's own wish counts √(1−a); below 0 two camps pull apart, with
// √−a of their camp's wish, as large as a unit's own, against √(1+a) of their own. The mean over units in
// which somebody is is the task itself and is taken away.
func (m *Model) unitGoals() []float64 {
	s, o := m.Spec, m.Org
	align := s.Goals.Alignment
	if p := m.Pattern(); !math.IsNaN(p.Alignment) {
		align = p.Alignment
	}
	draws := exact.NewDraws(m.Seed, drawGoals, 0)
	goals, in := make([]float64, o.Units*o.D), m.peopled()
	own, camp := math.Sqrt(1-math.Abs(align)), 0.0
	if align < 0 {
		camp = math.Sqrt(-align)
	}
	for d := range o.D {
		mean, n := 0.0, 0.0
		for u := range o.Units {
			side := 1.0
			if u%2 == 1 {
				side = -1
			}
			goals[u*o.D+d] = float64(s.Goals.Spread * (float64(own*draws.Normal(uint32(u), d)) + float64(camp*side)))
			if in[u] {
				mean += goals[u*o.D+d]
				n++
			}
		}
		for u := range o.Units {
			goals[u*o.D+d] -= mean / max(1, n)
		}
	}
	return goals
}

// fit makes room in all columns of the model for the organisation as it is.
func (m *Model) fit() {
	o := m.Org
	m.Ledger = influence.NewLedger(o.N, o.D)
	m.Ledger.Lies(o)
	grow(&m.lately, o.N*o.D)
	growInts(&m.served, o.N)
	for n := len(m.last); n < o.N; n++ {
		m.last, m.sat = append(m.last, -1), append(m.sat, -1)
	}
	growInts(&m.load, o.N)
	growInts(&m.listeners, o.N)
	grow(&m.artefact, o.Units*o.D)
	for len(m.written) < o.Units {
		m.written = append(m.written, false)
	}
	m.Tally.fit(o)
	if m.commit != nil {
		grow(&m.commit, o.N)
	}
	m.force()
	m.enablers()
	m.secure()
	r := &m.roundOf
	r.Org, r.Artefact, r.Artefacts = o, m.artefact, m.written
	m.regulate()
	m.stale = true
}

func grow(p *[]float64, n int) {
	if len(*p) < n {
		*p = append(*p, make([]float64, n-len(*p))...)
	}
}

func growInts(p *[]int32, n int) {
	if len(*p) < n {
		*p = append(*p, make([]int32, n-len(*p))...)
	}
}

// regulate turns the patterns in force into the rules of granting.
func (m *Model) regulate() {
	r := &m.roundOf
	r.Rules = r.Rules[:0]
	for _, p := range m.patterns {
		if p == nil {
			break
		}
		rules := m.rules
		rules.Positional, rules.Personal, rules.Rational = p.Positional, p.Personal, p.Rational
		rules.Artefact, rules.Attention = p.Artefact, p.Attention
		rules.Direct = float64((1 - p.Enabling) * (1 - m.habits.Inspiration))
		rules.OwnUnit = p.Scope == "unit"
		rules.Fixed = p.Grant == "fixed"
		rules.Rejection = m.Spec.Goals.Rejection
		if !math.IsNaN(p.Rejection) {
			rules.Rejection = p.Rejection
		}
		r.Rules = append(r.Rules, rules)
	}
	r.Ready()
}

// force makes room for actions that are not what was planned, when anybody may
// force anybody or hold a charge.
func (m *Model) force() {
	o := m.Org
	forced, charged := false, false
	for _, p := range m.patterns {
		forced = forced || p != nil && p.Coercion > 0
		charged = charged || delegates(p)
	}
	for _, c := range o.Coercive {
		forced = forced || c > 0
	}
	if forced {
		grow(&m.suffered, o.N)
		growInts(&m.superior, o.N)
		grow(&m.Ledger.Coerced, o.N)
	} else {
		m.suffered, m.superior, m.Ledger.Coerced = nil, nil, nil
	}
	if charged {
		grow(&m.decided, o.N)
	} else {
		m.decided = nil
	}
	if forced || charged {
		grow(&m.actions, o.N*o.D)
	} else {
		m.actions = nil
	}
}

// secure makes room for the safety to speak, where it can be lost.
func (m *Model) secure() {
	if m.habits.Safety == 0 && m.safe == nil {
		return
	}
	for len(m.safe) < m.Org.N {
		m.safe = append(m.safe, 1)
	}
}

// enablers makes room for credit, when anybody enables.
func (m *Model) enablers() {
	any := false
	for _, p := range m.patterns {
		any = any || p != nil && p.Enabling > 0
	}
	if !any && m.credit == nil { // what was enabled before goes on to be booked
		return
	}
	if len(m.credit) != len(m.Org.To) {
		m.credit = make([]float32, len(m.Org.To))
	}
	for n := len(m.base); n < m.Org.N; n++ {
		m.base = append(m.base, 0)
	}
	grow(&m.Ledger.Indirect, m.Org.N)
}
