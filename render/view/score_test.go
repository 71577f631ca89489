package view_test

import (
	"slices"
	"testing"

	"tutti/render/draw"
	"tutti/render/view"
	"tutti/render/view/sample"
)

// TestRiverNamesWhoLeads begins a river that is one agent's alone: its name
// stands there as soon as there is room.
func TestRiverNamesWhoLeads(t *testing.T) {
	f := &view.Frame{Model: "organisation", Cycle: 9, Cycles: 40, Names: []string{"conductor", "oboe"}, Unit: []int{0, 1}, Units: []string{"conductor", "winds"},
		Share: []float64{1, 0}, Office: []bool{true, false}, History: &view.History{First: 1, Every: 1}}
	for range 9 {
		f.History.Shares = append(f.History.Shares, []float32{1, 0})
	}
	sc := view.LayScore(f, nil, draw.R(0, 0, 900, 200))
	s := sc.Draw(f, view.DefaultLook(), draw.Light)
	if !slices.ContainsFunc(s, func(s draw.Shape) bool { return s.Kind == draw.Label && s.Text == "conductor" }) {
		t.Error("a river of one colour names nobody")
	}
}

// TestPairNamesOnTop wants the names of two runs above the line of now, which
// crosses them early in a run.
func TestPairNamesOnTop(t *testing.T) {
	a, b := sample.Lived(sample.New(7, sample.Chamber, 99), 5), sample.Lived(sample.New(8, sample.Chamber, 99), 5)
	a.Cycles = 200
	sc := view.LayScore(a, []string{"quality"}, draw.R(0, 0, 900, 200))
	s := sc.Pair(a, b, [2]string{"one of two runs", "the other"}, draw.Light)
	now := sc.Time.At(5)
	name := slices.IndexFunc(s, func(s draw.Shape) bool { return s.Text == "one of two runs" })
	if l := s[name].Bounds(); now < l.Min.X-20 || now > l.Max.X {
		t.Fatalf("the line of now is at %g, the name from %g to %g: want it to cross", now, l.Min.X, l.Max.X)
	}
	for k, x := range s {
		if k > name && x.Kind == draw.Box && (draw.Rect{Min: x.At, Max: x.To}).Hits(s[name].Bounds()) {
			t.Errorf("shape %d lies over the name", k)
		}
	}
}
