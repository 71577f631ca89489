package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// marchScenario is a published model of adjustable length, which never comes to
// rest.
const marchScenario = `title = "March, small"
model = "march-1991"
cycles = %d
[parameters]
turnover = 0.1
turbulence = 0.02
`

// learning is a design over it.
const learning = `title = "Learning rates"
scenario = "march.toml"
seeds = %d
series = 10
shard = 2
measures = ["knowledge", "code_knowledge"]
[factor.p1]
key = "parameters.p1"
values = [0.1, 0.5, 0.9]
[factor.p2]
key = "parameters.p2"
range = [0.2, 0.8]
steps = 2
`

// study writes the scenario and the design and makes their folder the working
// directory.
func study(t *testing.T, cycles, seeds int) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	put(t, "march.toml", fmt.Sprintf(marchScenario, cycles))
	put(t, "learning.toml", fmt.Sprintf(learning, seeds))
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tutti runs a command line and wants an exit code.
func tutti(t *testing.T, code int, args ...string) (out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	if got := Main(args, &o, &e); got != code {
		t.Fatalf("tutti %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, &o, &e)
	}
	return o.String(), e.String()
}

// tables are the contents of a sweep's final files.
func tables(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{"plan.json", "manifest.json", "runs.parquet", "runs.csv", "points.parquet", "points.csv", "series.parquet", "series.csv"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	return out
}

func sameTables(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s differs (%d bytes, want %d)", name, len(got[name]), len(want[name]))
		}
	}
}

func TestSweep(t *testing.T) {
	study(t, 30, 8)
	out, _ := tutti(t, 0, "sweep", "learning.toml", "--workers", "1", "--out", "one")
	if !strings.Contains(out, "48 runs, 0 failed, in ") {
		t.Errorf("got %q, want it to tell of 48 runs", out)
	}
	tutti(t, 0, "sweep", "learning.toml", "--workers", "3", "--out", "three")
	want := tables(t, "one")
	sameTables(t, tables(t, "three"), want)
	tutti(t, 0, "sweep", "one") // the directory itself goes on as well
	sameTables(t, tables(t, "one"), want)

	for part := range 3 {
		if part == 0 {
			tutti(t, 0, "sweep", "learning.toml", "--plan", "--out", "parts")
			tutti(t, 2, "merge", "parts")
		}
		tutti(t, 0, "work", "parts", "--shard", fmt.Sprintf("%d/3", part))
	}
	tutti(t, 0, "merge", "parts")
	sameTables(t, tables(t, "parts"), want)

	// A part that has no shard says so from the first word to the last.
	_, errs := tutti(t, 0, "work", "parts", "--shard", "999999/1000000", "--progress", "json")
	if !strings.HasPrefix(errs, `{"runs":0,"done":0,`) || !strings.HasSuffix(errs, `"end":true}`+"\n") {
		t.Errorf("got %q, want no runs", errs)
	}
	out, _ = tutti(t, 0, "sweep", "parts", "--executor", "slurm", "--dry-run")
	if !strings.Contains(out, "no shard is missing") || strings.Contains(out, "#SBATCH") {
		t.Errorf("got %q, want nothing to be submitted", out)
	}
}

// TestRunOfSweep opens runs of a sweep again, after their scenario is gone, and
// wants their digests.
func TestRunOfSweep(t *testing.T) {
	study(t, 30, 3)
	tutti(t, 0, "sweep", "learning.toml")
	if err := os.Remove("march.toml"); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(read(t, "learning/runs.csv")), "\n")
	for _, k := range []int{0, 7, 17} {
		out, _ := tutti(t, 0, "run", "learning", "--run", fmt.Sprint(k), "--json")
		var got struct{ Digest string }
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(lines[1+k], ","+got.Digest+",") {
			t.Errorf("run %d again: digest %s, want that of %s", k, got.Digest, lines[1+k])
		}
	}
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"no run 18, want 0 to 17", []string{"run", "learning", "--run", "18"}},
		{"choose one with --run K", []string{"run", "learning"}},
		{"is not the directory of a sweep", []string{"run", "learning.toml", "--run", "1"}},
	} {
		if _, errs := tutti(t, 2, tt.args...); !strings.Contains(errs, tt.want) {
			t.Errorf("tutti %s: got %q, want %q", strings.Join(tt.args, " "), errs, tt.want)
		}
	}
}

func TestSweepExtended(t *testing.T) {
	study(t, 30, 4)
	tutti(t, 0, "sweep", "learning.toml")
	short := tables(t, "learning")
	_, errs := tutti(t, 2, "sweep", "learning.toml", "--set", "seeds=6")
	if !strings.Contains(errs, "--extend") || strings.Count(errs, "\n") != 1 {
		t.Errorf("got %q, want one line that names --extend", errs)
	}
	sameTables(t, tables(t, "learning"), short)
	out, _ := tutti(t, 0, "sweep", "learning.toml", "--set", "seeds=6", "--extend", "--dry-run", "--executor", "slurm")
	if !strings.Contains(out, "done:   24 runs; what follows is for the other 12") || !strings.Contains(out, "#SBATCH") {
		t.Errorf("got %q, want what the two seeds more would take, and the script", out)
	}
	sameTables(t, tables(t, "learning"), short)
	tutti(t, 0, "sweep", "learning.toml", "--set", "seeds=6", "--extend")
	tutti(t, 0, "sweep", "learning.toml", "--set", "seeds=6", "--out", "fresh")
	extended, fresh := tables(t, "learning"), tables(t, "fresh")
	for _, name := range []string{"runs.csv", "points.csv", "series.csv"} {
		if extended[name] != fresh[name] {
			t.Errorf("%s of the extended sweep differs from that of a fresh one", name)
		}
	}
	// More points keep the numbers of all runs that were there.
	put(t, "learning.toml", strings.Replace(fmt.Sprintf(learning, 6), "0.9]", "0.9, 0.95]", 1))
	tutti(t, 0, "sweep", "learning.toml", "--extend")
	wider := tables(t, "learning")["runs.csv"]
	if !strings.HasPrefix(wider, fresh["runs.csv"]) || strings.Count(wider, "\n") != 1+6*8 {
		t.Errorf("the wider sweep has %d lines and keeps the old: %v", strings.Count(wider, "\n"), strings.HasPrefix(wider, fresh["runs.csv"]))
	}
	_, errs = tutti(t, 2, "sweep", "learning.toml", "--set", "seeds=5", "--extend")
	if !strings.Contains(errs, "only adds") {
		t.Errorf("got %q, want a refusal of fewer seeds", errs)
	}
}

func TestStatus(t *testing.T) {
	study(t, 30, 4)
	tutti(t, 0, "sweep", "learning.toml")
	if err := os.Remove("learning/shards/000003.parquet"); err != nil {
		t.Fatal(err)
	}
	put(t, "learning/shards/000005.parquet", "PAR1")
	out, _ := tutti(t, 0, "status", "learning", "--json")
	var got statusReport
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Runs != 24 || got.Done != 20 || got.Missing != 2 || len(got.Damaged) != 1 || got.Complete {
		t.Errorf("got %+v, want 20 of 24 runs, 2 shards missing, 1 of them damaged", got)
	}
	out, _ = tutti(t, 0, "status", "learning")
	for _, want := range []string{"20 of 24 runs done", "damaged: ", "go on with: tutti sweep "} {
		if !strings.Contains(out, want) {
			t.Errorf("got %q, want it to say %q", out, want)
		}
	}
}

// TestBadDesigns wants one clear line for each mistake, exit code 2, and
// nothing written.
func TestBadDesigns(t *testing.T) {
	for _, tt := range []struct {
		name, design, want string
		args               []string
	}{
		{"unknown factor", strings.Replace(learning, "parameters.p1", "parameters.p7", 1), "parameters.p7", nil},
		{"unknown measure", strings.Replace(learning, `"knowledge"`, `"knowlege"`, 1), `no measure "knowlege"; did you mean "knowledge"?`, nil},
		{"unknown key", "sedes = 3\n" + learning, `learning.toml:1: sedes: `, nil},
		{"no points", `scenario = "march.toml"` + "\nkind = \"rows\"\n", "rows without any", nil},
		{"wrong type", strings.Replace(learning, "[0.1, 0.5, 0.9]", `["quick"]`, 1), "quick", nil},
		{"out of range", strings.Replace(learning, "[0.1, 0.5, 0.9]", `[0.1, 1.5]`, 1), "1.5", nil},
		{"a seed as a factor", strings.Replace(learning, "parameters.p1", "seed", 1), "seed: has no effect on many runs", nil},
		{"zero seeds", learning, "0 is no number of seeds", []string{"--set", "seeds=0"}},
		{"seeds of a wrong kind", learning, "seeds: ", []string{"--set", "seeds=many"}},
		{"no scenario", strings.Replace(learning, `"march.toml"`, `"marsh.toml"`, 1), "marsh.toml", nil},
		{"twice the same level", strings.Replace(learning, "0.5, 0.9", "0.5, 0.5", 1), "stands there twice", nil},
		{"factor of a taken name", strings.Replace(learning, "factor.p1", "factor.seed", 1), `"seed" is taken`, nil},
		{"range without steps", strings.Replace(learning, "steps = 2\n", "", 1), "a factorial needs levels", nil},
		{"setting without a value", learning, "--set seeds: want key=value", []string{"--set", "seeds"}},
		{"no workers", learning, "--workers -1", []string{"--workers=-1"}},
		{"not TOML", "scenario = [", "learning.toml:1", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			study(t, 30, 2)
			text := tt.design
			if strings.Contains(text, "%d") {
				text = fmt.Sprintf(text, 2)
			}
			put(t, "learning.toml", text)
			_, errs := tutti(t, 2, append([]string{"sweep", "learning.toml", "--out", "out"}, tt.args...)...)
			if !strings.Contains(errs, tt.want) || strings.Count(errs, "\n") != 1 {
				t.Errorf("got %q, want one line with %q", errs, tt.want)
			}
			if _, err := os.Stat("out"); err == nil {
				t.Error("a directory was made")
			}
		})
	}
}

// TestAllMistakesAtOnce: one factor that cannot be hides neither the others nor
// a measure that there is not.
func TestAllMistakesAtOnce(t *testing.T) {
	study(t, 30, 2)
	text := strings.NewReplacer("parameters.p1", "parameters.p7", `"knowledge"`, `"knowlege"`, "[0.2, 0.8]", "[0.2, 8]").Replace(learning)
	put(t, "learning.toml", fmt.Sprintf(text, 2))
	_, errs := tutti(t, 2, "sweep", "learning.toml")
	for _, want := range []string{`learning.toml:6: measures: no measure "knowlege"`, "learning.toml:8: factor.p1.key: parameters.p7: no such key", "learning.toml:10: factor.p2: 8: parameters.p2: 8 is outside"} {
		if !strings.Contains(errs, want) {
			t.Errorf("got %q, want %q in it", errs, want)
		}
	}
	if lines := strings.Count(errs, "\n"); lines != 3 {
		t.Errorf("got %d lines, want 3: %s", lines, errs)
	}
}

func TestBadDirectories(t *testing.T) {
	study(t, 30, 2)
	if err := os.Mkdir("full", 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, "full/thesis.doc", "")
	if err := os.Mkdir("bad", 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, "bad/bad.toml", "seeds = [")
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"holds thesis.doc and no sweep", []string{"sweep", "learning.toml", "--out", "full"}},
		{"bad/bad.toml:1", []string{"sweep", "bad/bad.toml"}},
		{"bad/bad.toml:1", []string{"calibrate", "bad/bad.toml"}},
		{"full/none.toml: no such file", []string{"sweep", "full/none.toml"}},
		{"--workers -2: want 1 or more", []string{"work", "full", "--shard", "0/2", "--workers=-2"}},
		{"holds no sweep", []string{"status", "full"}},
		{"holds no sweep", []string{"merge", "nowhere"}},
		{"holds no sweep", []string{"work", "nowhere", "--shard", "0/2"}},
		{"holds no sweep", []string{"sensitivity", "nowhere"}},
		{"holds no sweep", []string{"export", "nowhere", "--format", "csv"}},
		{"--shard 4: want I/N", []string{"work", "full", "--shard", "4"}},
		{"part 4 of 4: want 0 to 3", []string{"work", "full", "--shard", "4/4"}},
	} {
		_, errs := tutti(t, 2, tt.args...)
		if !strings.Contains(errs, tt.want) || strings.Count(errs, "\n") != 1 {
			t.Errorf("tutti %s: got %q, want one line with %q", strings.Join(tt.args, " "), errs, tt.want)
		}
	}
}

// TestShardCutShort wants one line of a merge that cannot be, and the older
// tables as they were.
func TestShardCutShort(t *testing.T) {
	study(t, 30, 2)
	tutti(t, 0, "sweep", "learning.toml")
	want := tables(t, "learning")
	if err := os.Truncate("learning/shards/000002.parquet", 900); err != nil {
		t.Fatal(err)
	}
	_, errs := tutti(t, 2, "merge", "learning")
	if !strings.Contains(errs, "shard 2: damaged: its seal is broken; compute it again with: tutti sweep ") || strings.Count(errs, "\n") != 1 || strings.Contains(errs, "cannot be written") {
		t.Errorf("got %q, want one line about the shard", errs)
	}
	sameTables(t, tables(t, "learning"), want)
	if err := os.Remove("learning/shards/000002.parquet"); err != nil {
		t.Fatal(err)
	}
	if _, errs := tutti(t, 2, "merge", "learning"); !strings.Contains(errs, "1 of 6 shards are missing; go on with: tutti sweep ") {
		t.Errorf("got %q, want it to say what is missing", errs)
	}
	sameTables(t, tables(t, "learning"), want)
	tutti(t, 0, "sweep", "learning")
	sameTables(t, tables(t, "learning"), want)
}

// TestHugeDesign starts a design of 10^9 runs at once.
func TestHugeDesign(t *testing.T) {
	study(t, 30, 2)
	put(t, "huge.toml", `scenario = "march.toml"
kind = "sobol"
n = 1000000
seeds = 1000
[factor.p1]
key = "parameters.p1"
range = [0.1, 0.9]
`)
	out, _ := tutti(t, 0, "sweep", "huge.toml", "--dry-run")
	if !strings.Contains(out, "1000000 points, 1000000000 runs") {
		t.Errorf("got %q, want 10^9 runs", out)
	}
}

// buildTutti builds the program itself.
func buildTutti(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "tutti")
	if out, err := exec.Command("go", "build", "-o", exe, "tutti/cmd/tutti").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return exe
}

// TestInterrupt interrupts a sweep and goes on with it.
func TestInterrupt(t *testing.T) {
	exe := buildTutti(t)
	study(t, 3000, 60)
	cmd := exec.Command(exe, "sweep", "learning.toml", "--out", "cut")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForShards(t, "cut")
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its code is looked at below
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Fatalf("exit code %d, want 130\n%s", code, &errs)
	}
	if !strings.Contains(errs.String(), "go on with: tutti sweep ") {
		t.Errorf("got %q, want it to say how to go on", &errs)
	}
	tutti(t, 0, "sweep", "learning.toml", "--out", "cut")
	tutti(t, 0, "sweep", "learning.toml", "--out", "whole", "--workers", "1")
	sameTables(t, tables(t, "cut"), tables(t, "whole"))
}

// waitForShards waits until a sweep has saved something.
func waitForShards(t *testing.T, dir string) {
	t.Helper()
	for range 6000 {
		found, err := filepath.Glob(filepath.Join(escapeGlob(dir), "shards", "0*.parquet"))
		if err == nil && len(found) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s: no shard after a minute", dir)
}

// escapeGlob makes a name stand for itself in a pattern.
func escapeGlob(name string) string {
	return strings.NewReplacer("[", `\[`, "*", `\*`, "?", `\?`).Replace(name)
}
