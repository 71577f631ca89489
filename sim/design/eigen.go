package design

import (
	"math"
	"slices"
)

// square is an n×n matrix of zeros.
func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

// eigen finds the eigenvalues of a symmetric matrix, ascending, and its
// eigenvectors: vectors[k] belongs to values[k] and has unit length. Cyclic
// Jacobi rotations (Golub & Van Loan 2013, 8.5), in exact order and rounding, so
// that a search proposes the same points on every platform.
func eigen(m [][]float64) (values []float64, vectors [][]float64) {
	n := len(m)
	a, v := square(n), square(n)
	var size float64
	for i := range n {
		copy(a[i], m[i])
		v[i][i] = 1
		for _, x := range m[i] {
			size = math.Max(size, math.Abs(x))
		}
	}
	for range 60 {
		var rest float64
		for p := range n {
			for q := range p {
				rest = math.Max(rest, math.Abs(a[p][q]))
			}
		}
		if !(rest > 1e-300 && rest > 1e-17*size) {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, p, q)
			}
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case a[i][i] < a[j][j]:
			return -1
		case a[i][i] > a[j][j]:
			return 1
		}
		return 0
	})
	for _, k := range order {
		values = append(values, a[k][k])
		vectors = append(vectors, v[k])
	}
	return values, vectors
}

// rotate makes a[p][q] zero; v holds the eigenvectors in rows.
func rotate(a, v [][]float64, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / float64(2*a[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Sqrt(float64(theta*theta)+1))
	c := 1 / math.Sqrt(float64(t*t)+1)
	s := t * c
	turn := func(x, y float64) (float64, float64) {
		return float64(c*x) - float64(s*y), float64(s*x) + float64(c*y)
	}
	for k := range a { // columns
		a[k][p], a[k][q] = turn(a[k][p], a[k][q])
	}
	for k := range a { // rows
		a[p][k], a[q][k] = turn(a[p][k], a[q][k])
		v[p][k], v[q][k] = turn(v[p][k], v[q][k])
	}
	a[p][q], a[q][p] = 0, 0
}
