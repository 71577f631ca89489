package cast

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"tutti/render/view"
	"tutti/sim/solo"
)

// A show fills the part of a frame that the view of a model needs.
type show func(g *grab, r *solo.Running, f *view.Frame)

// shows are the published models that have a picture of their own.
var shows = map[string]show{
	"couzin-2005":              showSchool,
	"hong-page-2004":           showRing,
	"march-1991":               showCode,
	"lazer-friedman-2007":      showLazer,
	"watts-2002":               showWatts,
	"claim-and-grant":          showClaims,
	"degroot":                  showOpinions,
	"friedkin-johnsen":         showOpinions,
	"hegselmann-krause":        showOpinions,
	"deffuant":                 showOpinions,
	"granovetter-1978":         showJoined,
	"bass-1969":                showBass,
	"wing-2014":                showPlayers,
	"beta-reputation":          showTrust,
	"fire-2006":                showTrust,
	"branching-cascades":       showCascades,
	"siggelkow-levinthal-2003": showFirm,
}

func showSchool(g *grab, r *solo.Running, f *view.Frame) {
	f.Field.X = append([]float64(nil), g.floats["x"]...)
	f.Field.Y = append([]float64(nil), g.floats["y"]...)
	hx, hy := g.floats["heading_x"], g.floats["heading_y"]
	informed, rivals := 0, 0 // those with a second direction follow those with the first
	if m, ok := r.Model.(interface {
		InformedOnes() int
		RivalOnes() int
		RivalWay() float64
		Care() []float64
	}); ok {
		f.Field.Care = m.Care()
		if informed, rivals = m.InformedOnes(), m.RivalOnes(); rivals > 0 {
			f.Field.Value = []float64{m.RivalWay()}
		}
	}
	for i := range hx {
		f.Field.Heading = append(f.Field.Heading, math.Atan2(hy[i], hx[i]))
		kind := 0
		switch {
		case i < informed:
			kind = 1
		case i < informed+rivals:
			kind = 2
		}
		f.Field.At = append(f.Field.At, kind)
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

// showLazer shows what everybody's solution is worth and how many share it.
func showLazer(g *grab, _ *solo.Running, f *view.Frame) {
	totals, solutions, best := g.floats["totals"], g.words["solutions"], g.floats["best"][0]
	people(f, len(totals), g.ints["first"], g.ints["ties"])
	same, kind := map[uint64]float64{}, map[uint64]int{}
	for _, x := range solutions {
		if _, known := kind[x]; !known {
			kind[x] = len(kind)
		}
		same[x]++
		f.Field.At = append(f.Field.At, kind[x])
	}
	score, company := make([]float64, len(totals)), make([]float64, len(totals))
	for i, x := range totals {
		score[i], company[i] = x/best, same[solutions[i]]/float64(len(totals))
	}
	f.Traits = []view.Column{
		{Name: "score", Doc: "share of the landscape's maximum", Lo: 0.4, Hi: 1, Values: score},
		{Name: "company", Doc: "share of all who hold the same solution", Lo: 0, Hi: 1, Values: company},
	}
}

// showWatts shows how far the cascade has come.
func showWatts(g *grab, r *solo.Running, f *view.Frame) {
	adopted := g.bytes["adopted"]
	people(f, len(adopted), g.ints["first"], g.ints["with"])
	v := make([]float64, len(adopted))
	m, ok := r.Model.(interface {
		Easily(i int) bool
		Waves() []int32
	})
	for i, x := range adopted {
		switch {
		case x != 0:
			v[i] = 3
		case ok && m.Easily(i):
			v[i] = 1
		}
	}
	if ok {
		for _, i := range m.Waves() {
			v[i] = 2
		}
	}
	f.Traits = []view.Column{{Name: "adopted", Hi: 3, Values: v, Groups: []string{"not yet, wants to see several", "not yet, one is enough", "adopts now", "has adopted"}}}
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

// showJoined shows a crowd by its thresholds, the lowest first.
func showJoined(g *grab, _ *solo.Running, f *view.Frame) {
	x, joined := g.floats["thresholds"], g.bytes["joined"]
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	for _, i := range order {
		f.Field.Value = append(f.Field.Value, x[i])
		f.Field.Marked = append(f.Field.Marked, joined[i] != 0)
	}
}

// showBass shows who has adopted, those who need least pressure first, and the
// curve of an endless market.
func showBass(g *grab, r *solo.Running, f *view.Frame) {
	n := len(g.floats["resists"])
	adopted := int(g.ints["adopted"][0])
	for i := range n {
		f.Field.Marked = append(f.Field.Marked, i < adopted)
	}
	if m, ok := r.Model.(interface{ Curve(cycles int) []float64 }); ok {
		f.Field.Lines = [][]float64{m.Curve(max(f.Cycles, f.Cycle))}
	}
}

// showPlayers shows who plays early and late, and who follows whom.
func showPlayers(_ *grab, r *solo.Running, f *view.Frame) {
	m, ok := r.Model.(interface {
		Asynchronies() []float64
		Gains() []float64
	})
	if !ok {
		return
	}
	off := m.Asynchronies()
	n := len(off)
	f.Names = []string{"first violin", "second violin", "viola", "cello"}
	if n != len(f.Names) {
		f.Names = nil
		for i := range n {
			f.Names = append(f.Names, fmt.Sprintf("player %d", i+1))
		}
	}
	f.Traits = []view.Column{{Name: "lateness", Unit: "ms", Lo: math.Inf(-1), Hi: math.Inf(1), Values: off}}
	for i, gains := 0, m.Gains(); i < n && len(gains) == n*n; i++ {
		f.Field.Lines = append(f.Field.Lines, gains[i*n:(i+1)*n])
	}
}

// showTrust shows what each partner is trusted with, deserves, and did.
func showTrust(_ *grab, r *solo.Running, f *view.Frame) {
	m, ok := r.Model.(interface {
		Record() (trust, truth, good, bad []float64)
	})
	if !ok {
		return
	}
	trust, truth, good, bad := m.Record()
	f.Field.Lines = [][]float64{trust, truth, append([]float64(nil), good...), append([]float64(nil), bad...)}
	f.Field.Hi = 1
	if f.Model == "fire-2006" {
		f.Field.Lo = -1
	}
}

// showCascades shows how large the cascades were, beside what is to be expected.
func showCascades(_ *grab, r *solo.Running, f *view.Frame) {
	m, ok := r.Model.(interface {
		Cascades() (sizes, counts []int32)
		Tail(size int) []float64
	})
	if !ok {
		return
	}
	sizes, counts := m.Cascades()
	all, left := 0.0, 0.0
	for _, c := range counts {
		all += float64(c)
	}
	left = all
	for k, x := range sizes {
		f.Field.X, f.Field.Y = append(f.Field.X, float64(x)), append(f.Field.Y, left/all)
		left -= float64(counts[k])
	}
	most := 100
	if len(sizes) > 0 {
		most = max(most, int(sizes[len(sizes)-1]))
	}
	f.Field.Lines = [][]float64{m.Tail(min(most, 5000))}
}

// showFirm shows which decisions depend on which, what all combinations are
// worth, and where the firm stands.
func showFirm(g *grab, r *solo.Running, f *view.Frame) {
	m, ok := r.Model.(interface {
		Divided() bool
		Decisions() uint64
		Division() int
		Depends(i, b int) bool
		Scores() []float64
	})
	if !ok {
		return
	}
	if f.Field.Value = m.Scores(); len(f.Field.Value) == 0 {
		return // too many combinations to be seen one by one: its measures are shown
	}
	f.Field.At = []int{int(m.Decisions()), m.Division()}
	f.Field.Marked = []bool{m.Divided()}
	for n := bits.Len(uint(len(f.Field.Value) - 1)); f.Field.Width < n; f.Field.Width++ {
		for b := range n {
			var on int8
			if b == f.Field.Width || m.Depends(f.Field.Width, b) {
				on = 1
			}
			f.Field.Grid = append(f.Field.Grid, on)
		}
	}
}
