package classic

import (
	"fmt"
	"math"
)

// schoolDesign is a table of accuracies: sizes down, shares across. A share
// that is no whole number of individuals is left out.
func schoolDesign(title string, sizes []int, shares []float64, grid [][][]float64) Design {
	return design(title, "N", "share of informed", labels(sizes), labels(shares), func(r, c int) []float64 {
		if whole := shares[c] * float64(sizes[r]); whole != math.Round(whole) {
			return nil
		}
		return grid[r][c]
	})
}

// oneGroup is the paper's group, together at first and turning at a rate.
func oneGroup(size int, share float64) SchoolParams {
	p := paperSchool(size, share)
	p.Together, p.BySecond = true, true
	return p
}

// schoolEnd is where a group went, whether it stayed one, and how much those who
// prefer a direction care for it in the end.
type schoolEnd struct{ accuracy, direction, groups, informed, rivals float64 }

func runSchoolEnd(p SchoolParams, seed uint64) schoolEnd {
	m := NewSchool(p, seed)
	for !m.Done() {
		m.Step()
	}
	informed, rivals := m.weights()
	return schoolEnd{accuracy(m.Path()), direction(m.Path()), float64(m.groups()), informed, rivals}
}

// near is the share of runs whose direction lies within 20 degrees of one of
// the angles given, 0 or 1 a run.
func near(runs []schoolEnd, angles ...float64) []float64 {
	return column(runs, func(e schoolEnd) float64 {
		for _, a := range angles {
			if off := math.Abs(e.direction - a); min(off, 360-off) <= 20 {
				return 1
			}
		}
		return 0
	})
}

// schoolRivals gives two minorities directions of their own (Couzin and others
// 2005, Figure 3, without the feedback on weights): five of a hundred against
// five, and six against five.
func schoolRivals(full bool, progress func(done, total int)) Report {
	angles := []float64{0, 20, 40, 60, 80, 100, 120, 140, 160, 180}
	sizes := [][2]int{{5, 5}, {6, 5}}
	if !full {
		angles = []float64{40, 160}
	}
	xs := cells(len(sizes), len(angles), size(full, 100, 12), progress, func(r, c int, seed uint64) schoolEnd {
		p := oneGroup(100, float64(sizes[r][0])/100)
		p.Rivals, p.Angle = float64(sizes[r][1])/100, angles[c]
		return runSchoolEnd(p, seed)
	})
	var names []string
	for _, s := range sizes {
		names = append(names, fmt.Sprintf("%d against %d", s[0], s[1]))
	}
	at := func(angle float64) int {
		for c, a := range angles {
			if a == angle {
				return c
			}
		}
		panic("classic: no such angle")
	}
	far := at(160)
	const paper = "Couzin et al. 2005, Figure 3: mean direction where the two differ little, one of both where they differ much; the majority's"
	target := func(name string) Target { return Target{Name: name, Paper: paper, Tag: Stated, Sense: Above} }
	equal, unequal := xs[0], xs[1]
	r := Report{Outcomes: []Outcome{
		target("5 against 5, 40° apart: share of runs along the mean direction, less a half").JudgeMean(less(near(equal[at(40)], 20), .5)),
		target("5 against 5, 160° apart: runs along one of both less runs along the mean direction").JudgeMean(differences(near(equal[far], 0, 160), near(equal[far], 80))),
		target("6 against 5, 160° apart: runs along the majority's direction less along the minority's").JudgeMean(differences(near(unequal[far], 0), near(unequal[far], 160))),
	}}
	r.Designs = schoolWays("N = 100", "minorities", names, angles, xs)
	return r
}

// schoolWays are tables of which way the groups took: angles across.
func schoolWays(which, rows string, names []string, angles []float64, xs [][][]schoolEnd) (out []Design) {
	for _, t := range []struct {
		title string
		of    func(angle float64) float64
	}{
		{"along the mean direction", func(angle float64) float64 { return angle / 2 }},
		{"along the first minority's direction", func(float64) float64 { return 0 }},
		{"along the second minority's direction", func(angle float64) float64 { return angle }},
	} {
		out = append(out, design("Share of runs "+t.title+", to 20 degrees; "+which, rows, "angle [degrees]", names, labels(angles), func(r, c int) []float64 {
			return near(xs[r][c], t.of(angles[c]))
		}))
	}
	return out
}

// recalledFeedback turns the feedback on weights on, with the numbers of the
// paper as they are recalled, not checked against its text.
func recalledFeedback(p SchoolParams) SchoolParams {
	p.Weight, p.Increment, p.Decrement, p.Most, p.Within = .4, .012, .0008, .4, 20
	return p
}

// schoolFeedback gives the two minorities the feedback on weights (Couzin and
// others 2005, Figure 3), or the same weight to the end. A thousand steps are
// twice what a weight takes to fall from the most to 0.
func schoolFeedback(full bool, progress func(done, total int)) Report {
	angles := []float64{40, 80, 120, 160}
	if !full {
		angles = []float64{160}
	}
	rows := []struct {
		name     string
		first    float64
		feedback bool
	}{
		{"5 against 5, without", .05, false}, {"5 against 5, with", .05, true},
		{"6 against 5, without", .06, false}, {"6 against 5, with", .06, true},
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	xs := cells(len(rows), len(angles), size(full, 100, 8), progress, func(r, c int, seed uint64) schoolEnd {
		p := recalledFeedback(oneGroup(100, rows[r].first))
		p.Rivals, p.Angle, p.Steps = .05, angles[c], 1000
		if !rows[r].feedback {
			p.Increment, p.Decrement = 0, 0
		}
		return runSchoolEnd(p, seed)
	})
	r := Report{
		Designs: schoolWays("N = 100, 1000 steps, ω = 0.4 at first", "minorities, feedback", names, angles, xs),
		Notes: []string{"The numbers of the feedback (0.012 up and 0.0008 down a step, at most 0.4, within 20 degrees) are a reading: recalled, and not checked against the paper's text. " +
			"So nothing here is held against its figure."},
	}
	for _, t := range []struct {
		title string
		of    func(schoolEnd) float64
	}{
		{"Mean weight of the first minority at the end", func(e schoolEnd) float64 { return e.informed }},
		{"Mean weight of the second minority at the end", func(e schoolEnd) float64 { return e.rivals }},
	} {
		r.Designs = append(r.Designs, design(t.title, "minorities, feedback", "angle [degrees]", names, labels(angles), func(r, c int) []float64 {
			return column(xs[r][c], t.of)
		}))
	}
	return r
}

// less takes a number off every run.
func less(xs []float64, by float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = x - by
	}
	return out
}

// schoolWeights varies how much the informed care for their direction: the
// group is led better, and with too much is left behind.
func schoolWeights(full bool, progress func(done, total int)) Report {
	weights, shares := []float64{0, .1, .25, .5, .75, 1, 2}, []float64{.1, .2, .5}
	if !full {
		weights = []float64{0, .5}
	}
	xs := cells(len(shares), len(weights), size(full, 100, 6), progress, func(r, c int, seed uint64) schoolEnd {
		p := oneGroup(50, shares[r])
		p.Weight = weights[c]
		return runSchoolEnd(p, seed)
	})
	return Report{Designs: []Design{
		design("Accuracy, N = 50, one group", "share of informed", "weight ω", labels(shares), labels(weights), func(r, c int) []float64 {
			return column(xs[r][c], func(e schoolEnd) float64 { return e.accuracy })
		}),
		design("Groups at the end, N = 50, one group at first", "share of informed", "weight ω", labels(shares), labels(weights), func(r, c int) []float64 {
			return column(xs[r][c], func(e schoolEnd) float64 { return e.groups })
		}),
	}}
}

// schoolOtherReadings are the default and the other readings.
var schoolOtherReadings = []struct {
	name string
	set  func(*SchoolParams)
}{
	{"default", func(*SchoolParams) {}},
	{`informed = "drop"`, func(p *SchoolParams) { p.DropAvoid = true }},
	{`align = "all"`, func(p *SchoolParams) { p.OwnToo = true }},
	{`start = "together"`, func(p *SchoolParams) { p.Together = true }},
	{`limit = "second"`, func(p *SchoolParams) { p.BySecond = true }},
}

// schoolReadings is the stored cells under every reading.
func schoolReadings(full bool, progress func(done, total int)) Report {
	var names, heads []string
	for _, r := range schoolOtherReadings {
		names = append(names, r.name)
	}
	for _, c := range schoolCells {
		heads = append(heads, fmt.Sprintf("%d, %v", c.size, c.share))
	}
	xs := cells(len(names), len(schoolCells), size(full, 50, 2), progress, func(r, c int, seed uint64) float64 {
		p := paperSchool(schoolCells[c].size, schoolCells[c].share)
		schoolOtherReadings[r].set(&p)
		return runSchool(p, seed)
	})
	d := design("Accuracy", "reading", "N, share of informed", names, heads, func(r, c int) []float64 { return xs[r][c] })
	var stored []float64
	for _, c := range schoolCells {
		stored = append(stored, c.published)
	}
	return Report{Designs: []Design{d.under("stored", stored)}}
}
