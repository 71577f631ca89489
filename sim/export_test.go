package sim

import (
	"math"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/sim/exact"
	"tutti/sim/scenario"
	"tutti/sim/work"
)

// Permute puts agent i of a model that has not lived yet into row order[i].
func (m *Model) Permute(order []int) {
	o := m.Org
	p := agents.New(o.N, o.D)
	p.Units, p.NextKey = o.Units, o.NextKey
	if o.Goal != nil {
		p.Goal = make([]float64, o.N*o.D)
	}
	for i, to := range order {
		p.Key[to], p.Unit[to], p.Group[to] = o.Key[i], o.Unit[i], o.Group[i]
		p.Formal[to], p.Works[to] = o.Formal[i], o.Works[i]
		if o.Manager[i] >= 0 {
			p.Manager[to] = int32(order[o.Manager[i]])
		}
		for _, t := range scenario.Traits {
			if from, _ := o.Trait(t.Name); from != nil {
				p.SetTrait(t.Name, to, from[i])
			}
		}
		for d := range o.D {
			p.Expertise[to*o.D+d], p.Identity[to*o.D+d] = o.Expertise[i*o.D+d], o.Identity[i*o.D+d]
			if o.Goal != nil {
				p.Goal[to*o.D+d] = o.Goal[i*o.D+d]
			}
		}
	}
	ties := o.Ties()
	for k := range ties {
		ties[k].From, ties[k].To = int32(order[ties[k].From]), int32(order[ties[k].To])
	}
	if err := p.SetTies(ties, math.MaxUint8); err != nil {
		panic(err)
	}
	m.Org = p
	m.Work = m.Spec.Work.New(work.Setting{Org: p, Weights: m.weights, Seed: m.Seed})
	m.Ledger = nil
	m.fit()
}

// Hearing is what agents hear in this cycle, for looking at.
func (m *Model) Hearing() *influence.Hearing {
	m.roundOf.Noise = exact.NewDraws(m.Seed, drawNoise, m.cycle)
	return &m.roundOf.Hearing
}

// Acts is what was done in this cycle, which is what was planned unless charges
// or force made it another.
func (m *Model) Acts() []float64 { return m.done() }

// Served is how many terms or pieces each has led.
func (m *Model) Served() []int32 { return m.served }
