// Package sample holds a picture with one of everything, on which painters are
// compared.
package sample

import "tutti/render/draw"

// Scene shows each kind of shape in the colours of a theme, 320 by 360 points.
func Scene(t *draw.Theme) []draw.Shape {
	s := []draw.Shape{
		draw.Fill(draw.R(20, 20, 280, 160), 14, t.Panel),
		draw.Frame(draw.R(20, 20, 280, 160), 14, 1, t.Line),
		draw.Strong(draw.Pt(36, 44), 16, draw.Left, t.Ink, "The stage, 28 players"),
		draw.Words(draw.Pt(36, 66), 12, draw.Left, t.Soft, "size: leadership share, 0.137 to 0.941"),
		draw.Halo(draw.Pt(90, 120), 40, t.Accent.Fade(0.6)),
		draw.Dot(draw.Pt(90, 120), 16, t.Kind(0)),
		draw.Ring(draw.Pt(90, 120), 22, 2, t.Ink),
		draw.Taper(draw.Bow(draw.Pt(90, 120), draw.Pt(240, 110), 0.2, 16), 1, 8, t.Sources[1].Fade(0.6)),
		draw.Dot(draw.Pt(240, 110), 12, t.Kind(1)),
		draw.Arc(draw.Pt(240, 110), 17, -1.5, 2, 3, t.Good),
		draw.Convex([]draw.Point{draw.Pt(160, 130), draw.Pt(200, 140), draw.Pt(190, 170), draw.Pt(150, 168)}, t.Kind(2).Fade(0.5)),
		draw.Segment(draw.Pt(40, 170), draw.Pt(280, 176), 0.8, t.Faint),
	}
	for i := range 8 {
		s = append(s, draw.Dot(draw.Pt(40+i*32, 210), 12, t.Kind(i)))
	}
	for i := range 60 {
		s = append(s, draw.Fill(draw.R(30+4*i, 230, 4, 14), 0, t.Shade(float64(i)/59)), draw.Fill(draw.R(30+4*i, 246, 4, 14), 0, t.Lean(float64(i)/29.5-1)))
	}
	up, down := []draw.Point{}, []draw.Point{}
	for i := range 30 {
		up = append(up, draw.Pt(30+8*i, 290+(i*7%13)))
		down = append(down, draw.Pt(30+8*i, 310-(i*5%11)))
	}
	s = append(s, draw.Between(up, down, t.Kind(3)), draw.ClipTo(draw.R(100, 280, 60, 60)), draw.Dot(draw.Pt(100, 300), 30, t.Kind(4)),
		draw.Words(draw.Pt(130, 330), 20, draw.Centre, t.Ink, "clipped away"), draw.NoClip())
	return s
}
