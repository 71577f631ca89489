package stats

import (
	"math"

	"tutti/sim/rank"
)

// An FTest is the outcome of a test by the F distribution.
type FTest struct {
	F, DF1, DF2, P float64
}

func newFTest(f, df1, df2 float64) FTest {
	return FTest{f, df1, df2, FSurvival(f, df1, df2)}
}

// squares returns the sums of squares between and within groups, the number of
// values and the grand mean.
func squares(groups [][]float64) (between, within float64, n int, grand float64) {
	var all []float64
	for _, g := range groups {
		all = append(all, g...)
	}
	grand = Mean(all)
	for _, g := range groups {
		d := Mean(g) - grand
		between += float64(len(g)) * d * d
		s2, _, _ := powers(g)
		within += s2
	}
	return between, within, len(all), grand
}

// OneWay is the analysis of variance of groups with equal variances, with the
// shares of variance η² = SSB/SST and ω² = (SSB − (k−1)MSW)/(SST + MSW).
func OneWay(groups [][]float64) (test FTest, eta2, omega2 float64) {
	between, within, n, _ := squares(groups)
	df1, df2 := float64(len(groups)-1), float64(n-len(groups))
	msw := within / df2
	total := between + within
	return newFTest(between/df1/msw, df1, df2), between / total, (between - df1*msw) / (total + msw)
}

// WelchANOVA is the one-way test without equal variances (Welch 1951).
func WelchANOVA(groups [][]float64) FTest {
	k := float64(len(groups))
	var w, wm float64
	for _, g := range groups {
		v := float64(len(g)) / Variance(g)
		w += v
		wm += v * Mean(g)
	}
	centre := wm / w
	var f, lambda float64
	for _, g := range groups {
		v := float64(len(g)) / Variance(g)
		d := Mean(g) - centre
		f += v * d * d
		lambda += (1 - v/w) * (1 - v/w) / float64(len(g)-1)
	}
	f = f / (k - 1) / (1 + 2*(k-2)/(k*k-1)*lambda)
	return newFTest(f, k-1, (k*k-1)/(3*lambda))
}

// BrownForsythe tests equal variances: one-way analysis of the distances from
// the group medians (Brown & Forsythe 1974).
func BrownForsythe(groups [][]float64) FTest {
	far := make([][]float64, len(groups))
	for i, g := range groups {
		m := Median(g)
		far[i] = make([]float64, len(g))
		for j, v := range g {
			far[i][j] = math.Abs(v - m)
		}
	}
	test, _, _ := OneWay(far)
	return test
}

// A Pair is the comparison of two groups out of several.
type Pair struct {
	A, B      int     // which groups
	Diff      float64 // mean(A) − mean(B), or of ranks for Dunn
	Statistic float64 // q of Games & Howell, z of Dunn
	DF        float64 // degrees of freedom; +Inf for z
	P         float64 // two-sided; not adjusted for Dunn, simultaneous for Games & Howell
}

// GamesHowell compares all pairs of groups without equal variances, by the
// studentized range (Games & Howell 1976).
func GamesHowell(groups [][]float64) []Pair {
	var out []Pair
	for a := range groups {
		for b := a + 1; b < len(groups); b++ {
			t := Welch(groups[a], groups[b])
			q := math.Abs(t.T) * math.Sqrt2
			out = append(out, Pair{a, b, t.Diff, q, t.DF, StudentizedRangeSurvival(q, len(groups), t.DF)})
		}
	}
	return out
}

// pooledRanks returns the sum of midranks of each group, the number of values
// and the groups of ties.
func pooledRanks(groups [][]float64) (sums []float64, n int, ties []int) {
	var all []float64
	for _, g := range groups {
		all = append(all, g...)
	}
	ranks, ties := rank.Mid(all)
	sums = make([]float64, len(groups))
	at := 0
	for i, g := range groups {
		sums[i] = sum(ranks[at : at+len(g)])
		at += len(g)
	}
	return sums, len(all), ties
}

// A ChiTest is the outcome of a test by the chi-squared distribution.
type ChiTest struct {
	Statistic, DF, P float64
	Effect           float64 // ε² = H/(N−1) of Kruskal & Wallis, Kendall's W of Friedman
}

// KruskalWallis compares groups by pooled ranks, corrected for ties (Kruskal &
// Wallis 1952).
func KruskalWallis(groups [][]float64) ChiTest {
	sums, count, ties := pooledRanks(groups)
	n := float64(count)
	var h float64
	for i, g := range groups {
		h += sums[i] * sums[i] / float64(len(g))
	}
	h = (12/(n*(n+1))*h - 3*(n+1)) / (1 - tieSum(ties)/(n*n*n-n))
	df := float64(len(groups) - 1)
	return ChiTest{h, df, ChiSquaredSurvival(h, df), h / (n - 1)}
}

// Dunn compares all pairs of groups by mean pooled ranks, corrected for ties
// (Dunn 1964). Correct its p values with Holm.
func Dunn(groups [][]float64) []Pair {
	sums, count, ties := pooledRanks(groups)
	n := float64(count)
	variance := n*(n+1)/12 - tieSum(ties)/(12*(n-1))
	var out []Pair
	for a := range groups {
		for b := a + 1; b < len(groups); b++ {
			na, nb := float64(len(groups[a])), float64(len(groups[b]))
			diff := sums[a]/na - sums[b]/nb
			z := diff / math.Sqrt(variance*(1/na+1/nb))
			out = append(out, Pair{a, b, diff, z, math.Inf(1), math.Min(1, 2*NormalSurvival(math.Abs(z)))})
		}
	}
	return out
}

// Friedman compares treatments over blocks: blocks[i][j] is treatment j in
// block i (a seed), every block complete. Corrected for ties; the effect is
// Kendall's W (Friedman 1937).
func Friedman(blocks [][]float64) ChiTest {
	n, k := float64(len(blocks)), float64(len(blocks[0]))
	sums := make([]float64, len(blocks[0]))
	var tied float64
	for _, b := range blocks {
		ranks, ties := rank.Mid(b)
		tied += tieSum(ties)
		for j, r := range ranks {
			sums[j] += r
		}
	}
	var s float64
	for _, r := range sums {
		s += r * r
	}
	chi := (12/(n*k*(k+1))*s - 3*n*(k+1)) / (1 - tied/(n*k*(k*k-1)))
	return ChiTest{chi, k - 1, ChiSquaredSurvival(chi, k-1), chi / (n * (k - 1))}
}

// An Effect is one line of a table of analysis of variance.
type Effect struct {
	SS, DF, F, P float64
	PartialEta2  float64 // SS/(SS + SS of the error)
}

// TwoWay is the balanced analysis of variance with interaction: cells[i][j]
// holds the replicates of level i of A and level j of B, all of one length of
// at least two. It returns A, B, their interaction, and the error (SS and DF
// alone).
func TwoWay(cells [][][]float64) (a, b, ab, rest Effect) {
	na, nb, r := float64(len(cells)), float64(len(cells[0])), float64(len(cells[0][0]))
	rowMeans := make([]float64, len(cells))
	colMeans := make([]float64, len(cells[0]))
	var all []float64
	for i, row := range cells {
		for j, c := range row {
			if float64(len(c)) != r || len(row) != len(colMeans) || r < 2 {
				panic("stats: two-way analysis wants equal cells of at least two replicates")
			}
			rowMeans[i] += Mean(c) / nb
			colMeans[j] += Mean(c) / na
			s2, _, _ := powers(c)
			rest.SS += s2
			all = append(all, c...)
		}
	}
	grand := Mean(all)
	for i, row := range cells {
		a.SS += nb * r * (rowMeans[i] - grand) * (rowMeans[i] - grand)
		for j, c := range row {
			d := Mean(c) - rowMeans[i] - colMeans[j] + grand
			ab.SS += r * d * d
		}
	}
	for _, m := range colMeans {
		b.SS += na * r * (m - grand) * (m - grand)
	}
	a.DF, b.DF, ab.DF, rest.DF = na-1, nb-1, (na-1)*(nb-1), na*nb*(r-1)
	for _, e := range []*Effect{&a, &b, &ab} {
		e.F = e.SS / e.DF / (rest.SS / rest.DF)
		e.P = FSurvival(e.F, e.DF, rest.DF)
		e.PartialEta2 = e.SS / (e.SS + rest.SS)
	}
	return a, b, ab, rest
}

// Components are the parts of variance of a balanced random intercept.
type Components struct {
	MSBetween, MSWithin float64 // mean squares
	Between, Within     float64 // variance components; Between may be estimated below zero
	ICC1                float64 // Between/(Between + Within), reliability of one value
	ICC2                float64 // (MSB − MSW)/MSB, reliability of a group mean (Bliese 2000)
	Mean, SEMean        float64 // grand mean and its standard error √(MSB/(k·n))
}

// RandomIntercept splits the variance of balanced groups, groups[i] holding n
// values each, by analysis of variance; equal to REML while Between > 0. It
// panics when the groups differ in size.
func RandomIntercept(groups [][]float64) Components {
	n := len(groups[0])
	for _, g := range groups {
		if len(g) != n {
			panic("stats: random intercept wants groups of one size")
		}
	}
	between, within, all, grand := squares(groups)
	k := float64(len(groups))
	c := Components{MSBetween: between / (k - 1), MSWithin: within / (float64(all) - k), Mean: grand}
	c.Between = (c.MSBetween - c.MSWithin) / float64(n)
	c.Within = c.MSWithin
	c.ICC1 = c.Between / (c.Between + c.Within)
	c.ICC2 = (c.MSBetween - c.MSWithin) / c.MSBetween
	c.SEMean = math.Sqrt(c.MSBetween / float64(all))
	return c
}
