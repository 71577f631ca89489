package classic

import (
	"math/rand/v2"
	"strings"
	"testing"

	"tutti/sim/exact"
)

// TestMarchFigure1 reruns corners of Figure 1 under the default readings, which
// must fit, and under the others, which must miss some cell by far: all but the
// order within a period, whose trace is too small for so few runs.
func TestMarchFigure1(t *testing.T) {
	const runs = 120
	mean := func(p MarchParams) (float64, float64) {
		xs := make([]float64, runs)
		for i := range xs {
			xs[i] = marchEquilibrium(p, uint64(i))
		}
		return meanSE(xs)
	}
	missed := map[string]bool{}
	for _, tt := range []struct{ p1, p2, want float64 }{
		{.1, .5, .953}, {.5, .1, .798}, {.5, .9, .840}, {.9, .1, .815}, {.9, .9, .734},
	} {
		p := paperMarch()
		p.P1, p.P2 = tt.p1, tt.p2
		got, se := mean(p)
		if abs(got-tt.want) > 0.02+3*se {
			t.Errorf("p1 %v, p2 %v: knowledge %.3f (se %.3f), want %.3f", tt.p1, tt.p2, got, se, tt.want)
		}
		for _, reading := range marchReadings[1:] {
			q := p
			reading.set(&q)
			other, se := mean(q)
			if abs(other-tt.want) > 0.02+2*se {
				missed[reading.name] = true
			}
			t.Logf("p1 %v, p2 %v: printed %.3f, default %.3f, %s %.3f", tt.p1, tt.p2, tt.want, got, reading.name, other)
		}
	}
	for _, reading := range marchReadings[1:] {
		if !missed[reading.name] && !strings.HasPrefix(reading.name, "order") {
			t.Errorf("%s fits the cells as well as the default: which of the two is the paper's?", reading.name)
		}
	}
}

// naiveMarch is the model as one would write it by hand with some care, one
// small whole number a belief, nothing allocated in a period. It is what the
// fast one is measured against.
type naiveMarch struct {
	p       MarchParams
	rnd     *rand.Rand
	reality []int8
	code    []int8
	beliefs [][]int8
	act     []int8
	votes   []int
	learn   []float64
}

func newNaiveMarch(p MarchParams, seed uint64) *naiveMarch {
	m := &naiveMarch{p: p, rnd: rand.New(rand.NewPCG(seed, 1)), learn: marchChances(p)}
	m.reality, m.code = make([]int8, p.Dimensions), make([]int8, p.Dimensions)
	m.act, m.votes = make([]int8, p.Dimensions), make([]int, p.Dimensions)
	for d := range m.reality {
		m.reality[d] = m.coin()
	}
	for range p.People {
		b := make([]int8, p.Dimensions)
		for d := range b {
			b[d] = int8(m.rnd.IntN(3) - 1)
		}
		m.beliefs = append(m.beliefs, b)
	}
	return m
}

// coin is −1 or 1.
func (m *naiveMarch) coin() int8 { return int8(2*(m.rnd.Uint64()&1)) - 1 }

func (m *naiveMarch) score(v []int8) int {
	s := 0
	for d, r := range m.reality {
		s += int(v[d] * r)
	}
	return s
}

func (m *naiveMarch) step() {
	code := m.score(m.code)
	clear(m.votes)
	for _, belief := range m.beliefs {
		for d, b := range belief {
			if b == 0 {
				b = m.coin()
			}
			m.act[d] = b
		}
		if m.score(m.act) > code {
			for d, a := range m.act {
				m.votes[d] += int(a)
			}
		}
		for d, c := range m.code {
			if c != 0 && belief[d] != c && m.rnd.Float64() < m.p.P1 {
				belief[d] += c
			}
		}
	}
	for d, v := range m.votes {
		sign := int8(1)
		if v < 0 {
			sign, v = -1, -v
		}
		if v > 0 && m.code[d] != sign && m.rnd.Float64() < m.learn[v] {
			m.code[d] = sign
		}
	}
}

func (m *naiveMarch) done() bool {
	code := m.score(m.code)
	for _, belief := range m.beliefs {
		open := 0
		for d, b := range belief {
			if m.code[d] != 0 && b != m.code[d] {
				return false
			}
			if b == 0 {
				open++
			}
		}
		if m.score(belief)+open > code {
			return false
		}
	}
	return true
}

func (m *naiveMarch) run() float64 {
	for {
		if m.done() {
			return float64(m.score(m.code)) / float64(m.p.Dimensions)
		}
		m.step()
	}
}

// The fast model and the plain one must be the same model.
func TestMarchAgainstAPlainLoop(t *testing.T) {
	const runs = 300
	for _, p1 := range []float64{.3, .9} {
		p := paperMarch()
		p.P1 = p1
		a, b := make([]float64, runs), make([]float64, runs)
		for i := range runs {
			a[i], b[i] = marchEquilibrium(p, uint64(i)), newNaiveMarch(p, uint64(i)).run()
		}
		am, ase := meanSE(a)
		bm, bse := meanSE(b)
		if abs(am-bm) > 4*(ase+bse) {
			t.Errorf("p1 %v: %.4f ± %.4f, the plain loop %.4f ± %.4f", p1, am, ase, bm, bse)
		}
	}
}

func TestMarchDraws(t *testing.T) {
	p := paperMarch()
	var reality, beliefs [3]int
	for seed := range uint64(200) {
		m := NewMarch(p, seed)
		for d := range 30 {
			reality[m.Reality(d)+1]++
			if m.Code(d) != 0 {
				t.Fatalf("the code starts with %d", m.Code(d))
			}
			for i := range 50 {
				beliefs[m.Belief(i, d)+1]++
			}
		}
	}
	if reality[1] != 0 || abs(float64(reality[0])/6000-.5) > .03 {
		t.Errorf("reality %v", reality)
	}
	for _, n := range beliefs {
		if abs(float64(n)/300000-1.0/3) > .005 {
			t.Errorf("beliefs %v", beliefs)
		}
	}
}

// More than 64 dimensions take a second word; it must behave as the first.
func TestMarchInTwoWords(t *testing.T) {
	for _, p := range []MarchParams{
		{Dimensions: 64, People: 20, P1: .3, P2: .5},
		{Dimensions: 65, People: 20, P1: .3, P2: .5},
		{Dimensions: 130, People: 70, P1: .3, P2: .5, ByBeliefs: true},
		{Dimensions: 130, People: 10, P1: .3, P2: .5, Turnover: .1, Turbulence: .02},
		{Dimensions: 1, People: 1, P1: 1, P2: 1, LearnsLast: true},
	} {
		m := NewMarch(p, 3)
		for range 400 {
			m.Step()
		}
		for i := range m.plus {
			if m.plus[i]&m.minus[i] != 0 || (m.plus[i]|m.minus[i])&^m.all[i%m.words] != 0 {
				t.Fatalf("%+v: belief words %x and %x", p, m.plus[i], m.minus[i])
			}
		}
		if p.Turnover == 0 && !m.Done() {
			t.Errorf("%+v: not done after 400 periods", p)
		}
		known := 0
		for d := range p.Dimensions {
			known += m.Code(d) * m.Reality(d)
		}
		if got := m.Knowledge(); got != float64(known)/float64(p.Dimensions) {
			t.Errorf("%+v: knowledge %v, counted %d", p, got, known)
		}
	}
}

func TestMarchResumes(t *testing.T) {
	p := paperMarch()
	p.Turnover, p.Turbulence, p.Fast = .1, .02, 10
	resumes(t, p, 7)
}

// Once done, further periods change nothing.
func TestMarchStaysDone(t *testing.T) {
	for seed := range uint64(20) {
		p := paperMarch()
		p.P1 = .7
		m := NewMarch(p, seed)
		for !m.Done() {
			m.Step()
		}
		code := append([]uint64(nil), m.codePlus...)
		for range 50 {
			m.Step()
		}
		if !m.Done() || m.codePlus[0] != code[0] {
			t.Fatalf("seed %d moved on", seed)
		}
	}
}

// A mix of fast and slow learners beats all learning at the mean; turnover
// keeps knowledge in a changing world.
func TestMarchOtherFigures(t *testing.T) {
	wantAgreement(t, reduced(t, marchMixed), reduced(t, marchTurbulence), reduced(t, marchTurnover))
}

func BenchmarkMarch(b *testing.B) {
	p := paperMarch()
	p.P1 = .5
	beside(b,
		func(seed uint64) { marchEquilibrium(p, seed) },
		func(seed uint64) { newNaiveMarch(p, seed).run() })
}

var _ exact.Stateful = (*March)(nil)
