package stats

import (
	"fmt"
	"math"
)

// Caveat goes with every result whose number of seeds was chosen by looking at
// the results.
const Caveat = "seeds were added until the interval was narrow enough, so p-values are left out: they would be too small; the letters of the ranking may tell arms apart too easily"

// A Width is how narrow the interval of the mean paired difference is by now.
type Width struct {
	Pairs  int      // complete pairs
	Mean   float64  // of the differences A − B [the measure's unit]
	Have   Interval // t interval of the mean
	Want   float64  // width that was asked for [the measure's unit]
	Enough bool     // there is an interval and it is at most Want wide
	Need   int      // pairs that would do, by the spread found so far; at least Pairs
	Caveat string   // always Caveat
}

// Until looks at the runs so far, pair by pair with NaN for missing, and says
// whether the interval of the mean difference is at most want wide, and if not
// how many pairs would do. It asks for MinPairs pairs before it believes a
// spread. Look after a fixed rule (say, each time the number of pairs has
// doubled), for stopping at the first narrow interval makes it a little too
// narrow (Chow & Robbins 1965).
func Until(a, b []float64, level, want float64) Width {
	if level == 0 {
		level = 0.95
	}
	full, _ := complete([][]float64{a, b})
	d := differences(full[0], full[1])
	w := Width{Pairs: len(d), Mean: Mean(d), Have: none(level), Want: want, Caveat: Caveat}
	least := MinPairs(level)
	if len(d) < least {
		w.Need = least
		return w
	}
	w.Have = MeanInterval(d, level)
	w.Enough = w.Have.Width() <= want
	w.Need = max(len(d), pairsForWidth(SD(d), level, want))
	return w
}

// pairsForWidth is the least n with 2·t(n−1)·sd/√n ≤ want, at most a thousand
// million.
func pairsForWidth(sd, level, want float64) int {
	if sd == 0 {
		return 2
	}
	if !(want > 0) || math.IsNaN(sd) {
		return 1e9
	}
	narrow := func(n float64) bool {
		return 2*TQuantile(1-(1-level)/2, n-1)*sd/math.Sqrt(n) <= want
	}
	lo, hi := 1.0, 2.0
	for !narrow(hi) && hi < 1e9 {
		lo, hi = hi, hi*2
	}
	for hi-lo > 1 {
		mid := math.Floor((lo + hi) / 2)
		if narrow(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return int(hi)
}

// String says it in one line.
func (w Width) String() string {
	if !w.Have.Known() {
		return fmt.Sprintf("%d pairs, need %d for an interval at %v", w.Pairs, w.Need, w.Have.Level)
	}
	if w.Enough {
		return fmt.Sprintf("%d pairs, interval %.4g wide, at most %.4g wanted", w.Pairs, w.Have.Width(), w.Want)
	}
	return fmt.Sprintf("%d pairs, interval %.4g wide, %.4g wanted: about %d pairs", w.Pairs, w.Have.Width(), w.Want, w.Need)
}
