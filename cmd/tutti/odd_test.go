package main

import (
	"strings"
	"testing"
)

// The description has every part of the protocol, the scenario's own values, and
// the command that reproduces the run; for both kinds of models.
func TestODD(t *testing.T) {
	for file, wants := range map[string][]string{
		"sunset":     {"# Leadership fades", "### 1. Purpose", "### 6. Submodels", "| 120 | leave |", "**group.head.expertise**", "tutti run sunset --seed 1", "Grimm"},
		"march-1991": {"March", "### 6. Submodels", "parameters.p1", "tutti run march-1991 --seed"},
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
		for _, never := range []string{"NaN", "%!", "## Decisions", "| `` |"} {
			if strings.Contains(text, never) {
				t.Errorf("%s: got %q, want none", file, never)
			}
		}
	}
}
