package design

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	rng := Factor{Name: "r", Lo: 0, Hi: 1}
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"twice", second(NewSobol([]Factor{rng, rng}, 8, false, 0)), `factor "r" stands twice`},
		{"no factors", second(NewSobol(nil, 8, false, 0)), "no factors"},
		{"no name", second(NewSobol([]Factor{{Hi: 1}}, 8, false, 0)), "no name"},
		{"no range", second(NewSobol([]Factor{{Name: "a"}}, 8, false, 0)), "an empty range"},
		{"too many points", second(NewSaltelli([]Factor{rng}, 1<<52, false, false, 0)), "at most 2^53"},
		{"wrong way round", second(NewSobol([]Factor{{Name: "a", Lo: 2, Hi: 1}}, 8, false, 0)), "smaller end first"},
		{"not a number", second(NewSobol([]Factor{{Name: "a", Lo: math.NaN(), Hi: 1}}, 8, false, 0)), "finite ends"},
		{"broken integers", second(NewSobol([]Factor{{Name: "a", Lo: 0.5, Hi: 3, Integer: true}}, 8, false, 0)), "whole numbers"},
		{"logarithm of zero", second(NewSobol([]Factor{{Name: "a", Lo: 0, Hi: 3, Log: true}}, 8, false, 0)), "more than 0"},
		{"no points", second(NewSobol([]Factor{rng}, 0, false, 0)), "0 points"},
		{"no blocks", second(NewSaltelli([]Factor{rng}, 0, false, false, 0)), "0 points"},
		{"no trajectories", second(NewMorris([]Factor{rng}, -3, 4, 0)), "0 points"},
		{"odd grid", second(NewMorris([]Factor{rng}, 3, 5, 0)), "an even number"},
		{"wide Sobol", second(NewSobol(axes(513), 1, false, 0)), "at most 512"},
		{"wide maximin", second(NewHypercube(axes(2), 5000, Maximin, 0)), "at most 1000"},
		{"unknown placing", second(NewHypercube(axes(2), 5, "corner", 0)), "plain, centred or maximin"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, tt.err, tt.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestHypercube: each stratum of each factor holds one point, listed or not.
func TestHypercube(t *testing.T) {
	for _, tt := range []struct {
		n     int64
		place Placing
	}{{1, Plain}, {2, Maximin}, {7, Plain}, {64, Centred}, {30, Maximin}, {70_000, Plain}} {
		c := must(NewHypercube(axes(3), tt.n, tt.place, 5))
		seen := make([][]bool, 3)
		for k := range seen {
			seen[k] = make([]bool, tt.n)
		}
		u := make([]float64, 3)
		for i := range tt.n {
			c.Unit(i, u)
			for k, v := range u {
				s := int64(v * float64(tt.n))
				if v < 0 || v >= 1 || seen[k][s] {
					t.Fatalf("%s of %d: point %d, factor %d: got %v, stratum %d held already", tt.place, tt.n, i, k, v, s)
				}
				seen[k][s] = true
			}
		}
	}
}

// TestMaximinHelps: the nearest two points are farther apart than in a plain
// shuffle.
func TestMaximinHelps(t *testing.T) {
	near := func(p Placing) float64 { return Measure(unitPoints(must(NewHypercube(axes(2), 20, p, 1)))).Nearest }
	if got, plain := near(Maximin), near(Centred); got < 1.5*plain || got < 0.14 {
		t.Errorf("nearest pair: got %v, want well above %v", got, plain)
	}
}

// TestPermute: the network is a permutation that moves with seed and factor.
func TestPermute(t *testing.T) {
	for _, n := range []int64{1, 2, 3, 10, 255, 1000, 4097} {
		seen := make([]bool, n)
		same := 0
		for i := range n {
			p := permute(i, n, 3, 0)
			if p < 0 || p >= n || seen[p] {
				t.Fatalf("n %d: place %d went to %d", n, i, p)
			}
			seen[p] = true
			if p == permute(i, n, 3, 1) {
				same++
			}
		}
		if n > 100 && same > 10 {
			t.Errorf("n %d: two factors agree at %d places", n, same)
		}
	}
}

func TestFactorAt(t *testing.T) {
	whole := Factor{Name: "n", Lo: 3, Hi: 6, Integer: true}
	for _, tt := range []struct {
		f    Factor
		u    float64
		want float64
	}{
		{whole, 0, 3}, {whole, 0.25, 4}, {whole, 0.999, 6}, {whole, 1, 6},
		{Factor{Name: "x", Lo: -1, Hi: 1}, 0.25, -0.5}, {Factor{Name: "x", Lo: -1, Hi: 1}, 1, 1},
		{Factor{Name: "x", Lo: 1, Hi: 100, Log: true}, 0, 1}, {Factor{Name: "x", Lo: 1, Hi: 100, Log: true}, 1, 100},
	} {
		if got := tt.f.At(tt.u); got != tt.want {
			t.Errorf("%v at %v: got %v, want %v", tt.f, tt.u, got, tt.want)
		}
	}
	l := Factor{Name: "x", Lo: 1, Hi: 100, Log: true}
	if got := l.At(0.5); math.Abs(got-10) > 1e-12 {
		t.Errorf("middle of 1 to 100 by ratio: got %v, want 10", got)
	}
}

// TestSobolIsNet: any 2^k points begin a stratum each, in every dimension, also
// shifted.
func TestSobolIsNet(t *testing.T) {
	for _, shift := range []bool{false, true} {
		c := must(NewSobol(axes(512), 256, shift, 9))
		seen := make([][256]bool, 512)
		u := make([]float64, 512)
		for i := range c.Points() {
			c.Unit(i, u)
			for k, v := range u {
				s := int(v * 256)
				if seen[k][s] {
					t.Fatalf("shifted %v: dimension %d: stratum %d held twice", shift, k, s)
				}
				seen[k][s] = true
			}
		}
	}
}

// TestMorrisTrajectories: each step moves one factor by delta, and each factor
// moves once.
func TestMorrisTrajectories(t *testing.T) {
	m := must(NewMorris(axes(5), 40, 4, 2))
	p := unitPoints(m.Cube)
	for tr := range int(m.Trajectories()) {
		moved := make([]bool, 5)
		for s := range 5 {
			a, b := p[tr*6+s], p[tr*6+s+1]
			for k := range a {
				if a[k] == b[k] {
					continue
				}
				if moved[k] || math.Abs(math.Abs(a[k]-b[k])-m.Delta()) > 1e-15 || b[k] < 0 || b[k] > 1 {
					t.Fatalf("trajectory %d step %d factor %d: %v to %v", tr, s, k, a[k], b[k])
				}
				moved[k] = true
			}
		}
		for k, yes := range moved {
			if !yes {
				t.Fatalf("trajectory %d: factor %d never moved", tr, k)
			}
		}
	}
}

// TestGoldenPoints pins the bits of points, which must be the same everywhere
// and for ever.
func TestGoldenPoints(t *testing.T) {
	f := []Factor{{Name: "a", Lo: -1, Hi: 3}, {Name: "b", Lo: 0.001, Hi: 10, Log: true}, {Name: "n", Lo: 1, Hi: 12, Integer: true}}
	for _, tt := range []struct {
		name string
		d    interface{ Point(i int64, dst []float64) }
		i    int64
		want string
	}{
		{"plain hypercube", must(NewHypercube(f, 100, Plain, 1)), 17, "0.3063933698796877 0.02036896687823589 8"},
		{"large hypercube", must(NewHypercube(f, 1_000_000_007, Plain, 1)), 123_456_789, "1.5117329998921991 0.005176403223345254 2"},
		{"maximin hypercube", must(NewHypercube(f, 12, Maximin, 1)), 5, "-0.5 0.14677992676220697 11"},
		{"shifted Sobol", must(NewSobol(f, 1024, true, 1)), 1000, "2.472941866602338 7.018268651860719 1"},
		{"Halton", must(NewHalton(f, 100, 1)), 99, "-0.40625 0.044268064594127694 1"},
		{"Morris", must(NewMorris(f, 10, 4, 1)), 7, "1.6666666666666665 0.4641588833612782 12"},
		{"Saltelli", must(NewSaltelli(f, 64, true, true, 1)), 123, "2.844035616602338 0.0030405261193389354 4"},
	} {
		at := make([]float64, len(f))
		tt.d.Point(tt.i, at)
		if got := strings.Trim(fmt.Sprint(at), "[]"); got != tt.want {
			t.Errorf("%s, point %d: got %s, want %s", tt.name, tt.i, got, tt.want)
		}
	}
}
