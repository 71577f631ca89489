package scenario_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/keys"
	"tutti/sim/run"
)

// FuzzLoad wants no panic from any text, and of each refusal that it names a
// line of a file; what is accepted can be set up and lived when it is small.
func FuzzLoad(f *testing.F) {
	for _, text := range shipped(f) {
		f.Add(text)
	}
	files, err := filepath.Glob("testdata/broken/*.toml")
	if err != nil || len(files) == 0 {
		f.Fatalf("%d broken scenarios, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if crowded(text) {
			return // a hundred million names are read, but not in no time
		}
		s, err := run.Load(scenarios.Beside("fuzz.toml", text), "fuzz.toml", nil)
		if err != nil {
			refusal(t, text, err)
			return
		}
		if s.Spec != nil && s.Spec.Bytes() < 1<<20 && s.Spec.Pattern.Rounds < 10 {
			s.New(s.Seed).Step()
		}
	})
}

// shipped are the texts of all scenarios that come with the program.
func shipped(f *testing.F) []string {
	var texts []string
	err := fs.WalkDir(scenarios.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".toml") || strings.HasPrefix(name, "patterns/") {
			return err
		}
		text, err := scenarios.Open(name)
		texts = append(texts, string(text))
		return err
	})
	if err != nil || len(texts) < 10 {
		f.Fatalf("%d scenarios, %v", len(texts), err)
	}
	return texts
}

// crowded says whether some number in a text has so many digits that it may ask
// for millions of agents.
func crowded(text string) bool {
	digits := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			digits = 0
		} else if digits++; digits > 5 {
			return true
		}
	}
	return false
}

// refusal wants a line in every error.
func refusal(t *testing.T, text string, err error) {
	t.Helper()
	var all keys.Errors
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("%v is of type %T, want errors with lines", err, err)
	}
	for _, e := range all {
		if e.Line < 1 || e.Msg == "" || e.File == "fuzz.toml" && e.Line > 1+strings.Count(text, "\n") {
			t.Fatalf("%q names no line of the text", e.Error())
		}
	}
}
