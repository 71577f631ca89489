package main

import (
	"errors"
	"fmt"
	"strings"

	"tutti/agents/pattern"
	"tutti/sim"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/solo"
	"tutti/sim/work"
)

type checkCmd struct {
	Files   []string `arg:"" help:"Scenario files, or names of those that come with the program."`
	Set     []string `help:"Another value for a key." placeholder:"KEY=VALUE" sep:"none"`
	Live    bool     `help:"Live the runs that the claims under [expect] need, and tell which hold." name:"run"`
	Seeds   int      `help:"Seeds for each claim, with --run (default: what each claim asks for)." placeholder:"N"`
	Workers int      `help:"Runs at a time, with --run (default: one a core)." placeholder:"N"`
	JSON    bool     `help:"Print the claims as JSON, with --run." name:"json"`
}

// Help is shown by --help.
func (checkCmd) Help() string {
	return `With --run the claims of a scenario ([expect.NAME]) are put to the test: each
arm is run over many seeds, arms that are compared share their seeds, and a
claim holds when the interval of the mean lies wholly where it says, does not
hold when it lies wholly elsewhere, and is undecided otherwise.

Exit code: 0 when everything was read (and every claim evaluated), 1 when a
claim does not hold, 2 when something is wrong with a file.

Examples:
  tutti check my.toml
  tutti check --run orpheus
  tutti check --run sunset --seeds 100`
}

// Run reads each file and tells all that is wrong with it.
func (c *checkCmd) Run(a *app) error {
	if c.Live {
		return c.live(a)
	}
	if c.Seeds != 0 || c.Workers != 0 || c.JSON {
		return usageError{errors.New("--seeds, --workers and --json go with --run")}
	}
	sets, err := rawSettings(c.Set)
	if err != nil {
		return err
	}
	var faults error
	for _, file := range c.Files {
		s, err := loadScenario(file, c.Set)
		if err == nil {
			err = fits(s)
		}
		if err == nil && len(s.Expect) > 0 {
			if _, e := run.ReadClaims(openScenario, file, sets, 0); e != nil {
				err = usageError{e}
			}
		}
		if err != nil {
			faults = errors.Join(faults, err)
			continue
		}
		if s.Spec != nil {
			a.warn(false, idle(sim.Foresee(s.Spec, s.Seed)))
		}
		what := "model " + s.Model
		if s.Spec != nil {
			what = fmt.Sprintf("%s, %s work", plural(s.Spec.Agents(), "agent"), s.Spec.WorkKind)
		}
		if s.Title != "" {
			what = s.Title + ", " + what
		}
		fmt.Fprintf(a.out, "%s: fine: %s, %s\n", file, what, plural(s.Cycles, "cycle"))
	}
	if faults != nil {
		return usageError{faults}
	}
	return nil
}

type referenceCmd struct {
	Schema bool `help:"A JSON Schema for editors instead of a page."`
}

// Help is shown by --help.
func (referenceCmd) Help() string {
	return `Examples:
  tutti reference > reference.md
  tutti reference --schema > scenario.schema.json

An editor that knows JSON Schema completes and checks scenarios with the latter:
write "#:schema scenario.schema.json" into the first line of a scenario.`
}

// Run prints every key of a scenario file, from the definitions that read it.
func (c *referenceCmd) Run(a *app) error {
	if c.Schema {
		_, err := a.out.Write(solo.Schema())
		return err
	}
	_, err := fmt.Fprint(a.out, referenceHead+keys.Markdown(solo.Reference())+refusalTable())
	return err
}

// refusalTable is what does not go together: kinds of work and rules of
// granting, with the reason.
func refusalTable() string {
	b := &strings.Builder{}
	b.WriteString("\n## What does not go together\n\nEvery kind of work takes every network and every pattern, but for these rules of\ngranting, which are refused when a scenario is checked. A pattern that states no\nrule takes the one that is natural to the work.\n\n| work | grant | why not |\n|---|---|---|\n")
	for _, r := range work.Refusals(pattern.Grants) {
		fmt.Fprintf(b, "| `%s` | `%s` | %s |\n", r.Kind, r.Grant, r.Reason)
	}
	return b.String()
}

const referenceHead = `# Keys of a scenario file

Every key that a scenario of an organisation may have, from the definitions that
read it (` + "`tutti reference`" + `; ` + "`tutti reference --schema`" + ` gives a JSON Schema for
editors). The keys of a published model stand under ` + "`[parameters]`" + `; see
` + "`tutti explain NAME`" + `.

`
