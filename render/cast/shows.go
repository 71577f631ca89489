package cast

import (
	"fmt"
	"math"

	"tutti/render/view"
	"tutti/sim/solo"
)

// A show fills the part of a frame that the view of a model needs.
type show func(g *grab, r *solo.Running, f *view.Frame)

// shows are the published models that have a picture of their own.
var shows = map[string]show{
	"couzin-2005":         showSchool,
	"hong-page-2004":      showRing,
	"march-1991":          showCode,
	"lazer-friedman-2007": showLazer,
	"watts-2002":          showWatts,
	"claim-and-grant":     showClaims,
	"degroot":             showOpinions,
	"friedkin-johnsen":    showOpinions,
	"hegselmann-krause":   showOpinions,
	"deffuant":            showOpinions,
	"granovetter-1978":    showJoined,
	"bass-1969":           showBass,
}

func showSchool(g *grab, r *solo.Running, f *view.Frame) {
	f.Field.X = append([]float64(nil), g.floats["x"]...)
	f.Field.Y = append([]float64(nil), g.floats["y"]...)
	hx, hy := g.floats["heading_x"], g.floats["heading_y"]
	informed := 0
	if m, ok := r.Model.(interface{ InformedOnes() int }); ok {
		informed = m.InformedOnes()
	}
	for i := range hx {
		f.Field.Heading = append(f.Field.Heading, math.Atan2(hy[i], hx[i]))
		f.Field.Marked = append(f.Field.Marked, i < informed)
	}
}

func showRing(g *grab, _ *solo.Running, f *view.Frame) {
	f.Field.Value = append([]float64(nil), g.floats["values"]...)
	f.Field.Lo, f.Field.Hi = 0, 100
	for _, team := range []string{"at", "at 2"} {
		for _, i := range g.ints[team] {
			f.Field.At = append(f.Field.At, int(i))
		}
	}
}

// showCode shows reality, the code and everybody's beliefs, a row each.
func showCode(g *grab, _ *solo.Running, f *view.Frame) {
	reality, words := g.words["reality"], len(g.words["reality"])
	if words == 0 {
		return
	}
	f.Field.Width = dimensions(g)
	none := make([]uint64, words)
	row := func(name string, plus, minus []uint64) {
		f.Field.Rows = append(f.Field.Rows, name)
		for d := range f.Field.Width {
			switch {
			case plus[d/64]>>(d%64)&1 == 1:
				f.Field.Grid = append(f.Field.Grid, 1)
			case minus[d/64]>>(d%64)&1 == 1:
				f.Field.Grid = append(f.Field.Grid, -1)
			default:
				f.Field.Grid = append(f.Field.Grid, 0)
			}
		}
	}
	minus := append([]uint64(nil), none...)
	for w := range minus {
		minus[w] = ^reality[w]
	}
	row("reality", reality, minus)
	row("the code", g.words["code_plus"], g.words["code_minus"])
	plus, less := g.words["beliefs_plus"], g.words["beliefs_minus"]
	for i := 0; (i+1)*words <= len(plus) && i < 60; i++ {
		name := ""
		if i == 0 {
			name = "people"
		}
		row(name, plus[i*words:(i+1)*words], less[i*words:(i+1)*words])
	}
}

// dimensions is the number of dimensions that anybody has a belief in, or that
// reality has.
func dimensions(g *grab) int {
	most := 1
	words := len(g.words["reality"])
	for _, name := range []string{"reality", "beliefs_plus", "beliefs_minus"} {
		for k, w := range g.words[name] {
			for d := 63; d >= 0; d-- {
				if w>>d&1 == 1 {
					most = max(most, k%words*64+d+1)
					break
				}
			}
		}
	}
	return most
}

// people gives a frame n nameless agents that attend to each other along rows.
func people(f *view.Frame, n int, first, to []int32) {
	for i := range n {
		f.Names = append(f.Names, fmt.Sprintf("agent %d", i+1))
		f.Unit, f.Manager = append(f.Unit, -1), append(f.Manager, -1)
	}
	for i := 0; i+1 < len(first); i++ {
		for _, j := range to[first[i]:first[i+1]] {
			if int32(i) < j {
				f.Ties = append(f.Ties, view.Tie{From: int32(i), To: j, Trust: 0.5})
			}
		}
	}
	f.Share = make([]float64, n)
}

func showLazer(g *grab, _ *solo.Running, f *view.Frame) {
	totals, best := g.floats["totals"], g.floats["best"][0]
	people(f, len(totals), g.ints["first"], g.ints["ties"])
	score := make([]float64, len(totals))
	for i, x := range totals {
		score[i] = x / best
	}
	f.Traits = []view.Column{{Name: "score", Doc: "share of the landscape's maximum", Lo: 0.4, Hi: 1, Values: score}}
}

func showWatts(g *grab, _ *solo.Running, f *view.Frame) {
	adopted := g.bytes["adopted"]
	people(f, len(adopted), g.ints["first"], g.ints["with"])
	v := make([]float64, len(adopted))
	for i, x := range adopted {
		v[i] = float64(min(x, 1))
	}
	f.Traits = []view.Column{{Name: "adopted", Lo: 0, Hi: 1, Values: v}}
}

// showClaims shows who is seen as a leader by whom.
func showClaims(g *grab, _ *solo.Running, f *view.Frame) {
	leads, sees := g.floats["leads"], g.floats["sees"]
	n := int(math.Round(math.Sqrt(float64(len(sees)))))
	people(f, n, nil, nil)
	if len(sees) == n*n {
		sum := 0.0
		for i := range n {
			for j := range n {
				if i != j {
					f.Ties = append(f.Ties, view.Tie{From: int32(i), To: int32(j), Trust: float32(min(max(sees[i*n+j], 0), 1))})
					f.Share[j] += max(sees[i*n+j], 0)
				}
			}
		}
		for _, x := range f.Share {
			sum += x
		}
		for j := range f.Share {
			f.Share[j] /= max(sum, 1e-12)
		}
	}
	if len(leads) == n*n {
		own := make([]float64, n) // mean over those it has met
		for i := range own {
			for j := range n {
				own[i] += leads[i*n+j] / float64(n)
			}
		}
		f.Traits = []view.Column{{Name: "sees itself as a leader", Lo: math.Inf(-1), Hi: math.Inf(1), Values: own}}
	}
}

func showOpinions(g *grab, _ *solo.Running, f *view.Frame) {
	v := append([]float64(nil), g.floats["opinions"]...)
	f.Names = make([]string, len(v))
	f.Traits = []view.Column{{Name: "opinion", Lo: math.Inf(-1), Hi: math.Inf(1), Values: v}}
}

func showJoined(g *grab, _ *solo.Running, f *view.Frame) {
	for _, x := range g.bytes["joined"] {
		f.Field.Marked = append(f.Field.Marked, x != 0)
	}
}

// showBass shows who has adopted: those whose resistance the pressure passed.
func showBass(g *grab, _ *solo.Running, f *view.Frame) {
	n := len(g.floats["resists"])
	adopted := int(g.ints["adopted"][0])
	for i := range n {
		f.Field.Marked = append(f.Field.Marked, i < adopted)
	}
}
