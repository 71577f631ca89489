package scenario

import (
	"fmt"
	"slices"
	"strings"

	"tutti/agents/pattern"
	"tutti/sim/event"
	"tutti/sim/keys"
	"tutti/sim/work"
)

// events reads [[event]] and goes through them in the order in which they will
// happen, for what is fine alone but not together.
func (r *reader) events(t *keys.Table) {
	names := r.names()
	tables := t.Tables("event", "something that happens at the start of a cycle (model, 8)")
	events, sound, whole := event.Read(tables, names)
	r.Events = events
	if t.Blank() {
		event.Reference(tables[0])
		return
	}
	r.census = func() *event.Census { return event.NewCensus(names, r.ties0(), r.Pattern) }
	if c := r.census(); whole {
		c.Fault = func(t *keys.Table, key, msg string) { t.Errorf(key, "%s", msg) }
		c.Foresee(sound, r.Cycles)
	}
}

// levels are the levels of the chain of command at which somebody stands, by
// agent; without a chain all stand at the top.
func (s *Spec) levels() []string {
	if s.Chain.Manager == nil {
		return []string{"top"}
	}
	return event.Levels(s.Chain.Manager)
}

// Names is what events may name.
func (r *reader) names() *event.Names {
	s := r.Spec
	n := &event.Names{
		Domains: s.Domains, Units: s.Units, UnitSizes: make([]float64, len(s.Units)), Agents: s.someNames(), Row: s.Row,
		Group: func(row int) string { return s.Groups[s.groupOf(row)].Name }, Unclear: s.unclear,
		Most: MostAgents, Cycles: s.Cycles, Levels: s.levels, Set: s.settable, Together: s.fits,
		Pattern: func(t *keys.Table) *pattern.Pattern {
			p := readPattern(t, r.open)
			if !t.Has("grant") {
				p.Grant = s.Work.Grant()
			}
			if t.Blank() {
				return p
			}
			if fault := s.serves(p.Grant); fault != "" {
				t.Errorf("grant", "%s work cannot be done with grant = %q: %s", s.WorkKind, p.Grant, fault)
			} else if key, fault := s.fits(p, MostAgents); fault != "" {
				if p.Name != "" && (!t.Has(key) || t.File(key) == "patterns/"+p.Name+".toml") { // the scenario names the pattern that says so
					key, fault = "name", key+": "+fault
				}
				t.Errorf(key, "%s", fault)
			}
			return p
		},
	}
	for _, u := range s.unit {
		n.UnitSizes[u]++
	}
	for g := range s.Groups {
		group := &s.Groups[g]
		n.Groups = append(n.Groups, group.Name)
		n.GroupSizes = append(n.GroupSizes, float64(group.Count))
		n.UnitOf = append(n.UnitOf, group.Unit)
		n.Whole = append(n.Whole, group.Units == nil && group.Unit == group.Name)
	}
	return n
}

// unclear says what else than a unit a name means, where that is somebody else.
func (s *Spec) unclear(name string) string {
	u, g, i := slices.Index(s.Units, name), s.Group(name), s.Row(name)
	people := func(in func(i int) bool) []int {
		var rows []int
		for i := range s.unit {
			if in(i) {
				rows = append(rows, i)
			}
		}
		return rows
	}
	var first []int
	what := ""
	for _, set := range []struct {
		what  string
		there bool
		rows  func() []int
	}{
		{"a unit", u >= 0, func() []int { return people(func(i int) bool { return int(s.unit[i]) == u }) }},
		{"a group", g >= 0, func() []int { return people(func(i int) bool { return s.groupOf(i) == g }) }},
		{"an agent", i >= 0, func() []int { return []int{i} }},
	} {
		if !set.there {
			continue
		}
		rows := set.rows()
		if what != "" && !slices.Equal(first, rows) {
			return what + " and " + set.what + " of other people"
		}
		first, what = rows, set.what
	}
	return ""
}

const (
	wantsHead      = "the pattern wants a formal lead, but no group has formal = true and there is no chain of command"
	tooManyLeaders = "%d leaders, want at most as many as agents: %d"
)

// fits returns what keeps a pattern from serving the organisation with so many
// agents, and the key that says so; "" when all is well.
func (s *Spec) fits(p *pattern.Pattern, agents float64) (key, fault string) {
	p.Faults(func(k, format string, args ...any) {
		if fault == "" {
			key, fault = k, fmt.Sprintf(format, args...)
		}
	})
	switch {
	case fault != "":
	case s.headless(p) != "":
		key, fault = s.headless(p), wantsHead
	case float64(p.Leaders) > agents:
		key, fault = "leaders", fmt.Sprintf(tooManyLeaders, p.Leaders, int(agents))
	}
	return key, fault
}

// serves returns why a grant rule cannot serve the work, or "", as where the kind
// of work is not known.
func (s *Spec) serves(grant string) string {
	if s.WorkKind == "" {
		return ""
	}
	return s.Work.Check(grant)
}

// headless returns the key by which a pattern wants a formal lead that the
// organisation lacks, "" when all is well.
func (s *Spec) headless(p *pattern.Pattern) string {
	if slices.ContainsFunc(s.Groups, func(g Group) bool { return g.Formal }) || slices.ContainsFunc(s.Chain.Manager, func(m int32) bool { return m >= 0 }) {
		return ""
	}
	switch "formal" {
	case p.Admit:
		return "admit"
	case p.Office:
		return "office"
	}
	return ""
}

// settable says what is wrong with setting a key in mid-run, "" when fine, and
// at which key of the event. A value must fit as it must in the file itself.
func (s *Spec) settable(path string, value any) (at, fault string) {
	trait, _, person := strings.Cut(path, ":") // a name may hold dots
	table, key, dotted := strings.Cut(trait, ".")
	var known []string
	var of map[string]keys.Entry
	switch {
	case person || !dotted:
		for _, t := range Traits {
			if t.Name == trait {
				return "value", named(path, keys.Entry{Type: keys.TypeNumber, Lo: t.Range.Lo, Hi: t.Range.Hi}.Fault(value))
			}
			known = append(known, t.Name)
		}
		return "key", fmt.Sprintf("no trait %q that can be set; %s", trait, keys.Hint(trait, known))
	case table == "pattern":
		p := s.Pattern
		of = entries(func(t *keys.Table) { pattern.Read(t) }, func(key string) bool {
			word, _ := p.Word(key)
			return word != nil || p.Count(key) != nil || p.Rule(key) != nil
		})
	case table == "work" && s.WorkKind == "":
		return "", ""
	case table == "work":
		of = entries(func(t *keys.Table) { work.Find(s.WorkKind).Read(t) }, func(key string) bool { return s.Work.Param(key) != nil })
	case table == "influence":
		of = entries(func(t *keys.Table) { (&reader{Spec: &Spec{}}).influence(t) }, func(key string) bool { return s.Rule(key) != nil })
	case table == "reflection":
		of = entries(func(t *keys.Table) { readHabits(t) }, func(key string) bool { return s.Habit(key) != nil })
	default:
		return "key", fmt.Sprintf("no table %q of which something can be set; %s", table, keys.Hint(table, []string{"pattern", "work", "influence", "reflection"}))
	}
	e, ok := of[key]
	if !ok {
		for name := range of {
			known = append(known, name)
		}
		slices.Sort(known)
		return "key", fmt.Sprintf("no key %q that can be set; %s", path, keys.Hint(key, known))
	}
	fault = e.Fault(value)
	if fault == "" && path == "pattern.grant" {
		fault = s.serves(value.(string))
	}
	return "value", named(path, fault)
}

// named puts what is set before what is wrong with it.
func named(path, fault string) string {
	if fault == "" {
		return ""
	}
	return path + ": " + fault
}

// entries are the definitions of some keys that a table may have, by key.
func entries(read func(t *keys.Table), wanted func(key string) bool) map[string]keys.Entry {
	root := keys.Reference()
	read(root)
	of := map[string]keys.Entry{}
	for _, e := range root.Entries() {
		if wanted(e.Path) {
			of[e.Path] = e
		}
	}
	return of
}
