package front

import (
	"fmt"

	"tutti/render/draw"
	"tutti/render/view"
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
	gap := float32(18)
	w := (body.W() - gap*float32(cols-1)) / float32(cols)
	const high = 232
	rows := 0
	place := a.shelves(cols)
	for _, p := range place {
		rows = max(rows, p.row+1)
	}
	off := a.ui.Scroll("gallery", body, a.galleryHeight(place, high, gap))
	a.ui.Draw(draw.ClipTo(body.Inset(-4)))
	for k, p := range place {
		y := body.Min.Y + p.y - off
		if p.heading != "" {
			a.ui.Draw(draw.Strong(draw.Point{X: body.Min.X, Y: y + 10}, 13, draw.Left, t.Soft, p.heading))
			continue
		}
		r := draw.R(body.Min.X+float32(p.col)*(w+gap), y, w, high)
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
	heading  string
	piece    int
	row, col int
	y        float32
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
				out = append(out, slot{piece: k, row: n / cols, col: n % cols, y: y + float32(n/cols)*250})
				n++
			}
		}
		y += float32((n+cols-1)/cols)*250 + 8
	}
	return out
}

func (a *App) galleryHeight(place []slot, high, gap float32) float32 {
	h := float32(0)
	for _, p := range place {
		h = max(h, p.y+high)
	}
	return h + gap
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
	a.ui.Draw(view.Sketch(p.Sketch, p.Name, pic.Inset(10), t)...)
	text = text.Inset(14)
	a.ui.Draw(draw.Strong(draw.Point{X: text.Min.X, Y: text.Min.Y + 4}, 13.5, draw.Left, t.Ink, draw.Shorten(p.Title, 13.5, true, text.W())))
	for j, l := range draw.Wrap(p.About, 11.5, false, text.W()) {
		if j == 4 {
			break
		}
		a.ui.Draw(draw.Words(draw.Point{X: text.Min.X, Y: text.Min.Y + 25 + 16*float32(j)}, 11.5, draw.Left, t.Soft, l))
	}
	if over && !a.ui.MenuOpen() && len(a.errs) == 0 && a.ui.Clicked(r.Cut(body)) || a.ui.Pressed(fmt.Sprint("piece", k), r, 12) {
		a.Try(p.Name, nil)
	}
}
