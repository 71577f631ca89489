package classic

import (
	"encoding/json"
	"math"
	"testing"
)

func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		name     string
		target   Target
		ours, se float64
		want     Verdict
	}{
		{"exact and equal", Target{Published: 1, Tag: Exact}, 1 + 1e-10, 0, Agrees},
		{"exact and off", Target{Published: 1, Tag: Exact}, 1 + 1e-8, 0, Differs},
		{"exact mean within 3 errors", Target{Published: 1, Tag: Exact}, 1.29, 0.1, Agrees},
		{"exact mean beyond", Target{Published: 1, Tag: Exact}, 1.31, 0.1, Differs},
		{"within tolerance", Target{Published: 1, Tolerance: 0.1, Tag: Read}, 1.09, 0.01, Agrees},
		{"within tolerance, error larger than it", Target{Published: 1, Tolerance: 0.1, Tag: Read}, 1.09, 0.2, Unclear},
		{"outside, but for the error", Target{Published: 1, Tolerance: 0.1, Tag: Read}, 1.12, 0.01, Unclear},
		{"outside", Target{Published: 1, Tolerance: 0.1, Tag: Read}, 1.14, 0.01, Differs},
		{"above by 3 errors", Target{Sense: Above, Tag: Stated}, 0.31, 0.1, Agrees},
		{"above by 2 errors", Target{Sense: Above, Tag: Stated}, 0.2, 0.1, Unclear},
		{"above missed by 4 errors", Target{Sense: Above, Tag: Stated}, -0.4, 0.1, Differs},
		{"below", Target{Sense: Below, Published: 2, Tag: Read}, 1, 0.1, Agrees},
		{"below missed", Target{Sense: Below, Published: 2, Tag: Read}, 3, 0.1, Differs},
		{"missing", Target{Published: 1, Tolerance: 1, Tag: Read}, math.NaN(), 0, Differs},
	} {
		if got := tt.target.Judge(tt.ours, tt.se, 1).Verdict; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What is kept in a file comes back as it was, missing numbers included.
func TestReportRoundTrip(t *testing.T) {
	in := Report{
		Outcomes: []Outcome{Target{Name: "x", Published: 0.1, Sense: Above, Tag: Digitised}.Judge(1.0/3, 0.01, 7), Target{Name: "y"}.JudgeMean(nil)},
		Figures:  []Figure{{Title: "f", Curves: []Curve{{Name: "c", X: Points{1, 2}, Ours: Points{0.1, math.NaN()}, Published: Points{math.NaN(), 3}}}}},
	}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out Report
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != string(text) || out.Outcomes[0] != in.Outcomes[0] || !math.IsNaN(out.Outcomes[1].Ours) || out.Outcomes[1].Verdict != Differs || !math.IsNaN(out.Figures[0].Curves[0].Ours[1]) {
		t.Errorf("got %s, want %s", again, text)
	}
}

// Results stand by number, whoever was first, and progress counts to the end.
func TestGather(t *testing.T) {
	last := 0
	got := gather(500, func(done, total int) { last = done }, func(i int) int { return i * i })
	for i, x := range got {
		if x != i*i {
			t.Fatalf("result %d is %d, want %d", i, x, i*i)
		}
	}
	if last != 500 {
		t.Errorf("progress ended at %d, want 500", last)
	}
}

func TestMeanSE(t *testing.T) {
	mean, se := meanSE([]float64{1, 2, 3, 4})
	closeTo(t, "mean", mean, 2.5, 1e-15)
	closeTo(t, "standard error", se, math.Sqrt(5.0/3/4), 1e-15)
}
