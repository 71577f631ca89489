package svg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"tutti/render/draw"
	"tutti/render/draw/sample"
	"tutti/render/paint/golden"
	"tutti/render/svg"
)

func wellFormed(t *testing.T, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
	}
}

func TestScene(t *testing.T) {
	data := svg.Write(sample.Scene(draw.Light), 320, 360, draw.Light.Paper)
	wellFormed(t, data)
	golden.Text(t, "scene.svg", string(data))
}

func TestStrangeNames(t *testing.T) {
	wellFormed(t, svg.Write([]draw.Shape{draw.Words(draw.Pt(1, 2), 12, draw.Left, draw.Hex(0), "<a & \"b\"> \x00\x1f \xff")}, 10, 10, draw.Hex(0xffffff)))
}

func TestPixels(t *testing.T) {
	m := &draw.Image{W: 2, H: 1, Pix: []uint8{255, 0, 0, 255, 0, 0, 255, 255}}
	data := svg.Write([]draw.Shape{draw.Picture(draw.R(0, 0, 20, 10), m), draw.ClipTo(draw.R(0, 0, 5, 5)), draw.Dot(draw.Pt(2, 2), 9, draw.Hex(0))}, 20, 10, draw.Hex(0xffffff))
	wellFormed(t, data)
	if !bytes.Contains(data, []byte("data:image/png;base64,")) || !bytes.Contains(data, []byte("clip-path")) {
		t.Errorf("got %s", data)
	}
}
