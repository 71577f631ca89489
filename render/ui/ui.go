package ui

import (
	"math"
	"unicode/utf8"

	"tutti/render/draw"
)

// A UI draws widgets into Out and remembers, from tick to tick, which one is
// held, which has the focus of the keyboard, and how long the pointer rests.
type UI struct {
	In    *Input
	T     *draw.Theme
	Out   []draw.Shape
	Taken bool // a widget has used the pointer in this tick

	held  string // pressed and not yet released
	focus string
	order []string // widgets that can have the focus, as drawn
	rest  float64  // how long the pointer rests on a widget [s]
	over  string   // the widget it rests on
	tip   string
	tipAt draw.Rect
	top   []draw.Shape // painted last: menus and tooltips
	menu  string       // open menu
	from  float64      // value of a slider when it was taken
	list  map[string]float32
	cover draw.Rect // of the open menu, which hides what is below
}

// New returns a UI.
func New() *UI { return &UI{list: map[string]float32{}} }

// Begin starts a tick.
func (u *UI) Begin(in *Input, t *draw.Theme) {
	u.In, u.T, u.Out, u.top = in, t, u.Out[:0], u.top[:0]
	u.Taken, u.tip, u.order = false, "", u.order[:0]
	if u.menu == "" {
		u.cover = draw.Rect{}
	}
}

// End finishes a tick: the focus moves, tooltips appear.
func (u *UI) End() {
	if u.In.Key("tab") && len(u.order) > 0 {
		u.focus = u.next()
	}
	if u.tip != "" {
		u.tooltip()
	}
	u.Out = append(u.Out, u.top...)
	if u.In.Release || !u.In.Down {
		u.held = ""
	}
	if u.In.Press && !u.cover.Has(u.In.Mouse) && u.menu != "" && !u.Taken {
		u.menu = ""
	}
}

// next is the widget after the one with the focus, or before it with shift.
func (u *UI) next() string {
	step, at := 1, -1
	if u.In.Shift {
		step, at = -1, 0
	}
	for k, id := range u.order {
		if id == u.focus {
			at = k
		}
	}
	return u.order[(at+step+len(u.order))%len(u.order)]
}

// Draw adds shapes.
func (u *UI) Draw(s ...draw.Shape) { u.Out = append(u.Out, s...) }

// Moving says whether the next tick must be drawn even if nothing happens.
func (u *UI) Moving() bool { return u.held != "" || u.over != "" && u.rest < 0.7 }

// Focused says whether a widget has the focus of the keyboard.
func (u *UI) Focused() bool { return u.focus != "" }

// Unfocus takes the focus away and closes menus.
func (u *UI) Unfocus() { u.focus, u.menu = "", "" }

// MenuOpen says whether a menu is open.
func (u *UI) MenuOpen() bool { return u.menu != "" }

// hover says whether the pointer is on a widget, and counts how long.
func (u *UI) hover(id string, b draw.Rect, tip string) bool {
	if !b.Has(u.In.Mouse) || u.cover.Has(u.In.Mouse) || u.held != "" && u.held != id {
		if u.over == id {
			u.over, u.rest = "", 0
		}
		return false
	}
	if u.over != id {
		u.over, u.rest = id, 0
	}
	u.rest += u.In.Seconds
	if u.rest > 0.6 && tip != "" {
		u.tip, u.tipAt = tip, b
	}
	return true
}

// press says whether a widget was pressed, by pointer or by keyboard.
func (u *UI) press(id string, b draw.Rect, tip string) (used, over bool) {
	u.order = append(u.order, id)
	over = u.hover(id, b, tip)
	if over && u.In.Press && !u.Taken {
		u.held, u.Taken, u.focus = id, true, ""
	}
	used = over && u.In.Release && u.held == id
	if u.focus == id && (u.In.Key("enter") || u.In.Key("space")) {
		used = true
	}
	return used, over
}

// ring shows the focus of the keyboard.
func (u *UI) ring(id string, b draw.Rect, r float32) {
	if u.focus == id {
		u.Draw(draw.Frame(b.Inset(-2), r+2, 2, u.T.Accent))
	}
}

// face is the colour of a widget as it is used.
func (u *UI) face(id string, over, on bool) (back, ink draw.Colour) {
	switch {
	case on:
		return u.T.Accent, u.T.OnAccent
	case u.held == id:
		return draw.Mix(u.T.Hover, u.T.Faint, 0.35), u.T.Ink
	case over:
		return u.T.Hover, u.T.Ink
	}
	return u.T.Raised, u.T.Ink
}

// Button is a labelled button; on draws it chosen.
func (u *UI) Button(id string, b draw.Rect, label, tip string, on bool) bool {
	used, over := u.press(id, b, tip)
	back, ink := u.face(id, over, on)
	u.Draw(draw.Fill(b, 7, back), draw.Words(b.Mid(), 12, draw.Centre, ink, draw.Shorten(label, 12, false, b.W()-10)))
	u.ring(id, b, 7)
	return used
}

// Icon is a button with a drawn sign: "play", "pause", "phase", "cycle",
// "start", "back", "sun", "moon", "help", "home", "close", "undo", "save",
// "pin", "sound".
func (u *UI) Icon(id string, b draw.Rect, sign, tip string, on bool) bool {
	used, over := u.press(id, b, tip)
	back, ink := u.face(id, over, on)
	u.Draw(draw.Fill(b, 8, back))
	u.Draw(Sign(sign, b.Mid(), min(b.W(), b.H())*0.5, ink, back)...)
	u.ring(id, b, 8)
	return used
}

// Segments chooses one of a few options lying side by side.
func (u *UI) Segments(id string, b draw.Rect, options []string, chosen int) int {
	u.Draw(draw.Fill(b, 7, u.T.Raised))
	w := b.W() / float32(len(options))
	for k, label := range options {
		r := draw.R(b.Min.X+w*float32(k), b.Min.Y, w, b.H())
		key := id + "/" + label
		used, over := u.press(key, r, "")
		ink := u.T.Soft
		switch {
		case k == chosen:
			u.Draw(draw.Fill(r.Inset(2), 6, u.T.Panel), draw.Frame(r.Inset(2), 6, 1, u.T.Line))
			ink = u.T.Ink
		case over:
			ink = u.T.Ink
		}
		u.Draw(draw.Words(r.Mid(), 11.5, draw.Centre, ink, draw.Shorten(label, 11.5, false, w-6)))
		u.ring(key, r.Inset(2), 6)
		if used {
			chosen = k
		}
	}
	return chosen
}

// Switch is on or off.
func (u *UI) Switch(id string, b draw.Rect, label, tip string, on bool) bool {
	used, over := u.press(id, b, tip)
	if used {
		on = !on
	}
	k := draw.R(b.Max.X-30, b.Mid().Y-8, 30, 16)
	back, knob := u.T.Faint, k.Min.X+8
	if on {
		back, knob = u.T.Accent, k.Max.X-8
	}
	if over {
		back = draw.Mix(back, u.T.Ink, 0.12)
	}
	u.Draw(draw.Words(draw.Point{X: b.Min.X, Y: b.Mid().Y}, 12, draw.Left, u.T.Ink, label),
		draw.Fill(k, 8, back), draw.Dot(draw.Point{X: knob, Y: k.Mid().Y}, 6, u.T.Panel))
	u.ring(id, k, 8)
	return on
}

// A Range is what a slider chooses from.
type Range struct {
	Value, Lo, Hi float64
	Own           float64 // marked below the track; NaN for no mark
	Whole         bool    // whole numbers only
	Changed       bool    // is no longer what it was
	Room          float32 // left free beside the value [points]
}

// Slider chooses a value. done says that the hand let go of it at another value.
func (u *UI) Slider(id string, b draw.Rect, label, value, tip string, r Range) (now float64, done bool) {
	u.order = append(u.order, id)
	over := u.hover(id, b, tip)
	v := r.Value
	track := draw.R(b.Min.X+7, b.Max.Y-9, b.W()-14, 4)
	if over && u.In.Press && !u.Taken {
		u.held, u.Taken, u.focus, u.from = id, true, "", v
	}
	start := v
	if u.held == id {
		v = r.near(r.Lo + (r.Hi-r.Lo)*float64(min(max((u.In.Mouse.X-track.Min.X)/track.W(), 0), 1)))
		done = u.In.Release && v != u.from
	}
	if u.focus == id {
		for _, k := range u.In.Keys {
			switch k {
			case "left", "down":
				v -= r.step()
			case "right", "up":
				v += r.step()
			}
		}
		if v != start {
			v, done = r.near(v), true
		}
	}
	place := func(v float64) float32 {
		return track.Min.X + track.W()*float32(min(max((v-r.Lo)/max(r.Hi-r.Lo, 1e-300), 0), 1))
	}
	x, knob, ink := place(v), u.T.Accent, u.T.Soft
	if over || u.held == id {
		knob = draw.Mix(knob, u.T.Ink, 0.2)
	}
	if r.Changed {
		ink = u.T.Accent
	}
	if !math.IsNaN(r.Own) {
		u.Draw(draw.Fill(draw.R(place(r.Own)-1, track.Min.Y-5, 2, 14), 1, u.T.Faint))
	}
	u.Draw(draw.Words(draw.Point{X: b.Min.X, Y: b.Min.Y + 9}, 12, draw.Left, u.T.Ink, draw.Shorten(label, 12, false, b.W()-60)))
	if r.Changed {
		u.Draw(draw.Strong(draw.Point{X: b.Max.X - r.Room, Y: b.Min.Y + 9}, 12, draw.Right, ink, value))
	} else {
		u.Draw(draw.Words(draw.Point{X: b.Max.X - r.Room, Y: b.Min.Y + 9}, 12, draw.Right, ink, value))
	}
	u.Draw(draw.Fill(track, 2, u.T.Line), draw.Fill(draw.R(track.Min.X, track.Min.Y, x-track.Min.X, 4), 2, u.T.Accent.Fade(0.75)),
		draw.Dot(draw.Point{X: x, Y: track.Mid().Y}, 7.5, u.T.Panel), draw.Dot(draw.Point{X: x, Y: track.Mid().Y}, 6, knob))
	u.ring(id, b, 4)
	return v, done
}

// step is how far a key moves a slider.
func (r Range) step() float64 {
	if d := (r.Hi - r.Lo) / 20; !r.Whole || d > 1 {
		return d
	}
	return 1
}

// near takes a value to one that the slider can have: a whole number, or a
// hundredth of the range.
func (r Range) near(v float64) float64 {
	v = min(max(v, r.Lo), r.Hi)
	if r.Whole {
		return math.Round(v)
	}
	step := (r.Hi - r.Lo) / 100
	return math.Round((r.Lo+math.Round((v-r.Lo)/step)*step)*1e6) / 1e6
}

// Choice opens a menu of options and returns the one chosen.
func (u *UI) Choice(id string, b draw.Rect, label string, options []string, chosen int, tip string) int {
	used, over := u.press(id, b, tip)
	if used {
		if u.menu == id {
			u.menu = ""
		} else {
			u.menu, u.list[id] = id, 0
		}
	}
	back, ink := u.face(id, over, false)
	field := b
	if label != "" {
		field.Min.X += 62
		u.Draw(draw.Words(draw.Point{X: b.Min.X, Y: b.Mid().Y}, 12, draw.Left, u.T.Soft, label))
	}
	text := "–"
	if chosen >= 0 && chosen < len(options) {
		text = options[chosen]
	}
	c := draw.Point{X: field.Max.X - 12, Y: field.Mid().Y}
	u.Draw(draw.Fill(field, 7, back), draw.Words(draw.Point{X: field.Min.X + 10, Y: field.Mid().Y}, 12, draw.Left, ink, draw.Shorten(text, 12, false, field.W()-32)),
		draw.Segment(c.Add(draw.Pt(-3.5, -1.5)), c.Add(draw.Pt(0., 2.)), 1.4, u.T.Soft), draw.Segment(c.Add(draw.Pt(3.5, -1.5)), c.Add(draw.Pt(0., 2.)), 1.4, u.T.Soft))
	u.ring(id, field, 7)
	if u.focus == id && u.menu != id {
		if u.In.Key("down") && chosen < len(options)-1 {
			chosen++
		}
		if u.In.Key("up") && chosen > 0 {
			chosen--
		}
	}
	if u.menu == id {
		chosen = u.openMenu(id, field, options, chosen)
	}
	return chosen
}

// openMenu draws the open menu of a choice.
func (u *UI) openMenu(id string, field draw.Rect, options []string, chosen int) int {
	const row = 26
	shown := min(len(options), 10)
	h := float32(shown*row + 8)
	m := draw.R(field.Min.X, field.Max.Y+4, field.W(), h)
	if m.Max.Y > u.In.Size.Y-6 {
		m = draw.R(field.Min.X, field.Min.Y-4-h, field.W(), h)
	}
	u.cover = m
	off := u.list[id]
	if m.Has(u.In.Mouse) {
		off = min(max(off-u.In.Wheel*2, 0), float32(len(options)-shown))
		off = float32(math.Round(float64(off)))
		u.list[id] = off
		u.In.Wheel = 0
	}
	u.top = append(u.top, draw.Halo(m.Mid(), 1, u.T.Ink.Fade(0)), draw.Fill(m, 9, u.T.Panel), draw.Frame(m, 9, 1, u.T.Line))
	for k := range shown {
		o := k + int(off)
		r := draw.R(m.Min.X+4, m.Min.Y+4+float32(k*row), m.W()-8, row)
		ink := u.T.Ink
		if r.Has(u.In.Mouse) {
			u.top = append(u.top, draw.Fill(r, 6, u.T.Hover))
			if u.In.Press && !u.Taken {
				u.Taken, u.menu, chosen = true, "", o
			}
		}
		if o == chosen {
			u.top = append(u.top, draw.Dot(draw.Point{X: r.Max.X - 10, Y: r.Mid().Y}, 3, u.T.Accent))
		}
		u.top = append(u.top, draw.Words(draw.Point{X: r.Min.X + 8, Y: r.Mid().Y}, 12, draw.Left, ink, draw.Shorten(options[o], 12, false, r.W()-28)))
	}
	switch {
	case u.In.Key("escape"):
		u.menu = ""
	case u.In.Key("down"):
		chosen = min(chosen+1, len(options)-1)
	case u.In.Key("up"):
		chosen = max(chosen-1, 0)
	}
	return chosen
}

// tooltip explains the widget that the pointer rests on.
func (u *UI) tooltip() {
	lines := draw.Wrap(u.tip, 11.5, false, 240)
	w := float32(0)
	for _, l := range lines {
		w = max(w, draw.Measure(l, 11.5, false))
	}
	b := draw.R(u.tipAt.Mid().X-w/2-10, u.tipAt.Max.Y+8, w+20, float32(len(lines))*16+12)
	if b.Max.Y > u.In.Size.Y-4 {
		b = draw.R(b.Min.X, u.tipAt.Min.Y-8-b.H(), b.W(), b.H())
	}
	dx := min(0, u.In.Size.X-6-b.Max.X) + max(0, 6-b.Min.X)
	b.Min.X, b.Max.X = b.Min.X+dx, b.Max.X+dx
	u.top = append(u.top, draw.Fill(b, 7, u.T.Ink))
	for k, l := range lines {
		u.top = append(u.top, draw.Words(draw.Point{X: b.Min.X + 10, Y: b.Min.Y + 14 + 16*float32(k)}, 11.5, draw.Left, u.T.Paper, l))
	}
}

// Field is a line to type into. It always listens: only one is ever shown.
func (u *UI) Field(b draw.Rect, text, hint string) string {
	if u.In.Key("backspace") && text != "" {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	if !u.In.Ctrl {
		text += u.In.Typed
	}
	u.Draw(draw.Fill(b, 7, u.T.Raised), draw.Frame(b, 7, 1.5, u.T.Accent))
	at := draw.Point{X: b.Min.X + 12, Y: b.Mid().Y}
	shown := text
	for draw.Measure(shown, 12.5, false) > b.W()-30 { // the end is what is being typed
		_, n := utf8.DecodeRuneInString(shown)
		shown = shown[n:]
	}
	end := at.X + draw.Measure(shown, 12.5, false) + 1
	if text == "" {
		u.Draw(draw.Words(draw.Point{X: at.X + 5, Y: at.Y}, 12.5, draw.Left, u.T.Soft, hint))
	}
	u.Draw(draw.Words(at, 12.5, draw.Left, u.T.Ink, shown), draw.Fill(draw.R(end, at.Y-8, 1.5, 16), 0, u.T.Accent))
	return text
}

// Under draws what lies under a window that has all the attention: the hand does
// not reach it.
func (u *UI) Under(f func()) {
	in := u.In
	u.In = &Input{Size: in.Size, Scale: in.Scale, Seconds: in.Seconds, Mouse: draw.Pt(-1e6, -1e6)}
	f()
	u.In, u.order, u.Taken = in, u.order[:0], false
}

// Scroll moves a list under the pointer by the wheel, or by the keys that turn
// pages, and returns how far it is moved [points].
func (u *UI) Scroll(id string, b draw.Rect, height float32) float32 {
	off := u.list[id]
	if b.Has(u.In.Mouse) && !u.cover.Has(u.In.Mouse) {
		off -= u.In.Wheel * 42
		u.In.Wheel = 0
	}
	if u.In.Key("pagedown") {
		off += b.H() * 0.85
	}
	if u.In.Key("pageup") {
		off -= b.H() * 0.85
	}
	off = min(max(off, 0), max(height-b.H(), 0))
	u.list[id] = off
	if height > b.H() {
		h := b.H() * b.H() / height
		y := b.Min.Y + (b.H()-h)*off/(height-b.H())
		u.Draw(draw.Fill(draw.R(b.Max.X-4, y, 3, h), 1.5, u.T.Faint))
	}
	return off
}

// Clicked says whether the free area b was clicked, after all widgets.
func (u *UI) Clicked(b draw.Rect) bool {
	if u.In.Press && !u.Taken && b.Has(u.In.Mouse) && !u.cover.Has(u.In.Mouse) && u.menu == "" {
		u.Taken = true
		return true
	}
	return false
}

// Drag says whether the pointer holds area b (taken by a press in it).
func (u *UI) Drag(id string, b draw.Rect) bool {
	if u.In.Press && !u.Taken && b.Has(u.In.Mouse) && !u.cover.Has(u.In.Mouse) {
		u.held, u.Taken = id, true
	}
	return u.held == id && u.In.Down
}

// Pressed lets an area that is drawn elsewhere have the focus of the keyboard;
// it says whether it was pressed by a key.
func (u *UI) Pressed(id string, b draw.Rect, r float32) bool {
	u.order = append(u.order, id)
	u.ring(id, b, r)
	return u.focus == id && (u.In.Key("enter") || u.In.Key("space"))
}
