package measure

import (
	"math"
	"testing"

	"tutti/sim/exact"
)

func TestAnchored(t *testing.T) {
	for _, tt := range []struct {
		name, picture  string
		susceptibility []float64
		want           []float64
	}{
		// x0 = a0, x1 = ½a1 + ½x0
		{"half a follower", "1>0", []float64{.9, .5}, []float64{.75, .25}},
		// V = (I − AW)⁻¹(I − A) = [2/3 1/3; 1/3 2/3]
		{"two who hear each other", "0-1", []float64{.5, .5}, []float64{.5, .5}},
		// a = (.8, .2): V = 1/.84·[.2 .64; .04 .8]
		{"deaf and hearing", "0-1", []float64{.8, .2}, []float64{.12 / .84, .72 / .84}},
		{"weights", "0>1:1 0>2:3", []float64{1, 0, 0}, []float64{0, 1. / 3 * 1.25, 1. / 3 * 1.75}},
	} {
		got, ok := Anchored(net(t, len(tt.want), tt.picture), tt.susceptibility)
		for i := range tt.want {
			if !ok || !close(got[i], tt.want[i], exactly) {
				t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
				break
			}
		}
	}
	if _, ok := Anchored(net(t, 2, "0-1"), []float64{1, 1}); ok {
		t.Error("a closed circle without anchor: got a result, want none")
	}
	// The more susceptible all are, the nearer the anchored weights come to the
	// social-influence vector of a strongly tied group.
	g := net(t, 3, "0>1 1>2 2>0 0>2")
	social, _ := Social(g, nil)
	near, ok := Anchored(g, []float64{.999, .999, .999})
	for i := range social {
		if !ok || !close(near[i], social[i], 2e-3) {
			t.Errorf("nearly DeGroot: got %v, want %v", near, social)
		}
	}
}

func TestTransfer(t *testing.T) {
	draws := exact.NewDraws(5, 1, 0).Stream(0)
	const cycles = 5000
	x, y := make([]float64, cycles), make([]float64, cycles)
	for t := range x {
		x[t] = float64(draws.Int(2))
		if t > 0 {
			y[t] = x[t-1] // y copies x a cycle later: one bit a cycle flows
		}
	}
	if got := Transfer(x, y, 2); !close(got, math.Ln2, .01) {
		t.Errorf("a copy: got %v, want ln 2", got)
	}
	if got := Transfer(y, x, 2); got > .01 {
		t.Errorf("the other way: got %v, want about 0", got)
	}
	if got := Transfer(x[:2], y[:2], 2); !math.IsNaN(got) {
		t.Errorf("two cycles: got %v, want it missing", got)
	}
	if got := Transfer(make([]float64, 9), make([]float64, 9), 2); got != 0 {
		t.Errorf("constants: got %v, want 0", got)
	}
}
