package view

import (
	"fmt"
	"math"
	"sort"

	"tutti/render/draw"
)

// quartet draws who follows whom, and by how much each plays early or late, note
// by note.
func quartet(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	off := f.Trait("lateness")
	n := len(off)
	if n == 0 {
		return charts(f, p, look, t)
	}
	left, right := p.Box.CutLeft(p.Box.W() * 0.36)
	s := heads(left, "Who follows whom", "share of each lead that is taken back", t)
	left.Min.Y += 40
	s = append(s, followers(f, left.Inset(30), off, t)...)
	right.Min.X += 24
	return append(s, onsets(f, right, n, t)...)
}

// followers draws the players on a circle and streams from those who are
// followed to those who follow.
func followers(f *Frame, b draw.Rect, off []float64, t *draw.Theme) (s []draw.Shape) {
	n := len(off)
	r := min(b.W(), b.H()) / 2
	size := min(r*0.24, 420/float32(n)/6+6, 22)
	at := make([]draw.Point, n)
	for i := range at {
		sn, co := math.Sincos(2*math.Pi*float64(i)/float64(n) - math.Pi*3/4)
		at[i] = b.Mid().Add(draw.Point{X: float32(co), Y: float32(sn)}.Mul(r - size))
	}
	strongest := 0.0
	for _, row := range f.Field.Lines {
		for _, x := range row {
			strongest = max(strongest, math.Abs(x))
		}
	}
	for i, row := range f.Field.Lines {
		for j, gain := range row {
			if x := float32(math.Abs(gain) / max(strongest, 1e-9)); i != j && x > 0.01 && n <= 40 {
				tone := t.Sources[1]
				if gain < 0 {
					tone = t.Bad
				}
				to := at[i].Towards(at[j], (size+3)/max(at[i].Sub(at[j]).Len(), 1))
				s = append(s, draw.Taper(draw.Bow(at[j], to, 0.12, 16), 1+size*0.5*x, 0.6, tone.Fade(0.25+0.4*x)))
			}
		}
	}
	board := NewBoard(b.Inset(-32))
	for i, c := range at {
		s = append(s, draw.Dot(c, size+2, t.Paper), draw.Dot(c, size, t.Kind(i)))
		if l := draw.Words(draw.Point{X: c.X, Y: c.Y + size + 11}, 11, draw.Centre, t.Ink, f.Names[i]); n <= 16 && board.Put(l) {
			s = append(s, l)
		}
		if n <= 6 {
			s = append(s, draw.Strong(c, 11, draw.Centre, t.On(t.Kind(i)), late(off[i])))
		}
	}
	return s
}

// late writes a number of milliseconds with its sign.
func late(x float64) string {
	if math.Abs(x) < 0.5 {
		return "0"
	}
	if x < 0 {
		return fmt.Sprintf("−%.0f", -x)
	}
	return fmt.Sprintf("+%.0f", x)
}

// notes names an axis on which one of every so many notes is kept.
func notes(every int) string {
	if every == 1 {
		return "note"
	}
	return fmt.Sprintf("note, one of every %d", every)
}

// onsets draws by how much each player comes after the mean of all, over the
// last notes.
func onsets(f *Frame, b draw.Rect, n int, t *draw.Theme) []draw.Shape {
	const shown = 80
	var rows [][]float32
	every := 1
	if h := f.History; h != nil && len(h.Traits) > 0 {
		rows, every = h.Traits[0].Rows, h.Every
		rows = rows[:min(len(rows), max((f.Cycle-h.First)/every+1, 0))]
	}
	first := max(len(rows)-shown, 0)
	far := 10.0
	for _, row := range rows[first:] {
		for _, x := range row {
			if a := math.Abs(float64(x)); a < 1e5 { // beyond, they have lost each other
				far = max(far, a)
			}
		}
	}
	far = math.Ceil(far/10) * 10
	g, s := newGraph(b, axes{title: "Early and late", x: notes(every), y: "onset after the mean of all [ms]", xlo: float64(first), xhi: float64(first + shown), ylo: -far, yhi: far}, t)
	zero := g.at(float64(first), 0)
	s = append(s, draw.Fill(draw.R(zero.X, zero.Y-0.6, g.plot.W(), 1.2), 0, t.Faint))
	for i := range n {
		v := make([]float64, 0, shown)
		for _, row := range rows[first:] {
			x := float64(row[i])
			if math.Abs(x) > far {
				x = math.NaN()
			}
			v = append(v, x)
		}
		s = append(s, g.line(float64(first+1), v, 1.6, t.Kind(i))...)
		if len(v) > 0 && !math.IsNaN(v[len(v)-1]) {
			s = append(s, draw.Dot(g.at(float64(first+len(v)), v[len(v)-1]), 4, t.Kind(i)))
		}
	}
	return s
}

func quartetKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	var list []entry
	for i, name := range f.Names[:min(len(f.Names), 12)] {
		list = append(list, entry{t.Kind(i), name})
	}
	return key(b, t, list, "A stream runs from the player who is followed to the one who follows; the wider, the more of an asynchrony is taken back at the next note. Numbers: milliseconds after the mean of all.")
}

// reputations draws what each partner is trusted with, what it deserves, and
// what is remembered of it.
func reputations(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	if len(f.Field.Lines) < 4 {
		return charts(f, p, look, t)
	}
	trust, truth, good, bad := f.Field.Lines[0], f.Field.Lines[1], f.Field.Lines[2], f.Field.Lines[3]
	n := float64(len(trust))
	upper, lower := p.Box.CutTop(p.Box.H() * 0.6)
	g, s := newGraph(upper, axes{title: "Trust, and what would be deserved", x: "", y: "trust", xlo: 0.4, xhi: n + 0.6, ylo: f.Field.Lo, yhi: f.Field.Hi}, t)
	r := min(max((g.x.At(2)-g.x.At(1))*0.16, 2.5), 11)
	for i, x := range trust {
		a, b := g.at(float64(i+1), x), g.at(float64(i+1), truth[i])
		s = append(s, draw.Segment(a, b, 2, t.Line), draw.Ring(b, r+1, 2, t.Soft), draw.Dot(a, r, t.Kind(0)))
	}
	g, more := newGraph(lower, axes{title: "What is remembered", x: "partner", y: "outcomes: good upward, bad downward", xlo: 0.4, xhi: n + 0.6, ylo: -top(bad, 1) * 1.1, yhi: top(good, 1) * 1.1}, t)
	s = append(s, more...)
	wide, zero := max((g.x.At(2)-g.x.At(1))*0.5, 2), g.y.At(0)
	for i := range trust {
		x := g.x.At(float64(i + 1))
		s = append(s, draw.Fill(draw.Rect{Min: draw.Point{X: x - wide/2, Y: g.y.At(good[i])}, Max: draw.Point{X: x + wide/2, Y: zero}}, 0, t.Good.Fade(0.8)),
			draw.Fill(draw.Rect{Min: draw.Point{X: x - wide/2, Y: zero}, Max: draw.Point{X: x + wide/2, Y: g.y.At(-bad[i])}}, 0, t.Bad.Fade(0.8)))
	}
	return s
}

func reputationsKey(_ *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return key(b, t, []entry{{t.Kind(0), "trust in a partner"}, {t.Soft, "what would be deserved (ring)"}, {t.Good, "good outcomes remembered"}, {t.Bad, "bad outcomes remembered"}},
		"Trust follows the record. The line between disc and ring is how far it is off.")
}

// firm draws which decisions depend on which, and all combinations of decisions
// by what they are worth, with the one that the firm has come to.
func firm(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	n := f.Field.Width
	if n == 0 || len(f.Field.At) < 2 {
		return charts(f, p, look, t)
	}
	left, right := p.Box.CutLeft(p.Box.W() * 0.38)
	right.Min.X += 24
	return append(matrix(f, left, n, t), worth(f, right, t)...)
}

// matrix draws the decisions as they are, and below them what each depends on,
// framed by division while these judge for themselves.
func matrix(f *Frame, b draw.Rect, n int, t *draw.Theme) []draw.Shape {
	x, division := f.Field.At[0], f.Field.At[1]
	s := heads(b, "Decisions, and what each depends on", "a row depends on the columns that are filled", t)
	b.Min.Y += 40
	w := min(b.W()/(float32(n)+0.5), b.H()/(float32(n)+1.6))
	x0, y0 := b.Min.X+2, b.Min.Y+w*1.4
	for k := range n {
		tone, ink, word := draw.Mix(t.Paper, t.Faint, 0.45), t.Ink, "0"
		if x>>k&1 == 1 {
			tone, word = t.Kind(0), "1"
			ink = t.On(tone)
		}
		c := draw.R(x0+w*float32(k), b.Min.Y, w-3, w-3)
		s = append(s, draw.Fill(c, w*0.18, tone), draw.Strong(c.Mid(), min(w*0.4, 15), draw.Centre, ink, word))
		for i := range n {
			cell := draw.R(x0+w*float32(k), y0+w*float32(i), w-3, w-3)
			tone := draw.Mix(t.Paper, t.Line, 0.5)
			if f.Field.Grid[i*n+k] == 1 {
				tone = draw.Mix(t.Paper, t.Kind(2), 0.75)
			}
			s = append(s, draw.Fill(cell, 2, tone))
		}
	}
	if !f.Field.Marked[0] {
		division = n
	}
	for k := 0; k < n && division > 0; k += division {
		d := float32(division)
		s = append(s, draw.Frame(draw.R(x0+w*float32(k)-3, b.Min.Y-3, w*d+3, w+3), w*0.2, 2, t.Kind(1)),
			draw.Frame(draw.R(x0+w*float32(k)-3, y0+w*float32(k)-3, w*d+3, w*d+3), 4, 2, t.Kind(1)))
	}
	return s
}

// worth draws all combinations by falling worth.
func worth(f *Frame, b draw.Rect, t *draw.Theme) []draw.Shape {
	v := f.Field.Value
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return v[order[a]] > v[order[b]] })
	g, s := newGraph(b, axes{title: "All combinations by what they are worth", x: "combination, the best first", y: "share of the highest", xhi: float64(len(v)) + 0.5, yhi: 1}, t)
	wide := max((g.x.At(1)-g.x.At(0))*0.75, 0.8)
	for k, i := range order {
		tone := draw.Mix(t.Paper, t.Faint, 0.6)
		if i == f.Field.At[0] {
			tone = t.Kind(0)
		}
		c := g.at(float64(k)+0.75, v[i])
		s = append(s, draw.Fill(draw.Rect{Min: draw.Point{X: c.X - wide/2, Y: c.Y}, Max: draw.Point{X: c.X + wide/2, Y: g.plot.Max.Y}}, 0, tone))
		if i == f.Field.At[0] {
			s = append(s, draw.Strong(draw.Point{X: max(c.X, g.plot.Min.X+22), Y: c.Y - 9}, 11, draw.Centre, t.Ink, fmt.Sprintf("%.3f", v[i])))
		}
	}
	return s
}

func firmKey(f *Frame, _ *Plan, _ Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	who := "the whole firm judges every change"
	if len(f.Field.Marked) > 0 && f.Field.Marked[0] {
		who = "divisions judge for themselves"
	}
	return key(b, t, []entry{{t.Kind(0), "where the firm stands"}, {t.Kind(2), "depends on"}, {t.Kind(1), who}},
		"Each period one change is tried and kept where whoever judges it is better off.")
}
