package measure

import "tutti/sim/exact"

// Branching returns the branching ratio of avalanches of the given sizes
// [0, 1): of all agents that moved, the share that was moved by another,
// 1 − avalanches/Σ sizes. Near 1 the organisation is critical: one claim may
// move anybody. A size counts the one that began it. Missing for no avalanches.
//
// Source: total progeny of a branching process, Harris 1963.
func Branching(sizes []float64) float64 {
	total := sum(sizes)
	if len(sizes) == 0 || total == 0 {
		return missing
	}
	return 1 - float64(len(sizes))/total
}

// Tail returns the exponent α of a power law fitted to the sizes from least
// upwards [above 1], by greatest likelihood: 1 + n/Σ ln(x/(least − ½)). Missing
// below two sizes that large.
//
// Source: Clauset, Shalizi & Newman 2009, equation 3.7.
func Tail(sizes []float64, least float64) float64 {
	n, logs := 0.0, 0.0
	for _, x := range sizes {
		if x >= least {
			n++
			logs += exact.Log(x / (least - 0.5))
		}
	}
	if n < 2 || logs <= 0 {
		return missing
	}
	return 1 + n/logs
}
