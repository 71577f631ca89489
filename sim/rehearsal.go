package sim

import (
	"slices"

	"tutti/sim/exact"
)

// A Stage is where a piece stands.
type Stage int

// The stages of a piece, in order (evidence, A6).
const (
	NoPiece       Stage = iota // the scenario has no rehearsals
	CoreRehearsal              // the core settles a concept
	FullRehearsal              // everybody plays and may speak; some listen from the hall
	Performance
	Debrief
)

// StageAt is the stage that a cycle belongs to.
func (m *Model) StageAt(cycle int) Stage {
	r := &m.Spec.Rehearsal
	if !r.On {
		return NoPiece
	}
	switch at := cycle % r.Piece(); {
	case at < r.Alone:
		return CoreRehearsal
	case at < r.Alone+r.Full:
		return FullRehearsal
	case at == r.Alone+r.Full:
		return Performance
	}
	return Debrief
}

// Performed says whether the cycle lived last was a performance.
func (m *Model) Performed() bool { return m.cycle > 0 && m.StageAt(m.cycle-1) == Performance }

// listening says whether some listen from the hall as a cycle begins, before
// what begins with it.
func (m *Model) listening() bool {
	r := &m.Spec.Rehearsal
	at := 0
	if r.On {
		at = m.cycle % r.Piece()
	}
	return r.Full > 0 && r.Hall > 0 && at > r.Alone && at <= r.Alone+r.Full
}

// hearing is how much clearer the outcome is where some listen from the hall.
func (m *Model) hearing() float64 { return 1 - float64(0.5*min(1, float64(2*m.Spec.Rehearsal.Hall))) }

// rehearse begins what begins with the cycle: a piece with a core of its own,
// full rehearsal with ears in the hall, the performance.
func (m *Model) rehearse() {
	r := &m.Spec.Rehearsal
	if !r.On {
		return
	}
	at := m.cycle % r.Piece()
	if at == 0 {
		m.begin()
	}
	if p := m.Work.Param("observation"); p != nil && r.Full > 0 && r.Hall > 0 {
		switch at {
		case r.Alone:
			*p = float64(*p * m.hearing())
		case r.Alone + r.Full:
			*p /= m.hearing()
		}
	}
}

// begin begins a piece: what is right is new to everybody, a core is chosen, and
// the others are away until it has settled a concept.
func (m *Model) begin() {
	o, r := m.Org, &m.Spec.Rehearsal
	if m.cycle > 0 {
		m.Work.Shock(m.cycle, 1<<o.D-1, r.Novelty)
		for i := range o.N {
			m.Work.Newcomer(i)
		}
	}
	if r.Core == 0 {
		return
	}
	core, leads := m.castCore(), m.coreLeads()
	m.reelect = m.reelect || leads
	if r.Alone > 0 {
		for i, in := range core {
			if !in && o.Present[i] != 0 && (leads || o.Formal[i] == 0) {
				o.Present[i], o.Away[i] = 0, int32(m.cycle+r.Alone)
			}
		}
		m.Changed()
	}
	m.stale = true
}

// coreLeads says whether the core holds the offices of a piece: where the
// pattern lets the players choose who leads. Under any other the core only
// rehearses first, with whoever leads by position.
func (m *Model) coreLeads() bool {
	r, p := &m.Spec.Rehearsal, m.Pattern()
	pool := p.Office
	if pool == "admitted" {
		pool = p.Admit
	}
	return r.On && r.Core > 0 && (pool == "elected" || pool == "trusted")
}

// coreTakes gives the offices to the core of the piece.
func (m *Model) coreTakes() {
	o, piece := m.Org, slices.Max(m.sat)
	clear(o.Office)
	for i, sat := range m.sat {
		if sat >= 0 && sat == piece {
			o.Office[i] = 1<<o.D - 1
		}
	}
}

// coreLot is the number of the draws by which a core is chosen: none of those of
// the offices and tasks that the pattern fills in the same cycle.
const coreLot = 2000

// castCore chooses a concertmaster, a principal for each unit, and the rest of
// the core. Who was concertmaster rests from that, who sat in the core from
// sitting there: to have been a principal bars nobody from leading the next piece.
func (m *Model) castCore() []bool {
	m.seat()
	o, r := m.Org, &m.Spec.Rehearsal
	core := make([]bool, o.N)
	draws := exact.NewDraws(m.Seed, drawAppoint, m.cycle)
	lot := func(i int) float64 { return draws.Share(o.Key[i], coreLot) }
	vote := m.trusted(nil)
	if r.Selection == "committee" {
		committee := make([]bool, o.N)
		for range 3 {
			if i := m.first(vote, lot, func(i int) bool { return !committee[i] }); i >= 0 {
				committee[i] = true
			}
		}
		vote = m.trusted(committee)
	}
	score := vote
	switch r.Selection {
	case "lottery":
		score = make([]float64, o.N)
	case "expertise":
		score = make([]float64, o.N)
		for i := range score {
			for d, w := range m.weights {
				score[i] += float64(w * o.Expertise[i*o.D+d])
			}
		}
	}
	rested := func(last []int32, i, pieces int) bool { return last[i] < 0 || m.term-int(last[i]) > pieces }
	lead := m.first(score, lot, func(i int) bool { return rested(m.last, i, r.Rest) })
	if lead < 0 {
		lead = m.first(score, lot, func(int) bool { return true })
	}
	if lead < 0 {
		return core
	}
	core[lead] = true
	m.served[lead]++
	if r.Selection == "committee" || r.Selection == "concertmaster" {
		only := make([]bool, o.N)
		only[lead] = true
		score = m.trusted(only)
	}
	size := 1
	for u := range o.Units {
		if size < r.Core && int(o.Unit[lead]) != u {
			if i := m.first(score, lot, func(i int) bool { return int(o.Unit[i]) == u && rested(m.sat, i, r.Seats) }); i >= 0 {
				core[i] = true
				size++
			}
		}
	}
	for ; size < r.Core; size++ {
		i := m.first(score, lot, func(i int) bool { return !core[i] && rested(m.sat, i, r.Seats) })
		if i < 0 {
			break
		}
		core[i] = true
	}
	m.last[lead] = int32(m.term)
	for i, in := range core {
		if in {
			m.sat[i] = int32(m.term)
		}
	}
	m.term++
	return core
}

// trusted is the mean trust that each receives from some, nil from all; it holds
// until it is asked for again.
func (m *Model) trusted(by []bool) []float64 {
	o := m.Org
	sums, counts := zeros(&m.room.sums, o.N), zeros(&m.room.counts, o.N)
	for i := range o.N {
		if o.Present[i] == 0 || by != nil && !by[i] {
			continue
		}
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			sums[o.To[k]] += float64(o.Trust[k])
			counts[o.To[k]]++
		}
	}
	for i := range sums {
		sums[i] /= max(1, counts[i])
	}
	return sums
}

// first is the player with the highest score of those who may, equal ones by
// lot; −1 for none.
func (m *Model) first(score []float64, lot func(int) float64, may func(int) bool) int {
	o, best := m.Org, -1
	for i := range o.N {
		if o.Present[i]&o.Works[i] == 0 || !may(i) {
			continue
		}
		if best < 0 || score[i] > score[best] || score[i] == score[best] && lot(i) > lot(best) {
			best = i
		}
	}
	return best
}

// lived is the cycle that is lived, or between two cycles the one lived last.
func (m *Model) lived() int {
	if m.phase == Plan && m.cycle > 0 {
		return m.cycle - 1
	}
	return m.cycle
}

// reflection is the share that reflects in the cycle under a pattern's own.
func (m *Model) reflection(usual float64) float64 {
	if m.StageAt(m.lived()) == Debrief {
		usual = m.Spec.Rehearsal.Debrief
	}
	return usual
}
