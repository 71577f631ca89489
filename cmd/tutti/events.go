package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tutti/agents/influence"
	"tutti/sim/run"
	"tutti/sim/table"
)

// An eventLog is where the events of a run go while it lives: beside the
// checkpoint, so that it can be gone on with, or else into the passing folder
// of the results. It only grows, so that an older checkpoint that knows how
// long it was stays good whatever happens.
type eventLog struct {
	file  *os.File
	name  string // as errors call it
	size  int64  // written so far [bytes]
	batch *table.Table
	spec  *run.Scenario
	fault error // the first failure
}

// openEvents begins the log of events.
func (c *runCmd) openEvents(o *output, s *run.Scenario) (*eventLog, error) {
	l := &eventLog{spec: s, name: filepath.Join(c.Out, "events.csv")}
	path := filepath.Join(o.stage, ".events")
	if c.Checkpoint != "" {
		path = c.Checkpoint + ".events"
		l.name = path
	}
	var err error
	if l.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666); err != nil {
		return nil, usageError{err}
	}
	l.batch = table.New(table.Count("cycle", "cycles", "from 1"), table.Count("round", "rounds", "from 1; 0 is the planning round"),
		table.Label("from", "who led"), table.Label("to", "whom it moved"), table.Label("domain", "in what"), table.Label("source", "the largest part"),
		table.Share("grant", "share of the new plan"), table.Number("moved", "plan", "grant times distance"),
		table.Number("positional", "plan", "part by position"), table.Number("personal", "plan", "part by personal qualities"), table.Number("rational", "plan", "part by rational persuasion"))
	if c.Resume == "" { // nothing that is there counts
		if err := l.file.Truncate(0); err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return l, nil
}

func (l *eventLog) add(cycle int, e influence.Event) {
	texts, numbers := eventRow(l.spec, cycle, e)
	l.batch.AppendRow(texts, numbers...)
	if l.batch.Len() >= 4096 {
		l.flush()
	}
}

// flush writes the rows that wait; the first failure stays.
func (l *eventLog) flush() {
	var text bytes.Buffer
	if err := table.CSV.Write(&text, l.batch); err != nil && l.fault == nil {
		l.fault = err
	}
	rows := text.Bytes()
	if l.size > 0 { // the names of the columns stand there already
		rows = rows[bytes.IndexByte(rows, '\n')+1:]
	}
	l.batch = l.batch.Like()
	if l.fault != nil {
		return
	}
	n, err := l.file.WriteAt(rows, l.size)
	l.size += int64(n)
	if err != nil {
		l.fault = fmt.Errorf("%s: %w", l.name, plainPath(err))
	}
}

// plainPath takes the passing name out of an error.
func plainPath(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// reached brings everything to the disk and returns how long the log is.
func (l *eventLog) reached() (int64, error) {
	l.flush()
	if l.fault == nil {
		l.fault = l.file.Sync()
	}
	return l.size, l.fault
}

// goOn takes up the log of a checkpoint where that was made.
func (l *eventLog) goOn(from string, size int64) error {
	path := from + ".events"
	if size < 0 {
		return usageError{fmt.Errorf("%s: comes from a run without --events, whose events nobody has; go on without --events", from)}
	}
	if old, err := os.Stat(path); err != nil || old.Size() < size {
		return usageError{fmt.Errorf("%s: wants the first %d bytes of it to go on with --events, which are not there", path, size)}
	}
	if here, err := filepath.Abs(path); err == nil {
		if there, err := filepath.Abs(l.file.Name()); err == nil && here == there {
			l.size = size
			return l.file.Truncate(size)
		}
	}
	old, err := os.Open(path)
	if err != nil {
		return usageError{err}
	}
	defer old.Close()
	if l.size, err = io.Copy(l.file, io.LimitReader(old, size)); err != nil {
		return fmt.Errorf("%s: %w", l.name, plainPath(err))
	}
	return l.file.Truncate(size)
}

// copyTo writes the whole log.
func (l *eventLog) copyTo(w io.Writer) error {
	if _, err := l.reached(); err != nil {
		return err
	}
	_, err := io.Copy(w, io.NewSectionReader(l.file, 0, l.size))
	return plainPath(err)
}

func (l *eventLog) close() { _ = l.file.Close() } // its results were copied, or are not wanted

// eventRow turns an event into a row of events.csv.
func eventRow(s *run.Scenario, cycle int, e influence.Event) (texts []string, numbers []float64) {
	source := "manipulation"
	if !e.Manipulated {
		k := 0
		for n, v := range e.Source {
			if v > e.Source[k] {
				k = n
			}
		}
		source = influence.Sources[k]
	}
	return []string{s.Spec.Name(e.From), s.Spec.Name(e.To), s.Spec.Domains[e.Domain], source},
		[]float64{float64(cycle), float64(e.Round + 1), e.Grant, e.Volume, e.Source[0], e.Source[1], e.Source[2]}
}
