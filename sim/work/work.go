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
	Next []float64 // see Room; nil where nobody wanted any
}

// Room is room for as many plans as there are now.
func (p *Plans) Room() []float64 {
	if len(p.Next) != len(p.Now) {
		p.Next = make([]float64, len(p.Now))
	}
	return p.Next
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
	// Weigh is told the weights of the domains, which may change in mid-run.
	Weigh(weights []float64)
	// Newcomer forgets what an agent that left had estimated.
	Newcomer(i int)
	// Param returns a number of the work by its key, for events and sliders; nil
	// for none.
	Param(name string) *float64
	// Columns are the measures of this kind beyond the common ones.
	Columns() []table.Column
	// Measure writes their values now; NaN is missing.
	Measure(dst []float64)
	State(s exact.State)
}

// A Copier is a work whose plans are not numbers: influence copies a source's
// plan in a domain instead of blending. A source is an agent's row or, below 0,
// a unit's artefact (see Artefact). A round reads all plans as they stood when
// it began.
type Copier interface {
	Work
	// Distance is how far a source's plan is from i's in a domain [0..1].
	Distance(i, source, d int) float64
	// Copy makes i's next plan in a domain that of the source, and returns how
	// far it moved [0..1].
	Copy(i, source, d int) float64
	// Appraise is what i makes of a source's plan in a domain, the higher the
	// better.
	Appraise(i, source, d, round int) float64
	// Turn ends a round: what was next is now.
	Turn()
	// Settle ends the rounds, if there were any: what is now will be done.
	Settle()
	// Bend makes i's action in a domain that of its superior, the plan unmoved,
	// and returns how far the action moved [0..1].
	Bend(i, superior, d int) float64
	// Trace lets each unit's artefact take in what was done, at a rate; one not
	// yet written begins there.
	Trace(rate float64, written []bool)
}

// Artefact is the source that stands for a unit's artefact.
func Artefact(unit int32) int { return -1 - int(unit) }

// A Heeder is a work in which people follow one another beyond their plans. It
// is told, once the rounds are over, whom each agent granted how much.
type Heeder interface {
	// Heed says that agent i granted these sources these shares of its plan
	// [each 0..1, at most 1 together]; i below 0 forgets those of the cycle
	// before. Agents come in order of their rows, sources too.
	Heed(i int, sources []int32, shares []float64)
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

// Weigh takes the weights that the model holds, after it was restored.
func (s *Setting) Weigh(weights []float64) { s.Weights = weights }

// skill is agent i's expertise by what matters [0..1].
func (s *Setting) skill(i int) float64 {
	sum := 0.0
	for d, w := range s.Weights {
		sum += float64(w * s.Org.Expertise[i*s.Org.D+d])
	}
	return sum
}

// miss is the weighted mean squared distance of a plan from what was seen, over
// the given domains.
func (s *Setting) miss(seen, plan []float64, domains uint32) float64 {
	sum, weight := 0.0, 0.0
	for d := range seen {
		if domains>>d&1 == 0 {
			continue
		}
		e := plan[d] - seen[d]
		sum += float64(s.Weights[d] * float64(e*e))
		weight += s.Weights[d]
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// Params are the parameters of a kind of work, read and checked.
type Params interface {
	// New makes the work for an organisation.
	New(s Setting) Work
	// Columns are the measures of this kind beyond the common ones.
	Columns() []table.Column
	// Check returns why a pattern's grant rule cannot serve this work, or "".
	Check(grant string) string
	// Grant is the rule that serves it where a pattern states none.
	Grant() string
	// Bytes is what the work takes beyond what judgement does [bytes].
	Bytes(agents, ties float64, domains int) float64
	// Param returns a number that may change in mid-run by its key, nil for none.
	Param(name string) *float64
}

// Sized are parameters that only serve an organisation of some size.
type Sized interface {
	// Fits tells what does not fit so many agents, by key.
	Fits(agents int, tell func(key, format string, args ...any))
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
	drawFlip
	_
	drawFirst
	drawLead
	drawRelapse
	drawPieces
)
