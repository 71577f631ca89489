package sim

import (
	"math"
	"slices"
	"strings"

	"tutti/agents"
	"tutti/agents/pattern"
	"tutti/sim/event"
	"tutti/sim/exact"
)

var _ event.World = (*Model)(nil)

// befall lets happen what is due at the start of the cycle, after what the last
// one taught.
func (m *Model) befall() {
	m.quit = 0
	if m.cycle > 0 {
		m.takeUp()
	}
	m.comeBack()
	m.programmes = slices.DeleteFunc(m.programmes, func(p event.Programme) bool { return m.cycle >= p.Until })
	for k := range m.Spec.Events {
		if e := &m.Spec.Events[k]; e.Due(m.cycle) {
			m.note(k, e.Apply(m))
		}
	}
	if m.newer && m.until > 0 && m.cycle >= m.until {
		m.revert()
	}
}

// turn fills offices and sets goals anew where most have come to live by another
// pattern than that which led.
func (m *Model) turn(was int) {
	if m.leading() != was {
		m.reelect = true
		m.pursue()
	}
}

// comeBack lets those back in who were away until now.
func (m *Model) comeBack() {
	o := m.Org
	back := false
	for i := range o.N {
		if o.Present[i] == 0 && int(o.Away[i]) <= m.cycle {
			o.Present[i] = 1
			m.stale, back = true, true
		}
	}
	if back && !m.held() { // one who held the only office may be back
		m.reelect = true
	}
}

// held says whether anybody holds an office.
func (m *Model) held() bool {
	for _, office := range m.Org.Office {
		if office != 0 {
			return true
		}
	}
	return false
}

// People are those of the organisation.
func (m *Model) People() *agents.Org { return m.Org }

// Now is the cycle that begins.
func (m *Model) Now() int { return m.cycle }

// Lot are the draws for events of this cycle.
func (m *Model) Lot() exact.Draws { return exact.NewDraws(m.Seed, drawEvent, m.cycle) }

// Lately is the influence that each agent has given lately.
func (m *Model) Lately() []float64 {
	given := make([]float64, m.Org.N)
	for i := range given {
		given[i] = m.latelyBy(i)
	}
	return given
}

// latelyBy is the influence that agent i has given lately, over all domains.
func (m *Model) latelyBy(i int) float64 {
	sum := 0.0
	for _, g := range m.lately[i*m.Org.D : (i+1)*m.Org.D] {
		sum += float64(g)
	}
	return sum
}

// LatelyIn is the influence that agent i has given lately in a domain.
func (m *Model) LatelyIn(i, d int) float64 { return float64(m.lately[i*m.Org.D+d]) }

// Shock moves the world, and may draw anew what matters.
func (m *Model) Shock(domains uint32, size float64, reweigh bool) {
	m.Work.Shock(m.cycle, domains, size)
	m.Tally.shock(m.cycle)
	if !reweigh {
		return
	}
	draws, sum := exact.NewDraws(m.Seed, drawWeights, m.cycle), 0.0
	for d := range m.weights {
		m.weights[d] = -exact.Log(1 - draws.Share(uint32(d), 0)) // a flat Dirichlet
		sum += m.weights[d]
	}
	for d := range m.weights {
		m.weights[d] /= sum
	}
}

// Set gives a trait, a rule or a parameter a value, and says whether that
// changed anything; the scenario has checked both.
func (m *Model) Set(path string, value any) (changed bool) {
	trait, whom, _ := strings.Cut(path, ":") // a name may have a dot in it
	if table, key, ok := strings.Cut(trait, "."); ok {
		return m.setRule(table, key, value)
	}
	x := toFloat(value)
	if whom == "" {
		for i := range m.Org.N {
			changed = m.Org.SetTrait(trait, i, x) || changed
		}
	} else {
		for _, i := range m.Find(whom) {
			changed = m.Org.SetTrait(trait, i, x) || changed
		}
	}
	m.force()
	m.Ledger.Lies(m.Org)
	return changed
}

// toFloat is a number of a scenario.
func toFloat(value any) float64 {
	if n, ok := value.(int64); ok {
		return float64(n)
	}
	return value.(float64)
}

func (m *Model) setRule(table, key string, value any) (changed bool) {
	if table == "pattern" {
		changed = m.Pattern().Put(key, value)
		m.stale, m.reelect = true, true
	} else if p := m.number(table, key); p != nil {
		x := toFloat(value)
		if table == "work" && key == "observation" && m.listening() {
			x = float64(x * m.hearing())
		}
		changed, *p = *p != x, x
	}
	m.regulate()
	m.force()
	m.enablers()
	m.secure()
	if key == "alignment" {
		m.pursue()
	}
	return changed
}

// Begin starts a programme.
func (m *Model) Begin(p event.Programme) { m.programmes = append(m.programmes, p) }

// slack is what programmes of more time add to the share of reflection of each
// whom they support; nil for nothing.
func (m *Model) slack() []float64 {
	m.more = m.more[:0]
	for _, p := range m.programmes {
		if p.Support != "time" {
			continue
		}
		grow(&m.more, m.Org.N)
		for _, i := range p.Rows {
			m.more[i] += p.Strength
		}
	}
	if len(m.more) == 0 {
		return nil
	}
	return m.more
}

// support is what programmes do in a cycle.
func (m *Model) support() {
	o := m.Org
	raise := func(p *float64, share float64) { *p += float64(share * (1 - *p)) }
	for _, p := range m.programmes {
		if p.Support == "mentoring" {
			m.mentor(p)
		}
		for _, i := range p.Rows {
			switch p.Support {
			case "training":
				for d := range o.D {
					raise(&o.Expertise[i*o.D+d], p.Strength)
				}
			case "facilitation":
				raise(&o.Openness[i], p.Strength)
				if m.safe != nil {
					raise(&m.safe[i], p.Strength)
				}
			case "networking":
				for k := o.Start[i]; k < o.Start[i+1]; k++ {
					t := float64(o.Trust[k])
					raise(&t, p.Strength)
					o.Trust[k] = float32(t)
				}
			case "recognition":
				raise(&o.Motivation[i], p.Strength)
				for d := range o.D {
					raise(&o.Identity[i*o.D+d], p.Strength)
				}
			}
		}
	}
}

// mentor brings expertise toward that of the best one attends to, for all at
// once: what a mentor learns in the cycle is not handed on in it.
func (m *Model) mentor(p event.Programme) {
	o := m.Org
	best := zeros(&m.room.sums, len(p.Rows)*o.D)
	for at, i := range p.Rows {
		top := best[at*o.D:][:o.D]
		copy(top, o.Expertise[i*o.D:][:o.D])
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			if j := int(o.To[k]); o.Present[j] != 0 {
				for d := range top {
					top[d] = max(top[d], o.Expertise[j*o.D+d])
				}
			}
		}
	}
	for at, i := range p.Rows {
		for d, e := range best[at*o.D:][:o.D] {
			o.Expertise[i*o.D+d] += float64(p.Strength * (e - o.Expertise[i*o.D+d]))
		}
	}
}

// Adopt brings another pattern in: in place at once, or beside the one in force
// until it is taken up (model, 7).
func (m *Model) Adopt(p *pattern.Pattern, how, begins string, until int) {
	fresh := *p
	o := m.Org
	m.review.rule = "" // what was on trial is gone
	if how == "replaced" {
		m.patterns = [2]*pattern.Pattern{&fresh}
		m.newer, m.commit = false, nil
		clear(o.Regime)
	} else {
		m.patterns[0] = m.Pattern()
		m.patterns[1] = &fresh
		m.newer, m.how, m.until = true, how, until
		m.commit = make([]float64, o.N)
		m.before = m.Tally.Usual
		for i := range o.Regime {
			o.Regime[i] = bit(how == "mandated")
		}
		m.initiate(begins)
	}
	m.Changed()
	m.reelect = true
}

// initiate lets those at a level of the chain of command take the newer pattern
// up first: the others go by their example alone.
func (m *Model) initiate(level string) {
	m.example = level != "anywhere"
	if !m.example {
		return
	}
	for i, at := range event.Levels(m.Org.Manager) {
		if at == level {
			m.Org.Regime[i], m.commit[i] = 1, 1
		}
	}
}

// Rates of taking up a new pattern [per cycle].
const (
	takeUpRate = 0.2
	pioneers   = 0.05 // example that is there before anybody has taken it up
)

// takeUp is how a promoted pattern spreads, by openness and by trust in those
// who live it already, and how commitment to a mandated one grows or shrinks
// with what it earns.
func (m *Model) takeUp() {
	if !m.newer {
		return
	}
	o := m.Org
	draws := exact.NewDraws(m.Seed, drawAdopt, m.cycle)
	if m.how == "mandated" {
		earned := m.Last.Quality - m.before
		if earned != earned { // nobody worked
			return
		}
		for i := range m.commit {
			m.commit[i] = exact.Clip01(m.commit[i] + float64(float64(takeUpRate*exact.Tanh(float64(5*earned)))*o.Openness[i]))
		}
		return
	}
	regime := zeros(&m.room.regime, o.N)
	copy(regime, o.Regime)
	changed, alone := false, pioneers
	if m.example {
		alone = 0
	}
	for i := range o.N {
		if o.Present[i] == 0 || regime[i] == 1 {
			continue
		}
		lived, all := 0.0, 1e-9
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			t := float64(o.Trust[k])
			all += t
			if regime[o.To[k]] == 1 {
				lived += t
			}
		}
		if draws.Share(o.Key[i], 0) < float64(float64(takeUpRate*o.Openness[i])*max(alone, lived/all)) {
			o.Regime[i], m.commit[i], changed = 1, 1, true
		}
	}
	m.stale = m.stale || changed
}

// revert ends a mandate: those who were never won over go back.
func (m *Model) revert() {
	o := m.Org
	draws := exact.NewDraws(m.Seed, drawRevert, m.cycle)
	for i := range o.N {
		if o.Regime[i] == 1 && draws.Share(o.Key[i], 0) >= m.commit[i] {
			o.Regime[i] = 0
		}
	}
	m.until, m.stale, m.reelect = 0, true, true
	m.example = false
	m.how = "promoted" // what is left spreads or not by example
}

// Commitment is the mean commitment to the newer pattern; NaN when there is
// none.
func (m *Model) Commitment() float64 {
	if !m.newer || len(m.commit) == 0 {
		return math.NaN()
	}
	o := m.Org
	return agents.Sum(o.N, func(i int) float64 {
		if o.Left(i) {
			return 0
		}
		return m.commit[i]
	}) / float64(max(1, o.Members()))
}

// Compliance is the share that lives by the newer pattern; NaN when there is
// none.
func (m *Model) Compliance() float64 {
	if !m.newer {
		return math.NaN()
	}
	n := 0
	for i, r := range m.Org.Regime {
		n += int(r & m.Org.Present[i])
	}
	return float64(n) / float64(max(1, m.Org.Size()))
}
