package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tutti/agents/network"
	"tutti/sim/keys"
)

// A sheet is a CSV file with a header: one thing a line, the first column its
// name.
type sheet struct {
	header []string
	rows   [][]string
	lines  []int
}

// Names are the cells of the first column.
func (s *sheet) Names() []string { return s.column(0) }

func (s *sheet) column(c int) []string {
	cells := make([]string, len(s.rows))
	for k, row := range s.rows {
		cells[k] = row[c]
	}
	return cells
}

// Len is the number of lines below the header.
func (s *sheet) Len() int { return len(s.rows) }

// Width is the number of columns.
func (s *sheet) Width() int { return len(s.header) }

// Cell is one cell.
func (s *sheet) Cell(row, column int) string { return s.rows[row][column] }

// Place says where row k stands in the file.
func (s *sheet) Place(k int) string { return "line " + strconv.Itoa(s.lines[k]) }

// csv reads a CSV file that a key names; what is wrong with it is an error of
// that key, and it returns nil.
func (r *reader) csv(t *keys.Table, key, name string) *sheet {
	text, err := r.open(name)
	if err != nil {
		t.Errorf(key, "cannot read %q: %v", name, plainError(err))
		return nil
	}
	s, err := readSheet(text)
	if err != nil {
		t.Errorf(key, "%s: %v", name, err)
		return nil
	}
	return s
}

func readSheet(text []byte) (*sheet, error) {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comment = '#'
	in.TrimLeadingSpace = true
	s := &sheet{}
	for {
		row, err := in.Read()
		if row == nil && err != nil {
			var fault *csv.ParseError
			if errors.As(err, &fault) {
				return nil, fmt.Errorf("line %d: %v", fault.Line, fault.Err)
			}
			break
		}
		line, _ := in.FieldPos(0)
		if err != nil {
			return nil, fmt.Errorf("line %d: %d cells, want %d as in the header", line, len(row), len(s.header))
		}
		if c := slices.IndexFunc(row, func(cell string) bool { return strings.TrimSpace(cell) == "" }); c >= 0 {
			return nil, fmt.Errorf("line %d: cell %d is missing", line, c+1)
		}
		if s.header == nil {
			s.header = row
			continue
		}
		s.rows, s.lines = append(s.rows, row), append(s.lines, line)
	}
	switch {
	case s.header == nil:
		return nil, errors.New("empty, want a header and a line for each")
	case len(s.rows) == 0:
		return nil, errors.New("a header alone, want a line for each")
	}
	return s, nil
}

// textColumn returns a column by name, nil when there is none.
func textColumn(t *keys.Table, key string, s *sheet, name string) []string {
	c := slices.Index(s.header, name)
	if c < 0 {
		t.Errorf(key, "no column %q; %s", name, keys.Hint(name, s.header))
		return nil
	}
	return s.column(c)
}

func plainError(err error) string {
	text := err.Error()
	if at := strings.LastIndex(text, ": "); at >= 0 {
		return text[at+2:]
	}
	return text
}

// listed reads ties such as "ann > bob: 0.8".
func (r *reader) listed(t *keys.Table) []network.Tie {
	var ties []network.Tie
	for _, text := range t.Texts("list", nil, `ties such as "ann > bob" or "ann > bob: 0.8"`) {
		tie := network.Tie{Weight: math.NaN()}
		ends, weight, weighted := strings.Cut(text, ":")
		from, to, ok := strings.Cut(ends, ">")
		if !ok {
			t.Errorf("list", "%q, want a tie such as \"ann > bob\" or \"ann > bob: 0.8\"", text)
			continue
		}
		if weighted {
			x, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
			if err != nil || !(x >= 0 && x <= 1) {
				t.Errorf("list", "%q: trust %q is not a number in [0, 1]", text, strings.TrimSpace(weight))
				continue
			}
			tie.Weight = x
		}
		i, j := r.agent(t, "list", strings.TrimSpace(from)), r.agent(t, "list", strings.TrimSpace(to))
		if i == j && i >= 0 {
			t.Errorf("list", "%q ties somebody to themselves", text)
		}
		if i >= 0 && j >= 0 && i != j {
			tie.From, tie.To = int32(i), int32(j)
			ties = append(ties, tie)
		}
	}
	return ties
}

// agent returns the row of an agent by name, −1 with an error when there is none.
func (r *reader) agent(t *keys.Table, key, name string) int {
	i := slices.Index(r.names, name)
	if i < 0 {
		t.Errorf(key, "no agent %q; %s", name, keys.Hint(name, r.names))
	}
	return i
}

// formats are those that ties can be read from.
var formats = []string{"edges", "matrix", "graphml", "gexf"}

func readFileKeys(t *keys.Table) (file, format string, scale bool) {
	return t.Text("file", "", "file of ties, beside the scenario"),
		t.Choice("format", "edges", formats, "CSV with the columns from, to and perhaps weight; CSV matrix; GraphML; GEXF"),
		t.Switch("scale", false, "weights are divided by the greatest, instead of being trust as they are")
}

// graph reads a layer of ties from a file; the rows are those of the
// organisation, names are its agents'.
func (r *reader) graph(t *keys.Table, members []int32) []network.Tie {
	file, format, scale := readFileKeys(t)
	if file == "" {
		t.Errorf("file", "no file, want the name of one")
		return nil
	}
	_, _ = format, scale
	rows := r.csv(t, "file", file)
	if rows == nil {
		return nil
	}
	var ties []network.Tie
	for k := range rows.Len() {
		i, j := r.agent(t, "file", rows.Cell(k, 0)), r.agent(t, "file", rows.Cell(k, 1))
		if i >= 0 && j >= 0 {
			ties = append(ties, network.Tie{From: int32(i), To: int32(j), Weight: math.NaN()})
		}
	}
	return ties
}
