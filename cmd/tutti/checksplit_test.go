package main

import (
	"context"
	"math"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/run"
	"tutti/sim/stats"
)

// splitDesign has two factors by which the answers below go.
func splitDesign() (*run.Experiment, []float64) {
	e := &run.Experiment{Kind: run.Factorial, Factors: []run.Factor{
		{Name: "a", Values: []any{0.0, 1.0, 2.0, 3.0}}, {Name: "word", Values: []any{"x", "y"}}, {Name: "none", Values: []any{0.0, 1.0}},
	}}
	n, err := e.Size()
	if err != nil {
		panic(err)
	}
	y := make([]float64, 8*n) // every point eight times: enough for an interval
	e.Kind, e.Rows = run.Rows, nil
	for k := range y {
		f := *e
		f.Kind = run.Factorial
		e.Rows = append(e.Rows, f.Values(int64(k)%n))
		y[k] = 2 * e.Rows[k][0].(float64)
		if e.Rows[k][1] == "y" {
			y[k]++
		}
	}
	return e, y
}

// The shares of variance of y = 2a + [word = y], a over 0 … 3: 4·1.25 and ¼ of
// 5.25.
func TestSplitOfVariance(t *testing.T) {
	e, y := splitDesign()
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	for _, tt := range []struct {
		text         string
		these, those float64
		outcome      stats.Outcome
	}{
		{"d m a over word,none", 5 / 5.25, 0.25 / 5.25, stats.Holds},
		{"d m word over a", 0.25 / 5.25, 5 / 5.25, stats.DoesNotHold},
		{"d m a over 0.5", 5 / 5.25, 0, stats.Holds},
		{"d m none over 0.5", 0, 0, stats.DoesNotHold},
	} {
		s, err := parseSplit(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.judge(e, y)
		if err != nil {
			t.Fatal(err)
		}
		near(tt.text, got.these, tt.these)
		near(tt.text+", the others", got.those, tt.those)
		if got.outcome != tt.outcome {
			t.Errorf("%s: got %s (%v to %v), want %s", tt.text, got.outcome, got.lo, got.hi, tt.outcome)
		}
		if detail := s.detail(&got); !strings.Contains(detail, "% of the variance of m") {
			t.Errorf("%s: got %q, want the shares in words", tt.text, detail)
		}
	}
	for _, text := range []string{"d m a", "d m a under b"} {
		if _, err := parseSplit(text); err == nil {
			t.Errorf("%q: got no error, want one", text)
		}
	}
	s, _ := parseSplit("d m nobody over a")
	if _, err := s.judge(e, y); err == nil || !strings.Contains(err.Error(), `no factor "nobody"`) {
		t.Errorf("got %v, want a factor that is not there refused", err)
	}
}

// Every design that comes with the program can be planned, and those that rows
// name have the factors and the measure.
func TestDesignsShipped(t *testing.T) {
	for _, name := range scenarios.List("designs") {
		if name == "fit-learning" {
			continue // a fit, not a sweep
		}
		d, err := run.ReadDesign(scenarios.Open, "designs/"+name+".toml", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := run.NewPlan(d, version, openScenario); err != nil {
			t.Errorf("%s: got %v, want a plan", name, err)
		}
	}
	rows, err := checklistRows()
	if err != nil {
		t.Fatal(err)
	}
	a := &app{ctx: context.Background()}
	for _, r := range rows {
		if r.how != "split" {
			continue
		}
		s, err := parseSplit(r.what[0])
		if err != nil {
			t.Fatalf("%s: %v", r.id, err)
		}
		d, err := run.ReadDesign(scenarios.Open, "designs/"+s.design+".toml", nil)
		if err != nil {
			t.Fatalf("%s: %v", r.id, err)
		}
		e := &d.Experiments[0]
		if _, err := s.columns(e, append(s.these, s.those...), 4); err != nil {
			t.Errorf("%s: %v", r.id, err)
		}
		if x, err := s.live(a, e, 1); err != nil || math.IsNaN(x) {
			t.Errorf("%s: got %v (%v), want a number", r.id, x, err)
		}
	}
}
