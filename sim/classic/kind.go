// Package classic holds published models of leadership, search and influence,
// each as its authors specified it, so that the engine can be checked against
// what others printed.
//
// A model is one file (with its test) and one line in the Catalogue. It keeps
// its whole state in the columns that its State method lists, draws random
// numbers by key alone, and says in its Readings where the paper leaves room
// and which reading reproduces it.
package classic

import (
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// A Kind is a published model: what a scenario names in `model = "…"`.
type Kind struct {
	Name      string    // as a scenario names it: "march-1991"
	Title     string    // one line: "Exploration and exploitation"
	Reference string    // authors, year, title, journal
	Doc       string    // what it claims, in two or three sentences
	Entities  string    // who and what there is, with their state
	Process   []string  // what happens in a cycle, in this order, a sentence or two each
	Readings  []Reading // where the paper leaves room

	// Read reads the [parameters] of a scenario, mistakes are reported to t.
	// Read without any key gives the paper's own set-up.
	Read func(t *keys.Table) Spec

	// Experiments reproduce what the paper printed; each runs by itself, so
	// that a long validation can stop after one and go on with the next.
	Experiments []Experiment
}

// A Reading is an ambiguity of a paper: a key in [parameters] with an option
// for each way to understand it. The default is the one that fits the paper.
type Reading struct {
	Key     string   // "partners"
	Options []string // as the key offers them
	Why     string   // what speaks for the default
}

// A Spec is a model with its parameters read and checked.
type Spec interface {
	// New sets the model up under a seed [0..exact.MaxSeed].
	New(seed uint64) Model
}

// A Model is a published model in the middle of a run.
type Model interface {
	Step()                   // lives one cycle (period, round or beat)
	Cycle() int              // cycles lived
	Done() bool              // nothing more can change
	Columns() []table.Column // its measures, in a fixed order
	Measure(dst []float64)   // their values now, one a column; NaN where missing
	State(s exact.State)     // the whole state
}

// Find returns the kind of that name.
func Find(name string) (Kind, bool) {
	for _, k := range Catalogue {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Default returns the spec of a kind with no parameter set: the paper's own.
func (k Kind) Default() Spec { return k.Read(keys.Reference()) }
