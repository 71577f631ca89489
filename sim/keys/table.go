package keys

import (
	"cmp"
	"fmt"
	"slices"
)

// A Table is one table of a file, or the blank in its place where the file has
// none: reading from a blank gives the defaults.
type Table struct {
	*core
	when string // condition noted in the reference, such as kind = "search"
}

// core is what all views of one table share.
type core struct {
	doc     *document
	parent  *core
	path    string // full path, such as event[0]
	generic string // the same for every sibling, such as event[]
	name    string
	group   *group // nil when the file has no such table
	file    string
	line    int
	known   map[string]bool     // keys that somebody reads
	asked   map[string]bool     // keys whose absence means something
	lists   map[string][]*Table // children handed out already
	short   map[string]bool     // keys of tables that a text may stand for
}

func (d *document) newCore(parent *core, path, generic string, g *group) *core {
	c := &core{
		doc: d, parent: parent, path: path, generic: generic, group: g, line: 1,
		known: map[string]bool{}, short: map[string]bool{}, asked: map[string]bool{}, lists: map[string][]*Table{},
	}
	if parent != nil {
		c.file, c.line = parent.file, parent.line
	} else if len(d.files) > 0 {
		c.file = d.files[0]
	}
	d.tables = append(d.tables, c)
	return c
}

// child is the table at a key, made of a node, or blank where there is none.
func (t *Table) child(path, generic, name string, n *node) *Table {
	var g *group
	if n != nil {
		g, _ = n.value.(*group)
	}
	c := t.doc.newCore(t.core, path, generic, g)
	c.name = name
	if n != nil {
		c.file, c.line = n.file, n.line
	}
	return &Table{core: c, when: t.when}
}

// bare writes a key as TOML does: quoted where it must be.
func bare(key string) string {
	for _, r := range key {
		if !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return Quote(key)
		}
	}
	if key == "" {
		return `""`
	}
	return key
}

// join is the path of a key in a table.
func join(table, key string) string {
	if table == "" {
		return bare(key)
	}
	return table + "." + bare(key)
}

func (c *core) node(key string) *node {
	if c.group == nil {
		return nil
	}
	return c.group.of[key]
}

// Table returns the table [key]; never nil.
func (t *Table) Table(key, doc string) *Table {
	if kids := t.lists[key]; kids != nil {
		return kids[0]
	}
	n := t.see(key)
	if n != nil {
		if _, ok := n.value.(*group); !ok {
			want := "a table"
			if t.short[key] {
				want = "text in quotes or a table"
			}
			t.wrong(key, n, want)
			n = nil
		}
	}
	kid := t.child(join(t.path, key), join(t.generic, key), key, n)
	t.lists[key] = []*Table{kid}
	t.record(entry{of: kid.core}, key, TypeTable, doc, nil)
	return kid
}

// Tables returns the tables [[key]], in file order.
func (t *Table) Tables(key, doc string) []*Table {
	if kids, ok := t.lists[key]; ok {
		return kids
	}
	t.record(entry{}, key, TypeTables, doc, nil)
	path, generic := join(t.path, key), join(t.generic, key)+"[]"
	kids := []*Table{}
	if n := t.see(key); t.doc.blank {
		kids = append(kids, t.child(path+"[]", generic, key, nil))
	} else if n != nil {
		list, ok := n.value.([]node)
		if !ok {
			t.wrong(key, n, "tables, each under [["+path+"]]")
		}
		for i := range list {
			at := fmt.Sprintf("%s[%d]", path, i)
			if _, ok := list[i].value.(*group); !ok {
				t.doc.fault(list[i].file, list[i].line, at, describe(list[i].value)+", want a table")
				continue
			}
			kid := t.child(at, generic, key, &list[i])
			t.recordItem(kid.core)
			kids = append(kids, kid)
		}
	}
	t.lists[key] = kids
	return kids
}

// Named returns the tables [key.NAME], in file order. Name gives each NAME.
func (t *Table) Named(key, doc string) []*Table {
	if kids, ok := t.lists[key]; ok {
		return kids
	}
	t.record(entry{}, key, TypeNamed, doc, nil)
	path, generic := join(t.path, key), join(t.generic, key)+".NAME"
	kids := []*Table{}
	if n := t.see(key); t.doc.blank {
		kids = append(kids, t.child(path+".NAME", generic, "NAME", nil))
	} else if n != nil {
		g, ok := n.value.(*group)
		if !ok {
			t.wrong(key, n, "tables, each under ["+path+".NAME]")
			g = &group{}
		}
		for _, name := range g.order {
			n, at := g.of[name], join(path, name)
			if _, ok := n.value.(*group); !ok {
				t.doc.fault(n.file, n.line, at, describe(n.value)+", want a table ["+path+".NAME]")
				continue
			}
			kid := t.child(at, generic, name, n)
			t.recordItem(kid.core)
			kids = append(kids, kid)
		}
	}
	t.lists[key] = kids
	return kids
}

// When returns the same table for reading the keys that mean something only
// under a condition: key = "value". The reference and the schema say so.
func (t *Table) When(key, value string) *Table {
	return &Table{core: t.core, when: bare(key) + " = " + Quote(value)}
}

// Blank says whether this is the recording table of Reference: a reader that
// reads different keys for different kinds then reads those of every kind.
func (t *Table) Blank() bool { return t.doc.blank }

// Present says whether the file has this table; true in a reference, so that
// all its keys are recorded.
func (t *Table) Present() bool {
	if t.doc.blank {
		return true
	}
	if t.parent != nil {
		t.asked[""] = true
	}
	return t.group != nil
}

// Has says whether the file has this key.
func (t *Table) Has(key string) bool {
	t.asked[key] = true
	return t.node(key) != nil
}

// Keys returns the keys of the table in file order, those of extended files
// first.
func (t *Table) Keys() []string {
	if t.group == nil {
		return nil
	}
	return slices.Clone(t.group.order)
}

// Name returns the last part of the table's path: NAME of [key.NAME].
func (t *Table) Name() string { return t.name }

// Path returns the full path, such as event[0]; "" at the root.
func (t *Table) Path() string { return t.path }

// Line returns the line of a key, or that of the table where it has no such
// key [1 or more; 0 for what came by Set].
func (t *Table) Line(key string) int {
	_, line := t.place(key)
	return line
}

// File returns the file that a key came from, or that of the table.
func (t *Table) File(key string) string {
	file, _ := t.place(key)
	return file
}

func (c *core) place(key string) (string, int) {
	if n := c.node(key); n != nil {
		return n.file, n.line
	}
	return c.file, c.line
}

// Errorf adds an error at the line of a key, or of the table when key is "".
func (t *Table) Errorf(key, format string, args ...any) {
	path := t.path
	if key != "" {
		path = join(t.path, key)
	}
	file, line := t.place(key)
	t.doc.fault(file, line, path, fmt.Sprintf(format, args...))
}

func (d *document) fault(file string, line int, path, msg string) {
	if !d.blank {
		d.errs = append(d.errs, Error{File: file, Line: line, Key: path, Msg: msg})
	}
}

// Faults is how many errors there are so far, without those of keys that nobody
// has read.
func (t *Table) Faults() int { return len(t.doc.errs) }

// Err returns every error so far, in file order, and one for each key that
// nobody has read; nil when there is none. Its type is Errors.
func (t *Table) Err() error {
	d := t.doc
	if d.blank {
		return nil
	}
	all := slices.Clone(d.errs)
	for _, c := range d.tables {
		all = append(all, c.unknown()...)
	}
	if len(all) == 0 {
		return nil
	}
	return inOrder(all, d.files)
}

// unknown lists the keys of a table that nobody reads.
func (c *core) unknown() Errors {
	if c.group == nil {
		return nil
	}
	var errs Errors
	var known []string
	for _, key := range c.group.order {
		if c.known[key] {
			continue
		}
		if known == nil {
			known = c.valid()
		}
		n := c.group.of[key]
		errs = append(errs, Error{
			File: n.file, Line: n.line, Key: join(c.path, key),
			Msg: "no such key; " + Hint(key, known),
		})
	}
	return errs
}

// valid lists the keys that a table may have, by name.
func (c *core) valid() []string {
	names := make([]string, 0, len(c.known))
	for key := range c.known {
		names = append(names, key)
	}
	slices.SortFunc(names, cmp.Compare[string])
	return names
}
