package sim

import (
	"math"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/agents/network"
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
	if err := m.network(); err != nil {
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
		o.SetTrait(t.Name, i, g.Traits[k].Draw(draws, o.Key[i], k, place))
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

// network sets the ties of all layers and those along the chain of command.
func (m *Model) network() error {
	s := m.Spec
	rows := make([]network.Rows, len(s.Ties))
	for layer := range s.Ties {
		if t := &s.Ties[layer]; t.Generator != nil {
			rows[layer] = t.Generator.Rows(len(t.Members), s.UnitsOf(t.Members), exact.NewDraws(m.Seed, drawNetwork, layer))
		}
	}
	return m.Org.TieAll(math.MaxUint8, func(counting bool, add func(agents.Tie)) {
		for k := range s.Ties {
			t := &s.Ties[k]
			l := layer{m, &t.Trust, k, t.Likeness, t.Mutual, counting, add}
			for _, tie := range t.Graph {
				l.tie(tie.From, tie.To, tie.Weight)
			}
			if t.Generator == nil {
				continue
			}
			for a, i := range t.Members {
				for _, b := range rows[k].Row(a) {
					l.tie(i, t.Members[b], math.NaN())
				}
			}
		}
		if s.Chain.Ties {
			l := layer{m, &s.Chain.Trust, 1000, 0, true, counting, add}
			for i, boss := range s.Chain.Manager {
				if boss >= 0 {
					l.tie(int32(i), boss, math.NaN())
				}
			}
		}
	})
}

// A layer is what the ties of one kind are added with.
type layer struct {
	*Model
	trust    *scenario.Dist
	number   int
	likeness float64
	mutual   bool
	counting bool // no trust is wanted
	add      func(agents.Tie)
}

// tie adds a tie of a weight, NaN for one drawn, and where ties are mutual its
// counterpart.
func (l *layer) tie(i, j int32, weight float64) {
	l.one(i, j, weight)
	if l.mutual {
		l.one(j, i, weight)
	}
}

func (l *layer) one(i, j int32, weight float64) {
	o := l.Org
	if l.counting {
		l.add(agents.Tie{From: i, To: j})
		return
	}
	if math.IsNaN(weight) {
		weight = l.trust.Draw(exact.NewDraws(l.Seed, drawTrust, int(o.Key[j])), o.Key[i], l.number, 0)
	}
	if l.likeness > 0 && o.Units > 1 {
		apart := math.Abs(float64(o.Unit[i]-o.Unit[j])) / float64(o.Units-1)
		weight *= 1 - float64(l.likeness*apart)
	}
	l.add(agents.Tie{From: i, To: j, Trust: float32(weight)})
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
	if len(m.served) > 0 {
		m.seat()
	}
	grow(&m.listeners, o.N)
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

func grow[T any](p *[]T, n int) {
	if len(*p) < n {
		*p = append(*p, make([]T, n-len(*p))...)
	}
}

// seat makes room for who has led and sat in the core when, where there are
// offices, charges or a core to fill.
func (m *Model) seat() {
	n := m.Org.N
	grow(&m.served, n)
	grow(&m.load, n)
	for k := len(m.last); k < n; k++ {
		m.last, m.sat = append(m.last, -1), append(m.sat, -1)
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
		grow(&m.superior, o.N)
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
