package work_test

import (
	"fmt"
	"strings"
	"testing"
)

// village is a hundred people who hear all others alike, nobody's own way
// counting, so that the exposure is the share of adopters among the others.
func village(change string) string {
	return `
pattern = {admit = "anyone", office = "none", claim = "always", grant = "fixed", rounds = 1, attention = 0, reflection = 0}
[group.villager]
count = 100
openness = 1
[[ties]]
kind = "complete"
[work]
kind = "change"
relapse = 0
` + change
}

// Thresholds of 0, 1, .., 99 others: all hundred adopt. Change the 1 to a 2 and
// one does (Granovetter 1978).
func TestChangeIsGranovetters(t *testing.T) {
	for _, tt := range []struct {
		second int
		want   float64
	}{{1, 1}, {2, 0.01}} {
		thresholds := []string{"0", fmt.Sprint(float64(tt.second) / 99)}
		for k := 2; k < 100; k++ {
			thresholds = append(thresholds, fmt.Sprint(float64(k)/99))
		}
		m := model(t, village("thresholds = ["+strings.Join(thresholds, ", ")+"]"), 1)
		for c := range 120 {
			m.Step()
			if got, want := column(t, m, "adopted"), min(tt.want, float64(c+1)/100); got != want {
				t.Fatalf("second threshold %d: %v have adopted after %d cycles, want %v", tt.second, got, c+1, want)
			}
		}
	}
}

// curve is the share who use the practice, cycle by cycle.
func curve(t *testing.T, text string, seed uint64, cycles int) []float64 {
	t.Helper()
	m := model(t, text, seed)
	var shares []float64
	for range cycles {
		m.Step()
		shares = append(shares, m.Last.Quality)
	}
	return shares
}

const town = `
pattern = {name = "everyone-leads", reflection = 0}
[group.citizen]
count = 200
openness = 0.8
[[ties]]
kind = "ring"
k = 8
[[ties]]
kind = "random"
p = 0.005
[work]
kind = "change"
relapse = 0
threshold = 0.1
`

// Adoption begins slowly, is fastest in the middle and ends slowly; innovators
// come before the majority, the majority before laggards (Rogers 2003).
func TestChangeIsAnSCurve(t *testing.T) {
	for seed := range uint64(5) {
		m := model(t, town, seed)
		var shares, first []float64
		order := []string{"adopted_innovators", "adopted_early_majority", "adopted_laggards"}
		for range 80 {
			m.Step()
			shares = append(shares, m.Last.Quality)
			if len(first) < len(order) && column(t, m, order[len(first)]) >= 0.5 {
				first = append(first, float64(m.Cycle()))
			}
		}
		end := shares[len(shares)-1]
		fastest, most := 0, 0.0
		for k := 1; k < len(shares); k++ {
			if rise := shares[k] - shares[k-1]; rise > most {
				fastest, most = k, rise
			}
		}
		if end < 0.9 {
			t.Errorf("seed %d: ends at %.2f, want nearly all", seed, end)
		}
		if at := (shares[fastest] + shares[fastest-1]) / 2; at < 0.1 || at > 0.9 || shares[1]-shares[0] > most*0.9 {
			t.Errorf("seed %d: rises most at a share of %.2f, want it in the middle", seed, at)
		}
		if len(first) == 3 && (first[0] > first[1] || first[1] > first[2]) {
			t.Errorf("seed %d: innovators, majority and laggards are half won at %v", seed, first)
		}
	}
}

// With a majority that waits for its opinion leaders, and leaders who wait for
// proof, adoption stalls at about the 16 % before the chasm; leaders who need no
// proof carry it over (Moore 1991; evidence, B7.6).
func TestChangeAtTheChasm(t *testing.T) {
	for seed := range uint64(4) {
		stalled := curve(t, town+"chasm = 1\nproof = 0.3", seed, 100)
		carried := curve(t, town+"chasm = 1\nproof = 0", seed, 100)
		if end := stalled[99]; end < 0.02 || end > 0.2 {
			t.Errorf("seed %d: leaders who wait: ends at %.2f, want a stall at about 0.16 or below", seed, end)
		}
		if end := carried[99]; end < 0.8 {
			t.Errorf("seed %d: leaders who go ahead: ends at %.2f, want nearly all", seed, end)
		}
	}
}

// A mandate brings compliance at once; when it ends, what is left is what was
// won by use. Without benefit nothing is left.
func TestChangeMandatedAndPromoted(t *testing.T) {
	with := func(extra string) string {
		return strings.Replace(strings.Replace(town, "threshold = 0.1", "threshold = 0.6", 1), "relapse = 0", "relapse = 0.3", 1) + extra
	}
	const mandated = "approach = \"mandated\"\npressure = 0.95\nuntil = 20\n"
	good, bad := curve(t, with(mandated+"benefit = 0.9"), 3, 80), curve(t, with(mandated+"benefit = 0"), 3, 80)
	promoted := curve(t, with("approach = \"promoted\"\npressure = 0.6\nuntil = 20\nbenefit = 0.9"), 3, 80)
	if good[1] < 0.85 || bad[1] < 0.85 {
		t.Errorf("a mandate reaches %.2f and %.2f at once, want most", good[1], bad[1])
	}
	if bad[79] > 0.1 || good[79] < bad[79]+0.3 {
		t.Errorf("long after the mandate %.2f use what serves, %.2f what does not; want much more, and next to none", good[79], bad[79])
	}
	if promoted[0] > good[0] {
		t.Errorf("promotion reaches %.2f at once, the mandate %.2f", promoted[0], good[0])
	}
}

func BenchmarkChange(b *testing.B) { benchmarkKind(b, "change", "") }
