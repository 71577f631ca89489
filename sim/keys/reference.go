package keys

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The types of entries; Value gives its own.
const (
	TypeShare   = "share"
	TypeNumber  = "number"
	TypeCount   = "count"
	TypeSwitch  = "switch"
	TypeText    = "text"
	TypeChoice  = "choice"
	TypeTexts   = "list of texts"
	TypeNumbers = "list of numbers"
	TypeMatrix  = "rows of numbers"
	TypeTable   = "table"
	TypeTables  = "tables"
	TypeNamed   = "named tables"
	typeItem    = "one of several tables"
)

// An Entry is one key that was read.
type Entry struct {
	Path    string   // full path, such as event[0].at
	Generic string   // the same for all of its kind, such as event[].at
	When    string   // the condition under which it means something, or ""
	Type    string   // one of the Type constants, or what Value was told
	Unit    string   // "" for none
	Lo, Hi  float64  // range of numbers, infinite where it is open
	Default any      // nil or empty where it has none
	Value   any      // what was read, or the default
	Set     bool     // stands in the file
	Absent  bool     // its absence means something: Write leaves it out
	Doc     string   // meaning, without unit and source
	Source  string   // where the rule comes from, or ""
	Options []string // of a choice
}

// An entry knows its table, so that absence can be told at the end.
type entry struct {
	Entry
	at, of *core // the table it stands in; the table it is
	key    string
}

func (t *Table) record(e entry, key, typ, doc string, def any) {
	e.at, e.key = t.core, key
	e.Path, e.Generic, e.When = join(t.path, key), join(t.generic, key), t.when
	e.Type, e.Default, e.Set = typ, def, t.node(key) != nil
	e.Doc, e.Unit, e.Source = splitDoc(doc)
	t.doc.entries = append(t.doc.entries, e)
}

// recordItem notes that one of several tables exists, so that an empty one is
// written too.
func (t *Table) recordItem(c *core) {
	t.doc.entries = append(t.doc.entries, entry{
		Entry: Entry{Path: c.path, Generic: c.generic, Type: typeItem, Set: true}, at: t.core, of: c,
	})
}

// splitDoc takes the source in round and the unit in square brackets off the
// end of a meaning.
func splitDoc(doc string) (meaning, unit, source string) {
	meaning, source = cutTail(doc, '(', ')')
	meaning, unit = cutTail(meaning, '[', ']')
	return meaning, unit, source
}

func cutTail(s string, open, shut byte) (head, tail string) {
	s = strings.TrimSpace(s)
	if !strings.HasSuffix(s, string(shut)) {
		return s, ""
	}
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case shut:
			depth++
		case open:
			depth--
		}
		if depth == 0 {
			return strings.TrimSpace(s[:i]), s[i+1 : len(s)-1]
		}
	}
	return s, ""
}

// Fault says what is wrong with a value for the key, as it does of one in a
// file; "" when it fits.
func (e Entry) Fault(v any) string {
	switch e.Type {
	case TypeShare, TypeNumber:
		return numberFault(v, Range{e.Lo, e.Hi})
	case TypeCount:
		lo, hi := int64(math.MinInt64), int64(math.MaxInt64)
		if !math.IsInf(e.Lo, -1) {
			lo = int64(e.Lo)
		}
		if !math.IsInf(e.Hi, 1) {
			hi = int64(e.Hi)
		}
		return countFault(v, lo, hi, math.MinInt64, math.MaxInt64)
	case TypeChoice:
		if text, ok := v.(string); ok && slices.Contains(e.Options, text) {
			return ""
		} else if ok {
			return fmt.Sprintf("no such choice as %q; %s", text, Hint(text, e.Options))
		}
		return describe(v) + ", want one of " + strings.Join(e.Options, ", ")
	}
	panic("keys: a value of type " + e.Type + " cannot be set")
}

// Reference returns an empty root that records what is read from it: every
// table says it is present, and Tables and Named hand out one blank child each.
func Reference() *Table {
	d := &document{blank: true}
	return d.table(nil)
}

// Entries returns everything that was read, in the order of reading.
func (t *Table) Entries() []Entry {
	entries := make([]Entry, len(t.doc.entries))
	for i, e := range t.doc.entries {
		entries[i] = e.Entry
		entries[i].Absent = !e.Set && e.at.asked[e.key] || e.at.absent() || e.of != nil && e.of.absent()
	}
	return entries
}

// absent says whether the table, or one above it, is not in the file and
// somebody asked.
func (c *core) absent() bool {
	for ; c != nil; c = c.parent {
		if c.group == nil && c.parent != nil && (c.asked[""] || c.parent.asked[c.name]) {
			return true
		}
	}
	return false
}

// Markdown returns a reference page of keys, grouped by table.
func Markdown(entries []Entry) string {
	var b strings.Builder
	for _, s := range sections(entries) {
		b.WriteString(s.heading())
		if len(s.keys) == 0 {
			continue
		}
		b.WriteString("| key | type | unit | range | default | meaning | source |\n|---|---|---|---|---|---|---|\n")
		for _, e := range s.keys {
			cells := []string{"`" + lastPart(e.Generic) + "`", e.Type, e.Unit, e.rangeText(), e.defaultText(), e.meaning(), e.Source}
			for i, c := range cells {
				cells[i] = strings.ReplaceAll(c, "|", `\|`)
			}
			b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// A section holds the keys of one table.
type section struct {
	path  string // generic, "" for the root
	table Entry  // the table itself
	keys  []Entry
}

func (s section) heading() string {
	switch s.table.Type {
	case TypeTables:
		return fmt.Sprintf("## `[[%s]]`\n\n%s\n\n", strings.TrimSuffix(s.path, "[]"), s.table.docLine())
	case "":
		return "## Top level\n\n"
	}
	return fmt.Sprintf("## `[%s]`\n\n%s\n\n", s.path, s.table.docLine())
}

func (e Entry) docLine() string {
	doc := e.meaning()
	if doc != "" {
		doc = strings.ToUpper(doc[:1]) + doc[1:] + "."
	}
	if e.Source != "" {
		doc += " Source: " + e.Source + "."
	}
	return doc
}

func (e Entry) meaning() string {
	if e.When == "" {
		return e.Doc
	}
	return e.Doc + " (when `" + e.When + "`)"
}

// isTable says whether an entry is a table or several.
func (e Entry) isTable() bool {
	return e.Type == TypeTable || e.Type == TypeTables || e.Type == TypeNamed
}

// inside is the generic path of what stands in a table entry.
func (e Entry) inside() string {
	switch e.Type {
	case TypeTables:
		return e.Generic + "[]"
	case TypeNamed:
		return e.Generic + ".NAME"
	}
	return e.Generic
}

// sections groups entries by table, in order of first reading; a key that was
// read more than once with the same meaning stands once.
func sections(entries []Entry) []section {
	list := []section{{}}
	index := map[string]int{"": 0}
	seen := map[string]bool{}
	for _, e := range entries {
		id := e.Generic + "\x00" + e.Type + "\x00" + e.When + "\x00" + e.Doc
		if e.Type == typeItem || seen[id] {
			continue
		}
		seen[id] = true
		if e.isTable() {
			if _, ok := index[e.inside()]; !ok {
				index[e.inside()] = len(list)
				list = append(list, section{path: e.inside(), table: e})
			}
			continue
		}
		i := index[tableOf(e.Generic)]
		list[i].keys = append(list[i].keys, e)
	}
	if len(list[0].keys) == 0 {
		list = list[1:]
	}
	return list
}

// cutLast splits a path before its last key.
func cutLast(path string) (table, key string) {
	quoted := false
	for i := len(path) - 1; i >= 0; i-- {
		switch {
		case path[i] == '"' && (i == 0 || path[i-1] != '\\'):
			quoted = !quoted
		case path[i] == '.' && !quoted:
			return path[:i], path[i+1:]
		}
	}
	return "", path
}

func tableOf(path string) string  { table, _ := cutLast(path); return table }
func lastPart(path string) string { _, key := cutLast(path); return key }

// plainNumber writes whole numbers with all their digits, but for the bounds of
// all numbers.
func plainNumber(x float64) string {
	switch x {
	case Greatest:
		return "1e9"
	case -Greatest:
		return "-1e9"
	case Least:
		return "1e-9"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// rangeText is the range as the page prints it.
func (e Entry) rangeText() string {
	switch e.Type {
	case TypeChoice:
		return "`" + strings.Join(e.Options, "`, `") + "`"
	case TypeShare, TypeNumber, TypeCount, TypeNumbers, TypeMatrix:
	default:
		return ""
	}
	switch lo, hi := e.limits(); {
	case math.IsInf(lo, -1) && math.IsInf(hi, 1):
		return "any"
	case math.IsInf(hi, 1):
		return plainNumber(lo) + " or more"
	case math.IsInf(lo, -1):
		return plainNumber(hi) + " or less"
	default:
		return plainNumber(lo) + " to " + plainNumber(hi)
	}
}

// limits are the least and the greatest number that is taken: the ends of the
// range, and of numbers that are not counts never beyond Greatest nor nearer to
// 0 than Least where they must be above it.
func (e Entry) limits() (lo, hi float64) {
	r := Range{e.Lo, e.Hi}
	if e.Type == TypeCount {
		return r.Lo, r.Hi
	}
	if r == Positive {
		r.Lo = Least
	}
	return max(r.Lo, -Greatest), min(r.Hi, Greatest)
}

// none says whether a default stands for "not given".
func none(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case float64:
		return math.IsNaN(v) || math.IsInf(v, 0)
	case string:
		return v == ""
	}
	r := reflect.ValueOf(v)
	return (r.Kind() == reflect.Slice || r.Kind() == reflect.Map) && r.Len() == 0
}

func (e Entry) defaultText() string {
	if none(e.Default) {
		return ""
	}
	return "`" + Quote(e.Default) + "`"
}
