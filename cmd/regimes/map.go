package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"tutti/render/plot"
	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
)

// rivals are the patterns that meet on the map: one or two of each class.
var rivals = []string{
	"isolated", "self-organised", "conducted", "hierarchical", "delegated", "leader-plus", "coordinated", "rotating", "emergent", "shared", "everyone-leads",
}

// A place is a point on the map.
type place struct {
	turbulence   float64 // of the target [plan per cycle]
	spread       float64 // of expertise: 0 one expert who is the head, 1 each unit knows its own domain
	coordination float64 // need for it
	size         int     // agents
	cost         float64 // of time, as a multiple of the usual prices

	closed  bool    // people hear their own unit and those above and below them in the chain of command alone
	local   float64 // what is right in a unit and not elsewhere, standard deviation [plan]
	leaving float64 // hazard of leaving [per cycle]
	kind    string  // of work; "" is judgement
	hard    float64 // what makes another kind of work hard, in its own terms
}

// middle is where the factors stand that a map does not vary.
var middle = place{turbulence: 0.2, spread: 0.5, coordination: 1, size: 17, cost: 1}

// text is the scenario of a place: a head and four units, four domains.
func (p place) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, `
cycles = 100
burn_in = 25
[organisation]
domains = ["a", "b", "c", "d"]
[group.head]
unit = "unit a"
formal = true
autonomy = 0.6
expertise = {normal = [%.4f, 0.08]}
`, 0.85-0.5*p.spread)
	for _, own := range []string{"a", "b", "c", "d"} {
		var of []string
		for _, d := range []string{"a", "b", "c", "d"} {
			mean := 0.35 - 0.1*p.spread
			if d == own {
				mean = 0.35 + 0.5*p.spread
			}
			of = append(of, fmt.Sprintf("%s = {normal = [%.4f, 0.08]}", d, mean))
		}
		fmt.Fprintf(&b, "[group.%s]\nunit = \"unit %s\"\ncount = %d\nautonomy = {normal = [0.5, 0.15]}\nopenness = {normal = [0.7, 0.12]}\npresence = {beta = [5, 5]}\nexpertise = { %s }\n",
			own, own, (p.size-1)/4, strings.Join(of, ", "))
	}
	fmt.Fprintf(&b, `
[chain]
span = 4
[[ties]]
kind = "complete"
%strust = {beta = [5, 5]}
[turnover]
hazard = %.4f
[time]
round = %.4f
claim = %.5f
reflect = %.4f
[work]
%s`, p.doors(), p.leaving, 0.03*p.cost, 0.003*p.cost, 0.1*p.cost, p.work())
	return b.String()
}

// doors limits who hears whom, where doors are closed.
func (p place) doors() string {
	if p.closed {
		return "within = \"each\"\n"
	}
	return ""
}

// work is the work of a place.
func (p place) work() string {
	switch p.kind {
	case "ensemble":
		return fmt.Sprintf("kind = \"ensemble\"\nnotes = 24\ntimekeeper = 25\nmotor = 8\nturbulence = %.4f\ncoordination = %.4f\nreach = %.4f\n", p.turbulence, p.coordination, p.hard)
	case "search":
		return fmt.Sprintf("kind = \"search\"\nbits = 16\nturbulence = 0.01\nk = %.0f\n", p.hard)
	case "change":
		return fmt.Sprintf("kind = \"change\"\npioneers = 3\nthreshold = %.4f\n", p.hard)
	case "pooling":
		return fmt.Sprintf("kind = \"pooling\"\nitems = %.0f\n", p.hard)
	}
	return fmt.Sprintf("turbulence = %.4f\ncoordination = %.4f\nlocal = %.4f\n", p.turbulence, p.coordination, p.local)
}

// A cell is what came out at a place.
type cell struct {
	place
	means        []float64 // output, by rival
	best, second int
	lead         float64 // of the best over the second
	sure         stats.Interval
}

// clear says that the best leads beyond chance.
func (c *cell) clear() bool { return c.sure.Lo > 0 || c.lead > 0 && c.sure.Width() == 0 }

// explore lives all rivals at all places under the same seeds.
func explore(places []place, seeds int) []cell {
	outputs := make([][][]float64, len(places)) // by place, rival, seed
	for k := range outputs {
		outputs[k] = make([][]float64, len(rivals))
	}
	each(len(places)*len(rivals), func(k int) {
		at, r := k/len(rivals), k%len(rivals)
		s := read(places[at].text(), run.Setting{Key: "pattern", Value: rivals[r]})
		values := make([]float64, seeds)
		for seed := range values {
			values[seed] = live(s, uint64(seed)).mean(output)
		}
		outputs[at][r] = values
	})
	cells := make([]cell, len(places))
	for k, p := range places {
		c := cell{place: p, best: 0, second: -1}
		for _, v := range outputs[k] {
			c.means = append(c.means, stats.Mean(v))
		}
		for r, x := range c.means {
			if x > c.means[c.best] {
				c.best = r
			}
		}
		for r, x := range c.means {
			if r != c.best && (c.second < 0 || x > c.means[c.second]) {
				c.second = r
			}
		}
		c.lead = c.means[c.best] - c.means[c.second]
		c.sure = stats.Paired(outputs[k][c.best], outputs[k][c.second]).Interval(0.99)
		cells[k] = c
	}
	return cells
}

// A factor of the map, with its levels and how a place takes them.
type factor struct {
	name, doc string
	levels    []float64
	put       func(p *place, x float64)
	get       func(p place) float64
}

var factors = []factor{
	{"turbulence", "drift of what is right [plan per cycle]", []float64{0.05, 0.2, 0.6}, func(p *place, x float64) { p.turbulence = x }, func(p place) float64 { return p.turbulence }},
	{"spread", "of expertise: 0 the head knows all, 1 each unit its own domain", []float64{0, 0.5, 1}, func(p *place, x float64) { p.spread = x }, func(p place) float64 { return p.spread }},
	{"coordination", "need for it: weight of disagreement", []float64{0.25, 1, 4}, func(p *place, x float64) { p.coordination = x }, func(p place) float64 { return p.coordination }},
	{"size", "agents", []float64{5, 17, 33}, func(p *place, x float64) { p.size = int(x) }, func(p place) float64 { return float64(p.size) }},
	{"cost", "of time, as a multiple of the usual prices", []float64{0.5, 1, 2}, func(p *place, x float64) { p.cost = x }, func(p place) float64 { return p.cost }},
	{"local", "what is right in a unit and not elsewhere [plan]", nil, func(p *place, x float64) { p.local = x }, func(p place) float64 { return p.local }},
	{"leaving", "hazard of leaving [per cycle]", nil, func(p *place, x float64) { p.leaving = x }, func(p place) float64 { return p.leaving }},
	{"reach", "how far players hear one another [m]", nil, hardly, hardness},
	{"interdependence", "K: bits that each depends on", nil, hardly, hardness},
	{"threshold", "share of adopters at which the middle person adopts", nil, hardly, hardness},
	{"items", "that each person holds", nil, hardly, hardness},
}

func hardly(p *place, x float64) { p.hard = x }

func hardness(p place) float64 { return p.hard }

// grid are the factors of the large table.
func grid() []factor { return factors[:5] }

// crossed are all places where the given factors take all their levels, and the
// others stand as they do at a place.
func crossed(at place, list []factor) []place {
	places := []place{at}
	for _, f := range list {
		var next []place
		for _, p := range places {
			for _, x := range f.levels {
				f.put(&p, x)
				next = append(next, p)
			}
		}
		places = next
	}
	return places
}

// finer is a factor with other levels.
func finer(name string, levels ...float64) factor {
	f := factors[slices.IndexFunc(factors, func(f factor) bool { return f.name == name })]
	f.levels = levels
	return f
}

// A section of the space that is drawn.
type section struct {
	file, title, about string
	at                 place // where the rest stands
	x, y               factor
	times              int // as many times the usual number of seeds
}

// beyond is the middle with something else about it.
func beyond(change func(p *place)) place {
	p := middle
	change(&p)
	return p
}

// maps are the sections of the space of judgement that are drawn.
var maps = []section{
	{"regimes-world", "Turbulence against the spread of expertise", "", middle,
		finer("turbulence", 0.02, 0.05, 0.1, 0.2, 0.4, 0.8), finer("spread", 0, 0.2, 0.4, 0.6, 0.8, 1), 1},
	{"regimes-time", "Size against the cost of time", "", middle, finer("size", 5, 9, 17, 25, 33), finer("cost", 0, 0.5, 1, 1.5, 2, 3), 1},
	{"regimes-need", "Need for coordination against the spread of expertise", "", middle,
		finer("coordination", 0, 0.25, 0.5, 1, 2, 4, 8), finer("spread", 0, 0.2, 0.4, 0.6, 0.8, 1), 1},
	{"regimes-doors", "Closed doors: local knowledge against the need for coordination",
		`Here people hear their own unit and those above and below them in the chain of
command, and nobody else. A head who speaks to all is out of reach of most, and peers
who agree agree by unit; a chain of command passes word on from unit to unit, which is
what hierarchies are for (Simon 1962; Galbraith 1974).`,
		beyond(func(p *place) { p.closed = true }), finer("local", 0, 0.3, 0.6, 0.9, 1.2), finer("coordination", 0.5, 1, 2, 4, 8), 1},
	{"regimes-leaving", "Closed doors: people who leave against the cost of time",
		`Where people leave when they are dissatisfied, patterns that give voice keep them
longer. Doors are closed between four units of sixteen who know much of their own
(spread 0.8, local 0.5) and have much to coordinate (3). Twice as many seeds tell
smaller leads.`,
		beyond(func(p *place) { p.closed, p.spread, p.coordination, p.size, p.local = true, 0.8, 3, 65, 0.5 }),
		finer("leaving", 0, 0.015, 0.03, 0.06), finer("cost", 1, 1.25, 1.5, 1.75), 2},
}

// others are sections of the other kinds of work.
var others = []section{
	{"regimes-ensemble", "Ensemble: how far players hear one another against the size",
		`A passage of 24 notes is played in each cycle. Nobody can follow whom it does not
hear; the head plays, too.`,
		beyond(func(p *place) { p.kind = "ensemble" }), finer("reach", 1.5, 3, 6, 12), finer("size", 5, 9, 17, 33), 1},
	{"regimes-search", "Search: interdependence against the cost of time",
		`Plans are 16 bits in four domains. With interdependence 0 each bit can be put right
by itself, with 15 all hang together. A pattern that states no rule copies the best
heard.`,
		beyond(func(p *place) { p.kind = "search" }), finer("interdependence", 0, 2, 5, 15), finer("cost", 0.5, 1, 2, 3), 1},
	{"regimes-change", "Change: thresholds against the cost of time",
		`A practice is there to be taken up, which serves those who use it (benefit 0.7).
Three of 17 have it at the start and nobody presses for it; what is heard decides.`,
		beyond(func(p *place) { p.kind = "change" }), finer("threshold", 0.05, 0.15, 0.3, 0.5), finer("cost", 0.5, 1, 2, 3), 1},
	{"regimes-pooling", "Pooling: items against the cost of time",
		`Each person holds a piece of what all need to know; more items make a position that
gets too much at once saturate.`,
		beyond(func(p *place) { p.kind = "pooling" }), finer("items", 1, 2, 4, 8), finer("cost", 0.5, 1, 2, 3), 1},
}

// draw writes one map as SVG and returns its cells.
func draw(folder string, m section, seeds int) ([]cell, error) {
	cells := explore(crossed(m.at, []factor{m.x, m.y}), seeds*m.times)
	t := table.New(table.Number(m.x.name, "", m.x.doc), table.Number(m.y.name, "", m.y.doc), table.Label("pattern", "best"), table.Number("lead", "1", "over the second"))
	for _, c := range cells {
		name := rivals[c.best]
		if !c.clear() {
			name = "none"
		}
		t.AppendRow([]string{name}, m.x.get(c.place), m.y.get(c.place), c.lead)
	}
	figure := plot.Regimes(t, m.x.name, m.y.name, "pattern", "lead", plot.Options{Title: m.title,
		Note: "Which pattern has the most output, and by how much it leads the next; none: not clearly so (99 % intervals, paired)"})
	err := table.Save(filepath.Join(folder, m.file+".svg"), true, func(w io.Writer) error { return figure.SVG(w) })
	return cells, err
}

// wins counts by rival the cells it wins clearly, and last those nobody does.
func wins(cells []cell, in func(place) bool) []int {
	n := make([]int, len(rivals)+1)
	for _, c := range cells {
		switch {
		case !in(c.place):
		case c.clear():
			n[c.best]++
		default:
			n[len(rivals)]++
		}
	}
	return n
}

// regimesPage writes docs/regimes.md and its maps.
func regimesPage(folder string, seeds int) error {
	cells := explore(crossed(middle, grid()), seeds)
	var b strings.Builder
	fmt.Fprintf(&b, `# Which pattern wins where

Eleven patterns meet at %d places: all combinations of three levels of turbulence,
spread of expertise, need for coordination, size, and cost of time. A head and
four units do judgement in four domains for 100 cycles; the same %d seeds serve
every pattern. What counts is output: quality × effort × time left. A pattern
wins where its mean output leads the next one's and the 99 %% interval of the
paired difference lies above 0; elsewhere nobody does. Made by

    go run ./cmd/regimes

`, len(cells), seeds)
	b.WriteString("| | | " + strings.Join(rivals, " | ") + " | nobody clearly |\n| --- | --- |" + strings.Repeat(" ---: |", len(rivals)+1) + "\n")
	row := func(what, level string, in func(place) bool) {
		fmt.Fprintf(&b, "| %s | %s |", what, level)
		for _, n := range wins(cells, in) {
			fmt.Fprintf(&b, " %d |", n)
		}
		b.WriteString("\n")
	}
	row("everywhere", "", func(place) bool { return true })
	for _, f := range grid() {
		for _, x := range f.levels {
			row(f.name, fmt.Sprint(x), func(p place) bool { return f.get(p) == x })
		}
	}
	most := wins(cells, func(place) bool { return true })
	top := 0
	for r := range rivals {
		if most[r] > most[top] {
			top = r
		}
	}
	var leads []float64
	for _, c := range cells {
		leads = append(leads, c.lead)
	}
	fmt.Fprintf(&b, "\nNo pattern wins everywhere: the most successful, %s, wins %d of %d places. The\nbest leads the next by %.3f in the median, %.3f at most (output goes from 0 to 1).\n",
		rivals[top], most[top], len(cells), stats.Median(leads), slices.Max(leads))
	all := cells
	var parts [2]strings.Builder
	for k, list := range [][]section{maps, others} {
		for _, m := range list {
			drawn, err := draw(folder, m, seeds)
			if err != nil {
				return err
			}
			if m.at.kind == "" {
				all = append(all, drawn...)
			}
			parts[k].WriteString(m.text([]string{"##", "###"}[k], drawn))
		}
	}
	b.WriteString(nearly(all))
	b.WriteString(caveats)
	b.WriteString(parts[0].String())
	b.WriteString(contestedText(seeds))
	b.WriteString("\n## Other kinds of work\n\nThe same patterns and people in the same middle of everything else; each kind is\nvaried in what makes it hard.\n")
	b.WriteString(parts[1].String())
	return save(filepath.Join(folder, "regimes.md"), b.String())
}

// caveats are what the model leaves out that bears on who wins.
const caveats = `
What is left out bears on this. Handing out tasks and reporting back take no time,
which is kind to delegated where time is dear. To lead tires nobody, so that
rotating cannot gain by letting leaders rest.
`

// text is what the page says of a section.
func (m section) text(level string, cells []cell) string {
	about := m.about
	if about != "" {
		about = "\n" + about + "\n"
	}
	rest := ""
	if m.at == middle {
		rest = fmt.Sprintf("\nThe rest stands in the middle: turbulence %v, spread %v, coordination %v, size %v,\ncost %v. The number is the lead over the next.\n",
			middle.turbulence, middle.spread, middle.coordination, middle.size, middle.cost)
	}
	return fmt.Sprintf("\n%s %s\n%s\n![%s](%s.svg)\n%s\n%s\n", level, m.title, about, m.title, m.file, rest, sentence(cells))
}

// nearly says of each pattern that wins at no place of judgement, the table's and
// the maps', or at few, how near it comes.
func nearly(cells []cell) string {
	var b strings.Builder
	won := wins(cells, func(place) bool { return true })
	fmt.Fprintf(&b, "\nOver these and the maps of judgement below, %d places in all:\n\n| pattern | wins clearly | has the highest mean | greatest lead, or least lag |\n| --- | ---: | ---: | ---: |\n", len(cells))
	for r, name := range rivals {
		top, first := math.Inf(-1), 0
		for _, c := range cells {
			gap := c.means[r] - c.means[c.best]
			if r == c.best {
				gap = c.lead
				first++
			}
			top = max(top, gap)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %s |\n", name, won[r], first, signed(top))
	}
	return b.String()
}

// sentence says who wins on a map.
func sentence(cells []cell) string {
	n := wins(cells, func(place) bool { return true })
	var parts []string
	for r, x := range n[:len(rivals)] {
		if x > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", rivals[r], x))
		}
	}
	return fmt.Sprintf("Of %d places: %s; nobody clearly %d.", len(cells), strings.Join(parts, ", "), n[len(rivals)])
}
