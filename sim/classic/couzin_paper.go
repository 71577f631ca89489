package classic

import "fmt"

// schoolExperiments rerun Couzin, Krause, Franks & Levin 2005.
var schoolExperiments = []Experiment{
	{"Figure 1a: size and share of informed", schoolAccuracy},
	{"One group: direction kept or dropped while avoiding", schoolAvoiding},
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

// schoolGrid runs all sizes at all shares: accuracies by size, share and run.
func schoolGrid(sizes []int, shares []float64, runs int, set func(*SchoolParams), progress func(done, total int)) [][][]float64 {
	per := runs * len(shares)
	xs := gather(per*len(sizes), progress, func(i int) float64 {
		// The largest groups first, so that no core waits for the last of them.
		n := len(sizes) - 1 - i/per
		p := paperSchool(sizes[n], shares[i%per/runs])
		set(&p)
		return runSchool(p, uint64(i%runs))
	})
	out := make([][][]float64, len(sizes))
	for n := range sizes {
		block := xs[(len(sizes)-1-n)*per:]
		for s := range shares {
			out[n] = append(out[n], runsOf(block, s, runs))
		}
	}
	return out
}

// schoolFigure draws accuracy by share, a curve a size.
func schoolFigure(title string, sizes []int, shares []float64, grid [][][]float64) Figure {
	fig := Figure{Title: title, X: "share of informed individuals [1]", Y: "accuracy [1]"}
	for n, size := range sizes {
		c := Curve{Name: fmt.Sprintf("N = %d", size), X: shares}
		for s, share := range shares {
			mean, _ := meanSE(grid[n][s])
			point := nan
			for _, cell := range schoolCells {
				if cell.size == size && cell.share == share {
					point = cell.published
				}
			}
			c.Ours, c.Published = append(c.Ours, mean), append(c.Published, point)
		}
		fig.Curves = append(fig.Curves, c)
	}
	return fig
}

// schoolAccuracy runs the figure's design from a scattered start.
func schoolAccuracy(full bool, progress func(done, total int)) Report {
	sizes, shares, runs, tolerance := []int{10, 30, 50, 100, 200}, []float64{0, .05, .1, .2, .3, .4, .6, .8, 1}, 100, .08
	if !full {
		sizes, shares, runs, tolerance = []int{10, 30, 100}, []float64{.1, .2}, 30, .2
	}
	grid := schoolGrid(sizes, shares, runs, func(*SchoolParams) {}, progress)
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
		}.JudgeMean(differences(at(c.more, c.share), at(c.less, c.share))))
	}
	r.Figures = []Figure{schoolFigure("Accuracy, scattered start", sizes, shares, grid)}
	return r
}

// schoolAvoiding starts the individuals as one group that turns at a rate, with
// the direction kept while avoiding and with it dropped.
func schoolAvoiding(full bool, progress func(done, total int)) Report {
	sizes, shares, runs, tolerance := []int{10, 30, 100}, []float64{.05, .1, .2, .4}, 100, .08
	if !full {
		shares, runs, tolerance = []float64{.2}, 20, .2
	}
	var r Report
	for n, drop := range []bool{false, true} {
		grid := schoolGrid(sizes, shares, runs, func(p *SchoolParams) {
			p.Together, p.BySecond, p.DropAvoid = true, true, drop
		}, func(done, total int) { progress(n*total+done, 2*total) })
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
		r.Outcomes = append(r.Outcomes, target.JudgeMean(differences(grid[2][k], grid[0][k])))
		fig := schoolFigure(title, sizes, shares, grid)
		for c := range fig.Curves {
			fig.Curves[c].Published = nil // the replication's start was another
		}
		r.Figures = append(r.Figures, fig)
	}
	return r
}
