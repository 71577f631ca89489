package stats

import (
	"math"

	"tutti/sim/exact"
)

// The draws of this package; a number is never reused.
const (
	drawBootstrap   exact.Purpose = 0xF001
	drawPermutation exact.Purpose = 0xF002
)

// A Bootstrap holds the intervals of one statistic by resampling.
type Bootstrap struct {
	Theta      float64    // the statistic of the sample
	SE         float64    // standard deviation (n−1) of the resampled statistics
	Z0, Accel  float64    // bias correction and acceleration (Efron 1987)
	Levels     [2]float64 // the quantiles that BCa takes
	BCa        Interval   // bias-corrected and accelerated
	Percentile Interval
	Basic      Interval // 2θ − percentile, ends exchanged
}

// Resample returns the statistic of b resamples of x, each of len(x) values
// with replacement; resample k takes draw number j of Stream k under the seed,
// so it is the same whatever b is.
func Resample(x []float64, b int, seed uint64, stat func([]float64) float64) []float64 {
	draws := exact.NewDraws(seed, drawBootstrap, 0)
	out := make([]float64, b)
	pick := make([]float64, len(x))
	for k := range out {
		s := draws.Stream(uint32(k))
		for j := range pick {
			pick[j] = x[s.Int(len(x))]
		}
		out[k] = stat(pick)
	}
	return out
}

// Jackknife returns the statistic with each value left out in turn.
func Jackknife(x []float64, stat func([]float64) float64) []float64 {
	out := make([]float64, len(x))
	rest := make([]float64, 0, len(x))
	for i := range x {
		rest = append(append(rest[:0], x[:i]...), x[i+1:]...)
		out[i] = stat(rest)
	}
	return out
}

// NewBootstrap makes the intervals from the statistic of the sample, the
// resampled statistics and the jackknife values. Half of the resamples that tie
// with theta count as below it; the ends are type 7 quantiles (Efron 1987;
// Davison & Hinkley 1997). Where all resamples agree the intervals have no
// width.
func NewBootstrap(theta float64, resampled, jackknife []float64, level float64) Bootstrap {
	s := sorted(resampled)
	b := Bootstrap{Theta: theta, SE: SD(resampled)}
	tail := (1 - level) / 2
	b.Percentile = Interval{Quantile(s, tail, 7), Quantile(s, 1-tail, 7), level}
	b.Basic = Interval{2*theta - b.Percentile.Hi, 2*theta - b.Percentile.Lo, level}
	b.Z0 = NormalQuantile(shareBelow(s, theta))
	b.Accel = acceleration(jackknife)
	if math.IsInf(b.Z0, 0) || math.IsNaN(b.Z0) { // theta lies outside all resamples
		b.Levels, b.BCa = [2]float64{tail, 1 - tail}, b.Percentile
		return b
	}
	for i, p := range []float64{tail, 1 - tail} {
		z := b.Z0 + NormalQuantile(p)
		b.Levels[i] = NormalCDF(b.Z0 + z/(1-b.Accel*z))
	}
	b.BCa = Interval{Quantile(s, b.Levels[0], 7), Quantile(s, b.Levels[1], 7), level}
	return b
}

// shareBelow is the share of values below theta, ties counting a half. Values
// that differ by rounding alone are ties.
func shareBelow(sorted []float64, theta float64) float64 {
	near := 1e-13 * math.Max(math.Abs(theta), math.Max(math.Abs(sorted[0]), math.Abs(sorted[len(sorted)-1])))
	var below float64
	for _, v := range sorted {
		switch {
		case math.Abs(v-theta) <= near:
			below += 0.5
		case v < theta:
			below++
		}
	}
	return below / float64(len(sorted))
}

// acceleration is Σd³/(6(Σd²)^1.5) over the jackknife, d = mean − value.
func acceleration(jackknife []float64) float64 {
	s2, s3, _ := powers(jackknife)
	if s2 == 0 {
		return 0
	}
	return -s3 / (6 * math.Pow(s2, 1.5))
}

// BCa is the bootstrap of one sample, see Resample and NewBootstrap.
func BCa(x []float64, b int, seed uint64, level float64, stat func([]float64) float64) Bootstrap {
	return NewBootstrap(stat(x), Resample(x, b, seed, stat), Jackknife(x, stat), level)
}

// A Permutation is the outcome of a permutation test.
type Permutation struct {
	P     float64 // two-sided: share of arrangements at least as far from zero
	Count int     // arrangements looked at
	Exact bool    // all of them
}

// maxArrangements is how many arrangements a permutation test enumerates
// before it draws instead.
const maxArrangements = 200_000

// PermutationMeans tests a difference of means over all ways to deal the
// pooled values to the two samples, or over drawn ones (with the observed one
// among them, so that p is never zero) where there are too many.
func PermutationMeans(x, y []float64, drawn int, seed uint64) Permutation {
	pool := append(append([]float64(nil), x...), y...)
	n, total := len(x), sum(pool)
	reach := func(part float64) float64 {
		return math.Abs(part/float64(n) - (total-part)/float64(len(y)))
	}
	want := reach(sum(x))
	want -= 1e-12 * math.Max(want, math.Abs(total/float64(len(pool))))
	if combinations(len(pool), n) <= maxArrangements {
		hits, all := 0, 0
		eachChoice(pool, n, func(part float64) {
			all++
			if reach(part) >= want {
				hits++
			}
		})
		return Permutation{float64(hits) / float64(all), all, true}
	}
	hits := 1
	draws := exact.NewDraws(seed, drawPermutation, 0)
	for k := range drawn {
		s := draws.Stream(uint32(k))
		for i := range n { // the first n places of a shuffle
			j := i + s.Int(len(pool)-i)
			pool[i], pool[j] = pool[j], pool[i]
		}
		if reach(sum(pool[:n])) >= want {
			hits++
		}
	}
	return Permutation{float64(hits) / float64(drawn+1), drawn + 1, false}
}

// combinations is n over k, as a float.
func combinations(n, k int) float64 {
	c := 1.0
	for i := range k {
		c *= float64(n-i) / float64(i+1)
	}
	return math.Round(c)
}

// eachChoice calls visit with the sum of every choice of k of the values.
func eachChoice(values []float64, k int, visit func(sum float64)) {
	var choose func(from, left int, sum float64)
	choose = func(from, left int, sum float64) {
		if left == 0 {
			visit(sum)
			return
		}
		for i := from; i <= len(values)-left; i++ {
			choose(i+1, left-1, sum+values[i])
		}
	}
	choose(0, k, 0)
}

// PermutationSigns tests the mean of paired differences over all 2^n signs, or
// over drawn ones where there are too many, the observed one among them.
func PermutationSigns(d []float64, drawn int, seed uint64) Permutation {
	want := math.Abs(sum(d))
	var scale float64
	for _, v := range d {
		scale += math.Abs(v)
	}
	want -= 1e-12 * scale
	if len(d) <= 17 {
		all := 1 << len(d)
		hits := 0
		for code := range all {
			var s float64
			for i, v := range d {
				if code>>i&1 == 1 {
					v = -v
				}
				s += v
			}
			if math.Abs(s) >= want {
				hits++
			}
		}
		return Permutation{float64(hits) / float64(all), all, true}
	}
	hits := 1
	draws := exact.NewDraws(seed, drawPermutation, 1)
	for k := range drawn {
		st := draws.Stream(uint32(k))
		var s float64
		for _, v := range d {
			if st.Share() < 0.5 {
				v = -v
			}
			s += v
		}
		if math.Abs(s) >= want {
			hits++
		}
	}
	return Permutation{float64(hits) / float64(drawn+1), drawn + 1, false}
}
