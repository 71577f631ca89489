package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"regexp"
	"slices"
	"strings"

	"tutti/sim/run"
	"tutti/sim/stats"
	"tutti/sim/table"
)

//go:embed comparereport.html
var reportText string

var reportTemplate = template.Must(template.New("report").Parse(reportText))

// A typicalRun is the run of an arm whose main measure is nearest to the arm's
// median.
type typicalRun struct {
	Arm    string
	Run    int64
	Seed   uint64
	Value  string
	Again  string // command
	Figure template.HTML
}

// reportData is what the report shows.
type reportData struct {
	Title, Question, Engine, Command, Plan string
	Baseline                               string
	Until                                  string
	Seeds                                  int64
	FirstSeed, LastSeed                    uint64
	Runs, Failed                           int64
	Arms                                   []reportArm
	Sections                               []reportSection
	Ranking                                []reportRank
	Reach                                  []string
	Typical                                []typicalRun
	Warnings                               []string
	Answer                                 []string // in words, by the measure that is ranked by
	Method                                 string   // of the intervals of mean differences
	Replay                                 string   // command that does one run again
	Sources                                []reportSource
	All                                    template.HTML
}

type reportArm struct{ Name, Settings, People, Cycles, BurnIn string }

type reportRank struct {
	Place              int
	Arm, Mean, Letters string
}

type reportSource struct{ Name, Text string }

// reportSection is one measure.
type reportSection struct {
	Name, Unit, Doc string
	Rows            []reportRow
	Figure          template.HTML
}

type reportRow struct {
	Arm, Mean, MeanIn, Median, MedianIn, SD, Difference, DifferenceIn, Middle, MiddleIn, DZ, D, Beats, P string
}

// html is the self-contained report.
func (x *comparison) html() ([]byte, error) {
	d := reportData{
		Title: firstOf(x.Plan.Title, x.title()), Question: x.Question, Engine: "tutti " + x.Plan.Engine, Command: x.Command, Plan: x.Plan.ID(),
		Baseline: x.Arms[0], Seeds: x.Seeds, FirstSeed: x.FirstSeed, LastSeed: x.FirstSeed + uint64(x.Seeds) - 1, Runs: x.Plan.Runs(), Failed: x.Failed,
		Typical: x.typical, Warnings: x.Warnings, Answer: x.answer(), Method: x.method(),
	}
	if len(x.typical) > 0 {
		d.Replay = x.typical[0].Again
	}
	if x.Until > 0 {
		d.Until = digits(x.Until, 3)
	}
	for arm := range x.Arms {
		a, err := x.armOf(arm)
		if err != nil {
			return nil, err
		}
		d.Arms = append(d.Arms, a)
	}
	for _, name := range x.Plan.SourceNames() {
		d.Sources = append(d.Sources, reportSource{name, x.Plan.Sources[name]})
	}
	for m := range x.Measures {
		section, err := x.section(m)
		if err != nil {
			return nil, err
		}
		d.Sections = append(d.Sections, section)
	}
	for _, arm := range x.Ranking.Order {
		d.Ranking = append(d.Ranking, reportRank{x.Ranking.Place[arm], x.Arms[arm], minus(x.rankedBy(arm)), x.Ranking.Letters[arm]})
	}
	d.Reach = x.reach()
	all, err := inlineSVG(svgOf(x.forest()))
	if err != nil {
		return nil, err
	}
	d.All = all
	var b bytes.Buffer
	err = reportTemplate.Execute(&b, d)
	return b.Bytes(), err
}

// title names the arms where nobody gave a title.
func (x *comparison) title() string {
	arms := x.Arms
	if len(arms) > 6 {
		arms = append(slices.Clone(arms[:5]), fmt.Sprintf("%d more", len(x.Arms)-5))
	}
	return x.Plan.Groups[0].Experiment.Scenario + ": " + strings.Join(arms, ", ")
}

// armOf is an arm as the report describes it.
func (x *comparison) armOf(arm int) (reportArm, error) {
	at := x.Plan.PointAt(x.Points[arm])
	name, sets := x.Plan.Groups[at.Group].Experiment.Settings(at.Local)
	words := []string{name}
	for _, s := range sets {
		words = append(words, fmt.Sprintf("%s = %v", s.Key, s.Value))
	}
	s, err := run.NewRuns(x.Plan).ScenarioAt(at)
	if err != nil {
		return reportArm{}, err
	}
	out := reportArm{Name: x.Arms[arm], Settings: strings.Join(words, ", "), Cycles: fmt.Sprint(s.Cycles), BurnIn: fmt.Sprint(s.BurnIn)}
	if m := s.New(x.Plan.SeedOf(at)); m.Organisation != nil {
		out.People = fmt.Sprint(m.Organisation.Org.N)
	}
	return out, nil
}

// answer says in words how the arms compare in the main measure.
func (x *comparison) answer() (out []string) {
	name := x.Measures[0].Name
	for arm, d := range x.Diffs[0] {
		if d == nil || !d.Mean.Known() {
			continue
		}
		lo, hi := d.Mean.Lo, d.Mean.Hi
		where, size := "higher than", d.Mean.Center
		if d.Mean.Center < 0 {
			where, size, lo, hi = "lower than", -size, -hi, -lo
		}
		if lo <= 0 && hi >= 0 {
			out = append(out, minus(fmt.Sprintf("%s: %s is not told apart from %s; the difference lies between %s and %s", name, x.Arms[arm], x.Arms[0], signed(d.Mean.Lo), signed(d.Mean.Hi))))
			continue
		}
		out = append(out, minus(fmt.Sprintf("%s: %s is %s %s %s (95 %% interval %s to %s); a run of it is above a run of %s with a chance of %s",
			name, x.Arms[arm], digits(size, 3), where, x.Arms[0], digits(lo, 3), digits(hi, 3), x.Arms[0], percent(d.A12))))
	}
	return out
}

// method is how the intervals of mean differences were made.
func (x *comparison) method() string {
	for _, row := range x.Diffs {
		for _, d := range row {
			if d != nil && d.Mean.Known() && d.SD > 0 {
				return d.Mean.Method
			}
		}
	}
	return "BCa"
}

// minus writes the sign as print does, where it begins a number.
func minus(s string) string {
	for _, before := range []string{" ", "[", "("} {
		for d := range "0123456789i" {
			s = strings.ReplaceAll(s, before+"-"+"0123456789i"[d:d+1], before+"−"+"0123456789i"[d:d+1])
		}
	}
	if rest, ok := strings.CutPrefix(s, "-"); ok && rest != "" {
		s = "−" + rest
	}
	return endless.ReplaceAllString(s, "∞")
}

// endless is an infinite number; other words may begin so.
var endless = regexp.MustCompile(`\binf\b`)

// within is an interval in brackets.
func within(e stats.Estimate) string {
	if !e.Known() {
		return ""
	}
	return "[" + signed(e.Lo) + ", " + signed(e.Hi) + "]"
}

// section shows one measure.
func (x *comparison) section(m int) (s reportSection, err error) {
	measure := x.Measures[m]
	s = reportSection{Name: measure.Name, Unit: measure.Unit, Doc: measure.Doc}
	if s.Unit == "1" {
		s.Unit = ""
	}
	arms := x.armTable()
	for arm, name := range x.Arms {
		row := m*len(x.Arms) + arm
		number := func(column string) string { return digits(arms.Numbers(column)[row], 4) }
		between := func(what string) string {
			if table.Missing(arms.Numbers(what + "_lo")[row]) {
				return ""
			}
			return "[" + number(what+"_lo") + ", " + number(what+"_hi") + "]"
		}
		r := reportRow{Arm: name, Mean: number("mean"), MeanIn: between("mean"), Median: number("median"), MedianIn: between("median"), SD: number("sd")}
		if d := x.Diffs[m][arm]; d != nil {
			r.Difference, r.DifferenceIn = signed(d.Mean.Center), within(d.Mean)
			r.Middle, r.MiddleIn = signed(d.Median.Center), within(d.Median)
			r.DZ, r.D, r.Beats = digits(d.DZ, 2), digits(d.D, 2), percent(d.A12)
			if x.Until == 0 {
				r.P = pText(d.PHolm)
			}
		}
		for _, text := range []*string{&r.Mean, &r.MeanIn, &r.Median, &r.MedianIn, &r.Difference, &r.DifferenceIn, &r.Middle, &r.MiddleIn, &r.DZ, &r.D} {
			*text = minus(*text)
		}
		s.Rows = append(s.Rows, r)
	}
	s.Figure, err = inlineSVG(svgOf(x.forestOf(m)))
	return s, err
}

// reach says what these seeds could find.
func (x *comparison) reach() (out []string) {
	for arm, d := range x.Diffs[0] {
		if d == nil || table.Missing(d.Detectable) {
			continue
		}
		text := fmt.Sprintf("%s against %s: %d seeds find a difference of %s in %s with power .95 at alpha .01; half of that would need %s seeds",
			x.Arms[arm], x.Arms[0], d.Pairs, digits(d.Detectable, 2), x.Measures[0].Name, seedsText(d.HalfNeeds))
		if !math.IsNaN(d.Needed) {
			text += ", the smallest that matters " + seedsText(d.Needed)
		}
		out = append(out, text)
	}
	for i, w := range x.Widths {
		out = append(out, x.Arms[i+1]+": "+w.String())
	}
	return out
}

// inlineSVG makes a figure part of a page: without the lines that only a file
// of its own may have.
func inlineSVG(svg []byte, err error) (template.HTML, error) {
	if err != nil {
		return "", err
	}
	text := string(svg)
	if at := strings.Index(text, "<svg"); at > 0 {
		text = text[at:]
	}
	return template.HTML(text), nil // made by us, with names escaped by the painter
}

// findTypical finds each arm's typical run and draws its leadership.
func (x *comparison) findTypical(ctx context.Context) error {
	x.typical = nil
	for arm, name := range x.Arms {
		r := x.nearestMedian(arm)
		if r < 0 {
			continue
		}
		k := x.Plan.RunOf(x.Points[arm], int64(r))
		at := x.Plan.At(k)
		figure, err := drawLeadership(ctx, x.Plan, k, fmt.Sprintf("%s, seed %d", name, x.Plan.SeedOf(at)))
		if err != nil {
			return err
		}
		if figure == "" {
			continue
		}
		x.typical = append(x.typical, typicalRun{Arm: name, Run: k, Seed: x.Plan.SeedOf(at), Value: digits(x.Values[0][arm][r], 4),
			Again: x.Plan.Command(at), Figure: figure})
	}
	return nil
}

// nearestMedian is the seed whose main measure is nearest to the arm's median,
// the first of equals; -1 when there is none.
func (x *comparison) nearestMedian(arm int) int {
	v := x.Values[0][arm]
	best, near := -1, math.Inf(1)
	middle := stats.Median(present(v))
	for r, y := range v {
		if d := math.Abs(y - middle); d < near {
			best, near = r, d
		}
	}
	return best
}
