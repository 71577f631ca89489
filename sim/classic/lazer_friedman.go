package classic

import (
	"math/bits"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/nk"
	"tutti/sim/table"
)

// LazerParams are the parameters of Lazer & Friedman 2007, the paper's values
// in brackets. They are a Spec.
type LazerParams struct {
	Agents   int     // [100]
	Bits     int     // N, bits of a solution [20]
	K        int     // other bits that a bit's contribution depends on [5]
	Partners string  // how these are drawn: repeated, repeated-own, distinct, adjacent [repeated]
	Network  Network // who sees whom
	Velocity float64 // chance a round of looking at the neighbours [0..1; 1]
	Error    float64 // chance that a bit is not taken over in copying [0..1; 0]
}

var lazerFriedman2007 = Kind{
	Name:      "lazer-friedman-2007",
	Title:     "The network structure of exploration and exploitation",
	Reference: "Lazer, D. & Friedman, A. (2007). The network structure of exploration and exploitation. Administrative Science Quarterly 52(4), 667–694",
	Doc: "Agents search a rugged landscape, each copying its best neighbour or else trying a change of its own. " +
		"A network that passes news on quickly is ahead at first and behind in the end, because it drives out the variety that later finds something better.",
	Entities: "Agents on a fixed network, each with a solution, a string of bits; an NK landscape that scores strings, its contributions drawn uniformly from 0 to 1.",
	Process: []string{
		"Every agent that looks (by the velocity) and has a neighbour with a better solution copies the best neighbour's, each bit but for the error, unless the result is worse than its own.",
		"Every other agent flips one bit at random and keeps the result if it is better.",
		"All read the solutions as they stood before the round.",
	},
	Readings: []Reading{
		{"partners", []string{"repeated", "repeated-own", "distinct", "adjacent"}, "with partners drawn with repetition the complete network levels off near .57 as printed; with the textbook's five distinct others near .535"},
		{"network.kind", []string{"lattice", "torus"}, "the lattice in which everyone has four neighbours: two on each side of a ring, or a grid that closes on itself"},
	},
	Read:        readLazer,
	Experiments: lazerExperiments,
}

// partnerRules are the ways to draw the bits that a contribution depends on.
var partnerRules = []string{"repeated", "repeated-own", "distinct", "adjacent"}

// readLazer reads the parameters; the defaults are the paper's, on a line.
func readLazer(t *keys.Table) Spec {
	p := LazerParams{
		Agents:   t.Count("agents", 100, 2, 2000, "agents (Lazer & Friedman 2007)"),
		Bits:     t.Count("bits", 20, 1, nk.MaxExact, "N, bits of a solution (Lazer & Friedman 2007)"),
		K:        t.Count("k", 5, 0, nk.MaxExact-1, "other bits that a bit's contribution depends on (Lazer & Friedman 2007)"),
		Partners: t.Choice("partners", "repeated", partnerRules, "how these bits are drawn: with repetition from the others, or from all; distinct others; the next ones"),
		Velocity: t.Share("velocity", 1, "chance of looking at the neighbours [per round] (Lazer & Friedman 2007)"),
		Error:    t.Share("error", 0, "chance that a bit is not taken over in copying [per bit] (Lazer & Friedman 2007)"),
	}
	p.Network = readNetwork(t.Table("network", "who sees whom"), p.Agents)
	if p.K >= p.Bits {
		t.Errorf("k", "%d, want less than the %d bits", p.K, p.Bits)
	}
	return p
}

// New sets the agents up under a seed: the landscape and the first solutions
// depend on the seed alone, so that all networks start alike.
func (p LazerParams) New(seed uint64) Model { return NewLazer(p, seed) }

// Lazer is a network of agents on one landscape.
type Lazer struct {
	p    LazerParams
	seed uint64
	land *nk.Landscape
	best float64 // N times the landscape's highest score

	cycle     int
	first     []int32   // row i of ties is ties[first[i]:first[i+1]]
	ties      []int32   // neighbours, ascending
	solutions []uint64  // the bit strings
	totals    []float64 // N times their scores, exactly
	copied    int       // agents who copied in the last round
	improved  int       // agents who found something better themselves

	// What can be found again from the above, kept for speed.
	next  []uint64  // solutions of the round under way
	gains []float64 // totals of the round under way
	tried []uint64  // flips known not to improve an agent's solution
}

// NewLazer returns agents with random solutions on a random landscape.
func NewLazer(p LazerParams, seed uint64) *Lazer {
	return newLazerOn(p, seed, newLazerLandscape(p, seed))
}

// A rated landscape is one with its highest score.
type rated struct {
	land *nk.Landscape
	best float64 // N times the highest score
}

// newLazerLandscape draws the landscape of a seed and finds its best solution.
func newLazerLandscape(p LazerParams, seed uint64) rated {
	l := newLazerUnrated(p, seed)
	_, at, _ := l.Max()
	return rated{l, l.Total(at)}
}

// newLazerUnrated draws the landscape of a seed.
func newLazerUnrated(p LazerParams, seed uint64) *nk.Landscape {
	d := exact.NewDraws(seed, drawLazerLandscape, 0)
	var l *nk.Landscape
	var err error
	switch p.Partners {
	case "distinct":
		l, err = nk.Random(p.Bits, p.K, d)
	case "adjacent":
		l, err = nk.Adjacent(p.Bits, p.K, d)
	default:
		l, err = nk.Repeated(p.Bits, p.K, p.Partners == "repeated-own", d)
	}
	if err != nil {
		panic(err) // readLazer has checked the sizes
	}
	return l
}

// newLazerOn sets agents onto a landscape that others may use as well.
func newLazerOn(p LazerParams, seed uint64, r rated) *Lazer {
	m := &Lazer{
		p: p, seed: seed, land: r.land, best: r.best,
		solutions: make([]uint64, p.Agents), totals: make([]float64, p.Agents),
		next: make([]uint64, p.Agents), gains: make([]float64, p.Agents), tried: make([]uint64, p.Agents),
	}
	m.first, m.ties = p.Network.build(p.Agents, exact.NewDraws(seed, drawLazerNetwork, 0))
	w := exact.NewDraws(seed, drawLazerStart, 0).Words(0)
	for i := range m.solutions {
		m.solutions[i] = w.Word() & (1<<p.Bits - 1)
		m.totals[i] = r.land.Total(m.solutions[i])
	}
	return m
}

// Step lives one round: everybody reads the solutions as they stood before it.
func (m *Lazer) Step() {
	m.copied, m.improved = 0, 0
	look := exact.NewDraws(m.seed, drawLazerLook, m.cycle)
	flip := exact.NewDraws(m.seed, drawLazerFlip, m.cycle)
	leader := m.leader()
	for i := range m.solutions {
		better := -1
		if m.p.Velocity >= 1 || look.Share(uint32(i), 0) < m.p.Velocity {
			better = m.better(i, leader)
		}
		if better >= 0 {
			m.copy(i, better)
		} else {
			m.explore(i, flip)
		}
	}
	m.solutions, m.next = m.next, m.solutions
	m.totals, m.gains = m.gains, m.totals
	m.cycle++
}

// leader is the first of the agents with the best solution of all.
func (m *Lazer) leader() int {
	best := 0
	for i, t := range m.totals {
		if t > m.totals[best] {
			best = i
		}
	}
	return best
}

// better returns i's best neighbour, the first of equals, if that one's
// solution is better than i's own, else −1. Who sees everybody sees the leader.
func (m *Lazer) better(i, leader int) int {
	row := m.ties[m.first[i]:m.first[i+1]]
	if len(row) == m.p.Agents-1 {
		if m.totals[leader] > m.totals[i] {
			return leader
		}
		return -1
	}
	best, most := -1, m.totals[i]
	for _, j := range row {
		if m.totals[j] > most {
			best, most = int(j), m.totals[j]
		}
	}
	return best
}

// copy takes over the solution of agent from, each bit but for the error, and
// keeps the result unless it is worse.
func (m *Lazer) copy(i, from int) {
	x, total := m.solutions[from], m.totals[from]
	if m.p.Error > 0 {
		w := exact.NewDraws(m.seed, drawLazerCopy, m.cycle).Words(uint32(i))
		missed := w.Mask(x^m.solutions[i], m.p.Error)
		x ^= missed
		total = m.land.Total(x)
	}
	if total < m.totals[i] {
		x, total = m.solutions[i], m.totals[i]
	}
	if x != m.solutions[i] {
		m.copied++
		m.tried[i] = 0
	}
	m.next[i], m.gains[i] = x, total
}

// explore flips one random bit and keeps it if that is better.
func (m *Lazer) explore(i int, d exact.Draws) {
	x, total := m.solutions[i], m.totals[i]
	b := d.Int(uint32(i), 0, m.p.Bits)
	if m.tried[i]>>b&1 == 0 {
		if gain := m.land.Gain(x, b); gain > 0 {
			x, total = x^1<<b, total+gain
			m.improved++
			m.tried[i] = 0
		} else {
			m.tried[i] |= 1 << b
		}
	}
	m.next[i], m.gains[i] = x, total
}

// Cycle returns the rounds lived.
func (m *Lazer) Cycle() int { return m.cycle }

// Done says that nothing more can change: nobody has a better neighbour, and
// no flip improves anybody's solution.
func (m *Lazer) Done() bool {
	if m.p.Velocity > 0 {
		leader := m.leader()
		for i := range m.solutions {
			if m.better(i, leader) >= 0 {
				return false
			}
		}
	}
	for i, x := range m.solutions {
		for left := (uint64(1)<<m.p.Bits - 1) &^ m.tried[i]; left != 0; left &= left - 1 {
			b := bits.TrailingZeros64(left)
			if m.land.Gain(x, b) > 0 {
				return false
			}
			m.tried[i] |= 1 << b
		}
	}
	return true
}

// Solutions returns the agents' bit strings; not to be changed.
func (m *Lazer) Solutions() []uint64 { return m.solutions }

// Neighbours returns whom agent i sees; not to be changed.
func (m *Lazer) Neighbours(i int) []int32 { return m.ties[m.first[i]:m.first[i+1]] }

// Performance returns agent i's r^8, r its score over the landscape's highest.
func (m *Lazer) Performance(i int) float64 { return exact.Pow(m.totals[i]/m.best, 8) }

// MeanPerformance returns the mean of all agents' performance [0..1].
func (m *Lazer) MeanPerformance() float64 {
	sum := 0.0
	for i := range m.totals {
		sum += m.Performance(i)
	}
	return sum / float64(m.p.Agents)
}

var lazerColumns = []table.Column{
	{Name: "performance", Unit: "1", Doc: "mean performance of the agents", Formula: "mean of (score / highest score)^8", Source: "Lazer & Friedman 2007", Lo: 0, Hi: 1},
	table.Share("score", "mean score over the landscape's highest"),
	table.Share("best_performance", "performance of the best agent"),
	table.Count("solutions", "solutions", "different solutions held"),
	table.Share("agreement", "share of agents who hold the commonest solution"),
	table.Count("copied", "agents", "agents who copied a neighbour in the round"),
	table.Count("improved", "agents", "agents who found something better themselves in the round"),
}

// Columns describes the measures.
func (m *Lazer) Columns() []table.Column { return lazerColumns }

// Measure writes the measures.
func (m *Lazer) Measure(dst []float64) {
	n, score := float64(m.p.Agents), 0.0
	for _, t := range m.totals {
		score += t / m.best
	}
	kinds, commonest := common(m.solutions)
	dst[0] = m.MeanPerformance()
	dst[1] = min(1, score/n)
	dst[2] = m.Performance(m.leader())
	dst[3] = float64(kinds)
	dst[4] = float64(commonest) / n
	dst[5] = float64(m.copied)
	dst[6] = float64(m.improved)
}

// common counts the different strings and those like the commonest one.
func common(xs []uint64) (kinds, commonest int) {
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	run := 0
	for i, x := range sorted {
		if i == 0 || x != sorted[i-1] {
			kinds++
			run = 0
		}
		run++
		commonest = max(commonest, run)
	}
	return kinds, commonest
}

// State visits the landscape, the network and the agents.
func (m *Lazer) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	m.land.State(s)
	s.Float("best", &m.best)
	s.Ints("first", &m.first)
	s.Ints("ties", &m.ties)
	s.Words("solutions", &m.solutions)
	s.Floats("totals", &m.totals)
	s.Int("copied", &m.copied)
	s.Int("improved", &m.improved)
	clear(m.tried) // what is restored may be other solutions
}
