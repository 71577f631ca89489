package table

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
)

// CSV writes one line a row, after a line of names (RFC 4180, but lines end in
// a line feed). A missing value is an empty cell.
var CSV = Format{
	Name: "csv", Ext: ".csv",
	Doc:  "comma-separated values with one line of names; a missing value is an empty cell",
	Open: func(w io.Writer, head *Table) Writer { return &csvWriter{w: bufio.NewWriter(w), columns: head.Columns} },
}

type csvWriter struct {
	w       *bufio.Writer
	columns []Column
	headed  bool
	line    []byte
}

func (c *csvWriter) head() error {
	if c.headed {
		return nil
	}
	c.headed = true
	for i, col := range c.columns {
		c.line = separate(c.line, i)
		c.line = appendCell(c.line, col.Name)
	}
	return c.flush()
}

func (c *csvWriter) flush() error {
	c.line = append(c.line, '\n')
	_, err := c.w.Write(c.line)
	c.line = c.line[:0]
	return err
}

func (c *csvWriter) Write(t *Table) error {
	if err := c.head(); err != nil {
		return err
	}
	for row := range t.Len() {
		for i := range t.Columns {
			c.line = separate(c.line, i)
			if t.Columns[i].Kind == Text {
				c.line = appendCell(c.line, t.texts[i][row])
			} else {
				c.line = appendNumber(c.line, t.Columns[i].Kind, t.numbers[i][row], "")
			}
		}
		if len(c.line) == 0 { // readers skip an empty line
			c.line = append(c.line, `""`...)
		}
		if err := c.flush(); err != nil {
			return err
		}
	}
	return nil
}

func (c *csvWriter) Close() error {
	if err := c.head(); err != nil {
		return err
	}
	return c.w.Flush()
}

func separate(line []byte, i int) []byte {
	if i > 0 {
		line = append(line, ',')
	}
	return line
}

// appendCell quotes a text where a reader would misread it bare.
func appendCell(line []byte, s string) []byte {
	if s != "" && !strings.ContainsAny(s, ",\"\r\n") && s[0] != ' ' && s[len(s)-1] != ' ' {
		return append(line, s...)
	}
	if s == "" {
		return line
	}
	return appendQuoted(line, s)
}

func appendQuoted(line []byte, s string) []byte {
	line = append(line, '"')
	line = append(line, strings.ReplaceAll(s, `"`, `""`)...)
	return append(line, '"')
}

// appendNumber writes the shortest digits that read back as x; missing is what
// stands for an undefined value.
func appendNumber(line []byte, kind Kind, x float64, missing string) []byte {
	switch {
	case Missing(x):
		return append(line, missing...)
	case kind == Whole && math.Abs(x) <= 1<<53 && x == math.Trunc(x):
		return strconv.AppendInt(line, int64(x), 10)
	}
	return strconv.AppendFloat(line, x, 'g', -1, 64)
}
