package main

import (
	"fmt"
	"io"
	"math"
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
// the program.
func report(w io.Writer, s *run.Scenario, r *run.Running, record *run.Record, out string) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s\n", s.Title)
	if r.Organisation == nil {
		reportClassic(b, s, r, record)
	} else {
		reportOrganisation(b, s, r, record)
	}
	fmt.Fprintf(b, "\nDigest %s (the same for this scenario, seed and version, anywhere)\n", exact.Digest(r))
	if out != "" {
		fmt.Fprintf(b, "Written to %s: tables, network, plots and manifest.json\n", out)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// reportClassic prints the measures of a published model.
func reportClassic(b *strings.Builder, s *run.Scenario, r *run.Running, record *run.Record) {
	fmt.Fprintf(b, "%s; %d cycles, seed %d\n\n", s.Kind.Reference, r.Cycle(), s.Seed)
	widest := 0
	for _, c := range r.Columns() {
		widest = max(widest, utf8.RuneCountInString(c.Name))
	}
	fmt.Fprintf(b, "%-*s  %10s  %-24s\n", widest, "measure", "at the end", "over time")
	for k, c := range r.Columns() {
		y := record.Series[k]
		end := "–"
		if x := y[len(y)-1]; !table.Missing(x) {
			end = fmt.Sprintf("%.4g", x)
		}
		fmt.Fprintf(b, "%-*s  %10s  %s  %s\n", widest, c.Name, end, plot.Spark(y, math.NaN(), math.NaN(), 24), wrapTail(c.Doc, reportWidth-widest-40))
	}
}

// wrapTail cuts a text to a width.
func wrapTail(text string, width int) string {
	if width < 8 || utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:width-1]) + "…"
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
	name := pattern.Title
	if pattern.Name != "" {
		name = fmt.Sprintf("%s (%s)", pattern.Name, strings.ToLower(pattern.Title))
	}
	p.printf("%d agents in %s, %s work, %d cycles, seed %d\nPattern: %s\n", m.Org.Size(), plural(len(m.Spec.Units), "unit"), m.Spec.WorkKind, r.Cycle(), s.Seed, name)
	p.quality()
	p.cost()
	p.leaders()
	p.people()
	p.apart()
}

func (p *screen) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

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
	p.printf("  quality %s of 1  %s\n", two(p.value("quality")), plot.Spark(p.series("quality"), math.NaN(), math.NaN(), 44))
	alone, best := p.value("isolated"), p.value("oracle")
	if !math.IsNaN(alone) && !math.IsNaN(best) {
		p.printf("  everyone alone would reach %s, all knowledge together %s", two(alone), two(best))
		switch got := (p.value("quality") - alone) / (best - alone); {
		case best-alone < 1e-9:
			p.printf("\n")
		case got >= 0:
			p.printf(": %.0f %% of what there\n  was to gain from one another was gained\n", 100*got)
		default:
			p.printf(":\n  hearing one another did more harm than good here\n")
		}
	}
	if rec := p.value("recovery"); !math.IsNaN(rec) {
		p.printf("  after a shock it took %.0f cycles until the work was as good as before\n", rec)
	}
	for _, c := range p.s.Spec.Work.Columns() {
		if x := p.value(c.Name); !math.IsNaN(x) {
			p.printf("  %s: %.3g %s\n", c.Doc, x, c.Unit)
		}
	}
}

func (p *screen) cost() {
	p.printf("\nWhat did it cost?\n")
	p.printf("  %.0f %% of each cycle's time went into talk and reflection (%.3g claims heard a\n  round); people gave %.0f %% of their effort; output quality × effort × time left: %s\n",
		100*p.value("time_used"), p.value("claims"), 100*p.value("engagement"), two(p.value("output")))
}

// shownLeaders is how many leaders have a line.
const shownLeaders = 6

func (p *screen) leaders() {
	all := leaderships(p.r)
	p.printf("\nWho led, in what, and by which source of influence?\n")
	if len(all) == 0 {
		p.printf("  nobody: no claim moved anybody's plan\n")
		return
	}
	p.printf("  %-18s %-16s %5s   %-18s %s\n", "", "unit", "share", "most in", "position/person/reason")
	for _, l := range all[:min(shownLeaders, len(all))] {
		domain, most := "", 0.0
		for _, d := range p.s.Spec.Domains {
			if l.ByDomain[d] > most {
				domain, most = d, l.ByDomain[d]
			}
		}
		p.printf("  %-18s %-16s %3.0f %%   %-18s", fit(l.Name, 18), fit(l.Unit, 16), 100*l.Share, fit(fmt.Sprintf("%s %.0f %%", domain, 100*most/l.Share), 18))
		for k, source := range influence.Sources {
			p.printf("%s%3.0f %%", []string{" ", " / ", " / "}[k], 100*l.BySource[source]/l.Share)
		}
		p.printf("\n")
	}
	if more := len(all) - shownLeaders; more > 0 {
		p.printf("  and %d more; ", more)
	} else {
		p.printf("  ")
	}
	p.printf("as much as %.3g equal leaders at a time, %.3g over the run; %.0f %% held a\n  formal lead\n", exact.Exp(p.value("entropy_sharing")), exact.Exp(p.value("entropy_total")), 100*p.value("formal_share"))
	p.printf("\nLeadership over time\n")
	for _, line := range strings.Split(strings.TrimRight(plot.RiverText(p.record.Leaders, p.record.Volume, 5, reportWidth-2), "\n"), "\n") {
		p.printf("  %s\n", strings.TrimRight(line, " "))
	}
}

func (p *screen) people() {
	p.printf("\nWho grew, who left?\n")
	grown := p.value("capacity_growth")
	p.printf("  expertise %s %+.2f since cycle %d", two(p.value("expertise")), grown, p.s.BurnIn)
	m := p.r.Organisation.Model
	leavers := 0.0
	for _, x := range p.series("leavers") {
		leavers += x
	}
	if p.s.Spec.Turnover.Hazard > 0 || leavers > 0 {
		p.printf("; %s left and were replaced", plural(int(leavers), "person"))
	}
	if gone := absent(p.r); gone > 0 {
		p.printf("; %d of %d are away at the end", gone, m.Org.N)
	}
	p.printf("\n  satisfaction: motivation %s, general %s, growth %s; trust %s\n", two(p.value("motivation")), two(p.value("general_satisfaction")), two(p.value("growth_satisfaction")), two(p.value("trust")))
	if c := p.value("compliance"); !math.IsNaN(c) {
		p.printf("  the new pattern: %.0f %% live by it, commitment %s\n", 100*c, two(p.value("commitment")))
	}
}

// apart prints what is not leadership.
func (p *screen) apart() {
	forced, lied := p.value("coerced"), p.value("manipulated")
	if forced > 0 || lied > 0 {
		p.printf("\nNot leadership, booked apart: actions bent by force %.3g, plans moved by\n  inflated claims %.3g per agent and cycle\n", zero(forced), zero(lied))
	}
}

func zero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

func absent(r *run.Running) int {
	return len(r.Organisation.Org.Present) - r.Organisation.Org.Size()
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
