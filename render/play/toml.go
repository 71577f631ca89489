package play

import (
	"fmt"
	"strings"
)

// Events writes interventions as [[event]] tables of a scenario file, where
// cycles are counted from 0.
func Events(live []Intervention) string {
	var b strings.Builder
	for _, v := range live {
		fmt.Fprintf(&b, "\n# %s\n[[event]]\nat = %d\n%s\n", strings.ReplaceAll(v.Words, "\n", " "), v.Cycle-1, strings.TrimSpace(v.TOML))
	}
	return b.String()
}
