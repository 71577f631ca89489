// Package paint paints shapes into memory, without a display: golden pictures,
// PNG, GIF and MP4. It fills the same triangles with the same arithmetic as the
// window does, so the two agree to a rounding.
package paint

import (
	"image"
	"math"

	"tutti/render/draw"
)

// A Painter paints pictures into memory. It keeps its mesh and its letters from
// one picture to the next; one goroutine may use it at a time.
type Painter struct{ mesh *draw.Mesh }

// New returns a painter.
func New() *Painter { return &Painter{draw.NewMesh()} }

// Picture paints shapes over paper on a new picture of w by h points at a scale
// [pixels per point].
func Picture(shapes []draw.Shape, w, h int, scale float32, paper draw.Colour) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, int(float32(w)*scale), int(float32(h)*scale)))
	New().Paint(img, shapes, scale, paper)
	return img
}

// Paint paints shapes over paper.
func (p *Painter) Paint(img *image.RGBA, shapes []draw.Shape, scale float32, paper draw.Colour) {
	wash(img, paper)
	p.mesh.Build(shapes, scale)
	c := canvas{img.Pix, img.Stride, img.Rect.Dx(), img.Rect.Dy(), p.mesh.Atlas.Pix}
	for _, b := range p.mesh.Batches {
		idx := p.mesh.I[b.From:b.To]
		for i := 0; i < len(idx); i += 3 {
			c.triangle(&p.mesh.V[idx[i]], &p.mesh.V[idx[i+1]], &p.mesh.V[idx[i+2]])
		}
		if b.Image != nil {
			c.picture(b)
		}
	}
}

func wash(img *image.RGBA, c draw.Colour) {
	row := img.Pix[:4*img.Rect.Dx()]
	for i := 0; i < len(row); i += 4 {
		row[i], row[i+1], row[i+2], row[i+3] = c.R, c.G, c.B, 255
	}
	for y := 1; y < img.Rect.Dy(); y++ {
		copy(img.Pix[y*img.Stride:], row)
	}
}

type canvas struct {
	pix    []uint8
	stride int
	w, h   int
	atlas  []uint8
}

// A plane is a value that changes evenly over the picture.
type plane struct{ at0, dx, dy float32 }

func (p plane) at(x, y float32) float32 { return p.at0 + p.dx*x + p.dy*y }

// planes gives the plane through three values at the corners of a triangle.
type planes struct{ x0, y0, ax, ay, bx, by, k float32 }

func (f planes) of(a, b, c float32) plane {
	if a == b && a == c {
		return plane{at0: a}
	}
	u, v := b-a, c-a
	dx := (u*f.by - v*f.ay) * f.k
	dy := (v*f.ax - u*f.bx) * f.k
	return plane{a - dx*f.x0 - dy*f.y0, dx, dy}
}

// triangle fills the pixels whose centres lie in a triangle.
func (c *canvas) triangle(p, q, r *draw.Vertex) {
	f := planes{p.X, p.Y, q.X - p.X, q.Y - p.Y, r.X - p.X, r.Y - p.Y, 0}
	det := f.ax*f.by - f.ay*f.bx
	if det == 0 || p.A == 0 {
		return
	}
	f.k = 1 / det
	top, bottom := min(p.Y, q.Y, r.Y), max(p.Y, q.Y, r.Y)
	y0, y1 := max(edge(top), 0), min(edge(bottom), c.h)
	if y0 >= y1 {
		return
	}
	ink := ink{
		sx: f.of(p.SX, q.SX, r.SX), sy: f.of(p.SY, q.SY, r.SY),
		c0: f.of(p.C0, q.C0, r.C0), c1: f.of(p.C1, q.C1, r.C1), c2: f.of(p.C2, q.C2, r.C2), c3: f.of(p.C3, q.C3, r.C3),
		r: p.R * 255, g: p.G * 255, b: p.B * 255, a: p.A, letter: p.C2 < 0,
	}
	for y := y0; y < y1; y++ {
		cy := float32(y) + 0.5
		lo, hi := span(p, q, r, cy)
		x0, x1 := max(edge(lo), 0), min(edge(hi), c.w)
		switch {
		case x0 >= x1:
		case ink.letter:
			c.letters(&ink, x0, x1, y)
		default:
			c.row(&ink, x0, x1, y)
		}
	}
}

// edge is the first pixel whose centre is not before v.
func edge(v float32) int { return int(math.Ceil(float64(v) - 0.5)) }

// span is where the horizontal line y enters and leaves a triangle.
func span(p, q, r *draw.Vertex, y float32) (lo, hi float32) {
	lo, hi = math.MaxFloat32, -math.MaxFloat32
	for _, e := range [3][2]*draw.Vertex{{p, q}, {q, r}, {r, p}} {
		a, b := e[0], e[1]
		if a.Y > b.Y {
			a, b = b, a
		}
		if y < a.Y || y >= b.Y {
			continue
		}
		x := a.X + (b.X-a.X)*((y-a.Y)/(b.Y-a.Y))
		lo, hi = min(lo, x), max(hi, x)
	}
	return lo, hi
}

// ink is what the pixels of one triangle need to know.
type ink struct {
	sx, sy, c0, c1, c2, c3 plane
	r, g, b, a             float32 // colour times opacity [0..255], opacity [0..1]
	letter                 bool
}

// row fills pixels x0 to x1 of row y.
func (c *canvas) row(k *ink, x0, x1, y int) {
	cy := float32(y) + 0.5
	switch {
	case k.c2.at0 >= wide && k.c2.dx == 0 && k.sx == plane{} && k.sy == plane{}:
		c.band(k, x0, x1, y)
		return
	case k.c1.dx == 0 && k.c3.dx == 0 && k.sy.at0 == 0 && k.sy.dx == 0:
		x0, x1 = c.solid(k, x0, x1, y)
	}
	for x := x0; x < x1; x++ {
		cx := float32(x) + 0.5
		cover := draw.Cover(k.sx.at(cx, cy), k.sy.at(cx, cy), k.c0.at(cx, cy), k.c1.at(cx, cy), k.c2.at(cx, cy), k.c3.at(cx, cy))
		if cover > 0 {
			c.blend(4*x+y*c.stride, k, cover)
		}
	}
}

// wide is a half extent that no picture reaches: only the other one matters.
const wide = 1e5

// band fills pixels of a shape that has an edge on two sides only, such as a
// curve: what draw.Cover says there, in fewer steps.
func (c *canvas) band(k *ink, x0, x1, y int) {
	cy := float32(y) + 0.5
	mid, half := k.c1.at(0, cy), k.c3.at(0, cy)
	for x := x0; x < x1; x++ {
		cx := float32(x) + 0.5
		if cover := min(0.5+(half+k.c3.dx*cx)-abs(mid+k.c1.dx*cx), 1); cover > 0 {
			c.blend(4*x+y*c.stride, k, cover)
		}
	}
}

// solid fills at once the inner part of a row that is covered whole, where that
// reaches its right end or begins at its left, and returns what is left to do.
func (c *canvas) solid(k *ink, x0, x1, y int) (int, int) {
	cy := float32(y) + 0.5
	inner := k.c2.at(0, cy) - max(k.sx.at(0, cy), 0.5)
	if k.c2.dx != 0 || k.sx.dx != 0 || abs(k.c1.at(0, cy)) > k.c3.at(0, cy)-0.5 {
		return x0, x1
	}
	if k.c0.dx != 1 && k.c0.dx != 0 {
		return x0, x1
	}
	a, b := x0, x1
	if k.c0.dx == 1 {
		zero := -k.c0.at(0, cy)
		a, b = max(x0, edge(zero-inner)), min(x1, edge(zero+inner))
	}
	if b-a < 4 {
		return x0, x1
	}
	for x := x0; x < a; x++ {
		c.one(k, x, y)
	}
	c.fill(k, 4*a+y*c.stride, 4*b+y*c.stride)
	return b, x1
}

func (c *canvas) one(k *ink, x, y int) {
	cx, cy := float32(x)+0.5, float32(y)+0.5
	if cover := draw.Cover(k.sx.at(cx, cy), 0, k.c0.at(cx, cy), k.c1.at(cx, cy), k.c2.at(cx, cy), k.c3.at(cx, cy)); cover > 0 {
		c.blend(4*x+y*c.stride, k, cover)
	}
}

// fill blends the whole colour into bytes from..to.
func (c *canvas) fill(k *ink, from, to int) {
	if k.a >= 1 {
		r, g, b := uint8(k.r+0.5), uint8(k.g+0.5), uint8(k.b+0.5)
		for i := from; i < to; i += 4 {
			d := c.pix[i : i+4 : i+4]
			d[0], d[1], d[2], d[3] = r, g, b, 255
		}
		return
	}
	for i := from; i < to; i += 4 {
		c.blend(i, k, 1)
	}
}

// letters copies coverage from the atlas.
func (c *canvas) letters(k *ink, x0, x1, y int) {
	cy := float32(y) + 0.5
	for x := x0; x < x1; x++ {
		cx := float32(x) + 0.5
		u, v := int(k.sx.at(cx, cy)), int(k.sy.at(cx, cy))
		if cover := c.atlas[v*draw.AtlasW+u]; cover > 0 {
			c.blend(4*x+y*c.stride, k, float32(cover)/255)
		}
	}
}

func (c *canvas) blend(i int, k *ink, cover float32) {
	rest := 1 - k.a*cover
	d := c.pix[i : i+4 : i+4]
	d[0] = uint8(k.r*cover + float32(d[0])*rest + 0.5)
	d[1] = uint8(k.g*cover + float32(d[1])*rest + 0.5)
	d[2] = uint8(k.b*cover + float32(d[2])*rest + 0.5)
	d[3] = 255
}

// picture copies an image, each pixel from the nearest.
func (c *canvas) picture(b draw.Batch) {
	m := b.Image
	sx, sy := float32(m.W)/b.At.W(), float32(m.H)/b.At.H()
	for y := max(edge(b.Clip.Min.Y), 0); y < min(edge(b.Clip.Max.Y), c.h); y++ {
		v := min(max(int((float32(y)+0.5-b.At.Min.Y)*sy), 0), m.H-1)
		for x := max(edge(b.Clip.Min.X), 0); x < min(edge(b.Clip.Max.X), c.w); x++ {
			u := min(max(int((float32(x)+0.5-b.At.Min.X)*sx), 0), m.W-1)
			s, d := m.Pix[4*(v*m.W+u):], c.pix[4*x+y*c.stride:]
			rest := 255 - int(s[3])
			for j := range 3 {
				d[j] = s[j] + uint8((int(d[j])*rest+127)/255)
			}
			d[3] = 255
		}
	}
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}
