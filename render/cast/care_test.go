package cast

import (
	"testing"

	"tutti/render/play"
	"tutti/render/view"
	"tutti/sim/solo"
)

// How much the two minorities care is shown where their weights change, and only
// there.
func TestCare(t *testing.T) {
	for _, tt := range []struct {
		sets []solo.Setting
		want int
	}{
		{nil, 0},
		{[]solo.Setting{{Key: "parameters.weight_increment", Value: 0.012}, {Key: "parameters.weight_decrement", Value: 0.004}}, 10},
	} {
		s, err := Open(open, "classics/couzin-2005-rivals", tt.sets)
		if err != nil {
			t.Fatal(err)
		}
		p, err := play.New(s.Make, s.Cycles, nil)
		if err != nil {
			t.Fatal(err)
		}
		seek(p, 30)
		var f view.Frame
		p.Show(&f)
		if len(f.Field.Care) != tt.want {
			t.Errorf("with %v %d individuals care, want %d", tt.sets, len(f.Field.Care), tt.want)
		}
		less := 0
		for _, c := range f.Field.Care {
			if c < 0 || c > 1 {
				t.Errorf("somebody cares %v, want 0 to 1", c)
			} else if c < 1 {
				less++
			}
		}
		if tt.want > 0 && less == 0 {
			t.Error("after 30 steps on which the two sides differ all care as much as may be")
		}
	}
}
