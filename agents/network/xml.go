package network

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// elements reads XML element by element.
type elements struct {
	r    *reader
	dec  *xml.Decoder
	line int    // of the element or text that was read last
	any  bool   // whether there was an element at all
	root string // what the outermost element must be
}

var errTold = errors.New("told already")

func (r *reader) xml(root string) *elements {
	e := &elements{r: r, dec: xml.NewDecoder(r.in), root: root}
	e.dec.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") || strings.EqualFold(charset, "ascii") {
			return in, nil
		}
		r.fault(1, "written in %s, want UTF-8", short(charset))
		return nil, errTold
	}
	return e
}

// next returns the next token; nil at the end and after an error.
func (e *elements) next() xml.Token {
	if e.r.full {
		return nil
	}
	e.line, _ = e.dec.InputPos()
	token, err := e.dec.Token()
	if err == nil {
		if start, ok := token.(xml.StartElement); ok && !e.any {
			e.any = true
			if start.Name.Local != e.root {
				e.r.fault(e.line, "the outermost element is <%s>, want <%s>", short(start.Name.Local), e.root)
				return nil
			}
		}
		return token
	}
	bad := &xml.SyntaxError{}
	switch {
	case err == io.EOF && e.any:
	case err == io.EOF:
		e.r.fault(1, "an empty file, want <%s>", e.root)
	case errors.As(err, &bad):
		e.r.fault(bad.Line, "not XML: %s", short(bad.Msg))
	case len(e.r.errs) > 0: // told already
	default:
		line, _ := e.dec.InputPos()
		e.r.fault(line, "%s", short(strings.TrimPrefix(err.Error(), "xml: ")))
	}
	return nil
}

// attr is an attribute of an element; "" where it has none.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// declare notes a node of the file, each once.
func (r *reader) declare(id string, line int) int32 {
	if id == "" {
		r.fault(line, "a node without an id, want one")
		return -1
	}
	i := r.node(id, line)
	if was := r.declared[i]; was > 0 {
		r.fault(line, "a second node %q, the first is in line %d; want each id once", short(id), was)
		return -1
	}
	r.declared[i] = int32(line)
	for len(r.rank) <= int(i) {
		r.rank = append(r.rank, 0)
	}
	r.rank[i] = r.nodes
	r.nodes++
	return i
}

// link notes an edge between two nodes, which may be declared later.
func (r *reader) link(from, to string, both bool, weight float64, line int) {
	if from == "" || to == "" {
		r.fault(line, "an edge without source or target, want both")
		return
	}
	a, b := r.node(from, line), r.node(to, line)
	r.tie(a, b, weight, line)
	if both && a != b {
		r.tie(b, a, weight, line)
	}
}

// allDeclared refuses nodes that only edges know.
func (r *reader) allDeclared() {
	if len(r.errs) > 0 {
		return
	}
	var known []string
	for i, line := range r.declared {
		if line > 0 {
			known = append(known, r.ids[i])
		}
	}
	for i, line := range r.declared {
		if line == 0 {
			r.fault(int(r.first[i]), "an edge to node %q, which the file does not have%s", short(r.ids[i]), hint(r.ids[i], known))
		}
		if r.full {
			return
		}
	}
}

// find returns the attribute of an id; nil where there is none.
func find(attrs []attribute, id string) *attribute {
	for i := range attrs {
		if attrs[i].id == id {
			return &attrs[i]
		}
	}
	return nil
}

// define adds an attribute of nodes. Two that have one name are told apart by
// their ids.
func (r *reader) define(a attribute, line int) *attribute {
	if a.name == "" {
		a.name = a.id
	}
	for _, old := range r.attrs {
		if old.id == a.id {
			r.fault(line, "a second attribute %q, want each id once", short(a.id))
		}
		if old.name == a.name {
			a.name = fmt.Sprintf("%s (%s)", a.name, a.id)
		}
	}
	r.attrs = append(r.attrs, a)
	return &r.attrs[len(r.attrs)-1]
}
