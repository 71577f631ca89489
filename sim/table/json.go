package table

import (
	"bufio"
	"encoding/json"
	"io"
)

// JSON writes one array with one object a row, keys in the order of the
// columns. A missing value is null.
var JSON = Format{
	Name: "json", Ext: ".json",
	Doc:  "one array of one object a row; a missing value is null",
	Open: func(w io.Writer, head *Table) Writer { return newJSON(w, head, "[\n", ",\n", "\n]\n") },
}

// JSONL writes one object a line.
var JSONL = Format{
	Name: "jsonl", Ext: ".jsonl",
	Doc:  "one JSON object a line; a missing value is null",
	Open: func(w io.Writer, head *Table) Writer { return newJSON(w, head, "", "\n", "\n") },
}

type jsonWriter struct {
	w                  *bufio.Writer
	keys               [][]byte // ready to write: "name":
	start, between, to string
	line               []byte
	any                bool
}

func newJSON(w io.Writer, head *Table, start, between, to string) *jsonWriter {
	j := &jsonWriter{w: bufio.NewWriter(w), start: start, between: between, to: to}
	for _, c := range head.Columns {
		j.keys = append(j.keys, append(quoteJSON(nil, c.Name), ':'))
	}
	return j
}

// quoteJSON appends s as a JSON string; bytes that are not UTF-8 become U+FFFD.
func quoteJSON(line []byte, s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return append(line, b...)
}

func (j *jsonWriter) Write(t *Table) error {
	for row := range t.Len() {
		if j.any {
			j.line = append(j.line, j.between...)
		} else {
			j.line = append(j.line, j.start...)
		}
		j.any = true
		j.line = append(j.line, '{')
		for i := range t.Columns {
			j.line = separate(j.line, i)
			j.line = append(j.line, j.keys[i]...)
			if t.Columns[i].Kind == Text {
				j.line = quoteJSON(j.line, t.texts[i][row])
			} else {
				j.line = appendNumber(j.line, t.Columns[i].Kind, t.numbers[i][row], "null")
			}
		}
		j.line = append(j.line, '}')
		if _, err := j.w.Write(j.line); err != nil {
			return err
		}
		j.line = j.line[:0]
	}
	return nil
}

func (j *jsonWriter) Close() error {
	end := j.to
	switch {
	case !j.any && j.start != "":
		end = "[]\n"
	case !j.any:
		end = ""
	}
	if _, err := j.w.WriteString(end); err != nil {
		return err
	}
	return j.w.Flush()
}
