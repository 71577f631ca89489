package main

import (
	"fmt"
	"slices"
	"strings"

	"tutti/scenarios"
	"tutti/sim/run"
	"tutti/sim/stats"
)

type checklistCmd struct {
	Row     []string `help:"Only these rows, such as 001-23; 001 takes all of that text." placeholder:"ID"`
	Seeds   int      `help:"Seeds for each claim (default: what each claim asks for)." placeholder:"N"`
	Workers int      `help:"Runs at a time (default: one a core)." placeholder:"N"`
	Out     string   `help:"Write here instead of to the screen." placeholder:"FILE" type:"path"`
	Force   bool     `help:"Replace a file that is there."`
}

// Help is shown by --help.
func (checklistCmd) Help() string {
	return `Five texts on distributed leadership make some 170 claims. This writes one line
for each: what expresses it here, the command that shows it, and what came out.
The runs that the claims need are lived first, which takes a minute or two.

  holds, does not hold, undecided   by a claim under [expect] of a scenario, or by
                                    how a design splits the variance between runs
  holds (test)                      an exact test of the program shows it
  by construction                   an equation or a rule makes it true by itself:
                                    it shows the model, not the world
  not expressible yet               nothing here says it

Examples:
  tutti checklist --row 001-23
  tutti checklist --out docs/checklist.md --force`
}

// A checkRow is one claim of the texts.
type checkRow struct {
	id, construct, expressed string
	how                      string   // claim, built (a claim that a rule of the model makes true), split, test, rule or none
	what                     []string // SCENARIO.CLAIM; a design, measure and factors; a test and its package; a command; a reason
}

// found is what the runs came to, by what a row names.
type found struct {
	claims map[string]run.Finding
	splits map[string]split
}

// checklistRows reads the rows that come with the program.
func checklistRows() ([]checkRow, error) {
	text, err := scenarios.Open("data/checklist.txt")
	if err != nil {
		return nil, err
	}
	return parseRows(string(text))
}

// parseRows reads lines of id | construct | what expresses it | how: what.
// Lines that begin with # are comments.
func parseRows(text string) ([]checkRow, error) {
	var rows []checkRow
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 4 {
			return nil, fmt.Errorf("checklist.txt:%d: %d cells, want 4", n+1, len(f))
		}
		for k := range f {
			f[k] = strings.TrimSpace(f[k])
		}
		r := checkRow{id: f[0], construct: f[1], expressed: f[2]}
		how, what, _ := strings.Cut(f[3], ":")
		r.how, what = strings.TrimSpace(how), strings.TrimSpace(what)
		switch r.how {
		case "claim", "built":
			for c := range strings.SplitSeq(what, ",") {
				r.what = append(r.what, strings.TrimSpace(c))
			}
		case "test", "rule", "none", "split":
			r.what = []string{strings.TrimSpace(what)}
		default:
			return nil, fmt.Errorf("checklist.txt:%d: %q, want claim, built, split, test, rule or none", n+1, r.how)
		}
		if what == "" {
			return nil, fmt.Errorf("checklist.txt:%d: nothing after %q", n+1, r.how)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// Run writes the list of the rows that are asked for.
func (c *checklistCmd) Run(a *app) error {
	rows, err := checklistRows()
	if err != nil {
		return err
	}
	if len(c.Row) > 0 {
		all := rows
		rows = slices.DeleteFunc(slices.Clone(rows), func(r checkRow) bool {
			return !slices.ContainsFunc(c.Row, func(want string) bool { return r.id == want || strings.HasPrefix(r.id, want+"-") })
		})
		if len(rows) == 0 {
			return usageError{fmt.Errorf("--row: no row %s, want one such as %s", strings.Join(c.Row, ", "), all[0].id)}
		}
	}
	if c.Seeds < 0 || c.Seeds == 1 {
		return usageError{fmt.Errorf("--seeds %d: want 2 or more", c.Seeds)}
	}
	if err := workersFault(c.Workers); err != nil {
		return err
	}
	return a.deliver(c.Out, c.Force, func() (string, error) { return c.text(a, rows) })
}

// text lives the claims of some rows and writes the list.
func (c *checklistCmd) text(a *app, rows []checkRow) (string, error) {
	found := found{map[string]run.Finding{}, map[string]split{}}
	for _, name := range rowScenarios(rows) {
		findings, _, err := a.findings(name, nil, c.Seeds, c.Workers)
		if err != nil {
			return "", err
		}
		for _, f := range findings {
			found.claims[name+"."+f.Name] = f
		}
	}
	for _, r := range rows {
		if r.how != "split" {
			continue
		}
		s, err := parseSplit(r.what[0])
		if err != nil {
			return "", fmt.Errorf("checklist: row %s: %w", r.id, err)
		}
		if found.splits[r.what[0]], err = s.run(a, c.Workers); err != nil {
			return "", err
		}
	}
	return checklistPage(rows, found)
}

// rowScenarios are the scenarios whose claims rows name, in order.
func rowScenarios(rows []checkRow) []string {
	var names []string
	for _, r := range rows {
		if r.how == "claim" || r.how == "built" {
			for _, c := range r.what {
				name, _, _ := strings.Cut(c, ".")
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// partTitles are the headings of the list, by the first part of an id.
var partTitles = [][2]string{
	{"000", "Leadership as influence"},
	{"001", "Distributed leadership"},
	{"002", "Principles of shared improvement"},
	{"003", "Six tenets, the orchestra, self-organisation, permeable organisations"},
	{"004", "Leadership at a distance"},
	{"D6", "Tensions between the texts"},
}

const checklistHead = `# What the texts claim, and what the simulation shows

One line for each claim of the five texts on distributed leadership from which
this program grew; written by ` + "`tutti checklist --out docs/checklist.md --force`" + `, which
lives all runs anew. A claim of a scenario *holds* when the 99 % interval over its
seeds lies wholly where it says, *does not hold* when it lies wholly elsewhere, and
is *undecided* otherwise. *Holds (test)* is an exact test of the program. *By
construction* is what an equation or a rule makes true by itself: it shows the
model, not the world. Nothing was tuned to a row.

`

// checklistPage writes the list as Markdown.
func checklistPage(rows []checkRow, found found) (string, error) {
	count := map[string]int{}
	var b strings.Builder
	for _, part := range partTitles {
		first := true
		for _, r := range rows {
			if !strings.HasPrefix(r.id, part[0]+"-") {
				continue
			}
			if first {
				fmt.Fprintf(&b, "\n## %s: %s\n\n| id | claim | what expresses it | command | what came out |\n| --- | --- | --- | --- | --- |\n", part[0], part[1])
				first = false
			}
			command, outcome, detail, err := r.result(found)
			if err != nil {
				return "", err
			}
			count[outcome]++
			if detail != "" {
				detail = ": " + detail
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | **%s**%s |\n", r.id, pipe(r.construct), pipe(r.expressed), command, outcome, pipe(detail))
		}
	}
	var tally []string
	for _, o := range []string{"holds", "holds (test)", "holds in part", "undecided", "does not hold", "by construction", "not expressible yet"} {
		if count[o] > 0 {
			tally = append(tally, fmt.Sprintf("%s %d", o, count[o]))
		}
	}
	return checklistHead + fmt.Sprintf("Of %d rows: %s.\n", len(rows), strings.Join(tally, ", ")) + b.String(), nil
}

// result is the command that shows a row, its outcome, and the numbers.
func (r *checkRow) result(found found) (command, outcome, detail string, err error) {
	switch r.how {
	case "test":
		name, folder, _ := strings.Cut(r.what[0], " ")
		return fmt.Sprintf("`go test ./%s -run %s`", folder, name), "holds (test)", "", nil
	case "rule":
		command, why, _ := strings.Cut(r.what[0], ";")
		return "`" + strings.TrimSpace(command) + "`", "by construction", strings.TrimSpace(why), nil
	case "split":
		s, err := parseSplit(r.what[0])
		if err != nil {
			return "", "", "", err
		}
		come := found.splits[r.what[0]]
		return fmt.Sprintf("`tutti sweep scenarios/designs/%s.toml --out %s`, `tutti sensitivity %s`", s.design, s.design, s.design), string(come.outcome), s.detail(&come), nil
	case "none":
		return "–", "not expressible yet", r.what[0], nil
	}
	count := map[stats.Outcome]int{}
	var details, commands []string
	var outcomes []stats.Outcome
	for _, c := range r.what {
		f, ok := found.claims[c]
		if !ok {
			return "", "", "", fmt.Errorf("checklist: row %s names the claim %s, which is not there", r.id, c)
		}
		count[f.Verdict.Outcome]++
		text := strings.TrimSuffix(f.About, ".") + " (" + numbers(f) + ")"
		details, outcomes = append(details, text), append(outcomes, f.Verdict.Outcome)
		name, _, _ := strings.Cut(c, ".")
		if command := "`tutti check --run " + name + "`"; !slices.Contains(commands, command) {
			commands = append(commands, command)
		}
	}
	if count[outcomes[0]] < len(outcomes) {
		for k, o := range outcomes {
			details[k] = "*" + string(o) + "*: " + details[k]
		}
	}
	outcome = "undecided"
	switch {
	case count[stats.Holds] == len(r.what):
		outcome = "holds"
	case count[stats.Holds] > 0:
		outcome = "holds in part"
	case count[stats.DoesNotHold] > 0:
		outcome = "does not hold"
	}
	if r.how == "built" && outcome == "holds" {
		outcome = "by construction"
	}
	return strings.Join(commands, ", "), outcome, strings.Join(details, "; "), nil
}
