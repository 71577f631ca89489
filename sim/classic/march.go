package classic

import (
	"math/bits"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// MarchParams are the parameters of March 1991, with the paper's defaults in
// brackets. They are a Spec.
type MarchParams struct {
	Dimensions int     // m, dimensions of reality [30]
	People     int     // n, individuals [50]
	P1         float64 // chance a period that a belief moves toward the code [0..1; 0.1]
	P2         float64 // chance a period and unit of majority that the code learns [0..1; 0.5]
	Fast       int     // individuals, the last ones, who learn with FastP1 instead [0]
	FastP1     float64 // their chance [0..1; 0.9]
	Turnover   float64 // p3, chance a period that an individual is replaced [0..1; 0]
	Turbulence float64 // p4, chance a period that a dimension of reality flips [0..1; 0]

	BeliefJumps   bool // a belief jumps to the code rather than move one step
	CodeSteps     bool // the code moves one step rather than jump
	ByBeliefs     bool // the code is compared with beliefs rather than with acts
	LearnsLast    bool // the code learns from beliefs after they moved
	NoMajorityPow bool // the code learns with p2 whatever the size of the majority
}

// march1991 describes the model to the catalogue.
var march1991 = Kind{
	Name:      "march-1991",
	Title:     "Exploration and exploitation in organisational learning",
	Reference: "March, J. G. (1991). Exploration and exploitation in organizational learning. Organization Science 2(1), 71–87",
	Doc: "Individuals learn from an organisational code while the code learns from those who know better. " +
		"Slow learners keep the variety that the code lives on: quick socialisation ends in less knowledge, some slow learners among quick ones help, and in a changing world turnover keeps the code alive.",
	Entities: "Reality, a vector of −1 and 1; a code and individuals, vectors of −1, 0 and 1 over the same dimensions.",
	Process: []string{
		"With turnover, individuals are replaced by ones with fresh beliefs; with turbulence, dimensions of reality flip.",
		"Every individual acts: the belief where there is one, a fair coin where not. Those whose acts agree with reality more than the code does are the superiors.",
		"Every belief on which an individual differs from a code that is not 0 moves one step towards the code, with the chance p1.",
		"On each dimension the code takes the value of the superiors' majority with the chance 1 − (1 − p2)^k, k by how many that majority outnumbers the rest.",
	},
	Readings: []Reading{
		{"belief", []string{"step", "jump"}, "a belief contrary to the code first becomes no belief; with a jump quick socialisation loses still more variety and the printed figure is missed"},
		{"code", []string{"jump", "step"}, "the code takes the majority's value at once"},
		{"evidence", []string{"acts", "beliefs"}, "who has no belief on a dimension acts by a coin, and it is acts that reality pays and the code observes"},
		{"order", []string{"together", "people-first"}, "the code learns from what people did before the code taught them in the same period"},
		{"majority", []string{"power", "plain"}, "each unit of majority is a further chance p2 to learn"},
	},
	Read:        readMarch,
	Experiments: marchExperiments,
}

// readMarch reads the parameters; the defaults are the paper's.
func readMarch(t *keys.Table) Spec {
	p := MarchParams{
		Dimensions: t.Count("dimensions", 30, 1, 4096, "dimensions of reality (March 1991)"),
		People:     t.Count("people", 50, 1, 100000, "individuals (March 1991)"),
		P1:         t.Share("p1", 0.1, "chance that a belief moves toward the code [per period] (March 1991)"),
		P2:         t.Share("p2", 0.5, "chance that the code learns, for each unit of majority [per period] (March 1991)"),
		Fast:       t.Count("fast", 0, 0, 100000, "individuals who learn with p1_fast instead"),
		FastP1:     t.Share("p1_fast", 0.9, "chance that a fast learner's belief moves toward the code [per period]"),
		Turnover:   t.Share("turnover", 0, "p3, chance that an individual is replaced by one with fresh beliefs [per period] (March 1991)"),
		Turbulence: t.Share("turbulence", 0, "p4, chance that a dimension of reality flips [per period] (March 1991)"),
	}
	p.BeliefJumps = t.Choice("belief", "step", []string{"step", "jump"}, "how a belief moves toward the code: one step of −1, 0, 1, or all the way") == "jump"
	p.CodeSteps = t.Choice("code", "jump", []string{"jump", "step"}, "how the code moves toward the majority") == "step"
	p.ByBeliefs = t.Choice("evidence", "acts", []string{"acts", "beliefs"}, "what is paid and observed: acts, with a coin where there is no belief, or beliefs") == "beliefs"
	p.LearnsLast = t.Choice("order", "together", []string{"together", "people-first"}, "whether the code learns from what stood before the people learnt, or after") == "people-first"
	p.NoMajorityPow = t.Choice("majority", "power", []string{"power", "plain"}, "chance that the code learns: 1−(1−p2)^k for a majority of k, or p2") == "plain"
	if p.Fast > p.People {
		t.Errorf("fast", "%d fast learners among %d people, want at most as many", p.Fast, p.People)
	}
	return p
}

// New sets an organisation up under a seed.
func (p MarchParams) New(seed uint64) Model { return NewMarch(p, seed) }

// March is one organisation. Vectors over the dimensions are kept as bits, 64
// a word: a value is +1 where the vector's plus bit is set, −1 where its minus
// bit is, else 0.
type March struct {
	p     MarchParams
	seed  uint64
	words int      // words a vector
	all   []uint64 // the dimensions that exist
	learn []float64

	cycle               int
	reality             []uint64 // set where reality is +1
	codePlus, codeMinus []uint64
	plus, minus         []uint64 // beliefs, row i is individual i
	superiors           int      // individuals above the code in the last period

	acts   []uint64 // what one individual does, or all of them when the code learns last
	counts []uint64 // for each dimension the number of superiors who did +1, in binary, a plane a digit
}

// NewMarch returns an organisation before its first period: its code knows
// nothing, reality and beliefs are drawn.
func NewMarch(p MarchParams, seed uint64) *March {
	w := (p.Dimensions + 63) / 64
	m := &March{
		p: p, seed: seed, words: w,
		all: make([]uint64, w), learn: marchChances(p),
		reality: make([]uint64, w), codePlus: make([]uint64, w), codeMinus: make([]uint64, w),
		plus: make([]uint64, w*p.People), minus: make([]uint64, w*p.People),
		acts: make([]uint64, w), counts: make([]uint64, w*bits.Len(uint(p.People))),
	}
	for d := range p.Dimensions {
		m.all[d/64] |= 1 << (d % 64)
	}
	r := exact.NewDraws(seed, drawMarchReality, 0).Words(0)
	for j := range w {
		m.reality[j] = r.Word() & m.all[j]
	}
	d := exact.NewDraws(seed, drawMarchBeliefs, 0)
	for i := range p.People {
		m.fresh(i, d)
	}
	return m
}

// marchChances gives for each majority k the chance that the code learns.
func marchChances(p MarchParams) []float64 {
	c, miss := make([]float64, p.People+1), 1.0
	for k := range c {
		c[k] = 1 - miss
		if k == 0 || !p.NoMajorityPow {
			miss = float64(miss * (1 - p.P2))
		}
	}
	return c
}

// fresh gives individual i beliefs, each −1, 0 or 1 with equal chance.
func (m *March) fresh(i int, d exact.Draws) {
	r := d.Words(uint32(i))
	for j := range m.words {
		held := r.Mask(m.all[j], 2.0/3)
		sign := r.Word()
		m.plus[i*m.words+j], m.minus[i*m.words+j] = held&sign, held&^sign
	}
}

// Step lives one period (March 1991, with the order that Christensen 2015 and
// Rodan 2005 found to reproduce it).
func (m *March) Step() {
	m.turn()
	if m.p.LearnsLast {
		m.teach()
		m.compare()
	} else {
		m.meet()
	}
	m.codeLearns()
	m.cycle++
}

// turn replaces people and lets reality change.
func (m *March) turn() {
	if m.p.Turnover > 0 {
		d := exact.NewDraws(m.seed, drawMarchTurnover, m.cycle)
		new := exact.NewDraws(m.seed, drawMarchBeliefs, m.cycle+1)
		for i := range m.p.People {
			if d.Share(uint32(i), 0) < m.p.Turnover {
				m.fresh(i, new)
			}
		}
	}
	if m.p.Turbulence > 0 {
		r := exact.NewDraws(m.seed, drawMarchTurbulence, m.cycle).Words(0)
		for j := range m.words {
			m.reality[j] ^= r.Mask(m.all[j], m.p.Turbulence)
		}
	}
}

// meet does compare and teach for one individual after another: the same, for
// the code does not change between, and the faster way through memory.
func (m *March) meet() {
	m.startCount()
	code := m.score(m.codePlus, m.codeMinus)
	act := exact.NewDraws(m.seed, drawMarchActs, m.cycle)
	learn := exact.NewDraws(m.seed, drawMarchLearning, m.cycle)
	for i := range m.p.People {
		m.observe(i, code, act)
		m.learns(i, learn)
	}
}

// compare finds who knows better than the code.
func (m *March) compare() {
	m.startCount()
	code := m.score(m.codePlus, m.codeMinus)
	act := exact.NewDraws(m.seed, drawMarchActs, m.cycle)
	for i := range m.p.People {
		m.observe(i, code, act)
	}
}

// teach lets each individual learn from the code.
func (m *March) teach() {
	learn := exact.NewDraws(m.seed, drawMarchLearning, m.cycle)
	for i := range m.p.People {
		m.learns(i, learn)
	}
}

func (m *March) startCount() {
	clear(m.counts)
	m.superiors = 0
}

// score is Σ vector·reality, −m..m.
func (m *March) score(plus, minus []uint64) int {
	s := 0
	for j, r := range m.reality {
		s += bits.OnesCount64(plus[j]&r|minus[j]&^r) - bits.OnesCount64(plus[j]&^r|minus[j]&r)
	}
	return s
}

// observe lets individual i act and, if that beats the code, counts the acts.
func (m *March) observe(i, code int, d exact.Draws) {
	plus, minus := m.beliefs(i)
	if m.p.ByBeliefs {
		if m.score(plus, minus) > code {
			m.count(plus, minus)
		}
		return
	}
	right, r, drawn := 0, exact.Words{}, false
	for j, real := range m.reality {
		act := plus[j]
		if open := m.all[j] &^ (plus[j] | minus[j]); open != 0 {
			if !drawn {
				r, drawn = d.Words(uint32(i)), true
			}
			act |= r.Word() & open
		}
		m.acts[j] = act
		right += bits.OnesCount64(m.all[j] &^ (act ^ real))
	}
	if 2*right-m.p.Dimensions > code {
		m.count(m.acts, nil)
	}
}

// count adds the acts of one superior to the counters. Where acts are beliefs,
// minus holds the −1s and half a vote goes to neither side: every +1 counts
// two, every 0 one, so that twice the number of superiors is again the whole.
func (m *March) count(plus, minus []uint64) {
	m.superiors++
	for j := range m.words {
		if minus == nil {
			m.add(j, plus[j])
		} else {
			m.add(j, plus[j])
			m.add(j, m.all[j]&^minus[j])
		}
	}
}

// add adds one to the counter of every dimension set in word j.
func (m *March) add(j int, carry uint64) {
	for ; carry != 0; j += m.words {
		if j >= len(m.counts) {
			m.counts = append(m.counts, make([]uint64, m.words)...)
		}
		m.counts[j], carry = m.counts[j]^carry, m.counts[j]&carry
	}
}

// counted is the number of +1 on a dimension.
func (m *March) counted(d int) int {
	n := 0
	for p, j := 0, d/64; j < len(m.counts); p, j = p+1, j+m.words {
		n |= int(m.counts[j]>>(d%64)&1) << p
	}
	return n
}

// learns moves the beliefs of individual i toward the code.
func (m *March) learns(i int, d exact.Draws) {
	chance := m.p.P1
	if i >= m.p.People-m.p.Fast {
		chance = m.p.FastP1
	}
	plus, minus := m.beliefs(i)
	r, drawn := exact.Words{}, false
	for j, cp := range m.codePlus {
		cm := m.codeMinus[j]
		differs := cp&^plus[j] | cm&^minus[j]
		if differs == 0 {
			continue
		}
		if !drawn {
			r, drawn = d.Words(uint32(i)), true
		}
		moved := r.Mask(differs, chance)
		if m.p.BeliefJumps {
			plus[j], minus[j] = plus[j]&^moved|cp&moved, minus[j]&^moved|cm&moved
			continue
		}
		held := moved & (plus[j] | minus[j]) // contrary beliefs become none
		moved &^= held
		plus[j], minus[j] = plus[j]&^held|cp&moved, minus[j]&^held|cm&moved
	}
}

// codeLearns moves the code toward the majority of its superiors.
func (m *March) codeLearns() {
	if m.superiors == 0 {
		return
	}
	whole := m.superiors
	r := exact.NewDraws(m.seed, drawMarchCode, m.cycle).Words(0)
	for d := range m.p.Dimensions {
		k := 2*m.counted(d) - whole
		if m.p.ByBeliefs {
			k = m.counted(d) - whole
		}
		j, bit := d/64, uint64(1)<<(d%64)
		to, from := m.codePlus, m.codeMinus
		if k < 0 {
			to, from, k = from, to, -k
		}
		if k == 0 || to[j]&bit != 0 || r.Share() >= m.learn[k] {
			continue
		}
		if !m.p.CodeSteps || from[j]&bit == 0 {
			to[j] |= bit
		}
		from[j] &^= bit
	}
}

// beliefs returns the two bit rows of individual i.
func (m *March) beliefs(i int) (plus, minus []uint64) {
	lo, hi := i*m.words, (i+1)*m.words
	return m.plus[lo:hi], m.minus[lo:hi]
}

// Cycle returns the periods lived.
func (m *March) Cycle() int { return m.cycle }

// Done says that nothing more can change: the world and the people stay,
// nobody differs from the code where it says something, and nobody could
// outscore it, however their coins fell.
func (m *March) Done() bool {
	if m.p.Turnover > 0 || m.p.Turbulence > 0 || m.cycle == 0 {
		return false
	}
	code := m.score(m.codePlus, m.codeMinus)
	for i := range m.p.People {
		plus, minus := m.beliefs(i)
		open := 0
		for j := range plus {
			if m.codePlus[j]&^plus[j]|m.codeMinus[j]&^minus[j] != 0 {
				return false
			}
			if !m.p.ByBeliefs {
				open += bits.OnesCount64(m.all[j] &^ (plus[j] | minus[j]))
			}
		}
		if m.score(plus, minus)+open > code {
			return false
		}
	}
	return true
}

// Reality returns dimension d of reality, −1 or 1.
func (m *March) Reality(d int) int {
	if m.reality[d/64]>>(d%64)&1 == 1 {
		return 1
	}
	return -1
}

// Code returns dimension d of the code, −1, 0 or 1.
func (m *March) Code(d int) int { return trit(m.codePlus, m.codeMinus, d) }

// Belief returns what individual i believes of dimension d, −1, 0 or 1.
func (m *March) Belief(i, d int) int {
	plus, minus := m.beliefs(i)
	return trit(plus, minus, d)
}

// Size returns the numbers of individuals and of dimensions.
func (m *March) Size() (people, dimensions int) { return m.p.People, m.p.Dimensions }

func trit(plus, minus []uint64, d int) int {
	return int(plus[d/64]>>(d%64)&1) - int(minus[d/64]>>(d%64)&1)
}

// Knowledge returns C/m, the code's agreement with reality [−1..1].
func (m *March) Knowledge() float64 {
	return float64(m.score(m.codePlus, m.codeMinus)) / float64(m.p.Dimensions)
}

// meanKnowledge is the mean agreement of individuals lo to hi−1 with reality
// [−1..1]; missing for none.
func (m *March) meanKnowledge(lo, hi int) float64 {
	total := 0
	for i := lo; i < hi; i++ {
		total += m.score(m.beliefs(i))
	}
	if lo >= hi {
		return missing
	}
	return float64(total) / (float64(hi-lo) * float64(m.p.Dimensions))
}

var marchColumns = []table.Column{
	{Name: "code_knowledge", Unit: "1", Doc: "agreement of the code with reality", Formula: "Σ code·reality / m", Source: "March 1991", Lo: -1, Hi: 1},
	table.Share("code_correct", "share of dimensions on which the code is right"),
	{Name: "knowledge", Unit: "1", Doc: "mean agreement of individual beliefs with reality", Formula: "mean of Σ belief·reality / m", Source: "March 1991", Lo: -1, Hi: 1},
	{Name: "best_knowledge", Unit: "1", Doc: "highest agreement of an individual's beliefs with reality", Lo: -1, Hi: 1},
	table.Share("dissent", "share of beliefs that differ from the code where it says something"),
	table.Count("superiors", "individuals", "individuals who outdid the code in the period"),
	{Name: "knowledge_slow", Unit: "1", Doc: "mean knowledge of those who learn with p1; missing where nobody does", Source: "March 1991", Lo: -1, Hi: 1},
	{Name: "knowledge_fast", Unit: "1", Doc: "mean knowledge of those who learn with p1_fast; missing where nobody does", Source: "March 1991", Lo: -1, Hi: 1},
}

// Columns describes the measures.
func (m *March) Columns() []table.Column { return marchColumns }

// Measure writes the measures.
func (m *March) Measure(dst []float64) {
	total, best, differ, said := 0, -m.p.Dimensions, 0, 0
	correct := 0
	for j, r := range m.reality {
		correct += bits.OnesCount64(m.codePlus[j]&r | m.codeMinus[j]&^r)
		said += bits.OnesCount64(m.codePlus[j] | m.codeMinus[j])
	}
	for i := range m.p.People {
		plus, minus := m.beliefs(i)
		s := m.score(plus, minus)
		total += s
		best = max(best, s)
		for j := range plus {
			differ += bits.OnesCount64(m.codePlus[j]&^plus[j] | m.codeMinus[j]&^minus[j])
		}
	}
	n, dims := float64(m.p.People), float64(m.p.Dimensions)
	dst[0] = m.Knowledge()
	dst[1] = float64(correct) / dims
	dst[2] = float64(total) / (n * dims)
	dst[3] = float64(best) / dims
	dst[4] = 0
	if said > 0 {
		dst[4] = float64(differ) / (n * float64(said))
	}
	dst[5] = float64(m.superiors)
	slow := m.p.People - m.p.Fast
	dst[6], dst[7] = m.meanKnowledge(0, slow), m.meanKnowledge(slow, m.p.People)
}

// State visits the organisation.
func (m *March) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	s.Words("reality", &m.reality)
	s.Words("code_plus", &m.codePlus)
	s.Words("code_minus", &m.codeMinus)
	s.Words("beliefs_plus", &m.plus)
	s.Words("beliefs_minus", &m.minus)
	s.Int("superiors", &m.superiors)
}
