package paint

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"testing"

	"tutti/render/draw"
	"tutti/render/draw/sample"
	"tutti/render/paint/golden"
)

func TestWritePNG(t *testing.T) {
	wide := Picture(sample.Scene(draw.Dark), 320, 360, 2, draw.Dark.Paper)
	for _, m := range []*image.RGBA{wide, wide.SubImage(image.Rect(0, 0, 33, 1)).(*image.RGBA)} {
		var b bytes.Buffer
		if err := WritePNG(&b, m); err != nil {
			t.Fatal(err)
		}
		back, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		got := image.NewRGBA(back.Bounds())
		for y := range got.Rect.Dy() {
			for x := range got.Rect.Dx() {
				got.Set(x, y, back.At(x, y))
				if a, b := got.RGBAAt(x, y), m.RGBAAt(x, y); a != b {
					t.Fatalf("pixel %d, %d came back as %v, want %v", x, y, a, b)
				}
			}
		}
	}
}

// full takes some bytes and then no more, as a full disk does.
type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWritePNGOnAFullDisk(t *testing.T) {
	m := Picture(sample.Scene(draw.Light), 320, 360, 4, draw.Light.Paper)
	for _, room := range []int{0, 100, 1 << 16} {
		if err := WritePNG(&full{room}, m); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes: %v, want %v", room, err, errFull)
		}
	}
}

// TestPaintersAgree paints one scene after others: letters and meshes that are
// kept change nothing.
func TestPaintersAgree(t *testing.T) {
	p, fresh := New(), image.NewRGBA(image.Rect(0, 0, 320, 360))
	for _, th := range []*draw.Theme{draw.Dark, draw.Light, draw.Dark} {
		p.Paint(fresh, sample.Scene(th), 1, th.Paper)
		if mean, far := golden.Difference(fresh, Picture(sample.Scene(th), 320, 360, 1, th.Paper)); mean != 0 || far != 0 {
			t.Errorf("%s: a painter that was used before paints otherwise: mean difference %v", th.Name, mean)
		}
	}
}
