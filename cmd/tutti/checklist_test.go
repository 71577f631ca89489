package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/run"
)

// allRows are the ids of all claims of the texts.
func allRows() []string {
	var ids []string
	count := func(part string, from, to int) {
		for k := from; k <= to; k++ {
			ids = append(ids, fmt.Sprintf("%s-%02d", part, k))
		}
	}
	list := func(part, names string) {
		for name := range strings.FieldsSeq(names) {
			ids = append(ids, part+"-"+name)
		}
	}
	count("000", 1, 16)
	count("001", 1, 33)
	count("002", 1, 3)
	list("002", "P1 P2a P2b P2c P3 P4 P5 P6 P7 P8 P9 E1 E2 E3 E4 E5 E6 E7 E8 E9 I IIa IIb IIc III IVa IVb IVc V S1 S2 S3 S4 S5 S6")
	count("003", 1, 57)
	list("003", "T0 T1 T2 T3 T4 T5 T6")
	count("004", 1, 13)
	list("D6", "1 2 3 4 5 6 7")
	return ids
}

// No claim of the texts is left without a row, here or in the page.
func TestChecklistIsComplete(t *testing.T) {
	rows, err := checklistRows()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/checklist.md")
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, r := range rows {
		have = append(have, r.id)
	}
	for _, id := range allRows() {
		if !slices.Contains(have, id) {
			t.Errorf("got no row %s, want one", id)
		}
		if !strings.Contains(string(page), "\n| "+id+" |") {
			t.Errorf("docs/checklist.md: got no row %s, want the page written anew: tutti checklist --out docs/checklist.md --force", id)
		}
	}
	for k, id := range have {
		if slices.Index(have, id) != k || !slices.Contains(allRows(), id) {
			t.Errorf("got row %s twice or unknown, want each id once", id)
		}
	}
}

// What a row names is there: claims of scenarios, tests of packages.
func TestChecklistNamesWhatIsThere(t *testing.T) {
	rows, err := checklistRows()
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]bool{}
	for _, name := range rowScenarios(rows) {
		s, err := run.Load(scenarios.Open, name+".toml", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Expect {
			claims[name+"."+e.Name] = true
		}
	}
	for _, r := range rows {
		switch r.how {
		case "claim", "built":
			for _, c := range r.what {
				if !claims[c] {
					t.Errorf("%s: got no claim %s, want one", r.id, c)
				}
			}
		case "test":
			name, folder, _ := strings.Cut(r.what[0], " ")
			files, err := filepath.Glob("../../" + folder + "/*_test.go")
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(files, func(file string) bool {
				text, err := os.ReadFile(file)
				return err == nil && strings.Contains(string(text), "func "+name+"(")
			}) {
				t.Errorf("%s: got no test %s in %s, want one", r.id, name, folder)
			}
		case "rule":
			if !strings.HasPrefix(r.what[0], "tutti ") || !strings.Contains(r.what[0], "; ") {
				t.Errorf("%s: got %q, want a command and a reason", r.id, r.what[0])
			}
		}
	}
}

func TestChecklistRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"a | b | c":           "3 cells, want 4",
		"a | b | c | maybe: ": "want claim, built, split, test, rule or none",
		"a | b | c | none:":   "nothing after",
	} {
		if _, err := parseRows(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", text, err, want)
		}
	}
}
