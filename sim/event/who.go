package event

import (
	"slices"

	"tutti/sim/keys"
)

// Who says whom an event befalls.
type Who struct {
	Names []string
	Pick  string // leader, formal, best, newest, random
	Count int
	Share float64
	table *keys.Table
}

var picks = []string{"named", "leader", "formal", "best", "newest", "random", "everyone"}

// readWho reads whom an event befalls, and refuses nobody.
func readWho(t *keys.Table, n *Names) Who {
	w := Who{
		Names: t.Texts("who", nil, "agents, groups or units by name"),
		Pick:  t.Choice("pick", "named", picks, "those named; or who has moved others most of late, who holds a formal lead, the most expert, the newest, some by lot, everyone"),
		Count: t.Count("count", 0, 0, 1<<30, "how many of those picked; 0 goes by share [agents]"),
		Share: t.Share("share", 0, "share of the organisation that is picked, where count is 0, but at least one; with neither it is one, or all who hold a formal lead"),
		table: t,
	}
	if t.Blank() {
		return w
	}
	n.check(t, "who", w.Names)
	switch {
	case w.Pick == "named" && len(w.Names) == 0:
		t.Errorf("", "befalls nobody, want who = [names] or pick = %q and the like", "leader")
	case w.takesAll():
		for _, key := range []string{"count", "share"} {
			if t.Has(key) {
				t.Errorf(key, "says nothing where pick = %q takes all, want pick = %q and the like, or no %s", w.Pick, "random", key)
			}
		}
	case w.Pick == "random" && w.Count == 0 && w.Share == 0:
		t.Errorf("pick", "random picks nobody, want a count or a share above 0")
	}
	if w.Count > 0 && w.Share > 0 {
		t.Errorf("share", "%v beside count = %d, want one of them", w.Share, w.Count)
	}
	return w
}

// takesAll says whether it befalls everybody whom it names, or everybody there is.
func (who *Who) takesAll() bool { return who.Pick == "named" || who.Pick == "everyone" }

// foresee tells of names of whom nobody is there, and of more than there are.
func (who *Who) foresee(c *Census) {
	c.check(who.table, "who", who.Names...)
	most := c.Agents
	if len(who.Names) > 0 {
		most = min(most, c.size(who.Names))
	}
	if float64(who.Count) > most {
		c.fault(who.table, "count", "%d agents in cycle %d, but there are at most %.0f to pick from", who.Count, c.cycle, most)
	}
}

// chance says that the run alone tells whether anybody is picked.
func (who *Who) chance() bool { return who.Pick == "formal" }

// Rows returns the rows of those befallen, present ones only, in order.
func (who *Who) Rows(w World) []int {
	o := w.People()
	var rows []int
	if len(who.Names) > 0 {
		rows = all(w, who.Names)
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
		if who.Count == 0 && who.Share == 0 {
			count = len(rows)
		}
	}
	rows = rows[:min(max(1, count), len(rows))]
	slices.Sort(rows)
	return rows
}

// members are the rows of those befallen by what also befalls those who are away
// for a while, where all are taken: to leave, or to be away for longer.
func (who *Who) members(w World) []int {
	if who.score(w) != nil {
		return who.Rows(w)
	}
	if len(who.Names) > 0 {
		return all(w, who.Names)
	}
	var rows []int
	for i := range w.People().N {
		if !w.People().Left(i) {
			rows = append(rows, i)
		}
	}
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

// all are the rows of some names, in order, each once.
func all(w World, names []string) []int {
	var rows []int
	for _, name := range names {
		rows = append(rows, w.Find(name)...)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}
