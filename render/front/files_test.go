package front_test

import (
	"errors"
	"strings"
	"testing"

	"tutti/render/front"
	"tutti/render/ui"
)

// disk is a made-up disk.
func disk(path string) (string, []front.Entry, error) {
	switch path {
	case ".", "/home/ann", "/home/ann/plays/..":
		return "/home/ann", []front.Entry{{Name: "..", Path: "/home", Folder: true}, {Name: "plays", Path: "/home/ann/plays", Folder: true}, {Name: "firm.toml", Path: "/home/ann/firm.toml"}, {Name: "team.toml", Path: "/home/ann/team.toml"}}, nil
	case "/home/ann/plays":
		return path, []front.Entry{{Name: "..", Path: "/home/ann", Folder: true}}, nil
	}
	return "", nil, errors.New("open " + path + ": no such folder")
}

// TestFiles chooses files by keys and by the pointer.
func TestFiles(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(d *hand)
		want string // opened; "" for the window still open
		on   string // something on the screen
	}{
		{"the first file", func(d *hand) { d.key("enter") }, "/home/ann/firm.toml", ""},
		{"the second", func(d *hand) { d.key("down"); d.key("enter") }, "/home/ann/team.toml", ""},
		{"typed", func(d *hand) { d.tick(ui.Input{Typed: "tea"}); d.key("enter") }, "/home/ann/team.toml", ""},
		{"typed and corrected", func(d *hand) {
			d.tick(ui.Input{Typed: "tex"})
			d.key("backspace")
			d.rest()
			d.key("enter")
		}, "/home/ann/team.toml", ""},
		{"a path", func(d *hand) { d.tick(ui.Input{Typed: "/else/where.toml"}); d.key("enter") }, "/else/where.toml", ""},
		{"a folder and back", func(d *hand) { d.key("up"); d.key("enter"); d.key("left"); d.key("enter") }, "/home/ann/firm.toml", ""},
		{"into a folder", func(d *hand) { d.key("up"); d.key("enter") }, "", "/home/ann/plays"},
		{"no such folder", func(d *hand) { d.tick(ui.Input{Typed: "/nowhere"}); d.key("enter") }, "", "open /nowhere: no such folder"},
		{"clicked", func(d *hand) { d.press(t, "team.toml") }, "/home/ann/team.toml", ""},
		{"keys stay out of the stage", func(d *hand) { d.key("t"); d.key("g") }, "", "Open a scenario file"},
		{"left", func(d *hand) { d.key("escape") }, "", "Choose an organisation, or drop"},
	} {
		d := open(t, 1280, 800, false)
		got := ""
		d.Host().Folder = disk
		d.Host().Open = func(name string, _ []byte) ([]*front.Session, error) {
			got = name
			return []*front.Session{session(name, 3)}, nil
		}
		d.key("shift") // is drawn again
		d.press(t, "Open a file …")
		tt.do(d)
		d.rest()
		if got != tt.want || !strings.Contains(d.words(), tt.on) {
			t.Errorf("%s: opened %q with %s on the screen, want %q with %q", tt.name, got, d.words(), tt.want, tt.on)
		}
	}
	d := open(t, 1280, 800, false)
	d.Host().Folder = disk
	d.key("o")
	d.rest()
	d.golden(t, "files-light")
}

// TestBrought opens a file that came from outside, such as from a browser's own
// dialog.
func TestBrought(t *testing.T) {
	d := open(t, 1280, 800, false)
	asked, got := false, ""
	d.Host().Ask = func() { asked = true }
	d.Host().Open = func(name string, text []byte) ([]*front.Session, error) {
		got = name + string(text)
		return []*front.Session{session(name, 3)}, nil
	}
	d.key("o")
	d.Bring(ui.File{Name: "a.toml", Text: []byte("!")})
	d.rest()
	if !asked || got != "a.toml!" {
		t.Errorf("asked: %v, opened %q; want true and a.toml!", asked, got)
	}
}

// TestUnderAWindow clicks where a button lies under the help.
func TestUnderAWindow(t *testing.T) {
	d := open(t, 1280, 800, false, session("chamber", 3))
	d.rest()
	d.key("?")
	d.rest()
	d.click(153, 563) // one cycle, were the help not over it
	d.rest()
	if got := d.Cycle(); got != 0 {
		t.Errorf("a click on what lies under the help: cycle %d, want 0", got)
	}
}
