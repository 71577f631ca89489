package plot

import (
	"image/color"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"tutti/sim/table"
)

// palette is that of Okabe and Ito, ordered so that neighbours differ in
// lightness too. Black is kept for text.
var palette = []color.NRGBA{
	{0, 114, 178, 255},   // blue
	{230, 159, 0, 255},   // orange
	{0, 158, 115, 255},   // bluish green
	{86, 180, 233, 255},  // sky blue
	{213, 94, 0, 255},    // vermilion
	{204, 121, 167, 255}, // reddish purple
	{240, 228, 66, 255},  // yellow
}

var (
	ink   = color.NRGBA{34, 34, 34, 255}
	quiet = color.NRGBA{110, 110, 110, 255}
	pale  = color.NRGBA{225, 225, 225, 255}
	rest  = color.NRGBA{184, 184, 184, 255} // "others"
	white = color.NRGBA{255, 255, 255, 255}
)

// hue returns colour i; after the palette it starts again, darker.
func hue(i int) color.NRGBA {
	c := palette[i%len(palette)]
	for range i / len(palette) {
		c = mixed(c, ink, .35)
	}
	return c
}

// mixed returns a with a share of b in it.
func mixed(a, b color.NRGBA, share float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-share) + float64(y)*share)) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// luminance returns how light c looks [0 black..1 white].
func luminance(c color.NRGBA) float64 {
	return (.2126*float64(c.R) + .7152*float64(c.G) + .0722*float64(c.B)) / 255
}

// on returns the colour of text that is read on c.
func on(c color.NRGBA) color.NRGBA {
	if luminance(c) < .5 {
		return white
	}
	return ink
}

// dashes tell lines apart without colour.
var dashes = [][]vg.Length{nil, {4, 2}, {1.2, 1.6}, {6, 1.6, 1.2, 1.6}, {2.4, 1.2}, {8, 2}, {1.2, 1.2, 4, 1.2}}

func stroke(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width}
}

// sans returns a style of text: size in points, alignment by the part of the
// text that stands at the point.
func sans(size vg.Length, c color.Color, x text.XAlignment, y text.YAlignment) text.Style {
	return text.Style{
		Color: c, XAlign: x, YAlign: y, Handler: plot.DefaultTextHandler,
		Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
	}
}

// middle is where text that is centred on y has to stand: letters have more room
// below them than above.
func middle(y, size vg.Length) vg.Length { return y + size*.12 }

func bold(s text.Style) text.Style {
	s.Font.Weight = xfont.WeightBold
	return s
}

// Sizes of text in points, for figures that are printed at their own width.
const (
	titleSize = 9.5
	labelSize = 8
	tickSize  = 7
)

// heading turns the name of a column into words: "time_used" is "Time used".
func heading(name string) string {
	s := words(name)
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// words turns the name of a column into the name of a line: "time_used" is "time
// used".
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }

// shortened is text cut to a width, with an ellipsis.
func shortened(s text.Style, words string, width vg.Length) string {
	if s.Width(words) <= width {
		return words
	}
	r := []rune(words)
	for len(r) > 1 && s.Width(string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// axisLabel names a column with its unit: "Delay [ms]", "Quality (0–1)"; what is
// counted needs none: "Cycle".
func axisLabel(c table.Column) string {
	switch {
	case c.Unit == c.Name+"s" || c.Unit == c.Name:
		return heading(c.Name)
	case c.Unit != "" && c.Unit != "1":
		return heading(c.Name) + " [" + c.Unit + "]"
	case c.Unit == "1" && c.Lo == 0 && c.Hi == 1:
		return heading(c.Name) + " (0–1)"
	}
	return heading(c.Name)
}

// number writes x with so many decimals and a true minus sign.
func number(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// ticks are round numbers, about so many to an axis.
type ticks struct{ about int }

// Ticks implements plot.Ticker.
func (t ticks) Ticks(lo, hi float64) []plot.Tick {
	step, decimals := roundStep(hi-lo, t.about)
	var out []plot.Tick
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+step*1e-9; k++ {
		out = append(out, plot.Tick{Value: k * step, Label: number(k*step, decimals)})
	}
	return out
}

// roundStep returns 1, 2 or 5 times a power of ten, so that at most about steps
// fill the span, and the decimals that it needs.
func roundStep(span float64, about int) (step float64, decimals int) {
	if !(span > 0) {
		return 1, 0
	}
	exponent := int(math.Floor(math.Log10(span / float64(about))))
	for {
		for _, m := range []float64{1, 2, 5} {
			step = m * math.Pow(10, float64(exponent))
			if span/step <= float64(about) {
				return step, max(0, -exponent)
			}
		}
		exponent++
	}
}
