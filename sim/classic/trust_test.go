package classic

import (
	"math"
	"testing"

	"tutti/sim/exact"
)

// Trust kept from cycle to cycle against both rules applied to the whole
// record, for random conduct and memories.
func TestTrustAgainstRecord(t *testing.T) {
	for i := range 200 {
		d := exact.NewDraws(uint64(i), 9987, 0)
		half := 0.5 + 20*d.Share(0, 0)
		s := &trustSpec{fire: i%2 == 0, partners: 3, keep: math.Exp(math.Log(0.5) / half), turnAt: 15, turning: 2, best: i%3 == 0, explore: 0.5}
		m := s.New(uint64(i)).(*trustModel)
		type rating struct {
			cycle int
			good  bool
		}
		records := make([][]rating, s.partners)
		for range 40 {
			good, bad := append([]float64(nil), m.good...), append([]float64(nil), m.bad...)
			m.Step()
			for k := range records {
				if m.good[k]+m.bad[k] > s.keep*(good[k]+bad[k])+0.5 {
					records[k] = append(records[k], rating{m.cycle, m.good[k] > s.keep*good[k]+0.5})
				}
			}
			for k, record := range records {
				r, bad := 0.0, 0.0
				for _, x := range record {
					w := math.Exp(-float64(m.cycle-x.cycle) * math.Log(2) / half)
					if x.good {
						r += w
					} else {
						bad += w
					}
				}
				want := (r + 1) / (r + bad + 2)
				if s.fire {
					want = 0
					if len(record) > 0 {
						want = (r - bad) / (r + bad)
					}
				}
				closeTo(t, "trust", m.trust(k), want, 1e-9)
				if rel := m.reliability(k); rel < 0 || rel > 1 {
					t.Fatalf("reliability %v is outside 0 to 1", rel)
				}
			}
		}
	}
}

// Without forgetting, the longer the good record the later trust is half-way.
func TestBetaIsSlowAfterALongRecord(t *testing.T) {
	for _, good := range []int{5, 20, 80} {
		bad := 0
		for turned(false, 1, good, bad).trust(0) > 0.5 {
			bad++
		}
		if bad != good {
			t.Errorf("after %d good rounds trust is half-way after %d bad ones, want %d", good, bad, good)
		}
	}
}

func TestTrustPapers(t *testing.T) {
	wantAgreement(t, reduced(t, betaRecord), reduced(t, fireRecency))
}
