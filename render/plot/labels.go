package plot

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// label is a word at the right of a plot, at the height of what it names.
type label struct {
	text  string
	y     vg.Length // where it belongs
	mark  color.NRGBA
	dash  []vg.Length
	lines bool // marked by a piece of line, else by a square
}

// Widths around the labels, in points.
const (
	labelLead = 10 // from the plot to the mark
	labelMark = 14 // the mark and the gap after it
)

// labelRoom returns the width that the labels take.
func labelRoom(labels []label) vg.Length {
	widest := vg.Length(0)
	for _, l := range labels {
		widest = max(widest, sans(tickSize, ink, 0, 0).Width(l.text))
	}
	return labelLead + labelMark + widest + 2
}

// drawLabels sets the labels to the right of x, spread so that none covers
// another, within lo and hi, each led to its place by a thin line.
func drawLabels(c draw.Canvas, labels []label, x, lo, hi vg.Length) {
	order := make([]int, len(labels))
	at := make([]vg.Length, len(labels))
	for i, l := range labels {
		order[i], at[i] = i, l.y
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case labels[a].y < labels[b].y:
			return -1
		case labels[a].y > labels[b].y:
			return 1
		}
		return 0
	})
	spreadOut(order, at, tickSize+1.5, lo, hi)
	style := sans(tickSize, ink, draw.XLeft, draw.YCenter)
	for i, l := range labels {
		mark := x + labelLead
		c.StrokeLines(stroke(quiet, .4), []vg.Point{{X: x + 1.5, Y: l.y}, {X: mark - 2.5, Y: at[i]}})
		if l.lines {
			s := stroke(l.mark, 1.4)
			s.Dashes = l.dash
			c.StrokeLine2(s, mark, at[i], mark+labelMark-3, at[i])
		} else {
			c.FillPolygon(l.mark, square(mark+3, at[i], 3))
		}
		c.FillText(style, vg.Point{X: mark + labelMark - l.indent(), Y: middle(at[i], tickSize)}, l.text)
	}
}

// indent brings the text closer to a square than to a line.
func (l label) indent() vg.Length {
	if l.lines {
		return 0
	}
	return 5
}

// square returns the corners of a square around a point.
func square(x, y, half vg.Length) []vg.Point {
	return []vg.Point{{X: x - half, Y: y - half}, {X: x + half, Y: y - half}, {X: x + half, Y: y + half}, {X: x - half, Y: y + half}}
}

// spreadOut moves the heights at[order...], which ascend, to at least gap from
// each other and within lo and hi, and each as little as it can: touching labels
// are kept as blocks around the mean of where they belong.
func spreadOut(order []int, at []vg.Length, gap, lo, hi vg.Length) {
	type block struct {
		sum   vg.Length // of where each would put the block's lowest label
		count int
	}
	var blocks []block
	bottom := func(b block) vg.Length {
		y := b.sum / vg.Length(b.count)
		return max(lo, min(y, hi-gap*vg.Length(b.count-1)))
	}
	for _, i := range order {
		blocks = append(blocks, block{at[i], 1})
		for n := len(blocks); n > 1; n = len(blocks) {
			a, b := blocks[n-2], blocks[n-1]
			if bottom(b) >= bottom(a)+gap*vg.Length(a.count) {
				break
			}
			merged := block{a.sum + b.sum - gap*vg.Length(a.count*b.count), a.count + b.count}
			blocks = append(blocks[:n-2], merged)
		}
	}
	k := 0
	for _, b := range blocks {
		for j := range b.count {
			at[order[k]] = bottom(b) + gap*vg.Length(j)
			k++
		}
	}
}
