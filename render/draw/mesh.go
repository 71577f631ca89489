package draw

import (
	"math"
)

// A Vertex is a corner of a triangle and what its pixels need to know: their
// place in the shape's own axes (C0, C1), its half extents (C2, C3), corner
// radius (SX) and edge (SY); or, for letters (C2 < 0), the place in the atlas
// (SX, SY). Colours are multiplied by opacity [0..1]. Cover says how a pixel is
// covered.
type Vertex struct {
	X, Y           float32
	SX, SY         float32
	R, G, B, A     float32
	C0, C1, C2, C3 float32
}

// Cover is the share of a pixel [0..1] that a shape covers: the signed distance
// to a rounded box, turned into an edge where sy > 0 (its half width) and into
// a light that fades over −sy where sy < 0. Every painter computes this.
func Cover(sx, sy, c0, c1, c2, c3 float32) float32 {
	x, y := abs(c0)-c2+sx, abs(c1)-c3+sx
	d := min(max(x, y), 0) - sx
	if px, py := max(x, 0), max(y, 0); px == 0 {
		d += py
	} else if py == 0 {
		d += px
	} else {
		d += float32(math.Sqrt(float64(px*px + py*py)))
	}
	switch {
	case sy > 0:
		d = abs(d) - sy
	case sy < 0:
		t := min(max(d/sy, 0), 1)
		return t * t
	}
	return min(max(0.5-d, 0), 1)
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}

// A Batch is a run of triangles, and then perhaps one image over the rectangle
// At, cut to Clip.
type Batch struct {
	From, To int // indices [From, To)
	Image    *Image
	At, Clip Rect // [pixels]
}

// A Mesh is a picture as triangles [pixels]. It can be built again and again
// without new memory.
type Mesh struct {
	V       []Vertex
	I       []uint32
	Batches []Batch
	Atlas   *Atlas
	scale   float32
	clip    Rect
	clipped bool
	colour  Vertex
}

// NewMesh returns an empty mesh with its own atlas.
func NewMesh() *Mesh { return &Mesh{Atlas: NewAtlas()} }

// Build turns shapes into triangles at a scale [pixels per point].
func (m *Mesh) Build(shapes []Shape, scale float32) {
	for range 2 {
		if m.build(shapes, scale) {
			return
		}
		m.Atlas.reset() // full of letters no longer seen: once more from the start
	}
}

func (m *Mesh) build(shapes []Shape, scale float32) bool {
	m.V, m.I, m.Batches = m.V[:0], m.I[:0], m.Batches[:0]
	m.scale, m.clipped = scale, false
	fits, from := true, 0
	for i := range shapes {
		s := &shapes[i]
		switch s.Kind {
		case Clip:
			m.clip = Rect{s.At.Mul(scale), s.To.Mul(scale)}
			m.clipped = !m.clip.Empty()
			continue
		case Pixels:
			m.Batches = append(m.Batches, m.image(s, from))
			from = len(m.I)
			continue
		}
		if s.Fill.A == 0 {
			continue
		}
		m.ink(s.Fill)
		vs, is := len(m.V), len(m.I)
		fits = m.add(s) && fits
		if m.clipped {
			m.cut(vs, is)
		}
	}
	m.Batches = append(m.Batches, Batch{From: from, To: len(m.I)})
	return fits
}

func (m *Mesh) image(s *Shape, from int) Batch {
	b := Batch{From: from, To: len(m.I), Image: s.Image, At: Rect{s.At.Mul(m.scale), s.To.Mul(m.scale)}}
	b.Clip = b.At
	if m.clipped {
		b.Clip = b.At.Cut(m.clip)
	}
	return b
}

func (m *Mesh) ink(c Colour) {
	a := float32(c.A) / 255
	k := a / 255
	m.colour = Vertex{R: float32(c.R) * k, G: float32(c.G) * k, B: float32(c.B) * k, A: a}
}

// add adds the triangles of one shape; false means that the atlas is full.
func (m *Mesh) add(s *Shape) bool {
	k := m.scale
	switch s.Kind {
	case Disc:
		m.box(s.At.Mul(k), s.R*k, s.R*k, s.R*k, s.W*k/2)
	case Glow:
		m.box(s.At.Mul(k), s.R*k, s.R*k, s.R*k, -s.R*k)
	case Box:
		w, h := (s.To.X-s.At.X)*k/2, (s.To.Y-s.At.Y)*k/2
		m.box(s.At.Towards(s.To, 0.5).Mul(k), w, h, min(s.R*k, w, h), s.W*k/2)
	case Line:
		m.line(s.At.Mul(k), s.To.Mul(k), s.W*k/2)
	case Stroke:
		for i := 1; i < len(s.Points); i++ {
			m.line(s.Points[i-1].Mul(k), s.Points[i].Mul(k), s.W*k/2)
		}
	case Ribbon:
		m.ribbon(s)
	case Area:
		m.area(s)
	case Polygon:
		m.polygon(s)
	case Label:
		return m.label(s)
	}
	return true
}

// vertex adds a corner.
func (m *Mesh) vertex(x, y, sx, sy, c0, c1, c2, c3 float32) {
	v := m.colour
	v.X, v.Y, v.SX, v.SY, v.C0, v.C1, v.C2, v.C3 = x, y, sx, sy, c0, c1, c2, c3
	m.V = append(m.V, v)
}

// quad joins the last four corners.
func (m *Mesh) quad() {
	n := uint32(len(m.V) - 4)
	m.I = append(m.I, n, n+1, n+2, n, n+2, n+3)
}

// box adds an upright rounded box of half extents w and h round c.
func (m *Mesh) box(c Point, w, h, r, edge float32) {
	gw, gh := w+1+max(edge, 0), h+1+max(edge, 0)
	m.vertex(c.X-gw, c.Y-gh, r, edge, -gw, -gh, w, h)
	m.vertex(c.X+gw, c.Y-gh, r, edge, gw, -gh, w, h)
	m.vertex(c.X+gw, c.Y+gh, r, edge, gw, gh, w, h)
	m.vertex(c.X-gw, c.Y+gh, r, edge, -gw, gh, w, h)
	m.quad()
}

// line adds a straight line of half width h with round ends.
func (m *Mesh) line(a, b Point, h float32) {
	d := b.Sub(a)
	long := d.Len()
	u := Point{1, 0}
	if long > 0 {
		u = d.Mul(1 / long)
	}
	c := a.Towards(b, 0.5)
	w := long/2 + h
	gw, gh := w+1, h+1
	ax, ay := u.Mul(gw), Point{-u.Y, u.X}.Mul(gh)
	m.vertex(c.X-ax.X-ay.X, c.Y-ax.Y-ay.Y, h, 0, -gw, -gh, w, h)
	m.vertex(c.X+ax.X-ay.X, c.Y+ax.Y-ay.Y, h, 0, gw, -gh, w, h)
	m.vertex(c.X+ax.X+ay.X, c.Y+ax.Y+ay.Y, h, 0, gw, gh, w, h)
	m.vertex(c.X-ax.X+ay.X, c.Y-ax.Y+ay.Y, h, 0, -gw, gh, w, h)
	m.quad()
}

// far is a half extent that no pixel reaches, deep one to measure an edge from.
const (
	far  = 1e6
	deep = 64
)

// ribbon adds a smooth line of changing width as one strip.
func (m *Mesh) ribbon(s *Shape) {
	n := len(s.Points)
	if n < 2 {
		return
	}
	for i, p := range s.Points {
		a, b := s.Points[max(i-1, 0)], s.Points[min(i+1, n-1)]
		d := b.Sub(a)
		if l := d.Len(); l > 0 {
			d = d.Mul(1 / l)
		}
		h := (s.W + (s.R-s.W)*float32(i)/float32(n-1)) * m.scale / 2
		o := Point{-d.Y, d.X}.Mul(h + 1)
		p = p.Mul(m.scale)
		m.vertex(p.X-o.X, p.Y-o.Y, 0, 0, 0, -h-1, far, h)
		m.vertex(p.X+o.X, p.Y+o.Y, 0, 0, 0, h+1, far, h)
	}
	m.strip(n)
}

// strip joins the last n pairs of corners.
func (m *Mesh) strip(n int) {
	base := uint32(len(m.V) - 2*n)
	for i := range uint32(n - 1) {
		k := base + 2*i
		m.I = append(m.I, k, k+1, k+3, k, k+3, k+2)
	}
}

// area adds the area between two lines as one strip.
func (m *Mesh) area(s *Shape) {
	n := len(s.Points) / 2
	if n < 2 {
		return
	}
	for i := range n {
		a, b := s.Points[i].Mul(m.scale), s.Points[n+i].Mul(m.scale)
		h := (b.Y - a.Y) / 2
		m.vertex(a.X, a.Y-1, 0, 0, 0, -h-1, far, h)
		m.vertex(b.X, b.Y+1, 0, 0, 0, h+1, far, h)
	}
	m.strip(n)
}

// polygon adds a convex polygon: a fan, and a soft edge a pixel to both sides.
func (m *Mesh) polygon(s *Shape) {
	n := len(s.Points)
	if n < 3 {
		return
	}
	turn := float32(1)
	if area2(s.Points) < 0 {
		turn = -1
	}
	base := uint32(len(m.V))
	for i, p := range s.Points {
		o := outward(s.Points[(i+n-1)%n], p, s.Points[(i+1)%n]).Mul(turn)
		p = p.Mul(m.scale)
		m.vertex(p.X-o.X, p.Y-o.Y, 0, 0, 0, deep-1, far, deep)
		m.vertex(p.X+o.X, p.Y+o.Y, 0, 0, 0, deep+1, far, deep)
	}
	for i := range uint32(n) {
		j := (i + 1) % uint32(n)
		m.I = append(m.I, base+2*i, base+2*i+1, base+2*j+1, base+2*i, base+2*j+1, base+2*j)
		if i > 0 && i < uint32(n)-1 {
			m.I = append(m.I, base, base+2*i, base+2*i+2)
		}
	}
}

// outward is the direction out of a corner, long enough that both edges move
// by one.
func outward(a, p, b Point) Point {
	d, e := p.Sub(a), b.Sub(p)
	d, e = d.Mul(1/max(d.Len(), 1e-6)), e.Mul(1/max(e.Len(), 1e-6))
	o := Point{d.Y + e.Y, -d.X - e.X}
	l := o.X*o.X + o.Y*o.Y
	return o.Mul(2 / max(l, 0.5))
}

func area2(p []Point) float32 {
	var a float32
	for i := range p {
		q := p[(i+1)%len(p)]
		a += p[i].X*q.Y - q.X*p[i].Y
	}
	return a
}

// label adds one quad a letter.
func (m *Mesh) label(s *Shape) bool {
	size := s.R * m.scale
	quarter := int32(size*4 + 0.5)
	if quarter < 4 || quarter > 4*400 {
		return true
	}
	x := s.At.X * m.scale
	if s.Anchor != Left {
		w := Measure(s.Text, s.R, s.Bold) * m.scale
		if s.Anchor == Centre {
			w /= 2
		}
		x -= w
	}
	base := float32(math.Floor(float64(s.At.Y*m.scale+size*CapHeight/2) + 0.5))
	f := faceOf(s.Bold)
	f.mu.Lock()
	f.open()
	f.mu.Unlock()
	for _, r := range s.Text {
		f.mu.Lock()
		wide := f.advance(r) * size
		f.mu.Unlock()
		if r != ' ' {
			q := int(math.Floor(float64(x)*4 + 0.5))
			whole := q >> 2
			g, ok := m.Atlas.glyph(glyphKey{r, quarter, uint8(q & 3), s.Bold})
			if !ok {
				return false
			}
			m.letter(float32(whole+g.dx), base+float32(g.dy), g)
		}
		x += wide
	}
	return true
}

func (m *Mesh) letter(x, y float32, g glyph) {
	w, h := float32(g.at.Dx()), float32(g.at.Dy())
	if w == 0 {
		return
	}
	u, v := float32(g.at.Min.X), float32(g.at.Min.Y)
	m.vertex(x, y, u, v, 0, 0, -1, 0)
	m.vertex(x+w, y, u+w, v, 0, 0, -1, 0)
	m.vertex(x+w, y+h, u+w, v+h, 0, 0, -1, 0)
	m.vertex(x, y+h, u, v+h, 0, 0, -1, 0)
	m.quad()
}

// cut cuts the triangles from index is on (their corners begin at vs) to the
// clip rectangle.
func (m *Mesh) cut(vs, is int) {
	in := true
	for _, v := range m.V[vs:] {
		if v.X < m.clip.Min.X || v.X > m.clip.Max.X || v.Y < m.clip.Min.Y || v.Y > m.clip.Max.Y {
			in = false
			break
		}
	}
	if in {
		return
	}
	tris := append([]uint32(nil), m.I[is:]...)
	m.I = m.I[:is]
	var a, b [9]Vertex
	for t := 0; t < len(tris); t += 3 {
		p := a[:3]
		p[0], p[1], p[2] = m.V[tris[t]], m.V[tris[t+1]], m.V[tris[t+2]]
		q := half(b[:0], p, func(v *Vertex) float32 { return v.X - m.clip.Min.X })
		p = half(a[:0], q, func(v *Vertex) float32 { return m.clip.Max.X - v.X })
		q = half(b[:0], p, func(v *Vertex) float32 { return v.Y - m.clip.Min.Y })
		p = half(a[:0], q, func(v *Vertex) float32 { return m.clip.Max.Y - v.Y })
		if len(p) < 3 {
			continue
		}
		base := uint32(len(m.V))
		m.V = append(m.V, p...)
		for i := uint32(2); i < uint32(len(p)); i++ {
			m.I = append(m.I, base, base+i-1, base+i)
		}
	}
}

// half keeps the part of polygon p where in is not negative (Sutherland &
// Hodgman 1974).
func half(out, p []Vertex, in func(*Vertex) float32) []Vertex {
	for i := range p {
		q := &p[(i+1)%len(p)]
		d, e := in(&p[i]), in(q)
		if d >= 0 {
			out = append(out, p[i])
		}
		if (d < 0) != (e < 0) {
			out = append(out, blend(&p[i], q, d/(d-e)))
		}
	}
	return out
}

func blend(a, b *Vertex, t float32) Vertex {
	f := func(x, y float32) float32 { return x + (y-x)*t }
	return Vertex{f(a.X, b.X), f(a.Y, b.Y), f(a.SX, b.SX), f(a.SY, b.SY), f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), f(a.A, b.A),
		f(a.C0, b.C0), f(a.C1, b.C1), f(a.C2, b.C2), f(a.C3, b.C3)}
}
