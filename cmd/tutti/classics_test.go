package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/classic"
)

// said is what a command line prints, which must end well.
func said(t *testing.T, args ...string) string {
	t.Helper()
	out, _ := tutti(t, 0, args...)
	return out
}

// Every scenario of a published model is run, stopped and resumed to the same
// state byte for byte, swept and described; the pages for teachers compare them.
func TestClassicsInEveryCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range scenarios.List("classics") {
		t.Run(name, func(t *testing.T) {
			said(t, "run", name, "-q", "--cycles", "6", "--checkpoint", name+".whole")
			said(t, "run", name, "-q", "--cycles", "3", "--checkpoint", name+".half")
			said(t, "run", name, "-q", "--cycles", "6", "--resume", name+".half", "--checkpoint", name+".resumed")
			whole, err := os.ReadFile(name + ".whole")
			if err != nil {
				t.Fatal(err)
			}
			resumed, err := os.ReadFile(name + ".resumed")
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(whole, resumed) {
				t.Error("stopped and resumed, the run comes to another state")
			}
			design := fmt.Sprintf("scenario = %q\nseeds = 2\n[set]\ncycles = 3\n", name)
			if err := os.WriteFile("design-"+name+".toml", []byte(design), 0o666); err != nil {
				t.Fatal(err)
			}
			said(t, "sweep", "design-"+name+".toml", "--out", "swept-"+name)
			if _, err := os.Stat(filepath.Join("swept-"+name, "runs.csv")); err != nil {
				t.Error(err)
			}
			odd := said(t, "odd", name)
			model := modelOf(t, name)
			for _, step := range append([]string{model.Entities}, model.Process...) {
				if !strings.Contains(odd, step) {
					t.Errorf("its description lacks %q", step)
				}
			}
		})
	}
}

// modelOf is the published model of a scenario that comes with the program.
func modelOf(t *testing.T, name string) classic.Kind {
	t.Helper()
	f, err := scenarios.Open("classics/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range classic.Catalogue {
		if strings.Contains(string(f), fmt.Sprintf("model = %q", k.Name)) {
			return k
		}
	}
	t.Fatalf("%s names no published model", name)
	return classic.Kind{}
}

// How often chance decides otherwise, as the pages for teachers say it: that
// many in a hundred runs, give or take three standard errors.
func TestTeachersPagesOnChance(t *testing.T) {
	const seeds = 600
	for _, tt := range []struct {
		name, column string
		lo, hi       float64 // the run is one of those where the column ends within
		want         float64
	}{
		{"hegselmann-krause", "clusters", 1, 1, 1.0 / 19},
		{"hegselmann-krause", "clusters", 3, 3, 1.0 / 19},
		{"watts-2002", "share_adopted", 0, 0.1, 1.0 / 9},
	} {
		s, err := loadScenario(tt.name, nil)
		if err != nil {
			t.Fatal(err)
		}
		there := make([]bool, seeds)
		side(seeds, coresOr(0), func(k int) {
			r := s.New(uint64(k + 1))
			for r.Cycle() < s.Cycles && !r.Done() {
				r.Step()
			}
			x := measures(r)[tt.column]
			there[k] = x >= tt.lo && x <= tt.hi
		})
		got := 0.0
		for _, is := range there {
			if is {
				got += 1.0 / seeds
			}
		}
		if off := 3 * math.Sqrt(tt.want*(1-tt.want)/seeds); math.Abs(got-tt.want) > off {
			t.Errorf("%s: %s of %v to %v in %.3f of runs, want %.3f ± %.3f", tt.name, tt.column, tt.lo, tt.hi, got, tt.want, off)
		}
	}
}

// A published model is explained with its process and its keys, each key by
// itself as well.
func TestClassicsExplained(t *testing.T) {
	for _, k := range classic.Catalogue {
		text := strings.Join(strings.Fields(said(t, "explain", k.Name)), " ")
		for _, want := range append([]string{k.Entities, "Keys of [parameters]: "}, k.Process...) {
			if !strings.Contains(text, want) {
				t.Errorf("explain %s lacks %q", k.Name, want)
			}
		}
	}
	if got := said(t, "explain", "p1_fast"); !strings.Contains(got, "parameters.p1_fast (key of march-1991)") || !strings.Contains(got, "Default: 0.9") {
		t.Errorf("explain p1_fast: %q", got)
	}
	tutti(t, 2, "explain", "no_such_thing_at_all")
}
