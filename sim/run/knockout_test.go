package run

import (
	"context"
	"math"
	"testing"

	"tutti/scenarios"
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

// Taken away with its hands, everybody in a well-matched team is missed by more
// than an average share of the work; where anybody does as well as another,
// each adds that share alone.
func TestKnockoutOfHands(t *testing.T) {
	hands := func(file string) *KnockoutReport {
		s, err := Load(scenarios.Open, file, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.Cycles = 110
		k := Knockout{Scenario: s, Seeds: 10, Window: 10, Every: 20, Hands: true, Level: 0.99}
		for i := range s.Spec.Agents() {
			k.Agents = append(k.Agents, i)
		}
		r, err := k.Run(context.Background(), 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, a := range hands("well-matched.toml").Agents {
		if !(a.Output.Lo > 0.6/5) {
			t.Errorf("%s: got %v to %v of output, want more than an average pair of hands, %v", a.Name, a.Output.Lo, a.Output.Hi, 0.6/5)
		}
	}
	s, err := Load(openText(map[string]string{"s.toml": "title = 'apart'\ncycles = 12\npattern = 'isolated'\n[group.people]\ncount = 4\nexpertise = 0.5\n[work]\ncoordination = 0.0\n[[ties]]\nkind = 'complete'\n"}), "s.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	k := Knockout{Scenario: s, Agents: []int{0, 1, 2, 3}, Seeds: 3, Window: 2, Every: 2, Hands: true, Level: 0.99}
	r, err := k.Run(context.Background(), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, a := range r.Agents {
		sum += a.Output.Mean
		if a.Plans.Mean != 0 {
			t.Errorf("%s: got others' plans moved by %v, want 0: nobody hears it", a.Name, a.Plans.Mean)
		}
	}
	if !(sum > 0.4 && sum < 0.8) {
		t.Errorf("got %v of output from all four, want about what they yield together", sum)
	}
}
