package view

import (
	"math"
	"sort"

	"tutti/render/draw"
)

// A Score is what stands below the stage, laid out: the river, a strip a
// measure, and the time line.
type Score struct {
	Box    draw.Rect
	Time   draw.Scale // cycle → x
	River  draw.Rect
	Strips []draw.Rect
	Line   draw.Rect // the time line, where the pointer scrubs
	Picked []string
}

// gutters left and right of the score.
const (
	gutterLeft  = 92
	gutterRight = 64
)

// LayScore divides a box: time runs from the first cycle to the last planned or
// lived.
func LayScore(f *Frame, picked []string, box draw.Rect) *Score {
	s := &Score{Box: box, Picked: picked}
	inner := draw.Rect{Min: draw.Point{X: box.Min.X + gutterLeft, Y: box.Min.Y}, Max: draw.Point{X: box.Max.X - gutterRight, Y: box.Max.Y}}
	s.Line, inner = inner.CutBottom(24)
	last := f.Cycles
	if h := f.History; h != nil {
		last = max(last, h.First+h.Rows()-1)
	}
	s.Time = draw.Scale{Lo: 0, Hi: float64(max(last, f.Cycle, 1)), A: inner.Min.X, B: inner.Max.X}
	n := len(picked)
	strip := min(30, inner.H()*0.5/float32(max(n, 1)))
	if !s.Led(f) && n > 0 { // nobody leads here: all room is for the measures
		strip = (inner.H() - 8) / float32(n)
	}
	s.River, inner = inner.CutTop(inner.H() - strip*float32(n))
	for range n {
		var r draw.Rect
		r, inner = inner.CutTop(strip)
		r.Min.Y += 5
		s.Strips = append(s.Strips, r)
	}
	return s
}

// Led says whether the model tells of leadership at all.
func (s *Score) Led(f *Frame) bool {
	return Peopled(f) && len(f.Share) > 0 && len(f.Flows)+len(f.Claims)+len(f.Office) > 0
}

// CycleAt is the cycle at a place on the time line.
func (s *Score) CycleAt(x float32) int {
	return int(math.Round(min(max(s.Time.Value(x), 0), s.Time.Hi)))
}

// Draw draws the score as lived so far.
func (s *Score) Draw(f *Frame, look Look, t *draw.Theme) []draw.Shape {
	var out []draw.Shape
	if s.Led(f) {
		out = s.river(f, t)
	}
	for k, name := range s.Picked {
		out = append(out, s.strip(f.History.Measure(name), s.Strips[k], t.Kind(k), name, t)...)
	}
	return append(out, s.timeline(f, f.Cycle, t)...)
}

// A band is one stripe of the river: an agent, or a unit where they are many.
type band struct {
	name string
	tone draw.Colour
	of   []int // agents
}

// bands are the stripes of the river, unit by unit.
func bands(f *Frame, t *draw.Theme) []band {
	n := f.N()
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	unit := func(i int) int {
		if i < len(f.Unit) {
			return f.Unit[i]
		}
		return -1
	}
	sort.SliceStable(order, func(a, b int) bool { return unit(order[a]) < unit(order[b]) })
	var out []band
	if n > 48 && len(f.Units) < 2 {
		return foremost(f, t)
	}
	if n <= 48 {
		for k, i := range order {
			tone := t.Kind(max(unit(i), 0))
			if len(f.Units) < 2 {
				tone = t.Kind(i)
			} else if k%2 == 1 {
				tone = draw.Mix(tone, t.Paper, 0.16)
			}
			out = append(out, band{f.Names[i], tone, []int{i}})
		}
		return out
	}
	for _, i := range order {
		u := unit(i)
		name := "without unit"
		if u >= 0 {
			name = f.Units[u]
		}
		if len(out) == 0 || out[len(out)-1].name != name {
			out = append(out, band{name, t.Kind(max(u, 0)), nil})
		}
		out[len(out)-1].of = append(out[len(out)-1].of, i)
	}
	return out
}

// foremost are the twelve who led most over the time shown, and all others.
func foremost(f *Frame, t *draw.Theme) []band {
	sum := make([]float64, f.N())
	for _, r := range columns(len(f.History.Shares), 60) {
		for i, x := range f.History.Shares[r] {
			if i < len(sum) {
				sum[i] += float64(x)
			}
		}
	}
	order := make([]int, f.N())
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return sum[order[a]] > sum[order[b]] })
	out := []band{{"all others", draw.Mix(t.Panel, t.Faint, 0.45), order[12:]}}
	for k := 11; k >= 0; k-- {
		out = append(out, band{f.Names[order[k]], t.Kind(k), order[k : k+1]})
	}
	return out
}

// river draws the leadership share of each agent over time, stacked.
func (s *Score) river(f *Frame, t *draw.Theme) []draw.Shape {
	b := s.River
	out := []draw.Shape{
		draw.Strong(draw.Point{X: s.Box.Min.X + 12, Y: b.Min.Y + 8}, 11.5, draw.Left, t.Ink, "Leadership"),
		draw.Words(draw.Point{X: s.Box.Min.X + 12, Y: b.Min.Y + 23}, 10.5, draw.Left, t.Soft, "who moves"),
		draw.Words(draw.Point{X: s.Box.Min.X + 12, Y: b.Min.Y + 36}, 10.5, draw.Left, t.Soft, "the others"),
		draw.Fill(draw.R(b.Min.X, b.Max.Y, b.W(), 1), 0, t.Line),
	}
	h := f.History
	if h == nil || len(h.Shares) < 2 {
		return out
	}
	cols := columns(len(h.Shares), int(b.W()/3))
	all := bands(f, t)
	low := make([]float32, len(cols)) // share below the band, per column
	sums := make([]float32, len(cols))
	for c, r := range cols {
		for _, x := range h.Shares[r] {
			sums[c] += x
		}
	}
	board := NewBoard(b)
	var labels []draw.Shape
	for _, w := range all {
		up, down := make([]draw.Point, len(cols)), make([]draw.Point, len(cols))
		l := draw.Words(draw.Point{}, 10.5, draw.Centre, t.On(w.tone), w.name)
		half := l.Bounds().W() / 2
		first, last := s.Time.At(float64(h.First+cols[0]*h.Every))+half, s.Time.At(float64(h.First+cols[len(cols)-1]*h.Every))-half
		wide, at := float32(0), 0
		for c, r := range cols {
			share := float32(0)
			for _, i := range w.of {
				if i < len(h.Shares[r]) {
					share += h.Shares[r][i]
				}
			}
			share /= max(sums[c], 1e-9)
			x := s.Time.At(float64(h.First + r*h.Every))
			down[c] = draw.Point{X: x, Y: b.Max.Y - low[c]*b.H()}
			low[c] += share
			up[c] = draw.Point{X: x, Y: b.Max.Y - low[c]*b.H()}
			if share > wide && x >= first && x <= last {
				wide, at = share, c
			}
		}
		out = append(out, draw.Between(up, down, w.tone))
		if wide*b.H() > 13 {
			l.At = up[at].Towards(down[at], 0.5)
			if fitsBand(&l, up, down) && board.Put(l) {
				labels = append(labels, l)
			}
		}
	}
	return append(out, labels...)
}

// fitsBand says whether a label lies inside its stripe along its whole width.
func fitsBand(l *draw.Shape, up, down []draw.Point) bool {
	r := l.Bounds()
	if r.Min.X < up[0].X || r.Max.X > up[len(up)-1].X {
		return false
	}
	for c := range up {
		if up[c].X > r.Min.X-4 && up[c].X < r.Max.X+4 && (up[c].Y > r.Min.Y+1 || down[c].Y < r.Max.Y-1) {
			return false
		}
	}
	return true
}

// columns picks at most most rows of n, the last always among them.
func columns(n, most int) []int {
	if n == 0 {
		return nil
	}
	step := max(1, (n+most-1)/max(most, 1))
	out := make([]int, 0, n/step+2)
	for r := 0; r < n; r += step {
		out = append(out, r)
	}
	if out[len(out)-1] != n-1 {
		out = append(out, n-1)
	}
	return out
}

// Range is the shown range of a series: its bounds, drawn in where it keeps to
// a part of them.
func (m *Series) Range() (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range m.Values {
		if !math.IsNaN(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if lo > hi {
		return 0, 1
	}
	room := max((hi-lo)*0.12, 0.02*max(math.Abs(hi), 1e-6))
	lo, hi = lo-room, hi+room
	if !math.IsInf(m.Lo, 0) {
		lo = max(lo, m.Lo)
	}
	if !math.IsInf(m.Hi, 0) {
		hi = min(hi, m.Hi)
	}
	if hi <= lo {
		hi = lo + 1
	}
	return lo, hi
}

// strip draws one measure over time with its name and its value now.
func (s *Score) strip(m *Series, b draw.Rect, tone draw.Colour, name string, t *draw.Theme) []draw.Shape {
	mid := b.Mid().Y
	out := []draw.Shape{
		draw.Fill(draw.R(b.Min.X, b.Max.Y, b.W(), 1), 0, t.Line.Fade(0.6)),
	}
	out = append(out, stripName(Plain(name), draw.Point{X: s.Box.Min.X + 12, Y: mid}, b.H(), t)...)
	if m == nil || len(m.Values) == 0 {
		return out
	}
	lo, hi := m.Range()
	y := draw.Scale{Lo: lo, Hi: hi, A: b.Max.Y - 1, B: b.Min.Y + 1}
	out = append(out, s.trace(m.Values, 1, 1, y, tone)...)
	if v := m.Values[len(m.Values)-1]; !math.IsNaN(v) {
		x := s.Time.At(float64(len(m.Values)))
		out = append(out, draw.Dot(draw.Point{X: x, Y: y.At(v)}, 2.6, tone))
		out = append(out, draw.Words(draw.Point{X: s.Box.Max.X - 12, Y: mid}, 11.5, draw.Right, t.Ink, draw.Number(v)))
	}
	return out
}

// stripName writes the name of a measure, on two lines where one is too short.
func stripName(name string, at draw.Point, high float32, t *draw.Theme) (s []draw.Shape) {
	lines := draw.Wrap(name, 10, false, gutterLeft-18)
	if draw.Measure(name, 11, false) <= gutterLeft-18 {
		return []draw.Shape{draw.Words(at, 11, draw.Left, t.Soft, name)}
	}
	if len(lines) < 2 || high < 20 {
		return []draw.Shape{draw.Words(at, 10, draw.Left, t.Soft, draw.Shorten(name, 10, false, gutterLeft-18))}
	}
	for k, l := range lines[:2] {
		y := at.Y + 12.6*(float32(k)-0.5)
		s = append(s, draw.Words(draw.Point{X: at.X, Y: y}, 10, draw.Left, t.Soft, draw.Shorten(l, 10, false, gutterLeft-18)))
	}
	return s
}

// trace draws values over time, broken where they are missing.
func (s *Score) trace(v []float64, first, every int, y draw.Scale, tone draw.Colour) (out []draw.Shape) {
	var line []draw.Point
	end := func() {
		if len(line) > 1 {
			out = append(out, draw.Curve(line, 1.5, tone))
		}
		line = nil
	}
	for _, r := range columns(len(v), int(s.Line.W()/1.5)) {
		if math.IsNaN(v[r]) {
			end()
			continue
		}
		line = append(line, draw.Point{X: s.Time.At(float64(first + r*every)), Y: y.At(v[r])})
	}
	end()
	return out
}

// timeline draws ticks, events and the cycle of now.
func (s *Score) timeline(f *Frame, cycle int, t *draw.Theme) []draw.Shape {
	b := s.Line
	rail := b.Min.Y + 9
	now := s.Time.At(float64(cycle))
	out := []draw.Shape{
		draw.Fill(draw.R(b.Min.X, rail-1.5, b.W(), 3), 1.5, t.Line),
		draw.Fill(draw.R(b.Min.X, rail-1.5, max(now-b.Min.X, 0), 3), 1.5, t.Accent.Fade(0.7)),
	}
	for _, v := range draw.Ticks(0, s.Time.Hi, max(2, int(b.W()/110))) {
		x := s.Time.At(v)
		if v != math.Trunc(v) {
			continue // there are no half cycles
		}
		out = append(out, draw.Words(draw.Point{X: x, Y: b.Max.Y - 4}, 10, draw.Centre, t.Soft, draw.Short(v)))
	}
	out = append(out, draw.Words(draw.Point{X: s.Box.Min.X + 12, Y: b.Max.Y - 4}, 10, draw.Left, t.Soft, "cycle"))
	if f.History != nil {
		for _, m := range f.History.Marks {
			out = append(out, s.mark(m, t)...)
		}
	}
	return append(out,
		draw.Fill(draw.R(now-0.6, s.River.Min.Y, 1.2, b.Min.Y+9-s.River.Min.Y), 0, t.Ink.Fade(0.55)),
		draw.Dot(draw.Point{X: now, Y: rail}, 7.5, t.Panel), draw.Dot(draw.Point{X: now, Y: rail}, 6, t.Accent))
}

// mark draws an event: a flag on the time line, filled where it was done live.
func (s *Score) mark(m Mark, t *draw.Theme) []draw.Shape {
	x, y := s.Time.At(float64(m.Cycle)), s.Line.Min.Y+9
	tone := t.Kind(1)
	if m.Live {
		tone = t.Kind(3)
	}
	d := float32(5)
	return []draw.Shape{
		draw.Fill(draw.R(x-0.5, s.River.Min.Y, 1, y-s.River.Min.Y), 0, tone.Fade(0.55)),
		draw.Convex([]draw.Point{{X: x, Y: y - d}, {X: x + d, Y: y}, {X: x, Y: y + d}, {X: x - d, Y: y}}, tone),
	}
}

// MarkAt returns the event at a place on the time line, or nil.
func (s *Score) MarkAt(f *Frame, p draw.Point) *Mark {
	if f.History == nil || !s.Line.Inset(-4).Has(p) {
		return nil
	}
	for i := range f.History.Marks {
		if m := &f.History.Marks[i]; math.Abs(float64(s.Time.At(float64(m.Cycle))-p.X)) < 6 {
			return m
		}
	}
	return nil
}

// Plain writes the name of a measure as words.
func Plain(name string) string {
	b := []byte(name)
	for i := range b {
		if b[i] == '_' {
			b[i] = ' '
		}
	}
	return string(b)
}
