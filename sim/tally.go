package sim

import (
	"math"
	"math/bits"
	"slices"

	"tutti/agents"
	"tutti/sim/exact"
)

// A Tally adds leadership up over a run, after burn-in: what the entropies, the
// delegation index and the shares of a whole run are made from (model, 9).
type Tally struct {
	Cycles int // added up

	Given    []float32 // volume, per agent and domain
	BySource []float32 // volume, per agent and source
	Tasks    Few       // charges decided
	Led      Few       // cycles in which one gave the largest share
	Indirect []float64 // per agent; nil for none

	Volume       float64 // all that was given
	Sharing      float64 // Σ volume·entropy within a cycle: H(leader|t) times volume
	Coerced      float64
	Manipulated  float64
	Leavers      int
	Heads        float64   // Σ over cycles of how many there were as it began: those who may have left in it
	Before0      int       // who had left for good when the tally began
	Start        []float64 // mean expertise by domain at the start of the tally
	Newcomers    int
	Granted      float64   // Σ over cycles of the mean share of a plan granted to others
	Before       []float32 // influence given lately at the end of the window before the last, per agent; nil for none
	After        []float32 // at the end of the last
	Shocked      int       // cycle of the shock not yet recovered from, −1 for none
	Level        float64   // quality before it
	Recovered    int       // cycles of recovery, added up
	Recoveries   int
	Usual        float64   // quality, as a running mean
	Crowd        float64   // Σ over cycles of the share of those present who claim, over domains by what matters
	Looks        int       // sociograms taken
	Foreign      float64   // grants that crossed units, in all sociograms
	Random       float64   // what mixing at random would have let cross
	Grants       float64   // all grants
	Ahead        float64   // Σ of grants times how much more those granted know, in all sociograms
	AheadForeign float64   // of those in other units
	Dense        float64   // Σ over sociograms of their density
	Mutual       float64   // mutual acceptance, added up over pairs of leaders
	Pairs        int       // of leaders
	Apart        float64   // Σ over pairs of leaders of different units of how far apart their goals are, by leadership
	Weighed      float64   // weight of those pairs
	accepts      []float64 // room: how far leaders accept one another
	Sums         []float64 // of Quality, Output, Time, Engaged, Accuracy, Disagreement, Oracle, Isolated
}

// Few are sums of the agents that have any, in order of their rows: a handful,
// however many agents there are.
type Few struct {
	Rows []int32
	Sums []float64
}

// add adds x to agent i's sum.
func (f *Few) add(i int, x float64) {
	at, found := slices.BinarySearch(f.Rows, int32(i))
	if !found {
		f.Rows, f.Sums = slices.Insert(f.Rows, at, int32(i)), slices.Insert(f.Sums, at, 0)
	}
	f.Sums[at] += x
}

func (f *Few) state(name string, s exact.State) {
	s.Ints(name, &f.Rows)
	s.Floats(name, &f.Sums)
}

func (t *Tally) fit(o *agents.Org) {
	grow(&t.Given, o.N*o.D)
	grow(&t.BySource, o.N*3)
	grow(&t.Sums, 8)
}

func (t *Tally) newcomer() { t.Newcomers++ }

// shock notes that the world was shaken in a cycle.
func (t *Tally) shock(cycle int) {
	if t.Shocked < 0 && t.Usual > 0 {
		t.Shocked, t.Level = cycle, t.Usual
	}
}

// recover watches quality come back to 95 % of what it was before a shock.
func (t *Tally) recover(m *Model) {
	q := m.Last.Quality
	if q != q { // nobody worked
		return
	}
	if t.Shocked >= 0 && q >= 0.95*t.Level {
		t.Recovered += m.cycle - t.Shocked
		t.Recoveries++
		t.Shocked = -1
	}
	if t.Usual == 0 {
		t.Usual = q
	}
	if t.Shocked < 0 {
		t.Usual += float64(0.1 * (q - t.Usual))
	}
}

// add takes in the cycle that m has just lived.
func (t *Tally) add(m *Model) {
	t.recover(m)
	t.flow(m)
	if m.cycle < m.Spec.BurnIn {
		return
	}
	o, l := m.Org, m.Ledger
	members := o.Members()
	if t.Cycles == 0 {
		t.Before0 = o.N - members
	}
	t.Cycles++
	t.Heads += float64(members + m.quit)
	for k, x := range []float64{m.Last.Quality, m.Last.Output, m.Last.Time, m.Last.Engaged, m.Last.Accuracy, m.Last.Disagreement, m.Last.Oracle, m.Last.Isolated} {
		if t.Sums[k] += x; t.Sums[k] != t.Sums[k] {
			t.Sums[k] = math.NaN() // of the many NaN always the same
		}
	}
	if t.Start == nil && m.AnybodyWorks() {
		t.Start = make([]float64, o.D)
		for d := range o.D {
			t.Start[d] = m.MeanExpertise(d)
		}
	}
	for i := range o.N {
		add(t.Given[i*o.D:], l.Given(i))
		add(t.BySource[3*i:], l.BySource(i))
	}
	t.Granted += m.GrantedShare()
	t.crowd(m)
	t.shares(m)
	t.tasks(m)
	for _, c := range l.Coerced {
		t.Coerced += c
	}
	for _, c := range l.Manipulated {
		t.Manipulated += c
	}
	if l.Indirect != nil {
		grow(&t.Indirect, o.N)
		for i, x := range l.Indirect {
			t.Indirect[i] += x
		}
	}
}

// latelyInto is what each agent has given lately, written into room where it is
// large enough.
func (m *Model) latelyInto(room []float32) []float32 {
	room = slices.Grow(room[:0], m.Org.N)[:m.Org.N]
	for i := range room {
		room[i] = float32(m.latelyBy(i))
	}
	return room
}

// add adds numbers to sums.
func add(sums []float32, numbers []float64) {
	for k, x := range numbers {
		sums[k] += float32(x)
	}
}

// flow keeps who led at the end of the last two windows.
func (t *Tally) flow(m *Model) {
	if (m.cycle+1)%m.Spec.Window != 0 {
		return
	}
	t.Before, t.After = t.After, m.latelyInto(t.Before)
	if m.cycle >= m.Spec.BurnIn && !m.Spec.Unbooked {
		t.look(m)
	}
}

// shares adds the volume of the cycle and its entropy over agents.
func (t *Tally) shares(m *Model) {
	o, l := m.Org, m.Ledger
	volume := agents.Sum(o.N, l.GivenBy)
	if volume <= 0 {
		return
	}
	top, most := -1, 0.0
	entropy := 0.0
	for i := range o.N {
		g := l.GivenBy(i)
		if g <= 0 {
			continue
		}
		p := g / volume
		entropy -= float64(p * exact.Log(p))
		if g > most {
			top, most = i, g
		}
	}
	t.Volume += volume
	t.Sharing += float64(volume * entropy)
	t.Led.add(top, 1)
}

// tasks adds who decided what in this cycle: who was handed a domain's task,
// or, where nothing is handed out, who moved others most in it.
func (t *Tally) tasks(m *Model) {
	o, l := m.Org, m.Ledger
	handed := uint32(0)
	for i, c := range o.Charge {
		handed |= c
		for ; c != 0; c &= c - 1 {
			t.Tasks.add(i, m.weights[bits.TrailingZeros32(c)])
		}
	}
	for d := range o.D {
		if handed>>d&1 != 0 {
			continue
		}
		top, most := -1, 0.0
		for i := range o.N {
			if g := l.Given(i)[d]; g > most {
				top, most = i, g
			}
		}
		if top >= 0 {
			t.Tasks.add(top, m.weights[d])
		}
	}
}

// MeanExpertise is the mean over those present and working of expertise in d.
func (m *Model) MeanExpertise(d int) float64 {
	o, n := m.Org, 0
	for i, p := range o.Present {
		n += int(p & o.Works[i])
	}
	return agents.Sum(o.N, func(i int) float64 {
		return float64(float64(o.Present[i]&o.Works[i]) * o.Expertise[i*o.D+d])
	}) / float64(max(1, n))
}

// State lists the columns (see exact.State).
func (t *Tally) State(s exact.State) {
	s.Int("tallied", &t.Cycles)
	s.Int("tallied leavers", &t.Leavers)
	s.Int("left before", &t.Before0)
	s.Float("heads", &t.Heads)
	s.Int("newcomers", &t.Newcomers)
	s.Int("shocked", &t.Shocked)
	s.Int("recovered", &t.Recovered)
	s.Int("recoveries", &t.Recoveries)
	s.Int("looks", &t.Looks)
	s.Int("pairs", &t.Pairs)
	for _, x := range []*float64{&t.Volume, &t.Sharing, &t.Coerced, &t.Manipulated, &t.Granted, &t.Level, &t.Usual,
		&t.Crowd, &t.Foreign, &t.Random, &t.Grants, &t.Dense, &t.Mutual, &t.Apart, &t.Weighed, &t.Ahead, &t.AheadForeign} {
		s.Float("tally", x)
	}
	for _, p := range []*[]float64{&t.Indirect, &t.Start, &t.Sums} {
		s.Floats("tally", p)
		if len(*p) == 0 {
			*p = nil
		}
	}
	for _, p := range []*[]float32{&t.Given, &t.BySource, &t.Before, &t.After} {
		s.Float32s("tally", p)
		if len(*p) == 0 {
			*p = nil
		}
	}
	t.Tasks.state("tasks", s)
	t.Led.state("led", s)
}

// GrantedShare is the mean share of a plan that others were granted in the last
// cycle, over agents, domains and rounds [0..1]; 0 without rounds.
func (m *Model) GrantedShare() float64 {
	o := m.Org
	if m.round == 0 || o.Size() == 0 {
		return 0
	}
	granted := agents.Sum(o.N, func(i int) float64 { return m.Ledger.Granted(i) })
	return min(1, granted/float64(o.Size()*o.D*m.round))
}
