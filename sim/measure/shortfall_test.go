package measure

import (
	"math"
	"testing"
)

// What output lacks is split exactly, and comes to 1.
func TestLacks(t *testing.T) {
	ln := func(x float64) float64 { return -math.Log(x) }
	for _, tt := range []struct {
		name                                        string
		time, engaged, quality, oracle, loss, apart float64
		want                                        Shortfall
	}{
		{"time alone", 0.5, 1, 1, 1, 0, 0, Shortfall{Time: 1}},
		{"effort alone", 0, 0.5, 1, math.NaN(), 0, 0, Shortfall{Effort: 1}},
		{"nobody knew", 0, 1, 0.5, 0.5, 1, 0, Shortfall{Expertise: 1}},
		{"no oracle", 0, 1, 0.5, math.NaN(), 1, 0, Shortfall{Expertise: 1}},
		{"known and not heard", 0, 1, 0.5, 1, 1, 0, Shortfall{Trust: 1}},
		{"three parts apart, one off", 0, 1, 0.5, 1, 1, 3, Shortfall{Trust: 0.25, Agreement: 0.75}},
		{"half and half", 0.5, 0.5, 1, 1, 0, 0, Shortfall{Time: 0.5, Effort: 0.5}},
		{"everything", 0.2, 0.9, 0.6, 0.8, 1, 1, Shortfall{
			Time: ln(0.8) / ln(0.432), Effort: ln(0.9) / ln(0.432), Expertise: ln(0.8) / ln(0.432),
			Trust: ln(0.75) / 2 / ln(0.432), Agreement: ln(0.75) / 2 / ln(0.432),
		}},
	} {
		got := Lacks(tt.time, tt.engaged, tt.quality, tt.oracle, tt.loss, tt.apart)
		for k, d := range []float64{got.Time - tt.want.Time, got.Effort - tt.want.Effort, got.Expertise - tt.want.Expertise, got.Trust - tt.want.Trust, got.Agreement - tt.want.Agreement} {
			if !(math.Abs(d) < 1e-12) {
				t.Errorf("%s, part %d: got %+v, want %+v", tt.name, k, got, tt.want)
			}
		}
	}
	for _, none := range []Shortfall{Lacks(1, 1, 1, 1, 0, 0), Lacks(0, 1, 1, 1, 0, 0), Lacks(0, 0, 1, 1, 0, 0), Lacks(0, 1, math.NaN(), 1, 0, 0)} {
		if !math.IsNaN(none.Time) {
			t.Errorf("got %+v, want nothing where output is nothing, unknown or lacks nothing", none)
		}
	}
}
