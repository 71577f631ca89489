package design

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// A Saltelli design serves Sobol indices: from each point of a Sobol sequence
// over twice the factors it takes two, A and B, and mixes them. Its points are
// block by block: A, then for each factor AB (A with that factor from B), then
// with second order BA for each (B with that factor from A), then B. Any whole
// number of blocks is a design (Saltelli et al. 2010, Computer Physics
// Communications 181; Saltelli 2002).
type Saltelli struct {
	*Cube
	second bool
}

// NewSaltelli makes n blocks (a power of two is best), of factors+2 points or
// with second order of 2·factors+2, shifted digit by digit from the seed if
// asked.
func NewSaltelli(factors []Factor, n int64, second, shift bool, seed uint64) (*Saltelli, error) {
	k := len(factors)
	if 2*k > MaxSobol {
		return nil, fmt.Errorf("a Saltelli design over %d factors, want at most %d", k, MaxSobol/2)
	}
	block := int64(blockSize(k, second))
	points, err := product(max(n, 0), block)
	if err != nil {
		return nil, err
	}
	s := digitShift(2*k, shift, seed)
	c, err := newCube(factors, points, func(i int64, u []float64) {
		both := make([]float64, 2*k)
		sobolPoint(i/block, s, both)
		mix(int(i%block), both, u, second)
	})
	return &Saltelli{c, second}, err
}

func blockSize(k int, second bool) int {
	if second {
		return 2*k + 2
	}
	return k + 2
}

// mix writes point j of a block from A, the first half of both, and B, the
// second.
func mix(j int, both, u []float64, second bool) {
	k := len(u)
	a, b := both[:k], both[k:]
	switch {
	case j == 0:
		copy(u, a)
	case j <= k:
		copy(u, a)
		u[j-1] = b[j-1]
	case second && j <= 2*k:
		copy(u, b)
		u[j-k-1] = a[j-k-1]
	default:
		copy(u, b)
	}
}

// Blocks is how many there are.
func (s *Saltelli) Blocks() int64 {
	return s.points / int64(blockSize(len(s.factors), s.second))
}

// Indices reads the answers of the design's points in order, see SobolIndices.
func (s *Saltelli) Indices(y []float64, o SensitivityOptions) Indices {
	return SobolIndices(y, len(s.factors), s.second, o)
}

// SensitivityOptions say how intervals are made. The zero value of a field
// stands for its default.
type SensitivityOptions struct {
	Level     float64 // of the intervals (0..1), default 0.95
	Resamples int     // of the bootstrap over blocks or trajectories, default 1000
	Seed      uint64  // of its draws
	Raw       bool    // take the first and second order formulas as printed, without centring the answers first
}

func (o SensitivityOptions) filled() SensitivityOptions {
	if o.Level == 0 {
		o.Level = 0.95
	}
	if o.Resamples == 0 {
		o.Resamples = 1000
	}
	return o
}

// intervals are the percentile bootstrap intervals of some statistics of n
// blocks, given by their numbers.
func (o SensitivityOptions) intervals(n int, stats func(pick []int) []float64) (lo, hi []float64) {
	draws := exact.NewDraws(o.Seed, drawBootstrap, 0)
	var columns [][]float64 // of each statistic, its resampled values
	pick := make([]int, n)
	for b := range o.Resamples {
		s := draws.Stream(uint32(b))
		for i := range pick {
			pick[i] = s.Int(n)
		}
		row := stats(pick)
		if columns == nil {
			columns = make([][]float64, len(row))
		}
		for k, v := range row {
			columns[k] = append(columns[k], v)
		}
	}
	for _, c := range columns {
		slices.Sort(c)
		lo = append(lo, quantile(c, (1-o.Level)/2))
		hi = append(hi, quantile(c, (1+o.Level)/2))
	}
	return lo, hi
}

// quantile is type 7 of Hyndman & Fan 1996.
func quantile(sorted []float64, p float64) float64 {
	h := float64(p * float64(len(sorted)-1))
	j := int(h)
	if j+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[j] + float64((h-float64(j))*(sorted[j+1]-sorted[j]))
}

// An Index is a share of variance with its bootstrap interval. Estimates may
// fall a little outside 0..1.
type Index struct{ Value, Lo, Hi float64 }

// Indices are Sobol indices: how much of the variance of the answer each factor
// is answerable for.
type Indices struct {
	Mean, Variance float64   // of f(A) and f(B) together; the variance over 2N
	First          []Index   // a factor alone
	Total          []Index   // a factor with all its interactions
	Jansen         []float64 // First by Jansen's estimator, as a check: 1 − mean((f(B)−f(AB))²)/2V
	Second         [][]Index // two factors' interaction, [i][j] for i < j; nil without second order
	Blocks         int       // complete blocks
	Dropped        int       // blocks with a missing run, left out whole
}

// SobolIndices reads answers block by block (NaN for a missing run): first
// order mean(f(B)(f(AB)−f(A)))/V (Saltelli 2010), total mean((f(A)−f(AB))²)/2V
// (Jansen 1999), second order mean(f(BA_i)f(AB_j) − f(A)f(B))/V − S_i − S_j
// (Saltelli 2002). A block with a missing run is dropped whole and counted, as
// each estimator needs all of it. The answer of a noisy model is the mean over
// its replicates: what noise is left counts as interaction, in the total index
// of every factor. It panics unless y holds whole blocks.
func SobolIndices(y []float64, k int, second bool, o SensitivityOptions) Indices {
	o = o.filled()
	size := blockSize(k, second)
	if len(y)%size != 0 {
		panic(fmt.Sprintf("design: %d answers, want whole blocks of %d", len(y), size))
	}
	var blocks [][]float64
	out := Indices{First: make([]Index, k), Total: make([]Index, k), Jansen: make([]float64, k)}
	for i := 0; i < len(y); i += size {
		if anyMissing(y[i : i+size]) {
			out.Dropped++
		} else {
			blocks = append(blocks, y[i:i+size])
		}
	}
	out.Blocks = len(blocks)
	all := make([]int, len(blocks))
	for i := range all {
		all[i] = i
	}
	e := estimator{blocks, k, second}
	out.Mean, out.Variance = e.moments(all)
	if !o.Raw {
		e.blocks = centred(blocks, out.Mean)
	}
	values := e.indices(all)
	lo, hi := blank(len(values)), blank(len(values))
	if len(blocks) > 1 && out.Variance > 0 {
		lo, hi = o.intervals(len(blocks), e.indices)
	}
	at := 0
	next := func() Index {
		at++
		return Index{values[at-1], lo[at-1], hi[at-1]}
	}
	for f := range k {
		out.First[f], out.Total[f] = next(), next()
		out.Jansen[f] = e.jansen(all, out.Variance, f)
	}
	if second {
		out.Second = make([][]Index, k)
		for i := range k {
			out.Second[i] = make([]Index, k)
			for j := i + 1; j < k; j++ {
				out.Second[i][j] = next()
			}
		}
	}
	return out
}

func blank(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// centred takes the answers about a mean.
func centred(blocks [][]float64, mean float64) [][]float64 {
	out := make([][]float64, len(blocks))
	for i, b := range blocks {
		out[i] = make([]float64, len(b))
		for j, v := range b {
			out[i][j] = v - mean
		}
	}
	return out
}

// estimator reads complete blocks, picked by number.
type estimator struct {
	blocks [][]float64
	k      int
	second bool
}

func (e estimator) moments(pick []int) (mean, variance float64) {
	n := float64(2 * len(pick))
	last := blockSize(e.k, e.second) - 1
	for _, i := range pick {
		mean += e.blocks[i][0] + e.blocks[i][last]
	}
	mean /= n
	for _, i := range pick {
		a, b := e.blocks[i][0]-mean, e.blocks[i][last]-mean
		variance += float64(a*a) + float64(b*b)
	}
	return mean, variance / n
}

// indices are first and total of each factor, then the pairs; NaN of nothing,
// or where the answer does not vary.
func (e estimator) indices(pick []int) []float64 {
	_, v := e.moments(pick)
	var out []float64
	for f := range e.k {
		out = append(out, e.first(pick, v, f), e.total(pick, v, f))
	}
	if e.second {
		for i := range e.k {
			for j := i + 1; j < e.k; j++ {
				out = append(out, e.pair(pick, v, i, j))
			}
		}
	}
	return out
}

func (e estimator) mean(pick []int, of func(block []float64) float64) float64 {
	var s float64
	for _, i := range pick {
		s += float64(of(e.blocks[i]))
	}
	return s / float64(len(pick))
}

func (e estimator) first(pick []int, v float64, f int) float64 {
	return e.mean(pick, func(b []float64) float64 { return b[len(b)-1] * (b[f+1] - b[0]) }) / v
}

func (e estimator) total(pick []int, v float64, f int) float64 {
	return e.mean(pick, func(b []float64) float64 { return (b[0] - b[f+1]) * (b[0] - b[f+1]) }) / (2 * v)
}

func (e estimator) jansen(pick []int, v float64, f int) float64 {
	return 1 - float64(e.mean(pick, func(b []float64) float64 { d := b[len(b)-1] - b[f+1]; return d * d })/(2*v))
}

func (e estimator) pair(pick []int, v float64, i, j int) float64 {
	both := e.mean(pick, func(b []float64) float64 { return float64(b[1+e.k+i]*b[1+j]) - float64(b[0]*b[len(b)-1]) }) / v
	return both - e.first(pick, v, i) - e.first(pick, v, j)
}
