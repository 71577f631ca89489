// Package front is the front end: it joins players, views and widgets into one
// picture, from what the hand did to shapes. It knows no display, so that all of
// it is tested by made-up hands and painted in memory.
package front

import (
	"math"
	"slices"
	"strings"
	"sync"

	"tutti/render/draw"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view"
)

// A Session is one simulation that can be played.
type Session struct {
	Name   string // of the scenario
	Title  string
	About  string
	Cycles int // planned; 0 for open
	Make   play.Maker
	Live   []play.Intervention // of an earlier session
	Marks  []view.Mark         // events of the scenario
	Layout string              // preferred; "" lets the front end choose
	// Save writes the scenario with interventions as a file that reproduces the
	// session; nil where that cannot be done.
	Save func(live []play.Intervention) []byte
}

// A Piece is a scenario of the gallery.
type Piece struct {
	Name, Title, About, Theme string
	Sketch                    string // which little picture stands for it
}

// Host is what the front end asks of the program round it.
type Host struct {
	Pieces []Piece
	// Open opens a piece of the gallery by name, or a dropped file by its text.
	Open func(name string, text []byte) ([]*Session, error)
	// Folder lists a folder of the reader's disk, by a path such as "." or one
	// below "..": what it is called, its folders and its scenario files. It is nil
	// where there is no disk.
	Folder func(path string) (name string, entries []Entry, err error)
	// Ask opens the host's own dialog for files, where it has one; what is chosen
	// comes back through Bring.
	Ask func()
	// Glimpse is a piece of the gallery as it looks after a few cycles; nil, or a
	// nil frame, where it is to be drawn as a sketch. It is called from another
	// goroutine.
	Glimpse func(name string) *view.Frame
	// Keep writes a file for the reader (a download in the browser) and returns
	// where it is.
	Keep func(name string, data []byte) (string, error)
	// Picture paints shapes as PNG; nil where only SVG is to be had.
	Picture func(shapes []draw.Shape, w, h int, scale float32, paper draw.Colour) []byte
	// Changed hears of a new scenario or intervention (for the page's address).
	Changed func(name string, live []play.Intervention)
	// Watch says whether an open file has changed since the last call.
	Watch func() (sessions []*Session, err error, changed bool)
	// Hear lets the notes of a cycle sound; nil where there is no sound.
	Hear func(f *view.Frame, on bool)
	// Stop says that the program is to end: it was interrupted.
	Stop  func() bool
	Mode  play.Mode // where the simulation lives
	Plain bool      // only bar, stage and score, without anything to press: for recordings
	Dark  bool
}

// An App is the front end.
type App struct {
	host      Host
	ui        *ui.UI
	theme     *draw.Theme
	stages    []*stage // one, or two side by side
	active    int      // stage that the panel speaks of
	tab       int
	help      bool
	errs      []string // shown over everything
	note      string   // a line that fades
	noteAt    float64
	clock     float64
	settle    float64 // seconds for which the picture still moves
	size      draw.Point
	open      string
	done      bool
	shapes    []draw.Shape
	picked    []string
	lastScore *view.Score
	sound     bool
	pending   map[string]wish     // levers that the hand moved and the model has not yet
	zoom      float32             // chosen by the reader
	seen      float32             // height of the first tab of the panel
	ceiling   int                 // cycle that neither of two stages may pass
	told      []play.Intervention // that the host knows of
	last      ui.Input
	wide      bool   // the panel is away
	files     *files // the window in which a file is chosen, while it is open

	mail     sync.Mutex // of what other goroutines leave here
	brought  []ui.File
	glimpses map[string]*glimpse // of the pieces, by name
	closed   bool                // the same as done

	peeked, glanced int // pieces looked at, and seen so far
}

// New returns the front end with its gallery.
func New(h Host) *App {
	a := &App{host: h, ui: ui.New(), theme: draw.Light, pending: map[string]wish{}, glimpses: map[string]*glimpse{}, zoom: 1}
	if h.Dark {
		a.theme = draw.Dark
	}
	return a
}

// Show opens sessions: one, or two side by side.
func (a *App) Show(name string, sessions []*Session) error {
	var opened []*stage
	for _, s := range sessions {
		p, err := play.New(s.Make, s.Cycles, s.Live)
		if err != nil {
			return err
		}
		p.SetMarks(s.Marks)
		opened = append(opened, newStage(s, p, a.host.Mode))
	}
	a.close()
	a.stages, a.open, a.active, a.tab, a.picked, a.settle = opened, name, 0, 0, nil, 1
	return nil
}

// Try opens a piece of the gallery or a file, and shows what is wrong with it.
func (a *App) Try(name string, text []byte) {
	sessions, err := a.host.Open(name, text)
	if err == nil {
		err = a.Show(name, sessions)
	}
	a.errs = nil
	if err != nil {
		a.errs = lines(err)
		return
	}
	a.changed()
}

// Follow opens what a link names: each scenario under each pattern, two stages
// at most; what is wrong with it is shown.
func (a *App) Follow(l Link, open func(name, pattern string) (*Session, error)) {
	patterns := l.Patterns
	if len(patterns) == 0 {
		patterns = []string{""}
	}
	var sessions []*Session
	for _, name := range l.Scenarios {
		for _, pattern := range patterns {
			s, err := open(name, pattern)
			if err != nil {
				a.errs = lines(err)
				return
			}
			if len(patterns) > 1 {
				s.Title = pattern
			}
			if len(sessions) < 2 {
				sessions = append(sessions, s)
			}
		}
	}
	if err := a.Show(strings.Join(l.Scenarios, " "), sessions); err != nil {
		a.errs = lines(err)
	}
}

func lines(err error) []string {
	return slices.DeleteFunc(strings.Split(err.Error(), "\n"), func(l string) bool { return l == "" })
}

func (a *App) close() {
	for _, s := range a.stages {
		s.run.Close()
	}
	a.stages, a.settle = nil, 0.3
}

// Theme is the theme chosen.
func (a *App) Theme() *draw.Theme { return a.theme }

// Title is the title of the window.
func (a *App) Title() string {
	if len(a.stages) == 0 {
		return "tutti"
	}
	return "tutti – " + a.stages[0].session.Title
}

// Zoom is how much larger everything is drawn in a window of a size [points]:
// large windows and projectors get larger letters, not more of them.
func (a *App) Zoom(size draw.Point) float32 {
	return min(max(min(size.X/1280, size.Y/800), 1), 3) * a.zoom
}

// Done says whether the window may close.
func (a *App) Done() bool { return a.done }

// Shapes is the picture.
func (a *App) Shapes() []draw.Shape { return a.shapes }

// Tick takes what the hand did, and says whether the picture changed.
func (a *App) Tick(in *ui.Input) bool {
	if in.Closing || a.host.Stop != nil && a.host.Stop() {
		a.close()
		a.done = true
		a.mail.Lock()
		a.closed = true
		a.mail.Unlock()
		return false
	}
	brought := a.brings()
	fresh := a.follow(in.Seconds) || len(brought) > 0
	fresh = a.peek(a.settle <= 0 && !in.Down && in.Wheel == 0) || fresh
	if !fresh && !a.stirred(in) && a.settle <= 0 && !a.ui.Moving() {
		return false
	}
	a.settle = max(a.settle-in.Seconds, 0)
	if len(in.Keys) > 0 { // what a key did is seen in the next picture
		a.settle = max(a.settle, 0.1)
	}
	a.clock += in.Seconds
	a.size = in.Size
	in.Files = append(in.Files, brought...)
	a.ui.Begin(in, a.theme)
	a.lay()
	a.keys(in)
	a.ui.End()
	a.shapes = a.ui.Out
	return true
}

// stirred says whether the hand did anything.
func (a *App) stirred(in *ui.Input) bool {
	was := a.last
	a.last = *in
	a.last.Keys = nil
	return was.Mouse != in.Mouse || was.Size != in.Size || was.Scale != in.Scale || in.Press || in.Release || in.Down || in.Wheel != 0 ||
		len(in.Keys) > 0 || in.Typed != "" || len(in.Files) > 0
}

// follow takes over what the players have come to.
func (a *App) follow(seconds float64) (fresh bool) {
	if a.host.Watch != nil {
		if sessions, err, changed := a.host.Watch(); changed {
			a.reload(sessions, err)
			fresh = true
		}
	}
	for _, s := range a.stages {
		if s.follow(seconds) {
			fresh, a.settle = true, 1.2
		}
	}
	if len(a.stages) == 2 {
		a.together()
	}
	if a.host.Hear != nil && len(a.stages) > 0 {
		a.host.Hear(a.stages[a.active].frame, a.sound)
	}
	if len(a.stages) > 0 && !slices.Equal(a.stages[0].status.Live, a.told) {
		a.told = a.stages[0].status.Live
		a.changed()
	}
	if a.noteAt > 0 {
		a.noteAt -= seconds
		fresh = true
	}
	return fresh
}

// together keeps two stages at one time: neither may run ahead, and at rest both
// stand at the same cycle, unless one has come to its end before.
func (a *App) together() {
	x, y := a.stages[0].status, a.stages[1].status
	lead := 1
	if x.Speed == play.Fastest || x.Speed > 100 {
		lead = 10
	}
	low, high := x, y
	if y.Cycle < x.Cycle {
		low, high = y, x
	}
	c := low.Cycle + lead
	if low.Ended { // nobody waits for it
		c = high.Cycle + lead
	}
	if c != a.ceiling {
		a.ceiling = c
		for _, s := range a.stages {
			s.run.Do(func(p *play.Player) { p.Ceiling = c })
		}
	}
	atRest := !x.Playing && !y.Playing && !x.Busy && !y.Busy && x.Digest != "" && y.Digest != ""
	if atRest && low.Cycle != high.Cycle && !low.Ended {
		for _, s := range a.stages {
			s.run.Do(func(p *play.Player) { p.Seek(high.Cycle) })
		}
	}
}

// reload opens an edited file again at the cycle where it was.
func (a *App) reload(sessions []*Session, err error) {
	a.errs = nil
	if err != nil {
		a.errs = lines(err)
		return
	}
	at := 0
	if len(a.stages) > 0 {
		at = a.stages[0].status.Cycle
	}
	if err := a.Show(a.open, sessions); err != nil {
		a.errs = lines(err)
		return
	}
	a.each(func(p *play.Player) { p.Seek(at) })
	a.say("the file has changed and was read again")
}

// each lets every player do the same.
func (a *App) each(f func(p *play.Player)) {
	for _, s := range a.stages {
		s.run.Do(f)
	}
	a.settle = max(a.settle, 0.3)
}

// Fail shows what is wrong with a file.
func (a *App) Fail(err error) { a.errs = lines(err) }

// Play begins to play at a speed [phases a second].
func (a *App) Play(speed float64) {
	a.each(func(p *play.Player) { p.Playing, p.Speed = true, speed })
}

// Go goes to a cycle.
func (a *App) Go(cycle int) { a.each(func(p *play.Player) { p.Seek(cycle) }) }

// At is the cycle that is shown and whether there is nothing more to live.
func (a *App) At() (cycle int, ended bool) {
	if len(a.stages) == 0 {
		return 0, true
	}
	st := a.status()
	return st.Cycle, st.Ended && !st.Busy
}

// status is that of the first stage, or of both as one: it plays while either
// does, ends with the later of them, and once both rest has both digests, with a
// space between.
func (a *App) status() play.Status {
	st := a.stages[0].status
	for _, o := range a.stages[1:] {
		st.Playing, st.Busy = st.Playing || o.status.Playing, st.Busy || o.status.Busy
		st.Cycle, st.Ended = max(st.Cycle, o.status.Cycle), st.Ended && o.status.Ended
		st.Pace = max(st.Pace, o.status.Pace)
		if st.Digest != "" && o.status.Digest != "" {
			st.Digest += " " + o.status.Digest
		} else {
			st.Digest = ""
		}
	}
	return st
}

// longest is the shown frame of the stage whose time goes on longest.
func (a *App) longest() *view.Frame {
	f := &a.stages[0].shown
	for _, o := range a.stages[1:] {
		if o := &o.shown; max(o.Cycles, o.Cycle) > max(f.Cycles, f.Cycle) {
			f = o
		}
	}
	return f
}

// Span is how many cycles are planned, 0 for open, and how many phases each has.
func (a *App) Span() (cycles, phases int) {
	if len(a.stages) == 0 {
		return 0, 1
	}
	f := a.longest()
	return f.Cycles, max(len(f.Phases), 1)
}

// Quantities are the names of what colour and size can say.
func (a *App) Quantities() []string {
	if len(a.stages) == 0 {
		return nil
	}
	return view.Quantities(a.stages[0].frame)
}

// Digest is the digest of the state shown, or nothing while it moves; of two
// stages it is both, with a space between.
func (a *App) Digest() string {
	if len(a.stages) == 0 || a.status().Busy {
		return ""
	}
	return a.status().Digest
}

// Look changes what is seen on all stages.
func (a *App) Look(f func(l *view.Look)) { a.looks(f) }

// say shows a line for a while.
func (a *App) say(text string) { a.note, a.noteAt = text, 4 }

func (a *App) changed() {
	if a.host.Changed != nil && len(a.stages) > 0 {
		a.host.Changed(a.open, a.stages[0].status.Live)
	}
}

// lay draws the whole window.
func (a *App) lay() {
	w := a.ui
	all := draw.Rect{Max: a.size}
	for _, f := range w.In.Files {
		a.files = nil
		a.Try(f.Name, f.Text)
	}
	base := func() {
		if len(a.stages) == 0 {
			a.gallery(all)
		} else {
			a.hall(all)
		}
	}
	switch {
	case len(a.errs) > 0:
		w.Under(base)
		a.errorsOver(all)
	case a.files != nil:
		w.Under(base)
		a.filesOver(all)
	case a.help:
		w.Under(base)
		a.helpOver(all)
	default:
		base()
	}
	if a.noteAt > 0 && a.note != "" {
		a.noteOver(all)
	}
}

func (a *App) noteOver(all draw.Rect) {
	t := a.theme
	fade := float32(min(a.noteAt, 1))
	width := draw.Measure(a.note, 12.5, false) + 32
	b := draw.R(all.Mid().X-width/2, 60, width, 32)
	a.ui.Draw(draw.Fill(b, 16, t.Ink.Fade(0.92*fade)), draw.Words(b.Mid(), 12.5, draw.Centre, t.Paper.Fade(fade), a.note))
}

// errorsOver shows the errors of a file as the command line does.
func (a *App) errorsOver(all draw.Rect) {
	t := a.theme
	w := min(all.W()-80, 760)
	var rows []string
	for _, e := range a.errs {
		rows = append(rows, draw.Wrap(e, 12.5, false, w-48)...)
	}
	rows = rows[:min(len(rows), 18)]
	b := draw.R(all.Mid().X-w/2, 90, w, 92+20*float32(len(rows)))
	a.ui.Draw(draw.Fill(all, 0, t.Paper.Fade(0.6)), draw.Fill(b, 12, t.Panel), draw.Frame(b, 12, 1, t.Bad),
		draw.Strong(b.Min.Add(draw.Pt(24, 28)), 15, draw.Left, t.Bad, "This file cannot be played"))
	for k, l := range rows {
		a.ui.Draw(draw.Words(b.Min.Add(draw.Pt(24, 58+20*k)), 12.5, draw.Left, t.Ink, l))
	}
	if a.ui.Button("errors/close", draw.R(b.Max.X-104, b.Min.Y+14, 84, 28), "Close", "", false) {
		a.errs = nil
	}
}

// keys are the keys that work everywhere.
func (a *App) keys(in *ui.Input) {
	for _, k := range in.Keys {
		a.key(k, in)
	}
}

func (a *App) key(k string, in *ui.Input) {
	if a.files != nil && len(a.errs) == 0 {
		a.fileKey(k)
		return
	}
	switch k {
	case "escape":
		a.escape()
	case "o":
		if a.canAsk() {
			a.askFile()
			return
		}
	case "?", "f1", "h":
		a.help = !a.help
	case "+", "=", "-", "0":
		if in.Ctrl {
			a.enlarge(k)
			return
		}
	case "t":
		a.turnTheme()
	case "g":
		a.close()
		a.errs = nil
	}
	if len(a.stages) == 0 || a.ui.MenuOpen() {
		return
	}
	if in.Ctrl || in.Shift && (k == "up" || k == "down") {
		a.moveKey(k, in)
		return
	}
	a.playKey(k, in)
	a.lookKey(k)
}

// enlarge makes everything larger or smaller.
func (a *App) enlarge(k string) {
	switch k {
	case "+", "=":
		a.zoom = min(a.zoom*1.1, 2)
	case "-":
		a.zoom = max(a.zoom/1.1, 0.7)
	default:
		a.zoom = 1
	}
	a.settle = 0.3
}

func (a *App) turnTheme() {
	if a.theme == draw.Light {
		a.theme = draw.Dark
	} else {
		a.theme = draw.Light
	}
	a.settle = max(a.settle, 0.1)
}

// escape closes what is open, the topmost first.
func (a *App) escape() {
	switch {
	case len(a.errs) > 0:
		a.errs = nil
	case a.help:
		a.help = false
	case a.ui.Focused() || a.ui.MenuOpen():
		a.ui.Unfocus()
	case len(a.stages) > 0 && len(a.stages[a.active].look.Chosen) > 0:
		for _, s := range a.stages {
			s.look.Chosen = nil
		}
	}
}

func (a *App) playKey(k string, in *ui.Input) {
	st := a.stages[0].status
	switch k {
	case "space":
		if !a.ui.Focused() {
			a.playPause()
		}
	case "right":
		switch {
		case a.ui.Focused():
		case in.Shift:
			a.each(func(p *play.Player) { p.Seek(p.Cycle() + 10) })
		default:
			a.each(func(p *play.Player) { p.Playing = false; p.StepCycle() })
		}
	case "left":
		if !a.ui.Focused() {
			d := 1
			if in.Shift {
				d = 10
			}
			a.each(func(p *play.Player) { p.Playing = false; p.Seek(p.Cycle() - d) })
		}
	case "p", ".":
		a.each(func(p *play.Player) { p.Playing = false; p.StepPhase() })
	case "home":
		a.each(func(p *play.Player) { p.Seek(0) })
	case "end":
		a.each(func(p *play.Player) { p.Seek(math.MaxInt32) })
	case "up", "+", "=", "]":
		if !a.ui.Focused() {
			v := play.Faster(st.Speed)
			a.each(func(p *play.Player) { p.Speed = v })
		}
	case "down", "-", "[":
		if !a.ui.Focused() {
			v := play.Slower(st.Speed)
			a.each(func(p *play.Player) { p.Speed = v })
		}
	case "z", "u":
		a.undo()
	case "s":
		a.savePicture(in.Shift)
	case "w":
		a.saveScenario()
	case "m":
		a.sound = !a.sound
	}
}

func (a *App) playPause() {
	st := a.status()
	on, again := !st.Playing, !st.Playing && st.Ended
	a.each(func(p *play.Player) {
		if again {
			p.Seek(0)
		}
		p.Playing = on
	})
}

// lookKey changes what is seen.
func (a *App) lookKey(k string) {
	s := a.stages[a.active]
	switch k {
	case "1", "2", "3", "4", "5":
		a.looks(func(l *view.Look) { l.Layout = view.Layouts[k[0]-'1'] })
	case "c":
		a.looks(func(l *view.Look) { l.Colour = after(view.Quantities(&s.shown), l.Colour) })
	case "x":
		a.looks(func(l *view.Look) { l.Size = after(view.Quantities(&s.shown), l.Size) })
	case "i":
		a.looks(func(l *view.Look) { l.Ties = after(tieViews, l.Ties) })
	case "n":
		a.looks(func(l *view.Look) { l.Names = !l.Names })
	case "e":
		a.tab = (a.tab + 1) % len(tabs)
	case "f":
		for _, s := range a.stages {
			s.follows = !s.follows && len(s.look.Chosen) > 0
		}
		if len(s.look.Chosen) == 0 {
			a.say("choose an agent first, then F keeps it in the middle")
		}
	case "a":
		a.nextAgent(a.ui.In.Shift)
	case "v":
		a.wide = !a.wide
	case "b":
		a.active = len(a.stages) - 1 - a.active // the other of two
	}
	a.settle = max(a.settle, 0.5)
}

// looks changes the look of all stages alike.
func (a *App) looks(f func(l *view.Look)) {
	for _, s := range a.stages {
		f(&s.look)
	}
}

// after is the option after the chosen one, round and round.
func after(options []string, chosen string) string {
	for k, o := range options {
		if o == chosen {
			return options[(k+1)%len(options)]
		}
	}
	return options[0]
}

// Pause stops playing.
func (a *App) Pause() { a.each(func(p *play.Player) { p.Playing = false }) }
