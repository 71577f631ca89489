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

// heard is a row of two claims in one domain, each with its weight and the part
// of it that is personal; what is not is rational.
func heard(a, personal, b, too float64) *Row {
	return &Row{
		Ears:    []Ear{{Domains: 1, personal: personal}, {Tie: 1, From: 1, Domains: 1, first: 1, personal: too}},
		weights: []float64{a, b}, Total: []float64{1}, Top: []float64{max(a, b)}, Any: 1,
	}
}

// What one who led, who was forced or who heard fire without content comes to.
func TestClimateOfLeading(t *testing.T) {
	near := func(name string, got, want float64) {
		t.Helper()
		if d := got - want; d > 1e-7 || d < -1e-7 { // trust has 24 bits
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	q := climate(Climate{Safety: 0.5})
	near("where safety cannot be lost all are safe", q.safe(0), 1)
	q.Safe = []float64{1, 1, 1}
	q.secure(0, 0.6)
	near("half way to the share that nobody forces", q.safe(0), 0.7)
	q.secure(0, 0)
	near("and back", q.safe(0), 0.85)

	q = climate(Climate{HavingLed: 0.5}) // trust .9 and .4: mean .65, gain .3
	q.Org.Openness[0] = 0.4
	q.humble(0, 0.5)
	near("who led among the trusted opens", q.Org.Openness[0], 0.4+0.5*0.5*0.3*0.6)
	q.Org.Trust[0], q.Org.Trust[1] = 0.1, 0.3 // mean .2, gain −.6
	q.Org.Openness[0] = 0.4
	q.humble(0, 3)
	near("who led all among the distrusted closes", q.Org.Openness[0], 0.4-0.5*0.6*0.4)
	q.humble(1, 1)
	near("who attends to nobody stays as it is", q.Org.Openness[1], 0)

	q = climate(Climate{Inspiration: 0.5})
	r := heard(0.6, 0.6, 0.2, 0.2)
	near("fire is half of what was granted", q.inspired(r), 0.4)
	near("none where there is none", climate(Climate{}).inspired(r), 0)
}

// learner is a world in which people keep estimates.
type learner struct {
	world
	told  []float64
	doubt float64
}

func (l *learner) Understand(i, d int, share float64) {
	l.told = append(l.told, float64(i), float64(d), share)
}
func (l *learner) Discover(_ int, _ []float64, s float64) { l.doubt += s }

// Reasons are taken in by their share of what was heard, after everybody looked
// back; where people keep no estimates nothing happens.
func TestUnderstanding(t *testing.T) {
	q := climate(Climate{Reasons: 0.5, Discovery: 0.25})
	r := heard(0.8, 0.6, 0.2, 0)
	l := &learner{}
	q.World = l
	q.hush()
	q.understand(1, r, nil)
	if l.told != nil || l.doubt != 0.25 {
		t.Errorf("got %v and doubt %v while people look back, want nothing yet and 0.25", l.told, l.doubt)
	}
	q.takeIn()
	if len(l.told) != 3 || l.told[0] != 1 || l.told[1] != 0 || l.told[2] < 0.2-1e-12 || l.told[2] > 0.2+1e-12 {
		t.Errorf("got %v, want agent 1 to understand 0.5·0.4/1 in domain 0", l.told)
	}
	q.World = world(0)
	q.hush()
	q.understand(1, r, nil)
	q.takeIn() // nobody keeps estimates
}
