package work

import (
	"math/bits"

	"tutti/agents"
	"tutti/sim/exact"
)

// A channel is a way from one person to another: open where the other attends
// to the one. Its number is that of the tie.
type channel struct{ from, to, tie, back int32 } // back: the channel the other way, −1 for none

// channels are all channels, by sender.
type channels struct {
	ends  []channel // by number of the tie
	start []int32
	by    []channel
}

// open finds the channels of an organisation.
func (c *channels) open(o *agents.Org) {
	c.ends = resized(c.ends, len(o.To))
	c.by = resized(c.by, len(o.To))
	c.start = resized(c.start, o.N+1)
	clear(c.start)
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			j := o.To[k]
			c.ends[k] = channel{j, int32(i), k, int32(o.Tie(int(j), i))}
			c.start[j+1]++
		}
	}
	for j := range o.N {
		c.start[j+1] += c.start[j]
	}
	at := append([]int32(nil), c.start...)
	for _, e := range c.ends {
		c.by[at[e.from]] = e
		at[e.from]++
	}
}

// out are the channels over which agent i can write, by receiver.
func (c *channels) out(i int) []channel { return c.by[c.start[i]:c.start[i+1]] }

// A letter is a message on its way.
type letter struct {
	tie           int32
	pieces, wrong uint64
	answer        bool
	next          int32 // the letter behind it in the inbox; −1 for none
}

// A trial is room for one trial.
type trial struct {
	letters    []letter
	head, tail []int32   // inbox, −1 when empty
	left       []float64 // of the letter or the answer that one is at [items]; −1 for none
	done       []uint8   // has an answer
	told       []uint64  // per channel: what the sender knows the receiver to know
	heard      []uint8   // per channel: the receiver is known to have an answer
	sent, used []float64 // per channel: letters with pieces, and what all letters brought
	worth      []float64 // what it was worth to send pieces to each
	coming     []uint64  // what is on its way to each, for omniscient senders
	lots       []exact.Words
}

func (t *trial) begin(n, ties int) {
	t.letters = t.letters[:0]
	t.head, t.tail = resized(t.head, n), resized(t.tail, n)
	t.left = resized(t.left, n)
	t.done, t.coming, t.lots = resized(t.done, n), resized(t.coming, n), resized(t.lots, n)
	t.told, t.heard = resized(t.told, ties), resized(t.heard, ties)
	t.sent, t.used = resized(t.sent, ties), resized(t.used, ties)
	for i := range n {
		t.head[i], t.tail[i], t.left[i], t.done[i], t.coming[i] = -1, -1, -1, 0, 0
	}
	clear(t.told)
	clear(t.heard)
	clear(t.sent)
	clear(t.used)
}

// try runs a trial: step by step everybody sends at most one message and takes
// in what it can, until all have an answer or time is up.
func (w *Pooling) try() {
	o, t := w.Org, &w.room
	t.begin(o.N, len(o.To))
	draws := exact.NewDraws(w.Seed, drawPieces, w.cycle)
	people := 0
	for i := range o.N {
		t.lots[i] = draws.Words(o.Key[i])
		people += int(o.Present[i])
	}
	w.last = resultless()
	w.last.messages, w.last.load = 0, 0
	answers := 0
	for step := 1; step <= w.Limit; step++ {
		for i := range o.N {
			if o.Present[i] != 0 {
				w.send(i)
			}
		}
		for i := range o.N {
			if o.Present[i] != 0 && t.done[i] == 0 {
				load := w.waiting(i) / w.Capacity
				w.last.load = max(w.last.load, load)
				w.read(i, max(0, load-1))
				answers += int(t.done[i])
			}
		}
		if answers == people {
			w.last.steps = float64(step)
			break
		}
	}
	w.conclude()
}

// send lets agent i choose a channel, if it has anything to say.
func (w *Pooling) send(i int) {
	c := w.bounded(i)
	if w.Senders == "omniscient" {
		c = w.omniscient(i)
	}
	if c == nil {
		return
	}
	t := &w.room
	l := letter{tie: c.tie, pieces: w.known[i], wrong: w.wrong[i], answer: t.done[i] != 0, next: -1}
	t.told[c.tie] |= l.pieces
	t.coming[c.to] |= l.pieces
	if l.answer {
		t.heard[c.tie] = 1
	}
	if !l.answer {
		t.sent[c.tie]++
	}
	w.last.messages++
	at := int32(len(t.letters))
	t.letters = append(t.letters, l)
	if t.tail[c.to] >= 0 {
		t.letters[t.tail[c.to]].next = at
	} else {
		t.head[c.to] = at
	}
	t.tail[c.to] = at
}

// waiting is what is in agent i's inbox that it does not know [items].
func (w *Pooling) waiting(i int) float64 {
	t := &w.room
	news, letters := uint64(0), 0.0
	for at := t.head[i]; at >= 0; at = t.letters[at].next {
		if letters++; !t.letters[at].answer {
			news |= t.letters[at].pieces
		}
	}
	return max(letters, float64(bits.OnesCount64(news&^w.known[i])*w.Items))
}

// costs is what a letter takes to read [items]: an answer one, and a piece that
// one has already one for them all.
func (w *Pooling) costs(l *letter, i int) float64 {
	if l.answer {
		return 1
	}
	return max(1, float64(bits.OnesCount64(l.pieces&^w.known[i])*w.Items))
}

// bounded chooses by habit, among the channels whose other end is not known to
// know it all. Answers are sent at once; with a part one may wait.
func (w *Pooling) bounded(i int) *channel {
	o, t := w.Org, &w.room
	row := w.net.out(i)
	sum := 0.0
	weight := func(c *channel) float64 {
		news := w.known[i]&^t.told[c.tie] != 0
		if t.done[i] != 0 {
			news = t.heard[c.tie] == 0
		}
		if !news || o.Present[c.to] == 0 {
			return 0
		}
		if o.Office[c.to]|uint32(o.Formal[c.to]) != 0 || o.Manager[i] == c.to {
			return float64(w.habit[c.tie] * (1 + w.Deference))
		}
		return w.habit[c.tie]
	}
	for k := range row {
		sum += weight(&row[k])
	}
	if sum == 0 {
		return nil
	}
	lot := &t.lots[i]
	u := float64(lot.Share() * sum)
	for k := range row {
		x := weight(&row[k])
		if u < x {
			if t.done[i] == 0 && lot.Share() >= float64(w.habit[row[k].tie]*(x/sum)) {
				return nil // it has learned that this helps little, or cannot make up its mind
			}
			return &row[k]
		}
		u -= x
	}
	return nil
}

// omniscient chooses the channel over which most becomes known that is not on
// its way already.
func (w *Pooling) omniscient(i int) *channel {
	o, t := w.Org, &w.room
	row := w.net.out(i)
	best, most := -1, 0
	for k := range row {
		to := row[k].to
		if o.Present[to] == 0 || t.done[to] != 0 {
			continue
		}
		if gain := bits.OnesCount64(w.known[i] &^ w.known[to] &^ t.coming[to]); gain > most {
			best, most = k, gain
		}
	}
	if best < 0 {
		return nil
	}
	return &row[best]
}

// read lets agent i take in as much as it can in a step, and work out the answer
// when it has all pieces. What waits over what it can take in slows it down.
func (w *Pooling) read(i int, over float64) {
	t := &w.room
	able := w.Capacity / (1 + float64(w.Saturation*over))
	for able > 0 && t.done[i] == 0 {
		if w.known[i] == w.pieces { // the answer is as much work as a piece
			if t.left[i] < 0 {
				t.left[i] = float64(w.Items)
			}
			if able = w.work(i, able); t.left[i] <= 0 {
				t.done[i], w.finder[i] = 1, 1
			}
			continue
		}
		at := t.head[i]
		if at < 0 {
			return
		}
		l := &t.letters[at]
		if t.left[i] < 0 {
			t.left[i] = w.costs(l, i)
		}
		if able = w.work(i, able); t.left[i] <= 0 {
			w.take(i, l, over)
		}
	}
}

// work spends what agent i is able to on what it is at, and returns what is left
// of that.
func (w *Pooling) work(i int, able float64) float64 {
	t := &w.room
	spent := min(able, t.left[i])
	t.left[i] -= spent
	return able - spent
}

// take takes a letter in: pieces that are new, some of them wrong, or an answer.
func (w *Pooling) take(i int, l *letter, over float64) {
	t := &w.room
	t.left[i] = -1
	if t.head[i] = l.next; l.next < 0 {
		t.tail[i] = -1
	}
	fresh := l.pieces &^ w.known[i]
	if back := w.net.ends[l.tie].back; back >= 0 {
		t.told[back] |= l.pieces
		if l.answer {
			t.heard[back] = 1
		}
	}
	gained := share(fresh, w.pieces)
	if l.answer {
		fresh, gained = w.pieces&^w.known[i], 1
		if l.wrong != 0 {
			w.wrong[i] |= fresh // a wrong answer is wrong in all that one cannot check
		}
		t.done[i] = 1
	} else {
		slip := float64(float64(w.Slip*(1-w.skill(i))) * (1 + float64(w.Saturation*over)))
		w.wrong[i] |= l.wrong&fresh | t.lots[i].Mask(fresh, min(1, slip))
	}
	w.known[i] |= fresh
	t.used[l.tie] += gained
}

// thankRate is how fast people come to see whom they owe what [per trial].
const thankRate = 0.2

// conclude counts what the trial came to, and who owes whom what.
func (w *Pooling) conclude() {
	o, t := w.Org, &w.room
	n, right := 0.0, 0.0
	for i := range o.N {
		if o.Present[i]&o.Works[i] != 0 {
			n++
			if w.known[i] == w.pieces && w.wrong[i] == 0 && t.done[i] != 0 {
				right++
			}
		}
	}
	if n > 0 {
		w.last.solved, w.last.errors = right/n, n-right
	}
	w.trail()
	for i := range o.N {
		led := 0.0
		for _, c := range w.net.out(i) {
			k := c.tie
			if t.sent[k] > 0 {
				w.useful[k] = 0
				if t.used[k] > 0 {
					w.useful[k] = t.worth[c.to]
				}
			}
			w.thanks[k] += float64(thankRate * (t.used[k] - w.thanks[k]))
			led += t.used[k]
		}
		w.proud[i] += float64(thankRate * (led - w.proud[i]))
	}
}

// relay is what a detour costs in worth: whoever passes pieces on is worth less
// than whoever finds the answer from them.
const relay = 0.8

// trail works out what it was worth to send pieces to each: 1 to those who found
// the answer, less to those who passed pieces on to them.
func (w *Pooling) trail() {
	t := &w.room
	t.worth = resized(t.worth, w.Org.N)
	for i, f := range w.finder {
		t.worth[i] = float64(f)
	}
	for range 8 { // detours beyond count for nothing
		moved := false
		for _, c := range w.net.by {
			if t.sent[c.tie] == 0 {
				continue
			}
			if x := float64(relay * t.worth[c.to]); x > t.worth[c.from] {
				t.worth[c.from], moved = x, true
			}
		}
		if !moved {
			return
		}
	}
}
