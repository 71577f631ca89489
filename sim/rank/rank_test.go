package rank

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"tutti/sim/exact"
)

func ExampleMid() {
	ranks, ties := Mid([]float64{3, 1, 3, 7})
	fmt.Println(ranks, ties)
	// Output: [2.5 1 2.5 4] [2]
}

func same(got, want float64) bool {
	return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) < 1e-12
}

// The values come from R 4.2: cor(x, y, method = ...).
func TestKnownValues(t *testing.T) {
	x, y := []float64{1, 2, 2, 4, 5, 5, 5, 8}, []float64{3, 1, 2, 2, 6, 5, 5, 5}
	flat, up := []float64{3, 3, 3, 3}, []float64{1, 2, 3, 4}
	for _, tt := range []struct {
		what      string
		got, want float64
	}{
		{"Kendall with ties", Kendall(x, y), .541666666666667},
		{"Spearman with ties", Spearman(x, y), .727848101265823},
		{"Kendall of opposites", Kendall([]float64{1, 2, 3}, []float64{3, 2, 1}), -1},
		{"Kendall of a constant", Kendall(flat, up), math.NaN()},
		{"Kendall of nothing", Kendall(nil, nil), math.NaN()},
		{"Pearson of a constant", Pearson(flat, up), math.NaN()},
		{"Pearson of one pair", Pearson([]float64{1}, []float64{2}), math.NaN()},
		{"Pearson of a line", Pearson([]float64{1, 2, 4}, []float64{3, 5, 9}), 1},
	} {
		if !same(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.what, tt.got, tt.want)
		}
	}
}

func TestMid(t *testing.T) {
	for _, tt := range []struct {
		x, ranks []float64
		ties     []int
	}{
		{nil, []float64{}, nil},
		{[]float64{4}, []float64{1}, nil},
		{[]float64{2, 1, 2, 0, 2, 1}, []float64{5, 2.5, 5, 1, 5, 2.5}, []int{2, 3}},
	} {
		ranks, ties := Mid(tt.x)
		if !slices.Equal(ranks, tt.ranks) || !slices.Equal(ties, tt.ties) {
			t.Errorf("Mid(%v): got %v, %v; want %v, %v", tt.x, ranks, ties, tt.ranks, tt.ties)
		}
	}
}

// TestOrderAgainstCounting counts the pairs one by one.
func TestOrderAgainstCounting(t *testing.T) {
	draws := exact.NewDraws(2, 1, 0).Stream(0)
	for range 200 {
		n := 2 + draws.Int(12)
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], y[i] = float64(draws.Int(5)), float64(draws.Int(5))
		}
		var surplus, against, dx, dy float64
		for i := range n {
			for j := range i {
				a, b := float64(cmp.Compare(x[i], x[j])), float64(cmp.Compare(y[i], y[j]))
				surplus += a * b
				against += max(0, -a*b)
				dx += a * a
				dy += b * b
			}
		}
		got := OrderOf(x, y)
		if !same(got.Tau, surplus/math.Sqrt(dx*dy)) || got.Surplus != surplus || got.Against != against {
			t.Fatalf("%v, %v: got %+v, want a surplus of %v, %v against", x, y, got, surplus, against)
		}
	}
}

// A room that was used before, for longer columns, ranks as a new one does, and
// allocates nothing.
func TestRoomIsUsedAgain(t *testing.T) {
	draws := exact.NewDraws(3, 1, 0).Stream(0)
	var r Room
	var ranks []float64
	for n := 40; n >= 0; n-- {
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], y[i] = float64(draws.Int(9)), float64(draws.Int(9))
		}
		ranks = r.Mid(ranks, x)
		want, _ := Mid(x)
		got, new := r.OrderOf(x, y), OrderOf(x, y)
		if !slices.Equal(ranks, want) || got != new && !(math.IsNaN(got.Tau) && math.IsNaN(new.Tau)) {
			t.Errorf("%v, %v: %v and %+v in a room used before, want %v and %+v", x, y, ranks, got, want, new)
		}
		if n := testing.AllocsPerRun(5, func() { ranks = r.Mid(ranks, x); r.OrderOf(x, y) }); n > 0 {
			t.Errorf("%.0f allocations, want none", n)
		}
	}
}
