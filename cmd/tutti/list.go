package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"tutti/agents/network"
	"tutti/agents/pattern"
	"tutti/scenarios"
	"tutti/sim/classic"
	"tutti/sim/event"
	"tutti/sim/keys"
	"tutti/sim/measure"
	"tutti/sim/solo"
	"tutti/sim/work"
)

// A topic is something that list and explain know.
type topic struct {
	kind, name string
	short      string   // one line
	long       []string // paragraphs
	theme      string   // heading under which it is listed, of scenarios
	when       []string // the conditions, any of them, under which a key means something
}

// listKinds are what can be listed.
var listKinds = []string{"patterns", "work", "measures", "events", "networks", "choosers", "models", "scenarios"}

type listCmd struct {
	What string `arg:"" help:"patterns, work, measures, events, networks, choosers, models or scenarios." enum:"patterns,work,measures,events,networks,choosers,models,scenarios"`
}

// Help is shown by --help.
func (listCmd) Help() string {
	return `Examples:
  tutti list scenarios
  tutti list patterns
  tutti list measures

tutti explain NAME tells more of each.`
}

// Run prints one line for each.
func (c *listCmd) Run(a *app) error {
	topics, err := topicsOf(c.What)
	if err != nil {
		return err
	}
	widest := 0
	for _, t := range topics {
		widest = max(widest, utf8.RuneCountInString(t.name))
	}
	if c.What == "scenarios" {
		slices.SortStableFunc(topics, func(a, b topic) int { return strings.Compare(a.theme, b.theme) })
	}
	theme := ""
	for _, t := range topics {
		if t.theme != theme {
			theme = t.theme
			fmt.Fprintf(a.out, "\n%s\n", theme)
		}
		if _, err := fmt.Fprintf(a.out, "%-*s  %s\n", widest, t.name, t.short); err != nil {
			return err
		}
	}
	return nil
}

type explainCmd struct {
	Name string `arg:"" help:"A pattern, measure, kind of work, event, network, published model, scenario, or key of a scenario file."`
}

// Help is shown by --help.
func (explainCmd) Help() string {
	return `Examples:
  tutti explain rotating           a pattern
  tutti explain leadership_gini    a measure, with its formula
  tutti explain march-1991         a published model: state, process, keys
  tutti explain p1                 a key of a published model
  tutti explain turbulence         a key of a scenario file`
}

// Run prints what something is, its formula and its source.
func (c *explainCmd) Run(a *app) error {
	var names []string
	var told []topic
	for _, kind := range append(slices.Clone(listKinds), "keys", "parameters") {
		if _, all := scenarioNames(); kind == "scenarios" && !slices.Contains(all, c.Name) {
			names = append(names, all...) // none of them has to be read
			continue
		}
		topics, err := topicsOf(kind)
		if err != nil {
			return err
		}
		for _, t := range topics {
			names = append(names, t.name)
			if t.name != c.Name && !((kind == "keys" || kind == "parameters") && strings.HasSuffix(t.name, "."+c.Name)) {
				continue
			}
			alike := slices.IndexFunc(told, func(o topic) bool { return o.kind == t.kind && o.name == t.name && slices.Equal(o.long, t.long) })
			if alike < 0 {
				told = append(told, t)
			} else { // a key that several kinds have
				told[alike].when = append(told[alike].when, t.when...)
			}
		}
	}
	if len(told) == 0 {
		return usageError{fmt.Errorf("nothing is called %q; %s", c.Name, hintFew(c.Name, names))}
	}
	for k, t := range told {
		if k > 0 {
			fmt.Fprintln(a.out)
		}
		explain(a.out, t)
	}
	return nil
}

// hintFew is a hint that does not list hundreds of names.
func hintFew(word string, names []string) string {
	if near := keys.Nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "tutti list shows what there is"
}

func explain(w io.Writer, t topic) {
	fmt.Fprintf(w, "%s (%s)\n", t.name, t.kind)
	for _, p := range t.long {
		if p != "" {
			fmt.Fprintln(w, fold(p, "  ", 78))
		}
	}
	if len(t.when) > 0 {
		fmt.Fprintln(w, fold("When "+strings.Join(t.when, ", or "), "  ", 78))
	}
}

// fold breaks a text into lines of at most width characters.
func fold(text, indent string, width int) string {
	var lines []string
	line := indent
	for word := range strings.FieldsSeq(text) {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width && line != indent {
			lines = append(lines, line)
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// topicsOf lists all topics of a kind.
func topicsOf(what string) ([]topic, error) {
	var topics []topic
	add := func(kind, name, short string, long ...string) {
		topics = append(topics, topic{kind: kind, name: name, short: short, long: append([]string{short}, long...)})
	}
	switch what {
	case "patterns":
		for _, name := range scenarios.List("patterns") {
			root, err := keys.Load(scenarios.Open, "patterns/"+name+".toml")
			if err != nil {
				return nil, err
			}
			p := pattern.Read(root)
			add("pattern", name, p.Title, p.About, "Source: "+p.Source, "Recognised as: "+p.Class,
				fmt.Sprintf("Admits %s, chosen %s, scope %s, claims %s; position %v, person %v, reason %v; %d rounds, reflection %v.", p.Admit, p.Choose, p.Scope, p.Claim, p.Positional, p.Personal, p.Rational, p.Rounds, p.Reflection))
		}
	case "work":
		for _, k := range work.Catalogue {
			add("kind of work", k.Name, k.Title, append([]string{k.Doc, "Source: " + k.Source}, refusals(k.Name)...)...)
		}
	case "measures":
		for _, m := range measure.Catalogue {
			add("measure", m.Name, m.Doc, describeRange(m.Unit, m.Lo, m.Hi), prefixed("Formula: ", m.Formula), prefixed("Source: ", m.Source))
		}
		for _, k := range work.Catalogue {
			for _, c := range k.Read(keys.Reference()).Columns() {
				add("measure of "+k.Name, c.Name, c.Doc, describeRange(c.Unit, c.Lo, c.Hi), prefixed("Formula: ", c.Formula), prefixed("Source: ", c.Source))
			}
		}
	case "events":
		for _, k := range event.Catalogue {
			add("event", k.Name, k.Doc, "Keys: "+keysOf(func(t *keys.Table) { k.Read(t, event.Blank()) }))
		}
	case "networks":
		for _, k := range network.Catalogue {
			add("network", k.Name, k.Doc, prefixed("Formula: ", k.Formula), prefixed("Source: ", k.Source), "Keys: "+keysOf(func(t *keys.Table) { k.Read(t) }))
		}
	case "choosers":
		for _, k := range pattern.Choosers {
			add("way to choose leaders", k.Name, k.Doc)
		}
	case "models":
		for _, k := range classic.Catalogue {
			about := []string{k.Doc, k.Entities, "In a cycle: " + strings.Join(k.Process, " Then: "), k.Reference}
			add("published model", k.Name, k.Title, append(about, "Keys of [parameters]: "+keysOf(func(t *keys.Table) { k.Read(t) }))...)
		}
	case "parameters":
		for _, k := range classic.Catalogue {
			all := keys.Reference()
			k.Read(all)
			for _, e := range all.Entries() {
				add("key of "+k.Name, "parameters."+e.Path, e.Doc, keyFacts(e)...)
			}
		}
	case "keys":
		for _, e := range solo.Reference() {
			add("key", e.Path, e.Doc, keyFacts(e)...)
			if e.When != "" {
				topics[len(topics)-1].when = []string{e.When}
			}
		}
	case "scenarios":
		return scenarioTopics()
	default:
		return nil, usageError{errors.New(what + " cannot be listed; want one of " + strings.Join(listKinds, ", "))}
	}
	return topics, nil
}

// keyFacts are the lines of a key beside its meaning.
func keyFacts(e keys.Entry) []string {
	return []string{fmt.Sprintf("Type: %s", e.Type), prefixed("Options: ", strings.Join(e.Options, ", ")), prefixed("Unit: ", e.Unit), prefixed("Default: ", defaultText(e)), prefixed("Source: ", e.Source)}
}

func defaultText(e keys.Entry) string {
	if e.Default == nil {
		return ""
	}
	return keys.Quote(e.Default)
}

// refusals are the rules of granting that a kind of work cannot be done with.
func refusals(kind string) []string {
	var lines []string
	for _, r := range work.Refusals(pattern.Grants) {
		if r.Kind == kind {
			lines = append(lines, fmt.Sprintf("Not with grant = %q: %s", r.Grant, r.Reason))
		}
	}
	return lines
}

// scenarioNames are the scenarios that come with the program, by folder.
func scenarioNames() (folders, names []string) {
	for _, folder := range []string{"", "classics/"} {
		for _, name := range scenarios.List(cmp.Or(strings.TrimSuffix(folder, "/"), ".")) {
			folders, names = append(folders, folder), append(names, name)
		}
	}
	return folders, names
}

// scenarioTopics are the scenarios that come with the program, read on all
// cores: somebody waits for the list.
func scenarioTopics() ([]topic, error) {
	folders, names := scenarioNames()
	topics, faults := make([]topic, len(names)), make([]error, len(names))
	var group sync.WaitGroup
	for part := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for k := part; k < len(names); k += runtime.GOMAXPROCS(0) {
				topics[k], faults[k] = scenarioTopic(folders[k], names[k])
			}
		})
	}
	group.Wait()
	return topics, errors.Join(faults...)
}

// openHead opens a scenario up to its first table: its title and theme stand
// before that.
func openHead(name string) ([]byte, error) {
	text, err := scenarios.Open(name)
	if end := bytes.Index(text, []byte("\n[")); end >= 0 {
		text = text[:end+1]
	}
	return text, err
}

func scenarioTopic(folder, name string) (topic, error) {
	root, err := keys.Load(openHead, folder+name+".toml")
	if err != nil { // the first table was none
		root, err = keys.Load(scenarios.Open, folder+name+".toml")
	}
	if err != nil {
		return topic{}, err
	}
	theme := cmp.Or(root.Text("theme", "", ""), "Others")
	if folder != "" {
		theme = "Published models"
	}
	t := topic{kind: "scenario", name: name, short: root.Text("title", "", ""), theme: theme}
	t.long = []string{t.short, root.Text("about", "", ""), prefixed("Sources: ", strings.Join(root.Texts("sources", nil, ""), "; ")), "Run it: tutti run " + name}
	return t, nil
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

func describeRange(unit string, lo, hi float64) string {
	return fmt.Sprintf("Unit: %s, from %v to %v", unit, lo, hi)
}

// keysOf lists the keys that a reader reads.
func keysOf(read func(t *keys.Table)) string {
	t := keys.Reference()
	read(t)
	var names []string
	for _, e := range t.Entries() {
		names = append(names, e.Path)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
