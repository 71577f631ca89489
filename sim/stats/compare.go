package stats

import (
	"fmt"
	"math"
	"slices"
)

// Options say how arms are compared. The zero value of a field stands for its
// default.
type Options struct {
	Level     float64 // of the intervals (0..1), default 0.95
	Power     float64 // of the smallest detectable difference, default 0.95 (Secchi & Seri 2017)
	Alpha     float64 // its two-sided chance of a false alarm, default 0.01 (the same)
	Resamples int     // of the bootstrap, default 9999, of many pairs fewer, but 2000 at least
	Seed      uint64  // of the bootstrap's draws; the same seed gives the same interval
	Smallest  float64 // smallest difference that matters [the measure's unit], 0 = not stated
	A, B      string  // names of the arms in warnings, default "the first arm" and "the second"
}

func (o Options) filled() Options {
	fill := func(v *float64, def float64) {
		if *v == 0 {
			*v = def
		}
	}
	fill(&o.Level, 0.95)
	fill(&o.Power, 0.95)
	fill(&o.Alpha, 0.01)
	if o.A == "" {
		o.A = "the first arm"
	}
	if o.B == "" {
		o.B = "the second"
	}
	return o
}

// An Estimate is a value with the interval that it lies in.
type Estimate struct {
	Center float64 // [the measure's unit]
	Interval
	Coverage float64 // chance that such an interval covers the truth, where it is known exactly; else the level
	Method   string  // in words
}

// A Difference is one measure between two arms, A − B, seed by seed.
type Difference struct {
	Planned int // pairs that were asked for
	Pairs   int // pairs of which both runs gave a value
	Missing int // Planned − Pairs

	MeanA, MeanB     float64 // over the complete pairs [the measure's unit]
	MedianA, MedianB float64
	SDA, SDB         float64 // with n−1

	Median Estimate // of the differences, by order statistics: exact without assumptions
	Mean   Estimate // of the differences, by the BCa bootstrap
	SD     float64  // of the differences, with n−1

	DZ float64 // paired effect size: Mean/SD; NaN, as D and G, where there is a difference without spread
	D  float64 // unpaired effect size: difference of means over the pooled sd (Cohen)
	G  float64 // D without its bias in small samples (Hedges)

	A12   float64 // chance that a run of A is above a run of B, any two runs, ties a half
	Share float64 // share of the pairs in which A is above B, ties a half

	PWilcoxon float64 // signed rank test, two-sided: exact up to 100 pairs
	PT        float64 // paired t test, two-sided
	PHolm     float64 // PWilcoxon corrected over all that was planned: set by HolmOver; NaN before

	DetectableDZ float64 // smallest standardised difference that these pairs find with the power at alpha
	Detectable   float64 // the same in the measure's unit: DetectableDZ·SD; NaN where nothing varies
	HalfNeeds    float64 // pairs that half of Detectable would need
	Needed       float64 // pairs that Options.Smallest would need; NaN when it is not stated

	Power, Alpha float64  // that the last four are for
	Warnings     []string // what the numbers cannot say, in plain words
}

// MinPairs is the least number of pairs from which a median has an interval at
// a level: the first n with 1 − 2·2^−n ≥ level.
func MinPairs(level float64) int {
	for n := 1; n < 64; n++ {
		if 1-math.Ldexp(2, -n) >= level {
			return n
		}
	}
	return 64
}

// Compare takes a and b pair by pair: a[i] and b[i] are the runs of the two arms
// that share seed i, NaN where a run failed or its measure is missing. It
// panics when the lengths differ.
func Compare(a, b []float64, o Options) Difference {
	o = o.filled()
	x, y, d := inPairs(a, b)
	out := Difference{Planned: len(a), Pairs: len(d), Missing: len(a) - len(d),
		MeanA: Mean(x), MeanB: Mean(y), MedianA: Median(x), MedianB: Median(y), SDA: SD(x), SDB: SD(y),
		Median: medianEstimate(d, o.Level), Mean: meanEstimate(d, o), SD: SD(d),
		PHolm: math.NaN(), PWilcoxon: math.NaN(), PT: math.NaN(),
		Power: o.Power, Alpha: o.Alpha,
	}
	out.effects(x, y, d)
	out.tests(d)
	out.reach(o)
	out.warn(x, y, d, o)
	return out
}

// PairedP is the signed rank test of Compare alone: its two-sided p, NaN without
// pairs, and how many complete pairs there are.
func PairedP(a, b []float64) (p float64, pairs int) {
	_, _, d := inPairs(a, b)
	if len(d) == 0 {
		return math.NaN(), 0
	}
	return signedRankP(d), len(d)
}

// inPairs are the pairs of which both runs gave a value, and their differences.
func inPairs(a, b []float64) (x, y, d []float64) {
	if len(a) != len(b) {
		panic(fmt.Sprintf("stats: %d runs against %d, want pairs", len(a), len(b)))
	}
	for i := range a {
		if !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			x, y = append(x, a[i]), append(y, b[i])
		}
	}
	x, y = Steady(x), Steady(y)
	return x, y, snap(differences(x, y), x, y)
}

// Steady is a sample, with all values alike where they vary by rounding alone.
func Steady(x []float64) []float64 { return snap(slices.Clone(x), x, x) }

// snap makes differences that vary by rounding alone equal.
func snap(d, x, y []float64) []float64 {
	if len(d) == 0 {
		return d
	}
	var scale float64
	for i := range x {
		scale = math.Max(scale, math.Max(math.Abs(x[i]), math.Abs(y[i])))
	}
	if slices.Max(d)-slices.Min(d) <= 1e-14*scale {
		for i := range d {
			d[i] = d[0]
		}
	}
	return d
}

// effects fills the effect sizes.
func (d *Difference) effects(x, y, diff []float64) {
	d.DZ, d.D, d.G, d.A12, d.Share = math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if len(diff) == 0 {
		return
	}
	d.A12 = A12(x, y)
	var above float64
	for _, v := range diff {
		above += (1 + sign(v)) / 2
	}
	d.Share = above / float64(len(diff))
	if len(diff) < 2 {
		return
	}
	d.DZ, d.D = ratio(d.Mean.Center, d.SD), ratio(d.MeanA-d.MeanB, pooledSD(x, y))
	d.G = d.D * unbias(float64(2*len(diff)-2))
}

// ratio is a/b, but 0 where nothing differs and nothing varies, and NaN where
// what differs does not vary.
func ratio(a, b float64) float64 {
	switch {
	case b != 0:
		return a / b
	case a == 0:
		return 0
	}
	return math.NaN()
}

// maxExactPairs is how many pairs the signed rank test enumerates.
const maxExactPairs = 100

func (d *Difference) tests(diff []float64) {
	if len(diff) == 0 {
		return
	}
	d.PWilcoxon = signedRankP(diff)
	if len(diff) > 1 {
		d.PT = OneSample(diff, 0).P
	}
}

// signedRankP is the two-sided p of the signed rank test, exact where that is
// cheap.
func signedRankP(diff []float64) float64 {
	if len(diff) <= maxExactPairs {
		return WilcoxonExact(diff).TwoSided
	}
	return Wilcoxon(diff, true).TwoSided
}

// reach fills what these pairs can find and what a smaller difference would
// need.
func (d *Difference) reach(o Options) {
	d.DetectableDZ = DetectablePaired(d.Pairs, o.Power, o.Alpha)
	d.Detectable, d.HalfNeeds, d.Needed = math.NaN(), math.NaN(), math.NaN()
	if d.Pairs < 2 {
		return
	}
	if d.SD > 0 {
		d.Detectable = d.DetectableDZ * d.SD
		d.HalfNeeds = PairsNeeded(d.DetectableDZ/2, o.Power, o.Alpha)
	}
	if o.Smallest > 0 {
		d.Needed = 2
		if d.SD > 0 {
			d.Needed = PairsNeeded(o.Smallest/d.SD, o.Power, o.Alpha)
		}
	}
}

// warn says what the numbers cannot say.
func (d *Difference) warn(x, y, diff []float64, o Options) {
	say := func(format string, args ...any) { d.Warnings = append(d.Warnings, fmt.Sprintf(format, args...)) }
	if d.Missing > 0 {
		say("%d of %d pairs are missing, because a run failed or gave no value: the rest may differ from them", d.Missing, d.Planned)
	}
	if need := MinPairs(o.Level); d.Pairs < need {
		say("need %d pairs for an interval at %v, have %d", need, o.Level, d.Pairs)
	}
	if d.Pairs == 0 {
		return
	}
	switch {
	case constant(x) && constant(y) && x[0] == y[0]:
		say("constant: every run of both arms gave %.6g", x[0])
	case constant(x) && constant(y):
		say("constant: every run of %s gave %.6g and of %s %.6g, so the intervals have no width", o.A, x[0], o.B, y[0])
	case constant(diff) && d.Pairs > 1:
		say("every pair differs by %.6g, so the intervals have no width", diff[0])
	case constant(x):
		say("constant: every run of %s gave %.6g", o.A, x[0])
	case constant(y):
		say("constant: every run of %s gave %.6g", o.B, y[0])
	}
	if zero := count(diff, 0); zero > 0 && !constant(diff) && 4*zero >= len(diff) {
		say("heavy ties: %d of %d pairs are equal, and the signed rank test leaves them out", zero, len(diff))
	} else if distinct := distinct(diff); len(diff) >= 8 && distinct > 1 && 2*distinct < len(diff) {
		say("heavy ties: %d pairs have %d different values", len(diff), distinct)
	}
	if math.IsInf(sum(diff), 0) || math.IsNaN(sum(diff)) {
		say("a run gave an infinite value: means and intervals are not defined")
	}
	if smallest := math.Ldexp(2, -d.Pairs); d.Pairs > 0 && smallest > o.Alpha {
		say("the signed rank test cannot fall below %.2g with %d pairs", smallest, d.Pairs)
	}
}

func constant(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

func count(x []float64, value float64) int {
	n := 0
	for _, v := range x {
		if v == value {
			n++
		}
	}
	return n
}

func distinct(x []float64) int { return len(slices.Compact(sorted(x))) }

// MedianInterval is the median of a sample with the interval between two of its
// order statistics, exact whatever the distribution; without one below
// MinPairs values.
func MedianInterval(x []float64, level float64) Estimate { return medianEstimate(x, level) }

// medianEstimate is the median with the interval between the k-th smallest and
// the k-th largest value, k as large as the level allows. Its coverage
// 1 − 2·P(Bin(n, ½) < k) holds whatever the distribution (Conover 1999, 3.2).
func medianEstimate(d []float64, level float64) Estimate {
	out := Estimate{Center: Median(d), Interval: none(level), Coverage: math.NaN(), Method: "order statistics, exact"}
	n := len(d)
	if n < MinPairs(level) {
		return out
	}
	// below is P(Bin < k); logarithms keep it alive for many pairs.
	lg := func(v int) float64 { l, _ := math.Lgamma(float64(v + 1)); return l }
	k, below := 0, 0.0
	for k < n/2 {
		p := math.Exp(lg(n) - lg(k) - lg(n-k) - float64(n)*math.Ln2)
		if 1-2*(below+p) < level {
			break
		}
		below += p
		k++
	}
	if k == 0 {
		return out
	}
	s := sorted(d)
	out.Lo, out.Hi, out.Coverage = s[k-1], s[n-k], 1-2*below
	return out
}

// maxBootstrap is how many values are resampled; beyond, the t interval agrees.
const maxBootstrap = 2000

// mostDraws bounds the work of one bootstrap [values drawn].
const mostDraws = 4_000_000

// meanEstimate is the mean with its BCa interval.
func meanEstimate(d []float64, o Options) Estimate {
	out := Estimate{Center: Mean(d), Interval: none(o.Level), Coverage: o.Level}
	switch n := len(d); {
	case n < MinPairs(o.Level):
		out.Method = "too few pairs"
	case constant(d):
		out.Lo, out.Hi, out.Method = d[0], d[0], "every pair alike"
	case n > maxBootstrap:
		out.Interval, out.Method = MeanInterval(d, o.Level), "t"
	default:
		resamples := o.Resamples
		if resamples == 0 {
			resamples = max(2000, min(9999, mostDraws/n))
		}
		out.Interval = BCa(d, resamples, o.Seed, o.Level, Mean).BCa
		out.Method = fmt.Sprintf("BCa, %d resamples", resamples)
	}
	return out
}

// HolmOver corrects PWilcoxon of the differences over the whole planned family
// and writes PHolm. Give it every comparison that was planned, also those that
// could not be made.
func HolmOver(family []*Difference) {
	p := make([]float64, len(family))
	for i, d := range family {
		p[i] = d.PWilcoxon
	}
	for i, v := range Holm(p) {
		family[i].PHolm = v
	}
}
