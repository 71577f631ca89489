package main

import (
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/play"
	"tutti/render/svg"
	"tutti/render/view"
)

type renderCmd struct {
	Scenarios []string `arg:"" help:"A scenario, or two side by side, by file or by name."`
	PNG       string   `name:"png" help:"One picture (a name ending in .png) or a folder of numbered frames." placeholder:"FILE|DIR"`
	SVG       string   `name:"svg" help:"One picture as SVG." placeholder:"FILE"`
	GIF       string   `name:"gif" help:"A recording as GIF." placeholder:"FILE"`
	MP4       string   `name:"mp4" help:"A recording as MP4, through ffmpeg." placeholder:"FILE"`
	WAV       string   `name:"wav" help:"What an ensemble plays, cycle after cycle, as WAV." placeholder:"FILE"`
	Cycles    int      `help:"Where to stop, or which cycle a single picture shows; 0 is the scenario's end."`
	From      int      `help:"The cycle at which a recording begins."`
	Frames    int      `help:"At most how many frames a recording has; it plays faster where it must." default:"240"`
	Speed     float64  `help:"Phases a second of the recording, however many frames that takes."`
	FPS       int      `name:"fps" help:"Frames a second." default:"20"`
	Size      string   `help:"Size in pixels." default:"1280x720" placeholder:"WxH"`
	Dark      bool     `help:"Dark theme."`
	Layout    string   `help:"Places: seats, units, chart, network or circle."`
	Colour    string   `help:"What colours say, such as unit, leadership or expertise."`
	SizeBy    string   `help:"What the sizes of agents say, such as leadership."`
	Ties      string   `help:"What runs between agents: influence, trust, authority or none."`
	Pattern   []string `help:"Play under this pattern; given twice, side by side." placeholder:"NAME"`
	Set       []string `help:"Set a key of the scenario." placeholder:"KEY=VALUE"`
	Seed      *uint64  `help:"Another seed."`
	Force     bool     `help:"Replace files that exist."`
}

// Help is the long help of the command.
func (renderCmd) Help() string {
	return `Examples:
  tutti render orpheus --png orpheus.png --cycles 50
  tutti render orpheus conducted --gif both.gif --cycles 40 --size 960x540
  tutti render quartet --wav quartet.wav --cycles 20`
}

// Run records what the window would show, without a display.
func (c *renderCmd) Run(a *app) error {
	w, h, err := c.check()
	if err != nil {
		return usageError{err}
	}
	watch := watchCmd{Scenarios: c.Scenarios, Pattern: c.Pattern, Set: c.Set, Seed: c.Seed}
	sessions, err := watch.sessions()
	if err != nil {
		return usageError{err}
	}
	if c.WAV != "" {
		if err := c.sound(a, sessions[0]); err != nil {
			return err
		}
	}
	f := front.New(front.Host{Mode: play.Steady, Plain: true, Dark: c.Dark})
	if err := f.Show(c.Scenarios[0], sessions); err != nil {
		return err
	}
	for _, q := range []struct{ flag, name string }{{"colour", c.Colour}, {"size-by", c.SizeBy}} {
		if known := f.Quantities(); q.name != "" && !contains(known, q.name) {
			return usageError{fmt.Errorf("--%s %s: want one of %s", q.flag, q.name, strings.Join(known, ", "))}
		}
	}
	f.Look(func(l *view.Look) {
		for _, choice := range []struct {
			to   *string
			from string
		}{{&l.Layout, c.Layout}, {&l.Colour, c.Colour}, {&l.Size, c.SizeBy}, {&l.Ties, c.Ties}} {
			if choice.from != "" {
				*choice.to = choice.from
			}
		}
	})
	r := &recorder{front: f, w: w, h: h, fps: c.FPS, rest: min(c.FPS, max(c.Frames/2, 1)), app: a}
	if err := c.pictures(r); err != nil {
		return err
	}
	return c.recordings(r)
}

// check refuses what cannot be rendered before anything is run.
func (c *renderCmd) check() (w, h int, err error) {
	if _, err := fmt.Sscanf(c.Size, "%dx%d", &w, &h); err != nil || w < 160 || h < 120 || w > 16384 || h > 16384 {
		return 0, 0, fmt.Errorf("--size %s: want WIDTHxHEIGHT from 160x120 to 16384x16384", c.Size)
	}
	outputs := 0
	for _, out := range []string{c.PNG, c.SVG, c.GIF, c.MP4, c.WAV} {
		if out == "" {
			continue
		}
		outputs++
		if taken(out) && !c.Force {
			return 0, 0, fmt.Errorf("%s exists; --force replaces it", out)
		}
	}
	switch {
	case outputs == 0:
		return 0, 0, errors.New("nothing to write: want --png, --svg, --gif, --mp4 or --wav")
	case c.FPS < 1 || c.FPS > 100:
		return 0, 0, fmt.Errorf("--fps %d: want 1 to 100", c.FPS)
	case !(c.Speed >= 0) || c.Speed > 1e6:
		return 0, 0, fmt.Errorf("--speed %v: want more than 0 and at most 1000000", c.Speed)
	case c.Frames < 2 || c.Frames > 1_000_000:
		return 0, 0, fmt.Errorf("--frames %d: want 2 to 1000000", c.Frames)
	case c.From < 0 || c.Cycles < 0:
		return 0, 0, errors.New("--from and --cycles: want 0 or more")
	case c.Cycles > 0 && c.From >= c.Cycles && (c.GIF != "" || c.MP4 != "" || c.WAV != "" || c.PNG != "" && !single(c.PNG)):
		return 0, 0, fmt.Errorf("--from %d: want less than --cycles %d", c.From, c.Cycles)
	case c.Layout != "" && !contains(view.Layouts, c.Layout):
		return 0, 0, fmt.Errorf("--layout %s: want one of %s", c.Layout, strings.Join(view.Layouts, ", "))
	case c.Ties != "" && !contains(view.TieKinds, c.Ties):
		return 0, 0, fmt.Errorf("--ties %s: want one of %s", c.Ties, strings.Join(view.TieKinds, ", "))
	case c.MP4 != "" && (w%2 != 0 || h%2 != 0):
		return 0, 0, fmt.Errorf("--size %s: an mp4 wants even numbers", c.Size)
	}
	if c.MP4 != "" {
		if _, err := exec.LookPath("ffmpeg"); err != nil {
			return 0, 0, errors.New("--mp4 needs the program ffmpeg, which is not installed here; --gif and --png need nothing")
		}
	}
	return w, h, nil
}

// taken says whether there is something under a name, other than an empty folder.
func taken(name string) bool {
	if inside, err := os.ReadDir(name); err == nil {
		return len(inside) > 0
	}
	_, err := os.Stat(name)
	return err == nil
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}

// single says whether a name means one picture, not a folder of them.
func single(file string) bool { return strings.HasSuffix(file, ".png") }

// pictures writes single pictures of one cycle.
func (c *renderCmd) pictures(r *recorder) error {
	if c.SVG == "" && !single(c.PNG) {
		return nil
	}
	if err := r.reach(c.end()); err != nil {
		return err
	}
	if c.SVG != "" {
		k := r.zoom()
		err := writeWhole(c.SVG, func(w io.Writer) error {
			_, err := w.Write(svg.Write(r.front.Shapes(), float32(r.w)/k, float32(r.h)/k, r.front.Theme().Paper))
			return err
		})
		if err != nil {
			return err
		}
	}
	if single(c.PNG) {
		img := image.NewRGBA(image.Rect(0, 0, r.w, r.h))
		paint.New().Paint(img, r.front.Shapes(), r.zoom(), r.front.Theme().Paper)
		return writePNG(c.PNG, img)
	}
	return nil
}

func (c *renderCmd) end() int {
	if c.Cycles > 0 {
		return c.Cycles
	}
	return 1<<31 - 1
}

// recordings writes moving pictures and folders of frames.
func (c *renderCmd) recordings(r *recorder) (err error) {
	var sinks []sink
	if c.PNG != "" && !single(c.PNG) {
		sinks = append(sinks, &pngDir{dir: c.PNG})
	}
	if c.GIF != "" {
		sinks = append(sinks, &gifFile{file: c.GIF, fps: c.FPS})
	}
	if c.MP4 != "" {
		s, err := newMP4(c.MP4, r.w, r.h, c.FPS)
		if err != nil {
			return err
		}
		sinks = append(sinks, s)
	}
	if len(sinks) == 0 {
		return nil
	}
	err = r.reach(c.From)
	if err == nil {
		err = r.record(c.end(), c.pace(r), sinks)
	}
	for _, s := range sinks {
		if err != nil {
			s.drop()
		} else {
			err = s.close()
		}
	}
	if errors.Is(err, errInterrupted) {
		fmt.Fprintln(r.app.err, "interrupted; nothing of the recording is left")
	}
	return err
}

// pace is the speed of a recording [phases a second]: as asked, or a calm one
// that is raised until the frames suffice.
func (c *renderCmd) pace(r *recorder) float64 {
	if c.Speed > 0 {
		return c.Speed
	}
	const calm = 20
	seconds := float64(max(c.Frames-r.rest, 1)) / float64(c.FPS)
	return max(calm, float64(r.phases(c.end()))/seconds)
}
