package table

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func words(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// alone wants nothing but the named files in dir.
func alone(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got files %q, want %q", got, want)
	}
}

func TestSaveKeepsOlderResults(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "series.csv")
	if err := Save(path, false, words("first")); err != nil {
		t.Fatal(err)
	}
	err := Save(path, false, words("second"))
	if !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), path) {
		t.Errorf("got error %v, want ErrExists with the name", err)
	}
	if got := content(t, path); got != "first" {
		t.Errorf("got %q, want the older result", got)
	}
	if err := Save(path, true, words("third")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "third" {
		t.Errorf("got %q, want the new result", got)
	}
	alone(t, dir, "series.csv")
}

func TestCommitLosesTheRace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "series.csv")
	f, err := Create(path, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := words("slow")(f); err != nil {
		t.Fatal(err)
	}
	if err := Save(path, false, words("quick")); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); !errors.Is(err, ErrExists) {
		t.Errorf("got error %v, want ErrExists", err)
	}
	if got := content(t, path); got != "quick" {
		t.Errorf("got %q, want the one that came first", got)
	}
	alone(t, dir, "series.csv")
}

func TestDiscardLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "series.csv"), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := words("half")(f); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	f.Discard()
	alone(t, dir)
}

func TestOnlyOrdinaryFilesAreReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := Save(dir, true, words("x")); err == nil || !strings.Contains(err.Error(), "not an ordinary file") {
		t.Errorf("got error %v for a folder", err)
	}
	missing := filepath.Join(dir, "no", "series.csv")
	if err := Save(missing, false, words("x")); err == nil || !strings.Contains(err.Error(), missing) || strings.Contains(err.Error(), ".tmp-") {
		t.Errorf("got error %v, want one that names %s", err, missing)
	}
}

// small is a disk of a few bytes below a real file.
type small struct {
	*os.File
	left int
}

func (s *small) Write(p []byte) (int, error) {
	if len(p) > s.left {
		n, _ := s.File.Write(p[:s.left])
		s.left = 0
		return n, &os.PathError{Op: "write", Path: s.Name(), Err: syscall.ENOSPC}
	}
	s.left -= len(p)
	return s.File.Write(p)
}

// TestFullDisk fills the disk at every stage: within the rows, at the last
// flush, and with room enough.
func TestFullDisk(t *testing.T) {
	for _, tt := range []struct {
		name       string
		bytes, has int
		fails      bool
	}{
		{"nothing fits", 200_000, 0, true},
		{"half fits", 200_000, 100_000, true},
		{"the last buffer does not fit", 1000, 999, true},
		{"all fits", 1000, 1000, false},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "series.csv")
		if err := Save(path, false, words("older")); err != nil {
			t.Fatal(err)
		}
		raw, tmp, err := createBeside(path)
		if err != nil {
			t.Fatal(err)
		}
		f := wrap(path, tmp, true, &small{raw, tt.has})
		err = words(strings.Repeat("x", tt.bytes))(f)
		if end := f.Commit(); err == nil {
			err = end
		}
		if (err != nil) != tt.fails {
			t.Errorf("%s: got error %v, want one: %v", tt.name, err, tt.fails)
		}
		if tt.fails {
			if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), path+": ") {
				t.Errorf("%s: got error %v, want a full disk and the file's name", tt.name, err)
			}
			if got := content(t, path); got != "older" {
				t.Errorf("%s: got %d bytes, want the older result", tt.name, len(got))
			}
		}
		alone(t, dir, "series.csv")
	}
}

func TestWriterErrorsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "series.csv")
	err := Save(path, false, func(io.Writer) error { return errors.New("no rows") })
	if err == nil || err.Error() != path+": no rows" {
		t.Errorf("got error %v", err)
	}
	alone(t, dir)
}
