package classic

import (
	"testing"

	"tutti/sim/exact"
)

// The cascade ends at the lowest fixed point, whatever the thresholds.
func TestCascadeEndsAtLowestFixedPoint(t *testing.T) {
	for i := range 3000 {
		st := exact.NewDraws(uint64(i), 9993, 0).Stream(0)
		s := &granovetterSpec{n: 1 + st.Int(60)}
		for range s.n {
			s.thresholds = append(s.thresholds, float64(st.Int(s.n+3))-float64(st.Int(4)))
		}
		m := settle(s.New(0), 1000).(*granovetterModel)
		want := 0 // the lowest r with as many thresholds at or below it
		for {
			n := 0
			for _, x := range s.thresholds {
				if x <= float64(want) {
					n++
				}
			}
			if n == want {
				break
			}
			want++
		}
		if m.count != want || cascadeEnd(s.thresholds) != want {
			t.Fatalf("thresholds %v: joined %d, sorted oracle %d, want %d", s.thresholds, m.count, cascadeEnd(s.thresholds), want)
		}
	}
}

func TestGranovetterPaper(t *testing.T) {
	wantAgreement(t, reduced(t, granovetterCrowds), reduced(t, granovetterNormal))
}
