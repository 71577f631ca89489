package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tutti/sim/exact"
	"tutti/sim/run"
	"tutti/sim/table"
)

// A checkpoint saves a run in the middle: a line that says what it is, the
// version and the fingerprint of what was run, how long the log of events was,
// the state of the model and the record.
type checkpoint struct {
	file     string
	scenario *run.Scenario
	run      *run.Running
	record   *run.Record
	events   *eventLog // nil where none is written
}

const checkpointHead = "tutti checkpoint 2\n"

// fingerprint is what a checkpoint belongs to: version, scenario as resolved
// (without its length), the files that it reads, and seed.
func fingerprint(s *run.Scenario) string {
	var text strings.Builder
	text.WriteString("tutti " + version + "\n" + fmt.Sprintf("seed %d\nburn-in %d\n", s.Seed, s.BurnIn))
	for _, e := range s.Entries {
		if e.Path != "cycles" && e.Path != "seed" {
			text.WriteString(e.Path + " = " + settingText(e.Value) + "\n")
		}
	}
	for _, f := range s.Inputs {
		text.WriteString("file " + f.Name + " " + f.Hash + "\n")
	}
	return fmt.Sprintf("%016x", exact.HashString(text.String()))
}

// keepCheckpoint refuses to replace a checkpoint that the run does not go on
// from.
func (c *runCmd) keepCheckpoint() error {
	if c.Checkpoint == "" || c.Force || sameFile(c.Checkpoint, c.Resume) {
		return nil
	}
	for _, name := range []string{c.Checkpoint, c.Checkpoint + ".events"} {
		if _, err := os.Lstat(name); err == nil {
			return usageError{fmt.Errorf("%s: is there already and is kept; --resume %s goes on from it, --force replaces it", name, c.Checkpoint)}
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	x, err1 := filepath.Abs(a)
	y, err2 := filepath.Abs(b)
	return b != "" && err1 == nil && err2 == nil && x == y
}

// save writes the checkpoint in one step: until it is whole, the older one
// stays.
func (k *checkpoint) save() error {
	events := int64(-1)
	if k.events != nil {
		var err error
		if events, err = k.events.reached(); err != nil {
			return err
		}
	}
	return table.Save(k.file, true, func(out io.Writer) error {
		if _, err := fmt.Fprintf(out, "%s%s %s %d\n", checkpointHead, version, fingerprint(k.scenario), events); err != nil {
			return err
		}
		w := exact.NewWriter(out)
		k.run.State(w)
		k.record.State(w)
		return w.Flush()
	})
}

// restore goes back to the checkpoint in a file.
func (k *checkpoint) restore(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return usageError{fmt.Errorf("--resume: %w", err)}
	}
	rest, ok := bytes.CutPrefix(text, []byte(checkpointHead))
	line, body, cut := bytes.Cut(rest, []byte("\n"))
	last := bytes.LastIndexByte(line, ' ')
	if !ok || !cut || last < 0 {
		return usageError{fmt.Errorf("%s: no checkpoint of this version of tutti", file)}
	}
	if got, want := string(line[:last]), version+" "+fingerprint(k.scenario); got != want {
		return usageError{fmt.Errorf("%s: a checkpoint of another version, scenario, input file, seed or setting (%s, this run is %s)", file, got, want)}
	}
	in := exact.NewReader(bytes.NewReader(body))
	k.run.State(in)
	k.record.State(in)
	if err := in.Err(); err != nil {
		return usageError{fmt.Errorf("%s: %w", file, err)}
	}
	k.run.Refresh()
	if at := k.run.Cycle(); at > k.scenario.Cycles {
		return usageError{fmt.Errorf("%s: was made after cycle %d, but this run ends after %d", file, at, k.scenario.Cycles)}
	}
	if k.events == nil {
		return nil
	}
	events, err := strconv.ParseInt(strings.TrimSpace(string(line[last:])), 10, 64)
	if err != nil {
		return usageError{fmt.Errorf("%s: no checkpoint of this version of tutti", file)}
	}
	return k.events.goOn(file, events)
}
