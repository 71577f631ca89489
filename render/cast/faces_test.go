package cast_test

import (
	"testing"

	"tutti/render/cast"
	"tutti/render/draw"
	"tutti/render/view"
	"tutti/sim/solo"
)

// TestEveryScenarioHasAPicture draws all scenarios on stages from small to large:
// there is something to see and something that explains it, every word lies on
// the picture, and no two collide.
func TestEveryScenarioHasAPicture(t *testing.T) {
	for _, piece := range cast.Library() {
		f := lived(t, piece.Name+".toml", 9)
		for _, size := range []draw.Point{{X: 430, Y: 250}, {X: 900, Y: 430}, {X: 1500, Y: 760}} {
			picture(t, piece.Name, f, size)
		}
	}
}

// TestLargeFirmsShowTheirMeasures has more decisions than can be drawn one by one.
func TestLargeFirmsShowTheirMeasures(t *testing.T) {
	f := lived(t, "classics/siggelkow-levinthal-2003.toml", 5, solo.Setting{Key: "parameters.decisions", Value: 16.0})
	picture(t, "a firm of sixteen decisions", f, draw.Point{X: 900, Y: 430})
}

// picture draws a frame as it opens and looks at its labels.
func picture(t *testing.T, name string, f *view.Frame, size draw.Point) {
	t.Helper()
	all := draw.Rect{Max: size.Add(draw.Point{X: 84, Y: 84})}
	box := all.Inset(42)
	look := view.DefaultLook()
	view.Prefer(f, &look)
	layout := look.Layout
	if layout == "network" {
		layout = "circle"
	}
	p := view.Lay(f, view.Place(f, layout, float64(box.W()/box.H())), look, box)
	for _, part := range []struct {
		what   string
		shapes []draw.Shape
		within draw.Rect
	}{
		{"picture", view.Picture(f, p, look, draw.Light), all},
		{"legend", legend(f, p, look, draw.R(float32(0), 0, 192, 900)), draw.R(float32(-12), -4, 216, 900)},
	} {
		var words []draw.Shape
		for _, s := range part.shapes {
			if s.Kind == draw.Label && s.Text != "" {
				words = append(words, s)
			}
		}
		if len(part.shapes) < 3 || len(words) == 0 && part.what == "legend" {
			t.Errorf("%s at %v: %d shapes and %d words in the %s", name, size, len(part.shapes), len(words), part.what)
		}
		for i := range words {
			b := words[i].Bounds()
			if b.Min.X < part.within.Min.X || b.Min.Y < part.within.Min.Y || b.Max.X > part.within.Max.X || b.Max.Y > part.within.Max.Y {
				t.Errorf("%s at %v: %q at %v leaves the %s", name, size, words[i].Text, b, part.what)
			}
			for j := range i {
				if b.Hits(words[j].Bounds()) {
					t.Errorf("%s at %v: %q and %q collide in the %s", name, size, words[j].Text, words[i].Text, part.what)
				}
			}
		}
	}
}

func legend(f *view.Frame, p *view.Plan, look view.Look, b draw.Rect) []draw.Shape {
	s, _ := view.Key(f, p, look, b, draw.Light)
	return s
}
