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

// change offers levers, choices and events; what was done stands below.
func (a *App) change(b draw.Rect) {
	s, t := a.stages[a.active], a.theme
	st := s.status.Steering
	done, b := b.CutBottom(min(170, b.H()*0.3))
	height := 52*float32(len(st.Levers)) + 36*float32(len(st.Choices)) + 36*float32((len(st.Actions)+1)/2) + 60
	off := a.ui.Scroll("change", b, height)
	a.ui.Draw(draw.ClipTo(b))
	y := b.Min.Y - off
	visible := func(h float32) bool { return y >= b.Min.Y-2 && y+h <= b.Max.Y+2 }
	for k := range st.Levers {
		if visible(42) {
			a.lever(&st.Levers[k], draw.R(b.Min.X, y, b.W()-8, 36))
		}
		y += 50
	}
	for k := range st.Choices {
		if visible(28) {
			a.choice(&st.Choices[k], draw.R(b.Min.X, y, b.W()-8, 28))
		}
		y += 36
	}
	y += 6
	half := (b.W() - 16) / 2
	for k := range st.Actions {
		if visible(30) {
			a.action(&st.Actions[k], draw.R(b.Min.X+float32(k%2)*(half+8), y, half, 30), s)
		}
		if k%2 == 1 {
			y += 36
		}
	}
	a.ui.Draw(draw.NoClip())
	if len(st.Levers)+len(st.Choices)+len(st.Actions) == 0 {
		for k, l := range draw.Wrap("This model has nothing that can be changed while it runs.", 12, false, b.W()) {
			a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: b.Min.Y + 10 + 17*float32(k)}, 12, draw.Left, t.Soft, l))
		}
	}
	a.doneList(done, s)
}

// lever is a slider whose value becomes an event when the hand lets go.
func (a *App) lever(l *play.Lever, b draw.Rect) {
	id := "lever/" + l.Name
	v, pending := a.pending[id]
	if !pending {
		v = l.Value
	}
	now, done := a.ui.Slider(id, b, l.Name, draw.Short(v), l.Doc, v, l.Lo, l.Hi)
	if now != v {
		a.pending[id] = now
	}
	if done {
		a.intervene(fmt.Sprintf("%s set to %s", l.Name, draw.Short(now)), l.TOML(now))
	}
	if !pending || now != l.Value {
		return
	}
	delete(a.pending, id)
}

func (a *App) choice(c *play.Choice, b draw.Rect) {
	if k := a.ui.Choice("choice/"+c.Name, b, c.Name, c.Options, c.Chosen, c.Doc); k != c.Chosen {
		a.intervene(fmt.Sprintf("%s: %s", c.Name, c.Options[k]), c.TOML(k))
	}
}

func (a *App) action(c *play.Action, b draw.Rect, s *stage) {
	who := -1
	if len(s.look.Chosen) > 0 {
		who = s.look.Chosen[0]
	}
	if !a.ui.Button("action/"+c.Name, b, c.Name, c.Doc, false) {
		return
	}
	if c.Agent && who < 0 {
		a.say("choose an agent first: click it on the stage")
		return
	}
	words := c.Name
	if c.Agent {
		words += ": " + s.shown.Names[who]
	}
	a.intervene(words, c.TOML(who))
}

// doneList lists what was done by hand, and saves it.
func (a *App) doneList(b draw.Rect, s *stage) {
	t := a.theme
	a.ui.Draw(draw.Fill(draw.R(b.Min.X, b.Min.Y, b.W(), 1), 0, t.Line))
	y := b.Min.Y + 18
	if s.status.Err != nil {
		for _, l := range draw.Wrap(s.status.Err.Error(), 11.5, false, b.W()) {
			a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: y}, 11.5, draw.Left, t.Bad, l))
			y += 16
		}
	}
	live := s.status.Live
	if len(live) == 0 {
		for _, l := range draw.Wrap("What you change takes effect at the start of the next cycle and is written down as an event.", 11.5, false, b.W()) {
			a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: y}, 11.5, draw.Left, t.Soft, l))
			y += 16
		}
		return
	}
	room := int((b.Max.Y - 44 - y) / 17)
	for _, v := range live[max(0, len(live)-room):] {
		a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: y}, 11.5, draw.Left, t.Soft, fmt.Sprint(v.Cycle)),
			draw.Words(draw.Point{X: b.Min.X + 38, Y: y}, 11.5, draw.Left, t.Ink, draw.Shorten(v.Words, 11.5, false, b.W()-40)))
		y += 17
	}
	half := (b.W() - 8) / 2
	if a.ui.Button("done/undo", draw.R(b.Min.X, b.Max.Y-30, half, 30), "Undo", "Take the last change back (Z)", false) {
		a.undo()
	}
	if a.ui.Button("done/save", draw.R(b.Min.X+half+8, b.Max.Y-30, half, 30), "Save as scenario", "A TOML file that repeats this session (W)", false) {
		a.saveScenario()
	}
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
