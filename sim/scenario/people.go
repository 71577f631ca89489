package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tutti/agents/network"
	"tutti/sim/keys"
)

// groups reads [group.NAME]: the people.
func (r *reader) groups(t *keys.Table) {
	for _, g := range t.Named("group", "some agents with the same kind of traits (model, 2)") {
		r.group(g)
		r.tables = append(r.tables, g)
	}
	wanted := t.Table("organisation", "").Texts("units", nil, "units that there must be; somebody must be in each")
	if t.Blank() {
		return
	}
	if len(r.Groups) == 0 {
		t.Errorf("group", "nobody is in the organisation, want at least one [group.NAME]")
		r.Groups = []Group{{Name: "nobody", Count: 1, Works: true, Names: []string{"nobody"}, Unit: "all"}}
	}
	r.staff(t)
	for _, u := range wanted {
		if !slices.Contains(r.Units, u) {
			t.Table("organisation", "").Errorf("units", "nobody is in unit %q; %s", u, keys.Hint(u, r.Units))
		}
	}
}

// staff numbers agents and units and looks for names that are there twice.
func (r *reader) staff(t *keys.Table) {
	units := map[string]int32{}
	r.rows = map[string]int32{}
	for g := range r.Groups {
		group := &r.Groups[g]
		group.First = len(r.unit)
		told := false
		for k := range group.Count {
			if group.Names != nil {
				name := group.Names[k]
				if at, taken := r.rows[name]; taken && int(at) < group.First && !told { // twice in a group is told there
					told = true
					r.twiceNamed(g, name)
				}
				r.rows[name] = int32(len(r.unit))
			}
			unit := group.Unit
			if group.Units != nil {
				unit = group.Units[k]
			}
			u, ok := units[unit]
			if !ok {
				u = int32(len(r.Units))
				units[unit] = u
				r.Units = append(r.Units, unit)
			}
			r.unit = append(r.unit, u)
		}
	}
	for g := range r.Groups { // names given against those of numbered groups
		for _, name := range r.Groups[g].Names {
			if r.numbered(name) >= 0 {
				r.twiceNamed(g, name)
				break
			}
		}
	}
}

func (r *reader) twiceNamed(g int, name string) {
	r.tables[g].Errorf(given(r.tables[g], "file", "names"), "an agent of another group is named %q, too, want names of their own", name)
}

// given returns the first of some keys that the file gives, "" for none.
func given(t *keys.Table, some ...string) string {
	for _, key := range some {
		if t.Has(key) {
			return key
		}
	}
	return ""
}

// MostAgents is how many agents an organisation may have: names, rows and ties
// are counted in 32 bits.
const MostAgents = 1 << 27

func (r *reader) group(t *keys.Table) {
	g := Group{
		Name:   t.Name(),
		Count:  t.Count("count", 1, 0, 1<<30, "how many they are; a file or a list of names says so itself [agents]"),
		Unit:   t.Text("unit", "", "unit that they are in; none is the group's own name"),
		Formal: t.Switch("formal", false, "they hold the formal lead"),
		Works:  t.Switch("works", true, "their plans count in the work; a conductor's do not"),
		Names:  t.Texts("names", nil, "their names; none numbers them"),
	}
	if g.Unit == "" {
		g.Unit = g.Name
	}
	twice(t, "", []string{g.Name})
	notEach(t, "", g.Name)
	if t.Has("unit") {
		twice(t, "unit", []string{g.Unit})
		notEach(t, "unit", g.Unit)
	}
	file := t.Text("file", "", "CSV file with one of them a line")
	nameColumn := t.Text("name_column", "", "its column of names; none takes the first")
	unitColumn := t.Text("unit_column", "", "its column of units; none is the group's unit")
	var columns *network.Columns
	if file != "" {
		columns = r.csv(t, "file", file)
	}
	if columns != nil {
		g.Names = columns.Cells[0]
		if nameColumn != "" {
			if names := textColumn(t, "name_column", columns, nameColumn); names != nil {
				g.Names = names
			}
		}
		if unitColumn != "" {
			g.Units = textColumn(t, "unit_column", columns, unitColumn)
			notEach(t, "unit_column", g.Units...)
		}
	}
	for _, key := range []string{"name_column", "unit_column"} {
		if file == "" && t.Has(key) {
			t.Errorf(key, "the group has no file whose column it could be")
		}
	}
	if file != "" && t.Has("names") {
		t.Errorf("names", "names beside a file that gives them, want one of the two")
	}
	twice(t, given(t, "file", "names"), g.Names)
	if g.Names != nil {
		if t.Has("count") && g.Count != len(g.Names) {
			t.Errorf("count", "%d, want %d: as many as there are names", g.Count, len(g.Names))
		}
		g.Count = len(g.Names)
	} else if g.Count == 1 || r.tooMany(t, &g) {
		g.Names = []string{g.Name}
	}
	for _, trait := range Traits {
		d := readDist(t, trait.Name, trait.Default, trait.Range, trait.Doc)
		r.fill(t, trait.Name, &d, columns, g.Count)
		g.Traits = append(g.Traits, d)
	}
	g.Expertise = r.byDomain(t, "expertise", 0.5, share01, columns, g.Count, "how precise their own judgement is: one for all domains, or a table with one a domain (model, 2)")
	g.Identity = r.byDomain(t, "identity", 0.5, share01, columns, g.Count, "how far they see themselves as ones who lead: one for all domains, or a table with one a domain (model, 2)")
	if t.Has("goal") || t.Blank() {
		g.Goal = r.byDomain(t, "goal", 0, keys.Any, columns, g.Count, "what they want beside the task: one for all domains, or a table with one a domain [plan] (model, 2)")
	}
	if !t.Blank() {
		r.Groups = append(r.Groups, g)
	}
}

// each stands for every unit by itself where ties say within.
const each = "each"

// notEach refuses that as the name of a unit or group.
func notEach(t *keys.Table, key string, names ...string) {
	if slices.Contains(names, each) {
		t.Errorf(key, "a unit or group named %q, but within = %q means every unit by itself; want another name", each, each)
	}
}

// tooMany refuses a group with which the organisation would have more agents
// than there may be, before anything is made for them.
func (r *reader) tooMany(t *keys.Table, g *Group) bool {
	all := g.Count
	for k := range r.Groups {
		all += r.Groups[k].Count
	}
	if all <= MostAgents {
		return false
	}
	t.Errorf("count", "%d agents in all need about %.0f GB of memory and more for their ties, want at most %d", all, float64(all)*float64(AgentBytes(len(r.Domains)))/1e9, MostAgents)
	g.Count = 1
	return true
}

// byDomain reads a trait with a value for all domains or a table of one each.
func (r *reader) byDomain(t *keys.Table, key string, def float64, in keys.Range, columns *network.Columns, count int, doc string) []Dist {
	v := t.Value(key, distType+"; or a table of these by domain", def, doc)
	dists := make([]Dist, len(r.Domains))
	m, isTable := v.(map[string]any)
	byName := isTable && slices.ContainsFunc(r.Domains, func(d string) bool { _, ok := m[d]; return ok })
	if strange := strangers(m); isTable && !byName && len(strange) > 0 && len(strange) == len(m) {
		t.Errorf(key, "no domain %q; %s", strange[0], keys.Hint(strange[0], r.Domains))
		return dists
	}
	if !byName {
		one := parseDist(t, key, v, in)
		r.fill(t, key, &one, columns, count)
		for d := range dists {
			dists[d] = one
		}
		return dists
	}
	for d, domain := range r.Domains {
		v, ok := m[domain]
		if !ok {
			v = def
		}
		dists[d] = parseDist(t, key, v, in)
		r.fill(t, key, &dists[d], columns, count)
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(r.Domains, name) {
			t.Errorf(key, "no domain %q; %s", name, keys.Hint(name, r.Domains))
			break
		}
	}
	return dists
}

// strangers are the keys of a table that are no distributions, in order.
func strangers(m map[string]any) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(distKinds, key) && key != "odds" && key != "to" {
			out = append(out, key)
		}
	}
	return out
}

// fill takes the values of a column of the group's file, mapped to a range
// where one is given.
func (r *reader) fill(t *keys.Table, key string, d *Dist, columns *network.Columns, count int) {
	if d.Kind != "column" || d.Column == "" {
		return
	}
	d.Values = []float64{d.lo}
	if columns == nil {
		if !t.Has("file") { // a file that cannot be read has its own error
			t.Errorf(key, "column %q, but the group has no file", d.Column)
		}
		return
	}
	texts := textColumn(t, key, columns, d.Column)
	if texts == nil {
		return
	}
	d.Values = make([]float64, count)
	good := true
	for k, text := range texts {
		x, err := cell(text)
		switch {
		case strings.TrimSpace(text) == "":
			good = false // told where the file was read
		case err != nil:
			good = false
			t.Errorf(key, "column %q, %s: %v", d.Column, place(columns, k), err)
		}
		d.Values[k] = x
	}
	if d.Args != nil {
		lo, hi := slices.Min(d.Values), slices.Max(d.Values)
		for k, x := range d.Values {
			part := 0.5
			if hi > lo {
				part = (x - lo) / (hi - lo)
			}
			d.Values[k] = d.Args[0] + float64(part*(d.Args[1]-d.Args[0]))
		}
		return
	}
	for k, x := range d.Values {
		if fault := (keys.Range{Lo: d.lo, Hi: d.hi}).Fault(x); fault != "" && (good || strings.TrimSpace(texts[k]) != "") {
			t.Errorf(key, "column %q, %s: %s; to = [lo, hi] maps the column", d.Column, place(columns, k), fault)
		}
	}
}

// place says where row k stands in its file.
func place(c *network.Columns, k int) string {
	if c.Lines == nil {
		return fmt.Sprintf("row %d", k+1)
	}
	return fmt.Sprintf("%s:%d", c.File, c.Lines[k])
}

// ties reads [[ties]]: layers of the informal network.
func (r *reader) ties(t *keys.Table) {
	kinds := append(network.Names(), "file", "list")
	for _, n := range t.Tables("ties", "a layer of the informal network: who attends to whom (model, 2)") {
		before := n.Faults()
		k := Ties{Kind: n.Choice("kind", "complete", kinds, "how it comes about: a generator, a file, or a list")}
		known := n.Faults() == before
		k.Within = n.Text("within", "", "unit or group that it is limited to; none is everybody; each takes every unit by itself")
		k.Mutual = n.Switch("mutual", false, "each tie goes both ways")
		k.Trust = readDist(n, "trust", 0.5, share01, "trust that the ties begin with, where a file gives no weights (model, 2)")
		k.Likeness = n.Share("likeness", 0, "how far trust begins lower in those who are unlike: it is multiplied by 1 − likeness·distance, the distance of two units being how far apart they stand in the scenario's order [0 the same … 1 first and last] (McPherson, Smith-Lovin & Cook 2001)")
		if n.Blank() {
			for _, kind := range network.Catalogue {
				kind.Read(n.When("kind", kind.Name))
			}
			readFileKeys(n.When("kind", "file"))
			n.When("kind", "list").Texts("list", nil, `ties such as "ann > bob" or "ann > bob: 0.8"`)
			continue
		}
		if !known {
			passOver(n)
			continue
		}
		r.layer(n, k)
	}
}

// passOver lets all keys of a table be whose kind is unknown, so that nobody can
// say which of them belong to it.
func passOver(t *keys.Table) {
	for _, key := range t.Keys() {
		t.Value(key, "a finite number", nil, "")
	}
}

// layer reads one layer and its members; "each" makes one layer a unit.
func (r *reader) layer(t *keys.Table, k Ties) {
	sets := [][]int32{r.members(t, k.Within)}
	if k.Within == each {
		sets = make([][]int32, len(r.Units))
		for i, u := range r.unit {
			sets[u] = append(sets[u], int32(i))
		}
	}
	var listed []network.Tie
	var set map[int32]int
	if k.Kind == "list" {
		set = setOf(sets, k.Within)
		listed = r.listed(t.When("kind", "list"), k.Within, set)
	}
	for at, members := range sets {
		k.Members = members
		switch k.Kind {
		case "file":
			k.Graph = r.graph(t.When("kind", "file"), members)
		case "list":
			k.Graph = nil
			for _, tie := range listed {
				if set[tie.From] == at {
					k.Graph = append(k.Graph, tie)
				}
			}
		default:
			kind, _ := network.Find(k.Kind)
			k.Generator = kind.Read(t.When("kind", k.Kind))
			if err := k.Generator.Check(len(members), r.UnitsOf(members)); err != nil {
				if f, ok := err.(network.Fault); ok {
					t.Errorf(f.Key, "%s", f.Msg)
				} else {
					t.Errorf("kind", "%v", err)
				}
				continue
			}
		}
		r.Ties = append(r.Ties, k)
	}
}

// setOf is the set that each member is in; empty where nothing limits the layer.
func setOf(sets [][]int32, within string) map[int32]int {
	set := map[int32]int{}
	if within == "" {
		return set
	}
	for at, members := range sets {
		for _, i := range members {
			set[i] = at
		}
	}
	return set
}

// members are the rows of a unit or group; all of them for none.
func (r *reader) members(t *keys.Table, within string) []int32 {
	var rows []int32
	u, g := slices.Index(r.Units, within), r.Group(within)
	for i := range r.unit {
		switch {
		case within == "" || within == each,
			u >= 0 && int(r.unit[i]) == u,
			u < 0 && g >= 0 && i >= r.Groups[g].First && i < r.Groups[g].First+r.Groups[g].Count:
			rows = append(rows, int32(i))
		}
	}
	if len(rows) == 0 && within != "" {
		t.Errorf("within", "no unit or group %q; %s", within, keys.Hint(within, r.Units))
	}
	return rows
}

// chain reads [chain].
func (r *reader) chain(t *keys.Table) {
	c := &r.Chain
	span := t.Count("span", 0, 0, 1<<20, "span of control: everybody leads so many others, in the order of the scenario; 0 is no such chain [agents]")
	managers := t.Value("managers", "table of name = manager", nil, "who reports to whom, by name")
	file := t.Text("file", "", "CSV file with two columns: who, and to whom they report")
	c.Ties = t.Switch("ties", true, "everybody attends to their manager, and managers to theirs")
	c.Trust = readDist(t, "trust", 0.5, share01, "trust of these ties at the start")
	if t.Blank() {
		return
	}
	switch {
	case managers != nil || file != "":
		c.Manager = slices.Repeat([]int32{-1}, r.Agents())
	case span == 0:
		return
	}
	if span > 0 {
		c.Manager = network.Chain(r.Agents(), span)
	}
	if m, ok := managers.(map[string]any); ok {
		who := make([]string, 0, len(m))
		for name := range m {
			who = append(who, name)
		}
		slices.Sort(who)
		for _, name := range who {
			if boss, ok := m[name].(string); ok {
				r.report(t, "managers", name, boss)
			} else {
				t.Errorf("managers", "the manager of %q is %v, want a name", name, m[name])
			}
		}
	} else if managers != nil {
		t.Errorf("managers", "found %v, want a table of name = manager", managers)
	}
	if file != "" {
		if rows := r.csv(t, "file", file); rows != nil && len(rows.Cells) < 2 {
			t.Errorf("file", "%s has %d columns, want two", file, len(rows.Cells))
		} else if rows != nil {
			for k := range rows.Len() {
				if who, boss := strings.TrimSpace(rows.Cells[0][k]), strings.TrimSpace(rows.Cells[1][k]); who != "" && boss != "" { // else told before
					r.report(t, "file", who, boss)
				}
			}
		}
	}
	if err := network.CheckChain(c.Manager, r.Name); err != nil {
		t.Errorf(given(t, "managers", "file"), "%v", err)
		c.Manager = slices.Repeat([]int32{-1}, r.Agents())
	}
}

// report makes boss the manager of one agent, by name.
func (r *reader) report(t *keys.Table, key, name, boss string) {
	i, j := r.Row(name), r.Row(boss)
	for _, missing := range []struct {
		at   int
		name string
	}{{i, name}, {j, boss}} {
		if missing.at < 0 {
			t.Errorf(key, "no agent %q; %s", missing.name, keys.Hint(missing.name, r.someNames()))
		}
	}
	if i < 0 || j < 0 {
		return
	}
	if old := r.Chain.Manager[i]; old >= 0 && int(old) != j {
		t.Errorf(key, "%q reports to both %q and %q, want one manager", name, r.Name(int(old)), boss)
	}
	r.Chain.Manager[i] = int32(j)
}
