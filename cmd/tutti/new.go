package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"tutti/sim/run"
)

type newCmd struct {
	Name  string `arg:"" help:"Name of the scenario; NAME.toml is written here."`
	Force bool   `help:"Replace a file that is there."`
}

// Help is shown by --help.
func (newCmd) Help() string {
	return `Examples:
  tutti new mine && tutti run mine.toml
  tutti new mine --force`
}

// Run writes a commented scenario that runs.
func (c *newCmd) Run(a *app) error {
	path := c.Name
	if !strings.HasSuffix(path, ".toml") {
		path += ".toml"
	}
	title := strings.TrimSuffix(filepath.Base(path), ".toml")
	if strings.Trim(title, ". ") == "" || strings.ContainsFunc(title, unicode.IsControl) {
		return usageError{fmt.Errorf("%q is no name of a scenario, want one such as %q", c.Name, "mine")}
	}
	if err := a.deliver(path, c.Force, func() (string, error) { return fmt.Sprintf(newScenario, title), nil }); err != nil {
		return err
	}
	word := run.Quote(path)
	fmt.Fprintf(a.out, "Wrote %s. Try:\n  tutti run %s\n  tutti run %s --set pattern=emergent\n", path, word, word)
	return nil
}

// newScenario is the file that new writes; %q is its title.
const newScenario = `# A scenario of tutti. "tutti explain KEY" tells what a key means,
# "tutti reference" lists all of them.
title = %q
about = "What to look for, in two or three plain sentences."
cycles = 200            # how long a run lasts
burn_in = 20            # cycles left out of the means
seed = 1                # where all chance starts from
pattern = "conducted"   # who may lead and how; tutti list patterns

[organisation]
domains = ["craft", "customers", "people"]   # what one can be good at

# People come in groups. A trait is a number or a distribution.
[group.head]
formal = true           # holds the formal lead
expertise = 0.6
autonomy = 0.8
presence = 0.7

[group.maker]
count = 12
unit = "workshop"
expertise = { craft = {beta = [7, 3]}, customers = {beta = [3, 5]}, people = 0.5 }
autonomy = {normal = [0.5, 0.15]}
openness = {uniform = [0.5, 0.9]}

[group.seller]
count = 5
unit = "shop"
expertise = { craft = {beta = [3, 6]}, customers = {beta = [7, 3]}, people = 0.6 }

# Who attends to whom; trust is earned from here on. tutti list networks
[[ties]]
kind = "small-world"
k = 6
rewire = 0.1
trust = {beta = [5, 5]}

# Everybody attends to the head, and the head to everybody.
[[ties]]
kind = "star"

# The work: judging a target that moves. tutti list work
[work]
kind = "judgement"
turbulence = 0.2        # how fast what is right moves
coordination = 1.0      # how much it matters to act alike

# Something happens: what is right jumps. tutti list events
[[event]]
at = 100
kind = "shock"
size = 1.5
note = "a new market"

# A measure of your own, over named ones. tutti list measures
[measure.return_on_time]
expr = "quality / (time_used + 0.1)"
about = "quality for the time spent"
`
