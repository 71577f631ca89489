package stats

import (
	"math"

	"tutti/sim/rank"
)

// A Correlation is a coefficient with its two-sided p.
type Correlation struct {
	R float64 // −1..1; NaN when a sample is constant
	P float64
	N int
}

// Pearson is the product moment correlation, p by t with n−2 degrees of
// freedom. It panics when the lengths differ.
func Pearson(x, y []float64) Correlation {
	if len(x) != len(y) {
		panic("stats: correlation of unequal lengths")
	}
	return correlation(rank.Pearson(x, y), len(x), 0)
}

// correlation attaches the p of r after k others were held constant.
func correlation(r float64, n, k int) Correlation {
	df := float64(n - 2 - k)
	if df <= 0 || math.IsNaN(r) {
		return Correlation{r, math.NaN(), n}
	}
	return Correlation{r, twoTails(r*math.Sqrt(df/(1-r*r)), df), n}
}

// Spearman is the correlation of midranks, p by t with n−2 degrees of freedom.
func Spearman(x, y []float64) Correlation {
	if len(x) != len(y) {
		panic("stats: correlation of unequal lengths")
	}
	return correlation(rank.Spearman(x, y), len(x), 0)
}

// Kendall is tau-b (Kendall 1945). Without ties p is exact up to 150 values;
// otherwise it is by the normal approximation with correction for ties.
func Kendall(x, y []float64) Correlation {
	n := len(x)
	if n != len(y) {
		panic("stats: correlation of unequal lengths")
	}
	o := rank.OrderOf(x, y)
	_, tx := rank.Mid(x)
	_, ty := rank.Mid(y)
	out := Correlation{R: o.Tau, P: math.NaN(), N: n}
	switch {
	case math.IsNaN(out.R) || n < 2:
	case tx == nil && ty == nil && n <= 150:
		out.P = kendallExact(n, int(o.Against))
	default:
		out.P = kendallNormal(o.Surplus, n, tx, ty)
	}
	return out
}

// kendallExact is the two-sided p of a number of discordant pairs among n
// values, over all orders equally likely.
func kendallExact(n, discordant int) float64 {
	pairs := n * (n - 1) / 2
	prob := make([]float64, pairs+1) // of each number of inversions
	prob[0] = 1
	next := make([]float64, pairs+1)
	for i := 2; i <= n; i++ {
		var window float64
		for s := range prob {
			window += prob[s]
			if s >= i {
				window -= prob[s-i]
			}
			next[s] = window / float64(i)
		}
		prob, next = next, prob
	}
	return tailsOf(prob, discordant, float64(pairs)/2).TwoSided
}

// kendallNormal is the two-sided p of the sum of signs s by its variance under
// ties (Kendall 1970, 4.6).
func kendallNormal(s float64, n int, tx, ty []int) float64 {
	var x1, x2, x3, y1, y2, y3 float64
	moments := func(ties []int) (a, b, c float64) {
		for _, t := range ties {
			f := float64(t)
			a += f * (f - 1)
			b += f * (f - 1) * (f - 2)
			c += f * (f - 1) * (2*f + 5)
		}
		return a, b, c
	}
	x1, x2, x3 = moments(tx)
	y1, y2, y3 = moments(ty)
	m := float64(n)
	v := (m*(m-1)*(2*m+5)-x3-y3)/18 + x1*y1/(2*m*(m-1))
	if n > 2 {
		v += x2 * y2 / (9 * m * (m - 1) * (m - 2))
	}
	return math.Min(1, 2*NormalSurvival(math.Abs(s)/math.Sqrt(v)))
}

// FisherInterval is the interval of a correlation r of n pairs with k others
// held constant, by Fisher's z = atanh r with standard error 1/√(n−3−k)
// (Fisher 1921); none when n−3−k is not positive.
func FisherInterval(r float64, n, k int, level float64) Interval {
	df := float64(n - 3 - k)
	if df <= 0 || math.IsNaN(r) {
		return none(level)
	}
	z := math.Atanh(r)
	half := NormalQuantile(1-(1-level)/2) / math.Sqrt(df)
	return Interval{math.Tanh(z - half), math.Tanh(z + half), level}
}

// Partial is the correlation of x and y with the given others held constant
// linearly: the correlation of what least squares leave over; p by t with
// n−2−k degrees of freedom.
func Partial(x, y []float64, given ...[]float64) Correlation {
	if len(given) == 0 {
		return Pearson(x, y)
	}
	r := Pearson(residuals(x, given), residuals(y, given)).R
	return correlation(r, len(x), len(given))
}

// residuals is what a regression of y on the columns leaves over.
func residuals(y []float64, columns [][]float64) []float64 {
	fit, err := Regress(y, columns)
	if err != nil {
		return blank(len(y))
	}
	out := make([]float64, len(y))
	for i := range y {
		out[i] = y[i] - fit.Beta[0]
		for j, c := range columns {
			out[i] -= fit.Beta[j+1] * c[i]
		}
	}
	return out
}
