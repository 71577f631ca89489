package classic

import (
	"encoding/json"
	"math"
	"runtime"
	"sync"
)

// An Experiment reruns one table or figure of a paper.
type Experiment struct {
	Name string // "Figure 1"

	// Run does it: at the paper's size when full, else in a few seconds.
	// progress may be called from one goroutine at a time.
	Run func(full bool, progress func(done, total int)) Report
}

// A Report is what an experiment found.
type Report struct {
	Outcomes []Outcome
	Designs  []Design `json:",omitempty"`
	Figures  []Figure `json:",omitempty"`
	Notes    []string `json:",omitempty"` // what a reader of the outcomes should know, a paragraph each
}

// A Target is a number that a paper printed, or that theory gives exactly.
type Target struct {
	Name      string  // what it is, with its parameters
	Paper     string  // where it is printed: "Figure 1"
	Published float64 // in the measure's unit
	Tolerance float64 // how far ours may be off [same unit]; unused when exact
	Tag       Tag
	Sense     Sense `json:",omitempty"` // how ours must stand to Published
}

// A Tag says where a published number comes from.
type Tag string

// The tags: read in the source, digitised from a figure, recomputed by an
// independent program from the printed specification, recalled (a lead, not a
// target), a direction that the paper states in words, or given exactly by
// theory.
const (
	Read       Tag = "V"
	Digitised  Tag = "D"
	Recomputed Tag = "R"
	Recalled   Tag = "M"
	Stated     Tag = "S"
	Exact      Tag = "exact"
)

// A Sense is how our number must stand to the published one.
type Sense int

// Near: within the tolerance; Above and Below: on that side of it.
const (
	Near Sense = iota
	Above
	Below
)

// A Verdict is what a comparison came to.
type Verdict string

// The verdicts; see Target.Judge for when each is given.
const (
	Agrees  Verdict = "agrees"
	Differs Verdict = "differs"
	Unclear Verdict = "unclear"
)

// An Outcome is a target and what our runs gave.
type Outcome struct {
	Target
	Ours    float64 // mean over the runs [the target's unit]
	SE      float64 // standard error of Ours; 0 when nothing is random
	Runs    int
	Verdict Verdict
}

// MarshalJSON writes the outcome; what is missing or has no end, as null.
func (o Outcome) MarshalJSON() ([]byte, error) {
	type plain Outcome
	return json.Marshal(struct {
		plain
		Ours, SE *float64
	}{plain(o), finite(&o.Ours), finite(&o.SE)})
}

// UnmarshalJSON reads what MarshalJSON wrote; null is missing.
func (o *Outcome) UnmarshalJSON(text []byte) error {
	type plain Outcome
	in := struct {
		*plain
		Ours, SE *float64
	}{plain: (*plain)(o)}
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	o.Ours, o.SE = missing, missing
	if in.Ours != nil {
		o.Ours = *in.Ours
	}
	if in.SE != nil {
		o.SE = *in.SE
	}
	return nil
}

// finite returns x, or nil where it is missing or has no end: JSON has no such
// numbers.
func finite(x *float64) *float64 {
	if math.IsNaN(*x) || math.IsInf(*x, 0) {
		return nil
	}
	return x
}

// inside is how far ours lies inside what the target allows: negative outside.
func (o Outcome) inside(slack float64) float64 {
	switch o.Sense {
	case Above:
		return o.Ours - (o.Published - slack)
	case Below:
		return o.Published + slack - o.Ours
	}
	return slack - math.Abs(o.Ours-o.Published)
}

// Judge compares a mean over runs, with its standard error, to the target. The
// rule for all models, stated here alone:
//
//   - exact targets agree within 1e-9, or within 3 standard errors where the
//     simulation draws; else they differ;
//   - a number near which ours must be agrees within the tolerance, if the
//     standard error is no larger than that; a bound agrees when ours keeps it,
//     give or take the tolerance, by 3 standard errors;
//   - what is off by more than the tolerance and 3 standard errors differs;
//   - for the rest the runs are too few to tell: unclear.
func (t Target) Judge(ours, se float64, runs int) Outcome {
	o := Outcome{Target: t, Ours: ours, SE: se, Runs: runs, Verdict: Unclear}
	slack := t.Tolerance
	if t.Tag == Exact {
		slack = max(1e-9, 3*se)
	}
	in := o.inside(slack)
	switch {
	case t.Tag == Exact && in >= 0:
		o.Verdict = Agrees
	case t.Tag == Exact || math.IsNaN(in) || in < -3*se:
		o.Verdict = Differs
	case t.Sense == Near && in >= 0 && se <= slack, t.Sense != Near && in >= 3*se:
		o.Verdict = Agrees
	}
	return o
}

// JudgeMean is Judge for the mean of xs, one value a run.
func (t Target) JudgeMean(xs []float64) Outcome {
	mean, se := meanSE(xs)
	return t.Judge(mean, se, len(xs))
}

// meanSE returns the mean of xs and its standard error (0 for fewer than two);
// of nothing the mean is missing.
func meanSE(xs []float64) (mean, se float64) {
	if len(xs) == 0 {
		return missing, 0
	}
	n := float64(len(xs))
	for _, x := range xs {
		mean += x / n
	}
	if len(xs) < 2 {
		return mean, 0
	}
	ss := 0.0
	for _, x := range xs {
		ss += float64((x - mean) * (x - mean))
	}
	return mean, math.Sqrt(ss / (n - 1) / n)
}

// A Figure is a figure of a paper, redrawn from our runs beside its points.
type Figure struct {
	Title, X, Y string // what it shows; the axes with their units
	Beside      string `json:",omitempty"` // what the published points are, if not published: "closed form"
	LogX, LogY  bool   `json:",omitempty"`
	Curves      []Curve
}

// A Curve is one line of a figure. All three columns are of one length.
type Curve struct {
	Name      string
	X         Points
	Ours      Points
	Published Points `json:",omitempty"` // NaN where the paper gives no point; nil for none at all
}

// Points are numbers that JSON can hold: what is missing is written as null.
type Points []float64

// MarshalJSON writes the points; what is missing or has no end, as null.
func (p Points) MarshalJSON() ([]byte, error) {
	out := make([]*float64, len(p))
	for i := range p {
		out[i] = finite(&p[i])
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Points) UnmarshalJSON(text []byte) error {
	var in []*float64
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	*p = nil
	for _, x := range in {
		if x == nil {
			*p = append(*p, math.NaN())
		} else {
			*p = append(*p, *x)
		}
	}
	return nil
}

// part is the progress of one of several equal parts of an experiment, so that
// the whole is counted from its beginning to its end.
func part(progress func(done, total int), number, parts int) func(done, total int) {
	return func(done, total int) { progress(number*total+done, parts*total) }
}

// gather runs of(0) … of(n−1) on all cores and returns their results by
// number, so that the outcome does not depend on how many cores there are.
func gather[T any](n int, progress func(done, total int), of func(i int) T) []T {
	out := make([]T, n)
	var wait sync.WaitGroup
	var lock sync.Mutex
	next, done := 0, 0
	take := func() (int, bool) {
		lock.Lock()
		defer lock.Unlock()
		next++
		return next - 1, next <= n
	}
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				out[i] = of(i)
				lock.Lock()
				done++
				progress(done, n)
				lock.Unlock()
			}
		})
	}
	wait.Wait()
	return out
}

// size is the number of runs: all of the paper's when full, else a few.
func size(full bool, all, few int) int {
	if full {
		return all
	}
	return few
}
