package front

import (
	"fmt"
	"math"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/ui"
)

// A row is one line of the list of what can be changed.
type row struct {
	high float32
	draw func(r draw.Rect)
}

// change offers levers, choices and events; what was done stands below.
func (a *App) change(b draw.Rect) {
	s := a.stages[a.active]
	high := float32(60) // nothing was done yet
	if len(s.status.Live) > 0 || s.status.Err != nil {
		high = min(132, b.H()*0.34)
	}
	done, b := b.CutBottom(high)
	b.Max.Y -= 8
	rows := a.rows(s)
	if len(rows) == 0 {
		a.lines(b, "This model has nothing that can be changed while it runs.", a.theme.Soft)
	}
	height := float32(0)
	for _, r := range rows {
		height += r.high
	}
	y := b.Min.Y - a.ui.Scroll("change", draw.Rect{Min: b.Min, Max: b.Max.Add(draw.Pt(10, 0))}, height)
	a.ui.Draw(draw.ClipTo(b.Inset(-4)))
	for _, r := range rows {
		if y >= b.Min.Y-4 && y+r.high <= b.Max.Y+12 {
			r.draw(draw.R(b.Min.X, y, b.W(), r.high))
		}
		y += r.high
	}
	a.ui.Draw(draw.NoClip())
	a.doneList(done, s)
}

// rows are what can be changed: at once first, then what begins anew.
func (a *App) rows(s *stage) (out []row) {
	st := s.status.Steering
	for _, begins := range []bool{false, true} {
		var part []row
		for k := range st.Levers {
			if l := &st.Levers[k]; l.Begins == begins {
				part = append(part, row{46, func(r draw.Rect) { a.lever(l, draw.R(r.Min.X, r.Min.Y, r.W(), 36), s) }})
			}
		}
		for k := range st.Choices {
			if c := &st.Choices[k]; c.Begins == begins {
				part = append(part, row{38, func(r draw.Rect) { a.choice(c, draw.R(r.Min.X, r.Min.Y, r.W(), 28), s) }})
			}
		}
		if len(part) > 0 && begins {
			out = append(out, a.caption("Begins anew with"))
		}
		out = append(out, part...)
	}
	for k := 0; k < len(st.Actions); k += 2 {
		out = append(out, row{38, func(r draw.Rect) {
			half := (r.W() - 8) / 2
			for j := range st.Actions[k:min(k+2, len(st.Actions))] {
				a.action(&st.Actions[k+j], draw.R(r.Min.X+float32(j)*(half+8), r.Min.Y+4, half, 30), s)
			}
		}})
	}
	return out
}

// caption heads a part of the list.
func (a *App) caption(text string) row {
	return row{28, func(r draw.Rect) {
		y := r.Min.Y + 12
		w := draw.Measure(text, 11, true)
		a.ui.Draw(draw.Strong(draw.Point{X: r.Min.X, Y: y}, 11, draw.Left, a.theme.Soft, text), draw.Fill(draw.R(r.Min.X+w+10, y, r.W()-w-10, 1), 0, a.theme.Line))
	}}
}

// lines writes a text from the top of a box on, and returns where it ends.
func (a *App) lines(b draw.Rect, text string, ink draw.Colour) (end float32) {
	y := b.Min.Y + 10
	for _, l := range draw.Wrap(text, 11.5, false, b.W()) {
		a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: y}, 11.5, draw.Left, ink, l))
		y += 16
	}
	return y
}

// A wish is a value that the hand chose and the model has not yet.
type wish struct {
	value float64
	until float64 // when it is given up [s]
}

// lever is a slider whose value becomes an event when the hand lets go.
func (a *App) lever(l *play.Lever, b draw.Rect, s *stage) {
	v := l.Value
	if w, ok := a.pending[l.Key]; ok {
		if v = w.value; w.value == l.Value || a.clock > w.until {
			delete(a.pending, l.Key)
		}
	}
	changed := !math.IsNaN(l.Own) && far(v, l.Own, l) || math.IsNaN(l.Own) && byHand(s, l.Key)
	free := float32(0) // for the sign that goes back
	if changed && !math.IsNaN(l.Own) {
		at := draw.R(b.Max.X-20, b.Min.Y-1, 20, 20)
		free = 26
		if a.ui.Icon("reset/"+l.Key, at, "undo", "Back to "+short(l, l.Own)+", as the scenario has it", false) {
			a.set(l, l.Own)
			return
		}
	}
	now, done := a.ui.Slider("lever/"+l.Key, b, l.Name, short(l, v), l.Doc, ui.Range{Value: v, Lo: l.Lo, Hi: l.Hi, Own: l.Own, Whole: l.Whole, Changed: changed, Room: free})
	if x := b.Min.X + draw.Measure(l.Name, 12, false) + 8; l.Brief {
		room := b.Max.X - free - x - draw.Measure(short(l, v), 12, changed) - 8
		a.ui.Draw(draw.Words(draw.Point{X: x, Y: b.Min.Y + 9}, 11, draw.Left, a.theme.Soft, draw.Shorten(l.Doc, 11, false, room)))
	}
	if now != v {
		a.pending[l.Key] = wish{now, a.clock + 1.5}
	}
	if done {
		a.set(l, now)
	}
}

// far says whether two values of a lever differ to the eye.
func far(x, y float64, l *play.Lever) bool { return math.Abs(x-y) > (l.Hi-l.Lo)*1e-6 }

// byHand says whether a key was set by hand.
func byHand(s *stage, key string) bool {
	for _, v := range s.status.Live {
		if v.Key == key {
			return true
		}
	}
	return false
}

func short(l *play.Lever, v float64) string {
	if l.Whole {
		v = math.Round(v)
	}
	return draw.Short(v)
}

// set lets a lever have a value.
func (a *App) set(l *play.Lever, v float64) {
	a.pending[l.Key] = wish{v, a.clock + 1.5}
	toml := l.TOML(v)
	if l.Begins && v == l.Own {
		toml = ""
	}
	a.intervene(play.Intervention{Words: fmt.Sprintf("%s set to %s", l.Name, short(l, v)), TOML: toml, Key: l.Key, Value: v}, l.Begins)
}

func (a *App) choice(c *play.Choice, b draw.Rect, s *stage) {
	label := b
	label.Max.X = b.Min.X + 100
	field := b
	field.Min.X = label.Max.X + 4
	ink := a.theme.Ink
	if c.Own >= 0 && c.Chosen != c.Own || c.Own < 0 && byHand(s, c.Key) {
		ink = a.theme.Accent
	}
	a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: b.Mid().Y}, 12, draw.Left, ink, draw.Shorten(c.Name, 12, false, label.W())))
	k := a.ui.Choice("choice/"+c.Key, field, "", c.Options, c.Chosen, c.Doc)
	if k == c.Chosen {
		return
	}
	toml := c.TOML(k)
	if c.Begins && k == c.Own {
		toml = ""
	}
	a.intervene(play.Intervention{Words: fmt.Sprintf("%s: %s", c.Name, c.Options[k]), TOML: toml, Key: c.Key, Value: float64(k)}, c.Begins)
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
	words, toml := c.Name, c.TOML(who)
	if c.Agent {
		words += ": " + s.shown.Names[who]
	}
	if c.Agent && toml == "" {
		a.say(s.shown.Names[who] + " joined later: a scenario can name only those of its beginning")
		return
	}
	a.intervene(play.Intervention{Words: words, TOML: toml, Key: c.Key}, c.Begins)
}

// intervene does something by hand, on both stages where there are two.
func (a *App) intervene(v play.Intervention, begins bool) {
	if begins {
		a.each(func(p *play.Player) { p.Begin(v) })
		a.say(v.Words + ", begun anew")
		return
	}
	a.each(func(p *play.Player) { p.Intervene(v) })
	a.say(fmt.Sprintf("%s, from cycle %d", v.Words, a.stages[0].status.Cycle+1))
}

// undo takes the last change back, on both stages where there are two.
func (a *App) undo() {
	clear(a.pending)
	a.each(func(p *play.Player) { p.Undo() })
	a.settle = 0.5
}

// doneList lists what was done by hand, and saves it.
func (a *App) doneList(b draw.Rect, s *stage) {
	t := a.theme
	a.ui.Draw(draw.Fill(draw.R(b.Min.X, b.Min.Y, b.W(), 1), 0, t.Line))
	b.Min.Y += 8
	if s.status.Err != nil {
		b.Min.Y = a.lines(b, s.status.Err.Error(), t.Bad) - 4
	}
	live := s.status.Live
	if len(live) == 0 {
		a.lines(b, "What you change takes effect at the start of the next cycle and is written down as an event.", t.Soft)
		return
	}
	y := b.Min.Y + 10
	room := max(int((b.Max.Y-44-y)/17), 0)
	for _, v := range live[max(0, len(live)-room):] {
		when := fmt.Sprint(v.Cycle)
		if v.Cycle == 0 {
			when = "anew"
		}
		a.ui.Draw(draw.Words(draw.Point{X: b.Min.X, Y: y}, 11.5, draw.Left, t.Soft, when),
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
