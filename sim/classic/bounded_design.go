package classic

// hegselmannKrauseFurther varies the number of people and the order, and lets
// confidence differ towards opinions below and above.
func hegselmannKrauseFurther(full bool, progress func(done, total int)) Report {
	runs := size(full, 500, 4)
	confidences := []float64{.05, .1, .15, .2, .25, .3, .4}
	people := []int{50, 100, 200, 500, 1000}
	end := func(s boundedSpec, seed uint64, measure string) float64 {
		s.gap, s.stopBelow = 0.01, 1e-6
		return measured(settle(s.New(seed), 2000), measure)
	}
	byPeople := cells(len(people), len(confidences), runs, part(progress, 0, 3), func(r, c int, seed uint64) float64 {
		return end(boundedSpec{n: people[r], confidence: confidences[c], above: confidences[c]}, seed, "clusters")
	})
	inTurn := cells(1, len(confidences), size(full, 50, 1), part(progress, 1, 3), func(_, c int, seed uint64) float64 {
		return end(boundedSpec{n: 500, confidence: confidences[c], above: confidences[c], inTurn: true}, seed, "clusters")
	})
	below, above := []float64{.05, .1, .2, .3}, []float64{.05, .1, .2, .3, .5}
	uneven := cells(len(below), len(above), size(full, 200, 2), part(progress, 2, 3), func(r, c int, seed uint64) [2]float64 {
		s := boundedSpec{n: 500, confidence: below[r], above: above[c], gap: 0.01, stopBelow: 1e-6}
		m := settle(s.New(seed), 2000)
		return [2]float64{measured(m, "clusters"), measured(m, "mean_opinion")}
	})
	pick := func(k int) func(r, c int) []float64 {
		return func(r, c int) []float64 {
			return column(uneven[r][c], func(x [2]float64) float64 { return x[k] })
		}
	}
	return Report{Designs: []Design{
		design("Clusters left", "people", "confidence", labels(people), labels(confidences), func(r, c int) []float64 { return byPeople[r][c] }),
		design(`Clusters left, update = "in-turn", 500 people`, "reading", "confidence", []string{"in turn"}, labels(confidences), func(r, c int) []float64 { return inTurn[r][c] }),
		design("Clusters left, uneven confidence, 500 people", "towards those below", "towards those above", labels(below), labels(above), pick(0)),
		design("Mean opinion in the end, uneven confidence, 500 people", "towards those below", "towards those above", labels(below), labels(above), pick(1)),
	}}
}

// deffuantFurther varies how many people there are, how far they move, and who.
func deffuantFurther(full bool, progress func(done, total int)) Report {
	confidences := []float64{.05, .1, .15, .2, .25, .3, .4, .5}
	rows := []struct {
		name string
		spec boundedSpec
	}{
		{"100 people, μ .5", boundedSpec{n: 100, rate: .5}},
		{"1,000 people, μ .5", boundedSpec{n: 1000, rate: .5}},
		{"1,000 people, μ .3", boundedSpec{n: 1000, rate: .3}},
		{"1,000 people, μ .1", boundedSpec{n: 1000, rate: .1}},
		{"1,000 people, μ .5, one moves", boundedSpec{n: 1000, rate: .5, oneMoves: true}},
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	xs := cells(len(rows), len(confidences), size(full, 50, 1), progress, func(r, c int, seed uint64) [2]float64 {
		s := rows[r].spec
		s.confidence, s.above, s.pairs, s.gap, s.smallest, s.stopBelow = confidences[c], confidences[c], true, 0.01, 0.05, 1e-3
		m := settle(s.New(seed), 1500)
		return [2]float64{measured(m, "clusters"), measured(m, "all_clusters")}
	})
	var r Report
	for k, title := range []string{"Clusters of at least 5 %", "Clusters of any size"} {
		r.Designs = append(r.Designs, design(title, "group", "confidence", names, labels(confidences), func(row, c int) []float64 {
			return column(xs[row][c], func(x [2]float64) float64 { return x[k] })
		}))
	}
	return r
}
