package network

import "encoding/xml"

// gexf is the state of reading one GEXF file.
type gexf struct {
	r      *reader
	e      *elements
	graphs int
	kind   string // defaultedgetype
	nodes  bool   // within the attributes of nodes
	attr   string // the attribute that is open
	node   int32  // the node that is open; −1 for none
	depth  int    // nodes that are open
	edge   *edge
	text   []byte
	label  bool // some node has a label
}

// readGEXF reads one flat graph. The labels of the nodes are their names, where
// each node has one of its own. What changes over time is read as if it were
// always there.
func readGEXF(r *reader) {
	g := &gexf{r: r, e: r.xml("gexf"), node: -1}
	for {
		switch token := g.e.next().(type) {
		case xml.StartElement:
			g.open(token, g.e.line)
		case xml.EndElement:
			g.shut(token.Name.Local)
		case xml.CharData:
			if g.attr != "" {
				g.text = append(g.text, token...)
			}
		case nil:
			if len(r.errs) == 0 && g.graphs == 0 {
				r.fault(1, "no <graph>, want one")
			}
			r.allDeclared()
			return
		}
	}
}

func (g *gexf) open(e xml.StartElement, line int) {
	switch e.Name.Local {
	case "graph":
		g.openGraph(e, line)
	case "attributes":
		g.nodes = attr(e, "class") == "node"
	case "attribute":
		if g.nodes {
			g.attr = attr(e, "id")
			g.r.define(attribute{id: g.attr, name: attr(e, "title")}, line)
		}
	case "default":
		g.text = g.text[:0]
	case "node":
		g.openNode(e, line)
	case "attvalue":
		id := attr(e, "for")
		if id == "" {
			id = attr(e, "id") // GEXF 1.0
		}
		if a := find(g.r.attrs, id); a != nil && id != "" && g.node >= 0 && g.edge == nil {
			a.give(g.node, attr(e, "value"))
		}
	case "edge":
		g.openEdge(e, line)
	}
}

func (g *gexf) openGraph(e xml.StartElement, line int) {
	if g.graphs++; g.graphs > 1 {
		g.r.fault(line, "a second graph, want one")
	}
	g.kind = attr(e, "defaultedgetype")
}

func (g *gexf) openNode(e xml.StartElement, line int) {
	if g.depth++; g.depth > 1 {
		g.r.fault(line, "a node within a node, want a flat graph")
	}
	g.node = g.r.declare(attr(e, "id"), line)
	if label := attr(e, "label"); label != "" && g.node >= 0 {
		if !g.label {
			g.label = true
			for i, a := range g.r.attrs {
				if a.name == "label" {
					g.r.attrs[i].name = "label (" + a.id + ")"
				}
			}
			g.r.attrs = append([]attribute{{name: "label"}}, g.r.attrs...)
		}
		g.r.attrs[0].give(g.node, label)
	}
}

func (g *gexf) openEdge(e xml.StartElement, line int) {
	kind := attr(e, "type")
	if kind == "" {
		kind = g.kind
	}
	switch kind {
	case "directed", "undirected", "mutual", "":
	default:
		g.r.fault(line, "edge type %q, want directed, undirected or mutual", short(kind))
	}
	g.edge = &edge{from: attr(e, "source"), to: attr(e, "target"), both: kind != "directed", weight: attr(e, "weight"), line: line}
}

func (g *gexf) shut(name string) {
	switch name {
	case "attributes":
		g.nodes = false
	case "attribute":
		g.attr = ""
	case "default":
		if a := find(g.r.attrs, g.attr); a != nil && g.attr != "" {
			a.def = string(g.text)
		}
	case "node":
		g.depth--
		g.node = -1
	case "edge":
		g.r.edgeOf(g.edge)
		g.edge = nil
	}
}
