package influence

import (
	"math"

	"tutti/agents"
)

// A Round is one round of influence by blending: every agent reads all plans as
// they stood when the round began and moves its own to the granted mean (model,
// 4). Plans are numbers, one an agent and domain.
type Round struct {
	Hearing
	Plans    []float64   // as the round began
	Anchor   []float64   // the agents' own plans, before anybody was heard
	Next     []float64   // what the round makes of them
	Artefact []float64   // per unit and domain
	Ledger   *Ledger     // nil books nothing
	Last     bool        // the last round of the cycle, which also books success
	Log      func(Event) // every event in order, when somebody wants it
	Number   int

	Workers int
	rows    []Row
	kept    []Row      // what each agent hears, from the first round of a cycle on; nil for a large organisation
	current bool       // kept is of this cycle
	parts   []bookings // by block and range of those booked, in parallel runs
	direct  bookings   // of one row
}

// ranges is into how many ranges of agents bookings are sorted, so that they can
// be added up side by side; each agent's own stay in the order of the rows.
const ranges = 64

// Run does the round for all agents.
func (q *Round) Run() {
	o := q.Org
	if len(q.rows) < max(1, q.Workers) {
		q.rows = make([]Row, max(1, q.Workers))
	}
	if q.plain() {
		q.fixed()
		return
	}
	q.Prepare(q.Workers)
	if q.Workers <= 1 {
		q.say(0, o.N)
	} else {
		agents.Each(o.N, q.Workers, q.say)
	}
	q.keep()
	if q.Log != nil || o.N < inRanges && (q.Workers <= 1 || agents.Blocks(o.N) < 2) {
		for i := range o.N {
			q.agent(i, &q.rows[0], nil)
		}
	} else {
		q.parallel()
	}
	q.current = q.kept != nil
}

// inRanges is the size of an organisation from which bookings are sorted by
// range also for one worker: what they are added to then stays in the cache.
const inRanges = 1 << 16

// say puts the plans of some agents where their apparent expertise is.
func (q *Round) say(from, to int) {
	nd := q.Org.D
	for j := from; j < to; j++ {
		copy(q.said[(2*j+1)*nd:(2*j+2)*nd], q.Plans[j*nd:])
	}
}

// parallel does the round by spans of blocks: each block is done by one worker,
// which sorts its bookings by range; then each range is added up in the order
// of the blocks. So every agent's bookings are added in the order of the rows,
// as they are without workers, and the sums are the same, bit by bit.
func (q *Round) parallel() {
	span := 4 * max(1, q.Workers)
	if len(q.parts) < span*ranges {
		q.parts = make([]bookings, span*ranges)
	}
	blocks := agents.Blocks(q.Org.N)
	for first := 0; first < blocks; first += span {
		count := min(span, blocks-first)
		side(count, max(1, q.Workers), func(w, b int) {
			parts := q.parts[b*ranges : (b+1)*ranges]
			for k := range parts {
				parts[k].clear()
			}
			from := (first + b) * agents.Block
			for i := from; i < min(from+agents.Block, q.Org.N); i++ {
				q.agent(i, &q.rows[w], parts)
			}
		})
		if q.Ledger == nil {
			continue
		}
		side(ranges, max(1, q.Workers), func(_, r int) {
			for b := range count {
				q.Ledger.book(&q.parts[b*ranges+r], q.Org.D, q.Last)
			}
		})
	}
}

// mostKept is how many ties times domains are kept from round to round, for
// what they weigh does not change within a cycle.
const mostKept = 1 << 15

// keep makes room for what each agent hears, where the organisation is small.
func (q *Round) keep() {
	o := q.Org
	if len(o.To)*o.D > mostKept {
		q.kept = nil
	} else if len(q.kept) != o.N {
		q.kept = make([]Row, o.N)
	}
}

// hear is what agent i hears, worked out in the first round of the cycle, or
// each time into r where there is no room to keep it.
func (q *Round) hear(i int, r *Row) *Row {
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
func (q *Round) agent(i int, r *Row, parts []bookings) {
	o, nd := q.Org, q.Org.D
	mine, next := q.Plans[i*nd:(i+1)*nd], q.Next[i*nd:(i+1)*nd]
	copy(next, mine)
	if o.Present[i] == 0 {
		return
	}
	r = q.hear(i, r)
	if r.Any == 0 && r.Art == 0 {
		if q.Ledger != nil {
			q.Ledger.Reach[i] += r.Reach
		}
		return
	}
	var sum [agents.MaxDomains]float64
	for k := range r.Heard {
		c := &r.Heard[k]
		sum[c.Domain&(agents.MaxDomains-1)] += float64(c.Weight * q.said[(2*int(c.From)+1)*nd+int(c.Domain)])
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
		next[d] = x / r.Total[d]
		moved += math.Abs(next[d] - mine[d])
	}
	if q.Ledger != nil {
		q.settle(i, r, mine, moved, parts)
	}
}

// settle books what moved agent i.
func (q *Round) settle(i int, r *Row, mine []float64, moved float64, parts []bookings) {
	l, nd, n := q.Ledger, q.Org.D, q.Org.N
	received := 0.0
	var per, rel [agents.MaxDomains]float64 // what a weight of 1 is granted, and counts beside the strongest
	for d := range nd {
		if r.Any>>d&1 != 0 {
			per[d], rel[d] = 1/r.Total[d], 1/r.Top[d]
		}
	}
	into := &q.direct
	if parts == nil {
		into.clear()
	}
	for k := 0; k < len(r.Heard); {
		from := r.Heard[k].From
		if parts != nil {
			into = &parts[int(from)*ranges/n]
		}
		theirs := q.said[(2*int(from)+1)*nd:][:nd]
		tie := byTie{from: from}
		for ; k < len(r.Heard) && r.Heard[k].From == from; k++ {
			c := &r.Heard[k]
			d := c.Domain & (agents.MaxDomains - 1)
			unit := float64(per[d] * math.Abs(theirs[d]-mine[d]))
			volume, g := float64(unit*c.Weight), float64(per[d]*c.Weight)
			e := byClaim{from*int32(nd) + d, volume, float64(rel[d] * c.Weight)}
			received += volume
			if q.Log != nil && volume > 0 {
				q.Log(Event{q.Number, int(from), i, int(d), g, volume, [3]float64{float64(unit * c.Pos), float64(unit * c.Pers), float64(unit * c.Rat)}, c.Lie})
			}
			if c.Lie {
				into.lies = append(into.lies, e)
				continue
			}
			into.claims = append(into.claims, e)
			tie.pos += float64(unit * c.Pos)
			tie.pers += float64(unit * c.Pers)
			tie.rat += float64(unit * c.Rat)
			tie.g += g
			tie.moved = tie.moved || volume > 0
		}
		if tie.g > 0 {
			into.ties = append(into.ties, tie)
		}
	}
	if parts == nil {
		l.book(into, nd, q.Last)
	}
	l.Received[i] += received
	l.Net[i] += moved
	l.Reach[i] += r.Reach
}
