package design

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// A Morris design is trajectories through a grid: each begins at a random point
// and moves one factor after another, in a random order, by half the levels
// (Morris 1991). Its points are trajectory by trajectory, factors+1 each, so any
// whole number of trajectories is a design.
type Morris struct {
	*Cube
	levels int
	seed   uint64
}

// NewMorris makes r trajectories over a grid of levels (even, at least 2;
// usually 4). The step is levels/(2(levels−1)) of the unit cube.
func NewMorris(factors []Factor, r int64, levels int, seed uint64) (*Morris, error) {
	if levels < 2 || levels%2 != 0 {
		return nil, fmt.Errorf("a Morris grid of %d levels, want an even number", levels)
	}
	points, err := product(max(r, 0), int64(len(factors)+1))
	if err != nil {
		return nil, err
	}
	m := &Morris{levels: levels, seed: seed}
	m.Cube, err = newCube(factors, points, m.unit)
	return m, err
}

// Delta is the length of a step in the unit cube.
func (m *Morris) Delta() float64 { return float64(m.levels) / float64(2*(m.levels-1)) }

// Trajectories is how many there are.
func (m *Morris) Trajectories() int64 { return m.points / int64(len(m.factors)+1) }

// start draws a trajectory: the level each factor begins at and the order in
// which they move. A factor in the lower half moves up, one in the upper half
// down, which is Morris's random orientation.
func (m *Morris) start(t int64) (level, order []int) {
	s := exact.NewDraws(m.seed, drawMorris, int(uint64(t)>>32)).Stream(uint32(t))
	level = make([]int, len(m.factors))
	for k := range level {
		level[k] = s.Int(m.levels)
	}
	return level, s.Perm(len(m.factors))
}

// unit is point i: the start of its trajectory after i mod (k+1) moves.
func (m *Morris) unit(i int64, u []float64) {
	k := int64(len(m.factors))
	level, order := m.start(i / (k + 1))
	for _, f := range order[:i%(k+1)] {
		level[f] = moved(level[f], m.levels)
	}
	for f := range u {
		u[f] = float64(level[f]) / float64(m.levels-1)
	}
}

func moved(level, levels int) int {
	if level < levels/2 {
		return level + levels/2
	}
	return level - levels/2
}

// An ElementaryEffect sums up the effects of one factor: change of the answer
// over change of the factor, in steps of its whole range.
type ElementaryEffect struct {
	Mu      float64   // mean [the answer's unit per range]
	MuStar  float64   // mean size: how much the factor matters (Campolongo et al. 2007)
	Lo, Hi  float64   // bootstrap interval of MuStar over trajectories
	Sigma   float64   // sd with n−1: interaction and curvature
	Effects []float64 // one a complete trajectory
}

// Effects reads the answers of the design's points in order (NaN for a missing
// run). A trajectory with a missing run is dropped whole; dropped says how many
// were. It panics unless there is an answer for every point.
func (m *Morris) Effects(y []float64, o SensitivityOptions) (effects []ElementaryEffect, dropped int) {
	if int64(len(y)) != m.points {
		panic(fmt.Sprintf("design: %d answers for %d points", len(y), m.points))
	}
	k := len(m.factors)
	points := make([][]float64, len(y))
	for i := range points {
		points[i] = make([]float64, k)
		m.unit(int64(i), points[i])
	}
	return Elementary(points, y, o)
}

// Elementary reads trajectories of k+1 points in the unit cube, one after
// another, each moving one factor at a time. See Morris.Effects.
func Elementary(points [][]float64, y []float64, o SensitivityOptions) (effects []ElementaryEffect, dropped int) {
	o = o.filled()
	k := len(points[0])
	effects = make([]ElementaryEffect, k)
	for t := 0; t+k < len(y); t += k + 1 {
		if anyMissing(y[t : t+k+1]) {
			dropped++
			continue
		}
		for i := t; i < t+k; i++ {
			for f := range k {
				if step := points[i+1][f] - points[i][f]; step != 0 {
					effects[f].Effects = append(effects[f].Effects, (y[i+1]-y[i])/step)
				}
			}
		}
	}
	for f := range effects {
		effects[f].sum(o)
	}
	return effects, dropped
}

func anyMissing(y []float64) bool {
	return slices.ContainsFunc(y, math.IsNaN)
}

// sum fills the summaries from the effects.
func (e *ElementaryEffect) sum(o SensitivityOptions) {
	n := float64(len(e.Effects))
	e.Mu, e.MuStar, e.Sigma, e.Lo, e.Hi = math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if n == 0 {
		return
	}
	size := make([]float64, len(e.Effects))
	for i, v := range e.Effects {
		size[i] = math.Abs(v)
	}
	e.Mu, e.MuStar = average(e.Effects), average(size)
	if n < 2 {
		return
	}
	var s float64
	for _, v := range e.Effects {
		s += float64((v - e.Mu) * (v - e.Mu))
	}
	e.Sigma = math.Sqrt(s / (n - 1))
	lo, hi := o.intervals(len(size), func(pick []int) []float64 {
		var s float64
		for _, i := range pick {
			s += size[i]
		}
		return []float64{s / n}
	})
	e.Lo, e.Hi = lo[0], hi[0]
}

func average(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v
	}
	return s / float64(len(x))
}
