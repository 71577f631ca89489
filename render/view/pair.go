package view

import (
	"math"

	"tutti/render/draw"
)

// Pair draws the score of two runs on one time line: for each measure both
// lines, and below the river's place the running difference of the first.
func (s *Score) Pair(a, b *Frame, names [2]string, t *draw.Theme) []draw.Shape {
	tones := [2]draw.Colour{t.Kind(0), t.Kind(1)}
	out := s.difference(a, b, t)
	for k, name := range s.Picked {
		box := s.Strips[k]
		out = append(out, stripName(Plain(name), draw.Point{X: s.Box.Min.X + 12, Y: box.Mid().Y}, box.H(), t)...)
		out = append(out, draw.Fill(draw.R(box.Min.X, box.Max.Y, box.W(), 1), 0, t.Line.Fade(0.6)))
		ma, mb := a.History.Measure(name), b.History.Measure(name)
		if ma == nil || mb == nil {
			continue
		}
		both := Series{Lo: ma.Lo, Hi: ma.Hi, Values: append(append([]float64(nil), ma.Values...), mb.Values...)}
		lo, hi := both.Range()
		y := draw.Scale{Lo: lo, Hi: hi, A: box.Max.Y - 1, B: box.Min.Y + 1}
		for j, m := range []*Series{ma, mb} {
			out = append(out, s.trace(m.Values, 1, 1, y, tones[j])...)
			if n := len(m.Values); n > 0 {
				at := draw.Point{X: s.Box.Max.X - 12, Y: box.Mid().Y + float32(j*13) - 6.5}
				if box.H() < 24 {
					at = draw.Point{X: s.Box.Max.X - 8 - float32(1-j)*33, Y: box.Mid().Y}
				}
				out = append(out, draw.Words(at, 10.5, draw.Right, draw.Mix(tones[j], t.Ink, 0.25), brief(m.Values[n-1])))
			}
		}
	}
	out = append(out, s.timeline(a, max(a.Cycle, b.Cycle), t)...)
	x := s.River.Min.X
	for j, name := range names { // above the lines of now and of events
		l := draw.Words(draw.Point{X: x + 16, Y: s.River.Min.Y + 8}, 11, draw.Left, t.Ink, name)
		ground := draw.Rect{Min: draw.Point{X: x - 6, Y: s.River.Min.Y}, Max: draw.Point{X: l.Bounds().Max.X + 6, Y: s.River.Min.Y + 16}}
		out = append(out, draw.Fill(ground, 0, t.Panel), draw.Segment(draw.Point{X: x, Y: s.River.Min.Y + 8}, draw.Point{X: x + 11, Y: s.River.Min.Y + 8}, 2.4, tones[j]), l)
		x = l.Bounds().Max.X + 22
	}
	return out
}

// difference draws the first picked measure of the first run minus that of the
// second, cycle by cycle, and its mean so far.
func (s *Score) difference(a, b *Frame, t *draw.Theme) []draw.Shape {
	box := s.River
	out := []draw.Shape{
		draw.Strong(draw.Point{X: s.Box.Min.X + 12, Y: box.Min.Y + 8}, 11.5, draw.Left, t.Ink, "Difference"),
		draw.Fill(draw.R(box.Min.X, box.Max.Y, box.W(), 1), 0, t.Line),
	}
	if len(s.Picked) == 0 {
		return out
	}
	name := s.Picked[0]
	out = append(out, draw.Words(draw.Point{X: s.Box.Min.X + 12, Y: box.Min.Y + 23}, 10.5, draw.Left, t.Soft, draw.Shorten("in "+Plain(name), 10.5, false, gutterLeft-14)))
	ma, mb := a.History.Measure(name), b.History.Measure(name)
	if ma == nil || mb == nil {
		return out
	}
	n := min(len(ma.Values), len(mb.Values))
	d := make([]float64, n)
	top, sum, seen := 1e-9, 0.0, 0.0
	for r := range n {
		d[r] = ma.Values[r] - mb.Values[r]
		if !math.IsNaN(d[r]) {
			top = max(top, math.Abs(d[r]))
			sum, seen = sum+d[r], seen+1
		}
	}
	plot := box
	plot.Min.Y += 18
	y := draw.Scale{Lo: -top, Hi: top, A: plot.Max.Y - 2, B: plot.Min.Y + 2}
	zero := y.At(0)
	out = append(out, draw.Fill(draw.R(box.Min.X, zero, box.W(), 1), 0, t.Line))
	for _, part := range []struct {
		sign float64
		tone draw.Colour
	}{{1, t.Kind(0)}, {-1, t.Kind(1)}} {
		out = append(out, s.side(d, part.sign, y, part.tone)...)
	}
	if seen > 0 {
		out = append(out, draw.Words(draw.Point{X: s.Box.Max.X - 12, Y: zero - 8}, 11.5, draw.Right, t.Ink, signed(sum/seen)),
			draw.Words(draw.Point{X: s.Box.Max.X - 12, Y: zero + 8}, 10, draw.Right, t.Soft, "mean"))
	}
	return out
}

// side fills the area of the differences of one sign.
func (s *Score) side(d []float64, sign float64, y draw.Scale, tone draw.Colour) []draw.Shape {
	if len(d) < 2 {
		return nil
	}
	var up, down []draw.Point
	for _, r := range columns(len(d), int(s.River.W()/2)) {
		v := d[r] * sign
		if !(v > 0) {
			v = 0
		}
		x := s.Time.At(float64(r + 1))
		a, b := y.At(v*sign), y.At(0)
		up, down = append(up, draw.Point{X: x, Y: min(a, b)}), append(down, draw.Point{X: x, Y: max(a, b)})
	}
	return []draw.Shape{draw.Between(up, down, tone.Fade(0.75))}
}

func signed(v float64) string {
	if v > 0 {
		return "+" + draw.Number(v)
	}
	return draw.Number(v)
}
