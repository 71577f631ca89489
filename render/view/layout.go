package view

import (
	"math"
	"sort"
	"strings"

	"tutti/render/draw"
)

// Layouts are the ways to place agents on the stage.
var Layouts = []string{"seats", "units", "chart", "network", "circle"}

// Place returns where each agent stands in a box of the given width [heights]
// and height 1, for every layout but "network" (see Springs).
func Place(f *Frame, layout string, aspect float64) []draw.Point {
	switch layout {
	case "units":
		return islands(f, aspect)
	case "chart":
		return chart(f, aspect)
	case "circle":
		return circle(f, aspect)
	}
	if len(f.Seat) == f.N() && f.N() > 0 {
		return spread(fit(f.Seat, aspect), aspect)
	}
	return seats(f, aspect)
}

// fit puts given places into the box, keeping their shape.
func fit(at [][2]float64, aspect float64) []draw.Point {
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, p := range at {
		for k := range 2 {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	k := min(aspect/max(hi[0]-lo[0], 1e-9), 1/max(hi[1]-lo[1], 1e-9), 1e6)
	if n := len(at); n < 12 { // a few need no hall
		k *= 0.6 + 0.03*float64(n)
	}
	out := make([]draw.Point, len(at))
	for i, p := range at {
		out[i] = draw.Pt(aspect/2+(p[0]-(lo[0]+hi[0])/2)*k, 0.5+(p[1]-(lo[1]+hi[1])/2)*k)
	}
	return out
}

// circle sets the agents on an ellipse, the first at the top; very many stand on
// several, one within the other, by turns.
func circle(f *Frame, aspect float64) []draw.Point {
	out := make([]draw.Point, f.N())
	rx, ry := min(aspect, 1.7)/2, 0.5
	beside := math.Pi * (rx + ry) / float64(max(len(out), 1))
	rings := max(int(math.Sqrt(0.15/beside)), 1)
	for i := range out {
		s, c := math.Sincos(2*math.Pi*float64(i)/float64(len(out)) - math.Pi/2)
		in := float64(rings*(i%rings)) * beside
		out[i] = draw.Pt(aspect/2+(rx-in)*c, 0.5+(ry-in)*s)
	}
	return out
}

// sections says where the sections of an orchestra sit: the band (0 in front,
// 1 behind, 2 at the back) and the order from left to right.
var sections = []struct {
	name        string
	band, order int
}{
	{"conductor", -1, 0},
	{"violin ii", 0, 1}, {"second violin", 0, 1}, {"violins ii", 0, 1}, {"violin 2", 0, 1}, {"violins 2", 0, 1},
	{"violin", 0, 0}, {"viola", 0, 2}, {"cell", 0, 3}, {"bass section", 0, 4}, {"double bass", 0, 4}, {"basses", 0, 4},
	{"flute", 1, 0}, {"oboe", 1, 1}, {"clarinet", 1, 2}, {"bassoon", 1, 3}, {"wood", 1, 0}, {"wind", 1, 0}, {"harp", 1, -1},
	{"horn", 2, 0}, {"trumpet", 2, 1}, {"trombone", 2, 2}, {"tuba", 2, 3}, {"brass", 2, 1}, {"timpani", 2, 4}, {"percussion", 2, 4},
}

func sectionOf(unit string) (band, order int, known bool) {
	unit = strings.ToLower(unit)
	for _, s := range sections {
		if strings.Contains(unit, s.name) {
			return s.band, s.order, true
		}
	}
	return 0, 0, false
}

// A wedge is the agents of one unit and their place in the half circle.
type wedge struct {
	band, order int
	agents      []int
}

// wedges sorts the agents into units and those into bands; front holds those
// who stand before the half circle.
func wedges(f *Frame) (w []wedge, front []int) {
	at := map[int]int{}
	for i := range f.N() {
		u := -1
		if i < len(f.Unit) {
			u = f.Unit[i]
		}
		band, order, known := sectionOf(f.UnitName(i))
		if !known {
			band, order = 0, 10+u
		}
		if band < 0 {
			front = append(front, i)
			continue
		}
		k, ok := at[u]
		if !ok {
			k = len(w)
			at[u] = k
			w = append(w, wedge{band: band, order: order})
		}
		w[k].agents = append(w[k].agents, i)
	}
	back := 0
	for _, x := range w {
		if x.band == 2 {
			back += len(x.agents)
		}
	}
	for k := range w { // a few brass sit beside the winds
		if w[k].band == 2 && back <= 6 {
			w[k].band, w[k].order = 1, w[k].order+10
		}
	}
	sort.SliceStable(w, func(a, b int) bool {
		if w[a].band != w[b].band {
			return w[a].band < w[b].band
		}
		return w[a].order < w[b].order
	})
	return w, front
}

// seats sets agents in half circles round a conductor's place, unit beside
// unit, strings in front and winds behind.
func seats(f *Frame, aspect float64) []draw.Point {
	out := make([]draw.Point, f.N())
	w, front := wedges(f)
	counts := [3]int{}
	for _, x := range w {
		counts[x.band] += len(x.agents)
	}
	rows := [3]int{}
	for b, n := range counts {
		if n > 0 {
			rows[b] = max(1, int(math.Round(math.Sqrt(float64(n)/4.5))))
		}
	}
	total := rows[0] + rows[1] + rows[2]
	const inner = 0.36
	step := (1 - inner) / max(float64(total)-0.5, 1)
	first := 0
	for b := range 3 {
		bandSeats(w, b, counts[b], first, rows[b], inner, step, out)
		first += rows[b]
	}
	half, high, base := platform(aspect)
	for i := range out {
		out[i] = draw.Pt(aspect/2+float64(out[i].X)*half, base-high*float64(out[i].Y))
	}
	for k, i := range front {
		out[i] = draw.Pt(aspect/2+0.12*(float64(k)-float64(len(front)-1)/2), base)
	}
	return out
}

// platform is the half circle in a box of a width [heights]: half its width,
// its height, and where its front edge lies.
func platform(aspect float64) (half, high, base float64) {
	half = min(aspect/2, 1.25)
	high = min(0.95, half*1.02)
	return half, high, 0.49 + high/2
}

// bandSeats seats the units of one band on rows first..first+rows−1. Places are
// written as x [−1..1] and height [0..1].
func bandSeats(w []wedge, band, count, first, rows int, inner, step float64, out []draw.Point) {
	if count == 0 {
		return
	}
	const gap = 0.05 // between units [rad]
	units := 0
	for _, x := range w {
		if x.band == band {
			units++
		}
	}
	open := math.Pi - 2*0.10
	if band > 0 {
		open = math.Pi - 2*0.34
	}
	angle := math.Pi - (math.Pi-open)/2
	per := (open - gap*float64(units-1)) / float64(count)
	for _, x := range w {
		if x.band != band {
			continue
		}
		width := per * float64(len(x.agents))
		seatWedge(x.agents, angle-width, angle, first, rows, inner, step, out)
		angle -= width + gap
	}
}

// seatWedge spreads agents over rows, more on the longer ones, the first in
// front.
func seatWedge(agents []int, lo, hi float64, first, rows int, inner, step float64, out []draw.Point) {
	n := len(agents)
	sum := 0.0
	for r := range rows {
		sum += inner + step*float64(first+r)
	}
	done, acc := 0, 0.0
	for r := range rows {
		radius := inner + step*float64(first+r)
		acc += radius / sum * float64(n)
		here := int(math.Round(acc)) - done
		if r == rows-1 {
			here = n - done
		}
		for k := range here {
			a := hi - (hi-lo)*(float64(k)+0.5)/float64(here)
			s, c := math.Sincos(a)
			out[agents[done+k]] = draw.Pt(c*radius, s*radius)
		}
		done += here
	}
}

// A tree is the chain of command: who stands under whom, how deep, and where
// across, leaves side by side and managers over the middle of their people.
type tree struct {
	kids    [][]int
	roots   []int
	x       []float64 // [leaves]
	depth   []int
	leaves  float64 // width
	deepest int
}

func treeOf(f *Frame) *tree {
	n := f.N()
	t := &tree{kids: make([][]int, n), x: make([]float64, n), depth: make([]int, n)}
	for i := range n {
		if m := managerOf(f, i); m >= 0 {
			t.kids[m] = append(t.kids[m], i)
		} else {
			t.roots = append(t.roots, i)
		}
	}
	for _, i := range t.roots {
		t.walk(i, 0)
	}
	return t
}

func (t *tree) walk(i, d int) {
	t.depth[i], t.deepest = d, max(t.deepest, d)
	if len(t.kids[i]) == 0 {
		t.x[i] = t.leaves
		t.leaves++
		return
	}
	for _, k := range t.kids[i] {
		t.walk(k, d+1)
	}
	t.x[i] = (t.x[t.kids[i][0]] + t.x[t.kids[i][len(t.kids[i])-1]]) / 2
	t.leaves += 0.25
}

// chart draws the chain of command as a tree; large trees go round a circle, and
// where nobody has a manager all stand alike in one field.
func chart(f *Frame, aspect float64) []draw.Point {
	t := treeOf(f)
	switch {
	case t.deepest == 0:
		return field(f.N(), aspect)
	case t.leaves > 48:
		return t.round(aspect)
	}
	return t.rows(aspect)
}

// round sets the levels on circles, a single head in the middle.
func (t *tree) round(aspect float64) []draw.Point {
	first := 0.0
	if len(t.roots) > 1 {
		first = 1
	}
	out := make([]draw.Point, len(t.x))
	for i := range out {
		s, c := math.Sincos(2*math.Pi*(t.x[i]+0.5)/t.leaves - math.Pi/2)
		r := 0.5 * (float64(t.depth[i]) + first) / (float64(t.deepest) + first)
		out[i] = draw.Pt(aspect/2+min(aspect, 1.5)*r*c, 0.5+r*s)
	}
	return out
}

// rows sets the levels below each other. Where many stand side by side, those
// who manage nobody stand a little higher and lower by turns, for more room.
func (t *tree) rows(aspect float64) []draw.Point {
	beside, row := aspect/t.leaves, 0.9/float64(t.deepest)
	step := 0.0
	if beside < 0.2 {
		step = min(math.Sqrt(3)*beside, 0.4*row)
	}
	out, turn := make([]draw.Point, len(t.x)), make([]float64, t.deepest+1)
	var set func(i int)
	set = func(i int) {
		d := t.depth[i]
		y := 0.05 + row*float64(d)
		if len(t.kids[i]) == 0 {
			y += step * (turn[d] - 0.5)
			turn[d] = 1 - turn[d]
		}
		if d == t.deepest {
			y -= step / 2
		}
		out[i] = draw.Pt((t.x[i]+0.5)*beside, y)
		for _, k := range t.kids[i] {
			set(k)
		}
	}
	for _, i := range t.roots {
		set(i)
	}
	return out
}

// managerOf is the manager of i, or −1; a chain that bites its tail is cut.
func managerOf(f *Frame, i int) int {
	if i >= len(f.Manager) {
		return -1
	}
	m := f.Manager[i]
	for k, steps := m, 0; k >= 0; k, steps = f.Manager[k], steps+1 {
		if k == i || steps > len(f.Manager) {
			return -1
		}
	}
	return m
}

// islands packs each unit as a round group, its members in the pattern of a
// sunflower, and the groups side by side.
func islands(f *Frame, aspect float64) []draw.Point {
	groups := map[int][]int{}
	var order []int
	for i := range f.N() {
		u := -1
		if i < len(f.Unit) {
			u = f.Unit[i]
		}
		if groups[u] == nil {
			order = append(order, u)
		}
		groups[u] = append(groups[u], i)
	}
	sort.Ints(order)
	if len(order) > 1200 { // too many to be told apart: one field
		return field(f.N(), aspect)
	}
	r := make([]float64, len(order))
	for k, u := range order {
		r[k] = math.Sqrt(float64(len(groups[u]))) + 0.9
	}
	c := packDiscs(r, aspect)
	at := make([][2]float64, f.N())
	for k, u := range order {
		for j, i := range groups[u] {
			s, co := math.Sincos(float64(j) * 2.399963) // the golden angle
			d := math.Sqrt((float64(j)+0.5)/float64(len(groups[u]))) * (r[k] - 0.9)
			at[i] = [2]float64{c[k][0] + d*co, c[k][1] + d*s}
		}
	}
	out := fit(at, aspect)
	mid := draw.Pt(aspect/2, 0.5)
	for i := range out { // room for the ground round them
		out[i] = mid.Towards(out[i], 0.95)
	}
	return out
}

// field fills the box evenly, row by row.
func field(n int, aspect float64) []draw.Point {
	cols := max(1, int(math.Ceil(math.Sqrt(float64(n)*aspect))))
	rows := max(1, (n+cols-1)/cols)
	out := make([]draw.Point, n)
	for i := range out {
		out[i] = draw.Pt((float64(i%cols)+0.5)/float64(cols)*aspect, (float64(i/cols)+0.5)/float64(rows))
	}
	return out
}

// packDiscs places discs of radii r near each other without overlap, wider than
// high by the aspect.
func packDiscs(r []float64, aspect float64) [][2]float64 {
	c := make([][2]float64, len(r))
	for k := range c {
		s, co := math.Sincos(2*math.Pi*float64(k)/float64(len(c)) - math.Pi/2)
		c[k] = [2]float64{30 * co * aspect, 30 * s}
	}
	rounds := max(12, min(300, 3_000_000/(len(r)*len(r)+1)))
	for range rounds {
		for k := range c {
			c[k][0] *= 0.985
			c[k][1] *= 1 - 0.015*max(aspect, 0.3)
		}
		for range 4 {
			for a := range c {
				for b := a + 1; b < len(c); b++ {
					part(&c[a], &c[b], r[a]+r[b]+0.4)
				}
			}
		}
	}
	return c
}

// part moves two places apart until they are want from each other.
func part(a, b *[2]float64, want float64) {
	dx, dy := b[0]-a[0], b[1]-a[1]
	d := math.Hypot(dx, dy)
	if d >= want {
		return
	}
	if d < 1e-9 {
		dx, dy, d = 1, 0, 1
	}
	k := (want - d) / d / 2
	a[0], a[1] = a[0]-dx*k, a[1]-dy*k
	b[0], b[1] = b[0]+dx*k, b[1]+dy*k
}
