package draw

import "math"

// A Point is a place in a picture, x to the right and y down.
type Point struct{ X, Y float32 }

// Pt returns the point (x, y).
func Pt[T float32 | float64 | int](x, y T) Point { return Point{float32(x), float32(y)} }

// Add returns p + q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Sub returns p − q.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Mul returns p times k.
func (p Point) Mul(k float32) Point { return Point{p.X * k, p.Y * k} }

// Len is the distance of p from the origin.
func (p Point) Len() float32 { return float32(math.Hypot(float64(p.X), float64(p.Y))) }

// Towards returns the point at share t [0..1] of the way from p to q.
func (p Point) Towards(q Point, t float32) Point {
	return Point{p.X + (q.X-p.X)*t, p.Y + (q.Y-p.Y)*t}
}

// A Rect is an upright rectangle.
type Rect struct{ Min, Max Point }

// R returns the rectangle at (x, y) of width w and height h.
func R[T float32 | float64 | int](x, y, w, h T) Rect { return Rect{Pt(x, y), Pt(x+w, y+h)} }

// W is the width of r.
func (r Rect) W() float32 { return r.Max.X - r.Min.X }

// H is the height of r.
func (r Rect) H() float32 { return r.Max.Y - r.Min.Y }

// Mid is the centre of r.
func (r Rect) Mid() Point { return r.Min.Towards(r.Max, 0.5) }

// Empty says whether r holds nothing.
func (r Rect) Empty() bool { return r.Max.X <= r.Min.X || r.Max.Y <= r.Min.Y }

// Has says whether p lies in r.
func (r Rect) Has(p Point) bool {
	return p.X >= r.Min.X && p.X < r.Max.X && p.Y >= r.Min.Y && p.Y < r.Max.Y
}

// Hits says whether r and s share any area.
func (r Rect) Hits(s Rect) bool {
	return r.Min.X < s.Max.X && s.Min.X < r.Max.X && r.Min.Y < s.Max.Y && s.Min.Y < r.Max.Y
}

// Inset returns r made smaller by d on every side.
func (r Rect) Inset(d float32) Rect {
	return Rect{Point{r.Min.X + d, r.Min.Y + d}, Point{r.Max.X - d, r.Max.Y - d}}
}

// Cut returns the part of r that lies in s.
func (r Rect) Cut(s Rect) Rect {
	return Rect{Point{max(r.Min.X, s.Min.X), max(r.Min.Y, s.Min.Y)}, Point{min(r.Max.X, s.Max.X), min(r.Max.Y, s.Max.Y)}}
}

// CutLeft splits r into its left part of width w and the rest.
func (r Rect) CutLeft(w float32) (left, rest Rect) {
	left, rest = r, r
	left.Max.X = r.Min.X + w
	rest.Min.X = left.Max.X
	return left, rest
}

// CutRight splits r into its right part of width w and the rest.
func (r Rect) CutRight(w float32) (right, rest Rect) {
	rest, right = r.CutLeft(r.W() - w)
	return right, rest
}

// CutTop splits r into its upper part of height h and the rest.
func (r Rect) CutTop(h float32) (top, rest Rect) {
	top, rest = r, r
	top.Max.Y = r.Min.Y + h
	rest.Min.Y = top.Max.Y
	return top, rest
}

// CutBottom splits r into its lower part of height h and the rest.
func (r Rect) CutBottom(h float32) (bottom, rest Rect) {
	rest, bottom = r.CutTop(r.H() - h)
	return bottom, rest
}

// Kind says what a shape is, and which of its fields count.
type Kind uint8

// The kinds of shapes.
const (
	Disc    Kind = iota // centre At, radius R; W > 0 draws its edge of that width only
	Box                 // corners At and To, corner radius R; W > 0 draws its edge only
	Line                // from At to To, width W, round ends
	Stroke              // through Points, width W, round joins: for opaque colours
	Ribbon              // along Points, smooth, width W at the start and R at the end
	Area                // between the first and the second half of Points, x rising in both
	Polygon             // convex, Points in turn
	Label               // Text at At, size R, middle of capitals at At.Y
	Glow                // centre At, fading out towards radius R
	Clip                // what follows is cut to At..To; where that is empty, no more
	Pixels              // Image over At..To
)

// Anchor says which point of a label stands at its place.
type Anchor uint8

// Anchors of labels.
const (
	Left Anchor = iota
	Centre
	Right
)

// A Shape is one mark of a picture. A picture is a slice of shapes, painted in
// order.
type Shape struct {
	Kind   Kind
	Anchor Anchor
	Bold   bool
	Fill   Colour
	At, To Point
	R, W   float32
	Points []Point
	Text   string
	Image  *Image
}

// An Image is a picture of W by H pixels, four bytes each (red, green, blue,
// alpha, multiplied by alpha). Version changes when the pixels do.
type Image struct {
	W, H    int
	Pix     []uint8
	Version int
}

// Moved returns the shape k times as large, and then moved.
func (s Shape) Moved(k float32, by Point) Shape {
	s.At, s.To, s.R, s.W = s.At.Mul(k).Add(by), s.To.Mul(k).Add(by), s.R*k, s.W*k
	if s.Points != nil {
		points := make([]Point, len(s.Points))
		for i, p := range s.Points {
			points[i] = p.Mul(k).Add(by)
		}
		s.Points = points
	}
	return s
}

// Dot returns a filled disc.
func Dot(at Point, r float32, c Colour) Shape { return Shape{Kind: Disc, At: at, R: r, Fill: c} }

// Ring returns a circle of radius r and line width w.
func Ring(at Point, r, w float32, c Colour) Shape {
	return Shape{Kind: Disc, At: at, R: r, W: w, Fill: c}
}

// Fill returns a filled rectangle with corners of radius r.
func Fill(b Rect, r float32, c Colour) Shape {
	return Shape{Kind: Box, At: b.Min, To: b.Max, R: r, Fill: c}
}

// Frame returns the edge of a rectangle, of line width w.
func Frame(b Rect, r, w float32, c Colour) Shape {
	return Shape{Kind: Box, At: b.Min, To: b.Max, R: r, W: w, Fill: c}
}

// Segment returns a straight line.
func Segment(a, b Point, w float32, c Colour) Shape {
	return Shape{Kind: Line, At: a, To: b, W: w, Fill: c}
}

// Curve returns a line through points. Its colour should be opaque, since its
// pieces overlap.
func Curve(points []Point, w float32, c Colour) Shape {
	return Shape{Kind: Stroke, Points: points, W: w, Fill: c}
}

// Taper returns a smooth line whose width goes from w0 to w1.
func Taper(points []Point, w0, w1 float32, c Colour) Shape {
	return Shape{Kind: Ribbon, Points: points, W: w0, R: w1, Fill: c}
}

// Between returns the area between two lines over the same x, both from left to
// right: upper and lower have equal length.
func Between(upper, lower []Point, c Colour) Shape {
	p := make([]Point, 0, 2*len(upper))
	return Shape{Kind: Area, Points: append(append(p, upper...), lower...), Fill: c}
}

// Convex returns a filled convex polygon.
func Convex(points []Point, c Colour) Shape { return Shape{Kind: Polygon, Points: points, Fill: c} }

// Words returns a label.
func Words(at Point, size float32, a Anchor, c Colour, text string) Shape {
	return Shape{Kind: Label, At: at, R: size, Anchor: a, Fill: c, Text: text}
}

// Strong returns a label in the heavier face.
func Strong(at Point, size float32, a Anchor, c Colour, text string) Shape {
	return Shape{Kind: Label, At: at, R: size, Anchor: a, Fill: c, Text: text, Bold: true}
}

// Halo returns a soft light.
func Halo(at Point, r float32, c Colour) Shape { return Shape{Kind: Glow, At: at, R: r, Fill: c} }

// ClipTo cuts what follows to b.
func ClipTo(b Rect) Shape { return Shape{Kind: Clip, At: b.Min, To: b.Max} }

// NoClip ends the cutting.
func NoClip() Shape { return Shape{Kind: Clip} }

// Picture returns an image over b.
func Picture(b Rect, m *Image) Shape { return Shape{Kind: Pixels, At: b.Min, To: b.Max, Image: m} }

// Arc returns a line along a circle from angle a to angle b [radians, 0 to the
// right, clockwise].
func Arc(at Point, r, a, b, w float32, c Colour) Shape {
	n := max(2, int(math.Ceil(math.Abs(float64(b-a))*math.Sqrt(float64(r)+1)*1.6)))
	p := make([]Point, n+1)
	for i := range p {
		s, k := math.Sincos(float64(a + (b-a)*float32(i)/float32(n)))
		p[i] = Point{at.X + r*float32(k), at.Y + r*float32(s)}
	}
	return Taper(p, w, w, c)
}

// Bow returns n+1 points of a curve from a to b that leaves the straight line
// to its left by the share bend of its length.
func Bow(a, b Point, bend float32, n int) []Point {
	d := b.Sub(a)
	mid := a.Towards(b, 0.5).Add(Point{d.Y, -d.X}.Mul(bend))
	p := make([]Point, n+1)
	for i := range p {
		t := float32(i) / float32(n)
		p[i] = a.Towards(mid, t).Towards(mid.Towards(b, t), t)
	}
	return p
}
