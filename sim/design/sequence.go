package design

import (
	_ "embed"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"sync"

	"tutti/sim/exact"
)

//go:embed joe-kuo.txt
var joeKuo string

// MaxSobol is the largest dimension of a Sobol sequence here.
const MaxSobol = 512

// sobolBits is how many bits a coordinate has: all of them fit a float64.
const sobolBits = 52

// directions are v[dimension][bit], bit 0 the one that changes fastest.
var directions = sync.OnceValue(func() [][sobolBits]uint64 {
	var all [][sobolBits]uint64
	for line := range strings.Lines(joeKuo) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			var numbers []uint64
			for _, f := range fields {
				v, err := strconv.ParseUint(f, 10, 64)
				if err != nil {
					panic("design: direction numbers: " + err.Error())
				}
				numbers = append(numbers, v)
			}
			all = append(all, direction(numbers[0], numbers[1:], len(all) == 0))
		}
	}
	return all
})

// direction spreads m_1..m_s of a primitive polynomial of degree s over all
// bits: v_i = v_(i−s) xor v_(i−s)>>s xor the v_(i−k) whose polynomial bit s−k is
// set (Bratley & Fox 1988, algorithm 659). The first dimension is van der
// Corput's.
func direction(poly uint64, m []uint64, first bool) [sobolBits]uint64 {
	var v [sobolBits]uint64
	if first {
		for i := range v {
			v[i] = 1 << (sobolBits - 1 - i)
		}
		return v
	}
	s := bits.Len64(poly) - 1
	for i := range v {
		if i < s {
			v[i] = m[i] << (sobolBits - 1 - i)
			continue
		}
		v[i] = v[i-s] ^ v[i-s]>>s
		for k := 1; k < s; k++ {
			if poly>>(s-k)&1 == 1 {
				v[i] ^= v[i-k]
			}
		}
	}
	return v
}

// sobolPoint writes point i of the sequence, digit-shifted: bit k of the Gray
// code of i says whether v_k goes in (Antonov & Saleev 1979).
func sobolPoint(i int64, shift []uint64, u []float64) {
	all := directions()
	for d := range u {
		var x uint64
		if shift != nil {
			x = shift[d]
		}
		for gray := uint64(i) ^ uint64(i)>>1; gray != 0; gray &= gray - 1 {
			x ^= all[d][bits.TrailingZeros64(gray)]
		}
		u[d] = float64(x) / (1 << sobolBits)
	}
}

// digitShift is one random number a dimension, xored to every point: it keeps
// the evenness and makes estimates unbiased. Without shift there is none, and
// the sequence begins at the origin.
func digitShift(dimensions int, shift bool, seed uint64) []uint64 {
	if !shift {
		return nil
	}
	out := make([]uint64, dimensions)
	draws := exact.NewDraws(seed, drawShift, 0)
	for d := range out {
		out[d] = uint64(draws.Share(uint32(d), 0) * (1 << sobolBits))
	}
	return out
}

// NewSobol is the first n points of a Sobol sequence with the direction numbers
// of Joe & Kuo 2008, shifted digit by digit from the seed if asked. Powers of
// two are best; a longer design begins with the shorter one.
func NewSobol(factors []Factor, n int64, shift bool, seed uint64) (*Cube, error) {
	if len(factors) > MaxSobol {
		return nil, fmt.Errorf("a Sobol sequence over %d factors, want at most %d", len(factors), MaxSobol)
	}
	s := digitShift(len(factors), shift, seed)
	return newCube(factors, n, func(i int64, u []float64) { sobolPoint(i, s, u) })
}

// primes returns the first n primes.
func primes(n int) []int64 {
	var out []int64
	for c := int64(2); len(out) < n; c++ {
		prime := true
		for _, p := range out {
			if p*p > c {
				break
			}
			if c%p == 0 {
				prime = false
				break
			}
		}
		if prime {
			out = append(out, c)
		}
	}
	return out
}

// maxHalton bounds the index so that digits fit whole numbers.
const maxHalton = 1 << 40

// inverse is the radical inverse of i in a base: its digits mirrored at the
// point, by one division of whole numbers.
func inverse(i, base int64) float64 {
	var mirrored, scale int64 = 0, 1
	for ; i > 0; i /= base {
		mirrored = mirrored*base + i%base
		scale *= base
	}
	return float64(mirrored) / float64(scale)
}

// NewHalton is n points of a Halton sequence from index first on, base the k-th
// prime for factor k, not scrambled (Halton 1960). Beyond about ten factors
// neighbouring axes run together: use Sobol there.
func NewHalton(factors []Factor, n, first int64) (*Cube, error) {
	if first < 0 || n > maxHalton-first {
		return nil, fmt.Errorf("a Halton sequence of %d points from %d, want at most 2^40", n, first)
	}
	base := primes(len(factors))
	return newCube(factors, n, func(i int64, u []float64) {
		for k := range u {
			u[k] = inverse(first+i, base[k])
		}
	})
}
