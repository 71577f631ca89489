// Package event is what befalls an organisation in mid-run: shocks, absence,
// newcomers, mergers, programmes, another pattern (model, 8). Every event takes
// effect at the start of a cycle.
package event

import (
	"fmt"
	"slices"
	"strings"

	"tutti/agents"
	"tutti/agents/pattern"
	"tutti/sim/exact"
	"tutti/sim/keys"
)

// A World is what events act on; the organisation's model is one.
type World interface {
	People() *agents.Org
	Now() int               // the cycle that begins
	Lot() exact.Draws       // draws for events in this cycle
	Find(name string) []int // rows of an agent, a group or a unit by name, without those who left for good
	Lately() []float64      // influence given lately, per agent
	Shock(domains uint32, size float64, reweigh bool)
	Set(path string, value any) (changed bool)
	Adopt(p *pattern.Pattern, how, begins string, until int)
	Review(rules []Reviewable)
	Join(group string, count int)
	Leave(rows []int)
	Unit(name string) int       // number of a unit, which is made when there is none
	Merge(from []int, into int) // units become one of them, or another
	Changed()                   // people, units or ties have changed
	Begin(p Programme)
}

// An Effect is what an event does.
type Effect struct {
	// Apply lets it happen, and says why where nothing came of it; "" else.
	Apply func(w World) string
	// Foresee lets it happen to a census; nil where that shows nothing.
	Foresee func(c *Census)
	// Chance says that the run alone tells whom it befalls.
	Chance bool
}

// An Event is one thing that happens, once or again and again.
type Event struct {
	At    int // first cycle that it opens
	Every int // again after so many cycles; 0 = once
	Until int // not at or after this cycle; 0 = no end
	Kind  string
	Note  string // what a chart may write beside it
	Place string // file, line and key of the event, for messages
	Effect
}

// Due says whether the event happens at the start of a cycle.
func (e *Event) Due(cycle int) bool {
	switch {
	case cycle < e.At || e.Until > 0 && cycle >= e.Until:
		return false
	case e.Every > 0:
		return (cycle-e.At)%e.Every == 0
	}
	return cycle == e.At
}

// Next is the first cycle after one in which the event happens, -1 where it will
// not any more.
func (e *Event) Next(cycle int) int {
	at := e.At
	if e.Every > 0 && cycle >= at {
		at = cycle + e.Every - (cycle-at)%e.Every
	}
	if at <= cycle || !e.Due(at) {
		return -1
	}
	return at
}

// last is the last cycle of a run in which an event that comes again may happen.
func (e *Event) last(cycles int) int {
	if e.Until > 0 {
		return min(cycles, e.Until) - 1
	}
	return cycles - 1
}

// after is the next cycle after one in which the event happens in a run, −1 for
// none.
func (e *Event) after(cycle, cycles int) int {
	if at := e.Next(cycle); at < cycles {
		return at
	}
	return -1
}

// Names are what an event may name, for checking before cycle one.
type Names struct {
	Domains, Units, Groups []string
	Agents                 []string                                         // those that a hint may list
	UnitSizes, GroupSizes  []float64                                        // people at the start
	UnitOf                 []string                                         // unit of a group's newcomers
	Whole                  []bool                                           // by group: all its people are of the unit of its name
	Row                    func(name string) int                            // of an agent, −1 when there is none
	Group                  func(row int) string                             // of an agent
	Unclear                func(name string) string                         // what else a name means, "" for nothing
	Levels                 func() []string                                  // of the chain of command, by agent
	Most                   int                                              // agents that there may be
	Cycles                 int                                              // of the run
	Pattern                func(t *keys.Table) *pattern.Pattern             // reads a pattern from its table
	Set                    func(path string, value any) (key, fault string) // what is wrong with setting it, at which key of the event
	Together               func(p *pattern.Pattern, agents float64) (key, fault string)

	made  []string // units that events make
	later []func() // checks that want to know them
}

// comes notes a unit that an event makes.
func (n *Names) comes(unit string) {
	if unit != "" {
		n.made = append(n.made, unit)
	}
}

// known says whether a name is one of an agent, a group or a unit at any time.
func (n *Names) known(name string) bool {
	return n.Row(name) >= 0 || slices.Contains(n.Groups, name) || n.unit(name)
}

func (n *Names) unit(name string) bool {
	return slices.Contains(n.Units, name) || slices.Contains(n.made, name)
}

// check refuses names of nobody, once all events are read.
func (n *Names) check(t *keys.Table, key string, names []string) {
	n.later = append(n.later, func() {
		for _, name := range names {
			if !n.known(name) {
				t.Errorf(key, "no agent, group or unit %q; %s", name, keys.Hint(name, slices.Concat(n.Units, n.made, n.Groups, n.Agents)))
			} else if what := n.Unclear(name); what != "" {
				t.Errorf(key, "%q is %s, want names of their own", name, what)
			}
		}
	})
}

// checkUnits refuses units that there never are.
func (n *Names) checkUnits(t *keys.Table, key string, units []string) {
	n.later = append(n.later, func() {
		for _, u := range units {
			if !n.unit(u) {
				t.Errorf(key, "no unit %q; %s", u, keys.Hint(u, slices.Concat(n.Units, n.made)))
			}
		}
	})
}

// A Kind is one entry of the catalogue. Read returns what the event does.
type Kind struct {
	Name, Doc string
	Read      func(t *keys.Table, n *Names) Effect
}

// KindNames lists the kinds of events.
func KindNames() []string {
	names := make([]string, len(Catalogue))
	for k := range Catalogue {
		names[k] = Catalogue[k].Name
	}
	return names
}

// Read reads the tables [[event]]. What is wrong with one goes to its table;
// whole says whether all that is there can be foreseen.
func Read(tables []*keys.Table, n *Names) (events, sound []Event, whole bool) {
	good, checks := make([]bool, len(tables)), make([][]func(), len(tables))
	for k, t := range tables {
		n.later = nil
		before := t.Faults()
		events = append(events, read(t, n))
		good[k], checks[k] = t.Faults() == before, n.later
	}
	whole = true
	for k, t := range tables {
		before := t.Faults()
		for _, check := range checks[k] {
			check()
		}
		if good[k] && t.Faults() == before {
			sound = append(sound, events[k])
		} else if slices.Contains([]string{"", "join", "merge", "split", "exchange", "set", "pattern"}, events[k].Kind) {
			whole = false // what others say may hang on it
		}
	}
	return events, sound, whole
}

// read reads one [[event]].
func read(t *keys.Table, n *Names) Event {
	e := Event{
		At:    t.Count("at", 0, 0, 1<<30, "cycle at whose start it happens, from 0 [cycle]"),
		Every: t.Count("every", 0, 0, 1<<30, "again after so many cycles; 0 is once [cycles]"),
		Until: t.Count("until", 0, 0, 1<<30, "never at or after this cycle; 0 is no end [cycle]"),
	}
	before := t.Faults()
	e.Kind = t.Choice("kind", "shock", KindNames(), "what happens (model, 8)")
	known := t.Has("kind") && t.Faults() == before
	e.Note = t.Text("note", "", "a few words to write beside it in charts")
	e.Place = fmt.Sprintf("%s:%d: %s", t.File(""), t.Line(""), t.Path())
	if n.Cycles > 0 && e.At >= n.Cycles {
		t.Errorf("at", "cycle %d is after the end, want 0 to %d", e.At, n.Cycles-1)
	}
	if e.Until > 0 && e.Until <= e.At {
		t.Errorf("until", "cycle %d, but it begins at %d, want a later one", e.Until, e.At)
	}
	if e.Until > 0 && e.Every == 0 {
		t.Errorf("until", "cycle %d, but it happens once, want every as well", e.Until)
	}
	if !t.Has("kind") {
		t.Errorf("", "no kind, want one of %s", strings.Join(KindNames(), ", "))
	}
	if !known { // nobody can say which of its keys belong to it
		for _, key := range t.Keys() {
			t.Value(key, "a finite number", nil, "")
		}
		e.Kind = ""
	}
	for k := range Catalogue {
		kind := &Catalogue[k]
		if kind.Name == e.Kind {
			e.Effect = kind.Read(t.When("kind", kind.Name), n)
		}
	}
	if e.Note == "" {
		e.Note = e.Kind
	}
	return e
}

// Reference reads every kind once from a blank table, so that the reference
// lists the keys of all.
func Reference(t *keys.Table) {
	for k := range Catalogue {
		Catalogue[k].Read(t.When("kind", Catalogue[k].Name), Blank())
	}
}

// domains reads a list of domains by name; none is all.
func domains(t *keys.Table, n *Names) uint32 {
	names := t.Texts("domains", nil, "domains by name; none is all")
	set := uint32(0)
	for _, name := range names {
		d := slices.Index(n.Domains, name)
		if d < 0 {
			t.Errorf("domains", "no domain %q; %s", name, keys.Hint(name, n.Domains))
			continue
		}
		set |= 1 << d
	}
	if len(names) == 0 {
		return 1<<agents.MaxDomains - 1
	}
	return set
}

// Blank are names that refuse nothing, for reading a blank table.
func Blank() *Names {
	return &Names{
		Row: func(string) int { return -1 }, Unclear: func(string) string { return "" },
		Pattern: func(*keys.Table) *pattern.Pattern { return nil }, Set: func(string, any) (string, string) { return "", "" },
	}
}
