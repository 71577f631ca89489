package draw

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// deficient is how a colour looks to readers with a colour deficiency (Machado,
// Oliveira & Fernandes 2009, severity 1).
func deficient(c Colour, kind string) Colour {
	m := map[string][9]float64{
		"protan": {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deutan": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritan": {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
	}[kind]
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	return Colour{gamma(m[0]*r + m[1]*g + m[2]*b), gamma(m[3]*r + m[4]*g + m[5]*b), gamma(m[6]*r + m[7]*g + m[8]*b), 255}
}

func TestCategoriesKeepApart(t *testing.T) {
	for _, th := range []*Theme{Light, Dark} {
		for _, kind := range []string{"", "protan", "deutan", "tritan"} {
			look := func(c Colour) Colour {
				if kind == "" {
					return c
				}
				return deficient(c, kind)
			}
			least := 0.05
			if kind == "" {
				least = 0.09
			}
			for i := range th.Kinds {
				for j := range i {
					if d := Distance(look(th.Kinds[i]), look(th.Kinds[j])); d < least {
						t.Errorf("%s %s: categories %d and %d are %.3f apart, want at least %.3f", th.Name, kind, i, j, d, least)
					}
				}
			}
			for i := range th.Sources {
				for j := range i {
					if d := Distance(look(th.Sources[i]), look(th.Sources[j])); d < least {
						t.Errorf("%s %s: sources %d and %d are %.3f apart, want at least %.3f", th.Name, kind, i, j, d, least)
					}
				}
			}
		}
	}
}

func TestRampsAreMonotone(t *testing.T) {
	for _, th := range []*Theme{Light, Dark} {
		sign := 1.0
		if th.Ramp[0].Light() > th.Ramp[len(th.Ramp)-1].Light() {
			sign = -1
		}
		last := math.Inf(-1)
		for k := range 101 {
			l := sign * th.Shade(float64(k)/100).Light()
			if l < last-0.004 {
				t.Errorf("%s: lightness turns back at %d %%", th.Name, k)
			}
			last = l
		}
	}
}

func TestTextIsReadable(t *testing.T) {
	for _, th := range []*Theme{Light, Dark} {
		for _, tt := range []struct {
			name     string
			ink, on  Colour
			contrast float64
		}{
			{"ink on paper", th.Ink, th.Paper, 7}, {"ink on panel", th.Ink, th.Panel, 7}, {"ink on buttons", th.Ink, th.Raised, 7},
			{"soft on paper", th.Soft, th.Paper, 4.5}, {"soft on panel", th.Soft, th.Panel, 4.5}, {"soft on buttons", th.Soft, th.Raised, 4.5},
			{"accent", th.OnAccent, th.Accent, 4.5}, {"bad", th.Bad, th.Panel, 4.5}, {"good", th.Good, th.Panel, 3},
		} {
			if got := Contrast(tt.ink, tt.on); got < tt.contrast {
				t.Errorf("%s: %s has contrast %.2f, want at least %.1f", th.Name, tt.name, got, tt.contrast)
			}
		}
		for k := range th.Kinds {
			if got := Contrast(th.On(th.Kind(k)), th.Kind(k)); got < 4.5 {
				t.Errorf("%s: text on category %d has contrast %.2f, want at least 4.5", th.Name, k, got)
			}
		}
	}
}

func TestMix(t *testing.T) {
	a, b := Hex(0x102030), Hex(0xf0a010)
	if got := Mix(a, b, 0); Distance(got, a) > 0.01 {
		t.Errorf("got %v, want %v", got, a)
	}
	if got := Mix(a, b, 1); Distance(got, b) > 0.01 {
		t.Errorf("got %v, want %v", got, b)
	}
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{0, 1, 5, "0 0.2 0.4 0.6 0.8 1"}, {0, 250, 5, "0 50 100 150 200 250"}, {-3, 3, 3, "−2 0 2"}, {0.91, 0.97, 3, "0.92 0.94 0.96"}, {5, 5, 3, ""}, {0, math.Inf(1), 3, ""},
	} {
		var got []string
		for _, v := range Ticks(tt.lo, tt.hi, tt.n) {
			got = append(got, Short(v))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("ticks from %v to %v: got %q, want %q", tt.lo, tt.hi, s, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.12345: "0.123", -0.5: "−0.500", 12.345: "12.35", 123.45: "123.5", 1234567: "1 234 567", -4321: "−4 321", 1e9: "1e+09", math.Inf(-1): "−∞"} {
		if got := Number(v); strings.Replace(got, "-∞", "−∞", 1) != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
	if got := Number(math.NaN()); got != "–" {
		t.Errorf("missing: got %q", got)
	}
}

func TestWords(t *testing.T) {
	w := Measure("violin", 12, false)
	if w < 25 || w > 45 {
		t.Errorf("violin is %v wide at size 12, want about 33", w)
	}
	if got := Measure("violin", 24, false); math.Abs(float64(got-2*w)) > 1e-3 {
		t.Errorf("twice the size: got %v, want %v", got, 2*w)
	}
	if a, b := Measure("111", 12, false), Measure("888", 12, false); a != b {
		t.Errorf("digits differ in width: %v and %v", a, b)
	}
	if got := Shorten("Orpheus: the conductorless orchestra", 12, false, 80); Measure(got, 12, false) > 80 || !strings.HasSuffix(got, "…") {
		t.Errorf("got %q", got)
	}
	for _, l := range Wrap("plans are talked over, and then over again, until everybody agrees", 12, false, 120) {
		if Measure(l, 12, false) > 120 {
			t.Errorf("line %q is too wide", l)
		}
	}
}

func TestCover(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		sx, sy, c0, c1, c2, c3 float32
		want                   float32
	}{
		{"middle of a disc", 5, 0, 0, 0, 5, 5, 1}, {"its edge", 5, 0, 5, 0, 5, 5, 0.5}, {"outside", 5, 0, 6, 0, 5, 5, 0},
		{"middle of a ring", 5, 1, 0, 0, 5, 5, 0}, {"on the ring", 5, 1, 0, 5, 5, 5, 1}, {"light in the middle", 5, -5, 0, 0, 5, 5, 1},
		{"corner of a box", 0, 0, 4, 3, 4, 3, 0.5}, {"round corner", 2, 0, 4, 3, 4, 3, 0},
	} {
		if got := Cover(tt.sx, tt.sy, tt.c0, tt.c1, tt.c2, tt.c3); math.Abs(float64(got-tt.want)) > 0.02 {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestMeshClips(t *testing.T) {
	m := NewMesh()
	clip := R(10, 10, 20, 20)
	m.Build([]Shape{ClipTo(clip), Dot(Pt(12, 12), 30, Hex(0)), Words(Pt(0, 20), 12, Left, Hex(0), "a long label"), Segment(Pt(-50, 15), Pt(80, 25), 3, Hex(0)), NoClip(), Dot(Pt(100, 100), 3, Hex(0))}, 1)
	outside := 0
	for _, i := range m.I {
		v := m.V[i]
		if v.X < 9.99 || v.X > 30.01 || v.Y < 9.99 || v.Y > 30.01 {
			outside++
		}
	}
	if outside != 6 {
		t.Errorf("%d corners outside the clip, want the 6 of the last disc", outside)
	}
}

// TestAtlasFillsUp writes more letters than fit at once.
func TestAtlasFillsUp(t *testing.T) {
	m := NewMesh()
	for size := range 60 {
		m.Build([]Shape{Words(Pt(0, 100), float32(20+size), Left, Hex(0), "the quick brown fox jumps over the lazy dog THE QUICK BROWN FOX")}, 1)
		if len(m.I) < 6*40 {
			t.Fatalf("size %d: %d indices, want a quad a letter", size, len(m.I))
		}
	}
}

func ExampleTheme_Shade() {
	fmt.Println(Light.Shade(0), Light.Shade(1))
	// Output: #e6e2d6 #1b2550
}
