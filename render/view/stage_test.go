package view_test

import (
	"testing"

	"tutti/render/draw"
	"tutti/render/paint"
	"tutti/render/paint/golden"
	"tutti/render/view"
	"tutti/render/view/sample"
)

func TestStage(t *testing.T) {
	f := sample.Lived(sample.New(7, sample.Chamber, 99), 40)
	for _, layout := range []string{"seats", "units", "chart", "circle"} {
		for _, th := range []*draw.Theme{draw.Light, draw.Dark} {
			look := view.DefaultLook()
			look.Layout = layout
			box := draw.R(40, 40, 880, 520)
			p := view.Lay(f, view.Place(f, layout, 880./520), look, box)
			golden.Check(t, "stage-"+layout+"-"+th.Name, paint.Picture(view.Stage(f, p, look, th), 960, 600, 1, th.Paper))
		}
	}
}

func TestScore(t *testing.T) {
	f := sample.Lived(sample.New(7, sample.Chamber, 99), 160)
	for _, th := range []*draw.Theme{draw.Light, draw.Dark} {
		sc := view.LayScore(f, []string{"quality", "time_used", "leadership_gini"}, draw.R(0, 10, 960, 220))
		golden.Check(t, "score-"+th.Name, paint.Picture(sc.Draw(f, view.DefaultLook(), th), 960, 240, 1, th.Paper))
	}
}

// TestLabelsNeverCollide looks at every pair of labels on stages of many sizes.
func TestLabelsNeverCollide(t *testing.T) {
	for _, n := range []int{5, 28, 60, 200} {
		f := sample.Lived(sample.New(3, sample.Firm(n), 9), 12)
		for _, layout := range []string{"seats", "units", "chart", "circle"} {
			look := view.DefaultLook()
			look.Layout, look.Chosen, look.Hover = layout, []int{1, 2}, 3
			box := draw.R(40, 40, 700, 380)
			var labels []draw.Rect
			for _, s := range view.Stage(f, view.Lay(f, view.Place(f, layout, 700./380), look, box), look, draw.Light) {
				if s.Kind == draw.Label {
					labels = append(labels, s.Bounds())
				}
			}
			if len(labels) == 0 {
				t.Errorf("%d agents as %s: no labels", n, layout)
			}
			for i := range labels {
				for j := range i {
					if labels[i].Hits(labels[j]) {
						t.Errorf("%d agents as %s: labels at %v and %v collide", n, layout, labels[i], labels[j])
					}
				}
			}
		}
	}
}

// TestPlacesStay lets ties change: in a settled network nobody jumps.
func TestPlacesStay(t *testing.T) {
	o := sample.New(3, sample.Chamber, 9)
	f := sample.Lived(o, 5)
	s := view.NewSprings()
	for range 200 {
		s.Settle(f, 1.6, 4)
	}
	before := s.Places(1.6)
	o.Step()
	o.Show(f)
	for k := range f.Ties {
		f.Ties[k].Trust = 1 - f.Ties[k].Trust
	}
	s.Settle(f, 1.6, 4)
	for i, p := range s.Places(1.6) {
		if d := p.Sub(before[i]).Len(); d > 0.02 {
			t.Errorf("%s moved by %.3f of the height", f.Names[i], d)
		}
	}
}

// TestQuantities wants every quantity inside its range.
func TestQuantities(t *testing.T) {
	f := sample.Lived(sample.New(3, sample.Chamber, 9), 20)
	for _, name := range view.Quantities(f) {
		q := view.Quantity(f, name, -1)
		for i := range q.Values {
			if x := q.At(i); x < 0 || x > 1 {
				t.Errorf("%s of agent %d stands at %v, want 0 to 1", name, i, x)
			}
		}
	}
}
