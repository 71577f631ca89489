package sim

import (
	"math"
	"slices"

	"tutti/agents"
	"tutti/sim/event"
	"tutti/sim/scenario"
)

// A Note says of an event that nothing came of it.
type Note struct {
	Cycle int
	Place string // file, line and key of the event
	Kind  string
	Why   string
}

// note keeps why nothing came of an event, the first time.
func (m *Model) note(k int, why string) {
	e := &m.Spec.Events[k]
	if why == "" || slices.ContainsFunc(m.Notes, func(n Note) bool { return n.Place == e.Place && n.Kind == e.Kind }) {
		return
	}
	m.Notes = append(m.Notes, Note{m.cycle, e.Place, e.Kind, why})
}

// mostForeseen bounds how large an organisation, and how many events, are gone
// through before a run.
const mostForeseen = 5000

// Foresee goes through the events of a scenario without living a cycle, and
// returns of which nothing comes whenever they happen. What hangs on how the run
// goes is not told, nor anything about large organisations.
func Foresee(spec *scenario.Spec, seed uint64) []Note {
	people, ties := spec.Most()
	if len(spec.Events) == 0 || people > mostForeseen || ties > 100*mostForeseen {
		return nil
	}
	m := New(spec, seed)
	did := make([]bool, len(spec.Events))
	seen := 0
	for m.cycle = nextDue(spec, -1); m.cycle < spec.Cycles && seen < mostForeseen; m.cycle = nextDue(spec, m.cycle) {
		m.comeBack()
		for k := range spec.Events {
			if e := &spec.Events[k]; e.Due(m.cycle) {
				seen++
				why := e.Apply(m)
				did[k] = did[k] || why == "" || e.Chance
				m.note(k, why)
			}
		}
	}
	return slices.DeleteFunc(m.Notes, func(n Note) bool {
		k := slices.IndexFunc(spec.Events, func(e event.Event) bool { return e.Place == n.Place && e.Kind == n.Kind })
		return did[k]
	})
}

// nextDue is the next cycle after one in which an event of a scenario happens;
// the end of the run where none does.
func nextDue(spec *scenario.Spec, cycle int) int {
	next := spec.Cycles
	for k := range spec.Events {
		if at := spec.Events[k].Next(cycle); at >= 0 && at < next {
			next = at
		}
	}
	return next
}

// Find returns the rows of an agent, a group or a unit by name, without those
// who left for good.
func (m *Model) Find(name string) []int {
	o := m.Org
	is := func(int) bool { return false }
	if u := slices.Index(m.Spec.Units, name); u >= 0 {
		is = func(i int) bool { return int(o.Unit[i]) == u }
	} else if g := m.Spec.Group(name); g >= 0 {
		is = func(i int) bool { return int(o.Group[i]) == g }
	} else if row := m.Spec.Row(name); row >= 0 {
		is = func(i int) bool { return i == row }
	}
	var rows []int
	for i := range o.N {
		if is(i) && !o.Left(i) {
			rows = append(rows, i)
		}
	}
	return rows
}

// Join adds newcomers of a group, tied to all of the unit that they come to:
// the group's, or what became of it. They live by what most live by, and by a
// mandate while it is enforced.
func (m *Model) Join(group string, count int) {
	o, g := m.Org, m.Spec.Group(group)
	unit := int32(max(0, slices.Index(m.Spec.Units, m.Spec.Groups[g].Unit)))
	for range m.heirs {
		unit = m.heirs[unit]
	}
	ties := o.Ties()
	for range count {
		i := o.N
		o.Grow(i + 1)
		o.Unit[i] = unit
		o.Regime[i] = m.customary()
		m.endow(i, g, m.place(i, g))
		for j := range i {
			if o.Present[j] != 0 && o.Unit[j] == o.Unit[i] {
				t := float32(m.Spec.Turnover.Trust)
				ties = append(ties, agents.Tie{From: int32(i), To: int32(j), Trust: t}, agents.Tie{From: int32(j), To: int32(i), Trust: t})
			}
		}
	}
	if err := o.SetTies(ties, math.MaxUint8); err != nil {
		panic(err) // more ties than 2^31: refused when the scenario was read
	}
}

// place is the number in its group that agent i has; newcomers who joined go
// round again.
func (m *Model) place(i, group int) int {
	g := &m.Spec.Groups[group]
	return max(0, i-g.First) % max(1, g.Count)
}

// customary is the regime that a newcomer lives by: that of a mandate while it
// is enforced, else that of most.
func (m *Model) customary() uint8 {
	if !m.newer {
		return 0
	}
	if m.how == "mandated" {
		return 1
	}
	return uint8(m.leading())
}

// Leave takes agents away for good. What they gave of late goes with them.
func (m *Model) Leave(rows []int) {
	o := m.Org
	for _, i := range rows {
		o.Away[i], o.Present[i] = agents.Gone, 0
		clear(m.lately[i*o.D : (i+1)*o.D])
		m.quit++
	}
}

// Unit returns the number of a unit, made, or made anew, when there is none of
// the name.
func (m *Model) Unit(name string) int {
	u := slices.Index(m.Spec.Units, name)
	if u < 0 {
		spec := *m.Spec // the scenario itself stays as it is
		spec.Units = append(slices.Clone(spec.Units), name)
		m.Spec = &spec
		u = m.Org.Units
		m.Org.Units++
	}
	for len(m.heirs) < m.Org.Units {
		m.heirs = append(m.heirs, int32(len(m.heirs)))
	}
	m.heirs[u] = int32(u)
	return u
}

// Merge makes some units one of them, or another.
func (m *Model) Merge(from []int, into int) {
	for i, u := range m.Org.Unit {
		if slices.Contains(from, int(u)) {
			m.Org.Unit[i] = int32(into)
		}
	}
	for _, u := range from {
		m.heirs[u] = int32(into)
	}
	m.heirs[into] = int32(into)
}

// Changed makes room after people, units or ties have changed.
func (m *Model) Changed() {
	m.pursue() // units may have merged or split
	m.Work.Resize()
	m.fit()
}

// AnybodyWorks says whether anybody's plan counts now.
func (m *Model) AnybodyWorks() bool {
	for i, p := range m.Org.Present {
		if p&m.Org.Works[i] != 0 {
			return true
		}
	}
	return false
}

// UnitsThere is how many units there are in which somebody is who has not left
// for good.
func (m *Model) UnitsThere() int {
	n := 0
	for _, in := range m.peopled() {
		n += int(bit(in))
	}
	return n
}

// peopled says of each unit whether anybody is in it who has not left for good.
func (m *Model) peopled() []bool {
	in := make([]bool, m.Org.Units)
	for i, u := range m.Org.Unit {
		in[u] = in[u] || !m.Org.Left(i)
	}
	return in
}
