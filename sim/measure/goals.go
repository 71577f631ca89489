package measure

import "math"

// Alignment returns the mean correlation of goals between all pairs of leaders
// [−1, 1], goals[leader*dims+dim] being what each wants beside the task: the
// cosine of the two, since 0 means wanting nothing beside. Pairs in which one
// wants nothing do not count. Missing where no pair counts.
//
// Source: fragmented, parallel and complementary leadership by the sign of the
// correlation of goals.
func Alignment(goals []float64, dims int) float64 {
	total, count := 0.0, 0.0
	for a := 0; a+dims <= len(goals); a += dims {
		for b := 0; b < a; b += dims {
			if c := cosine(goals[a:a+dims], goals[b:b+dims]); !math.IsNaN(c) {
				total += c
				count++
			}
		}
	}
	return total / count
}

func cosine(x, y []float64) float64 {
	xy, xx, yy := 0.0, 0.0, 0.0
	for i := range x {
		xy += float64(x[i] * y[i])
		xx += float64(x[i] * x[i])
		yy += float64(y[i] * y[i])
	}
	return xy / math.Sqrt(xx) / math.Sqrt(yy)
}
