package view

import (
	"math"

	"tutti/render/draw"
)

// Springs is a layout by forces: ties pull, agents push each other away. Places
// belong to agents and stay when ties change; newcomers appear beside those
// whom they know.
type Springs struct {
	at    map[string][2]float64
	place [][2]float64 // of the agents of the last frame, in their order
	heat  float64      // longest step [mean distances]

	apart  []draw.Point // the places in a box, kept while nobody moves
	aspect float64      // of that box
}

// NewSprings returns a layout that has placed nobody yet.
func NewSprings() *Springs { return &Springs{at: map[string][2]float64{}} }

// Settle moves the agents some steps towards rest; the first time it takes as
// many as are needed.
func (s *Springs) Settle(f *Frame, aspect float64, steps int) {
	fresh := s.welcome(f, aspect)
	switch {
	case fresh == f.N() && fresh > 0:
		s.heat = 1
		steps = max(60, min(300, 60000/max(f.N(), 1)))
	case fresh > 0:
		s.heat = max(s.heat, 0.3)
	}
	if s.heat < 0.004 {
		return
	}
	s.apart = nil
	for range steps {
		s.step(f, aspect)
		s.heat *= 0.975
	}
	for i, name := range f.Names {
		s.at[name] = s.place[i]
	}
}

// welcome finds the places of the agents of a frame and makes some for those
// that are new; it returns how many are.
func (s *Springs) welcome(f *Frame, aspect float64) (fresh int) {
	n := f.N()
	s.place = s.place[:0]
	known := make([]bool, n)
	for i, name := range f.Names {
		p, ok := s.at[name]
		known[i] = ok
		if !ok {
			fresh++
			sn, co := math.Sincos(float64(i) * 2.399963)
			r := math.Sqrt((float64(i) + 0.5) / float64(n))
			p = [2]float64{r * co * aspect, r * sn}
		}
		s.place = append(s.place, p)
	}
	if fresh == 0 || fresh == n {
		return fresh
	}
	sum := make([][3]float64, n)
	for _, e := range f.Ties {
		if !known[e.From] && known[e.To] {
			q := s.place[e.To]
			sum[e.From] = [3]float64{sum[e.From][0] + q[0], sum[e.From][1] + q[1], sum[e.From][2] + 1}
		}
	}
	for i := range sum {
		if k := sum[i][2]; k > 0 {
			sn, co := math.Sincos(float64(i))
			s.place[i] = [2]float64{sum[i][0]/k + 0.02*co, sum[i][1]/k + 0.02*sn}
		}
	}
	return fresh
}

// step is one step of Fruchterman & Reingold 1991, ties pulling by trust and
// authority, with a gentle pull to the middle.
func (s *Springs) step(f *Frame, aspect float64) {
	n := len(s.place)
	k := 1.6 * math.Sqrt(aspect*4/float64(max(n, 1))) / 2
	move := make([][2]float64, n)
	s.push(k, move)
	degree := max(float64(len(f.Ties))/float64(max(n, 1)), 1)
	for _, e := range f.Ties {
		if int(max(e.From, e.To)) >= n {
			continue
		}
		a, b := s.place[e.From], s.place[e.To]
		dx, dy := b[0]-a[0], b[1]-a[1]
		w := float64(e.Trust*e.Trust + e.Authority)
		pull := math.Hypot(dx, dy) / k * w * 6 / (degree + 2)
		move[e.From][0] += dx * pull
		move[e.From][1] += dy * pull
		move[e.To][0] -= dx * pull
		move[e.To][1] -= dy * pull
	}
	for i := range move {
		move[i][0] -= s.place[i][0] * 0.35 / aspect
		move[i][1] -= s.place[i][1] * 0.35 * aspect
		d := math.Hypot(move[i][0], move[i][1])
		if d > 0 {
			step := min(d*0.1, s.heat*k)
			s.place[i][0] += move[i][0] / d * step
			s.place[i][1] += move[i][1] / d * step
		}
	}
}

// push keeps agents apart; only neighbours within three mean distances count,
// found through a grid.
func (s *Springs) push(k float64, move [][2]float64) {
	reach := 3 * k
	type cell [2]int
	grid := map[cell][]int{}
	at := func(p [2]float64) cell {
		return cell{int(math.Floor(p[0] / reach)), int(math.Floor(p[1] / reach))}
	}
	for i, p := range s.place {
		c := at(p)
		grid[c] = append(grid[c], i)
	}
	for i, p := range s.place {
		c := at(p)
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, j := range grid[cell{c[0] + dx, c[1] + dy}] {
					if i == j {
						continue
					}
					x, y := p[0]-s.place[j][0], p[1]-s.place[j][1]
					d2 := x*x + y*y
					if d2 < 1e-9 {
						x, y, d2 = 1e-3*float64(i-j), 1e-3, 1e-5
					}
					if d2 < reach*reach {
						move[i][0] += x * k * k / d2
						move[i][1] += y * k * k / d2
					}
				}
			}
		}
	}
}

// Places puts the layout into a box of width aspect and height 1, with room
// between those whom their ties pull together.
func (s *Springs) Places(aspect float64) []draw.Point {
	if len(s.apart) != len(s.place) || aspect != s.aspect {
		s.apart, s.aspect = spread(fit(s.place, aspect), aspect), aspect
	}
	return s.apart
}
