//go:build unix

package main

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A run that is interrupted, by hand or by the system, says how to go on, saves
// what it promised and ends with 130.
func TestStoppedRun(t *testing.T) {
	for _, tt := range []struct {
		name   string
		signal os.Signal
		args   []string
		want   string
	}{
		{"interrupt", os.Interrupt, []string{"--checkpoint", "state"}, "go on with the same command and --resume "},
		{"terminate", syscall.SIGTERM, []string{"--checkpoint", "state", "--out", "x"}, "go on with the same command and --resume "},
		{"nothing saved", os.Interrupt, nil, "nothing was saved (give --checkpoint FILE to be able to go on)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inFew(t)
			put(t, "ready.toml", strings.Replace(few, "cycles = 30", "cycles = 100000000", 1))
			cmd := program(t, append([]string{"run", "ready.toml"}, tt.args...)...)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(300 * time.Millisecond) // it has begun, or dies of the signal and fails the test
			if err := cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // its code is looked at below
			if code := cmd.ProcessState.ExitCode(); code != 130 {
				t.Fatalf("exit code %d, want 130: %s", code, &errs)
			}
			if !strings.Contains(errs.String(), tt.want) || strings.Count(errs.String(), "\n") != 1 || out.Len() > 0 {
				t.Errorf("got %q and %q, want nothing and %q", &out, &errs, tt.want)
			}
			if _, err := os.Stat("x"); err == nil {
				t.Error("the folder of results was left behind without results")
			}
			if tt.args != nil {
				// It goes on from wherever it was stopped, or says that this is
				// beyond the end of a short run.
				var out, errs bytes.Buffer
				code := Main([]string{"run", "few.toml", "--cycles", "4", "--resume", "state"}, &out, &errs)
				if code != 0 && !strings.Contains(errs.String(), "made after cycle") {
					t.Errorf("the checkpoint cannot be read: %q", &errs)
				}
			}
		})
	}
}
