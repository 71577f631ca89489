package view

import (
	"math"
	"strconv"

	"tutti/render/draw"
)

// A graph is a plot with two axes on the stage.
type graph struct {
	plot draw.Rect // between the axes
	x, y draw.Scale
}

// axes names what a graph shows.
type axes struct {
	title, x, y        string
	xlo, xhi, ylo, yhi float64
	log                bool // both by powers of ten; lo and hi above 0
}

// newGraph lays a graph into a box and draws its axes, ticks and names.
func newGraph(b draw.Rect, a axes, t *draw.Theme) (graph, []draw.Shape) {
	g := graph{plot: draw.Rect{Min: draw.Point{X: b.Min.X + 46, Y: b.Min.Y + 44}, Max: draw.Point{X: b.Max.X - 10, Y: b.Max.Y - 34}}}
	if a.log {
		a.xlo, a.xhi, a.ylo, a.yhi = math.Log10(a.xlo), math.Log10(a.xhi), math.Log10(a.ylo), math.Log10(a.yhi)
	}
	if a.xhi <= a.xlo {
		a.xhi = a.xlo + 1
	}
	if a.yhi <= a.ylo {
		a.yhi = a.ylo + 1
	}
	g.x = draw.Scale{Lo: a.xlo, Hi: a.xhi, A: g.plot.Min.X, B: g.plot.Max.X}
	g.y = draw.Scale{Lo: a.ylo, Hi: a.yhi, A: g.plot.Max.Y, B: g.plot.Min.Y}
	s := append(heads(b, a.title, a.y, t), draw.Words(draw.Point{X: g.plot.Max.X, Y: b.Max.Y - 5}, 11, draw.Right, t.Soft, draw.Shorten(a.x, 11, false, b.W())))
	name := func(v float64) string {
		if a.log {
			return strconv.FormatFloat(math.Pow(10, v), 'f', -1, 64)
		}
		return draw.Short(v)
	}
	last := g.plot.Max.Y + 99
	for _, v := range g.ticks(a.ylo, a.yhi, int(g.plot.H()/44), a.log) {
		if last-g.y.At(v) < 16 {
			continue
		}
		last = g.y.At(v)
		s = append(s, draw.Fill(draw.R(g.plot.Min.X, g.y.At(v), g.plot.W(), 1), 0, draw.Mix(t.Paper, t.Line, 0.7)),
			draw.Words(draw.Point{X: g.plot.Min.X - 7, Y: g.y.At(v)}, 11, draw.Right, t.Soft, name(v)))
	}
	for _, v := range g.ticks(a.xlo, a.xhi, int(g.plot.W()/80), a.log) {
		s = append(s, draw.Fill(draw.R(g.x.At(v), g.plot.Max.Y, 1, 4), 0, t.Line),
			draw.Words(draw.Point{X: g.x.At(v), Y: g.plot.Max.Y + 13}, 11, draw.Centre, t.Soft, name(v)))
	}
	return g, append(s, draw.Fill(draw.R(g.plot.Min.X, g.plot.Max.Y, g.plot.W(), 1), 0, t.Faint))
}

// heads are the title of a part of the stage and what is drawn there, cut to its
// width.
func heads(b draw.Rect, title, what string, t *draw.Theme) []draw.Shape {
	return []draw.Shape{draw.Strong(draw.Point{X: b.Min.X, Y: b.Min.Y + 7}, 12.5, draw.Left, t.Ink, draw.Shorten(title, 12.5, true, b.W())),
		draw.Words(draw.Point{X: b.Min.X, Y: b.Min.Y + 24}, 11, draw.Left, t.Soft, draw.Shorten(what, 11, false, b.W()))}
}

// ticks are round numbers, or the powers of ten.
func (g *graph) ticks(lo, hi float64, n int, log bool) (out []float64) {
	if !log {
		return draw.Ticks(lo, hi, max(n, 2))
	}
	for v := math.Ceil(lo - 1e-9); v <= hi+1e-9; v++ {
		out = append(out, v)
	}
	return out
}

// at is the place of a point.
func (g *graph) at(x, y float64) draw.Point {
	return draw.Point{X: g.x.At(x), Y: min(max(g.y.At(y), g.plot.Min.Y), g.plot.Max.Y)}
}

// line draws a curve through values that stand at first, first + 1, …; it is
// broken where one is missing.
func (g *graph) line(first float64, v []float64, w float32, tone draw.Colour) (out []draw.Shape) {
	var run []draw.Point
	end := func() {
		if len(run) > 1 {
			out = append(out, draw.Curve(run, w, tone))
		}
		run = nil
	}
	for _, k := range columns(len(v), int(g.plot.W())) {
		if math.IsNaN(v[k]) {
			end()
			continue
		}
		run = append(run, g.at(first+float64(k), v[k]))
	}
	end()
	return out
}

// lived are the values of a measure up to the cycle shown.
func (f *Frame) lived(name string) []float64 {
	m := f.History.Measure(name)
	if m == nil {
		return nil
	}
	return m.Values[:min(len(m.Values), max(f.Cycle, 0))]
}

// top is the largest value that is not missing, at least least.
func top(v []float64, least float64) float64 {
	for _, x := range v {
		if x > least {
			least = x
		}
	}
	return least
}
