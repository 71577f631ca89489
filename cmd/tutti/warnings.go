package main

import (
	"fmt"

	"tutti/sim"
	"tutti/sim/run"
)

// warn tells of what is no error, but likely not what was meant.
func (a *app) warn(quiet bool, lines []string) {
	if quiet {
		return
	}
	for _, line := range lines {
		fmt.Fprintln(a.err, "warning: "+line)
	}
}

// unwritten says which file that one would look for is not written, and why.
func (c *runCmd) unwritten(s *run.Scenario) []string {
	switch {
	case s.Spec == nil && c.Events:
		return []string{fmt.Sprintf("--events: %s is a published model without events of influence, so there is no events.csv", s.Model)}
	case s.Spec != nil && c.Out != "" && s.Spec.Agents() > mostFollowed:
		return []string{fmt.Sprintf("--out: influence is not followed tie by tie among more than %d agents, so there is no influence.graphml", mostFollowed)}
	}
	return nil
}

// unreached are the events that lie after the end of the run.
func unreached(s *run.Scenario) []string {
	var lines []string
	if s.Spec == nil {
		return nil
	}
	for _, e := range s.Spec.Events {
		if e.At >= s.Cycles {
			lines = append(lines, fmt.Sprintf("%s: the %s at cycle %d does not happen, the run ends after %d", e.Place, e.Kind, e.At, s.Cycles))
		}
	}
	return lines
}

// idle are the events of which nothing came.
func idle(notes []sim.Note) []string {
	var lines []string
	for _, n := range notes {
		lines = append(lines, fmt.Sprintf("%s: the %s changes nothing in cycle %d: %s", n.Place, n.Kind, n.Cycle, n.Why))
	}
	return lines
}
