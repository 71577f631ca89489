package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"

	"tutti/sim/exact"
)

// A function is one of sim/exact over the inputs of its domain.
type function struct {
	name   string
	lo, hi float64
	of     func(x float64) float64
}

var functions = []function{
	{"exact.Exp", -760, 720, exact.Exp},
	{"exact.Exp/near", -1, 1, exact.Exp},
	{"exact.Log", 0, 1e6, exact.Log},
	{"exact.Log/near", 0.5, 2, exact.Log},
	{"exact.Log1p", -0.999, 3, exact.Log1p},
	{"exact.Pow", 0, 30, func(x float64) float64 { return exact.Pow(x, float64(x*0.37)-2) }},
	{"exact.Tanh", -25, 25, exact.Tanh},
	{"exact.Logistic", -40, 40, exact.Logistic},
	{"exact.Sin", -1000, 1000, exact.Sin},
	{"exact.Cos", -1000, 1000, exact.Cos},
	{"exact.Atan2", -4, 4, func(x float64) float64 { return exact.Atan2(x, 1-float64(x*x)) }},
	{"exact.Erfc", -6, 27, exact.Erfc},
	{"exact.NormalCDF", -9, 9, exact.NormalCDF},
	{"exact.Quantile", 0, 1, exact.Quantile},
	{"exact.Draws", 0, 1, draw},
}

// draw mixes every kind of draw, all keyed by x.
func draw(x float64) float64 {
	i := uint32(x * (1 << 31))
	d := exact.NewDraws(uint64(i)<<20, 7, int(i%1000))
	s := d.Stream(i)
	return d.Share(i, 1) + d.Normal(i, 2) + d.Tie(i, i/2, 3) + float64(s.Perm(5)[0]) + s.Normal()
}

// inputs is how many each function is asked for.
const inputs = 20000

// digest is the SHA-256 over the results, its first 128 bits.
func (f function) digest() string {
	h := sha256.New()
	d := exact.NewDraws(2, 1, 0)
	var b [8]byte
	for k := range inputs {
		x := f.lo + float64((f.hi-f.lo)*d.Share(uint32(k), 0))
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(f.of(x)))
		h.Write(b[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
