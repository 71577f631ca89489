package main

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the digests anew")

// TestFunctions holds this platform against the digests that were printed on
// all others. A change here changes every result: it belongs in CHANGELOG.md.
func TestFunctions(t *testing.T) {
	const file = "testdata/functions.txt"
	var got strings.Builder
	for _, f := range functions {
		got.WriteString(f.name + " " + f.digest() + "\n")
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.ReplaceAll(string(text), "\r", ""), "\n")
	for i, line := range strings.Split(got.String(), "\n") {
		if i >= len(want) || line != want[i] {
			t.Errorf("got %s, want %s", line, append(want, "nothing")[min(i, len(want))])
		}
	}
}

// TestModels wants digests that do not depend on what was run before.
func TestModels(t *testing.T) {
	first, n := map[string]string{}, 0
	for range 2 {
		each := func(name, state, measures string) {
			n++
			if was, twice := first[name]; twice && was != state+measures {
				t.Errorf("%s: run twice, got %s, want %s", name, state+measures, was)
			}
			first[name] = state + measures
		}
		printModels(each)
		if err := printScenarios(each); err != nil {
			t.Fatal(err)
		}
	}
	if n == 0 || n != 2*len(first) {
		t.Errorf("%d digests of %d models, want two each", n, len(first))
	}
}
