package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/measure"
	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
)

// each calls do for 0 … n−1 on all cores. Results belong to their number.
func each(n int, do func(k int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
				do(k)
			}
		})
	}
	wg.Wait()
}

// read reads a scenario from its text, with settings on top. What is read here
// was written here, so that an error is a mistake of the program.
func read(text string, sets ...run.Setting) *run.Scenario {
	open := func(name string) ([]byte, error) {
		if name == "page.toml" {
			return []byte(text), nil
		}
		return scenarios.Open(name)
	}
	s, err := run.Load(open, "page.toml", sets)
	if err != nil {
		panic(fmt.Sprintf("regimes: %v\n%s", err, text))
	}
	return s
}

// lived is a whole run and what came of it.
type lived struct {
	*measure.Organisation
	now map[string]float64 // measures at the end
}

// live lives a whole run under a seed.
func live(s *run.Scenario, seed uint64) lived {
	m := sim.New(s.Spec, seed)
	for range s.Cycles {
		m.Step()
	}
	o := measure.Of(m)
	values := make([]float64, len(o.Columns()))
	o.Measure(values)
	l := lived{o, map[string]float64{}}
	for k, c := range o.Columns() {
		l.now[c.Name] = values[k]
	}
	return l
}

// Means over the cycles after burn-in, in the order of the tally.
const (
	quality = iota
	output
	timeUsed
	engaged
	accuracy
	disagreement
)

// mean is a run's mean of a common measure after burn-in.
func (l lived) mean(which int) float64 { return l.Tally.Sums[which] / float64(l.Tally.Cycles) }

// interval writes an estimate with its interval.
func interval(center float64, i stats.Interval) string {
	return fmt.Sprintf("%s (%s to %s)", signed(center), signed(i.Lo), signed(i.Hi))
}

func signed(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%+.3f", x), "-", "−", 1)
}

// save writes a page whole or not at all.
func save(path, text string) error {
	return table.Save(path, true, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}
