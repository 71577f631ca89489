package run

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/scenario"
	"tutti/sim/solo"
	"tutti/sim/stats"
)

// Claims are the claims of a scenario with the arms that they are about. Arms
// that several claims share are lived once.
type Claims struct {
	List []scenario.Expect

	arms []*arm
	of   [][]*arm // by claim: arm, against, both again beside
	seed uint64
}

// An arm is a scenario with settings and what its runs came to.
type arm struct {
	key      string
	scenario *Scenario
	values   [][]float64 // by run, one a column
}

// A Finding is what the runs say about a claim.
type Finding struct {
	scenario.Expect
	Verdict     stats.Verdict
	Mean, Other float64 // of the two arms [the measure's unit]; NaN where there is none
}

// ReadClaims reads a scenario and the arms of its claims. Seeds above 0 takes
// the place of the seeds that the claims ask for. Errors are those of the files;
// an error of an arm begins with the claim.
func ReadClaims(open Opener, name string, sets []Setting, seeds int) (*Claims, error) {
	base, err := Load(open, name, sets)
	if err != nil {
		return nil, err
	}
	c := &Claims{List: slices.Clone(base.Expect), seed: base.Seed}
	for k := range c.List {
		e := &c.List[k]
		if seeds > 0 {
			e.Seeds = seeds
		}
		wanted := [][]string{e.Sets}
		if len(e.Against) > 0 {
			wanted = append(wanted, e.Against)
		}
		if len(e.Beside) > 0 {
			wanted = append(wanted, slices.Concat(e.Sets, e.Beside), slices.Concat(e.Against, e.Beside))
		}
		var of []*arm
		for _, w := range wanted {
			a, err := c.arm(open, name, sets, w)
			if err != nil {
				return nil, claimError(base, e.Name, err)
			}
			for len(a.values) < e.Seeds {
				a.values = append(a.values, nil)
			}
			for _, m := range []string{e.Measure, e.With} {
				if m != "" && column(a.scenario, m) < 0 {
					return nil, fmt.Errorf("expect.%s: the arm %s has no measure %q", e.Name, a.key, m)
				}
			}
			of = append(of, a)
		}
		c.of = append(c.of, of)
	}
	return c, nil
}

// arm returns the arm with some settings, read once. The key `scenario` takes
// another file; fewer `cycles` end the run sooner, whatever was still to come.
func (c *Claims) arm(open Opener, name string, sets []Setting, texts []string) (*arm, error) {
	key := strings.Join(texts, ", ")
	for _, a := range c.arms {
		if a.key == key {
			return a, nil
		}
	}
	file, more, cycles := name, slices.Clone(sets), 0
	for _, text := range texts {
		k, value, ok := strings.Cut(text, "=")
		if k = strings.TrimSpace(k); !ok || k == "" {
			return nil, fmt.Errorf("%q, want key=value", text)
		}
		if k == "scenario" {
			file = strings.TrimSpace(value)
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && k == "cycles" && n > 0 {
			cycles = n
			continue
		}
		more = append(more, Setting{Key: k, Value: Raw(strings.TrimSpace(value))})
	}
	s, err := Load(solo.Beside(open, name), file, more)
	if err != nil {
		return nil, fmt.Errorf("with %s: %w", key, err)
	}
	if cycles > 0 {
		s.Cycles = cycles
	}
	if s.BurnIn >= s.Cycles {
		return nil, fmt.Errorf("with %s: burn_in %d leaves nothing of %d cycles", key, s.BurnIn, s.Cycles)
	}
	a := &arm{key: key, scenario: s}
	c.arms = append(c.arms, a)
	return a, nil
}

// column is the number of a measure, −1 when there is none.
func column(s *Scenario, name string) int {
	for k, c := range s.Columns() {
		if c.Name == name {
			return k
		}
	}
	return -1
}

// Scenarios are those that are lived: one an arm.
func (c *Claims) Scenarios() []*Scenario {
	var out []*Scenario
	for _, a := range c.arms {
		out = append(out, a.scenario)
	}
	return out
}

// Runs is how many runs the claims need.
func (c *Claims) Runs() int {
	n := 0
	for _, a := range c.arms {
		n += len(a.values)
	}
	return n
}

// Run lives all runs, some at a time; run k of every arm has the scenario's
// seed plus k, so that arms share their chance. Tell hears how many are done.
// It stops early only when the context is done.
func (c *Claims) Run(ctx context.Context, workers int, tell func(done int)) error {
	type job struct {
		a *arm
		k int
	}
	jobs := make(chan job)
	var done atomic.Int64
	var wait sync.WaitGroup
	for range max(1, workers) {
		wait.Go(func() {
			for j := range jobs {
				seed := (c.seed + uint64(j.k)) & exact.MaxSeed
				j.a.values[j.k] = Live(ctx, j.a.scenario, seed)
				if n := done.Add(1); tell != nil {
					tell(int(n))
				}
			}
		})
	}
	for _, a := range c.arms {
		for k := range a.values {
			if ctx.Err() == nil {
				jobs <- job{a, k}
			}
		}
	}
	close(jobs)
	wait.Wait()
	return ctx.Err()
}

// Live lives one run and returns its summary, one value a column: means after
// burn-in, or the last value of what is measured over the run.
func Live(ctx context.Context, s *Scenario, seed uint64) []float64 {
	sum, _ := live(ctx, s, s.New(seed), nil) // what was lived before the context ended
	return sum.Values()
}

// live lives a run that was just set up and returns its summary; each is told
// the measures after every cycle, where it is not nil. The error is the
// context's, when that ended the run before its end.
func live(ctx context.Context, s *Scenario, m *Running, each func(now []float64)) (*Summary, error) {
	sum, now := s.NewSummary(), make([]float64, len(m.Columns()))
	for m.Cycle() < s.Cycles && !m.Done() {
		if ctx.Err() != nil {
			return sum, ctx.Err()
		}
		m.Step()
		m.Measure(now)
		sum.Add(m.Cycle(), now)
		if each != nil {
			each(now)
		}
	}
	if m.Model.Done() {
		sum.Rest(m.Cycle(), s.Cycles, now)
	}
	return sum, nil
}

// take returns a measure of the first n runs of an arm.
func (a *arm) take(measure string, n int) []float64 {
	k, x := column(a.scenario, measure), make([]float64, n)
	for i := range x {
		x[i] = a.values[i][k]
	}
	return x
}

// Finding judges claim k, once all runs are done.
func (c *Claims) Finding(k int) Finding {
	e := c.List[k]
	f := Finding{Expect: e, Mean: math.NaN(), Other: math.NaN()}
	arms := c.of[k]
	x := arms[0].take(e.Measure, e.Seeds)
	f.Mean = mean(x)
	if e.With != "" {
		f.Verdict = correlate(e, x, arms[0].take(e.With, e.Seeds))
		return f
	}
	if len(arms) > 1 {
		y := arms[1].take(e.Measure, e.Seeds)
		f.Other = mean(y)
		x = minus(x, y)
	}
	if len(arms) > 3 {
		x = minus(minus(arms[2].take(e.Measure, e.Seeds), arms[3].take(e.Measure, e.Seeds)), x)
	}
	f.Verdict = judge(e, x)
	return f
}

// claimError says of which claim an arm cannot be read.
func claimError(s *Scenario, claim string, err error) error {
	var faults keys.Errors
	if errors.As(err, &faults) && len(faults) > 0 {
		return fmt.Errorf("%s: expect.%s: %w", s.File, claim, faults)
	}
	return fmt.Errorf("%s: expect.%s: %w", s.File, claim, err)
}

func mean(x []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range x {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n)
}

func minus(x, y []float64) []float64 {
	z := make([]float64, len(x))
	for i := range x {
		z[i] = x[i] - y[i]
	}
	return z
}

// claim is the form of a claim as statistics knows it, and what is taken off
// the values first: above and below are said of a value, lo.
func claim(e scenario.Expect) (form stats.Claim, off float64) {
	form = stats.Claim{Level: e.Level, Lo: e.Lo, Hi: e.Hi}
	switch e.Kind {
	case "above", "below":
		form.Kind, form.Below = stats.Sign, e.Kind == "below"
		return form, e.Lo
	case "band":
		form.Kind = stats.Band
	case "null":
		form.Kind = stats.Null
	}
	return form, 0
}

// judge decides a claim by the values, one a seed.
func judge(e scenario.Expect, x []float64) stats.Verdict {
	form, off := claim(e)
	moved := make([]float64, len(x))
	for i, v := range x {
		moved[i] = v - off
	}
	return back(form.Judge(moved), off)
}

// correlate decides a claim about the correlation of two measures.
func correlate(e scenario.Expect, x, y []float64) stats.Verdict {
	var a, b []float64
	for i := range x {
		if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
			a, b = append(a, x[i]), append(b, y[i])
		}
	}
	form, off := claim(e)
	r := stats.Pearson(a, b).R
	i := stats.FisherInterval(r, len(a), 0, e.Level)
	i.Lo, i.Hi = i.Lo-off, i.Hi-off
	v := back(form.JudgeInterval(r-off, i), off)
	v.N, v.Missing = len(a), len(x)-len(a)
	return v
}

func back(v stats.Verdict, off float64) stats.Verdict {
	v.Center, v.Lo, v.Hi = v.Center+off, v.Lo+off, v.Hi+off
	return v
}
