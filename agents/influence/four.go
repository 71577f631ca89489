package influence

import (
	"math"

	"tutti/agents"
)

// settleFour is settle for four domains in which all who are heard are heard:
// the numbers of a tie stay in registers. The sums are the same, in the same
// order.
func (q *Round) settleFour(i int, r *Row, record *[bookDomains + 2*agents.MaxDomains]float64, per, sum *[agents.MaxDomains]float64, parts []bookings) {
	const width, plan = header + 2 + 4, header + 2
	l, said, weights := q.Ledger, q.said, r.weights
	at := (*[4]uint64)(said[i*width+plan:])
	m0, m1, m2, m3 := math.Float64frombits(at[0]), math.Float64frombits(at[1]), math.Float64frombits(at[2]), math.Float64frombits(at[3])
	p0, p1, p2, p3 := per[0], per[1], per[2], per[3]
	rel := [4]float64{1 / r.Top[0], 1 / r.Top[1], 1 / r.Top[2], 1 / r.Top[3]}
	s0, s1, s2, s3, received := 0.0, 0.0, 0.0, 0.0, 0.0
	for e := range r.Ears {
		ear := &r.Ears[e]
		at, w := (*[4]uint64)(said[int(ear.From)*width+plan:]), (*[4]float64)(weights[4*e:])
		base := ear.chain + ear.personal
		w0, x := w[0], math.Float64frombits(at[0])
		s0 += float64(w0 * x)
		u0 := float64(p0 * math.Abs(x-m0))
		v0 := float64(u0 * w0)
		w1, x := w[1], math.Float64frombits(at[1])
		s1 += float64(w1 * x)
		u1 := float64(p1 * math.Abs(x-m1))
		v1 := float64(u1 * w1)
		w2, x := w[2], math.Float64frombits(at[2])
		s2 += float64(w2 * x)
		u2 := float64(p2 * math.Abs(x-m2))
		v2 := float64(u2 * w2)
		w3, x := w[3], math.Float64frombits(at[3])
		s3 += float64(w3 * x)
		u3 := float64(p3 * math.Abs(x-m3))
		v3 := float64(u3 * w3)
		rat := float64(u0*(w0-base)) + float64(u1*(w1-base)) + float64(u2*(w2-base)) + float64(u3*(w3-base))
		grant := float64(p0*w0) + float64(p1*w1) + float64(p2*w2) + float64(p3*w3)
		volume, units := v0+v1+v2+v3, u0+u1+u2+u3
		received += volume
		pos, pers := float64(ear.chain*units), float64(ear.personal*units)
		if parts != nil {
			*(*[8]float64)(record[:]) = [8]float64{pos, pers, rat, grant, v0, v1, v2, v3}
			k := bookDomains + 4
			if q.Last {
				record[8], record[9], record[10], record[11] = float64(rel[0]*w0), float64(rel[1]*w1), float64(rel[2]*w2), float64(rel[3]*w3)
				k += 4
			}
			parts[int(ear.From)*len(parts)/q.Org.N].add(ear.From, ear.Domains, false, record[:k])
			continue
		}
		row := (*[4 + perMove]float64)(l.moves[int(ear.From)*(4+perMove):])
		row[0] += v0
		row[1] += v1
		row[2] += v2
		row[3] += v3
		row[4] += pos
		row[5] += pers
		row[6] += rat
		row[7] += grant
		if q.Last {
			row := (*[4 + perWin]float32)(l.wins[int(ear.From)*(4+perWin):])
			row[0] += float32(rel[0] * w0)
			row[1] += float32(rel[1] * w1)
			row[2] += float32(rel[2] * w2)
			row[3] += float32(rel[3] * w3)
			if pos+pers+rat > 0 {
				row[4]++
			}
		}
	}
	sum[0], sum[1], sum[2], sum[3] = s0, s1, s2, s3
	l.Received[i] += float32(received)
	if q.Log != nil {
		q.log(i, r, per, &[agents.MaxDomains]float64{m0, m1, m2, m3})
	}
}

// weighFour weighs a speaker's claims in four domains and adds them up; where
// one of them has no weight it does nothing, and says so.
func weighFour(who []uint64, base, reason, seen float64, blind *[agents.MaxDomains]float64, weights []float64, total, top *[agents.MaxDomains]float64) bool {
	low, high := who[header], who[header+1]
	a0 := clip01(half(low) + float64(seen*blind[0]))
	a1 := clip01(half(low>>32) + float64(seen*blind[1]))
	a2 := clip01(half(high) + float64(seen*blind[2]))
	a3 := clip01(half(high>>32) + float64(seen*blind[3]))
	w0 := base + float64(reason*float64(a0*a0))
	w1 := base + float64(reason*float64(a1*a1))
	w2 := base + float64(reason*float64(a2*a2))
	w3 := base + float64(reason*float64(a3*a3))
	if w0 == 0 || w1 == 0 || w2 == 0 || w3 == 0 {
		return false
	}
	*(*[4]float64)(weights) = [4]float64{w0, w1, w2, w3}
	total[0] += w0
	total[1] += w1
	total[2] += w2
	total[3] += w3
	if w0 > top[0] {
		top[0] = w0
	}
	if w1 > top[1] {
		top[1] = w1
	}
	if w2 > top[2] {
		top[2] = w2
	}
	if w3 > top[3] {
		top[3] = w3
	}
	return true
}

// half is the lower 32 bits of a word as a number.
func half(w uint64) float64 { return float64(math.Float32frombits(uint32(w))) }
