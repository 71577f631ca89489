package front_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/paint/golden"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view"
	"tutti/render/view/sample"
)

func session(title string, seed uint64) *front.Session {
	return &front.Session{Name: "chamber.toml", Title: title, Cycles: 250, Make: func([]play.Intervention) (play.Simulation, error) {
		return sample.New(seed, sample.Chamber, 99), nil
	}, Save: func(live []play.Intervention) []byte { return []byte("seed = 7\n" + play.Events(live)) }}
}

var pieces = []front.Piece{
	{Name: "orpheus", Title: "An orchestra without a conductor", About: "Twenty-eight players choose a concertmaster for every piece. Watch who leads when the style changes.", Theme: "Orchestras", Sketch: "orchestra"},
	{Name: "conducted", Title: "The conducted control", About: "The same players and the same rehearsals, with a conductor.", Theme: "Orchestras", Sketch: "chart"},
	{Name: "managers", Title: "Twenty-one managers", About: "Who is asked for advice, and how far that departs from the chart.", Theme: "Firms", Sketch: "network"},
	{Name: "teams", Title: "Six teams, one task", About: "Units that must agree, and units that need not.", Theme: "Firms", Sketch: "teams"},
	{Name: "swarm", Title: "Leading without being seen", About: "A few know where to go.", Theme: "Published models", Sketch: "swarm"},
	{Name: "code", Title: "Exploration and exploitation", About: "March 1991.", Theme: "Published models", Sketch: "grid"},
	{Name: "ring", Title: "Diverse against best", About: "Hong and Page 2004.", Theme: "Published models", Sketch: "ring"},
	{Name: "lines", Title: "Opinions", About: "Hegselmann and Krause.", Theme: "Published models", Sketch: "lines"},
}

// hand drives an app as a person would.
type hand struct {
	*front.App
	w, h  float32
	mouse draw.Point
}

func open(t *testing.T, w, h float32, dark bool, sessions ...*front.Session) *hand {
	t.Helper()
	a := front.New(front.Host{Mode: play.Steady, Dark: dark, Pieces: pieces, Open: func(name string, _ []byte) ([]*front.Session, error) {
		return []*front.Session{session(name, 3)}, nil
	}})
	if len(sessions) > 0 {
		if err := a.Show("chamber", sessions); err != nil {
			t.Fatal(err)
		}
	}
	d := &hand{a, w, h, draw.Point{X: -1, Y: -1}}
	d.tick(ui.Input{})
	return d
}

func (d *hand) tick(in ui.Input) {
	k := d.Zoom(draw.Point{X: d.w, Y: d.h})
	in.Size, in.Scale, in.Mouse = draw.Point{X: d.w / k, Y: d.h / k}, k, d.mouse
	if in.Seconds == 0 {
		in.Seconds = 0.02
	}
	d.Tick(&in)
}

func (d *hand) key(k string) { d.tick(ui.Input{Keys: []string{k}}) }

func (d *hand) click(x, y float32) {
	d.mouse = draw.Point{X: x, Y: y}
	d.tick(ui.Input{})
	d.tick(ui.Input{Press: true, Down: true})
	d.tick(ui.Input{Release: true})
}

// rest lets the picture come to rest.
func (d *hand) rest() {
	for range 60 {
		d.tick(ui.Input{Seconds: 0.05})
	}
}

// reach plays until a cycle is on the screen.
func (d *hand) reach(t *testing.T, cycle int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		d.tick(ui.Input{Seconds: 0.1})
		if d.Cycle() >= cycle {
			return
		}
	}
	t.Fatalf("cycle %d was not reached: at %d", cycle, d.Cycle())
}

func (d *hand) golden(t *testing.T, name string) {
	t.Helper()
	k := d.Zoom(draw.Point{X: d.w, Y: d.h})
	img := image.NewRGBA(image.Rect(0, 0, int(d.w), int(d.h)))
	paint.New().Paint(img, d.Shapes(), k, d.Theme().Paper)
	golden.Check(t, name, img)
}

func TestWindows(t *testing.T) {
	for _, tt := range []struct {
		name string
		w, h float32
		dark bool
	}{{"hall-light", 1280, 800, false}, {"hall-dark", 1920, 1080, true}, {"hall-small", 800, 600, false}} {
		d := open(t, tt.w, tt.h, tt.dark, session("A chamber orchestra without a conductor", 7))
		for range 120 {
			d.key("right")
		}
		d.reach(t, 120)
		d.rest()
		d.golden(t, tt.name)
	}
}

func TestGallery(t *testing.T) {
	open(t, 1280, 800, false).golden(t, "gallery-light")
	open(t, 1280, 800, true).golden(t, "gallery-dark")
}

// TestSentences cuts a text for the gallery: at a sentence, or once within the
// first.
func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string
	}{
		{"Who leads. And when, and for how long, and with what effect on the others.", "Who leads."},
		{"Who leads in everything and for ever, and with what effect on all of the others.", "Who leads in everything …"},
		{"Who leads in whatsoeverelse, and with what effect on all of the others.", "Who leads in …"},
	} {
		if got := strings.Join(front.Sentences(tt.text, 158, 1), "\n"); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestGlimpses shows pieces as they look after a few cycles, in slices and from
// a goroutine.
func TestGlimpses(t *testing.T) {
	for _, mode := range []play.Mode{play.Sliced, play.Threaded} {
		seen := make(chan string, len(pieces))
		a := front.New(front.Host{Mode: mode, Pieces: pieces, Glimpse: func(name string) *view.Frame {
			defer func() { seen <- name }()
			if name == "ring" {
				return nil // keeps its sketch
			}
			o, f := sample.New(uint64(len(name)), sample.Chamber, 9), &view.Frame{}
			for range 12 {
				o.Step()
			}
			o.Show(f)
			return f
		}})
		d := &hand{a, 1280, 800, draw.Point{X: -1, Y: -1}}
		for n := 0; n < len(pieces); {
			d.tick(ui.Input{Seconds: 0.1})
			select {
			case <-seen:
				n++
			default:
			}
		}
		for a.Glimpses() < len(pieces)-1 {
			time.Sleep(time.Millisecond)
		}
		d.rest()
		d.golden(t, "gallery-glimpses")
		d.tick(ui.Input{Closing: true})
	}
}
