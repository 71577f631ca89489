package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"tutti/sim/run"
	"tutti/sim/stats"
)

// live puts the claims of each file to the test.
func (c *checkCmd) live(a *app) error {
	if c.Seeds < 0 || c.Seeds == 1 {
		return usageError{fmt.Errorf("--seeds %d: want 2 or more", c.Seeds)}
	}
	if err := workersFault(c.Workers); err != nil {
		return err
	}
	sets, err := rawSettings(c.Set)
	if err != nil {
		return err
	}
	refuted := 0
	all := []map[string]any{}
	for _, file := range c.Files {
		s, err := loadScenario(file, c.Set)
		if err != nil {
			return err
		}
		findings, runs, err := a.findings(file, sets, c.Seeds, c.Workers)
		if err != nil {
			return err
		}
		for _, f := range findings {
			if f.Verdict.Outcome == stats.DoesNotHold {
				refuted++
			}
			if c.JSON {
				all = append(all, findingJSON(file, f))
			}
		}
		if !c.JSON {
			printFindings(a.out, file, s.Title, findings, runs)
		}
	}
	if c.JSON {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(all); err != nil {
			return err
		}
	}
	if refuted > 0 {
		return fmt.Errorf("%s not hold", pluralDo(refuted, "claim"))
	}
	return nil
}

func pluralDo(n int, what string) string {
	if n == 1 {
		return "1 " + what + " does"
	}
	return fmt.Sprintf("%d %ss do", n, what)
}

// findings lives the runs that a scenario's claims need and judges them.
func (a *app) findings(file string, sets []run.Setting, seeds, workers int) ([]run.Finding, int, error) {
	claims, err := run.ReadClaims(openScenario, file, sets, seeds)
	if err != nil {
		return nil, 0, usageError{err}
	}
	for _, s := range claims.Scenarios() {
		if err := fits(s); err != nil {
			return nil, 0, err
		}
	}
	runs := claims.Runs()
	err = claims.Run(a.ctx, coresOr(workers), func(done int) {
		if a.fancy && (done%8 == 0 || done == runs) {
			fmt.Fprintf(a.err, "\r\x1b[K%s: run %d of %d", file, done, runs)
		}
	})
	if a.fancy {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	if err != nil {
		return nil, 0, errInterrupted
	}
	var out []run.Finding
	for k := range claims.List {
		out = append(out, claims.Finding(k))
	}
	return out, runs, nil
}

// printFindings prints the claims of a scenario and what became of them.
func printFindings(w io.Writer, file, title string, findings []run.Finding, runs int) {
	fmt.Fprintf(w, "%s: %s\n", file, title)
	if len(findings) == 0 {
		fmt.Fprintln(w, "  makes no claims: nothing stands under [expect]")
		return
	}
	count := map[stats.Outcome]int{}
	for _, f := range findings {
		count[f.Verdict.Outcome]++
		about := f.About
		if about == "" {
			about = f.Name
		}
		text := fold(about, "", reportWidth-16)
		fmt.Fprintf(w, "  %-13s %s\n", f.Verdict.Outcome, strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", 16)))
		fmt.Fprintln(w, fold(numbers(f), strings.Repeat(" ", 16), reportWidth))
	}
	fmt.Fprintf(w, "  %d of %d hold, %d not, %d undecided; %d runs\n", count[stats.Holds], len(findings), count[stats.DoesNotHold], count[stats.Undecided], runs)
}

// numbers is what a claim rests on, in one sentence.
func numbers(f run.Finding) string {
	v := f.Verdict
	if math.IsNaN(v.Center) {
		return fmt.Sprintf("%s is missing in all runs", f.Measure)
	}
	interval := "no interval: " + v.Reason
	if v.Known() {
		interval = fmt.Sprintf("%.4g %% interval %s to %s", 100*v.Level, shortly(v.Lo), shortly(v.Hi))
	}
	seeds := fmt.Sprintf("%d seeds", v.N)
	if v.Missing > 0 {
		seeds += fmt.Sprintf(", %d missing", v.Missing)
	}
	switch {
	case f.With != "":
		return fmt.Sprintf("correlation of %s and %s %s, %s%s (%s)", f.Measure, f.With, shortly(v.Center), interval, bound(f), seeds)
	case len(f.Beside) > 0:
		return fmt.Sprintf("%s: the difference changes by %s with %s, %s%s (%s)", f.Measure, shortly(v.Center), strings.Join(f.Beside, ", "), interval, bound(f), seeds)
	case len(f.Expect.Against) > 0:
		return fmt.Sprintf("%s %s against %s: difference %s, %s%s (%s)", f.Measure, shortly(f.Mean), shortly(f.Other), shortly(v.Center), interval, bound(f), seeds)
	}
	return fmt.Sprintf("%s %s, %s%s (%s)", f.Measure, shortly(v.Center), interval, bound(f), seeds)
}

// bound tells what a claim asks for beyond a sign.
func bound(f run.Finding) string {
	switch {
	case f.Kind == "band":
		return fmt.Sprintf("; wanted in %s to %s", shortly(f.Expect.Lo), shortly(f.Expect.Hi))
	case f.Kind == "null":
		return fmt.Sprintf("; wanted within ±%.3g", f.Expect.Hi)
	case f.Expect.Lo != 0:
		return fmt.Sprintf("; wanted %s %s", f.Kind, shortly(f.Expect.Lo))
	}
	return ""
}

func shortly(x float64) string { return strings.ReplaceAll(fmt.Sprintf("%.3g", x), "-", "−") }

func findingJSON(file string, f run.Finding) map[string]any {
	v := f.Verdict
	return map[string]any{
		"scenario": file, "claim": f.Name, "about": f.About, "measure": f.Measure, "kind": f.Kind, "outcome": v.Outcome,
		"mean": number(f.Mean), "against": number(f.Other), "center": number(v.Center), "lo": number(v.Lo), "hi": number(v.Hi),
		"level": v.Level, "seeds": v.N, "missing": v.Missing,
	}
}
