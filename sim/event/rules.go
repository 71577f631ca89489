package event

import (
	"slices"

	"tutti/sim/keys"
)

func readShock(t *keys.Table, n *Names) func(World) {
	set := domains(t, n)
	size := t.Number("size", 1, keys.NonNegative, "how far what is right moves, as standard deviations [plan]")
	reweigh := t.Switch("weights", false, "what matters is drawn anew, too (model, 6)")
	return func(w World) { w.Shock(set, size, reweigh) }
}

func readSet(t *keys.Table, n *Names) func(World) {
	key := t.Text("key", "", "what is set: pattern.KEY, work.KEY, influence.KEY, reflection.KEY, or a trait such as autonomy for everyone or autonomy:NAME for one agent, group or unit")
	value := t.Value("value", "number or word", nil, "the value it takes")
	if !t.Blank() {
		if fault := n.Set(key, value); fault != "" {
			t.Errorf("key", "%s", fault)
		}
	}
	return func(w World) {
		if err := w.Set(key, value); err != nil {
			panic(err) // checked when the scenario was read
		}
	}
}

// Ways are how a new pattern may come: taken up by openness, trust and example,
// complied with at once, or simply in place.
var Ways = []string{"promoted", "mandated", "replaced"}

func readPattern(t *keys.Table, n *Names) func(World) {
	how := t.Choice("how", "replaced", Ways, "taken up by openness, trust and example; complied with at once but meant only as far as results earn it; or simply in place (model, 7)")
	lasts := t.Count("cycles", 0, 0, 1<<30, "how long a mandate is enforced; 0 is for good [cycles]")
	t.Shorthand("pattern", "name")
	p := n.Pattern(t.Table("pattern", "the new pattern: a name, or a table as [pattern]"))
	if !t.Blank() && !t.Has("pattern") {
		t.Errorf("", "no pattern, want a name or a table")
	}
	return func(w World) {
		until := 0
		if lasts > 0 {
			until = w.Now() + lasts
		}
		w.Adopt(p, how, until)
	}
}

// A Programme supports people for some cycles, at a cost of time (model, 8;
// the ten encouraging activities of Jones, Harvey, Lefoe & Ryland).
type Programme struct {
	Who      Who
	Rows     []int
	Support  string
	Strength float64 // per cycle
	Cost     float64 // share of the cycle's time
	Until    int
}

// Supports are the kinds of programmes.
var Supports = []string{"training", "mentoring", "facilitation", "networking", "time", "recognition"}

func readProgramme(t *keys.Table, n *Names) func(World) {
	p := Programme{
		Support:  t.Choice("support", "training", Supports, "training raises expertise, mentoring brings it toward the best one attends to, facilitation raises openness, networking raises trust, time raises reflection, recognition raises identity and motivation"),
		Strength: t.Share("strength", 0.05, "how much a cycle, of what is still missing [per cycle]"),
		Cost:     t.Share("cost", 0.02, "share of a cycle's time that it takes"),
	}
	cycles := t.Count("cycles", 10, 1, 1<<30, "how long it runs [cycles]")
	who := readWho(t, n)
	if !slices.Contains(Supports, p.Support) {
		return func(World) {}
	}
	return func(w World) {
		p := p
		p.Rows, p.Until = who.Rows(w), w.Now()+cycles
		w.Begin(p)
	}
}
