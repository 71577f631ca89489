package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
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
// the state of the model and the record, and a hash of all that.
type checkpoint struct {
	file     string
	scenario *run.Scenario
	run      *run.Running
	record   *run.Record
	events   *eventLog // nil where none is written
}

const checkpointHead = "tutti checkpoint 3\n"

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
	if c.Checkpoint == "" {
		return nil
	}
	if info, err := os.Stat(c.Checkpoint); err == nil && !info.Mode().IsRegular() {
		return usageError{fmt.Errorf("--checkpoint: %s is no ordinary file, want the name of one", c.Checkpoint)}
	}
	try, err := os.CreateTemp(filepath.Dir(c.Checkpoint), ".tmp-try-") // now, not after hours
	if err != nil {
		return usageError{fmt.Errorf("--checkpoint: %s: %w", c.Checkpoint, plainPath(err))}
	}
	_ = try.Close()
	_ = os.Remove(try.Name())
	if c.Force || sameFile(c.Checkpoint, c.Resume) {
		return nil
	}
	for _, name := range []string{c.Checkpoint, c.Checkpoint + ".events"} {
		if _, err := os.Lstat(name); err == nil {
			return usageError{fmt.Errorf("%s: is there already and is kept; --resume %s goes on from it, --force replaces it", name, run.Quote(c.Checkpoint))}
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
		sum := sha256.New()
		both := io.MultiWriter(out, sum)
		if _, err := fmt.Fprintf(both, "%s%s %s %d\n", checkpointHead, version, fingerprint(k.scenario), events); err != nil {
			return err
		}
		w := exact.NewWriter(both)
		k.run.State(w)
		k.record.State(w)
		if err := w.Flush(); err != nil {
			return err
		}
		_, err := out.Write(sum.Sum(nil))
		return err
	})
}

// openCheckpoint opens a file that is whole and a checkpoint, after its head:
// what it belongs to, and how long the log of events was.
func openCheckpoint(file string) (f *os.File, body io.Reader, of, events string, err error) {
	f, err = os.Open(file)
	if err != nil {
		return nil, nil, "", "", usageError{fmt.Errorf("--resume: %w", err)}
	}
	refuse := func(why string) (*os.File, io.Reader, string, string, error) {
		_ = f.Close()
		return nil, nil, "", "", usageError{fmt.Errorf("%s: %s", file, why)}
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return refuse("no ordinary file, want a checkpoint")
	}
	size := info.Size() - sha256.Size
	in := bufio.NewReader(io.LimitReader(f, max(0, size)))
	head := make([]byte, len(checkpointHead))
	_, err = io.ReadFull(in, head)
	line, err2 := in.ReadString('\n')
	last := strings.LastIndexByte(line, ' ')
	if err != nil || err2 != nil || string(head) != checkpointHead || last < 0 {
		return refuse("no checkpoint of this version of tutti, or one that is cut short")
	}
	sum := sha256.New()
	_, _ = io.WriteString(sum, checkpointHead+line) // a hash takes everything
	if _, err := io.Copy(sum, in); err != nil {
		return refuse(plainPath(err).Error())
	}
	want := make([]byte, sha256.Size)
	if _, err := f.ReadAt(want, size); err != nil || !bytes.Equal(want, sum.Sum(nil)) {
		return refuse("a damaged checkpoint: it is cut short or was changed")
	}
	at := int64(len(checkpointHead) + len(line))
	return f, io.NewSectionReader(f, at, size-at), line[:last], strings.TrimSpace(line[last:]), nil
}

// restore goes back to the checkpoint in a file.
func (k *checkpoint) restore(file string) error {
	f, body, got, log, err := openCheckpoint(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if want := version + " " + fingerprint(k.scenario); got != want {
		return usageError{fmt.Errorf("%s: a checkpoint of another version, scenario, input file, seed or setting (%s, this run is %s)", file, got, want)}
	}
	in := exact.NewReader(body)
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
	events, err := strconv.ParseInt(log, 10, 64)
	if err != nil {
		return usageError{fmt.Errorf("%s: no checkpoint of this version of tutti", file)}
	}
	return k.events.goOn(file, events)
}
