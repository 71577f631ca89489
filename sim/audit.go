package sim

import (
	"math"

	"tutti/agents"
	"tutti/agents/influence"
)

// What measures ask of the rules in force, and what a knock-out does.

// SendAway lets agent i be absent for some cycles, from the next on.
func (m *Model) SendAway(i, cycles int) {
	m.Org.Present[i], m.Org.Away[i] = 0, int32(min(agents.Gone-1, m.cycle+cycles))
	m.stale = true
}

// Rejection is the share by which claims from other units are turned down.
func (m *Model) Rejection() float64 {
	if r := m.Pattern().Rejection; !math.IsNaN(r) {
		return r
	}
	return m.Spec.Goals.Rejection
}

// Admitted is the set of domains in which agent i may claim.
func (m *Model) Admitted(i int) uint32 {
	return m.patterns[m.Org.Regime[i]].Admitted(m.Org, i)
}

// TimeToReflect is the share of those present who reflect in the cycle that is
// lived, or was lived last, on average: programmes may add to it for some.
func (m *Model) TimeToReflect() float64 {
	usual := m.reflection(m.Pattern().Reflection)
	more := m.slack()
	if more == nil {
		return usual
	}
	o := m.Org
	return agents.Sum(o.N, func(i int) float64 {
		return float64(float64(o.Present[i]) * min(1, usual+more[i]))
	}) / float64(max(1, o.Size()))
}

// Climate is what surrounds practice now.
func (m *Model) Climate() influence.Climate { return m.habits.Climate }

// Safety is how safe each agent feels to speak; nil where all do.
func (m *Model) Safety() []float64 { return m.safe }

// usualSupport is the strength of a programme that counts as whole [per cycle].
const usualSupport = 0.05

// Unsupported is what programmes leave to be desired: the product of 1 −
// strength (in units of a twentieth a cycle, at most 1) times the share reached.
func (m *Model) Unsupported() float64 {
	left, n := 1.0, float64(max(1, m.Org.Size()))
	for _, p := range m.programmes {
		reached := 0
		for _, i := range p.Rows {
			reached += int(m.Org.Present[i])
		}
		left *= 1 - float64(min(1, p.Strength/usualSupport)*(float64(reached)/n))
	}
	return left
}
