// Package work holds the kinds of work that an organisation may do: how plans
// are made alone, what comes of them, and how well (model, 6).
package work

import (
	"tutti/agents"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// Plans are the plans of all agents as numbers, one an agent and domain
// [N·D], in the unit of the kind of work.
type Plans struct {
	Own  []float64 // what each would do alone: private estimate plus goal offset
	Now  []float64 // what each intends now
	Next []float64 // room for what a round of influence makes of Now
}

// A Work is one kind of work with its state. Its methods are called in the
// order of the cycle: Befall, Plan, (influence), Act, Score, See and Error.
type Work interface {
	// Befall moves the world on by a cycle: drift and jumps.
	Befall(cycle int)
	// Plan makes or improves the private estimates and starts the plans from them.
	Plan(cycle, workers int)
	// Plans are the plans that influence moves.
	Plans() *Plans
	// Score judges what was done: actions [N·D] are the plans as executed.
	Score(cycle int, actions []float64, workers int) Score
	// See, Error and Paid are what reflection needs (influence.World).
	See(i int, seen []float64)
	Error(seen []float64, j int, domains uint32) float64
	Paid(seen []float64, i int) float64
	// Shock redraws the world in the given domains, by size.
	Shock(cycle int, domains uint32, size float64)
	// Resize follows the organisation after agents joined or ties changed.
	Resize()
	// Newcomer forgets what an agent that left had estimated.
	Newcomer(i int)
	// Param returns a number of the work by its key, for events and sliders.
	Param(name string) *float64
	// Columns are the measures of this kind beyond the common ones.
	Columns() []table.Column
	// Measure writes their values now; NaN is missing.
	Measure(dst []float64)
	State(s exact.State)
}

// A Copier is a work whose plans are not numbers: influence copies a source's
// plan in a domain instead of blending.
type Copier interface {
	Work
	// Distance is how far j's plan is from i's in a domain [0..1].
	Distance(i, j, d int) float64
	// Copy makes i's next plan in a domain that of j as the round began, and
	// returns how far it moved [0..1].
	Copy(i, j, d int) float64
	// Appraise is what i makes of j's plan in a domain, the higher the better.
	Appraise(i, j, d, round int) float64
	// Turn ends a round: what was next is now.
	Turn()
}

// A Score is how good the work was in a cycle.
type Score struct {
	Quality      float64 // 0..1
	Accuracy     float64 // loss: weighted mean squared distance from the target; NaN when the kind has none
	Disagreement float64 // weighted mean squared distance from the mean plan; NaN when the kind has none
	Oracle       float64 // quality of the best plans given all private signals; NaN when unknown
	Isolated     float64 // quality had nobody heard anybody; NaN when unknown
}

// Setting is what a kind of work is made from.
type Setting struct {
	Org     *agents.Org
	Weights []float64 // what matters, by domain; shared with the model, which may change it
	Seed    uint64
}

// Params are the parameters of a kind of work, read and checked.
type Params interface {
	// New makes the work for an organisation.
	New(s Setting) Work
	// Columns are the measures of this kind beyond the common ones.
	Columns() []table.Column
	// Check returns why a pattern's grant rule cannot serve this work, or "".
	Check(grant string) string
}

// A Kind is one entry of the catalogue.
type Kind struct {
	Name, Title, Doc, Source string
	Read                     func(t *keys.Table) Params
}

// Find returns the kind of a name, nil when there is none.
func Find(name string) *Kind {
	for k := range Catalogue {
		if Catalogue[k].Name == name {
			return &Catalogue[k]
		}
	}
	return nil
}

// Names lists the kinds of work.
func Names() []string {
	names := make([]string, len(Catalogue))
	for k := range Catalogue {
		names[k] = Catalogue[k].Name
	}
	return names
}

// Purposes of draws of this package (100–199), never reused.
const (
	drawTarget exact.Purpose = 100 + iota
	drawLocal
	drawJump
	drawSignal
	drawOutcome
	drawOnset
	drawMotor
	drawSearch
	drawAppraise
	drawLandscape
	drawPooling
	drawAdopt
	drawThreshold
	drawShock
)
