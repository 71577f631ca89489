package exact

import (
	"fmt"
	"math"
	"slices"
)

// FirstDifference compares two states column by column and returns the first
// column and row in which they differ, how many rows the column has, and the two
// values; column is "" when the states are the same, bit by bit. Row is −1 when
// the columns have different lengths or names. Columns of some
// names may be left out.
func FirstDifference(a, b Stateful, but ...string) (column string, row, rows int, x, y string) {
	one, two := &snapshot{but: but}, &snapshot{but: but}
	a.State(one)
	b.State(two)
	for k := range one.columns {
		if k >= len(two.columns) {
			return one.columns[k].name, -1, 0, "there", "not there"
		}
		p, q := &one.columns[k], &two.columns[k]
		if p.name != q.name || len(p.values) != len(q.values) {
			return p.name, -1, 0, fmt.Sprintf("%d values", len(p.values)), fmt.Sprintf("%d values of %s", len(q.values), q.name)
		}
		for i := range p.values {
			if p.values[i] != q.values[i] {
				return p.name, i, len(p.values), p.text(i), q.text(i)
			}
		}
	}
	return "", 0, 0, "", ""
}

// A snapshot is a State that keeps a copy of every column as bits.
type snapshot struct {
	columns []shot
	but     []string // names that are left out
}

type shot struct {
	name   string
	values []uint64
	show   func(bits uint64) string
}

func (s *shot) text(i int) string { return s.show(s.values[i]) }

func keep[T any](s *snapshot, name string, p []T, bits func(T) uint64, show func(uint64) string) {
	if slices.Contains(s.but, name) {
		return
	}
	c := shot{name: name, values: make([]uint64, len(p)), show: show}
	for i, x := range p {
		c.values[i] = bits(x)
	}
	s.columns = append(s.columns, c)
}

func showFloat(b uint64) string { return fmt.Sprint(math.Float64frombits(b)) }
func showWhole(b uint64) string { return fmt.Sprint(int64(b)) }

func (s *snapshot) Floats(name string, p *[]float64) { keep(s, name, *p, math.Float64bits, showFloat) }
func (s *snapshot) Float32s(name string, p *[]float32) {
	keep(s, name, *p, func(x float32) uint64 { return uint64(math.Float32bits(x)) },
		func(b uint64) string { return fmt.Sprint(math.Float32frombits(uint32(b))) })
}
func (s *snapshot) Ints(name string, p *[]int32) {
	keep(s, name, *p, func(x int32) uint64 { return uint64(int64(x)) }, showWhole)
}
func (s *snapshot) Words(name string, p *[]uint64) {
	keep(s, name, *p, func(x uint64) uint64 { return x }, func(b uint64) string { return fmt.Sprint(b) })
}
func (s *snapshot) Bytes(name string, p *[]uint8) {
	keep(s, name, *p, func(x uint8) uint64 { return uint64(x) }, showWhole)
}
func (s *snapshot) Float(name string, p *float64) { s.Floats(name, &[]float64{*p}) }
func (s *snapshot) Int(name string, p *int) {
	keep(s, name, []int{*p}, func(x int) uint64 { return uint64(int64(x)) }, showWhole)
}
func (s *snapshot) Text(name string, p *string) {
	keep(s, name, []byte(*p), func(x byte) uint64 { return uint64(x) }, showWhole)
}
