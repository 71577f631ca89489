package network

import (
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// rows reads a CSV row by row.
type rows struct {
	r     *reader
	csv   *csv.Reader
	line  int // of the last row
	ended bool
}

func (r *reader) csv() *rows {
	if mark, _ := r.in.Peek(3); string(mark) == "\ufeff" {
		_, _ = r.in.Discard(3)
	}
	c := csv.NewReader(r.in)
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	return &rows{r: r, csv: c}
}

// next returns a row and its line; nil at the end and after an error that ends
// all reading. The row is good until the next call.
func (s *rows) next() ([]string, int) {
	if s.ended {
		return nil, 0
	}
	row, err := s.csv.Read()
	if err == nil {
		s.line, _ = s.csv.FieldPos(0)
		for i, cell := range row {
			if at, _ := s.csv.FieldPos(i); !s.r.checkText(cell, at) {
				s.ended = true
				return nil, 0
			}
		}
		return row, s.line
	}
	s.ended = true
	bad := &csv.ParseError{}
	switch {
	case err == io.EOF:
	case errors.As(err, &bad):
		s.r.fault(bad.StartLine, "%s", csvMessage(bad.Err))
	default:
		s.r.fault(s.line+1, "%v", err)
	}
	return nil, 0
}

// csvMessage says what is wanted where the library says what is wrong.
func csvMessage(err error) string {
	switch {
	case errors.Is(err, csv.ErrQuote):
		return `a quoted cell goes on after its closing quote, or never closes; want quotes around the whole cell and "" for one inside`
	case errors.Is(err, csv.ErrBareQuote):
		return `a quote within a cell, want quotes around the whole cell and "" for one inside`
	}
	return err.Error()
}

// fits wants as many cells as the header has.
func (s *rows) fits(row []string, line, want int) bool {
	if len(row) == want {
		return true
	}
	hint := ""
	if len(row) == 1 && strings.ContainsAny(row[0], ";\t") {
		hint = ", separated by commas"
	}
	s.r.fault(line, "%s, want %d as in the first row%s", cells(len(row)), want, hint)
	return false
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return strconv.Itoa(n) + " cells"
}

// readEdges reads one tie a row.
func readEdges(r *reader) {
	s := r.csv()
	head, line := s.next()
	if head == nil {
		if len(r.errs) == 0 {
			r.fault(1, "an empty file, want a header from,to or from,to,weight")
		}
		return
	}
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	if !slices.Equal(head, []string{"from", "to"}) && !slices.Equal(head, []string{"from", "to", "weight"}) {
		r.fault(line, "header %q, want from,to or from,to,weight", short(strings.Join(head, ",")))
		return
	}
	width := len(head)
	for !r.full {
		row, line := s.next()
		if row == nil {
			break
		}
		if s.fits(row, line, width) {
			r.edge(row, line)
		}
	}
	r.byNumber()
}

// edge reads a row from,to[,weight].
func (r *reader) edge(row []string, line int) {
	from, to := strings.TrimSpace(row[0]), strings.TrimSpace(row[1])
	if from == "" || to == "" {
		r.fault(line, "an empty cell, want from and to")
		return
	}
	weight, ok := math.NaN(), true
	if len(row) == 3 {
		if strings.TrimSpace(row[2]) == "" {
			r.fault(line, "an empty cell, want a weight in [0, 1]")
			return
		}
		weight, ok = r.weight(row[2], "", line)
	}
	if ok {
		r.tie(r.named(from, line), r.named(to, line), weight, line)
	}
}

// named is node for a cell whose memory is used again.
func (r *reader) named(id string, line int) int32 {
	if i, ok := r.index[id]; ok {
		return i
	}
	return r.node(strings.Clone(id), line)
}
