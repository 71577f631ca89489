package run

import (
	"strings"
	"testing"
)

// FuzzReadFit wants every refusal of a fit file to be an error, never a panic.
func FuzzReadFit(f *testing.F) {
	for _, seed := range []string{
		"scenario='march.toml'\n[factor.p1]\nrange=[0.1,0.9]\n[target.knowledge]\nvalue=0.5\n", "method='refine'\nbudget=10\n", "[factor.x]\nvalues=[1]\n",
		"[target.x]\nvalue=nan\n", "scenario='march.toml'\nseeds=2\nmethod='reject'\n[factor.p1]\nrange=[0,1]\nscale='log'\n[target.knowledge]\nvalue=0.5\nse=0\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "000") {
			return // a thousand runs are taken, but not in no time
		}
		fit, err := ReadFit(memory(map[string]string{"fit.toml": text, "march.toml": tinyMarch}), "fit.toml", "test", nil)
		if err == nil && len(fit.Targets) == 0 {
			t.Errorf("%q is taken as a fit without a target", text)
		}
	})
}

// FuzzReadPlan wants the same of a plan.
func FuzzReadPlan(f *testing.F) {
	f.Add("{}")
	f.Add(`{"format":1,"shard":1,"groups":[{}],"blocks":[{}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := ReadPlan([]byte(text)); err == nil && p.Shard < 1 {
			t.Errorf("%q is taken as a plan with shards of nothing", text)
		}
	})
}
