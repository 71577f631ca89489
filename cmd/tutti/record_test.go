package main

import (
	"bytes"
	"context"
	"errors"
	"image/gif"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// small is a recording that takes no time.
var small = []string{"render", "leavitt", "--size", "320x240", "--cycles", "12", "--frames", "16", "--fps", "4"}

// frames are the pictures of a folder, in order.
func frames(t *testing.T, dir string) (out []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if m, err := png.Decode(bytes.NewReader(b)); err != nil || m.Bounds().Dx() != 320 || m.Bounds().Dy() != 240 {
			t.Fatalf("%s: %v, want a picture of 320 by 240", f.Name(), err)
		}
		out = append(out, string(b))
	}
	return out
}

// TestFramesDoNotDependOnTheCrew paints a recording alone and by many.
func TestFramesDoNotDependOnTheCrew(t *testing.T) {
	t.Chdir(t.TempDir())
	var alone []string
	for _, crew := range []int{1, 7} {
		was := runtime.GOMAXPROCS(crew)
		tutti(t, 0, append(small, "--png", "frames", "--force")...)
		runtime.GOMAXPROCS(was)
		got := frames(t, "frames")
		if len(got) < 12 || len(got) > 16 {
			t.Fatalf("%d frames, want at most the 16 that were asked for and not many fewer", len(got))
		}
		if alone == nil {
			alone = got
		}
		for k := range got {
			if got[k] != alone[k] {
				t.Errorf("frame %d is another when %d paint", k+1, crew)
			}
		}
	}
	tutti(t, 0, append(small, "--png", "frames", "--force", "--frames", "9")...)
	if got := frames(t, "frames"); len(got) > 9 {
		t.Errorf("%d frames, want at most 9: what a longer recording left is removed", len(got))
	}
	tutti(t, 2, append(small, "--png", "frames")...)
}

func TestGIFOfARecording(t *testing.T) {
	t.Chdir(t.TempDir())
	tutti(t, 0, append(small, "--gif", "wheel.gif", "--dark")...)
	b, err := os.ReadFile("wheel.gif")
	if err != nil {
		t.Fatal(err)
	}
	g, err := gif.DecodeAll(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	hundredths := 0
	for _, d := range g.Delay {
		hundredths += d
	}
	if len(g.Image) < 5 || hundredths < 300 || hundredths > 400 {
		t.Errorf("%d frames in %d hundredths of a second, want up to 16 in 4 s or a little less", len(g.Image), hundredths)
	}
}

// TestInterruptedRecording is stopped by hand: nothing half-made stays.
func TestInterruptedRecording(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, stop := context.WithCancel(context.Background())
	a := &app{ctx: ctx, out: io.Discard, err: &stopper{stop: stop}, fancy: true}
	c := renderCmd{Scenarios: []string{"leavitt"}, PNG: "frames", GIF: "wheel.gif", Frames: 100000, Speed: 1, FPS: 20, Size: "320x240"}
	if err := c.Run(a); !errors.Is(err, errInterrupted) {
		t.Fatalf("got %v, want %v", err, errInterrupted)
	}
	left, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(left) > 0 {
		t.Errorf("%s was left behind", left[0].Name())
	}
}

// A stopper interrupts as soon as the line of progress was written twice, and
// wants it to say how much is left.
type stopper struct {
	seen string
	stop func()
}

func (s *stopper) Write(b []byte) (int, error) {
	if s.seen += string(b); strings.Count(s.seen, " left") == 2 && strings.Contains(s.seen, "frame ") {
		s.stop()
	}
	return len(b), nil
}

func TestWhatCannotBeRendered(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, tt := range []struct{ args, want string }{
		{"--png a.png --size 10x10", "--size 10x10: want WIDTHxHEIGHT"},
		{"", "nothing to write"},
		{"--gif a.gif --frames 1", "--frames 1: want 2 to"},
		{"--gif a.gif --speed=-3", "--speed -3: want more than 0"},
		{"--gif a.gif --fps 0", "--fps 0: want 1 to 100"},
		{"--gif a.gif --from 9 --cycles 4", "--from 9: want less than --cycles 4"},
		{"--png a.png --layout heap", "--layout heap: want one of"},
		{"--png a.png --colour mood", "--colour mood: want one of"},
		{"--png a.png --size-by mood", "--size-by mood: want one of"},
		{"--png a.png --ties rope", "--ties rope: want one of"},
	} {
		_, errs := tutti(t, 2, append([]string{"render", "leavitt"}, strings.Fields(tt.args)...)...)
		if !strings.Contains(errs, tt.want) {
			t.Errorf("tutti render leavitt %s: says %q, want %q in it", tt.args, errs, tt.want)
		}
	}
}

// As few frames as are asked for, also below a second's worth.
func TestFewFrames(t *testing.T) {
	t.Chdir(t.TempDir())
	tutti(t, 0, "render", "leavitt", "--size", "320x240", "--cycles", "6", "--frames", "5", "--png", "frames")
	if n := len(frames(t, "frames")); n < 2 || n > 5 {
		t.Errorf("%d frames, want 2 to 5", n)
	}
}
