package scenarios_test

import (
	"regexp"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/run"
)

// each loads every scenario of a folder that comes with the program.
func each(t *testing.T, folder string, do func(t *testing.T, name string, s *run.Scenario)) {
	for _, name := range scenarios.List(folder) {
		t.Run(name, func(t *testing.T) {
			file := strings.TrimPrefix(folder+"/", "./") + name + ".toml"
			s, err := run.Load(scenarios.Open, file, nil)
			if err != nil {
				t.Fatal(err)
			}
			do(t, file, s)
		})
	}
}

// Every scenario lives five cycles.
func TestFiveCycles(t *testing.T) {
	for _, folder := range []string{".", "classics"} {
		each(t, folder, func(t *testing.T, _ string, s *run.Scenario) {
			r := s.New(s.Seed)
			for range 5 {
				if !r.Done() {
					r.Step()
				}
			}
			if r.Cycle() < 1 {
				t.Errorf("got %d cycles, want at least one", r.Cycle())
			}
		})
	}
}

// sentence ends a sentence.
var sentence = regexp.MustCompile(`[.!?]\s`)

// Every scenario of an organisation says what it is, what to look for and where
// it comes from, and makes claims that can fail.
func TestDescribed(t *testing.T) {
	each(t, ".", func(t *testing.T, file string, s *run.Scenario) {
		for what, missing := range map[string]bool{
			"title": s.Title == "", "about": strings.TrimSpace(s.About) == "", "theme": s.Theme == "",
			"sources": len(s.Sources) == 0, "claim under [expect]": len(s.Expect) == 0,
		} {
			if missing {
				t.Errorf("got no %s, want one", what)
			}
		}
		if n := len(sentence.FindAllString(strings.TrimSpace(s.About)+" ", -1)); n < 2 || n > 5 {
			t.Errorf("got %d sentences on what to look for, want two or three, five at most", n)
		}
		for _, e := range s.Expect {
			if e.About == "" || e.Source == "" {
				t.Errorf("expect.%s: got about %q and source %q, want both", e.Name, e.About, e.Source)
			}
		}
		if _, err := run.ReadClaims(scenarios.Open, file, nil, 2); err != nil {
			t.Errorf("got %v, want arms that can be read", err)
		}
	})
}
