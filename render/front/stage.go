package front

import (
	"math"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/view"
)

// A stage is one simulation as it is watched.
type stage struct {
	session *Session
	run     *play.Runner
	status  play.Status
	frame   *view.Frame // newest
	shown   view.Frame  // eased towards it
	look    view.Look
	springs *view.Springs
	at      []draw.Point // where each agent stands, eased
	plan    *view.Plan
	zoom    float32
	pan     draw.Point
	grabbed draw.Point
	box     draw.Rect // that the agents were last placed in
	moving  bool      // they are on their way
	follows bool      // the first chosen agent stays in the middle

	placedFor placed
	placedAt  []draw.Point
}

func newStage(s *Session, p *play.Player, mode play.Mode) *stage {
	st := &stage{session: s, run: play.NewRunner(p, mode), zoom: 1, frame: &view.Frame{}}
	st.follow(0)
	st.look = opening(&st.shown, s.Layout)
	return st
}

// opening is how an organisation is first seen, in a layout or in the one that
// suits it best.
func opening(f *view.Frame, layout string) view.Look {
	look := view.DefaultLook()
	look.Layout, look.Canvas = layout, &draw.Image{}
	if layout == "" {
		look.Layout = preferred(f)
	}
	if len(f.Units) < 2 {
		look.Colour = "leadership"
	}
	view.Prefer(f, &look)
	return look
}

// preferred is the layout that suits an organisation best.
func preferred(f *view.Frame) string {
	if len(f.Seat) == f.N() && f.N() > 0 || view.Orchestral(f) {
		return "seats"
	}
	switch n := f.N(); {
	case len(f.Units) > 1 && n <= 400:
		return "units"
	case n > 3000:
		return "units" // one field where there are none
	case len(f.Ties) > 0:
		return "network"
	}
	return "circle"
}

// follow takes over the newest frame and eases what is shown towards it.
func (s *stage) follow(seconds float64) (fresh bool) {
	s.run.Tick(seconds)
	f, st := s.run.Latest()
	if st.Playing != s.status.Playing || st.Digest != s.status.Digest || st.Speed != s.status.Speed || st.Err != s.status.Err {
		fresh = true
	}
	s.status = st
	if f != nil {
		s.run.Back(s.frame)
		s.frame, fresh = f, true
	}
	pace := 6.0
	if st.Playing && (st.Speed == play.Fastest || st.Speed > 60) {
		pace = 3 // calmer the faster it goes
	}
	k := 1 - math.Exp(-seconds*pace)
	view.Ease(&s.shown, s.frame, k)
	return fresh
}

// lay places the agents in a box and moves them gently to their places.
func (s *stage) lay(box draw.Rect, seconds float64) {
	f := &s.shown
	aspect := float64(box.W() / max(box.H(), 1))
	var want []draw.Point
	if s.look.Layout == "network" {
		if s.springs == nil {
			s.springs = view.NewSprings()
		}
		s.springs.Settle(f, aspect, 4)
		want = s.springs.Places(aspect)
	} else {
		want = s.places(aspect)
	}
	k := float32(1 - math.Exp(-seconds*7))
	if box != s.box { // a window of another size is no movement of the agents
		k, s.box = 1, box
	}
	if len(s.at) != len(want) {
		old := len(s.at)
		s.at = append(s.at[:min(old, len(want))], want[min(old, len(want)):]...)
	}
	far, goal := float32(0), want
	if len(want) > 30000 {
		s.at, want = append(s.at[:0], want...), nil
	}
	for i := range want {
		s.at[i] = s.at[i].Towards(want[i], k)
		far = max(far, s.at[i].Sub(want[i]).Len())
	}
	s.moving = far > 0.0005
	at := s.at
	if s.follows && len(s.look.Chosen) > 0 && s.look.Chosen[0] < len(at) {
		s.zoom = max(s.zoom, 2)
		mid := draw.Pt(aspect/2, 0.5)
		pan := mid.Sub(at[s.look.Chosen[0]]).Mul(s.zoom)
		s.pan = s.pan.Towards(pan, k)
		s.moving = s.moving || s.pan.Sub(pan).Len() > 0.001
	}
	if s.zoom != 1 || s.pan != (draw.Point{}) {
		at, goal = s.zoomed(at, aspect), s.zoomed(goal, aspect)
	}
	s.plan = view.LayOnWay(f, at, goal, s.look, box)
}

// zoomed is where places lie as the reader has moved and enlarged them.
func (s *stage) zoomed(at []draw.Point, aspect float64) []draw.Point {
	out := make([]draw.Point, len(at))
	mid := draw.Pt(aspect/2, 0.5)
	for i, p := range at {
		out[i] = p.Sub(mid).Mul(s.zoom).Add(mid).Add(s.pan)
	}
	return out
}

// places are the places of a layout, found again when the organisation may have
// changed.
func (s *stage) places(aspect float64) []draw.Point {
	f := &s.shown
	now := placed{s.look.Layout, aspect, f.N(), f.Cycle}
	if f.N() > 5000 {
		now.cycle = 0 // units that merge there are seen when the layout is chosen anew
	}
	if now != s.placedFor {
		s.placedFor, s.placedAt = now, view.Place(f, s.look.Layout, aspect)
	}
	return s.placedAt
}

// placed is what places depend on.
type placed struct {
	layout string
	aspect float64
	n      int
	cycle  int
}

// choose opens or closes the card of an agent; more keeps the others open.
func (s *stage) choose(i int, more bool) {
	for k, j := range s.look.Chosen {
		if j == i {
			s.look.Chosen = append(s.look.Chosen[:k:k], s.look.Chosen[k+1:]...)
			return
		}
	}
	if !more {
		s.look.Chosen = nil
	}
	s.look.Chosen = append(s.look.Chosen, i)
}
