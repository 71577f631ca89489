package ui

import (
	"testing"

	"tutti/render/draw"
)

// tick runs widgets once with an input.
func tick(u *UI, in Input, f func()) {
	in.Size = draw.Pt(400, 300)
	if in.Seconds == 0 {
		in.Seconds = 0.02
	}
	u.Begin(&in, draw.Light)
	f()
	u.End()
}

// click presses and releases at a place.
func click(u *UI, at draw.Point, f func()) {
	tick(u, Input{Mouse: at}, f)
	tick(u, Input{Mouse: at, Press: true, Down: true}, f)
	tick(u, Input{Mouse: at, Release: true}, f)
}

func TestButton(t *testing.T) {
	u, n := New(), 0
	f := func() {
		if u.Button("a", draw.R(10, 10, 80, 30), "Press", "", false) {
			n++
		}
	}
	click(u, draw.Pt(50, 25), f)
	click(u, draw.Pt(150, 25), f)
	if n != 1 {
		t.Errorf("pressed %d times, want 1", n)
	}
	tick(u, Input{Mouse: draw.Pt(50, 25), Press: true, Down: true}, f) // taken, and let go elsewhere
	tick(u, Input{Mouse: draw.Pt(250, 25), Release: true}, f)
	if n != 1 {
		t.Errorf("letting go elsewhere pressed it")
	}
	tick(u, Input{Keys: []string{"tab"}}, f)
	tick(u, Input{Keys: []string{"enter"}}, f)
	if n != 2 {
		t.Errorf("tab and enter: pressed %d times, want 2", n)
	}
}

func TestSlider(t *testing.T) {
	u, v, done := New(), 0.2, 0
	f := func() {
		now, d := u.Slider("s", draw.R(0, 0, 114, 36), "Trust", "0.2", "", Range{Value: v, Hi: 1, Own: 0.2})
		v = now
		if d {
			done++
		}
	}
	tick(u, Input{Mouse: draw.Pt(27, 29), Press: true, Down: true}, f)
	tick(u, Input{Mouse: draw.Pt(82, 29), Down: true}, f)
	if v != 0.75 || done != 0 {
		t.Errorf("dragged to %v with %d ends, want 0.75 with none yet", v, done)
	}
	tick(u, Input{Mouse: draw.Pt(82, 29), Release: true}, f)
	if done != 1 {
		t.Errorf("%d ends, want 1", done)
	}
	tick(u, Input{Keys: []string{"tab"}}, f)
	tick(u, Input{Keys: []string{"right", "right"}}, f)
	if v != 0.85 || done != 2 {
		t.Errorf("by keys: %v with %d ends, want 0.85 with 2", v, done)
	}
}

func TestChoice(t *testing.T) {
	u, c := New(), 0
	f := func() {
		c = u.Choice("c", draw.R(0, 0, 200, 28), "Colour", []string{"unit", "trust", "autonomy"}, c, "")
	}
	click(u, draw.Pt(100, 14), f)
	if !u.MenuOpen() {
		t.Fatal("the menu does not open")
	}
	tick(u, Input{Mouse: draw.Pt(100, 75), Press: true, Down: true}, f)
	tick(u, Input{Mouse: draw.Pt(100, 75), Release: true}, f)
	if c != 1 || u.MenuOpen() {
		t.Errorf("chose %d, menu open %v; want 1 and closed", c, u.MenuOpen())
	}
	click(u, draw.Pt(100, 14), f)
	tick(u, Input{Keys: []string{"down"}}, f)
	tick(u, Input{Keys: []string{"escape"}}, f)
	if c != 2 || u.MenuOpen() {
		t.Errorf("by keys: chose %d, menu open %v; want 2 and closed", c, u.MenuOpen())
	}
}

func TestSwitchAndSegments(t *testing.T) {
	u, on, k := New(), false, 0
	f := func() {
		on = u.Switch("on", draw.R(0, 0, 100, 22), "Names", "", on)
		k = u.Segments("tabs", draw.R(0, 40, 300, 30), []string{"See", "Change", "Agent"}, k)
	}
	click(u, draw.Pt(90, 10), f)
	click(u, draw.Pt(250, 55), f)
	if !on || k != 2 {
		t.Errorf("switch %v, segment %d; want true and 2", on, k)
	}
}

func TestTooltip(t *testing.T) {
	u := New()
	f := func() { u.Icon("i", draw.R(10, 10, 30, 30), "play", "Play (space)", false) }
	for range 40 {
		tick(u, Input{Mouse: draw.Pt(20, 20)}, f)
	}
	for _, s := range u.Out {
		if s.Text == "Play (space)" {
			return
		}
	}
	t.Errorf("no tooltip")
}

func TestScroll(t *testing.T) {
	u, off := New(), float32(0)
	f := func() { off = u.Scroll("l", draw.R(0, 0, 100, 100), 300) }
	tick(u, Input{Mouse: draw.Pt(50, 50), Wheel: -1}, f)
	if off != 42 {
		t.Errorf("one notch: %v, want 42", off)
	}
	for range 9 {
		tick(u, Input{Mouse: draw.Pt(50, 50), Wheel: -1}, f)
	}
	if off != 200 {
		t.Errorf("at the end: %v, want 200", off)
	}
}

func TestSigns(t *testing.T) {
	for _, name := range []string{"play", "pause", "phase", "cycle", "start", "back", "sun", "moon", "help", "home", "close", "undo", "save", "pin", "sound", "silent"} {
		if len(Sign(name, draw.Pt(0, 0), 16, draw.Hex(0), draw.Hex(0xffffff))) == 0 {
			t.Errorf("no sign %q", name)
		}
	}
}
