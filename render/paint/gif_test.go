package paint

import (
	"bytes"
	"image"
	"image/gif"
	"testing"

	"tutti/render/draw"
)

func frame(x int) *image.RGBA {
	return Picture([]draw.Shape{draw.Dot(draw.Pt(x, 20), 8, draw.Light.Kind(1)), draw.Words(draw.Pt(60, 20), 14, draw.Centre, draw.Light.Ink, "tutti")}, 100, 40, 1, draw.Light.Paper)
}

func TestGIF(t *testing.T) {
	g := NewGIF(20, frame(10), frame(50))
	for _, x := range []int{10, 10, 20, 30} {
		g.Add(frame(x))
	}
	if g.Frames() != 3 {
		t.Errorf("%d frames, want 3: a still one is only shown for longer", g.Frames())
	}
	var b bytes.Buffer
	if err := g.Write(&b); err != nil {
		t.Fatal(err)
	}
	m, err := gif.DecodeAll(&b)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Image) != 3 || m.Delay[0] != 10 || m.Delay[1] != 5 {
		t.Errorf("%d frames, delays %v; want 3 with 10, 5, 5", len(m.Image), m.Delay)
	}
	r, gr, bl, _ := m.Image[0].At(1, 1).RGBA()
	want := draw.Light.Paper
	if d := max(apartBy(r, want.R), apartBy(gr, want.G), apartBy(bl, want.B)); d > 6 {
		t.Errorf("paper came out %d apart", d)
	}
	if a, b := m.Image[1].Rect.Dx(), 100; a >= b {
		t.Errorf("the second frame is %d wide, want only what changed", a)
	}
}

func apartBy(a uint32, b uint8) int {
	d := int(a>>8) - int(b)
	if d < 0 {
		return -d
	}
	return d
}
