package classic

import "fmt"

// divideEnd is the performance after a number of periods. Whether anything can
// still change is asked every so often, which saves most of the periods.
func divideEnd(p DivideParams, seed uint64, periods int) float64 {
	m := NewDivide(p, seed)
	for m.Cycle() < periods && (m.Cycle()%8 != 0 || !m.Done()) {
		m.Step()
	}
	return m.Performance()
}

// divideLinks compares the reintegrated firm on linked divisions and on blocks,
// over more landscapes than the paper's table needs, and shows every way in
// which two links can lie.
func divideLinks(full bool, progress func(done, total int)) Report {
	runs := size(full, 100000, 600)
	xs := cells(1, 2, runs, part(progress, 0, 2), func(_, c int, seed uint64) float64 {
		return divideEnd(paperDivide("reintegrated", []string{"blocks", "linked"}[c]), seed, dividePeriods)
	})
	placings := []struct {
		name  string
		links [][2]int // contribution, the decision that it depends on; from 0
	}{
		{"none: blocks", nil},
		{"one pair: 3 on 4, 4 on 3 (linked)", [][2]int{{2, 3}, {3, 2}}},
		{"two pairs: 3 on 4, 5 on 2", [][2]int{{2, 3}, {4, 1}}},
		{"3 on 4, 4 on 2", [][2]int{{2, 3}, {3, 1}}},
		{"3 on 4, 5 on 3", [][2]int{{2, 3}, {4, 2}}},
	}
	var names []string
	for _, p := range placings {
		names = append(names, p.name)
	}
	ys := cells(len(placings), len(divideKinds), size(full, 20000, 100), part(progress, 1, 2), func(r, c int, seed uint64) float64 {
		p := paperDivide(divideKinds[c], "blocks")
		for _, l := range placings[r].links {
			p.Matrix[l[0]][l[1]] = true
		}
		return divideEnd(p, seed, dividePeriods)
	})
	return Report{
		Outcomes: []Outcome{
			Target{Name: "performance at period 200, linked, reintegrated: below blocks, the same seeds", Paper: dividePaper, Tag: Recomputed, Sense: Below}.JudgeMean(differences(xs[0][1], xs[0][0])),
		},
		Notes: []string{"With one link each way the reintegrated firm is as good as on two separate blocks, to within a thousandth, however the two links lie: " +
			"reintegration makes up for all that they cost. The centralised and the decentralised firm do lie between."},
		Designs: []Design{design("Performance at period 200, two links", "contribution on decision", "structure", names, divideKinds, func(r, c int) []float64 { return ys[r][c] })},
	}
}

// divideFirms varies the firm: its size, the number of its divisions, and when
// it is reintegrated.
func divideFirms(full bool, progress func(done, total int)) Report {
	firms := []struct{ bits, divisions int }{{4, 2}, {6, 2}, {6, 3}, {8, 2}, {8, 4}, {8, 1}, {10, 2}}
	var names, heads []string
	for _, f := range firms {
		names = append(names, fmt.Sprintf("%d, %d", f.bits, f.divisions))
	}
	type column struct{ matrix, structure string }
	var columns []column
	for _, matrix := range matrixKinds {
		for _, structure := range divideKinds {
			columns = append(columns, column{matrix, structure})
			heads = append(heads, matrix+", "+structure)
		}
	}
	xs := cells(len(firms), len(columns), size(full, 1000, 6), part(progress, 0, 2), func(r, c int, seed uint64) float64 {
		f := firms[r]
		p := DivideParams{Bits: f.bits, Divisions: f.divisions, Structure: columns[c].structure, Reintegrate: 25, Matrix: Interactions(columns[c].matrix, f.bits, f.divisions)}
		return divideEnd(p, seed, dividePeriods)
	})
	times := []int{0, 1, 5, 10, 25, 50, 100, 150, 200}
	ys := cells(len(matrixKinds), len(times), size(full, 5000, 20), part(progress, 1, 2), func(r, c int, seed uint64) float64 {
		p := paperDivide("reintegrated", matrixKinds[r])
		p.Reintegrate = times[c]
		return divideEnd(p, seed, dividePeriods)
	})
	return Report{Designs: []Design{
		design("Performance at period 200", "decisions, divisions", "interactions, structure", names, heads, func(r, c int) []float64 { return xs[r][c] }),
		design("Performance at period 200, six decisions, two divisions", "interactions", "reintegrated at period", matrixKinds, labels(times), func(r, c int) []float64 { return ys[r][c] }),
	}}
}

// divideReadings are the default and the other readings.
var divideReadings = []struct {
	name string
	set  func(*DivideParams)
}{
	{"default", func(p *DivideParams) {}},
	{`search = "best"`, func(p *DivideParams) { p.Best = true }},
	{`timing = "in-turn"`, func(p *DivideParams) { p.InTurn = true }},
	{"both", func(p *DivideParams) { p.Best, p.InTurn = true, true }},
}

// divideOtherReadings is the table of structures under every reading.
func divideOtherReadings(full bool, progress func(done, total int)) Report {
	var names, heads []string
	for _, r := range divideReadings {
		names = append(names, r.name)
	}
	for _, matrix := range matrixKinds {
		for _, structure := range divideKinds {
			heads = append(heads, matrix+", "+structure)
		}
	}
	xs := cells(len(names), len(heads), size(full, 2000, 10), progress, func(r, c int, seed uint64) float64 {
		p := paperDivide(divideKinds[c%3], matrixKinds[c/3])
		divideReadings[r].set(&p)
		return divideEnd(p, seed, dividePeriods)
	})
	return Report{Designs: []Design{
		design("Performance at period 200", "reading", "interactions, structure", names, heads, func(r, c int) []float64 { return xs[r][c] }),
	}}
}
