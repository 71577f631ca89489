package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"tutti/sim/keys"
	"tutti/sim/run"
)

// sweepCmd does all runs of a design, or goes on with a sweep.
type sweepCmd struct {
	Design  string   `arg:"" help:"Design file (TOML), or the directory of a sweep to go on with."`
	Out     string   `help:"Directory of the sweep; by default the design's name without .toml." type:"path"`
	Set     []string `help:"Set a key of the design, as in --set seeds=20." placeholder:"KEY=VALUE" sep:"none"`
	Workers int      `help:"Runs at a time; by default one a core." placeholder:"N"`
	DryRun  bool     `help:"Only say how many runs there are and what they would take."`
	Plan    bool     `help:"Only write the plan into the directory, for tutti work."`
	Extend  bool     `help:"Add the seeds or points that the design has more than the sweep, keeping what is done."`
	NoCSV   bool     `name:"no-csv" help:"Write Parquet only."`
	progressFlag

	Executor string `enum:"local,slurm" default:"local" help:"Where the runs are done: local or slurm."`
	slurmFlags
}

// Help is the long help of the command.
func (sweepCmd) Help() string {
	return `Examples:
  tutti sweep trust.toml           do all runs, in the directory trust
  tutti sweep trust.toml           the same again: go on where it stopped
  tutti sweep trust.toml --dry-run       runs, time, memory and disk it would take
  tutti sweep trust.toml --set seeds=200 --extend
  tutti sweep trust.toml --executor slurm --partition short --time 02:00:00`
}

// Run sweeps.
func (c *sweepCmd) Run(a *app) error {
	a = a.telling(c.Progress)
	if err := workersFault(c.Workers); err != nil {
		return err
	}
	dir, plan, err := c.plan()
	if err != nil {
		return asInput(err)
	}
	if c.DryRun {
		return c.dryRun(a, dir, plan)
	}
	if c.Plan {
		return c.planOnly(a, dir, plan)
	}
	if c.Executor == "slurm" {
		return c.submit(a, dir, plan)
	}
	return a.sweep(dir, plan, sweepHow{workers: c.Workers, extend: c.Extend, csv: !c.NoCSV})
}

// planOnly leaves a directory in which workers can begin.
func (c *sweepCmd) planOnly(a *app, dir string, plan *run.Plan) error {
	store, lock, err := openSweep(dir, plan, c.Extend)
	if err != nil {
		return asInput(err)
	}
	lock.Free()
	fmt.Fprintf(a.out, "%s: %d runs in %d shards; do them with: tutti work %s --shard I/N\n", dir, store.Plan.Runs(), store.Plan.Shards(), run.Quote(dir))
	return nil
}

// plan finds out what is to be done and where.
func (c *sweepCmd) plan() (dir string, plan *run.Plan, err error) {
	if run.IsStore(c.Design) {
		if len(c.Set) > 0 || c.Out != "" || c.Extend {
			return "", nil, usageError{fmt.Errorf("%s: goes on as it was planned; to change it, name the design file", c.Design)}
		}
		s, err := run.Open(run.Disk{}, c.Design)
		if err != nil {
			return "", nil, err
		}
		if s.Plan.Engine != version {
			return "", nil, usageError{fmt.Errorf("%s: was begun by version %s and this is %s: results would mix", c.Design, s.Plan.Engine, version)}
		}
		return c.Design, s.Plan, nil
	}
	if c.Out == "" {
		c.Out = strings.TrimSuffix(filepath.Base(c.Design), ".toml")
		if c.Out == filepath.Base(c.Design) {
			c.Out += ".sweep"
		}
	}
	sets, err := settings(c.Set)
	if err != nil {
		return "", nil, err
	}
	open := openBeside(c.Design)
	d, err := run.ReadDesign(open, filepath.Base(c.Design), sets)
	if err != nil {
		return "", nil, asNamed(err, c.Design)
	}
	d.Fits = fits
	plan, err = run.NewPlan(d, version, open)
	return c.Out, plan, asNamed(err, c.Design)
}

// asNamed gives the errors of a file, which is read from its own folder, the
// path that the user gave.
func asNamed(err error, path string) error {
	var all keys.Errors
	if !errors.As(err, &all) {
		return err
	}
	all = slices.Clone(all)
	for i := range all {
		if all[i].File == filepath.Base(path) {
			all[i].File = path
		}
	}
	return all
}

// settings reads --set arguments.
func settings(args []string) (sets []run.Setting, err error) {
	return settingsBy(args, run.ParseValue)
}

// rawSettings reads --set arguments, values as they are written.
func rawSettings(args []string) ([]run.Setting, error) {
	return settingsBy(args, func(value string) (any, error) { return run.Raw(strings.TrimSpace(value)), nil })
}

func settingsBy(args []string, read func(value string) (any, error)) (sets []run.Setting, err error) {
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			return nil, usageError{fmt.Errorf("--set %s: want key=value", arg)}
		}
		v, err := read(value)
		if err != nil {
			return nil, usageError{fmt.Errorf("--set %s: %w", arg, err)}
		}
		sets = append(sets, run.Setting{Key: key, Value: v})
	}
	return sets, nil
}

// asInput makes a usage error of every error that the user has to put right.
func asInput(err error) error {
	var lines keys.Errors
	if errors.Is(err, run.ErrInput) || errors.As(err, &lines) || errors.Is(err, fs.ErrNotExist) {
		return usageError{err}
	}
	return err
}

// sweepHow says how a sweep is done on this machine.
type sweepHow struct {
	workers     int
	extend, csv bool
}

// coresOr is n, or one for each core when n is 0.
func coresOr(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// openSweep takes the directory for this process and opens its store.
func openSweep(dir string, plan *run.Plan, extend bool) (*run.Store, *run.Lock, error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 && !run.IsStore(dir) {
		if _, err := run.Create(run.Disk{}, dir, plan); err != nil { // refuses other people's files before the lock is made
			return nil, nil, err
		}
	}
	if err := run.MakeDir(dir); err != nil {
		return nil, nil, usageError{fmt.Errorf("%s: cannot be made: %w", dir, err)}
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	lock, err := run.LockDir(dir, fmt.Sprintf("process %d on %s", os.Getpid(), host))
	if err != nil {
		return nil, nil, usageError{err}
	}
	store, err := openOrExtend(dir, plan, extend)
	if err != nil {
		lock.Free()
		return nil, nil, err
	}
	return store, lock, nil
}

func openOrExtend(dir string, plan *run.Plan, extend bool) (*run.Store, error) {
	if !extend || !run.IsStore(dir) {
		return run.Create(run.Disk{}, dir, plan)
	}
	wider, err := extended(dir, plan)
	if err != nil {
		return nil, err
	}
	return wider.Replan(wider.Plan)
}

// extended is the sweep in a directory with what a plan has more; nothing is
// written.
func extended(dir string, plan *run.Plan) (*run.Store, error) {
	old, err := run.Open(run.Disk{}, dir)
	if err != nil {
		return nil, err
	}
	wider, err := run.Extend(old.Plan, plan)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return old.With(wider), nil
}

// grace is how long runs in hand may take to end after an interrupt.
const grace = 5 * time.Second

// sweep does what is missing and merges.
func (a *app) sweep(dir string, plan *run.Plan, how sweepHow) error {
	store, lock, err := openSweep(dir, plan, how.extend)
	if err != nil {
		return asInput(err)
	}
	defer lock.Free()
	if err := a.work(store, run.How{Workers: coresOr(how.workers)}, "go on with: tutti sweep "+run.Quote(dir)); err != nil {
		return err
	}
	return a.merge(store, run.MergeHow{CSV: how.csv})
}

// work does the shards that are missing, with a progress line and a log. An
// interrupt lets the shards in hand end, for a while, and then says what to do.
func (a *app) work(store *run.Store, how run.How, then string) error {
	collectRarely.Do(func() { rareCollections(os.Getenv, grantedMemory(os.Getenv)/10*9) })
	hard, drop := context.WithCancel(context.Background())
	defer drop()
	stop := context.AfterFunc(a.ctx, func() {
		fmt.Fprintln(a.err, "\nstopping when the runs in hand are saved; interrupt again to stop at once")
		time.AfterFunc(grace, drop)
	})
	defer stop()
	how.Hard = hard
	if how.Of < 2 { // of many tasks, tutti status tells
		if text := diedHint(lastDeaths(store.Dir)); text != "" {
			fmt.Fprintln(a.err, text)
		}
	}
	line := a.newProgress(store.Plan)
	line.now.Runs = store.Plan.RunsOf(how.Part, how.Of)
	log := openLog(store.Dir, line)
	defer log.close()
	how.OnShard, how.Lived = line.shard, &line.lived
	how.OnDamage = func(name string, err error) { fmt.Fprintf(a.err, "%s: %v; computed again\n", name, err) }
	line.start()
	p, err := store.Work(a.ctx, run.NewRuns(store.Plan), how)
	line.reached(p) // also where there was no shard to be told of
	line.stop()
	log.stop()
	log.printf(logEnd+" %d of %d runs done, %d failed, %d lived here, error: %v", p.Done, p.Runs, p.Failed, p.Lived, err)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(a.err, "interrupted after %d of %d runs; %s\n", p.Done, p.Runs, then)
		return errInterrupted
	}
	return err
}

// merge writes the tables and says where they are and what they show.
func (a *app) merge(store *run.Store, how run.MergeHow) error {
	m, err := store.Merge(a.ctx, how)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(a.err, "interrupted while merging; go on with: tutti merge %s\n", run.Quote(store.Dir))
		return errInterrupted
	}
	if errors.Is(err, run.ErrIncomplete) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%d runs, %d failed, in %s:\n", m.Runs, m.Failed, store.Dir)
	for _, f := range m.Files {
		fmt.Fprintf(a.out, "  %-16s %d rows\n", f.Name, f.Rows)
	}
	return a.failures(store, 3)
}

// failures prints the first runs that failed, with how to do them again.
func (a *app) failures(store *run.Store, most int) error {
	failed, err := store.Failures(most)
	if err != nil {
		return err
	}
	for _, f := range failed {
		fmt.Fprintf(a.out, "run %d failed: %s\n  again: %s\n", f.Run, f.Error, f.Command)
	}
	return nil
}
