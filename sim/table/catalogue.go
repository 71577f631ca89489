package table

import "io"

// Format is a way to write tables.
type Format struct {
	Name string // as in --format csv
	Ext  string // with its dot
	Doc  string

	// Open starts a file with the columns and facts of head, whose rows it
	// ignores. Each Write adds all rows of a table with the same columns; Close
	// ends the file and leaves w open.
	Open func(w io.Writer, head *Table) Writer
}

// Writer writes one table in pieces.
type Writer interface {
	Write(t *Table) error
	Close() error
}

// Write writes one table as a whole.
func (f Format) Write(w io.Writer, t *Table) error {
	out := f.Open(w, t)
	if err := out.Write(t); err != nil {
		return err
	}
	return out.Close()
}

// Catalogue lists the formats. Parquet stands in the package parquet.
var Catalogue = []Format{CSV, JSON, JSONL, BehaviorSpace}
