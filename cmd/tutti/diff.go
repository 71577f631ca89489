package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tutti/sim"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/run"
)

type diffCmd struct {
	A      string `arg:"" help:"A scenario, a folder of results, or its manifest.json."`
	B      string `arg:"" help:"Another."`
	Cycles int    `help:"Look no further than this many cycles (default: the shorter run)." placeholder:"N"`
}

// Run tells where two runs first depart: in which settings, and in which cycle,
// phase, column and agent.
func (c *diffCmd) Run(a *app) error {
	one, err := loadRun(c.A)
	if err != nil {
		return err
	}
	two, err := loadRun(c.B)
	if err != nil {
		return err
	}
	same := diffSettings(a, one, two)
	cycles := min(one.Cycles, two.Cycles)
	if c.Cycles > 0 {
		cycles = min(cycles, c.Cycles)
	}
	if one.Model != two.Model {
		fmt.Fprintf(a.out, "different models, %s and %s: the states cannot be laid side by side\n", one.Model, two.Model)
		return nil
	}
	place := firstDeparture(a, one.New(one.Seed), two.New(two.Seed), cycles, one)
	switch {
	case a.ctx.Err() != nil:
		return errInterrupted
	case place != "":
		fmt.Fprintf(a.out, "the runs first depart %s\n", place)
	case same && one.Seed == two.Seed:
		fmt.Fprintf(a.out, "no difference: the same settings and seed, the same bits for %d cycles\n", cycles)
	default:
		fmt.Fprintf(a.out, "the states are the same, bit by bit, for %d cycles\n", cycles)
	}
	return nil
}

// loadRun loads a scenario, or what a manifest says was run.
func loadRun(name string) (*run.Scenario, error) {
	path := name
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		path = filepath.Join(name, "manifest.json")
	}
	if !strings.HasSuffix(path, ".json") {
		return loadScenario(name, nil)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usageError{err}
	}
	var m struct {
		Version, Scenario, Resolved string
		Seed                        uint64
		Cycles                      int
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Resolved == "" {
		return nil, usageError{errors.New(path + ": no manifest of a run")}
	}
	root, err := keys.Parse(path, []byte(m.Resolved))
	if err != nil {
		return nil, usageError{err}
	}
	s, err := run.Read(root, m.Scenario, openBeside(m.Scenario))
	if err != nil {
		return nil, usageError{err}
	}
	s.Seed, s.Cycles = m.Seed, m.Cycles
	return s, nil
}

// diffSettings prints the settings that differ, and says whether none does.
func diffSettings(a *app, one, two *run.Scenario) bool {
	same := true
	other := map[string]string{}
	for _, e := range two.Entries {
		other[e.Path] = settingText(e.Value)
	}
	show := func(path, x, y string) {
		same = false
		fmt.Fprintf(a.out, "%s: %s in the first, %s in the second\n", path, x, y)
	}
	for _, e := range one.Entries {
		x := settingText(e.Value)
		y, ok := other[e.Path]
		delete(other, e.Path)
		if !ok {
			show(e.Path, x, "not there")
		} else if x != y && !describes(e.Path) {
			show(e.Path, x, y)
		}
	}
	for _, e := range two.Entries {
		if y, ok := other[e.Path]; ok {
			show(e.Path, "not there", y)
		}
	}
	if one.Seed != two.Seed {
		show("seed", fmt.Sprint(one.Seed), fmt.Sprint(two.Seed))
	}
	return same
}

// settingText writes a setting as TOML; what is not set as "none".
func settingText(v any) string {
	if v == nil {
		return "none"
	}
	return keys.Quote(v)
}

// describes says whether a key only describes a scenario.
func describes(path string) bool {
	switch path {
	case "title", "about", "theme", "sources", "seed":
		return true
	}
	return strings.HasSuffix(path, ".about") || strings.HasSuffix(path, ".title") || strings.HasSuffix(path, ".note")
}

// firstDeparture lives two runs side by side, phase by phase, and says where
// their states first differ; "" when they do not.
func firstDeparture(a *app, one, two *run.Running, cycles int, s *run.Scenario) string {
	place := func(when string) string {
		column, row, rows, x, y := exact.FirstDifference(one, two)
		if column == "" {
			return ""
		}
		whose := ""
		if n := agentsOf(one); n > 0 && rows > 0 && rows%n == 0 && row >= 0 {
			i := row / (rows / n)
			whose = fmt.Sprintf(", agent %d (%s)", i, one.Organisation.Spec.Name(i))
		}
		return fmt.Sprintf("%s, in column %q%s: %s and %s", when, column, whose, x, y)
	}
	if at := place("at the start"); at != "" {
		return at
	}
	for one.Cycle() < cycles && a.ctx.Err() == nil {
		cycle := one.Cycle() + 1
		if one.Organisation == nil {
			one.Step()
			two.Step()
			if at := place(fmt.Sprintf("in cycle %d", cycle)); at != "" {
				return at
			}
			continue
		}
		for {
			phase := one.Organisation.Phase()
			one.Organisation.StepPhase()
			two.Organisation.StepPhase()
			if at := place(fmt.Sprintf("in cycle %d, phase %s", cycle, phase)); at != "" {
				return at
			}
			if one.Organisation.Phase() == sim.Plan {
				break
			}
		}
	}
	return ""
}

func agentsOf(r *run.Running) int {
	if r.Organisation == nil {
		return 0
	}
	return r.Organisation.Org.N
}
