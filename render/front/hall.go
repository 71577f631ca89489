package front

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view"
)

// Sizes of the parts of the window [points].
const (
	barHeight   = 52
	panelWidth  = 288
	stripHeight = 44
	legendWidth = 232 // of a recording
)

// hall draws bar, stage, transport, score and panel.
func (a *App) hall(all draw.Rect) {
	t := a.theme
	if a.host.Plain {
		a.plain(all)
		return
	}
	bar, rest := all.CutTop(barHeight)
	side, main := rest.CutRight(a.panelWidth())
	score, main := main.CutBottom(min(max(rest.H()*0.29, 168), 300))
	strip, main := main.CutBottom(stripHeight)
	a.stagesIn(main)
	a.ui.Draw(draw.Fill(bar, 0, t.Panel), draw.Fill(draw.R(bar.Min.X, bar.Max.Y-1, bar.W(), 1), 0, t.Line),
		draw.Fill(draw.Rect{Min: strip.Min, Max: score.Max}, 0, t.Panel), draw.Fill(draw.R(strip.Min.X, strip.Min.Y, strip.W(), 1), 0, t.Line))
	a.bar(bar)
	a.scoreIn(score)
	a.transport(strip)
	if !a.wide {
		a.panel(side)
	}
}

// panelWidth is the width of the panel: less in a small window, none when the
// reader wants the whole width for the stage.
func (a *App) panelWidth() float32 {
	switch {
	case a.wide:
		return 0
	case a.size.X < 1000:
		return 248
	}
	return panelWidth
}

// plain draws what belongs on a recording.
func (a *App) plain(all draw.Rect) {
	t := a.theme
	bar, rest := all.CutTop(barHeight)
	score, main := rest.CutBottom(min(max(rest.H()*0.27, 150), 280))
	wide := float32(legendWidth)
	if len(a.stages) == 2 { // they need the room
		wide = 200
	}
	side, main := main.CutRight(wide)
	a.stagesIn(main)
	a.ui.Draw(draw.Fill(bar, 0, t.Panel), draw.Fill(draw.R(bar.Min.X, bar.Max.Y-1, bar.W(), 1), 0, t.Line),
		draw.Fill(score, 0, t.Panel), draw.Fill(draw.R(score.Min.X, score.Min.Y, score.W(), 1), 0, t.Line))
	s := a.stages[a.active]
	key, _ := view.Key(&s.shown, s.plan, s.look, side.Inset(20), t)
	a.ui.Draw(draw.Fill(side, 0, t.Panel), draw.Fill(draw.R(side.Min.X, side.Min.Y, 1, side.H()), 0, t.Line))
	a.ui.Draw(key...)
	a.heading(bar, bar.Min.X+18, bar.Max.X-18)
	score.Min.Y += 8
	a.scoreIn(score)
}

// stagesIn draws one stage, or two side by side.
func (a *App) stagesIn(main draw.Rect) {
	if len(a.stages) == 1 {
		a.stageIn(0, main)
		return
	}
	left, right := main.CutLeft(main.W() / 2)
	a.stageIn(0, left)
	a.stageIn(1, right)
	a.ui.Draw(draw.Fill(draw.R(right.Min.X, right.Min.Y+16, 1, right.H()-32), 0, a.theme.Line))
}

// stageIn draws one stage and hears the pointer on it.
func (a *App) stageIn(k int, b draw.Rect) {
	s, in, t := a.stages[k], a.ui.In, a.theme
	inner := b.Inset(min(42, max(20, min(b.W(), b.H())*0.09)))
	if len(a.stages) == 2 {
		inner.Min.Y += 22
	}
	s.lay(inner, in.Seconds)
	if s.moving {
		a.settle = max(a.settle, 0.1)
	}
	s.look.Hover = -1
	if b.Has(in.Mouse) && !a.help {
		s.look.Hover = s.plan.Find(in.Mouse)
	}
	s.look.Clock = a.clock
	s.look.Beads = s.status.Playing
	a.ui.Draw(draw.ClipTo(b))
	a.ui.Draw(view.Picture(&s.shown, s.plan, s.look, t)...)
	a.ui.Draw(draw.ClipTo(b))
	if len(a.stages) == 2 {
		ink := t.Soft
		if a.active == k {
			ink = t.Ink
		}
		a.ui.Draw(draw.Strong(draw.Point{X: b.Mid().X, Y: b.Min.Y + 24}, 14, draw.Centre, ink, draw.Shorten(s.session.Title, 14, true, b.W()-24)))
	}
	a.ui.Draw(draw.NoClip())
	a.pan(s, k, b, inner)
}

// pan moves and enlarges a stage under the hand, and chooses agents.
func (a *App) pan(s *stage, k int, b, inner draw.Rect) {
	in := a.ui.In
	if b.Has(in.Mouse) && in.Wheel != 0 && !a.help && !a.ui.MenuOpen() {
		s.wheel(in.Wheel, in.Mouse, inner)
		a.settle = 0.3
	}
	if in.Press && !a.ui.Taken && b.Has(in.Mouse) && !a.help && !a.ui.MenuOpen() {
		s.grabbed = in.Mouse
		a.active = k
	}
	if !a.ui.Drag(fmt.Sprint("stage", k), b) {
		if in.Release && s.grabbed != (draw.Point{}) {
			if in.Mouse.Sub(s.grabbed).Len() < 4 {
				a.pick(s, in.Shift || in.Ctrl)
			}
			s.grabbed = draw.Point{}
		}
		return
	}
	if s.zoom > 1 && s.grabbed != (draw.Point{}) {
		s.pan = s.pan.Add(in.Mouse.Sub(s.grabbed).Mul(1 / inner.H()))
		if in.Mouse.Sub(s.grabbed).Len() >= 4 {
			s.grabbed = in.Mouse
		}
	}
}

// pick chooses the agent under the pointer on all stages, or nobody.
func (a *App) pick(s *stage, more bool) {
	i := s.look.Hover
	for _, o := range a.stages {
		switch {
		case i >= 0:
			o.choose(i, more)
		case !more:
			o.look.Chosen = nil
		}
	}
	if i >= 0 && len(s.look.Chosen) > 0 {
		a.tab = tabAgent
	}
	a.settle = 0.5
}

// bar draws title, phases, the cycle and what is always at hand.
func (a *App) bar(b draw.Rect) {
	x := b.Min.X + 14
	mid := b.Mid().Y
	if a.ui.Icon("bar/home", draw.R(x, mid-16, 32, 32), "home", "All scenarios (G)", false) {
		a.close()
		return
	}
	x += 46
	right := b.Max.X - 14
	for _, k := range []struct{ id, sign, tip string }{{"help", "help", "What the keys do (?)"}, {"theme", a.themeSign(), "Light or dark (T)"}, {"wide", "panel", "With or without this panel (V)"}, {"picture", "save", "Save a picture: PNG (S), SVG (Shift+S)"}} {
		if a.ui.Icon("bar/"+k.id, draw.R(right-32, mid-16, 32, 32), k.sign, k.tip, k.id == "help" && a.help || k.id == "wide" && a.wide) {
			a.barDo(k.id)
		}
		right -= 38
	}
	right = a.soundIcon(right, mid)
	a.heading(b, x, right-12)
}

// heading draws title, phases and cycle between two places of the bar.
func (a *App) heading(b draw.Rect, x, right float32) {
	t, s, mid := a.theme, a.stages[0], b.Mid().Y
	title := s.session.Title
	if len(a.stages) == 2 {
		title = s.session.Title + "  and  " + a.stages[1].session.Title
	}
	long := a.longest()
	cycle := fmt.Sprintf("cycle %d", long.Cycle)
	if long.Cycles > 0 {
		cycle += fmt.Sprintf(" of %d", long.Cycles)
	}
	a.ui.Draw(draw.Strong(draw.Point{X: right, Y: mid - 8}, 13, draw.Right, t.Ink, cycle))
	a.ui.Draw(draw.Words(draw.Point{X: right, Y: mid + 10}, 10.5, draw.Right, t.Soft, a.digestLine()))
	chips := a.phases(draw.Point{X: right - 190, Y: mid}, s)
	a.ui.Draw(draw.Strong(draw.Point{X: x, Y: mid}, 15, draw.Left, t.Ink, draw.Shorten(title, 15, true, chips-x-20)))
}

func (a *App) themeSign() string {
	if a.theme == draw.Light {
		return "moon"
	}
	return "sun"
}

func (a *App) barDo(id string) {
	switch id {
	case "help":
		a.help = !a.help
	case "theme":
		a.turnTheme()
	case "wide":
		a.wide = !a.wide
		a.settle = 0.5
	case "picture":
		a.savePicture(false)
	}
}

// soundIcon turns sound on and off, where there is any.
func (a *App) soundIcon(right, mid float32) float32 {
	if a.host.Hear == nil || len(a.stages[a.active].frame.Onsets) == 0 && !a.sound {
		return right
	}
	sign := "silent"
	if a.sound {
		sign = "sound"
	}
	if a.ui.Icon("bar/sound", draw.R(right-32, mid-16, 32, 32), sign, "Hear the ensemble (M)", false) {
		a.sound = !a.sound
	}
	return right - 38
}

// digestLine is what stands below the cycle.
func (a *App) digestLine() string {
	switch st := a.status(); {
	case st.Busy:
		return "on the way"
	case st.Digest != "":
		first, second, two := strings.Cut(st.Digest, " ")
		if two { // there is room for the beginning of both
			return fmt.Sprintf("digests %.8s and %.8s", first, second)
		}
		return fmt.Sprintf("digest %.12s", first)
	case st.Pace >= 1:
		return fmt.Sprintf("%s cycles a second", draw.Short(math.Round(st.Pace)))
	}
	return "playing"
}

// phases draws the phases as beads on a line, the present one lit; it ends at
// the given place and returns where it begins.
func (a *App) phases(end draw.Point, s *stage) float32 {
	t := a.theme
	names := s.shown.Phases
	if len(names) < 2 || a.size.X < 1000 {
		return end.X
	}
	w := float32(0)
	for _, n := range names {
		w += draw.Measure(view.Plain(n), 11.5, true) + 26
	}
	x := end.X - w
	at := x
	slow := !s.status.Playing || s.status.Speed != play.Fastest && s.status.Speed <= 24
	for k, n := range names {
		n = view.Plain(n)
		width := draw.Measure(n, 11.5, true)
		r := draw.R(at, end.Y-12, width+20, 24)
		if k == s.shown.Phase && slow {
			a.ui.Draw(draw.Fill(r, 12, t.Accent), draw.Strong(r.Mid(), 11.5, draw.Centre, t.OnAccent, n))
		} else {
			a.ui.Draw(draw.Words(r.Mid(), 11.5, draw.Centre, t.Soft, n))
		}
		at += width + 26
	}
	return x
}

// transport draws the buttons that play.
func (a *App) transport(b draw.Rect) {
	st, t := a.status(), a.theme
	mid := b.Mid().Y + 2
	x := b.Min.X + 14
	sign, tip := "play", "Play (space)"
	if st.Playing {
		sign, tip = "pause", "Pause (space)"
	}
	for _, k := range []struct {
		id, sign, tip string
		wide          float32
	}{{"start", "start", "To the beginning (Home)", 30}, {"back", "back", "One cycle back (left)", 30}, {"play", sign, tip, 46}, {"cycle", "cycle", "One cycle (right)", 30}, {"phase", "phase", "One phase (P)", 30}} {
		if a.ui.Icon("play/"+k.id, draw.R(x, mid-15, k.wide, 30), k.sign, k.tip, k.id == "play") {
			a.transportDo(k.id)
		}
		x += k.wide + 6
	}
	x += 14
	a.speed(draw.R(x, mid-15, 190, 30), st)
	if m := a.hoveredMark(); m != nil {
		a.ui.Draw(draw.Words(draw.Point{X: x + 214, Y: mid}, 12, draw.Left, t.Ink, fmt.Sprintf("cycle %d: %s", m.Cycle, m.Text)))
	} else if same := "same people, same shocks, same draws"; len(a.stages) == 2 && x+214+draw.Measure(same, 12, false) < b.Max.X-50 {
		a.ui.Draw(draw.Words(draw.Point{X: x + 214, Y: mid}, 12, draw.Left, t.Soft, same))
	}
	if st.Undoable && a.ui.Icon("play/undo", draw.R(b.Max.X-44, mid-15, 30, 30), "undo", "Undo the last change (Z)", false) {
		a.undo()
	}
}

func (a *App) transportDo(id string) {
	switch id {
	case "play":
		a.playPause()
	default:
		a.playKey(map[string]string{"start": "home", "back": "left", "cycle": "right", "phase": "p"}[id], a.ui.In)
	}
}

// speed chooses how fast it plays.
func (a *App) speed(b draw.Rect, st play.Status) {
	k := len(play.Speeds) - 1
	for i, v := range play.Speeds {
		if v == st.Speed {
			k = i
		}
	}
	label := "as fast as it goes"
	if v := play.Speeds[k]; v != play.Fastest {
		unit := "phases/s"
		if len(a.stages[0].shown.Phases) < 2 {
			unit = "cycles/s"
		}
		label = draw.Short(v) + " " + unit
	}
	last := float64(len(play.Speeds) - 1)
	now, _ := a.ui.Slider("play/speed", b, "Speed", label, "How fast it plays (up, down)", ui.Range{Value: float64(k), Hi: last, Own: math.NaN(), Whole: true})
	if i := int(math.Round(now)); i != k {
		v := play.Speeds[i]
		a.each(func(p *play.Player) { p.Speed = v })
	}
}

func (a *App) hoveredMark() *view.Mark {
	s := a.stages[a.active]
	sc := a.lastScore
	if sc == nil {
		return nil
	}
	return sc.MarkAt(&s.shown, a.ui.In.Mouse)
}

// scoreIn draws the score and hears the pointer on its time line.
func (a *App) scoreIn(b draw.Rect) {
	s := a.stages[a.active]
	if a.picked == nil {
		a.picked = pickMeasures(&s.shown)
	}
	b.Min.Y += 2
	b.Max.Y -= 6
	var sc *view.Score
	if len(a.stages) == 2 {
		sc = view.LayScore(a.longest(), a.picked, b)
		a.ui.Draw(sc.Pair(&a.stages[0].shown, &a.stages[1].shown, a.names(b.W()/2-120), a.theme)...)
	} else {
		sc = view.LayScore(&s.shown, a.picked, b)
		a.ui.Draw(sc.Draw(&s.shown, s.look, a.theme)...)
	}
	a.lastScore = sc
	if a.ui.Drag("score/time", draw.Rect{Min: draw.Point{X: sc.Line.Min.X - 10, Y: sc.River.Min.Y}, Max: draw.Point{X: sc.Line.Max.X + 10, Y: sc.Line.Max.Y}}) {
		to := sc.CycleAt(a.ui.In.Mouse.X)
		if to != s.status.Cycle {
			a.each(func(p *play.Player) { p.Seek(to) })
		}
	}
}

// names are the titles of two stages, cut to a width.
func (a *App) names(width float32) (out [2]string) {
	for k, s := range a.stages {
		out[k] = draw.Shorten(s.session.Title, 11.5, false, width)
	}
	return out
}

// pickMeasures are the measures shown at first.
func pickMeasures(f *view.Frame) (out []string) {
	if f.History == nil {
		return nil
	}
	for _, want := range []string{"quality", "time_used", "leadership_gini", "effective_leaders"} {
		if f.History.Measure(want) != nil && len(out) < 3 {
			out = append(out, want)
		}
	}
	for _, m := range f.History.Measures {
		if len(out) < 3 && !has(out, m.Name) {
			out = append(out, m.Name)
		}
	}
	return out
}

func has(list []string, s string) bool {
	return slices.Contains(list, s)
}
