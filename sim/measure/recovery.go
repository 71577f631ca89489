package measure

import "math"

// Recovery is what a shock did to a series in which more is better.
type Recovery struct {
	Time  float64 // cycles until the level before was reached again and held; missing when it was not
	Depth float64 // deepest fall below the level before [unit of the series]
	Lost  float64 // Σ of what was below it until it recovered, or to the end [unit·cycles]
}

// RecoveryOf looks at the series from the cycle of the shock, a place in it. The
// level before is the mean of up to before values ahead of the shock; recovered
// is the first of hold values in a row that reach share of it. All are missing
// without a value before the shock or after it.
//
// Source: resilience as time and area under the curve, Bruneau et al. 2003.
func RecoveryOf(series []float64, shock, before, hold int, share float64) Recovery {
	from := max(0, shock-before)
	if shock < 1 || shock >= len(series) || before < 1 {
		return Recovery{missing, missing, missing}
	}
	level := mean(series[from:shock])
	r := Recovery{Time: missing}
	end := recovered(series, shock, max(1, hold), float64(share*level))
	if end >= 0 {
		r.Time = float64(end - shock)
	} else {
		end = len(series)
	}
	for _, x := range series[shock:] {
		r.Depth = max(r.Depth, level-x)
	}
	for _, x := range series[shock:end] {
		r.Lost += max(0, level-x)
	}
	return r
}

// recovered returns the first place from which hold values reach the level, −1
// where there is none.
func recovered(series []float64, from, hold int, level float64) int {
	run := 0
	for t := from; t < len(series); t++ {
		if series[t] < level || math.IsNaN(series[t]) {
			run = 0
			continue
		}
		if run++; run == hold {
			return t - hold + 1
		}
	}
	return -1
}
