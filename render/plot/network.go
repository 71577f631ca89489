package plot

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// NetworkOptions are how a network is drawn.
type NetworkOptions struct {
	Options
	Size    string // the column of nodes that gives their area: their leadership; "" for all alike
	Group   string // the column of text that gives their colour: their unit; "" for all alike
	Name    string // the column of text that names them; "" means their id
	Weight  string // the column of edges that gives their thickness; "" for all alike
	Most    int    // nodes that are shown, the largest; 0 means 100
	Sources int    // of each node, the strongest edges to it that are shown; 0 means 3
}

// tie is an edge between the nodes that are shown.
type tie struct {
	from, to int
	weight   float64 // as a share of the largest
}

// scene is a network ready to be drawn.
type scene struct {
	names  []string
	size   []float64 // share of the largest
	share  []float64 // of all
	group  []int
	groups []string
	ties   []tie
	top    float64 // share of the largest of all
}

// Influence draws who influences whom: nodes by the area of their leadership and
// the colour of their unit, edges that taper from the one who leads to the one
// who follows. Of each node only its strongest sources are shown, and of large
// organisations only those who lead most; the note says so. The tables are those
// of a GraphML file: nodes begin with an id, edges with from and to.
func Influence(nodes, edges *table.Table, o NetworkOptions) Figure {
	o.Most, o.Sources = cmp.Or(o.Most, 100), cmp.Or(o.Sources, 3)
	s := newScene(nodes, edges, o)
	note := fmt.Sprintf("each node: its %d strongest sources of influence", o.Sources)
	if nodes.Len() > o.Most {
		note += fmt.Sprintf("; the %d of %d who lead most", o.Most, nodes.Len())
	}
	o.Note = joinNotes(o.Note, note)
	pairs := make([][2]int, len(s.ties))
	for k, t := range s.ties {
		pairs[k] = [2]int{t.from, t.to}
	}
	at := place(len(s.names), pairs, s.group)
	return newFigure(o.Options, 120, func(c draw.Canvas) {
		key := c
		c.Max.X -= s.keyWidth(o)
		key.Min.X = c.Max.X + 12
		s.paint(c, at)
		s.key(key, o)
	})
}

func newScene(nodes, edges *table.Table, o NetworkOptions) scene {
	var s scene
	shown := make(map[string]int)
	size := func(row int) float64 {
		if o.Size == "" || math.IsNaN(nodes.Numbers(o.Size)[row]) {
			return 0
		}
		return math.Max(0, nodes.Numbers(o.Size)[row])
	}
	rows := make([]int, nodes.Len())
	total := 0.0
	for i := range rows {
		rows[i] = i
		total += size(i)
	}
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(size(b), size(a)) })
	rows = rows[:min(len(rows), o.Most)]
	groups := map[string]int{}
	for k, row := range rows {
		id := nodes.Text(row, 0)
		shown[id] = k
		s.names = append(s.names, id)
		if o.Name != "" {
			s.names[k] = nodes.Texts(o.Name)[row]
		}
		s.share = append(s.share, size(row)/math.Max(total, 1e-300))
		s.size = append(s.size, size(row)/math.Max(size(rows[0]), 1e-300))
		s.group = append(s.group, 0)
	}
	if len(rows) > 0 {
		s.top = s.share[0]
	}
	if o.Group != "" {
		for row, name := range nodes.Texts(o.Group) { // groups in the order of the table
			g, known := groups[name]
			if !known {
				g = len(s.groups)
				groups[name] = g
				s.groups = append(s.groups, name)
			}
			if k, here := shown[nodes.Text(row, 0)]; here {
				s.group[k] = g
			}
		}
	}
	s.ties = strongest(edges, shown, o)
	return s
}

// strongest returns, for each node, its strongest sources; the weakest come
// first, so that the strong are drawn over them.
func strongest(edges *table.Table, shown map[string]int, o NetworkOptions) []tie {
	var all []tie
	largest := 0.0
	for row := range edges.Len() {
		from, a := shown[edges.Text(row, 0)]
		to, b := shown[edges.Text(row, 1)]
		w := 1.0
		if o.Weight != "" {
			w = edges.Numbers(o.Weight)[row]
		}
		if a && b && from != to && w > 0 {
			all = append(all, tie{from, to, w})
			largest = math.Max(largest, w)
		}
	}
	slices.SortStableFunc(all, func(a, b tie) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), a.from-b.from, a.to-b.to)
	})
	count := make([]int, len(shown))
	var out []tie
	for _, t := range all {
		if count[t.to] < o.Sources {
			count[t.to]++
			t.weight /= largest
			out = append(out, t)
		}
	}
	slices.Reverse(out)
	return out
}

// radius returns the radius of a node in points; its area follows its size.
func (s scene) radius(i int) vg.Length {
	greatest := max(6, min(20, 75/math.Sqrt(float64(len(s.names)))))
	return vg.Length(math.Max(1.8, greatest*math.Sqrt(s.size[i])))
}

func (s scene) paint(c draw.Canvas, at []point) {
	n := len(s.names)
	const margin = 26
	width, height := float64(c.Max.X-c.Min.X)-2*margin, float64(c.Max.Y-c.Min.Y)-2*margin
	hi := point{1e-9, 1e-9}
	for _, p := range at {
		hi = point{math.Max(hi.x, p.x), math.Max(hi.y, p.y)}
	}
	// The layout may be stretched a little to fill the paper, up to 1.4 to 1.
	kx, ky := width/hi.x, height/hi.y
	kx, ky = math.Min(kx, 1.4*ky), math.Min(ky, 1.4*kx)
	spots, radius := make([]point, n), make([]float64, n)
	for i, p := range at {
		spots[i] = point{
			float64(c.Min.X+c.Max.X)/2 + (p.x-hi.x/2)*kx,
			float64(c.Min.Y+c.Max.Y)/2 + (p.y-hi.y/2)*ky,
		}
		radius[i] = float64(s.radius(i))
	}
	apart(spots, radius, 3)
	pts := make([]vg.Point, n)
	for i, p := range spots {
		pts[i] = vg.Point{
			X: max(c.Min.X+s.radius(i), min(c.Max.X-s.radius(i), vg.Length(p.x))),
			Y: max(c.Min.Y+s.radius(i), min(c.Max.Y-s.radius(i), vg.Length(p.y))),
		}
	}
	for _, t := range s.ties {
		taper(c, pts[t.from], pts[t.to], s.radius(t.from), s.radius(t.to), t.weight)
	}
	for i := range s.names {
		s.node(c, pts[i], i)
	}
	s.nameNodes(c, pts)
}

func (s scene) node(c draw.Canvas, at vg.Point, i int) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: white, Radius: s.radius(i) + .9, Shape: draw.CircleGlyph{}}, at)
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: mixed(hue(s.group[i]), ink, .45), Radius: s.radius(i) + .3, Shape: draw.CircleGlyph{}}, at)
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: hue(s.group[i]), Radius: s.radius(i) - .3, Shape: draw.CircleGlyph{}}, at)
}

// taper draws an edge as a slightly bent wedge, wide where it starts; the bend
// keeps the two directions between a pair apart.
func taper(c draw.Canvas, from, to vg.Point, r0, r1 vg.Length, weight float64) {
	dx, dy := float64(to.X-from.X), float64(to.Y-from.Y)
	far := math.Hypot(dx, dy)
	if far < float64(r0+r1) {
		return
	}
	const pieces = 16
	nx, ny := -dy/far, dx/far
	bend := .1 * far
	wide := .5 + 2.6*weight
	start, end := float64(r0)/far, 1-(float64(r1)+.8)/far
	var left, right []vg.Point
	for k := range pieces + 1 {
		u := start + (end-start)*float64(k)/pieces
		off := bend * 4 * u * (1 - u)
		half := wide / 2 * (1 - .92*float64(k)/pieces)
		x, y := float64(from.X)+dx*u, float64(from.Y)+dy*u
		left = append(left, vg.Point{X: vg.Length(x + nx*(off+half)), Y: vg.Length(y + ny*(off+half))})
		right = append(right, vg.Point{X: vg.Length(x + nx*(off-half)), Y: vg.Length(y + ny*(off-half))})
	}
	slices.Reverse(right)
	c.FillPolygon(color.NRGBA{70, 70, 70, uint8(70 + 110*weight)}, append(left, right...))
}

// named returns how many of n nodes are named: all of a few, of more those who
// lead most.
func named(n int) int {
	if n <= 36 {
		return n
	}
	return 20
}

// nameNodes writes the names where they cover least: into large nodes, else on
// one of eight sides.
func (s scene) nameNodes(c draw.Canvas, pts []vg.Point) {
	style := sans(6.5, ink, draw.XCenter, draw.YCenter)
	var taken, labels []vg.Rectangle
	for i, p := range pts {
		r := s.radius(i)
		taken = append(taken, around(p, r, r))
	}
	for i := range named(len(pts)) {
		half, tall := style.Width(s.names[i])/2, vg.Length(3.6)
		if half < s.radius(i)-1.5 {
			inside := style
			inside.Color = on(hue(s.group[i]))
			c.FillText(inside, vg.Point{X: pts[i].X, Y: middle(pts[i].Y, 6.5)}, s.names[i])
			continue
		}
		best, least := vg.Point{}, math.Inf(1)
		for _, dir := range [...]point{{0, -1}, {0, 1}, {1, 0}, {-1, 0}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}} {
			r := s.radius(i) + 1.5
			if dir.x != 0 && dir.y != 0 {
				r *= .75
			}
			at := vg.Point{X: pts[i].X + vg.Length(dir.x)*(r+half), Y: pts[i].Y + vg.Length(dir.y)*(r+tall)}
			if cost := covered(c, around(at, half, tall), taken) + 4*covered(c, around(at, half, tall), labels); cost < least-1e-9 {
				best, least = at, cost
			}
		}
		labels = append(labels, around(best, half+2, tall+1))
		c.FillPolygon(color.NRGBA{255, 255, 255, 170}, corners(around(best, half+.5, tall-.4)))
		c.FillText(style, vg.Point{X: best.X, Y: middle(best.Y, 6.5)}, s.names[i])
	}
}

func around(p vg.Point, halfX, halfY vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: p.X - halfX, Y: p.Y - halfY}, Max: vg.Point{X: p.X + halfX, Y: p.Y + halfY}}
}

func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
}

// covered returns the area of what a label would cover, or lose at the edge.
func covered(c draw.Canvas, r vg.Rectangle, taken []vg.Rectangle) float64 {
	area := func(a, b vg.Rectangle) float64 {
		w := min(a.Max.X, b.Max.X) - max(a.Min.X, b.Min.X)
		h := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
		return float64(max(0, w)) * float64(max(0, h))
	}
	total := 4 * (area(r, r) - area(r, c.Rectangle))
	for _, t := range taken {
		total += area(r, t)
	}
	return total
}

// keyWidth returns the room of the legend.
func (s scene) keyWidth(o NetworkOptions) vg.Length {
	style := sans(tickSize, ink, 0, 0)
	widest := max(style.Width("leads"), 40) + 30
	for _, g := range s.groups {
		widest = max(widest, style.Width(g)+14)
	}
	return max(widest, bold(style).Width(heading(o.Group))) + 14
}

// key draws the legend: units, sizes, and how to read an edge.
func (s scene) key(c draw.Canvas, o NetworkOptions) {
	style := sans(tickSize, ink, draw.XLeft, draw.YCenter)
	y := c.Max.Y - tickSize
	write := func(st draw.TextStyle, x vg.Length, text string) {
		c.FillText(st, vg.Point{X: c.Min.X + x, Y: middle(y, tickSize)}, text)
	}
	if len(s.groups) > 0 {
		write(bold(style), 0, heading(o.Group))
		for g, name := range s.groups {
			y -= tickSize + 5
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: hue(g), Radius: 3.6, Shape: draw.CircleGlyph{}}, vg.Point{X: c.Min.X + 4, Y: y})
			write(style, 12, name)
		}
		y -= tickSize + 12
	}
	if o.Size != "" && s.top > 0 {
		write(bold(style), 0, heading(o.Size))
		for _, part := range []float64{1, .25} {
			r := s.radius(0) * vg.Length(math.Sqrt(part))
			y -= max(r, 5) + 5
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: quiet, Radius: r, Shape: draw.RingGlyph{}}, vg.Point{X: c.Min.X + s.radius(0), Y: y})
			write(style, 2*s.radius(0)+5, twoDigits(100*s.top*part)+" %")
			y -= max(r, 5)
		}
		y -= tickSize + 8
	}
	write(bold(style), 0, "Influence")
	y -= tickSize + 6
	write(style, 0, "leads")
	x := style.Width("leads") + 3
	taper(c, vg.Point{X: c.Min.X + x, Y: y}, vg.Point{X: c.Min.X + x + 24, Y: y}, 0, 0, 1)
	write(style, x+28, "follows")
}

// twoDigits is a number of 0 to 100 with two digits, and 100 whole.
func twoDigits(x float64) string {
	if x >= 9.95 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.2g", x)
}
