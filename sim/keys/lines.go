package keys

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep tables and lists may nest. It guards the recursion here
// and in the TOML library against a file of a million brackets.
const maxDepth = 64

// A place is where a value stands: its line, and the places within it.
type place struct {
	line  int32
	table *places // of a table
	items []place // of a list
}

// places are the keys of one table in file order.
type places struct {
	order []string
	of    map[string]*place
}

func (p *places) key(name string, line int32) *place {
	if p.of == nil {
		p.of = map[string]*place{}
	}
	at := p.of[name]
	if at == nil {
		at = &place{line: line}
		p.of[name] = at
		p.order = append(p.order, name)
	}
	return at
}

// tableAt returns the table at a place, the last one where there is a list.
func (at *place) tableAt() *places {
	if n := len(at.items); n > 0 {
		return at.items[n-1].tableAt()
	}
	if at.table == nil {
		at.table = &places{}
	}
	return at.table
}

// errDepth is the one refusal of the scanner that matters before the library
// has spoken; whatever else it cannot follow, the library refuses as well.
type errDepth struct{ line int32 }

func (e errDepth) Error() string {
	return fmt.Sprintf("nested more than %d deep", maxDepth)
}

var errLost = errors.New("not TOML")

// locate maps every key and list item of a TOML text to its line. The library
// that reads the values keeps no positions.
func locate(text string) (*places, error) {
	s := &scanner{text: text, line: 1}
	root := &places{}
	here := root
	for {
		s.blank(true)
		if s.end() {
			return root, nil
		}
		var err error
		if s.peek() == '[' {
			here, err = s.header(root)
		} else {
			err = s.pair(here, 0)
		}
		if err != nil {
			return root, err
		}
	}
}

type scanner struct {
	text string
	at   int
	line int32
}

func (s *scanner) end() bool { return s.at >= len(s.text) }

func (s *scanner) peek() byte {
	if s.end() {
		return 0
	}
	return s.text[s.at]
}

func (s *scanner) take(prefix string) bool {
	if !strings.HasPrefix(s.text[s.at:], prefix) {
		return false
	}
	s.at += len(prefix)
	return true
}

// blank skips spaces and, where newlines may stand, newlines and comments.
func (s *scanner) blank(newlines bool) {
	for !s.end() {
		switch c := s.text[s.at]; {
		case c == ' ' || c == '\t':
		case newlines && c == '\r':
		case newlines && c == '\n':
			s.line++
		case newlines && c == '#':
			for !s.end() && s.text[s.at] != '\n' {
				s.at++
			}
			continue
		default:
			return
		}
		s.at++
	}
}

// header reads [a.b] or [[a.b]] and returns the table that it opens.
func (s *scanner) header(root *places) (*places, error) {
	line := s.line
	double := s.take("[[")
	if !double {
		s.take("[")
	}
	path, err := s.path()
	if err != nil {
		return nil, err
	}
	if closing := "]"; !s.take(closing) || double && !s.take(closing) {
		return nil, errLost
	}
	here := root
	for _, name := range path[:len(path)-1] {
		here = here.key(name, line).tableAt()
	}
	last := here.key(path[len(path)-1], line)
	if double {
		last.items = append(last.items, place{line: line, table: &places{}})
	} else if len(last.items) == 0 {
		last.line = line
	}
	return last.tableAt(), nil
}

// pair reads a.b = value into a table.
func (s *scanner) pair(here *places, depth int) error {
	line := s.line
	path, err := s.path()
	if err != nil {
		return err
	}
	if !s.take("=") {
		return errLost
	}
	for _, name := range path[:len(path)-1] {
		here = here.key(name, line).tableAt()
	}
	s.blank(false)
	return s.value(here.key(path[len(path)-1], line), depth+len(path))
}

// path reads a dotted key.
func (s *scanner) path() ([]string, error) {
	var path []string
	for {
		s.blank(false)
		name, err := s.name()
		if err != nil {
			return nil, err
		}
		path = append(path, name)
		if len(path) > maxDepth {
			return nil, errDepth{s.line}
		}
		s.blank(false)
		if !s.take(".") {
			return path, nil
		}
	}
}

func (s *scanner) name() (string, error) {
	start := s.at
	switch s.peek() {
	case '"', '\'':
		if err := s.text1(); err != nil {
			return "", err
		}
		raw := s.text[start+1 : s.at-1]
		if s.text[start] == '\'' {
			return raw, nil
		}
		return unescape(raw), nil
	}
	for !s.end() && !strings.ContainsRune(" \t\r\n.=[]{},#\"'", rune(s.text[s.at])) {
		s.at++
	}
	if s.at == start {
		return "", errLost
	}
	return s.text[start:s.at], nil
}

// value skips one value and notes the places within it.
func (s *scanner) value(at *place, depth int) error {
	if depth > maxDepth {
		return errDepth{s.line}
	}
	switch s.peek() {
	case '"', '\'':
		return s.quoted()
	case '[':
		return s.list(at, depth)
	case '{':
		return s.inline(at, depth)
	}
	start := s.at
	for !s.end() && !strings.ContainsRune(",]}#\n", rune(s.text[s.at])) {
		s.at++
	}
	if s.at == start {
		return errLost
	}
	return nil
}

func (s *scanner) list(at *place, depth int) error {
	s.at++
	for {
		s.blank(true)
		if s.take("]") {
			return nil
		}
		item := place{line: s.line}
		if err := s.value(&item, depth+1); err != nil {
			return err
		}
		at.items = append(at.items, item)
		s.blank(true)
		if !s.take(",") && s.peek() != ']' {
			return errLost
		}
	}
}

func (s *scanner) inline(at *place, depth int) error {
	s.at++
	at.table = &places{}
	for {
		s.blank(true)
		if s.take("}") {
			return nil
		}
		if err := s.pair(at.table, depth+1); err != nil {
			return err
		}
		s.blank(true)
		if !s.take(",") && s.peek() != '}' {
			return errLost
		}
	}
}

// quoted skips a string of any of the four kinds.
func (s *scanner) quoted() error {
	quote := s.text[s.at : s.at+1]
	if !s.take(strings.Repeat(quote, 3)) {
		return s.text1()
	}
	for !s.end() {
		switch c := s.text[s.at]; {
		case c == '\\' && quote == `"` && s.at+1 < len(s.text) && s.text[s.at+1] != '\n':
			s.at += 2
			continue
		case c == '\n':
			s.line++
		case s.take(strings.Repeat(quote, 3)):
			// Up to two more quotes belong to the text.
			for n := 0; n < 2 && s.take(quote); n++ {
			}
			return nil
		}
		s.at++
	}
	return errLost
}

// text1 skips a string of one line.
func (s *scanner) text1() error {
	quote := s.text[s.at]
	for s.at++; !s.end(); s.at++ {
		switch c := s.text[s.at]; {
		case c == quote:
			s.at++
			return nil
		case c == '\n':
			return errLost
		case c == '\\' && quote == '"':
			s.at++
		}
	}
	return errLost
}

// escapes are the escapes of one letter.
var escapes = map[byte]string{
	'b': "\b", 't': "\t", 'n': "\n", 'f': "\f", 'r': "\r", 'e': "\x1b", '"': `"`, '\\': `\`,
}

// unescape gives the text of a basic string; what is no escape stays as it is,
// for the library refuses it.
func unescape(raw string) string {
	if !strings.Contains(raw, `\`) {
		return raw
	}
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			b.WriteByte(raw[i])
			continue
		}
		i++
		if plain, ok := escapes[raw[i]]; ok {
			b.WriteString(plain)
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[raw[i]]
		end := min(i+1+digits, len(raw))
		if r, err := strconv.ParseUint(raw[i+1:end], 16, 32); err == nil && r <= utf8.MaxRune {
			b.WriteRune(rune(r))
		}
		i = end - 1
	}
	return b.String()
}
