package ui

import (
	"math"

	"tutti/render/draw"
)

// Sign draws one of the signs of Icon, s high, on a background.
func Sign(name string, c draw.Point, s float32, ink, back draw.Colour) []draw.Shape {
	p := func(x, y float32) draw.Point { return draw.Point{X: c.X + x*s, Y: c.Y + y*s} }
	right := func(x float32) draw.Shape {
		return draw.Convex([]draw.Point{p(x-0.3, -0.42), p(x+0.4, 0), p(x-0.3, 0.42)}, ink)
	}
	bar := func(x, w float32) draw.Shape {
		return draw.Fill(draw.Rect{Min: p(x-w/2, -0.42), Max: p(x+w/2, 0.42)}, s*0.05, ink)
	}
	w := max(s*0.12, 1.2)
	switch name {
	case "play":
		return []draw.Shape{right(0)}
	case "pause":
		return []draw.Shape{bar(-0.22, 0.22), bar(0.22, 0.22)}
	case "phase":
		return []draw.Shape{right(-0.06), bar(0.42, 0.12)}
	case "cycle":
		return []draw.Shape{right(-0.3), right(0.18), bar(0.58, 0.12)}
	case "start":
		return []draw.Shape{draw.Convex([]draw.Point{p(0.38, -0.42), p(-0.3, 0), p(0.38, 0.42)}, ink), bar(-0.4, 0.12)}
	case "back":
		return []draw.Shape{draw.Convex([]draw.Point{p(0.24, -0.42), p(-0.44, 0), p(0.24, 0.42)}, ink), bar(0.42, 0.12)}
	case "sun":
		return sun(c, s, w, ink)
	case "moon":
		return []draw.Shape{draw.Dot(c, s*0.42, ink), draw.Dot(p(0.2, -0.14), s*0.36, back)}
	case "help":
		return []draw.Shape{draw.Strong(c, s*1.05, draw.Centre, ink, "?")}
	case "home":
		return grid(p, s, ink)
	case "close":
		return []draw.Shape{draw.Segment(p(-0.3, -0.3), p(0.3, 0.3), w, ink), draw.Segment(p(-0.3, 0.3), p(0.3, -0.3), w, ink)}
	case "undo":
		return []draw.Shape{draw.Arc(p(0.04, 0.08), s*0.34, -math.Pi*0.95, math.Pi*0.55, w, ink), draw.Convex([]draw.Point{p(-0.56, -0.02), p(-0.08, -0.02), p(-0.32, 0.3)}, ink)}
	case "save":
		return []draw.Shape{draw.Segment(p(0, -0.42), p(0, 0.14), w, ink), draw.Segment(p(-0.24, -0.08), p(0, 0.16), w, ink), draw.Segment(p(0.24, -0.08), p(0, 0.16), w, ink), draw.Segment(p(-0.4, 0.42), p(0.4, 0.42), w, ink)}
	case "folder":
		return []draw.Shape{draw.Fill(draw.Rect{Min: p(-0.46, -0.36), Max: p(0, 0)}, s*0.08, ink), draw.Fill(draw.Rect{Min: p(-0.46, -0.22), Max: p(0.46, 0.36)}, s*0.08, ink)}
	case "score":
		return []draw.Shape{
			draw.Frame(draw.Rect{Min: p(-0.34, -0.44), Max: p(0.34, 0.44)}, s*0.08, w, ink),
			draw.Segment(p(-0.16, -0.12), p(0.16, -0.12), w*0.8, ink), draw.Segment(p(-0.16, 0.12), p(0.16, 0.12), w*0.8, ink),
		}
	case "panel":
		return []draw.Shape{draw.Frame(draw.Rect{Min: p(-0.48, -0.4), Max: p(0.48, 0.4)}, s*0.1, w, ink), draw.Fill(draw.Rect{Min: p(0.12, -0.4), Max: p(0.48, 0.4)}, s*0.06, ink)}
	case "pin":
		return []draw.Shape{draw.Dot(p(0, -0.16), s*0.26, ink), draw.Segment(p(0, 0), p(0, 0.46), w, ink)}
	case "sound", "silent":
		return speaker(name, p, s, w, ink)
	}
	return nil
}

func sun(c draw.Point, s, w float32, ink draw.Colour) []draw.Shape {
	out := []draw.Shape{draw.Dot(c, s*0.22, ink)}
	for k := range 8 {
		sn, co := math.Sincos(float64(k) * math.Pi / 4)
		d := draw.Pt(co, sn)
		out = append(out, draw.Segment(c.Add(d.Mul(s*0.36)), c.Add(d.Mul(s*0.46)), w*0.9, ink))
	}
	return out
}

func grid(p func(x, y float32) draw.Point, s float32, ink draw.Colour) (out []draw.Shape) {
	for _, x := range []float32{-0.42, 0.06} {
		for _, y := range []float32{-0.42, 0.06} {
			out = append(out, draw.Fill(draw.Rect{Min: p(x, y), Max: p(x+0.36, y+0.36)}, s*0.08, ink))
		}
	}
	return out
}

func speaker(name string, p func(x, y float32) draw.Point, s, w float32, ink draw.Colour) []draw.Shape {
	out := []draw.Shape{
		draw.Fill(draw.Rect{Min: p(-0.5, -0.16), Max: p(-0.2, 0.16)}, 1, ink),
		draw.Convex([]draw.Point{p(-0.3, -0.14), p(0, -0.4), p(0, 0.4), p(-0.3, 0.14)}, ink),
	}
	if name == "silent" {
		return append(out, draw.Segment(p(0.16, -0.2), p(0.5, 0.2), w, ink), draw.Segment(p(0.16, 0.2), p(0.5, -0.2), w, ink))
	}
	return append(out, draw.Arc(p(0, 0), s*0.26, -0.9, 0.9, w, ink), draw.Arc(p(0, 0), s*0.46, -0.9, 0.9, w, ink))
}
