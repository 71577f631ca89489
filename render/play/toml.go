package play

import (
	"fmt"
	"strings"
)

// Events writes interventions as [[event]] tables of a scenario file, where
// cycles are counted from 0.
func Events(live []Intervention) string {
	var b strings.Builder
	for _, v := range live[len(beginning(live)):] {
		fmt.Fprintf(&b, "\n# %s\n[[event]]\nat = %d\n%s\n", strings.ReplaceAll(v.Words, "\n", " "), v.Cycle-1, strings.TrimSpace(v.TOML))
	}
	return b.String()
}

// Keys lists what interventions set at the beginning: keys of the scenario and
// their values as TOML.
func Keys(live []Intervention) (keys, values []string) {
	for _, v := range beginning(live) {
		if _, value, ok := strings.Cut(v.TOML, "="); ok {
			keys, values = append(keys, v.Key), append(values, strings.TrimSpace(value))
		}
	}
	return keys, values
}
