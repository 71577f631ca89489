package influence

import (
	"iter"
	"math"
	"math/bits"
	"slices"

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
	said      []uint64 // a row an agent; see header
	prepared  bool     // said is of this cycle
}

// Ready works out the tables of authority; call it when the rules change.
func (h *Hearing) Ready() {
	h.tables = h.tables[:0]
	for k := range h.Rules {
		h.tables = append(h.tables, [256]float64{})
		h.Rules[k].authority(&h.tables[k])
	}
}

// An Ear is what one tie lets an agent hear.
type Ear struct {
	Tie, From int32
	Domains   uint32 // in which a claim is heard
	Office    uint32 // those of them in which the speaker holds an office
	first     int32  // its weights in the row, one a domain in order
	Lie       bool   // with inflated apparent expertise
	personal  float64
	chain     float64 // by position, outside an office
	rank      float64 // by position, in an office
}

// A Row is what one agent hears: room that is used again for the next. The
// weight s[i,j,d] of each claim stands in order of ties, then domains.
type Row struct {
	Ears    []Ear
	weights []float64
	Own     []float64 // by domain: own weight s[i,i,d]
	Total   []float64 // own, artefact and all claims together
	Top     []float64 // weight of the strongest claim heard
	Any     uint32    // domains in which a claim is heard
	Reach   int32     // claims that reached it, heard or not
	Art     float64   // weight of the artefact
	fixed   bool      // the weights are given, and all personal
	whole   bool      // whoever is heard is heard in every domain, without office or lie

	picks   []pick // room for choosing among many
	fetched uint64 // see fetch
}

// A desk is one worker's room.
type desk struct {
	row     Row
	record  [bookDomains + 2*agents.MaxDomains]float64
	seen    [agents.MaxDomains]float64 // of the outcome
	learned [agents.MaxDomains]float64
	reached int     // claims
	fetched float64 // see Ledger.fetch
}

// desks makes room for some workers.
func desks(p *[]desk, workers int) {
	if len(*p) < max(1, workers) {
		*p = make([]desk, max(1, workers))
	}
}

// Of fills r with what agent i hears this cycle.
func (h *Hearing) Of(i int, r *Row) {
	if !h.prepared {
		h.Prepare(1)
	}
	o := h.Org
	rules := &h.Rules[o.Regime[i]]
	r.forget(o.D)
	r.fixed = rules.Fixed
	if h.Artefacts != nil && h.Artefacts[o.Unit[i]] {
		r.Art = rules.Artefact
	}
	if rules.Fixed {
		h.fixed(i, r)
		return
	}
	h.listen(i, rules, r)
	if rules.Attention > 0 && len(r.weights) > rules.Attention {
		r.attend(o, rules.Attention)
		r.add(o.D)
	}
	for d := range o.D {
		r.Own[d] = float64(o.Autonomy[i]*o.Confidence(i, d)) + rules.Floor
		if r.Top[d] > 0 {
			r.Any |= 1 << d
		}
		r.Total[d] += r.Own[d] + r.Art
	}
}

// listen weighs all claims that reach agent i, and adds them up by domain.
func (h *Hearing) listen(i int, rules *Rules, r *Row) {
	o, nd, width := h.Org, h.Org.D, h.width()
	// What is read again and again stands in variables of its own: what is
	// written below could, as far as the compiler knows, change where it is from.
	first, last := o.Start[i], o.Start[i+1]
	to, trusts := o.To[first:last], o.Trust[first:last]
	var levels []uint8
	if o.Level != nil {
		levels = o.Level[first:last]
	}
	table, said, units, unit := &h.tables[o.Regime[i]], h.said, o.Unit, o.Unit[i]
	open := float64(o.Openness[i] * rules.Direct)
	borders := rules.OwnUnit || rules.Rejection > 0 || rules.Delay > 0
	outside := float64(float64(open*(1-rules.Rejection)) * (1 - rules.Delay))
	noise, square := rules.Noise, rules.Sharpness == 2
	var misread exact.Row
	if noise > 0 {
		misread = h.Noise.Row(o.Key[i])
	}
	var blind, total, top [agents.MaxDomains]float64
	for d, e := range o.Expertise[i*nd : i*nd+nd] {
		blind[d&(agents.MaxDomains-1)] = 1 - e
	}
	ears, weights := r.room(len(to), nd)
	r.fetched = fetch(said, to, width)
	n, heard, reach := 0, 0, 0
	all, partly := uint32(1)<<nd-1, uint32(0)
	for k, j := range to {
		who := said[int(j)*width:][:width]
		claims := uint32(who[0])
		if claims == 0 {
			continue
		}
		scale := open
		if borders && units[j] != unit {
			if rules.OwnUnit {
				continue
			}
			scale = outside
		}
		reach += bits.OnesCount32(claims)
		if scale == 0 {
			continue
		}
		face := who[1]
		trust := float64(scale * float64(trusts[k]))
		presence := float64(math.Float32frombits(uint32(face>>32) &^ lying))
		personal, rank, chain := float64(rules.Personal*float64(presence*trust)), float64(scale*rules.Positional), 0.0
		if levels != nil {
			chain = float64(rank * table[levels[k]])
		}
		office, start := claims&uint32(who[0]>>32), n
		reason, seen := float64(rules.Rational*trust), 0.0
		if noise > 0 {
			seen = float64(noise * misread.Spread(uint32(face)))
		}
		low, high := chain+personal, rank+personal
		rest := claims
		if nd == 4 && square && claims == all && office == 0 && weighFour(who, low, reason, seen, &blind, weights[n:], &total, &top) {
			n += 4
			rest = 0
		}
		for ; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest) & (agents.MaxDomains - 1)
			base := low
			if office>>d&1 != 0 {
				base = high
			}
			apparent := float64(math.Float32frombits(uint32(who[header+d>>1] >> (d & 1 * 32))))
			apparent = clip01(apparent + float64(seen*blind[d]))
			by := float64(apparent * apparent)
			if !square {
				by = power(apparent, rules.Sharpness)
			}
			w := base + float64(reason*by)
			if w == 0 { // nothing speaks for it: not heard
				claims &^= 1 << d
				continue
			}
			weights[n] = w
			n++
			total[d] += w
			if w > top[d] {
				top[d] = w
			}
		}
		if claims != 0 {
			ear := &ears[heard]
			heard++
			ear.Tie, ear.From, ear.Domains, ear.Office = first+int32(k), j, claims, office
			ear.first, ear.Lie = int32(start), face>>63 != 0
			partly |= claims ^ all | office | uint32(face>>63)
			ear.personal, ear.chain, ear.rank = personal, chain, rank
		}
	}
	r.Ears, r.weights, r.Reach, r.whole = ears[:heard], weights[:n], int32(reach), partly == 0
	copy(r.Total[:nd], total[:nd])
	copy(r.Top[:nd], top[:nd])
}

// forget makes r a row of somebody who hears nobody.
func (r *Row) forget(domains int) {
	if len(r.Own) != domains {
		sums := make([]float64, 3*domains)
		r.Own, r.Total, r.Top = sums[:domains:domains], sums[domains:2*domains:2*domains], sums[2*domains:]
	}
	r.Ears, r.weights, r.Any, r.Reach, r.Art, r.fixed, r.whole = r.Ears[:0], r.weights[:0], 0, 0, 0, false, false
}

// room returns empty room for the ears of some ties and their weights.
func (r *Row) room(ties, domains int) ([]Ear, []float64) {
	if cap(r.Ears) < ties {
		r.Ears = make([]Ear, ties)
	}
	if cap(r.weights) < ties*domains {
		r.weights = make([]float64, ties*domains)
	}
	return r.Ears[:ties], r.weights[:ties*domains]
}

// add adds the weights up by domain.
func (r *Row) add(domains int) {
	clear(r.Total[:domains])
	clear(r.Top[:domains])
	for e := range r.Ears {
		at := r.Ears[e].first
		for rest := r.Ears[e].Domains; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			r.Total[d] += r.weights[at]
			r.Top[d] = max(r.Top[d], r.weights[at])
			at++
		}
	}
}

// base is the part of an ear's weight in a domain that position and person have.
func (e *Ear) base(d int) float64 {
	if e.Office>>d&1 != 0 {
		return e.rank + e.personal
	}
	return e.chain + e.personal
}

// position is the part of its weight in a domain that position has.
func (e *Ear) position(d int) float64 {
	if e.Office>>d&1 != 0 {
		return e.rank
	}
	return e.chain
}

// A Claim is one that an agent hears, with the weight that it gives to it.
type Claim struct {
	Tie, From, Domain int32
	Weight            float64 // s[i,j,d]: the sum of its parts [above 0]
	Pos, Pers, Rat    float64 // its parts by source
	Lie               bool    // with inflated apparent expertise
}

// Claims are the claims heard, in order of ties, then domains.
func (r *Row) Claims() iter.Seq[Claim] {
	return func(yield func(Claim) bool) {
		for k := range r.Ears {
			e := &r.Ears[k]
			at := e.first
			for rest := e.Domains; rest != 0; rest &= rest - 1 {
				if !yield(r.claim(e, bits.TrailingZeros32(rest), at)) {
					return
				}
				at++
			}
		}
	}
}

// In are the claims heard in a domain, in order of ties.
func (r *Row) In(d int) iter.Seq[Claim] {
	return func(yield func(Claim) bool) {
		for k := range r.Ears {
			e := &r.Ears[k]
			if e.Domains>>d&1 == 0 {
				continue
			}
			at := e.first + int32(bits.OnesCount32(e.Domains&(1<<d-1)))
			if !yield(r.claim(e, d, at)) {
				return
			}
		}
	}
}

// claim is what an ear hears in a domain, whose weight stands at a place.
func (r *Row) claim(e *Ear, d int, at int32) Claim {
	c := Claim{Tie: e.Tie, From: e.From, Domain: int32(d), Weight: r.weights[at], Lie: e.Lie}
	if r.fixed {
		c.Pers = c.Weight
	} else {
		c.Pos, c.Pers, c.Rat = e.position(d), e.personal, c.Weight-e.base(d)
	}
	return c
}

// Accepts is how far the row's agent accepts agent j: the sum over domains of
// the weight of its claims as a share of the strongest heard.
func (r *Row) Accepts(j int32) float64 {
	k, found := slices.BinarySearchFunc(r.Ears, j, func(e Ear, j int32) int { return int(e.From) - int(j) })
	if !found {
		return 0
	}
	sum, at := 0.0, r.Ears[k].first
	for rest := r.Ears[k].Domains; rest != 0; rest &= rest - 1 {
		sum += r.weights[at] / r.Top[bits.TrailingZeros32(rest)]
		at++
	}
	return sum
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

// fixed hears all claims with the ties' trust as weights: the row of W is the
// trust over its sum, the susceptibility is the openness (Friedkin & Johnsen
// 1990).
func (h *Hearing) fixed(i int, r *Row) {
	o := h.Org
	var sum [agents.MaxDomains]float64
	first, last := o.Start[i], o.Start[i+1]
	r.Ears, r.weights = r.room(int(last-first), o.D)
	r.Ears = r.Ears[:0]
	n := 0
	for k := first; k < last; k++ {
		j := o.To[k]
		r.Reach += int32(bits.OnesCount32(o.Claims[j]))
		trust := float64(o.Trust[k])
		if trust == 0 || o.Openness[i] == 0 || o.Claims[j] == 0 { // the stubborn hear nobody
			continue
		}
		r.Ears = append(r.Ears, Ear{Tie: k, From: j, Domains: o.Claims[j], first: int32(n)})
		for rest := o.Claims[j]; rest != 0; rest &= rest - 1 {
			sum[bits.TrailingZeros32(rest)] += trust
			r.weights[n] = trust
			n++
		}
	}
	r.weights = r.weights[:n]
	for e := range r.Ears {
		at := r.Ears[e].first
		for rest := r.Ears[e].Domains; rest != 0; rest &= rest - 1 {
			r.weights[at] = float64(o.Openness[i]*r.weights[at]) / sum[bits.TrailingZeros32(rest)]
			at++
		}
	}
	r.add(o.D)
	for d := range o.D {
		r.Own[d], r.Total[d] = 1-o.Openness[i], 1+r.Art
		if sum[d] == 0 {
			r.Own[d] = 1
		} else {
			r.Any |= 1 << d
		}
	}
}
