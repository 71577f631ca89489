package classic

import "math"

// Square matrices here are slices of n·n numbers, row by row. They are small
// (a group, a quartet), and their results are part of a model's state: hence
// plain loops with a fixed order of sums, not a library.

// solve returns x with a·x = b by Gaussian elimination with partial pivoting;
// a and b stay as they are. It reports false where a is singular to working
// precision.
func solve(n int, a, b []float64) (x []float64, ok bool) {
	a, x = append([]float64(nil), a...), append([]float64(nil), b...)
	largest := 0.0
	for _, v := range a {
		largest = max(largest, math.Abs(v))
	}
	for c := range n {
		p := pivot(n, a, c)
		if math.Abs(a[p*n+c]) <= largest*1e-13 {
			return nil, false
		}
		for k := range n {
			a[c*n+k], a[p*n+k] = a[p*n+k], a[c*n+k]
		}
		x[c], x[p] = x[p], x[c]
		for r := c + 1; r < n; r++ {
			f := a[r*n+c] / a[c*n+c]
			if f == 0 {
				continue
			}
			for k := c; k < n; k++ {
				a[r*n+k] -= float64(f * a[c*n+k])
			}
			x[r] -= float64(f * x[c])
		}
	}
	for r := n - 1; r >= 0; r-- {
		for k := r + 1; k < n; k++ {
			x[r] -= float64(a[r*n+k] * x[k])
		}
		x[r] /= a[r*n+r]
	}
	return x, true
}

// pivot returns the row at or below c with the largest entry in column c.
func pivot(n int, a []float64, c int) int {
	p := c
	for r := c + 1; r < n; r++ {
		if math.Abs(a[r*n+c]) > math.Abs(a[p*n+c]) {
			p = r
		}
	}
	return p
}

// transposed returns the transpose of a.
func transposed(n int, a []float64) []float64 {
	t := make([]float64, n*n)
	for i := range n {
		for j := range n {
			t[j*n+i] = a[i*n+j]
		}
	}
	return t
}

// times writes a·x into dst.
func times(n int, dst, a, x []float64) {
	for i := range n {
		s := 0.0
		for j, w := range a[i*n : (i+1)*n] {
			s += float64(w * x[j])
		}
		dst[i] = s
	}
}

// product returns a·b.
func product(n int, a, b []float64) []float64 {
	c := make([]float64, n*n)
	for i := range n {
		for k := range n {
			f := a[i*n+k]
			for j := range n {
				c[i*n+j] += float64(f * b[k*n+j])
			}
		}
	}
	return c
}

// lyapunov returns X = m·X·mᵀ + q, the stationary covariance of a linear
// process with step m and noise covariance q, by doubling: each turn squares m
// and doubles the terms of the series Σ mᵏ·q·mᵀᵏ. It reports false where the
// process is not stable.
func lyapunov(n int, m, q []float64) (x []float64, ok bool) {
	x = append([]float64(nil), q...)
	for range 60 {
		step := product(n, product(n, m, x), transposed(n, m))
		grown, total := 0.0, 0.0
		for i := range x {
			x[i] += step[i]
			grown = max(grown, math.Abs(step[i]))
			total = max(total, math.Abs(x[i]))
		}
		switch {
		case grown <= total*1e-17:
			return x, true
		case total > 1e18, total != total:
			return nil, false
		}
		m = product(n, m, m)
	}
	return nil, false
}
