package run

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"tutti/sim/table"
)

// Progress is how far a sweep is.
type Progress struct {
	Runs   int64 // of the plan, or of the part that was asked for
	Done   int64 // runs whose shards are published
	Failed int64 // of them
	Kept   int64 // of them, found done when the sweep began
	Redone int64 // shards that were there but damaged, and were computed again
	Lived  int64 // runs lived in this process, those in hand included
}

// How says how to work on a sweep.
type How struct {
	Workers int   // goroutines [1 or more]
	Part    int64 // of Of parts, those shards whose number is Part modulo Of
	Of      int64 // 0 and 1: all

	// Hard ends runs in hand too, at once; their shards stay missing. The
	// context of Work only stops new shards from being begun.
	Hard context.Context

	// OnShard is told of each shard that is there, by one goroutine at a time,
	// in no particular order; kept says that it was found done.
	OnShard func(p Progress, runs *table.Table, kept bool)
	// OnDamage is told of shards that were there but could not be used.
	OnDamage func(name string, err error)
	// Lived, when not nil, counts runs as they end.
	Lived *atomic.Int64
}

// Work does every shard that is missing or damaged. It returns the context's
// error when it was stopped before the end, and the first error of the store
// (a full disk, a run that is not a function of its number).
func (s *Store) Work(ctx context.Context, job Job, how How) (Progress, error) {
	w := &worker{store: s, job: job, how: how, hard: how.Hard}
	if w.hard == nil {
		w.hard = context.Background()
	}
	if w.how.Of < 1 {
		w.how.Of = 1
	}
	if w.how.Lived == nil {
		w.how.Lived = new(atomic.Int64)
	}
	shards := s.Plan.Shards()
	for n := w.how.Part; n < shards && w.how.Of > 1; n += w.how.Of {
		sh := s.Plan.shardAt(n)
		w.progress.Runs += sh.to - sh.from
	}
	if w.how.Of == 1 {
		w.progress.Runs = s.Plan.Runs()
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range max(1, how.Workers) {
		wait.Go(func() {
			for ctx.Err() == nil {
				n := w.how.Part + (next.Add(1)-1)*w.how.Of
				if n >= shards {
					return
				}
				if err := w.one(s.Plan.shardAt(n)); err != nil {
					stop(err)
				}
			}
		})
	}
	wait.Wait()
	if w.progress.Done == w.progress.Runs {
		return w.progress, nil
	}
	return w.progress, context.Cause(ctx)
}

// worker is the common state of the goroutines of one Work.
type worker struct {
	store *Store
	job   Job
	how   How
	hard  context.Context

	mutex    sync.Mutex
	progress Progress
}

// one makes sure of one shard.
func (w *worker) one(sh shard) error {
	b, err := w.store.read(sh)
	switch {
	case err == nil:
		w.booked(b.Runs, true, false)
		return nil
	case !errors.Is(err, errMissing) && w.how.OnDamage != nil:
		w.mutex.Lock()
		w.how.OnDamage(w.store.shardName(sh.number, ""), err)
		w.mutex.Unlock()
	}
	damaged := !errors.Is(err, errMissing)
	b = w.store.Plan.newBatch()
	for k := sh.from; k < sh.to; k++ {
		r, err := safely(w.hard, w.job, k)
		if w.hard.Err() != nil {
			return w.hard.Err()
		}
		b.add(k, r, err, len(w.store.Plan.Columns))
		w.how.Lived.Add(1)
	}
	if err := w.store.publish(sh, b); err != nil {
		return err
	}
	w.booked(b.Runs, false, damaged)
	return nil
}

// booked counts a shard that is published.
func (w *worker) booked(runs *table.Table, kept, damaged bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	n := int64(runs.Len())
	w.progress.Done += n
	w.progress.Failed += countFailed(runs)
	if kept {
		w.progress.Kept += n
	} else {
		w.progress.Lived += n
	}
	if damaged {
		w.progress.Redone++
	}
	if w.how.OnShard != nil {
		w.how.OnShard(w.progress, runs, kept)
	}
}

func countFailed(runs *table.Table) int64 {
	n := int64(0)
	for _, status := range runs.Texts("status") {
		if status != "ok" {
			n++
		}
	}
	return n
}

// Status reads how far the sweep is, from its files alone. Damaged shards are
// counted as missing and named.
func (s *Store) Status(each func(runs *table.Table)) (p Progress, missing []int64, damaged []string) {
	p.Runs = s.Plan.Runs()
	for n := range s.Plan.Shards() {
		runs, err := s.readRuns(s.Plan.shardAt(n))
		if err != nil {
			missing = append(missing, n)
			if !errors.Is(err, errMissing) {
				damaged = append(damaged, fmt.Sprintf("%s: %v", s.shardName(n, ""), err))
			}
			continue
		}
		p.Done += int64(runs.Len())
		p.Failed += countFailed(runs)
		if each != nil {
			each(runs)
		}
	}
	return p, missing, damaged
}
