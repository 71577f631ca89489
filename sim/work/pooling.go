package work

import (
	"math"
	"math/bits"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var pooling = Kind{
	Name: "pooling", Title: "Put together what each holds a part of",
	Doc: "In each cycle, a trial, everybody holds a piece of what must be known; pieces and answers are passed on over open " +
		"channels, one message a person and step, and a position that gets too much at once saturates.",
	Source: "model, 6; Bavelas 1950; Leavitt 1951; Shaw 1964; Guetzkow & Simon 1955",
	Read:   readPooling,
}

// PoolingParams are the parameters of pooling.
type PoolingParams struct {
	Items        int     // in a piece: how complex the task is
	Limit        int     // steps after which a trial is given up
	Capacity     float64 // items that a person can take in a step
	Saturation   float64 // how much slower, and more careless, one becomes who has more waiting than that
	Slip         float64 // chance that one without expertise gets a piece wrong [0..1]
	Senders      string  // bounded or omniscient
	Learning     float64 // rate at which those who reflect learn where to send [per trial]
	Deference    float64 // how much more readily one writes to a holder of office or to one's manager
	Haste        float64 // share of the value that is lost if the trial takes all its time [0..1]
	Independence float64 // rate at which general satisfaction follows independence [per trial]
}

func readPooling(t *keys.Table) Params {
	return &PoolingParams{
		Items:        t.Count("items", 1, 1, 1<<20, "items in the piece that each person holds: how complex the task is [items]"),
		Limit:        t.Count("limit", 60, 1, 100000, "steps after which a trial is given up; a person sends at most one message a step [steps]"),
		Capacity:     t.Number("capacity", 4, keys.Positive, "items that a person takes in a step [items]"),
		Saturation:   t.Number("saturation", 1, keys.NonNegative, "how much slower and more careless one becomes who has as much again waiting as it can take in (Shaw 1964)"),
		Slip:         t.Share("slip", 0.02, "chance that one without expertise, and without haste, gets a piece wrong that it is told"),
		Senders:      t.Choice("senders", "bounded", []string{"bounded", "omniscient"}, "people write where they have learned to, knowing only whom they told what; or always to whom it helps most"),
		Learning:     t.Share("learning", 0.3, "rate at which those who reflect learn where a message is of use [per trial] (Guetzkow & Simon 1955)"),
		Deference:    t.Number("deference", 2, keys.NonNegative, "how much more readily one writes to a holder of office or to one's manager: 0 is no more"),
		Haste:        t.Share("haste", 0.5, "share of the value that is lost if a trial takes all its time"),
		Independence: t.Share("independence", 0.1, "rate at which general satisfaction follows one's independence: channels of one's own, and answers found oneself [per trial] (Leavitt 1951; Shaw 1964)"),
	}
}

// Check says which grant rules pooling can take: those that take over.
func (p *PoolingParams) Check(grant string) string {
	if grant == "blend" || grant == "fixed" {
		return `what is known has no mean, want grant = "sample" or "best"`
	}
	return ""
}

// Grant is what one source knows, drawn by grant, where a pattern does not say.
func (p *PoolingParams) Grant() string { return "sample" }

// Columns are the measures of pooling.
func (p *PoolingParams) Columns() []table.Column {
	from := func(c table.Column, source string) table.Column { c.Source = source; return c }
	return []table.Column{
		table.Share("solved", "share of people who have the right answer when the trial ends, before anybody is followed"),
		{Name: "steps", Unit: "steps", Doc: "steps until everybody had an answer; missing where the trial was given up", Source: "Leavitt 1951", Lo: 1, Hi: math.Inf(1)},
		from(table.Count("messages", "messages", "messages sent in the trial"), "Leavitt 1951"),
		from(table.Count("errors", "agents", "people with a wrong answer, or none, when the trial ends"), "Leavitt 1951"),
		from(table.Number("load", "1", "most that anybody had waiting, in units of what one takes in a step"), "Shaw 1964"),
		from(table.Share("naming", "share of people who would name a leader"), "Leavitt 1951"),
		from(table.Share("hub_named", "share of people who would name the one who is named most"), "Leavitt 1951"),
		from(table.Share("independence", "mean independence: channels of one's own and answers found oneself"), "Shaw 1964"),
		from(table.Share("satisfaction_hub", "general satisfaction of those with the most channels"), "Leavitt 1951"),
		from(table.Share("satisfaction_rim", "general satisfaction of those with the fewest"), "Leavitt 1951"),
	}
}

// Bytes are what people know, the channels, and letters on their way, four a
// person: in large groups few have news for one another for long.
func (p *PoolingParams) Bytes(agents, ties float64, domains int) float64 {
	return float64(agents*float64(200+16*domains)) + float64(95*ties) + float64(160*agents)
}

// New makes the work.
func (p *PoolingParams) New(s Setting) Work {
	w := &Pooling{PoolingParams: *p, Setting: s, last: resultless()}
	w.Resize()
	return w
}

// maxPieces is into how many pieces a task is cut at most; in larger groups
// some hold the same.
const maxPieces = 64

// Pooling is the work of putting together what each holds a part of. A set of
// pieces is one word.
type Pooling struct {
	PoolingParams
	Setting
	plans Plans // stand idle: plans are sets
	cycle int

	votes  []float64 // room to count who is named
	pieces uint64    // all that there are
	known  []uint64  // what each knows now
	wrong  []uint64  // what of it is wrong
	own    []uint64  // known before anybody was followed
	faulty []uint64  // what of that is wrong
	acts   []uint64  // known, as it counts
	slips  []uint64  // what of that is wrong
	boards []uint64  // what a unit's board says, by unit
	smudge []uint64  // what of it is wrong
	habit  []float64 // readiness to write over a channel, per tie [0..1]
	useful []float64 // what its pieces were worth in the last trial [0..1]; −1 for none sent
	thanks []float64 // what was gained over it lately
	proud  []float64 // what others gained by one's own answers lately
	looked []uint8   // reflected, and will learn from the trial
	finder []uint8   // found the answer itself
	last   result

	next  []uint64 // of the round under way
	blots []uint64
	net   channels
	room  trial
}

// A result is what came of a trial.
type result struct {
	solved, steps, messages, errors, load float64
}

func resultless() result {
	n := math.NaN()
	return result{n, n, n, n, n}
}

// Resize follows the organisation.
func (w *Pooling) Resize() {
	o := w.Org
	for _, c := range []*[]uint64{&w.known, &w.wrong, &w.own, &w.faulty, &w.acts, &w.slips, &w.next, &w.blots} {
		for len(*c) < o.N {
			*c = append(*c, 0)
		}
	}
	for len(w.looked) < o.N {
		w.looked, w.finder, w.proud = append(w.looked, 0), append(w.finder, 0), append(w.proud, 0)
	}
	for len(w.boards) < o.Units {
		w.boards, w.smudge = append(w.boards, 0), append(w.smudge, 0)
	}
	w.rewire()
	w.plans.Now, w.plans.Next = make([]float64, o.N*o.D), make([]float64, o.N*o.D)
	w.plans.Own = w.plans.Now
}

// rewire opens the channels of the ties as they are; what was learned of those
// that were there stays.
func (w *Pooling) rewire() {
	old := w.net
	w.net = channels{} // not into the room of the old ones
	w.net.open(w.Org)
	habit, useful, thanks := w.habit, w.useful, w.thanks
	n := len(w.Org.To)
	w.habit, w.useful, w.thanks = make([]float64, n), make([]float64, n), make([]float64, n)
	for k := range n {
		w.habit[k], w.useful[k] = firstHabit, -1
	}
	if len(habit) != len(old.ends) {
		return
	}
	for k, e := range old.ends {
		if at := w.Org.Tie(int(e.to), int(e.from)); at >= 0 {
			w.habit[at], w.useful[at], w.thanks[at] = habit[k], useful[k], thanks[k]
		}
	}
}

// Newcomer has learned nothing yet.
func (w *Pooling) Newcomer(i int) {
	w.proud[i], w.looked[i] = 0, 0
	for k := w.Org.Start[i]; k < w.Org.Start[i+1]; k++ {
		w.thanks[k] = 0
	}
	for _, c := range w.net.out(i) {
		w.habit[c.tie] = firstHabit
	}
}

// Plans stand idle.
func (w *Pooling) Plans() *Plans { return &w.plans }

// Befall does nothing: every trial is another task.
func (w *Pooling) Befall(int) {}

// Shock makes people forget where they have learned to send, by size.
func (w *Pooling) Shock(_ int, _ uint32, size float64) {
	for k, h := range w.habit {
		w.habit[k] = h + float64(min(1, size)*(firstHabit-h))
	}
}

// Plan hands the pieces out and lets the trial run; then the boards say what
// their units know.
func (w *Pooling) Plan(cycle, _ int) {
	w.cycle = cycle
	w.learn()
	w.deal()
	w.try()
	copy(w.own, w.known)
	copy(w.faulty, w.wrong)
	copy(w.next, w.known)
	copy(w.blots, w.wrong)
	w.write()
}

// learn lets those who looked back write the more readily over a channel the
// more it was of use, and the less readily over those that they did without;
// nobody gives a channel up for good.
func (w *Pooling) learn() {
	for i, looked := range w.looked {
		row := w.net.out(i)
		best := -1.0
		for _, c := range row {
			best = max(best, w.useful[c.tie])
		}
		for _, c := range row {
			u := w.useful[c.tie]
			if best > 0 {
				u = max(0, u)
			}
			if looked != 0 && u >= 0 {
				w.habit[c.tie] = max(leastHabit, w.habit[c.tie]+float64(w.Learning*(u-w.habit[c.tie])))
			}
			w.useful[c.tie] = -1
		}
	}
	clear(w.looked)
}

// Readiness to write over a channel: of one who has learned nothing yet, and
// below which it never falls.
const (
	firstHabit = 0.5
	leastHabit = 0.05
)

// deal hands a piece to each.
func (w *Pooling) deal() {
	o := w.Org
	size := min(max(1, o.Size()), maxPieces)
	w.pieces = 1<<size - 1
	if size == maxPieces {
		w.pieces = math.MaxUint64
	}
	k := 0
	for i := range o.N {
		w.known[i], w.wrong[i], w.finder[i] = 0, 0, 0
		if o.Present[i] != 0 {
			w.known[i] = 1 << (k % size)
			k++
		}
	}
}

// write puts on each unit's board what its people know.
func (w *Pooling) write() {
	clear(w.boards)
	clear(w.smudge)
	for i, u := range w.Org.Unit {
		if w.Org.Present[i]&w.Org.Works[i] != 0 {
			fresh := w.known[i] &^ w.boards[u]
			w.boards[u] |= fresh
			w.smudge[u] |= w.wrong[i] & fresh
		}
	}
}

// part is the pieces that belong to a domain.
func (w *Pooling) part(d int) uint64 {
	x := uint64(0)
	for p := d; p < maxPieces; p += w.Org.D {
		x |= 1 << p
	}
	return x & w.pieces
}

func (w *Pooling) source(j int) (known, wrong uint64) {
	if j < 0 {
		return w.boards[-1-j], w.smudge[-1-j]
	}
	return w.known[j], w.wrong[j]
}

// Distance is the share of a domain's pieces that a source knows and i does not.
func (w *Pooling) Distance(i, source, d int) float64 {
	known, _ := w.source(source)
	return share(known&^w.known[i]&w.part(d), w.part(d))
}

func share(x, of uint64) float64 {
	if of == 0 {
		return 0
	}
	return float64(bits.OnesCount64(x)) / float64(bits.OnesCount64(of))
}

// Copy takes over what the source knows and i does not.
func (w *Pooling) Copy(i, source, d int) float64 {
	known, wrong := w.source(source)
	fresh := known &^ w.next[i] & w.part(d)
	w.next[i] |= fresh
	w.blots[i] |= wrong & fresh
	return share(fresh, w.part(d))
}

// Appraise is the share of a domain's pieces that a source knows; nobody sees
// which are wrong.
func (w *Pooling) Appraise(_, source, d, _ int) float64 {
	known, _ := w.source(source)
	return share(known&w.part(d), w.part(d))
}

// Turn ends a round.
func (w *Pooling) Turn() {
	copy(w.known, w.next)
	copy(w.wrong, w.blots)
}

// Settle ends the rounds.
func (w *Pooling) Settle() {
	copy(w.acts, w.known)
	copy(w.slips, w.wrong)
}

// Bend makes what counts of i in a domain what its superior knows.
func (w *Pooling) Bend(i, superior, d int) float64 {
	part := w.part(d)
	far := share((w.acts[i]^w.known[superior])&part, part)
	w.acts[i] ^= (w.acts[i] ^ w.known[superior]) & part
	w.slips[i] ^= (w.slips[i] ^ w.wrong[superior]) & part
	return far
}

// Trace does nothing: the boards were written before the rounds.
func (w *Pooling) Trace(float64, []bool) {}

// right is the share of domains, by what matters, that somebody who knows this
// has right.
func (w *Pooling) right(known, wrong uint64) float64 {
	sum := 0.0
	for d, x := range w.Weights {
		if part := w.part(d); known&part == part && wrong&part == 0 {
			sum += x
		}
	}
	return min(1, sum)
}

// Score is the share of people who are right in the end, worth the less the
// longer the trial took. Satisfaction follows independence.
func (w *Pooling) Score(int, []float64, int) Score {
	o := w.Org
	n, acts, alone := 0.0, 0.0, 0.0
	for i := range o.N {
		if o.Present[i] == 0 {
			continue
		}
		o.General[i] = exact.Clip01(o.General[i] + float64(w.PoolingParams.Independence*(w.free(i)-o.General[i])))
		if o.Works[i] != 0 {
			n++
			acts += w.right(w.acts[i], w.slips[i])
			alone += w.right(w.own[i], w.faulty[i])
		}
	}
	none := math.NaN()
	if n == 0 {
		return Score{Accuracy: none, Disagreement: none, Oracle: none, Isolated: none}
	}
	took := 1.0
	if w.last.steps == w.last.steps {
		took = w.last.steps / float64(w.Limit)
	}
	worth := 1 - float64(w.Haste*took)
	return Score{
		Quality: float64(acts / n * worth), Isolated: float64(alone / n * worth), Oracle: worth,
		Accuracy: none, Disagreement: none,
	}
}

// free is how independent agent i was in the trial: the mean of the channels
// that it has, of all that it could have, and of having found the answer itself.
func (w *Pooling) free(i int) float64 {
	own := float64(len(w.net.out(i))) / float64(max(1, w.Org.N-1))
	return float64((min(1, own) + float64(w.finder[i])) / 2)
}

// See notes that i looks back, and writes that being right was right.
func (w *Pooling) See(i int, seen []float64) {
	w.looked[i] = 1
	for d := range seen {
		seen[d] = 1
	}
}

// Error is how far j was from having everything right by itself, squared.
func (w *Pooling) Error(_ []float64, j int, _ uint32) float64 {
	e := 1 - w.right(w.own[j], w.faulty[j])
	return float64(e * e)
}

// Paid compares what i had by itself with what it had in the end.
func (w *Pooling) Paid(_ []float64, i int) float64 {
	return w.right(w.known[i], w.wrong[i]) - w.right(w.own[i], w.faulty[i])
}

// Param returns a parameter that may change in mid-run by its key.
func (p *PoolingParams) Param(name string) *float64 {
	switch name {
	case "capacity":
		return &p.Capacity
	case "saturation":
		return &p.Saturation
	case "slip":
		return &p.Slip
	case "learning":
		return &p.Learning
	case "deference":
		return &p.Deference
	case "haste":
		return &p.Haste
	case "independence":
		return &p.Independence
	}
	return nil
}

// nameShare is the share of all that somebody owes to others which one person
// must have brought to be named a leader.
const nameShare = 0.6

// Names is whom agent i would name as the leader: the one who brought most of
// what it did not know, itself where it brought others more than anybody brought
// it; −1 for nobody.
func (w *Pooling) Names(i int) int {
	o := w.Org
	best, most, sum := -1, 0.0, 0.0
	for k := o.Start[i]; k < o.Start[i+1]; k++ {
		sum += w.thanks[k]
		if w.thanks[k] > most {
			best, most = int(o.To[k]), w.thanks[k]
		}
	}
	switch {
	case w.proud[i] > sum:
		return i
	case most > 0 && most >= nameShare*sum:
		return best
	}
	return -1
}

// Measure writes the measures.
func (w *Pooling) Measure(dst []float64) {
	o := w.Org
	r := w.last
	copy(dst, []float64{r.solved, r.steps, r.messages, r.errors, r.load})
	w.votes = resized(w.votes, o.N)
	votes := w.votes
	clear(votes)
	n, named, free := 0.0, 0.0, 0.0
	hub, rim := 0, math.MaxInt
	for i := range o.N {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		n++
		free += w.free(i)
		c := len(w.net.out(i))
		hub, rim = max(hub, c), min(rim, c)
		if j := w.Names(i); j >= 0 {
			votes[j]++
			named++
		}
	}
	if n == 0 {
		for k := 5; k < len(dst); k++ {
			dst[k] = math.NaN()
		}
		return
	}
	top, sums, heads := 0.0, [2]float64{}, [2]float64{}
	for i, v := range votes {
		top = max(top, v)
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		for k, c := range [2]int{hub, rim} {
			if len(w.net.out(i)) == c {
				sums[k] += o.General[i]
				heads[k]++
			}
		}
	}
	dst[5], dst[6], dst[7] = named/n, min(1, top/n), free/n
	dst[8], dst[9] = sums[0]/heads[0], sums[1]/heads[1]
}

// State lists the columns (see exact.State).
func (w *Pooling) State(s exact.State) {
	s.Int("pooling cycle", &w.cycle)
	all := []uint64{w.pieces}
	s.Words("pieces", &all)
	if len(all) == 1 {
		w.pieces = all[0]
	}
	for _, c := range []*[]uint64{&w.known, &w.wrong, &w.own, &w.faulty, &w.acts, &w.slips, &w.boards, &w.smudge} {
		s.Words("known", c)
	}
	for _, c := range []*[]float64{&w.habit, &w.useful, &w.thanks, &w.proud} {
		s.Floats("channel", c)
	}
	s.Bytes("looked", &w.looked)
	s.Bytes("finder", &w.finder)
	for _, x := range []*float64{&w.last.solved, &w.last.steps, &w.last.messages, &w.last.errors, &w.last.load} {
		s.Float("result", x)
	}
	for _, name := range []string{"capacity", "saturation", "slip", "learning", "deference", "haste", "independence"} {
		s.Float(name, w.Param(name))
	}
	w.next = append(w.next[:0], w.known...)
	w.blots = append(w.blots[:0], w.wrong...)
	w.net.open(w.Org)
	if n := w.Org.N * w.Org.D; len(w.plans.Now) != n {
		w.plans.Now, w.plans.Next = make([]float64, n), make([]float64, n)
		w.plans.Own = w.plans.Now
	}
}

var _ Copier = (*Pooling)(nil)
