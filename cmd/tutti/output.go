package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tutti/agents/influence"
	"tutti/render/plot"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/solo"
	"tutti/sim/table"
)

// output is the folder that a run writes to. All files are written whole into a
// passing folder within it and get their names at the end, when nothing can run
// out of room any more: a full disk leaves older results as they were.
type output struct {
	dir, stage string
	made       bool // the folder was not there before
	force      bool
	written    []string // names, in order
	events     *eventLog
}

// outputNames are all files that a run may write.
var outputNames = []string{"series.csv", "agents.csv", "events.csv", "influence.graphml", "quality.svg", "quality.png", "river.svg", "river.png",
	"influence.svg", "influence.png", "measures.svg", "measures.png", "manifest.json"}

// begin refuses to replace older results before anything is computed.
func (c *runCmd) begin(s *run.Scenario) (*output, error) {
	o := &output{dir: c.Out, force: c.Force}
	if c.Out == "" {
		return o, nil
	}
	info, err := os.Stat(c.Out)
	o.made = errors.Is(err, fs.ErrNotExist)
	if err == nil && !info.IsDir() {
		return nil, usageError{fmt.Errorf("--out: %s is a file, want a folder", c.Out)}
	}
	if err := os.MkdirAll(c.Out, 0o777); err != nil {
		return nil, usageError{fmt.Errorf("--out: %w", err)}
	}
	for _, name := range outputNames {
		if _, err := os.Lstat(filepath.Join(c.Out, name)); err == nil && !c.Force {
			return nil, usageError{fmt.Errorf("%s: holds %s of another run, which is kept; give another folder, or --force to replace it", c.Out, name)}
		}
	}
	if o.stage, err = os.MkdirTemp(c.Out, ".tmp-run-"); err != nil {
		return nil, usageError{fmt.Errorf("--out: %w", err)}
	}
	if c.Events && s.Spec != nil {
		if o.events, err = c.openEvents(o, s); err != nil {
			o.discard()
			return nil, err
		}
	}
	return o, nil
}

// listen writes every event as it happens.
func (o *output) listen(r *run.Running) {
	if o.events != nil {
		r.Organisation.Log = func(e influence.Event) { o.events.add(r.Cycle()+1, e) }
	}
}

// discard takes away what is unfinished.
func (o *output) discard() {
	if o.events != nil {
		o.events.close()
	}
	if o.stage != "" {
		_ = os.RemoveAll(o.stage) // what cannot be removed is hidden and in nobody's way
	}
	if o.made {
		_ = os.Remove(o.dir) // only where it is empty
	}
}

// write writes all tables, the network, the plots and the manifest, and gives
// them their names, the manifest last.
func (o *output) write(s *run.Scenario, r *run.Running, record *run.Record, began time.Time) error {
	if o.dir == "" {
		return nil
	}
	if o.events != nil {
		if err := o.save("events.csv", o.events.copyTo); err != nil {
			return err
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
	if err := o.save("manifest.json", func(w io.Writer) error { return writeManifest(w, s, r, began) }); err != nil {
		return err
	}
	return o.publish()
}

// publish gives the files their names and takes those of an older run away that
// this one did not write.
func (o *output) publish() error {
	for _, name := range outputNames {
		final := filepath.Join(o.dir, name)
		if slices.Contains(o.written, name) {
			if err := os.Rename(filepath.Join(o.stage, name), final); err != nil {
				return fmt.Errorf("%s: %w", final, err)
			}
		} else if err := os.Remove(final); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", final, err)
		}
	}
	if d, err := os.Open(o.dir); err == nil { // the names reach the disk
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}

func (o *output) save(name string, write func(io.Writer) error) error {
	o.written = append(o.written, name)
	if err := table.Save(filepath.Join(o.stage, name), false, write); err != nil {
		return misplaced{err, o.stage, o.dir}
	}
	return nil
}

// misplaced is an error about a file that was to come from one folder to
// another: it names the latter.
type misplaced struct {
	error
	from, to string
}

func (m misplaced) Error() string { return strings.ReplaceAll(m.error.Error(), m.from, m.to) }
func (m misplaced) Unwrap() error { return m.error }

func (o *output) csv(name string, t *table.Table) error {
	return o.save(name, func(w io.Writer) error { return table.CSV.Write(w, t) })
}

// pieceRows is how many agents are written at a time.
const pieceRows = 10_000

func (o *output) organisation(s *run.Scenario, r *run.Running, record *run.Record) error {
	err := o.save("agents.csv", func(w io.Writer) error {
		var out table.Writer
		for piece := range run.AgentsBy(r, pieceRows) {
			if out == nil {
				out = table.CSV.Open(w, piece)
			}
			if err := out.Write(piece); err != nil {
				return err
			}
		}
		return out.Close()
	})
	if err != nil || !record.Followed() {
		return err
	}
	return o.save("influence.graphml", func(w io.Writer) error {
		return table.WriteGraphML(w, run.Agents(r), record.Influence(r), "influence", true)
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
		"digest": exact.Digest(r), "resolved": keys.Write(s.Entries), "inputs": append([]solo.Input{}, s.Inputs...),
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

// leaders are all who led in a run, most first, with their shares of it.
type leaders struct {
	order []int32   // agents
	share []float64 // by agent
	all   float64   // influence given in the whole run
}

// leaderships are those who led in a run.
func leaderships(r *run.Running) leaders {
	m := r.Organisation.Model
	o := m.Org
	l := leaders{share: make([]float64, o.N)}
	for _, g := range m.Tally.Given {
		l.all += float64(g)
	}
	count := 0
	for i := range o.N {
		for _, g := range m.Tally.Given[i*o.D : (i+1)*o.D] {
			l.share[i] += float64(g) / l.all
		}
		if l.share[i] > 0 {
			count++
		}
	}
	l.order = make([]int32, 0, count)
	for i, x := range l.share {
		if x > 0 {
			l.order = append(l.order, int32(i))
		}
	}
	slices.SortStableFunc(l.order, func(a, b int32) int { return cmp.Compare(l.share[b], l.share[a]) })
	return l
}

// each is the leadership of those who led, most first, one after the other:
// together they may be larger than the organisation itself.
func (l leaders) each(r *run.Running) iter.Seq[leading] {
	m := r.Organisation.Model
	o := m.Org
	return func(yield func(leading) bool) {
		for _, i := range l.order {
			i := int(i)
			one := leading{Agent: i, Name: m.Spec.Name(i), Unit: m.Spec.Units[o.Unit[i]], Share: l.share[i], BySource: map[string]float64{}, ByDomain: map[string]float64{}}
			for d, name := range m.Spec.Domains {
				one.ByDomain[name] = float64(m.Tally.Given[i*o.D+d]) / l.all
			}
			for k, name := range influence.Sources {
				one.BySource[name] = float64(m.Tally.BySource[3*i+k]) / l.all
			}
			if !yield(one) {
				return
			}
		}
	}
}

// printJSON prints the one object of --json. Leadership comes last and is
// written agent by agent.
func printJSON(w io.Writer, s *run.Scenario, r *run.Running, record *run.Record) error {
	measures, end := map[string]any{}, map[string]any{}
	values := record.Summary.Values()
	for k, c := range r.Columns() {
		measures[c.Name] = number(values[k])
		end[c.Name] = nil
		if y := record.Series[k]; len(y) > 0 {
			end[c.Name] = number(y[len(y)-1])
		}
	}
	object := struct {
		Scenario    string         `json:"scenario"`
		Title       string         `json:"title"`
		Seed        uint64         `json:"seed"`
		Cycles      int            `json:"cycles"`
		Agents      any            `json:"agents"`
		Digest      string         `json:"digest"`
		Class       any            `json:"class"`
		ClassReason any            `json:"class_reason"`
		Measures    map[string]any `json:"measures"` // over the run after burn-in
		End         map[string]any `json:"end"`      // in the last cycle
	}{Scenario: s.File, Title: s.Title, Seed: s.Seed, Cycles: r.Cycle(), Digest: exact.Digest(r), Measures: measures, End: end}
	who := iter.Seq[leading](func(func(leading) bool) {})
	if r.Organisation != nil {
		object.Agents = r.Organisation.Org.Size()
		object.Class, object.ClassReason = r.Organisation.Window().Class()
		who = leaderships(r).each(r)
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(object); err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	b.Write(bytes.TrimSuffix(text.Bytes(), []byte("}\n")))
	b.WriteString(`,"leadership":[`)
	comma := ""
	for l := range who {
		text.Reset()
		if err := e.Encode(l); err != nil {
			return err
		}
		b.WriteString(comma)
		b.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
		comma = ","
	}
	b.WriteString("]}\n")
	return b.Flush()
}

// number is x in JSON, nil where it is missing or no number there.
func number(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}
