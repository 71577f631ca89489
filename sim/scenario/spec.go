// Package scenario turns a scenario file into a checked Spec: beyond it nobody
// reads TOML, and nothing that a user can get wrong is left to be found.
package scenario

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"tutti/agents/influence"
	"tutti/agents/network"
	"tutti/agents/pattern"
	"tutti/sim/event"
	"tutti/sim/keys"
	"tutti/sim/work"
)

// A Spec is a scenario of an organisation, checked, defaults filled in.
type Spec struct {
	Head
	Domains []string  // names of the domains of expertise
	Weights []float64 // w: what matters; they sum to 1
	Units   []string
	Groups  []Group
	Ties    []Ties
	Chain   Chain

	Rules     influence.Rules // all but the pattern's part
	Unbooked  bool            // influence moves plans but is not booked
	Exponent  float64         // a: how steeply autonomy enters readiness to claim
	Engaged   float64         // b: how steeply engagement does
	Habits    influence.Habits
	Goals     Goals
	Time      Time
	Turnover  Turnover
	Rehearsal Rehearsal
	Pattern   pattern.Pattern
	WorkKind  string
	Work      work.Params
	Events    []event.Event

	census func() *event.Census // the organisation as it starts, for going through the events
	unit   []int32              // of the agents, in order
	rows   map[string]int32     // of those with names of their own
}

// Head is what scenarios of every model have.
type Head struct {
	File, Title, About, Theme, Model string
	Sources                          []string
	Seed                             uint64
	Cycles                           int
	BurnIn                           int // cycles left out of the means over a run
	Window                           int // cycles of a window of leadership
	Measures                         []Own
	Stop                             string // stop_when, an expression over measures; "" for never
	Expect                           []Expect
}

// An Own is a measure of the scenario's own, an expression over named ones.
type Own struct {
	Name, Unit, Doc, Expr string
}

// An Expect is a claim about a measure that `tutti check --run` verifies over
// seeds.
type Expect struct {
	Name, About, Source string
	Measure             string
	Kind                string   // above, below, band or null
	Sets                []string // key=value of the arm that the claim is about
	Against             []string // key=value of the arm that it is compared with; nil compares with a value
	Beside              []string // key=value on both arms: the claim is about the difference of their differences
	With                string   // another measure: the claim is about the correlation across seeds
	Lo, Hi              float64  // band; bound of a null; above and below are said of Lo
	Seeds               int
	Level               float64 // of the interval
}

// A Group is some agents with the same kind of traits.
type Group struct {
	Name, Unit string
	Names      []string // one an agent
	First      int      // row of its first agent
	Count      int
	Formal     bool
	Works      bool
	Traits     []Dist   // by number of Traits
	Expertise  []Dist   // by domain
	Identity   []Dist   // by domain
	Goal       []Dist   // by domain; nil for none
	Units      []string // unit of each agent where a column gives it; nil for Unit
}

// A Trait is a trait of one number that groups give.
type Trait struct {
	Name, Doc string
	Default   float64
	Range     keys.Range
}

// Share01 is the range of a trait.
var share01 = keys.Range{Lo: 0, Hi: 1}

// Traits lists the traits of one number, in the order of their draws.
var Traits = []Trait{
	{"autonomy", "weight on own judgement, and readiness to step forward (model, 2)", 0.5, share01},
	{"openness", "acceptance of change: readiness to be moved (model, 2)", 0.7, share01},
	{"presence", "personal qualities that others respond to (model, 2)", 0.5, share01},
	{"engagement", "effort put in (model, 2)", 0.7, share01},
	{"motivation", "satisfaction: motivation (model, 2)", 0.6, share01},
	{"general", "satisfaction: general (model, 2)", 0.6, share01},
	{"growth", "satisfaction: growth (model, 2)", 0.5, share01},
	{"bias", "confidence less expertise: over- or under-confidence (model, 2)", 0, keys.Range{Lo: -1, Hi: 1}},
	{"coercive", "share of others' actions that it forces where it is their superior; never leadership (model, 4)", 0, share01},
	{"manipulative", "how far it inflates its apparent expertise; never leadership (model, 4)", 0, share01},
}

// Ties are one layer of the informal network.
type Ties struct {
	Kind      string
	Generator network.Generator // nil for ties from a file or listed
	Graph     []network.Tie     // read from a file, rows of the organisation
	Trust     Dist
	Likeness  float64 // how far trust begins lower in those of other units, by distance
	Within    string  // unit or group that it is limited to; "" for all
	Members   []int32
	Mutual    bool
}

// Chain is the chain of command.
type Chain struct {
	Manager []int32 // by agent; −1 for none
	Ties    bool    // everybody attends to their manager, and managers to theirs
	Trust   Dist
}

// Goals are what people want beside the task (model, 2).
type Goals struct {
	Spread, Alignment float64
	Rejection         float64
}

// Time is what things cost, as shares of a cycle (model, 3).
type Time struct{ Round, Claim, Reflect, Appoint float64 }

// Turnover is who leaves (model, 5).
type Turnover struct {
	Hazard    float64 // at middling satisfaction [per cycle]
	Steepness float64
	Trust     float64 // of and in a newcomer
	Skill     float64 // expertise of a newcomer as a share of its group's
}

// Agents is how many agents there are at the start.
func (s *Spec) Agents() int { return len(s.unit) }

// Name returns the name of agent i: its own, its group's with a number, or, for
// those who join later, a number.
func (s *Spec) Name(i int) string {
	if i >= len(s.unit) {
		name := "newcomer " + strconv.Itoa(i-len(s.unit)+1)
		for s.Row(name) >= 0 { // somebody is called so
			name += "*"
		}
		return name
	}
	g := &s.Groups[s.groupOf(i)]
	if g.Names != nil {
		return g.Names[i-g.First]
	}
	return g.Name + " " + strconv.Itoa(i-g.First+1)
}

// groupOf is the number of the group of agent i at the start.
func (s *Spec) groupOf(i int) int {
	return sort.Search(len(s.Groups), func(g int) bool { return s.Groups[g].First > i }) - 1
}

// Row returns the agent of a name, −1 when there is none.
func (s *Spec) Row(name string) int {
	if i, ok := s.rows[name]; ok {
		return int(i)
	}
	return s.numbered(name)
}

// numbered returns the agent of a name such as "violin 3", −1 when there is
// none in a group whose people are numbered.
func (s *Spec) numbered(name string) int {
	at := strings.LastIndexByte(name, ' ')
	if at < 0 {
		return -1
	}
	n, err := strconv.Atoi(name[at+1:])
	g := s.Group(name[:at])
	if err != nil || g < 0 || s.Groups[g].Names != nil || n < 1 || n > s.Groups[g].Count || strconv.Itoa(n) != name[at+1:] {
		return -1
	}
	return s.Groups[g].First + n - 1
}

// someNames are the names that a hint may list.
func (s *Spec) someNames() []string {
	names := make([]string, min(1000, len(s.unit)))
	for i := range names {
		names[i] = s.Name(i)
	}
	return names
}

// Group returns the number of a group by name, −1 when there is none.
func (s *Spec) Group(name string) int {
	for g := range s.Groups {
		if s.Groups[g].Name == name {
			return g
		}
	}
	return -1
}

// Bytes estimates the memory that the organisation will take, with the room
// needed while it is set up, and those whom events add.
func (s *Spec) Bytes() float64 {
	people, ties := s.Most()
	a := 9.0 + 4
	if slices.ContainsFunc(s.Events, func(e event.Event) bool { return e.Kind == "join" || e.Kind == "tie" || e.Kind == "cut" }) {
		a += 9 + 2*12 // the old beside the new, and a list that grows
	}
	return float64(people*float64(AgentBytes(len(s.Domains)))) + float64(ties*a) + s.Work.Bytes(people, ties, len(s.Domains))
}

// Most is how many agents and ties there will be at most over the run, those of
// random networks by expectation.
func (s *Spec) Most() (people, ties float64) {
	if s.census == nil {
		return float64(s.Agents()), s.ties0()
	}
	c := s.census()
	c.Foresee(s.Events, s.Cycles)
	return c.Agents, c.Ties
}

// ties0 is how many ties there are at the start, at most or by expectation.
func (s *Spec) ties0() float64 {
	ties := 0.0
	for k := range s.Ties {
		ties += s.expected(&s.Ties[k])
		if s.Ties[k].Mutual {
			ties += s.expected(&s.Ties[k])
		}
	}
	if s.Chain.Ties {
		for _, boss := range s.Chain.Manager {
			if boss >= 0 {
				ties += 2
			}
		}
	}
	return ties
}

// AgentBytes is what an agent takes without its ties, with what the measures
// work out, in judgement [bytes].
func AgentBytes(domains int) int { return 250 + 68*domains }

func (s *Spec) expected(t *Ties) float64 {
	if t.Generator == nil {
		return float64(len(t.Graph))
	}
	return t.Generator.Expect(len(t.Members), s.UnitsOf(t.Members))
}

// UnitsOf are the units of some agents at the start.
func (s *Spec) UnitsOf(members []int32) []int32 {
	units := make([]int32, len(members))
	for k, i := range members {
		units[k] = s.unit[i]
	}
	return units
}

// UnitOf is the unit of agent i at the start.
func (s *Spec) UnitOf(i int) int32 { return s.unit[i] }
