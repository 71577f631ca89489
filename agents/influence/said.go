package influence

import (
	"math"

	"tutti/agents"
	"tutti/sim/exact"
)

// What is read of one who claims stands in one row of 64-bit words, for in a
// large organisation the time goes into fetching it: with four domains a row
// is one line of the cache. The row of agent j holds
//
//	word 0          domains claimed (low half) and of office (high half)
//	word 1          key (low half); presence in 32 bits (high half), its sign
//	                set for one whose claims are inflated
//	then            apparent expertise by domain, two in 32 bits a word
//	then            by domain the plan as the round began; while people
//	                reflect, the next expertise
const header = 2

// lying is the sign of presence.
const lying = 1 << 31

// width is how many words a row has.
func (h *Hearing) width() int { return header + (h.Org.D+1)/2 + h.Org.D }

// Begin begins a cycle: what was said in the last is forgotten.
func (h *Hearing) Begin() { h.prepared = false }

// Prepare gathers what is read of each speaker, once a cycle.
func (h *Hearing) Prepare(workers int) {
	if h.prepared {
		return
	}
	if n := h.Org.N * h.width(); len(h.said) != n {
		h.said = make([]uint64, n)
	}
	agents.Rows(h.Org.N, workers, h, (*Hearing).gather)
	h.prepared = true
}

func (h *Hearing) gather(from, to int) {
	o, nd, rules, width := h.Org, h.Org.D, &h.Rules[0], h.width()
	for j := from; j < to; j++ {
		row := h.said[j*width:][:width]
		row[0] = uint64(o.Office[j])<<32 | uint64(o.Claims[j])
		lie := o.Lies(j)
		face := math.Float32bits(float32(o.Presence[j]))
		if lie > 0 {
			face |= lying
		}
		row[1] = uint64(face)<<32 | uint64(o.Key[j])
		if o.Claims[j] == 0 {
			continue
		}
		bias, puff := o.BiasOf(j), float64(lie*rules.Inflation)
		for d, e := range o.Expertise[j*nd : j*nd+nd] {
			if rules.Appraisal > 0 && bias != 0 {
				e = float64(rules.Appraisal*exact.Clip01(e+bias)) + float64((1-rules.Appraisal)*e)
			}
			half := uint64(math.Float32bits(float32(e + puff)))
			if d&1 == 0 {
				row[header+d/2] = half
			} else {
				row[header+d/2] |= half << 32
			}
		}
	}
}

// speech is the part of agent j's row that changes from round to round.
func (h *Hearing) speech(j int) []uint64 {
	width := h.width()
	return h.said[(j+1)*width-h.Org.D : (j+1)*width]
}

// Said is agent j's plan in a domain as the round began; not for rounds with
// fixed weights alone.
func (h *Hearing) Said(j, d int) float64 { return math.Float64frombits(h.speech(j)[d]) }

// say puts some agents' numbers, one a domain, where their plans stand.
func (h *Hearing) say(numbers []float64, from, to int) {
	nd := h.Org.D
	for j := from; j < to; j++ {
		row := h.speech(j)
		for d, x := range numbers[j*nd : j*nd+nd] {
			row[d] = math.Float64bits(x)
		}
	}
}

// near is how many words of rows stay in the cache of a core.
const near = 1 << 16

// fetch reads a word of each speaker's row, and returns what nobody needs, so
// that the rows are on their way, many at a time, when they are weighed one by
// one; where all of them are near it does nothing.
func fetch(said []uint64, speakers []int32, width int) uint64 {
	x := uint64(0)
	if len(said) > near {
		for _, j := range speakers {
			x ^= said[int(j)*width]
		}
	}
	return x
}
