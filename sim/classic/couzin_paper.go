package classic

import (
	"fmt"
	"math"
)

// schoolExperiments rerun Couzin, Krause, Franks & Levin 2005.
var schoolExperiments = []Experiment{
	{"Figure 1a: size and share of informed", schoolAccuracy},
	{"One group: direction kept or dropped while avoiding", schoolAvoiding},
	{"Two informed minorities", schoolRivals},
	{"Two informed minorities whose weights change", schoolFeedback},
	{"Weight of the preferred direction", schoolWeights},
	{"Other readings", schoolReadings},
}

const schoolPaper = "Couzin et al. 2005, Figure 1a, by the stored results of a replication"

// paperSchool is the paper's group.
func paperSchool(size int, share float64) SchoolParams {
	return SchoolParams{
		Size: size, Informed: share, Weight: .5, Avoid: 1, Range: 6,
		Speed: 1, Interval: .2, Turn: 2, Noise: .01, Steps: 500,
	}
}

// schoolCells are the accuracies that the replication stored, for N and share.
var schoolCells = []struct {
	size      int
	share     float64
	published float64
}{
	{10, .1, .24}, {100, .1, .68}, {10, .2, .42}, {30, .2, .72}, {100, .2, .84},
}

// runSchool returns the accuracy at the end of a run.
func runSchool(p SchoolParams, seed uint64) float64 {
	m := NewSchool(p, seed)
	for !m.Done() {
		m.Step()
	}
	return accuracy(m.Path())
}

// schoolRuns is how many runs a size takes: small groups differ more from run
// to run and cost less.
func schoolRuns(full bool, size int) int {
	switch {
	case !full:
		return 20
	case size <= 50:
		return 400
	}
	return 100
}

// schoolGrid runs all sizes at all shares: accuracies by size, share and run.
func schoolGrid(full bool, sizes []int, shares []float64, set func(*SchoolParams), progress func(done, total int)) [][][]float64 {
	type job struct{ n, s, run int }
	var jobs []job
	for n := len(sizes) - 1; n >= 0; n-- { // the largest first, so that no core waits for the last of them
		for s := range shares {
			for run := range schoolRuns(full, sizes[n]) {
				jobs = append(jobs, job{n, s, run})
			}
		}
	}
	xs := gather(len(jobs), progress, func(i int) float64 {
		p := paperSchool(sizes[jobs[i].n], shares[jobs[i].s])
		set(&p)
		return runSchool(p, uint64(jobs[i].run))
	})
	out := make([][][]float64, len(sizes))
	for n := range out {
		out[n] = make([][]float64, len(shares))
	}
	for i, j := range jobs {
		out[j.n][j.s] = append(out[j.n][j.s], xs[i])
	}
	return out
}

// judgeGain compares the difference of two means of independent runs.
func (t Target) judgeGain(more, less []float64) Outcome {
	a, ase := meanSE(more)
	b, bse := meanSE(less)
	return t.Judge(a-b, math.Sqrt(float64(ase*ase)+float64(bse*bse)), min(len(more), len(less)))
}

// schoolFigure draws accuracy by share, a curve a size.
func schoolFigure(title string, sizes []int, shares []float64, grid [][][]float64) Figure {
	fig := Figure{Title: title, X: "share of informed individuals [1]", Y: "accuracy [1]"}
	for n, size := range sizes {
		c := Curve{Name: fmt.Sprintf("N = %d", size)}
		for s, share := range shares {
			if whole := share * float64(size); whole != math.Round(whole) {
				continue // no such number of individuals
			}
			mean, _ := meanSE(grid[n][s])
			point := missing
			for _, cell := range schoolCells {
				if cell.size == size && cell.share == share {
					point = cell.published
				}
			}
			c.X, c.Ours, c.Published = append(c.X, share), append(c.Ours, mean), append(c.Published, point)
		}
		fig.Curves = append(fig.Curves, c)
	}
	return fig
}

// schoolAccuracy runs the figure's design from a scattered start.
func schoolAccuracy(full bool, progress func(done, total int)) Report {
	sizes, shares, tolerance := []int{10, 30, 50, 100, 200}, []float64{0, .05, .1, .2, .3, .4, .6, .8, 1}, .08
	if !full {
		sizes, shares, tolerance = []int{10, 30, 100}, []float64{.1, .2}, .2
	}
	grid := schoolGrid(full, sizes, shares, func(*SchoolParams) {}, progress)
	at := func(size int, share float64) []float64 {
		for n, s := range sizes {
			for k, x := range shares {
				if s == size && x == share {
					return grid[n][k]
				}
			}
		}
		panic(fmt.Sprintf("no cell N = %d, share %v", size, share))
	}
	var r Report
	for _, c := range schoolCells {
		r.Outcomes = append(r.Outcomes, Target{
			Name:  fmt.Sprintf("accuracy, N %d, share %v", c.size, c.share),
			Paper: schoolPaper, Published: c.published, Tolerance: tolerance, Tag: Read,
		}.JudgeMean(at(c.size, c.share)))
	}
	for _, c := range []struct {
		less, more int
		share      float64
	}{{10, 30, .2}, {30, 100, .2}, {10, 100, .1}} {
		r.Outcomes = append(r.Outcomes, Target{
			Name:  fmt.Sprintf("gain in accuracy from N %d to N %d, share %v", c.less, c.more, c.share),
			Paper: "Couzin et al. 2005, Figure 1a: larger groups need a smaller share", Tag: Read, Sense: Above,
		}.judgeGain(at(c.more, c.share), at(c.less, c.share)))
	}
	r.Designs = []Design{schoolDesign("Accuracy, scattered start", sizes, shares, grid)}
	r.Figures = []Figure{schoolFigure("Accuracy, scattered start", sizes, shares, grid)}
	return r
}

// schoolAvoiding starts the individuals as one group that turns at a rate, with
// the direction kept while avoiding and with it dropped.
func schoolAvoiding(full bool, progress func(done, total int)) Report {
	sizes, shares, tolerance := []int{10, 30, 100}, []float64{.05, .1, .2, .4}, .08
	if !full {
		shares, tolerance = []float64{.2}, .2
	}
	var r Report
	for n, drop := range []bool{false, true} {
		grid := schoolGrid(full, sizes, shares, func(p *SchoolParams) {
			p.Together, p.BySecond, p.DropAvoid = true, true, drop
		}, part(progress, n, 2))
		k := 0
		for shares[k] != .2 {
			k++
		}
		target := Target{
			Name:  "gain in accuracy from N 10 to N 100, share 0.2, one group, direction kept",
			Paper: "Couzin et al. 2005", Tag: Recomputed, Sense: Above,
		}
		title := "Accuracy, one group, direction kept while avoiding"
		if drop {
			title = "Accuracy, one group, direction dropped while avoiding"
			target.Name, target.Sense, target.Tolerance = "gain in accuracy from N 10 to N 100, share 0.2, one group, direction dropped: vanishes", Near, tolerance
		}
		r.Outcomes = append(r.Outcomes, target.judgeGain(grid[2][k], grid[0][k]))
		r.Designs = append(r.Designs, schoolDesign(title, sizes, shares, grid))
		fig := schoolFigure(title, sizes, shares, grid)
		for c := range fig.Curves {
			fig.Curves[c].Published = nil // the replication's start was another
		}
		r.Figures = append(r.Figures, fig)
	}
	return r
}
