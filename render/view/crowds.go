package view

import (
	"fmt"
	"math"
	"sort"

	"tutti/render/draw"
)

// crowd draws everybody as a dot below a title, those who have joined in colour.
func crowd(f *Frame, b draw.Rect, title, order string, t *draw.Theme) []draw.Shape {
	n := len(f.Field.Marked)
	head, b := b.CutTop(34)
	s := heads(head, title, order, t)
	if n == 0 {
		return s
	}
	cols := max(1, int(math.Ceil(math.Sqrt(float64(n)*float64(max(b.W(), 1)/max(b.H(), 1))))))
	rows := (n + cols - 1) / cols
	w := min(b.W()/float32(cols), b.H()/float32(rows), 30)
	x0, y0 := b.Mid().X-w*float32(cols)/2, b.Mid().Y-w*float32(rows)/2
	for i, joined := range f.Field.Marked {
		c := draw.Point{X: x0 + w*(float32(i%cols)+0.5), Y: y0 + w*(float32(i/cols)+0.5)}
		if joined {
			s = append(s, draw.Dot(c, w*0.38, t.Kind(0)))
		} else {
			s = append(s, draw.Dot(c, w*0.3, draw.Mix(t.Paper, t.Faint, 0.6)))
		}
	}
	return s
}

func joined(f *Frame) string {
	n := 0
	for _, x := range f.Field.Marked {
		if x {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(f.Field.Marked))
}

// cascade draws Granovetter's curve: how many would join if a number had joined
// already, and the staircase by which the crowd climbs it until the curve meets
// the diagonal.
func cascade(f *Frame, p *Plan, _ Look, t *draw.Theme) []draw.Shape {
	x := f.Field.Value
	n := float64(len(x))
	if n == 0 {
		return nil
	}
	left, right := p.Box.CutLeft(p.Box.W() * 0.56)
	right.Min.X += 30
	g, s := newGraph(left, axes{title: "Who would join, and who has", x: "people who have joined", y: "people whose threshold is met", xhi: n, yhi: n}, t)
	s = append(s, draw.Segment(g.at(0, 0), g.at(n, n), 1.2, t.Faint))
	below := func(r float64) float64 { return float64(sort.Search(len(x), func(k int) bool { return x[k] > r })) }
	curve := []draw.Point{g.at(0, below(0))}
	for r := 1.0; r <= n; r++ {
		curve = append(curve, g.at(r, below(r-1e-9)), g.at(r, below(r)))
	}
	s = append(s, draw.Curve(curve, 2, t.Kind(0)))
	at := draw.Point{X: g.x.At(0), Y: g.y.At(0)}
	for _, v := range f.lived("joined") {
		up, over := draw.Point{X: at.X, Y: g.y.At(v)}, g.at(v, v)
		s = append(s, draw.Segment(at, up, 1.8, t.Kind(1)), draw.Segment(up, over, 1.8, t.Kind(1)))
		at = over
	}
	s = append(s, draw.Dot(at, 6, t.Paper), draw.Dot(at, 4.5, t.Kind(1)))
	return append(s, crowd(f, right, "The crowd: "+joined(f)+" have joined", "the lowest thresholds first", t)...)
}

func cascadeKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(0), "whose threshold is met; has joined"}, {t.Kind(1), "the way of the crowd"}, {t.Faint, "as many as have joined; not yet"}},
		"Up: those whose threshold is met join. Across: they are counted. Where the curve meets the diagonal nobody is left whom this moves, and the cascade ends.")
}

// adoption draws Bass's two curves, adopters a cycle and in all, beside those of
// an endless market.
func adoption(f *Frame, p *Plan, _ Look, t *draw.Theme) []draw.Shape {
	n := float64(len(f.Field.Marked))
	if n == 0 || len(f.Field.Lines) == 0 {
		return nil
	}
	curve := f.Field.Lines[0]
	last := float64(len(curve) - 1)
	rises := make([]float64, len(curve)-1)
	for k := range rises {
		rises[k] = n * (curve[k+1] - curve[k])
	}
	left, right := p.Box.CutLeft(p.Box.W() * 0.6)
	right.Min.X += 30
	upper, lower := left.CutTop(left.H() * 0.52)
	fresh := f.lived("adopting")
	g, s := newGraph(upper, axes{title: "Adopters a cycle", x: "", y: "people", xhi: last + 0.5, yhi: 1.1 * max(top(rises, 1), top(fresh, 0))}, t)
	wide := max(g.x.At(1)-g.x.At(0), 2) * 0.7
	for k, v := range fresh {
		c := g.at(float64(k+1), v)
		s = append(s, draw.Fill(draw.Rect{Min: draw.Point{X: c.X - wide/2, Y: c.Y}, Max: draw.Point{X: c.X + wide/2, Y: g.plot.Max.Y}}, min(2, wide/4), draw.Mix(t.Paper, t.Kind(0), 0.75)))
	}
	s = append(s, g.line(1, rises, 2, t.Kind(1))...)
	g, more := newGraph(lower, axes{title: "Adopters in all", x: "cycle", y: "share of the market", xhi: last + 0.5, yhi: 1}, t)
	s = append(append(s, more...), g.line(0, curve, 2, t.Kind(1))...)
	for k, v := range f.lived("share") {
		s = append(s, draw.Dot(g.at(float64(k+1), v), 3.4, t.Kind(0)))
	}
	return append(s, crowd(f, right, "The market: "+joined(f)+" have adopted", "the most easily moved first", t)...)
}

func adoptionKey(_ *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(0), "adopters in this market"}, {t.Kind(1), "an endless market (Bass 1969)"}, {t.Faint, "has not adopted"}},
		"Some adopt on their own account, most because others have: adoption swells, has its peak, and ends when few are left.")
}

// cascades draws how often cascades reach a size, on axes by powers of ten, and
// the last ones one by one.
func cascades(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	if len(f.Field.X) == 0 || len(f.Field.Lines) == 0 {
		return nil
	}
	tail := f.Field.Lines[0]
	left, right := p.Box.CutLeft(p.Box.W() * 0.55)
	right.Min.X += 24
	g, s := newGraph(left, axes{title: "How large cascades grow", x: "people moved, x", y: "share of cascades that move x or more", xlo: 1, xhi: math.Pow(10, math.Ceil(math.Log10(max(float64(len(tail)), f.Field.X[len(f.Field.X)-1])))), ylo: math.Pow(10, math.Floor(math.Log10(min(f.Field.Y[len(f.Field.Y)-1], 0.01)))), yhi: 1, log: true}, t)
	var line []draw.Point
	for k, v := range tail {
		if y := math.Log10(v); v > 0 && y >= g.y.Lo {
			line = append(line, g.at(math.Log10(float64(k+1)), y))
		}
	}
	s = append(s, draw.Curve(line, 2, t.Kind(1)))
	for k, x := range f.Field.X {
		s = append(s, draw.Dot(g.at(math.Log10(x), math.Log10(f.Field.Y[k])), 3.2, t.Kind(0)))
	}
	const shown = 60
	sizes := f.lived("size")
	first := max(len(sizes)-shown, 0)
	g, more := newGraph(right, axes{title: "The last cascades", x: "cascade", y: "people moved", xlo: float64(first), xhi: float64(first + shown + 1), yhi: 1.05 * top(sizes[first:], 10)}, t)
	s = append(s, more...)
	wide := max((g.x.At(1)-g.x.At(0))*0.65, 1)
	for k, v := range sizes[first:] {
		c := g.at(float64(first+k+1), v)
		s = append(s, draw.Fill(draw.R(c.X-wide/2, c.Y, wide, g.plot.Max.Y-c.Y), 0, draw.Mix(t.Paper, t.Kind(0), 0.75)))
	}
	return s
}

func cascadesKey(_ *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(0), "cascades so far"}, {t.Kind(1), "what the law of branching says"}},
		"Each person moves others by chance, on average a few fewer than one. Most cascades end at once, some grow large. A line that looks straight here proves no power law: compare with the curve.")
}
