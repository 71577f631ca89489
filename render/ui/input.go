// Package ui holds what the front end listens to and its widgets: buttons,
// sliders, switches, lists, drawn from the same shapes as the views and
// knowing no display. A widget is a call: it draws itself and says whether it
// was used.
package ui

import "slices"

import "tutti/render/draw"

// An Input is what the hand did since the last tick.
type Input struct {
	Size    draw.Point // of the window [points]
	Scale   float32    // pixels per point
	Seconds float64    // since the last tick
	Mouse   draw.Point // pointer [points]
	Down    bool       // main button is held
	Press   bool       // it went down in this tick
	Release bool       // it went up in this tick
	Double  bool       // the press was the second of two quick ones
	Wheel   float32    // notches, up is positive [−3..3]
	Keys    []string   // keys that went down, in small letters: "a", "space", "left", "escape", "f1", "?"
	Typed   string     // characters typed
	Shift   bool
	Ctrl    bool
	Files   []File // dropped on the window
	Closing bool   // the window is asked to close
}

// A File was dropped on the window, or chosen.
type File struct {
	Name string
	Text []byte
}

// Key says whether a key went down in this tick.
func (in *Input) Key(name string) bool {
	return slices.Contains(in.Keys, name)
}
