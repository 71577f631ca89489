package keys

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// MaxBytes is the largest file that is read [16 MiB].
const MaxBytes = 16 << 20

// maxExtends is how many files may extend one another in a row.
const maxExtends = 32

// ErrTooLarge is returned for a file of more than MaxBytes.
var ErrTooLarge = fmt.Errorf("more than %d MiB, want a smaller file", MaxBytes>>20)

// ReadAll reads a file to its end, or returns ErrTooLarge without reading more
// than MaxBytes.
func ReadAll(r io.Reader) ([]byte, error) {
	var b bytes.Buffer
	if _, err := b.ReadFrom(io.LimitReader(r, MaxBytes+1)); err != nil {
		return nil, err
	}
	if b.Len() > MaxBytes {
		return nil, ErrTooLarge
	}
	return b.Bytes(), nil
}

// Load reads the file called name and those that it extends. A key
// `extends = "other.toml"` is looked for beside the extending file first, then
// as it stands. Tables are merged key by key, the extending file wins; lists,
// also lists of tables, are replaced whole. An error is of type Errors.
func Load(open func(name string) ([]byte, error), name string) (*Table, error) {
	doc := &document{}
	found, text, err := doc.open(open, []string{name})
	if err != nil {
		return nil, Errors{{File: name, Msg: plain(err)}}
	}
	root, err := doc.load(open, found, text, nil)
	if err != nil {
		return nil, err
	}
	return doc.table(root), nil
}

// Parse reads a text; what it extends is not followed. An error is of type
// Errors.
func Parse(name string, text []byte) (*Table, error) {
	root, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	return (&document{files: []string{name}}).table(root), nil
}

// A document is what one Load gave: its files, its errors, what was read.
type document struct {
	files   []string // in order of reading
	errs    Errors
	entries []entry
	blank   bool // the empty document of a reference
	root    *Table
	tables  []*core
}

func (d *document) table(root *group) *Table {
	d.root = &Table{core: d.newCore(nil, "", "", root)}
	d.root.known["extends"] = true
	return d.root
}

// open returns the first of some names that can be read.
func (d *document) open(open func(string) ([]byte, error), names []string) (string, []byte, error) {
	var first error
	for _, name := range names {
		text, err := open(name)
		if err == nil {
			return name, text, nil
		}
		if first == nil || errors.Is(first, fs.ErrNotExist) {
			first = err
		}
	}
	return "", nil, first
}

// load parses a file and merges it over those it extends. The files that led
// to it are in chain.
func (d *document) load(open func(string) ([]byte, error), name string, text []byte, chain []string) (*group, error) {
	d.files = append(d.files, name)
	g, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	at := g.of["extends"]
	if at == nil {
		return g, nil
	}
	refuse := func(format string, args ...any) (*group, error) {
		return nil, Errors{{File: name, Line: at.line, Key: "extends", Msg: fmt.Sprintf(format, args...)}}
	}
	base, ok := at.value.(string)
	if !ok || base == "" {
		return refuse("%s, want the name of a file in quotes", describe(at.value))
	}
	names := slices.Compact([]string{path.Join(path.Dir(name), base), base})
	found, baseText, err := d.open(open, names)
	if err != nil {
		return refuse("cannot read %q: %s", base, plain(err))
	}
	chain = append(chain, name)
	if i := slices.Index(chain, found); i >= 0 {
		return refuse("a cycle: %s extends %s", strings.Join(chain[i:], " extends "), found)
	}
	if len(chain) > maxExtends {
		return refuse("more than %d files in a row, want fewer", maxExtends)
	}
	under, err := d.load(open, found, baseText, chain)
	if err != nil {
		return nil, err
	}
	merge(under, g)
	return under, nil
}

// merge puts what stands in over on top of under.
func merge(under, over *group) {
	for _, name := range over.order {
		n, old := over.of[name], under.of[name]
		if old == nil {
			under.order = append(under.order, name)
			under.of[name] = n
			continue
		}
		below, ok1 := old.value.(*group)
		above, ok2 := n.value.(*group)
		if ok1 && ok2 {
			merge(below, above)
			old.file, old.line = n.file, n.line
			continue
		}
		under.of[name] = n
	}
}

// A group is one table of a file: its keys in file order.
type group struct {
	order []string
	of    map[string]*node
}

// A node is a value with the place it came from. The value is a float64,
// int64, bool, string, date, a list []node or a table *group.
type node struct {
	value any
	file  string
	line  int
}

// parse reads one text.
func parse(name string, text []byte) (*group, error) {
	refuse := func(line int, key, format string, args ...any) (*group, error) {
		return nil, Errors{{File: name, Line: line, Key: key, Msg: fmt.Sprintf(format, args...)}}
	}
	if len(text) > MaxBytes {
		return refuse(1, "", "%v", ErrTooLarge)
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			line := 1 + bytes.Count(text[:at], []byte("\n"))
			return refuse(line, "", "byte %#02x is not UTF-8, want a text in UTF-8", text[at])
		}
		at += size
	}
	source := strings.TrimPrefix(string(text), "\ufeff")
	where, lost := locate(source)
	if deep := (errDepth{}); errors.As(lost, &deep) {
		return refuse(int(deep.line), "", "%v, want flatter tables", deep)
	}
	values, err := decode(source)
	if err != nil {
		var pe toml.ParseError
		if !errors.As(err, &pe) {
			return refuse(1, "", "%s", tidy(err.Error()))
		}
		lines := 1 + strings.Count(source, "\n")
		return refuse(min(max(1, pe.Position.Line), lines), "", "%s", tidy(pe.Message))
	}
	return newGroup(values, where, name, 1), nil
}

// decode reads the values of a TOML text. Should the library ever panic on
// one, that text is refused like any other.
func decode(text string) (values map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("not TOML: %v", r)
		}
	}()
	values = map[string]any{}
	_, err = toml.Decode(text, &values)
	return values, err
}

// tidy makes one line of another's message: lower case, no full stop.
func tidy(msg string) string {
	msg = strings.TrimSuffix(strings.Join(strings.Fields(msg), " "), ".")
	r, size := utf8.DecodeRuneInString(msg)
	if next, _ := utf8.DecodeRuneInString(msg[size:]); unicode.IsUpper(next) {
		return msg
	}
	return string(unicode.ToLower(r)) + msg[size:]
}

// plain leaves the operation and the path out of an error of the file system.
func plain(err error) string {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file"
	case errors.As(err, &pe):
		return tidy(pe.Err.Error())
	}
	return tidy(err.Error())
}

// newGroup joins the values of a table with their places.
func newGroup(values map[string]any, where *places, file string, line int) *group {
	g := &group{of: make(map[string]*node, len(values))}
	if where != nil {
		g.order = slices.Clone(where.order)
	}
	if len(g.order) < len(values) { // unreachable as long as locate follows TOML
		for name := range values {
			if !slices.Contains(g.order, name) {
				g.order = append(g.order, name)
			}
		}
		slices.Sort(g.order)
	}
	for _, name := range g.order {
		at := place{line: int32(line)}
		if where != nil && where.of[name] != nil {
			at = *where.of[name]
		}
		n := newNode(values[name], at, file)
		g.of[name] = &n
	}
	return g
}

// A date is a TOML date or time, as it is written; nothing here wants one.
type date string

// dateForms are the forms of TOML's four kinds, by the zone that the library
// gives them.
var dateForms = map[string]string{
	"datetime-local": "2006-01-02T15:04:05.999999999",
	"date-local":     "2006-01-02",
	"time-local":     "15:04:05.999999999",
}

func newDate(v time.Time) date {
	form := cmp.Or(dateForms[v.Location().String()], time.RFC3339Nano)
	return date(v.Format(form))
}

func newNode(v any, at place, file string) node {
	n := node{value: v, file: file, line: int(at.line)}
	switch v := v.(type) {
	case time.Time:
		n.value = newDate(v)
	case map[string]any:
		n.value = newGroup(v, at.table, file, n.line)
	case []map[string]any:
		n.value = newList(len(v), func(i int) any { return v[i] }, at, file)
	case []any:
		n.value = newList(len(v), func(i int) any { return v[i] }, at, file)
	}
	return n
}

func newList(n int, value func(i int) any, at place, file string) []node {
	list := make([]node, n)
	for i := range list {
		item := place{line: at.line}
		if i < len(at.items) {
			item = at.items[i]
		}
		list[i] = newNode(value(i), item, file)
	}
	return list
}

// raw is the inverse of newNode: the plain value of a node, dates as text.
func raw(v any) any {
	switch v := v.(type) {
	case date:
		return string(v)
	case *group:
		m := make(map[string]any, len(v.of))
		for name, n := range v.of {
			m[name] = raw(n.value)
		}
		return m
	case []node:
		list := make([]any, len(v))
		for i := range v {
			list[i] = raw(v[i].value)
		}
		return list
	}
	return v
}

// finite says whether every number within a value is finite.
func finite(v any) bool {
	switch v := v.(type) {
	case float64:
		return !math.IsNaN(v) && !math.IsInf(v, 0)
	case []node:
		return !slices.ContainsFunc(v, func(n node) bool { return !finite(n.value) })
	case *group:
		return !slices.ContainsFunc(v.order, func(name string) bool { return !finite(v.of[name].value) })
	}
	return true
}
