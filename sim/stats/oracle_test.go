package stats

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// oracleFile holds inputs and expected outputs that were made with scipy,
// statsmodels and numpy and checked again with R.
type oracleFile struct {
	Data  map[string][]float64
	Cases []oracleCase
}

type oracleCase struct {
	ID  string
	In  map[string]any
	Out any

	data map[string][]float64
}

// elsewhere are the kinds of cases that the tests of sim/design answer.
var elsewhere = map[string]bool{
	"sequence": true, "discrepancy": true, "sobol-analytic": true, "sobol-estimate": true, "morris": true,
}

// answers gives for each kind of case what this package says.
var answers = map[string]func(c oracleCase) map[string]any{
	"moments": answerMoments, "quantiles": answerQuantiles, "mean-ci": answerMeanCI,
	"dist": answerDist, "student": answerStudent, "welch": answerWelch,
	"mann-whitney": answerMannWhitney, "mann-whitney-ties": answerMannWhitney,
	"effect-size": answerEffect, "ks": answerKS, "ks-ties": answerKS, "paired-t": answerPaired, "wilcoxon": answerWilcoxon,
	"anova": answerANOVA, "welch-anova": answerWelchANOVA, "anova2": answerTwoWay, "kruskal": answerKruskal,
	"dunn": answerDunn, "brown-forsythe": answerBrownForsythe, "games-howell": answerGamesHowell,
	"friedman": answerFriedman, "p-adjust": answerAdjust, "correlation": answerCorrelation,
	"regression": answerRegression, "bootstrap-exact": answerBootstrapExact, "bootstrap-lcg": answerBootstrapLCG,
	"bootstrap-two-sample": answerBootstrapTwo, "permutation": answerPermutation, "power": answerPower,
	"random-intercept": answerIntercept,
}

// TestOracle wants every value of every case of the reference files.
func TestOracle(t *testing.T) {
	for _, name := range []string{"testdata/stats.json", "testdata/more.json"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f oracleFile
		if err := json.Unmarshal(text, &f); err != nil {
			t.Fatal(err)
		}
		if len(f.Cases) == 0 {
			t.Fatalf("%s: got no cases", name)
		}
		for _, c := range f.Cases {
			c.data = f.Data
			kind, _, _ := strings.Cut(c.ID, "/")
			answer, known := answers[kind]
			switch {
			case known:
				match(t, c.ID, answer(c), c.Out, tolerance(c.ID))
			case !elsewhere[kind]:
				t.Errorf("%s: %s: no code answers this case", name, c.ID)
			}
		}
	}
}

// tolerance is relative: 1e-9, but 1e-8 for numerical integration over the
// studentized range, and 1e-6 where the reference counts float ties.
func tolerance(id string) float64 {
	switch {
	case id == "dist/studentized-range", strings.HasPrefix(id, "games-howell/"):
		return 1e-8
	case strings.HasPrefix(id, "bootstrap-lcg/"):
		return 1e-6
	}
	return 1e-9
}

// rootFinding says that a reference value is a root at which the reference's own
// search stopped at about 3e-9; TestRoots holds ours to more.
func rootFinding(at string) bool {
	return at == "dist/student-t/ppf[4][0]" || strings.HasPrefix(at, "power/t/n[")
}

// least is the absolute error that is allowed near zero: none for survival
// functions, whose far tails are wanted too; but the reference integrates the
// studentized range to an absolute error.
func least(at string) float64 {
	if strings.HasPrefix(at, "dist/") && strings.Contains(at, "/sf") && !strings.Contains(at, "range") {
		return 1e-300
	}
	return 1e-12
}

// TestRoots puts the values that were searched for back into what they solve.
func TestRoots(t *testing.T) {
	for _, df := range []float64{1, 2.5, 4, 17.3, 30, 1000} {
		for _, p := range []float64{0.6, 0.9, 0.975, 0.995, 0.9999} {
			if got := TSurvival(TQuantile(p, df), df); math.Abs(got-(1-p)) > 1e-13 {
				t.Errorf("survival of the %v quantile, df %v: got %v, want %v", p, df, got, 1-p)
			}
		}
	}
	for _, df := range []float64{1, 5, 200} { // the far tail keeps its digits
		if got := TSurvival(-TQuantile(1e-14, df), df); math.Abs(got/1e-14-1) > 1e-9 {
			t.Errorf("survival of the 1e-14 quantile, df %v: got %v", df, got)
		}
	}
	for _, q := range []float64{0.5, 3, 8, 12} { // the range of two is a t
		want := 2 * TSurvival(q/math.Sqrt2, 1000)
		if got := StudentizedRangeSurvival(q, 2, 1000); math.Abs(got/want-1) > 1e-9 {
			t.Errorf("range of two above %v: got %v, want %v", q, got, want)
		}
	}
	for _, d := range []float64{0.2, 0.5, 0.8} {
		if got := PowerTwoSample(d, SampleTwoSample(d, 0.8, 0.05), 0.05); math.Abs(got-0.8) > 1e-12 {
			t.Errorf("power at the sample size for d %v: got %v, want 0.8", d, got)
		}
	}
}

// match compares what we say with what is wanted, branch by branch.
func match(t *testing.T, at string, got, want any, tol float64) {
	t.Helper()
	switch w := want.(type) {
	case float64:
		g, ok := got.(float64)
		if rootFinding(at) {
			tol = 1e-8
		}
		if !ok || !(math.Abs(g-w) <= math.Max(least(at), tol*math.Abs(w))) {
			t.Errorf("%s: got %v, want %v", at, got, w)
		}
	case string:
		if got != w {
			t.Errorf("%s: got %v, want %v", at, got, w)
		}
	case []any:
		g := list(got)
		if len(g) != len(w) {
			t.Errorf("%s: got %d values, want %d", at, len(g), len(w))
			return
		}
		for i := range w {
			match(t, fmt.Sprintf("%s[%d]", at, i), g[i], w[i], tol)
		}
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want %v", at, got, w)
			return
		}
		for k := range w {
			if _, ok := g[k]; !ok {
				t.Errorf("%s/%s: got nothing, want %v", at, k, w[k])
				continue
			}
			match(t, at+"/"+k, g[k], w[k], tol)
		}
	default:
		t.Errorf("%s: cannot compare %T", at, want)
	}
}

func list(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case []float64:
		out := make([]any, len(v))
		for i := range v {
			out[i] = v[i]
		}
		return out
	case [][]float64:
		out := make([]any, len(v))
		for i := range v {
			out[i] = v[i]
		}
		return out
	}
	return nil
}

// sample reads a sample: a name, a name with a range such as "B[0:10]", or the
// values themselves.
func (c oracleCase) sample(key string) []float64 { return c.values(c.In[key]) }

func (c oracleCase) values(v any) []float64 {
	switch v := v.(type) {
	case string:
		name, rest, cut := strings.Cut(v, "[")
		x, ok := c.data[name]
		if !ok {
			panic(c.ID + ": no sample " + v)
		}
		if cut {
			a, b, _ := strings.Cut(strings.TrimSuffix(rest, "]"), ":")
			lo, _ := strconv.Atoi(a)
			hi, _ := strconv.Atoi(b)
			x = x[lo:hi]
		}
		return x
	case []any:
		out := make([]float64, len(v))
		for i := range v {
			out[i] = v[i].(float64)
		}
		return out
	}
	panic(fmt.Sprintf("%s: cannot read %v", c.ID, v))
}

func (c oracleCase) groups(key string) [][]float64 {
	var out [][]float64
	for _, g := range c.In[key].([]any) {
		out = append(out, c.values(g))
	}
	return out
}

func ends(i Interval) []float64 { return []float64{i.Lo, i.Hi} }

func over(x []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = f(v)
	}
	return out
}

func answerMoments(c oracleCase) map[string]any {
	x := c.sample("x")
	g1, G1 := Skewness(x)
	g2, G2 := ExcessKurtosis(x)
	return map[string]any{"mean": Mean(x), "var": Variance(x), "sd": SD(x), "se": SE(x), "skew_g1": g1, "skew_G1": G1,
		"exkurt_g2": g2, "exkurt_G2": G2, "median": Median(x), "mad": MAD(x)}
}

func answerQuantiles(c oracleCase) map[string]any {
	x, out := sorted(c.sample("x")), map[string]any{}
	for typ := 1; typ <= 9; typ++ {
		out[fmt.Sprint("type", typ)] = over(c.sample("p"), func(p float64) float64 { return Quantile(x, p, typ) })
	}
	return out
}

func answerMeanCI(c oracleCase) map[string]any {
	i := MeanInterval(c.sample("x"), c.In["level"].(float64))
	return map[string]any{"lo": i.Lo, "hi": i.Hi, "half_width": i.Width() / 2}
}

func answerDist(c oracleCase) map[string]any {
	out := map[string]any{}
	switch strings.TrimPrefix(c.ID, "dist/") {
	case "normal":
		out["cdf"] = over(c.sample("z"), NormalCDF)
		out["sf"] = over(c.sample("z"), NormalSurvival)
		out["ppf"] = over(c.sample("p"), NormalQuantile)
	case "student-t":
		var sf, ppf []any
		for _, df := range c.sample("df") {
			sf = append(sf, over(c.sample("t"), func(t float64) float64 { return TSurvival(t, df) }))
			ppf = append(ppf, over(c.sample("p"), func(p float64) float64 { return TQuantile(p, df) }))
		}
		out["sf"], out["ppf"] = sf, ppf
	case "f":
		var sf []any
		for _, df := range c.groups("df") {
			sf = append(sf, over(c.sample("f"), func(f float64) float64 { return FSurvival(f, df[0], df[1]) }))
		}
		out["sf"] = sf
	case "chi2":
		var sf []any
		for _, df := range c.sample("df") {
			sf = append(sf, over(c.sample("x"), func(x float64) float64 { return ChiSquaredSurvival(x, df) }))
		}
		out["sf"] = sf
	case "studentized-range":
		var sf []any
		for _, kd := range c.groups("k_df") {
			sf = append(sf, over(c.sample("q"), func(q float64) float64 { return StudentizedRangeSurvival(q, int(kd[0]), kd[1]) }))
		}
		out["sf"] = sf
	case "noncentral-t":
		var cdf []any
		for _, dd := range c.groups("df_delta") {
			cdf = append(cdf, over(c.sample("t"), func(t float64) float64 { return NoncentralTCDF(t, dd[0], dd[1]) }))
		}
		out["cdf"] = cdf
	case "kolmogorov":
		out["sf"] = over(c.sample("x"), KolmogorovSurvival)
	}
	return out
}

func answerTTest(t TTest) map[string]any {
	return map[string]any{"diff": t.Diff, "mean_diff": t.Diff, "se": t.SE, "df": t.DF, "t": t.T, "p_two_sided": t.P,
		"p_less": t.Less, "p_greater": t.Greater, "ci95": ends(t.Interval(0.95))}
}

func answerStudent(c oracleCase) map[string]any {
	return answerTTest(Pooled(c.sample("x"), c.sample("y")))
}

func answerWelch(c oracleCase) map[string]any {
	return answerTTest(Welch(c.sample("x"), c.sample("y")))
}

func answerPaired(c oracleCase) map[string]any {
	return answerTTest(Paired(c.sample("x"), c.sample("y")))
}

func answerMannWhitney(c oracleCase) map[string]any {
	x, y := c.sample("x"), c.sample("y")
	e, n, cc := MannWhitneyExact(x, y), MannWhitney(x, y, false), MannWhitney(x, y, true)
	return map[string]any{"u": e.Statistic,
		"p_exact_two_sided": e.TwoSided, "p_exact_less": e.Less, "p_exact_greater": e.Greater,
		"p_perm_two_sided": e.Distance, "p_perm_less": e.Less, "p_perm_greater": e.Greater, "p_perm_two_sided_doubled": e.TwoSided,
		"permutations":       combinations(len(x)+len(y), len(x)),
		"p_normal_two_sided": n.TwoSided, "p_normal_less": n.Less, "p_normal_greater": n.Greater,
		"p_normal_cc_two_sided": cc.TwoSided, "p_normal_cc_less": cc.Less, "p_normal_cc_greater": cc.Greater}
}

func answerEffect(c oracleCase) map[string]any {
	x, y := c.sample("x"), c.sample("y")
	delta, v := CliffsDelta(x, y)
	return map[string]any{"delta": delta, "var": v, "a12": A12(x, y), "cohen_d": CohensD(x, y),
		"hedges_g_exact": HedgesG(x, y), "hedges_g_approx": HedgesGApprox(x, y)}
}

func answerKS(c oracleCase) map[string]any {
	x, y := c.sample("x"), c.sample("y")
	d := KSDistance(x, y)
	return map[string]any{"d": d, "p_asymptotic": KSAsymptotic(d, len(x), len(y)), "p_kolmogorov_limit": KSLimit(d, len(x), len(y)),
		"p_exact": KSExact(x, y), "p_exact_given_ties": KSExact(x, y)}
}

func answerWilcoxon(c oracleCase) map[string]any {
	d := differences(c.sample("x"), c.sample("y"))
	e, n, cc := WilcoxonExact(d), Wilcoxon(d, false), Wilcoxon(d, true)
	_, ranks, _ := signedRanks(d)
	return map[string]any{"w_plus": e.Statistic, "w_min": math.Min(e.Statistic, sum(ranks)-e.Statistic),
		"p_exact_two_sided": e.TwoSided, "p_exact_greater": e.Greater, "p_exact_less": e.Less,
		"p_normal_two_sided": n.TwoSided, "p_normal_cc_two_sided": cc.TwoSided}
}

func answerFTest(f FTest) map[string]any {
	return map[string]any{"f": f.F, "df1": f.DF1, "df2": f.DF2, "df_between": f.DF1, "df_within": f.DF2, "p": f.P}
}

func answerANOVA(c oracleCase) map[string]any {
	f, eta2, omega2 := OneWay(c.groups("groups"))
	out := answerFTest(f)
	out["eta2"], out["omega2"] = eta2, omega2
	return out
}

func answerWelchANOVA(c oracleCase) map[string]any {
	return answerFTest(WelchANOVA(c.groups("groups")))
}

func answerBrownForsythe(c oracleCase) map[string]any {
	return answerFTest(BrownForsythe(c.groups("groups")))
}

func answerTwoWay(c oracleCase) map[string]any {
	var cells [][][]float64
	for _, row := range c.In["cells"].([]any) {
		cells = append(cells, oracleCase{In: map[string]any{"row": row}}.groups("row"))
	}
	a, b, ab, rest := TwoWay(cells)
	out := map[string]any{}
	for name, e := range map[string]Effect{"a": a, "b": b, "ab": ab, "error": rest} {
		out[name] = map[string]any{"ss": e.SS, "df": e.DF, "f": e.F, "p": e.P, "partial_eta2": e.PartialEta2}
	}
	return out
}

func answerKruskal(c oracleCase) map[string]any {
	k := KruskalWallis(c.groups("groups"))
	return map[string]any{"h": k.Statistic, "df": k.DF, "p": k.P, "epsilon2": k.Effect}
}

func answerFriedman(c oracleCase) map[string]any {
	f := Friedman(c.groups("blocks"))
	return map[string]any{"chi2": f.Statistic, "statistic": f.Statistic, "df": f.DF, "p": f.P, "kendall_w": f.Effect}
}

func answerPairs(c oracleCase, pairs []Pair, fill func(i int, p Pair, out map[string]any)) map[string]any {
	names := c.In["groups"].([]any)
	var out []any
	for i, p := range pairs {
		m := map[string]any{"pair": []any{names[p.A], names[p.B]}, "p": p.P}
		fill(i, p, m)
		out = append(out, m)
	}
	return map[string]any{"pairs": out}
}

func answerDunn(c oracleCase) map[string]any {
	pairs := Dunn(c.groups("groups"))
	var p []float64
	for _, q := range pairs {
		p = append(p, q.P)
	}
	holm := Holm(p)
	return answerPairs(c, pairs, func(i int, p Pair, out map[string]any) { out["z"], out["p_holm"] = p.Statistic, holm[i] })
}

func answerGamesHowell(c oracleCase) map[string]any {
	return answerPairs(c, GamesHowell(c.groups("groups")), func(_ int, p Pair, out map[string]any) {
		out["q"], out["df"], out["diff"] = p.Statistic, p.DF, p.Diff
	})
}

func answerAdjust(c oracleCase) map[string]any {
	p := c.sample("p")
	return map[string]any{"bonferroni": Bonferroni(p), "holm": Holm(p), "hochberg": Hochberg(p), "bh": BenjaminiHochberg(p),
		"by": BenjaminiYekutieli(p), "holm_sidak": HolmSidak(p)}
}

func answerCorrelation(c oracleCase) map[string]any {
	x, y := c.sample("x"), c.sample("y")
	p, s, k := Pearson(x, y), Spearman(x, y), Kendall(x, y)
	out := map[string]any{"pearson": p.R, "pearson_p": p.P, "spearman": s.R, "spearman_p_t": s.P, "kendall": k.R,
		"kendall_p_exact": k.P, "kendall_p_normal": k.P, "fisher95": ends(FisherInterval(p.R, len(x), 0, 0.95))}
	if _, ok := c.In["z"]; ok {
		q := Partial(x, y, c.sample("z"))
		out["partial"], out["partial_p"] = q.R, q.P
	}
	return out
}

// halton is the radical inverse of i in a base.
func halton(i, base int) float64 {
	var x float64
	f := 1.0
	for ; i > 0; i /= base {
		f /= float64(base)
		x += f * float64(i%base)
	}
	return x
}

func answerRegression(c oracleCase) map[string]any {
	n, first := int(c.In["n"].(float64)), int(c.In["first_index"].(float64))
	columns := make([][]float64, 3)
	var y []float64
	for i := first; i < first+n; i++ {
		for j, b := range c.sample("bases") {
			columns[j] = append(columns[j], halton(i, int(b)))
		}
		x := []float64{halton(i, 2), halton(i, 3), halton(i, 5)}
		y = append(y, 2*x[0]-3*x[1]*x[1]+0.5*x[0]*x[2])
	}
	fit, err := Regress(y, columns)
	if err != nil {
		panic(err)
	}
	src, _ := SRC(y, columns)
	prcc, _ := PRCC(y, columns)
	return map[string]any{"beta": fit.Beta, "se": fit.SE, "r2": fit.R2, "src": src, "prcc": prcc}
}

func answerBootstrap(b Bootstrap) map[string]any {
	return map[string]any{"theta": b.Theta, "se": b.SE, "z0": b.Z0, "accel": b.Accel, "levels": b.Levels[:],
		"bca95": ends(b.BCa), "percentile95": ends(b.Percentile), "basic95": ends(b.Basic)}
}

func answerBootstrapExact(c oracleCase) map[string]any {
	x := c.sample("x")
	var thetas []float64
	for code := range 3125 {
		var s float64
		for range 5 {
			s += x[code%5]
			code /= 5
		}
		thetas = append(thetas, math.Round(s/5*1e12)/1e12)
	}
	return answerBootstrap(NewBootstrap(Mean(x), thetas, Jackknife(x, Mean), c.In["level"].(float64)))
}

// lcg draws resamples with the generator that the reference states.
func lcg(x []float64, state uint64, b int, stat func([]float64) float64) []float64 {
	var out []float64
	for range b {
		pick := make([]float64, len(x))
		for j := range pick {
			state = (1103515245*state + 12345) % (1 << 31)
			pick[j] = x[state>>16%uint64(len(x))]
		}
		out = append(out, stat(pick))
	}
	return out
}

func answerBootstrapLCG(c oracleCase) map[string]any {
	x, stat := c.sample("x"), Mean
	if strings.HasSuffix(c.ID, "-sd") {
		stat = SD
	}
	if strings.HasSuffix(c.ID, "-median") {
		stat = Median
	}
	thetas := lcg(x, 12345, int(c.In["B"].(float64)), stat)
	out := answerBootstrap(NewBootstrap(stat(x), thetas, Jackknife(x, stat), c.In["level"].(float64)))
	out["first_thetas"] = thetas[:5]
	return out
}

func answerBootstrapTwo(c oracleCase) map[string]any {
	x, y, b := c.sample("x"), c.sample("y"), int(c.In["B"].(float64))
	d := differences(lcg(x, 12345, b, Mean), lcg(y, 54321, b, Mean))
	s := sorted(d)
	return map[string]any{"theta": Mean(x) - Mean(y), "se": SD(d), "percentile95": []float64{Quantile(s, 0.025, 7), Quantile(s, 0.975, 7)}}
}

func answerPermutation(c oracleCase) map[string]any {
	var p Permutation
	if _, ok := c.In["y"]; ok {
		p = PermutationMeans(c.sample("x"), c.sample("y"), 0, 0)
	} else {
		p = PermutationSigns(c.sample("x"), 0, 0)
	}
	return map[string]any{"p": p.P, "permutations": float64(p.Count)}
}

func answerPower(c oracleCase) map[string]any {
	if strings.HasSuffix(c.ID, "/paired") {
		var out []any
		for _, row := range c.groups("dz_n_alpha") {
			out = append(out, PowerPaired(row[0], row[1], row[2]))
		}
		return map[string]any{"power": out}
	}
	n := over(c.sample("d"), func(d float64) float64 { return SampleTwoSample(d, 0.8, 0.05) })
	return map[string]any{"n": n, "power_n30_d05": PowerTwoSample(0.5, 30, 0.05)}
}

func answerIntercept(c oracleCase) map[string]any {
	v := RandomIntercept(c.groups("groups"))
	return map[string]any{"msb": v.MSBetween, "msw": v.MSWithin, "var_between": v.Between, "var_within": v.Within,
		"icc1": v.ICC1, "icc2": v.ICC2, "mean": v.Mean, "se_mean": v.SEMean}
}

// TestEdges holds the distributions to their ends and to what they cannot say.
func TestEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		name      string
		got, want float64
	}{
		{"normal quantile of 0", NormalQuantile(0), -inf}, {"normal quantile of 1", NormalQuantile(1), inf},
		{"t beyond all", TSurvival(inf, 3), 0}, {"t of no freedom", TSurvival(1, 0), nan},
		{"t of endless freedom", TSurvival(1.5, inf), NormalSurvival(1.5)}, {"t quantile, endless", TQuantile(0.975, inf), NormalQuantile(0.975)},
		{"t quantile of 1", TQuantile(1, 4), inf}, {"t quantile of 0", TQuantile(0, 4), -inf}, {"t quantile of a half", TQuantile(0.5, 4), 0},
		{"t quantile of 2", TQuantile(2, 4), nan}, {"F of 0", FSurvival(0, 2, 3), 1}, {"F beyond all", FSurvival(inf, 2, 3), 0},
		{"chi-squared of 0", ChiSquaredSurvival(0, 3), 1}, {"chi-squared unknown", ChiSquaredSurvival(nan, 3), nan},
		{"range of 0", StudentizedRangeSurvival(0, 3, 9), 1}, {"range beyond all", StudentizedRangeSurvival(inf, 3, 9), 0},
		{"range of one", StudentizedRangeSurvival(2, 1, 9), nan}, {"Kolmogorov of 0", KolmogorovSurvival(0), 1},
		{"mean of nothing", Mean(nil), nan}, {"median of nothing", Median(nil), nan}, {"variance of one", Variance([]float64{3}), nan},
		{"quantile of nothing", Quantile(nil, 0.5, 7), nan}, {"power of nothing", DetectablePaired(1, 0.95, 0.01), nan},
		{"interval of three pairs", FisherInterval(0.5, 3, 0, 0.95).Lo, nan}, {"dz", PairedDZ([]float64{1, 2, 3}), 2},
		{"alike, t", OneSample([]float64{0, 0, 0}, 0).P, 1}, {"always one, t", OneSample([]float64{1, 1, 1}, 0).P, 0},
	} {
		if tt.got != tt.want && !(math.IsNaN(tt.got) && math.IsNaN(tt.want)) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
