package view_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"tutti/render/draw"
	"tutti/render/paint"
	"tutti/render/paint/golden"
	"tutti/render/view"
	"tutti/render/view/sample"
	"tutti/sim/exact"
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

// TestLabelsNeverCollide makes up organisations and windows of all sizes and
// looks at every pair of labels on the stage, in the legend and in the score.
func TestLabelsNeverCollide(t *testing.T) {
	d := exact.NewDraws(8, 1, 0).Stream(0)
	between := func(lo, hi int) int { return lo + d.Int(hi-lo+1) }
	for k := range 60 {
		n := between(3, 40)
		if k%3 == 0 {
			n = between(41, 400)
		}
		var units []sample.Section
		for left := n; left > 0; {
			size := min(left, between(1, max(2, n/2)))
			units = append(units, sample.Section{Name: strings.Repeat("unit ", between(1, 3)) + strconv.Itoa(len(units)+1), Size: size})
			left -= size
		}
		f := sample.Lived(sample.New(uint64(k), units, between(1, 12)), between(2, 30))
		look := view.DefaultLook()
		look.Layout = []string{"seats", "units", "chart", "circle"}[k%4]
		look.Colour, look.Size = view.Quantities(f)[d.Int(len(view.Quantities(f)))], view.Quantities(f)[d.Int(len(view.Quantities(f)))]
		look.Chosen, look.Hover = []int{d.Int(n)}, d.Int(n)
		box := draw.R(40, 40, between(380, 1500), between(220, 800))
		p := view.Lay(f, view.Place(f, look.Layout, float64(box.W()/box.H())), look, box)
		what := fmt.Sprintf("%d agents in %d units as %s on %v", n, len(units), look.Layout, box)
		apart(t, what, view.Stage(f, p, look, draw.Light), box.Inset(-44))
		key, high := view.Legend(f, p, look, draw.R(float32(0), 0, float32(between(190, 260)), 900), draw.Light)
		apart(t, "legend of "+what, key, draw.R(float32(-8), -4, 290, high+8))
		line := draw.R(0, 0, between(420, 1800), between(150, 300))
		apart(t, "score of "+what, view.LayScore(f, []string{"quality", "time_used", "leadership_gini"}, line).Draw(f, look, draw.Light), line.Inset(-8))
	}
}

// apart wants labels that lie within a box and do not collide.
func apart(t *testing.T, what string, shapes []draw.Shape, box draw.Rect) {
	t.Helper()
	var labels []draw.Shape
	for _, s := range shapes {
		if s.Kind == draw.Label && s.Text != "" {
			labels = append(labels, s)
		}
	}
	for i := range labels {
		r := labels[i].Bounds()
		if r.Min.X < box.Min.X || r.Max.X > box.Max.X || r.Min.Y < box.Min.Y || r.Max.Y > box.Max.Y {
			t.Errorf("%s: %q at %v lies outside", what, labels[i].Text, r)
		}
		for j := range i {
			if r.Hits(labels[j].Bounds()) {
				t.Errorf("%s: %q and %q collide", what, labels[i].Text, labels[j].Text)
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
