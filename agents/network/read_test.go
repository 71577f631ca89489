package network

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"

	"tutti/sim/keys"
)

// show writes a graph as a line: "ann>bob:0.8 bob>cy".
func show(g Graph) string {
	var parts []string
	for _, t := range g.Ties {
		s := g.Names[t.From] + ">" + g.Names[t.To]
		if !math.IsNaN(t.Weight) {
			s += fmt.Sprintf(":%v", t.Weight)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

const graphML = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="w" for="edge" attr.name="weight" attr.type="double"/>
  <key id="a" for="node" attr.name="age" attr.type="int"><default>30</default></key>
  <graph edgedefault="directed">
    <edge source="bob" target="cy"><data key="w">0.3</data></edge>
    <node id="ann"><data key="a">41</data></node>
    <node id="bob"/>
    <node id="cy"/>
    <edge source="ann" target="bob"><desc>x &amp; y</desc><data key="w"> 0.8 </data></edge>
    <edge source="cy" target="ann" directed="false"/>
    <edge source="cy" target="cy"/>
  </graph>
</graphml>`

const gexfText = `<gexf version="1.3"><graph defaultedgetype="directed">
<attributes class="node"><attribute id="0" title="age" type="integer"><default>30</default></attribute></attributes>
<attributes class="edge"><attribute id="0" title="kind" type="string"/></attributes>
<nodes>
<node id="1" label="ann"><attvalues><attvalue for="0" value="41"/></attvalues></node>
<node id="2" label="bob"/><node id="3" label="cy"/>
</nodes>
<edges>
<edge id="0" source="1" target="2" weight="0.8"><attvalues><attvalue for="0" value="x"/></attvalues></edge>
<edge id="1" source="2" target="3" weight="0.3"/>
<edge id="2" source="3" target="1" type="mutual"/>
</edges></graph></gexf>`

func TestRead(t *testing.T) {
	people := []string{"cy", "bob", "ann", "dee"}
	for _, tt := range []struct {
		name, format, text string
		options            []Option
		want               string
	}{
		{"graphml", "graphml", graphML, nil, "ann>bob:0.8 ann>cy bob>cy:0.3 cy>ann"},
		{"gexf", "gexf", gexfText, nil, "ann>bob:0.8 ann>cy bob>cy:0.3 cy>ann"},
		{"gexf for agents", "gexf", gexfText, []Option{Among(people)}, "cy>ann bob>cy:0.3 ann>cy ann>bob:0.8"},
		{"undirected", "graphml", `<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/><edge source="b" target="a"/></graph></graphml>`, nil, "a>b b>a"},
		{"edges", "edges", "from,to\nann,bob\nbob,cy\n", nil, "ann>bob bob>cy"},
		{"a mark and line ends of Windows", "edges", "\ufefffrom,to,weight\r\nann,bob,0.5\r\n\r\n\"bob\",ann,1\r\n", nil, "ann>bob:0.5 bob>ann:1"},
		{"counts", "edges", "From, To, Weight\nann,bob,5\nbob,ann,2\nann,ann,20\n", []Option{Scaled}, "ann>bob:1 bob>ann:0.4"},
		{"numbers from 1", "edges", "from,to\n3,1\n1,4\n", nil, "1>4 3>1"},
		{"numbers from 0", "edges", "from,to\n3,0\n", nil, "3>0"},
		{"numbers far apart", "edges", "from,to\n70412,5\n5,90001\n", nil, "5>90001 70412>5"},
		{"numbers as places from 1", "edges", "from,to\n4,1\n2,3\n", []Option{Among(people)}, "bob>ann dee>cy"},
		{"numbers as places from 0", "edges", "from,to\n0,3\n", []Option{Among(people)}, "cy>dee"},
		{"numbers as names", "edges", "from,to\n7,8\n", []Option{Among([]string{"8", "7"})}, "7>8"},
		{"told by its head", "csv", "from,to\nann,bob\n", nil, "ann>bob"},
		{"matrix bare", "csv", "0,0.5,0\n1,0,0\n0,0,0\n", nil, "1>2:0.5 2>1:1"},
		{"matrix of ones", "matrix", "0,1\n1,0\n", nil, "1>2 2>1"},
		{"matrix, names above", "matrix", "ann,bob\n,0.5\n0.25,1\n", nil, "ann>bob:0.5 bob>ann:0.25"},
		{"matrix, names left", "matrix", "ann,0,0.5\nbob,0.25,0\n", nil, "ann>bob:0.5 bob>ann:0.25"},
		{"matrix, names both", "matrix", ",ann,bob\nbob,0.25,\nann,,0.5\n", nil, "ann>bob:0.5 bob>ann:0.25"},
		{"matrix, corner", "matrix", "who,ann,bob\nann,0,0.5\nbob,0.25,0\n", nil, "ann>bob:0.5 bob>ann:0.25"},
		{"matrix, numbers as names", "matrix", ",7,8\n7,0,0.5\n8,0.25,0\n", nil, "7>8:0.5 8>7:0.25"},
		{"matrix, corner, numbers as names", "matrix", "id,7a,8\n7a,0,0.5\n8,0.25,0\n", nil, "7a>8:0.5 8>7a:0.25"},
		{"matrix for agents", "matrix", "0,0.5,0,0\n0,0,0,0\n0,0,0,0\n0.25,0,0,0\n", []Option{Among(people)}, "cy>bob:0.5 dee>cy:0.25"},
		{"matrix, called Nan", "matrix", "Nan,Inf\n0,0.5\n0,0\n", nil, "Nan>Inf:0.5"},
		{"matrix of ratings", "matrix", "0,5\n2,0\n", []Option{Scaled}, "1>2:1 2>1:0.4"},
	} {
		g, err := Read(tt.format, "f", strings.NewReader(tt.text), tt.options...)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if got := show(g); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestNodeAttributes(t *testing.T) {
	g, err := Read("graphml", "f", strings.NewReader(graphML))
	if err != nil {
		t.Fatal(err)
	}
	if ages, err := g.Nodes.Numbers("age", 0, 100); err != nil || fmt.Sprint(ages) != "[41 30 30]" || g.SelfTies != 1 {
		t.Errorf("ages %v, %v, %d self ties; want [41 30 30], 1", ages, err, g.SelfTies)
	}
	g, err = Read("gexf", "f", strings.NewReader(gexfText), Among([]string{"cy", "dee", "ann", "bob"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(g.Nodes.Names, g.Nodes.Cells); got != "[id age] [[3  1 2] [30  41 30]]" {
		t.Errorf("attributes %s", got)
	}
	if _, err := g.Nodes.Column("aeg"); err == nil || err.Error() != `f has no column "aeg"; did you mean "age"?` {
		t.Errorf("a column that is not there: %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	people := []string{"ann", "bob", "cy"}
	xml := func(inner string) string {
		return `<graphml><key id="w" for="edge" attr.name="weight"/>` + "\n" + `<graph edgedefault="directed">` + "\n" + inner + "</graph></graphml>"
	}
	for _, tt := range []struct {
		format, text string
		options      []Option
		want         string
	}{
		{"edges", "", nil, "f:1: an empty file, want a header from,to or from,to,weight"},
		{"edges", "a,b\n", nil, `f:1: header "a,b", want from,to or from,to,weight`},
		{"edges", "from,to,weight\nann,bob,0.5\nann,,0.1\nbob,cy\nbob,cy,\nbob,ann,1.5\ncy,ann,x\ncy,bob,nan\ncy,dee,-1\n", nil,
			"f:3: an empty cell, want from and to\nf:4: 2 cells, want 3 as in the first row\nf:5: an empty cell, want a weight in [0, 1]\n" +
				"f:6: weight 1.5 is outside [0, 1]; to divide all weights by the largest, set scale\n" +
				"f:7: weight \"x\", want a number in [0, 1]\nf:8: weight nan is not a number in [0, 1]\nf:9: weight -1 is negative, want a number in [0, 1]"},
		{"edges", "from,to\nann;bob\n", nil, "f:2: 1 cell, want 2 as in the first row, separated by commas"},
		{"edges", "from,to\nann,bob\nbob,ann\nann,bob\n", nil, `f:4: a second tie from "ann" to "bob", the first is in line 2; want one`},
		{"edges", "from,to\nann,bbo\n", []Option{Among(people)}, `f:2: no such agent as "bbo"; did you mean "bob"?`},
		{"edges", "from,to\n1,4\n", []Option{Among(people)}, "f:2: agent 4, want 1 to 3"},
		{"edges", "from,to\nann,b\xffb\n", nil, `f:2: "b?b" is not UTF-8, want a text in UTF-8`},
		{"edges", "from,to\nann,\"bob\nx,y\n", nil, "f:2: a quoted cell"},
		{"edges", "from,to\nann,b\"ob\n", nil, "f:2: a quote within a cell"},
		{"matrix", "", nil, "f:1: an empty file, want one row an agent"},
		{"matrix", "0,1\n1,0\n1,1\n", nil, "f:3: 3 rows of numbers and 2 columns, want as many of one as of the other"},
		{"matrix", "0,1,0\n1,0\n1,,0\n", nil, "f:2: 2 cells, want 3 as in the first row\nf:3: column 2: an empty cell, want a number in [0, 1], 0 for no tie"},
		{"matrix", ",ann,bob\nann,0,2\nbbo,x,0\n", nil,
			"f:2: column 2: weight 2 is outside [0, 1]; to divide all weights by the largest, set scale\nf:3: a row of \"bbo\", who is not in the first row; did you mean \"bob\"?"},
		{"matrix", ",ann,ann\nann,0,1\nann,1,0\n", nil, "f:1: \"ann\" stands twice in the first row, want each name once\nf:3: a second row of \"ann\", want one"},
		{"matrix", ",ann,bob\nann,0,1\n", nil, "f:2: 1 rows of numbers and 2 columns, want as many of one as of the other"},
		{"matrix", "ann,0,1\nann,1,0\n", nil, `f:2: a second row of "ann", the first is in line 1; want one`},
		{"matrix", "0,1\n1,0\n", []Option{Among(people)}, "f:1: a matrix of 2 agents, want 3"},
		{"graphml", "", nil, "f:1: an empty file, want <graphml>"},
		{"graphml", "<gexf/>", nil, "f:1: the outermost element is <gexf>, want <graphml>"},
		{"graphml", "<graphml>\n<graph", nil, "f:2: not XML: unexpected EOF"},
		{"graphml", "<graphml></graphml>", nil, "f:1: no <graph>, want one"},
		{"graphml", `<?xml version="1.0" encoding="ISO-8859-1"?><graphml/>`, nil, "f:1: written in ISO-8859-1, want UTF-8"},
		{"graphml", "<graphml>\n<graph edgedefault=\"both\"/></graphml>", nil, `f:2: edgedefault "both", want directed or undirected`},
		{"graphml", xml("<node id='a'/>\n<node id='a'/>\n<node/>"), nil, "f:4: a second node \"a\", the first is in line 3; want each id once\nf:5: a node without an id, want one"},
		{"graphml", xml("<node id='ann'/>\n<edge source='ann' target='anne'/>"), nil, `f:4: an edge to node "anne", which the file does not have; did you mean "ann"?`},
		{"graphml", xml("<node id='a'/><node id='b'/>\n<edge source='a' target='b'>\n<data key='w'>7</data></edge><edge source='a'/>"), nil,
			"f:4: weight 7 is outside [0, 1]; to divide all weights by the largest, set scale\nf:5: an edge without source or target, want both"},
		{"graphml", xml("<node id='a'><graph edgedefault='directed'/></node>\n<hyperedge/>"), nil, "f:3: a graph within a graph, want one flat graph\nf:4: an edge of more than two nodes, want <edge>"},
		{"graphml", xml("<node id='a'/><node id='b'/>\n<edge source='a' target='b'/>\n<edge source='b' target='a' directed='false'/>"), nil,
			`f:5: a second tie from "a" to "b", the first is in line 4; want one`},
		{"graphml", "<graphml><graph edgedefault='directed'><node id='\xff'/></graph></graphml>", nil, "f:1: not XML: invalid UTF-8"},
		{"gexf", "<gexf><graph>\n<nodes><node id='1'><nodes><node id='2'/></nodes></node></nodes></graph></gexf>", nil, "f:2: a node within a node, want a flat graph"},
		{"gexf", "<gexf><graph defaultedgetype='sideways'><nodes><node id='1'/><node id='2'/></nodes>\n<edges><edge source='1' target='2'/></edges></graph></gexf>", nil,
			`f:2: edge type "sideways", want directed, undirected or mutual`},
		{"gml", "", nil, `f: no such format as "gml"; want one of csv, graphml, gexf, edges, matrix`},
	} {
		_, err := Read(tt.format, "f", strings.NewReader(tt.text), tt.options...)
		var all keys.Errors
		if !errors.As(err, &all) || !strings.HasPrefix(err.Error(), tt.want) || strings.Count(err.Error(), "\n") != strings.Count(tt.want, "\n") {
			t.Errorf("%s %q:\n%v\nwant\n%s", tt.format, tt.text, err, tt.want)
		}
	}
}

// endless gives one row again and again.
type endless struct {
	head, row string
	at        int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.head)
	e.head = e.head[n:]
	for n < len(p) {
		k := copy(p[n:], e.row[e.at:])
		n, e.at = n+k, (e.at+k)%len(e.row)
	}
	return n, nil
}

// A file without an end is refused when it has given too much, and not before.
func TestTooLarge(t *testing.T) {
	for _, tt := range []struct {
		format, head, row string
	}{
		{"edges", "from,to\n", "a," + strings.Repeat("a", 1<<20) + "\n"},
		{"graphml", "<graphml>", "<desc>" + strings.Repeat("x", 1<<20) + "</desc>\n"},
	} {
		r := &limited{from: &endless{head: tt.head, row: tt.row}, left: 4 << 20}
		rd := &reader{name: "f", in: newBuffer(r), index: map[string]int32{}}
		Formats[formatNumber(tt.format)].read(rd)
		if len(rd.errs) != 1 || !strings.HasSuffix(rd.errs.Error(), "more than 256 MiB, want a smaller file") {
			t.Errorf("%s: %v", tt.format, rd.errs)
		}
	}
	if _, err := io.ReadAll(&limited{from: strings.NewReader("abcd"), left: 4}); err != nil {
		t.Errorf("exactly as much as is allowed: %v", err)
	}
}

func TestManyErrorsEndReading(t *testing.T) {
	_, err := Read("edges", "f", &endless{head: "from,to\n", row: "x\n"})
	var all keys.Errors
	if !errors.As(err, &all) || len(all) != maxErrors {
		t.Errorf("%d errors, want %d", len(all), maxErrors)
	}
}

func TestReadTable(t *testing.T) {
	c, err := ReadTable("f", strings.NewReader("name,age\nann,33\n\n\"bob, jr\",42.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	ages, err := c.Numbers("age", 0, 100)
	if got := fmt.Sprint(c.Names, c.Cells, c.Lines, ages, err); got != "[name age] [[ann bob, jr] [33 42.5]] [2 4] [33 42.5] <nil>" {
		t.Errorf("read %s", got)
	}
	if _, err := c.Numbers("age", 0, 40); err == nil || err.Error() != "f:4: age: 42.5 is outside [0, 40]" {
		t.Errorf("an age too high: %v", err)
	}
	for _, tt := range []struct{ text, want string }{
		{"", "f:1: an empty file, want a header and rows"},
		{"\nname,age\n", "f:2: no rows after the header, want one or more"},
		{"a,b,a,\n", "f:1: column \"a\" stands twice, want each name once\nf:1: column 4 has no name, want one"},
		{"a,b\n1\n1,\n,2\n1,2,3\n", "f:2: 1 cell, want 2 as in the first row\nf:3: column \"b\": an empty cell, want a value\nf:4: column \"a\": an empty cell, want a value\nf:5: 3 cells, want 2 as in the first row"},
		{"a,b\n1,\xff\n", `f:2: "?" is not UTF-8, want a text in UTF-8`},
	} {
		if _, err := ReadTable("f", strings.NewReader(tt.text)); err == nil || err.Error() != tt.want {
			t.Errorf("%q:\n%v\nwant\n%s", tt.text, err, tt.want)
		}
	}
}

// The managers of Krackhardt 1987 as they are shipped.
func TestManagers(t *testing.T) {
	f, err := os.Open("../../scenarios/data/high-tech-advice.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := Read("csv", "advice", f)
	if err != nil || len(g.Names) != 21 || len(g.Ties) != 190 {
		t.Errorf("%d managers, %d ties, %v; want 21, 190", len(g.Names), len(g.Ties), err)
	}
}

func fuzz(f *testing.F, format string, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, options := range [][]Option{nil, {Scaled}, {Among([]string{"ann", "bob", "cy"})}} {
			g, err := Read(format, "f", strings.NewReader(text), options...)
			var all keys.Errors
			switch {
			case err == nil:
				wantGraph(t, g)
			case !errors.As(err, &all):
				t.Fatalf("%v is of type %T", err, err)
			}
			for _, e := range all {
				if e.Line < 1 || e.Line > 2+strings.Count(text, "\n") || strings.Contains(e.Error(), "\n") {
					t.Fatalf("%q names no line of the file", e.Error())
				}
			}
		}
	})
}

// wantGraph holds a graph to its word.
func wantGraph(t *testing.T, g Graph) {
	t.Helper()
	n := int32(len(g.Names))
	last := Tie{From: -1}
	for _, tie := range g.Ties {
		if tie.From < last.From || tie.From == last.From && tie.To <= last.To || tie.From == tie.To ||
			tie.From < 0 || tie.To < 0 || tie.From >= n || tie.To >= n || tie.Weight < 0 || tie.Weight > 1 {
			t.Fatalf("tie %+v after %+v of %d", tie, last, n)
		}
		last = tie
	}
	for i := range g.Nodes.Cells {
		if len(g.Nodes.Cells[i]) != int(n) || g.Nodes.Names[i] == "" && g.Nodes.Len() < 0 {
			t.Fatalf("attribute %q of %d for %d nodes", g.Nodes.Names[i], len(g.Nodes.Cells[i]), n)
		}
	}
}

func FuzzGraphML(f *testing.F) { fuzz(f, "graphml", graphML) }
func FuzzGEXF(f *testing.F)    { fuzz(f, "gexf", gexfText) }
func FuzzEdges(f *testing.F) {
	fuzz(f, "edges", "from,to\nann,bob\n", "from,to,weight\n1,2,0.5\n0,9,1\n", "\ufefffrom,to\r\n\"a\n\",b\r\n")
}
func FuzzMatrix(f *testing.F) {
	fuzz(f, "matrix", "0,1\n1,0\n", ",ann,bob\nann,,0.5\nbob,1,0\n", "ann,bob\n0,1\n1,0\n", "ann,0,1\nbob,1,0\n", "id,7,8\n7,0,1\n8,1,0\n")
}

func FuzzTable(f *testing.F) {
	f.Add("name,age\nann,33\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ReadTable("f", strings.NewReader(text))
		if err != nil {
			return
		}
		for i := range c.Names {
			if len(c.Cells[i]) != len(c.Lines) {
				t.Fatalf("column %d has %d cells of %d", i, len(c.Cells[i]), len(c.Lines))
			}
		}
	})
}
