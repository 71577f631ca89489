package measure

import "tutti/sim/exact"

// Entropy returns Shannon's entropy of the shares of x [nats, 0..ln n]:
// −Σ s ln s. Missing where the values sum to 0.
//
// Source: Shannon 1948.
func Entropy(x []float64) float64 {
	total := sum(x)
	if !(total > 0) {
		return missing
	}
	h := 0.0
	for _, v := range x {
		if v > 0 {
			s := v / total
			h -= float64(s * exact.Log(s))
		}
	}
	return max(0, h)
}

// EntropyNormalised returns Entropy as a share of its maximum, ln n [0, 1].
// Missing for one agent, too.
func EntropyNormalised(x []float64) float64 {
	if len(x) < 2 {
		return missing
	}
	return min(1, Entropy(x)/exact.Log(float64(len(x))))
}

// EffectiveNumber returns how many equal leaders would be as diverse as these
// [agents, 1..n]: exp of the entropy, the Hill number of order 1.
//
// Source: Hill 1973.
func EffectiveNumber(x []float64) float64 { return exact.Exp(Entropy(x)) }

// InverseSimpson returns 1/Σs² [agents, 1..n], the Hill number of order 2: like
// EffectiveNumber, with more weight on the large. Missing where the values sum
// to 0.
//
// Source: Simpson 1949; Hill 1973.
func InverseSimpson(x []float64) float64 {
	total := sum(x)
	if !(total > 0) {
		return missing
	}
	squares := 0.0
	for _, v := range x {
		s := v / total
		squares += float64(s * s)
	}
	return 1 / squares
}

// TopShare returns the share of the one who holds most [1/n, 1]. Missing where
// the values sum to 0.
func TopShare(x []float64) float64 {
	total := sum(x)
	if !(total > 0) {
		return missing
	}
	top := 0.0
	for _, v := range x {
		top = max(top, v)
	}
	return top / total
}
