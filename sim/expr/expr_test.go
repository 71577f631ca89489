package expr

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/sim/exact"
)

var nan = math.NaN()

var sampleNames = []string{"quality", "trust", "gone", "share of winds", "cycle"}
var sampleRow = []float64{0.75, 0.25, nan, 4, 3}

func same(a, b float64) bool { return a == b || a != a && b != b }

func TestEval(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"1", 1}, {"1.5e1", 15}, {".5", 0.5}, {"quality", 0.75}, {"'share of winds' + 1", 5}, {"`share of winds`", 4},
		{"1 + 2 * 3", 7}, {"(1 + 2) * 3", 9}, {"10 - 4 - 3", 3}, {"16 / 4 / 2", 2}, {"2^3^2", 512}, {"-2^2", -4}, {"2^-1", 0.5},
		{"(-2)^3", -8}, {"(-2)^-3", -0.125}, {"(-2)^2", 4}, {"(-8)^(1/3)", nan}, {"(-1)^65", -1}, {"(-1)^66", 1}, {"0^0", 1}, {"0^-1", nan}, {"- -3", 3}, {"+3", 3}, {"2*-3", -6},
		{"quality > trust", 1}, {"quality <= trust", 0}, {"quality == 0.75", 1}, {"quality != 0.75", 0}, {"1 < 1", 0}, {"1 >= 1", 1},
		{"quality > 0 and trust > 0", 1}, {"quality > 0 and trust > 1", 0}, {"quality > 1 or trust > 0", 1}, {"not quality > 1", 1},
		{"not (quality > 0) or trust > 1", 0}, {"1 > 0 or 1 > 0 and 0 > 1", 1}, {"(quality > 0.5) + (trust > 0.5)", 1},
		{"min(3, quality, 2)", 0.75}, {"max(3, quality, 2)", 3}, {"max(2)", 2}, {"abs(-2)", 2}, {"sqrt(16)", 4}, {"sqrt(-1)", nan},
		{"exp(0)", 1}, {"log(1)", 0}, {"log(0)", nan}, {"log(-1)", nan}, {"exp(1000)", nan}, {"1e300 * 1e300", nan}, {"1 / 0", nan}, {"0 / 0", nan},
		{"gone", nan}, {"gone + 1", nan}, {"gone > 1", nan}, {"not gone > 1", nan}, {"min(1, gone)", nan}, {"gone > 1 and 0 > 1", 0},
		{"gone > 1 or 1 > 0", 1}, {"gone > 1 and 1 > 0", nan}, {"gone > 1 or 0 > 1", nan}, {"gone^0", nan}, {"0 * gone", nan},
		{"given(gone)", 0}, {"given(quality)", 1}, {"given(gone) and gone > 1", 0}, {"delta(quality)", nan}, {"mean(quality, 1)", 0.75}, {"mean(quality, 2)", nan},
		{"min ( 1 ,\n 2 )", 1},
	} {
		e, err := Compile(tt.text, sampleNames)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if got := e.Eval(sampleRow); !same(got, tt.want) {
			t.Errorf("%s = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "column 1: the end, want a number, a name or a parenthesis"},
		{"qualty > 1", `column 1: no such name as "qualty"; did you mean "quality"?`},
		{"1 + colour", `column 5: no such name as "colour"; want one of quality, trust, gone, share of winds, cycle`},
		{"maks(1)", `column 1: no such function as "maks"; did you mean "max"?`},
		{"1 +", "column 4: the end, want a number, a name or a parenthesis"},
		{"(1 + 2", "column 7: the end, want ) to close ("},
		{"min(1, 2", "column 9: the end, want ) to close min("},
		{"1 2", `column 3: "2" after the end of the expression, want an operator before it`},
		{"1 = 2", `column 3: "=" is no operator; did you mean "=="?`},
		{"1 − 2", `column 3: "−" is no operator; did you mean "-"?`},
		{"'ü' + #", `column 1: no such name as "ü"; want one of quality, trust, gone, share of winds, cycle`},
		{"'quality + 1", "column 1: a quote that never closes, want a name between two"},
		{"1 + #", `column 5: "#" means nothing here, want a number, a name or an operator`},
		{"1.2.3", `column 1: "1.2.3" is not a number`},
		{"1e999", `column 1: "1e999" is not a number`},
		{"0 < quality < 1", "column 3: two comparisons in a row, want them joined: a < b and b < c"},
		{"quality and trust > 1", `column 1: a number to the left of "and", want a condition such as x > 0`},
		{"trust > 1 or quality", `column 14: a number to the right of "or", want a condition such as x > 0`},
		{"not quality", `column 5: a number to the right of "not", want a condition such as x > 0`},
		{"sqrt()", "column 1: sqrt of 0, want sqrt(x)"},
		{"sqrt(1, 2)", "column 1: sqrt of 2, want sqrt(x)"},
		{"max()", "column 1: max of 0, want max(x, y, …)"},
		{"mean(quality)", `column 13: ")", want a comma and the number of cycles: mean(x, 10)`},
		{"mean(quality, 0)", `column 15: "0", want a whole number of cycles from 1 to 100000`},
		{"mean(quality, 2.5)", `column 15: "2.5", want a whole number of cycles from 1 to 100000`},
		{"mean(quality, trust)", `column 15: "trust", want a whole number of cycles from 1 to 100000`},
		{"mean(quality, 100001)", `column 15: "100001", want a whole number of cycles from 1 to 100000`},
		{"and 1", `column 1: "and", want a number, a name or a parenthesis`},
		{strings.Repeat("(", 1000), "column 201: nested more than 200 deep, want a simpler expression"},
		{strings.Repeat("mean(", 12) + "1" + strings.Repeat(",99999)", 12), "column 133: windows of more than 1000000 cycles in all, want shorter ones"},
		{strings.Repeat("1", MaxText+1), "column 1: 10001 letters, want at most 10000"},
	} {
		_, err := Compile(tt.text, sampleNames)
		var bad *Error
		if !errors.As(err, &bad) || err.Error() != tt.want {
			t.Errorf("%.60s: %v, want %s", tt.text, err, tt.want)
		}
	}
	if _, err := CompileCondition("quality + 1", sampleNames); err == nil {
		t.Error("a number was taken as a condition")
	}
	if e, err := CompileCondition("not quality > 1", sampleNames); err != nil || !e.Holds(sampleRow) {
		t.Errorf("a condition does not hold: %v", err)
	}
}

// tree is an expression that is evaluated apart, from the whole history.
type tree struct {
	text string
	eval func(h [][]float64) float64
	con  bool
}

// grow draws a tree of at most some depth.
func grow(s *exact.Stream, depth int) tree {
	if depth == 0 {
		if s.Share() < 0.4 {
			x := float64(s.Int(9)) / 4
			return tree{text: fmt.Sprint(x), eval: func([][]float64) float64 { return x }}
		}
		i := s.Int(3)
		return tree{text: sampleNames[i], eval: func(h [][]float64) float64 { return h[len(h)-1][i] }}
	}
	a, b := grow(s, s.Int(depth)), grow(s, s.Int(depth))
	binary := func(op string, con bool, f func(x, y float64) float64) tree {
		return tree{"(" + a.text + ") " + op + " (" + b.text + ")", func(h [][]float64) float64 {
			x, y := a.eval(h), b.eval(h)
			if x != x || y != y {
				return nan
			}
			return finite(f(x, y))
		}, con}
	}
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	switch s.Int(10) {
	case 0:
		return binary("+", false, func(x, y float64) float64 { return x + y })
	case 1:
		return binary("-", false, func(x, y float64) float64 { return x - y })
	case 2:
		return binary("*", false, func(x, y float64) float64 { return x * y })
	case 3:
		return binary("/", false, func(x, y float64) float64 { return x / y })
	case 4:
		return binary("<", true, func(x, y float64) float64 { return is(x < y) })
	case 5:
		return binary(">=", true, func(x, y float64) float64 { return is(x >= y) })
	case 6:
		return tree{"max(" + a.text + ", " + b.text + ")", func(h [][]float64) float64 { return math.Max(a.eval(h), b.eval(h)) }, false}
	case 7:
		return tree{"-(" + a.text + ")", func(h [][]float64) float64 { return -a.eval(h) }, false}
	case 8:
		return tree{"delta(" + a.text + ")", func(h [][]float64) float64 {
			if len(h) < 2 {
				return nan
			}
			return finite(a.eval(h) - a.eval(h[:len(h)-1]))
		}, false}
	}
	return meanTree(a, 1+s.Int(4))
}

func meanTree(a tree, k int) tree {
	return tree{fmt.Sprintf("mean(%s, %d)", a.text, k), func(h [][]float64) float64 {
		sum := 0.0
		for i := len(h) - k; i < len(h); i++ {
			if i < 0 {
				return nan
			}
			sum += a.eval(h[:i+1])
		}
		return finite(sum / float64(k))
	}, false}
}

// Random expressions have the values that a plain evaluation of their trees
// gives, over a whole run, also when it is stopped and resumed.
func TestAgainstTrees(t *testing.T) {
	d := exact.NewDraws(11, 1, 0)
	for run := range uint32(400) {
		s := d.Stream(run)
		want := grow(s, 5)
		e, err := Compile(want.text, sampleNames)
		if err != nil {
			t.Fatalf("%s: %v", want.text, err)
		}
		if e.Condition() != want.con {
			t.Errorf("%s: a condition: %v, want %v", want.text, e.Condition(), want.con)
		}
		var history [][]float64
		for cycle := range 9 {
			row := []float64{float64(s.Int(5)) / 4, s.Share(), s.Share()}
			if s.Share() < 0.1 {
				row[s.Int(3)] = nan
			}
			history = append(history, row)
			if cycle == 4 {
				e = resumed(t, e)
			}
			if got, want := e.Eval(row), want.eval(history); !same(got, want) {
				t.Fatalf("cycle %d: %s = %v, want %v", cycle, e, got, want)
			}
		}
	}
}

// resumed saves the past of an expression and restores it in a fresh one.
func resumed(t *testing.T, e *Expr) *Expr {
	var b bytes.Buffer
	w := exact.NewWriter(&b)
	e.State(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	f := e.Fresh()
	r := exact.NewReader(&b)
	f.State(r)
	if r.Err() != nil || exact.Digest(e) != exact.Digest(f) {
		t.Fatalf("%s: not restored: %v", e, r.Err())
	}
	return f
}

func TestFresh(t *testing.T) {
	e, err := Compile("trust + delta(quality) * trust", sampleNames)
	if err != nil {
		t.Fatal(err)
	}
	e.Eval(sampleRow)
	if f := e.Fresh(); !math.IsNaN(f.Eval(sampleRow)) || math.IsNaN(e.Eval(sampleRow)) {
		t.Error("a fresh expression remembers, or the old one does not")
	}
	e.Reset()
	if !math.IsNaN(e.Eval(sampleRow)) {
		t.Error("a reset expression remembers")
	}
}

func TestEvalDoesNotAllocate(t *testing.T) {
	e, err := Compile("min(quality, trust, 3) ^ 2 + mean(delta(quality), 5) > log(trust) and not given(gone)", sampleNames)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { e.Eval(sampleRow) }); n != 0 {
		t.Errorf("%v allocations an evaluation, want none", n)
	}
}

func TestFunctionsAreDocumented(t *testing.T) {
	for _, f := range Functions {
		if f.Doc == "" || !strings.HasPrefix(f.Form, f.Name+"(") {
			t.Errorf("%+v lacks words", f)
		}
		args := strings.Repeat("quality, ", max(f.args, 2)-1) + "2"
		if f.args == 1 {
			args = "quality"
		}
		if _, err := Compile(f.Name+"("+args+")", sampleNames); err != nil {
			t.Errorf("%s: %v", f.Form, err)
		}
	}
}

// FuzzCompile wants no panic, a column within the text in every refusal, and
// of what is accepted a value that is finite or missing.
func FuzzCompile(f *testing.F) {
	for _, text := range []string{"mean(quality, 3) + delta(-trust)^2", "not 'share of winds' >= 1e-3 and given(gone) or max(1, .5) != 2/3", "((1))", "−"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Compile(text, sampleNames)
		if err != nil {
			var bad *Error
			if !errors.As(err, &bad) || bad.Column < 1 || bad.Column > len([]rune(text))+1 || bad.Msg == "" {
				t.Fatalf("%q: %v names no column", text, err)
			}
			return
		}
		for range 3 {
			x := e.Eval(sampleRow)
			if math.IsInf(x, 0) || e.Condition() && x == x && x != 0 && x != 1 {
				t.Fatalf("%q = %v", text, x)
			}
		}
	})
}

func BenchmarkEval(b *testing.B) {
	e, err := Compile("min(quality, trust) * 2 + mean(quality, 20) > 0.5 and trust > 0.1", sampleNames)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		e.Eval(sampleRow)
	}
}

func ExampleCompile() {
	e, err := Compile("delta(quality) > 0.1 and quality > 0.5", []string{"quality", "trust"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, quality := range []float64{0.4, 0.6, 0.65} {
		fmt.Println(e.Holds([]float64{quality, 1}))
	}
	_, err = Compile("qualty > 0.5", []string{"quality", "trust"})
	fmt.Println(err)
	// Output:
	// false
	// true
	// false
	// column 1: no such name as "qualty"; did you mean "quality"?
}
