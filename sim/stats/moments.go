package stats

import (
	"fmt"
	"math"
	"slices"
)

// An Interval is a range of values that belongs to a confidence level.
type Interval struct {
	Lo, Hi float64 // ends [the measure's unit]; NaN when it could not be had
	Level  float64 // confidence (0..1)
}

// Width is Hi − Lo; NaN when there is no interval.
func (i Interval) Width() float64 { return i.Hi - i.Lo }

// Known says whether there is an interval at all.
func (i Interval) Known() bool { return !math.IsNaN(i.Lo) && !math.IsNaN(i.Hi) }

// none is the interval that could not be had.
func none(level float64) Interval { return Interval{math.NaN(), math.NaN(), level} }

// Mean is the arithmetic mean, corrected by a second pass for rounding; NaN of
// nothing.
func Mean(x []float64) float64 {
	n := float64(len(x))
	m := sum(x) / n
	if math.IsInf(m, 0) || math.IsNaN(m) {
		return m
	}
	var rest float64
	for _, v := range x {
		rest += v - m
	}
	return m + rest/n
}

func sum(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v
	}
	return s
}

// powers sums the second to fourth powers of the deviations from the mean.
func powers(x []float64) (s2, s3, s4 float64) {
	m := Mean(x)
	for _, v := range x {
		d := v - m
		s2 += float64(d * d)
		s3 += float64(d * d * d)
		s4 += float64(d * d * d * d)
	}
	return s2, s3, s4
}

// Variance is the sample variance Σ(x−x̄)²/(n−1); NaN below two values.
func Variance(x []float64) float64 {
	if len(x) < 2 {
		return math.NaN()
	}
	s2, _, _ := powers(x)
	return s2 / float64(len(x)-1)
}

// SD is the sample standard deviation, with n−1.
func SD(x []float64) float64 { return math.Sqrt(Variance(x)) }

// SE is the standard error of the mean, SD/√n.
func SE(x []float64) float64 { return SD(x) / math.Sqrt(float64(len(x))) }

// Skewness returns g1 = m3/m2^(3/2) with moments over n, and the adjusted
// G1 = g1·√(n(n−1))/(n−2) (Joanes & Gill 1998).
func Skewness(x []float64) (g1, adjusted float64) {
	n := float64(len(x))
	s2, s3, _ := powers(x)
	g1 = (s3 / n) / math.Pow(s2/n, 1.5)
	if n < 3 {
		return g1, math.NaN()
	}
	return g1, g1 * math.Sqrt(n*(n-1)) / (n - 2)
}

// ExcessKurtosis returns g2 = m4/m2² − 3 with moments over n, and the adjusted
// G2 = (n−1)/((n−2)(n−3))·((n+1)g2 + 6) (Joanes & Gill 1998).
func ExcessKurtosis(x []float64) (g2, adjusted float64) {
	n := float64(len(x))
	s2, _, s4 := powers(x)
	g2 = (s4/n)/(s2/n*(s2/n)) - 3
	if n < 4 {
		return g2, math.NaN()
	}
	return g2, (n - 1) / ((n - 2) * (n - 3)) * ((n+1)*g2 + 6)
}

// sorted returns a sorted copy.
func sorted(x []float64) []float64 {
	s := slices.Clone(x)
	slices.Sort(s)
	return s
}

// Median is the middle value, or the mean of the two middle ones; NaN of
// nothing.
func Median(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	s := sorted(x)
	h := len(s) / 2
	if len(s)%2 == 1 {
		return s[h]
	}
	return s[h-1]/2 + s[h]/2
}

// MAD is the median absolute deviation from the median, unscaled.
func MAD(x []float64) float64 {
	m := Median(x)
	d := make([]float64, len(x))
	for i, v := range x {
		d[i] = math.Abs(v - m)
	}
	return Median(d)
}

// Quantile returns the p quantile [0..1] of a sorted sample by one of the nine
// definitions of Hyndman & Fan 1996; type 7 is the default of R and numpy. NaN
// of nothing; it panics outside 0..1 and on other types.
func Quantile(sorted []float64, p float64, typ int) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	if !(p >= 0 && p <= 1) {
		panic(fmt.Sprintf("stats: quantile of %v, want 0 to 1", p))
	}
	n := float64(len(sorted))
	var m float64
	switch typ {
	case 1, 2, 4:
		m = 0
	case 3:
		m = -0.5
	case 5:
		m = 0.5
	case 6:
		m = p
	case 7:
		m = 1 - p
	case 8:
		m = (p + 1) / 3
	case 9:
		m = p/4 + 3.0/8
	default:
		panic(fmt.Sprintf("stats: quantile type %d, want 1 to 9", typ))
	}
	// A little fuzz, so that 0.7·10 counts as 7.
	const fuzz = 4 * 0x1p-52
	h := float64(n*p) + m
	j := math.Floor(h + fuzz*math.Max(1, math.Abs(h)))
	g := h - j
	if math.Abs(g) < fuzz*math.Max(1, math.Abs(h)) {
		g = 0
	}
	g = jump(typ, j, g)
	at := func(k float64) float64 { return sorted[int(math.Max(0, math.Min(n-1, k-1)))] }
	if g == 0 {
		return at(j)
	}
	if g == 1 {
		return at(j + 1)
	}
	return float64((1-g)*at(j)) + float64(g*at(j+1))
}

// jump is the weight of the upper neighbour in the three discontinuous types;
// the continuous ones keep the fraction g.
func jump(typ int, j, g float64) float64 {
	switch {
	case typ > 3:
		return g
	case g > 0:
		return 1
	case typ == 1:
		return 0
	case typ == 2:
		return 0.5
	case math.Mod(j, 2) == 0: // type 3: to the even neighbour
		return 0
	}
	return 1
}

// MeanInterval is the t interval of the mean, x̄ ± t·s/√n; none below two
// values.
func MeanInterval(x []float64, level float64) Interval {
	if len(x) < 2 {
		return none(level)
	}
	half := TQuantile(1-(1-level)/2, float64(len(x)-1)) * SE(x)
	m := Mean(x)
	return Interval{m - half, m + half, level}
}
