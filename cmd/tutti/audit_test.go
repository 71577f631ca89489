package main

import (
	"strings"
	"testing"
)

// The screen of a run names what binds: time where everybody leads at once,
// knowledge that does not count where nobody hears anybody and effort is full.
func TestWhatBinds(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "s.toml", "title = 's'\ncycles = 12\n[pattern]\nname = 'everyone-leads'\n[group.people]\ncount = 8\nexpertise = 0.6\nengagement = 1.0\n[reflection]\neffort = 0.0\n[[ties]]\nkind = 'complete'\n[time]\nround = 0.3\n[work]\nsignal = 1.0\n")
	for _, tt := range []struct{ set, want string }{
		{"time.round=0.3", "what binds: time,"},
		{"pattern=isolated", "what binds: trust (what was known did not count)"},
	} {
		out, _ := tutti(t, 0, "run", "s.toml", "--set", tt.set, "--set", "time.reflect=0")
		if !strings.Contains(strings.Join(strings.Fields(out), " "), tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.set, out, tt.want)
		}
	}
}
