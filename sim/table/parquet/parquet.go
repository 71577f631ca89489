// Package parquet writes tables as Apache Parquet (zstd) and reads them back.
// The same table gives the same bytes on every machine.
package parquet

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"github.com/parquet-go/parquet-go/format"

	"tutti/sim/table"
)

// Format writes Parquet: numbers as DOUBLE, whole numbers as INT64, text as
// UTF-8 strings; missing values as null. Columns keep their order; their units
// and meanings stand in the file's metadata under the key "columns", facts
// under their own keys, which come back sorted.
var Format = table.Format{
	Name: "parquet", Ext: ".parquet",
	Doc:  "Apache Parquet with zstd, units in the metadata; a missing value is null",
	Open: func(w io.Writer, head *table.Table) table.Writer { return open(w, head) },
}

// Catalogue lists all formats: those of package table and this one.
var Catalogue = append(append([]table.Format{}, table.Catalogue...), Format)

// groupRows is the length of a row group [rows]; a writer holds one in memory.
const groupRows = 16384

// metaColumns is the key that describes the columns.
const metaColumns = "columns"

// column is the description of one column in the metadata.
type column struct {
	Name    string   `json:"name"`
	Unit    string   `json:"unit,omitempty"`
	Doc     string   `json:"doc,omitempty"`
	Formula string   `json:"formula,omitempty"`
	Source  string   `json:"source,omitempty"`
	Lo      *float64 `json:"lo,omitempty"` // absent when unbounded
	Hi      *float64 `json:"hi,omitempty"`
	Kind    uint8    `json:"kind,omitempty"`
	Role    uint8    `json:"role,omitempty"`
}

func describe(c table.Column) column {
	bound := func(x float64) *float64 {
		if table.Missing(x) {
			return nil
		}
		return &x
	}
	return column{c.Name, c.Unit, c.Doc, c.Formula, c.Source, bound(c.Lo), bound(c.Hi), uint8(c.Kind), uint8(c.Role)}
}

func (c column) column() table.Column {
	out := table.Column{
		Name: c.Name, Unit: c.Unit, Doc: c.Doc, Formula: c.Formula, Source: c.Source,
		Lo: math.Inf(-1), Hi: math.Inf(1), Kind: table.Kind(c.Kind), Role: table.Role(c.Role),
	}
	if c.Lo != nil {
		out.Lo = *c.Lo
	}
	if c.Hi != nil {
		out.Hi = *c.Hi
	}
	return out
}

// ordered is a group whose fields keep their order; the library's own sorts
// them by name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

// Fields implements parquet.Node.
func (o ordered) Fields() []parquet.Field { return o.fields }

// GoType implements parquet.Node; rows are written as values, never as structs.
func (o ordered) GoType() reflect.Type { return reflect.TypeFor[struct{}]() }

type field struct {
	parquet.Node
	name string
}

// Name implements parquet.Field.
func (f field) Name() string { return f.name }

// Value implements parquet.Field; nothing asks for it, as with GoType.
func (f field) Value(reflect.Value) reflect.Value { return reflect.Value{} }

func schema(columns []table.Column) *parquet.Schema {
	o := ordered{Group: parquet.Group{}}
	for _, c := range columns {
		var n parquet.Node
		switch c.Kind {
		case table.Text:
			n = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
		case table.Whole:
			n = parquet.Optional(parquet.Leaf(parquet.Int64Type))
		default:
			n = parquet.Optional(parquet.Leaf(parquet.DoubleType))
		}
		o.Group[c.Name] = n
		o.fields = append(o.fields, field{n, c.Name})
	}
	return parquet.NewSchema("tutti", o)
}

// codec is shared by all writers, since making its encoders takes longer than
// compressing a small table.
var codec = &zstd.Codec{Level: zstd.SpeedDefault}

type writer struct{ w *parquet.GenericWriter[any] }

func open(w io.Writer, head *table.Table) table.Writer {
	described := make([]column, len(head.Columns))
	for i, c := range head.Columns {
		described[i] = describe(c)
	}
	meta, err := json.Marshal(described)
	if err != nil {
		panic(err) // text and finite numbers always marshal
	}
	options := []parquet.WriterOption{
		schema(head.Columns),
		parquet.Compression(codec),
		parquet.CreatedBy("tutti", "1", ""),
		parquet.MaxRowsPerRowGroup(groupRows),
		parquet.KeyValueMetadata(metaColumns, string(meta)),
	}
	for _, f := range head.Facts {
		options = append(options, parquet.KeyValueMetadata(f.Key, f.Value))
	}
	return &writer{w: parquet.NewGenericWriter[any](w, options...)}
}

// batch is how many rows are handed over at a time.
const batch = 256

func (w *writer) Write(t *table.Table) error {
	rows := make([]parquet.Row, 0, batch)
	values := make([]parquet.Value, 0, batch*len(t.Columns))
	for row := range t.Len() {
		start := len(values)
		for i, c := range t.Columns {
			values = append(values, value(t, c.Kind, row, i))
		}
		rows = append(rows, values[start:])
		if len(rows) == batch || row == t.Len()-1 {
			if _, err := w.w.WriteRows(rows); err != nil {
				return err
			}
			rows, values = rows[:0], values[:0]
		}
	}
	return nil
}

func value(t *table.Table, kind table.Kind, row, i int) parquet.Value {
	if kind == table.Text {
		return parquet.ByteArrayValue([]byte(t.Text(row, i))).Level(0, 0, i)
	}
	x := t.Number(row, i)
	switch {
	case table.Missing(x):
		return parquet.NullValue().Level(0, 0, i)
	case kind == table.Whole:
		return parquet.Int64Value(int64(x)).Level(0, 1, i)
	}
	return parquet.DoubleValue(x).Level(0, 1, i)
}

func (w *writer) Close() error { return w.w.Close() }

// Read reads a file that Format wrote. It returns an error where the file is
// cut short, damaged or of another program.
func Read(r io.ReaderAt, size int64) (t *table.Table, err error) {
	defer func() {
		// The library panics on some damaged files.
		if p := recover(); p != nil {
			t, err = nil, fmt.Errorf("parquet: the file is damaged: %v", p)
		}
	}()
	if err := checkFooter(r, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(r, size)
	if err != nil {
		return nil, fmt.Errorf("parquet: %w", err)
	}
	t, err = readHead(f)
	if err != nil {
		return nil, err
	}
	t.Grow(int(min(f.NumRows(), 1<<20))) // a damaged file may claim any number
	for _, g := range f.RowGroups() {
		if err := readGroup(t, g); err != nil {
			return nil, fmt.Errorf("parquet: %w", err)
		}
	}
	return t, nil
}

// readHead returns the empty table that the metadata describes.
func readHead(f *parquet.File) (*table.Table, error) {
	text, ok := f.Lookup(metaColumns)
	if !ok {
		return nil, errors.New("parquet: the metadata has no columns; want a file written by tutti")
	}
	var described []column
	if err := json.Unmarshal([]byte(text), &described); err != nil {
		return nil, fmt.Errorf("parquet: columns in the metadata: %w", err)
	}
	columns := make([]table.Column, len(described))
	for i, d := range described {
		columns[i] = d.column()
	}
	if got := f.Schema(); !parquet.EqualNodes(got, schema(columns)) {
		return nil, errors.New("parquet: the columns are not those that the metadata describes")
	}
	if err := checkChunks(f); err != nil {
		return nil, err
	}
	t := table.New(columns...)
	for _, kv := range f.Metadata().KeyValueMetadata {
		if kv.Key != metaColumns {
			t.Facts = append(t.Facts, table.Pair{Key: kv.Key, Value: kv.Value})
		}
	}
	return t, nil
}

// checkFooter refuses a footer that is longer than the file, for which the
// library would make room first.
func checkFooter(r io.ReaderAt, size int64) error {
	var end [8]byte
	if _, err := r.ReadAt(end[:], size-int64(len(end))); size < 12 || err != nil {
		return errors.New("parquet: the file is cut short")
	}
	if int64(binary.LittleEndian.Uint32(end[:])) > size-12 {
		return errors.New("parquet: the file is damaged: its footer is longer than itself")
	}
	return nil
}

// checkChunks refuses what Format never writes, since the library believes any
// codec and any size that damage may have made.
func checkChunks(f *parquet.File) error {
	for _, g := range f.Metadata().RowGroups {
		for _, c := range g.Columns {
			m := c.MetaData
			if m.Codec != format.Zstd || m.TotalCompressedSize > f.Size() || m.TotalUncompressedSize > 1<<28 {
				return errors.New("parquet: the file is damaged: a column of another codec or size")
			}
		}
	}
	return nil
}

func readGroup(t *table.Table, g parquet.RowGroup) error {
	rows := g.Rows()
	buffer := make([]parquet.Row, batch)
	var texts []string
	var numbers []float64
	for {
		n, err := rows.ReadRows(buffer)
		for _, row := range buffer[:n] {
			texts, numbers = texts[:0], numbers[:0]
			for i, v := range row {
				switch {
				case t.Columns[i].Kind == table.Text:
					texts = append(texts, string(v.ByteArray()))
				case v.IsNull():
					numbers = append(numbers, math.NaN())
				case t.Columns[i].Kind == table.Whole:
					numbers = append(numbers, float64(v.Int64()))
				default:
					numbers = append(numbers, v.Double())
				}
			}
			t.AppendRow(texts, numbers...)
		}
		if errors.Is(err, io.EOF) {
			return rows.Close()
		}
		if err != nil {
			return errors.Join(err, rows.Close())
		}
	}
}
