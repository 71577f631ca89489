package front

import (
	"fmt"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/view"
)

var (
	tabs     = []string{"See", "Change", "Agent"}
	tieViews = view.TieKinds
)

const (
	tabSee = iota
	tabChange
	tabAgent
)

// panel draws what stands at the right: what to see, what to change, and the
// cards of agents.
func (a *App) panel(b draw.Rect) {
	t := a.theme
	a.ui.Draw(draw.Fill(b, 0, t.Panel), draw.Fill(draw.R(b.Min.X, b.Min.Y, 1, b.H()), 0, t.Line))
	in := b.Inset(16)
	head, in := in.CutTop(30)
	a.tab = a.ui.Segments("tab", head, tabs, a.tab)
	in.Min.Y += 16
	switch a.tab {
	case tabSee:
		a.see(in)
	case tabChange:
		a.change(in)
	case tabAgent:
		a.cards(in)
	}
}

// see chooses what the stage shows, above the legend.
func (a *App) see(b draw.Rect) {
	s := a.stages[a.active]
	f := &s.shown
	whole := b
	bar := whole
	bar.Max.X += 10
	b.Min.Y -= a.ui.Scroll("see", bar, a.seen)
	top := b.Min.Y
	a.ui.Draw(draw.ClipTo(whole.Inset(-3)))
	row := func(h float32) draw.Rect {
		var r draw.Rect
		r, b = b.CutTop(h)
		b.Min.Y += 8
		return r
	}
	if f.N() > 0 && f.Model != "" && s.plan != nil && len(s.plan.At) > 0 && view.Peopled(f) {
		a.seeOrganisation(s, row)
	}
	a.measures(f, row)
	a.ui.Draw(draw.Fill(draw.R(b.Min.X, b.Min.Y+2, b.W(), 1), 0, a.theme.Line))
	b.Min.Y += 18
	legend, high := view.Key(f, s.plan, s.look, b, a.theme)
	a.ui.Draw(legend...)
	a.ui.Draw(draw.NoClip())
	a.seen = b.Min.Y + high - top
}

func (a *App) seeOrganisation(s *stage, row func(float32) draw.Rect) {
	f, look := &s.shown, s.look
	quantities := view.Quantities(f)
	layout := a.ui.Choice("see/layout", row(28), "Places", view.Layouts, index(view.Layouts, look.Layout), "Where agents stand (1 to 5)")
	colour := a.ui.Choice("see/colour", row(28), "Colour", quantities, index(quantities, look.Colour), "What colours say (C)")
	size := a.ui.Choice("see/size", row(28), "Size", quantities, index(quantities, look.Size), "What sizes say (X)")
	ties := a.ui.Choice("see/ties", row(28), "Ties", tieViews, index(tieViews, look.Ties), "What runs between agents (I)")
	domain, source := look.Domain, look.Source
	if len(f.Domains) > 1 {
		domain = a.ui.Choice("see/domain", row(28), "Domain", append([]string{"all"}, f.Domains...), look.Domain+1, "Leadership and expertise in one domain") - 1
	}
	if look.Ties == "influence" {
		source = a.ui.Choice("see/source", row(28), "Source", append([]string{"all"}, view.Sources[:]...), look.Source+1, "Influence by one source") - 1
	}
	names := a.ui.Switch("see/names", row(22), "Names", "Labels (N)", look.Names)
	if quantities[colour] != look.Colour || view.Layouts[layout] != look.Layout {
		a.settle = 1
	}
	a.looks(func(l *view.Look) {
		l.Layout, l.Colour, l.Size, l.Ties = view.Layouts[layout], quantities[colour], quantities[size], tieViews[ties]
		l.Domain, l.Source, l.Names = domain, source, names
	})
}

// measures chooses what the strips of the score show.
func (a *App) measures(f *view.Frame, row func(float32) draw.Rect) {
	if f.History == nil {
		return
	}
	var options []string
	for _, m := range f.History.Measures {
		options = append(options, m.Name)
	}
	plain := make([]string, len(options))
	for k, o := range options {
		plain[k] = view.Plain(o)
	}
	for k := range a.picked {
		c := a.ui.Choice(fmt.Sprint("see/strip", k), row(28), fmt.Sprintf("Strip %d", k+1), plain, index(options, a.picked[k]), "A measure below the stage")
		if c >= 0 {
			a.picked[k] = options[c]
		}
	}
}

func index(list []string, s string) int {
	for k, x := range list {
		if x == s {
			return k
		}
	}
	return 0
}

// cards shows the cards of the chosen agents, one below the other.
func (a *App) cards(b draw.Rect) {
	s, t := a.stages[a.active], a.theme
	if len(s.look.Chosen) == 0 {
		for k, l := range draw.Wrap("Click an agent on the stage to read its card. Hold Shift to keep several.", 12, false, b.W()) {
			a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: b.Min.Y + 10 + 17*float32(k)}, 12, draw.Left, t.Soft, l))
		}
		return
	}
	h := view.CardHeight(&s.shown) + 24
	off := a.ui.Scroll("cards", b, h*float32(len(s.look.Chosen))-20)
	a.ui.Draw(draw.ClipTo(b))
	for k, i := range s.look.Chosen {
		r := draw.R(b.Min.X, b.Min.Y+h*float32(k)-off, b.W()-8, h-24)
		if r.Max.Y < b.Min.Y || r.Min.Y > b.Max.Y {
			continue
		}
		a.ui.Draw(view.Card(&s.shown, i, r, t)...)
		a.ui.Draw(draw.ClipTo(b))
		if k > 0 {
			a.ui.Draw(draw.Fill(draw.R(r.Min.X, r.Min.Y-13, r.W(), 1), 0, t.Line))
		}
		if at := draw.R(r.Max.X-24, r.Min.Y, 22, 22); at.Min.Y >= b.Min.Y && a.ui.Icon(fmt.Sprint("card/close", i), at, "close", "", false) {
			a.each(func(*play.Player) {})
			for _, o := range a.stages {
				o.choose(i, true)
			}
			break
		}
	}
	a.ui.Draw(draw.NoClip())
}
