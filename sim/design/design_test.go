package design

import (
	"math"
	"strings"
	"testing"
)

func levels(name string, v ...Value) Factor { return Factor{Name: name, Levels: v} }

func point(d Design, i int64) string {
	dst := make([]Value, len(d.Names()))
	d.Point(i, dst)
	var out []string
	for _, v := range dst {
		out = append(out, v.TOML())
	}
	return strings.Join(out, " ")
}

func points(d Design) string {
	var out []string
	for i := range d.Points() {
		out = append(out, point(d, i))
	}
	return strings.Join(out, "; ")
}

func TestFactorial(t *testing.T) {
	p := levels("pattern", Text("fixed"), Text("rotating"))
	n := levels("agents", Integer(5), Integer(9))
	r := levels("trust.up", Number(0.1), Number(1))
	crossed := must(Factorial([]Factor{p}, []Factor{n, r}))
	if got, want := points(crossed), `"fixed" 5 0.1; "fixed" 9 1.0; "rotating" 5 0.1; "rotating" 9 1.0`; got != want {
		t.Errorf("crossed with a zipped pair: got %s, want %s", got, want)
	}
	both := must(Union(must(NewList(p)), must(Cross(must(NewList(n)), must(NewList(levels("open", Bool(true))))))))
	if got, want := points(both), `"fixed"  ; "rotating"  ;  5 true;  9 true`; got != want {
		t.Errorf("sub-experiments: got %s, want %s", got, want)
	}
	rows := must(Rows([]string{"a", "b"}, [][]Value{{Number(1.5), Text(`say "hi"`)}, {Integer(2), Text("tab\t")}}))
	if got, want := points(rows), `1.5 "say \"hi\""; 2 "tab\u0009"`; got != want {
		t.Errorf("rows: got %s, want %s", got, want)
	}
}

func TestRefusals(t *testing.T) {
	good, other := levels("a", Number(1), Number(2)), levels("b", Number(1))
	rng := Factor{Name: "r", Lo: 0, Hi: 1}
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"twice", second(Factorial([]Factor{good}, []Factor{good})), `factor "a" stands twice`},
		{"zipped unequal", second(Factorial([]Factor{good, other})), "have 2 and 1 values"},
		{"range in a factorial", second(Factorial([]Factor{rng})), "want levels"},
		{"no factors", second(Factorial()), "no factors"},
		{"no name", second(NewList(levels("", Number(1)))), "no name"},
		{"no levels", second(NewList(Factor{Name: "a"})), "no levels and an empty range"},
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
		{"empty rows", second(Rows([]string{"a"}, nil)), "at least one"},
		{"short row", second(Rows([]string{"a", "b"}, [][]Value{{Number(1)}})), "row 1 has 1 values, want 2"},
		{"no replicates", second(NewPlan(must(NewList(good)), 0)), "0 replicates"},
		{"too many runs", second(NewPlan(must(NewSobol([]Factor{rng}, 1<<50, false, 0)), 1<<20)), "at most 2^53"},
		{"one step", second(Steps(rng, 1)), "at least 2"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, tt.err, tt.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestHugeDesign: a thousand million runs start at once and end where they
// should.
func TestHugeDesign(t *testing.T) {
	const million = 1_000_000
	space := must(NewHypercube([]Factor{{Name: "a", Lo: 0, Hi: 1}, {Name: "n", Lo: 1, Hi: 9, Integer: true}}, 25*million, Plain, 1))
	whole := must(Cross(must(NewList(levels("pattern", Text("x"), Text("y")))), space))
	plan := must(NewPlan(whole, 20))
	if plan.Runs() != 1000*million {
		t.Fatalf("got %d runs, want 10^9", plan.Runs())
	}
	if p, r := plan.Run(plan.Runs() - 1); p != 50*million-1 || r != 19 {
		t.Errorf("last run: got point %d, replicate %d, want %d and 19", p, r, 50*million-1)
	}
	dst := make([]Value, 3)
	for _, k := range []int64{0, 123_456_789, 999_999_999} {
		p, _ := plan.Run(k)
		plan.Point(p, dst)
		if n := dst[2].Float(); n < 1 || n > 9 {
			t.Errorf("run %d: got %v", k, dst)
		}
	}
}

// TestPrefixBalanced: after any number of runs no point is more than one ahead.
func TestPrefixBalanced(t *testing.T) {
	plan := must(NewPlan(must(NewList(levels("a", Integer(1), Integer(2), Integer(3), Integer(4), Integer(5)))), 7))
	count := make([]int64, 5)
	for k := range plan.Runs() {
		p, r := plan.Run(k)
		if count[p] != r {
			t.Fatalf("run %d: point %d has replicate %d after %d runs", k, p, r, count[p])
		}
		count[p]++
		for _, c := range count {
			if c > count[4]+1 {
				t.Fatalf("after run %d: got counts %v", k, count)
			}
		}
	}
}

func TestSeed(t *testing.T) {
	if a, b := Seed(7, 0, 3, true), Seed(7, 99, 3, true); a != b || a != 10 {
		t.Errorf("shared: got %d and %d, want 10 and 10", a, b)
	}
	seen := map[uint64]bool{}
	for p := range int64(50) {
		for r := range int64(50) {
			s := Seed(7, p, r, false)
			if seen[s] || s > 1<<53-1 {
				t.Fatalf("point %d replicate %d: got seed %d, met before %v", p, r, s, seen[s])
			}
			seen[s] = true
		}
	}
}

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
		want string
	}{
		{whole, 0, "3"}, {whole, 0.25, "4"}, {whole, 0.999, "6"}, {whole, 1, "6"},
		{Factor{Name: "x", Lo: -1, Hi: 1}, 0.25, "-0.5"}, {Factor{Name: "x", Lo: -1, Hi: 1}, 1, "1.0"},
		{Factor{Name: "x", Lo: 1, Hi: 100, Log: true}, 0, "1.0"}, {Factor{Name: "x", Lo: 1, Hi: 100, Log: true}, 1, "100.0"},
		{levels("p", Text("a"), Text("b"), Text("c")), 0.34, `"b"`}, {levels("p", Text("a"), Text("b")), 1, `"b"`},
	} {
		if got := tt.f.At(tt.u).TOML(); got != tt.want {
			t.Errorf("%v at %v: got %s, want %s", tt.f, tt.u, got, tt.want)
		}
	}
	l := Factor{Name: "x", Lo: 1, Hi: 100, Log: true}
	if got := l.At(0.5).Float(); math.Abs(got-10) > 1e-12 {
		t.Errorf("middle of 1 to 100 by ratio: got %v, want 10", got)
	}
	for _, f := range []Factor{whole, l, {Name: "x", Lo: -2, Hi: 5}, levels("p", Text("a"), Bool(true), Integer(3))} {
		for _, u := range []float64{0.01, 0.3, 0.77, 0.99} {
			if got := f.At(f.Share(f.At(u))); got != f.At(u) && math.Abs(got.Float()-f.At(u).Float()) > 1e-12 {
				t.Errorf("%v: there and back: got %v, want %v", f, got, f.At(u))
			}
		}
	}
	if got := whole.Share(Integer(9)); !math.IsNaN(got) {
		t.Errorf("share of a value outside: got %v, want NaN", got)
	}
	s := must(Steps(Factor{Name: "n", Lo: 0, Hi: 10, Integer: true}, 5))
	if got, want := points(must(NewList(s))), "0; 3; 5; 8; 10"; got != want {
		t.Errorf("five steps of 0 to 10: got %s, want %s", got, want)
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
	if !strings.Contains(Directions(), "Copyright (c) 2008, Frances Y. Kuo and Stephen Joe") {
		t.Error("the licence of the direction numbers is gone")
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
		d    Design
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
		if got := point(tt.d, tt.i); got != tt.want {
			t.Errorf("%s, point %d: got %s, want %s", tt.name, tt.i, got, tt.want)
		}
	}
}

// TestValues goes from TOML's types to values and back.
func TestValues(t *testing.T) {
	for _, tt := range []struct {
		in    any
		kind  Kind
		text  string
		toml  string
		float float64
	}{
		{1.0, KindNumber, "1", "1.0", 1}, {2.5e-7, KindNumber, "2.5e-07", "2.5e-07", 2.5e-7}, {int64(-3), KindInteger, "-3", "-3", -3},
		{true, KindBool, "true", "true", 1}, {"a \"b\"", KindText, `a "b"`, `"a \"b\""`, math.NaN()},
	} {
		v := must(Of(tt.in))
		if v.Kind() != tt.kind || v.Any() != tt.in || v.String() != tt.text || v.TOML() != tt.toml {
			t.Errorf("%v: got kind %d, %v, %s, %s; want %d, %s, %s", tt.in, v.Kind(), v.Any(), v, v.TOML(), tt.kind, tt.text, tt.toml)
		}
		if f := v.Float(); f != tt.float && !math.IsNaN(tt.float) {
			t.Errorf("%v as a number: got %v, want %v", tt.in, f, tt.float)
		}
	}
	for _, bad := range []any{math.NaN(), math.Inf(1), []any{1}, nil} {
		if v, err := Of(bad); err == nil {
			t.Errorf("%v: got %v, want an error", bad, v)
		}
	}
	if (Value{}).Any() != nil || (Value{}).TOML() != "" {
		t.Errorf("absent: got %v and %q, want nothing", (Value{}).Any(), (Value{}).TOML())
	}
}
