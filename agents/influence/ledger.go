package influence

import (
	"math"
	"math/bits"

	"tutti/agents"
	"tutti/sim/exact"
)

// Sources are the legitimate sources of influence, in the order of the
// ledger's columns (model, 4).
var Sources = [...]string{"positional", "personal", "rational"}

// A Ledger books who moved whose plans, by which source, within a cycle. An
// entry's volume is grant·|their plan − mine|; it is booked to the one who
// moved and to the one who was moved. What is booked to one who moves others
// comes from all over the organisation, so it stands together.
type Ledger struct {
	D        int
	Received []float32 // volume that moved an agent
	Net      []float32 // how far its plan moved in the end
	Reach    int       // claims that reached somebody, heard or not

	// Not leadership, booked apart; nil for none.
	Coerced     []float64 // how far an agent bent others' actions
	Manipulated []float64 // volume of an agent's inflated claims
	Indirect    []float64 // later rise in what those give whom an agent enabled

	// moves are, per agent, the volume given by domain, the same by source, and
	// the sum of grants received from others: a line of the cache where there
	// are four domains.
	moves []float64
	// wins are, per agent, the sum by domain of shares granted relative to the
	// largest heard, and how many were moved in the last round (avalanche size).
	wins []float32
}

// perMove and perWin are how many columns moves and wins have beside domains.
const (
	perMove = len(Sources) + 1
	perWin  = 1
)

// NewLedger returns an empty ledger for n agents and d domains.
func NewLedger(n, d int) *Ledger {
	return &Ledger{D: d, Received: make([]float32, n), Net: make([]float32, n),
		moves: make([]float64, n*(d+perMove)), wins: make([]float32, n*(d+perWin))}
}

// Clear empties the ledger for a new cycle.
func (l *Ledger) Clear() {
	for _, c := range l.columns() {
		clear(*c.p)
	}
	clear(l.wins)
	clear(l.Received)
	clear(l.Net)
	l.Reach = 0
}

type named struct {
	name string
	p    *[]float64
}

func (l *Ledger) columns() [4]named {
	return [4]named{{"given", &l.moves}, {"coerced", &l.Coerced}, {"manipulated", &l.Manipulated}, {"indirect", &l.Indirect}}
}

// Given is the volume that agent i gave in this cycle by domain, d of them.
func (l *Ledger) Given(i int) []float64 {
	at := i * (l.D + perMove)
	return l.moves[at : at+l.D : at+l.D]
}

// BySource is the same volume by source.
func (l *Ledger) BySource(i int) []float64 {
	at := i*(l.D+perMove) + l.D
	return l.moves[at : at+len(Sources) : at+len(Sources)]
}

// GivenBy is the volume that agent i gave in this cycle, over all domains.
func (l *Ledger) GivenBy(i int) float64 {
	by := l.BySource(i)
	return by[0] + by[1] + by[2]
}

// Granted is the sum of the grants that agent i received from others.
func (l *Ledger) Granted(i int) float64 { return l.moves[(i+1)*(l.D+perMove)-1] }

// Success is the sum of the shares that agent i was granted in a domain,
// relative to the largest that each heard.
func (l *Ledger) Success(i, d int) float64 { return float64(l.wins[i*(l.D+perWin)+d]) }

// Moved is how many agents' plans agent i moved in the last round.
func (l *Ledger) Moved(i int) int { return int(l.wins[(i+1)*(l.D+perWin)-1]) }

// Give books a volume that agent i moved somebody by in a domain through one
// source, for a grant.
func (l *Ledger) Give(i, d, source int, volume, grant float64) {
	row := l.moves[i*(l.D+perMove) : (i+1)*(l.D+perMove)]
	row[d] += volume
	row[l.D+source] += volume
	row[l.D+len(Sources)] += grant
}

// State lists the columns (see exact.State).
func (l *Ledger) State(s exact.State) {
	for _, c := range l.columns() {
		s.Floats(c.name, c.p)
		if len(*c.p) == 0 {
			*c.p = nil
		}
	}
	s.Float32s("success", &l.wins)
	s.Float32s("received", &l.Received)
	s.Float32s("net", &l.Net)
	s.Int("reach", &l.Reach)
}

// An Event is one influence that moved somebody, for the log.
type Event struct {
	Round, From, To, Domain int
	Grant                   float64    // share of To's new plan [0..1]
	Volume                  float64    // grant·|plan of From − plan of To| [the plan's unit]
	Source                  [3]float64 // the volume's parts by source; they sum to it
	Manipulated             bool       // an inflated claim: not leadership
}

// What one tie is booked with, one after the other: the volume by source, the
// grant, then by domain heard the volume and, in the last round, the share
// relative to the strongest heard.
const (
	bookPos = iota
	bookPers
	bookRat
	bookGrant
	bookDomains
)

// fetch is for rows of the ledger what fetch is for those of speakers.
func (l *Ledger) fetch(ears []Ear, last bool) (x float64) {
	if len(l.moves) <= near {
		return 0
	}
	width, won := l.D+perMove, l.D+perWin
	for k := range ears {
		x += l.moves[int(ears[k].From)*width]
	}
	if last {
		for k := range ears {
			x += float64(l.wins[int(ears[k].From)*won])
		}
	}
	return x
}

// book books one tie's record for the one who spoke in some domains.
func (l *Ledger) book(from int, domains uint32, lie bool, record []float64, last bool) {
	if lie {
		for k := range bits.OnesCount32(domains) {
			l.Manipulated[from] += record[bookDomains+k]
		}
	} else {
		row := l.moves[from*(l.D+perMove):][:l.D+perMove]
		k := bookDomains
		for rest := domains; rest != 0; rest &= rest - 1 {
			row[bits.TrailingZeros32(rest)] += record[k]
			k++
		}
		by := (*[perMove]float64)(row[l.D:])
		by[0] += record[bookPos]
		by[1] += record[bookPers]
		by[2] += record[bookRat]
		by[3] += record[bookGrant]
	}
	if last {
		l.win(from, domains, lie, record)
	}
}

// win books what was won in the last round.
func (l *Ledger) win(from int, domains uint32, lie bool, record []float64) {
	row := l.wins[from*(l.D+perWin):][:l.D+perWin]
	k := bookDomains + bits.OnesCount32(domains)
	for rest := domains; rest != 0; rest &= rest - 1 {
		row[bits.TrailingZeros32(rest)] += float32(record[k])
		k++
	}
	if !lie && record[bookPos]+record[bookPers]+record[bookRat] > 0 {
		row[l.D]++
	}
}

// bookings are records on their way into the ledger, those of a range of
// agents, in the order of the rows that hear them: a word that says who spoke in
// which domains, and the record.
type bookings []float64

// lied is the bit of a record's first word for an inflated claim.
const lied = 1 << 31

// add takes a record in.
func (b *bookings) add(from int32, domains uint32, lie bool, record []float64) {
	who := uint64(domains)<<32 | uint64(from)
	if lie {
		who |= lied
	}
	*b = append(append(*b, math.Float64frombits(who)), record...)
}

// bookAll books records in their order.
func (l *Ledger) bookAll(b bookings, last bool) {
	for len(b) > 0 {
		who := math.Float64bits(b[0])
		domains := uint32(who >> 32)
		n := bits.OnesCount32(domains)
		if last {
			n += n
		}
		record := b[1 : 1+bookDomains+n]
		l.book(int(uint32(who)&^lied), domains, who&lied != 0, record, last)
		b = b[1+bookDomains+n:]
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
func (l *Ledger) Book(c *Claim, volume, grant, relative float64, last bool) {
	part := volume / c.Weight
	l.book(int(c.From), 1<<c.Domain, c.Lie, []float64{float64(part * c.Pos), float64(part * c.Pers), float64(part * c.Rat), grant, volume, relative}, last)
}
