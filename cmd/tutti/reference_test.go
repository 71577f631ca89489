package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"tutti/scenarios"
	"tutti/sim/run"
)

var update = flag.Bool("update", false, "write golden files and pages anew")

// golden wants a text to be that of a file; -update writes it anew.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for k := range max(len(a), len(b)) {
		if x, y := at(a, k), at(b, k); x != y {
			t.Errorf("%s:%d: got %q, want %q; -update writes the file anew", file, k+1, x, y)
			return
		}
	}
}

func at(lines []string, k int) string {
	if k < len(lines) {
		return lines[k]
	}
	return "the end"
}

// The page and the schema of all keys are what the code reads.
func TestReferenceIsCurrent(t *testing.T) {
	page, _ := tutti(t, 0, "reference")
	golden(t, "../../docs/reference.md", page)
	schema, _ := tutti(t, 0, "reference", "--schema")
	golden(t, "../../docs/scenario.schema.json", schema)
}

// Every scenario in the guide can be run, with the files that stand beside it.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenario-files.md")
	if err != nil {
		t.Fatal(err)
	}
	files, count := map[string]string{}, 0
	for k, block := range strings.Split(string(text), "```") {
		if k%2 == 0 {
			continue
		}
		kind, body, _ := strings.Cut(block, "\n")
		if name, ok := strings.CutPrefix(kind, "csv "); ok {
			files[name] = body
			continue
		}
		if kind != "toml" {
			t.Fatalf("a block of kind %q, want toml or csv NAME", kind)
		}
		count++
		s, err := run.Load(func(name string) ([]byte, error) {
			if name == "guide.toml" {
				return []byte(body), nil
			}
			if text, ok := files[name]; ok {
				return []byte(text), nil
			}
			return scenarios.Open(name)
		}, "guide.toml", nil)
		if err != nil {
			t.Errorf("%v\nin\n%s", err, body)
			continue
		}
		r := s.New(1)
		for range 3 {
			r.Step()
		}
	}
	if count < 10 {
		t.Errorf("%d scenarios in the guide", count)
	}
}

// scene is a small command line for the golden scripts.
type scene struct {
	Play struct {
		File  string   `arg:"" help:"Scenario file: one's own, or [built in]."`
		Key   string   `help:"It's in this key." short:"k" enum:"c,g" default:"c"`
		Loud  bool     `help:"Play loud."`
		Under []string `name:"pattern" help:"Under this pattern." placeholder:"NAME"`
		Out   string   `help:"Folder for the sound." type:"path"`
	} `cmd:"" help:"Play a scenario's tune."`
	Tune struct {
		What string `arg:"" help:"strings or winds." enum:"strings,winds"`
	} `cmd:"" help:"Tune some of them."`
	Stop struct{} `cmd:"" help:"Stop playing."`
}

func TestCompletionScripts(t *testing.T) {
	k, err := kong.New(&scene{}, kong.Name("tutti"))
	if err != nil {
		t.Fatal(err)
	}
	all := completions(k.Model)
	for i := range all {
		if words := all[i].words; len(words) > 3 { // what is shipped may change
			if len(words) < 20 || !strings.Contains(strings.Join(words, " "), "orpheus") {
				t.Errorf("%s completes %q, want scenarios", all[i].name, words)
			}
			all[i].words = []string{"orpheus", "conducted"}
		}
		for f := range all[i].flags {
			if words := all[i].flags[f].words; len(words) > 3 {
				all[i].flags[f].words = []string{"rotating", "shared"}
			}
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		var b bytes.Buffer
		if err := complete(&b, shell, all); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/completion."+shell+".txt", b.String())
	}
}

// The scripts of the program know every command and flag, scenario and pattern.
func TestCompletionKnowsAll(t *testing.T) {
	k, err := kong.New(&cli{}, kong.ExplicitGroups(groups))
	if err != nil {
		t.Fatal(err)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		script, errs := tutti(t, 0, "completion", shell)
		want := append(scenarios.List("."), scenarios.List("patterns")...)
		for _, node := range k.Model.Leaves(true) {
			want = append(want, node.Name)
			for _, f := range node.Flags {
				want = append(want, f.Name)
			}
			if node.Group == nil {
				t.Errorf("the command %s has no heading to stand under", node.Name)
			}
		}
		for _, word := range want {
			if !strings.Contains(script, word) {
				t.Errorf("%s does not know %q", shell, word)
			}
		}
		if errs != "" {
			t.Errorf("%s: got %q on standard error", shell, errs)
		}
	}
}

// Every command's help fits 80 columns and says what is done.
func TestHelp(t *testing.T) {
	k, err := kong.New(&cli{}, kong.ExplicitGroups(groups))
	if err != nil {
		t.Fatal(err)
	}
	calls := [][]string{{"--help"}, nil}
	for _, node := range k.Model.Leaves(true) {
		calls = append(calls, []string{node.Name, "--help"})
	}
	for _, args := range calls {
		out, errs := tutti(t, 0, args...)
		if !strings.HasPrefix(out, "Usage: tutti ") || errs != "" {
			t.Errorf("%v: got %.40q and %q", args, out, errs)
		}
		for line := range strings.Lines(out) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > reportWidth+4 { // examples stand four further in and are not folded
				t.Errorf("%v: %d columns: %q", args, n, line)
			}
		}
	}
	if out, _ := tutti(t, 0, "--help"); strings.Index(out, "  run ") > strings.Index(out, "  sweep ") {
		t.Error("run does not come first")
	}
}

// What is listed can be explained.
func TestListedIsExplained(t *testing.T) {
	for _, kind := range listKinds {
		topics, err := topicsOf(kind)
		if err != nil || len(topics) == 0 {
			t.Fatalf("%s: %d, %v", kind, len(topics), err)
		}
		for _, topic := range topics[:min(3, len(topics))] {
			out, _ := tutti(t, 0, "explain", topic.name)
			if !strings.Contains(out, topic.name+" (") {
				t.Errorf("explain %s: got %q", topic.name, out)
			}
		}
		if out, _ := tutti(t, 0, "list", kind); !strings.Contains(out, topics[0].name) {
			t.Errorf("list %s: got %q", kind, out)
		}
	}
}
