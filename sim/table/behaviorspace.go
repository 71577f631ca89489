package table

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
)

// BehaviorSpace writes NetLogo's table layout, version 2.0 (NetLogo 6.4): six
// lines of header, every cell quoted; first the run, then the factors, the step
// and the measures. Runs are counted from 1. It reads the facts model,
// experiment and date (as in 11/22/2026 06:37:48:683 +0000). A missing value is
// an empty cell, since NetLogo itself has none.
var BehaviorSpace = Format{
	Name: "behaviorspace", Ext: ".csv",
	Doc:  "NetLogo's BehaviorSpace table, layout 2.0: for pandas, R and nlrx",
	Open: func(w io.Writer, head *Table) Writer { return newBehaviorSpace(w, head) },
}

type spaceWriter struct {
	w     *bufio.Writer
	head  []string
	order []int // columns: run, factors, cycle, measures; −1 where there is none
	line  []byte
	row   int
}

func newBehaviorSpace(w io.Writer, head *Table) *spaceWriter {
	s := &spaceWriter{w: bufio.NewWriter(w), order: spaceOrder(head.Columns)}
	date := head.Fact("date")
	if date == "" {
		date = "01/01/1970 00:00:00:000 +0000"
	}
	names := make([]string, len(s.order))
	for k, i := range s.order {
		switch {
		case k == 0:
			names[k] = "[run number]"
		case i < 0 || head.Columns[i].Role == Cycle:
			names[k] = "[step]"
		default:
			names[k] = head.Columns[i].Name
		}
	}
	s.head = []string{
		quoteAll("BehaviorSpace results (NetLogo 6.4.0)", "Table version 2.0"),
		quoteAll(head.Fact("model")), quoteAll(head.Fact("experiment")), quoteAll(date),
		quoteAll("min-pxcor", "max-pxcor", "min-pycor", "max-pycor"), quoteAll("0", "0", "0", "0"),
		quoteAll(names...),
	}
	return s
}

func quoteAll(cells ...string) string {
	var line []byte
	for i, c := range cells {
		line = appendQuoted(separate(line, i), c)
	}
	return string(line)
}

// spaceOrder sorts the columns by role, keeping their order within a role.
func spaceOrder(columns []Column) []int {
	pick := func(r Role) (out []int) {
		for i, c := range columns {
			if c.Role == r {
				out = append(out, i)
			}
		}
		return out
	}
	one := func(r Role) int {
		if is := pick(r); len(is) > 0 {
			return is[0]
		}
		return -1
	}
	order := append([]int{one(Run)}, pick(Factor)...)
	order = append(order, one(Cycle))
	return append(order, pick(Measure)...)
}

func (s *spaceWriter) start() error {
	if s.head == nil {
		return nil
	}
	_, err := s.w.WriteString(strings.Join(s.head, "\n") + "\n")
	s.head = nil
	return err
}

func (s *spaceWriter) Write(t *Table) error {
	if err := s.start(); err != nil {
		return err
	}
	for row := range t.Len() {
		for k, i := range s.order {
			s.line = append(separate(s.line, k), '"')
			s.line = s.cell(t, k, i, row)
			s.line = append(s.line, '"')
		}
		s.line = append(s.line, '\n')
		if _, err := s.w.Write(s.line); err != nil {
			return err
		}
		s.line = s.line[:0]
		s.row++
	}
	return nil
}

func (s *spaceWriter) cell(t *Table, k, i, row int) []byte {
	switch {
	case i < 0 && k == 0: // no column of runs: each row is one
		return strconv.AppendInt(s.line, int64(s.row+1), 10)
	case i < 0:
		return append(s.line, '0')
	case t.Columns[i].Kind == Text:
		return append(s.line, strings.ReplaceAll(t.texts[i][row], `"`, `""`)...)
	case k == 0:
		return appendJava(s.line, t.numbers[i][row]+1)
	}
	return appendJava(s.line, t.numbers[i][row])
}

func (s *spaceWriter) Close() error {
	if err := s.start(); err != nil {
		return err
	}
	return s.w.Flush()
}

// appendJava writes x as NetLogo prints it: whole numbers bare, others as
// Java's Double.toString does: plain from 1e-3 up to 1e7, else d.dddE±n.
func appendJava(line []byte, x float64) []byte {
	a := math.Abs(x)
	switch {
	case Missing(x):
		return line
	case x == math.Trunc(x) && a <= 1<<53:
		return strconv.AppendInt(line, int64(x), 10)
	case a >= 1e-3 && a < 1e7:
		return strconv.AppendFloat(line, x, 'f', -1, 64)
	}
	s := strconv.FormatFloat(x, 'e', -1, 64)
	digits, exponent, _ := strings.Cut(s, "e")
	if !strings.Contains(digits, ".") {
		digits += ".0"
	}
	e, err := strconv.Atoi(exponent)
	if err != nil {
		panic(err) // FormatFloat always writes a decimal exponent
	}
	line = append(line, digits...)
	line = append(line, 'E')
	return strconv.AppendInt(line, int64(e), 10)
}
