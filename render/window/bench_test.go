package window

import (
	"fmt"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view/sample"
)

// BenchmarkDraw is the time from shapes to the call to the card, which then
// draws on its own; "nothing" fills the window only.
func BenchmarkDraw(b *testing.B) {
	p, err := newPainter()
	if err != nil {
		b.Fatal(err)
	}
	dst := ebiten.NewImage(1280, 800)
	defer dst.Deallocate()
	b.Run("nothing", func(b *testing.B) {
		for b.Loop() {
			p.paint(dst, nil, 1, draw.Light.Paper)
		}
	})
	for _, n := range []int{30, 300, 10_000, 1_000_000} {
		b.Run(fmt.Sprintf("agents=%d", n), func(b *testing.B) {
			degree := min(n-1, 16)
			if n > 100_000 {
				degree = 0
			}
			o := sample.New(7, sample.Firm(n), degree)
			a := front.New(front.Host{Mode: play.Steady})
			if err := a.Show("x", []*front.Session{{Title: "x", Make: func([]play.Intervention) (play.Simulation, error) { return o, nil }}}); err != nil {
				b.Fatal(err)
			}
			for range 8 {
				a.Tick(&ui.Input{Size: draw.Pt(1280, 800), Scale: 1, Seconds: 0.2, Keys: []string{"right"}})
			}
			for b.Loop() {
				for _, s := range a.Shapes() {
					if s.Image != nil {
						s.Image.Version++ // as when it plays
					}
				}
				p.paint(dst, a.Shapes(), 1, draw.Light.Paper)
			}
		})
	}
}
