package network

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"tutti/sim/keys"
)

// Columns are a table of texts.
type Columns struct {
	File  string
	Names []string   // of the columns
	Cells [][]string // Cells[c][r] is row r of column c
	Lines []int      // line of each row; nil where rows are not lines
}

// Len is the number of rows.
func (c Columns) Len() int {
	if len(c.Cells) == 0 {
		return 0
	}
	return len(c.Cells[0])
}

// Column returns a column by name; nil and an error that lists the names where
// there is none.
func (c Columns) Column(name string) ([]string, error) {
	if i := slices.Index(c.Names, name); i >= 0 {
		return c.Cells[i], nil
	}
	return nil, fmt.Errorf("%s has no column %q; %s", c.File, name, keys.Hint(name, c.Names))
}

// Numbers returns a column of numbers from lo to hi. An error is of type
// keys.Errors and names each line.
func (c Columns) Numbers(name string, lo, hi float64) ([]float64, error) {
	cells, err := c.Column(name)
	if err != nil {
		return nil, err
	}
	r := reader{name: c.File}
	xs := make([]float64, len(cells))
	for i, cell := range cells {
		line := 0
		if c.Lines != nil {
			line = c.Lines[i]
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
		switch {
		case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
			r.fault(line, "%s: %q, want a number", name, short(cell))
		case x < lo || x > hi:
			r.fault(line, "%s: %v is outside [%v, %v]", name, x, lo, hi)
		}
		xs[i] = x
	}
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return xs, nil
}

// ReadTable reads a CSV with a header: names of columns, then one row each,
// every cell filled. Errors are of type keys.Errors; the rows that fit come beside
// them.
func ReadTable(name string, from io.Reader) (Columns, error) {
	r := &reader{name: name, in: newBuffer(&limited{from: from, left: MaxBytes})}
	rows := r.csv()
	head, line := rows.next()
	if head == nil && len(r.errs) == 0 {
		r.fault(1, "an empty file, want a header and rows")
	}
	c := Columns{File: name, Cells: make([][]string, len(head))}
	for i, cell := range head {
		cell = strings.TrimSpace(cell)
		switch {
		case cell == "":
			r.fault(line, "column %d has no name, want one", i+1)
		case slices.Contains(c.Names, cell):
			r.fault(line, "column %q stands twice, want each name once", short(cell))
		}
		c.Names = append(c.Names, strings.Clone(cell))
	}
	for !r.full {
		row, line := rows.next()
		if row == nil {
			break
		}
		if !rows.fits(row, line, len(c.Names)) {
			continue
		}
		for i, cell := range row {
			if strings.TrimSpace(cell) == "" {
				r.fault(line, "column %q: an empty cell, want a value", short(c.Names[i]))
			}
			c.Cells[i] = append(c.Cells[i], strings.Clone(cell))
		}
		c.Lines = append(c.Lines, line)
	}
	if len(r.errs) == 0 && len(c.Lines) == 0 {
		r.fault(line, "no rows after the header, want one or more")
	}
	if len(r.errs) > 0 {
		return c, r.errs
	}
	return c, nil
}

// An attribute is a column of node attributes while it is being read.
type attribute struct {
	id, name, def string
	cells         []string // may be shorter than there are nodes
}

// give sets the attribute of node i.
func (a *attribute) give(i int32, text string) {
	for int(i) >= len(a.cells) {
		a.cells = append(a.cells, a.def)
	}
	a.cells[i] = text
}

// columns gives the attributes of the nodes, n of them in the graph. The one
// that became their names gives way to what the file calls them: id.
func (r *reader) columns(names int, to []int32, n int) Columns {
	c := Columns{File: r.name}
	add := func(name string, of func(i int) string) {
		col := make([]string, n)
		for i, at := range to {
			col[at] = of(i)
		}
		c.Names, c.Cells = append(c.Names, name), append(c.Cells, col)
	}
	if names >= 0 {
		add("id", func(i int) string { return r.ids[i] })
	}
	for k, a := range r.attrs {
		if k == names {
			continue
		}
		add(a.name, func(i int) string {
			if i < len(a.cells) {
				return a.cells[i]
			}
			return a.def
		})
	}
	return c
}
