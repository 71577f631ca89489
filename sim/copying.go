package sim

import (
	"math/bits"

	"tutti/agents/influence"
	"tutti/sim/exact"
	"tutti/sim/work"
)

// copies is a round of influence in a kind of work whose plans are not numbers:
// in each domain an agent takes over a whole plan, either that of one source
// drawn by grant ("sample"), or that of the best heard when it looks better than
// its own ("best"). The volume booked is grant·distance, as in blending.
func (m *Model) copies(w work.Copier) {
	o, l := m.Org, m.Ledger
	var row influence.Row
	draws := exact.NewDraws(m.Seed, drawSample, m.cycle)
	last := m.round == m.rounds()-1
	for i := range o.N {
		if o.Present[i] == 0 {
			continue
		}
		m.roundOf.Of(i, &row)
		l.Reach[i] += row.Reach
		best := m.patterns[o.Regime[i]].Grant == "best"
		for rest := row.Any; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			if c := m.source(w, i, d, best, &row, draws); c != nil {
				l.Net[i] += w.Copy(i, int(c.From), d)
			}
			m.bookCopies(w, i, d, &row, last)
		}
	}
	w.Turn()
}

// source is the claim whose plan agent i takes over in d, nil for none.
func (m *Model) source(w work.Copier, i, d int, best bool, row *influence.Row, draws exact.Draws) *influence.Claim {
	if best {
		var top *influence.Claim
		high := w.Appraise(i, i, d, m.round)
		for k := range row.Heard {
			c := &row.Heard[k]
			if int(c.Domain) != d {
				continue
			}
			if v := w.Appraise(i, int(c.From), d, m.round); v > high {
				top, high = c, v
			}
		}
		return top
	}
	u := float64(draws.Share(m.Org.Key[i], m.round<<6|d) * row.Total[d])
	for k := range row.Heard {
		c := &row.Heard[k]
		if int(c.Domain) != d {
			continue
		}
		if u < c.Weight {
			return c
		}
		u -= c.Weight
	}
	return nil
}

// bookCopies books what agent i heard in d.
func (m *Model) bookCopies(w work.Copier, i, d int, row *influence.Row, last bool) {
	for k := range row.Heard {
		c := &row.Heard[k]
		if int(c.Domain) != d {
			continue
		}
		g := c.Weight / row.Total[d]
		volume := float64(g * w.Distance(i, int(c.From), d))
		m.Ledger.Received[i] += volume
		m.Ledger.Book(c, volume, g, c.Weight/row.Top[d], m.Org.D, last)
		if m.Log != nil && volume > 0 {
			part := volume / c.Weight
			m.Log(influence.Event{Round: m.round, From: int(c.From), To: i, Domain: d, Grant: g, Volume: volume,
				Source: [3]float64{float64(part * c.Pos), float64(part * c.Pers), float64(part * c.Rat)}, Manipulated: c.Lie})
		}
	}
}
