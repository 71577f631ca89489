package design

import (
	"fmt"
	"math/bits"

	"tutti/sim/exact"
)

// A Design is a list of points that is a function of the index. Its methods may
// be called from many goroutines at once.
type Design interface {
	Names() []string            // the factors' names, in the order of Point; not to be changed
	Points() int64              // how many points, at least 1
	Point(i int64, dst []Value) // point i, 0 ≤ i < Points, one value a name
}

// A Plan repeats every point of a design.
type Plan struct {
	Design
	Replicates int64 // runs of each point, at least 1
}

// NewPlan refuses no replicates, and more than 2^53 runs.
func NewPlan(d Design, replicates int64) (Plan, error) {
	if replicates < 1 {
		return Plan{}, fmt.Errorf("%d replicates, want at least 1", replicates)
	}
	if _, err := product(d.Points(), replicates); err != nil {
		return Plan{}, err
	}
	return Plan{d, replicates}, nil
}

// Runs is the number of runs.
func (p Plan) Runs() int64 { return p.Points() * p.Replicates }

// Run says what run k [0..Runs−1] is: all points once, then all once again, so
// that any prefix is balanced. More replicates leave earlier runs where they
// were.
func (p Plan) Run(k int64) (point, replicate int64) { return k % p.Points(), k / p.Points() }

// Seed is the seed [0..exact.MaxSeed] of a replicate under a base seed. With
// shared seeds every point gets the same seed for the same replicate (common
// random numbers), base + replicate, wrapping round; otherwise each run gets
// its own.
func Seed(base uint64, point, replicate int64, shared bool) uint64 {
	if shared {
		return (base + uint64(replicate)) % (exact.MaxSeed + 1)
	}
	w := exact.Philox([4]uint32{uint32(point), uint32(uint64(point) >> 32), uint32(replicate), uint32(drawSeed)},
		[2]uint32{uint32(base), uint32(base >> 32)})
	return (uint64(w[0])<<32 | uint64(w[1])) >> 11
}

// The draws of this package; a number is never reused.
const (
	drawSeed      exact.Purpose = 0xF101
	drawOrder     exact.Purpose = 0xF102
	drawPlace     exact.Purpose = 0xF103
	drawShift     exact.Purpose = 0xF104
	drawMorris    exact.Purpose = 0xF105
	drawBootstrap exact.Purpose = 0xF106
	drawSearch    exact.Purpose = 0xF107
	drawPrior     exact.Purpose = 0xF108
	drawMaximin   exact.Purpose = 0xF109
)

// maxPoints bounds a design: larger numbers do not survive a floating-point
// column.
const maxPoints = 1 << 53

// product multiplies two counts and refuses more than maxPoints.
func product(a, b int64) (int64, error) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > maxPoints {
		return 0, fmt.Errorf("%d times %d runs, want at most 2^53", a, b)
	}
	return int64(lo), nil
}

// list is one factor at each of its levels.
type list struct {
	name   []string
	levels []Value
}

// NewList is the design of one factor at each of its levels.
func NewList(f Factor) (Design, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if len(f.Levels) == 0 {
		return nil, fmt.Errorf("factor %q: a range, want levels", f.Name)
	}
	return list{[]string{f.Name}, f.Levels}, nil
}

func (l list) Names() []string            { return l.name }
func (l list) Points() int64              { return int64(len(l.levels)) }
func (l list) Point(i int64, dst []Value) { dst[0] = l.levels[i] }

// Steps are n levels at even steps from lo to hi, both included.
func Steps(f Factor, n int) (Factor, error) {
	if err := f.Check(); err != nil {
		return f, err
	}
	if len(f.Levels) > 0 {
		return f, fmt.Errorf("factor %q: steps of levels, want a range", f.Name)
	}
	if n < 2 {
		return f, fmt.Errorf("factor %q: %d steps, want at least 2", f.Name, n)
	}
	out := Factor{Name: f.Name}
	for i := range n {
		u := float64(i) / float64(n-1)
		if f.Integer { // ends included, even as can be
			out.Levels = append(out.Levels, Integer(int64(f.Lo)+int64(float64(u*(f.Hi-f.Lo))+0.5)))
		} else {
			out.Levels = append(out.Levels, f.At(u))
		}
	}
	return out, nil
}

// joined is what Cross and Zip share: designs side by side.
type joined struct {
	names  []string
	parts  []Design
	points int64
}

func join(parts []Design) (joined, error) {
	if len(parts) == 0 {
		return joined{}, fmt.Errorf("a design has no factors")
	}
	j := joined{parts: parts, points: 1}
	for _, p := range parts {
		j.names = append(j.names, p.Names()...)
	}
	return j, unique(j.names)
}

func (j joined) Names() []string { return j.names }
func (j joined) Points() int64   { return j.points }

// cross is every combination.
type cross struct{ joined }

// Cross is every combination of the points of its parts; the last part changes
// fastest.
func Cross(parts ...Design) (Design, error) {
	j, err := join(parts)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if j.points, err = product(j.points, p.Points()); err != nil {
			return nil, err
		}
	}
	return cross{j}, nil
}

func (c cross) Point(i int64, dst []Value) {
	at := len(c.names)
	for k := len(c.parts) - 1; k >= 0; k-- {
		p := c.parts[k]
		width := len(p.Names())
		p.Point(i%p.Points(), dst[at-width:at])
		i /= p.Points()
		at -= width
	}
}

// zip is side by side.
type zip struct{ joined }

// Zip walks through its parts together: point i is point i of each. They have
// the same number of points.
func Zip(parts ...Design) (Design, error) {
	j, err := join(parts)
	if err != nil {
		return nil, err
	}
	j.points = parts[0].Points()
	for _, p := range parts {
		if p.Points() != j.points {
			return nil, fmt.Errorf("zipped factors %v and %v have %d and %d values, want as many",
				parts[0].Names(), p.Names(), j.points, p.Points())
		}
	}
	return zip{j}, nil
}

func (z zip) Point(i int64, dst []Value) {
	at := 0
	for _, p := range z.parts {
		width := len(p.Names())
		p.Point(i, dst[at:at+width])
		at += width
	}
}

// union is one design after another.
type union struct {
	joined
	column [][]int // of part k's names, where they stand in the union
}

// Union is sub-experiments one after another. A factor that a part does not
// have is Absent at its points.
func Union(parts ...Design) (Design, error) {
	if len(parts) == 0 {
		return nil, fmt.Errorf("a design has no parts")
	}
	u := union{joined: joined{parts: parts}}
	where := map[string]int{}
	for _, p := range parts {
		var column []int
		for _, n := range p.Names() {
			at, known := where[n]
			if !known {
				at = len(u.names)
				where[n] = at
				u.names = append(u.names, n)
			}
			column = append(column, at)
		}
		u.column = append(u.column, column)
		u.points += p.Points()
		if u.points > maxPoints {
			return nil, fmt.Errorf("more than 2^53 points")
		}
	}
	return u, nil
}

func (u union) Point(i int64, dst []Value) {
	k := 0
	for i >= u.parts[k].Points() {
		i -= u.parts[k].Points()
		k++
	}
	clear(dst)
	own := make([]Value, len(u.column[k]))
	u.parts[k].Point(i, own)
	for j, v := range own {
		dst[u.column[k][j]] = v
	}
}

// rows is points as given.
type rows struct {
	names  []string
	values [][]Value
}

// Rows is a design of the points given, one value a name each.
func Rows(names []string, values [][]Value) (Design, error) {
	if len(names) == 0 || len(values) == 0 {
		return nil, fmt.Errorf("a design of rows has %d factors and %d rows, want at least one of each", len(names), len(values))
	}
	for i, r := range values {
		if len(r) != len(names) {
			return nil, fmt.Errorf("row %d has %d values, want %d", i+1, len(r), len(names))
		}
	}
	return rows{names, values}, unique(names)
}

func (r rows) Names() []string            { return r.names }
func (r rows) Points() int64              { return int64(len(r.values)) }
func (r rows) Point(i int64, dst []Value) { copy(dst, r.values[i]) }

// Factorial crosses groups of factors; within a group they are zipped.
func Factorial(groups ...[]Factor) (Design, error) {
	var parts []Design
	for _, g := range groups {
		var lists []Design
		for _, f := range g {
			l, err := NewList(f)
			if err != nil {
				return nil, err
			}
			lists = append(lists, l)
		}
		z, err := Zip(lists...)
		if err != nil {
			return nil, err
		}
		parts = append(parts, z)
	}
	return Cross(parts...)
}

// A Cube is a design in a unit cube, one axis a factor.
type Cube struct {
	factors []Factor
	names   []string
	points  int64
	unit    func(i int64, u []float64)
}

func newCube(factors []Factor, points int64, unit func(i int64, u []float64)) (*Cube, error) {
	if err := checkAll(factors); err != nil {
		return nil, err
	}
	if points < 1 || points > maxPoints {
		return nil, fmt.Errorf("%d points, want 1 to 2^53", points)
	}
	c := &Cube{factors: factors, points: points, unit: unit}
	for _, f := range factors {
		c.names = append(c.names, f.Name)
	}
	return c, nil
}

// Factors are the cube's axes.
func (c *Cube) Factors() []Factor { return c.factors }

// Names are the factors' names.
func (c *Cube) Names() []string { return c.names }

// Points is how many points there are.
func (c *Cube) Points() int64 { return c.points }

// Unit writes point i in the unit cube [0..1].
func (c *Cube) Unit(i int64, u []float64) { c.unit(i, u) }

// Point writes point i as the factors' values.
func (c *Cube) Point(i int64, dst []Value) {
	u := make([]float64, len(c.factors))
	c.unit(i, u)
	for k, f := range c.factors {
		dst[k] = f.At(u[k])
	}
}
