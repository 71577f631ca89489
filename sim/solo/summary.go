package solo

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/table"
)

// Summary are the values that stand for a run: the mean over the cycles after
// burn-in of what is measured a cycle, the last value of what is measured over
// the run. Missing values are left out; all missing is missing.
type Summary struct {
	columns []table.Column
	burnIn  int
	sums    *means
	last    []float64
}

// NewSummary begins the summary of a run.
func (s *Scenario) NewSummary() *Summary {
	c := s.Columns()
	return &Summary{columns: c, burnIn: s.BurnIn, sums: newMeans(len(c), s.BurnIn), last: make([]float64, len(c))}
}

// Add takes in the measures after a cycle [1..].
func (u *Summary) Add(cycle int, now []float64) {
	u.sums.add(cycle, now)
	copy(u.last, now)
}

// Rest adds the cycles that a model did not live because nothing could change
// any more: its measures stand as they are.
func (u *Summary) Rest(lived, cycles int, now []float64) { u.sums.rest(lived, cycles, now) }

// Values are the summary, one a column.
func (u *Summary) Values() []float64 {
	values := u.sums.means()
	for k, c := range u.columns {
		if c.Role == table.Total {
			values[k] = u.last[k]
		}
	}
	return values
}

// State lists the sums (see exact.State).
func (u *Summary) State(s exact.State) {
	s.Floats("sums", &u.sums.sum)
	counts := make([]int32, len(u.sums.n))
	for k, n := range u.sums.n {
		counts[k] = int32(n)
	}
	s.Ints("counts", &counts)
	for k, n := range counts {
		u.sums.n[k] = int(n)
	}
	s.Floats("last", &u.last)
}

// means are means over the cycles after the burn-in; a cycle in which a
// measure is undefined does not count for it.
type means struct {
	after int
	sum   []float64
	n     []int
}

func newMeans(columns, after int) *means {
	return &means{after: after, sum: make([]float64, columns), n: make([]int, columns)}
}

func (s *means) add(cycle int, now []float64) {
	if cycle <= s.after {
		return
	}
	for i, x := range now {
		if !table.Missing(x) {
			s.sum[i] += x
			s.n[i]++
		}
	}
}

func (s *means) rest(lived, cycles int, now []float64) {
	n := cycles - max(lived, s.after)
	if n <= 0 || lived == 0 {
		return
	}
	for i, x := range now {
		if !table.Missing(x) {
			s.sum[i] += float64(x * float64(n))
			s.n[i] += n
		}
	}
}

func (s *means) means() []float64 {
	out := make([]float64, len(s.sum))
	for i := range out {
		out[i] = math.NaN()
		if s.n[i] > 0 {
			out[i] = s.sum[i] / float64(s.n[i])
		}
	}
	return out
}
