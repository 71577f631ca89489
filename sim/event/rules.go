package event

import (
	"fmt"
	"slices"
	"strings"

	"tutti/sim/keys"
)

func readShock(t *keys.Table, n *Names) Effect {
	set := domains(t, n)
	size := t.Number("size", 1, keys.NonNegative, "how far what is right moves, as standard deviations [plan]")
	reweigh := t.Switch("weights", false, "what matters is drawn anew, too (model, 6)")
	if size == 0 && !reweigh && !t.Blank() {
		t.Errorf("size", "a shock of size 0 with weights = false changes nothing, want a size above 0 or weights = true")
	}
	return Effect{Apply: func(w World) string {
		w.Shock(set, size, reweigh)
		return ""
	}}
}

func readSet(t *keys.Table, n *Names) Effect {
	key := t.Text("key", "", "what is set: pattern.KEY, work.KEY, influence.KEY, reflection.KEY, or a trait such as autonomy for everyone or autonomy:NAME for one agent, group or unit")
	value := t.Value("value", "number or word", nil, "the value it takes")
	_, whom, _ := strings.Cut(key, ":")
	if !t.Blank() {
		if at, fault := n.Set(key, value); fault != "" {
			t.Errorf(at, "%s", fault)
		} else if whom != "" {
			n.check(t, "key", []string{whom})
		}
	}
	return Effect{
		Apply: func(w World) string {
			if !w.Set(key, value) {
				return fmt.Sprintf("%s is %v already, or nobody has it", key, value)
			}
			return ""
		},
		Foresee: func(c *Census) {
			if whom != "" {
				c.check(t, "key", whom)
			}
			if rule, ok := strings.CutPrefix(key, "pattern."); ok {
				c.changes(t, "value", key+" as set here")
				for k := range c.Patterns {
					c.Patterns[k].Put(rule, value)
				}
			}
		},
	}
}

// Ways are how a new pattern may come: taken up by openness, trust and example,
// complied with at once, or simply in place.
var Ways = []string{"promoted", "mandated", "replaced"}

func readPattern(t *keys.Table, n *Names) Effect {
	how := t.Choice("how", "replaced", Ways, "taken up by openness, trust and example; complied with at once but meant only as far as results earn it; or simply in place (model, 7)")
	begins := t.Choice("begins", "anywhere", Beginnings, "who takes up a promoted pattern first: anybody, by openness; or all at the top of the chain of command, in the middle of it, or at the bottom, from whom it spreads by example alone")
	lasts := t.Count("cycles", 0, 0, 1<<30, "how long a mandate is enforced; 0 is for good [cycles]")
	t.Shorthand("pattern", "name")
	p := n.Pattern(t.Table("pattern", "the new pattern: a name, or a table as [pattern]"))
	if !t.Blank() && !t.Has("pattern") {
		t.Errorf("", "no pattern, want a name or a table")
	}
	if begins != "anywhere" && !t.Blank() && !slices.Contains(n.Levels(), begins) {
		t.Errorf("begins", "nobody stands at the %s of the chain of command, want a level at which somebody does", begins)
	}
	if begins != "anywhere" && how != "promoted" && !t.Blank() {
		t.Errorf("begins", "%s, but the pattern is %s: everybody lives by it at once, want how = %q", begins, how, "promoted")
	}
	if lasts > 0 && how != "mandated" && !t.Blank() {
		t.Errorf("cycles", "%d, but the pattern is %s: nothing is enforced, want how = %q", lasts, how, "mandated")
	}
	return Effect{
		Apply: func(w World) string {
			until := 0
			if lasts > 0 {
				until = w.Now() + lasts
			}
			w.Adopt(p, how, begins, until)
			return ""
		},
		Foresee: func(c *Census) {
			c.changes(t, "pattern", "so many people")
			if how == "replaced" {
				c.Patterns = c.Patterns[:0]
			}
			c.Patterns = append(c.Patterns[max(0, len(c.Patterns)-mostPatterns):], *p)
		},
	}
}

// mostPatterns bounds how many patterns that may be in force are looked at: of
// more, only the last ones can be.
const mostPatterns = 8

// Beginnings are where in the chain of command a promoted pattern begins.
var Beginnings = []string{"anywhere", "top", "middle", "bottom"}

// Levels says at which level of the chain of command each agent stands: at the
// top one who reports to nobody, at the bottom one to whom nobody does.
func Levels(manager []int32) []string {
	levels := slices.Repeat([]string{"bottom"}, len(manager))
	for _, up := range manager {
		if up >= 0 {
			levels[up] = "middle"
		}
	}
	for i, up := range manager {
		if up < 0 {
			levels[i] = "top"
		}
	}
	return levels
}

// A Programme supports people for some cycles, at a cost of time (model, 8;
// the ten encouraging activities of Jones, Harvey, Lefoe & Ryland).
type Programme struct {
	Rows     []int
	Support  string
	Strength float64 // per cycle
	Cost     float64 // share of the cycle's time
	Until    int
}

// Supports are the kinds of programmes.
var Supports = []string{"training", "mentoring", "facilitation", "networking", "time", "recognition"}

func readProgramme(t *keys.Table, n *Names) Effect {
	p := Programme{
		Support:  t.Choice("support", "training", Supports, "training raises expertise, mentoring brings it toward the best one attends to, facilitation raises openness and the safety to speak, networking raises trust, time raises reflection, recognition raises identity and motivation"),
		Strength: t.Share("strength", 0.05, "how much a cycle, of what is still missing [per cycle]"),
		Cost:     t.Share("cost", 0.02, "share of a cycle's time that it takes"),
	}
	cycles := t.Count("cycles", 10, 1, 1<<30, "how long it runs [cycles]")
	who := readWho(t, n)
	if p.Strength == 0 && !t.Blank() {
		t.Errorf("strength", "a programme of strength 0 supports nobody, want one above 0")
	}
	return Effect{
		Apply: func(w World) string {
			p := p
			p.Rows, p.Until = who.Rows(w), w.Now()+cycles
			if len(p.Rows) == 0 {
				return nobody
			}
			w.Begin(p)
			return ""
		},
		Foresee: who.foresee, Chance: who.chance(),
	}
}

// A Reviewable is a rule of the pattern that people may try out.
type Reviewable struct {
	Key          string
	Step, Lo, Hi float64
}

// Reviewables lists the rules that a review may change, with the step of a
// trial. One of attention goes from no limit, which is 0, to the fewest.
var Reviewables = []Reviewable{
	{"rounds", 1, 0, 12}, {"attention", 2, 1, 60}, {"reflection", 0.1, 0, 1}, {"enabling", 0.1, 0, 0.9},
	{"planned", 0.2, 0, 1}, {"artefact", 0.2, 0, 4}, {"positional", 0.2, 0.1, 4}, {"personal", 0.2, 0.1, 4}, {"rational", 0.2, 0.1, 4},
}

func readReview(t *keys.Table, n *Names) Effect {
	var known []string
	for _, r := range Reviewables {
		known = append(known, r.Key)
	}
	var rules []Reviewable
	for _, key := range t.Texts("rules", []string{"rounds", "attention", "reflection"}, "rules of the pattern in force that are tried out, one at a time: "+strings.Join(known, ", ")) {
		k := slices.Index(known, key)
		if k < 0 {
			t.Errorf("rules", "no rule %q that can be tried out; %s", key, keys.Hint(key, known))
			continue
		}
		rules = append(rules, Reviewables[k])
	}
	if len(rules) == 0 && !t.Blank() {
		t.Errorf("rules", "no rule to try out, want one or more of %s", strings.Join(known, ", "))
	}
	return Effect{Apply: func(w World) string {
		w.Review(rules)
		return ""
	}}
}
