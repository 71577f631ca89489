package table

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteGraphML writes a network for Gephi, igraph, networkx and their kin
// (GraphML 1.0). The first column of nodes is their id, the first two of edges
// are the ids they run from and to, all three text; the other columns become
// attributes. A missing value leaves its attribute out. What Gephi looks for by
// name is there twice: the id of a node as its label, too, and a column of edges
// as their weight, none where weight is "".
func WriteGraphML(w io.Writer, nodes, edges *Table, weight string, directed bool) error {
	if err := checkGraph(nodes, edges); err != nil {
		return err
	}
	g := &graphWriter{w: bufio.NewWriter(w), weight: edges.Index(weight)}
	g.text(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	g.text("  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n")
	if g.weight >= 0 {
		g.text("  <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"><desc>" + escape(weight) + "</desc></key>\n")
	}
	g.keys("node", "n", nodes.Columns[1:])
	g.keys("edge", "e", edges.Columns[2:])
	kind := "undirected"
	if directed {
		kind = "directed"
	}
	g.text("  <graph edgedefault=\"" + kind + "\">\n")
	for row := range nodes.Len() {
		g.text("    <node id=\"" + escape(nodes.Text(row, 0)) + "\"")
		g.data("node", "n", nodes, row, 1)
	}
	for row := range edges.Len() {
		g.text("    <edge source=\"" + escape(edges.Text(row, 0)) + "\" target=\"" + escape(edges.Text(row, 1)) + "\"")
		g.data("edge", "e", edges, row, 2)
	}
	g.text("  </graph>\n</graphml>\n")
	return g.w.Flush()
}

// checkGraph wants ids of nodes once each, and edges between them.
func checkGraph(nodes, edges *Table) error {
	if len(nodes.Columns) < 1 || nodes.Columns[0].Kind != Text {
		return fmt.Errorf("graphml: nodes want a first column of text, their id")
	}
	if len(edges.Columns) < 2 || edges.Columns[0].Kind != Text || edges.Columns[1].Kind != Text {
		return fmt.Errorf("graphml: edges want two first columns of text, from and to")
	}
	known := make(map[string]bool, nodes.Len())
	for row := range nodes.Len() {
		id := nodes.Text(row, 0)
		if known[id] {
			return fmt.Errorf("graphml: two nodes have the id %q", id)
		}
		known[id] = true
	}
	for row := range edges.Len() {
		for end := range 2 {
			if id := edges.Text(row, end); !known[id] {
				return fmt.Errorf("graphml: edge %d: no node has the id %q", row+1, id)
			}
		}
	}
	return nil
}

// graphWriter leaves errors to the bufio.Writer, which keeps the first for Flush.
type graphWriter struct {
	w      *bufio.Writer
	weight int // column of edges that is their weight; −1 for none
}

func (g *graphWriter) text(s string) { _, _ = g.w.WriteString(s) }

func (g *graphWriter) keys(of, prefix string, columns []Column) {
	for i, c := range columns {
		kind := [...]string{Real: "double", Whole: "long", Text: "string"}[c.Kind]
		g.text(fmt.Sprintf("  <key id=\"%s%d\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"", prefix, i, of, escape(c.Name), kind))
		if c.Doc == "" {
			g.text("/>\n")
			continue
		}
		g.text("><desc>" + escape(c.Doc) + "</desc></key>\n")
	}
}

func (g *graphWriter) data(of, prefix string, t *Table, row, first int) {
	var b []byte
	if of == "node" {
		b = fmt.Appendf(b, "<data key=\"label\">%s</data>", escape(t.Text(row, 0)))
	} else if g.weight >= 0 && !Missing(t.Number(row, g.weight)) {
		b = append(appendNumber(append(b, "<data key=\"weight\">"...), Real, t.Number(row, g.weight), ""), "</data>"...)
	}
	for i := first; i < len(t.Columns); i++ {
		c := t.Columns[i]
		switch {
		case c.Kind == Text && t.texts[i][row] == "":
			continue
		case c.Kind != Text && Missing(t.numbers[i][row]):
			continue
		}
		b = fmt.Appendf(b, "<data key=\"%s%d\">", prefix, i-first)
		if c.Kind == Text {
			b = append(b, escape(t.texts[i][row])...)
		} else {
			b = appendNumber(b, c.Kind, t.numbers[i][row], "")
		}
		b = append(b, "</data>"...)
	}
	if b == nil {
		g.text("/>\n")
		return
	}
	g.text(">" + string(b) + "</" + of + ">\n")
}

// escape makes s safe inside an attribute or an element.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
