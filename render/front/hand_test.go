package front_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view"
	"tutti/render/view/sample"
)

// steered is a made-up organisation with levers.
type steered struct{ *sample.Org }

func (steered) Steering() play.Steering {
	set := func(key string) func(float64) string {
		return func(v float64) string { return fmt.Sprintf("kind = \"set\"\nkey = %q\nvalue = %v", key, v) }
	}
	return play.Steering{
		Levers: []play.Lever{
			{Name: "Rounds of influence", Doc: "How often plans are talked over", Hi: 6, Value: 2, Key: "pattern.rounds", Own: 2, TOML: set("pattern.rounds")},
			{Name: "Reflection", Hi: 1, Value: 0.5, Key: "pattern.reflection", Own: 0.5, TOML: set("pattern.reflection")},
			{Name: "Turbulence", Hi: 1, Value: 0.15, Key: "work.turbulence", Own: 0.15, TOML: set("work.turbulence")},
			{Name: "Autonomy", Hi: 1, Value: 0.55, Key: "autonomy", Own: math.NaN(), TOML: set("autonomy")},
		},
		Choices: []play.Choice{{Name: "Pattern", Key: "pattern", Own: 1, Options: []string{"conducted", "rotating", "emergent", "hierarchical"}, Chosen: 1, TOML: func(k int) string { return fmt.Sprint(k) }}},
		Actions: []play.Action{
			{Name: "Shock", TOML: func(int) string { return "kind = \"shock\"" }},
			{Name: "Leader falls ill", TOML: func(int) string { return "kind = \"absence\"" }},
			{Name: "This one falls ill", Agent: true, TOML: func(i int) string { return fmt.Sprintf("who = %d", i) }},
		},
	}
}

func steeredSession() *front.Session {
	s := session("A chamber orchestra without a conductor", 7)
	s.Make = func([]play.Intervention) (play.Simulation, error) {
		return steered{sample.New(7, sample.Chamber, 99)}, nil
	}
	return s
}

// find returns the place of a label on the screen.
func (d *hand) find(t *testing.T, text string) draw.Point {
	t.Helper()
	for _, s := range d.Shapes() {
		if s.Kind == draw.Label && s.Text == text {
			b := s.Bounds()
			return b.Mid()
		}
	}
	t.Fatalf("%q is not on the screen; there is %s", text, d.words())
	return draw.Point{}
}

func (d *hand) words() string {
	var out []string
	for _, s := range d.Shapes() {
		if s.Kind == draw.Label {
			out = append(out, s.Text)
		}
	}
	return strings.Join(out, " | ")
}

func (d *hand) press(t *testing.T, text string) {
	t.Helper()
	at := d.find(t, text)
	d.click(at.X, at.Y)
	d.rest()
}

func TestCard(t *testing.T) {
	d := open(t, 1280, 800, false, steeredSession())
	for range 60 {
		d.key("right")
	}
	d.rest()
	at := d.find(t, "Violas 4")
	d.click(at.X, at.Y-24) // the disc stands over its name
	d.rest()
	d.mouse = draw.Point{X: -1, Y: -1}
	d.rest()
	for _, want := range []string{"Expertise", "trusts most", "trusted most by", "leadership share", "autonomy"} {
		d.find(t, want)
	}
	d.golden(t, "card-light")
	d.key("escape")
	d.rest()
	if strings.Contains(d.words(), "trusts most") {
		t.Errorf("escape leaves the card open")
	}
}

// unnamed is an organisation of which no file can name anybody.
type unnamed struct{ steered }

func (u unnamed) Steering() play.Steering {
	return play.Steering{Actions: []play.Action{{Name: "This one falls ill", Agent: true, TOML: func(int) string { return "" }}}}
}

func TestUnnamed(t *testing.T) {
	s := steeredSession()
	s.Make = func([]play.Intervention) (play.Simulation, error) {
		return unnamed{steered{sample.New(7, sample.Chamber, 99)}}, nil
	}
	d := open(t, 1280, 800, false, s)
	d.key("right")
	d.key("a")
	d.press(t, "Change")
	d.press(t, "This one falls ill")
	if n := len(d.Live()); n != 0 || !strings.Contains(d.words(), "joined later: a scenario can name only those of its beginning") {
		t.Errorf("%d interventions, and %s", n, d.words())
	}
}

func TestChange(t *testing.T) {
	var kept []byte
	d := open(t, 1280, 800, true, steeredSession())
	d.App.Host().Keep = func(name string, data []byte) (string, error) { kept = data; return name, nil }
	for range 30 {
		d.key("right")
	}
	d.rest()
	d.press(t, "Change")
	d.press(t, "Shock")
	at := d.find(t, "Turbulence")
	d.click(at.X+120, at.Y+18) // the track lies under the name
	d.rest()
	d.press(t, "This one falls ill") // nobody is chosen
	if n := len(d.Live()); n != 2 || !strings.Contains(d.Live()[1].TOML, "work.turbulence") {
		t.Fatalf("%d interventions %v, want the shock and the turbulence", n, d.Live())
	}
	d.mouse = draw.Point{X: -1, Y: -1}
	d.rest()
	d.golden(t, "change-dark")
	d.press(t, "Save as scenario")
	if !strings.Contains(string(kept), "[[event]]\nat = 30\nkind = \"shock\"") {
		t.Errorf("saved %q, want the shock at 30", kept)
	}
	d.press(t, "Undo")
	if n := len(d.Live()); n != 1 {
		t.Errorf("after undo %d interventions, want 1", n)
	}
}

func TestKeys(t *testing.T) {
	d := open(t, 1280, 800, false, steeredSession())
	check := func(key string, want int) {
		t.Helper()
		d.key(key)
		d.rest()
		if got := d.Cycle(); got != want {
			t.Errorf("after %s: cycle %d, want %d", key, got, want)
		}
	}
	check("right", 1)
	check("right", 2)
	check("left", 1)
	check("end", 250)
	check("home", 0)
	d.key("p")
	d.rest()
	if d.Theme() != draw.Light {
		t.Fatal("begins dark")
	}
	d.key("t")
	if d.Theme() != draw.Dark {
		t.Errorf("t does not turn the theme")
	}
	d.key("?")
	d.rest()
	d.find(t, "Keys and pointer")
	d.golden(t, "help-dark")
	d.key("escape")
	d.key("g")
	d.rest()
	d.find(t, "Twenty-one managers")
	d.press(t, "Twenty-one managers")
	d.find(t, "managers")
}

func TestScrubbing(t *testing.T) {
	d := open(t, 1280, 800, false, steeredSession())
	d.key("end")
	d.rest()
	at := d.find(t, "100")
	d.mouse = draw.Point{X: at.X, Y: at.Y - 10}
	d.tick(ui.Input{})
	d.tick(ui.Input{Press: true, Down: true})
	for range 3 {
		d.mouse.X -= 20
		d.tick(ui.Input{Down: true})
	}
	d.tick(ui.Input{Release: true})
	d.rest()
	if got := d.Cycle(); got < 75 || got > 90 {
		t.Errorf("scrubbed to %d, want about 82", got)
	}
}

func TestErrors(t *testing.T) {
	a := front.New(front.Host{Mode: play.Steady, Pieces: pieces, Open: func(string, []byte) ([]*front.Session, error) {
		return nil, errors.New("orchestra.toml:5: event[0].share: 1.4 is outside [0, 1]\norchestra.toml:9: trust.dwon: no such key; did you mean \"down\"?")
	}})
	d := &hand{a, 1280, 800, draw.Point{X: -1, Y: -1}}
	d.tick(ui.Input{})
	d.tick(ui.Input{Files: []ui.File{{Name: "orchestra.toml", Text: []byte("x")}}})
	d.rest()
	d.find(t, "This file cannot be played")
	d.golden(t, "errors-light")
	d.press(t, "Close")
	if strings.Contains(d.words(), "cannot be played") {
		t.Errorf("the errors stay")
	}
}

func TestPair(t *testing.T) {
	d := open(t, 1280, 800, false, session("Orpheus", 7), session("The conducted control", 9))
	for range 80 {
		d.key("right")
	}
	d.rest()
	d.golden(t, "pair-light")
	both := strings.Fields(d.Digest())
	if len(both) != 2 || both[0] == both[1] {
		t.Fatalf("digests %q, want those of two different runs", both)
	}
	d.find(t, "digests "+both[0][:8]+" and "+both[1][:8])
	for k, seed := range []uint64{7, 9} {
		alone := open(t, 1280, 800, false, session("Alone", seed))
		for range 80 {
			alone.key("right")
		}
		alone.rest()
		if got := alone.Digest(); got != both[k] {
			t.Errorf("stage %d: digest %s, alone %s", k+1, both[k], got)
		}
	}
}

// TestManySizes draws every size and look; nothing may panic, and labels on the
// stage never collide.
func TestManySizes(t *testing.T) {
	for _, size := range [][2]float32{{800, 600}, {1280, 800}, {1920, 1080}, {3840, 2160}} {
		d := open(t, size[0], size[1], false, steeredSession())
		for range 20 {
			d.key("right")
		}
		for _, layout := range view.Layouts {
			for _, ties := range []string{"influence", "trust", "authority", "none"} {
				d.Look(func(l *view.Look) { l.Layout, l.Ties = layout, ties })
				d.tick(ui.Input{Seconds: 1})
			}
		}
		for range 12 {
			d.key("c")
			d.key("x")
			d.key("e")
		}
	}
}

func TestRestsWhenStill(t *testing.T) {
	d := open(t, 1280, 800, false, steeredSession())
	d.rest()
	d.rest()
	k := d.Zoom(draw.Point{X: 1280, Y: 800})
	if d.Tick(&ui.Input{Size: draw.Point{X: 1280 / k, Y: 800 / k}, Scale: k, Mouse: d.mouse, Seconds: 0.02}) {
		t.Errorf("a still picture is drawn again")
	}
}

// TestTwoStagesKeepTogether plays two stages whose cycles last differently and
// wants neither to run ahead, and one cycle at rest.
func TestTwoStagesKeepTogether(t *testing.T) {
	d := open(t, 1280, 800, false, session("a", 7), session("b", 9))
	d.key("space")
	for range 200 {
		d.tick(ui.Input{Seconds: 0.05})
		if x, y := d.Cycles(); x-y > 1 || y-x > 1 {
			t.Fatalf("at %d and %d", x, y)
		}
	}
	d.key("space")
	d.rest()
	if x, y := d.Cycles(); x != y || x < 5 {
		t.Errorf("at rest: %d and %d, want the same and more than 5", x, y)
	}
}

// TestOneOfTwoEndsEarly plays two stages of which one has fewer cycles: the other
// goes on to its end, and both begin again together.
func TestOneOfTwoEndsEarly(t *testing.T) {
	for _, early := range []int{0, 1} {
		sessions := []*front.Session{session("a", 7), session("b", 9)}
		sessions[0].Cycles, sessions[1].Cycles = 20, 20
		sessions[early].Cycles = 8
		d := open(t, 1280, 800, false, sessions...)
		d.key("space")
		for range 300 {
			d.tick(ui.Input{Seconds: 0.05})
		}
		x, y := d.Cycles()
		if at, ended := d.At(); max(x, y) != 20 || min(x, y) != 8 || at != 20 || !ended {
			t.Errorf("at %d and %d, as one at %d, ended %v; want 20 and 8, both at their end", x, y, at, ended)
		}
		d.key("space")
		for range 20 {
			d.tick(ui.Input{Seconds: 0.05})
		}
		if x, y := d.Cycles(); x-y > 1 || y-x > 1 || x > 7 {
			t.Errorf("begun again they are at %d and %d", x, y)
		}
	}
}

// TestGalleryFromKey leaves the stage by a key, and nothing else happens.
func TestGalleryFromKey(t *testing.T) {
	d := open(t, 1280, 800, false, steeredSession())
	d.rest()
	d.key("g")
	d.tick(ui.Input{})
	d.find(t, "Twenty-one managers")
}
