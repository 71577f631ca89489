package influence

import "tutti/agents"

// plain says whether the round is nothing but sums with fixed weights: nothing
// is booked, the ties' trust is the weight, no artefact is read, and everybody
// claims in everything.
func (q *Round) plain() bool {
	if q.Ledger != nil || len(q.Rules) != 1 || !q.Rules[0].Fixed || q.Rules[0].Artefact > 0 {
		return false
	}
	o := q.Org
	all := uint32(1)<<o.D - 1
	for i, c := range o.Claims {
		if c != all || o.Present[i] == 0 {
			return false
		}
	}
	return true
}

// fixed is a round of Friedkin & Johnsen (1990) over the rows: the plan becomes
// openness times the mean of the plans attended to, weighted by trust, and the
// rest one's own.
func (q *Round) fixed() {
	if len(q.next) != len(q.Plans) {
		q.next = make([]float64, len(q.Plans))
	}
	agents.Rows(q.Org.N, q.Workers, q, (*Round).fixedRows)
	q.Plans, q.next = q.next, q.Plans
}

func (q *Round) fixedRows(from, to int) {
	if q.Org.D == 4 {
		q.fixedFour(from, to)
		return
	}
	o, nd := q.Org, q.Org.D
	var sum [agents.MaxDomains]float64
	for i := from; i < to; i++ {
		clear(sum[:nd])
		weight := 0.0
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			t := float64(o.Trust[k])
			weight += t
			theirs := q.Plans[int(o.To[k])*nd:][:nd]
			for d, x := range theirs {
				sum[d] += float64(t * x)
			}
		}
		q.settleFixed(i, weight, sum[:nd])
	}
}

// fixedFour is fixedRows for four domains, whose sums stay in registers. The
// sums are the same, in the same order.
func (q *Round) fixedFour(from, to int) {
	o := q.Org
	plans, trust, ties := q.Plans, o.Trust, o.To
	for i := from; i < to; i++ {
		weight, a, b, c, d := 0.0, 0.0, 0.0, 0.0, 0.0
		first, last := o.Start[i], o.Start[i+1]
		row := trust[first:last]
		for k, j := range ties[first:last:last] {
			t := float64(row[k])
			x := (*[4]float64)(plans[int(j)*4:])
			weight += t
			a += float64(t * x[0])
			b += float64(t * x[1])
			c += float64(t * x[2])
			d += float64(t * x[3])
		}
		q.settleFixed(i, weight, []float64{a, b, c, d})
	}
}

// settleFixed writes agent i's plan from its weighted sums.
func (q *Round) settleFixed(i int, weight float64, sum []float64) {
	nd := len(sum)
	next, own := q.next[i*nd:][:nd], q.Anchor[i*nd:][:nd]
	if weight == 0 {
		copy(next, q.Plans[i*nd:][:nd])
		return
	}
	open := q.Org.Openness[i]
	scale := open / weight
	for d, s := range sum {
		next[d] = float64(scale*s) + float64((1-open)*own[d])
	}
}
