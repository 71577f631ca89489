package cast

import (
	"cmp"
	"slices"
	"strings"

	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/view"
	"tutti/scenarios"
	"tutti/sim/keys"
	"tutti/sim/scenario"
	"tutti/sim/solo"
)

// Library lists the scenarios that come with the program as the gallery shows
// them, theme by theme; what cannot be read is left out.
func Library() []front.Piece {
	var out []front.Piece
	for _, folder := range []string{".", "classics"} {
		for _, name := range scenarios.List(folder) {
			file := strings.TrimPrefix(folder+"/"+name+".toml", "./")
			if p, ok := piece(file); ok {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b front.Piece) int {
		return cmp.Or(place(themes, a.Theme)-place(themes, b.Theme), place(foremost, a.Name)-place(foremost, b.Name))
	})
	return out
}

// themes is the order in which the themes stand in the gallery, others after
// them; foremost are the pieces that open theirs.
var (
	themes = []string{
		"The orchestra", "Patterns", "How leadership is distributed", "People and capacity", "Real organisations", "Change", "Aims in line or at odds",
		"What is not leadership", "Without an organiser", "Shape and size", "Kinds of work", "Published models",
	}
	foremost = []string{"orpheus", "conducted", "symphony", "quartet", "quartet-democratic", "thirty", "solo"}
)

// place is where a name stands in a list, or after its end.
func place(list []string, name string) int {
	if k := slices.Index(list, name); k >= 0 {
		return k
	}
	return len(list)
}

func piece(file string) (front.Piece, bool) {
	root, err := keys.Load(scenarios.Open, file)
	if err != nil {
		return front.Piece{}, false
	}
	h := scenario.ReadHead(root, solo.Models())
	p := front.Piece{Name: strings.TrimSuffix(file, ".toml"), Title: h.Title, About: strings.Join(strings.Fields(h.About), " "), Theme: h.Theme, Sketch: sketch(h, file)}
	if p.Title == "" {
		p.Title = p.Name
	}
	if h.Model != "organisation" && (p.Theme == "" || p.Theme == "published models") {
		p.Theme = "Published models"
	}
	return p, true
}

// After how many cycles a glimpse is taken: of an organisation, and at most of a
// published model, whose cycles are shorter.
const seen, seenMost = 24, 150

// Glimpse is a scenario as it looks after some cycles, or nil.
func Glimpse(open solo.Opener, name string) *view.Frame {
	s, err := Open(open, name, nil)
	if err != nil {
		return nil
	}
	p, err := play.New(s.Make, s.Cycles, nil)
	if err != nil {
		return nil
	}
	cycles := seen
	if _, ok := p.Sim().(*published); ok {
		cycles = min(max(s.Cycles*2/3, 1), seenMost)
	}
	p.Seek(cycles)
	p.Advance(0, func() bool { return false })
	f := &view.Frame{}
	p.Show(f)
	return f
}

// sketches says which little picture stands for a model, by a part of its name.
var sketches = [][2]string{
	{"hong", "ring"}, {"couzin", "swarm"}, {"march", "grid"}, {"hegselmann", "lines"}, {"deffuant", "lines"}, {"degroot", "lines"},
	{"friedkin", "lines"}, {"bass", "lines"}, {"wing", "lines"}, {"granovetter", "grid"}, {"siggelkow", "teams"}, {"beta", "lines"}, {"fire", "lines"},
}

// sketch chooses the little picture of a scenario.
func sketch(h scenario.Head, file string) string {
	for _, s := range sketches {
		if strings.Contains(h.Model, s[0]) {
			return s[1]
		}
	}
	words := strings.ToLower(h.Title + " " + h.Theme + " " + file)
	for _, s := range [][2]string{{"conducted", "chart"}, {"orchestra", "orchestra"}, {"quartet", "orchestra"}, {"orpheus", "orchestra"}, {"manager", "chart"}, {"chain", "chart"}, {"hierarch", "chart"}, {"team", "teams"}, {"unit", "teams"}, {"school", "teams"}} {
		if strings.Contains(words, s[0]) {
			return s[1]
		}
	}
	return "network"
}
