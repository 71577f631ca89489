package main

import (
	"errors"
	"fmt"

	"tutti/sim/keys"
	"tutti/sim/run"
)

type checkCmd struct {
	Files []string `arg:"" help:"Scenario files, or names of those that come with the program."`
	Set   []string `help:"Another value for a key." placeholder:"KEY=VALUE" sep:"none"`
}

// Run reads each file and tells all that is wrong with it.
func (c *checkCmd) Run(a *app) error {
	var faults error
	for _, file := range c.Files {
		s, err := loadScenario(file, c.Set)
		if err == nil {
			err = fits(s)
		}
		if err != nil {
			faults = errors.Join(faults, err)
			continue
		}
		what := "model " + s.Model
		if s.Spec != nil {
			what = fmt.Sprintf("%d agents, %s work", s.Spec.Agents(), s.Spec.WorkKind)
		}
		fmt.Fprintf(a.out, "%s: fine: %s, %s, %d cycles\n", file, s.Title, what, s.Cycles)
	}
	if faults != nil {
		return usageError{faults}
	}
	return nil
}

type referenceCmd struct {
	Schema bool `help:"A JSON Schema for editors instead of a page."`
}

// Run prints every key of a scenario file, from the definitions that read it.
func (c *referenceCmd) Run(a *app) error {
	if c.Schema {
		_, err := a.out.Write(keys.Schema(run.Reference(), "A scenario of tutti"))
		return err
	}
	_, err := fmt.Fprint(a.out, referenceHead+keys.Markdown(run.Reference()))
	return err
}

const referenceHead = `# Keys of a scenario file

Every key that a scenario of an organisation may have, from the definitions that
read it (` + "`tutti reference`" + `; ` + "`tutti reference --schema`" + ` gives a JSON Schema for
editors). The keys of a published model stand under ` + "`[parameters]`" + `; see
` + "`tutti explain NAME`" + `.

`
