package view

import (
	"math"
	"slices"
	"sort"

	"tutti/render/draw"
)

// TieKinds are what can be shown between agents.
var TieKinds = []string{"influence", "trust", "authority", "none"}

// A Look is what the reader chose to see on the stage.
type Look struct {
	Layout string      // one of Layouts
	Colour string      // one of Quantities
	Size   string      // one of Quantities
	Domain int         // for expertise and influence; −1 for all
	Source int         // of influence; −1 for all
	Ties   string      // one of TieKinds
	Names  bool        // labels
	Chosen []int       // agents whose cards are open
	Hover  int         // agent under the pointer; −1 for none
	Clock  float64     // moves the beads along the ties [s]
	Beads  bool        // whether beads are shown
	Canvas *draw.Image // where very many agents are drawn as points; may be nil
}

// DefaultLook is how a stage opens.
func DefaultLook() Look {
	return Look{Layout: "seats", Colour: "unit", Size: "leadership", Domain: -1, Source: -1, Ties: "influence", Names: true, Hover: -1, Beads: true}
}

// A Plan is a stage laid out: where each agent stands and how large it is, so
// that the pointer finds what the eye sees.
type Plan struct {
	Box    draw.Rect
	At     []draw.Point
	Radius []float32
	Base   float32 // radius of a mean agent
}

// Lay puts places in the unit box (see Place) into a box on the screen.
func Lay(f *Frame, at []draw.Point, look Look, box draw.Rect) *Plan {
	return LayOnWay(f, at, at, look, box)
}

// LayOnWay does it for agents on their way to the places goal: they are as large
// as they will be there, however near they pass each other.
func LayOnWay(f *Frame, at, goal []draw.Point, look Look, box draw.Rect) *Plan {
	p := &Plan{Box: box, At: make([]draw.Point, len(at)), Radius: make([]float32, len(at))}
	h := box.H()
	for i, q := range at {
		p.At[i] = draw.Point{X: box.Min.X + q.X*h, Y: box.Min.Y + q.Y*h}
	}
	size := Quantity(f, look.Size, look.Domain)
	alike, most := look.Size == "alike" || size.Groups != nil, 1.
	if alike {
		most = 0.3
	}
	p.Base = baseRadius(goal, box, relative(most))
	for i := range p.Radius {
		x := size.At(i)
		switch {
		case alike:
			x = most
		case math.IsNaN(x):
			x = 0
		}
		p.Radius[i] = p.Base * float32(relative(x))
	}
	return p
}

// relative is the radius of an agent with x [0..1] of what sizes say [of a mean
// agent].
func relative(x float64) float64 { return 0.5 + 1.15*math.Sqrt(x) }

// smallRing is the base radius up to which claims are shown without rings.
const smallRing = 2.5

// baseRadius makes agents as large as they have room, where the largest are
// largest times a mean one: if the nearest two were such, the ring of a claim
// round one would leave the other free.
func baseRadius(at []draw.Point, box draw.Rect, largest float64) float32 {
	n := len(at)
	if n == 0 {
		return 1
	}
	base := math.Sqrt(float64(box.W()*box.H())/float64(n)) * 0.24
	if n <= 5000 {
		near := nearest(at, 4*base/float64(box.H())) * float64(box.H())
		room := near / (2*largest + 0.45) // a ring reaches 0.42 of a mean agent
		base = min(base, max(min(room, smallRing), min(room, (near-3.2)/(2*largest))))
	}
	return float32(min(max(base, 0.8), 22))
}

// Find returns the agent at a point, or −1.
func (p *Plan) Find(at draw.Point) int {
	best, found := float32(math.Inf(1)), -1
	for i, q := range p.At {
		d := at.Sub(q).Len() - p.Radius[i]
		if d < 5 && d < best {
			best, found = d, i
		}
	}
	return found
}

// Stage draws the agents at their places, influence along their ties, claims
// and what became of them.
func Stage(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	if f.N() > many {
		s := points(f, p, look, t)
		if look.Ties == "influence" && len(f.Flows) > 0 {
			s = append(s, draw.ClipTo(p.Box.Inset(-44)))
			s = append(append(s, influence(f, p, look, t)...), draw.NoClip())
		}
		return append(s, marks(f, p, look, t)...)
	}
	s := []draw.Shape{draw.ClipTo(p.Box.Inset(-44))}
	s = append(s, floor(f, p, look, t)...)
	switch look.Ties {
	case "influence":
		s = append(s, channels(f, p, look, t)...)
		s = append(s, influence(f, p, look, t)...)
	case "trust", "authority":
		s = append(s, ties(f, p, look, t)...)
	}
	s = append(s, claims(f, p, look, t)...)
	s = append(s, agents(f, p, look, t)...)
	s = append(s, marks(f, p, look, t)...)
	if look.Names {
		s = append(s, names(f, p, look, t)...)
	}
	return append(s, draw.NoClip())
}

// floor draws what lies under everybody.
func floor(f *Frame, p *Plan, look Look, t *draw.Theme) (s []draw.Shape) {
	switch look.Layout {
	case "seats":
		if len(f.Seat) != f.N() {
			s = risers(p, t)
		}
	case "units":
		if len(f.Units) > 150 || p.Base < 2 {
			break // too many to be told apart
		}
		members := make([][]draw.Point, len(f.Units))
		for i, at := range p.At {
			if u := f.Unit[i]; u >= 0 {
				members[u] = append(members[u], at)
			}
		}
		for u, at := range members {
			if hull := around(at, p.Base*2); len(hull) > 2 {
				s = append(s, draw.Convex(hull, draw.Mix(t.Paper, t.Kind(u), 0.13)))
			}
		}
	case "chart":
		for i := range p.At {
			if m := managerOf(f, i); m >= 0 {
				s = append(s, draw.Segment(p.At[m], p.At[i], max(0.6, min(1.6, p.Base/8)), t.Line))
			}
		}
	}
	return s
}

// risers are the steps of the platform on which an orchestra sits.
func risers(p *Plan, t *draw.Theme) (s []draw.Shape) {
	h := float64(p.Box.H())
	half, high, base := platform(float64(p.Box.W()) / h)
	c := draw.Pt(float64(p.Box.Mid().X), float64(p.Box.Min.Y)+base*h)
	tone := draw.Mix(t.Paper, t.Line, 0.45)
	for _, r := range []float64{1.07, 0.74, 0.45} {
		pts := make([]draw.Point, 0, 66)
		for k := range 65 {
			sn, co := math.Sincos(math.Pi * float64(k) / 64)
			pts = append(pts, draw.Pt(float64(c.X)+r*half*h*co, float64(c.Y)-r*high*h*sn))
		}
		s = append(s, draw.Convex(pts, draw.Mix(t.Paper, tone, 0.55)), draw.Curve(pts, 1, tone))
		tone = draw.Mix(t.Paper, t.Line, 0.6)
	}
	return s
}

// around is the rounded outline of a unit, r beyond its members.
func around(at []draw.Point, r float32) []draw.Point {
	pts := make([]draw.Point, 0, 14*len(at))
	for _, c := range at {
		for k := range 14 {
			sn, co := math.Sincos(2 * math.Pi * float64(k) / 14)
			pts = append(pts, c.Add(draw.Pt(float64(r)*co, float64(r)*sn)))
		}
	}
	return hull(pts)
}

// hull is the convex hull (Andrew 1979).
func hull(p []draw.Point) []draw.Point {
	if len(p) < 3 {
		return p
	}
	sort.Slice(p, func(a, b int) bool { return p[a].X < p[b].X || p[a].X == p[b].X && p[a].Y < p[b].Y })
	turn := func(a, b, c draw.Point) float32 { return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X) }
	out := make([]draw.Point, 0, 2*len(p))
	add := func(q draw.Point, least int) {
		for len(out) >= least && turn(out[len(out)-2], out[len(out)-1], q) <= 0 {
			out = out[:len(out)-1]
		}
		out = append(out, q)
	}
	for _, q := range p {
		add(q, 2)
	}
	for i, least := len(p)-2, len(out)+1; i >= 0; i-- {
		add(p[i], least)
	}
	return out[:len(out)-1]
}

// tones are the colours of a quantity: of its categories, or in 256 steps, and
// last the one for missing values.
func tones(c *Scaled, t *draw.Theme) (out [257]draw.Colour) {
	for k := range 256 {
		switch {
		case c.Groups != nil:
			out[k] = c.group(k, t)
		case c.Name == "alike":
			out[k] = t.Kind(0)
		default:
			out[k] = t.Shade(0.08 + 0.92*float64(k)/255)
		}
		if c.Groups != nil && k >= len(c.Groups) {
			break
		}
	}
	out[256] = t.Faint
	return out
}

// tone is the number of agent i's colour among tones.
func tone(c *Scaled, i int) int {
	switch {
	case c.Groups != nil && i < len(c.Values) && !math.IsNaN(c.Values[i]):
		return int(c.Values[i]) & 255
	case c.Groups != nil || i >= len(c.Values):
		return 256
	}
	x := c.At(i)
	if math.IsNaN(x) {
		return 256
	}
	return int(x * 255)
}

func agents(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	c := Quantity(f, look.Colour, look.Domain)
	shades := tones(&c, t)
	s := make([]draw.Shape, 0, 2*len(p.At))
	edge := min(1.6, p.Base/4)
	for i, at := range p.At {
		if !f.Present(i) {
			s = append(s, draw.Ring(at, p.Radius[i], max(0.8, edge), t.Faint))
			continue
		}
		if edge > 0.7 {
			s = append(s, draw.Dot(at, p.Radius[i]+edge, t.Paper))
		}
		s = append(s, draw.Dot(at, p.Radius[i], shades[tone(&c, i)]))
	}
	return s
}

// marks draws rings round those in office, the chosen and the one pointed at.
func marks(f *Frame, p *Plan, look Look, t *draw.Theme) (s []draw.Shape) {
	if p.Base > 3 {
		for i, at := range p.At {
			if i < len(f.Office) && f.Office[i] && f.Present(i) {
				s = append(s, draw.Ring(at, p.Radius[i]-p.Radius[i]*0.38, max(1, p.Base*0.11), t.Paper))
			}
		}
	}
	if h := look.Hover; h >= 0 && h < len(p.At) {
		s = append(s, draw.Ring(p.At[h], p.Radius[h]+3, 1.5, t.Soft))
	}
	for _, i := range look.Chosen {
		if i < len(p.At) {
			s = append(s, draw.Ring(p.At[i], p.Radius[i]+3.5, 2.4, t.Accent))
		}
	}
	return s
}

// Ring is how far beyond its disc the ring of a claim reaches, 3.1 points or 0.42
// of a mean agent at most; 0 where discs are too small for rings.
func (p *Plan) Ring() float32 {
	if p.Base <= smallRing {
		return 0
	}
	return min(max(p.Base*0.34, 2.5), 5) + p.ringWidth()/2
}

func (p *Plan) ringWidth() float32 { return min(max(p.Base*0.16, 1.2), 2.6) }

// claims draws a rising light for every claim, then how much of it was granted.
func claims(f *Frame, p *Plan, look Look, t *draw.Theme) (s []draw.Shape) {
	if p.Ring() == 0 {
		return nil
	}
	for _, c := range f.Claims {
		if c.Agent >= len(p.At) || look.Domain >= 0 && c.Domain != look.Domain {
			continue
		}
		at, g := p.At[c.Agent], 1-c.Gone
		w := p.ringWidth()
		r := p.Radius[c.Agent] + p.Ring() - w/2
		if c.Refused {
			s = append(s, draw.Ring(at, r, w*0.7, draw.Mix(t.Paper, t.Bad, 0.75).Fade(g)))
			continue
		}
		s = append(s, draw.Halo(at, r+p.Base*1.6*g, t.Good.Fade(0.42*g)),
			draw.Ring(at, r, w, draw.Mix(t.Paper, t.Good, 0.22).Fade(g)),
			draw.Arc(at, r, -math.Pi/2, -math.Pi/2+2*math.Pi*float32(min(max(c.Granted, 0.03), 1))*g, w, t.Good.Fade(g)))
	}
	return s
}

// channels draws faint ties under the influence, where they are few enough to
// tell who could hear whom.
func channels(f *Frame, p *Plan, look Look, t *draw.Theme) (s []draw.Shape) {
	n := f.N()
	if p.Base < 3 || len(f.Ties) > 2400 || n > 8 && (len(f.Ties) > 10*n || len(f.Ties)*4 > n*(n-1)) {
		return nil
	}
	for _, e := range f.Ties {
		if int(max(e.From, e.To)) < len(p.At) && (len(look.Chosen) == 0 || holds(look.Chosen, int(e.From)) || holds(look.Chosen, int(e.To))) {
			s = append(s, draw.Segment(p.At[e.From], p.At[e.To], 0.8, draw.Mix(t.Paper, t.Line, 0.8)))
		}
	}
	return s
}

// ties draws trust or authority between agents.
func ties(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	most := 1500
	if p.Base < 3 {
		most = 8000
	}
	tone := t.Sources[1]
	if look.Ties == "authority" {
		tone = t.Sources[0]
	}
	if f.Model != "organisation" {
		tone = t.Soft
	}
	type strong struct {
		k int
		x float32
	}
	var best []strong
	for k, e := range f.Ties {
		x := e.Trust
		if look.Ties == "authority" {
			x = e.Authority
		}
		if x > 0.02 && (len(look.Chosen) == 0 || holds(look.Chosen, int(e.From)) || holds(look.Chosen, int(e.To))) {
			best = append(best, strong{k, x})
		}
	}
	sort.SliceStable(best, func(a, b int) bool { return best[a].x > best[b].x })
	if len(best) > most && best[0].x == best[most].x {
		return nil // all alike and too many to be told apart
	}
	best = best[:min(len(best), most)]
	s := make([]draw.Shape, 0, len(best))
	for j := len(best) - 1; j >= 0; j-- { // the strongest on top
		e := f.Ties[best[j].k]
		x := best[j].x
		s = append(s, draw.Segment(p.At[e.From], p.At[e.To], 0.5+1.6*x*x, draw.Mix(t.Paper, tone, 0.15+0.7*x*x)))
	}
	return s
}

func holds(list []int, x int) bool {
	return slices.Contains(list, x)
}
