package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"tutti/sim/run"
)

// shownSilenced is how many agents the report shows.
const shownSilenced = 12

// printKnockout prints what silencing changed, the greatest change first.
func printKnockout(w io.Writer, c *knockoutCmd, s *run.Scenario, r *run.KnockoutReport) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s\n", s.Title)
	what, output := "one voice falls silent", "below 0 the others do better without it, for hearing a voice takes time."
	if c.Hands {
		what, output = "one is away", "below 0 the others do more without it."
		if n := s.Spec.Agents(); len(r.Agents) == n {
			output = fmt.Sprintf("that of all together, per head that there was, of which an average pair of hands adds one part in %d; %s", n, output)
		}
	}
	fmt.Fprintf(b, "%s\n\n", fold(fmt.Sprintf("What changes when %s: %d seeds, in each %s of %s; 99 %% intervals", what, c.Seeds, plural(r.Windows, "window"), plural(c.Window, "cycle")), "", reportWidth))
	fmt.Fprintf(b, "  %-16s %-19s %-17s %6s %6s %6s\n", "", "moves others by", "adds to output", "causal", "ledger", "named")
	all := slices.Clone(r.Agents)
	slices.SortStableFunc(all, func(x, y run.Silenced) int { return cmp.Compare(effect(y), effect(x)) })
	causal := causalShares(all)
	shown := 0
	for k, a := range all {
		still := a.Plans.Mean == 0 && a.Output.Mean == 0 && a.Named < 0.05
		if shown == shownSilenced || still && k > 0 {
			continue
		}
		shown++
		fmt.Fprintf(b, "  %s %-19s %-17s %6s %4.0f %% %4.0f %%\n", fit(a.Name, 16), changeText(a.Plans, ""), changeText(a.Output, "+"), percentText(causal, k), 100*a.Ledger, 100*a.Named)
	}
	if more := len(all) - shown; more > 0 {
		fmt.Fprintf(b, "  and %d more, who change less or nothing\n", more)
	}
	key := "Moves others by: how far the others' plans lie from what they would be without this one. Adds to output: " + output +
		" Causal: its share of all that silencing changes in " + judged(all) + ". Ledger: its share of the influence that was booked. " +
		"Named: the share of people who would name it if asked who leads."
	fmt.Fprintln(b, "\n"+fold(key, "", reportWidth))
	b.WriteString(differences(r, all, causal))
	_, err := io.WriteString(w, b.String())
	return err
}

// differences says how many agents count at all, how far the three shares agree,
// and where those who are seen to lead and those who do part.
func differences(r *run.KnockoutReport, all []run.Silenced, causal []float64) string {
	b := &strings.Builder{}
	if len(all) < 2 {
		return ""
	}
	beyond := 0
	for _, a := range all {
		if c := change(a); c.Known() && (c.Lo > 0 || c.Hi < 0) {
			beyond++
		}
	}
	verb := "change"
	if beyond == 1 {
		verb = "changes"
	}
	fmt.Fprintf(b, "\nOf %d people %d %s %s beyond chance.\n", len(all), beyond, verb, judged(all))
	if math.IsNaN(r.LedgerTau) && math.IsNaN(r.NamedTau) {
		return b.String()
	}
	fmt.Fprintln(b, fold(fmt.Sprintf("Rank agreement (Kendall's τ) of what silencing changes with the share in the ledger %s, and with who would be named %s.",
		tauText(r.LedgerTau), tauText(r.NamedTau)), "", reportWidth))
	more, less := seen(all, causal)
	if len(more) > 0 {
		fmt.Fprintln(b, fold("Lead more than they are named: "+strings.Join(more, ", ")+".", "", reportWidth))
	}
	if len(less) > 0 {
		fmt.Fprintln(b, fold("Are named more than they lead: "+strings.Join(less, ", ")+".", "", reportWidth))
	}
	if causal != nil && len(more)+len(less) == 0 {
		fmt.Fprintf(b, "For nobody do the shares by cause and by name lie more than %.0f points apart.\n", 100*apartShare)
	}
	return b.String()
}

// change is what silencing is judged by: the others' plans, or output where
// plans are no numbers.
func change(a run.Silenced) run.Change {
	if math.IsNaN(a.Plans.Mean) {
		return a.Output
	}
	return a.Plans
}

func judged(all []run.Silenced) string {
	if len(all) > 0 && math.IsNaN(all[0].Plans.Mean) {
		return "output"
	}
	return "the others' plans"
}

func effect(a run.Silenced) float64 { return change(a).Mean }

// causalShares are the agents' shares of what silencing changes; nil where it
// changes nothing, or only one was silenced.
func causalShares(all []run.Silenced) []float64 {
	shares, sum := make([]float64, len(all)), 0.0
	for k, a := range all {
		shares[k] = max(0, effect(a))
		sum += shares[k]
	}
	if !(sum > 0) || len(all) < 2 {
		return nil
	}
	for k := range shares {
		shares[k] /= sum
	}
	return shares
}

func percentText(shares []float64, k int) string {
	if shares == nil {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*shares[k])
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

// seen lists those whose share of what silencing changes lies far from the share
// of people who would name them, with both.
func seen(all []run.Silenced, causal []float64) (more, less []string) {
	for k := range causal {
		text := fmt.Sprintf("%s (%.0f %% against %.0f %%)", all[k].Name, 100*causal[k], 100*all[k].Named)
		switch gap := causal[k] - all[k].Named; {
		case gap > apartShare:
			more = append(more, text)
		case gap < -apartShare:
			less = append(less, text)
		}
	}
	return more, less
}
