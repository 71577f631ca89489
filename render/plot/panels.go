package plot

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// Panels draws several line plots below each other over one horizontal axis:
// each panel lists columns that share a unit, such as quality above the time
// that it cost. A panel of one column is named by its axis; in panels of several
// each line is named at its end.
func Panels(t *table.Table, x string, panels [][]string, o Options) Figure {
	return newFigure(o, 18+34*float64(len(panels)), func(c draw.Canvas) {
		plots := make([]linePlot, len(panels))
		right, left := vg.Length(8), vg.Length(0)
		for i, columns := range panels {
			plots[i] = newPanel(t, x, columns, i)
			plots[i].foot = i == len(panels)-1
			if len(columns) > 1 {
				right = max(right, labelRoom(plots[i].labels(nil)))
			}
			left = max(left, plots[i].axis(c))
		}
		const foot, gap = tickSize + labelSize + 4, 8
		height := (c.Max.Y - c.Min.Y - foot) / vg.Length(len(panels))
		for i, p := range plots {
			at := c
			at.Max.Y = c.Max.Y - height*vg.Length(i)
			at.Min.Y = at.Max.Y - height + gap
			if p.foot {
				at.Min.Y = c.Min.Y
			}
			p.draw(at, right, left-p.axis(c))
		}
	})
}

func newPanel(t *table.Table, x string, columns []string, number int) linePlot {
	first := t.Columns[t.Index(columns[0])]
	p := linePlot{x: axisLabel(t.Columns[t.Index(x)]), y: axisLabel(first), marks: 4}
	for i, name := range columns {
		p.lines = append(p.lines, line{
			name: words(name), x: t.Numbers(x), y: t.Numbers(name),
			colour: hue(i), dash: dashes[i%len(dashes)], thickness: 1.1,
		})
	}
	if len(columns) > 1 {
		p.y = unitOnly(first)
	} else {
		p.lines[0].name, p.lines[0].colour = "", hue(number)
	}
	return p
}
