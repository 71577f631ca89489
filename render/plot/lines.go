package plot

import (
	"image/color"
	"math"
	"strings"
	"unicode/utf8"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// line is one series, with a band around it where Lo and Hi are given.
type line struct {
	name      string
	x, y      []float64 // NaN breaks the line
	lo, hi    []float64
	colour    color.NRGBA
	dash      []vg.Length
	thickness vg.Length
}

// Lines draws columns of numbers over another, each with its name at its end.
// Columns that share the axis should share a unit: the first one's names the
// axis when they are several. A table of one measure per pattern suits it.
func Lines(t *table.Table, x string, columns []string, o Options) Figure {
	var lines []line
	for i, name := range columns {
		lines = append(lines, line{name: words(name), x: t.Numbers(x), y: t.Numbers(name), colour: hue(i), dash: dashes[i%len(dashes)], thickness: 1.2})
	}
	first := t.Columns[t.Index(columns[0])]
	y := axisLabel(first)
	if len(columns) > 1 {
		y = unitOnly(first)
	}
	return lineFigure(lines, axisLabel(t.Columns[t.Index(x)]), y, o)
}

// unitOnly names an axis that several columns share.
func unitOnly(c table.Column) string {
	switch {
	case c.Unit != "" && c.Unit != "1":
		return "[" + c.Unit + "]"
	case c.Lo == 0 && c.Hi == 1:
		return "Share (0–1)"
	}
	return ""
}

// Bands draws one line a series with a band around it. The table is long: text
// in the column series, numbers in x, centre, lo and hi (named in that order);
// rows of a series stand in the order of x.
func Bands(t *table.Table, series, x, centre, lo, hi string, o Options) Figure {
	var lines []line
	place := map[string]int{}
	for row, name := range t.Texts(series) {
		i, known := place[name]
		if !known {
			i = len(lines)
			place[name] = i
			lines = append(lines, line{name: name, colour: hue(i), dash: dashes[i%len(dashes)], thickness: 1.3, lo: []float64{}})
		}
		l := &lines[i]
		l.x, l.y = append(l.x, t.Numbers(x)[row]), append(l.y, t.Numbers(centre)[row])
		l.lo, l.hi = append(l.lo, t.Numbers(lo)[row]), append(l.hi, t.Numbers(hi)[row])
	}
	return lineFigure(lines, axisLabel(t.Columns[t.Index(x)]), axisLabel(t.Columns[t.Index(centre)]), o)
}

func lineFigure(lines []line, x, y string, o Options) Figure {
	return newFigure(o, 85, func(c draw.Canvas) {
		p := linePlot{lines: lines, x: x, y: y, marks: 6, foot: true}
		p.draw(c, labelRoom(p.labels(nil)), 0)
	})
}

// linePlot is axes with lines in them.
type linePlot struct {
	lines []line
	x, y  string
	marks int  // about so many on the vertical axis
	foot  bool // has marks and a name on the horizontal axis
}

func (l linePlot) plot() *plot.Plot {
	p := newPlot(l.x, l.y)
	p.Y.Tick.Marker = ticks{l.marks}
	if !l.foot {
		p.X.Label.Text = ""
		p.X.Tick.Marker = bare{p.X.Tick.Marker}
	}
	var xs, ys [][]float64
	for _, l := range l.lines {
		xs, ys = append(xs, l.x), append(ys, l.y, l.lo, l.hi)
	}
	p.X.Min, p.X.Max = spanOf(0, xs...)
	p.Y.Min, p.Y.Max = spanOf(.06, ys...)
	p.Add(grid{})
	for _, l := range l.lines {
		p.Add(bandPainter(l))
	}
	for _, l := range l.lines {
		p.Add(linePainter(l))
	}
	return p
}

// bare is marks without their numbers.
type bare struct{ plot.Ticker }

// Ticks implements plot.Ticker.
func (b bare) Ticks(lo, hi float64) []plot.Tick {
	out := b.Ticker.Ticks(lo, hi)
	for i := range out {
		out[i].Label = strings.Repeat("  ", utf8.RuneCountInString(out[i].Label)) // as wide, so that axes stay flush
	}
	return out
}

// draw leaves room at the right for the names of lines, and at the left so much
// that axes of several plots stand flush.
func (l linePlot) draw(c draw.Canvas, right, left vg.Length) {
	p := l.plot()
	c.Max.X -= right
	c.Min.X += left
	p.Draw(c)
	data := p.DataCanvas(c)
	_, height := p.Transforms(&data)
	drawLabels(c, l.labels(height), data.Max.X, data.Min.Y+3, data.Max.Y-3)
}

// labels returns the names of the lines at the height of their last values; nil
// for the height asks for the names alone.
func (l linePlot) labels(height func(float64) vg.Length) []label {
	var out []label
	for _, l := range l.lines {
		v := last(l.y)
		if l.name == "" || math.IsNaN(v) {
			continue
		}
		name := label{text: l.name, mark: l.colour, dash: l.dash, lines: true}
		if height != nil {
			name.y = height(v)
		}
		out = append(out, name)
	}
	return out
}

// axis returns how much room the vertical axis takes.
func (l linePlot) axis(c draw.Canvas) vg.Length { return l.plot().DataCanvas(c).Min.X - c.Min.X }

// last returns the last defined value.
func last(y []float64) float64 {
	for i := len(y) - 1; i >= 0; i-- {
		if !math.IsNaN(y[i]) {
			return y[i]
		}
	}
	return math.NaN()
}

func bandPainter(l line) painter {
	return func(c draw.Canvas, x, y func(float64) vg.Length) {
		fill := l.colour
		fill.A = 48
		each(len(l.lo), func(i int) bool { return !math.IsNaN(l.lo[i] + l.hi[i]) }, func(from, to int) {
			var shape []vg.Point
			for i := from; i < to; i++ {
				shape = append(shape, vg.Point{X: x(l.x[i]), Y: y(l.lo[i])})
			}
			for i := to - 1; i >= from; i-- {
				shape = append(shape, vg.Point{X: x(l.x[i]), Y: y(l.hi[i])})
			}
			c.FillPolygon(fill, shape)
		})
	}
}

// dotted is up to how many values each is marked, to show where they are.
const dotted = 25

func linePainter(l line) painter {
	return func(c draw.Canvas, x, y func(float64) vg.Length) {
		style := stroke(l.colour, l.thickness)
		style.Dashes = l.dash
		each(len(l.y), func(i int) bool { return !math.IsNaN(l.y[i]) }, func(from, to int) {
			var path []vg.Point
			for i := from; i < to; i++ {
				path = append(path, vg.Point{X: x(l.x[i]), Y: y(l.y[i])})
			}
			if len(path) == 1 {
				c.DrawGlyph(draw.GlyphStyle{Color: l.colour, Radius: 1.2, Shape: draw.CircleGlyph{}}, path[0])
				return
			}
			c.StrokeLines(style, path)
			if len(l.y) > dotted {
				return
			}
			for _, at := range path {
				c.DrawGlyph(draw.GlyphStyle{Color: l.colour, Radius: 1.4, Shape: draw.CircleGlyph{}}, at)
			}
		})
	}
}

// each calls do for every run of places that are there.
func each(n int, there func(i int) bool, do func(from, to int)) {
	for from := 0; from < n; from++ {
		if !there(from) {
			continue
		}
		to := from
		for to < n && there(to) {
			to++
		}
		do(from, to)
		from = to
	}
}
