package classic

import (
	"math"
	"testing"

	"tutti/sim/exact"
)

// The closed form solves dF/dt = (p + q·F)(1 − F), here by the classical
// Runge–Kutta method, for random p and q.
func TestBassCurveSolvesItsEquation(t *testing.T) {
	for i := range 200 {
		d := exact.NewDraws(uint64(i), 9992, 0)
		p, q := 0.001+0.2*d.Share(0, 0), d.Share(1, 0)
		slope := func(f float64) float64 { return (p + q*f) * (1 - f) }
		f, h := 0.0, 0.01
		for k := range 2000 {
			a := slope(f)
			b := slope(f + h/2*a)
			c := slope(f + h/2*b)
			f += h / 6 * (a + 2*b + 2*c + slope(f+h*c))
			if k%200 == 199 {
				closeTo(t, "share", bassShare(p, q, float64(k+1)*h), f, 1e-8)
			}
		}
	}
}

// Agents stay within a few times 1/√n of the curve, for random p and q.
func TestBassAgents(t *testing.T) {
	for i := range 30 {
		d := exact.NewDraws(uint64(i), 9991, 0)
		s := &bassSpec{n: 20000, p: 0.02 + 0.1*d.Share(0, 0), q: 0.5 * d.Share(1, 0), length: 0.3 + d.Share(2, 0)}
		m := s.New(uint64(i))
		for range 30 {
			m.Step()
			if off := measured(m, "difference"); math.Abs(off) > 6/math.Sqrt(20000) {
				t.Errorf("p=%.3f q=%.3f: at cycle %d agents are off by %v", s.p, s.q, m.Cycle(), off)
				break
			}
		}
	}
}

// A cycle cut in two changes nothing in continuous time.
func TestBassCycleLength(t *testing.T) {
	whole := (&bassSpec{n: 500, p: 0.03, q: 0.38, length: 1}).New(4)
	halves := (&bassSpec{n: 500, p: 0.03, q: 0.38, length: 0.5}).New(4)
	for range 12 {
		whole.Step()
		halves.Step()
		halves.Step()
		if a, b := measured(whole, "share"), measured(halves, "share"); a != b {
			t.Fatalf("share %v in whole cycles, %v in halves", a, b)
		}
	}
}

func TestBassPaper(t *testing.T) {
	wantAgreement(t, reduced(t, bassPeak), reduced(t, bassCurve))
}
