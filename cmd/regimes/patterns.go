package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"tutti/scenarios"
	"tutti/sim/measure"
	"tutti/sim/run"
	"tutti/sim/stats"
)

// notExpressed are the rows of the taxonomies that are no pattern of their own,
// with the reason.
var notExpressed = [][2]string{
	{"Numerical (additive, dispersed) distribution (Gronn 2002)", "is `everyone-leads`: the count of leaders rises, and that is all"},
	{"Fragmented, parallel, complementary leadership (leadership-alignment ethnography)", "is the key `alignment` below, at and above 0, in any pattern"},
	{"Focused or solo leadership (Gronn's contrast)", "is `conducted`"},
	{"Planned or emergent, aligned or misaligned (Thorpe, Gold & Lawler 2011)", "are `planful-alignment`, `spontaneous-alignment`, `spontaneous-misalignment` and, beyond Leithwood et al., `planned-misalignment`"},
	{"Distributed-centralised teams (Mehra et al. 2006)", "is `conducted` or `hierarchical`: the formal leader alone"},
	{"Sharing in teams, producing in interaction (Denis, Langley & Sergi 2012)", "are `shared` and `emergent`"},
	{"Spreading across boundaries over time (Denis, Langley & Sergi 2012)", "not expressible as a pattern: it is a relay between organisations, and a scenario has one; events that merge and split units come near"},
	{"Traditional delegation, emergent distribution, anarchy (Hargreaves & Fink 2006)", "are `delegated`, `emergent` and `anarchic-misalignment`; the other four steps have patterns of their own"},
	{"Ad hoc, autocratic, additive, autonomous distribution (Harris)", "labels only, of which no source that we could read says more; nearest are `pragmatic`, `autocracy`, `everyone-leads` and `isolated`"},
	{"Administrative and adaptive functions (Uhl-Bien, Marion & McKelvey 2007)", "are `hierarchical` and `emergent`; the enabling function is `complexity-enabling`"},
	{"Origin of a distribution: by design, by default, by crisis, by opportunity", "not a rule but a history: an event that promotes or mandates a pattern at a cycle"},
	{"Conjoint agency (Gronn 2002): one member's act counts as both's", "not expressible: every claim has one author; `intuitive-working-relations` has the trust and the mutual adjustment, not the joint act"},
	{"Multiplicative interdependence of leaders' acts (Spillane 2006)", "not expressible in `judgement`: plans are averaged, so `collaborated` differs from `collective` by rounds and planning alone"},
	{"Market-like competition, consensus and vote on the plan itself", "not expressible: grants are weights; votes choose who holds office, not what is done"},
}

// firstFresh is the first seed of the page: the bounds were set on others.
const firstFresh = 1001

// recognised is how often the runs of a pattern were taken for each class.
type recognised struct {
	name string
	spec *run.Scenario
	as   map[measure.Class]int

	output, satisfaction, grown []float64 // by seed
}

// recognise classifies runs of all shipped patterns.
func recognise(seeds int) []recognised {
	var all []recognised
	for _, name := range scenarios.List("patterns") {
		s, err := run.Load(scenarios.Open, "thirty.toml", []run.Setting{{Key: "pattern", Value: name}})
		if err != nil {
			panic(err) // the shipped files are checked by their own tests
		}
		row := func() []float64 { return make([]float64, seeds) }
		all = append(all, recognised{name, s, map[measure.Class]int{}, row(), row(), row()})
	}
	found := make([]measure.Class, len(all)*seeds)
	each(len(found), func(k int) {
		r, seed := &all[k/seeds], k%seeds
		l := live(r.spec, uint64(firstFresh+seed))
		found[k], _ = l.Window().Class()
		r.output[seed], r.satisfaction[seed], r.grown[seed] = l.mean(output), l.now["satisfaction"], l.now["capacity_growth"]
	})
	for k, c := range found {
		all[k/seeds].as[c]++
	}
	return all
}

// patternsPage writes docs/patterns.md.
func patternsPage(folder string, seeds int) error {
	all := recognise(seeds)
	right, n := 0, 0
	for _, r := range all {
		right += r.as[measure.Class(r.spec.Spec.Pattern.Class)]
		n += seeds
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# The patterns, and whether their runs give them away

Each pattern is a small file in scenarios/patterns that names its source and the
class that its runs should be recognised as. The classifier sees the runs alone:
who moved whom, when and in what domain, never the file. Here every pattern lived
%d seeds, from 1001 on, on the organisation of scenarios/thirty.toml. Made by

    go run ./cmd/regimes

**%d of %d runs were recognised: %.1f %%.** The bounds were set on seeds 1
to 10 of the same organisation and on a population of teams of ten, so that these
runs are new to them; docs/population.md says how they fare on teams that are.

| pattern | source | class | recognised | otherwise taken for |
| --- | --- | --- | ---: | --- |
`, seeds, right, n, 100*float64(right)/float64(n))
	for _, r := range all {
		p := &r.spec.Spec.Pattern
		fmt.Fprintf(&b, "| `%s` | %s | %s | %d of %d | %s |\n", r.name, p.Source, p.Class, r.as[measure.Class(p.Class)], seeds, r.others())
	}
	b.WriteString("\n## Confusion\n\nRows are what the files say, columns what the runs were taken for.\n\n| |")
	for _, c := range measure.Classes {
		fmt.Fprintf(&b, " %s |", c)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" ---: |", len(measure.Classes)) + "\n")
	for _, want := range measure.Classes {
		counts := make([]int, len(measure.Classes))
		for _, r := range all {
			if r.spec.Spec.Pattern.Class == string(want) {
				for k, c := range measure.Classes {
					counts[k] += r.as[c]
				}
			}
		}
		fmt.Fprintf(&b, "| %s |", want)
		for _, x := range counts {
			fmt.Fprintf(&b, " %d |", x)
		}
		b.WriteString("\n")
	}
	b.WriteString(orders(all))
	b.WriteString("\n## What the literature has beside these\n\n| kind | here |\n| --- | --- |\n")
	for _, row := range notExpressed {
		fmt.Fprintf(&b, "| %s | %s |\n", row[0], row[1])
	}
	return save(filepath.Join(folder, "patterns.md"), b.String())
}

// others lists the classes that a pattern's runs were wrongly taken for.
func (r recognised) others() string {
	var parts []string
	for _, c := range measure.Classes {
		if n := r.as[c]; n > 0 && string(c) != r.spec.Spec.Pattern.Class {
			parts = append(parts, fmt.Sprintf("%s %d", c, n))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// An order is one that a text expects of some patterns.
type order struct {
	title, expects string
	names          []string
}

var expected = []order{
	{"From too cold to too hot", "Hargreaves & Fink 2006 order seven kinds from autocracy to anarchy; the scale suggests that the best lies between its ends",
		[]string{"autocracy", "delegated", "progressive-delegation", "guided-distribution", "emergent", "assertive-distribution", "anarchic-misalignment"}},
	{"Aligned and misaligned", "Leithwood et al. 2007 expect planful alignment to do best in the long run, spontaneous alignment next, then the misalignments, anarchy last",
		[]string{"planful-alignment", "spontaneous-alignment", "spontaneous-misalignment", "anarchic-misalignment"}},
}

// orders shows what came of patterns of which an order is expected.
func orders(all []recognised) string {
	find := func(name string) *recognised {
		return &all[slices.IndexFunc(all, func(r recognised) bool { return r.name == name })]
	}
	var b strings.Builder
	for _, o := range expected {
		fmt.Fprintf(&b, "\n## %s\n\n%s.\nSame organisation, same seeds; the last column is the step in output from the\nline above (99 %% interval, paired).\n\n| pattern | output | satisfaction | capacity grown | step |\n| --- | ---: | ---: | ---: | --- |\n", o.title, o.expects)
		for k, name := range o.names {
			r, step := find(name), ""
			if k > 0 {
				before := find(o.names[k-1])
				step = interval(stats.Mean(r.output)-stats.Mean(before.output), stats.Paired(r.output, before.output).Interval(0.99))
			}
			fmt.Fprintf(&b, "| `%s` | %.3f | %.3f | %s | %s |\n", name, stats.Mean(r.output), stats.Mean(r.satisfaction), signed(stats.Mean(r.grown)), step)
		}
		came := slices.Clone(o.names)
		slices.SortStableFunc(came, func(x, y string) int { return cmp.Compare(stats.Mean(find(y).output), stats.Mean(find(x).output)) })
		fmt.Fprintf(&b, "\nBy output they came out as: %s.\n", strings.Join(came, ", "))
	}
	return b.String()
}
