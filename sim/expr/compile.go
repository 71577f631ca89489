package expr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tutti/sim/keys"
)

const (
	// MaxWindow is the longest window of mean [cycles].
	MaxWindow = 100_000
	// MaxText is the longest expression [bytes].
	MaxText = 10_000

	maxDepth = 200
)

// An Error says what is wrong with an expression.
type Error struct {
	Column int // in letters, from 1
	Msg    string
}

func (e *Error) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Msg) }

// Compile reads an expression over some names. From weak to strong: or, and,
// not, comparisons (< <= > >= == !=), + −, * /, the sign, ^ (from the right).
// A name that is no plain word stands in quotes: 'share of winds'. An error is
// of type *Error.
func Compile(text string, names []string) (e *Expr, err error) {
	if len(text) > MaxText {
		return nil, &Error{1, fmt.Sprintf("%d letters, want at most %d", len(text), MaxText)}
	}
	p := &parser{text: text, names: names}
	defer func() {
		if r := recover(); r != nil {
			bad, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			e, err = nil, bad
		}
	}()
	p.next()
	kind := p.expression(0)
	if p.kind != end {
		p.fail("%s after the end of the expression, want an operator before it", p.found())
	}
	e = &Expr{text: text, code: p.code, isCon: kind == condition}
	e.stack = make([]float64, p.most)
	e.past = make([]float64, p.past)
	e.Reset()
	return e, nil
}

// CompileCondition is Compile for a rule that must be true or false.
func CompileCondition(text string, names []string) (*Expr, error) {
	e, err := Compile(text, names)
	if err == nil && !e.Condition() {
		return nil, &Error{1, "a number, want a condition such as quality > 0.9"}
	}
	return e, err
}

// kinds of tokens
type token uint8

const (
	end token = iota
	numberToken
	word   // a plain word
	quoted // a name in quotes
	sign   // an operator, a parenthesis or a comma
)

// value kinds
type kind uint8

const (
	number kind = iota
	condition
)

type parser struct {
	text  string
	names []string

	at    int // where the next token begins
	start int // where this token began
	kind  token
	word  string // this token
	x     float64

	code  []instr
	depth int // of nesting
	size  int // of the stack now
	most  int // of the stack ever
	past  int // total length of windows
}

// failAt ends the compilation with an error at a place in the text.
func (p *parser) failAt(at int, format string, args ...any) {
	panic(&Error{1 + utf8.RuneCountInString(p.text[:at]), fmt.Sprintf(format, args...)})
}

func (p *parser) fail(format string, args ...any) { p.failAt(p.start, format, args...) }

// found describes the token.
func (p *parser) found() string {
	if p.kind == end {
		return "the end"
	}
	return strconv.Quote(p.word)
}

// next reads a token.
func (p *parser) next() {
	rest := strings.TrimLeft(p.text[p.at:], " \t\r\n")
	p.start = len(p.text) - len(rest)
	if rest == "" {
		p.kind, p.word, p.at = end, "", len(p.text)
		return
	}
	first, size := utf8.DecodeRuneInString(rest)
	length := size
	switch {
	case unicode.IsLetter(first) || first == '_':
		p.kind, length = word, wordLength(rest)
	case first >= '0' && first <= '9' || first == '.':
		p.kind, length = numberToken, numberLength(rest)
	case first == '\'' || first == '"' || first == '`':
		p.kind = quoted
		to := strings.IndexRune(rest[size:], first)
		if to < 0 {
			p.fail("a quote that never closes, want a name between two")
		}
		length = to + 2*size
	default:
		p.kind = sign
		if len(rest) > 1 && slices.Contains([]string{"<=", ">=", "==", "!="}, rest[:2]) {
			length = 2
		}
	}
	p.word, p.at = rest[:length], p.start+length
	p.check()
}

// check refuses tokens that cannot be.
func (p *parser) check() {
	switch p.kind {
	case numberToken:
		x, err := strconv.ParseFloat(p.word, 64)
		if err != nil {
			p.fail("%q is not a number", p.word)
		}
		p.x = x
	case quoted:
		p.word = p.word[1 : len(p.word)-1]
	case sign:
		hint := map[string]string{"=": "==", "&": "and", "&&": "and", "|": "or", "!": "not", "−": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "%": "/"}
		if better, ok := hint[p.word]; ok {
			p.fail("%q is no operator; did you mean %q?", p.word, better)
		}
		if !strings.Contains("+ - * / ^ ( ) , < > <= >= == !=", p.word) {
			p.fail("%q means nothing here, want a number, a name or an operator", p.word)
		}
	}
}

func wordLength(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' {
			return i
		}
	}
	return len(s)
}

func numberLength(s string) int {
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		exponent := (s[i] == '+' || s[i] == '-') && i > 0 && s[i-1]|0x20 == 'e'
		if !(s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '_' || c >= 'a' && c <= 'z' || exponent) {
			return i
		}
	}
	return len(s)
}

// level is how strongly an operator binds.
type level struct {
	strength int
	op       op
	operands kind // what it wants
	result   kind
}

const comparing = 4

var levels = map[string]level{
	"or":  {1, opOr, condition, condition},
	"and": {2, opAnd, condition, condition},
	"<":   {comparing, opLess, number, condition}, "<=": {comparing, opAtMost, number, condition},
	">": {comparing, opMore, number, condition}, ">=": {comparing, opAtLeast, number, condition},
	"==": {comparing, opEqual, number, condition}, "!=": {comparing, opUnequal, number, condition},
	"+": {5, opAdd, number, number}, "-": {5, opSub, number, number},
	"*": {6, opMul, number, number}, "/": {6, opDiv, number, number},
	"^": {8, opPow, number, number},
}

const (
	notStrength  = 3
	signStrength = 7
)

// operator is the operator that the token is.
func (p *parser) operator() (level, bool) {
	if p.kind != sign && p.kind != word {
		return level{}, false
	}
	l, ok := levels[p.word]
	return l, ok
}

// expression reads operands and operators that bind at least so strongly
// (precedence climbing).
func (p *parser) expression(least int) kind {
	if p.depth++; p.depth > maxDepth {
		p.fail("nested more than %d deep, want a simpler expression", maxDepth)
	}
	defer func() { p.depth-- }()
	from := p.start
	left := p.operand()
	for {
		l, ok := p.operator()
		if !ok || l.strength < least {
			return left
		}
		name, at := p.word, p.start
		p.want(l, left, from, name, "left")
		p.next()
		right := p.start
		next := l.strength + 1
		if l.op == opPow { // from the right, and 2^-1 may be
			next = signStrength
		}
		p.want(l, p.expression(next), right, name, "right")
		p.emit(instr{op: l.op}, -1)
		left = l.result
		if _, again := p.operator(); again && l.strength == comparing && levels[p.word].strength == comparing {
			p.failAt(at, "two comparisons in a row, want them joined: a < b and b < c")
		}
	}
}

// want checks what stands beside an operator.
func (p *parser) want(l level, got kind, at int, name, side string) {
	if l.operands == condition && got != condition {
		p.failAt(at, "a number to the %s of %q, want a condition such as x > 0", side, name)
	}
}

// operand reads a number, a name, a call, a sign, not, or parentheses.
func (p *parser) operand() kind {
	switch {
	case p.kind == numberToken:
		p.emit(instr{op: opNumber, x: p.x}, 1)
		p.next()
		return number
	case p.kind == quoted:
		return p.name()
	case p.kind == word && p.word == "not":
		p.next()
		at := p.start
		p.want(level{operands: condition}, p.expression(notStrength), at, "not", "right")
		p.emit(instr{op: opNot}, 0)
		return condition
	case p.kind == word && p.word != "and" && p.word != "or":
		return p.nameOrCall()
	case p.kind == sign && (p.word == "-" || p.word == "+"):
		minus := p.word == "-"
		p.next()
		p.expression(signStrength)
		if minus {
			p.emit(instr{op: opNeg}, 0)
		}
		return number
	case p.kind == sign && p.word == "(":
		p.next()
		k := p.expression(0)
		p.close("(")
		return k
	}
	p.fail("%s, want a number, a name or a parenthesis", p.found())
	return number
}

func (p *parser) close(what string) {
	if p.kind != sign || p.word != ")" {
		p.fail("%s, want ) to close %s", p.found(), what)
	}
	p.next()
}

func (p *parser) nameOrCall() kind {
	name, at := p.word, p.start
	rest := strings.TrimLeft(p.text[p.at:], " \t\r\n")
	if !strings.HasPrefix(rest, "(") {
		return p.name()
	}
	f, ok := function(name)
	if !ok {
		known := make([]string, len(Functions))
		for i, f := range Functions {
			known[i] = f.Name
		}
		p.fail("no such function as %q; %s", name, keys.Hint(name, known))
	}
	p.next()
	p.next()
	return p.call(f, at)
}

// call reads the arguments of a function.
func (p *parser) call(f Function, at int) kind {
	if f.op == opMean {
		return p.mean()
	}
	n := 0
	for p.kind != sign || p.word != ")" {
		p.expression(0)
		n++
		if p.kind != sign || p.word != "," {
			break
		}
		p.next()
	}
	p.close(f.Name + "(")
	if n == 0 || f.args > 0 && n != f.args {
		p.failAt(at, "%s of %d, want %s", f.Name, n, f.Form)
	}
	c := instr{op: f.op, n: n}
	if f.op == opDelta {
		c.n, c.at = 1, p.past
		p.past++
	}
	p.emit(c, 1-n)
	if f.op == opGiven {
		return condition
	}
	return number
}

// mean reads mean(x, k).
func (p *parser) mean() kind {
	p.expression(0)
	if p.kind != sign || p.word != "," {
		p.fail("%s, want a comma and the number of cycles: mean(x, 10)", p.found())
	}
	p.next()
	k := int(p.x)
	if p.kind != numberToken || float64(k) != p.x || k < 1 || k > MaxWindow {
		p.fail("%s, want a whole number of cycles from 1 to %d", p.found(), MaxWindow)
	}
	if p.past+k > 10*MaxWindow {
		p.fail("windows of more than %d cycles in all, want shorter ones", 10*MaxWindow)
	}
	p.next()
	p.close("mean(")
	p.emit(instr{op: opMean, n: k, at: p.past}, 0)
	p.past += k
	return number
}

// name reads the name of a measure.
func (p *parser) name() kind {
	i := slices.Index(p.names, p.word)
	if i < 0 {
		p.fail("no such name as %q; %s", p.word, keys.Hint(p.word, p.names))
	}
	p.emit(instr{op: opName, n: i}, 1)
	p.next()
	return number
}

// emit adds a step that makes the stack so much higher.
func (p *parser) emit(c instr, grows int) {
	p.code = append(p.code, c)
	p.size += grows
	p.most = max(p.most, p.size)
}
