package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tutti/render/cast"
	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/view"
	"tutti/render/window"
	"tutti/sim/run"
)

type watchCmd struct {
	Scenarios []string `arg:"" optional:"" help:"A scenario, or two side by side, by file or by name. Without one: the gallery."`
	Number    *int64   `name:"run" help:"A run of a sweep, where a scenario is the directory of one." placeholder:"K"`
	Pattern   []string `help:"Play under this pattern; given twice, one scenario is shown under both, side by side." placeholder:"NAME"`
	Set       []string `help:"Set a key of the scenario." placeholder:"KEY=VALUE"`
	Seed      *uint64  `help:"Another seed."`
	Dark      bool     `help:"Begin with the dark theme."`
	Size      string   `help:"Size of the window." default:"1280x800" placeholder:"WxH"`
	Browser   bool     `help:"Show it in the browser instead of a window."`
	Address   string   `help:"Where --browser serves." default:"127.0.0.1:0" placeholder:"HOST:PORT"`

	seen opened
}

// opened is what is on the screen, as far as it can be read again.
type opened struct {
	files []string                         // on the disk, to be looked at for changes
	again func() ([]*front.Session, error) // reads them
}

// Help is the long help of the command.
func (watchCmd) Help() string {
	return `Examples:
  tutti watch                            the gallery
  tutti watch orpheus conducted          two side by side
  tutti watch orpheus --pattern shared --set work.turbulence=0.3
  tutti watch trust --run 17             a run of a sweep
  tutti watch orpheus --browser`
}

// Run opens the window, or serves the page.
func (c *watchCmd) Run(a *app) error {
	if c.Browser {
		return c.browse(a)
	}
	var w, h int
	if _, err := fmt.Sscanf(c.Size, "%dx%d", &w, &h); err != nil || w < 320 || h < 240 || w > 16000 || h > 16000 {
		return usageError{fmt.Errorf("--size %s: want WIDTHxHEIGHT, such as 1280x800", c.Size)}
	}
	host := front.Host{Pieces: cast.Library(), Open: c.open, Folder: listFolder, Glimpse: func(name string) *view.Frame { return cast.Glimpse(openScenario, name) }, Watch: c.follow(), Keep: keepFile, Picture: paint.PNG, Dark: c.Dark, Hear: window.NewSpeaker().Hear, Stop: func() bool { return a.ctx.Err() != nil }}
	sessions, bad := c.sessions()
	if bad != nil && !c.onDisk() {
		return usageError{bad}
	}
	c.seen = opened{c.Scenarios, c.sessions}
	f := front.New(host)
	if bad != nil { // shown until the file is put right
		f.Fail(bad)
	}
	if len(sessions) > 0 {
		if err := f.Show(c.Scenarios[0], sessions); err != nil {
			return err
		}
	}
	err := window.Run(f, w, h)
	if a.ctx.Err() != nil {
		return errInterrupted
	}
	if errors.Is(err, window.ErrNoDisplay) && bad != nil {
		return usageError{bad}
	}
	if errors.Is(err, window.ErrNoDisplay) {
		return fmt.Errorf("there is no display to open a window on; `tutti watch --browser %s` shows the same in a browser", strings.Join(c.Scenarios, " "))
	}
	return err
}

// onDisk says whether the scenarios are files that can be edited.
func (c *watchCmd) onDisk() bool {
	for _, name := range c.Scenarios {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}

// settings are the --set options, the seed and one pattern.
func (c *watchCmd) settings(pattern string) ([]run.Setting, error) {
	out, err := rawSettings(c.Set)
	if err != nil {
		return nil, err
	}
	if c.Seed != nil {
		out = append(out, run.Setting{Key: "seed", Value: float64(*c.Seed)})
	}
	if pattern != "" {
		out = append(out, run.Setting{Key: "pattern", Value: pattern})
	}
	return out, nil
}

// sessions opens what the command line names: each scenario under each pattern,
// two at most.
func (c *watchCmd) sessions() ([]*front.Session, error) {
	patterns := c.Pattern
	if len(patterns) == 0 {
		patterns = []string{""}
	}
	if n := len(c.Scenarios) * len(patterns); n > 2 {
		return nil, fmt.Errorf("%d scenarios under %d patterns make %d stages, want two at most", len(c.Scenarios), len(patterns), n)
	}
	var out []*front.Session
	for _, name := range c.Scenarios {
		for _, pattern := range patterns {
			s, err := c.session(name, pattern)
			if err != nil {
				return nil, err
			}
			if len(patterns) > 1 {
				s.Title = pattern
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// session opens one scenario, or a run of a sweep, under one pattern.
func (c *watchCmd) session(name, pattern string) (*front.Session, error) {
	sets, err := c.settings(pattern)
	if err != nil {
		return nil, err
	}
	if run.IsStore(name) {
		open, file, own, err := sweepRun(name, c.Number)
		if err != nil {
			return nil, err
		}
		s, err := cast.Open(open, file, append(own, sets...))
		if err == nil {
			s.Title += fmt.Sprintf(", run %d of %s", *c.Number, filepath.Base(name))
		}
		return s, err
	}
	if c.Number != nil {
		return nil, fmt.Errorf("--run %d: %s is no sweep", *c.Number, name)
	}
	if _, err := openScenario(name); err != nil {
		_, err := loadScenario(name, nil) // says what was perhaps meant
		return nil, err
	}
	return cast.Open(openScenario, name, sets)
}

// open opens a piece of the gallery, a file, or the text of a dropped file.
func (c *watchCmd) open(name string, text []byte) ([]*front.Session, error) {
	c.seen = opened{again: func() ([]*front.Session, error) { return c.open(name, text) }}
	if text == nil {
		c.seen.files = []string{name}
	}
	opener := openScenario
	if text != nil {
		opener = func(file string) ([]byte, error) {
			if file == name {
				return text, nil
			}
			return openScenario(file)
		}
	}
	s, err := cast.Open(opener, name, nil)
	if err != nil {
		return nil, err
	}
	return []*front.Session{s}, nil
}

// follow looks twice a second whether one of the open files was edited.
func (c *watchCmd) follow() func() ([]*front.Session, error, bool) {
	stamp := func() (out string) {
		for _, name := range c.seen.files {
			if info, err := os.Stat(name); err == nil && !info.IsDir() {
				out += info.ModTime().String() + fmt.Sprint(info.Size())
			}
		}
		return out
	}
	var last, of string
	next := time.Now()
	return func() ([]*front.Session, error, bool) {
		now := time.Now()
		if now.Before(next) {
			return nil, nil, false
		}
		next = now.Add(500 * time.Millisecond)
		s, files := stamp(), strings.Join(c.seen.files, "\n")
		if files != of { // others were opened
			last, of = s, files
			return nil, nil, false
		}
		if s == last || s == "" {
			return nil, nil, false
		}
		last = s
		sessions, err := c.seen.again()
		return sessions, err, true
	}
}

// listFolder lists the folders and scenario files of a folder, itself first by its
// full name; folders come first, and those that are hidden not at all.
func listFolder(path string) (name string, entries []front.Entry, err error) {
	if home, err := os.UserHomeDir(); err == nil && (path == "~" || strings.HasPrefix(path, "~/")) {
		path = home + path[1:]
	}
	if name, err = filepath.Abs(path); err != nil {
		return "", nil, err
	}
	list, err := os.ReadDir(name)
	if err != nil {
		return "", nil, err
	}
	if up := filepath.Dir(name); up != name {
		entries = append(entries, front.Entry{Name: "..", Path: up, Folder: true})
	}
	var files []front.Entry
	for _, e := range list {
		full := filepath.Join(name, e.Name())
		info, err := os.Stat(full) // a link may lead to a folder
		switch {
		case err != nil || strings.HasPrefix(e.Name(), "."):
		case info.IsDir():
			entries = append(entries, front.Entry{Name: e.Name(), Path: full, Folder: true})
		case strings.EqualFold(filepath.Ext(e.Name()), ".toml"):
			files = append(files, front.Entry{Name: e.Name(), Path: full})
		}
	}
	return name, append(entries, files...), nil
}

// keepFile writes a file into the present folder, under a name that is free.
func keepFile(name string, data []byte) (string, error) {
	ext := filepath.Ext(name)
	base := strings.TrimSuffix(name, ext)
	for k := 1; ; k++ {
		try := name
		if k > 1 {
			try = fmt.Sprintf("%s-%d%s", base, k, ext)
		}
		f, err := os.OpenFile(try, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			_ = os.Remove(try) // half a file is worse than none
		}
		return try, err
	}
}
