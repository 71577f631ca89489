package influence

import (
	"tutti/agents"
	"tutti/sim/exact"
)

// Sources are the legitimate sources of influence, in the order of the
// ledger's columns (model, 4).
var Sources = [...]string{"positional", "personal", "rational"}

// A Ledger books who moved whose plans, by which source, within a cycle. An
// entry's volume is grant·|their plan − mine|; it is booked to the one who
// moved and to the one who was moved.
type Ledger struct {
	Given    []float64 // volume given, per agent and domain
	BySource []float64 // volume given, per agent and source
	Granted  []float64 // sum of grants received from others, per agent
	Success  []float64 // sum of shares granted relative to the largest heard, per agent and domain
	Received []float64 // volume that moved an agent
	Net      []float64 // how far its plan moved in the end
	Reach    []int32   // claims that reached an agent, heard or not
	Moved    []int32   // agents whose plan an agent moved in the last round (avalanche size)

	// Not leadership, booked apart.
	Coerced     []float64 // how far an agent bent others' actions
	Manipulated []float64 // volume of an agent's inflated claims
	Indirect    []float64 // later rise in what those give whom an agent enabled
}

// NewLedger returns an empty ledger for n agents and d domains.
func NewLedger(n, d int) *Ledger {
	l := &Ledger{}
	l.Resize(n, d)
	return l
}

// Resize makes room for n agents and empties the ledger.
func (l *Ledger) Resize(n, d int) {
	l.Given, l.Success = make([]float64, n*d), make([]float64, n*d)
	l.BySource = make([]float64, n*len(Sources))
	l.Granted, l.Received, l.Net = make([]float64, n), make([]float64, n), make([]float64, n)
	l.Reach, l.Moved = make([]int32, n), make([]int32, n)
	l.Coerced, l.Manipulated, l.Indirect = nil, nil, nil
}

// Clear empties the ledger for a new cycle.
func (l *Ledger) Clear() {
	for _, c := range l.columns() {
		clear(*c.p)
	}
	clear(l.Reach)
	clear(l.Moved)
}

type named struct {
	name string
	p    *[]float64
}

func (l *Ledger) columns() []named {
	return []named{
		{"given", &l.Given}, {"given by source", &l.BySource}, {"granted", &l.Granted}, {"success", &l.Success},
		{"received", &l.Received}, {"net", &l.Net}, {"coerced", &l.Coerced}, {"manipulated", &l.Manipulated}, {"indirect", &l.Indirect},
	}
}

// GivenBy is the volume that agent i gave in this cycle, over all domains.
func (l *Ledger) GivenBy(i int) float64 {
	k := len(Sources) * i
	return l.BySource[k] + l.BySource[k+1] + l.BySource[k+2]
}

// State lists the columns (see exact.State).
func (l *Ledger) State(s exact.State) {
	for _, c := range l.columns() {
		s.Floats(c.name, c.p)
		if len(*c.p) == 0 {
			*c.p = nil
		}
	}
	s.Ints("reach", &l.Reach)
	s.Ints("moved", &l.Moved)
}

// An Event is one influence that moved somebody, for the log.
type Event struct {
	Round, From, To, Domain int
	Grant                   float64    // share of To's new plan [0..1]
	Volume                  float64    // grant·|plan of From − plan of To| [the plan's unit]
	Source                  [3]float64 // the volume's parts by source; they sum to it
	Manipulated             bool       // an inflated claim: not leadership
}

// byClaim is what one claim is booked with: at is From·D + Domain.
type byClaim struct {
	at          int32
	volume, rel float64
}

// byTie is what the claims of one tie are booked with together.
type byTie struct {
	from              int32
	moved             bool
	pos, pers, rat, g float64
}

// bookings are entries on their way into the ledger, those of a range of
// agents, in the order of the rows that hear them.
type bookings struct {
	claims []byClaim
	ties   []byTie
	lies   []byClaim
}

func (b *bookings) clear() {
	b.claims, b.ties, b.lies = b.claims[:0], b.ties[:0], b.lies[:0]
}

// book adds entries to the ledger, in their order.
func (l *Ledger) book(b *bookings, dims int, last bool) {
	given, success := l.Given, l.Success
	for k := range b.claims {
		e := &b.claims[k]
		given[e.at] += e.volume
		if last {
			success[e.at] += e.rel
		}
	}
	for k := range b.ties {
		e := &b.ties[k]
		by := l.BySource[3*e.from : 3*e.from+3 : 3*e.from+3]
		by[0] += e.pos
		by[1] += e.pers
		by[2] += e.rat
		l.Granted[e.from] += e.g
		if last && e.moved {
			l.Moved[e.from]++
		}
	}
	for k := range b.lies {
		e := &b.lies[k]
		l.Manipulated[int(e.at)/dims] += e.volume
		if last {
			l.Success[e.at] += e.rel
		}
	}
}

// Lies makes the column for manipulation, when somebody manipulates.
func (l *Ledger) Lies(o *agents.Org) {
	if l.Manipulated != nil {
		return
	}
	for _, m := range o.Manipulative {
		if m > 0 {
			l.Manipulated = make([]float64, o.N)
			return
		}
	}
}

// Book books one claim that an agent was moved by: its volume, its grant, and
// its weight relative to the strongest heard.
func (l *Ledger) Book(c *Claim, volume, grant, relative float64, dims int, last bool) {
	part := volume / c.Weight
	claim := byClaim{c.From*int32(dims) + c.Domain, volume, relative}
	if c.Lie {
		l.book(&bookings{lies: []byClaim{claim}}, dims, last)
		return
	}
	tie := byTie{c.From, volume > 0, float64(part * c.Pos), float64(part * c.Pers), float64(part * c.Rat), grant}
	l.book(&bookings{claims: []byClaim{claim}, ties: []byTie{tie}}, dims, last)
}
