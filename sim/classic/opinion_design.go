package classic

// deGrootNetworks is how far influence is shared in networks of several kinds.
func deGrootNetworks(full bool, progress func(done, total int)) Report {
	people := []int{4, 12, 30, 100}
	runs := size(full, 500, 4)
	xs := cells(len(opinionNetworks), len(people), runs, progress, func(r, c int, seed uint64) [2]float64 {
		s := &opinionSpec{n: people[c], network: opinionNetworks[r], ties: min(4, people[c]-1), self: .2, stopBelow: 1e-12}
		m := s.New(seed)
		return [2]float64{measured(m, "top_influence"), measured(m, "effective_leaders")}
	})
	var r Report
	for k, title := range []string{"Influence of the most influential person", "People of equal influence who would be as concentrated"} {
		r.Designs = append(r.Designs, design(title, "network", "people", opinionNetworks, labels(people), func(row, c int) []float64 {
			return column(xs[row][c], func(x [2]float64) float64 { return x[k] })
		}))
	}
	return r
}

// friedkinJohnsenFurther is how much disagreement lasts, over susceptibility.
func friedkinJohnsenFurther(full bool, progress func(done, total int)) Report {
	susceptibility := []float64{0, .2, .4, .6, .8, .9, .95, .99}
	xs := cells(len(opinionNetworks), len(susceptibility), size(full, 500, 4), progress, func(r, c int, seed uint64) float64 {
		s := &opinionSpec{n: 12, network: opinionNetworks[r], ties: 4, self: .2, susceptibility: []float64{susceptibility[c]}, stopBelow: 1e-12}
		return measured(settle(s.New(seed), 20000), "disagreement")
	})
	return Report{Designs: []Design{
		design("Disagreement that lasts [standard deviation of opinions], 12 people", "network", "susceptibility", opinionNetworks, labels(susceptibility), func(r, c int) []float64 { return xs[r][c] }),
	}}
}
