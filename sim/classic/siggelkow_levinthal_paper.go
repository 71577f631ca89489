package classic

import (
	"fmt"
	"strings"
)

// divideExperiments rerun Siggelkow & Levinthal 2003.
var divideExperiments = []Experiment{
	{"Structures on three matrices", divideStructures},
	{"When to reintegrate", divideTiming},
	{"One link each way", divideLinks},
	{"Firms of other sizes, and when to reintegrate", divideFirms},
	{"Other readings", divideOtherReadings},
}

const (
	dividePaper   = "Siggelkow & Levinthal 2003"
	dividePeriods = 200
)

// paperDivide is the paper's firm.
func paperDivide(structure, matrix string) DivideParams {
	return DivideParams{Bits: 6, Divisions: 2, Structure: structure, Reintegrate: 25, Matrix: Interactions(matrix, 6, 2)}
}

// divideRun returns the performance before each period and after the last.
func divideRun(p DivideParams, seed uint64) []float64 {
	m := NewDivide(p, seed)
	out := make([]float64, 0, dividePeriods+1)
	for len(out) < dividePeriods && (m.Cycle()%8 != 0 || !m.Done()) {
		out = append(out, m.Performance())
		m.Step()
	}
	for len(out) <= dividePeriods {
		out = append(out, m.Performance())
	}
	return out
}

var divideKinds = []string{"centralised", "decentralised", "reintegrated"}

// divideLong is the long-run performance: matrix, structure.
var divideLong = map[string][]float64{
	"blocks": {.937, .937, .937},
	"full":   {.882, .882, .906},
}

// divideStructures runs all structures on all matrices, the same landscapes
// and first decisions for each structure.
func divideStructures(full bool, progress func(done, total int)) Report {
	runs, tolerance := size(full, 20000, 600), .005
	if !full {
		tolerance = .02
	}
	var r Report
	for n, matrix := range matrixKinds {
		rows := gather(runs, part(progress, n, len(matrixKinds)), func(i int) [][]float64 {
			var row [][]float64
			for _, structure := range divideKinds {
				row = append(row, divideRun(paperDivide(structure, matrix), uint64(i)))
			}
			return row
		})
		at := func(k, t int) []float64 {
			return column(rows, func(row [][]float64) float64 { return row[k][t] })
		}
		fig := Figure{Title: "Interactions: " + matrix + " (" + picture(Interactions(matrix, 6, 2)) + ")", X: "period", Y: "performance [1]"}
		for k, structure := range divideKinds {
			c := Curve{Name: structure}
			for t := 0; t <= dividePeriods; t += 2 {
				mean, _ := meanSE(at(k, t))
				c.X, c.Ours = append(c.X, float64(t)), append(c.Ours, mean)
			}
			if published := divideLong[matrix]; published != nil {
				c = c.published(map[int]float64{dividePeriods: published[k]})
				r.Outcomes = append(r.Outcomes, Target{
					Name:  fmt.Sprintf("performance at period 200, %s, %s", matrix, structure),
					Paper: dividePaper, Published: published[k], Tolerance: tolerance, Tag: Recomputed,
				}.JudgeMean(at(k, dividePeriods)))
			}
			fig.Curves = append(fig.Curves, c)
		}
		if matrix == "linked" {
			for k, structure := range divideKinds {
				between := Target{Name: "performance at period 200, linked, " + structure + ": above full interactions", Paper: dividePaper, Published: divideLong["full"][k], Tag: Recomputed, Sense: Above}
				r.Outcomes = append(r.Outcomes, between.JudgeMean(at(k, dividePeriods)))
				if structure == "reintegrated" {
					continue // see divideLinks
				}
				between.Name, between.Published, between.Sense = "performance at period 200, linked, "+structure+": below blocks", divideLong["blocks"][k], Below
				r.Outcomes = append(r.Outcomes, between.JudgeMean(at(k, dividePeriods)))
			}
		}
		if matrix == "full" {
			r.Outcomes = append(r.Outcomes, Target{
				Name:  fmt.Sprintf("gain of reintegration over centralisation at period 200, %s", matrix),
				Paper: dividePaper, Tag: Recomputed, Sense: Above,
			}.JudgeMean(differences(at(2, dividePeriods), at(0, dividePeriods))))
		}
		r.Figures = append(r.Figures, fig)
		times := []int{1, 2, 5, 10, 25, 26, 30, 50, 100, 200}
		r.Designs = append(r.Designs, design("Performance, interactions "+matrix, "structure", "period", divideKinds, labels(times), func(k, c int) []float64 { return at(k, times[c]) }))
	}
	return r
}

// picture writes a matrix in one line, a word a row.
func picture(m [][]bool) string {
	rows := make([]string, len(m))
	for i, row := range m {
		line := make([]byte, len(row))
		for j, x := range row {
			line[j] = '0'
			if x {
				line[j] = '1'
			}
		}
		rows[i] = string(line)
	}
	return strings.Join(rows, " ")
}

// divideTiming varies the period of reintegration on the full matrix.
func divideTiming(full bool, progress func(done, total int)) Report {
	runs := size(full, 20000, 400)
	times := []int{0, 1, 2, 3, 5, 8, 12, 18, 25, 40, 60, 100, 150, 200}
	rows := gather(runs, progress, func(i int) []float64 {
		row := make([]float64, len(times))
		for k, at := range times {
			p := paperDivide("reintegrated", "full")
			p.Reintegrate = at
			row[k] = divideEnd(p, uint64(i), dividePeriods)
		}
		return row
	})
	c := Curve{Name: "reintegrated"}
	col := func(k int) []float64 { return column(rows, func(row []float64) float64 { return row[k] }) }
	for k, at := range times {
		mean, _ := meanSE(col(k))
		c.X, c.Ours = append(c.X, float64(at)), append(c.Ours, mean)
	}
	target := func(name string) Target {
		return Target{Name: name, Paper: dividePaper + ": for a while, not for good", Tag: Recomputed, Sense: Above}
	}
	return Report{
		Outcomes: []Outcome{
			target("gain of division until period 25 over none, full").JudgeMean(differences(col(8), col(0))),
			target("gain of division until period 25 over division for good, full").JudgeMean(differences(col(8), col(len(times)-1))),
		},
		Figures: []Figure{{Title: "Division for a while, full interactions", X: "period of reintegration", Y: "performance at period 200 [1]", Curves: []Curve{c}}},
	}
}
