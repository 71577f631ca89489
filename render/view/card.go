package view

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"tutti/render/draw"
)

// CardHeight is the height of an agent's card [points].
func CardHeight(f *Frame) float32 {
	return 96 + 19*float32(len(f.Traits)) + 26 + 19*float32(len(f.Domains)) + 26 + 2*46 + 66
}

// Card tells of one agent: traits, expertise, whom it trusts and who trusts it,
// what it claimed and was granted, its last cycle in words, and its history.
func Card(f *Frame, i int, b draw.Rect, t *draw.Theme) []draw.Shape {
	if i >= f.N() {
		return nil
	}
	x, y, w := b.Min.X, b.Min.Y, b.W()
	tone := t.Accent
	if i < len(f.Unit) && f.Unit[i] >= 0 {
		tone = t.Kind(f.Unit[i])
	}
	s := []draw.Shape{
		draw.Dot(draw.Point{X: x + 9, Y: y + 14}, 8, tone),
		draw.Strong(draw.Point{X: x + 26, Y: y + 9}, 14, draw.Left, t.Ink, draw.Shorten(f.Names[i], 14, true, w-60)),
		draw.Words(draw.Point{X: x + 26, Y: y + 25}, 11, draw.Left, t.Soft, draw.Shorten(station(f, i), 11, false, w-30)),
	}
	y += 46
	for k, l := range draw.Wrap(strings.Join(Sentences(f, i), " "), 11.5, false, w) {
		if k == 4 {
			break
		}
		s = append(s, draw.Words(draw.Point{X: x, Y: y}, 11.5, draw.Left, t.Ink, l))
		y += 16
	}
	y = max(y+6, b.Min.Y+96)
	for k := range f.Traits {
		c := &f.Traits[k]
		if c.Groups != nil {
			s = append(s, draw.Words(draw.Point{X: x, Y: y}, 11.5, draw.Left, t.Ink, Plain(c.Name)), draw.Words(draw.Point{X: x + 92, Y: y}, 11.5, draw.Left, t.Ink, c.kind(i)))
			y += 19
			continue
		}
		lo, hi := bounds(c)
		s = append(s, gauge(c.Name, c.Values[i], lo, hi, x, y, w, t.Shade(0.55), t)...)
		y += 19
	}
	if len(f.Domains) > 0 {
		s = append(s, draw.Strong(draw.Point{X: x, Y: y + 8}, 11, draw.Left, t.Soft, "Expertise"))
		y += 26
		for d, name := range f.Domains {
			s = append(s, gauge(name, f.Skill(i, d), 0, 1, x, y, w, t.Shade(0.75), t)...)
			y += 19
		}
	}
	s = append(s, draw.Strong(draw.Point{X: x, Y: y + 8}, 11, draw.Left, t.Soft, "Trust"))
	y += 26
	trusts, trusted := Trusts(f, i)
	s = append(s, people("trusts most", trusts, f, x, y, w, t)...)
	s = append(s, people("trusted most by", trusted, f, x, y+40, w, t)...)
	y += 84
	return append(s, history(f, i, draw.R(x, y, w, 54), t)...)
}

// station says who an agent is in the organisation.
func station(f *Frame, i int) string {
	var parts []string
	if u := f.UnitName(i); u != "" {
		parts = append(parts, u)
	}
	if i < len(f.Office) && f.Office[i] {
		parts = append(parts, "holds the lead")
	}
	if m := managerOf(f, i); m >= 0 {
		parts = append(parts, "reports to "+f.Names[m])
	}
	if !f.Present(i) {
		parts = append(parts, "absent")
	}
	return strings.Join(parts, " · ")
}

// gauge is a named bar with its value.
func gauge(name string, v, lo, hi float64, x, y, w float32, tone draw.Colour, t *draw.Theme) []draw.Shape {
	const left, right = 92, 42
	track := draw.R(x+left, y-2.5, w-left-right, 5)
	s := []draw.Shape{
		draw.Words(draw.Point{X: x, Y: y}, 11.5, draw.Left, t.Ink, draw.Shorten(Plain(name), 11.5, false, left-6)),
		draw.Fill(track, 2.5, t.Raised),
		draw.Words(draw.Point{X: x + w, Y: y}, 11, draw.Right, t.Soft, brief(v)),
	}
	if share := (v - lo) / (hi - lo); share > 0 {
		track.Max.X = track.Min.X + track.W()*float32(min(share, 1))
		s = append(s, draw.Fill(track, 2.5, tone))
	}
	return s
}

// brief writes a value with two decimals.
func brief(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	if a := math.Abs(v); a < 10 {
		return strings.Replace(fmt.Sprintf("%.2f", v), "-", "−", 1)
	}
	return draw.Number(v)
}

// Trusts returns the agents that i trusts, and those that trust i, each by
// falling trust.
func Trusts(f *Frame, i int) (trusts, trusted []Tie) {
	for _, e := range f.Ties {
		if int(e.From) == i {
			trusts = append(trusts, e)
		}
		if int(e.To) == i {
			trusted = append(trusted, Tie{From: e.To, To: e.From, Trust: e.Trust})
		}
	}
	by := func(v []Tie) func(a, b int) bool { return func(a, b int) bool { return v[a].Trust > v[b].Trust } }
	sort.SliceStable(trusts, by(trusts))
	sort.SliceStable(trusted, by(trusted))
	return trusts, trusted
}

// people lists the first few of a list of ties.
func people(title string, list []Tie, f *Frame, x, y, w float32, t *draw.Theme) []draw.Shape {
	s := []draw.Shape{draw.Words(draw.Point{X: x, Y: y}, 11, draw.Left, t.Soft, title)}
	if len(list) == 0 {
		return append(s, draw.Words(draw.Point{X: x, Y: y + 17}, 11.5, draw.Left, t.Faint, "nobody"))
	}
	at := x
	for _, e := range list[:min(len(list), 3)] {
		l := draw.Words(draw.Point{X: at + 8, Y: y + 17}, 11.5, draw.Left, t.Ink, fmt.Sprintf("%s %.2f", f.Names[e.To], e.Trust))
		r := l.Bounds()
		if r.Max.X+8 > x+w {
			break
		}
		s = append(s, draw.Fill(draw.R(at, y+8, r.W()+14, 18), 9, t.Raised), l)
		at += r.W() + 20
	}
	return s
}

// history draws sparklines of leadership and satisfaction.
func history(f *Frame, i int, b draw.Rect, t *draw.Theme) []draw.Shape {
	h := f.History
	if h == nil {
		return nil
	}
	half := b.W()/2 - 8
	s := spark("leadership share", h.Shares, i, draw.R(b.Min.X, b.Min.Y, half, b.H()), t.Kind(0), t)
	for _, tr := range h.Traits {
		if tr.Name == "satisfaction" || tr.Name == "engagement" {
			return append(s, spark(tr.Name, tr.Rows, i, draw.R(b.Max.X-half, b.Min.Y, half, b.H()), t.Kind(2), t)...)
		}
	}
	return s
}

// spark is one value of one agent over time.
func spark(name string, rows [][]float32, i int, b draw.Rect, tone draw.Colour, t *draw.Theme) []draw.Shape {
	s := []draw.Shape{draw.Words(draw.Point{X: b.Min.X, Y: b.Min.Y + 6}, 11, draw.Left, t.Soft, name)}
	if len(rows) < 2 {
		return s
	}
	top := float32(1e-6)
	cols := columns(len(rows), int(b.W()))
	at := func(r int) float32 {
		if i < len(rows[r]) {
			return rows[r][i]
		}
		return 0
	}
	for _, r := range cols {
		top = max(top, at(r))
	}
	plot := draw.R(b.Min.X, b.Min.Y+18, b.W(), b.H()-18)
	var line, base []draw.Point
	for k, r := range cols {
		x := plot.Min.X + plot.W()*float32(k)/float32(len(cols)-1)
		line = append(line, draw.Point{X: x, Y: plot.Max.Y - plot.H()*at(r)/top})
		base = append(base, draw.Point{X: x, Y: plot.Max.Y})
	}
	return append(s, draw.Between(line, base, tone.Fade(0.16)), draw.Curve(line, 1.4, tone), draw.Fill(draw.R(plot.Min.X, plot.Max.Y, plot.W(), 1), 0, t.Line))
}

// Sentences tell the last cycle of an agent.
func Sentences(f *Frame, i int) []string {
	if !f.Present(i) {
		return []string{"Was not there in this cycle."}
	}
	var out []string
	for _, c := range f.Claims {
		if c.Agent != i || c.Gone > 0.5 {
			continue
		}
		in := ""
		if c.Domain >= 0 && c.Domain < len(f.Domains) {
			in = " in " + f.Domains[c.Domain]
		}
		switch {
		case c.Refused:
			out = append(out, fmt.Sprintf("Claimed to lead%s; nobody followed.", in))
		default:
			out = append(out, fmt.Sprintf("Claimed to lead%s and was granted %.0f %%.", in, 100*c.Granted))
		}
	}
	if len(out) == 0 {
		out = append(out, "Made no claim.")
	}
	moved, by, most, who := 0, 0.0, float32(0), int32(-1)
	for _, w := range f.Flows {
		if int(w.By) == i {
			moved++
		}
		if int(w.On) == i {
			by += float64(w.Moved)
			if w.Moved > most {
				most, who = w.Moved, w.By
			}
		}
	}
	if moved > 0 {
		out = append(out, fmt.Sprintf("Moved the plans of %d.", moved))
	}
	if who >= 0 {
		out = append(out, fmt.Sprintf("Was moved most by %s.", f.Names[who]))
	} else {
		out = append(out, "Kept to its own plan.")
	}
	return out
}
