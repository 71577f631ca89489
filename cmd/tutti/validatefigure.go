package main

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"tutti/sim/classic"
)

// Colours of Okabe and Ito (2008), which colour-blind readers tell apart, and
// dashes that tell the lines apart without colour.
var (
	figureColours = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#222222", "#8c6d1f"}
	figureDashes  = []string{"", "6 3", "2 2", "8 2 2 2", "4 2", "10 3", "1 3", "6 2 1 2 1 2"}
)

// Sizes of a figure's parts [pixels].
const (
	panelWide, panelHigh = 330.0, 240.0
	leftRoom, topRoom    = 62.0, 54.0
	gapRoom, footRoom    = 40.0, 52.0
	keyLine              = 16.0
)

// figureSVG draws a paper's figure beside ours, both on the same axes: the left
// panel holds what was published where there is anything, the right one ours.
func figureSVG(f classic.Figure) string {
	panels := []string{"tutti"}
	if anyPublished(f) {
		beside := f.Beside
		if beside == "" {
			beside = "published"
		}
		panels = []string{beside, "tutti"}
	}
	wide := leftRoom + float64(len(panels))*panelWide + float64(len(panels)-1)*gapRoom + 16
	wide = max(wide, leftRoom+9.6*float64(utf8.RuneCountInString(f.Title))+16) // room for the title
	high := topRoom + panelHigh + footRoom + keyLine*float64(len(f.Curves))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="'Liberation Sans',Arial,Helvetica,sans-serif" font-size="12" fill="#222">`+"\n", wide, high, wide, high)
	fmt.Fprintf(&b, `<rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", wide, high)
	fmt.Fprintf(&b, `<text x="%.0f" y="20" font-size="14" font-weight="bold">%s</text>`+"\n", leftRoom, escaped(f.Title))
	x, y := figureScale(f, true), figureScale(f, false)
	for i, name := range panels {
		left := leftRoom + float64(i)*(panelWide+gapRoom)
		drawPanel(&b, f, name, left, x, y, i == 0, i < len(panels)-1)
	}
	drawKey(&b, f)
	b.WriteString("</svg>\n")
	return b.String()
}

func anyPublished(f classic.Figure) bool {
	for _, c := range f.Curves {
		for _, v := range c.Published {
			if !math.IsNaN(v) {
				return true
			}
		}
	}
	return false
}

func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

// A scale turns values into shares of an axis [0..1].
type scale struct {
	lo, hi float64 // in decades when log
	log    bool
}

// figureScale spans all curves of a figure, ours and published.
func figureScale(f classic.Figure, horizontal bool) scale {
	s := scale{lo: math.Inf(1), hi: math.Inf(-1), log: f.LogY}
	if horizontal {
		s.log = f.LogX
	}
	for _, c := range f.Curves {
		columns := [][]float64{c.Ours, c.Published}
		if horizontal {
			columns = [][]float64{c.X}
		}
		for _, column := range columns {
			for _, v := range column {
				if at, ok := s.value(v); ok {
					s.lo, s.hi = min(s.lo, at), max(s.hi, at)
				}
			}
		}
	}
	switch {
	case s.lo > s.hi:
		s.lo, s.hi = 0, 1
	case s.lo == s.hi:
		s.lo, s.hi = s.lo-0.5, s.hi+0.5
	}
	if !horizontal {
		room := 0.05 * (s.hi - s.lo)
		s.lo, s.hi = s.lo-room, s.hi+room
	}
	return s
}

// value is where v lies before scaling; false where it cannot be drawn.
func (s scale) value(v float64) (float64, bool) {
	if s.log {
		return math.Log10(v), v > 0
	}
	return v, !math.IsNaN(v) && !math.IsInf(v, 0)
}

func (s scale) share(v float64) (float64, bool) {
	at, ok := s.value(v)
	return (at - s.lo) / (s.hi - s.lo), ok
}

// A mark is a value with its label on an axis.
type mark struct {
	share float64
	label string
}

// marks are round values, four to eight of them, whole decades when log.
func (s scale) marks() []mark {
	span := s.hi - s.lo
	step := math.Pow(10, math.Floor(math.Log10(span/4)))
	for _, m := range []float64{1, 2, 5, 10} {
		if span/(step*m) <= 6 {
			step *= m
			break
		}
	}
	if s.log {
		step = max(1, math.Round(step))
	}
	var out []mark
	for k := math.Ceil(s.lo/step - 1e-9); k*step <= s.hi+1e-9*span; k++ {
		v := k * step
		label := figures(v, 3)
		if s.log {
			label = figures(math.Pow(10, v), 1)
		}
		out = append(out, mark{(v - s.lo) / span, label})
	}
	return out
}

// drawPanel draws axes and the curves of one side.
func drawPanel(b *strings.Builder, f classic.Figure, name string, left float64, x, y scale, first, published bool) {
	bottom := topRoom + panelHigh
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="#555">%s</text>`+"\n", left, topRoom-8, escaped(name))
	for _, m := range y.marks() {
		at := bottom - m.share*panelHigh
		fmt.Fprintf(b, `<path d="M%.1f %.1fh%.0f" stroke="#ddd"/>`, left, at, panelWide)
		if first {
			fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="end" font-size="11">%s</text>`, left-6, at+4, m.label)
		}
		b.WriteByte('\n')
	}
	for _, m := range x.marks() {
		at := left + m.share*panelWide
		fmt.Fprintf(b, `<path d="M%.1f %.1fv4" stroke="#777"/><text x="%.1f" y="%.1f" text-anchor="middle" font-size="11">%s</text>`+"\n", at, bottom, at, bottom+17, m.label)
	}
	fmt.Fprintf(b, `<path d="M%.1f %.1fv%.0fh%.0f" fill="none" stroke="#777"/>`+"\n", left, topRoom, panelHigh, panelWide)
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", left+panelWide/2, bottom+36, escaped(f.X))
	if first {
		fmt.Fprintf(b, `<text transform="translate(16 %.1f) rotate(-90)" text-anchor="middle">%s</text>`+"\n", topRoom+panelHigh/2, escaped(f.Y))
	}
	for i, c := range f.Curves {
		values := c.Ours
		if published {
			values = c.Published
		}
		drawCurve(b, i, c.X, values, left, x, y)
	}
}

// drawCurve draws a line through the points, and dots where they are few. With
// points missing there is no line: it would invent what lies between.
func drawCurve(b *strings.Builder, number int, xs, ys []float64, left float64, x, y scale) {
	var path, dots strings.Builder
	drawn, gaps := 0, false
	for k, v := range ys {
		px, okX := x.share(xs[k])
		py, okY := y.share(v)
		if !okX || !okY {
			gaps = true
			continue
		}
		at := "L"
		if drawn == 0 {
			at = "M"
		}
		drawn++
		cx, cy := left+px*panelWide, topRoom+panelHigh-py*panelHigh
		fmt.Fprintf(&path, "%s%.1f %.1f", at, cx, cy)
		fmt.Fprintf(&dots, `<circle cx="%.1f" cy="%.1f" r="2.6"/>`, cx, cy)
	}
	if drawn == 0 {
		return
	}
	colour := figureColours[number%len(figureColours)]
	if !gaps {
		fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="1.6" stroke-dasharray="%s"/>`+"\n", path.String(), colour, figureDashes[number%len(figureDashes)])
	}
	if drawn <= 30 || gaps {
		fmt.Fprintf(b, `<g fill="%s">%s</g>`+"\n", colour, dots.String())
	}
}

// drawKey names the curves below the panels.
func drawKey(b *strings.Builder, f classic.Figure) {
	for i, c := range f.Curves {
		at := topRoom + panelHigh + footRoom + keyLine*float64(i)
		fmt.Fprintf(b, `<path d="M%.1f %.1fh26" stroke="%s" stroke-width="1.6" stroke-dasharray="%s"/><text x="%.1f" y="%.1f">%s</text>`+"\n",
			leftRoom, at-4, figureColours[i%len(figureColours)], figureDashes[i%len(figureDashes)], leftRoom+34, at, escaped(c.Name))
	}
}
