package influence

import (
	"fmt"
	"testing"

	"tutti/agents"
	"tutti/sim/exact"
)

// crowd is n agents with four domains and degree ties each, to whom by lot, or
// to everybody when degree is n − 1.
func crowd(n, degree int) *Round {
	o := agents.New(n, 4)
	s := exact.NewDraws(1, 1, 1).Stream(1)
	var ties []agents.Tie
	for i := range n {
		for k := range degree {
			j := (i + 1 + k) % n
			if degree < n-1 {
				j = s.Int(n)
			}
			ties = append(ties, agents.Tie{From: int32(i), To: int32(j), Trust: float32(0.1 + 0.8*s.Share())})
		}
	}
	if err := o.SetTies(ties, 0); err != nil {
		panic(err)
	}
	for i := range n {
		o.Openness[i], o.Autonomy[i], o.Presence[i] = 0.5, 0.5, 0.5
		o.Claims[i] = 15
	}
	q := &Round{Workers: 1}
	q.Org = o
	for _, p := range []*[]float64{&q.Plans, &q.next, &q.Anchor} {
		*p = make([]float64, 4*n)
		for k := range *p {
			(*p)[k] = s.Normal()
		}
	}
	for k := range o.Expertise {
		o.Expertise[k] = s.Share()
	}
	q.Rules = []Rules{{Personal: 1, Rational: 2, Sharpness: 2, Floor: 0.05, Direct: 1}}
	q.Ready()
	return q
}

// hand is the round of Friedkin & Johnsen as one would write it by hand for
// this one case: rows of weights that sum to 1, flat slices, one loop.
func hand(next, plans, anchor, open, weights []float64, start, to []int32) {
	for i := range open {
		a, b, c, d := 0.0, 0.0, 0.0, 0.0
		for k := start[i]; k < start[i+1]; k++ {
			w, x := weights[k], plans[to[k]*4:to[k]*4+4]
			a += w * x[0]
			b += w * x[1]
			c += w * x[2]
			d += w * x[3]
		}
		for k, s := range [4]float64{a, b, c, d} {
			next[i*4+k] = open[i]*s + (1-open[i])*anchor[i*4+k]
		}
	}
}

var crowds = []struct{ n, degree int }{{30, 29}, {10000, 16}, {1000000, 16}}

// BenchmarkRound is a round with fixed weights beside the hand-written loop of
// the same sums, and one of blending with and without the ledger, in million
// ties times domains a second.
func BenchmarkRound(b *testing.B) {
	for _, c := range crowds {
		b.Run(fmt.Sprintf("agents=%d", c.n), func(b *testing.B) { benchRounds(b, crowd(c.n, c.degree)) })
	}
}

func benchRounds(b *testing.B, q *Round) {
	o := q.Org
	run := func(name string, do func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			do()
			b.ResetTimer()
			for range b.N {
				do()
			}
			b.ReportMetric(float64(len(o.To))*4*float64(b.N)/b.Elapsed().Seconds()/1e6, "Meval/s")
		})
	}
	weights := make([]float64, len(o.To))
	for i := range o.N {
		row := o.Trust[o.Start[i]:o.Start[i+1]]
		sum := 0.0
		for _, t := range row {
			sum += float64(t)
		}
		for k, t := range row {
			weights[int(o.Start[i])+k] = float64(t) / sum
		}
	}
	run("hand", func() { hand(q.next, q.Plans, q.Anchor, o.Openness, weights, o.Start, o.To) })
	q.Rules[0].Fixed = true
	run("fixed", func() { q.Run() })
	q.Rules[0].Fixed = false
	run("blend", func() { q.Begin(); q.Run() })
	q.Ledger = NewLedger(o.N, 4)
	run("booked", func() { q.Begin(); q.Run() })
	run("booked-again", func() { q.Run() }) // a later round of the cycle, where it is kept
}
