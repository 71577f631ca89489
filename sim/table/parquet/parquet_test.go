package parquet

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"tutti/sim/table"
)

func sample(rows int) *table.Table {
	t := table.New(
		table.Count("run", "1", "number of the run").As(table.Run),
		table.Label("pattern", "pattern of leadership").As(table.Factor),
		table.Share("zeta", "a share that sorts last"),
		table.Number("alpha", "ms", "a number that sorts first"),
	)
	t.Facts = []table.Pair{{Key: "plan", Value: "3f1a"}, {Key: "title", Value: "Orchestra"}}
	for i := range rows {
		x := any(float64(i) / 7)
		if i%3 == 0 {
			x = nil
		}
		t.Append(i, []string{"rotating", "", "naïve"}[i%3], 0.5, x)
	}
	return t
}

func written(t *testing.T, tab *table.Table) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Format.Write(&b, tab); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(b []byte) (*table.Table, error) { return Read(bytes.NewReader(b), int64(len(b))) }

// TestRoundTrip wants everything back: order, units, roles, facts, nulls; also
// over several row groups.
func TestRoundTrip(t *testing.T) {
	for _, rows := range []int{0, 1, 255, 256, 257, 2*groupRows + 3} {
		want := sample(rows)
		got, err := read(written(t, want))
		if err != nil {
			t.Fatalf("%d rows: %v", rows, err)
		}
		if got.Len() != rows || fmt.Sprint(got.Columns) != fmt.Sprint(want.Columns) || fmt.Sprint(got.Facts) != fmt.Sprint(want.Facts) {
			t.Fatalf("%d rows: got %d of %v with %v", rows, got.Len(), got.Columns, got.Facts)
		}
		for row := range rows {
			for i, c := range want.Columns {
				if c.Kind == table.Text {
					if got.Text(row, i) != want.Text(row, i) {
						t.Fatalf("row %d, %s: got %q, want %q", row, c.Name, got.Text(row, i), want.Text(row, i))
					}
					continue
				}
				a, b := got.Number(row, i), want.Number(row, i)
				if a != b && !(math.IsNaN(a) && math.IsNaN(b)) {
					t.Fatalf("row %d, %s: got %v, want %v", row, c.Name, a, b)
				}
			}
		}
	}
}

// TestSameBytes pins the file: the same table is the same bytes, in pieces or
// as a whole, today and on other machines.
func TestSameBytes(t *testing.T) {
	tab := sample(1000)
	whole := written(t, tab)
	var b bytes.Buffer
	w := Format.Open(&b, tab)
	for row := range tab.Len() {
		one := tab.Like()
		one.AppendRow([]string{tab.Text(row, 1)}, tab.Number(row, 0), tab.Number(row, 2), tab.Number(row, 3))
		if err := w.Write(one); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), whole) {
		t.Error("rows written in pieces gave other bytes")
	}
	const want = "147efffdedda8048"
	if got := fmt.Sprintf("%x", sha256.Sum256(whole))[:16]; got != want {
		t.Errorf("got hash %s, want %s", got, want)
	}
}

func TestDamage(t *testing.T) {
	whole := written(t, sample(1000))
	for name, b := range map[string][]byte{
		"empty":     nil,
		"cut short": whole[:len(whole)/2],
		"no footer": whole[:len(whole)-8],
		"a bit flipped in a page": func() []byte {
			b := bytes.Clone(whole)
			b[len(b)/4] ^= 1
			return b
		}(),
	} {
		if _, err := read(b); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// FuzzRead wants an error or a table, never a panic.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := Format.Write(&b, sample(300)); err != nil {
		f.Fatal(err)
	}
	whole := b.Bytes()
	f.Add(whole, 0, byte(0))
	for at := 0; at < len(whole); at += 7 {
		f.Add(whole, at, byte(0x55))
	}
	f.Fuzz(func(t *testing.T, b []byte, at int, flip byte) {
		if at >= 0 && at < len(b) {
			b = bytes.Clone(b)
			b[at] ^= flip
		}
		if tab, err := read(b); (tab == nil) == (err == nil) {
			t.Errorf("got table %v and error %v", tab, err)
		}
	})
}

func TestCatalogueHasAllFormats(t *testing.T) {
	if got, want := len(Catalogue), len(table.Catalogue)+1; got != want {
		t.Errorf("got %d formats, want %d", got, want)
	}
}

func BenchmarkWrite(b *testing.B) {
	tab := sample(10_000)
	for b.Loop() {
		if err := Format.Write(new(bytes.Buffer), tab); err != nil {
			b.Fatal(err)
		}
	}
}
