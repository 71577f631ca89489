// Package golden compares pictures with those that were looked at and kept in
// testdata. `go test -update` keeps new ones.
package golden

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "keep new golden files")

// Difference is how two pictures of one size differ: the mean over all colour
// channels [0..255], and the share of channels [0..1] that are more than 24
// apart.
func Difference(a, b *image.RGBA) (mean, far float64) {
	sum, n := 0, 0
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		if d < 0 {
			d = -d
		}
		sum += d
		if d > 24 {
			n++
		}
	}
	return float64(sum) / float64(len(a.Pix)), float64(n) / float64(len(a.Pix))
}

// Check compares a picture with testdata/NAME.png. Rounding of floating-point
// products differs between processors by one step of 255 at most.
func Check(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	if *update {
		keep(t, file, got)
		return
	}
	want := load(t, file)
	if got.Rect != want.Rect {
		t.Errorf("%s: got %v, want %v", file, got.Rect, want.Rect)
		return
	}
	if mean, far := Difference(got, want); mean > 0.05 || far > 0.0005 {
		seen := filepath.Join(os.TempDir(), "got-"+name+".png")
		keep(t, seen, got)
		t.Errorf("%s: mean difference %.3f of 255 (want at most 0.05), share far off %.5f (want at most 0.0005); see %s", file, mean, far, seen)
	}
}

// Text compares a text with testdata/NAME.
func Text(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		write(t, file, []byte(got))
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to keep it)", err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

func keep(t *testing.T, file string, img *image.RGBA) {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	write(t, file, b.Bytes())
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, file string) *image.RGBA {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("%v (run with -update to keep it)", err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	img := image.NewRGBA(m.Bounds())
	draw.Draw(img, img.Rect, m, image.Point{}, draw.Src)
	return img
}
