package paint

import (
	"image"
	"image/png"
	"io"
	"testing"

	"tutti/render/draw"
	"tutti/render/draw/sample"
)

// BenchmarkPaint paints a small scene at the size of a recording.
func BenchmarkPaint(b *testing.B) {
	p, img, scene := New(), image.NewRGBA(image.Rect(0, 0, 1280, 1440)), sample.Scene(draw.Light)
	for b.Loop() {
		p.Paint(img, scene, 4, draw.Light.Paper)
	}
}

// BenchmarkWritePNG packs a picture of the size of a recording, as the standard
// library does it, too.
func BenchmarkWritePNG(b *testing.B) {
	img := Picture(sample.Scene(draw.Light), 320, 360, 4, draw.Light.Paper)
	standard := png.Encoder{CompressionLevel: png.BestSpeed}
	for _, by := range []struct {
		name  string
		write func(w io.Writer, m *image.RGBA) error
	}{{"own", WritePNG}, {"standard", func(w io.Writer, m *image.RGBA) error { return standard.Encode(w, m) }}} {
		b.Run(by.name, func(b *testing.B) {
			for b.Loop() {
				if err := by.write(io.Discard, img); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
