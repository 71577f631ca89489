package plot

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// Forest draws differences with their intervals, one row each, top to bottom, and
// says them in numbers at the right. The table has text in the column names and
// numbers in centre, lo and hi; the unit of centre names the axis. A mark is
// hollow where the interval holds 0. A row without numbers is a heading.
func Forest(t *table.Table, names, centre, lo, hi string, o Options) Figure {
	return newFigure(o, 22+5.2*float64(t.Len()), func(c draw.Canvas) {
		f := forest{t.Texts(names), t.Numbers(centre), t.Numbers(lo), t.Numbers(hi), 0}
		low, high := spanOf(.05, f.lo, f.hi, f.centre, []float64{0})
		_, decimals := roundStep(high-low, 60)
		f.decimals = decimals
		p := newPlot(axisLabel(t.Columns[t.Index(centre)]), "")
		p.X.Min, p.X.Max = low, high
		p.Y.Min, p.Y.Max = -float64(t.Len())+.4, .6
		p.Y.Tick.Marker = plot.ConstantTicks(nil)
		p.Y.LineStyle.Width = 0
		p.Add(painter(f.paint))
		style := sans(labelSize, ink, draw.XLeft, draw.YCenter)
		left, right := vg.Length(0), vg.Length(0)
		for i, name := range f.names {
			left = max(left, style.Width(name))
			right = max(right, sans(tickSize, ink, 0, 0).Width(f.words(i)))
		}
		inner := draw.Crop(c, left+10, -right-10, 0, 0)
		p.Draw(inner)
		data := p.DataCanvas(inner)
		_, y := p.Transforms(&data)
		for i, name := range f.names {
			s := style
			if f.heading(i) {
				s = bold(s)
			}
			c.FillText(s, vg.Point{X: c.Min.X, Y: middle(y(-float64(i)), labelSize)}, name)
			c.FillText(sans(tickSize, ink, draw.XRight, draw.YCenter), vg.Point{X: c.Max.X, Y: middle(y(-float64(i)), tickSize)}, f.words(i))
		}
	})
}

type forest struct {
	names          []string
	centre, lo, hi []float64
	decimals       int
}

func (f forest) heading(i int) bool { return math.IsNaN(f.centre[i]) }

// words says a row in numbers, fine enough to tell the ends of its interval
// apart: "0.12 [0.03, 0.21]".
func (f forest) words(i int) string {
	if f.heading(i) {
		return ""
	}
	decimals := f.decimals
	if wide := f.hi[i] - f.lo[i]; wide > 0 && !math.IsInf(wide, 1) {
		decimals = max(decimals, min(decimals+3, 1-int(math.Floor(math.Log10(wide)))))
	}
	s := number(f.centre[i], decimals)
	if math.IsNaN(f.lo[i] + f.hi[i]) {
		return s
	}
	return s + " [" + number(f.lo[i], decimals) + ", " + number(f.hi[i], decimals) + "]"
}

func (f forest) paint(c draw.Canvas, x, y func(float64) vg.Length) {
	zero := stroke(quiet, .6)
	zero.Dashes = []vg.Length{2, 2}
	c.StrokeLine2(zero, x(0), c.Min.Y, x(0), c.Max.Y)
	for i, v := range f.centre {
		if f.heading(i) {
			continue
		}
		at := y(-float64(i))
		c.StrokeLine2(stroke(palette[0], 1.1), x(f.lo[i]), at, x(f.hi[i]), at)
		for _, end := range []float64{f.lo[i], f.hi[i]} {
			c.StrokeLine2(stroke(palette[0], 1.1), x(end), at-2, x(end), at+2)
		}
		mark := draw.GlyphStyle{Color: palette[0], Radius: 2.6, Shape: draw.CircleGlyph{}}
		c.DrawGlyph(mark, vg.Point{X: x(v), Y: at})
		if f.lo[i] <= 0 && f.hi[i] >= 0 {
			mark.Color, mark.Radius = white, 1.5
			c.DrawGlyph(mark, vg.Point{X: x(v), Y: at})
		}
	}
}
