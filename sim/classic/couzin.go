package classic

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// SchoolParams are the parameters of Couzin, Krause, Franks & Levin 2005, the
// values that reproduce its figure in brackets. They are a Spec.
type SchoolParams struct {
	Size      int     // N, individuals [30]
	Informed  float64 // p, share of them with a preferred direction [0..1; 0.2]
	Rivals    float64 // share of them who prefer another direction [0..1; 0]
	Angle     float64 // between the two directions [degrees; 90]
	Weight    float64 // ω, weight of a preferred direction [0.5]
	Avoid     float64 // α, distance below which others are avoided [units; 1]
	Range     float64 // ρ, distance up to which others attract [units; 6]
	Speed     float64 // [units per second; 1]
	Interval  float64 // Δt, length of a step [seconds; 0.2]
	Turn      float64 // θ, fastest turn [radians a step, or a second with BySecond; 2]
	Noise     float64 // sd of the error of a direction [radians; 0.01]
	Steps     int     // where the run ends [500]; 0 for never
	Together  bool    // they start in a square of side √N rather than scattered, normal with sd 2 + N
	BySecond  bool    // Turn is a second, not a step
	DropAvoid bool    // the informed forget their direction while they avoid
	OwnToo    bool    // an individual's own heading is one of those it aligns with

	// The feedback on weights; with neither Increment nor Decrement there is none.
	Increment float64 // by which a weight rises in a step lived along its direction [0..1; 0]
	Decrement float64 // by which it falls in a step lived otherwise, down to 0 [0..1; 0]
	Most      float64 // the highest weight; who would begin above it begins at it [0.4]
	Within    float64 // how near to its direction a heading counts as along it [degrees; 20]
}

// feedback says whether weights change.
func (p SchoolParams) feedback() bool { return p.Increment > 0 || p.Decrement > 0 }

var couzin2005 = Kind{
	Name:      "couzin-2005",
	Title:     "Effective leadership and decision-making in animal groups on the move",
	Reference: "Couzin, I. D., Krause, J., Franks, N. R. & Levin, S. A. (2005). Effective leadership and decision-making in animal groups on the move. Nature 433, 513–516",
	Doc: "Individuals keep apart, stay together and align; a few prefer a direction, and nobody knows who. " +
		"The group goes their way, the more surely the more of them there are, and the larger the group the smaller the share it needs.",
	Entities: "Individuals in a plane, each with a place and a heading; some of them prefer a direction, and, if so set, others a second one. Each of these has a weight for its direction.",
	Process: []string{
		"Everyone looks: away from all that are too near, if any are; else towards those in range and along with their headings.",
		"Those who prefer a direction add it, by its weight, to the direction so found.",
		"Everyone turns to it, with a small error and no faster than the limit, and moves on; all look before anyone moves.",
		"Where weight_increment or weight_decrement is above 0, everyone who prefers a direction and now heads within weight_within of it strengthens its weight by the increment, up to weight_most; " +
			"who does not weakens it by the decrement, down to 0. The paper has this feedback; the numbers offered for it (0.012, 0.0008, 0.4, 20 degrees) are a reading, recalled and not checked against its text.",
	},
	Readings: []Reading{
		{"informed", []string{"keep", "drop"}, "the informed add their direction also while they avoid; if they drop it then, larger groups no longer need a smaller share"},
		{"align", []string{"others", "all"}, "headings of the neighbours alone are summed"},
		{"start", []string{"scattered", "together"}, "the numbers that a replication has stored (N = 10, 30, 100) come out when individuals start so far apart that many never meet; in one group, as the paper speaks of, accuracy is higher and rises with N all the same"},
		{"limit", []string{"step", "second"}, "the fastest turn is one a step in that replication; the paper speaks of a rate times the length of a step"},
	},
	Read:        readSchool,
	Experiments: schoolExperiments,
}

// readSchool reads the parameters; the defaults reproduce the paper's figure.
func readSchool(t *keys.Table) Spec {
	p := SchoolParams{
		Size:     t.Count("size", 30, 1, 5000, "N, individuals (Couzin et al. 2005)"),
		Informed: t.Share("share", 0.2, "p, share of individuals with a preferred direction (Couzin et al. 2005)"),
		Rivals:   t.Share("rivals", 0, "share of individuals who prefer a second direction (Couzin et al. 2005, two informed subsets)"),
		Angle:    t.Number("angle", 90, keys.Range{Lo: 0, Hi: 180}, "angle between the two preferred directions [degrees] (Couzin et al. 2005)"),
		Weight:   t.Number("weight", 0.5, keys.NonNegative, "ω, weight of the preferred direction (Couzin et al. 2005)"),
		Avoid:    t.Number("avoid", 1, keys.NonNegative, "α, distance below which others are avoided [units] (Couzin et al. 2005)"),
		Range:    t.Number("range", 6, keys.NonNegative, "ρ, distance up to which others attract [units] (Couzin et al. 2005)"),
		Speed:    t.Number("speed", 1, keys.NonNegative, "speed of each individual [units per second] (Couzin et al. 2005)"),
		Interval: t.Number("interval", 0.2, keys.Positive, "Δt, length of a step [seconds] (Couzin et al. 2005)"),
		Turn:     t.Number("turn", 2, keys.NonNegative, "θ, fastest turn, a step or a second as limit says [radians] (Couzin et al. 2005)"),
		Noise:    t.Number("noise", 0.01, keys.NonNegative, "standard deviation of the error of a direction [radians] (Couzin et al. 2005)"),
		Steps:    t.Count("steps", 500, 0, 1000000000, "where the run ends, 0 for never [steps]"),
	}
	p.Increment = t.Number("weight_increment", 0, keys.Unit, "by how much a weight rises in a step lived along its direction, 0.012 as recalled of the paper; without this and weight_decrement weights stay (Couzin et al. 2005, feedback)")
	p.Decrement = t.Number("weight_decrement", 0, keys.Unit, "by how much a weight falls, down to 0, in a step not lived along its direction, 0.0008 as recalled of the paper (Couzin et al. 2005, feedback)")
	p.Most = t.Number("weight_most", 0.4, keys.NonNegative, "highest weight under the feedback, also at the beginning, as recalled of the paper (Couzin et al. 2005, feedback)")
	p.Within = t.Number("weight_within", 20, keys.Range{Lo: 0, Hi: 180}, "how near to its preferred direction a heading counts as along it [degrees], as recalled of the paper (Couzin et al. 2005, feedback)")
	p.DropAvoid = t.Choice("informed", "keep", []string{"keep", "drop"}, "whether the informed keep their direction while they avoid others") == "drop"
	p.Together = t.Choice("start", "scattered", []string{"scattered", "together"}, "where individuals start: normal about a place with a standard deviation of 2 + N units, or in a square of √N units") == "together"
	p.BySecond = t.Choice("limit", "step", []string{"step", "second"}, "what the fastest turn is measured by") == "second"
	p.OwnToo = t.Choice("align", "others", []string{"others", "all"}, "whose headings an individual aligns with: its neighbours', or its own too") == "all"
	if p.Informed+p.Rivals > 1 {
		t.Errorf("rivals", "%v beside %v who prefer the first direction, want at most all together", p.Rivals, p.Informed)
	}
	if p.Avoid > p.Range {
		t.Errorf("avoid", "%v, beyond the range of %v within which others are seen; want at most that", p.Avoid, p.Range)
	}
	return p
}

// New sets a group up under a seed.
func (p SchoolParams) New(seed uint64) Model { return NewSchool(p, seed) }

// pathSteps is over how many steps the group's path is measured; pathPoints
// are the places that this takes.
const (
	pathSteps  = 50
	pathPoints = pathSteps + 1
)

// School is one group. The preferred direction is that of the x axis; the
// first of the individuals are the informed ones, and those who prefer the
// second direction follow them.
type School struct {
	p        SchoolParams
	seed     uint64
	informed int
	rivals   int
	rx, ry   float64 // the second direction
	along    float64 // cosine of the angle within which a heading is along a direction

	cycle  int
	x, y   []float64 // where each is [units]
	hx, hy []float64 // its heading, of length 1
	weight []float64 // of the direction of each who prefers one: the informed, then their rivals
	px, py []float64 // where the middle was in the last steps, by step modulo pathPoints

	dx, dy []float64 // direction wanted in the step under way
	ax, ay []float64 // away from those too near
	near   []bool    // somebody is
}

// NewSchool returns a group at random places, heading anywhere.
func NewSchool(p SchoolParams, seed uint64) *School {
	n := p.Size
	col := func() []float64 { return make([]float64, n) }
	m := &School{
		p: p, seed: seed, informed: int(math.Floor(float64(p.Informed*float64(n)) + 0.5)),
		rivals: int(math.Floor(float64(p.Rivals*float64(n)) + 0.5)),
		x:      col(), y: col(), hx: col(), hy: col(),
		px: make([]float64, pathPoints), py: make([]float64, pathPoints),
		dx: col(), dy: col(), ax: col(), ay: col(), near: make([]bool, n),
	}
	m.rivals = min(m.rivals, n-m.informed)
	m.ry, m.rx = exact.SinCos(float64(p.Angle * (math.Pi / 180)))
	m.along = exact.Cos(float64(p.Within * (math.Pi / 180)))
	m.weight = make([]float64, m.informed+m.rivals)
	for i := range m.weight {
		m.weight[i] = p.Weight
		if p.feedback() {
			m.weight[i] = min(p.Weight, p.Most)
		}
	}
	d := exact.NewDraws(seed, drawSchoolPlace, 0)
	side, sd := math.Sqrt(float64(n)), float64(n+2)
	for i := range n {
		if p.Together {
			u, v := d.Two(uint32(i), 0)
			m.x[i], m.y[i] = float64(side*u), float64(side*v)
		} else {
			m.x[i], m.y[i] = float64(sd*d.Normal(uint32(i), 2)), float64(sd*d.Normal(uint32(i), 3))
		}
		m.hy[i], m.hx[i] = exact.SinCos(float64(2 * math.Pi * d.Share(uint32(i), 1)))
	}
	m.trace()
	return m
}

// trace notes where the middle is.
func (m *School) trace() {
	k := m.cycle % pathPoints
	m.px[k], m.py[k] = m.middle()
}

// middle is the mean place.
func (m *School) middle() (x, y float64) {
	n := float64(m.p.Size)
	for i := range m.x {
		x += m.x[i]
		y += m.y[i]
	}
	return x / n, y / n
}

// Step lives one step: all choose by what they see before it, turn and move.
func (m *School) Step() {
	m.look()
	m.decide()
	m.move()
	if m.p.feedback() {
		reinforce(m.weight[:m.informed], m.hx, m.hy, 1, 0, m.along, m.p)
		reinforce(m.weight[m.informed:], m.hx[m.informed:], m.hy[m.informed:], m.rx, m.ry, m.along, m.p)
	}
	m.cycle++
	m.trace()
}

// look sums, for each, the unit vectors and headings of those in range and the
// unit vectors away from those too near, a pair at a time.
func (m *School) look() {
	clear(m.dx)
	clear(m.dy)
	clear(m.ax)
	clear(m.ay)
	clear(m.near)
	avoid, far := float64(m.p.Avoid*m.p.Avoid), float64(m.p.Range*m.p.Range)
	n := m.p.Size
	x, y, hx, hy, dx, dy := m.x[:n], m.y[:n], m.hx[:n], m.hy[:n], m.dx[:n], m.dy[:n]
	for i := range n {
		xi, yi, hxi, hyi := x[i], y[i], hx[i], hy[i]
		sx, sy := dx[i], dy[i]
		for j := i + 1; j < n; j++ {
			ux, uy := x[j]-xi, y[j]-yi
			d2 := float64(ux*ux) + float64(uy*uy)
			if d2 > far || d2 == 0 {
				continue
			}
			r := 1 / math.Sqrt(d2)
			ux, uy = float64(ux*r), float64(uy*r)
			if d2 < avoid {
				m.near[i], m.near[j] = true, true
				m.ax[i] -= ux
				m.ay[i] -= uy
				m.ax[j] += ux
				m.ay[j] += uy
			}
			sx += ux + hx[j]
			sy += uy + hy[j]
			dx[j] += hxi - ux
			dy[j] += hyi - uy
		}
		dx[i], dy[i] = sx, sy
	}
}

// decide turns what was seen into a direction: to keep apart comes first, and
// the informed add their own.
func (m *School) decide() {
	for i := range m.dx {
		dx, dy := m.dx[i], m.dy[i]
		if m.near[i] {
			dx, dy = m.ax[i], m.ay[i]
		} else if m.p.OwnToo {
			dx, dy = dx+m.hx[i], dy+m.hy[i]
		}
		dx, dy = unit(dx, dy, m.hx[i], m.hy[i])
		switch {
		case i >= len(m.weight) || m.near[i] && m.p.DropAvoid:
		case i < m.informed:
			dx, dy = unit(dx+m.weight[i], dy, dx, dy)
		default:
			dx, dy = unit(dx+float64(m.weight[i]*m.rx), dy+float64(m.weight[i]*m.ry), dx, dy)
		}
		m.dx[i], m.dy[i] = dx, dy
	}
}

// unit makes a vector one of length 1; the other is the answer to none.
func unit(x, y, ox, oy float64) (float64, float64) {
	d2 := float64(x*x) + float64(y*y)
	if d2 == 0 {
		return ox, oy
	}
	r := 1 / math.Sqrt(d2)
	return float64(x * r), float64(y * r)
}

// move turns everybody toward the direction wanted, with an error and no
// faster than may be, and moves it on.
func (m *School) move() {
	d := exact.NewDraws(m.seed, drawSchoolNoise, m.cycle)
	most := m.p.Turn
	if m.p.BySecond {
		most = float64(most * m.p.Interval)
	}
	most = min(math.Pi, most)
	sin, cos := exact.SinCos(most)
	step := float64(m.p.Speed * m.p.Interval)
	for i := range m.x {
		wx, wy := m.dx[i], m.dy[i]
		if m.p.Noise > 0 {
			s, c := exact.SinCos(float64(m.p.Noise * d.Normal(uint32(i), 0)))
			wx, wy = rotate(wx, wy, s, c)
		}
		hx, hy := m.hx[i], m.hy[i]
		ahead := float64(hx*wx) + float64(hy*wy)
		left := float64(hx*wy) - float64(hy*wx)
		switch {
		case ahead >= cos:
			hx, hy = wx, wy
		case left >= 0:
			hx, hy = rotate(hx, hy, sin, cos)
		default:
			hx, hy = rotate(hx, hy, -sin, cos)
		}
		m.hx[i], m.hy[i] = unit(hx, hy, m.hx[i], m.hy[i])
		m.x[i] += float64(step * m.hx[i])
		m.y[i] += float64(step * m.hy[i])
	}
}

// reinforce is the feedback on the weights of those who prefer the direction
// x, y: who heads along it cares more for it, who does not cares less.
func reinforce(weight, hx, hy []float64, x, y, along float64, p SchoolParams) {
	for i, w := range weight {
		if float64(hx[i]*x)+float64(hy[i]*y) >= along {
			w += p.Increment
		} else {
			w -= p.Decrement
		}
		weight[i] = min(max(w, 0), p.Most)
	}
}

// rotate turns a vector by the angle of that sine and cosine.
func rotate(x, y, sin, cos float64) (float64, float64) {
	return float64(x*cos) - float64(y*sin), float64(x*sin) + float64(y*cos)
}

// Cycle returns the steps lived.
func (m *School) Cycle() int { return m.cycle }

// Done says that the run has reached its end.
func (m *School) Done() bool { return m.p.Steps > 0 && m.cycle >= m.p.Steps }

// Places returns where the individuals are; not to be changed.
func (m *School) Places() (x, y []float64) { return m.x, m.y }

// Headings returns their headings, vectors of length 1; not to be changed.
func (m *School) Headings() (x, y []float64) { return m.hx, m.hy }

// InformedOnes returns how many, from the first on, prefer a direction.
func (m *School) InformedOnes() int { return m.informed }

// RivalOnes returns how many, after the informed, prefer the second direction.
func (m *School) RivalOnes() int { return m.rivals }

// direction is the angle of a vector against the preferred direction
// [degrees, −180 to 180]; missing for none.
func direction(x, y float64) float64 {
	if x == 0 && y == 0 {
		return missing
	}
	return float64(exact.Atan2(y, x) * (180 / math.Pi))
}

// accuracy is 1 where a direction is the preferred one, 0 across it, −1 against.
func accuracy(x, y float64) float64 {
	if x == 0 && y == 0 {
		return math.NaN()
	}
	return 1 - math.Abs(exact.Atan2(y, x))/(math.Pi/2)
}

// Heading returns the mean heading.
func (m *School) Heading() (x, y float64) {
	for i := range m.hx {
		x += m.hx[i]
		y += m.hy[i]
	}
	n := float64(m.p.Size)
	return x / n, y / n
}

// Path returns how far the middle has moved over the last 50 steps or fewer [units].
func (m *School) Path() (x, y float64) {
	from, to := max(0, m.cycle-pathSteps)%pathPoints, m.cycle%pathPoints
	return m.px[to] - m.px[from], m.py[to] - m.py[from]
}

var schoolColumns = []table.Column{
	{Name: "accuracy", Unit: "1", Doc: "how near the group's path over the last steps is to the preferred direction: 1 along it, 0 across", Formula: "1 − |angle|/90°", Source: "Couzin et al. 2005", Lo: -1, Hi: 1},
	{Name: "heading_accuracy", Unit: "1", Doc: "the same of the mean heading now", Formula: "1 − |angle|/90°", Lo: -1, Hi: 1},
	table.Share("alignment", "length of the mean heading"),
	{Name: "spread", Unit: "units", Doc: "mean distance from the middle", Lo: 0, Hi: math.Inf(1)},
	table.Count("groups", "groups", "groups, joined by being in range of each other"),
	table.Share("avoiding", "share of individuals who kept apart in the step"),
	{Name: "direction", Unit: "degrees", Doc: "direction of the group's path over the last steps: 0 is the one that the informed prefer, angle the one that their rivals do", Source: "Couzin et al. 2005", Lo: -180, Hi: 180},
	positive("informed_weight", "1", "mean weight of the direction that the informed prefer; missing where nobody does"),
	positive("rivals_weight", "1", "mean weight of the second direction for those who prefer it; missing where nobody does"),
}

// Columns describes the measures.
func (m *School) Columns() []table.Column { return schoolColumns }

// Measure writes the measures.
func (m *School) Measure(dst []float64) {
	n := float64(m.p.Size)
	dst[0] = accuracy(m.Path())
	hx, hy := m.Heading()
	dst[1] = accuracy(hx, hy)
	dst[2] = min(1, math.Sqrt(float64(hx*hx)+float64(hy*hy)))
	cx, cy := m.middle()
	sum, avoiding := 0.0, 0
	for i := range m.x {
		dx, dy := m.x[i]-cx, m.y[i]-cy
		sum += math.Sqrt(float64(dx*dx) + float64(dy*dy))
		if m.avoids(i) {
			avoiding++
		}
	}
	dst[3] = sum / n
	dst[4] = float64(m.groups())
	dst[5] = float64(avoiding) / n
	dst[6] = direction(m.Path())
	dst[7], dst[8] = m.weights()
}

// weights are the mean weights of the directions of the informed and of their
// rivals; missing where there are none.
func (m *School) weights() (informed, rivals float64) {
	of := func(weights []float64) float64 {
		if len(weights) == 0 {
			return missing
		}
		return mean(weights)
	}
	return of(m.weight[:m.informed]), of(m.weight[m.informed:])
}

// avoids says whether somebody is too near to individual i now.
func (m *School) avoids(i int) bool {
	for j := range m.x {
		if j != i && m.apart(i, j) < float64(m.p.Avoid*m.p.Avoid) {
			return true
		}
	}
	return false
}

// apart is the squared distance of two individuals.
func (m *School) apart(i, j int) float64 {
	dx, dy := m.x[i]-m.x[j], m.y[i]-m.y[j]
	return float64(dx*dx) + float64(dy*dy)
}

// groups counts the sets of individuals that are joined by range.
func (m *School) groups() int {
	seen, count := make([]bool, m.p.Size), 0
	far := float64(m.p.Range * m.p.Range)
	for i := range seen {
		if seen[i] {
			continue
		}
		count++
		seen[i] = true
		for reached := []int{i}; len(reached) > 0; {
			a := reached[len(reached)-1]
			reached = reached[:len(reached)-1]
			for b := range seen {
				if !seen[b] && m.apart(a, b) <= far {
					seen[b] = true
					reached = append(reached, b)
				}
			}
		}
	}
	return count
}

// State visits the group.
func (m *School) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	s.Floats("x", &m.x)
	s.Floats("y", &m.y)
	s.Floats("heading_x", &m.hx)
	s.Floats("heading_y", &m.hy)
	s.Floats("path_x", &m.px)
	s.Floats("path_y", &m.py)
	if m.p.feedback() {
		s.Floats("weight", &m.weight)
	}
}
