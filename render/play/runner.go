package play

import (
	"sync"
	"time"

	"tutti/render/view"
)

// Status is what the front end shows of a player besides the frame.
type Status struct {
	Playing, Busy, Ended, Undoable bool
	Speed                          float64
	Cycle                          int
	Live                           []Intervention
	Err                            error
	Digest                         string  // while at rest
	Pace                           float64 // cycles a second, lately
	Steering                       Steering
}

// Steering is what can be changed by hand in a simulation that knows Steerable.
type Steering struct {
	Levers  []Lever
	Choices []Choice
	Actions []Action
}

// Steerable is a simulation that offers interventions.
type Steerable interface{ Steering() Steering }

// A Lever is a number that can be set.
type Lever struct {
	Name, Doc string
	Brief     bool   // the name is a mere symbol: the meaning stands beside it
	Key       string // that it sets
	Lo, Hi    float64
	Value     float64 // in force in the next cycle
	Own       float64 // as the scenario begins with; NaN where that is no one number
	Whole     bool    // whole numbers only
	Begins    bool    // setting it begins the session anew
	TOML      func(v float64) string
}

// A Choice is one of several values that can be set, such as the pattern.
type Choice struct {
	Name, Doc string
	Key       string
	Options   []string
	Chosen    int // in force in the next cycle
	Own       int // as the scenario begins with; −1 where it is none of them
	Begins    bool
	TOML      func(k int) string
}

// An Action is an event that can be sent; with Agent it befalls the agent chosen
// (−1 when none is). TOML is empty where that agent cannot be named in a file.
type Action struct {
	Name, Doc string
	Key       string // that it sets, or ""
	Agent     bool
	Begins    bool
	TOML      func(agent int) string
}

// A Runner lets a player live while it is watched: on a goroutine of its own,
// or, where there is only one thread (in a browser), in slices of Tick.
type Runner struct {
	mu     sync.Mutex
	player *Player
	orders []func(*Player)
	wake   chan struct{}
	quit   chan struct{}
	mode   Mode

	fresh  *view.Frame // newest, not yet taken
	spare  []*view.Frame
	status Status
	shown  int // version of the newest frame
	digest int // version of the digest
	count  int // cycles since
	since  time.Time
}

// Mode is how a runner works.
type Mode int

// Modes of runners.
const (
	Threaded Mode = iota // on a goroutine of its own
	Sliced               // within Tick, a slice at a time: where there is only one thread
	Steady               // within Tick, all that is due, however long it takes: for recordings
)

// slice is the longest time that the player works before it looks up.
const slice = 8 * time.Millisecond

// NewRunner starts a runner.
func NewRunner(p *Player, mode Mode) *Runner {
	r := &Runner{player: p, mode: mode, wake: make(chan struct{}, 1), quit: make(chan struct{}), shown: -1, digest: -1, since: time.Now()}
	r.spare = []*view.Frame{{}, {}}
	r.publish()
	if mode == Threaded {
		go r.live()
	}
	return r
}

// Close ends the runner.
func (r *Runner) Close() { close(r.quit) }

// Do lets the player do something soon; it never waits.
func (r *Runner) Do(f func(p *Player)) {
	r.mu.Lock()
	r.orders = append(r.orders, f)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Latest returns the newest frame, or nil where it was taken before, and the
// status. The frame belongs to the caller until it gives it back.
func (r *Runner) Latest() (*view.Frame, Status) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.fresh
	r.fresh = nil
	return f, r.status
}

// Back takes a frame that is no longer shown, to be filled again.
func (r *Runner) Back(f *view.Frame) {
	if f == nil {
		return
	}
	r.mu.Lock()
	r.spare = append(r.spare, f)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Tick does a slice of work where the runner has no goroutine of its own.
func (r *Runner) Tick(seconds float64) {
	if r.mode != Threaded {
		r.work(seconds)
	}
}

// live is the goroutine of a runner.
func (r *Runner) live() {
	last := time.Now()
	for {
		select {
		case <-r.quit:
			return
		default:
		}
		now := time.Now()
		changed := r.work(now.Sub(last).Seconds())
		last = now
		if changed {
			continue
		}
		select {
		case <-r.quit:
			return
		case <-r.wake:
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// work obeys orders, plays a slice and publishes what came of it.
func (r *Runner) work(seconds float64) bool {
	r.mu.Lock()
	orders := r.orders
	r.orders = nil
	r.mu.Unlock()
	for _, f := range orders {
		f(r.player)
	}
	before := r.player.Cycle()
	stop := Slice(slice, time.Now)
	if r.mode == Steady && r.player.Speed != Fastest {
		stop = func() bool { return false }
	}
	changed := r.player.Advance(min(seconds, 0.25), stop)
	r.count += max(r.player.Cycle()-before, 0)
	r.publish()
	return changed || len(orders) > 0
}

// publish fills a spare frame, where there is one and something new to show.
func (r *Runner) publish() {
	p := r.player
	st := Status{Playing: p.Playing, Busy: p.Busy(), Ended: p.Ended(), Undoable: len(p.undo) > 0, Speed: p.Speed, Cycle: p.Cycle(), Live: p.live, Err: p.Err}
	if s, ok := p.sim.(Steerable); ok && p.Version != r.shown {
		st.Steering = s.Steering()
	} else {
		st.Steering = r.status.Steering
	}
	st.Digest, st.Pace = r.status.Digest, r.status.Pace
	if p.Version != r.digest {
		st.Digest = ""
	}
	if d := time.Since(r.since); d > 500*time.Millisecond {
		st.Pace = float64(r.count) / d.Seconds()
		r.count, r.since = 0, time.Now()
	}
	if !p.Playing && !p.Busy() && p.Version != r.digest {
		st.Digest, r.digest = p.Digest(), p.Version
	}
	r.mu.Lock()
	r.status = st
	if p.Version == r.shown || r.fresh != nil || len(r.spare) == 0 {
		r.mu.Unlock()
		return
	}
	f := r.spare[len(r.spare)-1]
	r.spare = r.spare[:len(r.spare)-1]
	r.mu.Unlock()
	p.Show(f)
	r.shown = p.Version
	r.mu.Lock()
	r.fresh = f
	r.mu.Unlock()
}
