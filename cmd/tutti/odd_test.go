package main

import (
	"strings"
	"testing"
)

// What a description says depends on its scenario: submodels of its own kind of
// work alone, rehearsals only where there are any, what events do, what claims
// ask for, and no reference that only this program's own pages explain.
func TestODDOfWhatIsUsed(t *testing.T) {
	for _, tt := range []struct {
		file        string
		wants, lack []string
	}{
		{"leavitt", []string{"**Pooling**", "| messages"}, []string{"**Ensemble**", "**Judgement**", "**Rehearsal**", "**Search**", "**Pairs that are refused"}},
		{"orpheus-rehearsal", []string{"**Judgement**", "**Ensemble**", "**Rehearsal**", "| asynchrony_ms | ms |", "within 5 of what it is with"}, []string{"**Pooling**", "group.horn.count"}},
		{"delegate", []string{"**Delegation**", "above what it is with `pattern=conducted`", "### 4. Design concepts", "| pattern.alignment | `as goals say` |"}, []string{"001-08", "**Off by default**", "**Reviews**"}},
		{"safe-to-speak", []string{"**Off by default**", "reflection.safety"}, []string{"**Reviews**"}},
		{"learn-rules", []string{"**Reviews**"}, []string{"**Off by default**"}},
	} {
		s, err := loadScenario(tt.file, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := describe(s, &oddCmd{File: tt.file})
		for _, want := range tt.wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: got no %q", tt.file, want)
			}
		}
		for _, never := range tt.lack {
			if strings.Contains(text, never) {
				t.Errorf("%s: got %q, want none", tt.file, never)
			}
		}
	}
}

// A pattern of the scenario's own, a title that does not begin with a letter of
// ASCII, and names that a shell would take apart.
func TestODDOfOwnPattern(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "my own.toml", "[group.a]\ncount = 3\n[pattern]\ntitle = \"Überall zugleich\"\n[expect.good]\nmeasure = \"quality\"\nkind = \"above\"\n")
	got := said(t, "odd", "my own.toml", "--set", "title=it's")
	for _, want := range []string{"**Its pattern** is its own: überall zugleich.", "(`tutti check --run 'my own.toml'`)",
		`tutti run 'my own.toml' --seed 1 --set 'title=it'\''s'`, `tutti check --run 'my own.toml' --set`} {
		if !strings.Contains(got, want) {
			t.Errorf("got no %q", want)
		}
	}
}

// The description has every part of the protocol, the scenario's own values, and
// the command that reproduces the run; for both kinds of models.
func TestODD(t *testing.T) {
	for file, wants := range map[string][]string{
		"sunset":     {"# Leadership fades", "### 1. Purpose", "### 7. Submodels", "| 120 | leave | who = ", "**group.head.expertise**", "tutti run sunset --seed 1", "Grimm"},
		"march-1991": {"March", "### 7. Submodels", "parameters.p1", "tutti run march-1991 --seed"},
	} {
		s, err := loadScenario(file, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := describe(s, &oddCmd{File: file})
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: got no %q", file, want)
			}
		}
		for _, never := range []string{"NaN", "%!", "## Decisions", "| `` |", "(model, ", "evidence, ", "Source: model"} {
			if strings.Contains(text, never) {
				t.Errorf("%s: got %q, want none", file, never)
			}
		}
	}
}
