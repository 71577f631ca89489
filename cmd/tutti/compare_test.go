package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tutti/sim/stats"
)

// compared is what --json prints, as a reader would see it.
type compared struct {
	Seeds       int64
	Arms        []string
	Failed      int
	Ranking     []rankJSON
	Values      []struct{ Measure, Arm string }
	Differences []struct {
		Measure, Arm, Against string
		Pairs                 int
		MeanDifference        *float64 `json:"mean_difference"`
		MeanLo                *float64 `json:"mean_lo"`
		MeanHi                *float64 `json:"mean_hi"`
		PHolm                 *float64 `json:"p_holm"`
	}
	Warnings  []string
	Reproduce string
}

func compareJSON(t *testing.T, args ...string) (c compared) {
	t.Helper()
	out, _ := tutti(t, 0, append([]string{"compare", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return c
}

func TestCompare(t *testing.T) {
	study(t, 40, 1)
	c := compareJSON(t, "march.toml", "--vary", "parameters.p1=0.1,0.9", "--seeds", "12", "--by", "knowledge", "--measures", "knowledge,dissent")
	if len(c.Differences) != 2 || c.Differences[0].Measure != "knowledge" || c.Differences[0].Pairs != 12 || c.Differences[0].PHolm == nil {
		t.Fatalf("got %+v, want differences in knowledge and dissent over 12 pairs", c.Differences)
	}
	if d := c.Differences[0]; !(*d.MeanLo <= *d.MeanDifference && *d.MeanDifference <= *d.MeanHi) {
		t.Errorf("mean %v outside its interval %v to %v", *d.MeanDifference, *d.MeanLo, *d.MeanHi)
	}
	// The same numbers as the runs themselves, compared by hand.
	put(t, "by-hand.toml", "scenario = \"march.toml\"\nseeds = 12\n[factor.p1]\nkey = \"parameters.p1\"\nvalues = [0.1, 0.9]\n")
	tutti(t, 0, "sweep", "by-hand.toml")
	var arms [2][]float64
	for _, row := range csvRows(t, "by-hand/runs.csv") {
		arm := 0
		if row["p1"] == 0.9 {
			arm = 1
		}
		arms[arm] = append(arms[arm], row["knowledge"])
	}
	want := stats.Compare(arms[1], arms[0], stats.Options{Seed: 1})
	if got := *c.Differences[0].MeanDifference; got != want.Mean.Center {
		t.Errorf("mean difference %v, want %v", got, want.Mean.Center)
	}
	if got := *c.Differences[0].MeanLo; got != want.Mean.Lo {
		t.Errorf("lower end %v, want %v", got, want.Mean.Lo)
	}
	again := compareJSON(t, strings.Fields(strings.TrimPrefix(c.Reproduce, "tutti compare "))...)
	if again.Reproduce != c.Reproduce || *again.Differences[0].MeanHi != *c.Differences[0].MeanHi {
		t.Errorf("the command that reproduces it, %s, gives other numbers", c.Reproduce)
	}
}

func TestCompareUntilWidth(t *testing.T) {
	study(t, 40, 1)
	c := compareJSON(t, "march.toml", "--vary", "parameters.p1=0.1,0.2", "--until-width", "0.03", "--by", "knowledge", "--measures", "knowledge", "--out", "wide")
	d := c.Differences[0]
	if c.Seeds <= 12 || *d.MeanHi-*d.MeanLo > 0.035 || d.PHolm != nil {
		t.Errorf("%d seeds, from %v to %v, p %v; want more than 12 seeds, a narrow interval and no p", c.Seeds, *d.MeanLo, *d.MeanHi, d.PHolm)
	}
	if !strings.Contains(strings.Join(c.Warnings, "\n"), stats.Caveat) {
		t.Errorf("warnings %q, want the caveat", c.Warnings)
	}
	if again := compareJSON(t, "march.toml", "--vary", "parameters.p1=0.1,0.2", "--until-width", "0.03", "--by", "knowledge", "--measures", "knowledge", "--out", "wide", "--force"); again.Seeds != c.Seeds || *again.Differences[0].MeanHi != *d.MeanHi {
		t.Errorf("the same again gave %d seeds, up to %v; want %d, %v", again.Seeds, *again.Differences[0].MeanHi, c.Seeds, *d.MeanHi)
	}
	if _, errs := tutti(t, 2, "compare", "march.toml", "--vary", "parameters.p1=0.1,0.2", "--seeds", "5", "--out", "wide", "--force"); !strings.Contains(errs, fmt.Sprintf("has %d seeds already, more than --seeds 5", c.Seeds)) {
		t.Errorf("got %q, want it to tell of the seeds that are there", errs)
	}
	if again := compareJSON(t, strings.Fields(strings.TrimPrefix(c.Reproduce, "tutti compare "))...); !reflect.DeepEqual(again, c) {
		t.Errorf("the command that reproduces it, %s, gives\n%+v\nwant\n%+v", c.Reproduce, again, c)
	}
	few := compareJSON(t, "march.toml", "--vary", "parameters.p1=0.1,0.2", "--until-width", "0.0001", "--max-seeds", "20", "--by", "knowledge", "--measures", "knowledge")
	if !strings.Contains(strings.Join(few.Warnings, "\n"), "stopped at 12 seeds") {
		t.Errorf("warnings %q, want it to say that it stopped", few.Warnings)
	}
	if again := compareJSON(t, strings.Fields(strings.TrimPrefix(few.Reproduce, "tutti compare "))...); !reflect.DeepEqual(again, few) {
		t.Errorf("the command that reproduces it, %s, gives\n%+v\nwant\n%+v", few.Reproduce, again, few)
	}
}

// An arm without a value is last in the ranking, takes nothing from the others
// and is not waited for.
func TestCompareWithoutAValue(t *testing.T) {
	study(t, 40, 1)
	args := []string{"march-1991", "--vary", "parameters.fast=0,25,50", "--set", "cycles=20", "--set", "burn_in=19", "--measures", "knowledge_slow", "--by", "knowledge_slow"}
	c := compareJSON(t, append(args, "--until-width", "0.2", "--max-seeds", "1000")...)
	if c.Seeds >= 500 {
		t.Errorf("%d seeds, want it to stop when the other intervals are narrow", c.Seeds)
	}
	if last := c.Ranking[2]; last.Arm != "parameters.fast=50" || last.Place != 3 || last.Mean != nil || c.Ranking[0].Mean == nil {
		t.Errorf("ranking %+v, want the arm without a value last", c.Ranking)
	}
	if all := strings.Join(c.Warnings, "\n"); !strings.Contains(all, "parameters.fast=50: --until-width does not wait for it: in none of") {
		t.Errorf("warnings %q, want it to say why it does not wait", c.Warnings)
	}
	if out, _ := tutti(t, 0, append([]string{"compare", "--seeds", "12"}, args...)...); !strings.Contains(out, "  3. parameters.fast=50  no value\n") {
		t.Errorf("got %s, want it to say that an arm has no value", out)
	}
}

// TestCompareTakesTheOrderAskedFor compares arms that are there with the one that
// is named first now.
func TestCompareTakesTheOrderAskedFor(t *testing.T) {
	study(t, 20, 1)
	both := func(files, rates string, more ...string) compared {
		args := append(strings.Fields(files), "--vary", "parameters.p1="+rates, "--seeds", "6", "--by", "knowledge", "--measures", "knowledge")
		return compareJSON(t, append(args, more...)...)
	}
	both("march.toml", "0.1,0.9", "--out", "study")
	got, want := both("march.toml", "0.9,0.1,0.5", "--out", "study", "--force"), both("march.toml", "0.9,0.1,0.5")
	if fmt.Sprint(got.Arms) != fmt.Sprint(want.Arms) || *got.Differences[0].MeanDifference != *want.Differences[0].MeanDifference || *got.Differences[1].MeanHi != *want.Differences[1].MeanHi {
		t.Errorf("got %v and %v, want %v and %v as without the older runs", got.Arms, *got.Differences[0].MeanDifference, want.Arms, *want.Differences[0].MeanDifference)
	}
	put(t, "second.toml", "extends = \"march.toml\"\n")
	both("march.toml", "0.1,0.5", "--out", "two")
	got, want = both("second.toml march.toml", "0.5,0.1", "--out", "two", "--force"), both("second.toml march.toml", "0.5,0.1")
	if fmt.Sprint(got.Arms) != fmt.Sprint(want.Arms) || *got.Differences[2].MeanDifference != *want.Differences[2].MeanDifference {
		t.Errorf("two scenarios: got %v, want %v", got, want)
	}
}

// TestCompareOrganisations writes a report about patterns of leadership.
func TestCompareOrganisations(t *testing.T) {
	t.Chdir(t.TempDir())
	out, _ := tutti(t, 0, "compare", "orpheus", "--patterns", "conducted,isolated", "--seeds", "6", "--set", "cycles=30", "--out", "study", "--question", "Does it <need> a conductor?")
	for _, want := range []string{"conducted", "isolated", "ranking by output", "power .95 at alpha .01", "study/report.html"} {
		if !strings.Contains(out, want) {
			t.Errorf("got %q, want it to hold %q", out, want)
		}
	}
	report, err := os.ReadFile("study/report.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Does it &lt;need&gt; a conductor?", "<svg", "Typical runs", "tutti compare orpheus --patterns conducted,isolated", "Share of leadership"} {
		if !strings.Contains(string(report), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	for _, outside := range []string{"src=\"http", "href=\"http", "@import", "url(http"} {
		if strings.Contains(string(report), outside) {
			t.Errorf("the report needs a network: %s", outside)
		}
	}
	for _, name := range []string{"arms.csv", "differences.csv", "comparison.json", "differences.svg", "differences.png", "sweep/plan.json"} {
		if info, err := os.Stat(filepath.Join("study", name)); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing: %v", name, err)
		}
	}
	_, errs := tutti(t, 2, "compare", "orpheus", "--patterns", "conducted,isolated", "--out", "study")
	if !strings.Contains(errs, "--force") {
		t.Errorf("got %q, want a refusal to replace the report", errs)
	}
}

// TestMinus wants signs as print has them, and words left alone.
func TestMinus(t *testing.T) {
	for text, want := range map[string]string{
		"-0.5": "−0.5", "[-1, -inf]": "[−1, −∞]", "inf": "∞", "-": "-", "": "",
		"influence_gini: a-b is not told apart from informed; between -1 and +2": "influence_gini: a-b is not told apart from informed; between −1 and +2",
	} {
		if got := minus(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestCompareBadInput(t *testing.T) {
	study(t, 20, 1)
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"one arm is nothing to compare", []string{"march.toml"}},
		{"one arm is nothing to compare", []string{"orpheus", "--patterns", "conducted"}},
		{"conducter", []string{"orpheus", "--patterns", "conducter,rotating"}},
		{"--seeds 0", []string{"orpheus", "--patterns", "conducted,rotating", "--seeds", "0"}},
		{`no measure "otput"; did you mean "output"?`, []string{"orpheus", "--patterns", "conducted,rotating", "--measures", "otput"}},
		{"--until-width -1", []string{"orpheus", "--patterns", "conducted,rotating", "--until-width=-1"}},
		{"--vary pattern: the arms differ in it already, want another key", []string{"orpheus", "--patterns", "shared,emergent", "--vary", "pattern=rotating,conducted"}},
		{"--vary scenario: the arms differ in it already, want another key", []string{"orpheus", "conducted", "--vary", "scenario=orpheus,conducted"}},
		{"--workers -1: want 1 or more", []string{"orpheus", "--patterns", "conducted,rotating", "--workers=-1"}},
		{"--max-seeds 11: want at least 12", []string{"orpheus", "--patterns", "conducted,rotating", "--until-width", "0.1", "--max-seeds", "11"}},
		{"--seeds 9: want at least 12 to begin with", []string{"orpheus", "--patterns", "conducted,rotating", "--seeds", "9", "--until-width", "0.1"}},
		{"--max-seeds 20: want at least 30", []string{"orpheus", "--patterns", "conducted,rotating", "--seeds", "30", "--max-seeds", "20", "--until-width", "0.1"}},
		{"--smallest NaN", []string{"orpheus", "--patterns", "conducted,rotating", "--smallest", "NaN"}},
		{"want none above 2^53-1", []string{"orpheus", "--patterns", "conducted,rotating", "--first-seed", "9007199254740991"}},
		{"seed: has no effect on many runs", []string{"orpheus", "--patterns", "conducted,rotating", "--set", "seed=5"}},
		{"stands there twice", []string{"orpheus", "--patterns", "conducted,conducted"}},
		{"nowhere.toml", []string{"nowhere.toml", "march.toml"}},
		{`orphus: no such file, nor a scenario of that name; did you mean "orpheus"?`, []string{"orphus", "--patterns", "conducted,rotating"}},
		{"reflection.trust_upp: no such key", []string{"orpheus", "--vary", "reflection.trust_upp=0.1,0.2"}},
		{"want KEY=A,B", []string{"march.toml", "--vary", "p1"}},
	} {
		_, errs := tutti(t, 2, append([]string{"compare", "--out", "out"}, tt.args...)...)
		if !strings.Contains(errs, tt.want) || strings.Count(errs, "\n") != 1 || strings.Contains(errs, "comparison:") {
			t.Errorf("tutti compare %s: got %q, want one line with %q", strings.Join(tt.args, " "), errs, tt.want)
		}
		if _, err := os.Stat("out"); err == nil {
			t.Fatalf("tutti compare %s: a directory was made", strings.Join(tt.args, " "))
		}
	}
}

// csvRows reads the numbers of a table; a text is missing.
func csvRows(t *testing.T, name string) (out []map[string]float64) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	head := strings.Split(lines[0], ",")
	for _, line := range lines[1:] {
		row := map[string]float64{}
		for i, cell := range strings.Split(line, ",") {
			var x float64
			if err := json.Unmarshal([]byte(cell), &x); err != nil {
				x = math.NaN()
			}
			row[head[i]] = x
		}
		out = append(out, row)
	}
	return out
}
