package classic

import (
	"math"
	"slices"
	"testing"

	"tutti/sim/exact"
)

// The sorted window must find whom a plain loop over all pairs finds.
func TestListenAgainstPlainLoop(t *testing.T) {
	for i := range 100 {
		st := exact.NewDraws(uint64(i), 9995, 0).Stream(0)
		s := &boundedSpec{n: 2 + st.Int(60), confidence: 0.5 * st.Share(), gap: 0.01}
		if s.above = s.confidence; i%2 == 1 {
			s.above = 0.5 * st.Share()
		}
		m := s.New(uint64(i)).(*boundedModel)
		for range 8 {
			before := slices.Clone(m.opinions)
			m.Step()
			for a, own := range before {
				total, n := 0.0, 0.0
				for _, x := range before {
					if x >= own-s.confidence && x <= own+s.above {
						total += x
						n++
					}
				}
				closeTo(t, "opinion", m.opinions[a], total/n, 1e-12)
			}
		}
	}
}

// Meetings keep the mean, the order of the extremes and the range.
func TestMeetKeepsMean(t *testing.T) {
	for i := range 50 {
		d := exact.NewDraws(uint64(i), 9994, 0)
		s := &boundedSpec{n: 3 + d.Int(0, 0, 50), confidence: d.Share(1, 0), above: 1, pairs: true, rate: 0.5 * d.Share(2, 0), gap: 0.01}
		m := s.New(uint64(i)).(*boundedModel)
		want, lo, hi := mean(m.opinions), slices.Min(m.opinions), slices.Max(m.opinions)
		for range 20 {
			m.Step()
		}
		closeTo(t, "mean opinion", mean(m.opinions), want, 1e-12)
		if slices.Min(m.opinions) < lo-1e-12 || slices.Max(m.opinions) > hi+1e-12 {
			t.Errorf("seed %d: opinions left the range they started in", i)
		}
	}
}

// At the end, everyone agrees with all they would listen to.
func TestBoundedEnds(t *testing.T) {
	for _, s := range []*boundedSpec{
		{n: 200, confidence: 0.1, above: 0.1, gap: 0.01, stopBelow: 1e-9},
		{n: 200, confidence: 0.1, above: 0.1, gap: 0.01, stopBelow: 1e-9, inTurn: true},
		{n: 200, confidence: 0.1, above: 0.1, gap: 0.01, stopBelow: 1e-9, pairs: true, rate: 0.5},
		{n: 200, confidence: 0.05, above: 0.1, gap: 0.01, stopBelow: 1e-9},
	} {
		m := settle(s.New(3), 5000).(*boundedModel)
		if !m.Done() {
			t.Errorf("%+v: not done after 5,000 cycles", s)
		}
		for i, x := range m.opinions {
			for _, y := range m.opinions[:i] {
				if gap := math.Abs(x - y); gap > 1e-9 && gap <= s.confidence {
					t.Fatalf("%+v: two who listen to each other still differ by %v", s, gap)
				}
			}
		}
	}
}

func TestBoundedPapers(t *testing.T) {
	wantAgreement(t, reduced(t, hegselmannKrauseClusters), reduced(t, deffuantClusters))
}
