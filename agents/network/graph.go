package network

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tutti/sim/keys"
)

// MaxBytes is the largest network or table that is read [256 MiB].
const MaxBytes = 256 << 20

// maxErrors is how many errors of one file are told.
const maxErrors = 100

// A Graph is a network that was read.
type Graph struct {
	Names []string // of the nodes; numbers where the file has no names
	Ties  []Tie    // sorted by (From, To); undirected ones in both directions
	Nodes Columns  // attributes of the nodes, one row a node; "" where one is missing

	// SelfTies is how many ties from a node to itself were dropped: nobody
	// attends to themselves, and the diagonal of a matrix often is filled.
	SelfTies int
}

// A Format is a way of writing networks down.
type Format struct {
	Name string
	Doc  string
	read func(r *reader)
}

// Formats lists the formats.
var Formats = []Format{
	{"graphml", "GraphML (Brandes et al. 2002), as written by igraph, Gephi, yEd or NetworkX", readGraphML},
	{"gexf", "GEXF 1.1 to 1.3, as written by Gephi", readGEXF},
	{"edges", "CSV with one tie a row and a header from,to or from,to,weight; nodes by name or number", readEdges},
	{"matrix", "CSV with one row an agent; names in the first row, in the first column, in both or in neither; 0 is no tie", readMatrix},
}

// FormatOf tells the format by the end of a file's name, and CSV by its first
// line; "" when it cannot.
func FormatOf(name, firstLine string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".graphml":
		return "graphml"
	case ".gexf":
		return "gexf"
	case ".csv":
		head := strings.Split(strings.ToLower(strings.TrimPrefix(strings.TrimSpace(firstLine), "\ufeff")), ",")
		if len(head) >= 2 && unquote(head[0]) == "from" && unquote(head[1]) == "to" {
			return "edges"
		}
		return "matrix"
	}
	return ""
}

func unquote(cell string) string { return strings.Trim(strings.TrimSpace(cell), `"`) }

// An Option changes how a network is read.
type Option func(*reader)

// Scaled divides all weights by the largest, for weights that are counts or
// ratings instead of trust in [0, 1]; they must still be 0 or more.
func Scaled(r *reader) { r.scale = true }

// Among says whose network it is: every node must bear one of these names, or,
// where all nodes are whole numbers and these names are not, be a place in the
// list, counted from 0 when the file has a 0, else from 1. The graph's nodes
// then are all of these, in this order.
func Among(names []string) Option { return func(r *reader) { r.among = names } }

// Read reads a network in one of the Formats ("csv" for edges or matrix, as the
// first line says). Weights stand for trust; where the file gives none they are
// NaN, and so they are for a matrix of zeros and ones, which says only who is
// tied to whom. Errors are of type keys.Errors, at most a hundred.
func Read(format, name string, from io.Reader, options ...Option) (Graph, error) {
	r := &reader{name: name, in: newBuffer(&limited{from: from, left: MaxBytes}), index: map[string]int32{}}
	for _, o := range options {
		o(r)
	}
	if format == "csv" {
		first, _ := r.in.Peek(1 << 12)
		line, _, _ := strings.Cut(string(first), "\n")
		format = FormatOf(".csv", line)
	}
	i := formatNumber(format)
	if i < 0 {
		names := []string{"csv"}
		for _, f := range Formats {
			names = append(names, f.Name)
		}
		return Graph{}, keys.Errors{{File: name, Msg: fmt.Sprintf("no such format as %q; %s", format, keys.Hint(format, names))}}
	}
	Formats[i].read(r)
	g := r.finish()
	if len(r.errs) > 0 {
		slices.SortStableFunc(r.errs, func(a, b keys.Error) int { return cmp.Compare(a.Line, b.Line) })
		return Graph{}, r.errs
	}
	return g, nil
}

// formatNumber is the place of a format in Formats; −1 for none.
func formatNumber(name string) int {
	return slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
}

func newBuffer(from io.Reader) *bufio.Reader { return bufio.NewReaderSize(from, 1<<16) }

var errTooLarge = fmt.Errorf("more than %d MiB, want a smaller file", MaxBytes>>20)

// limited refuses to read more than some bytes.
type limited struct {
	from io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		if n, _ := io.ReadFull(l.from, make([]byte, 1)); n == 0 {
			return 0, io.EOF
		}
		return 0, errTooLarge
	}
	n, err := l.from.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

// A reader gathers a graph, whatever the format.
type reader struct {
	name  string
	in    *bufio.Reader
	errs  keys.Errors
	full  bool // enough errors
	scale bool
	among []string

	index    map[string]int32 // node by what the file calls it
	ids      []string
	declared []int32 // line where a node was declared; 0 when only a tie names it
	first    []int32 // line where it was first named
	rank     []int32 // place of each node in the order of declaration; empty where naming declares
	nodes    int32   // declared so far
	arcs     []arc
	selfTies int
	attrs    []attribute
	numbered bool // nodes have no names of their own
}

// An arc is a tie with the line it came from.
type arc struct {
	Tie
	line int32
}

func (r *reader) fault(line int, format string, args ...any) {
	if len(r.errs) < maxErrors {
		r.errs = append(r.errs, keys.Error{File: r.name, Line: line, Msg: fmt.Sprintf(format, args...)})
	}
	r.full = len(r.errs) >= maxErrors
}

// node returns the number of a node, and makes it.
func (r *reader) node(id string, line int) int32 {
	i, ok := r.index[id]
	if !ok {
		i = int32(len(r.ids))
		r.index[id] = i
		r.ids = append(r.ids, id)
		r.first = append(r.first, int32(line))
		r.declared = append(r.declared, 0)
	}
	return i
}

// tie notes a tie; one from a node to itself is dropped.
func (r *reader) tie(from, to int32, weight float64, line int) {
	if from == to {
		r.selfTies++
		return
	}
	r.arcs = append(r.arcs, arc{Tie{from, to, weight}, int32(line)})
}

// weight reads a weight; where says which, for a message.
func (r *reader) weight(text, where string, line int) (float64, bool) {
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		r.fault(line, "%sweight %q, want a number in [0, 1]", where, short(text))
	case math.IsNaN(x) || math.IsInf(x, 0):
		r.fault(line, "%sweight %s is not a number in [0, 1]", where, short(text))
	case x < 0:
		r.fault(line, "%sweight %v is negative, want a number in [0, 1]", where, x)
	case x > 1 && !r.scale:
		r.fault(line, "%sweight %v is outside [0, 1]; to divide all weights by the largest, set scale", where, x)
	default:
		return x, true
	}
	return 0, false
}

// short cuts a text for a message, and makes one line of it.
func short(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "?")), " ")
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// checkText wants UTF-8.
func (r *reader) checkText(text string, line int) bool {
	if utf8.ValidString(text) {
		return true
	}
	r.fault(line, "%q is not UTF-8, want a text in UTF-8", short(text))
	return false
}

// finish makes the graph of what was gathered.
func (r *reader) finish() Graph {
	if len(r.errs) > 0 {
		return Graph{}
	}
	names, attr := r.names()
	to := r.places(names)
	if len(r.errs) > 0 {
		return Graph{}
	}
	g := Graph{Names: slices.Clone(r.among), SelfTies: r.selfTies}
	if r.among == nil {
		g.Names = make([]string, len(names))
		for i, at := range to {
			g.Names[at] = names[i]
		}
	}
	g.Ties = r.sorted(to)
	g.Nodes = r.columns(attr, to, len(g.Names))
	return g
}

// names are what the nodes are called: the first labels of which every node has
// one of its own, else what the file calls them. Attr is the number of the
// attribute that became the names, or −1.
func (r *reader) names() (names []string, attr int) {
	for i, a := range r.attrs {
		if slices.Contains(labelNames, a.name) && len(a.cells) == len(r.ids) && distinct(a.cells) {
			return a.cells, i
		}
	}
	return r.ids, -1
}

// distinct says whether no text is empty or stands twice.
func distinct(texts []string) bool {
	seen := make(map[string]bool, len(texts))
	for _, text := range texts {
		if text == "" || seen[text] {
			return false
		}
		seen[text] = true
	}
	return len(texts) > 0
}

// labelNames are the attributes that may name a node.
var labelNames = []string{"name", "label"}

// places tells for each node of the file its place in the graph.
func (r *reader) places(names []string) []int32 {
	to := make([]int32, len(names))
	for i := range to {
		to[i] = int32(i)
	}
	if r.among == nil {
		if len(r.rank) == len(names) {
			copy(to, r.rank)
		}
		return to
	}
	if r.numbered && len(names) != len(r.among) {
		r.fault(1, "a matrix of %d agents, want %d", len(names), len(r.among))
		return to
	}
	index := make(map[string]int32, len(r.among))
	for i, name := range r.among {
		index[name] = int32(i)
	}
	base, numbers := r.base(names, index)
	for i, name := range names {
		if at, ok := index[name]; ok && !r.numbered {
			to[i] = at
			continue
		}
		k, _ := whole(name)
		switch {
		case !numbers:
			r.fault(int(r.first[i]), "no such agent as %q%s", short(name), hint(name, r.among))
		case k < base || k-base >= len(r.among):
			r.fault(int(r.first[i]), "agent %d, want %d to %d", k, base, base+len(r.among)-1)
		default:
			to[i] = int32(k - base)
		}
	}
	return to
}

// base says whether nodes are places in the list of agents, and from where
// they count.
func (r *reader) base(names []string, index map[string]int32) (base int, numbers bool) {
	base = 1
	for _, name := range names {
		k, ok := whole(name)
		if _, named := index[name]; !ok || named && !r.numbered {
			return 0, false
		}
		base = min(base, k)
	}
	return base, true
}

// whole reads a whole number of 0 or more in its usual form.
func whole(text string) (int, bool) {
	k, err := strconv.Atoi(text)
	return k, err == nil && k >= 0 && k <= math.MaxInt32 && strconv.Itoa(k) == text
}

// byNumber makes places of the nodes where all are whole numbers: 0 or 1 up to
// the largest, so that agents without ties keep their place. Numbers that are
// far apart are names, in ascending order.
func (r *reader) byNumber() {
	if r.among != nil || len(r.ids) == 0 {
		return
	}
	numbers, base, last := make([]int, len(r.ids)), 1, 0
	for i, id := range r.ids {
		k, ok := whole(id)
		if !ok {
			return
		}
		numbers[i], base, last = k, min(base, k), max(last, k)
	}
	sorted := slices.Sorted(slices.Values(numbers))
	if last-base < 4*len(numbers)+1000 {
		sorted = sorted[:0]
		for k := base; k <= last; k++ {
			sorted = append(sorted, k)
		}
	}
	for i := range r.arcs {
		a := &r.arcs[i]
		from, _ := slices.BinarySearch(sorted, numbers[a.From])
		to, _ := slices.BinarySearch(sorted, numbers[a.To])
		a.From, a.To = int32(from), int32(to)
	}
	r.ids = make([]string, len(sorted))
	for i, k := range sorted {
		r.ids[i] = strconv.Itoa(k)
	}
}

// hint is what a message says of a name that is not known; among very many
// names it says nothing.
func hint(name string, names []string) string {
	if len(names) > 10000 {
		return ""
	}
	return "; " + keys.Hint(name, names)
}

// sorted gives the ties in order and refuses those that are there twice.
func (r *reader) sorted(to []int32) []Tie {
	largest := 0.0
	for i := range r.arcs {
		a := &r.arcs[i]
		a.From, a.To = to[a.From], to[a.To]
		if a.Weight > largest { // false where none is given
			largest = a.Weight
		}
	}
	slices.SortFunc(r.arcs, func(a, b arc) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.line, b.line))
	})
	ties := make([]Tie, len(r.arcs))
	for i, a := range r.arcs {
		if i > 0 && ties[i-1].From == a.From && ties[i-1].To == a.To {
			r.fault(int(a.line), "a second tie from %s to %s, the first is in line %d; want one", r.called(to, a.From), r.called(to, a.To), r.arcs[i-1].line)
		}
		ties[i] = a.Tie
		if r.scale && largest > 0 {
			ties[i].Weight /= largest
		}
	}
	r.arcs = nil
	return ties
}

// called is what the file calls the node at a place.
func (r *reader) called(to []int32, place int32) string {
	if i := slices.Index(to, place); i >= 0 && i < len(r.ids) {
		return strconv.Quote(short(r.ids[i]))
	}
	return fmt.Sprint(place)
}
