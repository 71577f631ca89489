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
	mx, my := middle(g.X, g.Y)
	k := min(float64(p.Box.W())/(2*max(reach(g.X, mx), 5)+2), float64(p.Box.H())/(2*max(reach(g.Y, my), 4)+2), 40)
	at := func(x, y float64) draw.Point {
		return draw.Point{X: p.Box.Mid().X + float32((x-mx)*k), Y: p.Box.Mid().Y - float32((y-my)*k)}
	}
	s := []draw.Shape{draw.ClipTo(p.Box.Inset(-30))}
	s = append(s, paving(p.Box, mx, my, k, t)...)
	long := min(max(k*1.5, 13), 30)
	for kind := range 3 { // the informed above the others
		for i := range n {
			if g.At[i] != kind {
				continue
			}
			tone := t.Kind(kind)
			if i < len(g.Care) {
				tone = draw.Mix(t.Kind(0), tone, 0.2+0.8*float32(g.Care[i]))
			}
			sn, co := math.Sincos(g.Heading[i])
			d := draw.Pt(co*long/2, -sn*long/2)
			c := at(g.X[i], g.Y[i])
			s = append(s, draw.Taper([]draw.Point{c.Add(d), c, c.Sub(d)}, float32(long)*0.1, float32(long)*0.42, tone))
		}
	}
	return append(append(s, bearings(f, p.Box, t)...), draw.NoClip())
}

// middle is the middle of the box round a group.
func middle(x, y []float64) (mx, my float64) {
	return (slices.Min(x) + slices.Max(x)) / 2, (slices.Min(y) + slices.Max(y)) / 2
}

// reach is how far values go from the middle.
func reach(v []float64, mid float64) float64 {
	return max(slices.Max(v)-mid, mid-slices.Min(v))
}

// bearings draws where the informed want to go and where the group is heading.
func bearings(f *Frame, b draw.Rect, t *draw.Theme) []draw.Shape {
	var hx, hy float64
	for _, a := range f.Field.Heading {
		s, c := math.Sincos(a)
		hx, hy = hx+c, hy+s
	}
	at := draw.Point{X: b.Min.X + 40, Y: b.Max.Y - 44}
	arrow := func(x, y float64, w float32, tone draw.Colour) draw.Shape {
		d := draw.Pt(x*34, -y*34)
		return draw.Taper([]draw.Point{at, at.Add(d.Mul(0.5)), at.Add(d)}, w, 0.5, tone)
	}
	n := max(float64(len(f.Field.Heading)), 1)
	s := []draw.Shape{draw.Fill(draw.R(at.X-42, at.Y-42, 84, 84), 42, t.Panel.Fade(0.85)), draw.Ring(at, 40, 1, t.Line), arrow(1, 0, 7, t.Kind(1))}
	for _, way := range f.Field.Value {
		sn, co := math.Sincos(way)
		s = append(s, arrow(co, sn, 7, t.Kind(2)))
	}
	return append(s, arrow(hx/n, hy/n, 11, t.Kind(0).Fade(0.85)))
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
	who := []entry{{t.Kind(1), "knows where to go"}, {t.Kind(0), "does not"}}
	if len(f.Field.Value) > 0 {
		who = []entry{{t.Kind(1), "knows where to go"}, {t.Kind(2), "wants to go another way"}, {t.Kind(0), "follows whoever is near"}}
	}
	note := "Nobody is recognised as a leader: everyone avoids, joins and aligns with those near. The grid has 10 units a side, or a multiple. The dial: where the informed want to go, and the mean heading of all, the longer the more they agree."
	if f.Field.Care != nil {
		note += " The less somebody cares for a direction by now, the more it looks like those who prefer none."
	}
	return key(b, t, who, note)
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
		s = append(s, draw.Dot(draw.Point{X: b.Min.X + 6, Y: y}, 5.5, e.tone))
		for _, l := range draw.Wrap(e.text, 11.5, false, b.W()-20) {
			s = append(s, draw.Words(draw.Point{X: b.Min.X + 20, Y: y}, 11.5, draw.Left, t.Ink, l))
			y += 16
		}
		y += 5
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
	inner, outer := r*0.58, r*0.86
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
				d = outer + 6 + share*r*0.05
			}
			s = append(s, draw.Dot(c.Add(dir(i).Mul(d)), 1+share*r*0.035, t.Kind(k).Fade(0.8)))
		}
	}
	for k, team := range []struct{ measure, name string }{{"best_team", "the best"}, {"random_team", "drawn at random"}} {
		if v := f.lived(team.measure); len(v) > 0 {
			y := c.Y + float32(k)*58 - 40
			s = append(s, draw.Strong(draw.Point{X: c.X, Y: y}, 26, draw.Centre, t.Kind(k), fmt.Sprintf("%.1f", v[len(v)-1])),
				draw.Words(draw.Point{X: c.X, Y: y + 26}, 12, draw.Centre, t.Soft, team.name))
		}
	}
	return s
}

func ringKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(0), "team of the best, inside"}, {t.Kind(1), "team drawn at random, outside"}}, "Bars round the ring are the values to be found. Each disc is where a team stands; the larger, the more of its starting points have led there. In the middle: the mean value that each team has reached.")
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
	return key(b, t, []entry{{t.Lean(0.85), "as reality is"}, {t.Lean(-0.75), "the other way round"}, {t.Lean(0), "no belief"}}, "One row a dimension of reality; the code of the organisation beside it, then one column a person, of the first sixty.")
}

// opinions draws one line an agent over time, coloured by where it began, and
// beside it how the opinions of now lie.
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
	room := 0.04 * max(hi-lo, 1e-9)
	left, right := p.Box.CutLeft(p.Box.W() - 130)
	g, s := newGraph(left, axes{title: "What everybody thinks", x: "cycle", y: "opinion", xlo: 1, xhi: horizon(h.First+(len(rows)-1)*h.Every, f.Cycles), ylo: lo - room, yhi: hi + room}, t)
	seen := rows[:min(len(rows), max((f.Cycle-h.First)/h.Every+1, 1))]
	cols := columns(len(seen), int(g.plot.W()/2))
	n := len(rows[0])
	for i := 0; i < n; i += max(1, n/400) {
		line := make([]draw.Point, 0, len(cols))
		for _, r := range cols {
			if i < len(rows[r]) {
				line = append(line, g.at(float64(h.First+r*h.Every), float64(rows[r][i])))
			}
		}
		tone := draw.Mix(t.Paper, t.Shade(0.15+0.8*(float64(rows[0][i])-lo)/max(hi-lo, 1e-9)), 0.8)
		s = append(s, draw.Curve(line, min(2.2, max(0.8, 120/float32(n))), tone), draw.Dot(line[len(line)-1], 3, tone))
	}
	right.Min.X += 8
	return append(s, camps(seen[len(seen)-1], &g, right, t)...)
}

// horizon is how far a time axis reaches: it doubles as time goes on, up to what
// is planned, so that what ends early still fills it.
func horizon(lived, planned int) float64 {
	h := 8
	for h < lived {
		h *= 2
	}
	if planned > 0 {
		h = min(h, max(planned, lived))
	}
	return float64(h)
}

// camps draws how many hold which opinion, along the axis of a graph.
func camps(now []float32, g *graph, b draw.Rect, t *draw.Theme) []draw.Shape {
	const slots = 50
	var count [slots]float32
	most := float32(1)
	for _, v := range now {
		k := int((float64(v) - g.y.Lo) / (g.y.Hi - g.y.Lo) * slots)
		k = min(max(k, 0), slots-1)
		count[k]++
		most = max(most, count[k])
	}
	s := heads(b, "Now", "people", t)
	high := g.plot.H() / slots
	wide := b.W() - 30
	for k, c := range count {
		if c == 0 {
			continue
		}
		y := g.plot.Max.Y - high*float32(k+1)
		w := max(wide*c/most, 2)
		s = append(s, draw.Fill(draw.R(b.Min.X, y+0.5, w, max(high-1, 2)), 1, draw.Mix(t.Paper, t.Kind(0), 0.7)))
		if c*12 >= float32(len(now)) || c == most {
			s = append(s, draw.Words(draw.Point{X: b.Min.X + w + 5, Y: y + high/2}, 11, draw.Left, t.Soft, draw.Short(float64(c))))
		}
	}
	return s
}

func opinionsKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Shade(0.15), "began low"}, {t.Shade(0.55), "began in the middle"}, {t.Shade(0.95), "began high"}, {draw.Mix(t.Paper, t.Kind(0), 0.7), "how many think so now"}}, "One line an agent, from the first cycle to now; of more than 400 agents some are left out.")
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

// searching draws searchers, and where they stand on a circle the score of each
// as a bar towards the middle: those who hold the same solution are alike.
func searching(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	score, held := f.Trait("score"), f.Field.At
	if look.Layout != "circle" || len(score) != len(p.At) || len(held) != len(score) {
		return Stage(f, p, look, t)
	}
	mid := p.Box.Mid()
	s := make([]draw.Shape, 0, 4*len(score))
	kinds := 0
	for i, at := range p.At {
		kinds = max(kinds, held[i]+1)
		long := at.Sub(mid).Len()
		if long < 1 {
			continue
		}
		from := at.Towards(mid, (p.Radius[i]+5)/long)
		x := float32(min(max((score[i]-0.4)/0.6, 0), 1))
		s = append(s, draw.Segment(from, from.Towards(mid, 0.55*x), max(p.Base*0.9, 1.5), t.Kind(held[i]).Fade(0.75)))
	}
	unlike := fmt.Sprintf("%d different solutions", kinds)
	if kinds == 1 {
		unlike = "one solution for all"
	}
	s = append(s, draw.Strong(draw.Point{X: mid.X, Y: mid.Y - 14}, 24, draw.Centre, t.Ink, fmt.Sprintf("%.3f", slices.Max(score))),
		draw.Words(draw.Point{X: mid.X, Y: mid.Y + 12}, 12, draw.Centre, t.Soft, "the best score"),
		draw.Words(draw.Point{X: mid.X, Y: mid.Y + 30}, 12, draw.Centre, t.Soft, unlike))
	look.Ties = "none"
	return append(s, Stage(f, p, look, t)...)
}

// nodesKey is the legend of published models on networks.
func nodesKey(f *Frame, p *Plan, look Look, b draw.Rect, t *draw.Theme) (s []draw.Shape, height float32) {
	y := b.Min.Y
	if look.Colour != "alike" {
		c := Quantity(f, look.Colour, look.Domain)
		s = append(s, draw.Strong(draw.Point{X: b.Min.X, Y: y + 7}, 11, draw.Left, t.Soft, "Colour: "+Plain(c.Name)))
		s = append(s, colourKey(&c, draw.R(b.Min.X, y+21, b.W(), 30), t)...)
		y += 21 + keyHeight(&c, b.W()) + 10
	}
	if look.Size != "alike" && look.Size != "unit" {
		z := Quantity(f, look.Size, look.Domain)
		s = append(s, draw.Strong(draw.Point{X: b.Min.X, Y: y + 7}, 11, draw.Left, t.Soft, "Size: "+Plain(z.Name)))
		s = append(s, sizeKey(&z, p, draw.R(b.Min.X, y+21, b.W(), 40), t)...)
		y += 71
	}
	more, h := key(draw.Rect{Min: draw.Point{X: b.Min.X, Y: y}, Max: b.Max}, t, nil, nodesNotes[f.Model])
	return append(s, more...), y + h - b.Min.Y
}

// nodesNotes say what published models on networks show.
var nodesNotes = map[string]string{
	"claim-and-grant":     "A line between two: how far one sees a leader in the other; the darker, the more. Nobody was appointed: claims that are granted make leaders of some and followers of others.",
	"lazer-friedman-2007": "Each looks at its neighbours and copies the best whole, or else tries one change of its own. Scores are shares of the best that the landscape holds. On a circle: the longer the bar, the higher the score; bars of one colour hold the same solution.",
	"watts-2002":          "Each adopts once the share of its acquaintances who have is large enough. Cascades travel through those of whom one is enough.",
}
