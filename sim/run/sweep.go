package run

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
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
	w.progress.Runs = s.Plan.RunsOf(w.how.Part, w.how.Of)
	ctx, w.stop = context.WithCancelCause(ctx)
	defer w.stop(nil)
	workers := max(1, how.Workers)
	w.publishing, w.opened = make(chan struct{}, workers), sync.NewCond(&w.mutex)
	for range workers {
		w.wait.Go(func() {
			for h, k := w.next(ctx); h != nil; h, k = w.next(ctx) {
				w.live(h, k)
			}
		})
	}
	w.wait.Wait()
	if w.progress.Done == w.progress.Runs {
		return w.progress, nil
	}
	if w.fault != nil { // also of a shard that was saved after an interrupt
		return w.progress, w.fault
	}
	return w.progress, context.Cause(ctx)
}

// RunsOf is how many runs there are in those shards whose number is part modulo
// of; with of 0 and 1, in all.
func (p *Plan) RunsOf(part, of int64) (runs int64) {
	if of < 2 {
		return p.Runs()
	}
	for n := part; n < p.Shards(); n += of {
		sh := p.shardAt(n)
		runs += sh.to - sh.from
	}
	return runs
}

// worker is the common state of the goroutines of one Work. They share the
// shards in hand run by run, so that all end together, and leave publishing to
// goroutines of its own, so that none waits for the disk.
type worker struct {
	store      *Store
	job        Job
	how        How
	hard       context.Context
	stop       context.CancelCauseFunc
	wait       sync.WaitGroup
	publishing chan struct{} // one for each shard that is being published

	mutex    sync.Mutex
	progress Progress
	fault    error // the first of the store
	begun    int64 // shards of the part that were looked at
	opening  int   // of them, those that are being looked at
	opened   *sync.Cond
	hands    []*hand // shards with runs that nobody has taken up
}

// hand is a shard that is being computed.
type hand struct {
	sh      shard
	damaged bool  // it was there, but not whole
	taken   int64 // runs that were taken up

	mutex sync.Mutex
	batch Batch             // the runs that ended, as far as there are no gaps
	early map[int64]outcome // those that ended before an earlier one
}

// outcome is what became of a run.
type outcome struct {
	result Result
	err    error
}

// next finds a run to live: of the oldest shard in hand, or else of the next
// one that is missing. It is nil when there is none, or no shard is to be begun.
func (w *worker) next(ctx context.Context) (*hand, int64) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for w.hard.Err() == nil {
		if len(w.hands) > 0 {
			h := w.hands[0]
			k := h.sh.from + h.taken
			if h.taken++; k+1 == h.sh.to {
				w.hands = w.hands[1:]
			}
			return h, k
		}
		n := w.how.Part + w.begun*w.how.Of
		switch {
		case n < w.store.Plan.Shards() && ctx.Err() == nil:
			w.begun++
			w.opening++
			w.mutex.Unlock()
			w.begin(w.store.Plan.shardAt(n))
			w.mutex.Lock()
			w.opening--
			w.opened.Broadcast()
		case w.opening > 0: // its runs are to be shared
			w.opened.Wait()
		default:
			return nil, 0
		}
	}
	return nil, 0
}

// begin takes a shard in hand, unless it is there and whole.
func (w *worker) begin(sh shard) {
	b, err := w.store.read(sh)
	if err == nil {
		w.booked(b.Runs, true, false)
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	damaged := !errors.Is(err, errMissing)
	if damaged && w.how.OnDamage != nil {
		w.how.OnDamage(w.store.shardName(sh.number, ""), err)
	}
	w.hands = append(w.hands, &hand{sh: sh, damaged: damaged, batch: w.store.Plan.newBatch(), early: map[int64]outcome{}})
}

// live lives run k of a shard; the last one to end publishes it.
func (w *worker) live(h *hand, k int64) {
	r, err := safely(w.hard, w.job, k)
	if w.hard.Err() != nil {
		w.stop(w.hard.Err())
		return
	}
	w.how.Lived.Add(1)
	if !h.ended(k, outcome{r, err}, len(w.store.Plan.Columns)) {
		return
	}
	w.publishing <- struct{}{}
	w.wait.Go(func() {
		defer func() { <-w.publishing }()
		if err := w.store.publish(h.sh, h.batch); err != nil {
			w.failed(err)
			return
		}
		w.booked(h.batch.Runs, false, h.damaged)
	})
}

// failed keeps the first error of the store; no shard is begun any more.
func (w *worker) failed(err error) {
	w.stop(err)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.fault == nil {
		w.fault = err
	}
}

// ended books what became of run k in the order of runs, and says whether the
// shard is whole now.
func (h *hand) ended(k int64, o outcome, measures int) bool {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.early[k] = o
	at := h.sh.from + int64(h.batch.Runs.Len())
	for o, ok := h.early[at]; ok; o, ok = h.early[at] {
		h.batch.add(at, o.result, o.err, measures)
		delete(h.early, at)
		at++
	}
	return at == h.sh.to
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

// Status reads how far the sweep is, from its files alone, on all cores. Damaged
// shards are counted as missing and named. Each is called for one good shard at
// a time, in no particular order.
func (s *Store) Status(each func(runs *table.Table)) (p Progress, missing []int64, damaged []string) {
	p.Runs = s.Plan.Runs()
	shards := s.Plan.Shards()
	bad := map[int64]error{}
	var mutex sync.Mutex
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for n := next.Add(1) - 1; n < shards; n = next.Add(1) - 1 {
				runs, err := s.readRuns(s.Plan.shardAt(n))
				mutex.Lock()
				if err != nil {
					bad[n] = err
				} else {
					p.Done += int64(runs.Len())
					p.Failed += countFailed(runs)
					if each != nil {
						each(runs)
					}
				}
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	missing = slices.Sorted(maps.Keys(bad))
	for _, n := range missing {
		if !errors.Is(bad[n], errMissing) {
			damaged = append(damaged, fmt.Sprintf("%s: %v", s.shardName(n, ""), bad[n]))
		}
	}
	return p, missing, damaged
}
