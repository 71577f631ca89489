package design

import (
	"math"

	"tutti/sim/exact"
)

// A Discrepancy measures how unevenly points fill the unit cube; 0 is even
// (Hickernell 1998; formulas 5.3 to 5.6 of Fang, Li & Sudjianto 2006).
type Discrepancy struct {
	Centred     float64
	Wrap        float64 // wrap-around
	Mixture     float64
	StarL2      float64
	Nearest     float64 // distance between the nearest two points
	Correlation float64 // largest absolute correlation between two axes
}

// Measure looks at all pairs of points: the work grows as n²·d.
func Measure(points [][]float64) Discrepancy {
	n, d := float64(len(points)), float64(len(points[0]))
	var c1, m1, s1, c2, w2, m2, s2 float64
	out := Discrepancy{Nearest: math.Inf(1)}
	for i, x := range points {
		c, m, s := 1.0, 1.0, 1.0
		for _, v := range x {
			a := math.Abs(v - 0.5)
			c = float64(c * (1 + float64(a*(1-a)/2)))
			m = float64(m * (5.0/3 - float64(a*(1+a)/4)))
			s = float64(s * (1 - float64(v*v)))
		}
		c1, m1, s1 = c1+c, m1+m, s1+s
		for j, y := range points {
			c, w, m, s, far := 1.0, 1.0, 1.0, 1.0, 0.0
			for k, v := range x {
				a, b, e := math.Abs(v-0.5), math.Abs(y[k]-0.5), math.Abs(v-y[k])
				c = float64(c * (1 + float64((a+b-e)/2)))
				w = float64(w * (1.5 - float64(e*(1-e))))
				m = float64(m * (15.0/8 - float64((a+b)/4) - float64(e*(1.5-e)/2)))
				s = float64(s * (1 - math.Max(v, y[k])))
				far += float64(e * e)
			}
			c2, w2, m2, s2 = c2+c, w2+w, m2+m, s2+s
			if j < i {
				out.Nearest = math.Min(out.Nearest, math.Sqrt(far))
			}
		}
	}
	out.Centred = exact.Pow(13.0/12, d) - float64(2/n*c1) + c2/(n*n)
	out.Wrap = w2/(n*n) - exact.Pow(4.0/3, d)
	out.Mixture = exact.Pow(19.0/12, d) - float64(2/n*m1) + m2/(n*n)
	out.StarL2 = math.Sqrt(exact.Pow(3, -d) - float64(exact.Pow(2, 1-d)/n*s1) + s2/(n*n))
	out.Correlation = strongest(points)
	return out
}

// strongest is the largest absolute correlation between two axes.
func strongest(points [][]float64) float64 {
	d := len(points[0])
	mean := make([]float64, d)
	for _, x := range points {
		for k, v := range x {
			mean[k] += v / float64(len(points))
		}
	}
	var most float64
	for a := range d {
		for b := range a {
			var xx, yy, xy float64
			for _, x := range points {
				p, q := x[a]-mean[a], x[b]-mean[b]
				xx, yy, xy = xx+float64(p*p), yy+float64(q*q), xy+float64(p*q)
			}
			if xx*yy > 0 {
				most = math.Max(most, math.Abs(xy)/math.Sqrt(xx*yy))
			}
		}
	}
	return most
}
