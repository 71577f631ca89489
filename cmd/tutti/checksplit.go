package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tutti/sim/exact"
	"tutti/sim/run"
	"tutti/sim/stats"
)

// A splitClaim says that some factors of a design explain at least a share of
// the variance of a measure, or more than others do.
type splitClaim struct {
	design, measure string
	these, those    []string // factors; those is nil where a share is asked for
	least           float64  // share of variance [0..1]
}

// parseSplit reads DESIGN MEASURE FACTOR,… over SHARE or FACTOR,…
func parseSplit(text string) (*splitClaim, error) {
	f := strings.Fields(text)
	if len(f) != 5 || f[3] != "over" {
		return nil, fmt.Errorf("%q, want DESIGN MEASURE FACTORS over SHARE or FACTORS", text)
	}
	s := &splitClaim{design: f[0], measure: f[1], these: strings.Split(f[2], ",")}
	if _, err := fmt.Sscanf(f[4], "%f", &s.least); err != nil {
		s.those = strings.Split(f[4], ",")
	}
	return s, nil
}

// A split is what came of a splitClaim.
type split struct {
	outcome      stats.Outcome
	these, those float64 // shares of variance
	lo, hi       float64 // of these less those, or less the share
	runs         int
}

// run lives one run a point of the design, each under a seed of its own, and
// judges the claim by the bootstrap over points.
func (s *splitClaim) run(a *app, workers int) (split, error) {
	d, err := run.ReadDesign(openScenario, "designs/"+s.design+".toml", nil)
	if err != nil {
		return split{}, err
	}
	e := &d.Experiments[0]
	n, err := e.Size()
	if err != nil {
		return split{}, err
	}
	y := make([]float64, n)
	faults := make([]error, n)
	side(int(n), coresOr(workers), func(k int) {
		if a.ctx.Err() == nil {
			y[k], faults[k] = s.live(a, e, int64(k))
		}
	})
	if a.ctx.Err() != nil {
		return split{}, errInterrupted
	}
	for _, err := range faults {
		if err != nil {
			return split{}, err
		}
	}
	return s.judge(e, y)
}

// side calls do for 0 … n−1, some at a time.
func side(n, workers int, do func(k int)) {
	jobs := make(chan int)
	done := make(chan bool)
	for range workers {
		go func() {
			for k := range jobs {
				do(k)
			}
			done <- true
		}()
	}
	for k := range n {
		jobs <- k
	}
	close(jobs)
	for range workers {
		<-done
	}
}

// live is the measure in the run of point k.
func (s *splitClaim) live(a *app, e *run.Experiment, k int64) (float64, error) {
	name, sets := e.Settings(k)
	sc, err := run.Load(openScenario, name+".toml", sets)
	if err != nil {
		return 0, fmt.Errorf("%s, point %d: %w", s.design, k, err)
	}
	for c, column := range sc.Columns() {
		if column.Name == s.measure {
			return run.Live(a.ctx, sc, sc.Seed+uint64(k))[c], nil
		}
	}
	return 0, fmt.Errorf("%s: no measure %q", s.design, s.measure)
}

// resamples is how many bootstrap samples the interval rests on.
const resamples = 1000

// judge works out the shares of variance and their interval.
func (s *splitClaim) judge(e *run.Experiment, y []float64) (split, error) {
	these, err := s.columns(e, s.these, len(y))
	if err != nil {
		return split{}, err
	}
	those, err := s.columns(e, s.those, len(y))
	if err != nil {
		return split{}, err
	}
	share := func(pick []int, columns []factorColumn) float64 {
		sum := 0.0
		for _, c := range columns {
			sum += c.explains(pick, y)
		}
		return sum
	}
	all := make([]int, 0, len(y))
	for k, x := range y {
		if !math.IsNaN(x) {
			all = append(all, k)
		}
	}
	r := split{runs: len(y), these: share(all, these), those: share(all, those), outcome: stats.Undecided}
	var gains []float64
	pick := make([]int, len(all))
	for b := range resamples {
		draws := exact.NewDraws(1, 1, b)
		for k := range pick {
			pick[k] = all[int(draws.Share(uint32(k), 0)*float64(len(all)))]
		}
		gains = append(gains, share(pick, these)-share(pick, those)-s.least)
	}
	slices.Sort(gains)
	r.lo, r.hi = gains[resamples/200], gains[resamples-1-resamples/200]
	switch {
	case r.lo > 0:
		r.outcome = stats.Holds
	case r.hi < 0:
		r.outcome = stats.DoesNotHold
	}
	return r, nil
}

// A factorColumn is what a factor was at each point: a number, or a level by
// its number where levels is above 0.
type factorColumn struct {
	x      []float64
	levels int
}

// columns reads what some factors were at n points.
func (s *splitClaim) columns(e *run.Experiment, names []string, n int) ([]factorColumn, error) {
	var out []factorColumn
	for _, name := range names {
		f := slices.IndexFunc(e.Factors, func(f run.Factor) bool { return f.Name == name })
		if f < 0 {
			return nil, fmt.Errorf("%s: no factor %q", s.design, name)
		}
		c := factorColumn{x: make([]float64, n)}
		var levels []string
		for k := range c.x {
			v := e.Values(int64(k))[f]
			if x, ok := v.(float64); ok {
				c.x[k] = x
				continue
			}
			text := run.Display(v)
			l := slices.Index(levels, text)
			if l < 0 {
				l = len(levels)
				levels = append(levels, text)
			}
			c.x[k] = float64(l)
		}
		c.levels = len(levels)
		out = append(out, c)
	}
	return out, nil
}

// explains is the share of the variance of y that the factor explains by
// itself: r² of a number, the correlation ratio η² of levels (Fisher 1925).
func (c *factorColumn) explains(pick []int, y []float64) float64 {
	if c.levels == 0 {
		a, b := make([]float64, len(pick)), make([]float64, len(pick))
		for j, k := range pick {
			a[j], b[j] = c.x[k], y[k]
		}
		r := stats.Pearson(a, b).R
		return r * r
	}
	sums, counts, mean := make([]float64, c.levels), make([]float64, c.levels), 0.0
	for _, k := range pick {
		sums[int(c.x[k])] += y[k]
		counts[int(c.x[k])]++
		mean += y[k] / float64(len(pick))
	}
	between, total := 0.0, 0.0
	for l, n := range counts {
		if n > 0 {
			e := sums[l]/n - mean
			between += n * e * e
		}
	}
	for _, k := range pick {
		total += (y[k] - mean) * (y[k] - mean)
	}
	return between / total
}

// detail says what came of it in words.
func (s *splitClaim) detail(r *split) string {
	these := fmt.Sprintf("%s explain %.0f %% of the variance of %s", strings.Join(s.these, ", "), 100*r.these, s.measure)
	if s.those == nil {
		return fmt.Sprintf("%s; wanted at least %.0f %% (99 %% interval %.0f to %.0f %%, %d runs)", these, 100*s.least, 100*(r.lo+s.least), 100*(r.hi+s.least), r.runs)
	}
	return fmt.Sprintf("%s, %s %.0f %%: difference %s, 99 %% interval %s to %s (%d runs)", these, strings.Join(s.those, ", "), 100*r.those, shortly(r.these-r.those), shortly(r.lo), shortly(r.hi), r.runs)
}
