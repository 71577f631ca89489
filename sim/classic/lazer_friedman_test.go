package classic

import (
	"math/rand/v2"
	"testing"

	"tutti/sim/exact"
)

// The line is behind at first and ahead in the end; partners drawn with
// repetition, the default, give the printed level of the complete network, and
// the textbook's distinct partners the lower one.
func TestLazerPartners(t *testing.T) {
	const runs = 120
	for _, tt := range []struct {
		partners string
		want     float64
	}{{"repeated", .5705}, {"repeated-own", .5705}, {"distinct", .535}} {
		p := paperLazer(Network{Kind: "complete"})
		p.Partners = tt.partners
		got, se := meanSE(lazerColumn(lazerTable([]LazerParams{p}, runs, quiet), 0, lazerFinal))
		t.Logf("%s: the complete network levels off at %.3f (se %.3f); printed .563 to .578", tt.partners, got, se)
		if abs(got-tt.want) > 0.01+3*se {
			t.Errorf("%s: the complete network levels off at %.3f (se %.3f), want %.4f", tt.partners, got, se, tt.want)
		}
	}
}

func TestLazerFigures(t *testing.T) {
	wantAgreement(t, reduced(t, lazerNetworks), reduced(t, lazerSimple), reduced(t, lazerCopying))
}

func TestLazerTieNetworks(t *testing.T) {
	wantAgreement(t, reduced(t, lazerSmallWorlds), reduced(t, lazerRandom))
}

// naiveLazer is the model as one would write it by hand with some care:
// solutions as words, nothing allocated in a round, every score summed afresh.
type naiveLazer struct {
	p        LazerParams
	rnd      *rand.Rand
	partners [][]uint8
	tables   [][]float64
	ties     [][]int32
	now      []uint32
	scores   []float64
	next     []uint32
	gains    []float64
}

func newNaiveLazer(p LazerParams, seed uint64) *naiveLazer {
	m := &naiveLazer{p: p, rnd: rand.New(rand.NewPCG(seed, 2)), next: make([]uint32, p.Agents), gains: make([]float64, p.Agents)}
	for i := range p.Bits {
		others := []uint8{uint8(i)}
		for range p.K {
			j := m.rnd.IntN(p.Bits - 1)
			if j >= i {
				j++
			}
			others = append(others, uint8(j))
		}
		m.partners = append(m.partners, others)
		table := make([]float64, 1<<(p.K+1))
		for x := range table {
			table[x] = m.rnd.Float64()
		}
		m.tables = append(m.tables, table)
	}
	first, ties := p.Network.build(p.Agents, exact.NewDraws(seed, drawLazerNetwork, 0))
	for i := range p.Agents {
		m.ties = append(m.ties, ties[first[i]:first[i+1]])
		m.now = append(m.now, m.rnd.Uint32()&(1<<p.Bits-1))
		m.scores = append(m.scores, m.score(m.now[i]))
	}
	return m
}

func (m *naiveLazer) score(x uint32) float64 {
	sum := 0.0
	for i, partners := range m.partners {
		at := uint32(0)
		for _, b := range partners {
			at = at<<1 | x>>b&1
		}
		sum += m.tables[i][at]
	}
	return sum / float64(m.p.Bits)
}

// step lives one round.
func (m *naiveLazer) step() {
	for i, x := range m.now {
		best := i
		for _, j := range m.ties[i] {
			if m.scores[j] > m.scores[best] {
				best = int(j)
			}
		}
		m.next[i], m.gains[i] = m.now[best], m.scores[best]
		if best != i {
			continue
		}
		y := x ^ 1<<m.rnd.IntN(m.p.Bits)
		if s := m.score(y); s > m.scores[i] {
			m.next[i], m.gains[i] = y, s
		}
	}
	m.now, m.next = m.next, m.now
	m.scores, m.gains = m.gains, m.scores
}

// lazerRoundsTimed is the length of a run in the comparison of speeds.
const lazerRoundsTimed = 100

func (m *naiveLazer) run() float64 {
	for range lazerRoundsTimed {
		m.step()
	}
	mean := 0.0
	for _, s := range m.scores {
		mean += s / float64(m.p.Agents)
	}
	return mean
}

// The fast model and the plain one must be the same model: equal mean scores
// after 100 rounds.
func TestLazerAgainstAPlainLoop(t *testing.T) {
	const runs = 200
	p := paperLazer(Network{Kind: "lattice"})
	a, b := make([]float64, runs), make([]float64, runs)
	for i := range runs {
		m := NewLazer(p, uint64(i))
		for range lazerRoundsTimed {
			m.Step()
		}
		for _, total := range m.totals {
			a[i] += total / float64(p.Bits*p.Agents)
		}
		b[i] = newNaiveLazer(p, uint64(i)).run()
	}
	am, ase := meanSE(a)
	bm, bse := meanSE(b)
	if abs(am-bm) > 4*(ase+bse) {
		t.Errorf("score %.4f ± %.4f, the plain loop %.4f ± %.4f", am, ase, bm, bse)
	}
}

func TestLazerInvariants(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*LazerParams)
	}{
		{"line", func(p *LazerParams) {}},
		{"half velocity", func(p *LazerParams) { p.Velocity = .5 }},
		{"no velocity", func(p *LazerParams) { p.Velocity = 0 }},
		{"error", func(p *LazerParams) { p.Error = .2; p.Network.Kind = "complete" }},
		{"star", func(p *LazerParams) { p.Network.Kind = "star" }},
		{"adjacent", func(p *LazerParams) { p.Partners = "adjacent" }},
	} {
		p := paperLazer(Network{Kind: "line"})
		tt.set(&p)
		m := NewLazer(p, 4)
		before := append([]float64(nil), m.totals...)
		for !m.Done() {
			m.Step()
			for i, total := range m.totals {
				if total < before[i] {
					t.Fatalf("%s: agent %d fell from %v to %v in round %d", tt.name, i, before[i], total, m.Cycle())
				}
				if got := m.land.Total(m.solutions[i]); got != total {
					t.Fatalf("%s: agent %d is kept at %v, its solution has %v", tt.name, i, total, got)
				}
				if total > m.best {
					t.Fatalf("%s: agent %d has %v, above the highest %v", tt.name, i, total, m.best)
				}
			}
			copy(before, m.totals)
			if m.Cycle() > 5000 {
				t.Fatalf("%s: not done after %d rounds", tt.name, m.Cycle())
			}
		}
		cycle := m.cycle
		m.copied, m.improved = 0, 0
		last := exact.Digest(m)
		for range 20 {
			m.Step()
		}
		m.cycle = cycle
		if exact.Digest(m) != last {
			t.Errorf("%s: moved on after it was done", tt.name)
		}
	}
}

func TestLazerResumes(t *testing.T) {
	p := paperLazer(Network{Kind: "small-world", Rewirings: 20})
	p.Velocity, p.Error = .7, .05
	resumes(t, p, 12)
}

func TestNetworks(t *testing.T) {
	for _, tt := range []struct {
		net          Network
		n            int
		ties         int // each counted once
		least, most  int
		mayBeDivided bool
	}{
		{Network{Kind: "line"}, 100, 99, 1, 2, false},
		{Network{Kind: "ring"}, 100, 100, 2, 2, false},
		{Network{Kind: "lattice"}, 100, 200, 4, 4, false},
		{Network{Kind: "torus"}, 100, 200, 4, 4, false},
		{Network{Kind: "complete"}, 100, 4950, 99, 99, false},
		{Network{Kind: "star"}, 100, 99, 1, 99, false},
		{Network{Kind: "small-world", Rewirings: 200}, 100, 200, 1, 99, false},
		{Network{Kind: "small-world", Rewirings: 1}, 100, 200, 3, 5, false},
		{Network{Kind: "caveman", Cave: 10}, 100, 450, 8, 10, false},
		{Network{Kind: "random", Ties: .1}, 100, -1, 0, 99, true},
		{Network{Kind: "random", Ties: 1}, 10, 45, 9, 9, false},
	} {
		first, ties := tt.net.build(tt.n, exact.NewDraws(3, drawLazerNetwork, 0))
		if tt.ties >= 0 && len(ties) != 2*tt.ties {
			t.Errorf("%+v: %d ties, want %d", tt.net, len(ties)/2, tt.ties)
		}
		g := newGraph(tt.n)
		for i := range tt.n {
			row := ties[first[i]:first[i+1]]
			if len(row) < tt.least || len(row) > tt.most {
				t.Errorf("%+v: agent %d has %d neighbours, want %d to %d", tt.net, i, len(row), tt.least, tt.most)
			}
			for _, j := range row {
				g.has[i*tt.n+int(j)] = true
			}
		}
		for i := range tt.n {
			if g.has[i*tt.n+i] {
				t.Errorf("%+v: agent %d sees itself", tt.net, i)
			}
			for j := range tt.n {
				if g.has[i*tt.n+j] != g.has[j*tt.n+i] {
					t.Fatalf("%+v: the tie of %d and %d holds one way", tt.net, i, j)
				}
			}
		}
		for j := range tt.n {
			if !tt.mayBeDivided && !g.reaches(0, j) {
				t.Fatalf("%+v: no way from agent 0 to agent %d", tt.net, j)
			}
		}
	}
}

func BenchmarkLazerFriedman(b *testing.B) {
	p := paperLazer(Network{Kind: "lattice"})
	beside(b,
		func(seed uint64) {
			m := newLazerOn(p, seed, rated{newLazerUnrated(p, seed), 1})
			for range lazerRoundsTimed {
				m.Step()
			}
		},
		func(seed uint64) { newNaiveLazer(p, seed).run() })
}
