package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"

	"tutti/sim/run"
)

// workCmd does a part of a sweep's shards: what job arrays and other engines
// call. It needs no lock, and two that do the same part do no harm.
type workCmd struct {
	Dir     string `arg:"" help:"Directory of the sweep." type:"path"`
	Shard   string `help:"Part to do, counted from 0: I/N does the shards I, I+N, I+2N, ..." placeholder:"I/N"`
	Task    *int64 `help:"The same as --shard, for job arrays: number of this task, from 0." placeholder:"I"`
	Of      int64  `default:"1" help:"Number of tasks." placeholder:"N"`
	Workers int    `help:"Runs at a time; by default what Slurm granted, or one a core." placeholder:"N"`
	progressFlag
}

// Help is the long help of the command.
func (workCmd) Help() string {
	return `Examples:
  tutti work DIR --shard 0/4             the first of four parts
  tutti work DIR --task "$JOB_COMPLETION_INDEX" --of 20    in Kubernetes
  parallel tutti work DIR --shard {}/8 ::: 0 1 2 3 4 5 6 7    with GNU parallel

When all parts are done: tutti merge DIR`
}

// Run works.
func (c *workCmd) Run(a *app) error {
	part, of, err := c.part()
	if err != nil {
		return usageError{err}
	}
	if err := workersFault(c.Workers); err != nil {
		return err
	}
	store, err := run.Open(run.Disk{}, c.Dir)
	if err != nil {
		return asInput(err)
	}
	if store.Plan.Engine != version {
		return usageError{fmt.Errorf("%s: was begun by version %s and this is %s: results would mix", c.Dir, store.Plan.Engine, version)}
	}
	ctx, stop := signal.NotifyContext(a.ctx, lateSignals...)
	defer stop()
	quiet := *a.telling(c.Progress)
	quiet.ctx = ctx
	err = quiet.work(store, run.How{Workers: c.workers(os.Getenv), Part: part, Of: of}, fmt.Sprintf("go on with: tutti work %s --shard %d/%d", run.Quote(c.Dir), part, of))
	if err == errInterrupted && a.ctx.Err() == nil && ctx.Err() == context.Canceled {
		return fmt.Errorf("%s: the time is nearly up; the task's missing shards are done when it is submitted again", c.Dir)
	}
	return err
}

// part reads which shards are to be done.
func (c *workCmd) part() (part, of int64, err error) {
	of = c.Of
	if c.Task != nil {
		part = *c.Task
	}
	if c.Shard != "" && c.Task != nil {
		return 0, 0, fmt.Errorf("--shard and --task: want one of them")
	}
	if c.Shard != "" {
		i, n, ok := strings.Cut(c.Shard, "/")
		var err1, err2 error
		part, err1 = strconv.ParseInt(i, 10, 64)
		of, err2 = strconv.ParseInt(n, 10, 64)
		if !ok || err1 != nil || err2 != nil {
			return 0, 0, fmt.Errorf("--shard %s: want I/N, such as 0/4", c.Shard)
		}
	}
	if of < 1 || part < 0 || part >= of {
		return 0, 0, fmt.Errorf("part %d of %d: want 0 to %d", part, of, of-1)
	}
	return part, of, nil
}

// workers is the number of cores that this task was given.
func (c *workCmd) workers(env func(string) string) int {
	if c.Workers > 0 {
		return c.Workers
	}
	for _, name := range []string{"SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"} {
		if n, err := strconv.Atoi(env(name)); err == nil && n > 0 {
			return n
		}
	}
	return runtime.GOMAXPROCS(0)
}

// grantedMemory is what Slurm granted to this task [bytes]; 0 when it did not say.
func grantedMemory(env func(string) string) int64 {
	mb, err := strconv.ParseInt(env("SLURM_MEM_PER_NODE"), 10, 64)
	if err != nil {
		perCPU, err1 := strconv.ParseInt(env("SLURM_MEM_PER_CPU"), 10, 64)
		cpus, err2 := strconv.ParseInt(env("SLURM_CPUS_ON_NODE"), 10, 64)
		if err1 != nil || err2 != nil {
			return 0
		}
		mb = perCPU * cpus
	}
	return max(0, mb) << 20
}
