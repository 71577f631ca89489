package influence

import (
	"math/bits"

	"tutti/agents"
	"tutti/sim/exact"
)

// Hearing is what agents hear in a cycle: the claims that reach them and the
// weight that each gives to each. It does not change from round to round.
type Hearing struct {
	Org       *agents.Org
	Rules     []Rules     // by regime
	Noise     exact.Draws // misjudgement, one draw a tie and cycle
	Artefacts []bool      // by unit: it has an artefact to read
	tables    [][256]float64
	speakers  []speaker
	said      []float64 // per agent: apparent expertise by domain, then the plan by domain
	prepared  bool      // speakers and said are of this cycle
}

// A speaker is what is read of one who claims, on one line of the cache: in a
// large organisation the time goes into fetching it.
type speaker struct {
	claims, office, key uint32
	unit                int32
	presence, lie       float64
}

// Begin begins a cycle: what was said in the last is forgotten.
func (h *Hearing) Begin() { h.prepared = false }

// Prepare gathers what is read of each speaker, once a cycle.
func (h *Hearing) Prepare(workers int) {
	if h.prepared {
		return
	}
	o := h.Org
	if len(h.speakers) != o.N || len(h.said) != 2*o.N*o.D {
		h.speakers, h.said = make([]speaker, o.N), make([]float64, 2*o.N*o.D)
	}
	if workers <= 1 {
		h.gather(0, o.N)
	} else {
		agents.Each(o.N, workers, h.gather)
	}
	h.prepared = true
}

func (h *Hearing) gather(from, to int) {
	o, nd, rules := h.Org, h.Org.D, &h.Rules[0]
	for j := from; j < to; j++ {
		h.speakers[j] = speaker{o.Claims[j], o.Office[j], o.Key[j], o.Unit[j], o.Presence[j], o.Manipulative[j]}
		if o.Claims[j] == 0 {
			continue
		}
		bias, puff := o.Bias[j], float64(o.Manipulative[j]*rules.Inflation)
		for d, e := range o.Expertise[j*nd : j*nd+nd] {
			if rules.Appraisal > 0 && bias != 0 {
				e = float64(rules.Appraisal*exact.Clip01(e+bias)) + float64((1-rules.Appraisal)*e)
			}
			h.said[2*j*nd+d] = e + puff
		}
	}
}

// Ready works out the tables of authority; call it when the rules change.
func (h *Hearing) Ready() {
	h.tables = h.tables[:0]
	for k := range h.Rules {
		h.tables = append(h.tables, [256]float64{})
		h.Rules[k].authority(&h.tables[k])
	}
}

// A Claim is one that an agent hears, with the weight that it gives to it.
type Claim struct {
	Tie, From, Domain int32
	Weight            float64 // s[i,j,d]: the sum of its parts [0 or more]
	Pos, Pers, Rat    float64 // its parts by source
	Lie               bool    // with inflated apparent expertise
}

// A Row is what one agent hears: room that is used again for the next.
type Row struct {
	Heard []Claim
	Own   [agents.MaxDomains]float64 // own weight s[i,i,d]
	Total [agents.MaxDomains]float64 // own, artefact and all claims together
	Top   [agents.MaxDomains]float64 // weight of the strongest claim heard
	Any   uint32                     // domains in which a claim is heard
	Reach int32                      // claims that reached it, heard or not
	Art   float64                    // weight of the artefact

	sorted []Claim                    // room for choosing among many
	hand   [16]Claim                  // room for choosing a few
	seen   [agents.MaxDomains]float64 // room for what was seen of the outcome
}

// Of fills r with what agent i hears this cycle.
func (h *Hearing) Of(i int, r *Row) {
	o := h.Org
	if !h.prepared {
		h.Prepare(1)
	}
	rules, table := &h.Rules[o.Regime[i]], &h.tables[o.Regime[i]]
	r.Heard, r.Any, r.Reach, r.Art = r.Heard[:0], 0, 0, 0
	if h.Artefacts != nil && h.Artefacts[o.Unit[i]] {
		r.Art = rules.Artefact
	}
	if rules.Fixed {
		h.fixed(i, rules, r)
		return
	}
	var misread exact.Row
	if rules.Noise > 0 {
		misread = h.Noise.Row(o.Key[i])
	}
	// Columns stand in variables of their own: what is written below could, as
	// far as the compiler knows, change the ones they are read from.
	open := float64(o.Openness[i] * rules.Direct)
	nd, noisy, square := o.D, rules.Noise > 0, rules.Sharpness == 2
	mine, unit := o.Expertise[i*nd:i*nd+nd], o.Unit[i]
	speakers, said := h.speakers, h.said
	first, last := o.Start[i], o.Start[i+1]
	row, trusts, levels := o.To[first:last], o.Trust[first:last], o.Level[first:last]
	heard, reach := r.Heard[:0], int32(0)
	for k, j := range row {
		who := &speakers[j]
		claims := who.claims
		if claims == 0 {
			continue
		}
		scale := open
		if who.unit != unit {
			if rules.OwnUnit {
				continue
			}
			scale = float64(float64(scale*(1-rules.Rejection)) * (1 - rules.Delay))
		}
		reach += int32(bits.OnesCount32(claims))
		if scale == 0 {
			continue
		}
		trust := float64(trusts[k])
		pers := float64(rules.Personal * float64(who.presence*trust))
		reason := float64(rules.Rational * trust)
		chain := float64(rules.Positional * table[levels[k]])
		seen := 0.0
		if noisy {
			seen = float64(rules.Noise * misread.Spread(who.key))
		}
		lie, holds := who.lie > 0, who.office
		theirs := said[2*int(j)*nd : 2*int(j)*nd+nd]
		for rest := claims; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			pos := chain
			if holds>>d&1 != 0 {
				pos = rules.Positional
			}
			apparent := clip01(theirs[d] + float64(seen*(1-mine[d])))
			rat := float64(apparent * apparent)
			if !square {
				rat = power(apparent, rules.Sharpness)
			}
			rat = float64(reason * rat)
			if s := float64(scale * (pos + pers + rat)); s > 0 {
				heard = append(heard, Claim{first + int32(k), j, int32(d), s, float64(scale * pos), float64(scale * pers), float64(scale * rat), lie})
			}
		}
	}
	r.Heard, r.Reach = heard, reach
	if rules.Attention > 0 && len(r.Heard) > rules.Attention {
		attend(o, r, rules.Attention)
	}
	h.weigh(i, rules, r)
}

// clip01 is exact.Clip01 by branches, which are foreseen.
func clip01(x float64) float64 {
	if x < 0 {
		return 0
	}
	if x > 1 {
		return 1
	}
	return x
}

// power is x^sharpness, by multiplication for the usual small whole numbers.
func power(x, sharpness float64) float64 {
	switch sharpness {
	case 1:
		return x
	case 2:
		return float64(x * x)
	case 3:
		return float64(float64(x*x) * x)
	}
	return exact.Pow(x, sharpness)
}

// weigh adds up own weight, artefact and claims by domain.
func (h *Hearing) weigh(i int, rules *Rules, r *Row) {
	o := h.Org
	var total, top [agents.MaxDomains]float64
	any := uint32(0)
	for d := range o.D {
		r.Own[d] = float64(o.Autonomy[i]*o.Confidence(i, d)) + rules.Floor
		total[d] = r.Own[d] + r.Art
	}
	for k := range r.Heard {
		c := &r.Heard[k]
		d := c.Domain & (agents.MaxDomains - 1)
		total[d] += c.Weight
		any |= 1 << d
		if c.Weight > top[d] {
			top[d] = c.Weight
		}
	}
	r.Any = any
	copy(r.Total[:o.D], total[:o.D])
	copy(r.Top[:o.D], top[:o.D])
}

// fixed hears all claims with the ties' trust as weights: the row of W is the
// trust over its sum, the susceptibility is the openness (Friedkin & Johnsen
// 1990).
func (h *Hearing) fixed(i int, rules *Rules, r *Row) {
	o := h.Org
	var sum [agents.MaxDomains]float64
	for k := o.Start[i]; k < o.Start[i+1]; k++ {
		j := o.To[k]
		r.Reach += int32(bits.OnesCount32(o.Claims[j]))
		trust := float64(o.Trust[k])
		if trust == 0 || o.Openness[i] == 0 { // the stubborn hear nobody
			continue
		}
		for rest := o.Claims[j]; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			sum[d] += trust
			r.Heard = append(r.Heard, Claim{Tie: k, From: j, Domain: int32(d), Weight: trust})
		}
	}
	for d := range o.D {
		r.Own[d], r.Total[d], r.Top[d] = 1-o.Openness[i], 1+r.Art, 0
		if sum[d] == 0 {
			r.Own[d] = 1
		}
	}
	for k := range r.Heard {
		c := &r.Heard[k]
		c.Weight = float64(o.Openness[i]*c.Weight) / sum[c.Domain]
		c.Pers = c.Weight
		r.Any |= 1 << c.Domain
		r.Top[c.Domain] = max(r.Top[c.Domain], c.Weight)
	}
}

// attend keeps the strongest claims, most of them; equal ones go to the lower
// key, then the lower domain. The order of those kept does not change.
func attend(o *agents.Org, r *Row, most int) {
	stronger := func(a, b *Claim) bool {
		switch {
		case a.Weight != b.Weight:
			return a.Weight > b.Weight
		case a.From != b.From:
			return o.Key[a.From] < o.Key[b.From]
		}
		return a.Domain < b.Domain
	}
	cut := r.kth(most, stronger)
	kept := r.Heard[:0]
	for k := range r.Heard {
		if c := r.Heard[k]; !stronger(&cut, &c) {
			kept = append(kept, c)
		}
	}
	r.Heard = kept
}

// kth returns the k-th strongest claim heard [k from 1]; the claims keep their
// order. Few are kept in a sorted hand, many are selected from a copy.
func (r *Row) kth(k int, stronger func(a, b *Claim) bool) Claim {
	hand := &r.hand
	if k > len(hand) {
		r.sorted = append(r.sorted[:0], r.Heard...)
		quick(r.sorted, k-1, stronger)
		return r.sorted[k-1]
	}
	n := 0
	for c := range r.Heard {
		at := n
		for at > 0 && stronger(&r.Heard[c], &hand[at-1]) {
			at--
		}
		if at >= k {
			continue
		}
		n = min(n+1, k)
		copy(hand[at+1:n], hand[at:n-1])
		hand[at] = r.Heard[c]
	}
	return hand[k-1]
}

// quick orders claims so far that place k holds what a full ordering would put
// there (Hoare's selection with the middle as pivot).
func quick(c []Claim, k int, stronger func(a, b *Claim) bool) {
	lo, hi := 0, len(c)-1
	for lo < hi {
		pivot := c[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for stronger(&c[i], &pivot) {
				i++
			}
			for stronger(&pivot, &c[j]) {
				j--
			}
			if i <= j {
				c[i], c[j] = c[j], c[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return
		}
	}
}
