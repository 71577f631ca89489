package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// house is a statement of policy: what each package may import of ours and,
// after the bar, of others beyond the standard library. Imports point one way:
// exact, keys, table ← agents ← sim ← render ← cmd. A name ending in /... stands
// for a package and all below it, * for everything.
const house = `
sim/exact          |
sim/keys           | github.com/BurntSushi/toml
sim/table          |
sim/table/parquet  sim/table | github.com/parquet-go/parquet-go
sim/expr           sim/exact sim/keys |
sim/nk             sim/exact |
sim/rank           sim/exact |
sim/stats          sim/exact sim/rank sim/table | gonum.org/v1/gonum
sim/design         sim/exact sim/table | gonum.org/v1/gonum

agents             sim/exact |
agents/network     agents sim/exact sim/keys sim/table |
agents/influence   agents sim/exact |
agents/pattern     agents agents/influence sim/exact sim/keys |

sim/work           agents sim/exact sim/keys sim/nk sim/table |
sim/event          agents agents/network agents/pattern sim/exact sim/keys |
sim/scenario       agents/... scenarios sim/event sim/exact sim/expr sim/keys sim/table sim/work |
sim                agents/... sim/event sim/exact sim/scenario sim/table sim/work |
sim/measure        agents/... sim sim/exact sim/expr sim/rank sim/scenario sim/table sim/work |
sim/classic        sim/exact sim/keys sim/nk sim/table |
sim/solo           sim sim/classic sim/exact sim/expr sim/keys sim/measure sim/scenario sim/table |
sim/run            agents/... sim sim/classic sim/design sim/exact sim/expr sim/keys sim/measure sim/scenario sim/solo sim/stats sim/table sim/table/parquet sim/work | golang.org/x/sys
scenarios          |

render/draw        | golang.org/x/image
render/svg         render/draw |
render/draw/sample render/draw |
render/paint       render/draw | golang.org/x/image
render/paint/golden |
render/plot        render/draw sim/table | gonum.org/v1/plot gonum.org/v1/gonum golang.org/x/image
render/sound       |
render/view        agents/... render/draw sim sim/classic sim/exact sim/measure sim/scenario sim/stats sim/table sim/work |
render/view/sample render/... sim/exact |
render/ui          render/draw |
render/front       render/draw render/play render/svg render/ui render/view |
render/cast        agents/... render/front render/play render/view scenarios sim/... sim |
render/play        agents/... render/draw render/sound render/ui render/view sim sim/classic sim/exact sim/keys sim/measure sim/run sim/scenario sim/table sim/work scenarios |
render/window      render/... sim/... agents/... | github.com/hajimehoshi/ebiten/v2 github.com/ebitengine/oto/v3 golang.org/x/image

cmd/tutti          * | github.com/alecthomas/kong
cmd/page           * |
cmd/regimes        * |
cmd/check          |
cmd/check/slurm    |
cmd/check/digest   agents/... sim/... scenarios |
cmd/release        |
`

// A rule is one line of the house.
type rule struct{ ours, others []string }

func readHouse(t *testing.T) map[string]rule {
	rules := map[string]rule{}
	for line := range strings.Lines(house) {
		ours, others, found := strings.Cut(line, "|")
		f := strings.Fields(ours)
		if len(f) == 0 {
			continue
		}
		if _, twice := rules[f[0]]; twice || !found {
			t.Fatalf("the house lists %s twice, or without a bar", f[0])
		}
		rules[f[0]] = rule{f[1:], strings.Fields(others)}
	}
	return rules
}

// under says whether a path is one of the names or, for names ending in /... or
// of modules, lies below one.
func under(path string, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		n, deep := strings.CutSuffix(n, "/...")
		deep = deep || strings.Contains(n, ".")
		return n == "*" || path == n || deep && strings.HasPrefix(path, n+"/")
	})
}

// A pkg is what go list tells of a package.
type pkg struct {
	Dir, ImportPath, Export string
	Standard                bool
	GoFiles, Imports        []string
}

// name is the path within the module: "sim/exact".
func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, "tutti/") }

// listed are all packages that the program is made of, with compiled types but
// for those that do not compile.
var listed = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-e", "-export", "-deps", "-json=Dir,ImportPath,Export,Standard,GoFiles,Imports", "tutti/...")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, errs.String())
	}
	var all []pkg
	for d := json.NewDecoder(&out); ; {
		var p pkg
		switch err := d.Decode(&p); {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, p)
	}
})

// TestHouse names each import that the house does not allow.
func TestHouse(t *testing.T) {
	rules := readHouse(t)
	all, err := listed()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if !strings.HasPrefix(p.ImportPath, "tutti/") {
			continue
		}
		r, known := rules[p.name()]
		if !known {
			t.Errorf("%s stands in no line of the house: say what it may import", p.name())
			continue
		}
		for _, path := range p.Imports {
			mine, isOurs := strings.CutPrefix(path, "tutti/")
			switch {
			case isOurs && !under(mine, r.ours...):
				t.Errorf("%s imports %s, which the house does not allow", p.name(), mine)
			case !isOurs && strings.Contains(path, ".") && !under(path, r.others...):
				t.Errorf("%s imports %s, which the house does not allow", p.name(), path)
			}
		}
	}
}

// TestCodeMap wants every package in the code map of ARCHITECTURE.md.
func TestCodeMap(t *testing.T) {
	page, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for name := range readHouse(t) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("ARCHITECTURE.md does not say what lives in %s", name)
		}
	}
}

// A checked package has its syntax and its types, or the error that says why
// not.
type checked struct {
	pkg
	err   error
	files []*ast.File
	info  *types.Info
	fset  *token.FileSet
}

var checkOnce = sync.OnceValues(func() ([]checked, error) {
	all, err := listed()
	if err != nil {
		return nil, err
	}
	export := map[string]string{}
	for _, p := range all {
		export[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if export[path] == "" {
			return nil, fmt.Errorf("%s does not compile", path)
		}
		return os.Open(export[path])
	})
	var out []checked
	for _, p := range all {
		if !strings.HasPrefix(p.ImportPath, "tutti/") {
			continue
		}
		c := checked{pkg: p, fset: fset, info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
		}}
		for _, f := range p.GoFiles {
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, f), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			c.files = append(c.files, file)
		}
		conf := types.Config{Importer: imports}
		_, c.err = conf.Check(p.ImportPath, fset, c.files, c.info)
		out = append(out, c)
	}
	return out, nil
})

// typed returns the packages of the module with their types.
func typed(t *testing.T) []checked {
	t.Helper()
	out, err := checkOnce()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(slices.Clone(out), func(c checked) bool {
		if c.err != nil {
			t.Error(c.err)
		}
		return c.err != nil
	})
}

// at is the position of a node, relative to the module.
func (c checked) at(n ast.Node) string {
	p := c.fset.Position(n.Pos())
	return fmt.Sprintf("%s/%s:%d", c.name(), filepath.Base(p.Filename), p.Line)
}

// A ban is a word of the standard library that some packages may not use.
type ban struct {
	path  string   // of the package
	names []string // none: all of them
	free  []string // packages of ours that may
	why   string
}

var bans = []ban{
	{"time", []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker"},
		[]string{"cmd/...", "render/window", "render/play"}, "only what plays to eyes and ears reads the clock"},
	{"math/rand", nil, []string{"cmd/..."}, "draws are keyed: exact.Draws"},
	{"math/rand/v2", nil, []string{"cmd/..."}, "draws are keyed: exact.Draws"},
	{"crypto/rand", nil, []string{"cmd/..."}, "draws are keyed: exact.Draws"},
	{"flag", nil, []string{"cmd/...", "render/paint/golden"}, "only commands read flags"},
	{"log", nil, []string{"cmd/..."}, "only commands print"},
	{"log/slog", nil, []string{"cmd/..."}, "only commands print"},
	{"fmt", []string{"Print", "Printf", "Println"}, []string{"cmd/..."}, "only commands print"},
	{"os", []string{"Stdin", "Stdout", "Stderr", "Args", "Exit"}, []string{"cmd/..."}, "only commands print and end"},
	{"os", []string{"Getenv", "LookupEnv", "Environ"}, []string{"cmd/...", "render/window"},
		"only commands, and what finds screen and speaker, read the environment"},
}

// exactMath are the functions of package math that are correctly rounded, or
// exact, on every platform.
var exactMath = strings.Fields(`Sqrt Abs Floor Ceil Trunc Round RoundToEven Min Max Inf IsInf NaN IsNaN
	Signbit Copysign Nextafter Nextafter32 Ldexp Frexp Modf Mod
	Float64bits Float64frombits Float32bits Float32frombits`)

// inexact may use any function of package math: their outputs are reports.
var inexact = []string{"sim/stats", "sim/design", "render/...", "cmd/..."}

// TestBannedWords names each use of a clock, a flag, a print, a random number
// or an inexact function where it has no place.
func TestBannedWords(t *testing.T) {
	for _, c := range typed(t) {
		for id, obj := range c.info.Uses {
			if obj.Pkg() == nil {
				if _, is := obj.(*types.Builtin); is && (id.Name == "print" || id.Name == "println") {
					t.Errorf("%s: builtin %s: only commands print", c.at(id), id.Name)
				}
				continue
			}
			if obj.Parent() != obj.Pkg().Scope() { // methods, fields, locals
				continue
			}
			path := obj.Pkg().Path()
			for _, b := range bans {
				if path == b.path && (len(b.names) == 0 || slices.Contains(b.names, id.Name)) && !under(c.name(), b.free...) {
					t.Errorf("%s: %s.%s: %s", c.at(id), path, id.Name, b.why)
				}
			}
			_, function := obj.(*types.Func)
			if path == "math" && function && !slices.Contains(exactMath, id.Name) && !under(c.name(), inexact...) {
				t.Errorf("%s: math.%s differs between processors; sim/exact has functions that do not", c.at(id), id.Name)
			}
		}
	}
}

// TestFiles wants every source file short, finished and never skipped.
func TestFiles(t *testing.T) {
	const most = 700 // lines
	words := []string{"TO" + "DO", "FIX" + "ME", "t.Sk" + "ip"}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		if n := bytes.Count(text, []byte("\n")); n > most {
			t.Errorf("%s has %d lines, want at most %d", path, n, most)
		}
		for _, w := range words {
			if bytes.Contains(text, []byte(w)) {
				t.Errorf("%s contains %s", path, w)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
