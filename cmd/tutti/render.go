package main

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/play"
	"tutti/render/svg"
	"tutti/render/ui"
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
	Speed     float64  `help:"Phases a second of the recording." default:"20"`
	FPS       int      `name:"fps" help:"Frames a second." default:"20"`
	Size      string   `help:"Size in pixels." default:"1280x720" placeholder:"WxH"`
	Dark      bool     `help:"Dark theme."`
	Layout    string   `help:"Places: seats, units, chart, network or circle."`
	Colour    string   `help:"What colours say, such as unit, leadership or expertise."`
	Pattern   []string `help:"Play under this pattern; given twice, side by side." placeholder:"NAME"`
	Set       []string `help:"Set a key of the scenario." placeholder:"KEY=VALUE"`
	Seed      *uint64  `help:"Another seed."`
	Force     bool     `help:"Replace files that exist."`
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
	f.Look(func(l *view.Look) {
		if c.Layout != "" {
			l.Layout = c.Layout
		}
		if c.Colour != "" {
			l.Colour = c.Colour
		}
	})
	r := &recorder{front: f, paint: paint.New(), w: w, h: h, fps: c.FPS, app: a}
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
		if _, err := os.Stat(out); err == nil && !c.Force {
			return 0, 0, fmt.Errorf("%s exists; --force replaces it", out)
		}
	}
	switch {
	case outputs == 0:
		return 0, 0, errors.New("nothing to write: want --png, --svg, --gif, --mp4 or --wav")
	case c.FPS < 1 || c.FPS > 100:
		return 0, 0, fmt.Errorf("--fps %d: want 1 to 100", c.FPS)
	case !(c.Speed > 0) || c.Speed > 1e6:
		return 0, 0, fmt.Errorf("--speed %v: want more than 0 and at most 1000000", c.Speed)
	case c.Layout != "" && !contains(view.Layouts, c.Layout):
		return 0, 0, fmt.Errorf("--layout %s: want one of %s", c.Layout, strings.Join(view.Layouts, ", "))
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

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}

// pictures writes single pictures of one cycle.
func (c *renderCmd) pictures(r *recorder) error {
	single := c.SVG != "" || strings.HasSuffix(c.PNG, ".png")
	if !single {
		return nil
	}
	if err := r.reach(c.end()); err != nil {
		return err
	}
	if c.SVG != "" {
		k := r.zoom()
		data := svg.Write(r.front.Shapes(), float32(r.w)/k, float32(r.h)/k, r.front.Theme().Paper)
		if err := os.WriteFile(c.SVG, data, 0o644); err != nil {
			return err
		}
	}
	if strings.HasSuffix(c.PNG, ".png") {
		return writePNG(c.PNG, r.frame())
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
	if c.PNG != "" && !strings.HasSuffix(c.PNG, ".png") {
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
	r.front.Go(c.From)
	if err := r.reach(c.From); err != nil {
		return err
	}
	if err = r.record(c.end(), c.Speed, sinks); err != nil {
		for _, s := range sinks {
			s.drop()
		}
		return err
	}
	for _, s := range sinks {
		if e := s.close(); err == nil {
			err = e
		}
	}
	return err
}

// A recorder lets the front end live frame by frame.
type recorder struct {
	front *front.App
	paint *paint.Painter
	w, h  int
	fps   int
	app   *app
	img   *image.RGBA
}

func (r *recorder) zoom() float32 {
	size := draw.Pt(r.w, r.h)
	k := r.front.Zoom(size)
	if k == 1 { // small recordings show the same picture, smaller
		k = min(size.X/1000, size.Y/620, 1)
	}
	return k
}

// tick moves the front end on.
func (r *recorder) tick(seconds float64) {
	k := r.zoom()
	r.front.Tick(&ui.Input{Size: draw.Pt(r.w, r.h).Mul(1 / k), Scale: k, Mouse: draw.Point{X: -1, Y: -1}, Seconds: seconds})
}

// frame paints what is to be seen.
func (r *recorder) frame() *image.RGBA {
	if r.img == nil {
		r.img = image.NewRGBA(image.Rect(0, 0, r.w, r.h))
	}
	r.paint.Paint(r.img, r.front.Shapes(), r.zoom(), r.front.Theme().Paper)
	return r.img
}

// reach goes to a cycle, or to the end where that comes first, and lets the
// picture come to rest.
func (r *recorder) reach(cycle int) error {
	r.front.Go(cycle)
	for {
		if err := r.app.ctx.Err(); err != nil {
			return errInterrupted
		}
		r.tick(0.05)
		if at, ended := r.front.At(); at >= cycle || ended {
			break
		}
	}
	for range 80 {
		r.tick(0.05)
	}
	return nil
}

// record plays to a cycle and hands every frame to the sinks.
func (r *recorder) record(end int, speed float64, sinks []sink) error {
	r.front.Play(speed)
	tail := r.fps // one second of rest at the end
	for n := 0; tail > 0; n++ {
		if r.app.ctx.Err() != nil {
			return errInterrupted
		}
		r.tick(1 / float64(r.fps))
		m := r.frame()
		for _, s := range sinks {
			if err := s.add(m); err != nil {
				return err
			}
		}
		at, ended := r.front.At()
		if at >= end || ended {
			r.front.Go(at)
			r.front.Pause()
			tail--
		}
		if r.app.fancy && n%10 == 0 {
			fmt.Fprintf(r.app.err, "\rcycle %d, frame %d ", at, n)
		}
	}
	if r.app.fancy {
		fmt.Fprint(r.app.err, "\r\033[K")
	}
	return nil
}

// A sink takes the frames of a recording.
type sink interface {
	add(m *image.RGBA) error
	close() error
	drop() // removes what was begun
}

// pngDir writes numbered pictures into a folder.
type pngDir struct {
	dir   string
	files []string
}

func (p *pngDir) add(m *image.RGBA) error {
	if len(p.files) == 0 {
		if err := os.MkdirAll(p.dir, 0o755); err != nil {
			return err
		}
	}
	file := filepath.Join(p.dir, fmt.Sprintf("frame-%05d.png", len(p.files)+1))
	p.files = append(p.files, file)
	return writePNG(file, m)
}

func (p *pngDir) close() error { return nil }

func (p *pngDir) drop() {
	for _, f := range p.files {
		_ = os.Remove(f) // what is left over does no harm
	}
}

// writePNG writes a picture whole or not at all.
func writePNG(file string, m *image.RGBA) error {
	return writeWhole(file, func(w io.Writer) error {
		return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, m)
	})
}

// writeWhole writes a file beside its place and then moves it there.
func writeWhole(file string, write func(w io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".tutti-*")
	if err != nil {
		return err
	}
	err = write(f)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // half a file is worse than none
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// gifFile collects a GIF; its palette comes from the first seconds.
type gifFile struct {
	file   string
	fps    int
	sample []*image.RGBA
	gif    *paint.GIF
}

// sampled is how many frames the palette is made from.
const sampled = 12

func (g *gifFile) add(m *image.RGBA) error {
	if g.gif != nil {
		g.gif.Add(m)
		return nil
	}
	own := image.NewRGBA(m.Rect)
	copy(own.Pix, m.Pix)
	if g.sample = append(g.sample, own); len(g.sample) == sampled {
		g.begin()
	}
	return nil
}

func (g *gifFile) begin() {
	g.gif = paint.NewGIF(g.fps, g.sample...)
	for _, m := range g.sample {
		g.gif.Add(m)
	}
	g.sample = nil
}

func (g *gifFile) close() error {
	if g.gif == nil {
		g.begin()
	}
	return writeWhole(g.file, g.gif.Write)
}

func (g *gifFile) drop() {}

// mp4 sends raw frames to ffmpeg.
type mp4 struct {
	file string
	temp string
	cmd  *exec.Cmd
	in   io.WriteCloser
	log  strings.Builder
}

func newMP4(file string, w, h, fps int) (*mp4, error) {
	m := &mp4{file: file, temp: file + ".part.mp4"}
	m.cmd = exec.Command("ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", fmt.Sprintf("%dx%d", w, h), "-r", fmt.Sprint(fps), "-i", "-",
		"-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-movflags", "+faststart", m.temp)
	m.cmd.Stderr = &m.log
	in, err := m.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	m.in = in
	if err := m.cmd.Start(); err != nil {
		return nil, fmt.Errorf("ffmpeg: %w", err)
	}
	return m, nil
}

func (m *mp4) add(img *image.RGBA) error {
	if _, err := m.in.Write(img.Pix); err != nil {
		return m.failed(err)
	}
	return nil
}

func (m *mp4) failed(err error) error {
	if text := strings.TrimSpace(m.log.String()); text != "" {
		return fmt.Errorf("%s: ffmpeg: %s", m.file, text)
	}
	return fmt.Errorf("%s: ffmpeg: %w", m.file, err)
}

func (m *mp4) close() error {
	err := m.in.Close()
	if e := m.cmd.Wait(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(m.temp, m.file)
	}
	if err != nil {
		_ = os.Remove(m.temp)
		return m.failed(err)
	}
	return nil
}

func (m *mp4) drop() {
	_ = m.in.Close()
	_ = m.cmd.Wait()
	_ = os.Remove(m.temp)
}
