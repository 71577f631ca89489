package front_test

import (
	"fmt"
	"image"
	"testing"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view/sample"
)

// BenchmarkFrame is the processor's share of one frame while it plays: what the
// front end does to turn a new state into shapes, and shapes into triangles.
// "nothing" is an empty gallery.
func BenchmarkFrame(b *testing.B) {
	for _, n := range []int{0, 30, 300, 10_000, 1_000_000} {
		b.Run(fmt.Sprintf("agents=%d", n), func(b *testing.B) {
			a := front.New(front.Host{Mode: play.Steady})
			if n > 0 {
				degree := 16
				if n > 100_000 {
					degree = 0
				}
				o := sample.New(7, sample.Firm(n), degree)
				o.Step()
				if err := a.Show("x", []*front.Session{{Title: "x", Make: func([]play.Intervention) (play.Simulation, error) { return o, nil }}}); err != nil {
					b.Fatal(err)
				}
			}
			m := draw.NewMesh()
			in := ui.Input{Size: draw.Point{X: 1280, Y: 800}, Scale: 1, Seconds: 1. / 60}
			for range 3 {
				a.Tick(&in)
			}
			b.ReportAllocs()
			for b.Loop() {
				in.Mouse.X++ // something has happened
				a.Tick(&in)
				m.Build(a.Shapes(), 1)
			}
			b.ReportMetric(float64(len(m.V)/4), "quads")
		})
	}
}

// BenchmarkPaint paints one frame into memory, as recordings do.
func BenchmarkPaint(b *testing.B) {
	d := &hand{front.New(front.Host{Mode: play.Steady, Pieces: pieces}), 1280, 720, draw.Point{}}
	if err := d.Show("chamber", []*front.Session{session("x", 7)}); err != nil {
		b.Fatal(err)
	}
	for range 40 {
		d.key("right")
	}
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	p := paint.New()
	for b.Loop() {
		p.Paint(img, d.Shapes(), 1, d.Theme().Paper)
	}
}
