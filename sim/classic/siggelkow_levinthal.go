package classic

import (
	"math/bits"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/nk"
	"tutti/sim/table"
)

// DivideParams are the parameters of Siggelkow & Levinthal 2003, the paper's
// values in brackets. They are a Spec.
type DivideParams struct {
	Bits        int    // N, decisions of the firm; the divisions have equal shares [6]
	Divisions   int    // [2]
	Structure   string // centralised, decentralised or reintegrated [reintegrated]
	Reintegrate int    // the period from which a reintegrated firm is centralised [25]
	Best        bool   // every flip is weighed and the best one made, rather than one drawn at random weighed
	InTurn      bool   // divisions decide one after another, rather than at once

	Matrix [][]bool // row i: the decisions on which contribution i depends
}

var siggelkowLevinthal2003 = Kind{
	Name:      "siggelkow-levinthal-2003",
	Title:     "Temporarily divide to conquer",
	Reference: "Siggelkow, N. & Levinthal, D. A. (2003). Temporarily divide to conquer: Centralized, decentralized, and reintegrated organizational approaches to exploration and adaptation. Organization Science 14(6), 650–669",
	Doc: "A firm improves its decisions one at a time, judged by the whole or by each division for itself. " +
		"Where divisions depend on each other, a while of division shakes the firm out of poor sticking points, and reintegration then refines what it found: it does better than either structure for good.",
	Entities: "A firm with decisions of 0 and 1 in divisions of equal size, on a landscape whose contributions depend on the decisions that the matrix names.",
	Process: []string{
		"While divided, every division tries one flip of a decision of its own, drawn at random, and makes it if the sum of its own contributions rises; all judge by the state before the period.",
		"While centralised, the firm tries one flip of any decision and makes it if the sum of all contributions rises.",
		"A reintegrated firm is divided until the given period and centralised from then on.",
	},
	Readings: []Reading{
		{"interactions", []string{"full", "blocks", "linked"}, "the matrices are printed in the reference; published accounts of the one with a cross link each way differ, so that one is ours: the last decision of each division and the first of the next depend on each other"},
		{"search", []string{"random", "best"}, "one flip drawn at random is weighed a period"},
		{"timing", []string{"together", "in-turn"}, "divisions decide on the state of the period before, so that they can upset each other"},
	},
	Read:        readDivide,
	Experiments: divideExperiments,
}

// readDivide reads the parameters; the defaults are the paper's reintegrated
// firm on the full matrix.
func readDivide(t *keys.Table) Spec {
	p := DivideParams{
		Bits:        t.Count("decisions", 6, 2, nk.MaxExact, "N, decisions of the firm (Siggelkow & Levinthal 2003)"),
		Divisions:   t.Count("divisions", 2, 1, nk.MaxExact, "divisions, each with an equal share of the decisions (Siggelkow & Levinthal 2003)"),
		Structure:   t.Choice("structure", "reintegrated", []string{"centralised", "decentralised", "reintegrated"}, "who judges: the whole firm, each division for itself, or first the divisions and then the firm"),
		Reintegrate: t.Count("reintegrate", 25, 0, 1000000, "from when a reintegrated firm is centralised [period] (Siggelkow & Levinthal 2003)"),
		Best:        t.Choice("search", "random", []string{"random", "best"}, "what is weighed in a period: one flip drawn at random, or every flip") == "best",
		InTurn:      t.Choice("timing", "together", []string{"together", "in-turn"}, "whether divisions decide at once or one after another") == "in-turn",
	}
	kind := t.Choice("interactions", "full", matrixKinds, "on what contributions depend: every decision; those of the same division; these and one across the border each way (111000 111000 111100 001111 000111 000111)")
	own := t.Matrix("matrix", keys.Range{Lo: 0, Hi: 1}, "the interactions instead of one named above: row i has 1 for each decision on which contribution i depends")
	if p.Bits%p.Divisions != 0 {
		t.Errorf("divisions", "%d decisions in %d divisions, want equal shares", p.Bits, p.Divisions)
		p.Divisions = 1
	}
	p.Matrix = Interactions(kind, p.Bits, p.Divisions)
	if own != nil {
		if t.Has("interactions") {
			t.Errorf("matrix", "beside interactions = %q, want one of the two", kind)
		}
		p.Matrix = ownMatrix(t, own, p)
	}
	return p
}

// matrixKinds are the named matrices.
var matrixKinds = []string{"full", "blocks", "linked"}

// ownMatrix reads a matrix of 0 and 1, or reports what is wrong with it.
func ownMatrix(t *keys.Table, rows [][]float64, p DivideParams) [][]bool {
	if len(rows) != p.Bits {
		t.Errorf("matrix", "%d rows for %d decisions", len(rows), p.Bits)
		return p.Matrix
	}
	m := make([][]bool, p.Bits)
	for i, row := range rows {
		if len(row) != p.Bits {
			t.Errorf("matrix", "row %d has %d entries, want %d", i+1, len(row), p.Bits)
			return p.Matrix
		}
		m[i] = make([]bool, p.Bits)
		for j, x := range row {
			if x != 0 && x != 1 {
				t.Errorf("matrix", "row %d, entry %d: %v, want 0 or 1", i+1, j+1, x)
			}
			m[i][j] = x != 0
		}
	}
	return m
}

// Interactions returns a named matrix: full, blocks, or linked.
func Interactions(kind string, n, divisions int) [][]bool {
	size := n / divisions
	m := make([][]bool, n)
	for i := range m {
		m[i] = make([]bool, n)
		for j := range m[i] {
			border := i-j == 1 || j-i == 1
			m[i][j] = kind == "full" || i/size == j/size || kind == "linked" && border
		}
	}
	return m
}

// New sets the firm up under a seed: landscape and first decisions depend on
// the seed alone, so that all structures start alike.
func (p DivideParams) New(seed uint64) Model { return NewDivide(p, seed) }

// Divide is one firm on one landscape.
type Divide struct {
	p    DivideParams
	seed uint64
	land *nk.Landscape
	best float64 // N times the landscape's highest score

	cycle   int
	x       uint64 // the decisions
	changes int    // decisions changed in the last period
}

// NewDivide returns a firm with random decisions on a random landscape.
func NewDivide(p DivideParams, seed uint64) *Divide {
	land, err := nk.FromMatrix(p.Matrix, exact.NewDraws(seed, drawDivideLandscape, 0))
	if err != nil {
		panic(err) // readDivide has checked the sizes
	}
	_, at, _ := land.Max()
	start := exact.NewDraws(seed, drawDivideStart, 0).Words(0)
	return &Divide{p: p, seed: seed, land: land, best: land.Total(at), x: start.Word() & (1<<p.Bits - 1)}
}

// Divided says whether the divisions judge for themselves now.
func (m *Divide) Divided() bool {
	switch m.p.Structure {
	case "decentralised":
		return true
	case "reintegrated":
		return m.cycle < m.p.Reintegrate
	}
	return false
}

// Step lives one period.
func (m *Divide) Step() {
	d := exact.NewDraws(m.seed, drawDivideFlip, m.cycle)
	before := m.x
	if m.Divided() {
		size := m.p.Bits / m.p.Divisions
		after := before
		for v := range m.p.Divisions {
			seen := before
			if m.p.InTurn {
				seen = after
			}
			after ^= m.flip(seen, v*size, size, d.Share(uint32(v)+1, 0))
		}
		m.x = after
	} else {
		m.x ^= m.flip(before, 0, m.p.Bits, d.Share(0, 0))
	}
	m.changes = bits.OnesCount64(before ^ m.x)
	m.cycle++
}

// flip returns the decision that whoever has the n decisions from lo changes,
// judging by the contributions of these alone; 0 for none. u picks the one
// that is weighed.
func (m *Divide) flip(x uint64, lo, n int, u float64) uint64 {
	own := (uint64(1)<<n - 1) << lo
	now := m.land.Sum(x, own)
	if !m.p.Best {
		bit := uint64(1) << (lo + int(u*float64(n)))
		if m.land.Sum(x^bit, own) > now {
			return bit
		}
		return 0
	}
	best := uint64(0)
	for b := lo; b < lo+n; b++ {
		if s := m.land.Sum(x^1<<b, own); s > now {
			best, now = 1<<b, s
		}
	}
	return best
}

// Cycle returns the periods lived.
func (m *Divide) Cycle() int { return m.cycle }

// Done says that nothing more can change: nobody who judges sees a flip that
// is better, and no other structure is to come.
func (m *Divide) Done() bool {
	if m.p.Structure == "reintegrated" && m.Divided() {
		return false
	}
	n := m.p.Bits
	if m.Divided() {
		n /= m.p.Divisions
	}
	for b := range m.p.Bits {
		own := (uint64(1)<<n - 1) << (b / n * n)
		if m.land.Sum(m.x^1<<b, own) > m.land.Sum(m.x, own) {
			return false
		}
	}
	return true
}

// Decisions returns the decisions as bits.
func (m *Divide) Decisions() uint64 { return m.x }

// Performance returns the score over the landscape's highest [0..1].
func (m *Divide) Performance() float64 { return m.land.Total(m.x) / m.best }

var divideColumns = []table.Column{
	{Name: "performance", Unit: "1", Doc: "score of the firm over the landscape's highest", Formula: "score / highest score", Source: "Siggelkow & Levinthal 2003", Lo: 0, Hi: 1},
	table.Count("changes", "decisions", "decisions changed in the period"),
	table.Share("at_peak", "1 where no single change improves the whole, else 0"),
	table.Share("divided", "1 while divisions judge for themselves, else 0"),
}

// Columns describes the measures.
func (m *Divide) Columns() []table.Column { return divideColumns }

// Measure writes the measures.
func (m *Divide) Measure(dst []float64) {
	dst[0] = m.Performance()
	dst[1] = float64(m.changes)
	dst[2] = one(m.land.IsPeak(m.x))
	dst[3] = one(m.Divided())
}

// one is 1 for true, else 0.
func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// State visits the landscape and the firm.
func (m *Divide) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	m.land.State(s)
	s.Float("best", &m.best)
	x := []uint64{m.x}
	s.Words("decisions", &x)
	if len(x) == 1 {
		m.x = x[0]
	}
	s.Int("changes", &m.changes)
}
