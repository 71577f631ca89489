package view

import (
	"tutti/render/draw"
)

// points draws very many agents, each as one or a few pixels of an image, those
// with much of the chosen size last.
func points(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	b := p.Box.Inset(-40)
	w, h := int(b.W()), int(b.H())
	if w < 1 || h < 1 {
		return nil
	}
	m := look.Canvas
	if m == nil {
		m = &draw.Image{}
	}
	if m.W != w || m.H != h {
		m.W, m.H, m.Pix = w, h, make([]uint8, 4*w*h)
	}
	clear(m.Pix)
	m.Version++
	c := Quantity(f, look.Colour, look.Domain)
	var shades [257][4]uint8
	for k, c := range tones(&c, t) {
		shades[k] = [4]uint8{c.R, c.G, c.B, 255}
	}
	large := topOfFloat32(p.Radius) * 0.7
	for _, pass := range []bool{false, true} {
		for i, at := range p.At {
			if big := p.Radius[i] > large; big != pass || !f.Present(i) {
				continue
			}
			plot(m, int(at.X-b.Min.X), int(at.Y-b.Min.Y), dot(p.Radius[i], pass), &shades[tone(&c, i)])
		}
	}
	return []draw.Shape{draw.Picture(draw.R(b.Min.X, b.Min.Y, float32(w), float32(h)), m)}
}

func topOfFloat32(v []float32) float32 {
	top := float32(0)
	for _, x := range v {
		top = max(top, x)
	}
	return top
}

// dot is how many pixels wide an agent is.
func dot(r float32, big bool) int {
	n := int(r*1.4 + 0.5)
	if big {
		n++
	}
	return min(max(n, 1), 24)
}

// plot fills a square of n pixels.
func plot(m *draw.Image, x, y, n int, tone *[4]uint8) {
	x, y = x-n/2, y-n/2
	for yy := max(y, 0); yy < min(y+n, m.H); yy++ {
		for xx := max(x, 0); xx < min(x+n, m.W); xx++ {
			copy(m.Pix[4*(yy*m.W+xx):], tone[:])
		}
	}
}
