package classic

// A Design is a table of further cells of a paper's design, or of readings that
// are not the default: ours alone, but for a first row where Theirs is set. The
// paper prints no number for them, or none that is known for certain, so that
// there is nothing to hold them against.
type Design struct {
	Title        string   // what is measured, with its unit
	Rows, Across string   // what varies from row to row and from column to column
	Row, Column  []string // the values of it
	Mean, SE     []Points // mean and its standard error, row by row; SE 0 where nothing is random
	Runs         int      // a cell
	Theirs       bool     `json:",omitempty"` // the first row is not ours, but printed or stored by others
}

// design makes a table of the means that of gives for its cells.
func design(title, rows, across string, row, column []string, of func(r, c int) []float64) Design {
	d := Design{Title: title, Rows: rows, Across: across, Row: row, Column: column}
	for r := range row {
		d.Mean, d.SE = append(d.Mean, nil), append(d.SE, nil)
		for c := range column {
			xs := present(of(r, c))
			mean, se := meanSE(xs)
			d.Mean[r], d.SE[r] = append(d.Mean[r], mean), append(d.SE[r], se)
			d.Runs = max(d.Runs, len(xs))
		}
	}
	return d
}

// solved makes a table of numbers that are computed rather than simulated.
func solved(title, rows, across string, row, column []string, of func(r, c int) float64) Design {
	return design(title, rows, across, row, column, func(r, c int) []float64 { return []float64{of(r, c)} })
}

// under puts a row of numbers that others stored or printed on top of a table.
func (d Design) under(name string, numbers []float64) Design {
	d.Theirs = true
	d.Row = append([]string{name}, d.Row...)
	d.Mean = append([]Points{numbers}, d.Mean...)
	d.SE = append([]Points{make(Points, len(numbers))}, d.SE...)
	return d
}

// present returns the numbers that are not missing.
func present(xs []float64) []float64 {
	out := xs[:0:0]
	for _, x := range xs {
		if x == x {
			out = append(out, x)
		}
	}
	return out
}

// cells runs every cell of a table under the same seeds: the runs of row r and
// column c are the result's [r][c].
func cells[T any](rows, columns, runs int, progress func(done, total int), of func(r, c int, seed uint64) T) [][][]T {
	xs := gather(rows*columns*runs, progress, func(i int) T {
		cell := i / runs
		return of(cell/columns, cell%columns, uint64(i%runs))
	})
	out := make([][][]T, rows)
	for r := range out {
		for c := range columns {
			at := (r*columns + c) * runs
			out[r] = append(out[r], xs[at:at+runs])
		}
	}
	return out
}

// column takes one number of every run.
func column[T any](runs []T, of func(T) float64) []float64 {
	out := make([]float64, len(runs))
	for i, r := range runs {
		out[i] = of(r)
	}
	return out
}

// labels writes values as the head of a table does.
func labels[T int | float64](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = short(float64(v))
	}
	return out
}
