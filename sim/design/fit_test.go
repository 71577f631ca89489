package design

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"tutti/sim/exact"
)

// synthetic is a small noisy model of two factors with three measures: its
// truth is up = 0.3 and down = 2 (see truth).
func synthetic(up, down float64, noise exact.Draws, i uint32, sd float64) []float64 {
	return []float64{
		up*10 + math.Sin(down) + sd*noise.Normal(i, 0),
		up*down + sd*noise.Normal(i, 1),
		math.Exp(-down) + up*up + sd*noise.Normal(i, 2)/5,
	}
}

var syntheticFactors = []Factor{{Name: "up", Lo: 0, Hi: 1}, {Name: "down", Lo: 0.1, Hi: 10, Log: true}}

func syntheticTargets() []Target {
	var out []Target
	for i, v := range synthetic(0.3, 2, exact.Draws{}, 0, 0) {
		out = append(out, Target{Name: fmt.Sprint("m", i), Value: v, Scale: []float64{1, 0.3, 0.2}[i]})
	}
	return out
}

func answer(sd float64) Evaluate {
	return func(b Batch) ([][]float64, error) {
		var out [][]float64
		for i, p := range b.Points {
			out = append(out, synthetic(p[0], p[1], exact.NewDraws(1, 0xFFF0, b.Number), uint32(i), sd))
		}
		return out, nil
	}
}

// TestMinimiseRecovers finds the parameters that made the targets, also through
// noise.
func TestMinimiseRecovers(t *testing.T) {
	for _, tt := range []struct{ sd, tol float64 }{{0, 1e-5}, {0.02, 0.03}} {
		f, err := Minimise(syntheticFactors, syntheticTargets(), SearchOptions{Seed: 4, Budget: 400}, answer(tt.sd))
		if err != nil {
			t.Fatal(err)
		}
		up, down := f.Best.Point[0], f.Best.Point[1]
		if math.Abs(up-0.3) > tt.tol || math.Abs(down-2) > 10*tt.tol {
			t.Errorf("noise %v: got up %v, down %v, loss %v after %d points, want 0.3 and 2", tt.sd, up, down, f.Best.Loss, len(f.Trials))
		}
		if !strings.Contains(f.Why, "budget") || len(f.Trials) > 430 {
			t.Errorf("noise %v: stopped after %d points, because %s", tt.sd, len(f.Trials), f.Why)
		}
	}
}

// TestMinimiseFunctions holds the search to functions with known minima: round,
// long and thin, bent, and at a wall.
func TestMinimiseFunctions(t *testing.T) {
	for _, tt := range []struct {
		name   string
		n      int
		budget int
		f      func(u []float64) float64
	}{
		{"sphere", 5, 1500, func(u []float64) float64 { return off(u, 1, 0.2) }},
		{"ellipsoid", 5, 3500, func(u []float64) float64 { return off(u, 100, 0.2) }},
		{"wall", 3, 1200, func(u []float64) float64 { return off(u, 1, 0) }},
		{"Rosenbrock", 3, 3000, func(u []float64) float64 {
			var s float64
			for i := range 2 {
				a, b := 4*u[i]-2, 4*u[i+1]-2
				s += 100*(b-a*a)*(b-a*a) + (1-a)*(1-a)
			}
			return s
		}},
	} {
		evaluate := func(b Batch) ([][]float64, error) {
			var out [][]float64
			for _, p := range b.Points {
				u := make([]float64, tt.n)
				for k := range u {
					u[k] = p[k]
				}
				out = append(out, []float64{math.Sqrt(tt.f(u))})
			}
			return out, nil
		}
		f, err := Minimise(axes(tt.n), []Target{{Name: "zero"}}, SearchOptions{Seed: 1, Budget: tt.budget, Goal: 1e-10}, evaluate)
		if err != nil || f.Best.Loss > 1e-10 {
			t.Errorf("%s: got a loss of %v after %d points and %d restarts (%v), want at most 1e-10", tt.name, f.Best.Loss, len(f.Trials), f.Restarts, err)
		}
	}
}

// off is a quadratic around 0.2, 0.3, ... or another start, each axis ratio
// times steeper than the one before.
func off(u []float64, ratio, from float64) float64 {
	s, w := 0.0, 1.0
	for i, v := range u {
		d := v - from - 0.1*float64(i)
		s += w * d * d
		w *= ratio
	}
	return s
}

// TestResume answers the first batches from store and gets the same search.
func TestResume(t *testing.T) {
	type search func(Evaluate) (any, error)
	for name, s := range map[string]search{
		"minimise": func(e Evaluate) (any, error) {
			return Minimise(syntheticFactors, syntheticTargets(), SearchOptions{Seed: 4, Budget: 100}, e)
		},
		"reject": func(e Evaluate) (any, error) {
			return Reject(syntheticFactors, syntheticTargets(), PosteriorOptions{Seed: 4, Samples: 20, BatchSize: 50}, e)
		},
		"refine": func(e Evaluate) (any, error) {
			return Refine(syntheticFactors, syntheticTargets(), PosteriorOptions{Seed: 4, Samples: 20}, e)
		},
	} {
		var stored [][][]float64
		cut := errors.New("cut off")
		live := answer(0.05)
		_, err := s(func(b Batch) ([][]float64, error) {
			if b.Number == 2 {
				return nil, cut
			}
			m, err := live(b)
			stored = append(stored, m)
			return m, err
		})
		if !errors.Is(err, cut) {
			t.Errorf("%s: got error %v, want the evaluation's own", name, err)
		}
		again, err := s(func(b Batch) ([][]float64, error) {
			if b.Number < len(stored) {
				return stored[b.Number], nil
			}
			return live(b)
		})
		whole, _ := s(live)
		if err != nil || !reflect.DeepEqual(again, whole) {
			t.Errorf("%s: resumed and uninterrupted differ (%v)", name, err)
		}
	}
}

// TestPosterior: both samplers hold the truth, and refining comes nearer for
// the same number of points.
func TestPosterior(t *testing.T) {
	reject, err := Reject(syntheticFactors, syntheticTargets(), PosteriorOptions{Seed: 2, Samples: 100, Keep: 0.05}, answer(0.05))
	if err != nil {
		t.Fatal(err)
	}
	refine, err := Refine(syntheticFactors, syntheticTargets(), PosteriorOptions{Seed: 2, Samples: 100, Budget: 2000}, answer(0.05))
	if err != nil {
		t.Fatal(err)
	}
	if refine.Distance >= reject.Distance || refine.Tried > 2000 || reject.Tried != 2000 {
		t.Errorf("got distance %v from %d points against %v from %d, want nearer", refine.Distance, refine.Tried, reject.Distance, reject.Tried)
	}
	for name, p := range map[string]Posterior{"reject": reject, "refine": refine} {
		for k, want := range []float64{0.3, 2} {
			m := p.Marginals[k]
			if !(m.Lo <= want && want <= m.Hi) || m.Narrowed < 0.3 {
				t.Errorf("%s: %s: got %v to %v, narrowed %v, want %v inside", name, m.Name, m.Lo, m.Hi, m.Narrowed, want)
			}
		}
		var total float64
		for _, w := range p.Weights {
			total += w
		}
		if math.Abs(total-1) > 1e-12 || p.Effective < 10 || len(p.Samples) != 100 || math.Abs(p.R[0][0]-1) > 1e-9 {
			t.Errorf("%s: got weights of %v, %v effective of %d samples", name, total, p.Effective, len(p.Samples))
		}
	}
}

// TestRefineUnbiased: where every point is as good as another the weighted
// samples are the even prior.
func TestRefineUnbiased(t *testing.T) {
	b := must(newBench(axes(1), []Target{{Name: "m"}}, func(b Batch) ([][]float64, error) {
		out := make([][]float64, len(b.Points))
		for i := range out {
			out[i] = []float64{0}
		}
		return out, nil
	}))
	must(b.try(b.even(3, 400)))
	m := &mixture{}
	m.add(proposal{}, 400)
	var p Posterior
	p.keep(b.trials, 400)
	for i := range p.Weights { // a proposal that leans to the left
		p.Weights[i] = 1 - 0.9*p.Samples[i].Unit[0]
	}
	if _, err := p.advance(b, m, PosteriorOptions{Seed: 3}, 1200, 800); err != nil {
		t.Fatal(err)
	}
	mean, variance := p.moments(p.shares(), 0)
	if len(p.Samples) != 1200 || math.Abs(mean-0.5) > 0.02 || math.Abs(variance-1.0/12) > 0.006 {
		t.Errorf("got mean %v, variance %v of %d samples, want 0.5 and %v", mean, variance, len(p.Samples), 1.0/12)
	}
	var mass float64 // the proposal integrates to 1 between the walls
	for i := range 1000 {
		mass += m.density([]float64{(float64(i) + 0.5) / 1000}) / 1000
	}
	if math.Abs(mass-1) > 1e-6 {
		t.Errorf("mass of the proposals: got %v, want 1", mass)
	}
}

// TestIdentify finds a sharp factor, a factor that does nothing, and two that
// only matter together.
func TestIdentify(t *testing.T) {
	targets := []Target{{Name: "sharp", Value: 0.4, Scale: 0.1}, {Name: "together", Value: 1, Scale: 0.1}}
	evaluate := func(b Batch) ([][]float64, error) {
		var out [][]float64
		for _, p := range b.Points {
			out = append(out, []float64{p[0], p[1] + p[2]})
		}
		return out, nil
	}
	got, err := Identify(axes(4), targets, []float64{0.4, 0.5, 0.5, 0.97}, nil, 7, 0, 0, evaluate)
	if err != nil {
		t.Fatal(err)
	}
	// The loss is ((x1−0.4)² + (x2+x3−1)²)·100/2: it rises by 0.01 at 0.0141.
	if w := math.Sqrt(2 * 0.01 / 100); math.Abs(got.Axes[0].Alone-w) > 1e-6 || math.Abs(got.Axes[0].Free-w) > 1e-6 || math.Abs(got.Axes[1].Alone-w) > 1e-6 {
		t.Errorf("half widths: got %v, %v, %v, want %v", got.Axes[0].Alone, got.Axes[0].Free, got.Axes[1].Alone, w)
	}
	if got.Axes[1].Free < 1 || got.Axes[3].Alone < 1 {
		t.Errorf("free widths: got %v and %v, want the whole range", got.Axes[1].Free, got.Axes[3].Alone)
	}
	all := strings.Join(got.Flat, "; ")
	if !strings.Contains(all, "x4 is not pinned down") || !strings.Contains(all, "while lowering") {
		t.Errorf("flat: got %q", all)
	}
}

// TestIdentifyWithAMissingRun keeps a fit whose best point has no neighbour on
// one side: how flat it is is unknown, and nothing else.
func TestIdentifyWithAMissingRun(t *testing.T) {
	evaluate := func(b Batch) ([][]float64, error) {
		var out [][]float64
		for _, p := range b.Points {
			y := p[0]
			if y > 0.6 {
				y = math.NaN()
			}
			out = append(out, []float64{y})
		}
		return out, nil
	}
	got, err := Identify(axes(1), []Target{{Name: "y", Value: 0.6}}, []float64{0.6}, nil, 0, 0, 0, evaluate)
	if err != nil || len(got.Axes) != 1 || !math.IsNaN(got.Axes[0].Free) || !math.IsNaN(got.Axes[0].Lo) || len(got.Flat) != 1 {
		t.Errorf("got %+v, %v; want one factor of unknown width, and why", got, err)
	}
}

func TestLoss(t *testing.T) {
	for _, tt := range []struct {
		target Target
		value  float64
		want   float64
	}{
		{Target{Value: 10}, 12, 0.04}, {Target{Value: 10, Scale: 1}, 12, 4}, {Target{Value: 0}, 0.5, 0.25},
		{Target{Lo: 1, Hi: 3}, 2.9, 0}, {Target{Lo: 1, Hi: 3}, 5, 4}, {Target{Lo: 1, Hi: 3, Scale: 4}, 0, 1.0 / 16},
		{Target{Value: 1}, math.NaN(), math.Inf(1)},
	} {
		if got := Loss([]Target{tt.target}, []float64{tt.value}); got != tt.want && math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%v at %v: got %v, want %v", tt.target, tt.value, got, tt.want)
		}
	}
	two := []Target{{Value: 0, Weight: 3}, {Value: 0}}
	if got := Loss(two, []float64{1, 3}); got != 3 {
		t.Errorf("weights 3 and 1, misses 1 and 3: got %v, want 3", got)
	}
}

func TestFitRefuses(t *testing.T) {
	f, ts, ok := axes(1), []Target{{Name: "m"}}, answer(0)
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"no targets", second(Minimise(f, nil, SearchOptions{}, ok)), "no targets"},
		{"no factors", second(Minimise(nil, ts, SearchOptions{}, ok)), "no factors"},
		{"band wrong", second(Minimise(f, []Target{{Name: "m", Lo: 2, Hi: 1}}, SearchOptions{}, ok)), "smaller end first"},
		{"tiny population", second(Minimise(f, ts, SearchOptions{Population: 2}, ok)), "at least 4"},
		{"start elsewhere", second(Minimise(f, ts, SearchOptions{Start: []float64{1, 2}}, ok)), "want 1"},
		{"one sample", second(Reject(f, ts, PosteriorOptions{Samples: 1}, ok)), "at least 2"},
		{"keep all", second(Refine(f, ts, PosteriorOptions{Keep: 1}, ok)), "between 0 and 1"},
		{"answers missing", second(Refine(f, ts, PosteriorOptions{}, func(Batch) ([][]float64, error) { return nil, nil })), "0 answers"},
		{"all runs failed", second(Refine(f, ts, PosteriorOptions{}, failing)), "0 of 400 runs gave all measures"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, tt.err, tt.want)
		}
	}
	if got, err := Minimise(f, ts, SearchOptions{Budget: 20}, failing); err != nil || !math.IsInf(got.Best.Loss, 1) {
		t.Errorf("all runs failed: got a loss of %v (%v), want +Inf", got.Best.Loss, err)
	}
}

func failing(b Batch) ([][]float64, error) {
	out := make([][]float64, len(b.Points))
	for i := range out {
		out[i] = []float64{math.NaN()}
	}
	return out, nil
}

// TestGoldenSearch pins what searches find, to the bit: the batches of one study
// may be run on machines of different kinds.
func TestGoldenSearch(t *testing.T) {
	bent := func(b Batch) ([][]float64, error) {
		var out [][]float64
		for _, p := range b.Points {
			x, y := p[0], p[1]
			out = append(out, []float64{float64(10*(y-float64(x*x))) + x, x / (1 + y)})
		}
		return out, nil
	}
	targets := []Target{{Name: "a", Value: 0.4}, {Name: "b", Lo: 0.2, Hi: 0.25}}
	fit := must(Minimise(axes(2), targets, SearchOptions{Seed: 7, Budget: 90}, bent))
	got := fmt.Sprint(fit.Best.Point, " ", fit.Best.Loss)
	p := must(Refine(axes(2), targets, PosteriorOptions{Seed: 7, Samples: 30}, bent))
	got += fmt.Sprint(" ", p.Samples[29].Point, " ", p.Weights[29], " ", p.Distance)
	if want := goldenSearch; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

const goldenSearch = "[0.23479006959882873 0.07846181680704813] 0.0145114649085619 [0.27136404493676103 0.09011380931430973] 0.04076402519103465 0.06384765744794424"
