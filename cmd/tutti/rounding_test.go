package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strings"
	"testing"
)

// rough are the packages whose numbers are reports or pictures: they may round
// as the processor likes, and go through maps in any order.
var rough = []string{"sim/stats", "sim/table/...", "sim/keys", "render/...", "cmd/...", "scenarios"}

// TestRounding names each product of floats that is added to something without
// being rounded first. Go may compute a*b + c in one instruction that rounds
// once, also where a*b was first given a name, and does so on some processors
// only; float64(a*b) forbids it.
func TestRounding(t *testing.T) {
	for _, c := range typed(t) {
		if under(c.name(), rough...) {
			continue
		}
		for _, f := range c.files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
					c.products(t, fn)
				}
			}
		}
	}
}

// products checks one function.
func (c checked) products(t *testing.T, fn *ast.FuncDecl) {
	named := c.namedProducts(fn)
	sum := func(e ast.Expr) {
		if p := c.product(e, named); p != nil {
			t.Errorf("%s: in %s: a product is added without being rounded, want float64(a*b) + c", c.at(p), fn.Name.Name)
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if (n.Op == token.ADD || n.Op == token.SUB) && c.float(n) {
				sum(n.X)
				sum(n.Y)
			}
		case *ast.AssignStmt:
			if (n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN) && c.float(n.Lhs[0]) {
				sum(n.Lhs[0])
				sum(n.Rhs[0])
			}
		}
		return true
	})
}

// namedProducts are the local variables that are given an unrounded product.
func (c checked) namedProducts(fn *ast.FuncDecl) map[types.Object]bool {
	named := map[types.Object]bool{}
	give := func(to ast.Expr) {
		if id, ok := to.(*ast.Ident); ok {
			if obj := c.info.ObjectOf(id); obj != nil {
				named[obj] = true
			}
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		switch a.Tok {
		case token.MUL_ASSIGN:
			if c.float(a.Lhs[0]) {
				give(a.Lhs[0])
			}
		case token.ASSIGN, token.DEFINE:
			if len(a.Lhs) == len(a.Rhs) {
				for i, e := range a.Rhs {
					if c.product(e, nil) != nil {
						give(a.Lhs[i])
					}
				}
			}
		}
		return true
	})
	return named
}

// product returns e when it is an unrounded product of floats, a quotient that
// the compiler turns into one, or a variable that holds one.
func (c checked) product(e ast.Expr, named map[types.Object]bool) ast.Node {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return c.product(e.X, named)
	case *ast.UnaryExpr:
		return c.product(e.X, named)
	case *ast.Ident:
		if named[c.info.ObjectOf(e)] {
			return e
		}
	case *ast.BinaryExpr:
		if (e.Op == token.MUL || e.Op == token.QUO && c.powerOfTwo(e.Y)) && c.float(e) {
			return e
		}
	}
	return nil
}

// powerOfTwo says whether e is a constant by which the compiler multiplies where
// the source divides.
func (c checked) powerOfTwo(e ast.Expr) bool {
	v := c.info.Types[e].Value
	if v == nil {
		return false
	}
	x, _ := constant.Float64Val(constant.ToFloat(v))
	half, _ := math.Frexp(math.Abs(x))
	return half == 0.5
}

// float says whether e is a float that is not a constant.
func (c checked) float(e ast.Expr) bool {
	tv, ok := c.info.Types[e]
	if !ok {
		if id, is := e.(*ast.Ident); is && c.info.ObjectOf(id) != nil {
			tv.Type = c.info.ObjectOf(id).Type()
		}
	}
	if tv.Type == nil || tv.Value != nil {
		return false
	}
	b, ok := tv.Type.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// TestMapOrder names each loop over a map where results must not depend on its
// order, which differs from run to run: sort the keys first, with
// slices.Sorted(maps.Keys(m)). A loop that only fills another map or counts is
// fine, and one that only appends in a function that sorts afterwards.
func TestMapOrder(t *testing.T) {
	for _, c := range typed(t) {
		if under(c.name(), rough...) {
			continue
		}
		for _, f := range c.files {
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Body == nil {
					continue
				}
				ast.Inspect(fn, func(n ast.Node) bool {
					if r, ok := n.(*ast.RangeStmt); ok && c.isMap(r.X) && !c.unordered(r, fn) {
						t.Errorf("%s: loop over a map, whose order is not fixed", c.at(r))
					}
					return true
				})
			}
		}
	}
}

func (c checked) isMap(e ast.Expr) bool {
	_, is := c.info.TypeOf(e).Underlying().(*types.Map)
	return is
}

// unordered says whether the order of a loop cannot show.
func (c checked) unordered(r *ast.RangeStmt, fn *ast.FuncDecl) bool {
	for _, s := range r.Body.List {
		a, ok := s.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 1 {
			return false
		}
		if at, ok := a.Lhs[0].(*ast.IndexExpr); ok && a.Tok == token.ASSIGN && c.isMap(at.X) {
			continue
		}
		if a.Tok == token.ADD_ASSIGN && c.whole(a.Lhs[0]) {
			continue
		}
		call, ok := a.Rhs[0].(*ast.CallExpr)
		if !ok || !c.calls(call, "append") || !c.sortsAfter(fn, r) {
			return false
		}
	}
	return true
}

func (c checked) whole(e ast.Expr) bool {
	b, ok := c.info.TypeOf(e).Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

func (c checked) calls(call *ast.CallExpr, builtin string) bool {
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == builtin
}

// sortsAfter says whether a function sorts something after a loop.
func (c checked) sortsAfter(fn *ast.FuncDecl, r *ast.RangeStmt) (found bool) {
	ast.Inspect(fn, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Pos() > r.End() {
			if obj := c.info.Uses[s.Sel]; obj != nil && obj.Pkg() != nil {
				path := obj.Pkg().Path()
				found = found || path == "sort" || path == "slices" && strings.HasPrefix(obj.Name(), "Sort")
			}
		}
		return !found
	})
	return found
}
