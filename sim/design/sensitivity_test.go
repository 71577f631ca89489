package design

import (
	"math"
	"testing"
)

// TestIshigami estimates the indices with intervals that hold the closed forms.
func TestIshigami(t *testing.T) {
	s := must(NewSaltelli(axes(3), 4096, true, true, 3))
	got := s.Indices(run(s.Cube, func(u []float64) float64 { return ishigami(u, 7, 0.1) }), SensitivityOptions{Resamples: 200})
	v, s1, st := ishigamiIndices(7, 0.1)
	if math.Abs(got.Variance-v) > 0.05 {
		t.Errorf("variance: got %v, want %v", got.Variance, v)
	}
	for k := range s1 {
		near(t, "first", k, got.First[k], s1[k], 0.02)
		near(t, "total", k, got.Total[k], st[k], 0.02)
	}
	near(t, "second 1-3", 0, got.Second[0][2], st[2], 0.03)
	near(t, "second 1-2", 0, got.Second[0][1], 0, 0.03)
}

func near(t *testing.T, name string, k int, got Index, want, tol float64) {
	t.Helper()
	if math.Abs(got.Value-want) > tol || !(got.Lo <= want+tol/2 && want-tol/2 <= got.Hi) || got.Lo > got.Hi {
		t.Errorf("%s, factor %d: got %v in [%v, %v], want %v", name, k, got.Value, got.Lo, got.Hi, want)
	}
}

func TestGFunction(t *testing.T) {
	a := []float64{0, 0.5, 3, 9, 99, 99}
	s := must(NewSaltelli(axes(6), 4096, false, true, 3))
	got := s.Indices(run(s.Cube, func(u []float64) float64 { return gFunction(u, a) }), SensitivityOptions{Resamples: 100})
	_, s1, st := gIndices(a)
	for k := range s1 {
		near(t, "first", k, got.First[k], s1[k], 0.02)
		near(t, "total", k, got.Total[k], st[k], 0.02)
	}
}

// TestLargeMean: centring keeps the first order still when the answers are far
// from zero.
func TestLargeMean(t *testing.T) {
	s := must(NewSaltelli(axes(3), 512, false, true, 3))
	y := run(s.Cube, func(u []float64) float64 { return 1000 + ishigami(u, 7, 0.1) })
	_, s1, _ := ishigamiIndices(7, 0.1)
	got, raw := s.Indices(y, SensitivityOptions{Resamples: 50}), s.Indices(y, SensitivityOptions{Resamples: 50, Raw: true})
	for k := range s1 {
		if math.Abs(got.First[k].Value-s1[k]) > 0.1 {
			t.Errorf("factor %d: got %v, want %v", k, got.First[k].Value, s1[k])
		}
		if w := raw.First[k].Hi - raw.First[k].Lo; w < 3*(got.First[k].Hi-got.First[k].Lo) {
			t.Errorf("factor %d: got a raw interval %v wide, want it far wider than %v", k, w, got.First[k].Hi-got.First[k].Lo)
		}
	}
}

// TestMissingRuns: a block or trajectory with a missing run goes whole, and the
// rest gives what it would give alone.
func TestMissingRuns(t *testing.T) {
	s := must(NewSaltelli(axes(3), 64, false, true, 3))
	y := run(s.Cube, func(u []float64) float64 { return ishigami(u, 7, 0.1) })
	whole := SobolIndices(y[5*5:], 3, false, SensitivityOptions{Resamples: 50})
	for i := range 5 {
		y[i*5+i] = math.NaN()
	}
	got := s.Indices(y, SensitivityOptions{Resamples: 50})
	if got.Dropped != 5 || got.Blocks != 59 || got.First[0] != whole.First[0] || got.Total[2] != whole.Total[2] {
		t.Errorf("got %d dropped, %d blocks, first %v, total %v; want 5, 59, %v, %v", got.Dropped, got.Blocks, got.First[0], got.Total[2], whole.First[0], whole.Total[2])
	}
	m := must(NewMorris(axes(3), 20, 4, 1))
	z := run(m.Cube, func(u []float64) float64 { return 3*u[0] - 2*u[1] })
	z[9] = math.NaN()
	effects, dropped := m.Effects(z, SensitivityOptions{Resamples: 50})
	if dropped != 1 || len(effects[0].Effects) != 19 || math.Abs(effects[0].Mu-3) > 1e-12 || math.Abs(effects[1].MuStar-2) > 1e-12 || effects[2].Sigma > 1e-12 {
		t.Errorf("Morris: got %d dropped, effects %v", dropped, effects)
	}
	for i := range y {
		y[i] = math.NaN()
	}
	if none := s.Indices(y, SensitivityOptions{}); none.Blocks != 0 || !math.IsNaN(none.First[0].Value) {
		t.Errorf("nothing left: got %d blocks, first %v, want 0 and NaN", none.Blocks, none.First[0].Value)
	}
}

// TestMorrisInterval holds mu* and its interval to the linear closed form.
func TestMorrisInterval(t *testing.T) {
	m := must(NewMorris(axes(3), 200, 4, 1))
	effects, _ := m.Effects(run(m.Cube, func(u []float64) float64 { return ishigami(u, 7, 0.1) }), SensitivityOptions{Resamples: 200})
	for k, e := range effects {
		if !(e.Lo <= e.MuStar && e.MuStar <= e.Hi) || e.Hi-e.Lo > e.MuStar {
			t.Errorf("factor %d: got mu* %v in [%v, %v]", k, e.MuStar, e.Lo, e.Hi)
		}
	}
	if math.Abs(effects[1].MuStar-7.875) > 1e-9 {
		t.Errorf("second factor: got mu* %v, want 7.875", effects[1].MuStar)
	}
}
