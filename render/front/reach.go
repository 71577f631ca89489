package front

import (
	"cmp"
	"math"
	"slices"

	"tutti/render/draw"
	"tutti/render/ui"
)

// moveKey moves and enlarges the stage by keys.
func (a *App) moveKey(k string, in *ui.Input) {
	s := a.stages[a.active]
	const far = 0.12 // of the height of the stage
	switch {
	case k == "z":
		a.undo()
	case in.Shift && k == "up":
		s.enlarge(1.25, draw.Point{})
	case in.Shift && k == "down":
		s.enlarge(1/1.25, draw.Point{})
	case s.zoom <= 1:
	case k == "left":
		s.pan.X += far
	case k == "right":
		s.pan.X -= far
	case k == "up":
		s.pan.Y += far
	case k == "down":
		s.pan.Y -= far
	}
	a.settle = max(a.settle, 0.3)
}

// enlarge makes the stage larger by a factor; what is at a place, counted from
// the middle, stays there.
func (s *stage) enlarge(by float32, at draw.Point) {
	old := s.zoom
	s.zoom = min(max(s.zoom*by, 1), 40)
	s.pan = at.Sub(at.Sub(s.pan).Mul(s.zoom / old))
	if s.zoom == 1 {
		s.pan = draw.Point{}
	}
}

// nextAgent chooses, on all stages, the agent that comes next in leadership, or
// the one before it; the foremost when nobody is chosen.
func (a *App) nextAgent(back bool) {
	s := a.stages[a.active]
	f := &s.shown
	n := f.N()
	if n == 0 || s.plan == nil || len(s.plan.At) == 0 {
		return
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if len(f.Share) == n {
		slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(f.Share[j], f.Share[i]) })
	}
	k, step := 0, 1
	if back {
		k, step = n-1, n-1
	}
	if len(s.look.Chosen) > 0 {
		k = (slices.Index(order, s.look.Chosen[len(s.look.Chosen)-1]) + step) % n
	}
	for _, o := range a.stages {
		o.look.Chosen = []int{order[k]}
	}
	a.tab = tabAgent
}

// wheel enlarges the stage under the pointer.
func (s *stage) wheel(notches float32, mouse draw.Point, inner draw.Rect) {
	at := mouse.Sub(inner.Min).Mul(1 / inner.H()).Sub(draw.Point{X: inner.W() / inner.H() / 2, Y: 0.5})
	s.enlarge(float32(math.Pow(1.15, float64(notches))), at)
}
