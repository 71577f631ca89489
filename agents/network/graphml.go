package network

import (
	"encoding/xml"
	"math"
	"strings"
)

// graphml is the state of reading one GraphML file.
type graphml struct {
	r       *reader
	e       *elements
	graphs  int
	depth   int  // graphs that are open
	mutual  bool // edges are undirected unless they say otherwise
	weight  string
	def     string // weight of edges that give none; "" for none
	key     string // the key that is open
	node    int32  // the node that is open; −1 for none
	edge    *edge  // the edge that is open
	data    string // the key of the data that is open
	text    strings.Builder
	writing bool // whether text counts: within data or default
	inside  int  // elements open within data
}

// edge is an edge that is being read.
type edge struct {
	from, to string
	both     bool
	weight   string
	line     int
}

// readGraphML reads one flat graph. The edge attribute named weight gives the
// weights; a node attribute named name or label gives the names, where each
// node has one of its own.
func readGraphML(r *reader) {
	g := &graphml{r: r, e: r.xml("graphml"), node: -1}
	for {
		switch token := g.e.next().(type) {
		case xml.StartElement:
			g.open(token, g.e.line)
		case xml.EndElement:
			g.shut(token.Name.Local)
		case xml.CharData:
			if g.writing && g.inside == 0 {
				g.text.Write(token)
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

func (g *graphml) open(e xml.StartElement, line int) {
	if g.writing {
		g.inside++
		return
	}
	switch e.Name.Local {
	case "key":
		g.openKey(e, line)
	case "default", "data":
		g.data, g.writing = attr(e, "key"), true
		g.text.Reset()
	case "graph":
		g.openGraph(e, line)
	case "node":
		g.node = g.r.declare(attr(e, "id"), line)
	case "edge":
		g.openEdge(e, line)
	case "hyperedge":
		g.r.fault(line, "an edge of more than two nodes, want <edge>")
	}
}

func (g *graphml) openKey(e xml.StartElement, line int) {
	id, name, kind := attr(e, "id"), attr(e, "attr.name"), attr(e, "for")
	g.key = ""
	if strings.EqualFold(name, "weight") && (kind == "edge" || kind == "all") {
		g.weight, g.key = id, id
	}
	if kind == "node" || kind == "all" {
		g.r.define(attribute{id: id, name: name}, line)
		g.key = id
	}
}

func (g *graphml) openGraph(e xml.StartElement, line int) {
	g.graphs++
	g.depth++
	if g.depth > 1 {
		g.r.fault(line, "a graph within a graph, want one flat graph")
	} else if g.graphs > 1 {
		g.r.fault(line, "a second graph, want one")
	}
	switch kind := attr(e, "edgedefault"); kind {
	case "directed":
	case "undirected":
		g.mutual = true
	default:
		g.r.fault(line, "edgedefault %q, want directed or undirected", short(kind))
	}
}

func (g *graphml) openEdge(e xml.StartElement, line int) {
	g.edge = &edge{from: attr(e, "source"), to: attr(e, "target"), both: g.mutual, weight: g.def, line: line}
	switch how := attr(e, "directed"); how {
	case "true", "1":
		g.edge.both = false
	case "false", "0":
		g.edge.both = true
	case "":
	default:
		g.r.fault(line, "directed %q, want true or false", short(how))
	}
}

func (g *graphml) shut(name string) {
	if g.inside > 0 {
		g.inside--
		return
	}
	switch name {
	case "default":
		g.shutDefault(strings.TrimSpace(g.text.String()))
	case "data":
		g.shutData(strings.TrimSpace(g.text.String()))
	case "key":
		g.key = ""
	case "graph":
		g.depth--
	case "node":
		g.node = -1
	case "edge":
		g.shutEdge()
	}
}

func (g *graphml) shutDefault(text string) {
	g.writing = false
	if g.key == "" {
		return
	}
	if a := find(g.r.attrs, g.key); a != nil {
		a.def = text
	}
	if g.key == g.weight {
		g.def = text
	}
}

func (g *graphml) shutData(text string) {
	g.writing = false
	switch {
	case g.edge != nil:
		if g.data == g.weight && g.weight != "" {
			g.edge.weight = text
		}
	case g.node >= 0:
		if a := find(g.r.attrs, g.data); a != nil {
			a.give(g.node, text)
		}
	}
}

func (g *graphml) shutEdge() {
	g.r.edgeOf(g.edge)
	g.edge = nil
}

// edgeOf notes an edge that has been read.
func (r *reader) edgeOf(e *edge) {
	if e == nil {
		return
	}
	weight, ok := math.NaN(), true
	if e.weight != "" {
		weight, ok = r.weight(e.weight, "", e.line)
	}
	if ok {
		r.link(e.from, e.to, e.both, weight, e.line)
	}
}
