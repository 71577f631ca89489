package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"tutti/sim/run"
	"tutti/sim/stats"
)

const claiming = `title = "small"
cycles = 6
pattern = "emergent"
[group.people]
count = 5
[[ties]]
kind = "complete"
`

func TestCheckRun(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "good.toml", claiming+"[expect.time]\nabout = 'Talk takes time.'\nmeasure = 'time_used'\nagainst = ['pattern=isolated']\nseeds = 4\n")
	put(t, "bad.toml", claiming+"[expect.time]\nmeasure = 'time_used'\nkind = 'below'\nagainst = ['pattern=isolated']\n")
	put(t, "none.toml", claiming)
	put(t, "broken.toml", claiming+"[expect.time]\nmeasure = 'time_used'\nagainst = ['pattern=no-such']\n")

	out, _ := tutti(t, 0, "check", "--run", "good.toml")
	for _, want := range []string{"holds         Talk takes time.", "99 % interval", "1 of 1 hold, 0 not, 0 undecided; 8 runs"} {
		if !strings.Contains(out, want) {
			t.Errorf("got %q, want %q in it", out, want)
		}
	}
	out, errs := tutti(t, 1, "check", "--run", "bad.toml", "--seeds", "3")
	if !strings.Contains(out, "does not hold") || !strings.Contains(errs, "1 claim does not hold") {
		t.Errorf("got %q and %q, want a claim that does not hold", out, errs)
	}
	if out, _ = tutti(t, 0, "check", "--run", "none.toml"); !strings.Contains(out, "makes no claims") {
		t.Errorf("got %q, want it to say that there are no claims", out)
	}
	for _, args := range [][]string{{"check", "broken.toml"}, {"check", "--run", "broken.toml"}, {"check", "--seeds", "3", "good.toml"}, {"check", "--run", "--seeds", "1", "good.toml"}} {
		tutti(t, 2, args...)
	}
	out, _ = tutti(t, 0, "check", "--run", "--json", "good.toml")
	var list []map[string]any
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list) != 1 || list[0]["outcome"] != "holds" {
		t.Errorf("got %q (%v), want a list of one claim that holds", out, err)
	}
}

func TestKnockoutCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "s.toml", claiming)
	out, _ := tutti(t, 0, "knockout", "s.toml", "--seeds", "2", "--window", "2", "--every", "2")
	for _, want := range []string{"moves others by", "causal", "people 1", "Kendall's τ", "±", "Of "} {
		if !strings.Contains(out, want) {
			t.Errorf("got %q, want %q in it", out, want)
		}
	}
	out, _ = tutti(t, 0, "knockout", "s.toml", "--agent", "people 2", "--seeds", "2", "--window", "1", "--every", "1", "--json")
	var object map[string]any
	if err := json.Unmarshal([]byte(out), &object); err != nil || len(object["agents"].([]any)) != 1 || object["tau_ledger"] != nil {
		t.Errorf("got %q (%v), want one agent and no rank agreement", out, err)
	}
	for _, args := range [][]string{{"--agent", "nobody"}, {"--seeds", "1"}, {"--window", "9"}, {"--window", "0"}} {
		tutti(t, 2, append([]string{"knockout", "s.toml"}, args...)...)
	}
	if _, errs := tutti(t, 2, "knockout", "s.toml", "--agent", "peple 2"); !strings.Contains(errs, `did you mean "people 2"`) {
		t.Errorf("got %q, want a hint", errs)
	}
}

// One person changes, two change.
func TestKnockoutCounts(t *testing.T) {
	sure := run.Change{Mean: 1, Interval: stats.Interval{Lo: 0.5, Hi: 1.5}}
	unsure := run.Change{Mean: 0.1, Interval: stats.Interval{Lo: -0.5, Hi: 0.5}}
	r := &run.KnockoutReport{LedgerTau: math.NaN(), NamedTau: math.NaN()}
	for _, tt := range []struct {
		second run.Change
		want   string
	}{{unsure, "Of 2 people 1 changes the others' plans"}, {sure, "Of 2 people 2 change the others' plans"}} {
		if got := differences(r, []run.Silenced{{Plans: sure}, {Plans: tt.second}}, nil); !strings.Contains(got, tt.want) {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	t.Chdir(t.TempDir())
	put(t, "s.toml", claiming)
	out := said(t, "knockout", "s.toml", "--seeds", "2", "--window", "2", "--every", "2")
	if want := "What changes when one voice falls silent: 2 seeds, in each 3 windows of 2\ncycles; 99 % intervals\n"; !strings.Contains(out, want) {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestChecklistOfOneRow(t *testing.T) {
	out, _ := tutti(t, 0, "checklist", "--row", "001-08", "--seeds", "2")
	if !strings.Contains(out, "| 001-08 |") || strings.Contains(out, "| 001-09 |") {
		t.Errorf("got %q, want row 001-08 alone", out)
	}
	if _, errs := tutti(t, 2, "checklist", "--row", "999"); !strings.Contains(errs, "want one such as 000-01") {
		t.Errorf("got %q, want a hint", errs)
	}
}
