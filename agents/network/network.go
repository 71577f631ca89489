package network

import (
	"fmt"
	"slices"

	"tutti/sim/exact"
)

// A Tie says that From attends to To.
type Tie struct {
	From, To int32
	Weight   float64 // trust, 0..1; NaN where none is given
}

// Rows are ties by row: agent i attends to To[Start[i]:Start[i+1]], ascending.
// It takes 4 bytes a tie and 8 an agent.
type Rows struct {
	Start []int64
	To    []int32
}

// Row returns those to whom agent i attends, ascending.
func (r Rows) Row(i int) []int32 { return r.To[r.Start[i]:r.Start[i+1]] }

// A Generator makes a network of n agents. Units gives each agent's unit, or
// is nil; only networks by unit look at it.
type Generator interface {
	// Check says what cannot be for so many agents: a Fault.
	Check(n int, units []int32) error
	// Expect is the number of ties to be expected, for an estimate of memory.
	Expect(n int, units []int32) float64
	// Rows makes the ties; it is asked only after Check.
	Rows(n int, units []int32, d exact.Draws) Rows
}

// A Fault is a parameter that cannot be.
type Fault struct {
	Key string // the parameter
	Msg string // what was found, what is wanted
}

func (f Fault) Error() string { return f.Key + ": " + f.Msg }

func fault(key, format string, args ...any) error {
	return Fault{Key: key, Msg: fmt.Sprintf(format, args...)}
}

// directed makes rows from arcs, a function that yields every tie once and
// always the same: it is asked twice, so that no list of ties is kept.
func directed(n int, arcs func(yield func(u, v int32))) Rows {
	r := Rows{Start: make([]int64, n+1)}
	arcs(func(u, v int32) { r.Start[u+1]++ })
	for i := range n {
		r.Start[i+1] += r.Start[i]
	}
	r.To = make([]int32, r.Start[n])
	next := slices.Clone(r.Start[:n])
	arcs(func(u, v int32) {
		r.To[next[u]] = v
		next[u]++
	})
	for i := range n {
		if row := r.Row(i); !slices.IsSorted(row) {
			slices.Sort(row)
		}
	}
	return r
}

// undirected makes rows from edges, each of which is yielded once.
func undirected(n int, edges func(yield func(u, v int32))) Rows {
	return directed(n, func(yield func(u, v int32)) {
		edges(func(u, v int32) {
			yield(u, v)
			yield(v, u)
		})
	})
}

// kept yields what one walk over the near ends 0..n−1 gave, so that what is
// costly to draw is drawn once; it takes 4 bytes a tie and 8 an agent.
func kept(n int, of func(u int, add func(v int32))) func(yield func(u, v int32)) {
	var far []int32
	end := make([]int, n)
	for u := range n {
		of(u, func(v int32) { far = append(far, v) })
		end[u] = len(far)
	}
	return func(yield func(u, v int32)) {
		k := 0
		for u := range n {
			for ; k < end[u]; k++ {
				yield(int32(u), far[k])
			}
		}
	}
}

// relabel gives every agent the place of another: to[i] takes i's ties.
func (r Rows) relabel(to []int32) Rows {
	return directed(len(to), func(yield func(u, v int32)) {
		for i := range to {
			for _, j := range r.Row(i) {
				yield(to[i], to[j])
			}
		}
	})
}
