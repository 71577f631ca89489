package keys

import "slices"

// Own forgets what the files that this one extends say under a key, for what
// belongs to a file alone. It is called before the key is read.
func (t *Table) Own(key string) {
	if n := t.node(key); n != nil && len(t.doc.files) > 1 {
		if strip(n, t.doc.files[1:]) {
			delete(t.group.of, key)
			t.group.order = slices.DeleteFunc(t.group.order, func(k string) bool { return k == key })
		}
	}
}

// strip takes out what came from some files and says whether nothing is left.
func strip(n *node, files []string) bool {
	g, ok := n.value.(*group)
	if !ok {
		return slices.Contains(files, n.file)
	}
	g.order = slices.DeleteFunc(g.order, func(k string) bool {
		if !strip(g.of[k], files) {
			return false
		}
		delete(g.of, k)
		return true
	})
	return len(g.order) == 0
}

// Over puts the table on top of a base: what the table does not say, the base
// says. The base is used up. Errors in what came from the base name its file.
func (t *Table) Over(base *Table) {
	t.doc.files = append(t.doc.files, base.doc.files...)
	if base.group == nil {
		return
	}
	merged := base.group
	if t.group != nil {
		merge(merged, t.group)
	}
	t.group = merged
}

// Shorthand lets a string stand for a table: key = "x" is read as [key] with
// sub = "x".
func (t *Table) Shorthand(key, sub string) {
	t.short[key] = true
	n := t.node(key)
	if n == nil {
		return
	}
	if _, ok := n.value.(string); ok {
		inner := *n
		t.group.of[key] = &node{value: &group{order: []string{sub}, of: map[string]*node{sub: &inner}}, file: n.file, line: n.line}
	}
}
