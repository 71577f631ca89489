package view

import (
	"math"

	"tutti/render/draw"
)

// Sketch is a little picture that stands for a scenario: an orchestra, a chart,
// a network, teams, a ring, waves, a swarm. Its details follow the name.
func Sketch(kind, name string, b draw.Rect, t *draw.Theme) []draw.Shape {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	draws := &dice{h | 1}
	switch kind {
	case "orchestra":
		return sketchOrchestra(draws, b, t)
	case "chart":
		return sketchChart(draws, b, t)
	case "teams":
		return sketchTeams(draws, b, t)
	case "ring":
		return sketchRing(draws, b, t)
	case "lines":
		return sketchLines(draws, b, t)
	case "swarm":
		return sketchSwarm(draws, b, t)
	case "grid":
		return sketchGrid(draws, b, t)
	}
	return sketchNetwork(draws, b, t)
}

// dice are numbers for ornament.
type dice struct{ x uint32 }

func (d *dice) share() float32 {
	d.x ^= d.x << 13
	d.x ^= d.x >> 17
	d.x ^= d.x << 5
	return float32(d.x>>8) / (1 << 24)
}

func (d *dice) pick(n int) int { return int(d.share() * float32(n)) }

func sketchOrchestra(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	c := draw.Point{X: b.Mid().X, Y: b.Max.Y - 4}
	lead := d.pick(20)
	var at []draw.Point
	var tone []draw.Colour
	for row, n := range []int{5, 8, 11} {
		r := b.H() * (0.34 + 0.27*float32(row))
		for k := range n {
			sn, co := math.Sincos(math.Pi * (0.1 + 0.8*float64(k)/float64(n-1)))
			at = append(at, draw.Point{X: c.X - float32(co)*r*1.35, Y: c.Y - float32(sn)*r})
			tone = append(tone, t.Kind(k*5/n+row*2))
		}
	}
	for k := range at {
		if k != lead && k%2 == 0 {
			s = append(s, draw.Taper(draw.Bow(at[lead], at[k], 0.15, 10), 2.6, 0.4, t.Sources[1].Fade(0.38)))
		}
	}
	for k, p := range at {
		r := 2.6 + 1.6*d.share()
		if k == lead {
			r = 7
		}
		s = append(s, draw.Dot(p, r, tone[k]))
	}
	return s
}

func sketchChart(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	rows := []int{1, 3, 9}
	var up []draw.Point
	var dots []draw.Shape
	for row, n := range rows {
		var here []draw.Point
		for k := range n {
			p := draw.Point{X: b.Min.X + b.W()*(float32(k)+0.5)/float32(n), Y: b.Min.Y + 12 + (b.H()-24)*float32(row)/2}
			here = append(here, p)
			if row > 0 {
				s = append(s, draw.Segment(up[k/3], p, 1.2, t.Faint))
			}
			dots = append(dots, draw.Dot(p, 8.5-2.2*float32(row)+2.5*d.share(), t.Kind([]int{0, k, k / 3}[row])))
		}
		up = here
	}
	return append(s, dots...)
}

func sketchTeams(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	n := 4 + d.pick(2)
	for u := range n {
		c := draw.Point{X: b.Min.X + b.W()*(float32(u)+0.5)/float32(n), Y: b.Mid().Y + 14*(d.share()-0.5)}
		s = append(s, draw.Dot(c, b.W()/float32(n)*0.42, draw.Mix(t.Panel, t.Kind(u), 0.16)))
		for k := range 7 {
			sn, co := math.Sincos(float64(k) * 2.399963)
			r := float32(math.Sqrt(float64(k)+0.4)) * b.W() / float32(n) * 0.13
			s = append(s, draw.Dot(c.Add(draw.Point{X: r * float32(co), Y: r * float32(sn)}), 2.4+2.8*d.share()*d.share(), t.Kind(u)))
		}
	}
	return s
}

func sketchNetwork(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	var at []draw.Point
	for k := range 22 {
		sn, co := math.Sincos(float64(k) * 2.399963)
		r := float32(math.Sqrt((float64(k) + 0.5) / 22))
		at = append(at, b.Mid().Add(draw.Point{X: r * float32(co) * b.W() * 0.44, Y: r * float32(sn) * b.H() * 0.46}))
	}
	for i := range at {
		for j := range i {
			if at[i].Sub(at[j]).Len() < b.H()*0.42 && d.share() < 0.6 {
				s = append(s, draw.Taper(draw.Bow(at[i], at[j], 0.1, 8), 1.8*d.share()+0.4, 0.4, t.Sources[d.pick(3)].Fade(0.4)))
			}
		}
	}
	for _, p := range at {
		s = append(s, draw.Dot(p, 2.5+4*d.share()*d.share(), t.Shade(float64(0.25+0.7*d.share()))))
	}
	return s
}

func sketchRing(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	r := b.H() * 0.3
	for k := range 90 {
		a := 2 * math.Pi * float64(k) / 90
		sn, co := math.Sincos(a)
		v := r*1.05 + b.H()*0.18*d.share()
		dir := draw.Point{X: float32(co), Y: float32(sn)}
		s = append(s, draw.Segment(b.Mid().Add(dir.Mul(r)), b.Mid().Add(dir.Mul(v)), 1.6, t.Shade(float64((v-r)/(b.H()*0.2)))))
	}
	for k := range 5 {
		sn, co := math.Sincos(float64(d.share()) * 2 * math.Pi)
		s = append(s, draw.Dot(b.Mid().Add(draw.Point{X: float32(co) * r * 0.86, Y: float32(sn) * r * 0.86}), 3.4, t.Kind(k)))
	}
	return s
}

func sketchLines(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	for k := range 14 {
		y := float32(k) / 13
		goal := []float32{0.2, 0.55, 0.85}[k*3/14]
		var p []draw.Point
		for x := range 24 {
			share := float32(x) / 23
			y += (goal-y)*0.16 + 0.02*(d.share()-0.5)
			p = append(p, draw.Point{X: b.Min.X + b.W()*share, Y: b.Min.Y + b.H()*y})
		}
		s = append(s, draw.Curve(p, 1.3, draw.Mix(t.Panel, t.Kind(k*3/14), 0.8)))
	}
	return s
}

func sketchSwarm(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	for k := range 60 {
		x, y := d.share()+d.share()-1, d.share()+d.share()-1
		p := b.Mid().Add(draw.Point{X: x * b.W() * 0.4, Y: y * b.H() * 0.42})
		tone := t.Faint
		if k%6 == 0 {
			tone = t.Kind(1)
		}
		s = append(s, draw.Taper([]draw.Point{p, p.Add(draw.Point{X: 9 + 2*d.share(), Y: -2 - 3*d.share()})}, 3.4, 0.4, tone))
	}
	return s
}

func sketchGrid(d *dice, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	const cols, rows = 24, 9
	w := min(b.W()/cols, b.H()/rows)
	x0, y0 := b.Mid().X-w*cols/2, b.Mid().Y-w*rows/2
	for r := range rows {
		for c := range cols {
			v := float64(d.share())*2 - 1
			if r == 0 {
				v = math.Copysign(1, v)
			}
			s = append(s, draw.Fill(draw.R(x0+w*float32(c), y0+w*float32(r), w-1, w-1), 1, t.Lean(v*0.9)))
		}
	}
	return s
}
