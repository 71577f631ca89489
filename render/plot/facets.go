package plot

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// FacetColumns name the columns that Facets draws.
type FacetColumns struct {
	Panel         string // text: what each panel shows
	Row           string // text: the rows, the same in all panels
	Series        string // text: marks beside each other in a row; "" for one
	Value, Lo, Hi string
	Unit          string // text: unit of a panel's axis; "" for none
}

// Facets draws values with their intervals in panels side by side, one for each
// quantity and each with an axis of its own, since quantities have units of
// their own. Rows are named once, at the left. Without series a mark is hollow
// where its interval holds 0.
func Facets(t *table.Table, by FacetColumns, o Options) Figure {
	f := newFacets(t, by)
	width := vg.Length(o.Width) * vg.Millimeter
	if o.Width == 0 {
		width = 180 * vg.Millimeter
	}
	f.lay(width - 12)
	high := float64(f.lines())*float64(f.high()) + 34
	if len(f.series) > 1 {
		high += 16
	}
	return newFigure(o, high/float64(vg.Millimeter), f.paint)
}

// Sizes within facets, in points.
const (
	facetRow   = 12.5
	facetTitle = 15
	facetFoot  = 17
	facetGap   = 13
)

// facets are panels that share their rows.
type facets struct {
	rows, series, panels, units []string
	marks                       []facetMark
	across                      int // panels side by side
	left                        vg.Length
}

// A facetMark is one value of a panel, a row and a series.
type facetMark struct {
	panel, row, series int
	value, lo, hi      float64
}

func newFacets(t *table.Table, by FacetColumns) *facets {
	f := &facets{}
	place := func(list *[]string, name string) int {
		if k := slices.Index(*list, name); k >= 0 {
			return k
		}
		*list = append(*list, name)
		return len(*list) - 1
	}
	text := func(column string, row int) string {
		if column == "" {
			return ""
		}
		return t.Texts(column)[row]
	}
	for i := range t.Len() {
		m := facetMark{value: t.Numbers(by.Value)[i], lo: t.Numbers(by.Lo)[i], hi: t.Numbers(by.Hi)[i]}
		m.panel = place(&f.panels, text(by.Panel, i))
		m.row = place(&f.rows, text(by.Row, i))
		m.series = place(&f.series, text(by.Series, i))
		if m.panel == len(f.units) {
			f.units = append(f.units, text(by.Unit, i))
		}
		f.marks = append(f.marks, m)
	}
	return f
}

// lay decides how many panels stand side by side: as many as leave each a width
// at which its axis can be read.
func (f *facets) lay(width vg.Length) {
	for _, name := range f.rows {
		f.left = max(f.left, sans(labelSize, ink, 0, 0).Width(name)+8)
	}
	f.left = min(f.left, width/3)
	f.across = max(1, min(len(f.panels), int((width-f.left+facetGap)/(100+facetGap)), 3))
	if len(f.panels) == 4 {
		f.across = min(f.across, 2)
	}
}

// lines is how many rows of panels there are.
func (f *facets) lines() int { return (len(f.panels) + f.across - 1) / max(f.across, 1) }

// high is the height of a row of panels.
func (f *facets) high() vg.Length {
	return facetTitle + f.rowHigh()*vg.Length(len(f.rows)) + facetFoot + 6
}

func (f *facets) rowHigh() vg.Length { return max(facetRow, 5.2*vg.Length(len(f.series))+4) }

func (f *facets) paint(c draw.Canvas) {
	if len(f.series) > 1 {
		f.key(c)
		c.Max.Y -= 16
	}
	wide := (c.Max.X - c.Min.X - f.left - facetGap*vg.Length(f.across-1)) / vg.Length(f.across)
	for k := range f.panels {
		row, col := k/f.across, k%f.across
		at := c
		at.Max.Y = c.Max.Y - f.high()*vg.Length(row)
		at.Min.Y = at.Max.Y - f.high() + 6
		at.Min.X = c.Min.X + f.left + (wide+facetGap)*vg.Length(col)
		at.Max.X = at.Min.X + wide
		if col == 0 {
			f.names(c.Min.X, at)
		}
		f.panel(at, k)
	}
}

// key names the series.
func (f *facets) key(c draw.Canvas) {
	style := sans(tickSize, ink, draw.XLeft, draw.YCenter)
	x, y := c.Min.X+f.left, c.Max.Y-5
	for k, name := range f.series {
		f.mark(c, vg.Point{X: x + 3, Y: y}, k, false)
		c.FillText(style, vg.Point{X: x + 10, Y: middle(y, tickSize)}, words(name))
		x += 10 + style.Width(words(name)) + 16
	}
}

// rowAt is the height of a row in a panel.
func (f *facets) rowAt(at draw.Canvas, row int) vg.Length {
	return at.Max.Y - facetTitle - f.rowHigh()*(vg.Length(row)+.5)
}

// names writes the names of the rows at the left.
func (f *facets) names(x vg.Length, at draw.Canvas) {
	style := sans(labelSize, ink, draw.XLeft, draw.YCenter)
	for i, name := range f.rows {
		at.FillText(style, vg.Point{X: x, Y: middle(f.rowAt(at, i), labelSize)}, shortened(style, name, f.left-6))
	}
}

// panel draws one panel: title, guides, marks and axis.
func (f *facets) panel(at draw.Canvas, k int) {
	title := bold(sans(labelSize, ink, draw.XLeft, draw.YTop))
	name := heading(f.panels[k])
	if u := f.units[k]; u != "" && u != "1" {
		name += " [" + u + "]"
	}
	at.FillText(title, vg.Point{X: at.Min.X, Y: at.Max.Y}, shortened(title, name, at.Max.X-at.Min.X+facetGap-3))
	values := []float64{0}
	for _, m := range f.marks {
		if m.panel == k {
			values = append(values, m.value, m.lo, m.hi)
		}
	}
	lo, hi := spanOf(.06, values)
	x := func(v float64) vg.Length { return at.Min.X + vg.Length((v-lo)/(hi-lo))*(at.Max.X-at.Min.X) }
	foot := at.Max.Y - facetTitle - f.rowHigh()*vg.Length(len(f.rows))
	for i := range f.rows {
		at.StrokeLine2(stroke(pale, .4), at.Min.X, f.rowAt(at, i), at.Max.X, f.rowAt(at, i))
	}
	zero := stroke(quiet, .6)
	zero.Dashes = []vg.Length{2, 2}
	at.StrokeLine2(zero, x(0), foot, x(0), at.Max.Y-facetTitle)
	for _, m := range f.marks {
		if m.panel == k && !math.IsNaN(m.value) {
			f.draw(at, m, x)
		}
	}
	at.StrokeLine2(stroke(quiet, .5), at.Min.X, foot, at.Max.X, foot)
	style := sans(tickSize, ink, draw.XCenter, draw.YTop)
	before := at.Min.X - 99
	for _, tick := range (ticks{5}).Ticks(lo, hi) {
		half := style.Width(tick.Label) / 2
		at.StrokeLine2(stroke(quiet, .5), x(tick.Value), foot, x(tick.Value), foot-3)
		if x(tick.Value)-half > before+3 && x(tick.Value)+half < at.Max.X+facetGap/2 {
			at.FillText(style, vg.Point{X: x(tick.Value), Y: foot - 4}, tick.Label)
			before = x(tick.Value) + half
		}
	}
}

// draw draws one value with its interval.
func (f *facets) draw(at draw.Canvas, m facetMark, x func(float64) vg.Length) {
	y := f.rowAt(at, m.row) - (vg.Length(m.series)-vg.Length(len(f.series)-1)/2)*5.2
	if !math.IsNaN(m.lo + m.hi) {
		s := stroke(hue(m.series), 1.1)
		at.StrokeLine2(s, x(m.lo), y, x(m.hi), y)
		for _, end := range []float64{m.lo, m.hi} {
			at.StrokeLine2(s, x(end), y-1.8, x(end), y+1.8)
		}
	}
	f.mark(at, vg.Point{X: x(m.value), Y: y}, m.series, len(f.series) == 1 && m.lo <= 0 && m.hi >= 0 && m.lo < m.hi)
}

// mark draws the mark of a series: they differ in shape too, so that a copy
// without colours can be read.
func (f *facets) mark(c draw.Canvas, at vg.Point, series int, hollow bool) {
	shapes := []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.RingGlyph{}}
	g := draw.GlyphStyle{Color: hue(series), Radius: 2.4, Shape: shapes[series%len(shapes)]}
	c.DrawGlyph(g, at)
	if hollow {
		g.Color, g.Radius = white, 1.4
		c.DrawGlyph(g, at)
	}
}
