// Command regimes makes the pages that say where the patterns of the model
// stand: which wins where, what a population of teams shows, and whether each
// pattern is recognised by its runs.
//
//	go run ./cmd/regimes            all pages, into docs
//	go run ./cmd/regimes -quick     fewer seeds and teams, to look
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	folder := flag.String("out", "docs", "folder for the pages")
	quick := flag.Bool("quick", false, "fewer seeds and teams, for a first look")
	only := flag.String("only", "", "one page alone: patterns, population or regimes")
	flag.Parse()
	if err := pages(*folder, *only, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "regimes:", err)
		os.Exit(1)
	}
}

func pages(folder, only string, quick bool) error {
	pick := func(full, few int) int {
		if quick {
			return few
		}
		return full
	}
	made := false
	for _, page := range []struct {
		name string
		make func() error
	}{
		{"patterns", func() error { return patternsPage(folder, pick(20, 3)) }},
		{"population", func() error { return populationPage(folder, pick(1300, 400)) }},
		{"regimes", func() error { return regimesPage(folder, pick(8, 4)) }},
	} {
		if only == "" || only == page.name {
			made = true
			if err := page.make(); err != nil {
				return err
			}
		}
	}
	if !made {
		return fmt.Errorf("-only: no page %q, want patterns, population or regimes", only)
	}
	return nil
}
