package main

import (
	"fmt"
	"slices"
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

// Help is shown by --help.
func (diffCmd) Help() string {
	return `Settings that differ come first, then the cycle, phase, column and agent in
which the states of the two runs first differ, bit by bit.

Examples:
  tutti diff orpheus conducted
  tutti diff results/a results/b
  tutti diff results/a/manifest.json mine.toml`
}

// Run tells where two runs first depart: in which settings, and in which cycle,
// phase, column and agent.
func (c *diffCmd) Run(a *app) error {
	if c.Cycles < 0 {
		return usageError{fmt.Errorf("--cycles: %d, want 0 or more", c.Cycles)}
	}
	one, first, err := loadRun(c.A)
	if err != nil {
		return err
	}
	two, second, err := loadRun(c.B)
	if err != nil {
		return err
	}
	a.warn(false, append(first.changed(one), second.changed(two)...))
	same := diffSettings(a, one, two)
	cycles := min(one.Cycles, two.Cycles)
	if c.Cycles > 0 {
		cycles = min(cycles, c.Cycles)
	}
	if one.Model != two.Model {
		fmt.Fprintf(a.out, "different models, %s and %s: the states cannot be laid side by side\n", one.Model, two.Model)
		return nil
	}
	x, y := one.New(one.Seed), two.New(two.Seed)
	if agentsOf(x) != agentsOf(y) {
		fmt.Fprintf(a.out, "%s and %s: the states cannot be laid side by side\n", plural(agentsOf(x), "agent"), plural(agentsOf(y), "agent"))
		return nil
	}
	place := firstDeparture(a, x, y, cycles)
	if place == "" && a.ctx.Err() == nil {
		a.warn(false, append(first.moved(a, one), second.moved(a, two)...))
	}
	switch {
	case a.ctx.Err() != nil:
		return errInterrupted
	case place != "":
		fmt.Fprintln(a.out, fold("the runs first depart "+place, "", reportWidth))
	case same && one.Seed == two.Seed:
		fmt.Fprintf(a.out, "no difference: the same settings and seed, the same bits for %s\n", plural(cycles, "cycle"))
	default:
		fmt.Fprintf(a.out, "the states are the same, bit by bit, for %s\n", plural(cycles, "cycle"))
	}
	return nil
}

// diffSettings prints the settings that differ, and says whether none does.
func diffSettings(a *app, one, two *run.Scenario) bool {
	same := true
	show := func(path, x, y string) {
		same = false
		fmt.Fprintln(a.out, fold(fmt.Sprintf("%s: %s in the first, %s in the second", path, x, y), "", reportWidth))
	}
	first, order := settingsOf(one)
	second, more := settingsOf(two)
	for _, path := range more {
		if _, ok := first[path]; !ok {
			order = append(order, path)
		}
	}
	told := map[string]bool{}
	for _, path := range order {
		x, there := first[path]
		y, here := second[path]
		if table := tableOf(path); table != "" && (!here && !holds(second, table) || !there && !holds(first, table)) {
			path, x, y = table, "there", "there" // one line for all that stands in it
		}
		if told[path] {
			continue
		}
		told[path] = true
		switch {
		case !there:
			show(path, "not there", y)
		case !here:
			show(path, x, "not there")
		case x != y:
			show(path, x, y)
		}
	}
	if one.Seed != two.Seed {
		show("seed", fmt.Sprint(one.Seed), fmt.Sprint(two.Seed))
	}
	return same
}

// tableOf is the table that a setting stands in; "" for none.
func tableOf(path string) string { return path[:max(0, strings.LastIndexByte(path, '.'))] }

// holds says whether any of some settings stands in a table.
func holds(settings map[string]string, table string) bool {
	for path := range settings {
		if tableOf(path) == table {
			return true
		}
	}
	return false
}

// settingsOf are the settings that a run depends on, by path, and their order.
func settingsOf(s *run.Scenario) (values map[string]string, order []string) {
	values = map[string]string{}
	for _, e := range s.Entries {
		if _, ok := values[e.Path]; !ok && e.Value != nil && !describes(e.Path) {
			values[e.Path] = settingText(e.Value)
			order = append(order, e.Path)
		}
	}
	return values, order
}

// settingText writes a setting as TOML; what is not set as "none".
func settingText(v any) string {
	if v == nil {
		return "none"
	}
	return keys.Quote(v)
}

// describes says whether a key only describes a scenario, or what is claimed of
// it.
func describes(path string) bool {
	switch path {
	case "title", "about", "theme", "sources", "seed", "pattern.source", "pattern.class":
		return true
	}
	return strings.HasPrefix(path, "expect.") || strings.HasSuffix(path, ".about") || strings.HasSuffix(path, ".title") || strings.HasSuffix(path, ".note")
}

// sideBySide are two runs that are lived together.
type sideBySide struct {
	one, two *run.Running
	settings []string // columns that hold settings which differ from the start
}

// ofSettings are columns that never belong to agents, whatever their length.
var ofSettings = []string{"pattern", "how", "units", "weights", "outcome"}

// first returns the first column in which the states differ and whether it is
// the agents'.
func (p *sideBySide) first() (place string, column string, agents bool) {
	column, row, rows, x, y := exact.FirstDifference(p.one.Model, p.two.Model, p.settings...)
	if column == "" {
		return "", "", false
	}
	whose := ""
	if n := agentsOf(p.one); n > 0 && rows > 0 && rows%n == 0 && row >= 0 && !slices.Contains(ofSettings, column) {
		i := row / (rows / n)
		whose, agents = fmt.Sprintf(", agent %d (%s)", i, p.one.Organisation.Spec.Name(i)), true
	}
	return fmt.Sprintf("in column %q%s: %s and %s", column, whose, x, y), column, agents
}

// firstDeparture lives two runs side by side, phase by phase, and says where
// their states first differ; "" when they do not. Settings that are part of the
// state, such as the pattern, differ from the start and are left out.
func firstDeparture(a *app, one, two *run.Running, cycles int) string {
	p := &sideBySide{one: one, two: two}
	for {
		place, column, agents := p.first()
		if column == "" {
			break
		}
		if one.Organisation == nil || agents {
			return "at the start, " + place
		}
		p.settings = append(p.settings, column)
	}
	for one.Cycle() < cycles && a.ctx.Err() == nil {
		cycle := one.Cycle() + 1
		if one.Organisation == nil {
			one.Step()
			two.Step()
			if place, column, _ := p.first(); column != "" {
				return fmt.Sprintf("in cycle %d, %s", cycle, place)
			}
			continue
		}
		for {
			phase := one.Organisation.Phase()
			one.Organisation.StepPhase()
			two.Organisation.StepPhase()
			if place, column, _ := p.first(); column != "" {
				return fmt.Sprintf("in cycle %d, phase %s, %s", cycle, phase, place)
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
