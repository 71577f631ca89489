package draw

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/Inter-Regular.ttf
var regularTTF []byte

//go:embed fonts/Inter-SemiBold.ttf
var boldTTF []byte

// A face is one font with the widths that were asked for so far.
type face struct {
	mu   sync.Mutex
	ttf  []byte
	font *sfnt.Font
	buf  sfnt.Buffer
	em   fixed.Int26_6
	wide map[rune]float32 // advance [share of the size]
	dig  float32          // advance of every digit, so that running numbers stand still
}

var faces = [2]*face{{ttf: regularTTF}, {ttf: boldTTF}}

func faceOf(bold bool) *face {
	if bold {
		return faces[1]
	}
	return faces[0]
}

// open reads the font on first use; f is locked.
func (f *face) open() {
	if f.font != nil {
		return
	}
	parsed, err := sfnt.Parse(f.ttf)
	if err != nil {
		panic(err) // the font is part of the program
	}
	f.font, f.em, f.wide = parsed, fixed.I(int(parsed.UnitsPerEm())), map[rune]float32{}
	for r := '0'; r <= '9'; r++ {
		f.dig = max(f.dig, f.look(r))
	}
}

func (f *face) look(r rune) float32 {
	g, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil {
		return 0
	}
	a, err := f.font.GlyphAdvance(&f.buf, g, f.em, font.HintingNone)
	if err != nil {
		return 0
	}
	return float32(a) / float32(f.em)
}

// advance returns the width of r [share of the size]; f is locked.
func (f *face) advance(r rune) float32 {
	if r >= '0' && r <= '9' {
		return f.dig
	}
	w, ok := f.wide[r]
	if !ok {
		w = f.look(r)
		f.wide[r] = w
	}
	return w
}

// Measure returns the width of text at a size, the same for every painter.
func Measure(text string, size float32, bold bool) float32 {
	f := faceOf(bold)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open()
	w := float32(0)
	for _, r := range text {
		w += f.advance(r)
	}
	return w * size
}

// CapHeight is the height of capitals [share of the size].
const CapHeight = 0.727

// Bounds returns the box that a label covers, with a little air.
func (s *Shape) Bounds() Rect {
	w := Measure(s.Text, s.R, s.Bold)
	x := s.At.X
	switch s.Anchor {
	case Centre:
		x -= w / 2
	case Right:
		x -= w
	}
	return Rect{Point{x - 1, s.At.Y - s.R*0.58}, Point{x + w + 1, s.At.Y + s.R*0.62}}
}

// Shorten returns text cut with an ellipsis so that it is at most w wide.
func Shorten(text string, size float32, bold bool, w float32) string {
	if Measure(text, size, bold) <= w {
		return text
	}
	r := []rune(text)
	lo, hi := 0, len(r)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if Measure(string(r[:mid])+"…", size, bold) <= w {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return strings.TrimRight(string(r[:lo]), " ,.") + "…"
}

// Wrap breaks text at spaces into lines at most w wide.
func Wrap(text string, size float32, bold bool, w float32) []string {
	var lines []string
	for para := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(para) {
			switch {
			case line == "":
				line = word
			case Measure(line+" "+word, size, bold) <= w:
				line += " " + word
			default:
				lines = append(lines, line)
				line = word
			}
		}
		lines = append(lines, line)
	}
	return lines
}
