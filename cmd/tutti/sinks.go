package main

import (
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"tutti/render/paint"
	"tutti/sim/table"
)

// A sink takes the frames of a recording.
type sink interface {
	// prepare does what may be done out of order, by several at once, with
	// frame n, counted from 0.
	prepare(n int, m *image.RGBA) error
	// add takes the frames one by one, in their order.
	add(m *image.RGBA) error
	close() error
	drop() // removes what was begun
}

// pngDir writes numbered pictures into a folder.
type pngDir struct {
	dir  string
	once sync.Once
	made bool  // the folder was not there
	err  error // of making it
	n    int   // pictures written
}

func (p *pngDir) file(n int) string { return filepath.Join(p.dir, fmt.Sprintf("frame-%05d.png", n+1)) }

func (p *pngDir) prepare(n int, m *image.RGBA) error {
	p.once.Do(func() {
		_, err := os.Stat(p.dir)
		p.made = err != nil
		p.err = os.MkdirAll(p.dir, 0o755)
	})
	if p.err != nil {
		return p.err
	}
	return writePNG(p.file(n), m)
}

func (p *pngDir) add(*image.RGBA) error { p.n++; return nil }

// close removes what a longer recording left in the folder.
func (p *pngDir) close() error {
	for n := p.n; os.Remove(p.file(n)) == nil; n++ {
	}
	return nil
}

// drop removes what was written: half a recording is none.
func (p *pngDir) drop() {
	for n := range p.n + 2*runtime.GOMAXPROCS(0) {
		_ = os.Remove(p.file(n)) // what is left over does no harm
	}
	if p.made {
		_ = os.Remove(p.dir)
	}
}

// writePNG writes a picture whole or not at all.
func writePNG(file string, m *image.RGBA) error {
	return writeWhole(file, func(w io.Writer) error {
		return paint.WritePNG(w, m)
	})
}

// writeWhole writes a file whole or not at all, in the place of an older one.
func writeWhole(file string, write func(w io.Writer) error) error {
	return table.Save(file, true, write)
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

func (g *gifFile) prepare(int, *image.RGBA) error { return nil }

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

func (m *mp4) prepare(int, *image.RGBA) error { return nil }

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
