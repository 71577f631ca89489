package sim

import (
	"math"
	"math/bits"

	"tutti/agents/pattern"
	"tutti/sim/exact"
	"tutti/sim/work"
)

// delegates says whether a pattern hands out tasks whose holders decide
// anything.
func delegates(p *pattern.Pattern) bool {
	return p != nil && p.Charges != "none" && p.Discretion > 0
}

// charged lets those who hold a charge decide what is done in it by those who
// attend to them: word goes over ties, as all else does. With discretion δ an
// action is (1−δ)·own plan + δ·what the holder makes of it alone; where plans are
// no numbers it is the holder's plan with chance δ. Plans are unmoved: a task
// passes from hand to hand, influence does not. See "Delegation" in ODD.
func (m *Model) charged(copier work.Copier) {
	if m.decided == nil {
		return
	}
	clear(m.decided)
	o, plans := m.Org, m.Work.Plans()
	draws := exact.NewDraws(m.Seed, drawCharge, m.cycle)
	for k := range o.N {
		if o.Present[k] == 0 || m.muted(k) {
			continue
		}
		for rest := o.Charge[k]; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			for i := range o.N {
				p := m.patterns[o.Regime[i]]
				if o.Present[i]&o.Works[i] == 0 || !delegates(p) || i != k && o.Tie(i, k) < 0 {
					continue
				}
				if copier != nil {
					if i != k && draws.Share(o.Key[i], d) < p.Discretion {
						m.decided[k] += copier.Bend(i, k, d)
					}
					continue
				}
				at := i*o.D + d
				moved := float64(p.Discretion * (plans.Own[k*o.D+d] - m.actions[at]))
				m.actions[at] += moved
				if i != k {
					m.decided[k] += math.Abs(moved)
				}
			}
		}
	}
}
