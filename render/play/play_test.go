package play_test

import (
	"fmt"
	"strconv"
	"testing"

	"tutti/render/play"
	"tutti/render/view"
	"tutti/render/view/sample"
	"tutti/sim/exact"
)

// org is a made-up organisation that knows one event: a push.
type org struct {
	*sample.Org
	live []play.Intervention
}

func (o *org) befall() {
	if o.Phase() != 0 {
		return
	}
	for _, v := range o.live {
		if v.Cycle == o.Cycle()+1 {
			by, err := strconv.ParseFloat(v.TOML, 64)
			if err != nil {
				panic(err)
			}
			o.Push(by)
		}
	}
}

func (o *org) StepPhase() { o.befall(); o.Org.StepPhase() }
func (o *org) Step()      { o.befall(); o.Org.Step() }

func maker(live []play.Intervention) (play.Simulation, error) {
	for _, v := range live {
		if v.TOML == "bad" {
			return nil, fmt.Errorf("event: no such thing")
		}
	}
	return &org{sample.New(3, sample.Chamber, 30), live}, nil
}

func player(t *testing.T, live []play.Intervention) *play.Player {
	t.Helper()
	p, err := play.New(maker, 200, live)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func never() bool { return false }

func (o *org) State(s exact.State) { o.Org.State(s) }

// headless is the digest after n cycles without any player.
func headless(n int, live []play.Intervention) string {
	s, _ := maker(live)
	for range n {
		s.Step()
	}
	return exact.Digest(s)
}

func TestScrubbingIsExact(t *testing.T) {
	p := player(t, nil)
	p.Budget = 1 << 16 // few keyframes fit
	for _, to := range []int{60, 10, 0, 37, 36, 120, 5, 119} {
		p.Seek(to)
		for p.Busy() {
			p.Advance(0, func() bool { return true })
		}
		if got, want := p.Digest(), headless(to, nil); got != want || p.Cycle() != to {
			t.Errorf("scrubbed to %d: at %d with digest %s, want %s", to, p.Cycle(), got, want)
		}
	}
}

func TestMemoryOfKeyframesIsBounded(t *testing.T) {
	p := player(t, nil)
	p.Budget = 1 << 16
	p.Seek(200)
	p.Advance(0, never)
	if got := p.Held(); got > p.Budget {
		t.Errorf("keyframes hold %d bytes, want at most %d", got, p.Budget)
	}
}

// TestMemoryOfThePastIsBounded lives on with little room: rows are thinned, and
// those that stay are those that were lived.
func TestMemoryOfThePastIsBounded(t *testing.T) {
	p := player(t, nil)
	p.Budget = 1 << 15
	roomy := player(t, nil)
	for _, q := range []*play.Player{p, roomy} {
		q.Seek(200)
		q.Advance(0, never)
		q.Seek(150)
		q.Advance(0, never)
	}
	var f, all view.Frame
	p.Show(&f)
	roomy.Show(&all)
	h := f.History
	bytes := 0
	for _, rows := range append([][][]float32{h.Shares}, rowsOf(h)...) {
		for _, r := range rows {
			bytes += 4 * len(r)
		}
		if want := (200-h.First)/h.Every + 1; len(rows) != want {
			t.Errorf("%d rows of every %d cycles, want %d", len(rows), h.Every, want)
		}
	}
	if bytes > p.Budget || h.Every < 2 {
		t.Errorf("the past takes %d bytes at every %d cycles, want at most %d", bytes, h.Every, p.Budget)
	}
	for r, row := range h.Shares {
		for i, x := range row {
			if want := all.History.Shares[r*h.Every][i]; x != want {
				t.Fatalf("row %d of the past: agent %d has %v, want %v", r, i, x, want)
			}
		}
	}
	if h.Rows() != 200 {
		t.Errorf("%d cycles of measures, want 200", h.Rows())
	}
}

func rowsOf(h *view.History) (out [][][]float32) {
	for _, t := range h.Traits {
		out = append(out, t.Rows)
	}
	return out
}

func TestWatchingChangesNothing(t *testing.T) {
	for _, speed := range []float64{1, 20, 1000, play.Fastest} {
		p := player(t, nil)
		p.Playing, p.Speed = true, speed
		var f view.Frame
		for p.Cycle() < 40 {
			p.Advance(0.1, func() bool { return true })
			p.Show(&f)
		}
		if p.Phaseless(); p.Digest() != headless(p.Cycle(), nil) {
			t.Errorf("at %v phases a second: digest differs from an unwatched run", speed)
		}
	}
}

func TestInterventionIsAnEvent(t *testing.T) {
	p := player(t, nil)
	p.Seek(50)
	p.Advance(0, never)
	p.Seek(20)
	p.Advance(0, never)
	p.Intervene(play.Intervention{Words: "a push", TOML: "0.2"})
	p.Seek(90)
	p.Advance(0, never)
	want := headless(90, []play.Intervention{{Cycle: 21, TOML: "0.2"}})
	if got := p.Digest(); got != want {
		t.Errorf("after an intervention: digest %s, want %s as with the event in the file", got, want)
	}
	p.Seek(30)
	p.Advance(0, never)
	p.Intervene(play.Intervention{Words: "another", TOML: "-0.1"})
	if !p.Undo() || p.Cycle() != 30 || len(p.Live()) != 1 {
		t.Errorf("undo: at cycle %d with %d interventions, want 30 with 1", p.Cycle(), len(p.Live()))
	}
	p.Seek(90)
	p.Advance(0, never)
	if got := p.Digest(); got != want {
		t.Errorf("after undo: digest %s, want %s", got, want)
	}
	if !p.Undo() || p.Undo() {
		t.Errorf("want one more undo and no third")
	}
	p.Seek(90)
	p.Advance(0, never)
	if got, want := p.Digest(), headless(90, nil); got != want {
		t.Errorf("after undoing all: digest %s, want %s", got, want)
	}
}

func TestInterventionInMidCycle(t *testing.T) {
	p := player(t, nil)
	p.Seek(7)
	p.Advance(0, never)
	p.StepPhase()
	p.StepPhase()
	p.Intervene(play.Intervention{Words: "a push", TOML: "0.3"})
	if p.Cycle() != 8 || p.Live()[0].Cycle != 9 {
		t.Fatalf("at cycle %d, event at %d, want 8 and 9", p.Cycle(), p.Live()[0].Cycle)
	}
	p.StepCycle()
	if got, want := p.Digest(), headless(9, p.Live()); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

func TestBadInterventionLeavesAllAsItWas(t *testing.T) {
	p := player(t, nil)
	p.Seek(12)
	p.Advance(0, never)
	before := p.Digest()
	p.Intervene(play.Intervention{Words: "nonsense", TOML: "bad"})
	if p.Err == nil || len(p.Live()) != 0 || p.Digest() != before || p.Undo() {
		t.Errorf("err %v, %d interventions; want an error and nothing changed", p.Err, len(p.Live()))
	}
}

func TestSpeed(t *testing.T) {
	for _, tt := range []struct{ speed, seconds, want float64 }{{1, 5, 1}, {10, 1, 2}, {100, 1, 20}} {
		p := player(t, nil)
		p.Playing, p.Speed = true, tt.speed
		for range int(tt.seconds * 50) {
			p.Advance(0.02, never)
		}
		if got := float64(p.Cycle()); got < tt.want-1 || got > tt.want+1 {
			t.Errorf("%v phases a second for %v s: %v cycles, want about %v", tt.speed, tt.seconds, got, tt.want)
		}
	}
	if play.Faster(1) != 2 || play.Slower(2) != 1 || play.Faster(1000) != play.Fastest || play.Slower(play.Fastest) != 1000 || play.Slower(1) != 1 {
		t.Errorf("steps of speed are wrong")
	}
}

func TestItStopsAtTheEnd(t *testing.T) {
	p := player(t, nil)
	p.Playing, p.Speed = true, play.Fastest
	p.Advance(1, never)
	if p.Cycle() != 200 || p.Playing {
		t.Errorf("at %d, playing %v; want 200 and not playing", p.Cycle(), p.Playing)
	}
}

func TestEvents(t *testing.T) {
	got := play.Events([]play.Intervention{{Cycle: 21, Words: "a shock", TOML: "kind = \"shock\""}})
	want := "\n# a shock\n[[event]]\nat = 20\nkind = \"shock\"\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
