package window

import (
	"fmt"
	"image"
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"tutti/render/draw"
	"tutti/render/draw/sample"
	"tutti/render/paint"
	"tutti/render/paint/golden"
)

// loop runs the tests inside the one game loop that a process may have, since
// only there can pixels be read.
type loop struct {
	m    *testing.M
	code int
}

func (l *loop) Update() error              { l.code = l.m.Run(); return ebiten.Termination }
func (l *loop) Draw(*ebiten.Image)         {}
func (l *loop) Layout(w, h int) (int, int) { return w, h }

func TestMain(m *testing.M) {
	l := &loop{m: m}
	ebiten.SetWindowVisible(false)
	if err := ebiten.RunGame(l); err != nil {
		fmt.Fprintln(os.Stderr, "the tests of the window were NOT RUN, for want of a display:", err)
		if os.Getenv("TUTTI_NEED_DISPLAY") != "" {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(l.code)
}

// TestPaintersAgree paints one picture on the card and in memory.
func TestPaintersAgree(t *testing.T) {
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	for _, th := range []*draw.Theme{draw.Light, draw.Dark} {
		for _, scale := range []float32{1, 2} {
			want := paint.Picture(sample.Scene(th), 320, 360, scale, th.Paper)
			dst := ebiten.NewImage(want.Rect.Dx(), want.Rect.Dy())
			p.paint(dst, sample.Scene(th), scale, th.Paper)
			got := image.NewRGBA(want.Rect)
			dst.ReadPixels(got.Pix)
			dst.Deallocate()
			if mean, far := golden.Difference(got, want); mean > 0.3 || far > 0.001 {
				t.Errorf("%s at %v: window and memory differ by %.3f of 255 on average (want at most 0.3), %.4f of channels far (want at most 0.001)", th.Name, scale, mean, far)
			} else {
				t.Logf("%s at %v: %.3f, %.5f", th.Name, scale, mean, far)
			}
		}
	}
}
