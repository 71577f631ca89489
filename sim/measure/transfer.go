package measure

import (
	"tutti/sim/exact"

	"tutti/sim/rank"
)

// Transfer returns the transfer entropy from one series to another [nats, 0..ln
// bins]: how much the past value of x tells about the next of y beyond what y's
// own past value tells. Values are sorted into bins of equal frequency; ties
// stay together. Missing below three cycles or two bins. Short series come out
// too high: compare with series that were shuffled.
//
// Source: Schreiber 2000, Physical Review Letters 85.
func Transfer(x, y []float64, bins int) float64 {
	if len(y) < 3 || bins < 2 {
		return missing
	}
	a, b := binned(x, bins), binned(y, bins)
	all := make([]float64, bins*bins*bins) // counts of next y, y, x
	pair := make([]float64, bins*bins)     // y, x
	own := make([]float64, bins*bins)      // next y, y
	past := make([]float64, bins)          // y
	for t := 1; t < len(y); t++ {
		all[(b[t]*bins+b[t-1])*bins+a[t-1]]++
		pair[b[t-1]*bins+a[t-1]]++
		own[b[t]*bins+b[t-1]]++
		past[b[t-1]]++
	}
	sum := 0.0
	for k, n := range all {
		if n > 0 {
			next, now, other := k/bins/bins, k/bins%bins, k%bins
			ratio := float64(n*past[now]) / float64(pair[now*bins+other]*own[next*bins+now])
			sum += float64(n * exact.Log(ratio))
		}
	}
	return max(0, sum/float64(len(y)-1))
}

// binned returns the bin of each value, by rank.
func binned(v []float64, bins int) []int {
	ranks, _ := rank.Mid(v)
	out := make([]int, len(v))
	for i, r := range ranks {
		out[i] = min(bins-1, int((r-.5)*float64(bins)/float64(len(v))))
	}
	return out
}
