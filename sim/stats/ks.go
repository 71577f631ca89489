package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// KSDistance is the largest distance between the two empirical distributions
// (0..1), two-sided.
func KSDistance(x, y []float64) float64 {
	a, b := sorted(x), sorted(y)
	n, m := float64(len(a)), float64(len(b))
	var i, j int
	var d float64
	for i < len(a) && j < len(b) {
		v := math.Min(a[i], b[j])
		for i < len(a) && a[i] == v {
			i++
		}
		for j < len(b) && b[j] == v {
			j++
		}
		d = math.Max(d, math.Abs(float64(i)/n-float64(j)/m))
	}
	return d
}

// KSLimit is the p of a two-sample distance by Kolmogorov's limit,
// K(d·√(nm/(n+m))).
func KSLimit(d float64, n, m int) float64 {
	return KolmogorovSurvival(d * math.Sqrt(float64(n)*float64(m)/float64(n+m)))
}

// KSAsymptotic is the p of a two-sample distance by the exact distribution of
// the one-sample statistic at the effective size nm/(n+m), rounded to a whole
// number.
func KSAsymptotic(d float64, n, m int) float64 {
	size := int(math.RoundToEven(float64(n) * float64(m) / float64(n+m)))
	return ksOneSample(d, max(1, size))
}

// ksOneSample is P(D_n ≥ d) of the one-sample statistic by the matrix power of
// Marsaglia, Tsang & Wang 2003, beyond n = 1000 by the limit.
func ksOneSample(d float64, n int) float64 {
	if n > 1000 {
		return KolmogorovSurvival(d * math.Sqrt(float64(n)))
	}
	if d >= 1 {
		return 0
	}
	if d <= 0 {
		return 1
	}
	nd := float64(n) * d
	k := int(nd) + 1
	size := 2*k - 1
	power := mat.NewDense(size, size, nil)
	power.Pow(ksMatrix(size, float64(k)-nd), n)
	p := power.At(k-1, k-1)
	for i := 1; i <= n; i++ {
		p *= float64(i) / float64(n)
	}
	return math.Max(0, math.Min(1, 1-p))
}

// ksMatrix is the matrix H of Marsaglia, Tsang & Wang, each entry over the
// factorial that belongs to it.
func ksMatrix(size int, h float64) *mat.Dense {
	m := mat.NewDense(size, size, nil)
	for i := range size {
		for j := range size {
			if i-j+1 >= 0 {
				m.Set(i, j, 1)
			}
		}
	}
	for i := range size {
		m.Set(i, 0, m.At(i, 0)-math.Pow(h, float64(i+1)))
		m.Set(size-1, i, m.At(size-1, i)-math.Pow(h, float64(size-i)))
	}
	if h > 0.5 {
		m.Set(size-1, 0, m.At(size-1, 0)+math.Pow(2*h-1, float64(size)))
	}
	for i := range size {
		for j := range size {
			for g := 2; g <= i-j+1; g++ {
				m.Set(i, j, m.At(i, j)/float64(g))
			}
		}
	}
	return m
}

// KSExact is P(D ≥ d observed) over all ways to deal the pooled values to the
// two samples: the lattice paths that leave the band, looked at only where the
// value changes, so that ties are right (Hodges 1958; Schröer & Trenkler
// 1995). The work grows as n·m.
func KSExact(x, y []float64) float64 {
	a := sorted(append(append([]float64(nil), x...), y...))
	ends := make([]bool, len(a)+1) // after this many values a new one begins
	for i := range a {
		ends[i+1] = i+1 == len(a) || a[i] != a[i+1]
	}
	n, m := len(x), len(y)
	d := KSDistance(x, y) - 1e-12
	outside := func(i, j int) bool {
		return ends[i+j] && math.Abs(float64(i)/float64(n)-float64(j)/float64(m)) >= d
	}
	// left[j] is the share of the paths to (i, j) that have left the band.
	left := make([]float64, m+1)
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			switch {
			case i+j > 0 && outside(i, j):
				left[j] = 1
			case i == 0 && j > 0:
				left[j] = left[j-1]
			case i > 0 && j > 0:
				left[j] = (float64(i)*left[j] + float64(j)*left[j-1]) / float64(i+j)
			}
		}
	}
	return math.Min(1, left[m])
}
