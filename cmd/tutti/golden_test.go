package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A scenario in which every key is written out comes to the same digest and
// measures as ever, on one core and on several: what changes them is a change
// of the model. -update writes them anew, for the review.
func TestFrozenRun(t *testing.T) {
	texts := map[string]bool{}
	for _, workers := range []string{"1", "4"} {
		texts[frozen(t, workers)] = true
	}
	if len(texts) != 1 {
		t.Error("one core and four do not agree")
	}
	for text := range texts {
		golden(t, "testdata/frozen.txt", text)
	}
}

func frozen(t *testing.T, workers string) string {
	t.Helper()
	out, _ := tutti(t, 0, "run", "testdata/frozen.toml", "--json", "--workers", workers)
	var run struct {
		Digest   string
		Cycles   int
		Measures map[string]*float64
	}
	if err := json.Unmarshal([]byte(out), &run); err != nil {
		t.Fatal(err)
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "digest %s after %d cycles\n", run.Digest, run.Cycles)
	for _, name := range slices.Sorted(maps.Keys(run.Measures)) {
		if x := run.Measures[name]; x != nil {
			fmt.Fprintf(b, "%s %.9g\n", name, *x)
		} else {
			fmt.Fprintf(b, "%s missing\n", name)
		}
	}
	return b.String()
}
