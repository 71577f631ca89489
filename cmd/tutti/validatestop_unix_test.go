//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A validation that is interrupted keeps what is finished, says so, and goes on
// from there.
func TestStoppedValidation(t *testing.T) {
	kept := filepath.Join(t.TempDir(), "kept")
	cmd := program(t, "validate", "degroot", "wing-2014", "--full", "--out", kept)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	finished := filepath.Join(kept, "degroot-influence-in-networks-full.json")
	for {
		if _, err := os.Stat(finished); err == nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its code is looked at below
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Fatalf("exit code %d, want 130: %s", code, &errs)
	}
	if !strings.Contains(errs.String(), "finished experiments kept in "+kept+"; the same command goes on from there") {
		t.Errorf("got %q, want what is kept and how to go on", &errs)
	}
	if code, _, said := runValidate("degroot", "--full", "--out", kept); code != 0 || strings.Count(said, "kept from an earlier call") != 2 {
		t.Errorf("going on: exit code %d, said %q, want both experiments of degroot kept", code, said)
	}
}
