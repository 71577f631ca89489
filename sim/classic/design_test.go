package classic

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// A table of a design holds the means of the cells that it names, leaves a cell
// without numbers empty, and counts its runs.
func TestDesign(t *testing.T) {
	d := design("t", "r", "c", []string{"a", "b"}, labels([]int{1, 2}), func(r, c int) []float64 {
		if r == 1 && c == 1 {
			return []float64{math.NaN()}
		}
		return []float64{float64(r), float64(c), math.NaN()}
	})
	want := []Points{{0, 0.5}, {0.5, math.NaN()}}
	for r := range want {
		if !slices.EqualFunc(d.Mean[r], want[r], func(a, b float64) bool { return a == b || a != a && b != b }) {
			t.Errorf("row %d: means %v, want %v", r, d.Mean[r], want[r])
		}
	}
	if d.SE[0][0] != 0 || d.SE[0][1] != 0.5 || d.Runs != 2 {
		t.Errorf("standard errors %v of %d runs, want 0 and 0.5 of 2", d.SE, d.Runs)
	}
}

// A row of others' numbers stands on top, and the table says so.
func TestUnder(t *testing.T) {
	d := solved("t", "r", "c", []string{"ours"}, []string{"1", "2"}, func(_, c int) float64 { return float64(c) }).under("printed", []float64{5, 6})
	if !d.Theirs || !slices.Equal(d.Row, []string{"printed", "ours"}) || !slices.Equal(d.Mean[0], Points{5, 6}) || !slices.Equal(d.Mean[1], Points{0, 1}) {
		t.Errorf("got %+v, want the printed row on top of ours", d)
	}
	whole(t, d)
}

// Every cell has the same seeds, and its runs stand in their order.
func TestCells(t *testing.T) {
	got := cells(2, 3, 4, quiet, func(r, c int, seed uint64) string { return fmt.Sprint(r, c, seed) })
	for r := range 2 {
		for c := range 3 {
			for k, x := range got[r][c] {
				if want := fmt.Sprint(r, c, k); x != want {
					t.Errorf("cell %d, %d, run %d: %q, want %q", r, c, k, x, want)
				}
			}
		}
	}
}

// Every table of further cells is whole: as many numbers as heads, no head
// twice, and numbers in nearly every cell.
func TestDesigns(t *testing.T) {
	for _, run := range []func(bool, func(done, total int)) Report{
		deGrootNetworks, friedkinJohnsenFurther, wingFurther, hegselmannKrauseFurther, granovetterFurther, wattsFurther, bassGoods, bassReadings,
		branchingFurther, claimTops, claimFurther, marchAllRates, marchMixedPeople, marchOpen, marchOtherReadings, lazerAllNetworks, lazerRugged,
		lazerLess, lazerCrowds, lazerReadings, lazerLong, divideLinks, divideFirms, divideOtherReadings, ringVaried, ringReadings, schoolFeedback, schoolWeights, schoolReadings,
	} {
		r := reduced(t, run)
		wantAgreement(t, r)
		for _, d := range r.Designs {
			whole(t, d)
		}
	}
}

func whole(t *testing.T, d Design) {
	t.Helper()
	if len(d.Mean) != len(d.Row) || len(d.SE) != len(d.Row) || len(d.Row) == 0 {
		t.Fatalf("%s: %d rows of means and %d of errors for %d heads", d.Title, len(d.Mean), len(d.SE), len(d.Row))
	}
	missing := 0
	for r := range d.Row {
		if len(d.Mean[r]) != len(d.Column) || len(d.SE[r]) != len(d.Column) {
			t.Errorf("%s, row %s: %d means and %d errors for %d heads", d.Title, d.Row[r], len(d.Mean[r]), len(d.SE[r]), len(d.Column))
		}
		for _, x := range d.Mean[r] {
			if x != x {
				missing++
			}
		}
		if slices.Contains(d.Row[:r], d.Row[r]) {
			t.Errorf("%s: row %s stands there twice", d.Title, d.Row[r])
		}
	}
	if 2*missing > len(d.Row)*len(d.Column) {
		t.Errorf("%s: %d of %d cells are empty", d.Title, missing, len(d.Row)*len(d.Column))
	}
	for c, name := range d.Column {
		if slices.Contains(d.Column[:c], name) {
			t.Errorf("%s: column %s stands there twice", d.Title, name)
		}
	}
}
