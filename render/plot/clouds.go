package plot

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// Screening draws µ* against σ of the factors of a Morris design, a panel a
// measure (Morris 1991; Campolongo et al. 2007): the further right, the more a
// factor matters; the higher, the more its effect hangs on where it is taken. The
// lines σ = µ*, µ*/2 and µ*/10 part effects that are nearly even from those that
// are not (Garcia Sanchez et al. 2014). The table holds text in measure and
// factor, numbers in mu_star, sigma, and the ends of the interval of mu_star in
// lo and hi.
func Screening(t *table.Table, o Options) Figure {
	measures := distinctTexts(t.Texts("measure"))
	across := min(len(measures), 3)
	down := (len(measures) + across - 1) / max(across, 1)
	return newFigure(o, 16+64*float64(down), func(c draw.Canvas) {
		for k, measure := range measures {
			var rows []int
			for i, name := range t.Texts("measure") {
				if name == measure {
					rows = append(rows, i)
				}
			}
			screen(cell(c, k, across, down, 14), t, rows, heading(measure))
		}
	})
}

// cell is one of a grid of cells.
func cell(c draw.Canvas, k, across, down int, gap vg.Length) draw.Canvas {
	wide := (c.Max.X - c.Min.X - gap*vg.Length(across-1)) / vg.Length(across)
	high := (c.Max.Y - c.Min.Y - gap*vg.Length(down-1)) / vg.Length(down)
	at := c
	at.Min.X = c.Min.X + (wide+gap)*vg.Length(k%across)
	at.Max.X = at.Min.X + wide
	at.Max.Y = c.Max.Y - (high+gap)*vg.Length(k/across)
	at.Min.Y = at.Max.Y - high
	return at
}

// screen draws one panel of Screening.
func screen(c draw.Canvas, t *table.Table, rows []int, title string) {
	c.FillText(bold(sans(labelSize, ink, draw.XLeft, draw.YTop)), vg.Point{X: c.Min.X, Y: c.Max.Y}, title)
	c.Max.Y -= 13
	pick := func(column string) (out []float64) {
		for _, i := range rows {
			out = append(out, t.Numbers(column)[i])
		}
		return out
	}
	x, y, lo, hi := pick("mu_star"), pick("sigma"), pick("lo"), pick("hi")
	p := newPlot("Mean size of effects, µ*", "Spread of effects, σ")
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks{4}, ticks{5}
	_, p.X.Max = spanOf(.12, x, hi, []float64{0})
	_, p.Y.Max = spanOf(.12, y, []float64{0})
	p.X.Min, p.Y.Min = 0, 0
	var names []string
	for _, i := range rows {
		names = append(names, t.Texts("factor")[i])
	}
	p.Add(painter(func(c draw.Canvas, px, py func(float64) vg.Length) {
		taken := slopes(c, p, px, py)
		for i := range x {
			if math.IsNaN(x[i] + y[i]) {
				continue
			}
			if !math.IsNaN(lo[i] + hi[i]) {
				c.StrokeLine2(stroke(palette[0], .8), px(max(lo[i], 0)), py(y[i]), px(hi[i]), py(y[i]))
				taken = append(taken, vg.Rectangle{Min: vg.Point{X: px(max(lo[i], 0)), Y: py(y[i]) - 1}, Max: vg.Point{X: px(hi[i]), Y: py(y[i]) + 1}})
			}
			at := vg.Point{X: px(x[i]), Y: py(y[i])}
			c.DrawGlyph(draw.GlyphStyle{Color: palette[0], Radius: 2.4, Shape: draw.CircleGlyph{}}, at)
			taken = append(taken, around(at, 3, 3))
		}
		for i, name := range names {
			if !math.IsNaN(x[i] + y[i]) {
				taken = append(taken, beside(c, vg.Point{X: px(x[i]), Y: py(y[i])}, words(name), taken))
			}
		}
	}))
	p.Draw(c)
}

// slopes draws the lines σ = µ*, µ*/2 and µ*/10 and names them; it returns what
// the names take.
func slopes(c draw.Canvas, p *plot.Plot, x, y func(float64) vg.Length) (taken []vg.Rectangle) {
	s := stroke(rest, .6)
	s.Dashes = []vg.Length{3, 2}
	for _, l := range []struct {
		slope float64
		name  string
	}{{1, "σ = µ*"}, {.5, "µ*/2"}, {.1, "µ*/10"}} {
		end := min(p.X.Max, p.Y.Max/l.slope)
		c.StrokeLine2(s, x(0), y(0), x(end), y(l.slope*end))
		style := sans(tickSize, quiet, draw.XRight, draw.YBottom)
		at := vg.Point{X: x(end) - 2, Y: y(l.slope*end) + 1}
		if l.slope*end > p.Y.Max*.97 { // it leaves at the top
			style.XAlign, style.YAlign = draw.XRight, draw.YTop
			at.X, at.Y = at.X-3, at.Y-1
		}
		c.FillText(style, at, l.name)
		taken = append(taken, style.Rectangle(l.name).Add(at))
	}
	return taken
}

// beside writes a name near a point where it covers nothing, led to it by a thin
// line from further off, and returns what it takes.
func beside(c draw.Canvas, at vg.Point, name string, taken []vg.Rectangle) vg.Rectangle {
	style := sans(tickSize, ink, draw.XLeft, draw.YBottom)
	size := style.Rectangle(name)
	w, h := size.Max.X-size.Min.X, vg.Length(tickSize)
	var best vg.Rectangle
	least := math.Inf(1)
	for _, far := range []vg.Length{4, 14, 26, 40, 56} {
		for _, d := range [][2]vg.Length{{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {.7, .7}, {-.7, .7}, {.7, -.7}, {-.7, -.7}} {
			mid := vg.Point{X: at.X + d[0]*(far+w/2), Y: at.Y + d[1]*(far+h/2)}
			r := vg.Rectangle{Min: vg.Point{X: mid.X - w/2, Y: mid.Y - h/2}, Max: vg.Point{X: mid.X + w/2, Y: mid.Y + h/2}}
			if cost := covered(c, r, taken); cost < least {
				least, best = cost, r
			}
		}
		if least == 0 {
			break
		}
	}
	mid := vg.Point{X: max(best.Min.X, min(at.X, best.Max.X)), Y: max(best.Min.Y, min(at.Y, best.Max.Y))}
	if math.Hypot(float64(mid.X-at.X), float64(mid.Y-at.Y)) > 8 {
		c.StrokeLines(stroke(quiet, .4), []vg.Point{at, mid})
	}
	c.FillText(style, vg.Point{X: best.Min.X - size.Min.X, Y: best.Min.Y - 1}, name)
	return best
}

// A Pinned says of one factor of a fit where it came to lie and between which
// values the targets cannot tell.
type Pinned struct {
	Factor       string
	Best, Lo, Hi float64
}

// Fitting draws all points of a fit, loss over each factor, on a scale by powers
// of ten (dotty plots: Beven & Binley 1992): a valley says that the targets pin a
// factor down, a flat floor that they do not. Losses are in the column loss; the
// band is what the targets cannot tell from the best point.
func Fitting(t *table.Table, factors []Pinned, o Options) Figure {
	across := min(len(factors), 3)
	down := (len(factors) + across - 1) / max(across, 1)
	return newFigure(o, 16+54*float64(down), func(c draw.Canvas) {
		for k, f := range factors {
			dotty(cell(c, k, across, down, 12), t.Numbers(f.Factor), t.Numbers("loss"), f)
		}
	})
}

// dotty draws one panel of Fitting.
func dotty(c draw.Canvas, x, loss []float64, f Pinned) {
	y := make([]float64, len(loss))
	for i, v := range loss {
		y[i] = math.Log10(max(v, 1e-12))
	}
	p := newPlot(words(f.Factor), "Loss")
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks{6}, powers{}
	p.X.Min, p.X.Max = spanOf(.04, x, []float64{f.Lo, f.Hi})
	p.Y.Min, p.Y.Max = spanOf(.06, y)
	p.Add(painter(func(c draw.Canvas, px, py func(float64) vg.Length) {
		if !math.IsNaN(f.Lo + f.Hi) {
			band := palette[0]
			band.A = 36
			lo, hi := px(max(f.Lo, p.X.Min)), px(min(f.Hi, p.X.Max))
			c.FillPolygon(band, []vg.Point{{X: lo, Y: c.Min.Y}, {X: hi, Y: c.Min.Y}, {X: hi, Y: c.Max.Y}, {X: lo, Y: c.Max.Y}})
		}
		low := 0
		for i := range x {
			if y[i] < y[low] {
				low = i
			}
			c.DrawGlyph(draw.GlyphStyle{Color: quiet, Radius: 1.3, Shape: draw.CircleGlyph{}}, vg.Point{X: px(x[i]), Y: py(y[i])})
		}
		if len(x) > 0 {
			c.DrawGlyph(draw.GlyphStyle{Color: palette[4], Radius: 3, Shape: draw.CircleGlyph{}}, vg.Point{X: px(f.Best), Y: py(y[low])})
		}
	}))
	p.Draw(c)
}

// powers are marks at powers of ten of an axis that holds their exponents.
type powers struct{}

// Ticks implements plot.Ticker.
func (powers) Ticks(lo, hi float64) (out []plot.Tick) {
	stride := math.Ceil((hi - lo) / 6)
	for e := math.Ceil(lo/stride-1e-9) * stride; e <= hi+1e-9; e += stride {
		name := number(math.Pow(10, e), int(max(0, -e)))
		if math.Abs(e) > 3 {
			name = "1e" + number(e, 0)
		}
		out = append(out, plot.Tick{Value: e, Label: name})
	}
	if len(out) > 1 {
		return out
	}
	out = nil
	for _, t := range (ticks{3}).Ticks(lo, hi) {
		out = append(out, plot.Tick{Value: t.Value, Label: number(math.Pow(10, t.Value), int(max(0, 2-math.Floor(t.Value))))})
	}
	return out
}

// distinctTexts are the texts of a column in their first order.
func distinctTexts(v []string) (out []string) {
	for _, s := range v {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
