package exact

import (
	"bytes"
	"math"
	"testing"
)

// The known answers published with Random123 (kat_vectors, philox4x32 10).
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, tt := range []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{[4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, [2]uint32{0xffffffff, 0xffffffff}, [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0}, [4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		if got := Philox(tt.counter, tt.key); got != tt.want {
			t.Errorf("Philox(%x, %x) = %x, want %x", tt.counter, tt.key, got, tt.want)
		}
	}
}

// within says whether got is close to want, relative to it.
func within(got, want, rel float64) bool {
	return got == want || math.Abs(got-want) <= rel*math.Max(math.Abs(want), 1e-300)
}

func TestFunctionsAgainstTheStandardLibrary(t *testing.T) {
	d := NewDraws(1, 1, 0)
	for k := range 20000 {
		u := d.Share(7, k)
		x := (u - 0.5) * 80
		for _, f := range []struct {
			name      string
			got, want float64
			rel       float64
		}{
			{"Exp", Exp(x), math.Exp(x), 5e-16},
			{"Log", Log(u + 1e-9), math.Log(u + 1e-9), 2e-15},
			{"Log", Log(Exp(x)), x, 1e-13 + 2e-15/math.Abs(x)},
			{"Pow", Pow(u, x/8+0.3), math.Pow(u, x/8+0.3), 1e-13},
			{"Tanh", Tanh(x / 8), math.Tanh(x / 8), 1e-12},
			{"Sin", Sin(x) + 2, math.Sin(x) + 2, 1e-15},
			{"Cos", Cos(x) + 2, math.Cos(x) + 2, 1e-15},
			{"Atan2", Atan2(x, 3-u*6), math.Atan2(x, 3-u*6), 1e-15},
			{"Erfc", Erfc(x / 8), math.Erfc(x / 8), 1e-12},
			{"Quantile", NormalCDF(Quantile(u + 1e-12)), u + 1e-12, 1e-11},
		} {
			if !within(f.got, f.want, f.rel) {
				t.Fatalf("%s at u=%v: got %v, want %v (off by %.2g)", f.name, u, f.got, f.want, (f.got-f.want)/f.want)
			}
		}
	}
}

// Values of the normal quantile printed with AS 241.
func TestQuantile(t *testing.T) {
	for _, tt := range []struct{ p, want float64 }{
		{0.25, -0.6744897501960817}, {0.001, -3.090232306167814}, {1e-20, -9.262340089798408}, {0.5, 0},
	} {
		if got := Quantile(tt.p); !within(got, tt.want, 1e-15) {
			t.Errorf("Quantile(%v) = %v, want %v", tt.p, got, tt.want)
		}
	}
}

// Neighbouring streams must not be correlated in their first draws.
func TestNeighbouringStreams(t *testing.T) {
	const n = 1 << 16
	for _, shift := range []struct {
		name string
		at   func(i, k int) float64
	}{
		{"agents", func(i, k int) float64 { return NewDraws(5, 3, 2).Share(uint32(i), k) }},
		{"cycles", func(i, k int) float64 { return NewDraws(5, 3, i).Share(9, k) }},
		{"seeds", func(i, k int) float64 { return NewDraws(uint64(i), 3, 2).Share(9, k) }},
		{"purposes", func(i, k int) float64 { return NewDraws(5, Purpose(i%65536), 2).Share(9, k) }},
	} {
		for k := range 4 {
			sum := 0.0
			for i := range n {
				sum += (shift.at(i, 0) - 0.5) * (shift.at(i+1, k) - 0.5) * 12
			}
			if z := sum / math.Sqrt(n); math.Abs(z) > 5 {
				t.Errorf("%s: draw 0 and draw %d of the next are correlated, z = %.1f", shift.name, k, z)
			}
		}
	}
}

func TestNormalMoments(t *testing.T) {
	const n = 200000
	var m1, m2, m4 float64
	d := NewDraws(3, 9, 1)
	for i := range n {
		x := d.Normal(uint32(i), 0)
		m1 += x / n
		m2 += x * x / n
		m4 += x * x * x * x / n
	}
	if math.Abs(m1) > 0.01 || math.Abs(m2-1) > 0.015 || math.Abs(m4-3) > 0.12 {
		t.Errorf("moments %.4f %.4f %.4f, want 0 1 3", m1, m2, m4)
	}
}

type sample struct {
	f []float64
	s []float32
	i []int32
	w []uint64
	b []uint8
	x float64
	n int
	t string
}

func (m *sample) State(s State) {
	s.Floats("f", &m.f)
	s.Float32s("s", &m.s)
	s.Ints("i", &m.i)
	s.Words("w", &m.w)
	s.Bytes("b", &m.b)
	s.Float("x", &m.x)
	s.Int("n", &m.n)
	s.Text("t", &m.t)
}

func TestStateRoundTrip(t *testing.T) {
	a := &sample{[]float64{1, math.Inf(-1)}, []float32{.5}, []int32{-3}, []uint64{1 << 63}, []uint8{1, 2}, 2.5, -7, "é"}
	var buf bytes.Buffer
	w := NewWriter(&buf)
	a.State(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	whole := buf.Bytes()
	b := &sample{}
	r := NewReader(bytes.NewReader(whole))
	b.State(r)
	if r.Err() != nil || Digest(a) != Digest(b) {
		t.Fatalf("restored %+v, %v, want %+v", b, r.Err(), a)
	}
	for cut := range whole {
		r := NewReader(bytes.NewReader(whole[:cut]))
		(&sample{}).State(r)
		if r.Err() == nil {
			t.Fatalf("a state cut at byte %d of %d was taken", cut, len(whole))
		}
	}
	b.f[0] = math.Nextafter(1, 2)
	if Digest(a) == Digest(b) {
		t.Error("one changed bit, the same digest")
	}
}

func BenchmarkShare(b *testing.B) {
	d, s := NewDraws(1, 1, 1), 0.0
	for i := range b.N {
		s += d.Share(uint32(i), 0)
	}
	_ = s
}

func BenchmarkNormal(b *testing.B) {
	d, s := NewDraws(1, 1, 1), 0.0
	for i := range b.N {
		s += d.Normal(uint32(i), 0)
	}
	_ = s
}

func BenchmarkExp(b *testing.B) {
	s := 0.0
	for i := range b.N {
		s += Exp(-float64(i&1023) / 100)
	}
	_ = s
}
