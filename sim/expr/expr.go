// Package expr reads and evaluates expressions over named measures, so that a
// scenario can have measures and a stopping rule of its own without any Go:
//
//	[measure.lead]
//	expr = "max(top_share, 0.5) - mean(top_share, 10)"
//
// A missing value is NaN inside. What is computed from one is missing too, and
// so is what has no finite value: a division by zero, a root or logarithm of a
// negative number, an overflow.
package expr

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// An Expr is a compiled expression with the past values that it needs. One
// serves one run; Fresh gives another.
type Expr struct {
	text  string
	code  []instr
	isCon bool // whether it is a condition
	stack []float64
	past  []float64 // the windows of mean and delta, one after another
	lived int       // cycles evaluated
}

// instr is one step of the evaluation.
type instr struct {
	op op
	n  int     // number of a name, of arguments, or the length of a window
	at int     // start of a window in past
	x  float64 // a number
}

type op uint8

const (
	opNumber op = iota
	opName
	opAdd
	opSub
	opMul
	opDiv
	opPow
	opNeg
	opLess
	opAtMost
	opMore
	opAtLeast
	opEqual
	opUnequal
	opAnd
	opOr
	opNot
	opMin
	opMax
	opAbs
	opSqrt
	opExp
	opLog
	opGiven
	opMean
	opDelta
)

// String returns the text of the expression.
func (e *Expr) String() string { return e.text }

// Condition says whether the expression is true or false, such as quality >
// 0.9, rather than a number.
func (e *Expr) Condition() bool { return e.isCon }

// Fresh returns the same expression for another run, without a past.
func (e *Expr) Fresh() *Expr {
	f := *e
	f.stack = make([]float64, len(e.stack))
	f.past = make([]float64, len(e.past))
	f.Reset()
	return &f
}

// Reset forgets the past.
func (e *Expr) Reset() {
	e.lived = 0
	for i := range e.past {
		e.past[i] = math.NaN()
	}
}

// State visits the past, so that a resumed run goes on as if never stopped.
func (e *Expr) State(s exact.State) {
	size := len(e.past)
	s.Floats("expr.past", &e.past)
	s.Int("expr.lived", &e.lived)
	if len(e.past) != size || e.lived < 0 { // another expression's: no past at all
		e.past = make([]float64, size)
		e.Reset()
	}
}

// Holds evaluates a condition for the next cycle; missing is false.
func (e *Expr) Holds(row []float64) bool { return e.Eval(row) == 1 }

// Eval returns the value for the next cycle, given one value a name; NaN when
// missing. It is called once a cycle, for mean and delta remember. A condition
// is 1 when true and 0 when false. It does not allocate.
func (e *Expr) Eval(row []float64) float64 {
	top := -1 // of the stack
	s := e.stack
	for i := range e.code {
		c := &e.code[i]
		switch c.op {
		case opNumber:
			top++
			s[top] = c.x
		case opName:
			top++
			s[top] = finite(row[c.n])
		case opMin, opMax:
			top -= c.n - 1
			s[top] = extreme(c.op, s[top:top+c.n])
		case opMean, opDelta:
			s[top] = e.window(c, s[top])
		case opNeg, opNot, opAbs, opSqrt, opExp, opLog, opGiven:
			s[top] = one(c.op, s[top])
		default:
			top--
			s[top] = two(c.op, s[top], s[top+1])
		}
	}
	e.lived++
	return s[0]
}

// finite makes everything that is not a finite number the one missing value.
func finite(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	return x
}

// truth is 1 or 0, and missing when an operand is.
func truth(holds bool, x, y float64) float64 {
	switch {
	case x != x || y != y:
		return math.NaN()
	case holds:
		return 1
	}
	return 0
}

func one(o op, x float64) float64 {
	switch o {
	case opNeg:
		return finite(-x)
	case opNot:
		return finite(1 - x)
	case opAbs:
		return finite(math.Abs(x))
	case opSqrt:
		return finite(math.Sqrt(x))
	case opExp:
		return finite(exact.Exp(x))
	case opLog:
		return finite(exact.Log(x))
	case opGiven:
		return truth(x == x, 0, 0)
	}
	panic(fmt.Sprintf("expr: no operation %d of one operand", o))
}

func two(o op, x, y float64) float64 {
	switch o {
	case opAdd:
		return finite(x + y)
	case opSub:
		return finite(x - y)
	case opMul:
		return finite(float64(x * y))
	case opDiv:
		return finite(x / y)
	case opPow:
		return power(x, y)
	case opLess:
		return truth(x < y, x, y)
	case opAtMost:
		return truth(x <= y, x, y)
	case opMore:
		return truth(x > y, x, y)
	case opAtLeast:
		return truth(x >= y, x, y)
	case opEqual:
		return truth(x == y, x, y)
	case opUnequal:
		return truth(x != y, x, y)
	case opAnd: // false decides, also against what is missing
		if x == 0 || y == 0 {
			return 0
		}
		return truth(true, x, y)
	case opOr: // true decides
		if x == 1 || y == 1 {
			return 1
		}
		return truth(false, x, y)
	}
	panic(fmt.Sprintf("expr: no operation %d of two operands", o))
}

// power is x^y: by multiplication for whole y up to 64, so that 2^9 is 512; of
// a negative x only for whole y.
func power(x, y float64) float64 {
	whole := y == math.Floor(y)
	switch {
	case x != x || y != y || x < 0 && !whole:
		return math.NaN()
	case whole && math.Abs(y) <= 64:
		p := 1.0
		for range int(math.Abs(y)) {
			p = float64(p * x)
		}
		if y < 0 {
			p = 1 / p
		}
		return finite(p)
	case x < 0 && math.Floor(y/2) != y/2:
		return finite(-exact.Pow(-x, y))
	}
	return finite(exact.Pow(math.Abs(x), y))
}

// extreme is the smallest or largest; missing when any is.
func extreme(o op, xs []float64) float64 {
	best := xs[0]
	for _, x := range xs {
		switch {
		case x != x:
			return math.NaN()
		case o == opMin && x < best || o == opMax && x > best:
			best = x
		}
	}
	return best
}

// window puts x into a window and returns what is asked of it. While the run
// is shorter than the window, what it lacks counts as missing.
func (e *Expr) window(c *instr, x float64) float64 {
	w := e.past[c.at : c.at+c.n]
	at := e.lived % c.n
	before := w[at]
	w[at] = x
	if c.op == opDelta {
		return finite(x - before)
	}
	sum := 0.0
	for _, x := range w[at+1:] { // from the oldest to the newest
		sum += x
	}
	for _, x := range w[:at+1] {
		sum += x
	}
	return finite(sum / float64(c.n))
}

// A Function is one that expressions may call.
type Function struct {
	Name string
	Form string // how it is called
	Doc  string

	op   op
	args int // −1 for one or more
}

// Functions lists them.
var Functions = []Function{
	{"min", "min(x, y, …)", "the smallest", opMin, -1},
	{"max", "max(x, y, …)", "the largest", opMax, -1},
	{"abs", "abs(x)", "x without its sign", opAbs, 1},
	{"sqrt", "sqrt(x)", "square root; missing below 0", opSqrt, 1},
	{"exp", "exp(x)", "e to the power of x", opExp, 1},
	{"log", "log(x)", "natural logarithm; missing at 0 and below", opLog, 1},
	{"given", "given(x)", "whether x is not missing; never missing itself", opGiven, 1},
	{"mean", "mean(x, k)", "mean of x over the last k cycles; missing before k cycles and while one of them is", opMean, 2},
	{"delta", "delta(x)", "x less what it was a cycle before; missing in the first", opDelta, 1},
}

func function(name string) (Function, bool) {
	i := slices.IndexFunc(Functions, func(f Function) bool { return f.Name == name })
	if i < 0 {
		return Function{}, false
	}
	return Functions[i], true
}
