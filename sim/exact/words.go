package exact

// Words are the random bits of one entity as a sequence, two words of 64 bits
// from each call of Philox; a Stream spends a whole call on every number. They
// are for loops whose cost is their draws: coins for a whole bit string, or
// choices by the thousand. They share no draw with Share, Tie or a Stream.
type Words struct {
	draws Draws
	a, n  uint32
	spare uint64
	half  bool // spare holds the second word of the last call
}

// Words returns the bits of entity a from their start.
func (d Draws) Words(a uint32) Words { return Words{draws: d, a: a} }

// Word returns the next 64 random bits.
func (w *Words) Word() uint64 {
	if w.half {
		w.half = false
		return w.spare
	}
	b := w.draws.bits(w.a, w.n, 0xFFFE)
	w.n++
	w.spare, w.half = uint64(b[2])<<32|uint64(b[3]), true
	return uint64(b[0])<<32 | uint64(b[1])
}

// Share returns the next number, uniform in [0, 1).
func (w *Words) Share() float64 { return float64(w.Word()>>11) / (1 << 53) }

// Int returns the next number, uniform in 0..n−1; n at least 1.
func (w *Words) Int(n int) int { return int(w.Share() * float64(n)) }

// Mask returns the lanes that a chance p [0..1] hits, each lane on its own: 64
// comparisons u < p at once, by the binary digits of u and p from the first on
// until every lane is settled. It takes about log2 of the number of lanes, and
// one, words; p = 0.5 takes one.
func (w *Words) Mask(lanes uint64, p float64) uint64 {
	if p >= 1 {
		return lanes
	}
	hit, open := uint64(0), lanes
	// The digits of p, the first at the top; when none is left, u ≥ p.
	for digits := uint64(max(0, p)*(1<<53)) << 11; digits != 0 && open != 0; digits <<= 1 {
		u := w.Word()
		if digits>>63 == 1 {
			hit |= open &^ u
			open &= u
		} else {
			open &^= u
		}
	}
	return hit
}
