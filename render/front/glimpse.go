package front

import (
	"cmp"
	"slices"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/view"
)

// A glimpse is a scenario as it looks after a few cycles, small: the picture of
// its piece in the gallery.
type glimpse struct {
	frame  *view.Frame
	theme  *draw.Theme
	size   draw.Point // of the picture that the shapes are of
	shapes []draw.Shape
}

// reduced is how much smaller a glimpse is than the stage it shows, and mostFlows
// how many of its influences it keeps, the strongest.
const (
	reduced   = 3
	mostFlows = 140
)

// peek looks at the pieces one by one: on a goroutine of its own, or, where there
// is only one thread, one at a tick in which the hand rests.
func (a *App) peek(idle bool) (fresh bool) {
	if a.host.Glimpse == nil || len(a.stages) > 0 {
		return false
	}
	switch {
	case a.host.Mode == play.Threaded && a.peeked == 0:
		a.peeked = len(a.host.Pieces)
		go a.peekAll()
	case a.host.Mode == play.Sliced && idle && a.peeked < len(a.host.Pieces):
		a.peekAt(a.host.Pieces[a.peeked].Name)
		a.peeked++
	}
	a.mail.Lock()
	defer a.mail.Unlock()
	fresh = len(a.glimpses) != a.glanced
	a.glanced = len(a.glimpses)
	return fresh
}

func (a *App) peekAll() {
	for _, p := range a.host.Pieces {
		a.mail.Lock()
		done := a.closed
		a.mail.Unlock()
		if done {
			return
		}
		a.peekAt(p.Name)
	}
}

// peekAt looks at one piece.
func (a *App) peekAt(name string) {
	f := a.host.Glimpse(name)
	if f == nil {
		return
	}
	slices.SortStableFunc(f.Flows, func(x, y view.Flow) int { return cmp.Compare(y.Moved, x.Moved) })
	f.Flows = f.Flows[:min(len(f.Flows), mostFlows)]
	a.mail.Lock()
	a.glimpses[name] = &glimpse{frame: f}
	a.mail.Unlock()
}

// glimpseAt draws the picture of a piece, or a sketch until there is one.
func (a *App) glimpseAt(p *Piece, b, within draw.Rect) {
	clip := b.Inset(-4).Cut(within)
	if clip.Empty() {
		return
	}
	a.mail.Lock()
	g := a.glimpses[p.Name]
	a.mail.Unlock()
	if g == nil {
		a.ui.Draw(view.Sketch(p.Sketch, p.Name, b, a.theme)...)
		return
	}
	if size := draw.Pt(b.W(), b.H()); size != g.size || a.theme != g.theme {
		g.size, g.theme = size, a.theme
		g.shapes = g.paint(draw.R(0, 0, size.X*reduced, size.Y*reduced))
	}
	a.ui.Draw(draw.ClipTo(clip))
	for _, s := range g.shapes {
		a.ui.Draw(s.Moved(1./reduced, b.Min))
	}
	a.ui.Draw(draw.ClipTo(within))
}

// paint draws the stage, without words.
func (g *glimpse) paint(box draw.Rect) []draw.Shape {
	f, look := g.frame, opening(g.frame, "")
	look.Names, look.Beads = false, false
	inner := box.Inset(24)
	aspect := float64(inner.W() / inner.H())
	var at []draw.Point
	if look.Layout == "network" {
		springs := view.NewSprings()
		springs.Settle(f, aspect, 300)
		at = springs.Places(aspect)
	} else {
		at = view.Place(f, look.Layout, aspect)
	}
	shapes := view.Picture(f, view.Lay(f, at, look, inner), look, g.theme)
	return slices.DeleteFunc(shapes, func(s draw.Shape) bool { return s.Kind == draw.Label || s.Kind == draw.Clip })
}
