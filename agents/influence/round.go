package influence

import (
	"math"
	"math/bits"

	"tutti/agents"
)

// A Round is one round of influence by blending: every agent reads all plans as
// they stood when the round began and moves its own to the granted mean (model,
// 4). Plans are numbers, one an agent and domain.
type Round struct {
	Hearing
	Plans    []float64   // now; Run may put another column in its place
	Anchor   []float64   // the agents' own plans, before anybody was heard
	Artefact []float64   // per unit and domain
	Ledger   *Ledger     // nil books nothing
	Last     bool        // the last round of the cycle, which also books success
	Log      func(Event) // every event in order, when somebody wants it
	Number   int

	Workers int
	next    []float64 // room for rounds with fixed weights
	desks   []desk
	kept    []Row      // what each agent hears, from the first round of a cycle on; nil for a large organisation
	current bool       // kept is of this cycle
	parts   []bookings // by block and range of those booked, in parallel runs
}

// Run does the round for all agents.
func (q *Round) Run() {
	o := q.Org
	desks(&q.desks, q.Workers)
	if q.plain() {
		q.fixed()
		return
	}
	q.Prepare(q.Workers)
	agents.Rows(o.N, q.Workers, q, (*Round).speak)
	q.Keep()
	if q.Log != nil || q.Workers <= 1 || agents.Blocks(o.N) < 2 {
		for i := range o.N {
			q.agent(i, &q.desks[0], nil)
		}
	} else {
		q.parallel()
	}
	q.Heard()
	q.reached()
}

func (q *Round) speak(from, to int) { q.say(q.Plans, from, to) }

// reached books the claims that reached somebody.
func (q *Round) reached() {
	for w := range q.desks {
		if q.Ledger != nil {
			q.Ledger.Reach += q.desks[w].reached
		}
		q.desks[w].reached = 0
	}
}

// parallel does the round by spans of blocks: each block is done by one worker,
// which sorts what it books by ranges of agents; then each range is booked in
// the order of the blocks. So every agent's bookings are added in the order of
// the rows, as they are without workers, and the sums are the same, bit by bit.
func (q *Round) parallel() {
	ranges, span := q.Workers, 4*q.Workers
	if len(q.parts) < span*ranges {
		q.parts = make([]bookings, span*ranges)
	}
	blocks := agents.Blocks(q.Org.N)
	for first := 0; first < blocks; first += span {
		count := min(span, blocks-first)
		p := spanOf{q, first, count}
		agents.Jobs(count, q.Workers, p, spanOf.hear)
		if q.Ledger != nil {
			agents.Jobs(q.Workers, q.Workers, p, spanOf.book)
		}
	}
}

// A spanOf is some blocks of a round that are done side by side.
type spanOf struct {
	*Round
	first, count int
}

// hear does a block.
func (s spanOf) hear(worker, b int) {
	parts := s.parts[b*s.Workers : (b+1)*s.Workers]
	for k := range parts {
		parts[k] = parts[k][:0]
	}
	from := (s.first + b) * agents.Block
	for i := from; i < min(from+agents.Block, s.Org.N); i++ {
		s.agent(i, &s.desks[worker], parts)
	}
}

// book books what all blocks have for a range of agents.
func (s spanOf) book(_, r int) {
	for b := range s.count {
		s.Ledger.bookAll(s.parts[b*s.Workers+r], s.Last)
	}
}

// mostKept is how many ties times domains are kept from round to round, for
// what they weigh does not change within a cycle.
const mostKept = 1 << 15

// Keep makes room for what each agent hears, where the organisation is small;
// call it before a round.
func (q *Round) Keep() {
	o := q.Org
	if len(o.To)*o.D > mostKept {
		q.kept = nil
	} else if len(q.kept) != o.N {
		q.kept = make([]Row, o.N)
	}
}

// Heard says that all who are present were asked what they hear in a round, so
// that it is kept for the rest of the cycle.
func (q *Round) Heard() { q.current = q.kept != nil }

// Hear is what agent i hears, worked out in the first round of the cycle, or
// each time into r where there is no room to keep it.
func (q *Round) Hear(i int, r *Row) *Row {
	if q.kept == nil {
		q.Of(i, r)
		return r
	}
	if !q.current {
		q.Of(i, &q.kept[i])
	}
	return &q.kept[i]
}

// Begin begins a cycle: what was heard in the last is forgotten.
func (q *Round) Begin() {
	q.Hearing.Begin()
	q.current = false
}

// Kept is what each agent heard in the cycle; nil where it was not kept.
func (q *Round) Kept() []Row {
	if !q.current {
		return nil
	}
	return q.kept
}

// agent moves agent i's plan and books what moved it, into the ledger or, when
// parts is given, on its way there.
func (q *Round) agent(i int, room *desk, parts []bookings) {
	o, nd := q.Org, q.Org.D
	if o.Present[i] == 0 {
		return
	}
	r := q.Hear(i, &room.row)
	room.reached += int(r.Reach)
	if r.Any == 0 && r.Art == 0 {
		return
	}
	// What a weight of 1 is granted; where nobody is heard nothing is.
	var per, sum [agents.MaxDomains]float64
	for rest := r.Any; rest != 0; rest &= rest - 1 {
		d := bits.TrailingZeros32(rest)
		per[d] = 1 / r.Total[d]
	}
	if q.Ledger != nil && parts == nil {
		room.fetched = q.Ledger.fetch(r.Ears, q.Last)
	}
	if q.Ledger != nil && r.whole && nd == 4 {
		q.settleFour(i, r, &room.record, &per, &sum, parts)
	} else if q.Ledger != nil {
		q.settle(i, r, &room.record, &per, &sum, parts)
	} else {
		q.blend(r, &sum)
	}
	art := q.Artefact[:0]
	if r.Art > 0 {
		art = q.Artefact[int(o.Unit[i])*nd:]
	}
	moved := 0.0
	for d := range nd {
		if r.Total[d] <= 0 || r.Any>>d&1 == 0 && r.Art == 0 {
			continue
		}
		x := float64(r.Own[d]*q.Anchor[i*nd+d]) + sum[d]
		if r.Art > 0 {
			x += float64(r.Art * art[d])
		}
		at := i*nd + d
		x /= r.Total[d]
		moved += math.Abs(x - q.Plans[at])
		q.Plans[at] = x
	}
	if q.Ledger != nil {
		q.Ledger.Net[i] += float32(moved)
	}
}

// blend adds the plans heard up by domain, each by its weight.
func (q *Round) blend(r *Row, sum *[agents.MaxDomains]float64) {
	width := q.width()
	said, plan := q.said, width-q.Org.D
	for e := range r.Ears {
		ear := &r.Ears[e]
		theirs := said[int(ear.From)*width+plan:]
		at := ear.first
		for rest := ear.Domains; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest) & (agents.MaxDomains - 1)
			sum[d] += float64(r.weights[at] * math.Float64frombits(theirs[d]))
			at++
		}
	}
}

// settle is blend with what moves agent i booked.
func (q *Round) settle(i int, r *Row, record *[bookDomains + 2*agents.MaxDomains]float64, per, sum *[agents.MaxDomains]float64, parts []bookings) {
	l, nd, n, width := q.Ledger, q.Org.D, q.Org.N, q.width()
	said, plan, weights := q.said, width-nd, r.weights
	var mine, rel [agents.MaxDomains]float64
	for d, x := range said[i*width+plan:][:nd] {
		mine[d] = math.Float64frombits(x)
		if r.Top[d] > 0 {
			rel[d] = 1 / r.Top[d]
		}
	}
	received := 0.0
	for e := range r.Ears {
		ear := &r.Ears[e]
		theirs := said[int(ear.From)*width+plan:][:nd]
		at := int(ear.first)
		heard := weights[at:]
		low, high := ear.chain+ear.personal, ear.rank+ear.personal
		volume, units, rank, rat, grant := 0.0, 0.0, 0.0, 0.0, 0.0
		k := 0
		for rest := ear.Domains; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest) & (agents.MaxDomains - 1)
			w, x := heard[k], math.Float64frombits(theirs[d])
			sum[d] += float64(w * x)
			unit := float64(per[d] * math.Abs(x-mine[d]))
			v := float64(unit * w)
			record[bookDomains+k&63] = v
			k++
			volume += v
			units += unit
			grant += float64(per[d] * w)
			if ear.Office>>d&1 == 0 {
				rat += float64(unit * (w - low))
			} else {
				rank += unit
				rat += float64(unit * (w - high))
			}
		}
		received += volume
		record[bookPos] = float64(ear.rank*rank) + float64(ear.chain*(units-rank))
		record[bookPers] = float64(ear.personal * units)
		record[bookRat] = rat
		record[bookGrant] = grant
		if r.fixed {
			record[bookPos], record[bookPers], record[bookRat] = 0, volume, 0
		}
		k += bookDomains
		if q.Last {
			at := 0
			for rest := ear.Domains; rest != 0; rest &= rest - 1 {
				record[k] = float64(rel[bits.TrailingZeros32(rest)&(agents.MaxDomains-1)] * heard[at])
				at++
				k++
			}
		}
		if parts == nil {
			l.book(int(ear.From), ear.Domains, ear.Lie, record[:k], q.Last)
		} else {
			parts[int(ear.From)*len(parts)/n].add(ear.From, ear.Domains, ear.Lie, record[:k])
		}
	}
	l.Received[i] += float32(received)
	if q.Log != nil {
		q.log(i, r, per, &mine)
	}
}

// log tells of every influence on agent i.
func (q *Round) log(i int, r *Row, per, mine *[agents.MaxDomains]float64) {
	for c := range r.Claims() {
		d := int(c.Domain)
		unit := float64(per[d] * math.Abs(q.Said(int(c.From), d)-mine[d]))
		volume := float64(unit * c.Weight)
		if volume > 0 {
			q.Log(Event{q.Number, int(c.From), i, d, float64(per[d] * c.Weight), volume,
				[3]float64{float64(unit * c.Pos), float64(unit * c.Pers), float64(unit * c.Rat)}, c.Lie})
		}
	}
}
