package classic

import (
	"math"
	"slices"
	"testing"

	"tutti/sim/exact"
)

// The stored numbers come out from a scattered start, the default; and larger
// groups need a smaller share, unless the informed drop their direction while
// they avoid.
func TestSchoolFigures(t *testing.T) {
	wantAgreement(t, reduced(t, schoolAccuracy), reduced(t, schoolAvoiding), reduced(t, schoolRivals))
}

func TestSchoolStarts(t *testing.T) {
	for _, together := range []bool{false, true} {
		p := paperSchool(400, .2)
		p.Together = together
		m := NewSchool(p, 3)
		if m.InformedOnes() != 80 {
			t.Errorf("%d informed of 400, want 80", m.InformedOnes())
		}
		mx, _ := m.middle()
		sx, hx := 0.0, 0.0
		for i := range m.x {
			sx += (m.x[i] - mx) * (m.x[i] - mx) / 400
			hx += m.hx[i] / 400
			if l := math.Hypot(m.hx[i], m.hy[i]); abs(l-1) > 1e-12 {
				t.Fatalf("heading of length %v", l)
			}
		}
		want := 402.0
		if together {
			want = 20 / math.Sqrt(12)
		}
		if sd := math.Sqrt(sx); abs(sd/want-1) > .1 || abs(hx) > .15 {
			t.Errorf("together %v: places have sd %.1f, want %.1f; mean heading %.2f", together, sd, want, hx)
		}
	}
}

// Two individuals: too near they part, in range they meet, out of range they go
// straight on.
func TestSchoolPairs(t *testing.T) {
	for _, tt := range []struct {
		name     string
		distance float64
		apart    int // sign of the change of distance
	}{{"too near", .5, 1}, {"in range", 3, -1}, {"out of range", 7, 0}} {
		p := paperSchool(2, 0)
		p.Noise = 0
		m := NewSchool(p, 1)
		m.x, m.y = []float64{0, tt.distance}, []float64{0, 0}
		m.hx, m.hy = []float64{0, 0}, []float64{1, 1}
		m.Step()
		change := math.Sqrt(m.apart(0, 1)) - tt.distance
		if tt.apart == 0 && abs(change) > 1e-12 || tt.apart != 0 && change*float64(tt.apart) <= 1e-6 {
			t.Errorf("%s: the distance changed by %v", tt.name, change)
		}
	}
}

// A direction counts as near an angle all round the circle.
func TestNear(t *testing.T) {
	runs := []schoolEnd{{direction: -175}, {direction: 165}, {direction: 150}, {direction: 5}, {direction: missing}}
	for _, tt := range []struct {
		angles []float64
		want   []float64
	}{
		{[]float64{180}, []float64{1, 1, 0, 0, 0}},
		{[]float64{0, 160}, []float64{0, 1, 1, 1, 0}},
	} {
		if got := near(runs, tt.angles...); !slices.Equal(got, tt.want) {
			t.Errorf("near %v: %v, want %v", tt.angles, got, tt.want)
		}
	}
}

// Nobody turns faster than may be, nor moves further.
func TestSchoolTurns(t *testing.T) {
	p := paperSchool(40, .3)
	p.Together, p.BySecond, p.Noise = true, true, 0
	m := NewSchool(p, 9)
	for range 60 {
		hx, hy := append([]float64(nil), m.hx...), append([]float64(nil), m.hy...)
		x := append([]float64(nil), m.x...)
		m.Step()
		for i := range hx {
			if turn := math.Acos(min(1, hx[i]*m.hx[i]+hy[i]*m.hy[i])); turn > .4+1e-6 {
				t.Fatalf("individual %d turned by %v", i, turn)
			}
			if d := abs(m.x[i] - x[i]); d > .2+1e-12 {
				t.Fatalf("individual %d moved by %v", i, d)
			}
		}
	}
}

// A group of informed alone goes where it wants; one of none goes anywhere.
func TestSchoolExtremes(t *testing.T) {
	p := paperSchool(20, 1)
	p.Together, p.BySecond = true, true
	if got := runSchool(p, 2); got < .9 {
		t.Errorf("all informed: accuracy %.2f", got)
	}
	p.Informed = 0
	xs := make([]float64, 60)
	for i := range xs {
		xs[i] = runSchool(p, uint64(i))
	}
	if mean, se := meanSE(xs); abs(mean) > 4*se {
		t.Errorf("nobody informed: accuracy %.2f ± %.2f, want 0", mean, se)
	}
}

func TestSchoolPath(t *testing.T) {
	p := paperSchool(1, 1)
	p.Noise = 0
	m := NewSchool(p, 1)
	for range 130 {
		m.Step()
	}
	if x, y := m.Path(); abs(x-10) > 1e-3 || abs(y) > 1e-3 {
		t.Errorf("50 steps of 0.2 lead by %v, %v, want 10, 0", x, y)
	}
	if got := accuracy(0, -1); abs(got) > 1e-12 {
		t.Errorf("across: accuracy %v, want 0", got)
	}
	if got := accuracy(-1, 0); abs(got+1) > 1e-12 {
		t.Errorf("against: accuracy %v, want −1", got)
	}
}

func TestSchoolResumes(t *testing.T) {
	p := paperSchool(25, .2)
	p.Together = true
	resumes(t, p, 70)
}

// With neither a rise nor a fall the highest weight and the angle change nothing,
// and weights are no state; with either they are, of those alone who prefer a
// direction.
func TestSchoolFeedbackOff(t *testing.T) {
	p := paperSchool(40, .2)
	p.Together, p.Rivals = true, .1
	digest := func(p SchoolParams) string {
		m := NewSchool(p, 4)
		for range 80 {
			m.Step()
		}
		return exact.Digest(m)
	}
	plain := digest(p)
	p.Most, p.Within = .1, 90
	if got := digest(p); got != plain {
		t.Errorf("without feedback, most 0.1 and within 90: digest %s, want %s", got, plain)
	}
	p.Increment = .01
	if digest(p) == plain {
		t.Error("with feedback the digest is that without it")
	}
	if got := len(NewSchool(p, 4).weight); got != 12 {
		t.Errorf("%d weights, want 12 for 8 informed and 4 rivals", got)
	}
}

// Weights stay from 0 to the most, also where one would begin above it, and
// those of both ends are met.
func TestSchoolWeightsBounded(t *testing.T) {
	p := recalledFeedback(oneGroup(40, .2))
	p.Rivals, p.Angle, p.Weight, p.Decrement = .2, 180, .9, .05
	m := NewSchool(p, 6)
	least, most := math.Inf(1), 0.0
	for range 200 {
		for _, w := range m.weight {
			least, most = min(least, w), max(most, w)
		}
		for _, c := range m.Care() {
			if c < 0 || c > 1 {
				t.Fatalf("somebody cares %v, want 0 to 1", c)
			}
		}
		m.Step()
	}
	if least != 0 || most != p.Most {
		t.Errorf("weights from %v to %v, want 0 to %v", least, most, p.Most)
	}
	p.Most = 0
	for _, c := range NewSchool(p, 6).Care() {
		if c != 0 {
			t.Errorf("where the most is 0 somebody cares %v, want 0", c)
		}
	}
}

// One informed individual alone turns to its direction and comes to care for it
// as much as may be; one who is never near it ends by not caring.
func TestSchoolFeedbackAlone(t *testing.T) {
	p := recalledFeedback(oneGroup(1, 1))
	p.Weight = .1
	m := NewSchool(p, 2)
	for !m.Done() {
		m.Step()
	}
	if got, _ := m.weights(); got != .4 {
		t.Errorf("alone: weight %v, want the most, 0.4", got)
	}
	p.Turn, p.Noise, p.Decrement = 0, 0, .001 // it keeps the way it began with
	m = NewSchool(p, 2)
	m.hx[0], m.hy[0] = 0, 1
	for k := range 150 {
		if got, want := m.weight[0], max(0, .1-float64(k)*.001); abs(got-want) > 1e-12 {
			t.Fatalf("across, after %d steps: weight %v, want %v", k, got, want)
		}
		m.Step()
	}
}

// Rivals strengthen their weight along their own direction, not the other.
func TestSchoolFeedbackOfRivals(t *testing.T) {
	p := recalledFeedback(oneGroup(2, .5))
	p.Rivals, p.Angle, p.Weight, p.Turn, p.Noise = .5, 90, .2, 0, 0
	m := NewSchool(p, 1)
	for _, tt := range []struct {
		x, y             float64
		informed, rivals float64
	}{{1, 0, .212, .1992}, {0, 1, .1992, .212}, {-1, 0, .1992, .1992}} {
		m.weight[0], m.weight[1] = .2, .2
		m.hx[0], m.hy[0], m.hx[1], m.hy[1] = tt.x, tt.y, tt.x, tt.y
		m.Step()
		if informed, rivals := m.weights(); abs(informed-tt.informed) > 1e-12 || abs(rivals-tt.rivals) > 1e-12 {
			t.Errorf("both along %v, %v: weights %v and %v, want %v and %v", tt.x, tt.y, informed, rivals, tt.informed, tt.rivals)
		}
	}
}

// Eight of fifty against five, 120° apart: with the feedback the more are
// followed at least as often, and the fewer come to care less.
func TestSchoolFeedbackFollowsTheMore(t *testing.T) {
	with := recalledFeedback(oneGroup(50, .16))
	with.Rivals, with.Angle, with.Steps = .1, 120, 1500
	without := with
	without.Increment, without.Decrement = 0, 0
	runs := cells(1, 2, 20, quiet, func(_, c int, seed uint64) schoolEnd {
		return runSchoolEnd([]SchoolParams{with, without}[c], seed)
	})[0]
	on, off := mean(near(runs[0], 0)), mean(near(runs[1], 0))
	t.Logf("the majority is followed in %.2f of runs with the feedback, in %.2f without", on, off)
	if on < off {
		t.Errorf("the majority is followed in %.2f of runs with the feedback, in %.2f without", on, off)
	}
	more := mean(column(runs[0], func(e schoolEnd) float64 { return e.informed }))
	fewer := mean(column(runs[0], func(e schoolEnd) float64 { return e.rivals }))
	if more <= fewer {
		t.Errorf("mean weights at the end: %.3f of the more, %.3f of the fewer", more, fewer)
	}
}

func TestSchoolFeedbackResumes(t *testing.T) {
	p := recalledFeedback(oneGroup(25, .2))
	p.Rivals, p.Angle = .12, 150
	resumes(t, p, 70)
	lives(t, p)
}

func BenchmarkCouzin(b *testing.B) {
	p := paperSchool(100, .2)
	p.Together = true
	for i := range b.N {
		runSchool(p, uint64(i))
	}
	perSecond(b)
}

var _ exact.Stateful = (*School)(nil)
