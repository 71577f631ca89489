package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"tutti/agents"
	"tutti/sim/exact"
	"tutti/sim/run"
	"tutti/sim/scenario"
)

type runCmd struct {
	File       string   `arg:"" help:"Scenario file, or the name of one that comes with the program."`
	Number     *int64   `name:"run" help:"A run of a sweep, when FILE is the directory of one." placeholder:"K"`
	Seed       *uint64  `help:"Where all chance starts from, 0 to 2^53 - 1." placeholder:"N"`
	Cycles     *int     `help:"How long the run lasts." placeholder:"N"`
	Set        []string `help:"Another value for a key, such as pattern=conducted or work.turbulence=0.3." placeholder:"KEY=VALUE" sep:"none"`
	Workers    int      `help:"Cores for a large organisation; any number gives the same bits (default: all)." placeholder:"N"`
	Out        string   `help:"Folder for tables, network and plots." placeholder:"DIR" type:"path"`
	Events     bool     `help:"Also write every influence that moved somebody to events.csv (with --out)."`
	Force      bool     `help:"Replace results that are there."`
	JSON       bool     `help:"Print one JSON object and nothing else." name:"json"`
	Quiet      bool     `help:"Print nothing but errors." short:"q"`
	Checkpoint string   `help:"Save the whole state here, at the end, when interrupted, and every so often." placeholder:"FILE" type:"path"`
	Every      int      `help:"Cycles between checkpoints." default:"100" placeholder:"N"`
	Resume     string   `help:"Go on from a checkpoint." placeholder:"FILE" type:"path"`
}

// Help is shown by --help.
func (runCmd) Help() string {
	return `Examples:
  tutti run scenarios/orpheus.toml
  tutti run orpheus --set pattern=conducted --seed 7
  tutti run orpheus --out results --events
  tutti run trust --run 17        run 17 of the sweep in the folder trust
  tutti run orpheus --cycles 5000 --checkpoint long.state
  tutti run orpheus --cycles 5000 --resume long.state --checkpoint long.state

A run that is stopped and resumed comes to the same results, byte for byte. With
--events, the events up to a checkpoint lie beside it in FILE.events; both are
needed to go on.`
}

// Run runs one scenario.
func (c *runCmd) Run(a *app) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	if err := fits(s); err != nil {
		return err
	}
	if c.Events && c.Out == "" {
		return usageError{errors.New("--events: wants --out DIR to write to")}
	}
	if err := c.keepCheckpoint(); err != nil {
		return err
	}
	out, err := c.begin(s)
	if err != nil {
		return err
	}
	defer out.discard()
	began := time.Now()
	closeCollections(os.Getenv, s)
	r, err := a.build(s)
	if err != nil {
		return err
	}
	if r.Organisation != nil {
		r.Organisation.Workers = c.Workers
		if c.Workers < 1 {
			r.Organisation.Workers = runtime.GOMAXPROCS(0)
		}
		out.listen(r)
	}
	record := run.NewRecord(s, r, c.Out != "" && r.Organisation != nil && r.Organisation.Org.N <= mostFollowed)
	k := &checkpoint{file: c.Checkpoint, scenario: s, run: r, record: record, events: out.events}
	if c.Resume != "" {
		if err := k.restore(c.Resume); err != nil {
			return err
		}
	}
	a.warn(c.Quiet, append(c.unwritten(s), unreached(s)...))
	if err := c.live(a, k); err != nil {
		return err
	}
	if err := out.write(s, r, record, began); err != nil {
		return err
	}
	if r.Organisation != nil {
		a.warn(c.Quiet, idle(r.Organisation.Notes))
	}
	switch {
	case c.JSON:
		return printJSON(a.out, s, r, record)
	case c.Quiet:
		return nil
	}
	return report(a.out, s, r, record, c.Out)
}

// build sets a run up, which takes half a minute for millions of agents. An
// interrupt does not wait for it: there is nothing yet that could be saved.
func (a *app) build(s *run.Scenario) (*run.Running, error) {
	made := make(chan *run.Running, 1)
	go func() { made <- s.New(s.Seed) }()
	select {
	case r := <-made:
		return r, nil
	case <-a.ctx.Done():
		fmt.Fprintln(a.err, "stopped while the organisation was set up; nothing was saved")
		return nil, errInterrupted
	}
}

// mostFollowed is the largest organisation whose influence is followed tie by
// tie for influence.graphml.
const mostFollowed = 20000

// scenario loads the file, or a run of a sweep.
func (c *runCmd) scenario() (*run.Scenario, error) {
	if !run.IsStore(c.File) {
		if c.Number != nil {
			return nil, usageError{fmt.Errorf("--run %d: %s is not the directory of a sweep", *c.Number, c.File)}
		}
		return loadScenario(c.File, c.Set)
	}
	open, name, sets, err := sweepRun(c.File, c.Number)
	if err != nil {
		return nil, err
	}
	more, err := settings(c.Set)
	if err != nil {
		return nil, err
	}
	s, err := run.Load(open, name, append(sets, more...))
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

func (c *runCmd) load() (*run.Scenario, error) {
	s, err := c.scenario()
	if err != nil {
		return nil, err
	}
	if c.Seed != nil {
		if *c.Seed > exact.MaxSeed {
			return nil, usageError{fmt.Errorf("--seed: %d is above 2^53 - 1", *c.Seed)}
		}
		s.Seed = *c.Seed
	}
	if c.Cycles != nil {
		if *c.Cycles < 1 {
			return nil, usageError{fmt.Errorf("--cycles: %d, want 1 or more", *c.Cycles)}
		}
		s.SetCycles(*c.Cycles)
		if s.BurnIn >= s.Cycles {
			s.SetBurnIn(s.Cycles / 10)
		}
	}
	if err := workersFault(c.Workers); err != nil {
		return nil, err
	}
	if c.Every < 1 {
		return nil, usageError{fmt.Errorf("--every: %d, want 1 or more", c.Every)}
	}
	return s, nil
}

// workersFault refuses less than no workers; none is as many as there are cores.
func workersFault(n int) error {
	if n < 0 {
		return usageError{fmt.Errorf("--workers %d: want 1 or more", n)}
	}
	return nil
}

// fits refuses an organisation that this machine has no memory for.
func fits(s *run.Scenario) error {
	if s.Spec == nil {
		return nil
	}
	people, ties := s.Spec.Most()
	if people > scenario.MostAgents || ties > agents.MaxTies {
		return usageError{fmt.Errorf("%s: %.3g agents and %.3g ties with those whom events add in %d cycles, want at most %d and %d", s.File, people, ties, s.Cycles, scenario.MostAgents, agents.MaxTies)}
	}
	need, have := s.Spec.Bytes(), memoryAvailable()
	if have > 0 && need > have {
		return usageError{fmt.Errorf("%s: %.0f agents and %.3g ties, with those whom events add, need about %s of memory, and %s are free", s.File, people, ties, bytesText(need), bytesText(have))}
	}
	return nil
}

// live lives the cycles, with progress, checkpoints and a way out.
func (c *runCmd) live(a *app, k *checkpoint) error {
	r, cycles, shown := k.run, k.scenario.Cycles, time.Now()
	clean := func() {
		if a.fancy && !c.Quiet {
			fmt.Fprint(a.err, "\r\x1b[K")
		}
	}
	defer clean()
	for r.Cycle() < cycles && !r.Done() {
		if a.ctx.Err() != nil {
			clean()
			return c.interrupted(a, k)
		}
		r.Step()
		k.record.Add(r)
		if c.Checkpoint != "" && r.Cycle()%c.Every == 0 {
			if err := k.save(); err != nil {
				return err
			}
		}
		if a.fancy && !c.Quiet && time.Since(shown) > 200*time.Millisecond {
			shown = time.Now()
			fmt.Fprintf(a.err, "\r\x1b[Kcycle %d of %d", r.Cycle(), cycles)
		}
	}
	if c.Checkpoint != "" {
		return k.save()
	}
	return nil
}

// interrupted ends a run in the middle and says how to go on.
func (c *runCmd) interrupted(a *app, k *checkpoint) error {
	at := fmt.Sprintf("stopped after cycle %d of %d", k.run.Cycle(), k.scenario.Cycles)
	if c.Checkpoint == "" {
		fmt.Fprintf(a.err, "%s; nothing was saved (give --checkpoint FILE to be able to go on)\n", at)
		return errInterrupted
	}
	if err := k.save(); err != nil {
		return err
	}
	if k.run.Organisation != nil {
		a.warn(c.Quiet, idle(k.run.Organisation.Notes)) // what goes on knows nothing of them
	}
	fmt.Fprintf(a.err, "%s; go on with the same command and --resume %s\n", at, run.Quote(c.Checkpoint))
	return errInterrupted
}
