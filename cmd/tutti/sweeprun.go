package main

import (
	"fmt"

	"tutti/sim/run"
)

// sweepRun is a run of a sweep as a scenario with settings, to be opened again:
// the files that it reads are those of the sweep's plan.
func sweepRun(dir string, number *int64) (open run.Opener, name string, sets []run.Setting, err error) {
	store, err := run.Open(run.Disk{}, dir)
	if err != nil {
		return nil, "", nil, asInput(err)
	}
	if number == nil {
		return nil, "", nil, usageError{fmt.Errorf("%s: is a sweep of %d runs; choose one with --run K", dir, store.Plan.Runs())}
	}
	if store.Plan.Engine != version {
		return nil, "", nil, usageError{fmt.Errorf("%s: was made by version %s and this is %s: the run would be another", dir, store.Plan.Engine, version)}
	}
	name, sets, err = store.Plan.Piece(*number)
	if err != nil {
		return nil, "", nil, usageError{fmt.Errorf("%s: %w", dir, err)}
	}
	return store.Plan.Reader(), name, sets, nil
}
