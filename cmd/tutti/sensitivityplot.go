package main

import (
	"fmt"
	"io"
	"path/filepath"

	"tutti/render/plot"
	"tutti/sim/run"
	"tutti/sim/table"
)

// figure draws the indices: a Morris design by size and spread of effects, any
// other as marks with their intervals. It returns what writes the file.
func (c *sensitivityCmd) figure(plan *run.Plan, indices *table.Table) (func(w io.Writer) error, error) {
	o := plot.Options{Title: "What the answer depends on", Note: plan.Title}
	f := indexFigure(indices, o)
	if effects := morrisRows(indices); effects.Len() > 0 {
		f = plot.Screening(effects, o)
	}
	switch filepath.Ext(c.Plot) {
	case ".svg":
		return f.SVG, nil
	case ".png":
		return func(w io.Writer) error { return f.PNG(w, 300) }, nil
	}
	return nil, usageError{fmt.Errorf("--plot %s: want a name that ends in .svg or .png", c.Plot)}
}

// indexFigure draws indices, a panel a measure, first and total order beside
// each other.
func indexFigure(indices *table.Table, o plot.Options) plot.Figure {
	for _, level := range indices.Texts("index") {
		if level == "first" {
			o.Note = joined(o.Note, "Sobol indices: share of the variance by a factor alone (first) and with all that it touches (total)")
			break
		}
		if level == "src" {
			o.Note = joined(o.Note, "standardised (src) and partial rank (prcc) regression coefficients")
			break
		}
	}
	return plot.Facets(indices, plot.FacetColumns{Panel: "measure", Row: "factor", Series: "index", Value: "value", Lo: "lo", Hi: "hi"}, o)
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// morrisRows are the effects of Morris designs, a row a measure and factor.
func morrisRows(indices *table.Table) *table.Table {
	t := table.New(table.Label("measure", ""), table.Label("factor", ""), table.Number("mu_star", "", ""), table.Number("lo", "", ""), table.Number("hi", "", ""), table.Number("sigma", "", ""))
	measures, factors, names := indices.Texts("measure"), indices.Texts("factor"), indices.Texts("index")
	value, lo, hi := indices.Numbers("value"), indices.Numbers("lo"), indices.Numbers("hi")
	star := -1
	for i, name := range names {
		switch {
		case name == "mu_star":
			star = i
		case name == "sigma" && star >= 0:
			t.Append(measures[i], factors[i], value[star], lo[star], hi[star], value[i])
		}
	}
	return t
}
