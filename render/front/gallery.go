package front

import (
	"fmt"
	"strings"

	"tutti/render/draw"
)

// Sizes of a piece and of what is between two [points].
const (
	pieceHeight = 240
	pieceGap    = 18
)

// gallery shows the scenarios, each with a little picture and a few sentences.
func (a *App) gallery(all draw.Rect) {
	t := a.theme
	head, body := all.Inset(36).CutTop(84)
	a.ui.Draw(draw.Strong(draw.Point{X: head.Min.X, Y: head.Min.Y + 18}, 26, draw.Left, t.Ink, "tutti"),
		draw.Words(draw.Point{X: head.Min.X, Y: head.Min.Y + 48}, 13, draw.Left, t.Soft, "Who leads, and when, and with what effect? Choose an organisation, or drop a scenario file on this window."))
	if a.canAsk() && a.ui.Button("gallery/open", draw.R(head.Max.X-196, head.Min.Y, 118, 32), "Open a file …", "A scenario of your own (O)", false) {
		a.askFile()
	}
	if a.ui.Icon("gallery/theme", draw.R(head.Max.X-32, head.Min.Y, 32, 32), a.themeSign(), "Light or dark (T)", false) {
		a.turnTheme()
	}
	if a.ui.Icon("gallery/help", draw.R(head.Max.X-70, head.Min.Y, 32, 32), "help", "What the keys do (?)", a.help) {
		a.help = !a.help
	}
	cols := max(1, int(body.W()/270))
	w := (body.W() - pieceGap*float32(cols-1)) / float32(cols)
	place := a.shelves(cols)
	beside := body // the bar, clear of the pieces
	beside.Max.X += 16
	off := a.ui.Scroll("gallery", beside, a.galleryHeight(place))
	a.ui.Draw(draw.ClipTo(body.Inset(-4)))
	for k, p := range place {
		y := body.Min.Y + p.y - off
		if p.heading != "" {
			a.ui.Draw(draw.Strong(draw.Point{X: body.Min.X, Y: y + 10}, 13, draw.Left, t.Soft, p.heading))
			continue
		}
		r := draw.R(body.Min.X+float32(p.col)*(w+pieceGap), y, w, pieceHeight)
		if r.Max.Y > body.Min.Y && r.Min.Y < body.Max.Y {
			a.piece(k, p.piece, r, body)
		}
	}
	a.ui.Draw(draw.NoClip())
	if len(a.host.Pieces) == 0 {
		a.ui.Draw(draw.Words(body.Mid(), 14, draw.Centre, t.Soft, "There are no scenarios here yet: drop a scenario file on this window."))
	}
}

// A slot is a place on the shelves: a piece, or the heading of a theme.
type slot struct {
	heading string
	piece   int
	col     int
	y       float32
}

// shelves puts pieces theme by theme into rows.
func (a *App) shelves(cols int) (out []slot) {
	var themes []string
	for _, p := range a.host.Pieces {
		if !has(themes, p.Theme) {
			themes = append(themes, p.Theme)
		}
	}
	y := float32(0)
	for _, th := range themes {
		if th != "" {
			out = append(out, slot{heading: th, y: y})
			y += 30
		}
		n := 0
		for k, p := range a.host.Pieces {
			if p.Theme == th {
				out = append(out, slot{piece: k, col: n % cols, y: y + float32(n/cols)*(pieceHeight+pieceGap)})
				n++
			}
		}
		y += float32((n+cols-1)/cols)*(pieceHeight+pieceGap) + 8
	}
	return out
}

func (a *App) galleryHeight(place []slot) float32 {
	h := float32(0)
	for _, p := range place {
		h = max(h, p.y+pieceHeight)
	}
	return h + pieceGap
}

// piece draws one scenario and opens it when it is pressed.
func (a *App) piece(k, i int, r, body draw.Rect) {
	t, p := a.theme, a.host.Pieces[i]
	over := r.Has(a.ui.In.Mouse) && body.Has(a.ui.In.Mouse) && !a.help
	edge, paper := t.Line, t.Panel
	if over {
		edge = t.Accent
	}
	a.ui.Draw(draw.Fill(r, 12, paper), draw.Frame(r, 12, 1, edge))
	pic, text := r.CutTop(118)
	a.glimpseAt(&p, pic.Inset(10), body.Inset(-4))
	text = text.Inset(14)
	y := text.Min.Y + 4
	for _, l := range draw.Wrap(p.Title, 13.5, true, text.W()) {
		a.ui.Draw(draw.Strong(draw.Point{X: text.Min.X, Y: y}, 13.5, draw.Left, t.Ink, l))
		y += 18
	}
	y += 4
	for _, l := range sentences(p.About, text.W(), int((text.Max.Y+6-y)/16)) {
		a.ui.Draw(draw.Words(draw.Point{X: text.Min.X, Y: y}, 11.5, draw.Left, t.Soft, l))
		y += 16
	}
	if over && !a.ui.MenuOpen() && len(a.errs) == 0 && a.ui.Clicked(r.Cut(body)) || a.ui.Pressed(fmt.Sprint("piece", k), r, 12) {
		a.Try(p.Name, nil)
	}
}

// sentences are as many whole sentences of a text as fit on some lines; where
// not even the first one fits, it is cut after a word.
func sentences(text string, width float32, lines int) []string {
	all := draw.Wrap(text, 11.5, false, width)
	if len(all) <= lines {
		return all
	}
	for end := len(text); end > 0; {
		if end = strings.LastIndex(text[:end], ". "); end < 0 {
			break
		}
		if fit := draw.Wrap(text[:end+1], 11.5, false, width); len(fit) <= lines {
			return fit
		}
	}
	all = all[:lines]
	last := all[lines-1]
	for draw.Measure(last+" …", 11.5, false) > width && strings.Contains(last, " ") {
		last = last[:strings.LastIndex(last, " ")]
	}
	all[lines-1] = last + " …"
	return all
}
