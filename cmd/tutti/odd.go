package main

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tutti/sim"
	"tutti/sim/event"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/scenario"
	"tutti/sim/work"
)

type oddCmd struct {
	File  string   `arg:"" help:"Scenario file, or the name of one that comes with the program."`
	Set   []string `help:"Another value for a key." placeholder:"KEY=VALUE" sep:"none"`
	Out   string   `help:"Write here instead of to the screen." placeholder:"FILE" type:"path"`
	Force bool     `help:"Replace a file that is there."`
}

// Help is shown by --help.
func (oddCmd) Help() string {
	return `Writes the description of a scenario's model as Markdown, by the protocol
Overview, Design concepts, Details (Grimm and others 2020, JASSS 23(2) 7): the
model in words and equations, this scenario's people, pattern and events, every
parameter with its value, and the command that reproduces the run.

Examples:
  tutti odd orpheus
  tutti odd march-1991 --out march.md`
}

// Run writes the description.
func (c *oddCmd) Run(a *app) error {
	s, err := loadScenario(c.File, c.Set)
	if err != nil {
		return err
	}
	return a.deliver(c.Out, c.Force, func() (string, error) { return describe(s, c), nil })
}

// A paper is a description in the making.
type paper struct {
	strings.Builder
	s *run.Scenario
}

func (p *paper) line(format string, args ...any) { fmt.Fprintf(&p.Builder, format+"\n", args...) }

// describe writes the whole description of a scenario.
func describe(s *run.Scenario, c *oddCmd) string {
	p := &paper{s: s}
	p.line("# %s: model description\n", cmp.Or(s.Title, s.File))
	p.line("By the protocol Overview, Design concepts, Details (ODD; Grimm and others 2020, Journal of Artificial")
	p.line("Societies and Social Simulation 23(2) 7), written by `tutti odd`, version %s.\n", version)
	if s.Spec != nil {
		p.organisation()
	} else {
		p.published()
	}
	p.parameters()
	p.reproduce(c)
	p.sources()
	return p.String()
}

// sections cuts the model's description at its headings, in order.
func sections(text string) (heads, bodies []string) {
	for _, line := range strings.SplitAfter(text, "\n") {
		if strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### ") {
			heads, bodies = append(heads, strings.TrimSpace(line)), append(bodies, "")
		} else if len(bodies) > 0 {
			bodies[len(bodies)-1] += line
		}
	}
	return heads, bodies
}

// organisation writes the model's own description, with what is special to the
// scenario at the end of each section.
func (p *paper) organisation() {
	heads, bodies := sections(sim.Description)
	for k, head := range heads {
		if head == "## Decisions" {
			break
		}
		p.line("%s\n", head)
		body := strings.TrimSpace(bodies[k])
		if strings.HasPrefix(head, "### 7.") {
			body = p.inUse(body)
		}
		if body != "" {
			p.line("%s\n", body)
		}
		switch {
		case strings.HasPrefix(head, "### 1."):
			p.about()
		case strings.HasPrefix(head, "### 2."):
			p.entities()
		case strings.HasPrefix(head, "### 3."):
			p.events()
		case strings.HasPrefix(head, "### 4."):
			p.measures()
		case strings.HasPrefix(head, "### 5."):
			p.groups()
		case strings.HasPrefix(head, "### 6."):
			p.files()
		case strings.HasPrefix(head, "### 7."):
			p.submodels()
		}
	}
}

// onlyFor says for which kinds of work a submodel counts; others count for all.
var onlyFor = map[string][]string{
	"Judgement": {"judgement", "ensemble"}, "Ensemble": {"ensemble"}, "Search": {"search"}, "Change": {"change"}, "Pooling": {"pooling"},
}

// inUse leaves out the submodels that this scenario has no use for: other kinds
// of work, the rehearsal of pieces where nothing is rehearsed.
func (p *paper) inUse(body string) string {
	var kept []string
	out := false
	for part := range strings.SplitSeq(body, "\n\n") {
		if name, is := submodel(part); is {
			kinds, limited := onlyFor[name]
			out = limited && !slices.Contains(kinds, p.s.Spec.WorkKind) || name == "Pairs that are refused" ||
				name == "Rehearsal" && !p.s.Spec.Rehearsal.On ||
				name == "Off by default" && !p.climate() || name == "Reviews" && !p.reviewed()
		}
		if !out {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n\n")
}

// climate says whether anything of what surrounds practice and is off by default
// is on, or comes on in mid-run.
func (p *paper) climate() bool {
	s := p.s.Spec
	h := &s.Habits
	for _, x := range []float64{h.Safety, h.HavingLed, h.ListeningCost, h.Reasons, h.Discovery, h.Inspiration} {
		if x > 0 {
			return true
		}
	}
	return slices.ContainsFunc(s.Ties, func(t scenario.Ties) bool { return t.Likeness > 0 }) ||
		slices.ContainsFunc(s.Events, func(e event.Event) bool { return e.Kind == "set" })
}

// reviewed says whether people look back on their rules.
func (p *paper) reviewed() bool {
	return slices.ContainsFunc(p.s.Spec.Events, func(e event.Event) bool { return e.Kind == "review" })
}

// submodel is the name of the submodel that a paragraph begins, if it does.
func submodel(text string) (string, bool) {
	rest, is := strings.CutPrefix(text, "**")
	if !is {
		return "", false
	}
	name, _, _ := strings.Cut(rest, "**")
	return strings.TrimSuffix(name, "."), true
}

// insider are the ways in which sources name what only this program's own
// papers hold; a description for readers elsewhere leaves them out.
var insider = regexp.MustCompile(`^(model|evidence|decisions|catalogue|\d{3}-)`)

// cited is a source as readers elsewhere can use it; "" when nothing is left.
func cited(source string) string {
	var parts []string
	for part := range strings.SplitSeq(source, ";") {
		if part = strings.TrimSpace(part); part != "" && !insider.MatchString(part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

func (p *paper) about() {
	p.line("**This scenario.** %s\n", strings.Join(strings.Fields(p.s.About), " "))
	if len(p.s.Expect) > 0 {
		p.line("It is held against these claims (`tutti check --run %s`):\n", run.Quote(p.s.File))
		for _, e := range p.s.Expect {
			source := ""
			if c := cited(e.Source); c != "" {
				source = " (" + c + ")"
			}
			p.line("- %s Measured by `%s`, %s.%s", e.About, e.Measure, wanted(e), source)
		}
		p.line("")
	}
}

func (p *paper) entities() {
	s := p.s.Spec
	p.line("**This scenario** has %s in %s and %s.\n", plural(s.Agents(), "agent"), plural(len(s.Units), "unit"), plural(len(s.Domains), "domain"))
	p.line("| domain | weight w |\n| --- | --- |")
	for d, name := range s.Domains {
		p.line("| %s | %.3g |", name, s.Weights[d])
	}
	p.line("\n| group | agents | unit | formal lead | plans count |\n| --- | --- | --- | --- | --- |")
	for _, g := range s.Groups {
		p.line("| %s | %d | %s | %s | %s |", g.Name, g.Count, g.Unit, yes(g.Formal), yes(g.Works))
	}
	p.line("\nOne run lasts %d cycles; means leave out the first %d; leadership is added up over %d.\n", s.Cycles, s.BurnIn, s.Window)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (p *paper) events() {
	s := p.s.Spec
	if len(s.Events) == 0 {
		p.line("**This scenario** has no events.\n")
		return
	}
	p.line("**Events of this scenario**\n\n| cycle | event | with | note |\n| --- | --- | --- | --- |")
	for k, e := range s.Events {
		when := fmt.Sprint(e.At)
		if e.Every > 0 {
			when += fmt.Sprintf(", then every %d", e.Every)
		}
		p.line("| %s | %s | %s | %s |", when, e.Kind, p.given(fmt.Sprintf("event[%d].", k), "at", "every", "kind", "note"), pipe(e.Note))
	}
	p.line("")
}

// given lists what the scenario sets under a path, but for some keys.
func (p *paper) given(path string, but ...string) string {
	var parts []string
	for _, e := range p.s.Entries {
		if key, under := strings.CutPrefix(e.Path, path); under && e.Set && e.Value != nil && !slices.Contains(but, key) {
			parts = append(parts, key+" = `"+cellText(e.Value)+"`")
		}
	}
	return strings.Join(parts, ", ")
}

// groups lists what each group's traits are drawn from, as far as it says so.
func (p *paper) groups() {
	p.line("**This scenario** draws its people and ties from\n\n| key | value |\n| --- | --- |")
	for _, e := range p.s.Entries {
		if e.Set && e.Value != nil && (strings.HasPrefix(e.Path, "group.") || strings.HasPrefix(e.Path, "ties[")) {
			p.line("| %s | `%s` |", e.Path, cellText(e.Value))
		}
	}
	p.line("\nWhat a group does not say is at its default (see Parameters). The seed is %d.\n", p.s.Seed)
}

func (p *paper) files() {
	var names []string
	for _, e := range p.s.Entries {
		if text, ok := e.Value.(string); ok && text != "" && (e.Path == "chain.file" || strings.HasSuffix(e.Path, ".file")) {
			names = append(names, "`"+text+"` ("+e.Path+")")
		}
	}
	if len(names) > 0 {
		p.line("**This scenario** reads %s.\n", strings.Join(names, ", "))
	}
}

func (p *paper) submodels() {
	s := p.s.Spec
	if k := work.Find(s.WorkKind); k != nil {
		p.line("**The work of this scenario** is %s: %s. %s%s\n", k.Name, lowered(k.Title), k.Doc, from(k.Source))
	}
	t := s.Pattern
	if t.Title != "" {
		p.line("**Its pattern** is %s: %s. %s%s\n", cmp.Or(t.Name, "its own"), lowered(t.Title), t.About, from(t.Source))
	}
}

// lowered begins a text with a small letter.
func lowered(text string) string {
	first, rest := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[rest:]
}

// from is a sentence that names a source; "" for none.
func from(source string) string {
	if source = cited(source); source == "" {
		return ""
	}
	return " Source: " + source + "."
}

// measures lists what is observed here: the outcome, what belongs to this kind
// of work, what the claims are about, and measures of the scenario's own.
func (p *paper) measures() {
	shown := map[string]bool{"quality": true, "output": true, "time_used": true, "engagement": true, "satisfaction": true, "turnover": true, "effective_leaders": true, "top_share": true}
	for _, c := range p.s.Spec.Work.Columns() {
		shown[c.Name] = true
	}
	for _, e := range p.s.Expect {
		shown[e.Measure] = true
		shown[e.With] = true
	}
	own := map[string]string{}
	for _, m := range p.s.Measures {
		shown[m.Name], own[m.Name] = true, m.Expr
	}
	p.line("**Measures that this scenario is about**, taken after each cycle (`tutti list measures` has all)\n\n| measure | unit | meaning | formula |\n| --- | --- | --- | --- |")
	for _, c := range p.s.Columns() {
		if shown[c.Name] {
			p.line("| %s | %s | %s | %s |", c.Name, c.Unit, pipe(c.Doc), code(cmp.Or(own[c.Name], c.Formula)))
		}
	}
	p.line("")
}

// code is a formula as it stands in a cell.
func code(formula string) string {
	if formula == "" {
		return ""
	}
	return "`" + pipe(formula) + "`"
}

// published describes a published model.
func (p *paper) published() {
	k := p.s.Kind
	p.line("## Overview\n\n### 1. Purpose and patterns\n\n%s. %s\n", k.Title, k.Doc)
	p.line("The model is that of %s\n", k.Reference)
	p.about()
	p.line("### 2. Entities, state variables, scales\n\n%s The parameters below give their number. One run lasts %d cycles (periods, rounds or beats) at most.\n", k.Entities, p.s.Cycles)
	p.line("### 3. Process overview and scheduling\n\nIn each cycle, in this order:\n")
	for i, step := range k.Process {
		p.line("%d. %s", i+1, step)
	}
	p.line("\nDraws are keyed by seed, purpose, agent and cycle, so that the same seed gives the same run anywhere.\n")
	p.line("## Design concepts\n\n### 4. Design concepts\n\n**Observation.** These measures are taken after each cycle:\n\n| measure | unit | meaning | formula |\n| --- | --- | --- | --- |")
	for _, c := range p.s.Columns() {
		p.line("| %s | %s | %s | %s |", c.Name, c.Unit, pipe(c.Doc), code(c.Formula))
	}
	p.line("\n## Details\n\n### 5. Initialisation\n\nFrom the parameters and the seed %d alone.\n\n### 6. Input data\n\nNone.\n", p.s.Seed)
	p.line("### 7. Submodels\n\nThose of the process above, as the paper has them. Where it leaves room, this is how it was read:\n")
	if len(k.Readings) == 0 {
		p.line("The paper leaves no room that matters.\n")
		return
	}
	p.line("| key | possible readings | why the default |\n| --- | --- | --- |")
	for _, r := range k.Readings {
		p.line("| %s | %s | %s |", r.Key, strings.Join(r.Options, ", "), pipe(r.Why))
	}
	p.line("")
}

func pipe(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

// cellText is a value in a cell of a table.
func cellText(v any) string {
	if x, ok := v.(float64); ok && math.IsNaN(x) {
		return "none"
	}
	return pipe(strings.Join(strings.Fields(settingText(v)), " "))
}

// parameters lists every key with its value; those that the scenario sets stand
// out.
func (p *paper) parameters() {
	p.line("### Parameters\n\nEvery parameter, as resolved; what the scenario itself sets is in bold.\n")
	p.line("| parameter | value | unit | meaning | source |\n| --- | --- | --- | --- | --- |")
	for _, e := range p.s.Entries {
		value := cellText(e.Value)
		if e.Value == nil || !e.Set && (value == `""` || value == "[]") || describes(e.Path) || strings.HasPrefix(e.Path, "measure.") || p.counted(e) {
			continue
		}
		if !e.Set && (e.Path == "pattern.alignment" || e.Path == "pattern.rejection") {
			value = "as goals say"
		}
		name, mark := e.Path, ""
		if e.Set {
			mark = "**"
		}
		p.line("| %s%s%s | `%s` | %s | %s | %s |", mark, name, mark, value, unitText(e), pipe(e.Doc), pipe(cited(e.Source)))
	}
	p.line("")
}

// counted says whether a group's number is not its own key's but that of its
// list of names.
func (p *paper) counted(e keys.Entry) bool {
	group, is := strings.CutSuffix(e.Path, ".count")
	return is && !e.Set && slices.ContainsFunc(p.s.Entries, func(x keys.Entry) bool {
		return x.Set && (x.Path == group+".names" || x.Path == group+".file")
	})
}

func unitText(e keys.Entry) string {
	if e.Unit != "" {
		return e.Unit
	}
	if e.Type == keys.TypeShare || !math.IsInf(e.Lo, 0) && e.Lo == 0 && e.Hi == 1 {
		return "0..1"
	}
	return ""
}

// reproduce gives the commands.
func (p *paper) reproduce(c *oddCmd) {
	var sets strings.Builder
	for _, s := range c.Set {
		sets.WriteString(" --set " + run.Quote(s))
	}
	file := run.Quote(c.File)
	p.line("### Reproduction\n")
	p.line("Program: tutti %s. The same scenario, seed and version give the same bits on every platform.\n", version)
	p.line("    tutti run %s --seed %d%s\n    tutti run %s --seed %d%s --out results", file, p.s.Seed, sets.String(), file, p.s.Seed, sets.String())
	if len(p.s.Expect) > 0 {
		p.line("    tutti check --run %s%s", file, sets.String())
	}
	p.line("\nThe run prints a digest of its whole state, by which two runs can be compared.\n")
}

// sources lists what is drawn on.
func (p *paper) sources() {
	p.line("### References\n")
	list := slices.Clone(p.s.Sources)
	if p.s.Kind != nil {
		list = append([]string{p.s.Kind.Reference}, list...)
	}
	list = append(list, "Grimm, V., and others 2020, The ODD protocol for describing agent-based and other simulation models: a second update, JASSS 23(2) 7")
	slices.Sort(list)
	for _, r := range slices.Compact(list) {
		p.line("- %s", r)
	}
}

// wanted says in words what a claim asks of its measure.
func wanted(e scenario.Expect) string {
	list := func(sets []string) string { return "`" + strings.Join(sets, "`, `") + "`" }
	text := ""
	switch {
	case e.With != "":
		text = fmt.Sprintf("its correlation over seeds with `%s` %s %.3g", e.With, e.Kind, e.Lo)
	case e.Kind == "band":
		text = fmt.Sprintf("between %.3g and %.3g", e.Lo, e.Hi)
	case e.Kind == "null" && e.Against == nil:
		text = fmt.Sprintf("within %.3g of 0", e.Hi)
	case e.Kind == "null":
		text = fmt.Sprintf("within %.3g of what it is with %s", e.Hi, list(e.Against))
	case e.Against == nil:
		text = fmt.Sprintf("%s %.3g", e.Kind, e.Lo)
	default:
		text = fmt.Sprintf("%s what it is with %s", e.Kind, list(e.Against))
	}
	if len(e.Sets) > 0 {
		text += ", here with " + list(e.Sets)
	}
	if len(e.Beside) > 0 {
		text += ", the gap more so with " + list(e.Beside)
	}
	return text
}
