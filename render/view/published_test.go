package view_test

import (
	"math"
	"testing"

	"tutti/render/draw"
	"tutti/render/paint"
	"tutti/render/paint/golden"
	"tutti/render/view"
)

// made are frames of published models with made-up numbers.
func made() map[string]*view.Frame {
	frames := map[string]*view.Frame{}
	add := func(model string, cycle int, series map[string][]float64) *view.Frame {
		f := &view.Frame{Model: model, Cycle: cycle, Cycles: 20, History: &view.History{First: 1, Every: 1}}
		for name, v := range series {
			f.History.Measures = append(f.History.Measures, view.Series{Name: name, Hi: math.Inf(1), Values: v})
		}
		frames[model] = f
		return f
	}
	f := add("granovetter-1978", 4, map[string][]float64{"joined": {3, 8, 14, 18}})
	for i := range 40 {
		f.Field.Value, f.Field.Marked = append(f.Field.Value, float64(i*i)/30), append(f.Field.Marked, i < 18)
	}
	f = add("bass-1969", 6, map[string][]float64{"adopting": {3, 6, 10, 14, 12, 9}, "share": {.03, .09, .19, .33, .45, .54}})
	f.Field.Marked, f.Field.Lines = make([]bool, 100), [][]float64{{0, .03, .08, .17, .3, .46, .6, .72, .81, .87, .91, .94, .96, .97, .98, .985, .99, .992, .995, .997, .999}}
	f = add("wing-2014", 30, nil)
	f.Names = []string{"first violin", "second violin", "viola", "cello"}
	f.History.Traits = []view.Trace{{Name: "lateness"}}
	var now []float64
	for k := range 30 {
		var row []float32
		now = now[:0]
		for i := range 4 {
			x := 12 * math.Sin(float64(k)*(0.7+0.3*float64(i))+float64(i*i))
			row, now = append(row, float32(x)), append(now, x)
		}
		f.History.Traits[0].Rows = append(f.History.Traits[0].Rows, row)
	}
	f.Traits = []view.Column{{Name: "lateness", Values: now}}
	f.Field.Lines = [][]float64{{0, 0, 0, 0}, {.5, 0, .25, .25}, {.5, .25, 0, .25}, {.5, .25, .25, 0}}
	f = add("beta-reputation", 9, nil)
	f.Field.Hi = 1
	f.Field.Lines = [][]float64{{.4, .9, .75, .8, .95}, {.1, .95, .8, .7, .9}, {4, 9, 6, 7, 9}, {5, 0, 2, 1, 0}}
	f = add("branching-cascades", 12, map[string][]float64{"size": {1, 1, 3, 1, 9, 2, 1, 30, 1, 4, 1, 2}})
	f.Field.X, f.Field.Y = []float64{1, 2, 3, 4, 9, 30}, []float64{1, .5, .34, .25, .17, .08}
	tail := make([]float64, 100)
	for k := range tail {
		tail[k] = math.Pow(float64(k+1), -0.6) * math.Exp(-float64(k)/60)
	}
	f.Field.Lines = [][]float64{tail}
	f = add("siggelkow-levinthal-2003", 3, nil)
	f.Field.At, f.Field.Marked, f.Field.Width = []int{5, 2}, []bool{true}, 4
	f.Field.Grid = []int8{1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1}
	for k := range 16 {
		f.Field.Value = append(f.Field.Value, 0.5+0.5*math.Abs(math.Sin(float64(k*k))))
	}
	f = add("hegselmann-krause", 10, nil)
	f.History.Traits = []view.Trace{{Name: "opinion"}}
	for k := range 10 {
		var row []float32
		for i := range 60 {
			x := float64(i) / 59
			row = append(row, float32(x+(math.Round(x*2)/2-x)*math.Min(1, float64(k)/6)))
		}
		f.History.Traits[0].Rows = append(f.History.Traits[0].Rows, row)
	}
	return frames
}

// TestPublishedViews paints the views of published models.
func TestPublishedViews(t *testing.T) {
	for model, f := range made() {
		box := draw.R(42, 42, 700, 320)
		p := view.Lay(f, nil, view.DefaultLook(), box)
		shapes := view.Picture(f, p, view.DefaultLook(), draw.Light)
		key, _ := view.Key(f, p, view.DefaultLook(), draw.R(790, 40, 192, 320), draw.Light)
		apart(t, model, shapes, box.Inset(-42))
		golden.Check(t, model, paint.Picture(append(shapes, key...), 1000, 404, 1, draw.Light.Paper))
	}
}
