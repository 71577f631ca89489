package front

import "tutti/render/draw"

// keysHelp says what the keys do.
var keysHelp = [][][2]string{
	{
		{"Space", "play or pause"}, {"→  ←", "one cycle on or back"}, {"Shift →  ←", "ten cycles on or back"}, {"P", "one phase: plan, act, observe, reflect"},
		{"↑  ↓", "faster, slower"}, {"Home  End", "to the beginning, to the end"}, {"Z", "undo the last change"}, {"W", "save as scenario"},
		{"S  Shift S", "save a picture: PNG, SVG"}, {"Shift ↑  ↓", "closer, farther; arrows with Ctrl move"}, {"Pg Up  Dn", "turn the pages of a list"},
	},
	{
		{"1 to 5", "seats, units, chart, network, circle"}, {"C  X", "next quantity for colour, for size"}, {"I", "influence, trust, authority, none"}, {"A  Shift A", "next agent, and the one before"}, {"N  F", "names; follow the chosen agent"},
		{"E", "next tab: see, change, agent"}, {"Tab", "next button or slider; Enter, arrows use it"}, {"V  B", "with or without the panel; the other stage"}, {"T  M", "light or dark; sound"}, {"G  O", "all scenarios; open a file"}, {"Esc", "close, leave, let go"},
	},
}

// helpOver shows the keys over everything.
func (a *App) helpOver(all draw.Rect) {
	t := a.theme
	w, h := min(all.W()-60, 780), float32(430)
	b := draw.R(all.Mid().X-w/2, all.Mid().Y-h/2, w, h)
	a.ui.Draw(draw.Fill(all, 0, t.Paper.Fade(0.72)), draw.Fill(b, 14, t.Panel), draw.Frame(b, 14, 1, t.Line),
		draw.Strong(b.Min.Add(draw.Pt(28, 34)), 17, draw.Left, t.Ink, "Keys and pointer"))
	for c, list := range keysHelp {
		x := b.Min.X + 28 + float32(c)*(w-40)/2
		for k, row := range list {
			y := b.Min.Y + 74 + 26*float32(k)
			a.ui.Draw(draw.Strong(draw.Point{X: x, Y: y}, 12, draw.Left, t.Accent, row[0]), draw.Words(draw.Point{X: x + 92, Y: y}, 12, draw.Left, t.Ink, draw.Shorten(row[1], 12, false, w/2-140)))
		}
	}
	for k, l := range draw.Wrap("Click an agent for its card, with Shift for several. Turn the wheel to come closer, drag to move. Drag along the time line to any cycle: it is lived again exactly as it was.", 12, false, w-56) {
		a.ui.Draw(draw.Words(b.Min.Add(draw.Pt(28, float32(370)+18*float32(k))), 12, draw.Left, t.Soft, l))
	}
	if a.ui.Icon("help/close", draw.R(b.Max.X-46, b.Min.Y+16, 30, 30), "close", "", false) || a.ui.In.Press && !b.Has(a.ui.In.Mouse) {
		a.ui.Taken, a.help = true, false
	}
}
