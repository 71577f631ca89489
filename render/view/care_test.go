package view_test

import (
	"reflect"
	"testing"

	"tutti/render/draw"
	"tutti/render/view"
)

// Who cares for a direction as much as may be looks as if weights stayed; who
// cares less does not, and only then does the legend speak of it.
func TestCare(t *testing.T) {
	paint := func(care []float64) (picture, key []draw.Shape) {
		f := &view.Frame{Model: "couzin-2005", Cycle: 3, Cycles: 20, History: &view.History{First: 1, Every: 1}}
		f.Field = view.Field{X: []float64{0, 1, 2}, Y: []float64{0, 2, 1}, Heading: []float64{0, 1, 2}, At: []int{1, 1, 0}, Care: care}
		p := view.Lay(f, nil, view.DefaultLook(), draw.R(42, 42, 700, 320))
		key, _ = view.Key(f, p, view.DefaultLook(), draw.R(790, 40, 192, 320), draw.Light)
		return view.Picture(f, p, view.DefaultLook(), draw.Light), key
	}
	plain, plainKey := paint(nil)
	full, fullKey := paint([]float64{1, 1})
	less, _ := paint([]float64{1, 0.3})
	if !reflect.DeepEqual(full, plain) {
		t.Error("who cares as much as may be looks otherwise than where weights stay")
	}
	if reflect.DeepEqual(less, plain) {
		t.Error("who cares less looks as if weights stayed")
	}
	if reflect.DeepEqual(fullKey, plainKey) {
		t.Error("the legend does not say what a paler colour means")
	}
}
