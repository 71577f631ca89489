package stats

import (
	"fmt"
	"math"
	"slices"
)

// A Ranking orders arms by one measure and says which of them the data do not
// tell apart.
type Ranking struct {
	Order   []int       // arms, best first (by mean over the seeds that all arms have)
	Place   []int       // of each arm: 1 + the number of arms that are separated from it and better
	Letters []string    // of each arm: two arms that share a letter are not separated
	Mean    []float64   // of each arm
	Median  []float64   // of each arm
	P       [][]float64 // two-sided p of each pair of arms, Holm over all pairs; NaN on the diagonal
	Seeds   int         // seeds that all arms have

	Warnings []string
}

// Rank orders arms: arms[a][i] is the run of arm a with seed i, NaN where it is
// missing; a seed that any arm lacks is left out. All pairs are compared by the
// signed rank test, corrected by Holm over all pairs; at alpha [default 0.05]
// and below they are separated. lower says that small values are better. It
// panics when the lengths differ.
func Rank(arms [][]float64, alpha float64, lower bool) Ranking {
	if alpha == 0 {
		alpha = 0.05
	}
	full, planned := complete(arms)
	k := len(arms)
	r := Ranking{Place: make([]int, k), P: make([][]float64, k)}
	if k > 0 {
		r.Seeds = len(full[0])
	}
	for a, x := range full {
		r.Order = append(r.Order, a)
		r.Mean = append(r.Mean, Mean(x))
		r.Median = append(r.Median, Median(x))
		r.P[a] = blank(k)
	}
	better := func(a, b int) bool { return r.Mean[a] != r.Mean[b] && (r.Mean[a] < r.Mean[b]) == lower }
	slices.SortStableFunc(r.Order, func(a, b int) int {
		switch {
		case better(a, b):
			return -1
		case better(b, a):
			return 1
		}
		return 0
	})
	r.comparePairs(full)
	apart := func(a, b int) bool { return r.P[a][b] <= alpha }
	for a := range k {
		r.Place[a] = 1
		for b := range k {
			if a != b && apart(a, b) && better(b, a) {
				r.Place[a]++
			}
		}
	}
	r.Letters = letters(r.Order, apart)
	r.warn(planned, alpha, k)
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

func (r *Ranking) comparePairs(full [][]float64) {
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
			r.P[a][b], r.P[b][a] = adjusted[i], adjusted[i]
			i++
		}
	}
}

func (r *Ranking) warn(planned int, alpha float64, k int) {
	say := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
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

// letters gives each arm the letters of the groups it belongs to, so that two
// arms share a letter exactly when they are not apart: insert and absorb
// (Piepho 2004, Journal of Computational and Graphical Statistics 13).
func letters(order []int, apart func(a, b int) bool) []string {
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
	out := make([]string, k)
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
