// Package event is what befalls an organisation in mid-run: shocks, absence,
// newcomers, mergers, programmes, another pattern (model, 8). Every event takes
// effect at the start of a cycle.
package event

import (
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
	Find(name string) []int // rows of an agent, a group or a unit by name
	Lately() []float64      // influence given lately, per agent
	Shock(domains uint32, size float64, reweigh bool)
	Set(path string, value any) error
	Adopt(p *pattern.Pattern, how string, until int)
	Join(group string, count int)
	Unit(name string) int // number of a unit, which is made when there is none
	Changed()             // people, units or ties have changed
	Begin(p Programme)
}

// An Event is one thing that happens, once or again and again.
type Event struct {
	At    int // first cycle that it opens
	Every int // again after so many cycles; 0 = once
	Until int // not at or after this cycle; 0 = no end
	Kind  string
	Note  string // what a chart may write beside it
	Apply func(w World)
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

// Names are what an event may name, for checking before cycle one.
type Names struct {
	Domains, Units, Groups, Agents []string              // of agents, those that a hint may list
	Row                            func(name string) int // of an agent, −1 when there is none
	Cycles                         int
	Pattern                        func(t *keys.Table) *pattern.Pattern // reads a pattern from its table
	Set                            func(path string, value any) string  // what is wrong with setting it, "" when fine
}

// comes notes a unit that an event makes, for the events that stand after it.
func (n *Names) comes(unit string) {
	if unit != "" && !slices.Contains(n.Units, unit) {
		n.Units = append(slices.Clone(n.Units), unit)
	}
}

// A Kind is one entry of the catalogue. Read returns what the event does.
type Kind struct {
	Name, Doc string
	Read      func(t *keys.Table, n *Names) func(w World)
}

// KindNames lists the kinds of events.
func KindNames() []string {
	names := make([]string, len(Catalogue))
	for k := range Catalogue {
		names[k] = Catalogue[k].Name
	}
	return names
}

// Read reads one [[event]].
func Read(t *keys.Table, n *Names) Event {
	e := Event{
		At:    t.Count("at", 0, 0, 1<<30, "cycle at whose start it happens, from 0 [cycle]"),
		Every: t.Count("every", 0, 0, 1<<30, "again after so many cycles; 0 is once [cycles]"),
		Until: t.Count("until", 0, 0, 1<<30, "never at or after this cycle; 0 is no end [cycle]"),
		Kind:  t.Choice("kind", "shock", KindNames(), "what happens (model, 8)"),
		Note:  t.Text("note", "", "a few words to write beside it in charts"),
	}
	if n.Cycles > 0 && e.At >= n.Cycles {
		t.Errorf("at", "cycle %d is after the end, want 0 to %d", e.At, n.Cycles-1)
	}
	if e.Until > 0 && e.Until <= e.At {
		t.Errorf("until", "cycle %d, but it begins at %d, want a later one", e.Until, e.At)
	}
	if !t.Has("kind") {
		t.Errorf("", "no kind, want one of %s", strings.Join(KindNames(), ", "))
	}
	for k := range Catalogue {
		kind := &Catalogue[k]
		if kind.Name == e.Kind {
			e.Apply = kind.Read(t.When("kind", kind.Name), n)
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

// Who says whom an event befalls.
type Who struct {
	Names []string
	Pick  string // leader, formal, best, newest, random
	Count int
	Share float64
}

var picks = []string{"named", "leader", "formal", "best", "newest", "random", "everyone"}

// readWho reads whom an event befalls, and refuses nobody.
func readWho(t *keys.Table, n *Names) Who {
	w := Who{
		Names: t.Texts("who", nil, "agents, groups or units by name"),
		Pick:  t.Choice("pick", "named", picks, "those named; or who has moved others most of late, who holds a formal lead, the most expert, the newest, some by lot, everyone"),
		Count: t.Count("count", 0, 0, 1<<30, "how many of those picked; 0 goes by share [agents]"),
		Share: t.Share("share", 0, "share of the organisation that is picked, where count is 0"),
	}
	for _, name := range w.Names {
		if n.Row(name) < 0 && !slices.Contains(n.Groups, name) && !slices.Contains(n.Units, name) {
			t.Errorf("who", "no agent, group or unit %q; %s", name, keys.Hint(name, append(append(slices.Clone(n.Units), n.Groups...), n.Agents...)))
		}
	}
	if t.Blank() {
		return w
	}
	if w.Pick == "named" && len(w.Names) == 0 {
		t.Errorf("", "befalls nobody, want who = [names] or pick = %q and the like", "leader")
	}
	if w.Pick == "random" && w.Count == 0 && w.Share == 0 {
		t.Errorf("pick", "random picks nobody, want a count or a share above 0")
	}
	return w
}

// Rows returns the rows of those befallen, present ones only, in order.
func (who *Who) Rows(w World) []int {
	o := w.People()
	var rows []int
	if len(who.Names) > 0 {
		for _, name := range who.Names {
			rows = append(rows, w.Find(name)...)
		}
		slices.Sort(rows)
		rows = slices.Compact(rows)
	} else {
		for i := range o.N {
			rows = append(rows, i)
		}
	}
	rows = slices.DeleteFunc(rows, func(i int) bool { return o.Present[i] == 0 })
	score := who.score(w)
	if score == nil {
		return rows
	}
	draws := w.Lot()
	slices.SortFunc(rows, func(a, b int) int {
		x, y := score(a), score(b)
		if x == y {
			x, y = draws.Share(o.Key[a], 1), draws.Share(o.Key[b], 1)
		}
		if x > y {
			return -1
		}
		return 1
	})
	count := who.Count
	if count == 0 {
		count = int(float64(who.Share*float64(o.Size())) + 0.5)
	}
	if who.Pick == "formal" {
		rows = slices.DeleteFunc(rows, func(i int) bool { return o.Formal[i] == 0 && o.Office[i] == 0 })
		if count == 0 {
			count = len(rows)
		}
	}
	rows = rows[:min(max(1, count), len(rows))]
	slices.Sort(rows)
	return rows
}

// score ranks candidates by what is picked; nil takes all.
func (who *Who) score(w World) func(i int) float64 {
	o := w.People()
	switch who.Pick {
	case "leader":
		given := w.Lately()
		return func(i int) float64 { return given[i] }
	case "formal":
		return func(i int) float64 { return float64(o.Formal[i]) }
	case "best":
		return func(i int) float64 {
			sum := 0.0
			for _, e := range o.Expertise[i*o.D : (i+1)*o.D] {
				sum += e
			}
			return sum
		}
	case "newest":
		return func(i int) float64 { return -float64(o.Tenure[i]) }
	case "random":
		return func(int) float64 { return 0 }
	}
	return nil
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
	return &Names{Row: func(string) int { return -1 }, Pattern: func(*keys.Table) *pattern.Pattern { return nil }, Set: func(string, any) string { return "" }}
}
