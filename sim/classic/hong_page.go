package classic

import (
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// RingParams are the parameters of Hong & Page 2004, the paper's values in
// brackets. They are a Spec.
type RingParams struct {
	Positions  int  // on the ring [2000]
	Largest    int  // l, the longest step a heuristic may have [12]
	Steps      int  // k, steps of a heuristic, all different [3]
	Team       int  // members [10]
	Smooth     int  // mean distance of the drawn values, those between lie on a line [1: none between]
	OneRound   bool // a team stops after one round rather than when nobody finds anything better
	Tournament bool // all members search from where the team stands and the best find counts, rather than one after another
}

var hongPage2004 = Kind{
	Name:      "hong-page-2004",
	Title:     "Groups of diverse problem solvers can outperform groups of high-ability problem solvers",
	Reference: "Hong, L. & Page, S. E. (2004). Groups of diverse problem solvers can outperform groups of high-ability problem solvers. Proceedings of the National Academy of Sciences 101(46), 16385–16389",
	Doc: "Problem solvers climb a ring of random values by fixed steps; a team passes its position round. " +
		"The best solvers are alike and get stuck together, so that a team drawn at random ends higher, on landscapes without any order; on smooth ones the best win.",
	Entities: "A ring of values; heuristics, ordered lists of different steps; two teams of them, the best on this ring and as many drawn at random, each working from every position of the ring.",
	Process: []string{
		"In both teams the members act in turn. A member tries its steps in order, again and again, from where the team stands, moves when the value is higher, and stops after as many failures in a row as it has steps; the next goes on from there.",
	},
	Readings: []Reading{
		{"rounds", []string{"fixed-point", "one"}, "members act in turn, round after round, until none finds anything better; after one round both teams end a little lower"},
		{"dynamics", []string{"relay", "tournament"}, "members act one after another from where the last one stopped"},
	},
	Read:        readRing,
	Experiments: ringExperiments,
}

// mostClimbs is how many climbs may be needed to rate all heuristics: some
// seconds of work before the first cycle.
const mostClimbs = 500_000_000

// readRing reads the parameters; the defaults are the paper's.
func readRing(t *keys.Table) Spec {
	p := RingParams{
		Positions: t.Count("positions", 2000, 3, 30000, "positions on the ring (Hong & Page 2004)"),
		Largest:   t.Count("largest", 12, 1, 40, "l, longest step of a heuristic [positions] (Hong & Page 2004)"),
		Steps:     t.Count("steps", 3, 1, 4, "k, steps of a heuristic, all different (Hong & Page 2004)"),
		Team:      t.Count("team", 10, 1, 1000, "members of a team (Hong & Page 2004)"),
		Smooth:    t.Count("smooth", 1, 1, 1000, "mean distance of the values that are drawn; the values between them lie on a line [positions]"),
	}
	p.OneRound = t.Choice("rounds", "fixed-point", []string{"fixed-point", "one"}, "when a team stops: when nobody finds anything better, or after one round") == "one"
	p.Tournament = t.Choice("dynamics", "relay", []string{"relay", "tournament"}, "members act one after another, or all at once and the best find counts") == "tournament"
	if p.Steps > p.Largest {
		t.Errorf("steps", "%d different steps up to %d, want at most as many", p.Steps, p.Largest)
	}
	if p.Largest >= p.Positions {
		t.Errorf("largest", "a step of %d on %d positions, want less than once round", p.Largest, p.Positions)
	}
	if n := p.heuristics(); p.Steps <= p.Largest && n < p.Team {
		t.Errorf("team", "%d members, but only %d heuristics", p.Team, n)
	}
	if n := p.heuristics() * p.Positions; n > mostClimbs {
		t.Errorf("largest", "%d heuristics from %d positions each, want at most %d climbs in all", p.heuristics(), p.Positions, mostClimbs)
	}
	return p
}

// heuristics is their number, l·(l−1)·…
func (p RingParams) heuristics() int {
	n := 1
	for k := range p.Steps {
		n *= p.Largest - k
	}
	return n
}

// steps lists all heuristics in the order of their steps, k numbers each.
func (p RingParams) steps() []int {
	all := make([]int, 0, p.heuristics()*p.Steps)
	one := make([]int, 0, p.Steps)
	var extend func()
	extend = func() {
		if len(one) == p.Steps {
			all = append(all, one...)
			return
		}
		for s := 1; s <= p.Largest; s++ {
			if !slices.Contains(one, s) {
				one = append(one, s)
				extend()
				one = one[:len(one)-1]
			}
		}
	}
	extend()
	return all
}

// New sets ring and teams up under a seed; the ring depends on the seed,
// Positions and Smooth alone.
func (p RingParams) New(seed uint64) Model { return NewRing(p, seed) }

// Ring is a landscape with two teams, the best solvers and as many drawn at
// random, each working from every position of the ring.
type Ring struct {
	p      RingParams
	values []float64 // [0..100], a position each

	cycle int
	teams [2]team // best, random
}

// A team works from all starts at once.
type team struct {
	steps   []int32 // k a member
	at      []int32 // where it stands, by the position it started from
	moving  int     // starts from which it moved in the last round
	ability float64 // mean of its members' mean ends alone

	ends []int16 // member by member, where each position leads; found again from the rest
}

// The two teams.
const (
	BestTeam = iota
	RandomTeam
)

// NewRing draws a ring, rates every heuristic on it and picks the teams.
func NewRing(p RingParams, seed uint64) *Ring {
	m := &Ring{p: p, values: ringValues(p, seed)}
	c := newClimber(m.values, p)
	all := p.steps()
	abilities := c.rate(all)
	order := make([]int, len(abilities))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case abilities[a] > abilities[b]:
			return -1
		case abilities[a] < abilities[b]:
			return 1
		}
		return a - b
	})
	drawn := exact.NewDraws(seed, drawTeam, 0).Stream(0)
	for k, pick := range [2][]int{order[:p.Team], drawn.Perm(len(order))[:p.Team]} {
		t := &m.teams[k]
		for _, h := range pick {
			for _, s := range all[h*p.Steps : (h+1)*p.Steps] {
				t.steps = append(t.steps, int32(s))
			}
			t.ability += abilities[h] / float64(p.Team)
		}
		t.at = make([]int32, p.Positions)
		for i := range t.at {
			t.at[i] = int32(i)
		}
		t.moving = p.Positions
	}
	m.learn(c)
	return m
}

// ringValues draws the landscape. With Smooth above 1 only some positions
// are drawn, at distances from 1 to 2·Smooth−1, each as likely, and the values
// between lie on straight lines.
func ringValues(p RingParams, seed uint64) []float64 {
	v := make([]float64, p.Positions)
	w := exact.NewDraws(seed, drawRing, 0).Words(0)
	gap := exact.NewDraws(seed, drawSmooth, 0).Words(0)
	from := 0
	v[0] = 100 * w.Share()
	for from < len(v) {
		to := from + 1 + gap.Int(2*p.Smooth-1)
		end := v[0]
		if to < len(v) {
			end = float64(100 * w.Share())
			v[to] = end
		} else {
			to = len(v)
		}
		for i := from + 1; i < to; i++ {
			v[i] = v[from] + float64(float64(end-v[from])*float64(i-from)/float64(to-from))
		}
		from = to
	}
	return v
}

// learn finds where each member leads from each position.
func (m *Ring) learn(c *climber) {
	n, k := m.p.Positions, m.p.Steps
	for i := range m.teams {
		t := &m.teams[i]
		t.ends = make([]int16, 0, len(t.steps)/k*n)
		for lo := 0; lo < len(t.steps); lo += k {
			steps := make([]int, k)
			for j := range steps {
				steps[j] = int(t.steps[lo+j])
			}
			c.climb(steps)
			own := make([]int16, n)
			for h, pos := range c.down {
				own[pos] = c.down[c.ends[0][h]]
			}
			t.ends = append(t.ends, own...)
		}
	}
}

// Step lives one round: every member of both teams has its turn.
func (m *Ring) Step() {
	for k := range m.teams {
		t := &m.teams[k]
		t.moving = 0
		for start, at := range t.at {
			to := m.round(t, at)
			if to != at {
				t.moving++
				t.at[start] = to
			}
		}
	}
	m.cycle++
}

// round returns where a team gets from a position in one round.
func (m *Ring) round(t *team, at int32) int32 {
	n := m.p.Positions
	if !m.p.Tournament {
		for lo := 0; lo < len(t.ends); lo += n {
			at = int32(t.ends[lo+int(at)])
		}
		return at
	}
	best := at
	for lo := 0; lo < len(t.ends); lo += n {
		if to := int32(t.ends[lo+int(at)]); m.values[to] > m.values[best] {
			best = to
		}
	}
	return best
}

// Cycle returns the rounds lived.
func (m *Ring) Cycle() int { return m.cycle }

// Done says that neither team can get higher from anywhere, or that the one
// round is over.
func (m *Ring) Done() bool {
	if m.p.OneRound {
		return m.cycle >= 1
	}
	return m.teams[0].moving == 0 && m.teams[1].moving == 0
}

// Values returns the ring; not to be changed.
func (m *Ring) Values() []float64 { return m.values }

// Stands returns where a team (BestTeam or RandomTeam) stands now, by the
// position it started from; not to be changed.
func (m *Ring) Stands(team int) []int32 { return m.teams[team].at }

// Steps returns the steps of a team's members, one after another.
func (m *Ring) Steps(team int) []int32 { return m.teams[team].steps }

// Performance returns the mean value of where a team stands [0..100].
func (m *Ring) Performance(team int) float64 {
	sum := 0.0
	for _, at := range m.teams[team].at {
		sum += m.values[at]
	}
	return sum / float64(m.p.Positions)
}

// Diversity returns, over all pairs of a team, the mean share of places at
// which their steps differ [0..100 %].
func (m *Ring) Diversity(team int) float64 {
	t, k := &m.teams[team], m.p.Steps
	differ, places := 0, 0
	for a := 0; a < len(t.steps); a += k {
		for b := a + k; b < len(t.steps); b += k {
			for j := range k {
				places++
				if t.steps[a+j] != t.steps[b+j] {
					differ++
				}
			}
		}
	}
	if places == 0 {
		return 0
	}
	return 100 * float64(differ) / float64(places)
}

var ringColumns = []table.Column{
	percent("best_team", "points", "mean value where the team of the best stands, over all starts"),
	percent("random_team", "points", "mean value where the random team stands, over all starts"),
	{Name: "gain", Unit: "points", Doc: "random team less team of the best", Lo: -100, Hi: 100},
	percent("best_diversity", "%", "share of places at which the steps of two of the best differ"),
	percent("random_diversity", "%", "share of places at which the steps of two of the random team differ"),
	percent("best_ability", "points", "mean of what the best reach alone"),
	percent("random_ability", "points", "mean of what the random team's members reach alone"),
	table.Share("best_moving", "share of starts from which the team of the best got higher in the round"),
	table.Share("random_moving", "share of starts from which the random team got higher in the round"),
}

func percent(name, unit, doc string) table.Column {
	return table.Column{Name: name, Unit: unit, Doc: doc, Source: "Hong & Page 2004", Lo: 0, Hi: 100}
}

// Columns describes the measures.
func (m *Ring) Columns() []table.Column { return ringColumns }

// Measure writes the measures.
func (m *Ring) Measure(dst []float64) {
	n := float64(m.p.Positions)
	for k := range m.teams {
		dst[k] = m.Performance(k)
		dst[3+k] = m.Diversity(k)
		dst[5+k] = m.teams[k].ability
		dst[7+k] = float64(m.teams[k].moving) / n
	}
	dst[2] = dst[1] - dst[0]
}

// State visits the ring and the teams.
func (m *Ring) State(s exact.State) {
	values := slices.Clone(m.values)
	s.Int("cycle", &m.cycle)
	s.Floats("values", &m.values)
	another := !slices.Equal(values, m.values)
	for k := range m.teams {
		t := &m.teams[k]
		steps := slices.Clone(t.steps)
		s.Ints("steps", &t.steps)
		s.Ints("at", &t.at)
		s.Int("moving", &t.moving)
		s.Float("ability", &t.ability)
		another = another || !slices.Equal(steps, t.steps)
	}
	if another {
		m.learn(newClimber(m.values, m.p)) // what is restored may be another ring
	}
}

// A climber finds where heuristics lead on one landscape. A heuristic in the
// middle of its steps goes on with the next one, so that a position and the
// step that is due decide all that follows; and as every move goes up, one
// pass over the positions from the highest down settles all of them. Positions
// are therefore numbered by height here, 0 the highest.
type climber struct {
	k      int
	down   []int16   // the position of each height
	values []float64 // the value of each height
	next   [][]int16 // for each step 1..l, the height it leads to; n, past the last, where that is no higher
	ends   [][]int16 // for each step due, the height at which a climb ends; −1 at n
}

func newClimber(values []float64, p RingParams) *climber {
	n := len(values)
	c := &climber{k: p.Steps, down: make([]int16, n), values: make([]float64, n)}
	for i := range c.down {
		c.down[i] = int16(i)
	}
	slices.SortFunc(c.down, func(a, b int16) int {
		switch {
		case values[a] > values[b]:
			return -1
		case values[a] < values[b]:
			return 1
		}
		return int(a) - int(b)
	})
	height := make([]int16, n)
	for h, pos := range c.down {
		height[pos], c.values[h] = int16(h), values[pos]
	}
	c.next = make([][]int16, p.Largest+1)
	for s := 1; s <= p.Largest; s++ {
		c.next[s] = make([]int16, n)
		for h, pos := range c.down {
			to := (int(pos) + s) % n
			c.next[s][h] = int16(n)
			if values[to] > values[pos] {
				c.next[s][h] = height[to]
			}
		}
	}
	for range p.Steps {
		e := make([]int16, n+1)
		e[n] = -1
		c.ends = append(c.ends, e)
	}
	return c
}

// climb finds the ends of one heuristic.
func (c *climber) climb(steps []int) {
	if c.k == 3 {
		climb3(c.next[steps[0]], c.next[steps[1]], c.next[steps[2]], c.ends[0], c.ends[1], c.ends[2])
		return
	}
	for h := range c.down {
		for due := range c.k {
			end := int16(h)
			for tried := range c.k {
				j := (due + tried) % c.k
				if to := c.ends[(j+1)%c.k][c.next[steps[j]][h]]; to >= 0 {
					end = to
					break
				}
			}
			c.ends[due][h] = end
		}
	}
}

// climb3 is climb for three steps, the paper's number. a, b, d are where the
// steps lead and ea, eb, ed the ends with that step due.
func climb3(a, b, d, ea, eb, ed []int16) {
	b, d = b[:len(a)], d[:len(a)]
	for h := range a {
		// What each step that succeeds leads to in the end, −1 for a failure.
		x, y, z := eb[a[h]], ed[b[h]], ea[d[h]]
		self := int16(h)
		ea[h] = foremost(x, y, z, self)
		eb[h] = foremost(y, z, x, self)
		ed[h] = foremost(z, x, y, self)
	}
}

// foremost returns the first of x, y, z that is not negative, else self. It is
// written so that it compiles to moves: which one it is cannot be foreseen.
func foremost(x, y, z, self int16) int16 {
	e := self
	if z >= 0 {
		e = z
	}
	if y >= 0 {
		e = y
	}
	if x >= 0 {
		e = x
	}
	return e
}

// rate returns the ability of each heuristic: its mean end value over all starts.
func (c *climber) rate(all []int) []float64 {
	out := make([]float64, len(all)/c.k)
	for i := range out {
		c.climb(all[i*c.k : (i+1)*c.k])
		sum := 0.0
		for _, h := range c.ends[0][:len(c.values)] {
			sum += c.values[h]
		}
		out[i] = sum / float64(len(c.values))
	}
	return out
}
