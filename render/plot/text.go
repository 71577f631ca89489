package plot

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// blocks are eight heights of a cell, from the lowest.
var blocks = []rune("▁▂▃▄▅▆▇█")

// bars are eight widths of a cell, from the narrowest.
var bars = []rune("▏▎▍▌▋▊▉█")

// resampled returns width means of y, or y itself where it is shorter; missing
// values do not count, and a piece of nothing else stays missing.
func resampled(y []float64, width int) []float64 {
	if len(y) <= width {
		return y
	}
	out := make([]float64, width)
	for k := range out {
		from, to := k*len(y)/width, (k+1)*len(y)/width
		sum, n := 0.0, 0.0
		for _, v := range y[from:to] {
			if !math.IsNaN(v) {
				sum += v
				n++
			}
		}
		out[k] = sum / n
	}
	return out
}

// Spark draws a series as one line of at most width characters, lo at the
// lowest and hi at the highest block; a missing value is a blank. Give NaN for
// lo or hi to take what the series has.
func Spark(y []float64, lo, hi float64, width int) string {
	y = resampled(y, width)
	least, greatest := math.Inf(1), math.Inf(-1)
	for _, v := range y {
		if !math.IsNaN(v) {
			least, greatest = math.Min(least, v), math.Max(greatest, v)
		}
	}
	if math.IsNaN(lo) {
		lo = least
	}
	if math.IsNaN(hi) {
		hi = greatest
	}
	var b strings.Builder
	for _, v := range y {
		if math.IsNaN(v) {
			b.WriteByte(' ')
			continue
		}
		share := (v - lo) / (hi - lo)
		if !(hi > lo) {
			share = .5
		}
		b.WriteRune(blocks[max(0, min(7, int(share*8)))])
	}
	return b.String()
}

// Bar draws a share of 1 as a bar of at most width characters; a
// missing one is none.
func Bar(share float64, width int) string {
	if !(share > 0) {
		return ""
	}
	eighths := int(math.Round(math.Min(1, share) * float64(width) * 8))
	s := strings.Repeat("█", eighths/8)
	if eighths%8 > 0 {
		s += string(bars[eighths%8-1])
	}
	return s
}

// RiverText draws how leadership moved, one line a leader: name, share over the
// whole run, share over time. The top are shown and all others in one line
// more. volume[i] is the influence of leader i in each cycle. No line is wider
// than width; all of them share one scale, named below.
func RiverText(names []string, volume [][]float64, top, width int) string {
	rows := riverRows(names, volume, top)
	widest, peak := 0, 0.0
	for _, r := range rows {
		widest = max(widest, utf8.RuneCountInString(r.name))
	}
	widest = min(widest, max(8, width/3))
	spark := max(1, width-widest-8)
	for i := range rows {
		rows[i].share = resampled(rows[i].share, spark)
		for _, s := range rows[i].share {
			if !math.IsNaN(s) {
				peak = math.Max(peak, s)
			}
		}
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s  %s\n", fitted(r.name, widest), percent(r.whole), Spark(r.share, 0, peak, spark))
	}
	if peak > 0 {
		fmt.Fprintf(&b, "%s full height: %.0f %% of leadership\n", strings.Repeat(" ", widest+6), 100*peak)
	}
	return b.String()
}

// percent is five characters wide.
func percent(share float64) string {
	if math.IsNaN(share) {
		return "    –"
	}
	return fmt.Sprintf("%3.0f %%", 100*share)
}

// fitted cuts or fills a name to a width.
func fitted(name string, width int) string {
	r := []rune(name)
	if len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return name + strings.Repeat(" ", width-len(r))
}

// riverRow is a leader's share of each cycle and of the whole.
type riverRow struct {
	name  string
	whole float64
	share []float64
}

func riverRows(names []string, volume [][]float64, top int) []riverRow {
	if len(volume) == 0 {
		return nil
	}
	total, all := make([]float64, len(volume[0])), 0.0
	whole := make([]float64, len(volume))
	for i, v := range volume {
		for k, x := range v {
			if !math.IsNaN(x) {
				total[k] += x
				whole[i] += x
				all += x
			}
		}
	}
	others := riverRow{name: "others", share: make([]float64, len(total))}
	var rows []riverRow
	for rank, i := range descending(whole) {
		share := over(zeroed(volume[i]), total)
		if rank < top || len(names) == top+1 {
			rows = append(rows, riverRow{names[i], whole[i] / all, share})
			continue
		}
		others.whole += whole[i] / all
		for k, s := range share {
			others.share[k] += s
		}
	}
	if len(rows) < len(names) {
		rows = append(rows, others)
	}
	return rows
}

// zeroed returns v with 0 for what is missing.
func zeroed(v []float64) []float64 {
	out := make([]float64, len(v))
	for k, x := range v {
		if !math.IsNaN(x) {
			out[k] = x
		}
	}
	return out
}

// LineText draws a series in dots, width characters wide and height lines high,
// with the least and greatest value at the left and first and last x below. A
// missing value is a gap.
func LineText(x, y []float64, width, height int) string {
	lo, hi := spanOf(0, y)
	top, bottom := short(hi), short(lo)
	margin := max(utf8.RuneCountInString(top), utf8.RuneCountInString(bottom))
	cells := max(2, width-margin-2)
	d := newDots(cells, height)
	points := resampled(y, cells*2)
	before := -1
	for k, v := range points {
		if math.IsNaN(v) {
			before = -1
			continue
		}
		column := 0
		if len(points) > 1 {
			column = k * (cells*2 - 1) / (len(points) - 1)
		}
		row := int(math.Round((hi - v) / (hi - lo) * float64(height*4-1)))
		if before < 0 {
			d.set(column, row)
		} else {
			d.line(before/(height*4), before%(height*4), column, row)
		}
		before = column*height*4 + row
	}
	var b strings.Builder
	for r := range height {
		name := ""
		switch r {
		case 0:
			name = top
		case height - 1:
			name = bottom
		}
		fmt.Fprintf(&b, "%s ┤%s\n", strings.Repeat(" ", margin-utf8.RuneCountInString(name))+name, d.row(r))
	}
	if len(x) > 0 {
		first, end := short(x[0]), short(x[len(x)-1])
		gap := max(1, cells-utf8.RuneCountInString(first)-utf8.RuneCountInString(end))
		fmt.Fprintf(&b, "%s%s%s%s\n", strings.Repeat(" ", margin+2), first, strings.Repeat(" ", gap), end)
	}
	return b.String()
}

// short writes a number in few characters.
func short(x float64) string { return strings.Replace(fmt.Sprintf("%.3g", x), "-", "−", 1) }

// dots is a raster of 2×4 dots a character, in braille.
type dots struct {
	width, height int // [characters]
	cells         []rune
}

func newDots(width, height int) *dots { return &dots{width, height, make([]rune, width*height)} }

// braille is the bit of each dot of a cell, by column and row.
var braille = [2][4]rune{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

func (d *dots) set(x, y int) {
	x, y = max(0, min(2*d.width-1, x)), max(0, min(4*d.height-1, y))
	d.cells[y/4*d.width+x/2] |= braille[x%2][y%4]
}

// line sets the dots between two, ends included.
func (d *dots) line(x0, y0, x1, y1 int) {
	steps := max(1, abs(x1-x0), abs(y1-y0))
	for k := range steps + 1 {
		d.set(x0+(x1-x0)*k/steps, y0+(y1-y0)*k/steps)
	}
}

func abs(x int) int { return max(x, -x) }

func (d *dots) row(r int) string {
	var b strings.Builder
	for _, c := range d.cells[r*d.width : (r+1)*d.width] {
		if c == 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(0x2800 + c)
	}
	return strings.TrimRight(b.String(), " ")
}
