package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"tutti/render/plot"
	"tutti/sim/stats"
	"tutti/sim/table"
)

// armTable has one row for each measure and arm.
func (x *comparison) armTable() *table.Table {
	t := table.New(table.Label("measure", ""), table.Label("unit", ""), table.Label("arm", ""),
		table.Count("runs", "1", "runs with a value"), table.Number("mean", "", ""), table.Number("mean_lo", "", "95 % t interval"), table.Number("mean_hi", "", ""),
		table.Number("median", "", ""), table.Number("median_lo", "", "95 %, order statistics"), table.Number("median_hi", "", ""), table.Number("sd", "", "with n-1"), table.Number("lowest", "", ""), table.Number("highest", "", ""))
	for m, measure := range x.Measures {
		for arm, name := range x.Arms {
			v := stats.Steady(present(x.Values[m][arm]))
			if len(v) == 0 {
				t.Append(measure.Name, measure.Unit, name, 0, nil, nil, nil, nil, nil, nil, nil, nil, nil)
				continue
			}
			mean, median := stats.MeanInterval(v, 0.95), stats.MedianInterval(v, 0.95)
			lo, hi := math.Inf(1), math.Inf(-1)
			for _, y := range v {
				lo, hi = math.Min(lo, y), math.Max(hi, y)
			}
			t.Append(measure.Name, measure.Unit, name, len(v), stats.Mean(v), mean.Lo, mean.Hi, median.Center, median.Lo, median.Hi, stats.SD(v), lo, hi)
		}
	}
	return t
}

// present drops missing values.
func present(v []float64) (out []float64) {
	for _, x := range v {
		if !table.Missing(x) {
			out = append(out, x)
		}
	}
	return out
}

// differenceTable has one row for each measure and arm after the first.
func (x *comparison) differenceTable() *table.Table {
	t := table.New(table.Label("measure", ""), table.Label("unit", ""), table.Label("arm", ""), table.Label("against", ""),
		table.Count("pairs", "1", ""), table.Count("missing", "1", ""),
		table.Number("mean_difference", "", ""), table.Number("mean_lo", "", "95 %, BCa bootstrap"), table.Number("mean_hi", "", ""),
		table.Number("median_difference", "", ""), table.Number("median_lo", "", "95 %, order statistics"), table.Number("median_hi", "", ""),
		table.Number("sd_difference", "", "with n-1"), table.Number("dz", "1", "paired effect size"), table.Number("d", "1", "unpaired effect size"), table.Number("g", "1", "d without bias"),
		table.Number("beats", "1", "chance that a run of the arm is above a run of the other"), table.Number("pairs_above", "1", "share of pairs"),
		table.Number("p_wilcoxon", "1", ""), table.Number("p_t", "1", ""), table.Number("p_holm", "1", "Wilcoxon's, corrected over all that was planned"),
		table.Number("detectable", "", "smallest difference found with power .95 at alpha .01"), table.Number("seeds_for_half", "1", "seeds that half of it would need"),
		table.Number("seeds_for_smallest", "1", "seeds that the smallest difference that matters would need"), table.Label("warnings", ""))
	for m, measure := range x.Measures {
		for arm, d := range x.Diffs[m] {
			if d == nil {
				continue
			}
			pw, pt, ph := d.PWilcoxon, d.PT, d.PHolm
			if x.Until > 0 {
				pw, pt, ph = math.NaN(), math.NaN(), math.NaN()
			}
			t.Append(measure.Name, measure.Unit, x.Arms[arm], x.Arms[0], d.Pairs, d.Missing, d.Mean.Center, d.Mean.Lo, d.Mean.Hi,
				d.Median.Center, d.Median.Lo, d.Median.Hi, d.SD, d.DZ, d.D, d.G, d.A12, d.Share, pw, pt, ph,
				d.Detectable, d.HalfNeeds, d.Needed, strings.Join(d.Warnings, "; "))
		}
	}
	return t
}

func encode(f table.Format, t *table.Table) ([]byte, error) {
	var b bytes.Buffer
	err := f.Write(&b, t)
	return b.Bytes(), err
}

// comparisonJSON is what --json prints.
type comparisonJSON struct {
	Question    string          `json:"question,omitempty"`
	Seeds       int64           `json:"seeds"`
	FirstSeed   uint64          `json:"first_seed"`
	Engine      string          `json:"engine"`
	Arms        []string        `json:"arms"`
	Failed      int64           `json:"failed"`
	Ranking     []rankJSON      `json:"ranking"`
	Values      json.RawMessage `json:"values"`
	Differences json.RawMessage `json:"differences"`
	Warnings    []string        `json:"warnings"`
	Reproduce   string          `json:"reproduce"`
}

type rankJSON struct {
	Place   int      `json:"place"`
	Arm     string   `json:"arm"`
	Letters string   `json:"letters"` // arms that share a letter are not separated
	Mean    *float64 `json:"mean"`
	Measure string   `json:"measure"`
}

func (x *comparison) json() ([]byte, error) {
	values, err := encode(table.JSON, x.armTable())
	if err != nil {
		return nil, err
	}
	differences, err := encode(table.JSON, x.differenceTable())
	if err != nil {
		return nil, err
	}
	out := comparisonJSON{Question: x.Question, Seeds: x.Seeds, FirstSeed: x.FirstSeed, Engine: "tutti " + x.Plan.Engine, Arms: x.Arms, Failed: x.Failed,
		Values: values, Differences: differences, Warnings: append([]string{}, x.Warnings...), Reproduce: x.Command}
	for _, arm := range x.Ranking.Order {
		r := rankJSON{Place: x.Ranking.Place[arm], Arm: x.Arms[arm], Letters: x.Ranking.Letters[arm], Measure: x.Measures[0].Name}
		if mean := x.Ranking.Mean[arm]; !table.Missing(mean) {
			r.Mean = &mean
		}
		out.Ranking = append(out.Ranking, r)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(out)
	return b.Bytes(), err
}

func (x *comparison) printJSON(w io.Writer) error {
	text, err := x.json()
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// print writes the table of the terminal.
func (x *comparison) print(w io.Writer) {
	if x.Question != "" {
		fmt.Fprintf(w, "%s\n", x.Question)
	}
	fmt.Fprintf(w, "%d arms under the same %d seeds; differences are to %s, seed by seed\n", len(x.Arms), x.Seeds, x.Arms[0])
	width := 12
	for _, a := range x.Arms {
		width = max(width, len([]rune(a)))
	}
	for _, m := range x.Measures {
		width = max(width, len([]rune(m.Name+" "+bracketed(m.Unit)))-2)
	}
	last := "p (Holm)"
	if x.Until > 0 {
		last = ""
	}
	for m, measure := range x.Measures {
		fmt.Fprintf(w, "\n%-*s  %9s %9s   %-32s %7s %7s %7s %9s\n", width+2, strings.TrimSpace(measure.Name+" "+bracketed(measure.Unit)), "mean", "median",
			"difference [95 % interval]", "dz", "d", "beats", last)
		for arm, name := range x.Arms {
			v := present(x.Values[m][arm])
			fmt.Fprintf(w, "  %-*s  %9s %9s", width, name, digits(stats.Mean(v), 4), digits(stats.Median(v), 4))
			if d := x.Diffs[m][arm]; d != nil {
				p := pText(d.PHolm)
				if x.Until > 0 {
					p = ""
				}
				fmt.Fprintf(w, "   %-32s %7s %7s %7s %9s", difference(d), digits(d.DZ, 2), digits(d.D, 2), percent(d.A12), p)
			}
			fmt.Fprintln(w)
		}
	}
	x.printRanking(w)
	for _, text := range x.Warnings {
		fmt.Fprintln(w, "note:", text)
	}
}

// bracketed is a unit beside a name; a plain number has none.
func bracketed(unit string) string {
	if unit == "" || unit == "1" {
		return ""
	}
	return "[" + unit + "]"
}

// printRanking says who is ahead, and what these seeds could find.
func (x *comparison) printRanking(w io.Writer) {
	fmt.Fprintf(w, "\nranking by %s (arms that share a letter are not told apart):\n", x.Measures[0].Name)
	for _, arm := range x.Ranking.Order {
		line := fmt.Sprintf("  %d. %s  %s  %s", x.Ranking.Place[arm], x.Arms[arm], x.rankedBy(arm), x.Ranking.Letters[arm])
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	for arm, d := range x.Diffs[0] {
		if d == nil || table.Missing(d.Detectable) {
			continue
		}
		fmt.Fprintf(w, "%s: %d seeds find a difference of %s in %s with power .95 at alpha .01; half of that would need %s",
			x.Arms[arm], d.Pairs, digits(d.Detectable, 2), x.Measures[0].Name, seedsText(d.HalfNeeds))
		if !math.IsNaN(d.Needed) {
			fmt.Fprintf(w, ", and the smallest that matters %s", seedsText(d.Needed))
		}
		fmt.Fprintln(w)
	}
	for i, width := range x.Widths {
		fmt.Fprintf(w, "%s: %s\n", x.Arms[i+1], width)
	}
}

// rankedBy is the mean that an arm is ranked by, or what it lacks.
func (x *comparison) rankedBy(arm int) string {
	if table.Missing(x.Ranking.Mean[arm]) {
		return "no value"
	}
	return digits(x.Ranking.Mean[arm], 4)
}

func seedsText(n float64) string {
	if table.Missing(n) {
		return "?"
	}
	return fmt.Sprintf("%.0f", math.Ceil(n))
}

// difference is a difference with its interval.
func difference(d *stats.Difference) string {
	text := signed(d.Mean.Center)
	if d.Mean.Known() {
		text += " [" + signed(d.Mean.Lo) + ", " + signed(d.Mean.Hi) + "]"
	}
	return text
}

func signed(x float64) string {
	if text := digits(x, 3); x > 0 {
		return "+" + text
	} else {
		return text
	}
}

// digits writes x with so many significant digits, plainly; "-" when missing.
func digits(x float64, n int) string {
	switch {
	case math.IsInf(x, 1):
		return "inf"
	case math.IsInf(x, -1):
		return "-inf"
	case table.Missing(x):
		return "-"
	case x == 0:
		return "0"
	case math.Abs(x) >= math.Pow10(n) && math.Abs(x) < 1e9:
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.*g", n, x)
}

func percent(x float64) string {
	if table.Missing(x) {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*x)
}

func pText(p float64) string {
	switch {
	case table.Missing(p):
		return "-"
	case p < 0.0001:
		return "<.0001"
	}
	return fmt.Sprintf("%.4f", p)
}

// facetRows is the table that the plot of differences shows.
func (x *comparison) facetRows() *table.Table {
	t := table.New(table.Label("measure", ""), table.Label("arm", ""), table.Label("unit", ""),
		table.Number("difference", "", "mean paired difference"), table.Number("lo", "", ""), table.Number("hi", "", ""))
	for m, measure := range x.Measures {
		for arm, d := range x.Diffs[m] {
			if d != nil {
				t.Append(measure.Name, x.Arms[arm], measure.Unit, d.Mean.Center, d.Mean.Lo, d.Mean.Hi)
			}
		}
	}
	return t
}

// forest draws all differences, a panel a measure: each has a unit of its own.
func (x *comparison) forest() plot.Figure {
	return plot.Facets(x.facetRows(), plot.FacetColumns{Panel: "measure", Row: "arm", Value: "difference", Lo: "lo", Hi: "hi", Unit: "unit"}, plot.Options{
		Title: "Differences to " + x.Arms[0], Note: fmt.Sprintf("mean paired differences with 95 %% intervals, %d seeds; hollow where the interval holds 0", x.Seeds)})
}

// forestOf draws the differences in one measure, in its own unit.
func (x *comparison) forestOf(m int) plot.Figure {
	unit := x.Measures[m].Unit
	t := table.New(table.Label("name", ""), table.Number("difference in "+x.Measures[m].Name, unit, ""), table.Number("lo", "", ""), table.Number("hi", "", ""))
	for arm, d := range x.Diffs[m] {
		if d != nil {
			t.Append(x.Arms[arm], d.Mean.Center, d.Mean.Lo, d.Mean.Hi)
		}
	}
	return plot.Forest(t, "name", t.Columns[1].Name, "lo", "hi", plot.Options{Width: 170})
}

func svgOf(f plot.Figure) ([]byte, error) {
	var b bytes.Buffer
	err := f.SVG(&b)
	return b.Bytes(), err
}

func pngOf(f plot.Figure) ([]byte, error) {
	var b bytes.Buffer
	err := f.PNG(&b, 300)
	return b.Bytes(), err
}
