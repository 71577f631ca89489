// Package window shows shapes on a screen or in a browser and hears the mouse
// and the keys. It alone knows Ebitengine.
package window

import (
	"errors"
	"image"
	"image/color"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"tutti/render/draw"
	"tutti/render/ui"
)

// A Scene is what a window shows. All calls come from one goroutine.
type Scene interface {
	// Tick takes what the hand did; it says whether the picture changed.
	Tick(in *ui.Input) (changed bool)
	// Shapes is the picture of the size last ticked.
	Shapes() []draw.Shape
	Theme() *draw.Theme
	// Zoom is how much larger everything is drawn in a window of a size.
	Zoom(size draw.Point) float32
	Title() string
	// Done says whether the window may close.
	Done() bool
}

// ErrNoDisplay says that there is no screen to open a window on.
var ErrNoDisplay = errors.New("no display")

// Run opens a window of w by h points and shows the scene until it is done. It
// must be called from the main goroutine, once in a process. Where there is no
// display the error is ErrNoDisplay with the reason.
func Run(s Scene, w, h int) error {
	g := &game{scene: s}
	ebiten.SetWindowTitle(s.Title())
	ebiten.SetWindowSize(w, h)
	ebiten.SetWindowSizeLimits(800, 600, -1, -1)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowClosingHandled(true)
	ebiten.SetScreenClearedEveryFrame(false)
	err := ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{X11ClassName: "tutti", X11InstanceName: "tutti"})
	if err != nil && !g.ran {
		return errors.Join(ErrNoDisplay, err)
	}
	return err
}

// game joins a scene to Ebitengine.
type game struct {
	scene   Scene
	paint   *painter
	size    image.Point // [pixels]
	scale   float64
	last    time.Time
	in      ui.Input
	click   time.Time
	clickAt draw.Point
	stale   bool // the picture changed since it was painted
	ran     bool
	title   string
	keys    []ebiten.Key
	runes   []rune
}

// LayoutF makes one pixel of ours one pixel of the screen.
func (g *game) LayoutF(w, h float64) (float64, float64) {
	g.scale = ebiten.Monitor().DeviceScaleFactor()
	return w * g.scale, h * g.scale
}

// Layout is required, and not called since LayoutF is there.
func (g *game) Layout(w, h int) (int, int) { return w, h }

// Update hands the scene what the hand did.
func (g *game) Update() error {
	g.ran = true
	g.hear()
	if g.scene.Tick(&g.in) {
		g.stale = true
	}
	if t := g.scene.Title(); t != g.title {
		g.title = t
		ebiten.SetWindowTitle(t)
	}
	if g.scene.Done() {
		return ebiten.Termination
	}
	return nil
}

// Draw paints the scene where it changed.
func (g *game) Draw(screen *ebiten.Image) {
	if g.paint == nil {
		p, err := newPainter()
		if err != nil {
			panic(err) // the shader is part of the program
		}
		g.paint = p
	}
	if size := screen.Bounds().Size(); size != g.size {
		g.size, g.stale = size, true
	}
	if !g.stale || g.in.Size.X == 0 {
		return
	}
	g.stale = false
	g.paint.paint(screen, g.scene.Shapes(), g.in.Scale, g.scene.Theme().Paper)
}

// hear collects what the hand did since the last tick.
func (g *game) hear() {
	now := time.Now()
	if g.last.IsZero() {
		g.last = now
	}
	in := &g.in
	*in = ui.Input{Keys: in.Keys[:0], Seconds: min(now.Sub(g.last).Seconds(), 0.25)}
	g.last = now
	size := draw.Pt(ebiten.WindowSize())
	if g.size != (image.Point{}) {
		size = draw.Pt(g.size.X, g.size.Y).Mul(float32(1 / max(g.scale, 0.1)))
	}
	zoom := g.scene.Zoom(size)
	in.Scale, in.Size = float32(g.scale)*zoom, size.Mul(1/zoom)
	k := 1 / in.Scale
	in.Mouse = draw.Pt(ebiten.CursorPosition()).Mul(k)
	in.Down = ebiten.IsMouseButtonPressed(ebiten.MouseButtonLeft)
	in.Press = inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonLeft)
	in.Release = inpututil.IsMouseButtonJustReleased(ebiten.MouseButtonLeft)
	g.touch(k)
	if in.Press {
		in.Double = now.Sub(g.click) < 400*time.Millisecond && in.Mouse.Sub(g.clickAt).Len() < 5
		g.click, g.clickAt = now, in.Mouse
	}
	_, wheel := ebiten.Wheel()
	in.Wheel = float32(min(max(wheel, -3), 3)) // browsers send 120 a notch
	in.Closing = ebiten.IsWindowBeingClosed()
	g.hearKeys()
	if dropped := ebiten.DroppedFiles(); dropped != nil {
		in.Files = readDropped(dropped)
	}
}

// touch lets a finger be the mouse.
func (g *game) touch(k float32) {
	for _, id := range inpututil.AppendJustReleasedTouchIDs(nil) {
		x, y := inpututil.TouchPositionInPreviousTick(id)
		g.in.Mouse, g.in.Release = draw.Pt(x, y).Mul(k), true
		return
	}
	if ids := ebiten.AppendTouchIDs(nil); len(ids) > 0 {
		x, y := ebiten.TouchPosition(ids[0])
		g.in.Mouse, g.in.Down = draw.Pt(x, y).Mul(k), true
		g.in.Press = g.in.Press || inpututil.TouchPressDuration(ids[0]) == 1
	}
}

// named are keys whose name is not what Ebitengine calls them.
var named = map[ebiten.Key]string{
	ebiten.KeyArrowLeft: "left", ebiten.KeyArrowRight: "right", ebiten.KeyArrowUp: "up", ebiten.KeyArrowDown: "down",
	ebiten.KeyNumpadEnter: "enter", ebiten.KeyDelete: "delete", ebiten.KeyBackspace: "backspace",
}

func (g *game) hearKeys() {
	in := &g.in
	in.Shift, in.Ctrl = ebiten.IsKeyPressed(ebiten.KeyShift), ebiten.IsKeyPressed(ebiten.KeyControl) || ebiten.IsKeyPressed(ebiten.KeyMeta)
	g.keys = inpututil.AppendPressedKeys(g.keys[:0])
	for _, k := range g.keys {
		d := inpututil.KeyPressDuration(k)
		if d != 1 && (d < 24 || d%4 != 0) { // held keys repeat
			continue
		}
		name, ok := named[k]
		if !ok {
			name = ebiten.KeyName(k) // the letter on the reader's own keyboard
			if name == "" || name == " " {
				name = strings.TrimPrefix(strings.ToLower(k.String()), "digit")
			}
		}
		in.Keys = append(in.Keys, name)
	}
	g.runes = ebiten.AppendInputChars(g.runes[:0])
	in.Typed = string(g.runes)
	if strings.Contains(in.Typed, "?") {
		in.Keys = append(in.Keys, "?")
	}
}

func rgba(c draw.Colour) color.RGBA { return color.RGBA{c.R, c.G, c.B, c.A} }
