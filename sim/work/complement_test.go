package work

import (
	"math"
	"testing"

	"tutti/agents"
)

// The mean of degree −s, from the weakest link to full substitution.
func TestPowerMean(t *testing.T) {
	weights, loss := []float64{0.5, 0.25, 0.25, 0}, []float64{0, 1, 3, 99} // qualities 1, ½, ¼, and one of no weight
	for _, tt := range []struct {
		s, want, within float64
	}{
		{1, 1 / (1 + 0.25*1 + 0.25*3), 1e-12},
		{-1, 0.5 + 0.25*0.5 + 0.25*0.25, 1e-12},
		{0, math.Pow(1, 0.5) * math.Pow(0.5, 0.25) * math.Pow(0.25, 0.25), 1e-12},
		{2, 1 / math.Sqrt(0.5+0.25*4+0.25*16), 1e-12},
		{64, 0.25, 0.01},
	} {
		if got := powerMean(weights, loss, tt.s); math.Abs(got-tt.want) > tt.within {
			t.Errorf("s = %v: got %v, want %v", tt.s, got, tt.want)
		}
	}
	before := 1.0
	for _, s := range []float64{-1, -0.5, 0, 0.5, 1, 2, 8, 64} {
		got := powerMean(weights, loss, s)
		if !(got < before) {
			t.Errorf("s = %v: got %v, want less than %v with less complementarity", s, got, before)
		}
		before = got
	}
	if got := powerMean([]float64{1}, []float64{1e9}, 64); !(got > 0 && got < 1e-8) {
		t.Errorf("got %v for a loss of 1e9, want about 1e-9", got)
	}
}

// thinker is a judgement of one agent and one domain.
func thinker() *Judgement {
	j := &Judgement{Setting: Setting{Org: agents.New(1, 1), Weights: []float64{1}}}
	j.Observation = 0.5
	j.Estimate, j.Precision = []float64{1}, []float32{4}
	j.plans.Own, j.plans.Now = j.Estimate, []float64{3}
	return j
}

func TestUnderstandAndDiscover(t *testing.T) {
	j := thinker()
	j.Understand(0, 0, 0.25)
	if j.Estimate[0] != 1.5 {
		t.Errorf("got %v, want a quarter of the move from 1 to 3 understood", j.Estimate[0])
	}
	for _, tt := range []struct{ seen, share, want float64 }{
		{1.5, 1, 4},                  // z² = ½: no surprise
		{3, 0.5, 4 / (1 + 0.5*7)},    // e² = 4 over ¼ + ¼: z² = 8
		{3, 0, 4},                    // nobody makes anything of it
		{-1, 1, 4 / (1 + 1.0*(8-1))}, // on the other side
	} {
		j := thinker()
		j.Discover(0, []float64{tt.seen}, tt.share)
		if math.Abs(float64(j.Precision[0])-tt.want) > 1e-7 {
			t.Errorf("seen %v, share %v: got precision %v, want %v", tt.seen, tt.share, j.Precision[0], tt.want)
		}
	}
	j = thinker()
	j.Precision[0] = 0
	j.Discover(0, []float64{9}, 1)
	if j.Precision[0] != 0 {
		t.Errorf("got %v, want one who knows nothing to go on knowing nothing", j.Precision[0])
	}
}
