package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// nowhere is where nothing can be printed to.
type nowhere struct{}

func (nowhere) Write([]byte) (int, error) { return 0, errors.New("no room") }

// What cannot be printed is an error, of every command.
func TestNothingIsPrintedUnheard(t *testing.T) {
	inFew(t)
	put(t, "led.toml", "extends = \"few.toml\"\npattern = \"everyone-leads\"\n")
	for _, args := range []string{"run few.toml", "run few.toml --json", "check few.toml", "check --run few.toml", "list work", "explain rotating", "diff few.toml led.toml", "new mine", "odd few.toml", "version", "completion bash", "reference"} {
		var errs strings.Builder
		if code := Main(strings.Fields(args), nowhere{}, &errs); code != 1 || errs.String() != "tutti: no room\n" {
			t.Errorf("%s: exit code %d and %q, want 1 and one line", args, code, &errs)
		}
	}
}

// What is asked for wrongly is told before anything is lived.
func TestAskedWrongly(t *testing.T) {
	inFew(t)
	for _, tt := range []struct{ args, want string }{
		{"run few.toml --workers -3", `--workers: "-3", want a whole number of 0 or more`},
		{"compare few.toml --smallest x", `--smallest: "x", want a number of 0 or more`},
		{"knockout few.toml --cycles=-4", "--cycles: -4, want 1 or more"},
		{"knockout few.toml --workers=-4", "--workers -4: want 1 or more"},
		{"run few.toml --workers=-2", "--workers -2: want 1 or more"},
		{"checklist --workers=-4", "--workers -4: want 1 or more"},
		{"checklist --out few.toml", "few.toml: is there already and is kept; --force replaces it"},
		{"odd few.toml --out few.toml", "few.toml: is there already and is kept; --force replaces it"},
		{"odd few.toml --out no/odd.md", "no/odd.md: "},
	} {
		out, errs := tutti(t, 2, strings.Fields(tt.args)...)
		if !strings.Contains(errs, tt.want) || strings.Count(errs, "\n") != 1 || out != "" {
			t.Errorf("%s: got %q and %q, want nothing and %q", tt.args, out, errs, tt.want)
		}
	}
}

// A key that means several things is explained with when it means which.
func TestExplainTellsWhen(t *testing.T) {
	got := said(t, "explain", "turbulence")
	for _, want := range []string{"When kind = \"judgement\", or kind = \"ensemble\"\n", "When kind = \"search\"\n"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("got %q, want once %q", got, want)
		}
	}
}

// Of a table that only one of two scenarios has there is one line.
func TestDiffTellsOfTables(t *testing.T) {
	inFew(t)
	put(t, "more.toml", "extends = \"few.toml\"\n[group.clerk]\ncount = 2\nopenness = 0.3\n")
	got := said(t, "diff", "few.toml", "more.toml")
	if want := "group.clerk: not there in the first, there in the second\n"; strings.Count(got, "clerk") != 1 || !strings.Contains(got, want) {
		t.Errorf("got %q, want %q and no more of it", got, want)
	}
	if got := said(t, "diff", "few.toml", "march-1991"); strings.Count(got, "\n") > 40 {
		t.Errorf("%d lines on two models, want one for each table", strings.Count(got, "\n"))
	}
}

// Both what a run came to on average and where it ended are in its JSON.
func TestJSONSaysWhereARunEnded(t *testing.T) {
	out, _ := tutti(t, 0, "run", "granovetter-1978", "--json")
	var got struct{ Measures, End map[string]*float64 }
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if x := got.End["joined"]; x == nil || *x != 100 {
		t.Errorf("joined at the end: %v, want 100", x)
	}
	if x := got.Measures["joined"]; x == nil || *x >= 100 {
		t.Errorf("joined on average: %v, want less than 100", x)
	}
}
