package keys

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxErrors is how many errors of one file are told; a list of a million bad
// numbers is one mistake, not a million.
const maxErrors = 200

// An Error is one thing wrong with a file.
type Error struct {
	File string // as it was asked for; "--set" for a setting from outside
	Line int    // 1 or more; 0 where there is no line
	Key  string // full path, such as event[0].share; "" where none is meant
	Msg  string // what was found, what is wanted
}

// Error returns "file:line: key: what was found, what is wanted".
func (e Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if e.Key != "" {
		b.WriteString(": " + e.Key)
	}
	b.WriteString(": " + e.Msg)
	return b.String()
}

// Errors are all that is wrong, in file order.
type Errors []Error

// Error returns one line an error.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// inOrder sorts errors by file (the one that was asked for first, then those it
// extends, settings last), then by line, and drops what was said twice.
func inOrder(es Errors, files []string) Errors {
	rank := func(file string) int {
		if i := slices.Index(files, file); i >= 0 {
			return i
		}
		return len(files)
	}
	slices.SortStableFunc(es, func(a, b Error) int {
		return cmp.Or(cmp.Compare(rank(a.File), rank(b.File)), cmp.Compare(a.Line, b.Line))
	})
	es = slices.Compact(es)
	if more := len(es) - maxErrors; more > 0 {
		last := es[maxErrors]
		es = append(es[:maxErrors:maxErrors], Error{File: last.File, Line: last.Line, Msg: fmt.Sprintf("and %d more errors", more)})
	}
	return es
}
