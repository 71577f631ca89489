package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

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
		s.Cycles = *c.Cycles
	}
	switch {
	case c.Seeds < 2:
		return usageError{errors.New("--seeds: want 2 or more, for an interval")}
	case c.Window < 1 || c.Every < c.Window:
		return usageError{errors.New("--window wants 1 or more, --every at least the window")}
	case s.BurnIn+c.Window > s.Cycles:
		return usageError{fmt.Errorf("--window: no window of %d cycles fits between cycle %d and %d", c.Window, s.BurnIn, s.Cycles)}
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

// shownSilenced is how many agents the report shows.
const shownSilenced = 12

// printKnockout prints what silencing changed, the greatest change first.
func printKnockout(w io.Writer, c *knockoutCmd, s *run.Scenario, r *run.KnockoutReport) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s\n", s.Title)
	what := "one voice falls silent"
	if c.Hands {
		what = "one is away"
	}
	fmt.Fprintf(b, "What changes when %s: %d seeds, %d windows of %d cycles each,\n99 %% intervals\n\n", what, c.Seeds, r.Windows, c.Window)
	fmt.Fprintf(b, "  %-18s %-22s %-20s %7s %7s\n", "", "others' plans move by", "output it adds", "ledger", "named")
	all := slices.Clone(r.Agents)
	slices.SortStableFunc(all, func(x, y run.Silenced) int { return cmp.Compare(effect(y), effect(x)) })
	for _, a := range all[:min(len(all), shownSilenced)] {
		fmt.Fprintf(b, "  %s %-22s %-20s %5.0f %% %5.0f %%\n", fit(a.Name, 18), changeText(a.Plans, ""), changeText(a.Output, "+"), 100*a.Ledger, 100*a.Named)
	}
	if more := len(all) - shownSilenced; more > 0 {
		fmt.Fprintf(b, "  and %d more, who move others less\n", more)
	}
	if n := len(all); c.Hands && n == s.Spec.Agents() {
		fmt.Fprintf(b, "\nOutput is that of all together, per head that there was: an average pair of hands\nadds one part in %d of it; below 0 the others do more without.\n", n)
	} else {
		fmt.Fprintln(b, "\nOutput counts the time that hearing a voice takes; below 0 the others do better\nwithout it.")
	}
	if !math.IsNaN(r.LedgerTau) || !math.IsNaN(r.NamedTau) {
		fmt.Fprintf(b, "\nRank agreement (Kendall's τ) of what silencing changes with the share in the\nledger %s, and with who would be named %s.\n", tauText(r.LedgerTau), tauText(r.NamedTau))
		more, less := seen(all)
		if len(more) > 0 {
			fmt.Fprintln(b, fold("Move others more than they are named: "+strings.Join(more, ", ")+".", "", reportWidth))
		}
		if len(less) > 0 {
			fmt.Fprintln(b, fold("Are named more than they move others: "+strings.Join(less, ", ")+".", "", reportWidth))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func effect(a run.Silenced) float64 {
	if math.IsNaN(a.Plans.Mean) {
		return a.Output.Mean
	}
	return a.Plans.Mean
}

func tauText(x float64) string {
	if math.IsNaN(x) {
		return "is undefined: one of them is the same for all"
	}
	return "is " + shortly(x)
}

// changeText is a change with its interval.
func changeText(c run.Change, plus string) string {
	if math.IsNaN(c.Mean) {
		return "–"
	}
	if !c.Known() {
		return fmt.Sprintf("%"+plus+".3f", c.Mean)
	}
	return strings.ReplaceAll(fmt.Sprintf("%"+plus+".4f ± %.4f", c.Mean, (c.Hi-c.Lo)/2), "-", "−")
}

// apartShare is by how much the two shares must differ to be told.
const apartShare = 0.1

// seen lists those whose share of being named lies far from their share of what
// silencing changes.
func seen(all []run.Silenced) (more, less []string) {
	sum := 0.0
	for _, a := range all {
		sum += max(0, effect(a))
	}
	for _, a := range all {
		if sum == 0 {
			return nil, nil
		}
		switch gap := max(0, effect(a))/sum - a.Named; {
		case gap > apartShare:
			more = append(more, a.Name)
		case gap < -apartShare:
			less = append(less, a.Name)
		}
	}
	return more, less
}

func knockoutJSON(w io.Writer, c *knockoutCmd, s *run.Scenario, r *run.KnockoutReport) error {
	number := func(x float64) any {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return x
	}
	change := func(c run.Change) map[string]any {
		return map[string]any{"mean": number(c.Mean), "lo": number(c.Lo), "hi": number(c.Hi)}
	}
	list := []map[string]any{}
	for _, a := range r.Agents {
		list = append(list, map[string]any{"agent": a.Agent, "name": a.Name, "plans": change(a.Plans), "output": change(a.Output), "ledger": number(a.Ledger), "named": number(a.Named)})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{
		"scenario": s.File, "seed": s.Seed, "seeds": c.Seeds, "window": c.Window, "windows": r.Windows, "hands": c.Hands, "level": 0.99,
		"agents": list, "tau_ledger": number(r.LedgerTau), "tau_named": number(r.NamedTau),
	})
}
