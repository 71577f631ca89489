package work

import (
	"math"
	"math/bits"

	"tutti/sim/exact"
)

// An Aspect is what a kind of work knows of every agent, for the eye: nothing in
// the model reads it.
type Aspect struct {
	Name, Unit, Doc string
	Lo, Hi          float64             // range; infinite where there is none
	Kinds           []string            // names of what Of returns numbers of; nil for quantities
	Of              func(i int) float64 // NaN where missing
}

// An Onlooker is a kind of work that can say something of every agent.
type Onlooker interface{ Aspects() []Aspect }

// Aspects of judgement: how far off one's plan is.
func (j *Judgement) Aspects() []Aspect {
	return []Aspect{{Name: "miss", Doc: "distance of the plan from what is right, over the domains by what matters", Hi: math.Inf(1), Of: func(i int) float64 {
		sum := 0.0
		for d, w := range j.Weights {
			e := j.plans.Now[i*j.Org.D+d] - j.right(i, d)
			sum += float64(w * float64(e*e))
		}
		return math.Sqrt(sum)
	}}}
}

// Aspects of an ensemble: who plays early and who late.
func (e *Ensemble) Aspects() []Aspect {
	return append(e.Judgement.Aspects(), Aspect{Name: "lateness", Unit: "ms", Doc: "mean onset after those of all, in the last passage", Lo: math.Inf(-1), Hi: math.Inf(1), Of: e.late})
}

// late is by how much player i's onsets come after the mean of all [ms].
func (e *Ensemble) late(i int) float64 {
	sum, notes := 0.0, 0.0
	for at := 0; i < e.players && at+e.players <= len(e.onsets) && e.Org.Present[i]&e.Org.Works[i] != 0; at += e.players {
		all, n := 0.0, 0.0
		for k := range e.players {
			if k < e.Org.N && e.Org.Present[k]&e.Org.Works[k] != 0 {
				all += e.onsets[at+k]
				n++
			}
		}
		sum += e.onsets[at+i] - all/n
		notes++
	}
	return sum / notes // missing where nothing was played
}

// Aspects of search: what one's own plan is worth and how far it is from the
// best that anybody has.
func (w *Search) Aspects() []Aspect {
	best, same := 0, map[uint64]int{}
	for i, x := range w.total[:w.Org.N] {
		if x > w.total[best] {
			best = i
		}
		same[w.now[i]]++
	}
	lead := w.now[best]
	return []Aspect{
		{Name: "score", Doc: "of one's own plan, over the landscape's highest; 0.5 or less is shown alike", Lo: 0.5, Hi: 1, Of: func(i int) float64 { return min(1, w.total[i]/w.best) }},
		{Name: "steps to the best", Unit: "bits", Doc: "bits that differ from the best plan that anybody has", Hi: float64(w.Bits), Of: func(i int) float64 {
			return float64(bits.OnesCount64(w.now[i] ^ lead))
		}},
		{Name: "company", Doc: "share of people who have the same plan", Hi: 1, Of: func(i int) float64 { return float64(same[w.now[i]]) / float64(w.Org.N) }},
	}
}

// Aspects of change: whether one has adopted out of conviction, or complies.
func (c *Change) Aspects() []Aspect {
	mean := func(of func(at int) float64) func(i int) float64 {
		return func(i int) float64 {
			sum := 0.0
			for d, w := range c.Weights {
				sum += float64(w * of(i*c.Org.D+d))
			}
			return exact.Clip01(sum)
		}
	}
	adopted := mean(func(at int) float64 { return float64(c.adopted[at]) })
	uses := mean(func(at int) float64 { return float64(c.uses[at] | c.adopted[at]) })
	return []Aspect{
		{Name: "practice", Doc: "has adopted it, only complies, or neither, in most of what matters", Kinds: []string{"keeps to the old", "complies", "has adopted"}, Of: func(i int) float64 {
			switch {
			case adopted(i) >= 0.5:
				return 2
			case uses(i) >= 0.5:
				return 1
			}
			return 0
		}},
		{Name: "commitment", Doc: "to the practice, over the domains by what matters", Hi: 1, Of: mean(func(at int) float64 { return c.commit[at] })},
		{Name: "exposure", Doc: "share of adopters in what was heard, the own way included", Hi: 1, Of: mean(func(at int) float64 { return c.plans.Now[at] })},
		{Name: "threshold", Doc: "exposure at which one adopts", Hi: 1, Of: func(i int) float64 { return min(1, c.threshold[i]) }},
	}
}

// Aspects of pooling: what one knows, whether one found the answer, and how many
// would name one the leader.
func (w *Pooling) Aspects() []Aspect {
	named := make([]float64, w.Org.N)
	if w.Org.N > 1 {
		for i := range w.Org.N {
			if j := w.Names(i); j >= 0 && j != i {
				named[j] += 1 / float64(w.Org.N-1)
			}
		}
	}
	return []Aspect{
		{Name: "known", Doc: "share of the pieces that one knows", Hi: 1, Of: func(i int) float64 { return share(w.known[i], w.pieces) }},
		{Name: "mistaken", Doc: "share of the pieces that one has wrong", Hi: 1, Of: func(i int) float64 { return share(w.wrong[i]&w.known[i], w.pieces) }},
		{Name: "named leader", Doc: "share of the others who would name one the leader", Hi: 1, Of: func(i int) float64 { return min(1, named[i]) }},
		{Name: "answer", Doc: "where the answer comes from", Kinds: []string{"was told", "found it"}, Of: func(i int) float64 { return float64(w.finder[i]) }},
	}
}
