package main

import (
	"bytes"

	"tutti/render/draw"
	"tutti/render/paint"
)

// paintPNG paints shapes as a PNG file.
func paintPNG(shapes []draw.Shape, w, h int, scale float32, paper draw.Colour) []byte {
	var b bytes.Buffer
	if err := paint.WritePNG(&b, paint.Picture(shapes, w, h, scale, paper)); err != nil {
		panic(err) // memory takes everything
	}
	return b.Bytes()
}
