package network

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

var random = Kind{
	Name:    "random",
	Doc:     "every tie is there with the same probability, given outright or by the mean number of ties",
	Formula: "P(i–j) = p, or degree/(n−1)",
	Source:  "Erdős & Rényi 1959, Publicationes Mathematicae 6; Gilbert 1959; drawn as by Batagelj & Brandes 2005, Physical Review E 71",
	Read: func(t *keys.Table) Generator {
		return Random{
			P:        readShare(t, "p", "probability of a tie"),
			Degree:   readDegree(t, "degree", "mean number of ties of an agent, where p is not given; 6 without either [agents]"),
			Directed: t.Switch("directed", false, "whether i→j and j→i are drawn apart"),
		}
	},
}

// Random draws every tie with the same probability.
type Random struct {
	P        float64 // probability of a tie, 0..1; NaN where Degree counts
	Degree   float64 // mean number of ties of an agent [agents]; NaN where P counts
	Directed bool    // whether the two directions are drawn apart
}

// readShare reads a probability that may be left out: NaN.
func readShare(t *keys.Table, key, doc string) float64 {
	return t.Number(key, math.NaN(), keys.Unit, doc)
}

// readDegree reads a mean number of ties that may be left out: NaN.
func readDegree(t *keys.Table, key, doc string) float64 {
	return t.Number(key, math.NaN(), keys.NonNegative, doc)
}

// p is the probability in use.
func (g Random) p(n int) float64 {
	switch {
	case !math.IsNaN(g.P):
		return g.P
	case n < 2:
		return 0
	case math.IsNaN(g.Degree):
		return min(1, 6/float64(n-1))
	}
	return g.Degree / float64(n-1)
}

// Check wants either P or Degree, and a probability.
func (g Random) Check(n int, _ []int32) error {
	if !math.IsNaN(g.P) && !math.IsNaN(g.Degree) {
		return fault("degree", "given beside p, want one of them")
	}
	if p := g.p(n); !(p >= 0 && p <= 1) {
		return fault("degree", "%v ties an agent, want 0 to %d for %d agents", g.Degree, n-1, n)
	}
	return nil
}

// Expect is p·n(n−1).
func (g Random) Expect(n int, _ []int32) float64 {
	return g.p(n) * float64(n) * float64(max(0, n-1))
}

// Rows makes the ties.
func (g Random) Rows(n int, _ []int32, d exact.Draws) Rows {
	skip := newSkip(g.p(n))
	if g.Directed {
		return directed(n, kept(n, func(u int, add func(v int32)) {
			skip.each(d.Stream(uint32(u)), n-1, func(v int) {
				if v >= u {
					v++
				}
				add(int32(v))
			})
		}))
	}
	return undirected(n, kept(n, func(u int, add func(v int32)) {
		skip.each(d.Stream(uint32(u)), n-1-u, func(k int) { add(int32(u + 1 + k)) })
	}))
}

// skip draws which of many trials succeed by drawing the failures between two
// successes, so that the work is that of the successes (Batagelj & Brandes
// 2005).
type skip struct {
	p    float64
	logQ float64 // log(1 − p)
}

func newSkip(p float64) skip { return skip{p: p, logQ: exact.Log1p(-p)} }

// each calls hit with every success among trials 0..m−1, ascending.
func (s skip) each(draws *exact.Stream, m int, hit func(k int)) {
	if s.p <= 0 || m <= 0 {
		return
	}
	for k := -1; ; {
		gap := math.Floor(exact.Log(1-draws.Share()) / s.logQ)
		if !(gap < float64(m-1-k)) {
			return
		}
		k += 1 + int(gap)
		hit(k)
	}
}

var blocks = Kind{
	Name:    "blocks",
	Doc:     "ties within a unit and between units have probabilities of their own",
	Formula: "P(i–j) = p_within when unit_i = unit_j, else p_between",
	Source:  "stochastic block model: Holland, Laskey & Leinhardt 1983, Social Networks 5",
	Read: func(t *keys.Table) Generator {
		return Blocks{
			Within:        readShare(t, "p_within", "probability of a tie within a unit; 0.5 without degree_within"),
			Between:       readShare(t, "p_between", "probability of a tie between units; 0.05 without degree_between"),
			DegreeWithin:  readDegree(t, "degree_within", "mean number of ties in one's own unit [agents]"),
			DegreeBetween: readDegree(t, "degree_between", "mean number of ties to other units [agents]"),
		}
	},
}

// Blocks draws ties by unit. Each probability is given outright or by the mean
// number of ties; NaN where it is not given.
type Blocks struct {
	Within, Between             float64 // probabilities, 0..1
	DegreeWithin, DegreeBetween float64 // mean numbers of ties [agents]
}

// byUnit orders agents by unit: place k holds agent order[k], whose unit ends
// before place end[k].
func byUnit(n int, units []int32) (order []int32, end []int) {
	last := int32(0)
	for _, u := range units {
		last = max(last, u)
	}
	start := make([]int, last+2)
	for _, u := range units {
		start[u+1]++
	}
	for u := range start[1:] {
		start[u+1] += start[u]
	}
	order, end = make([]int32, n), make([]int, n)
	next := make([]int, last+1)
	copy(next, start)
	for i, u := range units {
		order[next[u]], end[next[u]] = int32(i), start[u+1]
		next[u]++
	}
	return order, end
}

// pairs counts the ordered pairs within units and between them.
func pairs(n int, units []int32) (within, between float64) {
	_, end := byUnit(n, units)
	for k := 0; k < n; k = end[k] {
		size := float64(end[k] - k)
		within += float64(size * (size - 1))
	}
	return within, float64(float64(n)*float64(n-1)) - within
}

// p gives the probabilities in use.
func (g Blocks) p(n int, units []int32) (within, between float64) {
	inside, outside := pairs(n, units)
	one := func(p, degree, def, pairs float64) float64 {
		switch {
		case !math.IsNaN(p):
			return p
		case math.IsNaN(degree):
			return def
		case degree == 0:
			return 0
		}
		return float64(degree*float64(n)) / pairs
	}
	return one(g.Within, g.DegreeWithin, 0.5, inside), one(g.Between, g.DegreeBetween, 0.05, outside)
}

// Check wants a unit for each agent, and probabilities.
func (g Blocks) Check(n int, units []int32) error {
	switch {
	case n < 2:
		return nil
	case len(units) != n:
		return fault("kind", "blocks of %d units' members for %d agents, want a unit for each agent", len(units), n)
	case !math.IsNaN(g.Within) && !math.IsNaN(g.DegreeWithin):
		return fault("degree_within", "given beside p_within, want one of them")
	case !math.IsNaN(g.Between) && !math.IsNaN(g.DegreeBetween):
		return fault("degree_between", "given beside p_between, want one of them")
	}
	for i, u := range units {
		if u < 0 {
			return fault("kind", "agent %d has no unit, want a unit for each agent", i)
		}
	}
	inside, outside := pairs(n, units)
	within, between := g.p(n, units)
	if !(within >= 0 && within <= 1) {
		return fault("degree_within", "%v ties an agent, want 0 to %.4g for these units", g.DegreeWithin, inside/float64(n))
	}
	if !(between >= 0 && between <= 1) {
		return fault("degree_between", "%v ties an agent, want 0 to %.4g for these units", g.DegreeBetween, outside/float64(n))
	}
	return nil
}

// Expect is the sum of all probabilities.
func (g Blocks) Expect(n int, units []int32) float64 {
	if n < 2 {
		return 0
	}
	within, between := g.p(n, units)
	inside, outside := pairs(n, units)
	return float64(within*inside) + float64(between*outside)
}

// Rows makes the ties.
func (g Blocks) Rows(n int, units []int32, d exact.Draws) Rows {
	if n < 2 {
		return Rows{Start: make([]int64, n+1)}
	}
	order, end := byUnit(n, units)
	p, q := g.p(n, units)
	within, between := newSkip(p), newSkip(q)
	r := undirected(n, kept(n, func(k int, add func(v int32)) {
		draws := d.Stream(uint32(order[k]))
		within.each(draws, end[k]-k-1, func(j int) { add(int32(k + 1 + j)) })
		between.each(draws, n-end[k], func(j int) { add(int32(end[k] + j)) })
	}))
	return r.relabel(order)
}
