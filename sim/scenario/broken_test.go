package scenario_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tutti/scenarios"
	"tutti/sim/keys"
	"tutti/sim/run"
)

// openBroken opens files of the folder of broken scenarios, and those that come
// with the program.
func openBroken(name string) ([]byte, error) {
	if text, err := scenarios.Open(name); err == nil {
		return text, nil
	}
	return os.ReadFile(filepath.Join("testdata", "broken", name))
}

// Every broken scenario says on each line what is wrong with that line; all of
// it is told at once, and nothing else.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.toml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d broken scenarios, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = run.Load(openBroken, filepath.Base(file), nil)
			var all keys.Errors
			if !errors.As(err, &all) {
				t.Fatalf("got %v, want errors with lines", err)
			}
			wantErrors(t, filepath.Base(file), string(text), all)
		})
	}
}

// wantErrors checks errors against the remarks ### in a text.
func wantErrors(t *testing.T, file, text string, got keys.Errors) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		for _, want := range strings.Split(line, "###")[1:] {
			want = strings.TrimSpace(want)
			found := false
			for k, e := range got {
				if e.File == file && e.Line == i+1 && strings.Contains(e.Error(), want) {
					got, found = append(got[:k:k], got[k+1:]...), true
					break
				}
			}
			if !found {
				t.Errorf("%s:%d: want an error %q", file, i+1, want)
			}
		}
	}
	for _, e := range got {
		t.Errorf("not wanted: %v", e)
	}
}
