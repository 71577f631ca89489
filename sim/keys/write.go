package keys

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Quote writes a value as TOML: numbers, texts, switches, lists, and
// maps as inline tables with their keys in order. It panics on a type that
// TOML does not have.
func Quote(v any) string {
	switch v := v.(type) {
	case string:
		return quoteText(v)
	case float64:
		return quoteFloat(v)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(r.Bool())
	case reflect.String:
		return quoteText(r.String())
	case reflect.Float32, reflect.Float64:
		return quoteFloat(r.Float())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(r.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(r.Uint(), 10)
	case reflect.Slice, reflect.Array:
		items := make([]string, r.Len())
		for i := range items {
			items[i] = Quote(r.Index(i).Interface())
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Map:
		return quoteMap(r)
	}
	panic(fmt.Sprintf("keys: no TOML for %T", v))
}

func quoteMap(r reflect.Value) string {
	names := make([]string, 0, r.Len())
	for _, k := range r.MapKeys() {
		names = append(names, k.String())
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = bare(name) + " = " + Quote(r.MapIndex(reflect.ValueOf(name)).Interface())
	}
	return "{" + strings.Join(names, ", ") + "}"
}

// quoteFloat writes a number so that it reads back as the same float.
func quoteFloat(x float64) string {
	switch {
	case math.IsNaN(x):
		return "nan"
	case math.IsInf(x, 1):
		return "inf"
	case math.IsInf(x, -1):
		return "-inf"
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

func quoteText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Write returns settings as TOML that reads back to the same values: what was
// in the file and every default. What is absent with a meaning of its own
// stays absent, and so does `extends`.
func Write(entries []Entry) string {
	root := &written{}
	for _, e := range entries {
		if !e.Absent && e.Path != "extends" {
			root.put(e)
		}
	}
	var b strings.Builder
	root.write(&b, "")
	return b.String()
}

// written is a table being written.
type written struct {
	keys   []string // lines key = value
	tables []*written
	name   string // bare, without the index
	index  int    // −1 for [name]
	has    map[string]bool
	empty  bool // to be written even when it holds nothing
}

// put files an entry under its table.
func (w *written) put(e Entry) {
	parts := splitPath(e.Path)
	switch {
	case e.Type == typeItem || e.Type == TypeTable && e.Set:
		w.at(parts).empty = true
		return
	case e.isTable() || e.Value == nil || none(e.Value) && !e.Set:
		return
	}
	w = w.at(parts[:len(parts)-1])
	key := parts[len(parts)-1]
	if w.has[key] {
		return
	}
	if w.has == nil {
		w.has = map[string]bool{}
	}
	w.has[key] = true
	w.keys = append(w.keys, key+" = "+Quote(e.Value))
}

// at returns the table at a path, and makes it.
func (w *written) at(parts []string) *written {
	for _, part := range parts {
		name, index := part, -1
		if open := strings.LastIndexByte(part, '['); open > 0 && strings.HasSuffix(part, "]") {
			name = part[:open]
			index, _ = strconv.Atoi(part[open+1 : len(part)-1])
		}
		i := slices.IndexFunc(w.tables, func(k *written) bool { return k.name == name && k.index == index })
		if i < 0 {
			i = len(w.tables)
			w.tables = append(w.tables, &written{name: name, index: index})
		}
		w = w.tables[i]
	}
	return w
}

func (w *written) write(b *strings.Builder, path string) {
	for _, line := range w.keys {
		b.WriteString(line + "\n")
	}
	for _, k := range w.tables {
		at := k.name
		if path != "" {
			at = path + "." + k.name
		}
		switch {
		case k.index >= 0:
			b.WriteString("\n[[" + at + "]]\n")
		case len(k.keys) > 0 || k.empty:
			b.WriteString("\n[" + at + "]\n")
		}
		k.write(b, at)
	}
}

// splitPath splits a path at its dots, not at those in quotes.
func splitPath(path string) []string {
	var parts []string
	quoted, start := false, 0
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			parts = append(parts, path[start:i])
			start = i + 1
		}
	}
	return append(parts, path[start:])
}
