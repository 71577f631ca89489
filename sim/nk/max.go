package nk

import "math/bits"

// Max returns the highest score of the landscape and a string that has it; ok
// is false above MaxExact bits, where it is not sought. It is found by branch
// and bound: bits are settled one after another, and a branch is left when the
// best that each contribution could still give does not beat the best string
// known.
func (l *Landscape) Max() (score float64, at uint64, ok bool) {
	if l.N > MaxExact {
		return 0, 0, false
	}
	s := newSearch(l)
	s.best, s.at = s.climb()
	bound := 0.0
	for i := range l.N {
		bound += s.tops[i][1]
	}
	s.branch(0, 0, bound)
	return s.best / float64(l.N), s.at, true
}

// A search holds, for each contribution, a heap of maxima: node 1 is the best
// over all its inputs, and each settled input goes from node v to 2v or 2v+1.
type search struct {
	l    *Landscape
	tops [][]float64
	node []uint32
	best float64 // highest total so far
	at   uint64
	bits []int   // the order in which bits are settled
	uses [][]int // contributions that bit order[k] enters
}

// newSearch orders the bits so that contributions are settled early.
func newSearch(l *Landscape) *search {
	s := &search{l: l, tops: make([][]float64, l.N), node: make([]uint32, l.N)}
	s.order()
	rank := make([]int, l.N)
	s.uses = make([][]int, l.N)
	for k, b := range s.bits {
		rank[b] = k
		for _, u := range l.uses[b] {
			s.uses[k] = append(s.uses[k], u.contribution)
		}
	}
	for i := range l.N {
		s.node[i] = 1
		s.tops[i] = heap(l.tables[i], l.inputs[i], rank)
	}
	return s
}

// order takes, again and again, the bit that settles most: of contributions
// with few inputs left first.
func (s *search) order() {
	left := make([]int, s.l.N)
	for i, in := range s.l.inputs {
		left[i] = len(in)
	}
	taken := uint64(0)
	for range s.l.N {
		pick, most := -1, -1.0
		for b := range s.l.N {
			if taken>>b&1 == 1 {
				continue
			}
			worth := 0.0
			for _, u := range s.l.uses[b] {
				worth += 1 / float64(int(1)<<left[u.contribution])
			}
			if worth > most {
				pick, most = b, worth
			}
		}
		taken |= 1 << pick
		s.bits = append(s.bits, pick)
		for _, u := range s.l.uses[pick] {
			left[u.contribution]--
		}
	}
}

// heap arranges a table as a tree of maxima in which the input that is settled
// first divides the root.
func heap(table []float64, inputs []uint8, rank []int) []float64 {
	n := len(inputs)
	place := make([]int, n) // level of each input in the tree, 0 at the root
	for p, b := range inputs {
		for _, c := range inputs {
			if rank[c] < rank[b] {
				place[p]++
			}
		}
	}
	tree := make([]float64, 2<<n)
	for idx, v := range table {
		leaf := 1 << n
		for p := range n {
			leaf |= (idx >> p & 1) << (n - 1 - place[p])
		}
		tree[leaf] = v
	}
	for v := 1<<n - 1; v >= 1; v-- {
		tree[v] = max(tree[2*v], tree[2*v+1])
	}
	return tree
}

// climb goes steepest uphill from a few spread strings, for a first best.
func (s *search) climb() (best float64, at uint64) {
	all := uint64(1)<<s.l.N - 1
	best = -1
	for start := range uint64(2 * s.l.N) {
		x := start * 0x9E3779B97F4A7C15 >> 20 & all
		for {
			flip, most := -1, 0.0
			for b := range s.l.N {
				if g := s.l.Gain(x, b); g > most {
					flip, most = b, g
				}
			}
			if flip < 0 {
				break
			}
			x ^= 1 << flip
		}
		if total := s.l.Total(x); total > best {
			best, at = total, x
		}
	}
	return best, at
}

// branch settles bit number depth and those after it; bound is what x's
// settled bits still allow.
func (s *search) branch(depth int, x uint64, bound float64) {
	if bound <= s.best {
		return
	}
	if depth == s.l.N {
		s.best, s.at = bound, x
		return
	}
	entered := s.uses[depth]
	var by [2]float64
	for _, i := range entered {
		top, v := s.tops[i], s.node[i]
		by[0] += top[2*v] - top[v]
		by[1] += top[2*v+1] - top[v]
	}
	first := uint64(0)
	if by[1] > by[0] {
		first = 1
	}
	for _, value := range [2]uint64{first, 1 - first} {
		for _, i := range entered {
			s.node[i] = 2*s.node[i] + uint32(value)
		}
		s.branch(depth+1, x|value<<s.bits[depth], bound+by[value])
		for _, i := range entered {
			s.node[i] /= 2
		}
	}
}

// Peaks returns the number of strings that no single flip improves; the
// landscape has at most MaxExact bits.
func (l *Landscape) Peaks() int {
	if l.N > MaxExact {
		panic("nk: peaks are counted up to MaxExact bits")
	}
	n := 0
	for x := range uint64(1) << l.N {
		if l.IsPeak(x) {
			n++
		}
	}
	return n
}

// Distance returns in how many bits two strings differ.
func Distance(x, y uint64) int { return bits.OnesCount64(x ^ y) }
