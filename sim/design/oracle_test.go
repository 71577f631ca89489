package design

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

type oracleCase struct {
	ID  string
	In  map[string]any
	Out map[string]any
}

// answers gives for each kind of case what this package says.
var answers = map[string]func(c oracleCase) map[string]any{
	"sequence": answerSequence, "discrepancy": answerDiscrepancy,
	"sobol-analytic": answerAnalytic, "sobol-estimate": answerEstimate, "morris": answerMorris,
}

// TestOracle answers the cases on designs and sensitivity of the reference file
// that sim/stats holds, to a relative 1e-9.
func TestOracle(t *testing.T) {
	text, err := os.ReadFile("../stats/testdata/stats.json")
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Cases []oracleCase }
	// Other kinds of cases may have other shapes; they are not ours.
	var raw struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	for _, r := range raw.Cases {
		var c oracleCase
		if json.Unmarshal(r, &c) == nil {
			f.Cases = append(f.Cases, c)
		}
	}
	met := map[string]bool{}
	for _, c := range f.Cases {
		kind, _, _ := strings.Cut(c.ID, "/")
		if answer, ours := answers[kind]; ours {
			met[kind] = true
			match(t, c.ID, answer(c), c.Out)
		}
	}
	if len(met) != len(answers) {
		t.Errorf("got cases of the kinds %v, want all of %d", met, len(answers))
	}
}

func match(t *testing.T, at string, got, want any) {
	t.Helper()
	switch w := want.(type) {
	case float64:
		if g, ok := got.(float64); !ok || !(math.Abs(g-w) <= math.Max(1e-12, 1e-9*math.Abs(w))) {
			t.Errorf("%s: got %v, want %v", at, got, w)
		}
	case []any:
		var g []any
		switch v := got.(type) {
		case []float64:
			for _, x := range v {
				g = append(g, x)
			}
		case [][]float64:
			for _, x := range v {
				g = append(g, x)
			}
		}
		if len(g) != len(w) {
			t.Errorf("%s: got %d values, want %d", at, len(g), len(w))
			return
		}
		for i := range w {
			match(t, fmt.Sprintf("%s[%d]", at, i), g[i], w[i])
		}
	case map[string]any:
		for k := range w {
			match(t, at+"/"+k, got.(map[string]any)[k], w[k])
		}
	default:
		t.Errorf("%s: cannot compare %T", at, want)
	}
}

// axes are factors over the unit interval.
func axes(n int) []Factor {
	out := make([]Factor, n)
	for i := range out {
		out[i] = Factor{Name: fmt.Sprint("x", i+1), Lo: 0, Hi: 1}
	}
	return out
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func unitPoints(c *Cube) [][]float64 {
	out := make([][]float64, c.Points())
	for i := range out {
		out[i] = make([]float64, len(c.Factors()))
		c.Unit(int64(i), out[i])
	}
	return out
}

func numbers(v any) []float64 {
	var out []float64
	for _, x := range v.([]any) {
		switch x := x.(type) {
		case float64:
			out = append(out, x)
		case string: // a fraction
			a, b, _ := strings.Cut(x, "/")
			out = append(out, must(strconv.ParseFloat(a, 64))/must(strconv.ParseFloat(b, 64)))
		}
	}
	return out
}

func answerSequence(c oracleCase) map[string]any {
	d := int(c.In["d"].(float64))
	if strings.HasPrefix(c.ID, "sequence/halton") {
		n := int64(c.In["n"].(float64))
		return map[string]any{"points": unitPoints(must(NewHalton(axes(d), n, 0)))}
	}
	if n, ok := c.In["n"].(float64); ok {
		return map[string]any{"points": unitPoints(must(NewSobol(axes(d), int64(n), false, 0)))}
	}
	index := int64(c.In["index"].(float64))
	u := make([]float64, d)
	must(NewSobol(axes(d), index+1, false, 0)).Unit(index, u)
	for i := range u {
		u[i] *= 1024
	}
	return map[string]any{"numerators": u}
}

func answerDiscrepancy(c oracleCase) map[string]any {
	d := Measure(unitPoints(must(NewSobol(axes(int(c.In["d"].(float64))), int64(c.In["n"].(float64)), false, 0))))
	return map[string]any{"CD": d.Centred, "WD": d.Wrap, "MD": d.Mixture, "L2-star": d.StarL2}
}

// ishigami is sin x1 + a sin² x2 + b x3⁴ sin x1 over [−π, π]³ (Ishigami & Homma
// 1990), u in the unit cube.
func ishigami(u []float64, a, b float64) float64 {
	x := func(k int) float64 { return -math.Pi + 2*math.Pi*u[k] }
	return math.Sin(x(0)) + a*math.Sin(x(1))*math.Sin(x(1)) + b*math.Pow(x(2), 4)*math.Sin(x(0))
}

// ishigamiIndices are its closed forms.
func ishigamiIndices(a, b float64) (variance float64, s1, st []float64) {
	p4 := math.Pow(math.Pi, 4)
	v1 := math.Pow(1+b*p4/5, 2) / 2
	v2 := a * a / 8
	v13 := b * b * p4 * p4 * 8 / 225
	v := v1 + v2 + v13
	return v, []float64{v1 / v, v2 / v, 0}, []float64{(v1 + v13) / v, v2 / v, v13 / v}
}

// gFunction is the product of (|4x−2| + a)/(1 + a) (Sobol).
func gFunction(u, a []float64) float64 {
	g := 1.0
	for i, x := range u {
		g *= (math.Abs(4*x-2) + a[i]) / (1 + a[i])
	}
	return g
}

// gIndices are its closed forms.
func gIndices(a []float64) (variance float64, s1, st []float64) {
	all := 1.0
	var parts []float64
	for _, v := range a {
		part := 1 / (3 * (1 + v) * (1 + v))
		parts = append(parts, part)
		all *= 1 + part
	}
	for _, p := range parts {
		s1 = append(s1, p/(all-1))
		st = append(st, p*all/(1+p)/(all-1))
	}
	return all - 1, s1, st
}

func answerAnalytic(c oracleCase) map[string]any {
	if strings.Contains(c.ID, "ishigami") {
		v, s1, st := ishigamiIndices(c.In["a"].(float64), c.In["b"].(float64))
		return map[string]any{"variance": v, "s1": s1, "st": st, "mean": c.In["a"].(float64) / 2}
	}
	v, s1, st := gIndices(numbers(c.In["a"]))
	return map[string]any{"mean": 1.0, "variance": v, "s1": s1, "st": st}
}

func values(x []Index) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = x[i].Value
	}
	return out
}

func run(c *Cube, f func(u []float64) float64) []float64 {
	var y []float64
	for _, u := range unitPoints(c) {
		y = append(y, f(u))
	}
	return y
}

func answerEstimate(c oracleCase) map[string]any {
	k, f := 3, func(u []float64) float64 { return ishigami(u, 7, 0.1) }
	if strings.Contains(c.ID, "/g") {
		a := numbers(c.In["a"])
		k, f = len(a), func(u []float64) float64 { return gFunction(u, a) }
	}
	s := must(NewSaltelli(axes(k), int64(c.In["N"].(float64)), false, false, 0))
	got := s.Indices(run(s.Cube, f), SensitivityOptions{Raw: true, Resamples: 20})
	return map[string]any{"mean": got.Mean, "variance_pop": got.Variance, "s1": values(got.First), "st": values(got.Total), "s1_jansen": got.Jansen}
}

func answerMorris(c oracleCase) map[string]any {
	f := func(u []float64) float64 { return 3*u[0] - 2*u[1] + 0.5*u[2] + 1 }
	if c.ID == "morris/ishigami" {
		f = func(u []float64) float64 { return ishigami(u, 7, 0.1) }
	}
	var points [][]float64
	var y []float64
	for _, t := range c.In["trajectories"].([]any) {
		for _, p := range t.([]any) {
			points = append(points, numbers(p))
			y = append(y, f(points[len(points)-1]))
		}
	}
	effects, _ := Elementary(points, y, SensitivityOptions{Resamples: 20})
	out := map[string][]float64{}
	var ee [][]float64
	for _, e := range effects {
		ee = append(ee, e.Effects)
		out["mu"], out["mu_star"], out["sigma"] = append(out["mu"], e.Mu), append(out["mu_star"], e.MuStar), append(out["sigma"], e.Sigma)
	}
	return map[string]any{"ee": ee, "mu": out["mu"], "mu_star": out["mu_star"], "sigma": out["sigma"]}
}
