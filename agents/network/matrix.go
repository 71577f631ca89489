package network

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// readMatrix reads one row an agent. What stands in the first row and column is
// told by what is no number: names in the first row when a cell beyond its
// first is no number or its first is empty; names in the first column when the
// first cell of the first row of numbers is none. A cell on the diagonal may be
// empty; any other must hold a number, 0 for no tie.
func readMatrix(r *reader) {
	s := r.csv()
	m := matrix{r: r, s: s}
	row, line := s.next()
	if row == nil {
		if len(r.errs) == 0 {
			r.fault(1, "an empty file, want one row an agent")
		}
		return
	}
	if m.isHeader(row) {
		m.header, m.line = cloneAll(row), line
		row, line = s.next()
	}
	m.begin(row)
	for ; row != nil && !r.full; row, line = s.next() {
		m.row(row, line)
	}
	if !r.full && !s.failed() {
		m.end()
	}
}

// failed says whether reading ended by an error.
func (s *rows) failed() bool { return len(s.r.errs) > 0 }

type matrix struct {
	r      *reader
	s      *rows
	header []string // first row, where it holds names
	line   int      // of the header
	names  bool     // whether the first column holds names
	width  int      // cells of a row
	cols   []int32  // node of each column
	rows   int
	seen   []bool // nodes whose row was read
}

func cloneAll(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = strings.Clone(strings.TrimSpace(cell))
	}
	return out
}

// numeric says whether a cell holds a number rather than a name.
func numeric(cell string) bool {
	cell = strings.TrimSpace(cell)
	_, err := strconv.ParseFloat(cell, 64)
	return err == nil && strings.ContainsAny(cell[:1], "0123456789+-.")
}

func (m *matrix) isHeader(row []string) bool {
	if strings.TrimSpace(row[0]) == "" && len(row) > 1 {
		return true
	}
	if len(row) == 1 {
		return !numeric(row[0])
	}
	return slices.ContainsFunc(row[1:], func(cell string) bool { return !numeric(cell) && strings.TrimSpace(cell) != "" })
}

// begin settles the nodes, given the first row of numbers.
func (m *matrix) begin(row []string) {
	m.width = len(m.header)
	if m.header == nil {
		m.width = len(row)
	}
	if row != nil {
		m.names = !numeric(row[0]) && strings.TrimSpace(row[0]) != ""
	}
	if len(m.header) > 1 {
		m.names = m.names || m.header[0] == "" || row != nil && strings.TrimSpace(row[0]) == m.header[1]
	}
	columns := m.header
	if m.names && m.header != nil {
		columns = m.header[1:]
	}
	for i, name := range columns {
		if name == "" {
			m.r.fault(m.line, "column %d: an empty cell, want a name", i+1)
		} else if _, twice := m.r.index[name]; twice {
			m.r.fault(m.line, "%q stands twice in the first row, want each name once", short(name))
		}
		m.cols = append(m.cols, m.r.node(name, m.line))
	}
	m.seen = make([]bool, len(m.r.ids))
	m.r.numbered = m.header == nil && !m.names
}

// row reads the row of one agent.
func (m *matrix) row(row []string, line int) {
	at := m.node(row[0], line)
	m.rows++
	if !m.s.fits(row, line, m.width) || at < 0 {
		return
	}
	if m.names {
		row = row[1:]
	}
	for c, cell := range row {
		to := int32(c)
		if m.header != nil {
			to = m.cols[c]
		}
		if to == at && strings.TrimSpace(cell) == "" || cell == "0" {
			continue
		}
		where := fmt.Sprintf("column %d: ", c+1)
		if strings.TrimSpace(cell) == "" {
			m.r.fault(line, "%san empty cell, want a number in [0, 1], 0 for no tie", where)
		} else if w, ok := m.r.weight(cell, where, line); ok && w != 0 {
			m.r.tie(at, to, w, line)
		}
	}
}

// node is the agent of a row; −1 when it cannot be told.
func (m *matrix) node(first string, line int) int32 {
	first = strings.TrimSpace(first)
	switch {
	case m.header != nil && !m.names:
		if m.rows < len(m.cols) {
			m.seen[m.cols[m.rows]] = true
			return m.cols[m.rows]
		}
		return -1
	case !m.names:
		return m.r.node(strconv.Itoa(m.rows+1), line)
	case first == "":
		m.r.fault(line, "an empty cell, want a name")
		return -1
	}
	at, known := m.r.index[first]
	switch {
	case m.header == nil && known:
		m.r.fault(line, "a second row of %q, the first is in line %d; want one", short(first), m.r.first[at])
		return -1
	case m.header == nil:
		return m.r.node(strings.Clone(first), line)
	case !known:
		m.r.fault(line, "a row of %q, who is not in the first row%s", short(first), hint(first, m.r.ids))
		return -1
	case m.seen[at]:
		m.r.fault(line, "a second row of %q, want one", short(first))
		return -1
	}
	m.seen[at] = true
	return at
}

// end wants as many rows as columns, and takes a matrix of zeros and ones as
// ties without weights.
func (m *matrix) end() {
	columns := m.width
	if m.names {
		columns--
	}
	switch missing := slices.Index(m.seen, false); {
	case m.rows != columns:
		m.r.fault(max(m.s.line, 1), "%d rows of numbers and %d columns, want as many of one as of the other", m.rows, columns)
		return
	case m.header != nil && missing >= 0:
		m.r.fault(m.line, "no row of %q, want one for each column", short(m.r.ids[missing]))
		return
	}
	if slices.ContainsFunc(m.r.arcs, func(a arc) bool { return a.Weight != 1 }) {
		return
	}
	for i := range m.r.arcs {
		m.r.arcs[i].Weight = math.NaN()
	}
}
