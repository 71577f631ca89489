package plot

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// RiverOptions are how a river is drawn.
type RiverOptions struct {
	Options
	Top    int // how many have a band of their own; 0 means 7
	Window int // cycles that are summed, around each; 0 means a sixtieth of the run
}

// band is what one leader, or all others, had at each place of x.
type band struct {
	name  string
	share []float64
}

// River draws how leadership was shared over time: one band for each of those
// who led most, widest at the bottom, and a grey one for all others. Each column
// of the table is the volume of influence of one agent or unit in each cycle.
// Where nobody led there is a gap.
func River(t *table.Table, x string, leaders []string, o RiverOptions) Figure {
	cycles, bands, window := river(t, x, leaders, o.Top, o.Window)
	if window > 1 {
		o.Note = joinNotes(o.Note, "moving sum over "+strconv.Itoa(window)+" cycles")
	}
	return newFigure(o.Options, 85, func(c draw.Canvas) {
		var names []label
		for _, b := range bands {
			names = append(names, label{text: b.name})
		}
		p := newPlot(axisLabel(t.Columns[t.Index(x)]), "Share of leadership [%]")
		p.X.Min, p.X.Max = spanOf(0, cycles)
		p.Y.Min, p.Y.Max = 0, 100
		p.Y.Tick.Marker = ticks{5}
		p.Add(riverPainter(cycles, bands))
		c.Max.X -= labelRoom(names)
		p.Draw(c)
		data := p.DataCanvas(c)
		_, height := p.Transforms(&data)
		drawLabels(c, mouths(bands, height), data.Max.X, data.Min.Y+3, data.Max.Y-3)
	})
}

func joinNotes(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// river returns the places of x, the bands that stand on each other and sum to
// 1, and the window that was summed.
func river(t *table.Table, x string, leaders []string, top, window int) ([]float64, []band, int) {
	cycles := t.Numbers(x)
	if top == 0 {
		top = 7
	}
	if window == 0 {
		window = max(1, len(cycles)/60)
	}
	volume := make([][]float64, len(leaders))
	for i, name := range leaders {
		volume[i] = movingSum(t.Numbers(name), window)
	}
	total := make([]float64, len(cycles))
	for _, v := range volume {
		for k, a := range v {
			total[k] += a
		}
	}
	var bands []band
	others := band{name: "others", share: make([]float64, len(cycles))}
	leading := 0 // leaders that ever led
	order := byVolume(t, leaders)
	for _, i := range order {
		if slices.ContainsFunc(volume[i], func(v float64) bool { return v > 0 }) {
			leading++
		}
	}
	for rank, i := range order {
		if rank >= max(1, leading) {
			break // a name without a band says nothing
		}
		if rank < top || leading == top+1 {
			bands = append(bands, band{leaders[i], over(volume[i], total)})
			continue
		}
		for k, s := range over(volume[i], total) {
			others.share[k] += s
		}
	}
	if max(1, leading) > len(bands) && len(leaders) > len(bands) {
		bands = append(bands, others)
	}
	return cycles, bands, window
}

// over returns v/total, NaN where there is nothing to share.
func over(v, total []float64) []float64 {
	out := make([]float64, len(v))
	for k := range v {
		out[k] = v[k] / total[k]
		if !(total[k] > 0) {
			out[k] = math.NaN()
		}
	}
	return out
}

// byVolume returns the leaders, the greatest first.
func byVolume(t *table.Table, leaders []string) []int {
	sum := make([]float64, len(leaders))
	for i, name := range leaders {
		for _, v := range t.Numbers(name) {
			if !math.IsNaN(v) {
				sum[i] += v
			}
		}
	}
	return descending(sum)
}

// descending returns the places of v, the greatest first; equals keep their order.
func descending(v []float64) []int {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(v[b], v[a]) })
	return order
}

// movingSum adds up what stands around each place; a missing value counts as 0.
func movingSum(v []float64, window int) []float64 {
	out := make([]float64, len(v))
	for k := range v {
		for j := max(0, k-(window-1)/2); j <= min(len(v)-1, k+window/2); j++ {
			if !math.IsNaN(v[j]) {
				out[k] += v[j]
			}
		}
	}
	return out
}

func riverPainter(cycles []float64, bands []band) painter {
	return func(c draw.Canvas, x, y func(float64) vg.Length) {
		if len(bands) == 0 {
			return
		}
		n := len(cycles)
		each(n, func(k int) bool { return !math.IsNaN(bands[0].share[k]) }, func(from, to int) {
			below := make([]float64, n)
			for i, b := range bands {
				var shape, edge []vg.Point
				for k := from; k < to; k++ {
					shape = append(shape, vg.Point{X: x(cycles[k]), Y: y(100 * below[k])})
				}
				for k := to - 1; k >= from; k-- {
					below[k] += b.share[k]
					edge = append(edge, vg.Point{X: x(cycles[k]), Y: y(100 * below[k])})
				}
				c.FillPolygon(bandColour(bands, i), append(shape, edge...))
				if i < len(bands)-1 {
					c.StrokeLines(stroke(white, .6), edge)
				}
			}
		})
	}
}

// mouths returns the names of the bands at their last height.
func mouths(bands []band, height func(float64) vg.Length) []label {
	var out []label
	below := 0.0
	for i, b := range bands {
		share := last(b.share)
		if math.IsNaN(share) {
			return nil
		}
		out = append(out, label{text: b.name, y: height(100 * (below + share/2)), mark: bandColour(bands, i)})
		below += share
	}
	return out
}

func bandColour(bands []band, i int) color.NRGBA {
	if bands[i].name == "others" && i == len(bands)-1 {
		return rest
	}
	return hue(i)
}
