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
