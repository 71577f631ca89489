package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tutti/render/front"
	"tutti/render/play"
	"tutti/sim/exact"
	"tutti/sim/run"
)

// TestWatchRunOfSweep opens a run of a finished sweep as `tutti run` does, and
// wants the same digest.
func TestWatchRunOfSweep(t *testing.T) {
	dir := t.TempDir()
	design, store := filepath.Join(dir, "d.toml"), filepath.Join(dir, "sweep")
	if err := os.WriteFile(design, []byte("title = 'few'\nscenario = 'orpheus'\nseeds = 2\n[set]\ncycles = 30\n[factor.rounds]\nkey = 'pattern.rounds'\nvalues = [1, 3]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Main([]string{"sweep", design, "--out", store}, &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	k := int64(3)
	c := watchCmd{Scenarios: []string{store}, Number: &k}
	sessions, err := c.sessions()
	if err != nil || len(sessions) != 1 {
		t.Fatalf("%d sessions, %v; want one", len(sessions), err)
	}
	p, err := play.New(sessions[0].Make, sessions[0].Cycles, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Seek(30)
	p.Advance(0, func() bool { return false })
	open, name, sets, err := sweepRun(store, &k)
	if err != nil {
		t.Fatal(err)
	}
	s, err := run.Load(open, name, sets)
	if err != nil {
		t.Fatal(err)
	}
	r := s.New(s.Seed)
	for r.Cycle() < s.Cycles {
		r.Step()
	}
	if got, want := p.Digest(), exact.Digest(r); got != want || p.Cycle() != 30 {
		t.Errorf("watched: %s at cycle %d, want %s at 30", got, p.Cycle(), want)
	}
	for _, tt := range []struct {
		c    watchCmd
		want string
	}{
		{watchCmd{Scenarios: []string{store}}, "is a sweep of 4 runs; choose one with --run K"},
		{watchCmd{Scenarios: []string{"orpheus"}, Number: &k}, "--run 3: orpheus is no sweep"},
	} {
		if _, err := tt.c.sessions(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %q", err, tt.want)
		}
	}
}

// TestEdited edits the file on the screen, which is not the one of the command
// line any more.
func TestEdited(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	first, second := write("a.toml", "title = 'a'\n[group.m]\ncount = 3\n"), write("b.toml", "title = 'b'\n[group.m]\ncount = 3\n")
	c := watchCmd{Scenarios: []string{first}}
	c.seen = opened{c.Scenarios, c.sessions}
	follow := c.follow()
	wait := func() (s []*front.Session, err error, changed bool) {
		for end := time.Now().Add(1500 * time.Millisecond); time.Now().Before(end) && !changed; time.Sleep(50 * time.Millisecond) {
			s, err, changed = follow()
		}
		return s, err, changed
	}
	wait()
	if _, err := c.open(second, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, changed := wait(); changed {
		t.Error("opening another file is taken for a change")
	}
	write("a.toml", "title = 'the first, edited'\n[group.m]\ncount = 3\n")
	if _, _, changed := wait(); changed {
		t.Error("a file that is not on the screen is read again")
	}
	write("b.toml", "title = 'the second, edited'\n[group.m]\ncount = 3\n")
	if s, err, changed := wait(); !changed || err != nil || s[0].Title != "the second, edited" {
		t.Errorf("edited: changed %v, %v, want the second file anew", changed, err)
	}
	write("b.toml", "titel = 'wrong'\n[group.m]\ncount = 3\n")
	if _, err, changed := wait(); !changed || err == nil || !strings.Contains(err.Error(), "b.toml:1: titel: no such key") {
		t.Errorf("edited wrongly: changed %v, %v, want the mistake", changed, err)
	}
}

// TestListFolder lists what can be opened.
func TestListFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.toml", "A.TOML", "notes.md", ".hidden.toml"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "plays"), 0o755); err != nil {
		t.Fatal(err)
	}
	name, entries, err := listFolder(filepath.Join(dir, "plays", ".."))
	var got []string
	for _, e := range entries {
		got = append(got, e.Name)
	}
	if want := ".. plays A.TOML b.toml"; err != nil || name != dir || strings.Join(got, " ") != want {
		t.Errorf("%s holds %v (%v), want %s", name, got, err, want)
	}
	if _, _, err := listFolder(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there is listed")
	}
}
