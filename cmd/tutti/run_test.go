package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tutti/sim/exact"
)

// asProgram, when set, makes the test binary the program itself, for tests that
// interrupt and kill it.
const asProgram = "TUTTI_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program is the program as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// few is a small organisation in which something happens.
const few = `title = "A few"
cycles = 30
burn_in = 3
pattern = "shared"
[organisation]
domains = ["craft", "sales"]
[group.maker]
count = 5
[group.seller]
count = 3
expertise = {uniform = [0.2, 0.9]}
[[ties]]
kind = "complete"
[turnover]
hazard = 0.01
[[event]]
at = 12
kind = "join"
group = "maker"
[measure.return]
expr = "quality / (time_used + 0.1)"
`

// inFew makes a folder with the scenario few.toml the working directory.
func inFew(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	put(t, "few.toml", few)
}

// folder returns all files of a folder, of the manifest all but the times.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	times := regexp.MustCompile(`"(began|took_seconds)": .*\n`)
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = times.ReplaceAllString(string(text), "")
	}
	return files
}

func sameFolder(t *testing.T, got, want string) {
	t.Helper()
	g, w := folder(t, got), folder(t, want)
	if len(g) != len(w) {
		t.Errorf("%s has %d files, %s has %d", got, len(g), want, len(w))
	}
	for name := range w {
		if g[name] != w[name] {
			t.Errorf("%s/%s differs from %s/%s (%d bytes, want %d)", got, name, want, name, len(g[name]), len(w[name]))
		}
	}
}

// A run that was stopped and resumed leaves the same files as one that was not,
// the events among them, whether the checkpoint goes on in its own file or not.
func TestResumedLeavesTheSame(t *testing.T) {
	inFew(t)
	tutti(t, 0, "run", "few.toml", "--out", "whole", "--events", "--quiet")
	tutti(t, 0, "run", "few.toml", "--cycles", "11", "--checkpoint", "state", "--every", "4", "--out", "half", "--events", "--quiet")
	tutti(t, 0, "run", "few.toml", "--resume", "state", "--out", "other", "--events", "--quiet")
	sameFolder(t, "other", "whole")
	tutti(t, 0, "run", "few.toml", "--resume", "state", "--checkpoint", "state", "--every", "4", "--out", "own", "--events", "--quiet")
	sameFolder(t, "own", "whole")
	if len(folder(t, "whole")) != 11 {
		t.Errorf("%d files in the results, want 11", len(folder(t, "whole")))
	}
}

func TestResumeRefuses(t *testing.T) {
	inFew(t)
	tutti(t, 0, "run", "few.toml", "--cycles", "11", "--checkpoint", "state", "--quiet")
	text, err := os.ReadFile("state")
	if err != nil {
		t.Fatal(err)
	}
	put(t, "half", string(text[:len(text)/2]))
	flipped := bytes.Clone(text)
	flipped[len(text)/2] ^= 1
	put(t, "flipped", string(flipped))
	put(t, "none", "something else")
	for _, tt := range []struct{ want, args string }{
		{"is there already and is kept; --resume", "--checkpoint state"},
		{"another version, scenario, input file, seed or setting", "--resume state --seed 5"},
		{"another version, scenario, input file, seed or setting", "--resume state --set work.turbulence=0.9"},
		{"was made after cycle 11, but this run ends after 5", "--resume state --cycles 5"},
		{"without --events", "--resume state --out x --events"},
		{"half: a damaged checkpoint", "--resume half"},
		{"flipped: a damaged checkpoint", "--resume flipped"},
		{"no ordinary file", "--resume ."},
		{"--checkpoint: ", "--checkpoint nowhere/state"},
		{"no ordinary file, want the name of one", "--checkpoint ."},
		{"few.toml is a file, want a folder", "--out few.toml"},
		{`--seed: "-1", want a whole number of 0 or more`, "--seed -1"},
		{`--cycles: "many", want a whole number`, "--cycles many"},
		{"no checkpoint", "--resume none"},
		{"no such file", "--resume missing"},
		{"--events: wants --out", "--events"},
		{"--every: 0", "--every 0"},
		{"--cycles: 0", "--cycles 0"},
		{"--seed: ", "--seed 18446744073709551615"},
	} {
		out, errs := tutti(t, 2, append([]string{"run", "few.toml"}, strings.Fields(tt.args)...)...)
		if !strings.Contains(errs, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.args, errs, tt.want)
		}
		if out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: got %q and %q, want one line and nothing else", tt.args, out, errs)
		}
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a folder was left behind by a refused run")
	}
}

func TestNothingIsReplaced(t *testing.T) {
	inFew(t)
	tutti(t, 0, "run", "few.toml", "--cycles", "5", "--out", "there", "--events", "--quiet")
	before := folder(t, "there")
	for _, name := range []string{"manifest.json", "series.csv", "events.csv"} {
		dir := "only-" + name
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, name), "older")
		_, errs := tutti(t, 2, "run", "few.toml", "--out", dir)
		if !strings.Contains(errs, name) || !strings.Contains(errs, "--force") {
			t.Errorf("got %q, want it to name %s and --force", errs, name)
		}
		if got := folder(t, dir); len(got) != 1 || got[name] != "older" {
			t.Errorf("%s: got %v, want the older file alone", dir, got)
		}
	}
	tutti(t, 2, "run", "few.toml", "--cycles", "6", "--out", "there")
	for name, text := range folder(t, "there") {
		if before[name] != text {
			t.Errorf("%s was changed", name)
		}
	}
	tutti(t, 0, "run", "few.toml", "--cycles", "6", "--out", "there", "--force", "--quiet")
	after := folder(t, "there")
	if after["series.csv"] == before["series.csv"] || after["events.csv"] != "" {
		t.Error("--force did not replace the series, or kept the events of the older run")
	}
	put(t, "mine.toml", "mine")
	tutti(t, 2, "new", "mine")
	if text, err := os.ReadFile("mine.toml"); err != nil || string(text) != "mine" {
		t.Errorf("got %q, %v; want the older file", text, err)
	}
	tutti(t, 0, "new", "mine", "--force")
	tutti(t, 0, "run", "mine.toml", "--cycles", "5", "--quiet")
}

// An organisation that this machine has no memory for is refused before it is
// made, by every command that would live it, also where only an arm of a claim
// is so large.
func TestTooLargeIsRefused(t *testing.T) {
	memoryAvailable = func() float64 { return 4e9 }
	defer func() { memoryAvailable = freeMemory }()
	inFew(t)
	big := `
cycles = 50
burn_in = 1
[group.a]
count = 100_000
[[ties]]
kind = "random"
degree = 20_000
[[event]]
kind = "join"
at = 45
group = "a"
[expect.q]
measure = "quality"
lo = 0.1
seeds = 2
`
	put(t, "big.toml", big)
	put(t, "arm.toml", strings.Replace(strings.Replace(big, "20_000", "2", 1), "seeds = 2", `sets = ["ties[0].degree=20000"]`, 1))
	put(t, "wide.toml", "scenario = \"arm.toml\"\nseeds = 2\n[factor.\"ties[0].degree\"]\nvalues = [2, 3, 20000]\n")
	for _, args := range []string{"run big.toml", "check big.toml", "check --run big.toml", "check --run arm.toml", "knockout big.toml --agent a-1", "compare big.toml --vary influence.floor=0.1,0.2", "compare arm.toml --vary ties[0].degree=2,20000", "sweep wide.toml"} {
		if _, errs := tutti(t, 2, strings.Fields(args)...); !strings.Contains(errs, "with those whom events add, need about") {
			t.Errorf("%s: got %q, want what memory it needs", args, errs)
		}
	}
}

// An interrupt does not wait until a large organisation is set up.
func TestStoppedWhileSetUp(t *testing.T) {
	inFew(t)
	put(t, "crowd.toml", "[group.a]\ncount = 100_000\n[[ties]]\nkind = \"random\"\ndegree = 16\n")
	s, err := loadScenario("crowd.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var errs strings.Builder
	a := &app{ctx: ctx, err: &errs}
	if r, err := a.build(s); r != nil || !errors.Is(err, errInterrupted) || !strings.Contains(errs.String(), "nothing was saved") {
		t.Errorf("got %v, %v and %q, want it to stop and say that nothing was saved", r != nil, err, errs.String())
	}
}

// What a user asks for wrongly is told on standard error, with exit code 2.
func TestExitCodes(t *testing.T) {
	inFew(t)
	put(t, "many.toml", "[group.a]\ncount = 900000000\n")
	put(t, "broken.toml", "cyles = 3\n[group.a]\ncont = 2\n")
	huge, err := os.Create("huge.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := huge.Truncate(1 << 30); err != nil { // it takes no room
		t.Fatal(err)
	}
	huge.Close()
	put(t, "people.toml", "[group.a]\nfile = \"huge.toml\"\n")
	for _, tt := range []struct {
		code int
		args string
		want []string // in standard error
	}{
		{0, "check few.toml", nil},
		{0, "run few.toml --quiet", nil},
		{0, "version", nil},
		{2, "check broken.toml", []string{`broken.toml:1: cyles: no such key; did you mean "cycles"?`, `broken.toml:3: group.a.cont: no such key; did you mean "count"?`}},
		{2, "run broken.toml --json", []string{"broken.toml:1: ", "broken.toml:3: "}},
		{2, "check few.toml broken.toml missing.toml", []string{"broken.toml:1: ", "missing.toml: no such file"}},
		{2, "check many.toml", []string{"many.toml:2: group.a.count: 900000000 agents in all need about 286 GB of memory"}},
		{2, "check huge.toml", []string{"huge.toml: more than 16 MiB"}},
		{2, "check people.toml", []string{`people.toml:2: group.a.file: cannot read "huge.toml": more than 16 MiB`}},
		{2, "run few.toml --set pattern=shard", []string{`--set: pattern: no pattern`, `did you mean "shared"?`}},
		{2, "run few.toml --set =3", []string{"--set =3: want key=value"}},
		{2, "check few.toml few.toml --set nothing", []string{"--set nothing: want key=value"}},
		{2, "run few.toml --set nothing", []string{"--set nothing: want key=value"}},
		{2, "run orfeus", []string{`did you mean "orpheus"?`}},
		{2, "run few.toml --cycle 3", []string{`did you mean "--cycles"?`}},
		{2, "explain ginni", []string{`nothing is called "ginni"`}},
		{2, "explain nothing", []string{`nothing is called "nothing"; tutti list shows what there is`}},
		{2, "list sounds", []string{`must be one of`}},
		{2, "diff few.toml missing.json", []string{`missing.json`}},
		{2, "run .", []string{`a folder, want a file`}},
	} {
		out, errs := tutti(t, tt.code, strings.Fields(tt.args)...)
		for _, want := range tt.want {
			if !strings.Contains(strings.Replace(errs, "pattern.name", "pattern", 1), want) {
				t.Errorf("%s: got %q, want %q", tt.args, errs, want)
			}
		}
		if tt.code != 0 && !strings.HasPrefix(tt.args, "check few") && out != "" {
			t.Errorf("%s: got %q on standard output, want nothing", tt.args, out)
		}
		if tt.code == 0 && errs != "" {
			t.Errorf("%s: got %q on standard error, want nothing", tt.args, errs)
		}
	}
}

// With --json there is one object on standard output and nothing else.
func TestJSON(t *testing.T) {
	inFew(t)
	put(t, "march.toml", "model = \"march-1991\"\ncycles = 5\n")
	for _, tt := range []struct {
		file   string
		agents any
		null   string // a measure that is missing
	}{{"few.toml", 9.0, "recovery"}, {"march.toml", nil, ""}} {
		out, errs := tutti(t, 0, "run", tt.file, "--json")
		if errs != "" {
			t.Errorf("%s: got %q on standard error", tt.file, errs)
		}
		d := json.NewDecoder(strings.NewReader(out))
		var got map[string]any
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Token(); err != io.EOF {
			t.Errorf("%s: more than one object", tt.file)
		}
		for _, key := range []string{"scenario", "title", "seed", "cycles", "agents", "digest", "measures", "end", "leadership", "class", "class_reason"} {
			if _, ok := got[key]; !ok {
				t.Errorf("%s: no %q", tt.file, key)
			}
		}
		if len(got) != 11 || got["scenario"] != tt.file || got["agents"] != tt.agents {
			t.Errorf("%s: %d keys, scenario %v, %v agents; want 11, the file, %v", tt.file, len(got), got["scenario"], got["agents"], tt.agents)
		}
		measures := got["measures"].(map[string]any)
		if x, ok := measures[tt.null]; tt.null != "" && (!ok || x != nil) {
			t.Errorf("%s: %s is %v, want null", tt.file, tt.null, x)
		}
		shares := 0.0
		for _, l := range got["leadership"].([]any) {
			l := l.(map[string]any)
			parts := 0.0
			for _, x := range l["by_source"].(map[string]any) {
				parts += x.(float64)
			}
			const rounding = 1e-6 // of a share: sums over a run are kept in 32 bits
			if share := l["share"].(float64); math.Abs(parts-share) > float64(rounding*share) || len(l["by_domain"].(map[string]any)) != 2 || l["name"] == "" || l["unit"] == "" || l["agent"] == nil {
				t.Errorf("%s: leadership %v, its sources give %v", tt.file, l, parts)
			}
			shares += l["share"].(float64)
		}
		if tt.agents != nil && math.Abs(shares-1) > 1e-9 {
			t.Errorf("%s: shares add up to %v", tt.file, shares)
		}
	}
}

// Colour and progress are for terminals: what is not one gets neither.
func TestPlainWhereThereIsNoTerminal(t *testing.T) {
	inFew(t)
	var out, errs bytes.Buffer
	cmd := program(t, "run", "few.toml")
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if errs.Len() > 0 || strings.ContainsAny(out.String(), "\x1b\r") {
		t.Errorf("got %q on standard error, and control characters: %v", errs.String(), strings.ContainsAny(out.String(), "\x1b\r"))
	}
	if quiet, errs := tutti(t, 0, "run", "few.toml", "--quiet"); quiet != "" || errs != "" {
		t.Errorf("--quiet: got %q and %q", quiet, errs)
	}
}

// The screen of every scenario fits 80 columns and has no line for nobody.
func TestScreenFits(t *testing.T) {
	inFew(t)
	put(t, "one.toml", "title = \"Alone\"\ncycles = 5\n[group.a]\n")
	put(t, "crowd.toml", "title = \"A crowd\"\ncycles = 2\n[group.a]\ncount = 20000\n[group.b]\ncount = 20000\n[[ties]]\nkind = \"ring\"\nk = 4\n[pattern]\nname = \"shared\"\nrounds = 1\n")
	for _, args := range []string{"few.toml", "one.toml", "crowd.toml", "orpheus --cycles 12", "conducted --cycles 12", "high-tech-managers --cycles 12",
		"orpheus --cycles 12 --set pattern=isolated", "orpheus --cycles 12 --set pattern=autocracy", "march-1991 --cycles 20", "couzin-2005 --cycles 5", "granovetter-1978"} {
		out, _ := tutti(t, 0, append([]string{"run"}, strings.Fields(args)...)...)
		for line := range strings.Lines(out) {
			line = strings.TrimRight(line, "\n")
			if n := utf8.RuneCountInString(line); n > reportWidth || strings.TrimRight(line, " ") != line {
				t.Errorf("%s: %d columns, or a blank at the end: %q", args, n, line)
			}
			if strings.Contains(line, "  0 %  ") || strings.Contains(line, "NaN") || strings.HasPrefix(line, "1 agents") {
				t.Errorf("%s: %q", args, line)
			}
		}
	}
}

func TestDiff(t *testing.T) {
	inFew(t)
	tutti(t, 0, "run", "few.toml", "--out", "results", "--quiet")
	put(t, "led.toml", "extends = \"few.toml\"\npattern = \"everyone-leads\"\n")
	put(t, "more.toml", "extends = \"few.toml\"\ntitle = \"More\"\n[group.maker]\ncount = 6\n")
	put(t, "later.toml", "extends = \"few.toml\"\n[[event]]\nat = 9\nkind = \"leave\"\nwho = [\"maker 2\"]\n")
	for _, tt := range []struct{ a, b, want string }{
		{"few.toml", "few.toml", "no difference: the same settings and seed, the same bits for 30 cycles\n"},
		{"few.toml", "results", "no difference: the same settings and seed, the same bits for 30 cycles\n"},
		{"few.toml", "results/manifest.json", "no difference: the same settings and seed, the same bits for 30 cycles\n"},
		{"few.toml", "led.toml", "the runs first depart in cycle 1, phase "},
		{"few.toml", "more.toml", "8 agents and 9 agents: the states cannot be laid side by side"},
		{"few.toml", "later.toml", "the runs first depart in cycle 10, phase plan, in column \"away\", agent 1 (maker 2): "},
		{"few.toml", "march-1991", "different models, organisation and march-1991"},
	} {
		out, _ := tutti(t, 0, "diff", tt.a, tt.b)
		if !strings.Contains(strings.ReplaceAll(out, "\n", " "), strings.ReplaceAll(tt.want, "\n", " ")) {
			t.Errorf("%s and %s: got %q, want %q", tt.a, tt.b, out, tt.want)
		}
	}
	if out, _ := tutti(t, 0, "diff", "few.toml", "led.toml"); !strings.Contains(out, ", agent ") || !strings.Contains(out, `pattern.name: "shared" in the first, "everyone-leads" in the second`) {
		t.Errorf("got %q, want the pattern's name and an agent", out)
	}
}

// Killed at any moment, a run leaves a checkpoint that can be gone on with, and
// comes to the same end.
func TestKilledRun(t *testing.T) {
	inFew(t)
	random := exact.NewDraws(1, 1, 0).Stream(0)
	args := []string{"run", "few.toml", "--cycles", "1000000", "--checkpoint", "state", "--every", "1", "--quiet", "--out", "x", "--events"}
	for kill := range 8 {
		run := args
		if _, err := os.Stat("state"); err == nil {
			run = append(run[:len(run):len(run)], "--resume", "state")
		} else if kill > 0 {
			run = append(run[:len(run):len(run)], "--force") // killed before the first checkpoint
		}
		cmd := program(t, run...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(float64(150*time.Millisecond)*(0.3+random.Share())), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // killed
		if timer.Stop() {
			t.Fatalf("kill %d: the run ended by itself: %s", kill, &errs)
		}
	}
	_, errs := tutti(t, 2, "run", "few.toml", "--cycles", "4", "--resume", "state")
	var at int
	if _, err := fmt.Sscanf(errs[strings.Index(errs, "made after"):], "made after cycle %d", &at); err != nil {
		t.Fatalf("%q: %v", errs, err)
	}
	t.Logf("cycle %d after the last kill", at)
	cycles := strconv.Itoa(at + 20)
	out, _ := tutti(t, 0, "run", "few.toml", "--cycles", cycles, "--resume", "state", "--out", "resumed", "--events", "--json")
	whole, _ := tutti(t, 0, "run", "few.toml", "--cycles", cycles, "--out", "whole", "--events", "--json")
	if out != whole {
		t.Errorf("the resumed run came to\n%s\nwant\n%s", out, whole)
	}
	for _, name := range []string{"series.csv", "agents.csv", "events.csv", "influence.graphml"} {
		if folder(t, "resumed")[name] != folder(t, "whole")[name] {
			t.Errorf("%s differs after kills", name)
		}
	}
}

// Among very many, influence is not followed tie by tie: there is no network of
// it, and the program says so.
func TestManyAreNotFollowedTieByTie(t *testing.T) {
	t.Chdir(t.TempDir())
	text := fmt.Sprintf("cycles = 1\n[group.a]\ncount = %d\n[[ties]]\nkind = \"ring\"\nk = 2\n", mostFollowed+1)
	if err := os.WriteFile("many.toml", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, errs := tutti(t, 0, "run", "many.toml", "--out", "many")
	if want := "there is no influence.graphml"; !strings.Contains(errs, want) {
		t.Errorf("said %q, want %q", errs, want)
	}
	files := folder(t, "many")
	if _, ok := files["influence.graphml"]; ok {
		t.Error("a network of influence that nobody followed")
	}
	if n := strings.Count(files["agents.csv"], "\n"); n != mostFollowed+2 {
		t.Errorf("%d lines of agents, want %d", n, mostFollowed+2)
	}
}
