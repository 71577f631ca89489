package stats

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tutti/sim/exact"
)

// arms makes n paired runs that differ by shift and share half of their
// variance.
func arms(n int, shift float64, seed uint64) (a, b []float64) {
	s := exact.NewDraws(seed, 0xFFF0, 0).Stream(0)
	for range n {
		common := s.Normal()
		a = append(a, shift+common+s.Normal())
		b = append(b, common+s.Normal())
	}
	return a, b
}

func TestMinPairs(t *testing.T) {
	for _, tt := range []struct {
		level float64
		want  int
	}{{0.5, 2}, {0.9, 5}, {0.95, 6}, {0.99, 8}} {
		if got := MinPairs(tt.level); got != tt.want {
			t.Errorf("pairs for an interval at %v: got %d, want %d", tt.level, got, tt.want)
		}
	}
}

func TestCompareWarnings(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name string
		a, b []float64
		want []string
	}{
		{"no runs", nil, nil, []string{"need 6 pairs for an interval at 0.95, have 0"}},
		{"four pairs", []float64{1, 2, 4, 3}, []float64{0, 1.5, 2, 1}, []string{"need 6 pairs for an interval at 0.95, have 4",
			"the signed rank test cannot fall below 0.12 with 4 pairs"}},
		{"a failed run", []float64{1, 2, 4, 3, 5, 7, 9, 8, nan, 9}, []float64{0, 1.5, 2, 1, 2, 6.5, 6, 5.25, 1, 7.7},
			[]string{"1 of 10 pairs are missing, because a run failed or gave no value: the rest may differ from them"}},
		{"constant", []float64{3, 3, 3, 3, 3, 3, 3, 3}, []float64{3, 3, 3, 3, 3, 3, 3, 3}, []string{"constant: every run of both arms gave 3"}},
		{"constant arms", []float64{3, 3, 3, 3, 3, 3, 3, 3}, []float64{2, 2, 2, 2, 2, 2, 2, 2},
			[]string{"constant: every run of the first arm gave 3 and of the second 2, so the intervals have no width"}},
		{"one constant arm", []float64{3, 3, 3, 3, 3, 3, 3, 3}, []float64{2, 2.5, 2.25, 1, 7, 3.5, 4, 5},
			[]string{"constant: every run of the first arm gave 3"}},
		{"alike", []float64{1, 2, 4, 3, 5, 7, 9, 8}, []float64{0, 1, 3, 2, 4, 6, 8, 7}, []string{"every pair differs by 1, so the intervals have no width"}},
		{"ties", []float64{1, 2, 4, 3, 5, 7, 9, 8}, []float64{1, 2, 4, 1, 2, 6.5, 6, 4}, []string{"heavy ties: 3 of 8 pairs are equal, and the signed rank test leaves them out"}},
		{"few values", []float64{1, 1, 2, 1, 2, 2, 1, 1, 2, 1}, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, []string{"constant: every run of the second gave 0",
			"heavy ties: 10 pairs have 2 different values"}},
		{"clean", []float64{1, 2, 4, 3, 5, 7, 9, 8}, []float64{0, 1.5, 2, 1.25, 2, 6.75, 6.5, 4}, nil},
	} {
		if got := Compare(tt.a, tt.b, Options{}).Warnings; !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestNoSpreadNoEffectSize wants no size in standard deviations of 0: missing
// where something differs, 0 where nothing does.
func TestNoSpreadNoEffectSize(t *testing.T) {
	nan := math.NaN()
	rising, constant := []float64{1, 2, 4, 3, 5, 7, 9, 8}, []float64{2, 2, 2, 2, 2, 2, 2, 2}
	for _, tt := range []struct {
		name  string
		a     []float64
		shift float64
		dz, d float64
	}{
		{"every pair alike", rising, -1, nan, 1 / SD(rising)},
		{"constant arms", constant, 0.5, nan, nan},
		{"the same arm", rising, 0, 0, 0},
		{"the same constant", constant, 0, 0, 0},
	} {
		b := make([]float64, len(tt.a))
		for i, x := range tt.a {
			b[i] = x + tt.shift
		}
		got := Compare(tt.a, b, Options{})
		for _, x := range []struct {
			name      string
			got, want float64
		}{{"dz", got.DZ, tt.dz}, {"d", got.D, tt.d}, {"g", got.G, tt.d * unbias(14)}} {
			if math.IsNaN(x.got) != math.IsNaN(x.want) || math.Abs(x.got-x.want) > 1e-12 {
				t.Errorf("%s: %s is %v, want %v", tt.name, x.name, x.got, x.want)
			}
		}
		if len(got.Warnings) == 0 {
			t.Errorf("%s: got no warning, want one", tt.name)
		}
		if !math.IsNaN(got.Detectable) || !math.IsNaN(got.HalfNeeds) {
			t.Errorf("%s: detectable %v, half needs %v; want none of what does not vary", tt.name, got.Detectable, got.HalfNeeds)
		}
	}
}

// TestPairedP wants the p of the whole comparison.
func TestPairedP(t *testing.T) {
	for n := range 12 {
		a, b := arms(n, 0.3, uint64(n))
		if n > 4 {
			a[1], b[3] = math.NaN(), math.NaN()
		}
		d := Compare(a, b, Options{Resamples: 2})
		if p, pairs := PairedP(a, b); pairs != d.Pairs || p != d.PWilcoxon && !(math.IsNaN(p) && math.IsNaN(d.PWilcoxon)) {
			t.Errorf("%d pairs: got %v of %d, want %v of %d", n, p, pairs, d.PWilcoxon, d.Pairs)
		}
	}
}

func TestCompareDropsWholePairs(t *testing.T) {
	nan := math.NaN()
	got := Compare([]float64{1, nan, 5, 9}, []float64{0, 7, 2, nan}, Options{})
	if got.Pairs != 2 || got.Missing != 2 || got.MeanA != 3 || got.MeanB != 1 || got.Mean.Center != 2 {
		t.Errorf("got %d pairs, %d missing, means %v and %v, difference %v; want 2, 2, 3, 1, 2", got.Pairs, got.Missing, got.MeanA, got.MeanB, got.Mean.Center)
	}
	if got.Mean.Known() || got.Median.Known() {
		t.Errorf("intervals of two pairs: got %v and %v, want none", got.Mean.Interval, got.Median.Interval)
	}
}

// TestCompareMirror exchanges the arms: everything changes sign or side.
func TestCompareMirror(t *testing.T) {
	a, b := arms(25, 0.8, 3)
	p, q := Compare(a, b, Options{}), Compare(b, a, Options{})
	for _, tt := range []struct {
		name      string
		got, want float64
	}{
		{"mean", p.Mean.Center, -q.Mean.Center}, {"median", p.Median.Center, -q.Median.Center},
		{"median lo", p.Median.Lo, -q.Median.Hi}, {"A12", p.A12, 1 - q.A12}, {"share", p.Share, 1 - q.Share},
		{"dz", p.DZ, -q.DZ}, {"g", p.G, -q.G}, {"Wilcoxon", p.PWilcoxon, q.PWilcoxon}, {"t", p.PT, q.PT}, {"detectable", p.Detectable, q.Detectable},
	} {
		if math.Abs(tt.got-tt.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	if again := Compare(a, b, Options{}); !reflect.DeepEqual(again.Mean, p.Mean) {
		t.Errorf("the same comparison again: got %v, want %v", again.Mean, p.Mean)
	}
}

// TestDetectable puts the smallest detectable difference back into the power.
func TestDetectable(t *testing.T) {
	for _, n := range []int{3, 8, 20, 100, 1000} {
		dz := DetectablePaired(n, 0.95, 0.01)
		if got := PowerPaired(dz, float64(n), 0.01); math.Abs(got-0.95) > 1e-10 {
			t.Errorf("power of %d pairs at dz %v: got %v, want 0.95", n, dz, got)
		}
		if got := PairsNeeded(dz, 0.95, 0.01); got != float64(n) {
			t.Errorf("pairs needed for dz %v: got %v, want %d", dz, got, n)
		}
	}
	if got := PairsNeeded(0, 0.95, 0.01); !math.IsInf(got, 1) {
		t.Errorf("pairs needed for nothing: got %v, want +Inf", got)
	}
	for _, dz := range []float64{1e4, 1e300, math.Inf(1)} { // found with any number of pairs, at once
		if got := PairsNeeded(dz, 0.95, 0.01); got != 2 {
			t.Errorf("pairs needed for dz %v: got %v, want 2", dz, got)
		}
	}
	a, b := arms(30, 0.5, 9)
	d := Compare(a, b, Options{Smallest: 0.25})
	if math.Abs(d.Detectable-d.DetectableDZ*d.SD) > 1e-15 || d.HalfNeeds < 3.5*30 || d.Needed <= 30 {
		t.Errorf("got detectable %v, half needs %v, a quarter needs %v", d.Detectable, d.HalfNeeds, d.Needed)
	}
}

// TestCoverage: of a hundred intervals at 0.95 about five miss the truth.
func TestCoverage(t *testing.T) {
	const trials = 300
	var mean, median int
	for k := range trials {
		a, b := arms(30, 0.4, uint64(100+k))
		d := Compare(a, b, Options{Resamples: 500, Seed: uint64(k)})
		if d.Mean.Lo <= 0.4 && 0.4 <= d.Mean.Hi {
			mean++
		}
		if d.Median.Lo <= 0.4 && 0.4 <= d.Median.Hi {
			median++
		}
	}
	for name, n := range map[string]int{"mean": mean, "median": median} {
		if share := float64(n) / trials; share < 0.90 || share > 0.995 {
			t.Errorf("%s: got a coverage of %v, want about 0.95", name, share)
		}
	}
}

func TestMedianInterval(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	got := medianEstimate(x, 0.95) // k = 2: 1 − 2·11/1024
	if got.Lo != 2 || got.Hi != 9 || math.Abs(got.Coverage-(1-22.0/1024)) > 1e-12 {
		t.Errorf("got [%v, %v] covering %v, want [2, 9] covering %v", got.Lo, got.Hi, got.Coverage, 1-22.0/1024)
	}
	if got := medianEstimate(x[:6], 0.95); got.Lo != 1 || got.Hi != 6 {
		t.Errorf("six values: got [%v, %v], want [1, 6]", got.Lo, got.Hi)
	}
}

func TestHolmOverCountsWhatWasPlanned(t *testing.T) {
	family := []*Difference{{PWilcoxon: 0.01}, {PWilcoxon: math.NaN()}, {PWilcoxon: 0.04}}
	HolmOver(family)
	if family[0].PHolm != 0.03 || !math.IsNaN(family[1].PHolm) || family[2].PHolm != 0.08 {
		t.Errorf("got %v, %v, %v, want 0.03, NaN, 0.08", family[0].PHolm, family[1].PHolm, family[2].PHolm)
	}
}

func TestRank(t *testing.T) {
	a, b := arms(40, 3, 1)
	_, c := arms(40, 0, 2)
	r := Rank([][]float64{b, a, c}, 0.05, false)
	if want := []int{2, 1, 2}; !reflect.DeepEqual(r.Place, want) {
		t.Errorf("places: got %v, want %v", r.Place, want)
	}
	if r.Order[0] != 1 || r.Letters[1] != "a" || r.Letters[0] != "b" || r.Letters[2] != "b" {
		t.Errorf("got order %v, letters %v, want arm 1 first with a and the others with b", r.Order, r.Letters)
	}
	low := Rank([][]float64{b, a, c}, 0.05, true)
	if low.Order[2] != 1 || low.Place[1] != 3 {
		t.Errorf("small is better: got order %v, places %v, want arm 1 last", low.Order, low.Place)
	}
	few := Rank([][]float64{b[:5], a[:5], append(c[:4:4], math.NaN())}, 0.05, false)
	want := []string{"1 of 5 seeds are left out, because a run of some arm failed or gave no value", "need 7 seeds to separate any two of 3 arms at 0.05, have 4"}
	if !reflect.DeepEqual(few.Warnings, want) {
		t.Errorf("got %q, want %q", few.Warnings, want)
	}
}

// TestRankWithoutValues has an arm without any value last, and the others ranked
// as if it were not there.
func TestRankWithoutValues(t *testing.T) {
	a, b := arms(40, 3, 1)
	none := slices.Repeat([]float64{math.NaN()}, 40)
	for _, lower := range []bool{false, true} {
		two, got := Rank([][]float64{b, a}, 0.05, lower), Rank([][]float64{none, b, a}, 0.05, lower)
		if want := []int{two.Order[0] + 1, two.Order[1] + 1, 0}; !reflect.DeepEqual(got.Order, want) {
			t.Errorf("order: got %v, want %v", got.Order, want)
		}
		if want := []int{3, two.Place[0], two.Place[1]}; !reflect.DeepEqual(got.Place, want) {
			t.Errorf("places: got %v, want %v", got.Place, want)
		}
		if got.Letters[0] != "" || got.Letters[1] != two.Letters[0] || got.P[2][1] != two.P[1][0] || !math.IsNaN(got.P[0][1]) || got.Seeds != 40 {
			t.Errorf("got letters %q, p %v, %d seeds; want those of two arms, and none for the first", got.Letters, got.P, got.Seeds)
		}
		if want := []string{"1 of 3 arms without a value in any run: last in the ranking, and compared with none"}; !reflect.DeepEqual(got.Warnings, want) {
			t.Errorf("got %q, want %q", got.Warnings, want)
		}
	}
	if r := Rank([][]float64{none, none, none}, 0.05, false); !reflect.DeepEqual(r.Order, []int{0, 1, 2}) || r.Place[2] != 1 {
		t.Errorf("nobody has a value: got order %v, places %v, want as they stand, all first", r.Order, r.Place)
	}
}

// TestLetters holds the letters to their meaning on random relations.
func TestLetters(t *testing.T) {
	for seed := range uint64(200) {
		s := exact.NewDraws(seed, 0xFFF0, 1).Stream(0)
		k := 1 + s.Int(7)
		rel := map[[2]int]bool{}
		for i := range k {
			for j := range i {
				v := s.Share() < 0.5
				rel[[2]int{i, j}], rel[[2]int{j, i}] = v, v
			}
		}
		l := letters(k, s.Perm(k), func(a, b int) bool { return rel[[2]int{a, b}] })
		for i := range k {
			for j := range i {
				if got := strings.ContainsAny(l[i], l[j]); got == rel[[2]int{i, j}] {
					t.Fatalf("seed %d: arms %d %q and %d %q: share a letter %v, apart %v", seed, i, l[i], j, l[j], got, rel[[2]int{i, j}])
				}
			}
		}
	}
}

func TestUntil(t *testing.T) {
	a, b := arms(400, 1, 5)
	if w := Until(a[:4], b[:4], 0.95, 1); w.Enough || w.Need != 6 || w.Have.Known() {
		t.Errorf("four pairs: got %v, need %d, want no interval, need 6", w, w.Need)
	}
	w := Until(a[:20], b[:20], 0.95, 0.4)
	if w.Enough || w.Need <= 20 || w.Caveat != Caveat {
		t.Errorf("twenty pairs: got enough %v, need %d, caveat %q", w.Enough, w.Need, w.Caveat)
	}
	n := w.Need
	if half := TQuantile(0.975, float64(n-1)) * SD(differences(a[:20], b[:20])) / math.Sqrt(float64(n)); 2*half > 0.4 {
		t.Errorf("width with %d pairs: got %v, want at most 0.4", n, 2*half)
	}
	if w := Until(a, b, 0.95, 0.4); !w.Enough || w.Need != 400 {
		t.Errorf("all pairs: got %v, want enough", w)
	}
}

func TestClaim(t *testing.T) {
	up := []float64{1, 1.2, 0.9, 1.1, 1.05, 0.95, 1.3, 0.8}
	wide := []float64{-3, 4, -2, 3, 1, -1, 2, -2.5}
	for _, tt := range []struct {
		name   string
		claim  Claim
		values []float64
		want   Outcome
	}{
		{"above", Claim{Kind: Sign}, up, Holds},
		{"below", Claim{Kind: Sign, Below: true}, up, DoesNotHold},
		{"noise", Claim{Kind: Sign}, wide, Undecided},
		{"nothing differs", Claim{Kind: Sign}, []float64{0, 0, 0}, DoesNotHold},
		{"always alike", Claim{Kind: Sign}, []float64{2, 2, 2}, Holds},
		{"one value", Claim{Kind: Sign}, []float64{2, math.NaN()}, Undecided},
		{"in band", Claim{Kind: Band, Lo: 0.5, Hi: 1.5}, up, Holds},
		{"off band", Claim{Kind: Band, Lo: 2, Hi: 3}, up, DoesNotHold},
		{"edge of band", Claim{Kind: Band, Lo: 1, Hi: 3}, up, Undecided},
		{"null", Claim{Kind: Null, Hi: 2}, up, Holds},
		{"not null", Claim{Kind: Null, Hi: 0.5}, up, DoesNotHold},
		{"null unknown", Claim{Kind: Null, Hi: 1}, wide, Undecided},
	} {
		if got := tt.claim.Judge(tt.values); got.Outcome != tt.want || got.Reason == "" {
			t.Errorf("%s: got %q (%s), want %q", tt.name, got.Outcome, got.Reason, tt.want)
		}
	}
	a, b := arms(60, 2, 7)
	c := make([]float64, len(b))
	for i := range c {
		c[i] = b[i] - 1 + 0.1*a[i]
	}
	if got := (Claim{Kind: Order}).JudgeOrder([][]float64{a, b, c}); got.Outcome != Holds {
		t.Errorf("order: got %q (%s), want it to hold", got.Outcome, got.Reason)
	}
	if got := (Claim{Kind: Order}).JudgeOrder([][]float64{a, c, b}); got.Outcome != DoesNotHold || !strings.HasPrefix(got.Reason, "place 2 against place 3") {
		t.Errorf("wrong order: got %q (%s), want it not to hold at place 2", got.Outcome, got.Reason)
	}
	r := Pearson(a, b)
	if got := (Claim{Kind: Sign}).JudgeInterval(r.R, FisherInterval(r.R, r.N, 0, 0.99)); got.Outcome != Holds {
		t.Errorf("correlation %v: got %q, want it to hold", r.R, got.Outcome)
	}
}

// TestPermutationDrawn: the drawn test agrees with the exact one within its
// error, and never says zero.
func TestPermutationDrawn(t *testing.T) {
	a, b := arms(18, 0.5, 11)
	d := differences(a, b)
	drawn := PermutationSigns(d, 9999, 1)
	want := OneSample(d, 0).P
	if drawn.Exact || math.Abs(drawn.P-want) > 0.03 {
		t.Errorf("signs: got p %v (exact %v), want about %v", drawn.P, drawn.Exact, want)
	}
	means := PermutationMeans(a, b, 9999, 1)
	if want := Pooled(a, b).P; means.Exact || math.Abs(means.P-want) > 0.03 {
		t.Errorf("means: got p %v (exact %v), want about %v", means.P, means.Exact, want)
	}
	far := make([]float64, 40)
	for i := range far {
		far[i] = 100 + float64(i)
	}
	if got := PermutationSigns(far, 999, 1).P; got != 1.0/1000 {
		t.Errorf("far from zero: got %v, want 0.001", got)
	}
}

func TestRegressRefuses(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5}
	if _, err := Regress(x[:2], [][]float64{x[:2]}); err == nil {
		t.Error("two observations, two coefficients: got no error")
	}
	if _, err := Regress([]float64{1, 2, 4, 3, 5}, [][]float64{x, x}); err == nil {
		t.Error("the same column twice: got no error")
	}
}
