package keys

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
	n := t.node(key)
	if n == nil {
		return
	}
	if _, ok := n.value.(string); ok {
		inner := *n
		t.group.of[key] = &node{value: &group{order: []string{sub}, of: map[string]*node{sub: &inner}}, file: n.file, line: n.line}
	}
}
