package design

import (
	"fmt"
	"math/bits"

	"tutti/sim/exact"
)

// The draws of this package; a number is never reused.
const (
	_             exact.Purpose = 0xF101 // once of seeds
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

// A Cube is a list of points in a unit cube, one axis a factor. Point i is a
// function of i; its methods may be called from many goroutines at once.
type Cube struct {
	factors []Factor
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
	return &Cube{factors: factors, points: points, unit: unit}, nil
}

// Factors are the cube's axes.
func (c *Cube) Factors() []Factor { return c.factors }

// Points is how many points there are.
func (c *Cube) Points() int64 { return c.points }

// Unit writes point i in the unit cube [0..1].
func (c *Cube) Unit(i int64, u []float64) { c.unit(i, u) }

// Point writes point i as the factors' values.
func (c *Cube) Point(i int64, dst []float64) {
	c.unit(i, dst)
	for k, f := range c.factors {
		dst[k] = f.At(dst[k])
	}
}
