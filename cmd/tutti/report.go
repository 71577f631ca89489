package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"tutti/agents/influence"
	"tutti/render/plot"
	"tutti/sim/exact"
	"tutti/sim/run"
	"tutti/sim/table"
)

// reportWidth is how wide the screen of a run is [characters].
const reportWidth = 80

// report prints what a run came to: one screen, for somebody who has never seen
// the program. Two of them have the same parts in the same order, so that they
// can be laid side by side.
func report(w io.Writer, s *run.Scenario, r *run.Running, record *run.Record, out string) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s\n", fold(cmp.Or(s.Title, s.File), "", reportWidth))
	if r.Organisation == nil {
		reportClassic(b, s, r, record)
	} else {
		reportOrganisation(b, s, r, record)
	}
	fmt.Fprintf(b, "\nDigest %s, the same wherever this is run\n", exact.Digest(r))
	if out != "" {
		what := "tables, plots and manifest.json"
		if record.Followed() {
			what = "tables, network, plots and manifest.json"
		}
		fmt.Fprintf(b, "%s\n", fold("Written to "+out+": "+what, "", reportWidth))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// reportClassic prints the measures of a published model.
func reportClassic(b *strings.Builder, s *run.Scenario, r *run.Running, record *run.Record) {
	fmt.Fprintf(b, "%s\n%s, seed %d\n\n", fold(s.Kind.Reference, "", reportWidth), plural(r.Cycle(), "cycle"), s.Seed)
	widest := 0
	for _, c := range r.Columns() {
		widest = max(widest, utf8.RuneCountInString(c.Name))
	}
	const spark = 20
	fmt.Fprintf(b, "%-*s %10s  %-*s  what it is\n", widest, "measure", "at the end", spark, "over time")
	for k, c := range r.Columns() {
		y := record.Series[k]
		end := "–"
		if n := len(y); n > 0 && !table.Missing(y[n-1]) {
			end = fmt.Sprintf("%.4g", y[n-1])
		}
		head := fmt.Sprintf("%-*s %10s  %s", widest, c.Name, end, padded(plot.Spark(y, math.NaN(), math.NaN(), spark), spark))
		hang := strings.Repeat(" ", widest+15+spark)
		fmt.Fprintf(b, "%s  %s\n", head, strings.TrimLeft(fold(c.Doc, hang, max(reportWidth, len(hang)+20)), " "))
	}
}

// padded fills a text up to a width.
func padded(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// A screen is what the report of an organisation reads from.
type screen struct {
	*strings.Builder
	s      *run.Scenario
	r      *run.Running
	record *run.Record
	values []float64
}

func reportOrganisation(b *strings.Builder, s *run.Scenario, r *run.Running, record *run.Record) {
	p := &screen{b, s, r, record, record.Summary.Values()}
	m := r.Organisation.Model
	pattern := m.Pattern()
	name := cmp.Or(pattern.Title, "of the scenario's own")
	if pattern.Name != "" {
		name = fmt.Sprintf("%s (%s)", pattern.Name, strings.ToLower(pattern.Title))
	}
	p.say("", "%s in %s, %s work, %s, seed %d", plural(m.Org.Size(), "agent"), plural(m.UnitsThere(), "unit"), m.Spec.WorkKind, plural(r.Cycle(), "cycle"), s.Seed)
	p.say("", "Pattern: %s", name)
	p.quality()
	p.cost()
	p.leaders()
	p.people()
	p.apart()
}

func (p *screen) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// say prints a sentence, folded to the width of the screen.
func (p *screen) say(indent, format string, args ...any) {
	p.printf("%s\n", fold(fmt.Sprintf(format, args...), indent, reportWidth))
}

// value is a measure's mean over the run, or its last value where it is one of
// the whole run.
func (p *screen) value(name string) float64 {
	for k, c := range p.r.Columns() {
		if c.Name == name {
			return p.values[k]
		}
	}
	return math.NaN()
}

func (p *screen) series(name string) []float64 {
	for k, c := range p.r.Columns() {
		if c.Name == name {
			return p.record.Series[k]
		}
	}
	return nil
}

func (p *screen) quality() {
	p.printf("\nHow good was the work?\n")
	p.printf("  quality %s of 1   %s\n", two(p.value("quality")), plot.Spark(p.series("quality"), math.NaN(), math.NaN(), 58))
	alone, best := p.value("isolated"), p.value("oracle")
	if !math.IsNaN(alone) && !math.IsNaN(best) {
		gained := ""
		switch got := (p.value("quality") - alone) / (best - alone); {
		case best-alone < 1e-9:
		case got >= 0:
			gained = fmt.Sprintf(": %.0f %% of what there was to gain from one another was gained", 100*got)
		default:
			gained = ": hearing one another did more harm than good here"
		}
		p.say("  ", "everyone alone would reach %s, all knowledge together %s%s", two(alone), two(best), gained)
	}
	if rec := p.value("recovery"); !math.IsNaN(rec) {
		p.say("  ", "after a shock it took %s until the work was as good as before", plural(int(math.Round(rec)), "cycle"))
	}
	p.detail()
}

func (p *screen) cost() {
	p.printf("\nWhat did it cost?\n")
	p.say("  ", "time: %.0f %% of each cycle went into talk and reflection (%s a round)", 100*p.value("time_used"), claims(p.value("claims")))
	p.say("  ", "effort: people gave %.0f %% of theirs", 100*p.value("engagement"))
	p.say("  ", "output, quality × effort × the time that was left: %s", two(p.value("output")))
	p.audit()
}

func claims(x float64) string {
	if x == 1 {
		return "1 claim"
	}
	return fmt.Sprintf("%.3g claims", x)
}

// shownLeaders is how many leaders have a line.
const shownLeaders = 6

// leaders prints who led: a table of those who led most, how widely leadership
// was shared, and how it moved.
func (p *screen) leaders() {
	all := leaderships(p.r)
	p.printf("\nWho led, in what, and by which source of influence?\n")
	if len(all.order) == 0 {
		p.printf("  nobody: no claim moved anybody's plan\n")
		return
	}
	p.printf("  %-15s %-13s %5s  %-18s position/person/reason\n", "", "unit", "share", "most in")
	listed := 0
	for l := range all.each(p.r) {
		if listed == shownLeaders || l.Share < 0.005 { // 0 % to the eye
			break
		}
		listed++
		domain, most := "", 0.0
		for _, d := range p.s.Spec.Domains {
			if l.ByDomain[d] > most {
				domain, most = d, l.ByDomain[d]
			}
		}
		p.printf("  %s %s %3.0f %%  %s %s", fit(l.Name, 15), fit(l.Unit, 13), 100*l.Share, fit(domain, 12), fmt.Sprintf("%3.0f %%", 100*most/l.Share))
		for k, source := range influence.Sources {
			p.printf("%s%3.0f", []string{" ", " /", " /"}[k], 100*l.BySource[source]/l.Share)
		}
		p.printf(" %%\n")
	}
	more := ""
	if n := len(all.order) - listed; n > 0 {
		more = fmt.Sprintf("and %d more; ", n)
	}
	p.say("  ", "%s%s; %.0f %% of leadership came from holders of a formal lead; recognised as %s", more, p.sharing(), 100*p.value("formal_share"), p.class())
	p.river()
}

// class is the kind of distribution that the run is recognised as.
func (p *screen) class() string {
	class, _ := p.r.Organisation.Window().Class()
	if class == "" {
		return "no known kind"
	}
	return string(class)
}

// sharing says among how many leadership was shared.
func (p *screen) sharing() string {
	now, run := exact.Exp(p.value("entropy_sharing")), exact.Exp(p.value("entropy_total"))
	switch {
	case run < 1.05:
		return "one led alone"
	case math.IsNaN(run):
		return "shared among nobody after burn-in"
	}
	return fmt.Sprintf("shared as among %.3g equal leaders in a cycle, %.3g over the run", now, run)
}

// river draws how leadership moved. Leaders with less than half a per cent have
// no line, nor have all the others together.
func (p *screen) river() {
	whole, all := make([]float64, len(p.record.Volume)), 0.0
	order := make([]int, len(whole))
	for i, volume := range p.record.Volume {
		order[i] = i
		for _, x := range volume {
			whole[i] += x
			all += x
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(whole[b], whole[a]) })
	top, rest := 0, all
	for top < min(5, len(order)) && whole[order[top]] >= 0.005*all {
		rest -= whole[order[top]]
		top++
	}
	if all == 0 || top == 0 && len(order) == 0 {
		return
	}
	if rest < 0.005*all {
		order = order[:top]
	}
	names, volume := make([]string, len(order)), make([][]float64, len(order))
	for k, i := range order {
		names[k], volume[k] = p.record.Leaders[i], p.record.Volume[i]
	}
	whose := ""
	if p.record.ByUnit() {
		whose = ", by unit"
	}
	if p.s.BurnIn > 0 {
		whose += fmt.Sprintf(", with the %s that the table leaves out", plural(p.s.BurnIn, "cycle"))
	}
	p.printf("\nLeadership over time%s\n", whose)
	for line := range strings.Lines(plot.RiverText(names, volume, top, reportWidth-2)) {
		p.printf("  %s\n", strings.TrimRight(line, " \n"))
	}
}

func (p *screen) people() {
	p.printf("\nWho grew, who left?\n")
	m := p.r.Organisation.Model
	leavers := 0.0
	for _, x := range p.series("leavers") {
		leavers += x
	}
	left, members := "", m.Org.Members()
	replaced := int(leavers) - (m.Org.N - members)
	if p.s.Spec.Turnover.Hazard > 0 || replaced > 0 {
		left = fmt.Sprintf("; %s left and were replaced", plural(replaced, "person"))
		if replaced == 1 {
			left = "; 1 person left and was replaced"
		}
	}
	if gone := m.Org.N - members; gone > 0 {
		left += fmt.Sprintf("; %d of %d left for good", gone, m.Org.N)
	}
	if away := members - m.Org.Size(); away > 0 {
		left += fmt.Sprintf("; %d of %d are away at the end", away, members)
	}
	p.say("  ", "expertise %s, %+.2f since cycle %d%s", two(p.value("expertise")), unsigned(p.value("capacity_growth")), p.s.BurnIn, left)
	p.say("  ", "satisfaction: motivation %s, general %s, growth %s; trust %s", two(p.value("motivation")), two(p.value("general_satisfaction")), two(p.value("growth_satisfaction")), two(p.value("trust")))
	if c := p.value("compliance"); !math.IsNaN(c) {
		p.say("  ", "the new pattern: %.0f %% live by it, commitment %s", 100*c, two(p.value("commitment")))
	}
}

// apart prints what is not leadership.
func (p *screen) apart() {
	forced, lied, decided := p.value("coerced"), p.value("manipulated"), p.value("decided")
	if forced > 0 || lied > 0 || decided > 0 {
		p.printf("\nNot leadership, booked apart\n")
	}
	if decided > 0 {
		p.say("  ", "those who hold a task moved what others did in it by %.3g, per agent and cycle, their plans unmoved; delegation index %s", decided, two(p.value("delegation_index")))
	}
	if forced > 0 || lied > 0 {
		p.say("  ", "actions bent by force %.3g, plans moved by inflated claims %.3g, per agent and cycle", zero(forced), zero(lied))
	}
}

// unsigned takes the sign off what rounds to nothing.
func unsigned(x float64) float64 {
	if math.Abs(x) < 0.005 {
		return 0
	}
	return x
}

func zero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

// two writes a share with two digits, a missing one as a dash.
func two(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.2f", x)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if what == "person" {
		return fmt.Sprintf("%d people", n)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// fit cuts a text to a width.
func fit(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text + strings.Repeat(" ", width-utf8.RuneCountInString(text))
	}
	return string([]rune(text)[:width-1]) + "…"
}
