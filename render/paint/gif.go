package paint

import (
	"bufio"
	"bytes"
	"compress/lzw"
	"image"
	"image/color"
	"io"
	"sort"
)

// A GIF collects frames of a recording. Colours are reduced through a table of
// 32,768 entries (five bits a channel) to a palette of the recording's own
// colours, and each frame keeps only what changed.
type GIF struct {
	delay   int // [hundredths of a second]
	table   []uint8
	palette color.Palette
	size    image.Point
	last    *image.Paletted
	frames  []gifFrame
}

// A gifFrame is what changed in a frame, packed.
type gifFrame struct {
	at    image.Rectangle
	delay int // [hundredths of a second]
	data  []byte
}

// NewGIF begins a recording of frames a second [1..50]; the sample, of
// one picture or more, gives size and palette.
func NewGIF(fps int, sample ...*image.RGBA) *GIF {
	g := &GIF{delay: max(2, (100+fps/2)/fps), size: sample[0].Rect.Size()}
	g.choose(sample)
	return g
}

// fifteen is the entry of a colour in the table.
func fifteen(p []uint8) int { return int(p[0]>>3)<<10 | int(p[1]>>3)<<5 | int(p[2]>>3) }

// choose makes a palette: the most frequent colours, thinned where they are
// close, then the table of nearest entries.
func (g *GIF) choose(sample []*image.RGBA) {
	counts := make([]int, 1<<15)
	sums := make([][3]int, 1<<15)
	for _, m := range sample {
		for i := 0; i < len(m.Pix); i += 4 {
			k := fifteen(m.Pix[i:])
			counts[k]++
			for c := range 3 {
				sums[k][c] += int(m.Pix[i+c])
			}
		}
	}
	var used []int
	for k, n := range counts {
		if n > 0 {
			used = append(used, k)
		}
	}
	sort.Slice(used, func(a, b int) bool {
		return counts[used[a]] > counts[used[b]] || counts[used[a]] == counts[used[b]] && used[a] < used[b]
	})
	mean := func(k int) color.RGBA {
		n := counts[k]
		return color.RGBA{uint8(sums[k][0] / n), uint8(sums[k][1] / n), uint8(sums[k][2] / n), 255}
	}
	g.palette = color.Palette{color.RGBA{}} // the first is "as before"
	for _, least := range []int{300, 80, 0} {
		for _, k := range used {
			if len(g.palette) == 256 {
				break
			}
			if c := mean(k); g.gap(c) > least {
				g.palette = append(g.palette, c)
			}
		}
	}
	g.table = make([]uint8, 1<<15)
	for k := range g.table {
		c := color.RGBA{uint8(k>>10<<3 | 4), uint8(k >> 5 & 31 << 3 & 255), uint8(k&31<<3 | 4), 255}
		c.G |= 4
		if counts[k] > 0 {
			c = mean(k)
		}
		g.table[k] = g.nearest(c)
	}
}

// gap is the squared distance of c to the palette.
func (g *GIF) gap(c color.RGBA) int {
	best := 1 << 30
	for _, p := range g.palette[1:] {
		best = min(best, apart(c, p.(color.RGBA)))
	}
	return best
}

func (g *GIF) nearest(c color.RGBA) uint8 {
	best, at := 1<<30, 1
	for k, p := range g.palette[1:] {
		if d := apart(c, p.(color.RGBA)); d < best {
			best, at = d, k+1
		}
	}
	return uint8(at)
}

func apart(a, b color.RGBA) int {
	r, g, bl := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return 2*r*r + 4*g*g + 3*bl*bl
}

// Add adds a frame, packed at once, so that a long recording needs little memory.
func (g *GIF) Add(m *image.RGBA) {
	p := image.NewPaletted(m.Rect, g.palette)
	for y := range m.Rect.Dy() {
		row, src := p.Pix[y*p.Stride:], m.Pix[y*m.Stride:]
		for x := range m.Rect.Dx() {
			row[x] = g.table[fifteen(src[4*x:])]
		}
	}
	r := p.Rect
	if g.last != nil {
		r = changed(p, g.last)
	}
	if n := len(g.frames); n > 0 && r.Empty() {
		g.frames[n-1].delay += g.delay
		return
	}
	g.frames = append(g.frames, gifFrame{at: r, delay: g.delay, data: g.pack(p, r)})
	g.last = p
}

// pack packs the part r of a picture; what is as before is left out.
func (g *GIF) pack(p *image.Paletted, r image.Rectangle) []byte {
	var b bytes.Buffer
	w := lzw.NewWriter(&b, lzw.LSB, 8)
	row := make([]uint8, r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from, to := y*p.Stride+r.Min.X, y*p.Stride+r.Max.X
		copy(row, p.Pix[from:to])
		if g.last != nil {
			for x, k := range g.last.Pix[from:to] {
				if k == row[x] {
					row[x] = 0
				}
			}
		}
		mustWrite(w.Write(row))
	}
	mustWrite(0, w.Close())
	return b.Bytes()
}

// mustWrite is for writing into memory, which takes everything.
func mustWrite(_ int, err error) {
	if err != nil {
		panic(err)
	}
}

// changed is the smallest rectangle that holds all differences.
func changed(a, b *image.Paletted) image.Rectangle {
	var r image.Rectangle
	for y := range a.Rect.Dy() {
		ra, rb := a.Pix[y*a.Stride:y*a.Stride+a.Rect.Dx()], b.Pix[y*b.Stride:]
		for x := range ra {
			if ra[x] != rb[x] {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// Frames is the number of frames kept; still ones are only shown for longer.
func (g *GIF) Frames() int { return len(g.frames) }

// Write writes the file (GIF89a), which plays again and again.
func (g *GIF) Write(w io.Writer) error {
	b := bufio.NewWriter(w) // keeps the first error until Flush
	word := func(v ...int) {
		for _, x := range v {
			b.Write([]byte{byte(x), byte(x >> 8)})
		}
	}
	b.WriteString("GIF89a")
	word(g.size.X, g.size.Y)
	b.Write([]byte{0xf7, 0, 0}) // a palette of 256 colours
	for k := range 256 {
		var c color.RGBA
		if k < len(g.palette) {
			c = g.palette[k].(color.RGBA)
		}
		b.Write([]byte{c.R, c.G, c.B})
	}
	b.WriteString("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00") // for ever
	for _, f := range g.frames {
		b.WriteString("\x21\xf9\x04\x05") // colour 0 is as before
		word(f.delay)
		b.WriteString("\x00\x00\x2c")
		word(f.at.Min.X, f.at.Min.Y, f.at.Dx(), f.at.Dy())
		b.WriteString("\x00\x08")
		for data := f.data; len(data) > 0; {
			n := min(len(data), 255)
			b.WriteByte(byte(n))
			b.Write(data[:n])
			data = data[n:]
		}
		b.WriteByte(0)
	}
	b.WriteByte(0x3b)
	return b.Flush()
}
