package run

import (
	"context"
	"math"
	"testing"
)

func knockout(t *testing.T, text string, workers int) *KnockoutReport {
	t.Helper()
	s, err := Load(openText(map[string]string{"s.toml": text}), "s.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	k := Knockout{Scenario: s, Seeds: 3, Window: 2, Every: 2, Level: 0.99}
	for i := range s.Spec.Agents() {
		k.Agents = append(k.Agents, i)
	}
	r, err := k.Run(context.Background(), workers, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const led = `title = "led"
cycles = 8
pattern = "conducted"
[group.head]
formal = true
expertise = 0.9
[group.people]
count = 5
[[ties]]
kind = "complete"
`

// Where one leads, silencing it moves the others, and silencing another changes
// nothing at all.
func TestKnockout(t *testing.T) {
	r := knockout(t, led, 2)
	if r.Windows != 4 {
		t.Errorf("got %d windows, want 4", r.Windows)
	}
	for _, a := range r.Agents {
		if a.Agent == 0 {
			if !(a.Plans.Mean > 0) || a.Ledger != 1 {
				t.Errorf("the head: got plans %v and ledger %v, want above 0 and 1", a.Plans.Mean, a.Ledger)
			}
		} else if a.Plans.Mean != 0 || a.Output.Mean != 0 || a.Ledger != 0 {
			t.Errorf("%s: got %v, %v and %v, want 0: it does not lead", a.Name, a.Plans.Mean, a.Output.Mean, a.Ledger)
		}
	}
	if r.LedgerTau != 1 {
		t.Errorf("got τ %v with the ledger, want 1", r.LedgerTau)
	}
}

func TestKnockoutOfNobody(t *testing.T) {
	r := knockout(t, "title = 'alone'\ncycles = 6\npattern = 'isolated'\n[group.people]\ncount = 4\n[[ties]]\nkind = 'complete'\n", 1)
	for _, a := range r.Agents {
		if a.Plans.Mean != 0 || a.Output.Mean != 0 {
			t.Errorf("%s: got %v and %v, want 0 where nobody leads", a.Name, a.Plans.Mean, a.Output.Mean)
		}
	}
	if !math.IsNaN(r.LedgerTau) {
		t.Errorf("got τ %v, want none of constants", r.LedgerTau)
	}
}

func TestKnockoutByAnyNumberOfWorkers(t *testing.T) {
	one, many := knockout(t, small, 1), knockout(t, small, 3)
	for k := range one.Agents {
		if one.Agents[k].Plans.Mean != many.Agents[k].Plans.Mean || one.Agents[k].Named != many.Agents[k].Named {
			t.Errorf("%s: got %v with three workers, want %v as with one", one.Agents[k].Name, many.Agents[k], one.Agents[k])
		}
	}
}
