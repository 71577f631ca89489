package measure

import "math"

// mean returns the mean; missing for no values.
func mean(x []float64) float64 { return sum(x) / float64(len(x)) }

// squares returns Σ(x − mean)².
func squares(x []float64) float64 {
	m := mean(x)
	s := 0.0
	for _, v := range x {
		s += float64((v - m) * (v - m))
	}
	return s
}

// Mean returns the mean; missing for no values.
func Mean(x []float64) float64 { return mean(x) }

// Deviation returns the standard deviation of a population [unit of x].
func Deviation(x []float64) float64 { return math.Sqrt(squares(x) / float64(len(x))) }

// Variation returns the coefficient of variation, sd/mean, with the population's
// sd [0, √(n−1)]. Missing where the mean is 0.
//
// Source: as used for shared leadership by Gockel & Werth 2010.
func Variation(x []float64) float64 {
	m := mean(x)
	if m == 0 {
		return missing
	}
	return Deviation(x) / m
}

// VariationSample is Variation with the sd of a sample, n−1 in its denominator.
func VariationSample(x []float64) float64 {
	m := mean(x)
	if m == 0 || len(x) < 2 {
		return missing
	}
	return math.Sqrt(squares(x)/float64(len(x)-1)) / m
}
