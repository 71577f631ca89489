package front

import (
	"slices"
	"strings"

	"tutti/render/draw"
	"tutti/render/ui"
)

// An Entry is one thing in a folder: a scenario file, or a folder.
type Entry struct {
	Name   string // as it is shown
	Path   string // by which it is opened
	Folder bool
}

// files is the window in which a file is chosen.
type files struct {
	folder  string // that is shown
	entries []Entry
	typed   string
	at      int // entry chosen, of those that fit what is typed
	err     string
}

// Bring opens a file that the reader chose elsewhere, in the next tick. It may be
// called from any goroutine.
func (a *App) Bring(f ui.File) {
	a.mail.Lock()
	a.brought = append(a.brought, f)
	a.mail.Unlock()
}

// brings takes over what was brought.
func (a *App) brings() []ui.File {
	a.mail.Lock()
	defer a.mail.Unlock()
	out := a.brought
	a.brought = nil
	return out
}

// canAsk says whether files can be chosen at all.
func (a *App) canAsk() bool { return a.host.Ask != nil || a.host.Folder != nil }

// askFile lets the reader choose a file: with the host's own dialog, or in a
// window of ours.
func (a *App) askFile() {
	switch {
	case a.host.Ask != nil:
		a.host.Ask()
	case a.host.Folder != nil:
		a.files = &files{}
		a.enter(".")
	}
	a.settle = 0.3
}

// enter shows another folder.
func (a *App) enter(path string) {
	w := a.files
	folder, entries, err := a.host.Folder(path)
	if w.err = ""; err != nil {
		w.err = err.Error()
		return
	}
	w.folder, w.entries, w.typed = folder, entries, ""
	w.at = max(slices.IndexFunc(entries, func(e Entry) bool { return !e.Folder }), 0)
}

// fitting are the entries that what was typed could mean.
func (w *files) fitting() []Entry {
	typed := strings.ToLower(w.typed)
	var first, later []Entry
	for _, e := range w.entries {
		switch name := strings.ToLower(e.Name); {
		case strings.HasPrefix(name, typed):
			first = append(first, e)
		case strings.Contains(name, typed):
			later = append(later, e)
		}
	}
	return append(first, later...)
}

// take opens an entry.
func (a *App) take(e Entry) {
	if e.Folder {
		a.enter(e.Path)
		return
	}
	a.files = nil
	a.Try(e.Path, nil)
}

// fileKey is a key while a file is being chosen.
func (a *App) fileKey(k string) {
	w := a.files
	fit := w.fitting()
	switch k {
	case "escape":
		a.files = nil
	case "down":
		w.at = min(w.at+1, len(fit)-1)
	case "up":
		w.at = max(w.at-1, 0)
	case "left":
		a.enter(w.folder + "/..")
	case "right", "enter":
		switch {
		case len(fit) > 0 && w.at < len(fit):
			a.take(fit[w.at])
		case strings.HasSuffix(w.typed, ".toml"):
			path := w.typed
			a.files = nil
			a.Try(path, nil)
		default:
			a.enter(w.typed)
		}
	}
	a.settle = 0.3
}

// filesOver shows the window in which a file is chosen.
func (a *App) filesOver(all draw.Rect) {
	t, w := a.theme, a.files
	b := draw.R(all.Mid().X-290, all.Mid().Y-230, 580, 460)
	a.ui.Draw(draw.Fill(all, 0, t.Paper.Fade(0.72)), draw.Fill(b, 14, t.Panel), draw.Frame(b, 14, 1, t.Line),
		draw.Strong(b.Min.Add(draw.Pt(24, 30)), 15, draw.Left, t.Ink, "Open a scenario file"),
		draw.Words(b.Min.Add(draw.Pt(24, 58)), 11.5, draw.Left, t.Soft, shortPath(w.folder, b.W()-48)))
	if a.ui.Icon("files/close", draw.R(b.Max.X-46, b.Min.Y+16, 30, 30), "close", "", false) {
		a.files = nil
		return
	}
	typed := a.ui.Field(draw.R(b.Min.X+24, b.Min.Y+76, b.W()-48, 34), w.typed, "type a name or a path; Enter opens")
	if typed != w.typed {
		w.typed, w.at, w.err = typed, 0, ""
	}
	list := draw.Rect{Min: b.Min.Add(draw.Pt(16, 120)), Max: b.Max.Sub(draw.Pt(16, 20))}
	if w.err != "" {
		list.Min.Y = a.lines(draw.Rect{Min: list.Min.Add(draw.Pt(8, 0)), Max: list.Max}, w.err, t.Bad)
	}
	fit := w.fitting()
	if len(fit) == 0 && w.err == "" {
		a.ui.Draw(draw.Words(list.Min.Add(draw.Pt(10, 18)), 12, draw.Left, t.Soft, "no scenario files here"))
	}
	const high = 28
	off := a.ui.Scroll("files", list, high*float32(len(fit)))
	a.ui.Draw(draw.ClipTo(list))
	for k, e := range fit {
		r := draw.R(list.Min.X, list.Min.Y+high*float32(k)-off, list.W()-10, high)
		if r.Max.Y < list.Min.Y || r.Min.Y > list.Max.Y {
			continue
		}
		if k == w.at {
			a.ui.Draw(draw.Fill(r, 6, t.Hover))
		}
		ink, sign := t.Ink, "score"
		if e.Folder {
			ink, sign = t.Soft, "folder"
		}
		a.ui.Draw(ui.Sign(sign, draw.Point{X: r.Min.X + 17, Y: r.Mid().Y}, 15, ink, t.Panel)...)
		a.ui.Draw(draw.Words(draw.Point{X: r.Min.X + 36, Y: r.Mid().Y}, 12.5, draw.Left, ink, draw.Shorten(e.Name, 12.5, false, r.W()-46)))
		if a.ui.Clicked(r.Cut(list)) {
			a.take(e)
			break
		}
	}
	a.ui.Draw(draw.NoClip())
}

// shortPath is the end of a path that is too long.
func shortPath(path string, room float32) string {
	short := path
	for draw.Measure(short, 11.5, false) > room {
		at := strings.IndexAny(short[1:], `/\\`)
		if at < 0 {
			return draw.Shorten(short, 11.5, false, room)
		}
		short = short[at+1:]
	}
	if short != path {
		short = "…" + short
	}
	return short
}
