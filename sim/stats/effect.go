package stats

import "math"

// CliffsDelta is (#x>y − #x<y)/(n·m), −1..1, with the unbiased estimate of its
// variance (Cliff 1996, Ordinal Methods for Behavioral Data Analysis).
func CliffsDelta(x, y []float64) (delta, variance float64) {
	n, m := float64(len(x)), float64(len(y))
	rows := make([]float64, len(x))
	cols := make([]float64, len(y))
	for i, a := range x {
		for j, b := range y {
			s := sign(a - b)
			rows[i] += s
			cols[j] += s
		}
	}
	delta = sum(rows) / (n * m)
	var r, c, all float64
	for _, v := range rows {
		r += (v/m - delta) * (v/m - delta)
	}
	for _, v := range cols {
		c += (v/n - delta) * (v/n - delta)
	}
	for _, a := range x {
		for _, b := range y {
			s := sign(a-b) - delta
			all += s * s
		}
	}
	return delta, (m*m*r + n*n*c - all) / (n * m * (n - 1) * (m - 1))
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// A12 is P(x > y) + P(x = y)/2, the probability that a run of x beats a run of
// y (Vargha & Delaney 2000).
func A12(x, y []float64) float64 {
	u, _, _ := mannWhitney(x, y)
	return u / (float64(len(x)) * float64(len(y)))
}

// CohensD is the difference of means over the pooled standard deviation.
func CohensD(x, y []float64) float64 { return (Mean(x) - Mean(y)) / pooledSD(x, y) }

// HedgesG is CohensD without its bias in small samples, by the exact factor
// Γ(df/2)/(√(df/2)·Γ((df−1)/2)), df = n+m−2 (Hedges 1981).
func HedgesG(x, y []float64) float64 {
	return CohensD(x, y) * unbias(float64(len(x)+len(y)-2))
}

// HedgesGApprox is HedgesG with the usual approximation 1 − 3/(4·df − 1).
func HedgesGApprox(x, y []float64) float64 {
	return CohensD(x, y) * (1 - 3/(4*float64(len(x)+len(y)-2)-1))
}

// unbias is Hedges' factor for df degrees of freedom.
func unbias(df float64) float64 {
	a, _ := math.Lgamma(df / 2)
	b, _ := math.Lgamma((df - 1) / 2)
	return math.Exp(a-b) / math.Sqrt(df/2)
}

// PairedDZ is the mean of paired differences over their standard deviation
// (Cohen 1988, d_z): the effect that a paired design sees.
func PairedDZ(d []float64) float64 { return Mean(d) / SD(d) }
