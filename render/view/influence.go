package view

import (
	"math"
	"sort"

	"tutti/render/draw"
)

// A stream is all influence of one agent on another.
type stream struct {
	by, on int32
	moved  float32
	parts  [3]float32
}

// streams sums the flows pair by pair, as far as the reader wants to see them,
// the strongest last, at most most.
func streams(f *Frame, look Look, most int) []stream {
	sum := map[[2]int32]int{}
	var out []stream
	for _, w := range f.Flows {
		if look.Domain >= 0 && int(w.Domain) != look.Domain {
			continue
		}
		if len(look.Chosen) > 0 && !holds(look.Chosen, int(w.By)) && !holds(look.Chosen, int(w.On)) {
			continue
		}
		moved, parts := w.Moved, w.Parts
		if look.Source >= 0 {
			moved = w.Parts[look.Source]
			parts = [3]float32{}
			parts[look.Source] = moved
		}
		if moved <= 0 {
			continue
		}
		key := [2]int32{w.By, w.On}
		k, ok := sum[key]
		if !ok {
			k = len(out)
			sum[key] = k
			out = append(out, stream{by: w.By, on: w.On})
		}
		out[k].moved += moved
		for j := range parts {
			out[k].parts[j] += parts[j]
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].moved > out[b].moved })
	out = out[:min(len(out), most)]
	for a, b := 0, len(out)-1; a < b; a, b = a+1, b-1 {
		out[a], out[b] = out[b], out[a]
	}
	return out
}

// source is the colour of the source that moved most.
func (w *stream) source(t *draw.Theme) draw.Colour {
	best := 0
	for k, x := range w.parts {
		if x > w.parts[best] {
			best = k
		}
	}
	return t.Sources[best]
}

// influence draws streams as tapering curves, wide where they come from, and
// beads that travel along them.
func influence(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	if p.Base < 3 {
		return threads(f, p, look, t)
	}
	all := streams(f, look, 260)
	if len(all) == 0 {
		return nil
	}
	top := all[len(all)-1].moved
	s := make([]draw.Shape, 0, 3*len(all))
	var beads []draw.Shape
	for _, w := range all {
		if int(w.by) >= len(p.At) || int(w.on) >= len(p.At) {
			continue
		}
		x := float32(math.Sqrt(float64(w.moved / top)))
		a, b := p.At[w.by], p.At[w.on]
		long := b.Sub(a).Len()
		if long < 1 {
			continue
		}
		b = b.Towards(a, min(0.45, (p.Radius[w.on]+2)/long))
		line := draw.Bow(a, b, 0.16, max(8, min(22, int(long/14))))
		tone := w.source(t)
		wide := 0.8 + 0.42*p.Base*x
		s = append(s, draw.Taper(line, wide, wide*0.18+0.5, tone.Fade(0.10+0.36*x)))
		if look.Beads && x > 0.3 {
			beads = append(beads, bead(line, long, x, w, look, tone, p.Base))
		}
	}
	return append(s, beads...)
}

// bead is the light that travels along a curve.
func bead(line []draw.Point, long, x float32, w stream, look Look, tone draw.Colour, base float32) draw.Shape {
	speed := 150 / max(float64(long), 60) // journeys a second
	at := math.Mod(look.Clock*speed+float64((w.by*7919+w.on*104729)%1000)/1000, 1)
	k := at * float64(len(line)-1)
	i := min(int(k), len(line)-2)
	q := line[i].Towards(line[i+1], float32(k-float64(i)))
	fade := float32(math.Sin(math.Pi * at))
	return draw.Dot(q, min(max(base*0.16, 1.3), 3)*(0.6+0.5*x), tone.Fade(0.9*fade))
}

// threads draws influence among many as thin straight lines.
func threads(f *Frame, p *Plan, look Look, t *draw.Theme) []draw.Shape {
	all := f.Flows
	const most = 8000
	step := max(1, len(all)/most)
	s := make([]draw.Shape, 0, len(all)/step+1)
	top := float32(0)
	for i := 0; i < len(all); i += step {
		top = max(top, all[i].Moved)
	}
	for i := 0; i < len(all); i += step {
		w := stream{by: all[i].By, on: all[i].On, moved: all[i].Moved, parts: all[i].Parts}
		if look.Domain >= 0 && int(all[i].Domain) != look.Domain || w.moved <= 0 || int(max(w.by, w.on)) >= len(p.At) {
			continue
		}
		if len(look.Chosen) > 0 && !holds(look.Chosen, int(w.by)) && !holds(look.Chosen, int(w.on)) {
			continue
		}
		s = append(s, draw.Segment(p.At[w.by], p.At[w.on], 0.8, w.source(t).Fade(0.05+0.2*w.moved/top)))
	}
	return s
}
