package draw

import (
	"image"
	imgdraw "image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Width and height of an atlas [pixels].
const (
	AtlasW = 1024
	AtlasH = 1024
)

// An Atlas keeps the letters that were drawn so far, each in its size, as
// coverage [0..255]. All painters draw text from one, so that they agree.
type Atlas struct {
	Pix     []uint8 // AtlasW × AtlasH
	Changed image.Rectangle
	glyphs  map[glyphKey]glyph
	x, y, h int // where the next letter goes, and the height of its row
	raster  vector.Rasterizer
	buf     sfnt.Buffer
}

type glyphKey struct {
	r     rune
	size  int32 // [quarters of a pixel]
	shift uint8 // [quarters of a pixel]
	bold  bool
}

// A glyph is a letter in the atlas and where it stands from its origin.
type glyph struct {
	at     image.Rectangle
	dx, dy int
}

// NewAtlas returns an empty atlas.
func NewAtlas() *Atlas {
	return &Atlas{Pix: make([]uint8, AtlasW*AtlasH), glyphs: map[glyphKey]glyph{}}
}

// reset forgets all letters.
func (a *Atlas) reset() {
	clear(a.Pix)
	clear(a.glyphs)
	a.x, a.y, a.h = 0, 0, 0
	a.Changed = image.Rect(0, 0, AtlasW, AtlasH)
}

// glyph returns a letter; ok is false when the atlas is full.
func (a *Atlas) glyph(k glyphKey) (g glyph, ok bool) {
	if g, ok = a.glyphs[k]; ok {
		return g, true
	}
	mask, dx, dy := a.rasterise(k)
	w, h := mask.Rect.Dx(), mask.Rect.Dy()
	if a.x+w+1 > AtlasW {
		a.x, a.y, a.h = 0, a.y+a.h+1, 0
	}
	if a.y+h+1 > AtlasH {
		return g, false
	}
	g = glyph{image.Rect(a.x, a.y, a.x+w, a.y+h), dx, dy}
	for row := range h {
		copy(a.Pix[(a.y+row)*AtlasW+a.x:], mask.Pix[row*mask.Stride:row*mask.Stride+w])
	}
	a.Changed = a.Changed.Union(g.at)
	a.x, a.h = a.x+w+1, max(a.h, h)
	a.glyphs[k] = g
	return g, true
}

// rasterise paints one letter and returns its place from the origin.
func (a *Atlas) rasterise(k glyphKey) (m *image.Alpha, dx, dy int) {
	f := faceOf(k.bold)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open()
	size := float32(k.size) / 4
	empty := image.NewAlpha(image.Rectangle{})
	g, err := f.font.GlyphIndex(&a.buf, k.r)
	if err != nil {
		return empty, 0, 0
	}
	segs, err := f.font.LoadGlyph(&a.buf, g, fixed.Int26_6(size*64), nil)
	if err != nil || len(segs) == 0 {
		return empty, 0, 0
	}
	left := float32(k.shift) / 4
	if k.r >= '0' && k.r <= '9' { // digits stand in the middle of equal cells
		if own, err := f.font.GlyphAdvance(&a.buf, g, f.em, font.HintingNone); err == nil {
			left += (f.dig - float32(own)/float32(f.em)) * size / 2
		}
	}
	box := segs.Bounds()
	dx = int(math.Floor(float64(box.Min.X)/64 + float64(left)))
	dy = box.Min.Y.Floor() - 1
	w := int(math.Ceil(float64(box.Max.X)/64+float64(left))) - dx + 1
	h := box.Max.Y.Ceil() - dy + 1
	a.raster.Reset(w, h)
	a.raster.DrawOp = imgdraw.Src
	at := func(p fixed.Point26_6) (float32, float32) {
		return float32(p.X)/64 + left - float32(dx), float32(p.Y)/64 - float32(dy)
	}
	for _, s := range segs {
		x, y := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			a.raster.ClosePath()
			a.raster.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			a.raster.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			x2, y2 := at(s.Args[1])
			a.raster.QuadTo(x, y, x2, y2)
		case sfnt.SegmentOpCubeTo:
			x2, y2 := at(s.Args[1])
			x3, y3 := at(s.Args[2])
			a.raster.CubeTo(x, y, x2, y2, x3, y3)
		}
	}
	a.raster.ClosePath()
	m = image.NewAlpha(image.Rect(0, 0, w, h))
	a.raster.Draw(m, m.Rect, image.Opaque, image.Point{})
	return m, dx, dy
}
