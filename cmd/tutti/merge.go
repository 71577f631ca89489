package main

import (
	"tutti/sim/run"
)

// mergeCmd writes the tables of a sweep whose runs are done.
type mergeCmd struct {
	Dirs    []string `arg:"" name:"dir" help:"Directory of the sweep, and others that hold shards of the same plan." type:"path"`
	Partial bool     `help:"Merge what is there, into files of their own: for a look."`
	NoCSV   bool     `name:"no-csv" help:"Write Parquet only."`
}

// Help is the long help of the command.
func (mergeCmd) Help() string {
	return `Examples:
  tutti merge trust                      when all parts of tutti work are done
  tutti merge trust copy1 copy2          with the shards that other machines made
  tutti merge trust --partial            what is there so far, for a look`
}

// Run merges.
func (c *mergeCmd) Run(a *app) error {
	if !run.IsStore(c.Dirs[0]) {
		_, err := run.Open(run.Disk{}, c.Dirs[0])
		return asInput(err)
	}
	first, err := run.Open(run.Disk{}, c.Dirs[0])
	if err != nil {
		return asInput(err)
	}
	store, lock, err := openSweep(c.Dirs[0], first.Plan, false)
	if err != nil {
		return asInput(err)
	}
	defer lock.Free()
	if err := store.Adopt(c.Dirs[1:]...); err != nil {
		return asInput(err)
	}
	return a.merge(store, run.MergeHow{CSV: !c.NoCSV, Partial: c.Partial})
}
