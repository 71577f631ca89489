package classic

import (
	"testing"

	"tutti/sim/exact"
)

func TestDivideFigures(t *testing.T) {
	wantAgreement(t, reduced(t, divideStructures), reduced(t, divideTiming))
}

// The readings that are not the default, on the full matrix: the test shows
// their numbers beside the printed ones.
func TestDivideReadings(t *testing.T) {
	const runs = 400
	for _, reading := range divideReadings {
		for k, structure := range divideKinds {
			p := paperDivide(structure, "full")
			reading.set(&p)
			xs := make([]float64, runs)
			for i := range xs {
				run := divideRun(p, uint64(i))
				xs[i] = run[dividePeriods]
			}
			got, se := meanSE(xs)
			want := divideLong["full"][k]
			t.Logf("%s, %s: %.3f (se %.3f), printed %.3f", reading.name, structure, got, se, want)
			if reading.name == `search = "best"` && abs(got-want) <= 3*se {
				t.Errorf("%s: weighing every flip fits as well: %.3f (se %.3f), want it off %.3f", structure, got, se, want)
			}
			if reading.name == "default" && abs(got-want) > .01+3*se {
				t.Errorf("%s: %.3f (se %.3f), want %.3f", structure, got, se, want)
			}
		}
	}
}

func TestInteractions(t *testing.T) {
	for _, tt := range []struct{ kind, want string }{
		{"full", "111111 111111 111111 111111 111111 111111"},
		{"blocks", "111000 111000 111000 000111 000111 000111"},
		{"linked", "111000 111000 111100 001111 000111 000111"},
	} {
		if got := picture(Interactions(tt.kind, 6, 2)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.kind, got, tt.want)
		}
	}
}

// On blocks each division's gain is the firm's gain, so that a divided firm
// never falls; a centralised one never falls anywhere.
func TestDivideNeverFallsWhereItSeesAll(t *testing.T) {
	for seed := range uint64(50) {
		for _, p := range []DivideParams{paperDivide("decentralised", "blocks"), paperDivide("centralised", "full"), paperDivide("centralised", "linked")} {
			m, last := NewDivide(p, seed), 0.0
			for !m.Done() {
				if m.Performance() < last {
					t.Fatalf("seed %d: fell to %v from %v", seed, m.Performance(), last)
				}
				last = m.Performance()
				m.Step()
			}
			if !m.land.IsPeak(m.x) {
				t.Errorf("seed %d: stopped below a peak", seed)
			}
		}
	}
}

func TestDivideResumes(t *testing.T) { resumes(t, paperDivide("reintegrated", "full"), 15) }

func TestDivideStaysDone(t *testing.T) {
	for _, structure := range divideKinds {
		m := NewDivide(paperDivide(structure, "linked"), 8)
		for range 300 {
			if m.Done() {
				break
			}
			m.Step()
		}
		if !m.Done() {
			continue // divisions may upset each other for ever
		}
		x := m.x
		for range 50 {
			m.Step()
		}
		if m.x != x {
			t.Errorf("%s: moved on after it was done", structure)
		}
	}
}

var _ exact.Stateful = (*Divide)(nil)
