package classic

import (
	"math"

	"tutti/sim/exact"
)

// A sizeFit is what maximum likelihood says about the upper part of a
// distribution of whole sizes: a power law and its rivals, and how far apart
// they are (Clauset, Shalizi & Newman 2009, SIAM Review 51, 661–703).
//
// A straight line on logarithmic axes is no evidence for a power law; only a
// clearly higher likelihood than every rival's is, and rarely is there one.
type sizeFit struct {
	n             int
	alpha         float64 // exponent of the power law k^−α
	alphaSE       float64
	decay         float64 // λ of the exponential e^{−λk}
	mu, sigma     float64 // of the lognormal
	overLognormal float64 // Vuong's z: above 0 the power law fits better
	overDecay     float64 // the same against the exponential
}

// supportsPowerLaw says that both rivals fit worse, each at the 5 % level.
func (f sizeFit) supportsPowerLaw() bool { return f.overLognormal > 1.96 && f.overDecay > 1.96 }

// fitSizes fits the sizes from lowest on, counts[i] times sizes[i], ascending.
// It reports false with fewer than two distinct sizes or ten in all.
func fitSizes(sizes, counts []int32, lowest int) (sizeFit, bool) {
	for len(sizes) > 0 && int(sizes[0]) < lowest {
		sizes, counts = sizes[1:], counts[1:]
	}
	var f sizeFit
	logs, excess := 0.0, 0.0
	for i, k := range sizes {
		c := float64(counts[i])
		f.n += int(counts[i])
		logs += float64(c * exact.Log(float64(k)))
		excess += float64(c * float64(int(k)-lowest))
	}
	if len(sizes) < 2 || f.n < 10 {
		return f, false
	}
	n := float64(f.n)
	f.alpha = minimise(1.0001, 12, func(a float64) float64 { return float64(a*logs) + float64(n*exact.Log(hurwitz(a, float64(lowest)))) })
	f.alphaSE = alphaSE(f.alpha, float64(lowest), n)
	f.decay = exact.Log1p(n / excess)
	f.mu, f.sigma = fitLognormal(sizes, counts, lowest, logs/n)

	power := make([]float64, len(sizes))
	norm := exact.Log(hurwitz(f.alpha, float64(lowest)))
	for i, k := range sizes {
		power[i] = -float64(f.alpha*exact.Log(float64(k))) - norm
	}
	f.overDecay = vuong(power, counts, func(i int) float64 {
		return exact.Log(1-exact.Exp(-f.decay)) - float64(f.decay*float64(int(sizes[i])-lowest))
	})
	tail := lognormalTail(float64(lowest), f.mu, f.sigma)
	f.overLognormal = vuong(power, counts, func(i int) float64 { return lognormalLog(float64(sizes[i]), f.mu, f.sigma, tail) })
	return f, true
}

// alphaSE is 1/√(n·I), I the curvature of ln ζ(α, q) by central differences.
func alphaSE(a, q, n float64) float64 {
	const h = 1e-3
	l := func(a float64) float64 { return exact.Log(hurwitz(a, q)) }
	return 1 / math.Sqrt(n*(l(a+h)-float64(2*l(a))+l(a-h))/(h*h))
}

// vuong is the sum of log-likelihood differences over its standard deviation.
func vuong(power []float64, counts []int32, rival func(i int) float64) float64 {
	n, s, ss := 0.0, 0.0, 0.0
	for i, p := range power {
		d, c := p-rival(i), float64(counts[i])
		n += c
		s += float64(c * d)
		ss += float64(c * float64(d*d))
	}
	v := ss/n - float64(s/n*(s/n))
	if v <= 1e-14 {
		return 0
	}
	return s / math.Sqrt(v*n)
}

// hurwitz is ζ(s, q) = Σ (q+k)^−s for s above 1, by Euler and Maclaurin.
func hurwitz(s, q float64) float64 {
	total := 0.0
	for range 10 {
		total += exact.Pow(q, -s)
		q++
	}
	t := exact.Pow(q, -s)
	total += float64(t*q)/(s-1) + float64(t/2)
	// B2/2!, B4/4!, B6/6!, B8/8!
	f := float64(t*s) / q
	for j, b := range [...]float64{1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600} {
		total += float64(b * f)
		k := float64(2*j + 1)
		f = float64(float64(f*(s+k))*(s+k+1)) / float64(q*q)
	}
	return total
}

// lognormalTail is the chance of a size at or above lowest, rounded lognormal.
func lognormalTail(lowest, mu, sigma float64) float64 {
	return exact.NormalCDF(-(exact.Log(lowest-0.5) - mu) / sigma)
}

// lognormalLog is the log chance of size k, given that it is in the tail. Both
// ends are taken from the upper side, where the difference keeps its digits.
func lognormalLog(k, mu, sigma, tail float64) float64 {
	p := exact.NormalCDF(-(exact.Log(k-0.5)-mu)/sigma) - exact.NormalCDF(-(exact.Log(k+0.5)-mu)/sigma)
	return exact.Log(max(p, 1e-300)) - exact.Log(max(tail, 1e-300))
}

// fitLognormal maximises the likelihood over μ and ln σ by the downhill simplex
// (Nelder & Mead 1965).
func fitLognormal(sizes, counts []int32, lowest int, start float64) (mu, sigma float64) {
	cost := func(p [2]float64) float64 {
		if p[1] > 3 || p[1] < -4 || p[0] < -30 {
			return math.Inf(1)
		}
		sigma := exact.Exp(p[1])
		tail, s := lognormalTail(float64(lowest), p[0], sigma), 0.0
		for i, k := range sizes {
			s -= float64(float64(counts[i]) * lognormalLog(float64(k), p[0], sigma, tail))
		}
		return s
	}
	best := simplex([3][2]float64{{start, 0}, {start - 1, 0.3}, {start, 0.5}}, cost)
	return best[0], exact.Exp(best[1])
}

// simplex finds a low point of f near the corners given.
func simplex(x [3][2]float64, f func([2]float64) float64) [2]float64 {
	var y [3]float64
	for i := range x {
		y[i] = f(x[i])
	}
	for range 200 {
		for i := range 2 { // sort: lowest first
			for j := 2; j > i; j-- {
				if y[j] < y[j-1] {
					x[j], x[j-1], y[j], y[j-1] = x[j-1], x[j], y[j-1], y[j]
				}
			}
		}
		if y[2]-y[0] <= 1e-10*(1+math.Abs(y[0])) {
			break
		}
		centre := along(x[0], x[1], 0.5)
		at := along(centre, x[2], -1)
		v := f(at)
		switch {
		case v < y[0]:
			if far := along(centre, x[2], -2); f(far) < v {
				at, v = far, f(far)
			}
		case v >= y[1]:
			at = along(centre, x[2], 0.5)
			if v = f(at); v >= y[2] {
				for i := 1; i < 3; i++ {
					x[i] = along(x[0], x[i], 0.5)
					y[i] = f(x[i])
				}
				continue
			}
		}
		x[2], y[2] = at, v
	}
	if y[1] < y[0] {
		x[0] = x[1]
	}
	return x[0]
}

// along is the point a share s of the way from a to b.
func along(a, b [2]float64, s float64) [2]float64 {
	return [2]float64{a[0] + float64(s*(b[0]-a[0])), a[1] + float64(s*(b[1]-a[1]))}
}
