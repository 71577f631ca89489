// Package nk holds the NK landscapes of Kauffman & Levin 1987: N bits, each of
// which contributes a random value that depends on itself and on K others. The
// score of a bit string is the mean of its contributions. The number of peaks
// grows with K, from one at K = 0.
//
// Contributions are whole multiples of 2^−44, so that sums of them are exact
// in any order: a score reached bit by bit has the bits of one summed afresh.
package nk

import (
	"fmt"
	"math/bits"

	"tutti/sim/exact"
)

// MaxBits is the longest bit string; MaxExact the longest whose global maximum
// is found.
const (
	MaxBits  = 64
	MaxExact = 20

	maxEntries = 1 << 25
	grain      = 1 << 44
)

// A Landscape gives every bit string of N bits a score. Bit i of a string is
// x>>i&1.
type Landscape struct {
	N      int
	inputs [][]uint8   // contribution i reads these bits, its own first
	tables [][]float64 // contribution i, by the value of its inputs, each [0, 1)
	uses   [][]use     // the contributions that bit b enters
}

// A use is one contribution that a bit enters and where in its index.
type use struct {
	contribution int
	mask         uint32
}

// Random returns a landscape whose contributions each read k other bits drawn
// at random without repetition.
func Random(n, k int, d exact.Draws) (*Landscape, error) {
	if err := check(n, k); err != nil {
		return nil, err
	}
	inputs := make([][]uint8, n)
	for i := range inputs {
		s := d.Stream(uint32(i))
		others := make([]uint8, 0, n)
		for j := range n {
			if j != i {
				others = append(others, uint8(j))
			}
		}
		for j := range k {
			r := j + s.Int(len(others)-j)
			others[j], others[r] = others[r], others[j]
		}
		inputs[i] = append([]uint8{uint8(i)}, others[:k]...)
	}
	return fill(inputs, d), nil
}

// Repeated returns a landscape whose contributions each draw k other bits with
// repetition, so that one drawn twice counts once and the landscape is a
// little smoother than Random's; with own, a bit may also draw itself.
func Repeated(n, k int, own bool, d exact.Draws) (*Landscape, error) {
	if err := check(n, k); err != nil {
		return nil, err
	}
	inputs := make([][]uint8, n)
	for i := range inputs {
		s, in, drawn := d.Stream(uint32(i)), []uint8{uint8(i)}, uint64(1)<<i
		for range k {
			j := 0
			if own {
				j = s.Int(n)
			} else if j = s.Int(n - 1); j >= i {
				j++
			}
			if drawn>>j&1 == 0 {
				in = append(in, uint8(j))
			}
			drawn |= 1 << j
		}
		inputs[i] = in
	}
	return fill(inputs, d), nil
}

// Adjacent returns a landscape whose contributions each read the k bits that
// follow, around the ring.
func Adjacent(n, k int, d exact.Draws) (*Landscape, error) {
	if err := check(n, k); err != nil {
		return nil, err
	}
	inputs := make([][]uint8, n)
	for i := range inputs {
		for j := range k + 1 {
			inputs[i] = append(inputs[i], uint8((i+j)%n))
		}
	}
	return fill(inputs, d), nil
}

// FromMatrix returns a landscape in which contribution i reads bit j where
// matrix[i][j] is true; it always reads its own bit.
func FromMatrix(matrix [][]bool, d exact.Draws) (*Landscape, error) {
	n, widest := len(matrix), 0
	inputs := make([][]uint8, n)
	for i, row := range matrix {
		if len(row) != n {
			return nil, fmt.Errorf("nk: row %d of the interactions has %d entries, want %d", i, len(row), n)
		}
		inputs[i] = []uint8{uint8(i)}
		for j, reads := range row {
			if reads && j != i {
				inputs[i] = append(inputs[i], uint8(j))
			}
		}
		widest = max(widest, len(inputs[i])-1)
	}
	if err := check(n, widest); err != nil {
		return nil, err
	}
	return fill(inputs, d), nil
}

// check says what is wrong with a size.
func check(n, k int) error {
	switch {
	case n < 1 || n > MaxBits:
		return fmt.Errorf("nk: %d bits, want 1 to %d", n, MaxBits)
	case k < 0 || k > n-1:
		return fmt.Errorf("nk: k is %d, want 0 to %d for %d bits", k, n-1, n)
	case k > 30 || int64(n)<<(k+1) > maxEntries:
		return fmt.Errorf("nk: %d bits with k %d need more than %d table entries", n, k, maxEntries)
	}
	return nil
}

// fill draws the contributions, entity i those of contribution i.
func fill(inputs [][]uint8, d exact.Draws) *Landscape {
	n := len(inputs)
	l := &Landscape{N: n, inputs: inputs, tables: make([][]float64, n), uses: make([][]use, n)}
	for i, in := range inputs {
		w := d.Words(uint32(i))
		l.tables[i] = make([]float64, 1<<len(in))
		for x := range l.tables[i] {
			l.tables[i][x] = float64(w.Word()>>20) / grain
		}
	}
	l.wire()
	return l
}

// wire finds the uses from the inputs.
func (l *Landscape) wire() {
	for b := range l.uses {
		l.uses[b] = nil
	}
	for i, in := range l.inputs {
		for p, b := range in {
			l.uses[b] = append(l.uses[b], use{i, 1 << p})
		}
	}
}

// index is where contribution i stands in its table for string x.
func (l *Landscape) index(i int, x uint64) uint32 {
	idx := uint32(0)
	for p, b := range l.inputs[i] {
		idx |= uint32(x>>b&1) << p
	}
	return idx
}

// Contribution returns what bit i contributes to string x [0, 1).
func (l *Landscape) Contribution(i int, x uint64) float64 { return l.tables[i][l.index(i, x)] }

// Sum returns the sum of the contributions of the bits in which, exactly.
func (l *Landscape) Sum(x, which uint64) float64 {
	sum := 0.0
	for ; which != 0; which &= which - 1 {
		sum += l.Contribution(bits.TrailingZeros64(which), x)
	}
	return sum
}

// Score returns the mean contribution of string x [0, 1).
func (l *Landscape) Score(x uint64) float64 { return l.Total(x) / float64(l.N) }

// Total returns the sum of all contributions of string x [0, N), exactly: N
// times its score.
func (l *Landscape) Total(x uint64) float64 {
	sum := 0.0
	for i := range l.N {
		sum += l.Contribution(i, x)
	}
	return sum
}

// Gain returns by how much Total rises when bit b of x flips, exactly.
func (l *Landscape) Gain(x uint64, b int) float64 {
	gain := 0.0
	for _, u := range l.uses[b] {
		idx := l.index(u.contribution, x)
		t := l.tables[u.contribution]
		gain += t[idx^u.mask] - t[idx]
	}
	return gain
}

// Reads says whether contribution i depends on bit b.
func (l *Landscape) Reads(i, b int) bool {
	for _, in := range l.inputs[i] {
		if int(in) == b {
			return true
		}
	}
	return false
}

// IsPeak says whether no single flip raises the score of x.
func (l *Landscape) IsPeak(x uint64) bool {
	for b := range l.N {
		if l.Gain(x, b) > 0 {
			return false
		}
	}
	return true
}

// State visits the landscape: its inputs and its contributions.
func (l *Landscape) State(s exact.State) {
	for i := range l.N {
		s.Bytes("inputs", &l.inputs[i])
		s.Floats("contributions", &l.tables[i])
	}
	l.wire() // a restored landscape may have other inputs
}
