package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"tutti/sim/exact"
)

// NormalCDF is P(Z ≤ z) of the standard normal.
func NormalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// NormalSurvival is P(Z > z) of the standard normal, accurate in the far tail.
func NormalSurvival(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// NormalQuantile is the inverse of NormalCDF, −Inf at 0 and +Inf at 1.
func NormalQuantile(p float64) float64 {
	switch {
	case p <= 0:
		return math.Inf(-1)
	case p >= 1:
		return math.Inf(1)
	}
	return exact.Quantile(p)
}

// TSurvival is P(T > t) of Student's t with df > 0 degrees of freedom:
// I(df/(df+t²); df/2, 1/2)/2 for t ≥ 0 (Abramowitz & Stegun 26.7).
func TSurvival(t, df float64) float64 {
	switch {
	case math.IsNaN(t) || math.IsNaN(df) || df <= 0:
		return math.NaN()
	case t < 0:
		return 1 - TSurvival(-t, df)
	case math.IsInf(df, 1):
		return NormalSurvival(t)
	case math.IsInf(t, 1):
		return 0
	}
	// Near zero the complement is the accurate side.
	if t < 1 {
		return 0.5 - mathext.RegIncBeta(0.5, df/2, t*t/(df+t*t))/2
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t)) / 2
}

// tDensity is the density of Student's t.
func tDensity(t, df float64) float64 {
	a, _ := math.Lgamma((df + 1) / 2)
	b, _ := math.Lgamma(df / 2)
	return math.Exp(a-b-(df+1)/2*math.Log1p(t*t/df)) / math.Sqrt(df*math.Pi)
}

// TQuantile is the value that Student's t stays below with probability p
// (0..1): the inverse incomplete beta, polished by Newton's method.
func TQuantile(p, df float64) float64 {
	switch {
	case math.IsNaN(p) || math.IsNaN(df) || df <= 0 || p < 0 || p > 1:
		return math.NaN()
	case p == 0.5:
		return 0
	case p < 0.5:
		return -tUpper(p, df)
	}
	return tUpper(1-p, df)
}

// tUpper is the value that Student's t passes with probability q below 1/2.
func tUpper(q, df float64) float64 {
	switch {
	case q == 0:
		return math.Inf(1)
	case math.IsInf(df, 1):
		return -NormalQuantile(q)
	}
	x := mathext.InvRegIncBeta(df/2, 0.5, 2*q)
	t := math.Sqrt(df * (1 - x) / x)
	if !(t > 0) || math.IsInf(t, 1) {
		t = -NormalQuantile(q)
	}
	for range 8 {
		step := (TSurvival(t, df) - q) / tDensity(t, df)
		t += step
		if math.Abs(step) <= 1e-15*math.Abs(t) {
			break
		}
	}
	return t
}

// twoTails is the two-sided p of a t statistic; a spread of zero makes t
// infinite (p 0) or, when nothing differs, NaN (p 1).
func twoTails(t, df float64) float64 {
	if math.IsNaN(t) && !math.IsNaN(df) {
		return 1
	}
	return math.Min(1, 2*TSurvival(math.Abs(t), df))
}

// FSurvival is P(F > f) with d1 and d2 degrees of freedom:
// I(d2/(d2+d1·f); d2/2, d1/2).
func FSurvival(f, d1, d2 float64) float64 {
	switch {
	case math.IsNaN(f):
		return math.NaN()
	case f <= 0:
		return 1
	case math.IsInf(f, 1):
		return 0
	case f < 1:
		return 1 - mathext.RegIncBeta(d1/2, d2/2, d1*f/(d2+d1*f))
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*f))
}

// ChiSquaredSurvival is P(χ² > x) with df degrees of freedom.
func ChiSquaredSurvival(x, df float64) float64 {
	if math.IsNaN(x) {
		return math.NaN()
	}
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}

// KolmogorovSurvival is P(K > x) of Kolmogorov's limiting distribution:
// 2Σ(−1)^(j−1)exp(−2j²x²), or for small x 1 − √(2π)/x·Σexp(−(2j−1)²π²/(8x²)).
func KolmogorovSurvival(x float64) float64 {
	if x <= 0 {
		return 1
	}
	var s float64
	if x < 1 {
		for j := 1.0; j <= 20; j++ {
			s += math.Exp(-(2*j - 1) * (2*j - 1) * math.Pi * math.Pi / (8 * x * x))
		}
		return 1 - math.Sqrt(2*math.Pi)/x*s
	}
	sign := 1.0
	for j := 1.0; j <= 20; j++ {
		s += sign * math.Exp(-2*j*j*x*x)
		sign = -sign
	}
	return 2 * s
}

// overScale integrates g(s) over the density of s = √(χ²(df)/df), by the
// trapezoid rule in ln s, which converges geometrically for smooth g. sharp
// is how many units of g's argument one unit of s is.
func overScale(df, sharp float64, g func(s float64) float64) float64 {
	if df > 1e7 { // s is 1 to four digits and more
		return g(1)
	}
	// Density of u = ln s: 2(df/2)^(df/2)/Γ(df/2)·exp(df·u − df·e^(2u)/2).
	lg, _ := math.Lgamma(df / 2)
	c := math.Ln2 + df/2*math.Log(df/2) - lg
	width := 1 / math.Sqrt(2*df)
	h := math.Min(width/5, 0.2/math.Max(1, sharp))
	var total float64
	for _, dir := range []float64{1, -1} {
		for i := 0; ; i++ {
			if i == 0 && dir < 0 {
				continue
			}
			u := dir * float64(i) * h
			s := math.Exp(u)
			w := math.Exp(c + df*u - df*s*s/2)
			total += w * g(s)
			if w < 1e-20 && math.Abs(u) > width {
				break
			}
		}
	}
	return total * h
}

// NoncentralTCDF is P(T ≤ t) where T = (Z+delta)/√(χ²(df)/df): the integral of
// Φ(t·s − delta) over the density of s. Absolute accuracy about 1e-13.
func NoncentralTCDF(t, df, delta float64) float64 {
	if math.IsNaN(t) || math.IsNaN(df) || math.IsNaN(delta) || df <= 0 {
		return math.NaN()
	}
	if t < 0 { // the accurate side is the survival of the mirror image
		return overScale(df, math.Max(-t, math.Abs(delta)), func(s float64) float64 { return NormalSurvival(delta - t*s) })
	}
	return overScale(df, math.Max(t, math.Abs(delta)), func(s float64) float64 { return NormalCDF(t*s - delta) })
}

// noncentralTSurvival is P(T > t), see NoncentralTCDF.
func noncentralTSurvival(t, df, delta float64) float64 {
	return overScale(df, math.Max(math.Abs(t), math.Abs(delta)), func(s float64) float64 { return NormalSurvival(t*s - delta) })
}

// rangeSurvival is P(range of k standard normals > w):
// k∫φ(z)[Φ(z)^(k−1) − (Φ(z)−Φ(z−w))^(k−1)]dz, written as a product with
// Φ(z−w) so that small values keep their digits.
func rangeSurvival(w float64, k int) float64 {
	const h = 1.0 / 8
	var total float64
	for i := -72; i <= 88; i++ {
		z := float64(i) * h
		all, below := NormalCDF(z), NormalCDF(z-w)
		part := all - below
		var factors float64 // (all^(k−1) − part^(k−1))/(all − part)
		for j := range k - 1 {
			factors += math.Pow(all, float64(k-2-j)) * math.Pow(part, float64(j))
		}
		total += math.Exp(-z*z/2) * below * factors
	}
	return float64(k) * total * h / math.Sqrt(2*math.Pi)
}

// StudentizedRangeSurvival is P(Q > q) for the range of k group means over an
// independent standard deviation with df degrees of freedom (Tukey's
// distribution), by numerical integration; accuracy about 1e-10 relative.
func StudentizedRangeSurvival(q float64, k int, df float64) float64 {
	if math.IsNaN(q) || math.IsNaN(df) || k < 2 {
		return math.NaN()
	}
	if q <= 0 {
		return 1
	}
	if math.IsInf(q, 1) {
		return 0
	}
	return math.Min(1, overScale(df, q/2, func(s float64) float64 { return rangeSurvival(q*s, k) }))
}
