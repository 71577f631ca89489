package main

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestSensitivity(t *testing.T) {
	study(t, 40, 1)
	put(t, "rates.toml", `scenario = "march.toml"
kind = "saltelli"
n = 16
seeds = 2
shard = 2
measures = ["knowledge"]
[factor.p1]
key = "parameters.p1"
range = [0.05, 0.9]
[factor.p2]
key = "parameters.p2"
range = [0.1, 0.9]
`)
	tutti(t, 0, "sweep", "rates.toml")
	out, _ := tutti(t, 0, "sensitivity", "rates", "--format", "csv")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); len(lines) != 5 || !strings.HasPrefix(lines[1], ",knowledge,p1,first,") {
		t.Errorf("got %q, want first and total order of two factors", out)
	}
	tutti(t, 0, "sweep", "rates.toml", "--set", "kind=morris", "--out", "morris")
	for _, dir := range []string{"rates", "morris"} {
		tutti(t, 0, "sensitivity", dir, "--plot", dir+".svg")
		tutti(t, 0, "sensitivity", dir, "--plot", dir+".png")
		if text := string(read(t, dir+".svg")); !strings.Contains(text, ">p1<") || !strings.Contains(text, ">p2<") {
			t.Errorf("%s.svg does not name both factors", dir)
		}
	}
	tutti(t, 2, "sensitivity", "rates", "--plot", "rates.pdf")
	out, _ = tutti(t, 0, "sensitivity", "morris")
	if !strings.Contains(out, "mu_star") || !strings.Contains(out, "sigma") {
		t.Errorf("got %q, want mu* and sigma", out)
	}
	tutti(t, 0, "export", "rates", "--format", "salib", "--out", "salib")
	for name, lines := range map[string]int{"problem.txt": 2, "samples.txt": 64, "out.txt": 64} {
		text, err := os.ReadFile("salib/" + name)
		if err != nil || strings.Count(string(text), "\n") != lines {
			t.Errorf("%s: %d lines, %v; want %d", name, strings.Count(string(text), "\n"), err, lines)
		}
	}
	// A point whose runs are all gone takes its block out, and that is said.
	if err := os.Remove("rates/shards/000003.parquet"); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove("rates/shards/000035.parquet"); err != nil {
		t.Fatal(err)
	}
	_, errs := tutti(t, 0, "sensitivity", "rates")
	if !strings.Contains(errs, "blocks with a missing point are left out") {
		t.Errorf("got %q, want it to tell of missing points", errs)
	}
}

func TestExportBehaviorSpace(t *testing.T) {
	study(t, 30, 2)
	tutti(t, 0, "sweep", "learning.toml")
	out, _ := tutti(t, 0, "export", "learning", "--format", "behaviorspace-table")
	lines := strings.Split(out, "\n")
	if want := `"[run number]","p1","p2","random-seed","[step]","knowledge","code_knowledge"`; lines[6] != want && !strings.HasPrefix(lines[6], `"[run number]","p1","p2","random-seed","[step]",`) {
		t.Errorf("head %s, want %s", lines[6], want)
	}
	if len(lines) != 7+12*3+1 || !strings.HasPrefix(lines[7], `"1","0.1","0.2","1","10",`) {
		t.Errorf("%d lines, the first %s; want one a run and step", len(lines), lines[7])
	}
}

func TestRegimes(t *testing.T) {
	study(t, 60, 1)
	put(t, "map.toml", `scenario = "march.toml"
seeds = 10
measures = ["knowledge"]
[factor.learner]
key = "parameters.p1"
values = [0.05, 0.2, 0.9]
[factor.turnover]
key = "parameters.turnover"
values = [0, 0.1]
[factor.turbulence]
key = "parameters.turbulence"
values = [0, 0.02]
`)
	tutti(t, 0, "sweep", "map.toml")
	out, _ := tutti(t, 0, "regimes", "map", "--x", "turnover", "--y", "turbulence", "--arm", "learner", "--out", "m")
	if strings.Count(out, "\n") != 5 || !strings.Contains(out, "winner") {
		t.Errorf("got %q, want four cells", out)
	}
	for _, name := range []string{"m/regimes.csv", "m/regimes.svg", "m/regimes.png"} {
		if info, err := os.Stat(name); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing: %v", name, err)
		}
	}
	_, errs := tutti(t, 2, "regimes", "map", "--x", "turnove", "--y", "turbulence", "--arm", "learner")
	if !strings.Contains(errs, `did you mean "turnover"?`) {
		t.Errorf("got %q, want a hint", errs)
	}
}

// TestCalibrate recovers the parameter that made the data.
func TestCalibrate(t *testing.T) {
	study(t, 40, 1)
	put(t, "truth.toml", "scenario = \"march.toml\"\nseeds = 20\n[factor.p1]\nkey = \"parameters.p1\"\nvalues = [0.3]\n")
	tutti(t, 0, "sweep", "truth.toml")
	points := csvRows(t, "truth/points.csv")
	var targets strings.Builder
	for _, m := range []string{"knowledge", "dissent"} {
		text, err := json.Marshal(points[0][m+"_mean"])
		if err != nil {
			t.Fatal(err)
		}
		targets.WriteString("[target." + m + "]\nvalue = " + string(text) + "\n")
	}
	put(t, "fit.toml", `scenario = "march.toml"
seeds = 20
budget = 40
[factor.p1]
key = "parameters.p1"
range = [0.02, 0.95]
`+targets.String())
	out, _ := tutti(t, 0, "calibrate", "fit.toml", "--json")
	var got struct {
		Best map[string]float64
		Loss float64
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if text := string(read(t, "fit.fit/fit.svg")); !strings.Contains(text, ">p1<") || !strings.Contains(text, ">Loss<") {
		t.Errorf("the plot of the fit does not name its axes")
	}
	if math.Abs(got.Best["p1"]-0.3) > 0.02 {
		t.Errorf("p1 = %v with loss %v, want 0.3", got.Best["p1"], got.Loss)
	}
	// Stopped in the middle, it comes to the same.
	if err := os.RemoveAll("fit.fit/batches/000003"); err != nil {
		t.Fatal(err)
	}
	if again, _ := tutti(t, 0, "calibrate", "fit.toml", "--json"); again != out {
		t.Errorf("resumed: got %s, want %s", again, out)
	}
	put(t, "fit.toml", strings.Replace(string(read(t, "fit.toml")), "0.95]", "0.8]", 1))
	_, errs := tutti(t, 2, "calibrate", "fit.toml")
	if !strings.Contains(errs, "holds another fit") {
		t.Errorf("got %q, want a refusal of another fit", errs)
	}
	put(t, "bad.toml", "scenario = \"march.toml\"\n[factor.p1]\nkey = \"parameters.p1\"\nvalues = [1]\n[target.knowledg]\nvalue = 1\n")
	_, errs = tutti(t, 2, "calibrate", "bad.toml")
	if !strings.Contains(errs, "a fit moves numbers, want a range") {
		t.Errorf("got %q, want a refusal of levels", errs)
	}
	for line, want := range map[string]string{
		"population = 2": "population: 2 points", "samples = 1": "samples: 1 sample", "keep = 1": "keep: all points",
	} {
		put(t, "few.toml", line+"\nscenario = \"march.toml\"\n[factor.p1]\nkey = \"parameters.p1\"\nrange = [0.1, 0.5]\n[target.knowledge]\nvalue = 1\n")
		_, errs = tutti(t, 2, "calibrate", "few.toml")
		if _, err := os.Stat("few.fit"); err == nil || !strings.Contains(errs, "few.toml:1: "+want) {
			t.Errorf("%s: got %q, want %q, and nothing begun", line, errs, want)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readBack reads a sweep's tables as a user of pandas or DuckDB would.
const readBack = `
import csv, json, os
rows = list(csv.DictReader(open("learning/runs.csv")))
total = sum(float(r["knowledge"]) for r in rows)

def check(n, s, k, names, m):
    assert n == len(rows) == 12 and k == 12 and m == 36, (n, len(rows), k, m)
    assert names == list(rows[0]), names
    assert abs(s - total) < 1e-12, (s, total)

readers = 0
try:
    import duckdb
    q = lambda f, what: duckdb.sql("select %s from '%s'" % (what, f)).fetchall()[0]
    kinds = {r[0]: r[1] for r in duckdb.sql("describe select * from 'learning/runs.parquet'").fetchall()}
    assert kinds["run"] == "BIGINT" and kinds["p1"] == "DOUBLE" and kinds["status"] == "VARCHAR", kinds
    check(*q("learning/runs.parquet", "count(*), sum(knowledge), count(distinct digest)"), list(kinds), q("learning/series.parquet", "count(*)")[0])
    readers += 1
except ImportError:
    pass
try:
    import pandas, pyarrow
    t = pandas.read_parquet("learning/runs.parquet")
    check(len(t), t.knowledge.sum(), t.digest.nunique(), list(t.columns), len(pandas.read_parquet("learning/series.parquet")))
    assert pandas.read_csv("learning/runs.csv")["p1"].dtype == "float64"
    assert len(pandas.read_csv("space.csv", skiprows=6)) == 36
    readers += 1
except ImportError:
    pass
files = {f["name"]: f["rows"] for f in json.load(open("learning/manifest.json"))["files"]}
assert files["runs.parquet"] == 12 and files["series.csv"] == 36, files
assert readers > 0
print("read back", flush=True)
os._exit(0)  # a reader's threads may stumble over each other at the end
`

// TestReadBack reads results with an independent reader. Where Python has none
// it says so, and fails where TUTTI_NEED_PYTHON is set.
func TestReadBack(t *testing.T) {
	python := os.Getenv("TUTTI_PYTHON")
	if python == "" {
		python = "python3"
	}
	if err := exec.Command(python, "-c", "import importlib.util as u, sys; sys.exit(not (u.find_spec('duckdb') or u.find_spec('pyarrow')))").Run(); err != nil {
		if os.Getenv("TUTTI_NEED_PYTHON") != "" {
			t.Fatalf("%s has neither duckdb nor pyarrow: %v", python, err)
		}
		t.Logf("%s has neither duckdb nor pyarrow, so nothing was read back", python)
		return
	}
	study(t, 30, 2)
	tutti(t, 0, "sweep", "learning.toml")
	tutti(t, 0, "export", "learning", "--format", "behaviorspace-table", "--out", "space.csv")
	if out, err := exec.Command(python, "-c", readBack).CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "read back" {
		t.Errorf("%v: %s", err, out)
	}
}
