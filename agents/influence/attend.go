package influence

import (
	"math/bits"

	"tutti/agents"
)

// A pick is a claim among which the strongest are chosen.
type pick struct {
	weight       float64
	from, domain int32
}

// stronger says whether a goes before b: the greater weight, then the lower
// key, then the lower domain.
func stronger(keys []uint32, a, b *pick) bool {
	switch {
	case a.weight != b.weight:
		return a.weight > b.weight
	case a.from != b.from:
		return keys[a.from] < keys[b.from]
	}
	return a.domain < b.domain
}

// attend keeps the strongest claims, most of them. The order of those kept does
// not change.
func (r *Row) attend(o *agents.Org, most int) {
	cut := r.kth(most, o.Key)
	ears, n := r.Ears[:0], int32(0)
	for e := range r.Ears {
		ear := &r.Ears[e]
		first, at, domains := n, ear.first, ear.Domains
		for rest := domains; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			w := r.weights[at]
			at++
			if w < cut.weight || w == cut.weight && stronger(o.Key, &cut, &pick{w, ear.From, int32(d)}) {
				domains &^= 1 << d
				continue
			}
			r.weights[n] = w
			n++
		}
		if domains != 0 {
			ears = append(ears, *ear)
			kept := &ears[len(ears)-1]
			kept.Domains, kept.first = domains, first
		}
	}
	r.Ears, r.weights, r.whole = ears, r.weights[:n], false
}

// fewPicks is how many are kept in order as they come.
const fewPicks = 16

// kth returns the k-th strongest claim heard [k from 1]. Few are kept in a
// sorted hand, many are selected from a list of all.
func (r *Row) kth(k int, keys []uint32) pick {
	r.picks = r.picks[:0]
	for e := range r.Ears {
		ear := &r.Ears[e]
		at := ear.first
		for rest := ear.Domains; rest != 0; rest &= rest - 1 {
			w := r.weights[at]
			at++
			if k > fewPicks || len(r.picks) < k || w >= r.picks[k-1].weight {
				r.consider(k, keys, pick{w, ear.From, int32(bits.TrailingZeros32(rest))})
			}
		}
	}
	if k > fewPicks {
		quick(r.picks, k-1, keys)
	}
	return r.picks[k-1]
}

// consider takes one more claim into the hand of the k strongest, or into the
// list of all.
func (r *Row) consider(k int, keys []uint32, p pick) {
	if k > fewPicks {
		r.picks = append(r.picks, p)
		return
	}
	at := len(r.picks)
	for at > 0 && stronger(keys, &p, &r.picks[at-1]) {
		at--
	}
	if at >= k {
		return
	}
	if len(r.picks) < k {
		r.picks = append(r.picks, p)
	}
	copy(r.picks[at+1:], r.picks[at:len(r.picks)-1])
	r.picks[at] = p
}

// quick orders picks so far that place k holds what a full ordering would put
// there (Hoare's selection with the middle as pivot).
func quick(c []pick, k int, keys []uint32) {
	lo, hi := 0, len(c)-1
	for lo < hi {
		pivot := c[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for stronger(keys, &c[i], &pivot) {
				i++
			}
			for stronger(keys, &pivot, &c[j]) {
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
