package main

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tutti/sim/exact"
	"tutti/sim/run"
)

// asked says whether a test that needs these programs is to run: where the
// variable asks for it, it must; elsewhere it says plainly that it did not.
func asked(t *testing.T, variable string, programs ...string) bool {
	t.Helper()
	if os.Getenv(variable) == "" {
		fmt.Fprintf(os.Stderr, "%s NOT RUN: %s asks for it\n", t.Name(), variable)
		return false
	}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%s asks for this test, and it needs %s: %v", variable, p, err)
		}
	}
	return true
}

// native is the digest of a scenario after some cycles.
func native(t *testing.T, name string, cycles int) string {
	t.Helper()
	s, err := run.Load(openScenario, name, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := s.New(s.Seed)
	for range cycles {
		r.Step()
	}
	return exact.Digest(r)
}

// keepPicture keeps a screenshot to be looked at, where TUTTI_PICTURES names a
// folder, and wants it to be no blank.
func keepPicture(t *testing.T, name string, data []byte) {
	t.Helper()
	if dir := os.Getenv("TUTTI_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := 0; y < m.Bounds().Dy(); y += 3 {
		for x := 0; x < m.Bounds().Dx(); x += 3 {
			r, g, b, _ := m.At(x, y).RGBA()
			seen[[3]uint32{r >> 8, g >> 8, b >> 8}] = true
		}
	}
	if len(seen) < 60 {
		t.Errorf("%s: %d colours, want a picture", name, len(seen))
	}
}

// TestWindow drives the window on a virtual display with a real mouse and real
// keys.
func TestWindow(t *testing.T) {
	if !asked(t, "TUTTI_NEED_DISPLAY", "go", "Xvfb", "xdotool", "import") {
		return
	}
	display := startDisplay(t)
	exe := filepath.Join(t.TempDir(), "tutti")
	if out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	env := append(os.Environ(), "DISPLAY="+display)
	work := t.TempDir()
	program := exec.CommandContext(t.Context(), exe, "watch", "orpheus")
	program.Env, program.Dir = env, work
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	x := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Env = env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return strings.TrimSpace(string(out))
	}
	id, _, _ := strings.Cut(x("timeout", "60", "xdotool", "search", "--sync", "--onlyvisible", "--name", "^tutti"), "\n")
	time.Sleep(2 * time.Second)
	click := func(px, py int) {
		x("xdotool", "mousemove", "--window", id, fmt.Sprint(px), fmt.Sprint(py))
		time.Sleep(250 * time.Millisecond)
		x("xdotool", "mousedown", "1")
		time.Sleep(200 * time.Millisecond)
		x("xdotool", "mouseup", "1")
		time.Sleep(400 * time.Millisecond)
	}
	key := func(k string) {
		x("xdotool", "keydown", k)
		time.Sleep(150 * time.Millisecond)
		x("xdotool", "keyup", k)
		time.Sleep(400 * time.Millisecond)
	}
	shoot := func(name string) {
		file := filepath.Join(work, name+"-shot.png")
		x("import", "-window", id, file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		keepPicture(t, name, data)
	}
	for range 3 {
		key("Right")
	}
	click(153, 563) // one cycle more
	click(1136, 83) // what can be changed
	shoot("window-change")
	click(1056, 83)
	key("t")
	shoot("window-dark")
	key("t")
	time.Sleep(time.Second)
	// The program's own picture, of what is to be seen, and the session as a
	// scenario. A key may be lost on a busy machine: the picture's name says how
	// many cycles were lived.
	picture := pressFor(t, func() { key("s") }, filepath.Join(work, "orpheus-*.png"))
	session := pressFor(t, func() { key("w") }, filepath.Join(work, "orpheus-live.toml"))
	var cycles int
	if _, err := fmt.Sscanf(filepath.Base(picture), "orpheus-%d.png", &cycles); err != nil || cycles < 1 || cycles > 4 {
		t.Fatalf("the picture is called %s, want orpheus-4.png, or fewer cycles", picture)
	}
	if got, want := native(t, session, cycles), native(t, "orpheus", cycles); got != want {
		t.Errorf("the saved session comes to %s, want %s", got, want)
	}
	// The file is opened again, by the list of files; then a slider is moved.
	again := pressFor(t, func() {
		key("Escape")
		key("o")
		x("xdotool", "type", "--delay", "150", "orpheus-live")
		key("Return")
		key("w")
	}, filepath.Join(work, "orpheus-live-live.toml"))
	if got, want := native(t, again, 5), native(t, "orpheus", 5); got != want {
		t.Errorf("opened and saved again it comes to %s, want %s", got, want)
	}
	click(1136, 83)
	changed := pressFor(t, func() {
		click(1200, 189) // reflection
		key("w")
		time.Sleep(300 * time.Millisecond)
	}, filepath.Join(work, "orpheus-live-live-2.toml"))
	text, err := os.ReadFile(changed)
	if err != nil || !strings.Contains(string(text), `key = "pattern.reflection"`) {
		t.Errorf("%s holds no change of reflection (%v)", changed, err)
	}
	shoot("window-slider")
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait() // it was killed
}

// startDisplay starts a virtual display that is free.
func startDisplay(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1920x1200x24", "-noreset", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	b := make([]byte, 16)
	n, err := r.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return ":" + strings.TrimSpace(string(b[:n]))
}

// pressFor presses until a file is there: a machine with much else to do may
// draw so seldom that a short press falls between two frames.
func pressFor(t *testing.T, press func(), pattern string) string {
	t.Helper()
	for range 8 {
		press()
		for range 40 {
			if files, _ := filepath.Glob(pattern); len(files) > 0 {
				if info, err := os.Stat(files[0]); err == nil && info.Size() > 0 {
					return files[0]
				}
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	t.Fatalf("%s was not written", pattern)
	return ""
}

// TestRender renders without a display and compares two roads to one picture.
func TestRender(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	for _, tt := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"picture", []string{"orpheus", "--png", file("a.png"), "--svg", file("a.svg"), "--cycles", "3"}, 0, ""},
		{"again", []string{"orpheus", "--png", file("a.png"), "--cycles", "3"}, 2, "a.png exists; --force replaces it"},
		{"nothing", []string{"orpheus"}, 2, "nothing to write"},
		{"size", []string{"orpheus", "--png", file("b.png"), "--size", "big"}, 2, "--size big: want WIDTHxHEIGHT"},
		{"layout", []string{"orpheus", "--png", file("b.png"), "--layout", "spiral"}, 2, "--layout spiral: want one of seats"},
		{"recording", []string{"orpheus", "conducted", "--gif", file("a.gif"), "--png", file("frames"), "--cycles", "2", "--size", "400x300", "--fps", "10"}, 0, ""},
		{"sound", []string{"quartet", "--wav", file("a.wav"), "--cycles", "1"}, 0, ""},
		{"no players", []string{"orpheus", "--wav", file("b.wav"), "--cycles", "1"}, 2, "nobody plays in orpheus"},
		{"missing", []string{"no-such-file.toml", "--png", file("b.png")}, 2, "no-such-file.toml"},
		{"three", []string{"orpheus", "conducted", "orpheus", "--png", file("b.png")}, 2, "want two at most"},
	} {
		var out, errs bytes.Buffer
		if code := Main(append([]string{"render"}, tt.args...), &out, &errs); code != tt.code || !strings.Contains(errs.String(), tt.want) {
			t.Errorf("%s: exit code %d with %q, want %d with %q", tt.name, code, errs.String(), tt.code, tt.want)
		}
	}
	for _, name := range []string{"a.png", "a.svg", "a.gif", "a.wav", "frames/frame-00001.png"} {
		if info, err := os.Stat(file(name)); err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v, want a file", name, err)
		}
	}
}

// TestMP4 records through ffmpeg.
func TestMP4(t *testing.T) {
	if !asked(t, "TUTTI_NEED_FFMPEG", "ffmpeg", "ffprobe") {
		return
	}
	file := filepath.Join(t.TempDir(), "a.mp4")
	var errs bytes.Buffer
	if code := Main([]string{"render", "orpheus", "--mp4", file, "--cycles", "2", "--size", "480x320", "--fps", "10"}, &errs, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	out, err := exec.Command("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", "stream=width,height,nb_read_frames", "-of", "csv=p=0", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var w, h, frames int
	if _, err := fmt.Sscanf(strings.TrimSpace(string(out)), "%d,%d,%d", &w, &h, &frames); err != nil || w != 480 || h != 320 || frames < 11 {
		t.Errorf("ffprobe says %q, want 480 by 320 and at least 11 frames", out)
	}
}
