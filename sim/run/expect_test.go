package run

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/stats"
)

const small = `title = "small"
cycles = 8
burn_in = 2
pattern = "emergent"
[group.people]
count = 6
[[ties]]
kind = "complete"
`

func openText(files map[string]string) Opener {
	return func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		if text, err := scenarios.Open(name); err == nil {
			return text, nil
		}
		return nil, fs.ErrNotExist
	}
}

func TestClaims(t *testing.T) {
	for _, tt := range []struct {
		name, claim string
		want        stats.Outcome
	}{
		{"above a value", "measure = 'quality'\nlo = 0.01", stats.Holds},
		{"above a value out of reach", "measure = 'quality'\nlo = 2", stats.DoesNotHold},
		{"below a value", "measure = 'quality'\nkind = 'below'\nlo = 2", stats.Holds},
		{"band", "measure = 'quality'\nkind = 'band'\nlo = 0\nhi = 2", stats.Holds},
		{"an arm against itself is null", "measure = 'quality'\nkind = 'null'\nsets = ['cycles=8']\nagainst = ['burn_in=2']\nhi = 0", stats.Holds},
		{"an arm against itself is not above", "measure = 'quality'\nsets = ['cycles=8']\nagainst = ['burn_in=2']", stats.DoesNotHold},
		{"less talk takes less time", "measure = 'time_used'\nagainst = ['pattern=isolated']", stats.Holds},
		{"an interaction", "measure = 'time_used'\nkind = 'above'\nagainst = ['pattern=isolated']\nbeside = ['time.round=0.1']", stats.Holds},
		{"a correlation with itself", "measure = 'quality'\nwith = 'quality'\nlo = 0.5", stats.Holds},
		{"another scenario", "measure = 'time_used'\nagainst = ['scenario=other.toml']", stats.Holds},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"s.toml": small + "[expect.it]\nseeds = 6\n" + tt.claim + "\n", "other.toml": strings.Replace(small, "emergent", "isolated", 1)}
			c, err := ReadClaims(openText(files), "s.toml", nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Run(context.Background(), 3, nil); err != nil {
				t.Fatal(err)
			}
			if f := c.Finding(0); f.Verdict.Outcome != tt.want {
				t.Errorf("got %s (%v %v), want %s", f.Verdict.Outcome, f.Verdict.Center, f.Verdict.Interval, tt.want)
			}
		})
	}
}

// Arms that claims share are lived once, and any number of workers gives the
// same verdict.
func TestClaimsShareArms(t *testing.T) {
	text := small + "[expect.a]\nmeasure = 'quality'\nagainst = ['pattern=isolated']\nseeds = 4\n[expect.b]\nmeasure = 'output'\nagainst = ['pattern=isolated']\nseeds = 6\n"
	var first float64
	for _, workers := range []int{1, 4} {
		c, err := ReadClaims(openText(map[string]string{"s.toml": text}), "s.toml", nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if c.Runs() != 12 {
			t.Errorf("got %d runs, want 12: two arms of 6 seeds", c.Runs())
		}
		if err := c.Run(context.Background(), workers, nil); err != nil {
			t.Fatal(err)
		}
		got := c.Finding(0).Verdict.Center
		if workers == 1 {
			first = got
		} else if got != first {
			t.Errorf("got %v with %d workers, want %v as with one", got, workers, first)
		}
	}
}

func TestClaimsRefused(t *testing.T) {
	for claim, want := range map[string]string{
		"measure = 'quality'\nsets = ['pattern']":                       `s.toml: expect.it: "pattern", want key=value`,
		"measure = 'quality'\nagainst = ['pattern=nobody-such']":        "no pattern",
		"measure = 'quallity'":                                          `did you mean "quality"`,
		"measure = 'quality'\nwith = 'nothing'":                         "no measure",
		"measure = 'quality'\nbeside = ['cycles=5']":                    "want against as well",
		"measure = 'quality'\nwith = 'output'\nagainst = ['cycles=5']":  "want no against",
		"measure = 'quality'\nagainst = ['scenario=no-such-file.toml']": "no-such-file",
	} {
		_, err := ReadClaims(openText(map[string]string{"s.toml": small + "[expect.it]\n" + claim + "\n"}), "s.toml", nil, 0)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", claim, err, want)
		}
	}
}

// TestClaimsBesideTheirScenario finds the other scenario of a claim in the folder
// of the first.
func TestClaimsBesideTheirScenario(t *testing.T) {
	files := map[string]string{
		"mine/s.toml":     small + "[expect.it]\nmeasure = 'quality'\nagainst = ['scenario=other.toml']\nseeds = 3\n",
		"mine/other.toml": small,
	}
	if _, err := ReadClaims(openText(files), "mine/s.toml", nil, 0); err != nil {
		t.Error(err)
	}
}

// A scenario does not take over the claims of the one that it extends.
func TestClaimsAreNotInherited(t *testing.T) {
	files := map[string]string{
		"s.toml":    small + "[expect.it]\nmeasure = 'quality'\nlo = 0.3\n",
		"more.toml": "extends = 's.toml'\n[expect.own]\nmeasure = 'output'\n",
		"same.toml": "extends = 's.toml'\n[expect.it]\nmeasure = 'output'\nkind = 'null'\n",
	}
	c, err := ReadClaims(openText(files), "more.toml", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.List) != 1 || c.List[0].Name != "own" {
		t.Errorf("got %v, want the claim `own` alone", c.List)
	}
	if c, err = ReadClaims(openText(files), "same.toml", nil, 0); err != nil || c.List[0].Lo != 0 || c.List[0].Kind != "null" {
		t.Errorf("got %v and %v, want a claim of the same name to begin anew", c.List, err)
	}
}
