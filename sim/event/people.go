package event

import (
	"math"
	"slices"

	"tutti/agents"
	"tutti/sim/keys"
)

func readAbsence(t *keys.Table, n *Names) func(World) {
	who := readWho(t, n)
	cycles := t.Count("cycles", 1, 1, 1<<30, "how long they are away [cycles]")
	return func(w World) {
		o := w.People()
		for _, i := range who.Rows(w) {
			o.Away[i] = int32(min(agents.Gone-1, w.Now()+cycles))
			o.Present[i] = 0
		}
		w.Changed()
	}
}

func readLeave(t *keys.Table, n *Names) func(World) {
	who := readWho(t, n)
	return func(w World) {
		o := w.People()
		for _, i := range who.Rows(w) {
			o.Away[i], o.Present[i] = agents.Gone, 0
		}
		w.Changed()
	}
}

func readJoin(t *keys.Table, n *Names) func(World) {
	group := t.Text("group", "", "group whose traits the newcomers have")
	count := t.Count("count", 1, 1, 1<<24, "how many arrive [agents]")
	if !t.Blank() && !slices.Contains(n.Groups, group) {
		t.Errorf("group", "no group %q; %s", group, keys.Hint(group, n.Groups))
	}
	return func(w World) {
		w.Join(group, count)
		w.Changed()
	}
}

// unit reads the name of a unit that must be there.
func unit(t *keys.Table, n *Names, key, doc string) string {
	name := t.Text(key, "", doc)
	if !t.Blank() && !slices.Contains(n.Units, name) {
		t.Errorf(key, "no unit %q; %s", name, keys.Hint(name, n.Units))
	}
	return name
}

func readMerge(t *keys.Table, n *Names) func(World) {
	units := t.Texts("units", nil, "units that become one")
	into := t.Text("into", "", "name of what they become; none is the first's")
	for _, u := range units {
		if !slices.Contains(n.Units, u) {
			t.Errorf("units", "no unit %q; %s", u, keys.Hint(u, n.Units))
		}
	}
	if !t.Blank() && len(units) < 2 {
		t.Errorf("units", "%d units, want two or more to merge", len(units))
	}
	n.comes(into)
	return func(w World) {
		o := w.People()
		name := into
		if name == "" {
			name = units[0]
		}
		var from []int32
		for _, u := range units {
			from = append(from, int32(w.Unit(u)))
		}
		to := int32(w.Unit(name))
		for i, u := range o.Unit {
			if slices.Contains(from, u) {
				o.Unit[i] = to
			}
		}
		w.Changed()
	}
}

func readSplit(t *keys.Table, n *Names) func(World) {
	from := unit(t, n, "unit", "unit that divides")
	into := t.Text("into", "", "name of the new unit")
	share := t.Share("share", 0.5, "share of its people that goes to the new unit, by lot")
	if !t.Blank() && into == "" {
		t.Errorf("into", "no name for the new unit, want one")
	}
	n.comes(into)
	return func(w World) {
		o := w.People()
		rows := w.Find(from)
		draws := w.Lot()
		slices.SortFunc(rows, func(a, b int) int {
			if draws.Share(o.Key[a], 2) < draws.Share(o.Key[b], 2) {
				return -1
			}
			return 1
		})
		to := int32(w.Unit(into))
		for _, i := range rows[:int(float64(share*float64(len(rows)))+0.5)] {
			o.Unit[i] = to
		}
		w.Changed()
	}
}

func readExchange(t *keys.Table, n *Names) func(World) {
	a := unit(t, n, "unit", "first unit")
	b := unit(t, n, "with", "second unit")
	count := t.Count("count", 1, 1, 1<<24, "how many go each way, by lot [agents]")
	return func(w World) {
		o := w.People()
		draws := w.Lot()
		lot := func(name string) []int {
			rows := w.Find(name)
			slices.SortFunc(rows, func(a, b int) int {
				if draws.Share(o.Key[a], 3) < draws.Share(o.Key[b], 3) {
					return -1
				}
				return 1
			})
			return rows[:min(count, len(rows))]
		}
		first, second := lot(a), lot(b)
		for _, i := range first {
			o.Unit[i] = int32(w.Unit(b))
		}
		for _, i := range second {
			o.Unit[i] = int32(w.Unit(a))
		}
		w.Changed()
	}
}

// names reads a list that must name somebody.
func names(t *keys.Table, n *Names, key, doc string) []string {
	list := t.Texts(key, nil, doc)
	for _, name := range list {
		if n.Row(name) < 0 && !slices.Contains(n.Groups, name) && !slices.Contains(n.Units, name) {
			t.Errorf(key, "no agent, group or unit %q; %s", name, keys.Hint(name, append(append(slices.Clone(n.Units), n.Groups...), n.Agents...)))
		}
	}
	if !t.Blank() && len(list) == 0 {
		t.Errorf(key, "names nobody, want agents, groups or units")
	}
	return list
}

func readTie(t *keys.Table, n *Names) func(World) {
	from := names(t, n, "from", "who begins to attend")
	to := names(t, n, "to", "to whom")
	trust := t.Share("trust", 0.5, "trust that the new ties begin with")
	return func(w World) {
		o := w.People()
		ties := o.Ties()
		for _, i := range all(w, from) {
			for _, j := range all(w, to) {
				if i != j {
					ties = append(ties, agents.Tie{From: int32(i), To: int32(j), Trust: float32(trust)})
				}
			}
		}
		retie(w, ties)
	}
}

func readCut(t *keys.Table, n *Names) func(World) {
	from := names(t, n, "from", "who ceases to attend")
	to := names(t, n, "to", "to whom")
	return func(w World) {
		cut := map[[2]int32]bool{}
		for _, i := range all(w, from) {
			for _, j := range all(w, to) {
				cut[[2]int32{int32(i), int32(j)}] = true
			}
		}
		retie(w, slices.DeleteFunc(w.People().Ties(), func(t agents.Tie) bool { return cut[[2]int32{t.From, t.To}] }))
	}
}

func all(w World, names []string) []int {
	var rows []int
	for _, name := range names {
		rows = append(rows, w.Find(name)...)
	}
	return rows
}

func retie(w World, ties []agents.Tie) {
	if err := w.People().SetTies(ties, math.MaxUint8); err != nil {
		panic(err) // more ties than 2^31: refused when the scenario was read
	}
	w.Changed()
}
