package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What is not a terminal is told nothing, unless it asks to be.
func TestProgressForPrograms(t *testing.T) {
	study(t, 40, 3)
	if _, errs := tutti(t, 0, "sweep", "learning.toml", "--out", "quiet"); errs != "" {
		t.Errorf("got %q, want silence where nobody looks", errs)
	}
	_, errs := tutti(t, 0, "sweep", "learning.toml", "--progress", "json")
	lines := strings.Split(strings.TrimSpace(errs), "\n")
	var last progressState
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatalf("%q: %v", errs, err)
	}
	if last.Runs != 18 || last.Done != 18 || last.Failed != 0 || !last.End || last.Memory <= 0 || !strings.HasPrefix(last.Leading, "highest code_knowledge ") {
		t.Errorf("got %+v, want the state at the end of 18 runs", last)
	}
	if text := last.String(); !strings.HasPrefix(text, "18 of 18 runs, 100%, ") || !strings.Contains(text, " left, highest code_knowledge ") {
		t.Errorf("in words: %q", text)
	}
	tutti(t, 2, "sweep", "learning.toml", "--progress", "loud")
}

// A process that was killed cannot say why; the next to look finds its log
// without an end, and what it held.
func TestDeathsAreTold(t *testing.T) {
	exe := buildTutti(t)
	study(t, 40, 3)
	tutti(t, 0, "sweep", "learning.toml", "--plan")
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	gone := exec.Command(exe, "version")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	log := func(at string, pid int, end string) string {
		name := filepath.Join("learning", "log", fmt.Sprintf("%s-%s-%d.txt", at, host, pid))
		put(t, name, "2026-01-01T00:00:00Z begin: tutti\n2026-01-01T00:00:00Z memory: 10 of 4000000000, 0 of 18 runs\n"+
			"2026-01-01T00:00:20Z memory: 3900000000 of 4000000000, 4 of 18 runs\n"+end)
		return name
	}
	log("20260101T000000.000", os.Getpid(), "")                          // of one that is at work
	log("20260101T000001.500", 1, "2026-01-01T00:00:30Z end: 4 of 18\n") // of one that came to its end before the others died
	if out, _ := tutti(t, 0, "status", "learning"); strings.Contains(out, "ended without a word") {
		t.Errorf("got %q of a process that is at work", out)
	}
	dead := log("20260101T000001.000", gone.Process.Pid, "")
	const want = "a process that worked here ended without a word (killed, or the machine went down); when last heard of it held 3.9 GB of 4 GB: probably out of memory"
	if out, _ := tutti(t, 0, "status", "learning"); !strings.Contains(out, want) {
		t.Errorf("got %q, want %q", out, want)
	}
	log("20260101T000002.000", 1, "")
	silent := time.Now().Add(-4 * logEvery)
	name := log("20260101T000003.000", 1, "")
	if err := os.Rename(name, strings.Replace(name, host, "elsewhere", 1)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(strings.Replace(name, host, "elsewhere", 1), silent, silent); err != nil {
		t.Fatal(err)
	}
	if got := lastDeaths("learning"); len(got) != 2 || got[0].Log != dead || got[0].Memory != 3_900_000_000 {
		t.Errorf("got %+v, want the one that is gone and the one that fell silent elsewhere", got)
	}
	if _, errs := tutti(t, 0, "sweep", "learning.toml"); !strings.Contains(errs, "2 processes that worked here ended without a word") {
		t.Errorf("got %q, want the next sweep to tell", errs)
	}
	if out, _ := tutti(t, 0, "status", "learning"); strings.Contains(out, "ended without a word") {
		t.Errorf("got %q of a sweep that is done", out)
	}
	past := time.Now().Add(-2 * logEvery)
	for _, d := range lastDeaths("learning") {
		if err := os.Chtimes(d.Log, past, past); err != nil {
			t.Fatal(err)
		}
	}
	if got := lastDeaths("learning"); len(got) != 0 {
		t.Errorf("got %+v after one that began later came to its end, want none", got)
	}
}
