package exact

import "math"

const (
	ln2Hi = 6.93147180369123816490e-01 // the upper 32 bits of ln 2
	ln2Lo = 1.90821492927058770002e-10 // ln 2 − ln2Hi
	log2e = 1.44269504088896338700e+00
)

// expTerms are 1/k! for k = 2..13: the Taylor series of e^r, |r| ≤ ln2/2, to
// within half a unit in the last place.
var expTerms = [...]float64{
	1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
	1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
}

// Exp returns e^x, within two units in the last place of the true value; 0
// below −745.2 and +Inf above 709.8.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.782712893384:
		return math.Inf(1)
	case x < -745.1332191019412:
		return 0
	}
	k := math.Floor(float64(x*log2e) + 0.5)
	hi := x - float64(k*ln2Hi)
	lo := float64(k * ln2Lo)
	r := hi - lo
	p := expTerms[0]
	for _, c := range expTerms[1:] {
		p = float64(p*r) + c
	}
	// e^r = 1 + r + r²p, with what r lost to rounding put back.
	s := float64(float64(r*r)*p) + ((hi - r) - lo)
	if k > -1000 && k < 1000 { // far from the subnormal numbers, times 2^k is exact
		return (1 + (r + s)) * math.Float64frombits(uint64(1023+int64(k))<<52)
	}
	return math.Ldexp(1+(r+s), int(k))
}

// Log returns the natural logarithm of x, within two units in the last place;
// −Inf at 0 and NaN below.
func Log(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	f, e := math.Frexp(x) // f in [0.5, 1)
	if f < math.Sqrt2/2 {
		f += f
		e--
	}
	// ln f = 2·artanh(s), s = (f−1)/(f+1), |s| ≤ 0.1716; the odd series.
	f--
	s := f / (2 + f)
	z := float64(s * s)
	p := 1.0 / 23
	for n := 21; n >= 3; n -= 2 {
		p = float64(p*z) + 1/float64(n)
	}
	// artanh(s) = s + s·z·p; 2s = f − s·f keeps the leading part exact.
	t := float64(s * float64(2*float64(z*p)))
	k := float64(e)
	return float64(k*ln2Hi) + (f - (float64(s*f) - (t + float64(k*ln2Lo))))
}

// Log1p returns ln(1+x) without loss for small x.
func Log1p(x float64) float64 {
	u := 1 + x
	if u == 1 || math.IsInf(u, 0) {
		return x
	}
	return float64(Log(u) * x / (u - 1))
}

// Pow returns x^y for x at least 0; small whole y (0..8) by multiplication.
func Pow(x, y float64) float64 {
	if y >= 0 && y <= 8 && y == math.Floor(y) {
		p := 1.0
		for range int(y) {
			p = float64(p * x)
		}
		return p
	}
	if x == 0 {
		if y < 0 {
			return math.Inf(1)
		}
		return 0
	}
	return Exp(float64(y * Log(x)))
}

// Tanh returns the hyperbolic tangent of x, −1..1.
func Tanh(x float64) float64 {
	switch {
	case x < 0:
		return -Tanh(-x)
	case x > 22:
		return 1
	case x < 1e-4:
		return x - float64(float64(float64(x*x)*x)/3)
	}
	t := Exp(float64(-2 * x))
	return (1 - t) / (1 + t)
}

// Logistic returns 1/(1+e^−x), 0..1.
func Logistic(x float64) float64 { return 1 / (1 + Exp(-x)) }

const (
	pio2Hi = 1.57079632673412561417e+00
	pio2Md = 6.07710050630396597660e-11
	pio2Lo = 2.02226624879595063154e-21
)

// Sin returns the sine of x [radians, magnitude up to 1e6].
func Sin(x float64) float64 { s, _ := SinCos(x); return s }

// Cos returns the cosine of x [radians, magnitude up to 1e6].
func Cos(x float64) float64 { _, c := SinCos(x); return c }

// SinCos returns sine and cosine of x [radians, magnitude up to 1e6].
func SinCos(x float64) (sin, cos float64) {
	k := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	r := ((x - float64(k*pio2Hi)) - float64(k*pio2Md)) - float64(k*pio2Lo)
	z := float64(r * r)
	s, c := 1.0, 1.0
	for n := 21.0; n >= 3; n -= 2 {
		s = 1 - float64(s*z)/float64(n*(n-1))
	}
	s = float64(s * r)
	for n := 20.0; n >= 2; n -= 2 {
		c = 1 - float64(c*z)/float64(n*(n-1))
	}
	switch int64(k) & 3 {
	case 1:
		return c, -s
	case 2:
		return -s, -c
	case 3:
		return -c, s
	}
	return s, c
}

// Atan2 returns the angle of the point (x, y) [radians, −π..π].
func Atan2(y, x float64) float64 {
	switch {
	case x != x || y != y:
		return math.NaN()
	case x == 0 && y == 0:
		return 0
	}
	ax, ay := math.Abs(x), math.Abs(y)
	a := atan(min(ax, ay) / max(ax, ay))
	if ay > ax {
		a = math.Pi/2 - a
	}
	if x < 0 {
		a = math.Pi - a
	}
	if y < 0 {
		return -a
	}
	return a
}

// atan is the arc tangent for 0 ≤ x ≤ 1: two halvings, then the series.
func atan(x float64) float64 {
	for range 2 {
		x /= 1 + math.Sqrt(1+float64(x*x))
	}
	z := float64(x * x)
	p := 0.0
	for n := 29.0; n >= 1; n -= 2 {
		p = 1/n - float64(p*z)
	}
	return float64(4 * float64(p*x))
}

// Erfc returns the complementary error function of x, 0..2, to a relative
// 1e-13 (a continued fraction outside ±2, the Taylor series inside).
func Erfc(x float64) float64 {
	if x < 0 {
		return 2 - Erfc(-x)
	}
	if x < 2 {
		z, term, sum := float64(x*x), x, x
		for n := 1.0; n < 60; n++ {
			term = -float64(term*z) / n
			sum += term / (n + n + 1)
		}
		return 1 - float64(sum*(2/math.SqrtPi))
	}
	f := 0.0
	for n := 60.0; n >= 1; n-- {
		f = n / 2 / (x + f)
	}
	return Exp(-float64(x*x)) / float64(math.SqrtPi*(x+f))
}

// NormalCDF returns the share of a standard normal below x, 0..1.
func NormalCDF(x float64) float64 { return float64(Erfc(-x/math.Sqrt2) / 2) }

// Clip01 returns x held within [0, 1].
func Clip01(x float64) float64 { return max(0, min(1, x)) }

// Clip returns x held within [lo, hi].
func Clip(x, lo, hi float64) float64 { return max(lo, min(hi, x)) }
