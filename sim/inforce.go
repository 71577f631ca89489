package sim

import (
	"strings"

	"tutti/sim/scenario"
)

// InForce is what a number that Set can change is now: influence.KEY,
// reflection.KEY, work.KEY, or pattern.KEY; false where there is no such number.
func (m *Model) InForce(path string) (float64, bool) {
	table, key, _ := strings.Cut(path, ".")
	if n := m.Pattern().Count(key); table == "pattern" && n != nil {
		return float64(*n), true
	}
	p := m.number(table, key)
	if p == nil {
		return 0, false
	}
	return *p, true
}

// number is where a number of a table stands that can be set; nil where there
// is none.
func (m *Model) number(table, key string) *float64 {
	switch table {
	case "pattern":
		return m.Pattern().Rule(key)
	case "work":
		return m.Work.Param(key)
	case "influence":
		return scenario.RuleOf(&m.rules, key)
	case "reflection":
		return scenario.HabitOf(&m.habits, key)
	}
	return nil
}
