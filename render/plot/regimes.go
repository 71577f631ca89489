package plot

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// regimes is a grid of cells: row r, column c stands at r*len(xs)+c.
type regimes struct {
	xs, ys []float64 // values of the two factors, ascending
	class  []string  // what each cell is; "" for none
	value  []float64 // its number; NaN for none
	names  []string  // the classes, the most frequent first
}

// Regimes draws a map over two factors: each cell is coloured by the text in the
// column class, such as the pattern that was best there, and says the number in
// the column value, such as its lead over the next; "" leaves either out.
// Without classes the colour is that of the number. Cells that are not in the
// table stay empty.
func Regimes(t *table.Table, x, y, class, value string, o Options) Figure {
	g := newRegimes(t, x, y, class, value)
	return newFigure(o, 105, func(c draw.Canvas) {
		p := newPlot(axisLabel(t.Columns[t.Index(x)]), axisLabel(t.Columns[t.Index(y)]))
		p.X.Min, p.X.Max = -.5, float64(max(1, len(g.xs)))-.5
		p.Y.Min, p.Y.Max = -.5, float64(max(1, len(g.ys)))-.5
		p.X.Tick.Marker, p.Y.Tick.Marker = steps{g.xs, 11}, steps{g.ys, 14}
		key := g.key(class, t, value)
		p.Add(painter(func(c draw.Canvas, x, y func(float64) vg.Length) { g.paint(c, x, y, key) }))
		room := key.width()
		inner := draw.Crop(c, 0, -room, 0, 0)
		p.Draw(inner)
		data := p.DataCanvas(inner)
		data.Min.X, data.Max.X = data.Max.X+10, c.Max.X
		key.draw(data)
	})
}

func newRegimes(t *table.Table, x, y, class, value string) regimes {
	g := regimes{xs: distinct(t.Numbers(x)), ys: distinct(t.Numbers(y))}
	n := len(g.xs) * len(g.ys)
	g.class, g.value = make([]string, n), make([]float64, n)
	for k := range g.value {
		g.value[k] = math.NaN()
	}
	count := map[string]int{}
	for row := range t.Len() {
		col, _ := slices.BinarySearch(g.xs, t.Numbers(x)[row])
		line, _ := slices.BinarySearch(g.ys, t.Numbers(y)[row])
		k := line*len(g.xs) + col
		if class != "" {
			name := t.Texts(class)[row]
			g.class[k] = name
			if name != "" && count[name] == 0 {
				g.names = append(g.names, name)
			}
			count[name]++
		}
		if value != "" {
			g.value[k] = t.Numbers(value)[row]
		}
	}
	slices.SortStableFunc(g.names, func(a, b string) int { return count[b] - count[a] })
	return g
}

func distinct(v []float64) []float64 {
	out := slices.Clone(v)
	slices.Sort(out)
	return slices.Compact(out)
}

// steps marks the places 0, 1, 2, … with the values that stand there, leaving
// some out where there are more than most.
type steps struct {
	values []float64
	most   int
}

// Ticks implements plot.Ticker. Of many even steps it marks round values, also
// between the cells.
func (s steps) Ticks(_, _ float64) []plot.Tick {
	if len(s.values) > s.most && s.even() {
		first, step := s.values[0], s.values[1]-s.values[0]
		out := ticks{s.most - 3}.Ticks(first, s.values[len(s.values)-1])
		for i := range out {
			out[i].Value = (out[i].Value - first) / step
		}
		return out
	}
	stride := (len(s.values) + s.most - 1) / s.most
	var out []plot.Tick
	for i, v := range s.values {
		if i%stride == 0 {
			out = append(out, plot.Tick{Value: float64(i), Label: number(v, s.decimals())})
		}
	}
	return out
}

func (s steps) even() bool {
	step := s.values[1] - s.values[0]
	for i, v := range s.values {
		if math.Abs(v-s.values[0]-float64(i)*step) > step*1e-6 {
			return false
		}
	}
	return true
}

// decimals returns how many tell the values apart, at most four.
func (s steps) decimals() int {
	decimals := 0
	for i, v := range s.values {
		step := math.Abs(s.values[max(1, i)%len(s.values)] - s.values[max(1, i)-1])
		for decimals < 4 && math.Abs(v-math.Round(v*math.Pow10(decimals))/math.Pow10(decimals)) > step*.01 {
			decimals++
		}
	}
	return decimals
}

// key is the legend of a map: classes with their colours, or a scale.
type key struct {
	names    []string
	title    string
	lo, hi   float64 // of the scale
	decimals int
}

func (g regimes) key(class string, t *table.Table, value string) key {
	if class != "" {
		return key{names: g.names, title: heading(class), decimals: 2}
	}
	lo, hi := spanOf(0, g.value)
	_, decimals := roundStep(hi-lo, 20)
	return key{title: axisLabel(t.Columns[t.Index(value)]), lo: lo, hi: hi, decimals: decimals}
}

func (k key) width() vg.Length {
	style := sans(tickSize, ink, 0, 0)
	widest := bold(style).Width(k.title)
	for _, n := range k.names {
		widest = max(widest, style.Width(n)+12)
	}
	if k.lo < k.hi {
		for _, t := range (ticks{6}).Ticks(k.lo, k.hi) {
			widest = max(widest, style.Width(t.Label)+16)
		}
	}
	return widest + 12
}

func (k key) draw(c draw.Canvas) {
	style := sans(tickSize, ink, draw.XLeft, draw.YCenter)
	at := c.Max.Y - tickSize/2
	c.FillText(bold(style), vg.Point{X: c.Min.X, Y: middle(at, tickSize)}, k.title)
	at -= tickSize + 6
	for _, n := range k.names {
		c.FillPolygon(toneOf(k.names, n), square(c.Min.X+4, at, 4))
		c.StrokeLines(stroke(quiet, .4), append(square(c.Min.X+4, at, 4), square(c.Min.X+4, at, 4)[0]))
		c.FillText(style, vg.Point{X: c.Min.X + 12, Y: middle(at, tickSize)}, n)
		at -= tickSize + 5
	}
	if k.lo == k.hi { // a map of classes
		return
	}
	const cells = 64
	bottom := c.Min.Y + 4
	height := (at - bottom) / cells
	for i := range cells {
		y := bottom + height*vg.Length(i)
		c.FillPolygon(scale(float64(i)/(cells-1)), []vg.Point{{X: c.Min.X, Y: y}, {X: c.Min.X + 10, Y: y}, {X: c.Min.X + 10, Y: y + height + .2}, {X: c.Min.X, Y: y + height + .2}})
	}
	for _, t := range (ticks{6}).Ticks(k.lo, k.hi) {
		y := bottom + (at-bottom)*vg.Length((t.Value-k.lo)/(k.hi-k.lo))
		c.StrokeLine2(stroke(quiet, .5), c.Min.X+10, y, c.Min.X+12.5, y)
		c.FillText(style, vg.Point{X: c.Min.X + 15, Y: middle(y, tickSize)}, t.Label)
	}
}

// soft is a colour of the palette, light enough to read on.
func soft(i int) color.NRGBA { return mixed(hue(i), white, .35) }

// Undecided is the class that wins nowhere: it is left grey.
const Undecided = "undecided"

// toneOf is the colour of a class: its place among the others, whatever is
// undecided.
func toneOf(names []string, name string) color.NRGBA {
	if name == Undecided {
		return mixed(rest, white, .5)
	}
	place := 0
	for _, n := range names {
		if n == name {
			break
		}
		if n != Undecided {
			place++
		}
	}
	return soft(place)
}

// stops is a scale from dark blue to yellow, even in lightness and the same to
// readers who do not see red from green (after Nuñez, Anderton & Renslow 2018).
var stops = []color.NRGBA{
	{0, 34, 78, 255}, {35, 62, 108, 255}, {87, 93, 109, 255}, {124, 123, 120, 255},
	{165, 156, 116, 255}, {211, 193, 100, 255}, {254, 232, 56, 255},
}

// scale returns the colour at a share of the scale.
func scale(s float64) color.NRGBA {
	s = math.Max(0, math.Min(1, s)) * float64(len(stops)-1)
	i := min(int(s), len(stops)-2)
	return mixed(stops[i], stops[i+1], s-float64(i))
}

func (g regimes) paint(c draw.Canvas, x, y func(float64) vg.Length, k key) {
	for i := range g.value {
		col, row := float64(i%len(g.xs)), float64(i/len(g.xs))
		fill, ok := g.fill(i, k)
		if !ok {
			continue
		}
		left, right, bottom, top := x(col-.5), x(col+.5), y(row-.5), y(row+.5)
		c.FillPolygon(fill, []vg.Point{{X: left, Y: bottom}, {X: right + .2, Y: bottom}, {X: right + .2, Y: top + .2}, {X: left, Y: top + .2}})
		if right-left > 16 && top-bottom > 10 {
			c.StrokeLines(stroke(white, .4), []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}})
		}
		g.say(c, i, fill, k, left, right, bottom, top)
	}
	g.borders(c, x, y)
	if len(g.names) > 0 && !g.fits(x(1)-x(0), y(1)-y(0)) {
		g.nameRegions(c, x, y)
	}
}

func (g regimes) fill(i int, k key) (color.NRGBA, bool) {
	if len(g.names) > 0 {
		place := slices.Index(g.names, g.class[i])
		return toneOf(g.names, g.class[i]), place >= 0
	}
	if math.IsNaN(g.value[i]) {
		return white, false
	}
	return scale((g.value[i] - k.lo) / (k.hi - k.lo)), true
}

// fits says whether every class can be named within a cell.
func (g regimes) fits(width, height vg.Length) bool {
	for _, n := range g.names {
		if sans(tickSize, ink, 0, 0).Width(n) > width-4 {
			return false
		}
	}
	return height > 2*tickSize+5
}

// say writes into a cell what it is, where it fits.
func (g regimes) say(c draw.Canvas, i int, fill color.NRGBA, k key, left, right, bottom, top vg.Length) {
	style := sans(tickSize, on(fill), draw.XCenter, draw.YCenter)
	middleX, middleY := (left+right)/2, (bottom+top)/2
	value := ""
	if !math.IsNaN(g.value[i]) {
		value = number(g.value[i], k.decimals)
	}
	if style.Width(value) > right-left-3 || top-bottom < tickSize+3 {
		value = ""
	}
	switch {
	case g.class[i] != "" && g.fits(right-left, top-bottom):
		shift := vg.Length(0)
		if value != "" {
			shift = tickSize*.5 + 1
			c.FillText(style, vg.Point{X: middleX, Y: middle(middleY-shift, tickSize)}, value)
		}
		c.FillText(bold(style), vg.Point{X: middleX, Y: middle(middleY+shift, tickSize)}, g.class[i])
	case value != "":
		c.FillText(style, vg.Point{X: middleX, Y: middle(middleY, tickSize)}, value)
	}
}

// borders draws a dark line between cells of different classes, which a grey
// printer keeps.
func (g regimes) borders(c draw.Canvas, x, y func(float64) vg.Length) {
	w := len(g.xs)
	for i, name := range g.class {
		col, row := float64(i%w), float64(i/w)
		if i%w+1 < w && name != g.class[i+1] {
			c.StrokeLine2(stroke(ink, .9), x(col+.5), y(row-.5), x(col+.5), y(row+.5))
		}
		if i+w < len(g.class) && name != g.class[i+w] {
			c.StrokeLine2(stroke(ink, .9), x(col-.5), y(row+.5), x(col+.5), y(row+.5))
		}
	}
}

// nameRegions writes the name of each class into each of its regions that has
// room for it: into the longest row of cells near the region's middle.
func (g regimes) nameRegions(c draw.Canvas, x, y func(float64) vg.Length) {
	w := len(g.xs)
	style := bold(sans(labelSize, ink, draw.XCenter, draw.YCenter))
	for _, region := range g.regions() {
		name := g.class[region[0]]
		from, to := g.longestRow(region)
		middleX := (x(float64(from%w)-.5) + x(float64(to%w)+.5)) / 2
		half := style.Width(name)/2 + 2
		if name == "" || x(float64(to%w)+.5)-x(float64(from%w)-.5) < 2*half {
			continue
		}
		at := vg.Point{X: middleX, Y: y(float64(from / w))}
		at.Y = max(c.Min.Y+7, min(c.Max.Y-7, at.Y))
		c.FillPolygon(color.NRGBA{255, 255, 255, 150}, []vg.Point{
			{X: at.X - half, Y: at.Y - 6}, {X: at.X + half, Y: at.Y - 6}, {X: at.X + half, Y: at.Y + 6}, {X: at.X - half, Y: at.Y + 6},
		})
		c.FillText(style, vg.Point{X: at.X, Y: middle(at.Y, labelSize)}, name)
	}
}

// longestRow returns the first and last cell of the row of a region that is
// longest, less four times its distance from the region's middle.
func (g regimes) longestRow(region []int) (from, to int) {
	w := len(g.xs)
	cells := slices.Sorted(slices.Values(region))
	my := 0.0
	for _, i := range cells {
		my += float64(i/w) / float64(len(cells))
	}
	best := math.Inf(-1)
	for a := 0; a < len(cells); {
		b := a
		for b+1 < len(cells) && cells[b+1] == cells[b]+1 && cells[b+1]/w == cells[a]/w {
			b++
		}
		if score := float64(b-a) - 4*math.Abs(float64(cells[a]/w)-my); score > best {
			best, from, to = score, cells[a], cells[b]
		}
		a = b + 1
	}
	return from, to
}

// regions returns the cells of each connected region of one class.
func (g regimes) regions() [][]int {
	w := len(g.xs)
	seen := make([]bool, len(g.class))
	var out [][]int
	for i := range g.class {
		if seen[i] {
			continue
		}
		seen[i] = true
		region := []int{i}
		for head := 0; head < len(region); head++ {
			k := region[head]
			for _, next := range [...]struct {
				cell int
				ok   bool
			}{{k - 1, k%w > 0}, {k + 1, k%w+1 < w}, {k - w, k >= w}, {k + w, k+w < len(g.class)}} {
				if next.ok && !seen[next.cell] && g.class[next.cell] == g.class[i] {
					seen[next.cell] = true
					region = append(region, next.cell)
				}
			}
		}
		out = append(out, region)
	}
	return out
}
