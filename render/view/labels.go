package view

import (
	"sort"
	"strconv"

	"tutti/render/draw"
)

// A Board keeps what is taken on a picture, so that labels never collide.
type Board struct {
	taken []draw.Rect
	box   draw.Rect
}

// NewBoard returns an empty board; labels stay inside box.
func NewBoard(box draw.Rect) *Board { return &Board{box: box} }

// Block takes a rectangle.
func (b *Board) Block(r draw.Rect) { b.taken = append(b.taken, r) }

// Free says whether a rectangle is free and inside the box.
func (b *Board) Free(r draw.Rect) bool {
	if r.Min.X < b.box.Min.X || r.Max.X > b.box.Max.X || r.Min.Y < b.box.Min.Y || r.Max.Y > b.box.Max.Y {
		return false
	}
	for _, q := range b.taken {
		if q.Hits(r) {
			return false
		}
	}
	return true
}

// Near puts a label beside a disc, at the first free place of eight, and takes
// it; ok is false where there is none.
func (b *Board) Near(at draw.Point, r float32, l draw.Shape) (out draw.Shape, ok bool) {
	d := r + 3
	h := l.R*0.6 + 1
	for _, c := range []struct {
		dx, dy float32
		a      draw.Anchor
	}{
		{0, d + h, draw.Centre}, {0, -d - h, draw.Centre}, {d + 1, 0, draw.Left}, {-d - 1, 0, draw.Right},
		{d * 0.75, d*0.75 + h/2, draw.Left}, {-d * 0.75, d*0.75 + h/2, draw.Right}, {d * 0.75, -d*0.75 - h/2, draw.Left}, {-d * 0.75, -d*0.75 - h/2, draw.Right},
	} {
		l.At, l.Anchor = draw.Point{X: at.X + c.dx, Y: at.Y + c.dy}, c.a
		if r := l.Bounds(); b.Free(r) {
			b.Block(r)
			return l, true
		}
	}
	return l, false
}

// Put places a label where it is, if that is free.
func (b *Board) Put(l draw.Shape) bool {
	if r := l.Bounds(); b.Free(r) {
		b.Block(r)
		return true
	}
	return false
}

// names labels agents and units: the chosen first, then the largest, as many as
// find room.
func names(f *Frame, p *Plan, look Look, t *draw.Theme) (s []draw.Shape) {
	if p.Base < 3 && len(look.Chosen) == 0 && look.Hover < 0 && look.Layout != "units" {
		return nil
	}
	b := NewBoard(p.Box.Inset(-24))
	order := make([]int, len(p.At))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(x, y int) bool { return p.Radius[order[x]] > p.Radius[order[y]] })
	if p.Base >= 3 {
		for i, at := range p.At {
			r := p.Radius[i] * 0.9
			b.Block(draw.R(at.X-r, at.Y-r, 2*r, 2*r))
		}
	}
	first := append([]int(nil), look.Chosen...)
	if !holds(first, look.Hover) {
		first = append(first, look.Hover)
	}
	for _, i := range first {
		if i >= 0 && i < f.N() {
			if l, ok := b.Near(p.At[i], p.Radius[i]+3, draw.Strong(draw.Point{}, 13, draw.Centre, t.Ink, f.Names[i])); ok {
				s = append(s, plate(&l, t), l)
			}
		}
	}
	if look.Layout == "units" {
		s = append(s, unitNames(f, p, b, t)...)
	}
	if p.Base < 3 {
		return s
	}
	most := 150
	for _, i := range order[:min(most, len(order))] {
		if holds(first, i) || !f.Present(i) {
			continue
		}
		if l, ok := b.Near(p.At[i], p.Radius[i], draw.Words(draw.Point{}, 11, draw.Centre, t.Soft, f.Names[i])); ok {
			s = append(s, plate(&l, t), l)
		}
	}
	return s
}

// unitNames labels units over their heads, where there is room.
func unitNames(f *Frame, p *Plan, b *Board, t *draw.Theme) (s []draw.Shape) {
	if len(f.Units) > 40 {
		return nil
	}
	top := make([]draw.Point, len(f.Units))
	sum, n := make([]float32, len(f.Units)), make([]float32, len(f.Units))
	for i, at := range p.At {
		if u := f.Unit[i]; u >= 0 {
			if n[u] == 0 || at.Y-p.Radius[i] < top[u].Y {
				top[u].Y = at.Y - p.Radius[i]
			}
			sum[u], n[u] = sum[u]+at.X, n[u]+1
		}
	}
	for u, name := range f.Units {
		if n[u] < 2 {
			continue
		}
		at := draw.Point{X: sum[u] / n[u], Y: top[u].Y - p.Base*2 - 9}
		at.Y = max(at.Y, b.box.Min.Y+8)
		l := draw.Strong(at, 12.5, draw.Centre, draw.Mix(t.Kind(u), t.Ink, 0.35), unitLabel(name))
		if b.Put(l) {
			s = append(s, l)
		}
	}
	return s
}

// unitLabel is the name of a unit, told as one where it is a bare number.
func unitLabel(name string) string {
	if _, err := strconv.Atoi(name); err == nil {
		return "unit " + name
	}
	return name
}

// plate is a patch of paper under a label, so that ties do not cross it.
func plate(l *draw.Shape, t *draw.Theme) draw.Shape {
	return draw.Fill(l.Bounds(), 3, t.Paper.Fade(0.72))
}
