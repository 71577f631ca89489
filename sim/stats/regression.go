package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"tutti/sim/rank"
)

// A Regression is a fit of y = β0 + Σ βj·xj by ordinary least squares.
type Regression struct {
	Beta []float64 // intercept first
	SE   []float64 // their standard errors
	P    []float64 // two-sided, by t with DF degrees of freedom
	R2   float64   // share of variance explained (0..1)
	DF   float64   // n − 1 − number of columns
}

// Regress fits y on the columns, each as long as y, by a QR decomposition. It
// refuses fewer observations than coefficients and columns that depend on each
// other.
func Regress(y []float64, columns [][]float64) (Regression, error) {
	n, k := len(y), len(columns)+1
	if n <= k {
		return Regression{}, fmt.Errorf("regression: %d observations, want more than %d", n, k)
	}
	x := mat.NewDense(n, k, nil)
	for i := range n {
		x.Set(i, 0, 1)
		for j, c := range columns {
			x.Set(i, j+1, c[i])
		}
	}
	var qr mat.QR
	qr.Factorize(x)
	var beta mat.Dense
	if err := qr.SolveTo(&beta, false, mat.NewDense(n, 1, y)); err != nil {
		return Regression{}, fmt.Errorf("regression: the columns depend on each other")
	}
	var r, inverse, cov mat.Dense
	qr.RTo(&r)
	if err := inverse.Inverse(r.Slice(0, k, 0, k)); err != nil {
		return Regression{}, fmt.Errorf("regression: the columns depend on each other")
	}
	cov.Mul(&inverse, inverse.T())
	out := Regression{DF: float64(n - k)}
	var rss float64
	for i := range n {
		e := y[i]
		for j := range k {
			e -= x.At(i, j) * beta.At(j, 0)
		}
		rss += e * e
	}
	total, _, _ := powers(y)
	out.R2 = 1 - rss/total
	for j := range k {
		se := math.Sqrt(rss / out.DF * cov.At(j, j))
		out.Beta = append(out.Beta, beta.At(j, 0))
		out.SE = append(out.SE, se)
		out.P = append(out.P, twoTails(beta.At(j, 0)/se, out.DF))
	}
	return out, nil
}

// SRC are the standardised regression coefficients βj·sd(xj)/sd(y) of y on the
// columns (Saltelli et al. 2008, 1.2.5).
func SRC(y []float64, columns [][]float64) ([]float64, error) {
	fit, err := Regress(y, columns)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(columns))
	for j, c := range columns {
		out[j] = fit.Beta[j+1] * SD(c) / SD(y)
	}
	return out, nil
}

// PRCC are the partial rank correlation coefficients: of each column with y,
// all by midranks, the other columns held constant (Saltelli & Marivoet 1990).
func PRCC(y []float64, columns [][]float64) ([]float64, error) {
	ry, _ := rank.Mid(y)
	ranked := make([][]float64, len(columns))
	for j, c := range columns {
		ranked[j], _ = rank.Mid(c)
	}
	if _, err := Regress(ry, ranked); err != nil {
		return nil, err
	}
	out := make([]float64, len(columns))
	for j := range columns {
		var others [][]float64
		others = append(others, ranked[:j]...)
		others = append(others, ranked[j+1:]...)
		out[j] = Partial(ranked[j], ry, others...).R
	}
	return out, nil
}
