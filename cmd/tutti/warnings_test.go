package main

import (
	"os"
	"strings"
	"testing"
)

// withData is a scenario that reads a table of people.
const withData = few + `[group.expert]
file = "experts.csv"
expertise = {column = "skill"}
[[event]]
at = 20
kind = "tie"
from = ["seller"]
to = ["seller"]
`

// A checkpoint belongs to what the scenario read, too.
func TestResumeWithAnotherTable(t *testing.T) {
	inFew(t)
	put(t, "data.toml", withData)
	put(t, "experts.csv", "name,skill\nann,0.9\nbob,0.8\n")
	tutti(t, 0, "run", "data.toml", "--cycles", "5", "--checkpoint", "state", "--quiet")
	tutti(t, 0, "run", "data.toml", "--resume", "state", "--quiet")
	put(t, "experts.csv", "name,skill\nann,0.9\nbob,0.7\n")
	_, errs := tutti(t, 2, "run", "data.toml", "--resume", "state", "--quiet")
	if want := "a checkpoint of another version, scenario, input file"; !strings.Contains(errs, want) {
		t.Errorf("got %q, want %q", errs, want)
	}
}

// What is no error, but likely not meant, is told: on standard error, by check
// and by run, and not where nothing but errors is wanted.
func TestWarnings(t *testing.T) {
	inFew(t)
	put(t, "data.toml", withData)
	put(t, "experts.csv", "name,skill\nann,0.9\n")
	idle := "warning: data.toml:25: event[1]: the tie changes nothing in cycle 20: all of them attend to one another already"
	late := "warning: data.toml:25: event[1]: the tie at cycle 20 does not happen, the run ends after 15"
	for _, tt := range []struct{ args, want, not string }{
		{"check data.toml", idle, late},
		{"run data.toml --json", idle, late},
		{"run data.toml --json --cycles 15", late, idle},
		{"run data.toml --quiet", "", "warning"},
	} {
		out, errs := tutti(t, 0, strings.Fields(tt.args)...)
		if !strings.Contains(errs, tt.want) || strings.Contains(errs, tt.not) || strings.Contains(out, "warning") {
			t.Errorf("%s: got %q on standard error, want %q", tt.args, errs, tt.want)
		}
	}
}

// A manifest whose inputs have changed since is told of.
func TestManifestOfOtherInputs(t *testing.T) {
	inFew(t)
	put(t, "data.toml", withData)
	put(t, "experts.csv", "name,skill\nann,0.9\n")
	tutti(t, 0, "run", "data.toml", "--out", "results", "--quiet")
	if _, errs := tutti(t, 0, "diff", "results", "data.toml"); errs != "" {
		t.Errorf("nothing changed: got %q on standard error", errs)
	}
	put(t, "experts.csv", "name,skill\nann,0.1\n")
	_, errs := tutti(t, 0, "diff", "results", "results/manifest.json")
	for _, want := range []string{"manifest.json: experts.csv is not what it was when this was run\n", "manifest.json: run anew the state is another"} {
		if strings.Count(errs, want) != 2 {
			t.Errorf("got %q, want %q twice", errs, want)
		}
	}
}

// The log of events has the columns that relational event models want, in their
// order.
func TestEventColumns(t *testing.T) {
	inFew(t)
	tutti(t, 0, "run", "few.toml", "--out", "results", "--events", "--quiet")
	log := folder(t, "results")["events.csv"]
	if want := "cycle,round,from,to,domain,source,grant,moved,positional,personal,rational\n"; !strings.HasPrefix(log, want) {
		t.Errorf("events.csv begins %.80q, want %q", log, want)
	}
}

// TestEventsOfPublishedModel: that there is nothing to write is said, in one
// line, and the run is as it is.
func TestEventsOfPublishedModel(t *testing.T) {
	t.Chdir(t.TempDir())
	_, errs := tutti(t, 0, "run", "march-1991", "--cycles", "3", "--out", "x", "--events")
	if want := "warning: --events: march-1991 is a published model without events of influence, so there is no events.csv\n"; errs != want {
		t.Errorf("got %q, want %q", errs, want)
	}
	if _, err := os.Stat("x/events.csv"); err == nil {
		t.Error("there is an events.csv")
	}
	if _, errs := tutti(t, 0, "run", "march-1991", "--cycles", "3", "--out", "y", "--events", "--quiet"); errs != "" {
		t.Errorf("with --quiet: got %q, want nothing", errs)
	}
}
