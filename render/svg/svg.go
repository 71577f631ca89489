// Package svg writes shapes as Scalable Vector Graphics.
package svg

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"

	"tutti/render/draw"
)

// Write returns a picture of w by h points as an SVG file.
func Write(shapes []draw.Shape, w, h float32, paper draw.Colour) []byte {
	d := &drawing{}
	fmt.Fprintf(&d.body, "<rect width=\"%s\" height=\"%s\"%s/>\n", num(w), num(h), fill(paper))
	for i := range shapes {
		d.shape(&shapes[i])
	}
	d.endClip()
	var out bytes.Buffer
	fmt.Fprintf(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" font-family=\"Inter, 'Helvetica Neue', Arial, sans-serif\">\n", num(w), num(h), num(w), num(h))
	if d.defs.Len() > 0 {
		fmt.Fprintf(&out, "<defs>\n%s</defs>\n", d.defs.String())
	}
	out.Write(d.body.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

type drawing struct {
	defs, body bytes.Buffer
	clips      int
	clipped    bool
	glows      map[draw.Colour]int
}

// num writes a length with at most two decimals.
func num(v float32) string {
	s := fmt.Sprintf("%.2f", v)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func fill(c draw.Colour) string { return paint("fill", c) }

func paint(what string, c draw.Colour) string {
	s := fmt.Sprintf(" %s=\"#%02x%02x%02x\"", what, c.R, c.G, c.B)
	if c.A < 255 {
		s += fmt.Sprintf(" %s-opacity=\"%s\"", what, num(float32(c.A)/255))
	}
	return s
}

// edge paints a shape, or its edge only where w is positive.
func edge(c draw.Colour, w float32) string {
	if w <= 0 {
		return fill(c)
	}
	return fmt.Sprintf(" fill=\"none\"%s stroke-width=\"%s\"", paint("stroke", c), num(w))
}

func (d *drawing) shape(s *draw.Shape) {
	if s.Fill.A == 0 && s.Kind != draw.Clip && s.Kind != draw.Pixels {
		return
	}
	b := &d.body
	switch s.Kind {
	case draw.Disc:
		fmt.Fprintf(b, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\"%s/>\n", num(s.At.X), num(s.At.Y), num(s.R), edge(s.Fill, s.W))
	case draw.Box:
		fmt.Fprintf(b, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"", num(s.At.X), num(s.At.Y), num(max(s.To.X-s.At.X, 0)), num(max(s.To.Y-s.At.Y, 0)))
		if s.R > 0 {
			fmt.Fprintf(b, " rx=\"%s\"", num(s.R))
		}
		fmt.Fprintf(b, "%s/>\n", edge(s.Fill, s.W))
	case draw.Line:
		fmt.Fprintf(b, "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"%s stroke-width=\"%s\" stroke-linecap=\"round\"/>\n", num(s.At.X), num(s.At.Y), num(s.To.X), num(s.To.Y), paint("stroke", s.Fill), num(s.W))
	case draw.Stroke:
		fmt.Fprintf(b, "<polyline points=\"%s\" fill=\"none\"%s stroke-width=\"%s\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n", points(s.Points), paint("stroke", s.Fill), num(s.W))
	case draw.Ribbon:
		fmt.Fprintf(b, "<polygon points=\"%s\"%s/>\n", points(ribbon(s)), fill(s.Fill))
	case draw.Area:
		n := len(s.Points) / 2
		p := append([]draw.Point(nil), s.Points[:n]...)
		for i := len(s.Points) - 1; i >= n; i-- {
			p = append(p, s.Points[i])
		}
		fmt.Fprintf(b, "<polygon points=\"%s\"%s/>\n", points(p), fill(s.Fill))
	case draw.Polygon:
		fmt.Fprintf(b, "<polygon points=\"%s\"%s/>\n", points(s.Points), fill(s.Fill))
	case draw.Label:
		d.label(s)
	case draw.Glow:
		d.glow(s)
	case draw.Clip:
		d.clip(s)
	case draw.Pixels:
		d.pixels(s)
	}
}

func points(p []draw.Point) string {
	var b strings.Builder
	for i, q := range p {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(num(q.X) + "," + num(q.Y))
	}
	return b.String()
}

// ribbon is the outline of a tapering line.
func ribbon(s *draw.Shape) []draw.Point {
	n := len(s.Points)
	out := make([]draw.Point, 2*n)
	for i, p := range s.Points {
		d := s.Points[min(i+1, n-1)].Sub(s.Points[max(i-1, 0)])
		if l := d.Len(); l > 0 {
			d = d.Mul(1 / l)
		}
		h := (s.W + (s.R-s.W)*float32(i)/float32(max(n-1, 1))) / 2
		o := draw.Point{X: -d.Y, Y: d.X}.Mul(h)
		out[i], out[2*n-1-i] = p.Sub(o), p.Add(o)
	}
	return out
}

var anchors = [...]string{"start", "middle", "end"}

func (d *drawing) label(s *draw.Shape) {
	weight := ""
	if s.Bold {
		weight = " font-weight=\"600\""
	}
	fmt.Fprintf(&d.body, "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\"%s%s>%s</text>\n",
		num(s.At.X), num(s.At.Y+s.R*draw.CapHeight/2), num(s.R), anchors[s.Anchor], weight, fill(s.Fill), escape(s.Text))
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes text safe in XML, which has no place for control characters.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 32 || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return escaper.Replace(s)
}

// glow is a light that falls off with the square of the distance.
func (d *drawing) glow(s *draw.Shape) {
	if d.glows == nil {
		d.glows = map[draw.Colour]int{}
	}
	id, ok := d.glows[s.Fill]
	if !ok {
		id = len(d.glows)
		d.glows[s.Fill] = id
		fmt.Fprintf(&d.defs, "<radialGradient id=\"g%d\">", id)
		for k := range 6 {
			t := float32(k) / 5
			fmt.Fprintf(&d.defs, "<stop offset=\"%s\" stop-color=\"#%02x%02x%02x\" stop-opacity=\"%s\"/>", num(t), s.Fill.R, s.Fill.G, s.Fill.B, num((1-t)*(1-t)*float32(s.Fill.A)/255))
		}
		d.defs.WriteString("</radialGradient>\n")
	}
	fmt.Fprintf(&d.body, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"url(#g%d)\"/>\n", num(s.At.X), num(s.At.Y), num(s.R), id)
}

func (d *drawing) clip(s *draw.Shape) {
	d.endClip()
	r := draw.Rect{Min: s.At, Max: s.To}
	if r.Empty() {
		return
	}
	fmt.Fprintf(&d.defs, "<clipPath id=\"c%d\"><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/></clipPath>\n", d.clips, num(s.At.X), num(s.At.Y), num(r.W()), num(r.H()))
	fmt.Fprintf(&d.body, "<g clip-path=\"url(#c%d)\">\n", d.clips)
	d.clips++
	d.clipped = true
}

func (d *drawing) endClip() {
	if d.clipped {
		d.body.WriteString("</g>\n")
		d.clipped = false
	}
}

func (d *drawing) pixels(s *draw.Shape) {
	m := &image.RGBA{Pix: s.Image.Pix, Stride: 4 * s.Image.W, Rect: image.Rect(0, 0, s.Image.W, s.Image.H)}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // memory takes everything
	}
	fmt.Fprintf(&d.body, "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,%s\"/>\n",
		num(s.At.X), num(s.At.Y), num(s.To.X-s.At.X), num(s.To.Y-s.At.Y), base64.StdEncoding.EncodeToString(b.Bytes()))
}
