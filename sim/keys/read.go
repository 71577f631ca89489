package keys

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Range holds the numbers from Lo to Hi, both included and finite.
type Range struct{ Lo, Hi float64 }

var (
	Any         = Range{math.Inf(-1), math.Inf(1)}                // every number up to Greatest, either way
	NonNegative = Range{0, math.Inf(1)}                           // 0 or more
	Positive    = Range{math.SmallestNonzeroFloat64, math.Inf(1)} // above 0
	Unit        = Range{0, 1}                                     // shares
)

// String returns the range as a message names it: "a number in [0, 1]".
func (r Range) String() string {
	switch lo, hi := number(r.Lo), number(r.Hi); {
	case r == Any:
		return "a finite number"
	case r == Positive:
		return "a number above 0"
	case math.IsInf(r.Hi, 1):
		return "a number of " + lo + " or more"
	case math.IsInf(r.Lo, -1):
		return "a number of " + hi + " or less"
	default:
		return "a number in [" + lo + ", " + hi + "]"
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// Greatest bounds every number that is read, and Least those that must be above
// 0: beyond them squares and quotients leave what a float64 can hold, and no
// quantity of any model is that large or that small.
const (
	Greatest = 1e9
	Least    = 1e-9
)

// Fault says what is wrong with x, or "".
func (r Range) Fault(x float64) string {
	switch {
	case math.Abs(x) > Greatest && !math.IsInf(x, 0) && x >= r.Lo && x <= r.Hi:
		return fmt.Sprintf("%s is beyond %s, want a smaller number", number(x), number(math.Copysign(Greatest, x)))
	case r == Positive && x > 0 && x < Least:
		return fmt.Sprintf("%s is as good as 0, want %s or more", number(x), number(Least))
	case math.IsNaN(x) || math.IsInf(x, 0):
		return fmt.Sprintf("%s is not %s", strings.ToLower(number(x)), r)
	case x >= r.Lo && x <= r.Hi:
		return ""
	case math.IsInf(r.Lo, -1) || math.IsInf(r.Hi, 1):
		return fmt.Sprintf("%s is not %s", number(x), r)
	}
	return fmt.Sprintf("%s is outside [%s, %s]", number(x), number(r.Lo), number(r.Hi))
}

// see returns the node of a key that somebody reads.
func (t *Table) see(key string) *node {
	t.known[key] = true
	return t.node(key)
}

// describe says what a value is.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		r := []rune(v)
		if len(r) > 40 {
			return "text " + strconv.Quote(string(r[:40])) + "…"
		}
		return "text " + strconv.Quote(v)
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return Quote(v)
	case date:
		return "the date " + string(v)
	case []node:
		return fmt.Sprintf("a list of %d", len(v))
	case *group:
		return "a table"
	}
	return fmt.Sprint(v)
}

func (t *Table) wrong(key string, n *node, want string) {
	t.doc.fault(n.file, n.line, join(t.path, key), describe(n.value)+", want "+want)
}

// toFloat reads a number of either kind.
func toFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// numberFault says what is wrong with a value that should be a number.
func numberFault(v any, r Range) string {
	if x, ok := toFloat(v); ok {
		return r.Fault(x)
	}
	return describe(v) + ", want " + r.String()
}

// Share reads a number in [0, 1].
func (t *Table) Share(key string, def float64, doc string) float64 {
	return t.number(key, TypeShare, def, Unit, doc)
}

// Number reads a number in a range; whole numbers are taken as well.
func (t *Table) Number(key string, def float64, r Range, doc string) float64 {
	return t.number(key, TypeNumber, def, r, doc)
}

func (t *Table) number(key, typ string, def float64, r Range, doc string) float64 {
	x := def
	if n := t.see(key); n != nil {
		if msg := numberFault(n.value, r); msg != "" {
			t.doc.fault(n.file, n.line, join(t.path, key), msg)
		} else {
			x, _ = toFloat(n.value)
		}
	}
	t.record(entry{Entry: Entry{Lo: r.Lo, Hi: r.Hi, Value: x}}, key, typ, doc, def)
	return x
}

// Count reads a whole number from lo to hi; math.MaxInt means no upper limit.
func (t *Table) Count(key string, def, lo, hi int, doc string) int {
	x := t.whole(key, int64(def), int64(lo), int64(hi), int64(math.MinInt), int64(math.MaxInt), doc)
	return int(x)
}

// Long reads a whole number from lo to hi that may need 64 bits, such as a
// seed, on any machine.
func (t *Table) Long(key string, def, lo, hi int64, doc string) int64 {
	return t.whole(key, def, lo, hi, math.MinInt64, math.MaxInt64, doc)
}

// whole reads a whole number; none and all mean no limit.
func (t *Table) whole(key string, def, lo, hi, none, all int64, doc string) int64 {
	x := def
	if n := t.see(key); n != nil {
		if msg := countFault(n.value, lo, hi, none, all); msg != "" {
			t.doc.fault(n.file, n.line, join(t.path, key), msg)
		} else {
			x = n.value.(int64)
		}
	}
	e := Entry{Lo: float64(lo), Hi: float64(hi), Value: x}
	if hi == all {
		e.Hi = math.Inf(1)
	}
	if lo == none {
		e.Lo = math.Inf(-1)
	}
	t.record(entry{Entry: e}, key, TypeCount, doc, def)
	return x
}

func countFault(v any, lo, hi, none, all int64) string {
	want := fmt.Sprintf("a whole number from %d to %d", lo, hi)
	switch {
	case hi == all && lo == none:
		want = "a whole number"
	case hi == all:
		want = fmt.Sprintf("a whole number of %d or more", lo)
	}
	switch v := v.(type) {
	case int64:
		if v < lo || v > hi {
			return fmt.Sprintf("%d is not %s", v, want)
		}
		return ""
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 && float64(lo) <= v && v <= float64(hi) {
			return fmt.Sprintf("%s is not %s; write %d", Quote(v), want, int64(v))
		}
		return Quote(v) + " is not " + want
	}
	return describe(v) + ", want " + want
}

// Switch reads true or false.
func (t *Table) Switch(key string, def bool, doc string) bool {
	x := def
	if n := t.see(key); n != nil {
		if v, ok := n.value.(bool); ok {
			x = v
		} else {
			t.wrong(key, n, "true or false")
		}
	}
	t.record(entry{Entry: Entry{Value: x}}, key, TypeSwitch, doc, def)
	return x
}

// Text reads a text.
func (t *Table) Text(key, def, doc string) string {
	x := def
	if n := t.see(key); n != nil {
		if v, ok := n.value.(string); ok {
			x = v
		} else {
			t.wrong(key, n, "text in quotes")
		}
	}
	t.record(entry{Entry: Entry{Value: x}}, key, TypeText, doc, def)
	return x
}

// Choice reads one of some words.
func (t *Table) Choice(key, def string, options []string, doc string) string {
	x := def
	if n := t.see(key); n != nil {
		v, ok := n.value.(string)
		switch {
		case ok && slices.Contains(options, v):
			x = v
		case ok:
			t.doc.fault(n.file, n.line, join(t.path, key), fmt.Sprintf("no such choice as %q; %s", v, Hint(v, options)))
		default:
			t.wrong(key, n, "one of "+strings.Join(options, ", "))
		}
	}
	t.record(entry{Entry: Entry{Value: x, Options: options}}, key, TypeChoice, doc, def)
	return x
}

// list reads the items of a list, each by a function that says what is wrong
// with it; false when there is no list or an item is wrong.
func (t *Table) list(key, want string, item func(i int, n *node) string) bool {
	n := t.see(key)
	if n == nil {
		return false
	}
	list, ok := n.value.([]node)
	if !ok {
		t.wrong(key, n, want)
		return false
	}
	good := true
	for i := range list {
		if msg := item(i, &list[i]); msg != "" {
			good = false
			t.doc.fault(list[i].file, list[i].line, fmt.Sprintf("%s[%d]", join(t.path, key), i), msg)
		}
	}
	return good
}

// Texts reads a list of texts.
func (t *Table) Texts(key string, def []string, doc string) []string {
	xs := []string{}
	if !t.list(key, `a list of texts, such as ["a", "b"]`, func(_ int, n *node) string {
		v, ok := n.value.(string)
		if !ok {
			return describe(n.value) + ", want text in quotes"
		}
		xs = append(xs, v)
		return ""
	}) {
		xs = def
	}
	t.record(entry{Entry: Entry{Value: xs}}, key, TypeTexts, doc, def)
	return xs
}

// Numbers reads a list of numbers, each in a range.
func (t *Table) Numbers(key string, def []float64, r Range, doc string) []float64 {
	xs := []float64{}
	if !t.list(key, "a list of numbers", func(_ int, n *node) string {
		x, _ := toFloat(n.value)
		xs = append(xs, x)
		return numberFault(n.value, r)
	}) {
		xs = def
	}
	t.record(entry{Entry: Entry{Lo: r.Lo, Hi: r.Hi, Value: xs}}, key, TypeNumbers, doc, def)
	return xs
}

// Matrix reads a list of rows of numbers, each in a range and all rows of one
// length; nil when absent.
func (t *Table) Matrix(key string, r Range, doc string) [][]float64 {
	rows := [][]float64{}
	if !t.list(key, "a list of rows, such as [[1, 2], [3, 4]]", func(_ int, n *node) string {
		row, msg := readRow(n.value, r)
		rows = append(rows, row)
		if msg == "" && rows[0] != nil && len(row) != len(rows[0]) {
			msg = fmt.Sprintf("a row of %d, want %d as in the first row", len(row), len(rows[0]))
		}
		return msg
	}) {
		rows = nil
	}
	t.record(entry{Entry: Entry{Lo: r.Lo, Hi: r.Hi, Value: rows}}, key, TypeMatrix, doc, [][]float64(nil))
	return rows
}

// readRow is a row, of its length also where a number in it is wrong; nil where
// there is no row.
func readRow(v any, r Range) ([]float64, string) {
	list, ok := v.([]node)
	if !ok {
		return nil, describe(v) + ", want a row of numbers"
	}
	row := make([]float64, len(list))
	for j := range list {
		row[j], _ = toFloat(list[j].value)
		if msg := numberFault(list[j].value, r); msg != "" {
			return row, fmt.Sprintf("number %d of the row: %s", j+1, msg)
		}
	}
	return row, ""
}

// Value reads any value as TOML has it: float64, int64, string, bool, []any or
// map[string]any. What typ says stands as the type in the reference. A number
// that is not finite is an error.
func (t *Table) Value(key, typ string, def any, doc string) any {
	x := def
	if n := t.see(key); n != nil {
		if finite(n.value) {
			x = raw(n.value)
		} else {
			t.Errorf(key, "a number that is not finite, want %s", typ)
		}
	}
	t.record(entry{Entry: Entry{Value: x}}, key, typ, doc, def)
	return x
}
