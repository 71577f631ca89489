package keys

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// setFile is the file that errors of settings name.
const setFile = "--set"

// Set gives a key another value before anything is read: path is such as
// reflection.trust_up or event[0].at, value is TOML. What is no TOML is taken as text, so
// that a word needs no quotes. Tables on the way are made; an index one past
// the end adds a table. An error is of type Errors.
func (t *Table) Set(path, value string) error {
	n, err := settingValue(value)
	if strings.TrimSpace(path) == "extends" {
		err = errors.New("a file alone says what it is laid over, want another key")
	}
	if err == nil {
		if t.doc.root.group == nil {
			t.doc.root.group = &group{of: map[string]*node{}}
		}
		err = t.doc.root.group.set(splitPath(strings.TrimSpace(path)), n)
	}
	if err != nil {
		return Errors{{File: setFile, Key: path, Msg: err.Error()}}
	}
	return nil
}

// settingValue reads the value of a setting.
func settingValue(value string) (node, error) {
	if len(value) > MaxBytes {
		return node{}, ErrTooLarge
	}
	text := "value = " + value
	where, lost := locate(text)
	if deep := (errDepth{}); errors.As(lost, &deep) {
		return node{}, deep
	}
	if values, err := decode(text); err == nil && len(values) == 1 && len(where.order) == 1 {
		n := newNode(values["value"], *where.of["value"], setFile)
		n.settle()
		return n, nil
	}
	if word := strings.TrimSpace(value); word == "" || !strings.ContainsRune(`"'[{`, rune(word[0])) {
		return node{value: word, file: setFile}, nil
	}
	return node{}, fmt.Errorf("%s is not TOML, want a number, a text, true, false or a list", value)
}

// settle takes the line numbers off a value that came from no file.
func (n *node) settle() {
	n.line = 0
	switch v := n.value.(type) {
	case []node:
		for i := range v {
			v[i].settle()
		}
	case *group:
		for _, name := range v.order {
			v.of[name].settle()
		}
	}
}

// cutIndex splits name[3] into name and 3; −1 without an index.
func cutIndex(part string) (name string, index int, err error) {
	open := strings.LastIndexByte(part, '[')
	if open < 0 || !strings.HasSuffix(part, "]") {
		return unbare(part), -1, nil
	}
	index, err = strconv.Atoi(part[open+1 : len(part)-1])
	if err != nil || index < 0 {
		return "", 0, fmt.Errorf("%q is no index, want a whole number from 0", part[open+1:len(part)-1])
	}
	return unbare(part[:open]), index, nil
}

// unbare is the inverse of bare.
func unbare(key string) string {
	key = strings.TrimSpace(key)
	if n := len(key); n >= 2 && (key[0] == '"' || key[0] == '\'') && key[n-1] == key[0] {
		if key[0] == '\'' {
			return key[1 : n-1]
		}
		return unescape(key[1 : n-1])
	}
	return key
}

// set puts a value at a path.
func (g *group) set(parts []string, value node) error {
	if len(parts) > maxDepth {
		return errDepth{}
	}
	name, index, err := cutIndex(parts[0])
	if err != nil {
		return err
	}
	if name == "" {
		return errors.New("an empty key, want a path such as reflection.trust_up or event[0].at")
	}
	n := g.of[name]
	if n == nil {
		n = &node{file: setFile}
		g.of[name] = n
		g.order = append(g.order, name)
	}
	if index >= 0 {
		if n, err = n.item(name, index); err != nil {
			return err
		}
	}
	if len(parts) == 1 {
		*n = value
		return nil
	}
	if n.value == nil {
		n.value = &group{of: map[string]*node{}}
	}
	table, ok := n.value.(*group)
	if !ok {
		return fmt.Errorf("%s is %s, want a table", name, describe(n.value))
	}
	return table.set(parts[1:], value)
}

// item returns item i of a list, and adds it when it is the next.
func (n *node) item(name string, i int) (*node, error) {
	list, ok := n.value.([]node)
	switch {
	case n.value != nil && !ok:
		return nil, fmt.Errorf("%s is %s, want a list", name, describe(n.value))
	case i > len(list):
		return nil, fmt.Errorf("%s has %d, want an index from 0 to %d", name, len(list), len(list))
	case i == len(list):
		list = append(list, node{file: setFile})
		n.value = list
	}
	return &list[i], nil
}
