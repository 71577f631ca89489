package plot

import (
	"bytes"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Options are what all figures have in common.
type Options struct {
	Title  string  // set above the figure, flush left; "" for none
	Note   string  // a line in grey below the title: seed, scenario, what is shown
	Width  float64 // [mm]; 0 means 180, two columns of a journal
	Height float64 // [mm]; 0 means what suits the figure
}

// Figure is a drawing of fixed size.
type Figure struct {
	width, height vg.Length
	paint         func(c draw.Canvas)
}

// newFigure frames a painter: it paints below title and note, within a margin.
func newFigure(o Options, height float64, paint func(c draw.Canvas)) Figure {
	if o.Width == 0 {
		o.Width = 180
	}
	if o.Height == 0 {
		o.Height = height
	}
	return Figure{vg.Length(o.Width) * vg.Millimeter, vg.Length(o.Height) * vg.Millimeter, func(c draw.Canvas) {
		c.FillPolygon(white, []vg.Point{c.Min, {X: c.Max.X, Y: c.Min.Y}, c.Max, {X: c.Min.X, Y: c.Max.Y}})
		c = draw.Crop(c, 6, -6, 5, -6)
		if o.Title != "" {
			c.FillText(bold(sans(titleSize, ink, draw.XLeft, draw.YTop)), vg.Point{X: c.Min.X, Y: c.Max.Y}, o.Title)
			c.Max.Y -= titleSize + 3
		}
		if o.Note != "" {
			c.FillText(sans(tickSize, quiet, draw.XLeft, draw.YTop), vg.Point{X: c.Min.X, Y: c.Max.Y}, o.Note)
			c.Max.Y -= tickSize + 3
		}
		if o.Title != "" || o.Note != "" {
			c.Max.Y -= 5
		}
		paint(c)
	}}
}

// SVG writes the figure as vectors. Text stays text, in Liberation Sans or what
// has its metrics: Arial, Helvetica.
func (f Figure) SVG(w io.Writer) error {
	canvas := vgsvg.New(f.width, f.height)
	f.paint(draw.New(canvas))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return err
	}
	out := bytes.ReplaceAll(b.Bytes(), []byte("font-family:Liberation Sans;"),
		[]byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif;"))
	_, err := w.Write(out)
	return err
}

// PNG writes the figure as pixels; 300 dots per inch suit print.
func (f Figure) PNG(w io.Writer, dotsPerInch int) error {
	canvas := vgimg.NewWith(vgimg.UseWH(f.width, f.height), vgimg.UseDPI(dotsPerInch))
	f.paint(draw.New(canvas))
	_, err := vgimg.PngCanvas{Canvas: canvas}.WriteTo(w)
	return err
}

// newPlot returns axes in our style, without data.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.X.Label.Text, p.Y.Label.Text = x, y
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Label.TextStyle.Font = sans(labelSize, ink, 0, 0).Font
		a.Label.TextStyle.Color = ink
		a.Label.Padding = 3
		a.Tick.Label.Font = sans(tickSize, ink, 0, 0).Font
		a.Tick.Label.Color = ink
		a.Tick.LineStyle = stroke(quiet, .5)
		a.Tick.Length = 3
		a.LineStyle = stroke(quiet, .5)
		a.Padding = 0
		a.Tick.Marker = ticks{6}
	}
	return p
}

// grid draws a faint line at each mark of the vertical axis.
type grid struct{}

// Plot implements plot.Plotter.
func (grid) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if t.Label != "" && t.Value >= p.Y.Min && t.Value <= p.Y.Max {
			c.StrokeLine2(stroke(pale, .4), c.Min.X, y(t.Value), c.Max.X, y(t.Value))
		}
	}
}

// painter makes a plotter of a function.
type painter func(c draw.Canvas, x, y func(float64) vg.Length)

// Plot implements plot.Plotter.
func (f painter) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	f(c, x, y)
}

// spanOf returns the least and greatest of the finite values, widened by a
// share of the span; 0 and 1 where there are none.
func spanOf(widen float64, columns ...[]float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, column := range columns {
		for _, v := range column {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				lo, hi = math.Min(lo, v), math.Max(hi, v)
			}
		}
	}
	switch {
	case lo > hi:
		return 0, 1
	case lo == hi:
		room := math.Max(math.Abs(lo)*.1, 1e-3)
		return lo - room, hi + room
	}
	room := (hi - lo) * widen
	return lo - room, hi + room
}
