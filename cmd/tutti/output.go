package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tutti/agents/influence"
	"tutti/render/plot"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/table"
)

// output is the folder that a run writes to.
type output struct {
	dir    string
	force  bool
	events *table.File
	rows   table.Writer
	batch  *table.Table
	fault  error
	cycle  func() int
	spec   *run.Scenario
}

// begin refuses to replace older results before anything is computed.
func (c *runCmd) begin(s *run.Scenario) (*output, error) {
	o := &output{dir: c.Out, force: c.Force, spec: s}
	if c.Out == "" {
		return o, nil
	}
	if err := os.MkdirAll(c.Out, 0o777); err != nil {
		return nil, usageError{fmt.Errorf("--out: %w", err)}
	}
	if _, err := os.Stat(filepath.Join(c.Out, "manifest.json")); err == nil && !c.Force {
		return nil, usageError{fmt.Errorf("%s: holds the results of another run, which are kept; give another folder, or --force to replace them", c.Out)}
	}
	if !c.Events || s.Spec == nil {
		return o, nil
	}
	f, err := table.Create(filepath.Join(c.Out, "events.csv"), c.Force)
	if err != nil {
		return nil, usageError{err}
	}
	o.events = f
	o.batch = table.New(table.Label("from", "who led"), table.Label("to", "whom it moved"), table.Label("domain", "in what"), table.Label("source", "the largest part"),
		table.Count("cycle", "cycles", "from 1"), table.Count("round", "rounds", "from 1; 0 is the planning round"),
		table.Share("grant", "share of the new plan"), table.Number("moved", "plan", "grant times distance"),
		table.Number("positional", "plan", "part by position"), table.Number("personal", "plan", "part by personal qualities"), table.Number("rational", "plan", "part by rational persuasion"))
	o.rows = table.CSV.Open(f, o.batch)
	return o, nil
}

// listen writes every event as it happens.
func (o *output) listen(r *run.Running) {
	if o.events == nil {
		return
	}
	o.cycle = r.Cycle
	r.Organisation.Log = func(e influence.Event) {
		texts, numbers := eventRow(o.spec, r.Cycle()+1, e)
		o.batch.AppendRow(texts, numbers...)
		if o.batch.Len() >= 4096 {
			o.flush()
		}
	}
}

func (o *output) flush() {
	if o.fault == nil {
		o.fault = o.rows.Write(o.batch)
	}
	o.batch = o.batch.Like()
}

func (o *output) discard() {
	if o.events != nil {
		o.events.Discard()
	}
}

// write writes all tables, the network and the plots, the manifest last.
func (o *output) write(s *run.Scenario, r *run.Running, record *run.Record, began time.Time) error {
	if o.dir == "" {
		return nil
	}
	if o.events != nil {
		o.flush()
		if o.fault == nil {
			o.fault = o.rows.Close()
		}
		if o.fault == nil {
			o.fault = o.events.Commit()
		}
		if o.fault != nil {
			return o.fault
		}
	}
	if err := o.csv("series.csv", record.Table()); err != nil {
		return err
	}
	if r.Organisation != nil {
		if err := o.organisation(s, r, record); err != nil {
			return err
		}
	}
	if err := o.plots(s, r, record); err != nil {
		return err
	}
	return o.save("manifest.json", func(w io.Writer) error { return writeManifest(w, s, r, began) })
}

func (o *output) save(name string, write func(io.Writer) error) error {
	return table.Save(filepath.Join(o.dir, name), o.force, write)
}

func (o *output) csv(name string, t *table.Table) error {
	return o.save(name, func(w io.Writer) error { return table.CSV.Write(w, t) })
}

func (o *output) organisation(s *run.Scenario, r *run.Running, record *run.Record) error {
	people := run.Agents(r)
	if err := o.csv("agents.csv", people); err != nil {
		return err
	}
	return o.save("influence.graphml", func(w io.Writer) error {
		return table.WriteGraphML(w, people, record.Influence(r), true)
	})
}

// plots draws what a paper would show, as SVG and PNG.
func (o *output) plots(s *run.Scenario, r *run.Running, record *run.Record) error {
	series := record.Table()
	note := fmt.Sprintf("%s, seed %d, %d cycles", s.Title, s.Seed, r.Cycle())
	figures := map[string]plot.Figure{}
	if r.Organisation != nil {
		figures["quality"] = plot.Panels(series, "cycle", [][]string{{"quality", "isolated", "oracle"}, {"time_used", "engagement"}}, plot.Options{Title: "Quality and cost", Note: note})
		if len(record.Leaders) > 1 {
			figures["river"] = plot.River(record.River(), "cycle", record.Leaders, plot.RiverOptions{Options: plot.Options{Title: "Who led", Note: note}})
		}
		if edges := record.Influence(r); edges.Len() > 0 {
			figures["influence"] = plot.Influence(run.Agents(r), edges, plot.NetworkOptions{Options: plot.Options{Title: "Who moved whom", Note: note}, Size: "leadership", Group: "unit", Weight: "influence"})
		}
	} else {
		var names [][]string
		for _, c := range r.Columns() {
			names = append(names, []string{c.Name})
		}
		figures["measures"] = plot.Panels(series, "cycle", names[:min(4, len(names))], plot.Options{Title: s.Title, Note: note})
	}
	for _, name := range []string{"quality", "river", "influence", "measures"} {
		f, ok := figures[name]
		if !ok {
			continue
		}
		if err := o.save(name+".svg", f.SVG); err != nil {
			return err
		}
		if err := o.save(name+".png", func(w io.Writer) error { return f.PNG(w, 200) }); err != nil {
			return err
		}
	}
	return nil
}

// writeManifest says what was run, so that it can be run again.
func writeManifest(w io.Writer, s *run.Scenario, r *run.Running, began time.Time) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{
		"program": "tutti", "version": version, "scenario": s.File, "title": s.Title, "seed": s.Seed, "cycles": r.Cycle(),
		"digest": exact.Digest(r), "resolved": keys.Write(s.Entries),
		"began": began.UTC().Format(time.RFC3339), "took_seconds": math.Round(time.Since(began).Seconds()*1000) / 1000,
	})
}

// A leading is one agent's leadership over the run.
type leading struct {
	Agent    int                `json:"agent"`
	Name     string             `json:"name"`
	Unit     string             `json:"unit"`
	Share    float64            `json:"share"`
	BySource map[string]float64 `json:"by_source"`
	ByDomain map[string]float64 `json:"by_domain"`
}

// leaders are all who led in a run and, in detail, those who led most.
type leaders struct {
	count int
	top   []leading
}

// leaderships are those who led, most first, at most so many.
func leaderships(r *run.Running, most int) leaders {
	m := r.Organisation.Model
	o, all := m.Org, 0.0
	for _, g := range m.Tally.Given {
		all += g
	}
	share, order := make([]float64, o.N), []int(nil)
	for i := range o.N {
		for _, g := range m.Tally.Given[i*o.D : (i+1)*o.D] {
			share[i] += g / all
		}
		if share[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(share[b], share[a]) })
	found := leaders{count: len(order), top: []leading{}}
	for _, i := range order[:min(most, len(order))] {
		l := leading{Agent: i, Name: m.Spec.Name(i), Unit: m.Spec.Units[o.Unit[i]], Share: share[i], BySource: map[string]float64{}, ByDomain: map[string]float64{}}
		for d, name := range m.Spec.Domains {
			l.ByDomain[name] = m.Tally.Given[i*o.D+d] / all
		}
		for k, name := range influence.Sources {
			l.BySource[name] = m.Tally.BySource[3*i+k] / all
		}
		found.top = append(found.top, l)
	}
	return found
}

// printJSON prints the one object of --json.
func printJSON(w io.Writer, s *run.Scenario, r *run.Running, record *run.Record) error {
	measures := map[string]any{}
	values := record.Summary.Values()
	for k, c := range r.Columns() {
		measures[c.Name] = nil
		if !math.IsNaN(values[k]) {
			measures[c.Name] = values[k]
		}
	}
	object := map[string]any{"scenario": s.File, "title": s.Title, "seed": s.Seed, "cycles": r.Cycle(), "digest": exact.Digest(r), "measures": measures, "agents": nil, "leadership": []leading{}}
	if r.Organisation != nil {
		object["agents"] = r.Organisation.Org.Size()
		object["leadership"] = leaderships(r, math.MaxInt).top
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(object)
}
