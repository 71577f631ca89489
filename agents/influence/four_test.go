package influence

import (
	"slices"
	"testing"

	"tutti/agents"
	"tutti/sim/exact"
)

// What is written out for four domains gives the same bits as the loops for any
// number of them.
func TestFourAsAny(t *testing.T) {
	q := crowd(40, 39)
	q.Noise, q.Rules[0].Noise, q.Last = exact.NewDraws(3, 1, 1), 0.3, true
	var byLoop [40][]float64
	for j := range 40 {
		q.Org.Office[j] = 1 // which weighs nothing here, and is seen to by the loop
	}
	for i := range 40 {
		var r Row
		q.Of(i, &r)
		byLoop[i] = r.weights
	}
	clear(q.Org.Office)
	q.Begin()
	q.Prepare(1)
	q.say(q.Plans, 0, 40)
	four, any := NewLedger(40, 4), NewLedger(40, 4)
	var room desk
	for i := range 40 {
		q.Of(i, &room.row)
		r := &room.row
		if !r.whole {
			t.Fatalf("agent %d hears everybody in everything, want a whole row", i)
		}
		weights, total := slices.Clone(r.weights), slices.Clone(r.Total)
		r.add(4) // by the loop
		for d := range 4 {
			if want := r.Total[d] + (r.Own[d] + r.Art); total[d] != want {
				t.Errorf("agent %d: total %v in domain %d, want %v", i, total[d], d, want)
			}
		}
		copy(r.Total, total)
		if !slices.Equal(weights, byLoop[i]) {
			t.Errorf("agent %d: weights %v, want %v", i, weights, byLoop[i])
		}
		var per, a, b [agents.MaxDomains]float64
		for d := range 4 {
			per[d] = 1 / r.Total[d]
		}
		q.Ledger = four
		q.settleFour(i, r, &room.record, &per, &a, nil)
		q.Ledger = any
		q.settle(i, r, &room.record, &per, &b, nil)
		if a != b {
			t.Errorf("agent %d: sums %v, want %v", i, a[:4], b[:4])
		}
	}
	if !slices.Equal(four.moves, any.moves) || !slices.Equal(four.wins, any.wins) || !slices.Equal(four.Received, any.Received) {
		t.Error("the ledgers differ, want the same bits")
	}
}
