package event

import (
	"fmt"
	"math"
	"slices"

	"tutti/agents"
	"tutti/agents/pattern"
	"tutti/sim/keys"
)

// A Census is who and what there is at the start of a cycle, as far as the
// scenario alone tells: what is left to the lot and to the run is not foreseen,
// and numbers are upper bounds.
type Census struct {
	Agents   float64 // that there have been so far, with those who left
	Ties     float64
	Patterns []pattern.Pattern // that may be in force, each a copy
	Fault    func(t *keys.Table, key, msg string)

	cycle  int
	names  *Names
	units  map[string]*place
	groups map[string]float64 // people of each
	left   map[string]string  // agents and groups of whom nobody is left: why
	into   map[string]string  // what a unit became
	before []pattern.Pattern  // as the cycle began
	sets   []setting          // of this cycle, not yet judged
	told   map[*keys.Table]bool
	full   bool
	mixed  bool // people have changed units, so that a unit is no longer its group
}

// A place is a unit: how many are in it at most, and why nobody is.
type place struct {
	size float64
	why  string
}

// A setting is what an event of the cycle says of the pattern, at which key.
type setting struct {
	table     *keys.Table
	key, what string
}

// NewCensus is the organisation as it starts, with so many ties [or more].
func NewCensus(n *Names, ties float64, p pattern.Pattern) *Census {
	c := &Census{
		Ties: ties, Patterns: []pattern.Pattern{p}, Fault: func(*keys.Table, string, string) {},
		names: n, units: map[string]*place{}, groups: map[string]float64{}, left: map[string]string{}, into: map[string]string{}, told: map[*keys.Table]bool{},
	}
	for u, name := range n.Units {
		c.units[name] = &place{size: n.UnitSizes[u]}
	}
	for g, name := range n.Groups {
		c.groups[name] = n.GroupSizes[g]
		c.Agents += n.GroupSizes[g]
	}
	return c
}

// mostForeseen bounds how many happenings are foreseen one by one; a scenario
// with more has events that come again and again, and these tell nothing new.
const mostForeseen = 20000

// Foresee goes through the events in the order in which they will happen, up to
// a number of cycles.
func (c *Census) Foresee(events []Event, cycles int) {
	next := make([]int, len(events)) // cycle in which each happens next; −1 for no more
	for k := range events {
		next[k] = events[k].after(-1, cycles)
	}
	for seen := 0; seen < mostForeseen && !c.full; {
		c.cycle = -1
		for _, at := range next {
			if at >= 0 && (c.cycle < 0 || at < c.cycle) {
				c.cycle = at
			}
		}
		if c.cycle < 0 {
			return
		}
		for k := range events {
			if e := &events[k]; next[k] == c.cycle {
				if e.Foresee != nil {
					e.Foresee(c)
				}
				seen++
				next[k] = e.after(c.cycle, cycles)
			}
		}
		c.judge()
	}
	c.rest(events, next, cycles)
}

// rest goes through what is left in the order in which it comes first, what
// comes again and again all at once.
func (c *Census) rest(events []Event, next []int, cycles int) {
	var left []int
	for k := range events {
		if next[k] >= 0 && events[k].Foresee != nil {
			left = append(left, k)
		}
	}
	slices.SortStableFunc(left, func(a, b int) int { return next[a] - next[b] })
	for _, k := range left {
		e := &events[k]
		if c.full {
			return
		}
		if next[k] != c.cycle {
			c.judge()
			c.cycle = next[k]
		}
		if e.Every > 0 {
			c.again(e, float64(e.last(cycles)-next[k])/float64(e.Every)+1)
		} else {
			e.Foresee(c)
		}
	}
	c.judge()
}

// again lets an event come a number of times more, for what it adds.
func (c *Census) again(e *Event, times float64) {
	people, ties := c.Agents, c.Ties
	e.Foresee(c)
	c.Agents += float64((times - 1) * (c.Agents - people))
	c.Ties = min(float64(c.Agents*c.Agents), c.Ties+float64((times-1)*(c.Ties-ties)))
	if c.Agents > people {
		c.Ties = float64(c.Agents * c.Agents)
	}
}

// fault tells what is wrong with an event, once.
func (c *Census) fault(t *keys.Table, key, format string, args ...any) {
	if !c.told[t] {
		c.told[t] = true
		c.Fault(t, key, fmt.Sprintf(format, args...))
	}
}

// gone says why nobody of a name is there, "" where somebody may be.
func (c *Census) gone(name string) string {
	if p := c.units[name]; p != nil {
		if p.size == 0 && p.why == "" {
			return "nobody is in it"
		}
		return p.why
	}
	if why := c.left[name]; why != "" || slices.Contains(c.names.Groups, name) {
		return why
	}
	if row := c.names.Row(name); row >= 0 {
		return c.left[c.names.Group(row)]
	}
	return fmt.Sprintf("there is no unit of the name before cycle %d", c.cycle)
}

// check tells of names at a key of whom nobody is there any more.
func (c *Census) check(t *keys.Table, key string, names ...string) {
	for _, name := range names {
		if why := c.gone(name); why != "" {
			c.fault(t, key, "%q in cycle %d: %s", name, c.cycle, why)
		}
	}
}

// size is how many people of some names there are at most.
func (c *Census) size(names []string) float64 {
	sum := 0.0
	for _, name := range names {
		if p := c.units[name]; p != nil {
			sum += p.size
		} else if n, ok := c.groups[name]; ok {
			sum += n
		} else {
			sum++
		}
	}
	return sum
}

// leave takes all of some names away for good, which may be everyone.
func (c *Census) leave(names []string, everyone bool) {
	why := fmt.Sprintf("left for good in cycle %d", c.cycle)
	for _, name := range names {
		if p := c.units[name]; p != nil {
			p.size, p.why = 0, why
		}
		if g := slices.Index(c.names.Groups, name); g < 0 || everyone || c.names.Whole[g] && !c.mixed || c.units[name] == nil {
			c.left[name] = why
		}
	}
}

// arrive lets people of a group join its unit, each tied with all who are there.
func (c *Census) arrive(t *keys.Table, group string, count float64) {
	delete(c.left, group)
	c.groups[group] += count
	c.Agents += count
	p := c.units[c.heir(group)]
	c.Ties += float64(count * (float64(2*p.size) + count - 1)) // both ways, with those there and among themselves
	p.size, p.why = p.size+count, ""
	if most := float64(c.names.Most); c.Agents > most {
		c.full = true
		c.fault(t, "count", "%.0f agents in all by cycle %d, want at most %.0f", c.Agents, c.cycle, most)
		return
	}
	c.room(t, "count")
}

// merge makes some units one.
func (c *Census) merge(t *keys.Table, units []string, into string) {
	c.check(t, "units", units...)
	c.mixed = true
	sum := 0.0
	for _, u := range units {
		if p := c.units[u]; p != nil {
			sum += p.size
			p.size, p.why = 0, fmt.Sprintf("the unit became %q in cycle %d", into, c.cycle)
			c.into[u] = into
		}
	}
	c.fill(into, sum)
}

// fill adds people to a unit, which is made where there is none.
func (c *Census) fill(unit string, people float64) {
	if c.units[unit] == nil {
		c.units[unit] = &place{}
	}
	c.units[unit].size += people
	c.units[unit].why = ""
	delete(c.into, unit)
}

// split lets a share of a unit go to another.
func (c *Census) split(t *keys.Table, from, into string, share float64) {
	c.check(t, "unit", from)
	c.mixed = true
	if p := c.units[from]; p != nil {
		c.fill(into, math.Floor(float64(share*p.size)+0.5))
		if share == 1 {
			p.size, p.why = 0, fmt.Sprintf("all went to %q in cycle %d", into, c.cycle)
		}
	}
}

// exchange lets two units exchange people.
func (c *Census) exchange(t *keys.Table, a, b string, count float64) {
	c.mixed = true
	c.check(t, "unit", a)
	c.check(t, "with", b)
	for k, unit := range []string{a, b} {
		if p := c.units[unit]; p != nil && count > p.size {
			c.fault(t, "count", "%.0f go each way, but %q has %.0f at most in cycle %d", count, []string{a, b}[k], p.size, c.cycle)
		}
	}
}

// heir is the unit that people of a group join: its own, or what became of it.
func (c *Census) heir(group string) string {
	unit := c.names.UnitOf[slices.Index(c.names.Groups, group)]
	for range len(c.units) {
		into := c.into[unit]
		if into == "" {
			break
		}
		unit = into
	}
	if c.units[unit] == nil {
		c.units[unit] = &place{}
	}
	return unit
}

// room refuses more ties than there may be.
func (c *Census) room(t *keys.Table, key string) {
	c.Ties = min(c.Ties, float64(c.Agents*c.Agents))
	if c.Ties > agents.MaxTies {
		c.full = true
		c.fault(t, key, "about %.3g ties by cycle %d, want at most %d", c.Ties, c.cycle, agents.MaxTies)
	}
}

// judge looks whether the patterns that may be in force hold together after all
// that was set in the cycle.
func (c *Census) judge() {
	if len(c.sets) == 0 {
		return
	}
	last := c.sets[len(c.sets)-1]
	for k := range c.Patterns {
		if key, fault := c.names.Together(&c.Patterns[k], c.Agents); fault != "" {
			c.fault(last.table, last.key, "with %s the pattern does not hold together in cycle %d: %s", last.what, c.cycle, named(key, fault))
			c.Patterns = append(c.Patterns[:0], c.before...) // what follows is judged without it
			break
		}
	}
	c.sets = c.sets[:0]
}

// changes notes that an event says something of the pattern.
func (c *Census) changes(t *keys.Table, key, what string) {
	if len(c.sets) == 0 {
		c.before = append(c.before[:0], c.Patterns...)
	}
	c.sets = append(c.sets, setting{t, key, what})
}

// named puts a key before what is wrong with it.
func named(key, fault string) string {
	if key == "" {
		return fault
	}
	return key + ": " + fault
}
