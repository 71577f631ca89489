package table

import "math"

// Kind is what a column holds.
type Kind uint8

// The kinds of column.
const (
	Real  Kind = iota // a float64; NaN where undefined
	Whole             // a whole number, kept as float64, written without exponent
	Text              // a string
)

// Role is what a column is to the experiment; formats that tell parameters from
// results ask for it.
type Role uint8

// The roles of a column.
const (
	Measure Role = iota // a result
	Run                 // the number of the run, counted from 0
	Cycle               // time within the run
	Factor              // a parameter that the experiment set
	Total               // a result of the whole run so far: its last value counts, not its mean
)

// Column describes a measure, or whatever else stands in a column.
type Column struct {
	Name    string  // snake case, unique in a table
	Unit    string  // "1" for a dimensionless number, "" for text
	Doc     string  // one line
	Formula string  // as text
	Source  string  // paper, equation
	Lo, Hi  float64 // range [Unit]; −Inf and +Inf when unbounded
	Kind    Kind
	Role    Role
}

// Number describes a number without bounds.
func Number(name, unit, doc string) Column {
	return Column{Name: name, Unit: unit, Doc: doc, Lo: math.Inf(-1), Hi: math.Inf(1)}
}

// Share describes a number from 0 to 1.
func Share(name, doc string) Column {
	return Column{Name: name, Unit: "1", Doc: doc, Lo: 0, Hi: 1}
}

// Count describes a whole number from 0.
func Count(name, unit, doc string) Column {
	return Column{Name: name, Unit: unit, Doc: doc, Lo: 0, Hi: math.Inf(1), Kind: Whole}
}

// Label describes a column of text.
func Label(name, doc string) Column {
	return Column{Name: name, Doc: doc, Kind: Text}
}

// As returns c in another role.
func (c Column) As(r Role) Column {
	c.Role = r
	return c
}
