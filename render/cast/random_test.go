package cast

import (
	"math/rand/v2"
	"testing"

	"tutti/render/play"
	"tutti/render/view"
)

// A visitor does at random what a hand can do.
type visitor struct {
	*rand.Rand
	p    *play.Player
	does map[string]int // what was done, and accepted
}

// intervene does what an offer says, at once or from the beginning.
func (v *visitor) intervene(i play.Intervention, begins bool) {
	before, n := v.p.Digest(), len(v.p.Live())
	kind := "event"
	if begins {
		kind = "begin"
		v.p.Begin(i)
	} else {
		v.p.Intervene(i)
	}
	switch {
	case v.p.Err == nil:
		v.does[kind]++
	case begins && (v.p.Digest() != before || len(v.p.Live()) != n):
		panic("a refused beginning changed something")
	}
}

func (v *visitor) act() {
	offers := v.p.Sim().(play.Steerable).Steering()
	switch k := v.IntN(12); {
	case k < 3:
		seek(v.p, v.p.Cycle()+v.IntN(4))
	case k < 4:
		seek(v.p, v.IntN(v.p.Cycle()+1))
	case k < 5:
		for range v.IntN(7) {
			v.p.StepPhase()
		}
	case k < 6:
		if v.p.Undo() {
			seek(v.p, v.p.Cycle())
			v.does["undo"]++
		}
	case k < 9 && len(offers.Levers) > 0:
		l := offers.Levers[v.IntN(len(offers.Levers))]
		x := l.Lo + v.Float64()*(l.Hi-l.Lo)
		v.intervene(play.Intervention{Words: l.Name, TOML: l.TOML(x), Key: l.Key, Value: x}, l.Begins)
	case k < 10 && len(offers.Choices) > 0:
		c := offers.Choices[v.IntN(len(offers.Choices))]
		o := v.IntN(len(c.Options))
		v.intervene(play.Intervention{Words: c.Name, TOML: c.TOML(o), Key: c.Key, Value: float64(o)}, c.Begins)
	default:
		var f view.Frame
		v.p.Show(&f)
		c := offers.Actions[v.IntN(len(offers.Actions))]
		who := v.IntN(max(f.N(), 1))
		if !c.Agent && v.IntN(2) == 0 {
			who = -1
		}
		v.intervene(play.Intervention{Words: c.Name, TOML: c.TOML(who), Key: c.Key}, c.Begins)
	}
}

// TestSessionIsAScenario does at random whatever can be done by hand, and wants
// the saved file to repeat the session without a player, bit by bit.
func TestSessionIsAScenario(t *testing.T) {
	does := map[string]int{}
	for k, name := range []string{
		"orpheus", "orpheus", "high-tech-managers", "quartet", "school", "competence",
		"classics/march-1991", "classics/couzin-2005", "classics/degroot", "classics/hegselmann-krause", "classics/lazer-friedman-2007",
		"classics/siggelkow-levinthal-2003", "classics/wing-2014", "classics/watts-2002", "classics/granovetter-1978", "classics/bass-1969",
		"classics/beta-reputation", "classics/fire-2006", "classics/claim-and-grant",
	} {
		p, save := player(t, name)
		v := &visitor{rand.New(rand.NewPCG(uint64(k), 7)), p, does}
		for range 40 {
			v.act()
		}
		at := p.Cycle() + 3
		seek(p, at)
		at = p.Cycle() // it may have ended
		text := save(p.Live())
		saved := func(file string) ([]byte, error) {
			if file == "saved.toml" {
				return text, nil
			}
			return open(file)
		}
		if got, want := headless(t, saved, "saved.toml", at), p.Digest(); got != want {
			t.Errorf("%s: the saved scenario comes to %s after %d cycles, the session to %s\n%s", name, got, at, want, text)
		}
	}
	for _, kind := range []string{"event", "begin", "undo"} {
		if does[kind] < 20 {
			t.Errorf("%s was done %d times, want 20 or more", kind, does[kind])
		}
	}
}
