package event

import (
	"fmt"
	"math"
	"slices"

	"tutti/agents"
	"tutti/sim/keys"
)

// nobody says why nothing came of an event that befalls people.
const nobody = "nobody whom it could befall is there"

func readAbsence(t *keys.Table, n *Names) Effect {
	who := readWho(t, n)
	cycles := t.Count("cycles", 1, 1, 1<<30, "how long they are away [cycles]")
	return Effect{
		Apply: func(w World) string {
			o := w.People()
			rows := who.members(w)
			for _, i := range rows {
				back := int32(min(agents.Gone-1, w.Now()+cycles))
				if o.Present[i] == 0 { // away already, for longer perhaps
					back = max(back, o.Away[i])
				}
				o.Away[i], o.Present[i] = back, 0
			}
			if len(rows) == 0 {
				return nobody
			}
			w.Changed()
			return ""
		},
		Foresee: who.foresee, Chance: who.chance(),
	}
}

func readLeave(t *keys.Table, n *Names) Effect {
	who := readWho(t, n)
	return Effect{
		Apply: func(w World) string {
			rows := who.members(w)
			if len(rows) == 0 {
				return nobody
			}
			w.Leave(rows)
			w.Changed()
			return ""
		},
		Foresee: func(c *Census) {
			who.foresee(c)
			switch {
			case !who.takesAll():
			case len(who.Names) > 0:
				c.leave(who.Names, false)
			default:
				c.leave(slices.Concat(n.Units, n.made, n.Groups), true)
			}
		},
		Chance: who.chance(),
	}
}

func readJoin(t *keys.Table, n *Names) Effect {
	group := t.Text("group", "", "group whose traits the newcomers have")
	count := t.Count("count", 1, 1, 1<<24, "how many arrive [agents]")
	if !t.Blank() && !slices.Contains(n.Groups, group) {
		t.Errorf("group", "no group %q; %s", group, keys.Hint(group, n.Groups))
	}
	return Effect{
		Apply: func(w World) string {
			w.Join(group, count)
			w.Changed()
			return ""
		},
		Foresee: func(c *Census) { c.arrive(t, group, float64(count)) },
	}
}

// unit reads the name of a unit that must be there at some time.
func unit(t *keys.Table, n *Names, key, doc string) string {
	name := t.Text(key, "", doc)
	n.checkUnits(t, key, []string{name})
	return name
}

func readMerge(t *keys.Table, n *Names) Effect {
	units := t.Texts("units", nil, "units that become one")
	into := t.Text("into", "", "name of what they become; none is the first's")
	n.checkUnits(t, "units", units)
	if !t.Blank() && len(units) < 2 {
		t.Errorf("units", "%d units, want two or more to merge", len(units))
	}
	for k, u := range units {
		if slices.Contains(units[:k], u) {
			t.Errorf("units", "%q is there twice", u)
		}
	}
	if into == "" && len(units) > 0 {
		into = units[0]
	}
	n.comes(into)
	return Effect{
		Apply: func(w World) string {
			from, people := make([]int, len(units)), 0
			for k, u := range units {
				people += len(w.Find(u))
				from[k] = w.Unit(u)
			}
			w.Merge(from, w.Unit(into))
			w.Changed()
			if people == 0 {
				return "nobody is in any of the units"
			}
			return ""
		},
		Foresee: func(c *Census) { c.merge(t, units, into) },
	}
}

func readSplit(t *keys.Table, n *Names) Effect {
	from := unit(t, n, "unit", "unit that divides")
	into := t.Text("into", "", "name of the new unit")
	share := t.Share("share", 0.5, "share of its people that goes to the new unit, by lot")
	if !t.Blank() && into == "" {
		t.Errorf("into", "no name for the new unit, want one")
	}
	if into == from && into != "" {
		t.Errorf("into", "%q is the unit that divides, want another name", into)
	}
	if share == 0 && !t.Blank() {
		t.Errorf("share", "a share of 0 moves nobody, want one above 0")
	}
	n.comes(into)
	return Effect{
		Apply: func(w World) string {
			rows := byLot(w, from, 2)
			moved := rows[:int(float64(share*float64(len(rows)))+0.5)]
			if len(moved) == 0 {
				return fmt.Sprintf("of the %d in %q nobody goes", len(rows), from)
			}
			to := int32(w.Unit(into))
			for _, i := range moved {
				w.People().Unit[i] = to
			}
			w.Changed()
			return ""
		},
		Foresee: func(c *Census) { c.split(t, from, into, share) },
	}
}

// byLot are the people of a unit in an order drawn by lot.
func byLot(w World, unit string, number int) []int {
	o, draws, rows := w.People(), w.Lot(), w.Find(unit)
	slices.SortFunc(rows, func(a, b int) int {
		if draws.Share(o.Key[a], number) < draws.Share(o.Key[b], number) {
			return -1
		}
		return 1
	})
	return rows
}

func readExchange(t *keys.Table, n *Names) Effect {
	a := unit(t, n, "unit", "first unit")
	b := unit(t, n, "with", "second unit")
	count := t.Count("count", 1, 1, 1<<24, "how many go each way, by lot; no more than either has [agents]")
	if a == b && a != "" {
		t.Errorf("with", "%q is the first unit, want another", b)
	}
	return Effect{
		Apply: func(w World) string {
			first, second := byLot(w, a, 3), byLot(w, b, 3)
			n := min(count, len(first), len(second))
			if n == 0 {
				return "one of the units has nobody to exchange"
			}
			o := w.People()
			for k := range n {
				i, j := first[k], second[k]
				o.Unit[i], o.Unit[j] = o.Unit[j], o.Unit[i]
			}
			w.Changed()
			return ""
		},
		Foresee: func(c *Census) { c.exchange(t, a, b, float64(count)) },
	}
}

// names reads a list that must name somebody.
func names(t *keys.Table, n *Names, key, doc string) []string {
	list := t.Texts(key, nil, doc)
	n.check(t, key, list)
	if !t.Blank() && len(list) == 0 {
		t.Errorf(key, "names nobody, want agents, groups or units")
	}
	return list
}

// alone says whether two lists name one and the same agent.
func (n *Names) alone(from, to []string) bool {
	return len(from) == 1 && slices.Equal(from, to) && !slices.Contains(n.Groups, from[0]) && !n.unit(from[0])
}

func readTie(t *keys.Table, n *Names) Effect {
	from := names(t, n, "from", "who begins to attend")
	to := names(t, n, "to", "to whom")
	trust := t.Share("trust", 0.5, "trust that the new ties begin with; those that are there keep theirs")
	if n.alone(from, to) {
		t.Errorf("to", "%q would attend to itself, want somebody else", to[0])
	}
	return Effect{
		Apply: func(w World) string {
			o := w.People()
			ties := o.Ties()
			were := len(ties)
			for _, i := range all(w, from) {
				for _, j := range all(w, to) {
					if i != j && o.Tie(i, j) < 0 {
						ties = append(ties, agents.Tie{From: int32(i), To: int32(j), Trust: float32(trust)})
					}
				}
			}
			if len(ties) == were {
				return "all of them attend to one another already, or nobody is there"
			}
			retie(w, ties)
			return ""
		},
		Foresee: func(c *Census) {
			c.check(t, "from", from...)
			c.check(t, "to", to...)
			c.Ties += float64(c.size(from) * c.size(to))
			c.room(t, "to")
		},
	}
}

func readCut(t *keys.Table, n *Names) Effect {
	from := names(t, n, "from", "who ceases to attend")
	to := names(t, n, "to", "to whom")
	if n.alone(from, to) {
		t.Errorf("to", "nobody attends to itself, want somebody else than %q", to[0])
	}
	return Effect{
		Apply: func(w World) string {
			o := w.People()
			out, in := make([]bool, o.N), make([]bool, o.N)
			for _, i := range all(w, from) {
				out[i] = true
			}
			for _, j := range all(w, to) {
				in[j] = true
			}
			ties := o.Ties()
			left := slices.DeleteFunc(ties, func(t agents.Tie) bool { return out[t.From] && in[t.To] })
			if len(left) == len(o.To) {
				return "none of them attends to any of those"
			}
			retie(w, left)
			return ""
		},
		Foresee: func(c *Census) {
			c.check(t, "from", from...)
			c.check(t, "to", to...)
		},
	}
}

func retie(w World, ties []agents.Tie) {
	if err := w.People().SetTies(ties, math.MaxUint8); err != nil {
		panic(err) // more ties than 2^31: refused when the scenario was read
	}
	w.Changed()
}
