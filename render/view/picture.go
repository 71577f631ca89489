package view

import "tutti/render/draw"

// A Face is the way a model is shown on the stage, and what its legend says.
type Face struct {
	Model  string
	Prefer func(f *Frame, l *Look) // what suits it at first; nil for nothing
	Draw   func(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape
	Key    func(f *Frame, p *Plan, look Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32)
}

// Picture draws whatever model a frame comes from.
func Picture(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	return faceOf(f).Draw(f, p, look, t)
}

// Key is the legend of whatever model a frame comes from.
func Key(f *Frame, p *Plan, look Look, b draw.Rect, t *draw.Theme) ([]draw.Shape, float32) {
	return faceOf(f).Key(f, p, look, b, t)
}

// Prefer sets the look that suits a model, where there is one.
func Prefer(f *Frame, l *Look) {
	if p := faceOf(f).Prefer; p != nil {
		p(f, l)
	}
}

func faceOf(f *Frame) *Face {
	for k := range Catalogue {
		if Catalogue[k].Model == f.Model {
			return &Catalogue[k]
		}
	}
	return &Catalogue[len(Catalogue)-1]
}

// Orchestral says whether the units are sections of an orchestra.
func Orchestral(f *Frame) bool {
	known := 0
	for _, u := range f.Units {
		if _, _, ok := sectionOf(u); ok {
			known++
		}
	}
	return len(f.Units) > 1 && known*2 > len(f.Units)
}

// Peopled says whether a model is shown as agents at places.
func Peopled(f *Frame) bool { return faceOf(f).Prefer != nil }
