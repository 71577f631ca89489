package keys

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// sample is everything a small scenario may say, of every type there is.
type sample struct {
	title, about, rule string
	cycles, seed       int
	up, down           float64
	width, drift, cost float64
	open, shocked      bool
	names              []string
	weights            []float64
	matrix             [][]float64
	value              any
	at                 []int
	shares             []float64
	sizes              map[string]int
	steps              int
	temperature        float64
}

// readSample reads a sample, and checks what is wrong only together.
func readSample(t *Table) sample {
	var s sample
	s.title = t.Text("title", "untitled", "what it is called")
	s.about = t.Text("about", "", "what it is about")
	s.cycles = t.Count("cycles", 100, 1, 1000, "how long it runs [cycles]")
	s.seed = t.Count("seed", 1, 0, math.MaxInt, "seed of all draws")
	s.names = t.Texts("names", []string{"a", "b"}, "names")
	s.weights = t.Numbers("weights", nil, Unit, "what matters (model, 6)")
	s.matrix = t.Matrix("matrix", Unit, "trust between groups")
	s.value = t.Value("value", "anything", nil, "free form")
	readTrust(t.Table("trust", "how trust moves (model, 5)"), &s)
	shock := t.Table("shock", "one shock")
	s.shocked = shock.Present()
	shock.Share("size", 0.5, "how large it is")
	for _, e := range t.Tables("event", "what befalls") {
		at := e.Count("at", 0, 0, math.MaxInt, "when [cycle]")
		switch {
		case at > s.cycles:
			e.Errorf("at", "%d is after the end, want at most %d", at, s.cycles)
		case at == 0:
			e.Errorf("", "at 0 nothing has begun")
		}
		s.at = append(s.at, at)
		s.shares = append(s.shares, e.Share("share", 1, "share of agents"))
	}
	s.sizes = map[string]int{}
	for _, g := range t.Named("group", "agents who are alike") {
		s.sizes[g.Name()] = g.Count("size", 1, 1, math.MaxInt, "how many [agents]")
	}
	readWork(t.Table("work", "kind of work"), &s)
	return s
}

func readTrust(t *Table, s *sample) {
	s.up = t.Share("up", 0.1, "rate after better than expected [per cycle]")
	s.down = t.Share("down", 0.2, "rate after worse than expected [per cycle] (model, 5)")
	s.width = t.Number("width", 0.3, Positive, "tolerance")
	s.drift = t.Number("drift", 0, Any, "drift")
	s.cost = t.Number("cost", math.NaN(), NonNegative, "cost [hours]")
	s.open = t.Switch("open", true, "whether everybody sees")
	s.rule = t.Choice("rule", "blend", []string{"blend", "sample", "best"}, "how plans move")
}

func readWork(t *Table, s *sample) {
	kind := t.Choice("kind", "judgement", []string{"judgement", "search"}, "what is done")
	if kind == "judgement" || t.Blank() {
		s.temperature = t.When("kind", "judgement").Number("noise", 0.5, NonNegative, "noise of signals")
	}
	if kind == "search" || t.Blank() {
		w := t.When("kind", "search")
		s.steps = w.Count("noise", 1, 0, 9, "bits turned at random [bits]")
		w.Table("block", "blocks of bits").Count("size", 4, 1, 64, "bits of a block")
	}
}

// Every broken file says on each line what is wrong with that line.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.toml")
	if err != nil || len(files) < 8 {
		t.Fatalf("broken files: %d, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			wantErrors(t, text, errorsOf(t, text))
		})
	}
}

func errorsOf(t *testing.T, text []byte) Errors {
	root, err := Parse("x.toml", text)
	if err == nil {
		readSample(root)
		err = root.Err()
	}
	var all Errors
	if err != nil && !errors.As(err, &all) {
		t.Fatalf("%v is of type %T, want Errors", err, err)
	}
	return all
}

// wantErrors checks errors against the remarks ### in a text.
func wantErrors(t *testing.T, text []byte, got Errors) {
	t.Helper()
	last := 0
	for _, e := range got {
		if e.Line < last {
			t.Errorf("error of line %d after one of line %d", e.Line, last)
		}
		last = e.Line
	}
	for i, line := range strings.Split(string(text), "\n") {
		remarks := strings.Split(line, "###")
		for _, want := range remarks[1:] {
			found := false
			for k, e := range got {
				if !found && e.Line == i+1 && strings.Contains(e.Error(), strings.TrimSpace(want)) {
					got = append(got[:k:k], got[k+1:]...)
					found = true
				}
			}
			if !found {
				t.Errorf("line %d: want an error %q", i+1, strings.TrimSpace(want))
			}
		}
	}
	for _, e := range got {
		t.Errorf("not wanted: %v", e)
	}
}

const full = `
title = "Orpheus"
cycles = 250
names = ["x", 'it"s' ]
weights = [1, 0.5]
matrix = [[1, 0], [0.25, 0.75]]
value = {a = 1, b = [true, "x", 2.5], "c d" = {e = 1979-05-27}}
trust.up = 0.3
trust."width" = 2
[[event]]
at = 3
[[event]]
at = 7
share = 0.25
[shock]
[group."first violins"]
size = 16
[group.winds]
[work]
kind = "search"
noise = 3
`

func TestReaders(t *testing.T) {
	root, err := Parse("x.toml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	got := readSample(root)
	if err := root.Err(); err != nil {
		t.Fatal(err)
	}
	want := sample{
		title: "Orpheus", cycles: 250, seed: 1, names: []string{"x", `it"s`}, weights: []float64{1, .5},
		matrix: [][]float64{{1, 0}, {.25, .75}},
		value:  map[string]any{"a": int64(1), "b": []any{true, "x", 2.5}, "c d": map[string]any{"e": "1979-05-27"}},
		up:     .3, down: .2, width: 2, open: true, rule: "blend", shocked: true,
		at: []int{3, 7}, shares: []float64{1, .25}, sizes: map[string]int{"first violins": 16, "winds": 1}, steps: 3,
	}
	if !math.IsNaN(got.cost) {
		t.Errorf("cost is %v, want it missing", got.cost)
	}
	if got.cost = 0; !reflect.DeepEqual(got, want) {
		t.Errorf("read\n%+v\nwant\n%+v", got, want)
	}
	checkWrite(t, root, got)
}

// checkWrite writes what was read and wants the same from reading that.
func checkWrite(t *testing.T, root *Table, want sample) {
	t.Helper()
	text := Write(root.Entries())
	again, err := Parse("written.toml", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got := readSample(again)
	want.cost, got.cost = 0, 0
	if err := again.Err(); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("written as\n%s\nread back %v\n%+v, want\n%+v", text, err, got, want)
	}
	if twice := Write(again.Entries()); twice != text {
		t.Errorf("written again as\n%s\nwant\n%s", twice, text)
	}
}

func TestDefaults(t *testing.T) {
	root, err := Parse("x.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := readSample(root)
	if root.Err() != nil || got.cycles != 100 || got.up != 0.1 || got.shocked || len(got.at) != 0 {
		t.Errorf("defaults %+v, %v", got, root.Err())
	}
	checkWrite(t, root, got)
	if text := Write(root.Entries()); strings.Contains(text, "shock") {
		t.Errorf("a table whose absence means something was written:\n%s", text)
	}
}

func TestPlaces(t *testing.T) {
	text := "a = 1 # [x]\n[b.c] # d = 1\nd = '''\n[e]\n'''\nf = [\n 1,\n [2, {g = 3}],\n]\n[[h]]\ni = 1\n[[h.j]]\n[[h]]\n[[h.j]]\nk = \"\"\"\\\n  \"\"\"\"\"\nl.\"m.n\" = 1\n[b]\no = {p = 1,\n q = 2}\n"
	root, err := Parse("x.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path string
		want int
	}{
		{"a", 1}, {"b", 18}, {"b.c", 2}, {"b.c.d", 3}, {"b.c.f", 6}, {"b.c.f[0]", 7}, {"b.c.f[1]", 8}, {"b.c.f[1][1].g", 8},
		{"h[0]", 10}, {"h[0].i", 11}, {"h[0].j[0]", 12}, {"h[1]", 13}, {"h[1].j[0]", 14}, {"h[1].j[0].k", 15},
		{`h[1].j[0].l."m.n"`, 17}, {"b.o", 19}, {"b.o.p", 19}, {"b.o.q", 20},
	} {
		if got := lineOf(t, root, tt.path); got != tt.want {
			t.Errorf("%s is at line %d, want %d", tt.path, got, tt.want)
		}
	}
}

// lineOf walks a path through the nodes.
func lineOf(t *testing.T, root *Table, path string) int {
	n := &node{value: root.group}
	for _, part := range splitPath(path) {
		name, rest, _ := strings.Cut(part, "[")
		g, ok := n.value.(*group)
		if !ok || g.of[unbare(name)] == nil {
			t.Fatalf("%s: nothing at %s", path, part)
		}
		n = g.of[unbare(name)]
		for _, index := range strings.FieldsFunc(rest, func(r rune) bool { return r == '[' || r == ']' }) {
			n = &n.value.([]node)[index[0]-'0']
		}
	}
	return n.line
}

func TestExtends(t *testing.T) {
	files := fstest.MapFS{
		"s/base.toml":    {Data: []byte("title = 'base'\ncycles = 9\nnames = ['p', 'q']\n[trust]\nup = 0.3\nwrong = 1\n[[event]]\nat = 1\n[[event]]\nat = 2\n[group.a]\nsize = 1\n[group.b]\nsize = 2\n")},
		"s/child.toml":   {Data: []byte("extends = 'base.toml'\ntitle = 'child'\n[trust]\ndown = 7\n[[event]]\nat = 3\n[group.b]\nsize = 3\n[group.c]\n")},
		"grand.toml":     {Data: []byte("extends = 's/child.toml'\nnames = []\n")},
		"s/lib.toml":     {Data: []byte("extends = 'grand.toml'\n")},
		"s/self.toml":    {Data: []byte("title = 'x'\nextends = './self.toml'\n")},
		"one.toml":       {Data: []byte("extends = 'two.toml'\n")},
		"two.toml":       {Data: []byte("extends = 'one.toml'\n")},
		"lost.toml":      {Data: []byte("extends = 'nowhere.toml'\n")},
		"number.toml":    {Data: []byte("extends = 4\n")},
		"bad.toml":       {Data: []byte("a = \n")},
		"under-bad.toml": {Data: []byte("extends = 'bad.toml'\n")},
		"large.toml":     {Data: make([]byte, MaxBytes+1)},
		"huge.toml":      {Data: []byte("extends = 'large.toml'\n")},
	}
	open := func(name string) ([]byte, error) {
		f, err := files.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return ReadAll(f)
	}
	for _, name := range []string{"grand.toml", "s/lib.toml"} {
		root, err := Load(open, name)
		if err != nil {
			t.Fatal(err)
		}
		s := readSample(root)
		if s.title != "child" || s.cycles != 9 || len(s.names) != 0 || s.up != .3 || !reflect.DeepEqual(s.at, []int{3}) ||
			!reflect.DeepEqual(s.sizes, map[string]int{"a": 1, "b": 3, "c": 1}) {
			t.Errorf("%s: read %+v", name, s)
		}
		got, want := root.Err().Error(), "s/child.toml:4: trust.down: 7 is outside [0, 1]\n"+
			"s/base.toml:6: trust.wrong: no such key; want one of cost, down, drift, open, rule, up, width"
		if got != want {
			t.Errorf("%s: errors\n%s\nwant\n%s", name, got, want)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"s/self.toml", "s/self.toml:2: extends: a cycle: s/self.toml extends s/self.toml"},
		{"one.toml", "two.toml:1: extends: a cycle: one.toml extends two.toml extends one.toml"},
		{"lost.toml", `lost.toml:1: extends: cannot read "nowhere.toml": no such file`},
		{"number.toml", "number.toml:1: extends: 4, want the name of a file in quotes"},
		{"under-bad.toml", "bad.toml:1: "},
		{"nothing.toml", "nothing.toml: no such file"},
		{"large.toml", "large.toml: more than 16 MiB, want a smaller file"},
		{"huge.toml", `huge.toml:1: extends: cannot read "large.toml": more than 16 MiB, want a smaller file`},
	} {
		if _, err := Load(open, tt.name); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestSet(t *testing.T) {
	for _, tt := range []struct{ path, value, want string }{
		{"trust.up", "0.7", "trust.up = 0.7"},
		{"trust.up", "1.5", "--set: trust.up: 1.5 is outside [0, 1]"},
		{"trust.pu", "1", `--set: trust.pu: no such key; did you mean "up"?`},
		{"trust.rule", "best", `trust.rule = "best"`},
		{"title", "A long day", `title = "A long day"`},
		{"title", `"quoted"`, `title = "quoted"`},
		{"title", "", `title = ""`},
		{"title", "1\ncycles = 5", `title = "1\ncycles = 5"`},
		{"cycles", "12", "cycles = 12"},
		{"cycles", "1.2.3", `--set: cycles: text "1.2.3", want a whole number from 1 to 1000`},
		{"event[0].at", "5", "event[0].at = 5"},
		{"event[2].at", "9", "event[2].at = 9"},
		{"event[4].at", "9", "--set: event[4].at: event has 2, want an index from 0 to 2"},
		{"event[x].at", "9", `--set: event[x].at: "x" is no index, want a whole number from 0`},
		{"title.x", "9", `--set: title.x: title is text "Orpheus", want a table`},
		{"title[0]", "9", `--set: title[0]: title is text "Orpheus", want a list`},
		{"", "9", "--set: an empty key, want a path such as reflection.trust_up or event[0].at"},
		{"names[1]", "bob", `names = ["x", "bob"]`},
		{"names", `["u", "v"`, `--set: names: ["u", "v" is not TOML, want a number, a text, true, false or a list`},
		{"extends", "orpheus", "--set: extends: a file alone says what it is laid over, want another key"},
		{`group."first violins".size`, "14", `group."first violins".size = 14`},
		{"group.brass.size", "3", "group.brass.size = 3"},
	} {
		root, err := Parse("x.toml", []byte(full))
		if err != nil {
			t.Fatal(err)
		}
		if err = root.Set(tt.path, tt.value); err == nil {
			readSample(root)
			err = root.Err()
		}
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			path, _, _ := strings.Cut(tt.want, " = ")
			for _, e := range root.Entries() {
				if e.Path == path {
					got = e.Path + " = " + Quote(e.Value)
				}
			}
		}
		if got != tt.want {
			t.Errorf("--set %s=%s gives %s, want %s", tt.path, tt.value, got, tt.want)
		}
	}
}

func TestReferenceHoldsEveryKey(t *testing.T) {
	ref := Reference()
	readSample(ref)
	if ref.Err() != nil {
		t.Error(ref.Err())
	}
	page := Markdown(ref.Entries())
	for _, want := range []string{
		"## Top level\n", "## `[trust]`\n\nHow trust moves. Source: model, 5.\n", "## `[[event]]`", "## `[group.NAME]`",
		"| `up` | share | per cycle | 0 to 1 | `0.1` | rate after better than expected |  |\n",
		"| `seed` | count |  | 0 or more | `1` | seed of all draws |  |\n",
		"| `cost` | number | hours | 0 to 1e9 |  | cost |  |\n",
		"| `rule` | choice |  | `blend`, `sample`, `best` | `\"blend\"` | how plans move |  |\n",
		"| `noise` | number |  | 0 to 1e9 | `0.5` | noise of signals (when `kind = \"judgement\"`) |  |\n",
		"## `[work.block]`",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the reference lacks %q:\n%s", want, page)
		}
	}
	var schema map[string]any
	if err := json.Unmarshal(Schema(ref.Entries(), "a scenario"), &schema); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ path, want string }{
		{"title", `"a scenario"`},
		{"properties/trust/properties/up/maximum", "1"},
		{"properties/trust/properties/width/minimum", "1e-9"},
		{"properties/trust/additionalProperties", "false"},
		{"properties/event/items/properties/at/type", `"integer"`},
		{"properties/group/additionalProperties/properties/size/minimum", "1"},
		{"properties/work/properties/noise/anyOf/1/type", `"integer"`},
		{"properties/matrix/items/items/type", `"number"`},
		{"properties/group/description", `"agents who are alike"`},
	} {
		var at any = schema
		for part := range strings.SplitSeq(tt.path, "/") {
			switch v := at.(type) {
			case map[string]any:
				at = v[part]
			case []any:
				at = v[part[0]-'0']
			}
		}
		if got, _ := json.Marshal(at); string(got) != tt.want {
			t.Errorf("schema %s is %s, want %s", tt.path, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"up", "down", "reflection", "attention", "rounds"}
	for _, tt := range []struct{ word, want string }{
		{"dwon", "down"}, {"Down", "down"}, {"reflektion", "reflection"}, {"rounds_", "rounds"}, {"round", "rounds"},
		{"pu", "up"}, {"colour", ""}, {"", ""}, {"x", ""}, {"atention", "attention"},
	} {
		if got := Nearest(tt.word, names); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestQuoteReadsBack(t *testing.T) {
	for _, v := range []any{
		"", "a\"b\\c\n\t\r\x00\x1f\x7fé🎻", 0.0, math.Copysign(0, -1), 1.0, 1e300, 5e-324, 0.1, -2.5e-7, 123456789.0, 1e21,
		int64(math.MaxInt64), int64(math.MinInt64), true, []any{}, []any{int64(1), "x", []any{2.5}},
		map[string]any{"a b": int64(1), "": map[string]any{"x": false}},
	} {
		root, err := Parse("x", []byte("v = "+Quote(v)))
		if err != nil {
			t.Errorf("%#v is written %s: %v", v, Quote(v), err)
			continue
		}
		if got := root.Value("v", "", nil, ""); !reflect.DeepEqual(got, v) {
			t.Errorf("%#v is written %s and read back %#v", v, Quote(v), got)
		}
	}
}

func TestDepth(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("[", 1<<20), "a = " + strings.Repeat("[", 1<<20), "a = " + strings.Repeat("{a=", 1<<20),
		strings.Repeat("a.", 1<<20) + "a = 1", "[" + strings.Repeat("a.", 1<<20) + "a]",
	} {
		if _, err := Parse("x", []byte("# one\n"+text)); err == nil || !strings.HasPrefix(err.Error(), "x:2: ") {
			t.Errorf("%.20q…: %.100v, want a refusal of line 2", text, err)
		}
	}
}

func TestManyErrorsAreCut(t *testing.T) {
	root, err := Parse("x", []byte("weights = ["+strings.Repeat("2,\n", 5000)+"]"))
	if err != nil {
		t.Fatal(err)
	}
	readSample(root)
	var all Errors
	if !errors.As(root.Err(), &all) || len(all) != maxErrors+1 || !strings.HasSuffix(all.Error(), "and 4800 more errors") {
		t.Errorf("%d errors, the last %v", len(all), all[len(all)-1])
	}
}
