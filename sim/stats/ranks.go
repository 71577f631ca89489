package stats

import (
	"math"
	"slices"

	"tutti/sim/rank"
)

// tieSum is Σ(t³ − t) over the groups of ties.
func tieSum(ties []int) float64 {
	var s float64
	for _, t := range ties {
		f := float64(t)
		s += f*f*f - f
	}
	return s
}

// Tails are the p values of a statistic under "nothing differs".
type Tails struct {
	Statistic float64
	Less      float64 // P(as small or smaller)
	Greater   float64 // P(as large or larger)
	TwoSided  float64 // twice the smaller tail, at most 1
	Distance  float64 // P(as far from the centre or farther); exact tests only, else NaN
}

// tailsOf reads the tails of a discrete distribution: prob[s] belongs to the
// value s, got is the observed value, centre the mean.
func tailsOf(prob []float64, got int, centre float64) Tails {
	var t Tails
	far := math.Abs(float64(got) - centre)
	for s, p := range prob {
		if s <= got {
			t.Less += p
		}
		if s >= got {
			t.Greater += p
		}
		if math.Abs(float64(s)-centre) >= far-1e-9 {
			t.Distance += p
		}
	}
	t.Less, t.Greater, t.Distance = math.Min(1, t.Less), math.Min(1, t.Greater), math.Min(1, t.Distance)
	t.TwoSided = math.Min(1, 2*math.Min(t.Less, t.Greater))
	return t
}

// normalTails are the tails of a statistic by its mean and standard deviation;
// half is the correction for continuity (0 or 0.5).
func normalTails(stat, mean, sd, half float64) Tails {
	t := Tails{Statistic: stat, Distance: math.NaN()}
	if sd == 0 {
		t.Less, t.Greater, t.TwoSided = 1, 1, 1
		return t
	}
	t.Greater = NormalSurvival((stat - mean - half) / sd)
	t.Less = NormalSurvival((mean - stat - half) / sd)
	t.TwoSided = math.Min(1, 2*NormalSurvival((math.Abs(stat-mean)-half)/sd))
	return t
}

// doubled returns twice the midranks, which are whole numbers.
func doubled(ranks []float64) []int {
	d := make([]int, len(ranks))
	for i, r := range ranks {
		d[i] = int(2 * r)
	}
	return d
}

// mannWhitney returns U of x, the midranks of both samples together and ties.
func mannWhitney(x, y []float64) (u float64, ranks []float64, ties []int) {
	ranks, ties = rank.Mid(append(slices.Clone(x), y...))
	n := float64(len(x))
	return sum(ranks[:len(x)]) - n*(n+1)/2, ranks, ties
}

// MannWhitney tests whether x tends to be larger than y by the normal
// approximation with correction for ties, with or without correction for
// continuity. The statistic is U of x, the number of pairs in which x is
// larger, ties a half (Mann & Whitney 1947).
func MannWhitney(x, y []float64, continuity bool) Tails {
	u, _, ties := mannWhitney(x, y)
	n, m := float64(len(x)), float64(len(y))
	all := n + m
	sd := math.Sqrt(n * m / 12 * (all + 1 - tieSum(ties)/(all*(all-1))))
	half := 0.0
	if continuity {
		half = 0.5
	}
	return normalTails(u, n*m/2, sd, half)
}

// MannWhitneyExact is the exact test: the distribution of U over all ways to
// deal the pooled midranks to the two samples, so that ties are right too. The
// work grows as N²·n·(n+m)²; use it up to about a hundred values.
func MannWhitneyExact(x, y []float64) Tails {
	u, ranks, _ := mannWhitney(x, y)
	n, all := len(x), len(ranks)
	values := doubled(ranks)
	count := make([][]float64, n+1) // count[k][s]: ways to pick k with doubled sum s
	for k := range count {
		count[k] = make([]float64, all*(all+1)+1)
	}
	count[0][0] = 1
	for i, v := range values {
		for k := min(n, i+1); k >= 1; k-- {
			from, to := count[k-1], count[k]
			for s := len(to) - 1; s >= v; s-- {
				to[s] += from[s-v]
			}
		}
	}
	prob := count[n]
	total := sum(prob)
	for s := range prob {
		prob[s] /= total
	}
	offset := n * (n + 1) // doubled rank sum of U = 0
	t := tailsOf(prob, int(math.Round(2*u))+offset, float64(n)*float64(all+1))
	t.Statistic = u
	return t
}

// signedRanks drops the zero differences and returns W+ (the sum of the ranks
// of the positive ones) with the midranks of the sizes and their ties.
func signedRanks(d []float64) (w float64, ranks []float64, ties []int) {
	var size []float64
	var plus []bool
	for _, v := range d {
		if v != 0 {
			size = append(size, math.Abs(v))
			plus = append(plus, v > 0)
		}
	}
	ranks, ties = rank.Mid(size)
	for i, r := range ranks {
		if plus[i] {
			w += r
		}
	}
	return w, ranks, ties
}

// Wilcoxon is the signed rank test of paired differences by the normal
// approximation with correction for ties; zero differences are dropped. The
// statistic is W+ (Wilcoxon 1945).
func Wilcoxon(d []float64, continuity bool) Tails {
	w, ranks, ties := signedRanks(d)
	n := float64(len(ranks))
	sd := math.Sqrt(n*(n+1)*(2*n+1)/24 - tieSum(ties)/48)
	half := 0.0
	if continuity {
		half = math.Min(0.5, math.Abs(w-n*(n+1)/4))
	}
	return normalTails(w, n*(n+1)/4, sd, half)
}

// WilcoxonExact is the exact signed rank test: W+ over all 2^n signs of the
// midranks that were found, so that ties are right too; zero differences are
// dropped. The work grows as n³; use it up to a few hundred pairs.
func WilcoxonExact(d []float64) Tails {
	w, ranks, _ := signedRanks(d)
	n := len(ranks)
	prob := make([]float64, n*(n+1)+1)
	prob[0] = 1
	top := 0
	for _, v := range doubled(ranks) {
		top += v
		for s := top; s >= 0; s-- {
			prob[s] /= 2
			if s >= v {
				prob[s] += prob[s-v] / 2 // not yet halved: s falls
			}
		}
	}
	t := tailsOf(prob, int(math.Round(2*w)), float64(n*(n+1))/2)
	t.Statistic = w
	return t
}
