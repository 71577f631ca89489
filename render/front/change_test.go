package front_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/view/sample"
)

// tuned is a made-up organisation that heeds its levers: heat in mid-run, size
// from the beginning.
type tuned struct {
	*sample.Org
	live []play.Intervention
}

func (s tuned) Steering() play.Steering {
	lever := func(name string, own float64, begins bool) play.Lever {
		l := play.Lever{Name: name, Key: name, Hi: 1, Value: own, Own: own, Begins: begins, TOML: func(v float64) string { return fmt.Sprint(name, " = ", v) }}
		for _, v := range s.live {
			if v.Key == name && v.Cycle <= s.Cycle()+1 {
				l.Value = v.Value
			}
		}
		return l
	}
	return play.Steering{
		Levers:  []play.Lever{lever("heat", 0.2, false), lever("size", 0.5, true)},
		Actions: []play.Action{{Name: "Another seed", Key: "seed", Begins: true, TOML: func(int) string { return "seed = 8" }}},
	}
}

// TestLevers moves a lever, puts it back, undoes that, and begins anew.
func TestLevers(t *testing.T) {
	s := session("chamber", 7)
	s.Make = func(live []play.Intervention) (play.Simulation, error) {
		return tuned{sample.New(7, sample.Chamber, 99), live}, nil
	}
	d := open(t, 1280, 800, false, s)
	var told string // what the page's address would say
	d.Host().Changed = func(_ string, live []play.Intervention) { told = fmt.Sprint(live) }
	for range 9 {
		d.key("right")
	}
	d.rest()
	d.press(t, "Change")
	slide := func(name string, x float32) {
		at := d.find(t, name)
		d.click(draw.Pt(1008, 0).X+x, at.Y+20)
		d.rest()
	}
	shown := func(words string) bool { return strings.Contains(d.words(), words) }
	live := func() (out string) {
		for _, v := range d.Live() {
			out += fmt.Sprintf("%d:%s=%v ", v.Cycle, v.Key, v.Value)
		}
		return strings.TrimSpace(out)
	}
	check := func(what, want string, words ...string) {
		t.Helper()
		if got := live(); got != want {
			t.Errorf("%s: %q was done, want %q", what, got, want)
		}
		if now := fmt.Sprint(d.Live()); told != now {
			t.Errorf("%s: the host was told of %s, want %s", what, told, now)
		}
		for _, w := range words {
			if !shown(w) {
				t.Errorf("%s: %q is not on the screen; there is %s", what, w, d.words())
			}
		}
	}
	slide("heat", 200)
	check("moved", "10:heat=0.8", "heat set to 0.8")
	slide("heat", 120)
	check("moved again in the same cycle", "10:heat=0.47", "0.47")
	at := d.find(t, "heat")
	d.click(1254, at.Y)
	d.rest()
	check("put back", "10:heat=0.2", "heat set to 0.2")
	d.press(t, "Undo")
	check("undone", "10:heat=0.47", "0.47")
	slide("size", 200)
	if check("begun anew", "0:size=0.8 10:heat=0.47", "anew"); d.Cycle() != 0 {
		t.Errorf("begun anew at cycle %d, want 0", d.Cycle())
	}
	d.press(t, "Another seed")
	check("another seed", "0:size=0.8 0:seed=0 10:heat=0.47")
	at = d.find(t, "size")
	d.click(1254, at.Y)
	d.rest()
	check("as the scenario has it", "0:seed=0 10:heat=0.47")
	d.key("z")
	d.key("z")
	d.key("z")
	d.rest()
	if check("undone three times", "10:heat=0.47"); d.Cycle() != 9 {
		t.Errorf("undone: at cycle %d, want 9 as before", d.Cycle())
	}
}
