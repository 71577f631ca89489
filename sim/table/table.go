package table

import (
	"fmt"
	"math"
)

// Pair is one fact about a whole table, such as its scenario or its seed.
type Pair struct{ Key, Value string }

// Table is a list of columns of equal length. The zero Table has no columns;
// make one with New.
type Table struct {
	Columns []Column
	Facts   []Pair // about the whole table, in the order they are written

	numbers [][]float64 // by column; nil for text
	texts   [][]string  // by column; nil for numbers
	rows    int
}

// New returns an empty table. It panics when two columns share a name.
func New(columns ...Column) *Table {
	t := &Table{
		Columns: columns,
		numbers: make([][]float64, len(columns)),
		texts:   make([][]string, len(columns)),
	}
	for i, c := range columns {
		if t.Index(c.Name) != i {
			panic(fmt.Sprintf("table: two columns named %q", c.Name))
		}
		if c.Kind == Text {
			t.texts[i] = []string{}
		} else {
			t.numbers[i] = []float64{}
		}
	}
	return t
}

// Like returns an empty table with the columns and facts of t.
func (t *Table) Like() *Table {
	u := New(t.Columns...)
	u.Facts = t.Facts
	return u
}

// Len returns the number of rows.
func (t *Table) Len() int { return t.rows }

// Index returns the number of the column of that name, −1 when there is none.
func (t *Table) Index(name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// Grow makes room for n more rows, so that appending them does not allocate.
func (t *Table) Grow(n int) {
	for i := range t.Columns {
		if t.Columns[i].Kind == Text {
			t.texts[i] = append(make([]string, 0, t.rows+n), t.texts[i]...)
		} else {
			t.numbers[i] = append(make([]float64, 0, t.rows+n), t.numbers[i]...)
		}
	}
}

// Append adds a row, one value a column: a string for text, a float64 or an int
// for numbers, nil for a missing value. It panics on any other.
func (t *Table) Append(values ...any) {
	if len(values) != len(t.Columns) {
		panic(fmt.Sprintf("table: %d values for %d columns", len(values), len(t.Columns)))
	}
	for i, v := range values {
		t.append(i, v)
	}
	t.rows++
}

func (t *Table) append(i int, v any) {
	if t.Columns[i].Kind == Text {
		if v == nil {
			v = ""
		}
		t.texts[i] = append(t.texts[i], v.(string))
		return
	}
	var x float64
	switch v := v.(type) {
	case float64:
		x = v
	case int:
		x = float64(v)
	case nil:
		x = math.NaN()
	default:
		panic(fmt.Sprintf("table: column %s: a %T, want a number", t.Columns[i].Name, v))
	}
	t.numbers[i] = append(t.numbers[i], x)
}

// AppendRow adds a row without boxing: the texts go to the columns of text, the
// numbers to the others, each in order.
func (t *Table) AppendRow(texts []string, numbers ...float64) {
	if len(texts)+len(numbers) != len(t.Columns) {
		panic(fmt.Sprintf("table: %d texts and %d numbers for %d columns", len(texts), len(numbers), len(t.Columns)))
	}
	for i := range t.Columns {
		if t.Columns[i].Kind == Text {
			t.texts[i], texts = append(t.texts[i], texts[0]), texts[1:]
		} else {
			t.numbers[i], numbers = append(t.numbers[i], numbers[0]), numbers[1:]
		}
	}
	t.rows++
}

// AppendTable adds all rows of u, whose columns must be those of t.
func (t *Table) AppendTable(u *Table) {
	if !SameColumns(t.Columns, u.Columns) {
		panic("table: appending a table of other columns")
	}
	for i := range t.Columns {
		t.texts[i] = append(t.texts[i], u.texts[i]...)
		t.numbers[i] = append(t.numbers[i], u.numbers[i]...)
	}
	t.rows += u.rows
}

// SameColumns says whether names and kinds agree, in order.
func SameColumns(a, b []Column) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].Kind != b[i].Kind {
			return false
		}
	}
	return true
}

// Number returns one value of a column of numbers; NaN when it is missing.
func (t *Table) Number(row, column int) float64 { return t.numbers[column][row] }

// Text returns one value of a column of text.
func (t *Table) Text(row, column int) string { return t.texts[column][row] }

// Set overwrites one number.
func (t *Table) Set(row, column int, x float64) { t.numbers[column][row] = x }

// Numbers returns the column of that name, nil when there is no such column of
// numbers. The slice is the table's own.
func (t *Table) Numbers(name string) []float64 {
	if i := t.Index(name); i >= 0 {
		return t.numbers[i]
	}
	return nil
}

// Texts returns the column of that name, nil when there is no such column of
// text. The slice is the table's own.
func (t *Table) Texts(name string) []string {
	if i := t.Index(name); i >= 0 {
		return t.texts[i]
	}
	return nil
}

// Fact returns the value of a fact, "" when the table has none of that key.
func (t *Table) Fact(key string) string {
	for _, f := range t.Facts {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// Missing says whether x cannot be written as a number: NaN, or infinite.
func Missing(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }
