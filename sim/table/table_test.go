package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// sample has every kind, every role and every awkward value.
func sample() *Table {
	t := New(
		Count("run", "1", "number of the run").As(Run),
		Label("pattern", "pattern of leadership").As(Factor),
		Share("share", "share to reflect").As(Factor),
		Count("cycle", "cycle", "cycles lived").As(Cycle),
		Number("output", "1", "work done"),
	)
	t.Facts = []Pair{{"model", "orchestra.toml"}, {"experiment", "a \"test\""}}
	t.Append(0, "rotating", 0.25, 0, 1.5)
	t.Append(0, "a, \"b\"", 0.25, 1000000, math.NaN())
	t.Append(1, "", 1e-05, 2, math.Inf(1))
	t.Append(1, "line\nbreak", 12345678.9, 3, nil)
	return t
}

func written(t *testing.T, f Format, tab *Table) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, tab); err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		format Format
		want   string
	}{
		{CSV, `run,pattern,share,cycle,output
0,rotating,0.25,0,1.5
0,"a, ""b""",0.25,1000000,
1,,1e-05,2,
1,"line
break",1.23456789e+07,3,
`},
		{JSON, `[
{"run":0,"pattern":"rotating","share":0.25,"cycle":0,"output":1.5},
{"run":0,"pattern":"a, \"b\"","share":0.25,"cycle":1000000,"output":null},
{"run":1,"pattern":"","share":1e-05,"cycle":2,"output":null},
{"run":1,"pattern":"line\nbreak","share":1.23456789e+07,"cycle":3,"output":null}
]
`},
		{JSONL, `{"run":0,"pattern":"rotating","share":0.25,"cycle":0,"output":1.5}
{"run":0,"pattern":"a, \"b\"","share":0.25,"cycle":1000000,"output":null}
{"run":1,"pattern":"","share":1e-05,"cycle":2,"output":null}
{"run":1,"pattern":"line\nbreak","share":1.23456789e+07,"cycle":3,"output":null}
`},
		{BehaviorSpace, `"BehaviorSpace results (NetLogo 6.4.0)","Table version 2.0"
"orchestra.toml"
"a ""test"""
"01/01/1970 00:00:00:000 +0000"
"min-pxcor","max-pxcor","min-pycor","max-pycor"
"0","0","0","0"
"[run number]","pattern","share","[step]","output"
"1","rotating","0.25","0","1.5"
"1","a, ""b""","0.25","1000000",""
"2","","1.0E-5","2",""
"2","line
break","1.23456789E7","3",""
`},
	} {
		if got := written(t, tt.format, sample()); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.format.Name, got, tt.want)
		}
	}
}

// TestCatalogue holds every format to its word: pieces give the same bytes as
// the whole, an empty table is written, nothing says NaN, and the first error
// of the file below comes back.
func TestCatalogue(t *testing.T) {
	names := map[string]bool{}
	for _, f := range Catalogue {
		if names[f.Name] || f.Doc == "" || !strings.HasPrefix(f.Ext, ".") {
			t.Errorf("format %q: wants a name of its own, a doc and an extension", f.Name)
		}
		names[f.Name] = true
		whole := written(t, f, sample())
		for _, word := range []string{"NaN", "Inf"} {
			if strings.Contains(whole, word) {
				t.Errorf("%s: says %s", f.Name, word)
			}
		}
		if got := pieces(t, f, sample()); got != whole {
			t.Errorf("%s: got in pieces\n%s\nwant\n%s", f.Name, got, whole)
		}
		written(t, f, New(Number("x", "1", "")))
		if err := f.Write(full{}, sample()); err == nil {
			t.Errorf("%s: got no error from a full disk", f.Name)
		}
	}
}

func pieces(t *testing.T, f Format, tab *Table) string {
	t.Helper()
	var b bytes.Buffer
	w := f.Open(&b, tab)
	for row := range tab.Len() {
		one := tab.Like()
		one.Append(tab.Number(row, 0), tab.Text(row, 1), tab.Number(row, 2), tab.Number(row, 3), tab.Number(row, 4))
		if err := w.Write(one); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

// TestReadersAgree reads CSV and JSON back with the standard library.
func TestReadersAgree(t *testing.T) {
	tab := sample()
	rows, err := csv.NewReader(strings.NewReader(written(t, CSV, tab))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[4][1]; got != "line\nbreak" {
		t.Errorf("csv: got %q, want the line break", got)
	}
	var objects []map[string]any
	if err := json.Unmarshal([]byte(written(t, JSON, tab)), &objects); err != nil {
		t.Fatal(err)
	}
	if got := objects[3]["share"]; got != 12345678.9 {
		t.Errorf("json: got share %v, want 12345678.9", got)
	}
	if got, ok := objects[1]["output"]; got != nil || !ok {
		t.Errorf("json: got output %v, want null", got)
	}
	if got := written(t, JSON, tab.Like()); got != "[]\n" {
		t.Errorf("json: got %q for no rows, want []", got)
	}
}

func TestNumbersAreWrittenAsJavaDoes(t *testing.T) {
	for _, tt := range []struct {
		x    float64
		want string
	}{
		{0, "0"}, {3, "3"}, {-2, "-2"}, {0.1, "0.1"}, {1e-5, "1.0E-5"}, {12345678.9, "1.23456789E7"},
		{0.001, "0.001"}, {0.00099, "9.9E-4"}, {1e7, "10000000"}, {9999999.5, "9999999.5"},
		{1.5e300, "1.5E300"}, {-2.5e-9, "-2.5E-9"}, {math.NaN(), ""},
	} {
		if got := string(appendJava(nil, tt.x)); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.x, got, tt.want)
		}
	}
}

func TestOneEmptyColumnIsNotAnEmptyLine(t *testing.T) {
	tab := New(Number("x", "1", ""))
	tab.Append(nil)
	if got, want := written(t, CSV, tab), "x\n\"\"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestColumns(t *testing.T) {
	tab := sample()
	if got := tab.Numbers("output"); len(got) != 4 || got[0] != 1.5 || !math.IsNaN(got[3]) {
		t.Errorf("got output %v", got)
	}
	if got := tab.Texts("pattern"); len(got) != 4 || got[0] != "rotating" {
		t.Errorf("got pattern %q", got)
	}
	if tab.Numbers("pattern") != nil || tab.Numbers("nobody") != nil || tab.Texts("nobody") != nil {
		t.Error("got a column that is not there")
	}
	if got := tab.Fact("model"); got != "orchestra.toml" {
		t.Errorf("got fact %q", got)
	}
	both := tab.Like()
	both.AppendTable(tab)
	both.AppendTable(tab)
	if got := both.Len(); got != 8 {
		t.Errorf("got %d rows, want 8", got)
	}
}

func TestMistakesOfAProgrammerPanic(t *testing.T) {
	for name, do := range map[string]func(){
		"two columns of one name": func() { New(Number("x", "1", ""), Number("x", "1", "")) },
		"too few values":          func() { sample().Append(1) },
		"a bool":                  func() { New(Number("x", "1", "")).Append(true) },
		"other columns":           func() { sample().AppendTable(New()) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: got no panic", name)
				}
			}()
			do()
		}()
	}
}

func TestAppendRowDoesNotAllocate(t *testing.T) {
	tab := sample()
	tab.Grow(2000)
	texts := []string{"rotating"}
	if got := testing.AllocsPerRun(1000, func() { tab.AppendRow(texts, 1, 2, 3, 4) }); got != 0 {
		t.Errorf("got %v allocations a row, want 0", got)
	}
}

func TestGraphML(t *testing.T) {
	nodes := New(Label("id", ""), Label("unit", "section <of> the orchestra"), Number("leadership", "1", "share"))
	nodes.Append("ann", "strings & co", 0.5)
	nodes.Append("bob", "", nil)
	edges := New(Label("from", ""), Label("to", ""), Count("claims", "1", ""))
	edges.Append("ann", "bob", 3)
	var b bytes.Buffer
	if err := WriteGraphML(&b, nodes, edges, "claims", true); err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="double"><desc>claims</desc></key>
  <key id="n0" for="node" attr.name="unit" attr.type="string"><desc>section &lt;of&gt; the orchestra</desc></key>
  <key id="n1" for="node" attr.name="leadership" attr.type="double"><desc>share</desc></key>
  <key id="e0" for="edge" attr.name="claims" attr.type="long"/>
  <graph edgedefault="directed">
    <node id="ann"><data key="label">ann</data><data key="n0">strings &amp; co</data><data key="n1">0.5</data></node>
    <node id="bob"><data key="label">bob</data></node>
    <edge source="ann" target="bob"><data key="weight">3</data><data key="e0">3</data></edge>
  </graph>
</graphml>
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	edges.Append("ann", "cy", 1)
	if err := WriteGraphML(&b, nodes, edges, "claims", true); err == nil || !strings.Contains(err.Error(), `"cy"`) {
		t.Errorf("got error %v, want one that names cy", err)
	}
}

// Example tells a table's way from columns to a file.
func Example() {
	t := New(
		Count("cycle", "cycle", "cycles lived"),
		Label("leader", "who led most"),
		Share("top_share", "share of the first leader"),
	)
	t.Append(1, "ann", 0.5)
	t.Append(2, "bob", math.NaN()) // nobody led: undefined
	if err := CSV.Write(os.Stdout, t); err != nil {
		fmt.Println(err)
	}
	// Output:
	// cycle,leader,top_share
	// 1,ann,0.5
	// 2,bob,
}
