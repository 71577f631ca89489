package view

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tutti/render/draw"
)

// A swarm on the plane: every individual as a wedge that points where it is
// heading, the informed ones in another colour; the eye moves with the group.
func plane(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	g := &f.Field
	n := len(g.X)
	if n == 0 {
		return charts(f, p, look, t)
	}
	mx, my, spread := middle(g.X, g.Y)
	k := float64(min(p.Box.W(), p.Box.H())) / max(spread*3.4, 8)
	at := func(x, y float64) draw.Point {
		return draw.Point{X: p.Box.Mid().X + float32((x-mx)*k), Y: p.Box.Mid().Y - float32((y-my)*k)}
	}
	s := []draw.Shape{draw.ClipTo(p.Box.Inset(-30))}
	s = append(s, paving(p.Box, mx, my, k, t)...)
	long := min(max(k*1.5, 11), 30)
	for _, informed := range []bool{false, true} {
		for i := range n {
			if g.Marked[i] != informed {
				continue
			}
			tone := t.Kind(0)
			if informed {
				tone = t.Kind(1)
			}
			sn, co := math.Sincos(g.Heading[i])
			d := draw.Pt(co*long/2, -sn*long/2)
			c := at(g.X[i], g.Y[i])
			s = append(s, draw.Taper([]draw.Point{c.Add(d), c, c.Sub(d)}, float32(long)*0.1, float32(long)*0.42, tone))
		}
	}
	return append(s, draw.NoClip())
}

// middle is the centre of a group and how far it reaches.
func middle(x, y []float64) (mx, my, spread float64) {
	n := float64(len(x))
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	for i := range x {
		spread += ((x[i]-mx)*(x[i]-mx) + (y[i]-my)*(y[i]-my)) / n
	}
	return mx, my, math.Sqrt(spread)
}

// paving draws a grid on the ground, so that movement is seen.
func paving(b draw.Rect, mx, my, k float64, t *draw.Theme) (s []draw.Shape) {
	step := 10.0
	for step*k < 60 {
		step *= 2
	}
	tone := draw.Mix(t.Paper, t.Line, 0.6)
	w, h := float64(b.W())/2/k, float64(b.H())/2/k
	for x := math.Ceil((mx-w)/step) * step; x <= mx+w; x += step {
		s = append(s, draw.Fill(draw.R(float64(b.Mid().X)+(x-mx)*k, float64(b.Min.Y), 1, float64(b.H())), 0, tone))
	}
	for y := math.Ceil((my-h)/step) * step; y <= my+h; y += step {
		s = append(s, draw.Fill(draw.R(float64(b.Min.X), float64(b.Mid().Y)-(y-my)*k, float64(b.W()), 1), 0, tone))
	}
	return s
}

func planeKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(1), "knows where to go"}, {t.Kind(0), "does not"}}, "Nobody is recognised as a leader: everyone avoids, joins and aligns with those near. The grid has 10 units a side, or a multiple.")
}

// An entry of a plain legend.
type entry struct {
	tone draw.Colour
	text string
}

// key is a plain legend: colours, then a sentence.
func key(b draw.Rect, t *draw.Theme, entries []entry, note string) (s []draw.Shape, height float32) {
	y := b.Min.Y + 8
	for _, e := range entries {
		s = append(s, draw.Dot(draw.Point{X: b.Min.X + 6, Y: y}, 5.5, e.tone), draw.Words(draw.Point{X: b.Min.X + 20, Y: y}, 11.5, draw.Left, t.Ink, e.text))
		y += 21
	}
	y += 4
	for _, l := range draw.Wrap(note, 11.5, false, b.W()) {
		s = append(s, draw.Words(draw.Point{X: b.Min.X, Y: y}, 11.5, draw.Left, t.Soft, l))
		y += 17
	}
	return s, y - b.Min.Y
}

// ring draws the values round a circle and where two teams stand, by how many
// of their starts have come there: the first team within, the second outside.
func ring(f *Frame, p *Plan, _ Look, t *draw.Theme) []draw.Shape {
	g := &f.Field
	n := len(g.Value)
	if n == 0 {
		return nil
	}
	c, r := p.Box.Mid(), min(p.Box.W(), p.Box.H())*0.5
	inner, outer := r*0.52, r*0.78
	dir := func(i int) draw.Point {
		s, co := math.Sincos(2*math.Pi*float64(i)/float64(n) - math.Pi/2)
		return draw.Pt(co, s)
	}
	s := make([]draw.Shape, 0, n+600)
	wide := max(2*math.Pi*float32(outer)/float32(n)*0.8, 0.7)
	for i, v := range g.Value {
		x := (v - g.Lo) / (g.Hi - g.Lo)
		s = append(s, draw.Segment(c.Add(dir(i).Mul(inner)), c.Add(dir(i).Mul(inner+(outer-inner)*float32(x))), wide, t.Shade(0.1+0.85*x)))
	}
	half := len(g.At) / 2
	for k, at := range [][]int{g.At[:half], g.At[half:]} {
		counts := map[int]int{}
		top := 1
		for _, i := range at {
			counts[i]++
			top = max(top, counts[i])
		}
		for i := range n {
			if counts[i] == 0 {
				continue
			}
			share := float32(math.Sqrt(float64(counts[i]) / float64(top)))
			d := inner - 10 - share*r*0.04
			if k == 1 {
				d = outer + 8 + share*r*0.06
			}
			s = append(s, draw.Dot(c.Add(dir(i).Mul(d)), 1+share*r*0.035, t.Kind(k).Fade(0.8)))
		}
	}
	return s
}

func ringKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(0), "team of the best, inside"}, {t.Kind(1), "team drawn at random, outside"}}, "Bars round the ring are the values to be found. Each disc is where a team stands; the larger, the more of its starting points have led there.")
}

// grid draws beliefs: a column for reality, one for the code, then one a person;
// agreement with reality by colour.
func grid(f *Frame, p *Plan, _ Look, t *draw.Theme) (s []draw.Shape) {
	g := &f.Field
	if g.Width == 0 {
		return nil
	}
	people := len(g.Grid) / g.Width
	b := p.Box
	b.Min.Y += 24
	w := min(b.W()/(float32(people)+2.4), b.H()/float32(g.Width))
	x := b.Mid().X - w*(float32(people)+2.4)/2
	y0 := b.Mid().Y - w*float32(g.Width)/2
	gap := min(w*0.12, 1.5)
	for r := range people {
		if r == 1 || r == 2 {
			x += w * 1.2 // reality and the code stand apart
		}
		if name := g.Rows[r]; name != "" {
			l := draw.Words(draw.Point{X: x, Y: y0 - 12}, 12, draw.Left, t.Soft, name)
			switch r {
			case 0:
				l.At.X, l.Anchor = x+w, draw.Right
			case 1:
				l.At.Y -= 16
			}
			s = append(s, l)
		}
		for k := range g.Width {
			v, truth := g.Grid[r*g.Width+k], g.Grid[k]
			tone := draw.Mix(t.Paper, t.Lean(0), 0.8)
			switch {
			case v == 0:
			case v == truth:
				tone = t.Lean(0.8)
			default:
				tone = t.Lean(-0.7)
			}
			s = append(s, draw.Fill(draw.R(x, y0+w*float32(k), w-gap, w-gap), min(w*0.15, 2), tone))
		}
		x += w
	}
	return s
}

func gridKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Lean(0.85), "as reality is"}, {t.Lean(-0.75), "the other way round"}, {t.Lean(0), "no belief"}}, "One row a dimension of reality; the code of the organisation beside it, then one column a person.")
}

// opinions draws one line an agent over time, coloured by where it began.
func opinions(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	h := f.History
	if h == nil || len(h.Traits) == 0 || len(h.Traits[0].Rows) < 2 {
		return charts(f, p, look, t)
	}
	rows := h.Traits[0].Rows
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		for _, v := range r {
			lo, hi = min(lo, float64(v)), max(hi, float64(v))
		}
	}
	b := p.Box
	b.Min.X += 24
	end := float64(max(f.Cycles, len(rows)))
	x := draw.Scale{Lo: 1, Hi: end, A: b.Min.X, B: b.Max.X}
	y := draw.Scale{Lo: lo, Hi: max(hi, lo+1e-9), A: b.Max.Y, B: b.Min.Y}
	var s []draw.Shape
	for _, v := range draw.Ticks(lo, hi, 5) {
		s = append(s, draw.Fill(draw.R(b.Min.X, y.At(v), b.W(), 1), 0, draw.Mix(t.Paper, t.Line, 0.7)), draw.Words(draw.Point{X: b.Min.X - 8, Y: y.At(v)}, 11, draw.Right, t.Soft, draw.Short(v)))
	}
	cols := columns(len(rows), int(b.W()/2))
	n := len(rows[0])
	step := max(1, n/400)
	for i := 0; i < n; i += step {
		line := make([]draw.Point, 0, len(cols))
		for _, r := range cols {
			if i < len(rows[r]) {
				line = append(line, draw.Point{X: x.At(float64(r + 1)), Y: y.At(float64(rows[r][i]))})
			}
		}
		first := (float64(rows[0][i]) - lo) / max(hi-lo, 1e-9)
		tone := draw.Mix(t.Paper, t.Shade(0.15+0.8*first), 0.8)
		s = append(s, draw.Curve(line, min(2, max(0.8, 120/float32(n))), tone))
		if len(line) > 0 {
			s = append(s, draw.Dot(line[len(line)-1], 3, tone))
		}
	}
	return s
}

func opinionsKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Shade(0.15), "began low"}, {t.Shade(0.55), "began in the middle"}, {t.Shade(0.95), "began high"}}, "One line an agent, from the first cycle to now.")
}

// crowd draws everybody as a dot, those who have joined in colour.
func crowd(f *Frame, p *Plan, _ Look, t *draw.Theme) (s []draw.Shape) {
	n := len(f.Field.Marked)
	if n == 0 {
		return nil
	}
	b := p.Box
	cols := int(math.Ceil(math.Sqrt(float64(n) * float64(b.W()/b.H()))))
	rows := (n + cols - 1) / cols
	w := min(b.W()/float32(cols), b.H()/float32(rows))
	x0, y0 := b.Mid().X-w*float32(cols)/2, b.Mid().Y-w*float32(rows)/2
	for i, joined := range f.Field.Marked {
		c := draw.Point{X: x0 + w*(float32(i%cols)+0.5), Y: y0 + w*(float32(i/cols)+0.5)}
		if joined {
			s = append(s, draw.Dot(c, w*0.38, t.Kind(0)))
		} else {
			s = append(s, draw.Dot(c, w*0.26, draw.Mix(t.Paper, t.Faint, 0.55)))
		}
	}
	return s
}

func crowdKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	joined := 0
	for _, x := range f.Field.Marked {
		if x {
			joined++
		}
	}
	return key(b, t, []entry{{t.Kind(0), fmt.Sprintf("has joined: %d of %d", joined, len(f.Field.Marked))}, {t.Faint, "has not"}}, "Those who join most easily stand first.")
}

// charts draws the measures over time, large: for models that have no picture
// of their own.
func charts(f *Frame, p *Plan, _ Look, t *draw.Theme) (s []draw.Shape) {
	if f.History == nil || len(f.History.Measures) == 0 {
		return nil
	}
	var ms []Series // those that have ever had a value
	for _, m := range f.History.Measures {
		if slices.ContainsFunc(m.Values, func(v float64) bool { return !math.IsNaN(v) }) || len(m.Values) == 0 {
			ms = append(ms, m)
		}
	}
	n := min(len(ms), 6)
	if n == 0 {
		return nil
	}
	cols := 1
	if n > 2 {
		cols = 2
	}
	if n > 4 {
		cols = 3
	}
	rows := (n + cols - 1) / cols
	w, h := p.Box.W()/float32(cols), p.Box.H()/float32(rows)
	for k := range n {
		b := draw.R(p.Box.Min.X+w*float32(k%cols)+8, p.Box.Min.Y+h*float32(k/cols)+8, w-24, h-20)
		s = append(s, chartOf(f, &ms[k], b, t.Kind(k), t)...)
	}
	return s
}

func chartOf(f *Frame, m *Series, b draw.Rect, tone draw.Colour, t *draw.Theme) []draw.Shape {
	plot := b
	plot.Min.Y += 26
	plot.Min.X += 44
	plot.Max.Y -= 16
	lo, hi := m.Range()
	title := Plain(m.Name)
	if m.Unit != "" && m.Unit != "1" {
		title += " [" + m.Unit + "]"
	}
	s := []draw.Shape{draw.Strong(draw.Point{X: b.Min.X + 4, Y: b.Min.Y + 8}, 12, draw.Left, t.Ink, draw.Shorten(title, 12, true, b.W()-70))}
	y := draw.Scale{Lo: lo, Hi: hi, A: plot.Max.Y, B: plot.Min.Y}
	for _, v := range draw.Ticks(lo, hi, max(2, int(plot.H()/40))) {
		s = append(s, draw.Fill(draw.R(plot.Min.X, y.At(v), plot.W(), 1), 0, draw.Mix(t.Paper, t.Line, 0.7)), draw.Words(draw.Point{X: plot.Min.X - 6, Y: y.At(v)}, 10, draw.Right, t.Soft, draw.Short(v)))
	}
	sc := &Score{Line: plot, Time: draw.Scale{Lo: 0, Hi: float64(max(f.Cycles, len(m.Values), 1)), A: plot.Min.X, B: plot.Max.X}}
	for _, v := range draw.Ticks(0, sc.Time.Hi, 4) {
		s = append(s, draw.Words(draw.Point{X: sc.Time.At(v), Y: plot.Max.Y + 12}, 10, draw.Centre, t.Soft, draw.Short(v)))
	}
	s = append(s, sc.trace(m.Values, 1, 1, y, tone)...)
	if len(m.Values) > 0 {
		s = append(s, draw.Words(draw.Point{X: b.Max.X, Y: b.Min.Y + 8}, 12, draw.Right, t.Ink, draw.Number(m.Values[len(m.Values)-1])))
	}
	return s
}

func chartsKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	var notes strings.Builder
	if f.History != nil {
		for k, m := range f.History.Measures {
			if k < 6 && m.Doc != "" {
				notes.WriteString(Plain(m.Name) + ": " + m.Doc + "\n")
			}
		}
	}
	return key(b, t, nil, notes.String())
}

// nodesKey is the legend of published models on networks.
func nodesKey(f *Frame, p *Plan, look Look, b draw.Rect, t *draw.Theme) (s []draw.Shape, height float32) {
	c := Quantity(f, look.Colour, look.Domain)
	s = append(s, draw.Strong(draw.Point{X: b.Min.X, Y: b.Min.Y + 7}, 11, draw.Left, t.Soft, "Colour: "+Plain(c.Name)))
	s = append(s, colourKey(&c, draw.R(b.Min.X, b.Min.Y+21, b.W(), 30), t)...)
	return s, 60
}
