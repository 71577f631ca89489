package design

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Identifiability says how flat the loss is around a point: which factors the
// targets pin down, and which trade off against each other.
type Identifiability struct {
	Rise       float64 // rise of the loss that counts as seen
	Axes       []Axis  // one a factor
	Directions []Direction
	Flat       []string // what the targets do not pin down, in plain words
}

// An Axis is one factor. A half width of 1 or more means the whole range.
type Axis struct {
	Name    string
	Alone   float64   // half width within which the loss rises by less than Rise, others held [share of the range]; NaN where a run is missing
	Free    float64   // the same, others tuned again
	Lo, Hi  float64   // the values at the ends of Free; NaN where a run is missing
	Profile []float64 // smallest loss met in each tenth of the range, NaN where nothing was tried
}

// A Direction is a combination of factors, sharpest first.
type Direction struct {
	Curvature float64   // second derivative of the loss [per range²]
	Width     float64   // half width within which the loss rises by less than Rise [share of the range]; +Inf when flat or falling
	Weights   []float64 // of the factors, unit length
}

// Identify measures the curvature of the loss around a point of the unit cube
// by second differences over steps of h [share of the range, default 0.05]:
// 1 + 2k + k(k−1) points for k factors, in one batch with the number given.
// Near a wall it moves in by h. rise is the loss that counts as seen, default
// 0.01. The profiles come from the trials, which cost nothing.
func Identify(factors []Factor, targets []Target, at []float64, trials []Trial, number int, h, rise float64, evaluate Evaluate) (Identifiability, error) {
	b, err := newBench(factors, targets, evaluate)
	if err != nil {
		return Identifiability{}, err
	}
	b.batch = number
	if h == 0 {
		h = 0.05
	}
	if rise == 0 {
		rise = 0.01
	}
	if !(h > 0 && h <= 0.5) {
		return Identifiability{}, fmt.Errorf("identifiability: a step of %v, want above 0 to 0.5", h)
	}
	hessian, err := b.hessian(at, h)
	if err != nil {
		return Identifiability{}, err
	}
	out := Identifiability{Rise: rise}
	if hessian == nil {
		for i, f := range factors {
			out.Axes = append(out.Axes, Axis{Name: f.Name, Alone: math.NaN(), Free: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), Profile: profile(trials, i)})
		}
		out.Flat = []string{"it cannot be said how flat the optimum is: a run next to the best point is missing"}
		return out, nil
	}
	out.turn(hessian, factors)
	out.axes(hessian, factors, at, trials)
	return out, nil
}

// hessian is the matrix of second differences of the loss; nil where a run is
// missing.
func (b *bench) hessian(at []float64, h float64) ([][]float64, error) {
	k := len(at)
	centre := slices.Clone(at)
	for i := range centre {
		centre[i] = math.Max(h, math.Min(1-h, centre[i]))
	}
	step := func(moves ...int) []float64 { // +1 moves factor 0 up, −1 down
		x := slices.Clone(centre)
		for _, m := range moves {
			if m > 0 {
				x[m-1] += h
			} else {
				x[-m-1] -= h
			}
		}
		return x
	}
	points := [][]float64{centre}
	for i := 1; i <= k; i++ {
		points = append(points, step(i), step(-i))
	}
	for i := 1; i <= k; i++ {
		for j := 1; j < i; j++ {
			points = append(points, step(i, j), step(-i, -j))
		}
	}
	f, err := b.try(points)
	if err != nil {
		return nil, err
	}
	out := square(k)
	next := 1 + 2*k
	for i := range k {
		up, down := f[1+2*i], f[2+2*i]
		out[i][i] = (up + down - float64(2*f[0])) / (h * h)
		for j := range i {
			out[i][j] = (f[next] + f[next+1] - up - down - f[1+2*j] - f[2+2*j] + float64(2*f[0])) / (2 * h * h)
			out[j][i] = out[i][j]
			next += 2
		}
	}
	for i := range k {
		for j := range k {
			if v := out[i][j]; math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, nil
			}
		}
	}
	return out, nil
}

// width is how far one must go for the loss to rise: √(2·rise/curvature).
func (d *Identifiability) width(curvature float64) float64 {
	if curvature <= 0 {
		return math.Inf(1)
	}
	return math.Sqrt(2 * d.Rise / curvature)
}

// turn finds the directions, sharpest first, and names the flat ones.
func (d *Identifiability) turn(hessian [][]float64, factors []Factor) {
	values, vectors := eigen(hessian)
	for k := len(values) - 1; k >= 0; k-- {
		dir := Direction{Curvature: values[k], Width: d.width(values[k])}
		lead := 0.0 // the largest weight is positive
		for j := range factors {
			if w := vectors[k][j]; math.Abs(w) > math.Abs(lead) {
				lead = w
			}
		}
		for j := range factors {
			dir.Weights = append(dir.Weights, vectors[k][j]*math.Copysign(1, lead))
		}
		d.Directions = append(d.Directions, dir)
		if dir.Width >= 0.5 {
			d.Flat = append(d.Flat, flat(dir, factors))
		}
	}
}

// flat says which factors a flat direction is made of.
func flat(dir Direction, factors []Factor) string {
	var up, down []string
	for j, w := range dir.Weights {
		switch {
		case w > 0.3:
			up = append(up, factors[j].Name)
		case w < -0.3:
			down = append(down, factors[j].Name)
		}
	}
	and := func(names []string) string { return strings.Join(names, " and ") }
	switch {
	case len(up)+len(down) == 1:
		return fmt.Sprintf("%s is not pinned down: the loss hardly rises over half of its range and more", and(append(up, down...)))
	case len(down) == 0:
		return fmt.Sprintf("raising %s together hardly changes the loss", and(up))
	}
	return fmt.Sprintf("raising %s while lowering %s hardly changes the loss", and(up), and(down))
}

// axes fills in the factors.
func (d *Identifiability) axes(hessian [][]float64, factors []Factor, at []float64, trials []Trial) {
	for i, f := range factors {
		// (H⁻¹)ii from the directions; a flat one leaves the factor free.
		var inverse float64
		for _, dir := range d.Directions {
			w2 := float64(dir.Weights[i] * dir.Weights[i])
			switch {
			case dir.Curvature > 0:
				inverse += float64(w2 / dir.Curvature)
			case w2 > 1e-6:
				inverse = math.Inf(1)
			}
		}
		a := Axis{Name: f.Name, Alone: d.width(hessian[i][i]), Free: math.Sqrt(2 * d.Rise * inverse)}
		a.Lo, a.Hi = f.At(math.Max(0, at[i]-a.Free)), f.At(math.Min(1, at[i]+a.Free))
		a.Profile = profile(trials, i)
		d.Axes = append(d.Axes, a)
	}
}

// profile is the smallest loss met in each tenth of a factor's range.
func profile(trials []Trial, factor int) []float64 {
	out := make([]float64, 10)
	for i := range out {
		out[i] = math.NaN()
	}
	for _, t := range trials {
		i := part(t.Unit[factor], 10)
		if math.IsNaN(out[i]) || t.Loss < out[i] {
			out[i] = t.Loss
		}
	}
	return out
}
