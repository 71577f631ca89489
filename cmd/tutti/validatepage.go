package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tutti/sim/classic"
	"tutti/sim/table"
)

// writePage writes the validation page as Markdown and its figures as SVG, in a
// folder beside it that is named like the page.
func writePage(path string, all []validated, full bool) error {
	folder := figureFolder(path)
	var b strings.Builder
	at := pageLinks(all)
	pageHead(&b, all, at, full)
	pageMissed(&b, all, at)
	for _, v := range all {
		if err := pageModel(&b, v, folder); err != nil {
			return err
		}
	}
	return save(path, b.String())
}

// figureFolder is where the figures of a page lie.
func figureFolder(page string) string { return strings.TrimSuffix(page, filepath.Ext(page)) }

// pagePlace makes room for a page and its figures, and says before the work
// begins where there is none.
func pagePlace(page string) error {
	folder := figureFolder(page)
	if folder == page {
		return usageError{fmt.Errorf("--page %s: want a name with an ending, such as %s.md; figures go into a folder of that name without it", page, page)}
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return usageError{err}
	}
	for _, path := range []string{page, filepath.Join(folder, "figure.svg")} {
		f, err := table.Create(path, true)
		if err != nil {
			return usageError{err}
		}
		f.Discard()
	}
	return nil
}

// save writes a text file whole or not at all.
func save(path, text string) error {
	return table.Save(path, true, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// A modelLinks says where a model and its experiments stand on the page.
type modelLinks struct {
	model       string
	experiments []string
}

// pageLinks are the links that the headings get, in their order: the second of
// two alike ends in -1, as on GitHub.
func pageLinks(all []validated) []modelLinks {
	seen := map[string]int{}
	link := func(heading string) string {
		l := anchor(heading)
		n := seen[l]
		seen[l]++
		if n > 0 {
			l += fmt.Sprintf("-%d", n)
		}
		return l
	}
	var out []modelLinks
	for _, v := range all {
		m := modelLinks{model: link(v.kind.Title)}
		for _, e := range v.kind.Experiments {
			m.experiments = append(m.experiments, link(e.Name))
		}
		out = append(out, m)
	}
	return out
}

func pageHead(b *strings.Builder, all []validated, at []modelLinks, full bool) {
	command, what := "tutti validate --page docs/validation.md", "a few seconds each; `tutti validate --full` runs the papers' own sizes"
	if full {
		command = "tutti validate --full --out validation --page docs/validation.md"
		what = "the papers' own sizes, some twenty minutes of processor time in all; interrupted, the same command goes on where it was stopped"
	}
	n := countVerdicts(all)
	fmt.Fprintf(b, `# Validation

Published models, rerun and held against what was printed. The whole page is
written by one command, which anyone can repeat:

    %s

It shows every target that was tried, also those that fail. Sizes: %s.

**%d targets: %d agree, %d differ, %d unclear.**

When ours agrees. An exact target agrees within 1e-9, or within three standard
errors where the simulation draws. A printed number agrees when ours is within
the tolerance and its standard error is no larger than that; it differs when ours
is off by more than the tolerance and three standard errors together. A bound
(above, below) agrees when ours keeps it by three standard errors. For the rest
the runs are too few to tell: unclear.

Below the targets stand further cells of the papers' designs, and what readings
give that are not the default: %d numbers of ours, with their standard errors, for
which the paper prints none, or none that we know for certain. Nothing is claimed
of them.

Where a published number comes from: **V** read in the source; **D** digitised
from a figure; **R** recomputed by an independent program from the printed
specification; **M** recalled, a lead rather than a target; **S** a direction that
the source states in words; **exact** given by theory.

| model | agree | differ | unclear |
|---|---|---|---|
`, command, what, n[classic.Agrees]+n[classic.Differs]+n[classic.Unclear], n[classic.Agrees], n[classic.Differs], n[classic.Unclear], countCells(all))
	for i, v := range all {
		n := countVerdicts([]validated{v})
		fmt.Fprintf(b, "| [%s](#%s) | %d | %d | %d |\n", v.kind.Title, at[i].model, n[classic.Agrees], n[classic.Differs], n[classic.Unclear])
	}
}

// pageMissed lists the targets that ours does not agree with, where the reader
// begins to doubt.
func pageMissed(b *strings.Builder, all []validated, at []modelLinks) {
	var rows []string
	for k, v := range all {
		for i, r := range v.reports {
			for _, o := range r.Outcomes {
				if o.Verdict != classic.Agrees {
					cells := outcomeCells(o)
					rows = append(rows, fmt.Sprintf("| [%s](#%s) | %s | %s | %s | %s | %s |", v.kind.Name, at[k].experiments[i], cells[0], cells[2], cells[3], cells[5], cells[7]))
				}
			}
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\nWhat does not agree, or cannot be told:\n\n| model | target | published | ours | standard error | verdict |\n|---|---|---|---|---|---|\n%s\n", strings.Join(rows, "\n"))
}

// anchor is the link that a heading gets where no other is like it.
func anchor(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(heading) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// pageModel writes the section of one model.
func pageModel(b *strings.Builder, v validated, folder string) error {
	k := v.kind
	fmt.Fprintf(b, "\n## %s\n\n`model = \"%s\"` · [for teachers](classics/%s.md)\n\n%s.\n\n%s\n", k.Title, k.Name, k.Name, strings.TrimSuffix(k.Reference, "."), k.Doc)
	if len(k.Readings) > 0 {
		b.WriteString("\nWhere the paper leaves room; the first reading is the one that fits it:\n\n")
		for _, r := range k.Readings {
			fmt.Fprintf(b, "- `%s = %s`: %s.\n", r.Key, strings.Join(quoted(r.Options), " | "), strings.TrimSuffix(r.Why, "."))
		}
	}
	number := 0
	for i, r := range v.reports {
		fmt.Fprintf(b, "\n### %s\n", k.Experiments[i].Name)
		if len(r.Outcomes) > 0 {
			b.WriteByte('\n')
			pageOutcomes(b, r.Outcomes)
		}
		for _, note := range r.Notes {
			fmt.Fprintf(b, "\n%s\n", note)
		}
		for _, d := range r.Designs {
			pageDesign(b, d)
		}
		for _, f := range r.Figures {
			number++
			f.Beside = cmp.Or(f.Beside, source(r.Outcomes))
			name := fmt.Sprintf("%s-%d.svg", k.Name, number)
			if err := save(filepath.Join(folder, name), figureSVG(f)); err != nil {
				return err
			}
			fmt.Fprintf(b, "\n![%s](%s/%s)\n", f.Title, filepath.Base(folder), name)
		}
	}
	return nil
}

// source says what the published points of a figure are: recomputed where no
// number of the experiment was read in the paper.
func source(outcomes []classic.Outcome) string {
	for _, o := range outcomes {
		if o.Tag == classic.Read || o.Tag == classic.Digitised || o.Tag == classic.Recalled {
			return "published"
		}
	}
	return "recomputed"
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = `"` + w + `"`
	}
	return out
}

func pageOutcomes(b *strings.Builder, outcomes []classic.Outcome) {
	b.WriteString("| target | where | tag | published | ours | difference | tolerance | standard error | runs | verdict |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, o := range outcomes {
		cells := outcomeCells(o)
		tolerance := figures(o.Tolerance, 2)
		if o.Tag == classic.Exact {
			tolerance = "–"
		}
		verdict := cells[7]
		if o.Verdict != classic.Agrees {
			verdict = "**" + verdict + "**"
		}
		row := []string{cells[0], o.Paper, cells[1], cells[2], cells[3], cells[4], tolerance, cells[5], cells[6], verdict}
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "|", "∣")
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
}

// pageDesign writes the cells of a design that no printed number is known for.
func pageDesign(b *strings.Builder, d classic.Design) {
	fmt.Fprintf(b, "\n**%s** (%s)\n\n| %s | %s |\n|---%s|\n", d.Title, designRuns(d), designCorner(d), strings.Join(d.Column, " | "), strings.Repeat("|---", len(d.Column)))
	for r, name := range d.Row {
		fmt.Fprintf(b, "| %s | %s |\n", name, strings.Join(designCells(d, r), " | "))
	}
}
