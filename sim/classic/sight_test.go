package classic

import (
	"math"
	"testing"
)

// TestTail holds the running sum against the law term by term.
func TestTail(t *testing.T) {
	for _, mean := range []float64{0, 0.3, 0.9, 1} {
		m := &branchingModel{spec: &branchingSpec{mean: mean}}
		left := 1.0
		for k, got := range m.Tail(60) {
			if math.Abs(got-left) > 1e-12 {
				t.Errorf("mean %v: chance of %d people or more is %v, want %v", mean, k+1, got, left)
			}
			left -= borel(mean, k+1)
		}
	}
}

// TestSight wants what is shown to agree with what is measured.
func TestSight(t *testing.T) {
	wing := (&wingSpec{n: 3, gains: make([]float64, 9), timekeeper: []float64{10, 10, 10}, motor: []float64{2, 2, 2}, tempo: []float64{500, 500, 500}, commonTempo: 500, burnIn: 5}).New(1).(*wingModel)
	wing.Step()
	sum, square := 0.0, 0.0
	for _, x := range wing.Asynchronies() {
		sum += x
		square += x * x
	}
	if want := measured(wing, "asynchrony"); math.Abs(sum) > 1e-9 || math.Abs(math.Sqrt(square/3)-want) > 1e-9 {
		t.Errorf("players are %v ms off in all with a standard deviation of %v, want 0 and %v", sum, math.Sqrt(square/3), want)
	}
	bass := (&bassSpec{n: 10, p: 0.03, q: 0.38, length: 1}).New(1).(*bassModel)
	for range 7 {
		bass.Step()
	}
	if got, want := bass.Curve(9)[7], measured(bass, "share_curve"); math.Abs(got-want) > 1e-12 {
		t.Errorf("the curve stands at %v after 7 cycles, want %v", got, want)
	}
}
