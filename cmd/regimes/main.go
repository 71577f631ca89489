// Command regimes makes the pages that say where the patterns of the model
// stand: which wins where, what a population of teams shows, and whether each
// pattern is recognised by its runs.
//
//	go run ./cmd/regimes                     all pages, into docs
//	go run ./cmd/regimes -quick -out look    fewer seeds and teams, to look
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	folder := flag.String("out", "", "folder for the pages; by default docs, but with -quick it has to be named")
	quick := flag.Bool("quick", false, "fewer seeds and teams, for a first look; wants -out")
	only := flag.String("only", "", "one page alone: patterns, population or regimes")
	flag.Parse()
	if err := pages(*folder, *only, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "regimes:", err)
		os.Exit(1)
	}
}

// pages makes the pages. What a first look finds never takes the place of the
// documentation unasked.
func pages(folder, only string, quick bool) error {
	switch {
	case folder == "" && quick:
		return errors.New("-quick: want -out FOLDER, for the pages in docs rest on more seeds")
	case folder == "":
		folder = "docs"
	}
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
