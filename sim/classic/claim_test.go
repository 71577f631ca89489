package classic

import (
	"fmt"
	"math"
	"testing"

	"tutti/sim/keys"
)

func TestPairOf(t *testing.T) {
	k := 0
	for i := range 300 {
		for j := range i {
			if a, b := pairOf(k); a != i || b != j {
				t.Fatalf("pair %d is (%d, %d), want (%d, %d)", k, a, b, i, j)
			}
			k++
		}
	}
}

// Agreement is 1 when all raters see the same in each, and below 0 when people
// differ less than raters do.
func TestAgreement(t *testing.T) {
	m := readClaim(keys.Reference()).New(1).(*claimModel)
	n := m.spec.n
	for j := range n {
		for i := range n {
			m.sees[j*n+i] = float64(i) / 20
		}
	}
	closeTo(t, "agreement of like raters", m.agreement(), 1, 1e-12)
	for j := range n {
		for i := range n {
			m.sees[j*n+i] = float64(j) / 20
		}
	}
	if got := m.agreement(); got > 0 {
		t.Errorf("agreement where raters differ and people do not: got %v, want at most 0", got)
	}
	for i := range m.sees {
		m.sees[i] = 0.5
	}
	if got := m.agreement(); !math.IsNaN(got) {
		t.Errorf("agreement where nothing differs: got %v, want it missing", got)
	}
}

// What a meeting leaves behind, by what was claimed and granted: how the
// claimer sees itself, how the other sees it, both the other way round, and how
// a third person sees the claimer. All begin at a half; rates are .1 and .02.
func TestClaimLearns(t *testing.T) {
	const up, down, seenUp, seenDown, half = 0.55, 0.45, 0.51, 0.49, 0.5
	for _, tt := range []struct {
		name   string
		shared bool
		what   encounter
		want   [5]float64
	}{
		{"claimed and granted", false, encounter{true, true}, [5]float64{up, up, down, down, seenUp}},
		{"claimed and granted, shared", true, encounter{true, true}, [5]float64{up, up, half, half, seenUp}},
		{"claimed and refused", false, encounter{true, false}, [5]float64{down, down, half, half, seenDown}},
		{"granted unasked", false, encounter{false, true}, [5]float64{0.525, half, half, half, half}},
		{"nothing", false, encounter{}, [5]float64{half, half, half, half, half}},
	} {
		s := *readClaim(keys.Reference()).(*claimSpec)
		s.shared = tt.shared
		m := s.New(1).(*claimModel)
		for k := range m.sees {
			m.sees[k], m.leads[k] = half, half
		}
		const i, j, third = 2, 5, 7
		m.learn(i, j, tt.what)
		n := s.n
		for k, got := range []float64{m.leads[i*n+j], m.sees[j*n+i], m.leads[j*n+i], m.sees[i*n+j], m.sees[third*n+i]} {
			closeTo(t, fmt.Sprintf("%s, number %d", tt.name, k), got, tt.want[k], 1e-12)
		}
	}
}

// Identity and recognition stay within their bounds for ever.
func TestClaimBounds(t *testing.T) {
	for seed := range uint64(10) {
		s := *readClaim(keys.Reference()).(*claimSpec)
		s.rate, s.seen, s.shared = 0.5, 0.3, seed%2 == 0
		m := settle(s.New(seed), 300).(*claimModel)
		for i := range m.sees {
			if m.sees[i] < 0.02 || m.sees[i] > 0.98 || m.leads[i] < 0.02 || m.leads[i] > 0.98 {
				t.Fatalf("seed %d: identity %v, recognition %v", seed, m.leads[i], m.sees[i])
			}
		}
		inRange(t, m)
	}
}

// The null model shows no spiral: its acts do not depend on what was granted.
func TestNullHasNoSpiral(t *testing.T) {
	var xs []float64
	for seed := range uint64(40) {
		s := *readClaim(keys.Reference()).(*claimSpec)
		s.random = true
		xs = append(xs, measured(settle(s.New(seed), 200), "spiral"))
	}
	if mean, se := meanSE(xs); math.Abs(mean) > 4*se {
		t.Errorf("spiral of the null: %v ± %v, want 0", mean, se)
	}
}

func TestClaimPaper(t *testing.T) {
	for _, o := range reduced(t, claimAgainstNull).Outcomes {
		t.Logf("%s: %.4f ± %.4f: %s", o.Name, o.Ours, o.SE, o.Verdict)
		if o.Verdict != Agrees && o.Name != "time to a stable top [cycles]: process less null" {
			t.Errorf("%s: got %v ± %v, want clearly above 0", o.Name, o.Ours, o.SE)
		}
	}
}
