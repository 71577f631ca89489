package cast

import (
	"strings"

	"tutti/render/front"
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
	return out
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
	if p.Theme == "" && h.Model != "organisation" {
		p.Theme = "Published models"
	}
	return p, true
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
