package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"tutti/sim/keys"
	"tutti/sim/run"
)

type knockoutCmd struct {
	File    string   `arg:"" help:"Scenario file, or the name of one that comes with the program."`
	Agent   string   `help:"Whose influence is silenced: a name, or all, one after the other." default:"all" placeholder:"NAME"`
	Seeds   int      `help:"Runs, each under its own seed." default:"10" placeholder:"N"`
	Window  int      `help:"Cycles that a pair lives from the same state, with and without." default:"5" placeholder:"N"`
	Every   int      `help:"Cycles from one pair to the next." default:"20" placeholder:"N"`
	Hands   bool     `help:"Take the agent away altogether: the hands as well as the voice."`
	Cycles  *int     `help:"How long a run lasts." placeholder:"N"`
	Set     []string `help:"Another value for a key." placeholder:"KEY=VALUE" sep:"none"`
	Workers int      `help:"Runs at a time (default: one a core)." placeholder:"N"`
	JSON    bool     `help:"Print one JSON object and nothing else." name:"json"`
}

// Help is shown by --help.
func (knockoutCmd) Help() string {
	return `Leadership by its consequences: from the same saved state a stretch is lived
twice under the same chance, once with an agent's outgoing influence silenced.
What changes in the others' plans and in output is what the agent's leading did.
Claims, decisions and force fall silent; what it does still shows in artefacts
and to those who watch. With --hands that goes as well.
Beside it stand the share that the ledger books and the share of people who
would name the agent if a survey asked who leads. With --hands the agent is away
altogether, and output is that of all together: who only did an average share of
the work adds one part in as many as they are.

Examples:
  tutti knockout orpheus
  tutti knockout thirty --agent head --seeds 40`
}

// mostSilenced is how many agents are silenced one after the other at most.
const mostSilenced = 400

// Run silences agents and reports what changed.
func (c *knockoutCmd) Run(a *app) error {
	s, err := loadScenario(c.File, c.Set)
	if err != nil {
		return err
	}
	if s.Spec == nil {
		return usageError{fmt.Errorf("%s: model %s has no agents that could be silenced, want an organisation", c.File, s.Model)}
	}
	if c.Cycles != nil {
		s.SetCycles(*c.Cycles)
	}
	switch {
	case s.Cycles < 1:
		return usageError{fmt.Errorf("--cycles: %d, want 1 or more", s.Cycles)}
	case c.Workers < 0:
		return workersFault(c.Workers)
	case c.Seeds < 2:
		return usageError{errors.New("--seeds: want 2 or more, for an interval")}
	case c.Window < 1 || c.Every < c.Window:
		return usageError{errors.New("--window wants 1 or more, --every at least the window")}
	case s.BurnIn+c.Window > s.Cycles:
		return usageError{fmt.Errorf("--window: no window of %d cycles fits between cycle %d and %d", c.Window, s.BurnIn, s.Cycles)}
	}
	if err := fits(s); err != nil {
		return err
	}
	k := run.Knockout{Scenario: s, Seeds: c.Seeds, Window: c.Window, Every: c.Every, Hands: c.Hands, Level: 0.99}
	if c.Agent == "all" {
		if n := s.Spec.Agents(); n > mostSilenced {
			return usageError{fmt.Errorf("--agent: %d agents are too many to silence one after the other, want the name of one", n)}
		}
		for i := range s.Spec.Agents() {
			k.Agents = append(k.Agents, i)
		}
	} else {
		i := run.Row(s.Spec, c.Agent)
		if i < 0 {
			var names []string
			for i := range s.Spec.Agents() {
				names = append(names, s.Spec.Name(i))
			}
			return usageError{fmt.Errorf("--agent: no agent %q; %s", c.Agent, hintAgent(c.Agent, names))}
		}
		k.Agents = []int{i}
	}
	r, err := k.Run(a.ctx, coresOr(c.Workers), func(done int) {
		if a.fancy && !c.JSON {
			fmt.Fprintf(a.err, "\r\x1b[Kseed %d of %d", done, c.Seeds)
		}
	})
	if a.fancy && !c.JSON {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	if err != nil {
		return errInterrupted
	}
	if c.JSON {
		return knockoutJSON(a.out, c, s, r)
	}
	return printKnockout(a.out, c, s, r)
}

func hintAgent(word string, names []string) string {
	if near := keys.Nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return fmt.Sprintf("want a name such as %q, or all", names[0])
}

func knockoutJSON(w io.Writer, c *knockoutCmd, s *run.Scenario, r *run.KnockoutReport) error {
	change := func(c run.Change) map[string]any {
		return map[string]any{"mean": number(c.Mean), "lo": number(c.Lo), "hi": number(c.Hi)}
	}
	list := []map[string]any{}
	causal := causalShares(r.Agents)
	for k, a := range r.Agents {
		part := math.NaN()
		if causal != nil {
			part = causal[k]
		}
		list = append(list, map[string]any{"agent": a.Agent, "causal": number(part), "name": a.Name, "plans": change(a.Plans), "output": change(a.Output), "ledger": number(a.Ledger), "named": number(a.Named)})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{
		"scenario": s.File, "seed": s.Seed, "seeds": c.Seeds, "window": c.Window, "windows": r.Windows, "hands": c.Hands, "level": 0.99,
		"agents": list, "tau_ledger": number(r.LedgerTau), "tau_named": number(r.NamedTau),
	})
}
