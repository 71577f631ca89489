// Package view turns a picture of the state of a model (Frame) into shapes. A
// view is a pure function: it knows no painter, no model and no clock.
package view

import "math"

// A Frame is all that the views want to know of an organisation at one moment.
// Row i of every column is agent i. Frames are filled again and again, so that
// watching costs no memory.
type Frame struct {
	Model  string // "organisation", or the name of a published model
	Work   string // kind of work of an organisation
	Title  string
	Cycle  int // cycles lived
	Cycles int // cycles planned; 0 when open
	Phases []string
	Phase  int    // index of the phase last lived; −1 before the first
	Digest string // of the whole state, when asked for

	Names     []string
	Unit      []int // index into Units; −1 without
	Units     []string
	Manager   []int        // index of the manager; −1 without
	Office    []bool       // holds a formal or elected lead now
	Here      []bool       // present in this cycle
	Seat      [][2]float64 // places given by the scenario [m]; nil without
	Traits    []Column
	Domains   []string
	Weights   []float64 // what matters now, per domain; sums to 1
	Expertise []float64 // agent i, domain d at i·len(Domains)+d [0..1]
	Share     []float64 // of leadership over the window; sums to 1 when anybody leads

	Ties    []Tie
	Claims  []Claim
	Flows   []Flow
	History *History
	Field   Field

	Onsets   [][]float64 // of the last passage, note by note and player by player [ms after the first beat; NaN for who is away]; nil without
	Interval float64     // between beats [ms]
}

// A Column is one quantity of each agent.
type Column struct {
	Name, Unit, Doc string
	Lo, Hi          float64
	Groups          []string  // where Values are numbers of kinds, from little to much: their names
	Values          []float64 // NaN where missing
}

// A Tie says that From attends to To.
type Tie struct {
	From, To         int32
	Trust, Authority float32 // [0..1]
}

// A Claim is one agent's claim to lead in a domain in this cycle, and what
// became of it.
type Claim struct {
	Agent, Domain int
	Granted       float64 // mean weight that others gave it [0..1]
	Refused       bool    // nobody followed
	Gone          float32 // how far it has faded from sight [0..1]
}

// Sources are the sources of influence, in the order of Flow.Parts and
// draw.Theme.Sources.
var Sources = [3]string{"position", "person", "argument"}

// A Flow is influence of one agent on another in this cycle.
type Flow struct {
	By, On int32
	Domain int16
	Moved  float32    // how far the plan of On moved
	Parts  [3]float32 // Moved by source
}

// A Field is what the views of published models show.
type Field struct {
	X, Y, Heading []float64 // the plane
	Marked        []bool    // who has joined, who has adopted
	Value         []float64 // of each agent, or along a ring
	Care          []float64 // of the first agents for the way they prefer [0..1]; nil where it stays
	At            []int     // places on the ring; kinds of individuals; solutions held
	Rows          []string  // names of the rows of Grid
	Grid          []int8    // row by row, each Width wide [−1..1]
	Width         int
	Lines         [][]float64 // one line an agent, over cycles
	Lo, Hi        float64     // range of Value and Lines
}

// N is the number of agents.
func (f *Frame) N() int { return len(f.Names) }

// Trait returns a column by name, or nil.
func (f *Frame) Trait(name string) []float64 {
	for i := range f.Traits {
		if f.Traits[i].Name == name {
			return f.Traits[i].Values
		}
	}
	return nil
}

// Skill is the expertise of agent i in domain d, or its mean over the domains
// weighted by what matters now where d is negative.
func (f *Frame) Skill(i, d int) float64 {
	n := len(f.Domains)
	if n == 0 || (i+1)*n > len(f.Expertise) {
		return math.NaN()
	}
	if d >= 0 {
		return f.Expertise[i*n+d]
	}
	sum := 0.0
	for k := range n {
		w := 1 / float64(n)
		if len(f.Weights) == n {
			w = f.Weights[k]
		}
		sum += w * f.Expertise[i*n+k]
	}
	return sum
}

// Present says whether agent i takes part in this cycle.
func (f *Frame) Present(i int) bool { return i >= len(f.Here) || f.Here[i] }

// UnitName is the name of agent i's unit, or nothing.
func (f *Frame) UnitName(i int) string {
	if i >= len(f.Unit) || f.Unit[i] < 0 || f.Unit[i] >= len(f.Units) {
		return ""
	}
	return f.Units[f.Unit[i]]
}

// A History is what was lived: measures cycle by cycle from First on, shares and
// traits of everybody at cycles First+r·Every, so that memory stays bounded.
type History struct {
	First, Every int
	Shares       [][]float32 // leadership of each agent, a row a cycle
	Measures     []Series
	Traits       []Trace
	Marks        []Mark
}

// A Series is one measure over time; NaN where missing.
type Series struct {
	Name, Unit, Doc string
	Lo, Hi          float64
	Values          []float64
}

// A Trace is one trait of all agents over time, a row a cycle.
type Trace struct {
	Name string
	Rows [][]float32
}

// A Mark is an event on the timeline.
type Mark struct {
	Cycle int
	Text  string
	Live  bool // done by hand in this session
}

// Rows is the number of cycles kept.
func (h *History) Rows() int {
	if h == nil {
		return 0
	}
	if len(h.Measures) > 0 {
		return len(h.Measures[0].Values)
	}
	return len(h.Shares)
}

// Measure returns a series by name, or nil.
func (h *History) Measure(name string) *Series {
	if h == nil {
		return nil
	}
	for i := range h.Measures {
		if h.Measures[i].Name == name {
			return &h.Measures[i]
		}
	}
	return nil
}
