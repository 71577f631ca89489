package stats

import (
	"fmt"
	"math"
	"slices"
)

// A Ranking orders arms by one measure and says which of them the data do not
// tell apart.
type Ranking struct {
	Order   []int       // arms, best first (by mean over the seeds that all arms have); those without a value last
	Place   []int       // of each arm: 1 + the number of arms that are separated from it and better; without a value, behind all that have one
	Letters []string    // of each arm: two arms that share a letter are not separated; none without a value
	Mean    []float64   // of each arm; NaN without a value
	Median  []float64   // of each arm; NaN without a value
	P       [][]float64 // two-sided p of each pair of arms, Holm over all pairs; NaN on the diagonal and without a value
	Seeds   int         // seeds that all arms have, but for those without a value

	Warnings []string
}

// Rank orders arms: arms[a][i] is the run of arm a with seed i, NaN where it is
// missing; a seed that any arm lacks is left out. An arm without any value comes
// last and is compared with none, so that it takes no seed from the others. All
// other pairs are compared by the signed rank test, corrected by Holm over them;
// at alpha [default 0.05] and below they are separated. lower says that small
// values are better. It panics when the lengths differ.
func Rank(arms [][]float64, alpha float64, lower bool) Ranking {
	if alpha == 0 {
		alpha = 0.05
	}
	k := len(arms)
	r := Ranking{Place: make([]int, k), Mean: make([]float64, k), Median: make([]float64, k), P: make([][]float64, k)}
	var ranked []int
	var some [][]float64
	for a, x := range arms {
		r.Mean[a], r.Median[a], r.P[a] = math.NaN(), math.NaN(), blank(k)
		if slices.ContainsFunc(x, func(v float64) bool { return !math.IsNaN(v) }) {
			ranked, some = append(ranked, a), append(some, x)
		}
	}
	full, planned := complete(some)
	if len(full) > 0 {
		r.Seeds = len(full[0])
	}
	for i, a := range ranked {
		r.Mean[a], r.Median[a] = Mean(full[i]), Median(full[i])
	}
	better := func(a, b int) bool { // a mean that is missing is worse than any
		x, y := r.Mean[a], r.Mean[b]
		if lower {
			x, y = -x, -y
		}
		return x > y || math.IsNaN(y) && !math.IsNaN(x)
	}
	r.Order = slices.Clone(ranked)
	slices.SortStableFunc(r.Order, func(a, b int) int {
		switch {
		case better(a, b):
			return -1
		case better(b, a):
			return 1
		}
		return 0
	})
	r.comparePairs(ranked, full)
	apart := func(a, b int) bool { return r.P[a][b] <= alpha }
	for a := range k {
		r.Place[a] = 1 + len(ranked)
	}
	for _, a := range ranked {
		r.Place[a] = 1
		for _, b := range ranked {
			if a != b && apart(a, b) && better(b, a) {
				r.Place[a]++
			}
		}
	}
	r.Letters = letters(k, r.Order, apart)
	for a := range k {
		if !slices.Contains(ranked, a) {
			r.Order = append(r.Order, a)
		}
	}
	r.warn(planned, alpha, len(ranked))
	return r
}

// complete keeps the seeds that all arms have.
func complete(arms [][]float64) (full [][]float64, planned int) {
	full = make([][]float64, len(arms))
	if len(arms) == 0 {
		return full, 0
	}
	planned = len(arms[0])
	for i := range planned {
		whole := true
		for _, x := range arms {
			if len(x) != planned {
				panic("stats: arms of unequal length")
			}
			whole = whole && !math.IsNaN(x[i])
		}
		for a, x := range arms {
			if whole {
				full[a] = append(full[a], x[i])
			}
		}
	}
	return full, planned
}

// comparePairs compares the arms that have a value: full[i] is what arm
// ranked[i] came to.
func (r *Ranking) comparePairs(ranked []int, full [][]float64) {
	var p []float64
	for a := range full {
		for b := range a {
			v := math.NaN()
			if r.Seeds > 0 {
				v = signedRankP(differences(full[a], full[b]))
			}
			p = append(p, v)
		}
	}
	adjusted := Holm(p)
	i := 0
	for a := range full {
		for b := range a {
			x, y := ranked[a], ranked[b]
			r.P[x][y], r.P[y][x] = adjusted[i], adjusted[i]
			i++
		}
	}
}

// warn says what the ranking cannot: k arms have a value.
func (r *Ranking) warn(planned int, alpha float64, k int) {
	say := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	if all := len(r.Order); k < all {
		say("%d of %d arms without a value in any run: last in the ranking, and compared with none", all-k, all)
	}
	if r.Seeds < planned {
		say("%d of %d seeds are left out, because a run of some arm failed or gave no value", planned-r.Seeds, planned)
	}
	pairs := k * (k - 1) / 2
	need := 1
	for need < 64 && math.Ldexp(2, -need)*float64(pairs) > alpha {
		need++
	}
	if pairs > 0 && r.Seeds < need {
		say("need %d seeds to separate any two of %d arms at %v, have %d", need, k, alpha, r.Seeds)
	}
}

// letters gives each arm in the order, of n in all, the letters of the groups it
// belongs to, so that two share a letter exactly when they are not apart: insert
// and absorb (Piepho 2004, Journal of Computational and Graphical Statistics 13).
func letters(n int, order []int, apart func(a, b int) bool) []string {
	k := len(order)
	all := make([]bool, k) // by position in the order
	for i := range all {
		all[i] = true
	}
	groups := [][]bool{all}
	for i := range k {
		for j := i + 1; j < k; j++ {
			if apart(order[i], order[j]) {
				groups = split(groups, i, j)
			}
		}
	}
	slices.SortStableFunc(groups, func(a, b []bool) int { return first(a) - first(b) })
	out := make([]string, n)
	for g, members := range groups {
		for i, in := range members {
			if in {
				out[order[i]] += letter(g)
			}
		}
	}
	return out
}

func first(group []bool) int { return slices.Index(group, true) }

// letter names group g: a to z, then a2, b2 and on.
func letter(g int) string {
	s := string(rune('a' + g%26))
	if g >= 26 {
		s += fmt.Sprint(g/26 + 1)
	}
	return s
}

// split parts every group that holds both i and j into one without each, and
// drops groups that lie in another.
func split(groups [][]bool, i, j int) [][]bool {
	var out [][]bool
	for _, g := range groups {
		if g[i] && g[j] {
			a, b := slices.Clone(g), slices.Clone(g)
			a[i], b[j] = false, false
			out = append(out, a, b)
		} else {
			out = append(out, g)
		}
	}
	var kept [][]bool
	for x, g := range out {
		lies := false
		for y, h := range out {
			if x != y && within(g, h) && (!within(h, g) || y < x) {
				lies = true
			}
		}
		if !lies {
			kept = append(kept, g)
		}
	}
	return kept
}

// within says that every member of g is one of h.
func within(g, h []bool) bool {
	for i := range g {
		if g[i] && !h[i] {
			return false
		}
	}
	return true
}
