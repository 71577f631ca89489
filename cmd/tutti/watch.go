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
	host := front.Host{Pieces: cast.Library(), Open: c.open, Keep: keepFile, Picture: paintPNG, Dark: c.Dark, Hear: window.NewSpeaker().Hear, Stop: func() bool { return a.ctx.Err() != nil }}
	sessions, bad := c.sessions()
	if bad != nil && !c.onDisk() {
		return usageError{bad}
	}
	if len(c.Scenarios) > 0 {
		host.Watch = c.follow()
	}
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
	var out []run.Setting
	for _, set := range c.Set {
		key, value, ok := strings.Cut(set, "=")
		if !ok || key == "" {
			return nil, errors.New("--set " + set + ": want key=value")
		}
		out = append(out, run.Setting{Key: strings.TrimSpace(key), Value: run.Raw(strings.TrimSpace(value))})
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
		if _, err := openScenario(name); err != nil {
			_, err := loadScenario(name, nil) // says what was perhaps meant
			return nil, err
		}
		for _, pattern := range patterns {
			sets, err := c.settings(pattern)
			if err != nil {
				return nil, err
			}
			open := openScenario
			if run.IsStore(name) {
				var own []run.Setting
				if open, name, own, err = sweepRun(name, c.Number); err != nil {
					return nil, err
				}
				sets = append(own, sets...)
			}
			s, err := cast.Open(open, name, sets)
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

// open opens a piece of the gallery, or the text of a dropped file.
func (c *watchCmd) open(name string, text []byte) ([]*front.Session, error) {
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
		for _, name := range c.Scenarios {
			if info, err := os.Stat(name); err == nil {
				out += info.ModTime().String() + fmt.Sprint(info.Size())
			}
		}
		return out
	}
	last, next := stamp(), time.Now()
	return func() ([]*front.Session, error, bool) {
		now := time.Now()
		if now.Before(next) {
			return nil, nil, false
		}
		next = now.Add(500 * time.Millisecond)
		s := stamp()
		if s == last || s == "" {
			return nil, nil, false
		}
		last = s
		sessions, err := c.sessions()
		return sessions, err, true
	}
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
