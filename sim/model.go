// Package sim is the simulation of an organisation: it lives cycles of
// planning, influence, action, observation and reflection.
package sim

import (
	"math"
	"slices"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/agents/pattern"
	"tutti/sim/event"
	"tutti/sim/exact"
	"tutti/sim/scenario"
	"tutti/sim/work"
)

// Purposes of draws of this package (1–99), never reused.
const (
	drawTraits exact.Purpose = 1 + iota
	drawNetwork
	drawTrust
	drawGoals
	drawClaim
	drawNoise
	drawReflect
	drawFound
	drawLeave
	drawAppoint
	drawEvent
	drawAdopt
	drawRevert
	drawWeights
	drawSample
	drawForce
	drawCharge
	drawReview
)

// A Phase is a part of a cycle.
type Phase int

// The phases, in the order in which a cycle lives them. Influence comes once a
// round.
const (
	Plan Phase = iota
	Influence
	Act
	Observe
	Reflect
)

func (p Phase) String() string {
	return [...]string{"plan", "influence", "act", "observe", "reflect"}[p]
}

// Model is an organisation in the middle of a run.
type Model struct {
	Spec    *scenario.Spec
	Seed    uint64
	Org     *agents.Org
	Work    work.Work
	Ledger  *influence.Ledger
	Tally   Tally
	Last    Outcome               // of the last whole cycle
	Workers int                   // goroutines for large organisations; any number gives the same bits
	Log     func(influence.Event) // hears every event, when set
	Notes   []Note                // events of which nothing came
	Muted   []bool                // agents whose outgoing influence is silenced; nil for none

	weights    []float64
	cycle      int
	phase      Phase
	round      int
	patterns   [2]*pattern.Pattern // by regime: the older, the newer
	newer      bool                // a newer pattern is on its way in
	how        string              // promoted or mandated
	until      int                 // end of a mandate; 0 = none
	example    bool                // it spreads by example alone, from those who began
	commit     []float64           // commitment to the newer pattern, per agent; nil for none
	before     float64             // quality before the mandate
	rules      influence.Rules     // of the organisation, without the pattern's part
	habits     influence.Habits
	actions    []float64 // as executed; nil where everybody does what it plans
	decided    []float64 // how far each decided, by its charge, what others did; nil without charges
	suffered   []float64
	superior   []int32
	artefact   []float64 // per unit and domain
	written    []bool    // by unit: it has an artefact
	credit     []float32 // enabling received, per tie
	base       []float64 // influence given before somebody was enabled, per agent
	lately     []float32 // influence given lately, per agent and domain
	safe       []float64 // how safe each feels to speak; nil where all do
	listeners  []int32
	stale      bool // listeners must be counted anew
	filled     bool // offices were filled in this cycle
	reelect    bool // offices must be filled anew, within the term
	served     []int32
	last       []int32 // term in which each led last, −1 for never
	sat        []int32 // piece for which each sat in the core last, −1 for never
	load       []int32
	term       int
	programmes []event.Programme
	more       []float64 // share of reflection that programmes add, per agent
	heirs      []int32   // what each unit became by merging, itself if it is there; nil before any has
	quit       int       // who left by events of the cycle
	review     lookback
	roundOf    influence.Round
	reflect    influence.Reflection
	hand       influence.Row // room for hearing one agent at a time
	room       room
	sources    []int32
	shares     []float64
}

// An Outcome is what a cycle came to.
type Outcome struct {
	work.Score
	Time     float64 // used [0..1]
	Output   float64 // quality · engagement · (1 − time)
	Engaged  float64 // mean engagement
	Leavers  int
	Claims   float64 // mean number of claims that reached an agent in a round
	Asked    float64 // share that asked for help
	Decided  float64 // how far those who hold a charge decided what others did, per agent [plan]
	Reported bool    // a cycle was lived
}

// New sets an organisation up under a seed [0..exact.MaxSeed].
func New(spec *scenario.Spec, seed uint64) *Model {
	m := &Model{Spec: spec, Seed: seed, Workers: 1}
	m.weights = append([]float64(nil), spec.Weights...)
	m.rules, m.habits = spec.Rules, spec.Habits
	p := spec.Pattern
	m.patterns[0] = &p
	m.people()
	m.Work = spec.Work.New(work.Setting{Org: m.Org, Weights: m.weights, Seed: seed})
	m.fit()
	m.Tally.Shocked = -1
	m.review.usual = -1
	return m
}

// Cycle is how many cycles were lived.
func (m *Model) Cycle() int { return m.cycle }

// Phase is what comes next.
func (m *Model) Phase() Phase { return m.phase }

// Round is the number of the round of influence that comes next, from 0.
func (m *Model) Round() int { return m.round }

// Weights are what matters now, by domain; they sum to 1.
func (m *Model) Weights() []float64 { return m.weights }

// Pattern is the pattern that most live by.
func (m *Model) Pattern() *pattern.Pattern { return m.patterns[m.leading()] }

// Done says that nothing can change any more: nobody is left or will come.
func (m *Model) Done() bool {
	if m.phase != Plan || m.Org.Size() > 0 {
		return false
	}
	for _, away := range m.Org.Away {
		if away != agents.Gone {
			return false
		}
	}
	for k := range m.Spec.Events {
		if m.Spec.Events[k].Next(m.cycle-1) >= 0 {
			return false
		}
	}
	return true
}

// Step lives one cycle: it ends the one that was begun, or lives a whole one.
func (m *Model) Step() {
	for m.StepPhase(); m.phase != Plan; {
		m.StepPhase()
	}
}

// StepPhase lives one phase. The order of its lines is the model (3).
func (m *Model) StepPhase() {
	switch m.phase {
	case Plan:
		was := m.leading()
		m.befall()
		m.Work.Befall(m.cycle)
		m.rehearse()
		m.turn(was)
		m.appoint()
		m.Ledger.Clear()
		m.Work.Plan(m.cycle, m.Workers)
		m.claim()
		m.align()
		m.round = 0
		m.roundOf.Begin()
		m.phase = Influence
		if m.rounds() == 0 {
			m.phase = Act
		}
	case Influence:
		m.influence()
		if m.round++; m.round == m.rounds() {
			m.phase = Act
		}
	case Act:
		m.act()
		m.phase = Observe
	case Observe:
		m.observe()
		m.phase = Reflect
	case Reflect:
		m.revise()
		m.turnover()
		m.phase = Plan
		m.cycle++
	}
}

// leading is the regime that most of those present live by.
func (m *Model) leading() int {
	if !m.newer {
		return 0
	}
	n := 0
	for i, r := range m.Org.Regime {
		n += int(r & m.Org.Present[i])
	}
	if 2*n > m.Org.Size() {
		return 1
	}
	return 0
}

func (m *Model) rounds() int { return m.Pattern().Rounds }

// appoint chooses who holds office, once a term.
func (m *Model) appoint() {
	p := m.Pattern()
	m.filled = false
	due := m.cycle == 0 || p.Term > 0 && m.cycle%p.Term == 0
	if !due && !m.reelect && !m.vacant() {
		if m.stale {
			m.listen()
		}
		return
	}
	m.reelect = false
	if m.coreLeads() { // it was chosen with the piece
		m.coreTakes()
		p.HandOut(m.situation(p))
		m.listen()
		return
	}
	m.filled = p.Office != "none" || p.Charges != "none"
	term := m.term
	if due || term == 0 {
		m.term++
	} else {
		term-- // within the one that runs
	}
	if m.filled {
		m.seat()
	}
	p.Appoint(m.situation(p), term)
	m.listen()
}

// listen puts the rules in force in place and counts who can be reached by whom.
func (m *Model) listen() {
	m.regulate()
	influence.Listen(m.Org, m.roundOf.Rules, m.listeners)
	m.stale = false
}

// situation is what those who choose leaders see.
func (m *Model) situation(p *pattern.Pattern) *pattern.Situation {
	s := &m.room.seen
	if s.Draw == nil {
		s.Draw = func(i, d int) float64 { return m.room.lots.Share(m.Org.Key[i], d) }
	}
	m.room.lots = exact.NewDraws(m.Seed, drawAppoint, m.cycle)
	s.Org, s.Weights, s.Given, s.Served, s.Last, s.Load = m.Org, m.weights, m.lately, m.served, m.last, m.load
	if p.Choose == "by-trust" || p.Admit == "trusted" {
		s.TrustIn = m.trusted(nil)
	}
	return s
}

// A room is what phases use while they last, kept so that nothing is made anew
// every cycle.
type room struct {
	seen         pattern.Situation
	lots         exact.Draws
	sums, counts []float64
	holder       []int
	left         []bool
	regime       []uint8
}

// zeros returns room for n numbers, all 0.
func zeros[T any](p *[]T, n int) []T {
	*p = slices.Grow((*p)[:0], n)[:n]
	clear(*p)
	return *p
}

// vacant says whether one who holds an office or a charge is away: it goes to
// somebody else within the term.
func (m *Model) vacant() bool {
	for i, office := range m.Org.Office {
		if office|m.Org.Charge[i] != 0 && m.Org.Present[i] == 0 {
			return true
		}
	}
	return false
}

// muted says whether agent i's outgoing influence is silenced; those who came
// later than the silence are heard.
func (m *Model) muted(i int) bool { return i < len(m.Muted) && m.Muted[i] }

// claim lets those whom their pattern admits claim, by readiness or always.
func (m *Model) claim() {
	o := m.Org
	draws := exact.NewDraws(m.Seed, drawClaim, m.cycle)
	top := 0.0
	for _, w := range m.weights {
		top = max(top, w)
	}
	agents.Rows(o.N, m.Workers, claiming{m, draws, top}, claiming.rows)
}

// claiming is what claims are made with.
type claiming struct {
	*Model
	draws exact.Draws
	top   float64 // the largest weight
}

func (c claiming) rows(from, to int) {
	o := c.Org
	for i := from; i < to; i++ {
		o.Claims[i] = 0
		if o.Present[i] == 0 || c.muted(i) {
			continue
		}
		p := c.patterns[o.Regime[i]]
		admitted := p.Admitted(o, i)
		if p.Claim == "always" {
			if o.Office[i] != 0 {
				o.Claims[i] = admitted & o.Office[i]
				admitted &^= o.Office[i]
			} else if p.Admit == "anyone" && p.Office == "none" {
				o.Claims[i], admitted = admitted, 0
			}
		}
		if admitted == 0 {
			continue
		}
		ready := c.ready(i)
		for d := range o.D {
			if admitted>>d&1 != 0 && c.draws.Share(o.Key[i], d) < float64(float64(ready*o.Identity[i*o.D+d])*(c.weights[d]/c.top)) {
				o.Claims[i] |= 1 << d
			}
		}
	}
}

// ready is agent i's readiness to claim, before identity and relevance: A^a·G^b,
// times how safe it feels to speak.
func (m *Model) ready(i int) float64 {
	x := exact.Pow(m.Org.Autonomy[i], m.Spec.Exponent)
	if m.Spec.Engaged > 0 {
		x = float64(x * exact.Pow(m.Org.Engagement[i], m.Spec.Engaged))
	}
	if m.safe != nil {
		x = float64(x * m.safe[i])
	}
	return x
}

// influence is one round: claims are heard, weighed and granted, plans move.
func (m *Model) influence() {
	r := &m.roundOf
	r.Last = m.round == m.rounds()-1
	r.Number, r.Log, r.Workers, r.Ledger = m.round, m.Log, m.Workers, m.Ledger
	if m.Spec.Unbooked {
		r.Ledger = nil
	}
	r.Noise = exact.NewDraws(m.Seed, drawNoise, m.cycle)
	plans := m.Work.Plans()
	if copier, ok := m.Work.(work.Copier); ok {
		m.copies(copier)
		return
	}
	r.Plans, r.Anchor = plans.Now, plans.Own
	r.Run()
	plans.Now = r.Plans
	m.sampled(plans)
}

// observe scores what was done.
func (m *Model) observe() {
	m.Last = Outcome{Score: m.Work.Score(m.cycle, m.done(), m.Workers), Reported: true}
	if !m.AnybodyWorks() { // of nobody's work there is no quality
		none := math.NaN()
		m.Last.Score = work.Score{Quality: none, Accuracy: none, Disagreement: none, Oracle: none, Isolated: none}
	}
}

// done is what was done: the plans, or what charges and force made of them.
func (m *Model) done() []float64 {
	if m.actions != nil {
		return m.actions
	}
	return m.Work.Plans().Now
}
