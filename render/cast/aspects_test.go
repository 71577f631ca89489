package cast_test

import (
	"math"
	"slices"
	"testing"

	"tutti/render/cast"
	"tutti/render/play"
	"tutti/render/view"
	"tutti/scenarios"
	"tutti/sim/solo"
)

// lived is a scenario after some cycles, as it is seen.
func lived(t *testing.T, name string, cycles int, sets ...solo.Setting) *view.Frame {
	t.Helper()
	s, err := cast.Open(scenarios.Open, name, sets)
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(s.Make, s.Cycles, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range cycles {
		p.StepCycle()
	}
	var f view.Frame
	p.Show(&f)
	return &f
}

// share is the share of agents of whom something is true.
func share(v []float64, is func(x float64) bool) float64 {
	n := 0.0
	for _, x := range v {
		if is(x) {
			n++
		}
	}
	return n / float64(len(v))
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// TestAspectsAgreeWithMeasures wants what is seen of each agent to add up to
// what is measured of all.
func TestAspectsAgreeWithMeasures(t *testing.T) {
	now := func(f *view.Frame, name string) float64 {
		m := f.History.Measure(name)
		return m.Values[len(m.Values)-1]
	}
	for _, cycles := range []int{1, 4, 9, 30} {
		f := lived(t, "adoption.toml", cycles, solo.Setting{Key: "work.approach", Value: "mandated"}, solo.Setting{Key: "work.threshold", Value: 0.3})
		practice := f.Trait("practice")
		for k, measure := range map[int]string{1: "complying", 2: "adopted"} {
			if got, want := share(practice, func(x float64) bool { return x == float64(k) }), now(f, measure); !near(got, want) {
				t.Errorf("adoption, cycle %d: %.4f of people shown as %s, want %.4f", cycles, got, measure, want)
			}
		}
		f = lived(t, "leavitt.toml", cycles)
		if got, want := slices.Max(f.Trait("named leader")), now(f, "hub_named"); got < want-1e-9 {
			t.Errorf("leavitt, cycle %d: %.3f would name the one named most, want %.3f or more", cycles, got, want)
		}
		f = lived(t, "landscape.toml", cycles)
		if got, want := slices.Max(f.Trait("score")), now(f, "best_plan"); !near(got, want) {
			t.Errorf("landscape, cycle %d: the best score shown is %.4f, want %.4f", cycles, got, want)
		}
		if got := slices.Min(f.Trait("steps to the best")); got != 0 {
			t.Errorf("landscape, cycle %d: nobody has the best plan: %v bits off", cycles, got)
		}
		f = lived(t, "quartet.toml", cycles)
		if sum := sum(f.Trait("lateness")); math.Abs(sum) > 1e-6 {
			t.Errorf("quartet, cycle %d: players are %v ms late in all, want 0 against their mean", cycles, sum)
		}
	}
}

// TestTheTimeLineEndsWithTheModel lives a model that ends before its time, and
// looks again from its middle.
func TestTheTimeLineEndsWithTheModel(t *testing.T) {
	s, err := cast.Open(scenarios.Open, "classics/hegselmann-krause.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(s.Make, s.Cycles, nil)
	if err != nil {
		t.Fatal(err)
	}
	var f view.Frame
	for !p.Ended() {
		if p.Show(&f); f.Cycles != s.Cycles {
			t.Fatalf("cycle %d: %d cycles on the time line, want the %d planned as long as the end is open", p.Cycle(), f.Cycles, s.Cycles)
		}
		p.StepCycle()
	}
	end := p.Cycle()
	p.Seek(end / 2)
	p.Advance(0, func() bool { return false })
	if p.Show(&f); f.Cycles != end || f.Cycle != end/2 || end >= s.Cycles {
		t.Errorf("at cycle %d of %d on the time line, want %d of %d", f.Cycle, f.Cycles, end/2, end)
	}
}

// TestAspectsCanBeShown wants every quantity of every kind of work in its range.
func TestAspectsCanBeShown(t *testing.T) {
	for _, name := range []string{"adoption.toml", "landscape.toml", "leavitt.toml", "quartet.toml", "orpheus.toml"} {
		f := lived(t, name, 5)
		for _, q := range view.Quantities(f) {
			c := view.Quantity(f, q, -1)
			for i := range f.N() {
				if x := c.At(i); c.Groups == nil && (x < 0 || x > 1) {
					t.Errorf("%s: %s of %s stands at %v, want 0 to 1", name, q, f.Names[i], x)
				}
				if c.Groups != nil && !math.IsNaN(c.Values[i]) && (int(c.Values[i]) < 0 || int(c.Values[i]) >= len(c.Groups)) {
					t.Errorf("%s: %s of %s is kind %v of %d", name, q, f.Names[i], c.Values[i], len(c.Groups))
				}
			}
		}
	}
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}
