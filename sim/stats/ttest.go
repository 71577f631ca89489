package stats

import "math"

// A TTest is the outcome of a t test of a difference of means.
type TTest struct {
	Diff    float64 // mean(x) − mean(y) [the measure's unit]
	SE      float64 // its standard error
	DF      float64 // degrees of freedom
	T       float64 // Diff/SE
	P       float64 // two-sided
	Less    float64 // p against a difference below zero
	Greater float64 // p against a difference above zero
}

func newTTest(diff, se, df float64) TTest {
	t := TTest{Diff: diff, SE: se, DF: df, T: diff / se}
	t.P = twoTails(t.T, df)
	if math.IsNaN(t.T) && !math.IsNaN(diff) && !math.IsNaN(se) && !math.IsNaN(df) {
		t.Less, t.Greater = 1, 1 // nothing differs and nothing varies
		return t
	}
	t.Greater = TSurvival(t.T, df)
	t.Less = TSurvival(-t.T, df)
	return t
}

// Interval is Diff ± t·SE.
func (t TTest) Interval(level float64) Interval {
	half := TQuantile(1-(1-level)/2, t.DF) * t.SE
	return Interval{t.Diff - half, t.Diff + half, level}
}

// Welch compares two means without assuming equal variances, with the degrees
// of freedom of Satterthwaite (Welch 1947).
func Welch(x, y []float64) TTest {
	n, m := float64(len(x)), float64(len(y))
	a, b := Variance(x)/n, Variance(y)/m
	df := (a + b) * (a + b) / (float64(a*a)/(n-1) + float64(b*b)/(m-1))
	if a+b == 0 {
		df = n + m - 2
	}
	return newTTest(Mean(x)-Mean(y), math.Sqrt(a+b), df)
}

// Pooled compares two means under equal variances (Student 1908).
func Pooled(x, y []float64) TTest {
	n, m := float64(len(x)), float64(len(y))
	return newTTest(Mean(x)-Mean(y), pooledSD(x, y)*math.Sqrt(1/n+1/m), n+m-2)
}

// pooledSD is the common standard deviation of two samples,
// √(((n−1)s²x + (m−1)s²y)/(n+m−2)).
func pooledSD(x, y []float64) float64 {
	n, m := float64(len(x)), float64(len(y))
	return math.Sqrt((float64((n-1)*Variance(x)) + float64((m-1)*Variance(y))) / (n + m - 2))
}

// OneSample compares the mean of x with mu.
func OneSample(x []float64, mu float64) TTest {
	return newTTest(Mean(x)-mu, SE(x), float64(len(x)-1))
}

// Paired compares two means pair by pair: OneSample of the differences. It
// panics when the lengths differ.
func Paired(x, y []float64) TTest { return OneSample(differences(x, y), 0) }

// differences returns x − y pair by pair.
func differences(x, y []float64) []float64 {
	if len(x) != len(y) {
		panic("stats: pairs of unequal length")
	}
	d := make([]float64, len(x))
	for i := range x {
		d[i] = x[i] - y[i]
	}
	return d
}
