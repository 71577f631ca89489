package draw

import (
	"fmt"
	"math"
)

// A Colour is red, green, blue and opacity [0..255], not multiplied.
type Colour struct{ R, G, B, A uint8 }

// Hex returns the colour 0xRRGGBB, opaque.
func Hex(x uint32) Colour { return Colour{uint8(x >> 16), uint8(x >> 8), uint8(x), 255} }

// Fade returns c with its opacity times a [0..1].
func (c Colour) Fade(a float32) Colour {
	c.A = uint8(float32(c.A)*min(max(a, 0), 1) + 0.5)
	return c
}

// String writes c as #rrggbb, or #rrggbbaa where it is not opaque.
func (c Colour) String() string {
	if c.A == 255 {
		return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	}
	return fmt.Sprintf("#%02x%02x%02x%02x", c.R, c.G, c.B, c.A)
}

// Mix returns the colour at share t [0..1] of the way from a to b, mixed in
// OKLab, where equal steps look equal (Ottosson 2020).
func Mix(a, b Colour, t float32) Colour {
	t = min(max(t, 0), 1)
	p, q := toLab(a), toLab(b)
	for i := range p {
		p[i] += (q[i] - p[i]) * float64(t)
	}
	c := fromLab(p)
	c.A = uint8(float32(a.A) + (float32(b.A)-float32(a.A))*t + 0.5)
	return c
}

// Over returns what is seen where c lies over the opaque colour under.
func (c Colour) Over(under Colour) Colour {
	f := func(x, y uint8) uint8 { return uint8((int(x)*int(c.A) + int(y)*(255-int(c.A)) + 127) / 255) }
	return Colour{f(c.R, under.R), f(c.G, under.G), f(c.B, under.B), 255}
}

// Light is the lightness of c as it looks [0..1].
func (c Colour) Light() float64 { return toLab(c)[0] }

// Distance is how different a and b look: 0 for alike, about 1 for black
// against white.
func Distance(a, b Colour) float64 {
	p, q := toLab(a), toLab(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

// Contrast is the ratio of luminances of a and b [1..21] (WCAG 2.2).
func Contrast(a, b Colour) float64 {
	p, q := luminance(a)+0.05, luminance(b)+0.05
	return max(p, q) / min(p, q)
}

func luminance(c Colour) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// lights are the linear lights of the 256 values of a channel (sRGB).
var lights = func() (t [256]float64) {
	for x := range t {
		v := float64(x) / 255
		if v <= 0.04045 {
			t[x] = v / 12.92
		} else {
			t[x] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return t
}()

func linear(x uint8) float64 { return lights[x] }

func gamma(v float64) uint8 {
	v = min(max(v, 0), 1)
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(v*255 + 0.5)
}

func toLab(c Colour) [3]float64 {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

func fromLab(v [3]float64) Colour {
	l := v[0] + 0.3963377774*v[1] + 0.2158037573*v[2]
	m := v[0] - 0.1055613458*v[1] - 0.0638541728*v[2]
	s := v[0] - 0.0894841775*v[1] - 1.2914855480*v[2]
	l, m, s = l*l*l, m*m*m, s*s*s
	return Colour{
		gamma(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		gamma(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		gamma(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
		255,
	}
}

// A Theme is the set of colours of a picture.
type Theme struct {
	Name     string
	Paper    Colour    // behind everything
	Panel    Colour    // panels and cards
	Raised   Colour    // buttons, fields, what can be pressed
	Hover    Colour    // the same under the pointer
	Line     Colour    // hairlines
	Faint    Colour    // what is there but says little
	Soft     Colour    // secondary text
	Ink      Colour    // text
	Accent   Colour    // what is chosen
	OnAccent Colour    // text on Accent
	Good     Colour    // granted, better
	Bad      Colour    // refused, worse
	Kinds    []Colour  // unordered categories: units, people, domains
	Ramp     []Colour  // a quantity from nothing to much
	Split    []Colour  // a quantity from below zero to above
	Sources  [3]Colour // influence by position, person, argument
}

// Light is the theme of paper, Dark that of the hall. Their categories keep
// apart for readers with any of the three colour deficiencies (after Okabe &
// Ito 2008 and Tol 2021, tuned for calm).
var (
	Light = &Theme{
		Name: "light", Paper: Hex(0xf7f5f0), Panel: Hex(0xfffefb), Raised: Hex(0xefece5), Hover: Hex(0xe4e0d6),
		Line: Hex(0xdedace), Faint: Hex(0xb9b4a7), Soft: Hex(0x68655d), Ink: Hex(0x23252b),
		Accent: Hex(0x1f5f8b), OnAccent: Hex(0xffffff), Good: Hex(0x1b7f6b), Bad: Hex(0xb5483a),
		Kinds:   []Colour{Hex(0x2f6b9a), Hex(0xe09f3e), Hex(0x4aa38f), Hex(0xb3446c), Hex(0x86bfe0), Hex(0x7a5c2e), Hex(0x9a86c8), Hex(0x3a3f4b)},
		Ramp:    []Colour{Hex(0xe6e2d6), Hex(0xb5d0c5), Hex(0x6bacb0), Hex(0x2f7a9c), Hex(0x1e4a7d), Hex(0x1b2550)},
		Split:   []Colour{Hex(0xa8442f), Hex(0xdd9a72), Hex(0xe6e2d6), Hex(0x7fb2c8), Hex(0x1e5f92)},
		Sources: [3]Colour{Hex(0x3b5b92), Hex(0xd9822b), Hex(0x2a9d7f)},
	}
	Dark = &Theme{
		Name: "dark", Paper: Hex(0x14171c), Panel: Hex(0x1b1f26), Raised: Hex(0x272c35), Hover: Hex(0x343a45),
		Line: Hex(0x2e343e), Faint: Hex(0x565d69), Soft: Hex(0x9ea5b0), Ink: Hex(0xe9e6df),
		Accent: Hex(0x6fb3e0), OnAccent: Hex(0x10151b), Good: Hex(0x5cc2a7), Bad: Hex(0xe5806f),
		Kinds:   []Colour{Hex(0x5b9bd1), Hex(0xf0b75e), Hex(0x57b8a0), Hex(0xd9668f), Hex(0xa9d6f2), Hex(0xb0895a), Hex(0xbfa6ee), Hex(0xe9e2d0)},
		Ramp:    []Colour{Hex(0x2a313c), Hex(0x2b4a66), Hex(0x2f7189), Hex(0x4f9f98), Hex(0xa5cc9a), Hex(0xf6eeb4)},
		Split:   []Colour{Hex(0xf0957b), Hex(0x9c5f52), Hex(0x3a414d), Hex(0x4c83a5), Hex(0x8ccbf2)},
		Sources: [3]Colour{Hex(0x7d9fe0), Hex(0xf0a652), Hex(0x55c9a6)},
	}
)

// Kind returns the colour of category i; after the last the colours come
// again, lighter or darker.
func (t *Theme) Kind(i int) Colour {
	n := len(t.Kinds)
	c := t.Kinds[((i%n)+n)%n]
	if round := i / n; round > 0 {
		c = Mix(c, t.Paper, min(0.65, 0.35*float32(round)))
	}
	return c
}

// Shade returns the colour of a quantity [0..1].
func (t *Theme) Shade(x float64) Colour { return along(t.Ramp, x) }

// Lean returns the colour of a quantity that goes both ways [−1..1].
func (t *Theme) Lean(x float64) Colour { return along(t.Split, (x+1)/2) }

func along(stops []Colour, x float64) Colour {
	if !(x > 0) { // not a number counts as nothing
		return stops[0]
	}
	if x >= 1 {
		return stops[len(stops)-1]
	}
	f := x * float64(len(stops)-1)
	i := int(f)
	return Mix(stops[i], stops[i+1], float32(f-float64(i)))
}

// On returns the text colour that is read best on c.
func (t *Theme) On(c Colour) Colour {
	dark, light := Hex(0x1a1c20), Hex(0xffffff)
	if Contrast(c, dark) >= Contrast(c, light) {
		return dark
	}
	return light
}
