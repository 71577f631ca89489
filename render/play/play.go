// Package play plays a simulation: on and back, phase by phase or as fast as it
// goes, with interventions that become events of a scenario. It knows no display
// and no clock: time comes in from outside.
package play

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"time"

	"tutti/render/view"
	"tutti/sim/exact"
)

// A Simulation is what can be played.
type Simulation interface {
	exact.Stateful
	Cycle() int           // cycles lived
	Phase() int           // phases of the present cycle that are done; 0 between cycles
	PhaseNames() []string // at least one
	StepPhase()           // the next phase; the last one ends the cycle
	Step()                // on to the end of the present cycle
	Done() bool
	Columns() []view.Series
	Measure(dst []float64) // of the cycle lived last, one per column; NaN where missing
	Show(f *view.Frame)    // fills f, save its History
}

// An Intervention is something done by hand: an event at the start of a cycle,
// or, at cycle 0, a key of the scenario that is set otherwise from the beginning.
type Intervention struct {
	Cycle int     // at whose start it happens [1 or more]; 0 is the beginning
	Words string  // for the time line
	TOML  string  // the lines of its [[event]] table, without the heading and the cycle; at cycle 0 KEY = VALUE
	Key   string  `json:",omitempty"` // what it sets, where it sets something
	Value float64 `json:",omitempty"` // what it sets it to; of a choice the number of the option
}

// Maker makes the simulation anew with the interventions made so far.
type Maker func(live []Intervention) (Simulation, error)

// Fastest is the speed of playing as fast as it goes.
const Fastest = 0

// A Player plays a simulation. One goroutine may use it at a time.
type Player struct {
	Playing bool
	Speed   float64 // phases a second; Fastest (0) without a limit
	Budget  int     // memory for keyframes [bytes]
	Ceiling int     // cycle that playing waits at; 0 for none
	Err     error   // of the last intervention or undo, or nil

	make    Maker
	sim     Simulation
	end     int // cycles planned; 0 without
	live    []Intervention
	undo    []past
	keys    []keyframe // by rising cycle, the first at cycle 0
	every   int        // cycles between keyframes
	held    int        // bytes in keyframes
	ends    int        // cycle at which it ended of itself; 0 where that is not known
	noted   int        // bytes in the history of everybody's shares and traits
	due     float64    // phases owed to the clock
	target  int        // cycle on the way to; −1 for none
	hist    view.History
	row     []float64
	frame   view.Frame
	phased  bool // the last step was a phase, not a cycle
	Version int  // changes with whatever can be seen
}

// A keyframe is the saved state at the start of a cycle.
type keyframe struct {
	cycle int
	state []byte
}

// past is what an undo goes back to.
type past struct {
	live  []Intervention
	cycle int
}

// New returns a player at cycle 0 of a simulation planned for end cycles (0:
// open), with interventions of an earlier session.
func New(mk Maker, end int, live []Intervention) (*Player, error) {
	p := &Player{make: mk, end: end, Budget: 64 << 20, every: 1, target: -1, Speed: 10, live: live}
	return p, p.restart()
}

// restart makes the simulation and its first keyframe.
func (p *Player) restart() error {
	s, err := p.make(p.live)
	if err != nil {
		return err
	}
	p.begin(s)
	return nil
}

// begin puts the player at the beginning of a simulation.
func (p *Player) begin(s Simulation) {
	p.sim, p.keys, p.held, p.every, p.target, p.due, p.phased = s, nil, 0, 1, -1, 0, false
	p.noted, p.ends = 0, 0
	p.hist = view.History{First: 1, Every: 1, Marks: p.hist.Marks}
	for _, c := range s.Columns() {
		p.hist.Measures = append(p.hist.Measures, view.Series{Name: c.Name, Unit: c.Unit, Doc: c.Doc, Lo: c.Lo, Hi: c.Hi})
	}
	p.row = make([]float64, len(p.hist.Measures))
	p.keep()
	if p.held < smallState {
		p.every = 4
	}
	p.Version++
}

// smallState is a state small enough [bytes] that living a few cycles again is
// quicker than saving each.
const smallState = 1 << 18

// Sim is the simulation as it stands.
func (p *Player) Sim() Simulation { return p.sim }

// Cycle is the number of cycles lived at the moment shown.
func (p *Player) Cycle() int { return p.sim.Cycle() }

// Live lists the interventions made so far.
func (p *Player) Live() []Intervention { return p.live }

// Busy says whether the player is on its way to a place that was scrubbed to.
func (p *Player) Busy() bool { return p.target >= 0 }

// Ended says whether there is nothing more to live.
func (p *Player) Ended() bool {
	return p.sim.Phase() == 0 && (p.sim.Done() || p.end > 0 && p.sim.Cycle() >= p.end)
}

// keep saves a keyframe at the start of a cycle, where one is due.
func (p *Player) keep() {
	c := p.sim.Cycle()
	if n := len(p.keys); n > 0 && c <= p.keys[n-1].cycle || c%p.every != 0 {
		return
	}
	var b bytes.Buffer
	w := exact.NewWriter(&b)
	p.sim.State(w)
	if err := w.Flush(); err != nil {
		panic(err) // memory takes everything
	}
	p.keys = append(p.keys, keyframe{c, b.Bytes()})
	p.held += b.Len()
	for p.held > p.Budget && len(p.keys) > 2 {
		p.thin()
	}
}

// thin drops every second keyframe.
func (p *Player) thin() {
	p.every *= 2
	p.held = 0
	kept := p.keys[:0]
	for _, k := range p.keys {
		if k.cycle%p.every == 0 {
			kept = append(kept, k)
			p.held += len(k.state)
		}
	}
	clear(p.keys[len(kept):])
	p.keys = kept
}

// StepPhase lives one phase.
func (p *Player) StepPhase() {
	if p.Ended() {
		p.Playing = false
		return
	}
	before := p.sim.Cycle()
	p.sim.StepPhase()
	p.phased = true
	if p.sim.Cycle() != before {
		p.lived()
	}
	p.Version++
}

// StepCycle lives on to the end of a cycle.
func (p *Player) StepCycle() {
	if p.Ended() {
		p.Playing = false
		return
	}
	p.sim.Step()
	p.phased = false
	p.lived()
	p.Version++
}

// lived notes a cycle that ended, unless it was noted before.
func (p *Player) lived() {
	p.keep()
	if p.sim.Done() {
		p.ends = p.sim.Cycle()
	}
	r := p.sim.Cycle() - p.hist.First
	if r < p.hist.Rows() || r < 0 {
		return
	}
	p.sim.Measure(p.row)
	for k := range p.row {
		m := &p.hist.Measures[k]
		m.Values = append(m.Values, p.row[k])
	}
	if r%p.hist.Every != 0 {
		return
	}
	p.sim.Show(&p.frame)
	n := len(p.frame.Share)
	if n <= 5000 {
		p.hist.Shares = append(p.hist.Shares, narrow(p.frame.Share))
		p.noted += 4 * n
	}
	if n*len(p.frame.Traits) <= 4000 {
		p.traits()
	}
	for p.noted > p.Budget/2 && r > p.hist.Every {
		p.thinPast()
	}
}

// thinPast drops every second row of everybody's shares and traits. What was
// handed out to be looked at stays as it is.
func (p *Player) thinPast() {
	p.hist.Every *= 2
	second := func(rows [][]float32) (kept [][]float32) {
		for r := 0; r < len(rows); r += 2 {
			kept = append(kept, rows[r])
		}
		return kept
	}
	p.hist.Shares = second(p.hist.Shares)
	traits := make([]view.Trace, len(p.hist.Traits))
	for k, t := range p.hist.Traits {
		traits[k] = view.Trace{Name: t.Name, Rows: second(t.Rows)}
	}
	p.hist.Traits = traits
	p.count()
}

// count adds up what the history of everybody takes.
func (p *Player) count() {
	p.noted = 0
	sum := func(rows [][]float32) {
		for _, r := range rows {
			p.noted += 4 * len(r)
		}
	}
	sum(p.hist.Shares)
	for _, t := range p.hist.Traits {
		sum(t.Rows)
	}
}

// traits notes the traits of everybody.
func (p *Player) traits() {
	for k, c := range p.frame.Traits {
		if k == len(p.hist.Traits) {
			p.hist.Traits = append(p.hist.Traits, view.Trace{Name: c.Name})
		}
		p.hist.Traits[k].Rows = append(p.hist.Traits[k].Rows, narrow(c.Values))
		p.noted += 4 * len(c.Values)
	}
}

func narrow(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

// Seek goes to the start of a cycle [0 or more]. Going back restores the
// keyframe before it; the way on from there is lived again by Advance.
func (p *Player) Seek(cycle int) {
	if p.end > 0 {
		cycle = min(cycle, p.end)
	}
	cycle = max(cycle, 0)
	if cycle == p.sim.Cycle() && p.sim.Phase() == 0 {
		p.target = -1
		return
	}
	if cycle < p.sim.Cycle() || p.sim.Phase() != 0 || p.sim.Cycle()+8*p.every < cycle {
		k := p.before(cycle)
		if k.cycle > p.sim.Cycle() || cycle < p.sim.Cycle() || p.sim.Phase() != 0 {
			p.load(k)
		}
	}
	p.phased = false
	p.target = cycle
	p.Version++
}

// before is the last keyframe at or before a cycle.
func (p *Player) before(cycle int) keyframe {
	k := p.keys[0]
	for _, q := range p.keys {
		if q.cycle <= cycle {
			k = q
		}
	}
	return k
}

func (p *Player) load(k keyframe) {
	r := exact.NewReader(bytes.NewReader(k.state))
	p.sim.State(r)
	if err := r.Err(); err != nil {
		panic(fmt.Sprintf("play: the keyframe of cycle %d cannot be restored: %v", k.cycle, err))
	}
}

// Advance plays on: seconds have passed since the last call, and it may work
// until stop says that its time is up. It says whether anything changed.
func (p *Player) Advance(seconds float64, stop func() bool) bool {
	before := p.Version
	switch {
	case p.target >= 0:
		p.due = 0
		for p.sim.Cycle() < p.target && !p.Ended() {
			p.StepCycle()
			if stop() {
				break
			}
		}
		if p.sim.Cycle() >= p.target || p.Ended() {
			p.target = -1
		}
	case !p.Playing:
		p.due = 0
	case p.waits():
		p.due = 0
	case p.Speed == Fastest:
		for p.Playing && !p.waits() {
			p.StepCycle()
			if stop() {
				break
			}
		}
	default:
		p.clocked(seconds, stop)
	}
	return p.Version != before
}

// waits says whether the player must wait for another beside it.
func (p *Player) waits() bool {
	return p.Ceiling > 0 && p.sim.Cycle() >= p.Ceiling && p.sim.Phase() == 0
}

// Slow says whether phases are shown one by one at a speed.
func (p *Player) Slow() bool { return p.Speed != Fastest && p.Speed <= 24 }

// clocked plays at the chosen speed; what cannot be kept up with is let go.
func (p *Player) clocked(seconds float64, stop func() bool) {
	phases := float64(len(p.sim.PhaseNames()))
	p.due = min(p.due+seconds*p.Speed, p.Speed*0.25+phases)
	for p.Playing && !p.waits() {
		if p.Slow() {
			if p.due < 1 {
				return
			}
			p.StepPhase()
			p.due--
		} else {
			if p.due < phases {
				return
			}
			p.StepCycle()
			p.due -= phases
		}
		if stop() {
			return
		}
	}
}

// Intervene makes something happen at the start of the next cycle, in place of
// what sets the same then. What was lived beyond this moment before is forgotten.
func (p *Player) Intervene(v Intervention) {
	at := p.sim.Cycle()
	if p.sim.Phase() != 0 { // a cycle that has begun is lived to its end
		p.sim.Step()
		p.lived()
		at = p.sim.Cycle()
	}
	v.Cycle = at + 1
	next := slices.DeleteFunc(p.until(at), v.replaces)
	p.undo = append(p.undo, past{p.live, at})
	p.rebuild(append(next, v), at)
	if p.Err != nil {
		p.undo = p.undo[:len(p.undo)-1]
	}
}

// replaces says whether an intervention takes the place of an older one.
func (v Intervention) replaces(old Intervention) bool {
	return v.Key != "" && v.Key == old.Key && v.Cycle == old.Cycle
}

// Begin begins the session anew with a key of the scenario set otherwise, or,
// without TOML, as the scenario itself has it. Later interventions stay.
func (p *Player) Begin(v Intervention) {
	v.Cycle = 0
	live := slices.DeleteFunc(slices.Clone(p.live), v.replaces)
	if v.TOML != "" {
		live = slices.Insert(live, len(beginning(live)), v)
	}
	was := past{p.live, p.sim.Cycle()}
	if p.anew(live, 0); p.Err == nil {
		p.undo = append(p.undo, was)
	}
}

// beginning are the interventions that are there from the beginning; they come
// first.
func beginning(live []Intervention) []Intervention {
	n := 0
	for n < len(live) && live[n].Cycle == 0 {
		n++
	}
	return live[:n]
}

// anew begins anew with other interventions and goes to a cycle.
func (p *Player) anew(live []Intervention, cycle int) {
	s, err := p.make(live)
	if p.Err = err; err != nil {
		return
	}
	p.live = live
	p.begin(s)
	p.Seek(cycle)
}

// until lists the interventions that happened before or at the start of the
// cycle after the given one.
func (p *Player) until(cycle int) []Intervention {
	var out []Intervention
	for _, v := range p.live {
		if v.Cycle <= cycle+1 {
			out = append(out, v)
		}
	}
	return out
}

// rebuild makes the simulation with other interventions and puts it where it
// stood at a cycle up to which nothing changed.
func (p *Player) rebuild(live []Intervention, at int) {
	s, err := p.make(live)
	if p.Err = err; err != nil {
		return
	}
	p.live = live
	p.Seek(at)
	p.finish()
	var b bytes.Buffer
	w := exact.NewWriter(&b)
	p.sim.State(w)
	if err := w.Flush(); err != nil {
		panic(err)
	}
	p.sim = s
	p.load(keyframe{at, b.Bytes()})
	p.forget(at)
	p.Version++
}

// finish lives the way to the target at once.
func (p *Player) finish() {
	p.Advance(0, func() bool { return false })
}

// forget drops what was lived after a cycle. Rows that were handed out stay as
// they are, since what follows is written elsewhere.
func (p *Player) forget(cycle int) {
	for len(p.keys) > 0 && p.keys[len(p.keys)-1].cycle > cycle {
		p.held -= len(p.keys[len(p.keys)-1].state)
		p.keys = p.keys[:len(p.keys)-1]
	}
	if cycle < p.ends {
		p.ends = 0
	}
	n := max(cycle-p.hist.First+1, 0)
	for k := range p.hist.Measures {
		p.hist.Measures[k].Values = cut(p.hist.Measures[k].Values, n)
	}
	rows := (n + p.hist.Every - 1) / p.hist.Every
	p.hist.Shares = cut(p.hist.Shares, rows)
	for k := range p.hist.Traits {
		p.hist.Traits[k].Rows = cut(p.hist.Traits[k].Rows, rows)
	}
	p.count()
}

func cut[T any](s []T, n int) []T {
	n = min(n, len(s))
	return s[:n:n]
}

// Undo takes the last intervention back and returns to the moment before it.
func (p *Player) Undo() bool {
	n := len(p.undo)
	if n == 0 {
		return false
	}
	u := p.undo[n-1]
	p.undo = p.undo[:n-1]
	if slices.Equal(beginning(u.live), beginning(p.live)) {
		p.rebuild(u.live, min(u.cycle, p.furthest()))
	} else {
		p.anew(u.live, u.cycle)
	}
	return p.Err == nil
}

func (p *Player) furthest() int { return max(p.sim.Cycle(), p.hist.First+p.hist.Rows()-1) }

// Digest is the digest of the whole state.
func (p *Player) Digest() string { return exact.Digest(p.sim) }

// Show fills a frame with what is to be seen now. The history that comes with
// it is safe to read while the player goes on.
func (p *Player) Show(f *view.Frame) {
	p.sim.Show(f)
	switch {
	case p.phased:
	case p.sim.Cycle() == 0 && p.sim.Phase() == 0:
		f.Phase = -1
	default:
		f.Phase = len(p.sim.PhaseNames()) - 1
	}
	if f.Cycles == 0 {
		f.Cycles = p.end
	}
	if p.ends > 0 { // the time line ends where the model did
		f.Cycles = p.ends
	}
	h := p.hist
	h.Measures = append([]view.Series(nil), p.hist.Measures...)
	h.Traits = append([]view.Trace(nil), p.hist.Traits...)
	h.Marks = append([]view.Mark(nil), p.hist.Marks...)
	for _, v := range p.live[len(beginning(p.live)):] {
		h.Marks = append(h.Marks, view.Mark{Cycle: v.Cycle, Text: v.Words, Live: true})
	}
	if f.History != nil && len(p.hist.Marks) == 0 {
		for _, m := range f.History.Marks {
			if !m.Live {
				h.Marks = append(h.Marks, m)
			}
		}
	}
	f.History = &h
}

// SetMarks names the events that the scenario itself holds.
func (p *Player) SetMarks(m []view.Mark) { p.hist.Marks = m }

// Slice returns a stop function that says yes after d.
func Slice(d time.Duration, now func() time.Time) func() bool {
	end := now().Add(d)
	return func() bool { return !now().Before(end) }
}

// Speeds are the speeds that can be chosen, in phases a second.
var Speeds = []float64{1, 2, 5, 10, 20, 50, 100, 250, 1000, Fastest}

// Faster is the next higher of Speeds, Slower the next lower.
func Faster(v float64) float64 {
	for _, s := range Speeds {
		if v != Fastest && (s == Fastest || s > v) {
			return s
		}
	}
	return Fastest
}

// Slower is the next lower of Speeds.
func Slower(v float64) float64 {
	if v == Fastest {
		v = math.Inf(1)
	}
	for k := len(Speeds) - 2; k >= 0; k-- {
		if Speeds[k] < v {
			return Speeds[k]
		}
	}
	return Speeds[0]
}
