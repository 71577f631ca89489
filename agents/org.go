// Package agents holds the people of an organisation, their ties and their
// units as plain columns: row i is agent i. It knows no rules of influence and
// no kind of work.
package agents

import "tutti/sim/exact"

// MaxDomains is how many domains of expertise an organisation may have: a set
// of domains is one 32-bit word.
const MaxDomains = 32

// Org is the state of an organisation (model, 2). A column named per agent and
// domain has N·D rows, agent i's domain d at i·D+d. Traits are in 0..1.
type Org struct {
	N, D int

	Key     []uint32 // identity in draws and in breaking ties; a newcomer gets a new one
	Unit    []int32  // unit [0..U−1]
	Manager []int32  // manager's row, −1 for none
	Group   []int32  // group of the scenario that the agent comes from
	Tenure  []int32  // [cycles]
	Away    []int32  // absent before this cycle; Gone when it never comes back
	Present []uint8  // 1 takes part now
	Works   []uint8  // 1 its plan counts in the work (a conductor's does not)
	Formal  []uint8  // 1 holds a formal lead by the scenario
	Regime  []uint8  // which of the pattern's rules it lives by: 0 the older, 1 the newer
	Office  []uint32 // domains in which it holds an appointed or elected lead now
	Charge  []uint32 // domains whose task it was handed
	Claims  []uint32 // domains that it claims in this cycle

	Autonomy, Openness, Presence, Engagement []float64
	Motivation, General, Growth              []float64 // the three scales of satisfaction
	Bias                                     []float64 // confidence less expertise [−1..1]; nil where all have 0
	Coercive, Manipulative                   []float64 // readiness to force, to inflate [0..1]; nil where all have 0

	Expertise, Identity []float64 // per agent and domain
	Goal                []float64 // per agent and domain, in the plan's unit; nil when nobody wants anything beside the task

	// Ties i→j, "i attends to j", row by row: those of i are Start[i]..Start[i+1].
	Start []int32
	To    []int32
	Trust []float32 // [0..1]
	Level []uint8   // levels of the chain of command from i up to j; 0 when j is not above i; nil without a chain

	NextKey uint32
	Units   int
}

// Gone is the cycle of return of one who never comes back.
const Gone = 1<<31 - 1

// New returns an organisation of n agents [1 or more] and d domains
// [1..MaxDomains] without ties, everybody present and working.
func New(n, d int) *Org {
	o := &Org{D: d, Units: 1}
	o.Grow(n)
	o.Start = make([]int32, n+1)
	return o
}

// Grow adds rows up to n agents, with fresh keys, present and working. It does
// not touch the ties; see SetTies.
func (o *Org) Grow(n int) {
	add := n - o.N
	for _, c := range []*[]int32{&o.Unit, &o.Group, &o.Tenure, &o.Away} {
		*c = append(*c, make([]int32, add)...)
	}
	for range add {
		o.Manager = append(o.Manager, -1)
		o.Key = append(o.Key, o.NextKey)
		o.NextKey++
	}
	for _, c := range []*[]uint8{&o.Formal, &o.Regime} {
		*c = append(*c, make([]uint8, add)...)
	}
	for range add {
		o.Present = append(o.Present, 1)
		o.Works = append(o.Works, 1)
	}
	for _, c := range []*[]uint32{&o.Office, &o.Charge, &o.Claims} {
		*c = append(*c, make([]uint32, add)...)
	}
	for k, c := range o.traits() {
		if k < rare || *c.P != nil {
			*c.P = append(*c.P, make([]float64, add)...)
		}
	}
	for _, c := range []*[]float64{&o.Expertise, &o.Identity} {
		*c = append(*c, make([]float64, add*o.D)...)
	}
	if o.Goal != nil {
		o.Goal = append(o.Goal, make([]float64, add*o.D)...)
	}
	o.N = n
}

// A Trait is a column of the organisation with its name in scenario files.
type Trait struct {
	Name string
	P    *[]float64
}

// rare is the number of the first trait whose column is made when somebody has it.
const rare = 7

// traits lists the columns that hold one number an agent.
func (o *Org) traits() [10]Trait {
	return [...]Trait{
		{"autonomy", &o.Autonomy}, {"openness", &o.Openness}, {"presence", &o.Presence},
		{"engagement", &o.Engagement}, {"motivation", &o.Motivation}, {"general", &o.General},
		{"growth", &o.Growth}, {"bias", &o.Bias}, {"coercive", &o.Coercive}, {"manipulative", &o.Manipulative},
	}
}

// Trait returns the column of a trait by its name in scenario files, and how
// many numbers it holds an agent (1, or D). The column is nil when there is no
// such trait, or when all agents have 0.
func (o *Org) Trait(name string) (column []float64, width int) {
	switch name {
	case "expertise":
		return o.Expertise, o.D
	case "identity":
		return o.Identity, o.D
	}
	for _, t := range o.traits() {
		if t.Name == name {
			return *t.P, 1
		}
	}
	return nil, 0
}

// SetTrait gives agent i a trait, in all domains where it has them, and says
// whether that changed anything.
func (o *Org) SetTrait(name string, i int, x float64) (changed bool) {
	column, width := o.Trait(name)
	if column == nil {
		if x == 0 || width == 0 {
			return false
		}
		column = make([]float64, o.N)
		for _, t := range o.traits() {
			if t.Name == name {
				*t.P = column
			}
		}
	}
	for d := range width {
		changed = changed || column[i*width+d] != x
		column[i*width+d] = x
	}
	return changed
}

// BiasOf is agent i's confidence less its expertise.
func (o *Org) BiasOf(i int) float64 { return of(o.Bias, i) }

// Forces is how ready agent i is to force others.
func (o *Org) Forces(i int) float64 { return of(o.Coercive, i) }

// Lies is how ready agent i is to inflate its claims.
func (o *Org) Lies(i int) float64 { return of(o.Manipulative, i) }

// of is agent i's number in a column that is nil where all have 0.
func of(column []float64, i int) float64 {
	if column == nil {
		return 0
	}
	return column[i]
}

// Confidence is what agent i believes its expertise in d to be [0..1]: its
// expertise plus its bias.
func (o *Org) Confidence(i, d int) float64 {
	return exact.Clip01(o.Expertise[i*o.D+d] + o.BiasOf(i))
}

// Left says whether agent i has left for good.
func (o *Org) Left(i int) bool { return o.Away[i] == Gone }

// Members returns how many belong to the organisation, present or away for a
// while: all who have not left for good.
func (o *Org) Members() int {
	n := 0
	for _, away := range o.Away {
		if away != Gone {
			n++
		}
	}
	return n
}

// Size returns how many are present.
func (o *Org) Size() int {
	n := 0
	for _, p := range o.Present {
		n += int(p)
	}
	return n
}

// State lists the columns (see exact.State).
func (o *Org) State(s exact.State) {
	s.Int("agents", &o.N)
	s.Int("units", &o.Units)
	keys := int(o.NextKey)
	s.Int("next key", &keys)
	o.NextKey = uint32(keys)
	words := func(name string, p *[]uint32) { // 32-bit words travel as whole numbers
		ints := make([]int32, len(*p))
		for i, x := range *p {
			ints[i] = int32(x)
		}
		s.Ints(name, &ints)
		*p = (*p)[:0]
		for _, x := range ints {
			*p = append(*p, uint32(x))
		}
	}
	words("key", &o.Key)
	s.Ints("unit", &o.Unit)
	s.Ints("manager", &o.Manager)
	s.Ints("group", &o.Group)
	s.Ints("tenure", &o.Tenure)
	s.Ints("away", &o.Away)
	s.Bytes("present", &o.Present)
	s.Bytes("works", &o.Works)
	s.Bytes("formal", &o.Formal)
	s.Bytes("regime", &o.Regime)
	words("office", &o.Office)
	words("charge", &o.Charge)
	words("claims", &o.Claims)
	for _, t := range o.traits() {
		s.Floats(t.Name, t.P)
		if len(*t.P) == 0 {
			*t.P = nil
		}
	}
	s.Floats("expertise", &o.Expertise)
	s.Floats("identity", &o.Identity)
	s.Floats("goal", &o.Goal)
	if len(o.Goal) == 0 {
		o.Goal = nil
	}
	s.Ints("start", &o.Start)
	s.Ints("to", &o.To)
	s.Float32s("trust", &o.Trust)
	s.Bytes("level", &o.Level)
	if len(o.Level) == 0 {
		o.Level = nil
	}
}
