package classic

import (
	"math"
	"testing"

	"tutti/sim/exact"
)

// Borel's law sums to 1 with mean 1/(1−s), for random s below 1.
func TestBorelLaw(t *testing.T) {
	for i := range 12 {
		s := 0.7 * exact.NewDraws(uint64(i), 9989, 0).Share(0, 0)
		total, mean := 0.0, 0.0
		for k := 1; k < 500; k++ {
			total += borel(s, k)
			mean += float64(k) * borel(s, k)
		}
		closeTo(t, "sum", total, 1, 1e-8)
		closeTo(t, "mean", mean, 1/(1-s), 1e-6)
	}
}

// Sizes of simulated cascades against the law by a chi-square, for random s.
func TestBranchingSizes(t *testing.T) {
	const cascades = 4000
	for i := range 25 {
		s := 0.05 + 0.85*exact.NewDraws(uint64(i), 9988, 0).Share(0, 0)
		m := settle((&branchingSpec{mean: s, cap: 1000000, lowest: 1, fitEvery: cascades * 2}).New(uint64(i)), cascades).(*branchingModel)
		seen := map[int32]int32{}
		for k, size := range m.sizes {
			seen[size] = m.counts[k]
		}
		chi, classes, rest, left := 0.0, 0, 1.0, float64(cascades)
		for k := int32(1); k < 15; k++ {
			want := borel(s, int(k)) * cascades
			if want < 8 {
				break
			}
			d := float64(seen[k]) - want
			chi += d * d / want
			rest -= want / cascades
			left -= float64(seen[k])
			classes++
		}
		if want := rest * cascades; want > 8 {
			chi += (left - want) * (left - want) / want
		} else {
			classes--
		}
		if limit := float64(classes) + 5*math.Sqrt(2*float64(classes)) + 4; chi > limit {
			t.Errorf("s=%.3f: chi-square %.1f with %d degrees of freedom, want below %.1f", s, chi, classes, limit)
		}
	}
}

func TestHurwitz(t *testing.T) {
	for _, tt := range []struct{ s, q, want float64 }{
		{2, 1, math.Pi * math.Pi / 6},
		{4, 1, math.Pow(math.Pi, 4) / 90},
		{3, 1, 1.2020569031595942},
		{1.5, 1, 2.612375348685488},
		{2, 3, math.Pi*math.Pi/6 - 1.25},
	} {
		closeTo(t, "zeta", hurwitz(tt.s, tt.q), tt.want, 1e-12)
	}
}

// The cap holds and is counted.
func TestBranchingCap(t *testing.T) {
	m := settle((&branchingSpec{mean: 1.5, cap: 50, lowest: 1, fitEvery: 1000}).New(1), 400)
	if got := measured(m, "cut"); got < 0.5 || got > 0.66 { // survival of Poisson 1.5 is .583
		t.Errorf("share of cascades cut: got %v, want about .58", got)
	}
}

func TestBranchingPaper(t *testing.T) {
	wantAgreement(t, reduced(t, branchingLaw), reduced(t, branchingFits))
}
