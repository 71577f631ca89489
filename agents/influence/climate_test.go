package influence

import (
	"testing"

	"tutti/agents"
	"tutti/sim/exact"
)

// world is a world in which own plans miss by a given square.
type world float64

func (w world) See(int, []float64)                   {}
func (w world) Error([]float64, int, uint32) float64 { return float64(w) }
func (w world) Paid([]float64, int) float64          { return 0 }

func climate(c Climate) *Reflection {
	o := agents.New(3, 1)
	if err := o.SetTies([]agents.Tie{{From: 0, To: 1, Trust: 0.9}, {From: 0, To: 2, Trust: 0.4}}, 255); err != nil {
		panic(err)
	}
	copy(o.Expertise, []float64{0.2, 0.6, 1})
	q := &Reflection{Habits: Habits{Tolerance: 1, Climate: c}, World: world(0), Weights: []float64{1}, Asked: make([]float64, 3), Who: exact.NewDraws(1, 1, 1)}
	q.Org = o
	return q
}

func TestClimate(t *testing.T) {
	near := func(name string, got, want float64) {
		t.Helper()
		if d := got - want; d > 1e-12 || d < -1e-12 {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	off := climate(Climate{})
	next := []float64{0.2}
	off.watch(0, []float64{0.2}, next)
	off.ask(0, []float64{0.2}, next)
	near("switched off nobody learns from watching and asking", next[0], 0.2)
	near("switched off effort is the usual", off.effort(0, 0.7, nil), 0.7)
	near("switched off trust is as earned", off.honoured(0, 0.8), 0.8)

	q := climate(Climate{Visibility: 0.5})
	q.watch(0, []float64{0.2}, next)
	near("seen practice: rate·v·mean of what others are ahead", next[0], 0.2+0.02*0.5*(0.4+0.8)/2)

	q.Org.Present[2] = 0
	next = []float64{0.2}
	q.watch(0, []float64{0.2}, next)
	near("nobody sees the practice of one who is away", next[0], 0.2+0.02*0.5*0.4)
	q.Org.Present[1] = 0
	next = []float64{0.2}
	q.watch(0, []float64{0.2}, next)
	near("nothing is seen where all are away", next[0], 0.2)

	near("nobody looks", climate(Climate{FreeRiding: 0.4}).effort(0, 0.5, nil), 0.5*0.6)
	near("an inspector looks", climate(Climate{FreeRiding: 0.4, ExternalReview: 1}).effort(0, 0.5, nil), 0.5)
	near("peers look at a good contribution", climate(Climate{PeerReview: 0.5}).effort(0, 0.5, nil), 0.75)

	q = climate(Climate{SayDo: 0.25})
	near("one without a lead", q.honoured(1, 0.8), 0.8)
	q.Org.Formal[1] = 1
	near("one with a lead does otherwise than it asks", q.honoured(1, 0.8), 0.6)
}

// Help is asked of the most trusted, the more often the more it is trusted.
func TestAsk(t *testing.T) {
	q := climate(Climate{Asking: 1})
	count := 0.0
	for cycle := range 400 {
		q.Who = exact.NewDraws(7, 1, cycle)
		next := []float64{0.2}
		q.ask(0, []float64{0.2}, next)
		count += q.Asked[0]
		if q.Asked[0] == 1 {
			if d := next[0] - (0.2 + 0.05*0.4); d > 1e-12 || d < -1e-12 {
				t.Fatalf("got %v, want help of the most trusted, not of the most expert", next[0])
			}
		}
	}
	if share := count / 400; share < 0.85 || share > 0.95 {
		t.Errorf("got %v of cycles with a question, want about 0.9: the trust", share)
	}
}
