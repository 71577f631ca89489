package view

import "testing"

// TestAmount: among very many even the largest share is small, and must not
// read as nothing.
func TestAmount(t *testing.T) {
	for _, c := range []struct {
		hi, v float64
		want  string
	}{
		{0.2, 0.07, "7 %"}, {0.2, 0, "0 %"}, {1, 1, "100 %"},
		{0.011, 0.0036, "0.4 %"}, {0.0012, 0.0012, "0.12 %"}, {0.0012, 0, "0 %"}, {0.00004, 0.00004, "0.004 %"},
	} {
		if got := amount(&Scaled{Unit: "%", Hi: c.hi}, c.v); got != c.want {
			t.Errorf("%v where %v is most: %q, want %q", c.v, c.hi, got, c.want)
		}
	}
}
