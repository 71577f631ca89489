package sim

import (
	"strings"

	"tutti/sim/scenario"
)

// InForce is what a number that Set can change is now: influence.KEY,
// reflection.KEY, work.KEY, or pattern.KEY; false where there is no such number.
func (m *Model) InForce(path string) (float64, bool) {
	table, key, _ := strings.Cut(path, ".")
	var p *float64
	switch table {
	case "pattern":
		if n := m.Pattern().Count(key); n != nil {
			return float64(*n), true
		}
		p = m.Pattern().Rule(key)
	case "work":
		p = m.Work.Param(key)
	case "influence":
		p = scenario.RuleOf(&m.rules, key)
	case "reflection":
		p = scenario.HabitOf(&m.habits, key)
	}
	if p == nil {
		return 0, false
	}
	return *p, true
}
