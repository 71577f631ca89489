package view

import (
	"fmt"
	"math"

	"tutti/render/draw"
)

// Legend says what everything on the stage means. It returns its height too.
func Legend(f *Frame, p *Plan, look Look, b draw.Rect, t *draw.Theme) (s []draw.Shape, height float32) {
	x, y := b.Min.X, b.Min.Y
	head := func(text string) {
		for _, l := range draw.Wrap(text, 11, true, b.W()+14) {
			s = append(s, draw.Strong(draw.Point{X: x, Y: y + 7}, 11, draw.Left, t.Soft, l))
			y += 15
		}
		y += 6
	}
	c := Quantity(f, look.Colour, look.Domain)
	if look.Colour != "alike" {
		head("Colour: " + Plain(c.Name))
		s = append(s, colourKey(&c, draw.R(x, y, b.W(), 30), t)...)
		y += keyHeight(&c, b.W()) + 10
	}
	if look.Size != "alike" && look.Size != "unit" {
		z := Quantity(f, look.Size, look.Domain)
		head("Size: " + Plain(z.Name))
		s = append(s, sizeKey(&z, p, draw.R(x, y, b.W(), 40), t)...)
		y += 50
	}
	switch look.Ties {
	case "influence":
		head("Influence flows from the wide end, by")
		s = append(s, sourceKey(look, x, y, b.W(), t)...)
		y += 44
	case "trust", "authority":
		head("Ties: " + look.Ties)
		s = append(s, draw.Taper([]draw.Point{{X: x, Y: y + 4}, {X: x + 70, Y: y + 4}}, 0.5, 3.4, t.Sources[map[string]int{"trust": 1, "authority": 0}[look.Ties]]),
			draw.Words(draw.Point{X: x + 80, Y: y + 4}, 11, draw.Left, t.Ink, "little to much"))
		y += 22
	}
	head("Marks")
	s = append(s, markKey(x, y, b.W(), t)...)
	if b.W() < 220 {
		y += 42
	}
	return s, y + 44 - b.Min.Y
}

// colourKey is a ramp with its ends, or a list of categories.
func colourKey(c *Scaled, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	if c.Groups != nil {
		x, y := b.Min.X, b.Min.Y+5
		for k, name := range c.Groups[:min(len(c.Groups), 12)] {
			name = unitLabel(name)
			w := draw.Measure(name, 11, false) + 26
			if x+w > b.Max.X+10 {
				x, y = b.Min.X, y+18
			}
			s = append(s, draw.Dot(draw.Point{X: x + 5, Y: y}, 4.5, c.group(k, t)), draw.Words(draw.Point{X: x + 14, Y: y}, 11, draw.Left, t.Ink, name))
			x += w
		}
		return s
	}
	const n = 48
	w := b.W() / n
	for k := range n {
		s = append(s, draw.Fill(draw.R(b.Min.X+w*float32(k), b.Min.Y, w+0.5, 9), 0, t.Shade(0.08+0.92*float64(k)/(n-1))))
	}
	return append(s, draw.Words(draw.Point{X: b.Min.X, Y: b.Min.Y + 19}, 10.5, draw.Left, t.Soft, amount(c, c.Lo)),
		draw.Words(draw.Point{X: b.Max.X, Y: b.Min.Y + 19}, 10.5, draw.Right, t.Soft, amount(c, c.Hi)))
}

func keyHeight(c *Scaled, width float32) float32 {
	if c.Groups == nil {
		return 26
	}
	x, rows := float32(0), float32(1)
	for _, name := range c.Groups[:min(len(c.Groups), 12)] {
		w := draw.Measure(unitLabel(name), 11, false) + 26
		if x+w > width+10 {
			x, rows = 0, rows+1
		}
		x += w
	}
	return rows * 18
}

// amount writes a value of a quantity in its unit, a share with as many digits
// as tell the largest from nothing.
func amount(c *Scaled, v float64) string {
	if c.Unit == "%" {
		digits := 0
		for most := 100 * c.Hi; v != 0 && most > 0 && most < 2 && digits < 4; most *= 10 {
			digits++
		}
		return fmt.Sprintf("%.*f %%", digits, 100*v)
	}
	return draw.Short(math.Round(v*100) / 100)
}

// sizeKey shows three sizes as the stage draws them, smaller where there is no
// room.
func sizeKey(z *Scaled, p *Plan, b draw.Rect, t *draw.Theme) (s []draw.Shape) {
	shares := []float64{0, 0.33, 1}
	var words [3]string
	room := b.W() - 4
	for k, share := range shares {
		words[k] = amount(z, z.Lo+(z.Hi-z.Lo)*share)
		room -= draw.Measure(words[k], 11, false) + 6
	}
	grown := func(share float64) float32 { return float32(0.5 + 1.15*math.Sqrt(share)) }
	wide := 2 * (grown(0) + grown(0.33) + grown(1))
	base := max(min(p.Base, 11, (room-16)/wide), 2)
	gap := max(min((room-base*wide)/2, 18), 2)
	x := b.Min.X + 4
	for k, share := range shares {
		r := base * grown(share)
		s = append(s, draw.Dot(draw.Point{X: x + r, Y: b.Min.Y + 20}, r, t.Faint), draw.Words(draw.Point{X: x + 2*r + 6, Y: b.Min.Y + 20}, 11, draw.Left, t.Ink, words[k]))
		x += 2*r + 6 + draw.Measure(words[k], 11, false) + gap
	}
	return s
}

// sourceKey names the sources of influence by their colours.
func sourceKey(look Look, x, y, w float32, t *draw.Theme) (s []draw.Shape) {
	for k, name := range Sources {
		px, py := x+float32(k%2)*w/2, y+5+float32(k/2)*19
		tone, ink := t.Sources[k], t.Ink
		if look.Source >= 0 && look.Source != k {
			tone, ink = tone.Fade(0.3), t.Faint
		}
		s = append(s, draw.Taper([]draw.Point{{X: px, Y: py}, {X: px + 22, Y: py}}, 6, 1.2, tone), draw.Words(draw.Point{X: px + 29, Y: py}, 11, draw.Left, ink, name))
	}
	return s
}

// markKey explains the rings.
func markKey(x, y, w float32, t *draw.Theme) (s []draw.Shape) {
	for k, name := range []string{"claim, granted", "claim refused", "holds the lead", "absent"} {
		c := draw.Point{X: x + float32(k%2)*w/2 + 9, Y: y + 6 + float32(k/2)*21}
		if w < 220 { // one below the other
			c = draw.Point{X: x + 9, Y: y + 6 + float32(k)*21}
		}
		switch k {
		case 0:
			s = append(s, draw.Dot(c, 4, t.Faint), draw.Ring(c, 7, 1.6, draw.Mix(t.Paper, t.Good, 0.25)), draw.Arc(c, 7, -math.Pi/2, math.Pi*0.6, 1.6, t.Good))
		case 1:
			s = append(s, draw.Dot(c, 4, t.Faint), draw.Ring(c, 7, 1.3, draw.Mix(t.Paper, t.Bad, 0.75)))
		case 2:
			s = append(s, draw.Dot(c, 7, t.Faint), draw.Ring(c, 4.2, 1.4, t.Panel))
		case 3:
			s = append(s, draw.Ring(c, 6, 1.2, t.Faint))
		}
		s = append(s, draw.Words(draw.Point{X: c.X + 14, Y: c.Y}, 11, draw.Left, t.Ink, name))
	}
	return s
}
