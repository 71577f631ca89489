package sim

import (
	"math"
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
	booked := !m.Spec.Unbooked
	m.roundOf.Keep()
	draws := exact.NewDraws(m.Seed, drawSample, m.cycle)
	last := m.round == m.rounds()-1
	for i := range o.N {
		if o.Present[i] == 0 {
			continue
		}
		row := m.roundOf.Hear(i, &m.hand)
		l.Reach += int(row.Reach) // what is heard takes time, booked or not
		best := m.patterns[o.Regime[i]].Grant == "best"
		for rest := listened(row, o.D); rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			from, moved := 0, 0.0
			if best {
				from = m.better(w, i, d, row)
			} else {
				from = m.drawn(i, d, row, draws)
			}
			if from != i {
				moved = w.Copy(i, from, d)
			}
			if booked {
				l.Net[i] += float32(moved)
				m.bookCopies(w, i, d, row, last)
			}
		}
	}
	m.roundOf.Heard()
	w.Turn()
}

// listened are the domains in which somebody, or the artefact, is heard.
func listened(row *influence.Row, domains int) uint32 {
	if row.Art > 0 {
		return uint32(1)<<domains - 1
	}
	return row.Any
}

// better is the source whose plan looks best to agent i in d: itself unless
// another looks better, the first of equals.
func (m *Model) better(w work.Copier, i, d int, row *influence.Row) int {
	top, high := i, w.Appraise(i, i, d, m.round)
	try := func(j int) {
		if v := w.Appraise(i, j, d, m.round); v > high {
			top, high = j, v
		}
	}
	if row.Art > 0 {
		try(work.Artefact(m.Org.Unit[i]))
	}
	for c := range row.In(d) {
		try(int(c.From))
	}
	return top
}

// drawn is the source that agent i takes over in d, drawn by grant: one that it
// heard, its unit's artefact, or itself.
func (m *Model) drawn(i, d int, row *influence.Row, draws exact.Draws) int {
	u := float64(draws.Share(m.Org.Key[i], m.round<<6|d) * row.Total[d])
	for c := range row.In(d) {
		if u < c.Weight {
			return int(c.From)
		}
		u -= c.Weight
	}
	if u < row.Art {
		return work.Artefact(m.Org.Unit[i])
	}
	return i
}

// bookCopies books what agent i heard in d.
func (m *Model) bookCopies(w work.Copier, i, d int, row *influence.Row, last bool) {
	for c := range row.In(d) {
		g := c.Weight / row.Total[d]
		volume := float64(g * w.Distance(i, int(c.From), d))
		m.Ledger.Received[i] += float32(volume)
		m.Ledger.Book(&c, volume, g, c.Weight/row.Top[d], last)
		if m.Log != nil && volume > 0 {
			part := volume / c.Weight
			m.Log(influence.Event{Round: m.round, From: int(c.From), To: i, Domain: d, Grant: g, Volume: volume,
				Source: [3]float64{float64(part * c.Pos), float64(part * c.Pers), float64(part * c.Rat)}, Manipulated: c.Lie})
		}
	}
}

// sampled makes the plan of each agent whose pattern says "sample" that of
// one source drawn by grant, where plans are numbers. What was granted is booked
// by the round itself; only the net move is another.
func (m *Model) sampled(plans *work.Plans) {
	if !m.grants("sample") {
		return
	}
	o := m.Org
	draws := exact.NewDraws(m.Seed, drawSample, m.cycle)
	for i := range o.N {
		if o.Present[i] == 0 || m.patterns[o.Regime[i]].Grant != "sample" {
			continue
		}
		row := m.roundOf.Hear(i, &m.hand)
		net := float64(m.Ledger.Net[i])
		for rest := listened(row, o.D); rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			at := i*o.D + d
			if row.Total[d] <= 0 {
				continue
			}
			x := plans.Own[at]
			if from := m.drawn(i, d, row, draws); from < 0 {
				x = m.artefact[int(o.Unit[i])*o.D+d]
			} else if from != i {
				x = m.roundOf.Said(from, d)
			}
			before := m.roundOf.Said(i, d)
			net += math.Abs(x-before) - math.Abs(plans.Now[at]-before)
			plans.Now[at] = x
		}
		m.Ledger.Net[i] = float32(max(0, net))
	}
}

// grants says whether a pattern in force has a rule of granting.
func (m *Model) grants(rule string) bool {
	for _, p := range m.patterns {
		if p != nil && p.Grant == rule {
			return true
		}
	}
	return false
}

// heed tells the work whom each agent granted how much in this cycle: the mean
// over the domains by what matters, for works that follow people beyond plans.
func (m *Model) heed() {
	w, ok := m.Work.(work.Heeder)
	if !ok {
		return
	}
	o := m.Org
	w.Heed(-1, nil, nil)
	m.roundOf.Noise = exact.NewDraws(m.Seed, drawNoise, m.cycle)
	if m.rounds() == 0 {
		return
	}
	m.roundOf.Keep()
	for i := range o.N {
		if o.Present[i] == 0 {
			continue
		}
		row := m.roundOf.Hear(i, &m.hand)
		m.sources, m.shares = m.sources[:0], m.shares[:0]
		for c := range row.Claims() {
			g := float64(m.weights[c.Domain] * (c.Weight / row.Total[c.Domain]))
			if n := len(m.sources); n > 0 && m.sources[n-1] == c.From {
				m.shares[n-1] += g
			} else {
				m.sources, m.shares = append(m.sources, c.From), append(m.shares, g)
			}
		}
		if len(m.sources) > 0 {
			w.Heed(i, m.sources, m.shares)
		}
	}
}

// bend lets a superior force the actions of i where plans are not numbers: in
// each domain i does the superior's with chance χ.
func (m *Model) bend(w work.Copier, i, up int, chi float64) {
	draws := exact.NewDraws(m.Seed, drawForce, m.cycle)
	for d := range m.Org.D {
		if draws.Share(m.Org.Key[i], d) < chi {
			m.Ledger.Coerced[up] += w.Bend(i, up, d)
		}
	}
}

// write lets the artefacts take in what was done where plans are not numbers.
func (m *Model) write(w work.Copier) {
	o := m.Org
	w.Trace(traceRate, m.written)
	for i := range o.N {
		if o.Present[i]&o.Works[i] != 0 {
			m.written[o.Unit[i]] = true
		}
	}
}
