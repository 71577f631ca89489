package stats

import "math"

// tPower is the chance that a two-sided t test at alpha finds an effect that
// shifts t by delta: P(|T| > t(1−alpha/2)) of the noncentral t.
func tPower(delta, df, alpha float64) float64 {
	t := TQuantile(1-alpha/2, df)
	if math.Abs(delta) > surely*(1+t) {
		return 1
	}
	return math.Min(1, noncentralTSurvival(t, df, delta)+NoncentralTCDF(-t, df, delta))
}

// surely is how many times the critical value a shift is when to miss it would
// take a spread ten times the true one, of which the chance is below 1e-22. What
// is larger yet an integral in steps of 1/shift would not come to the end of.
const surely = 10

// PowerPaired is the chance (0..1) that a two-sided paired t test at alpha
// finds a true standardised difference dz with n pairs (n may be broken, above
// 1): delta = dz·√n, df = n−1.
func PowerPaired(dz, n, alpha float64) float64 { return tPower(dz*math.Sqrt(n), n-1, alpha) }

// PowerTwoSample is the chance that a two-sided pooled t test at alpha finds a
// true standardised difference d with n values in each of two arms: delta =
// d·√(n/2), df = 2n−2 (Cohen 1988).
func PowerTwoSample(d, n, alpha float64) float64 { return tPower(d*math.Sqrt(n/2), 2*n-2, alpha) }

// bisect finds where a rising function meets want between lo and hi, to the
// last digits.
func bisect(lo, hi, want float64, f func(float64) float64) float64 {
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid == lo || mid == hi {
			break
		}
		if f(mid) < want {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// reach doubles hi until f meets want.
func reach(hi, want float64, f func(float64) float64) float64 {
	for f(hi) < want && hi < 1e12 {
		hi *= 2
	}
	return hi
}

// SampleTwoSample is how many values each of two arms needs (a real number) to
// find d with the power at alpha; +Inf for d = 0.
func SampleTwoSample(d, power, alpha float64) float64 {
	if d == 0 {
		return math.Inf(1)
	}
	f := func(n float64) float64 { return PowerTwoSample(d, n, alpha) }
	return bisect(1.5, reach(4, power, f), power, f)
}

// PairsNeeded is how many pairs find a true standardised difference dz with
// the power at alpha, at least 2; +Inf for dz = 0 or unknown.
func PairsNeeded(dz, power, alpha float64) float64 {
	if dz == 0 || math.IsNaN(dz) {
		return math.Inf(1)
	}
	f := func(n float64) float64 { return PowerPaired(dz, n, alpha) }
	return math.Max(2, math.Ceil(bisect(2, reach(4, power, f), power, f)-1e-9))
}

// DetectablePaired is the smallest true standardised difference dz that n
// pairs find with the power at alpha; NaN below two pairs. Secchi & Seri (2017,
// Computational and Mathematical Organization Theory 23) recommend power 0.95
// and alpha 0.01 for simulations.
func DetectablePaired(n int, power, alpha float64) float64 {
	if n < 2 {
		return math.NaN()
	}
	f := func(dz float64) float64 { return PowerPaired(dz, float64(n), alpha) }
	return bisect(0, reach(1, power, f), power, f)
}
