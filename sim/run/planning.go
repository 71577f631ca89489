package run

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

// recorder notes every file that is read, so that a plan holds them all.
type recorder struct {
	open Opener
	read map[string]string
}

func (r *recorder) Open(name string) ([]byte, error) {
	text, err := r.open(name)
	if err == nil {
		r.read[name] = string(text)
	}
	return text, err
}

// Reader reads the scenario files of the plan itself, as they were when it was
// made; what has become of the originals does not matter.
func (p *Plan) Reader() Opener {
	return func(name string) ([]byte, error) {
		text, ok := p.Sources[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

// NewPlan makes the plan of a design for a version of the program. It reads
// the scenarios through open and tries every level of every factor by itself,
// so that what cannot be run is refused before anything starts.
func NewPlan(d *Design, engine string, open Opener) (*Plan, error) {
	rec := &recorder{open, map[string]string{}}
	p := &Plan{
		Format: planFormat, Engine: engine, Title: d.Title, Question: d.Question, Seeds: d.Seeds,
		Every: d.Every, BurnIn: d.BurnIn, Leading: d.Leading, Sources: rec.read,
	}
	if last := d.Seeds.First + uint64(d.Replicates-1); d.Seeds.List == nil && (d.Seeds.First > exact.MaxSeed || last > exact.MaxSeed) {
		d.root.Errorf("first_seed", "%d seeds from %d on, want none above 2^53-1", d.Replicates, d.Seeds.First)
		return nil, d.err()
	}
	probe := &prober{design: d, plan: p, open: rec.Open}
	for i := range d.Experiments {
		probe.experiment(i)
	}
	if len(probe.columns) > 0 {
		probe.finish()
	}
	if err := d.err(); err != nil {
		return nil, err
	}
	p.Blocks = []Block{{Groups: [2]int{0, len(p.Groups)}, Replicates: [2]int64{0, d.Replicates}, Sources: p.SourceNames()}}
	if runs := p.Points(); runs > maxPoints/d.Replicates {
		d.root.Errorf("seeds", "%d points under %d seeds are more than %d runs", runs, d.Replicates, int64(maxPoints))
		return nil, d.err()
	}
	p.Shard = d.Shard
	if p.Shard == 0 {
		p.Shard = min(shardSize(probe.work, p.Runs()), max(1, maxCells/probe.cells(p)))
	}
	return p, nil
}

func (d *Design) err() error { return d.root.Err() }

// shardSize is about two seconds of work. Of a smaller sweep it is a 64th, so
// that several machines can share it and little is done twice after a stop, but
// not less than a third of a second, below which saving costs more than a
// hundredth of the work.
func shardSize(work float64, runs int64) int64 {
	hold := func(seconds float64) int64 {
		return int64(math.Min(4096, math.Max(1, seconds*unitsPerSecond/math.Max(work, 1))))
	}
	return max(1, min(hold(secondsOfWork), max((runs+63)/64, hold(secondsOfWork/6.0)), runs))
}

// maxCells is how many numbers a shard holds at most, series and agents
// included, whatever the work: a worker keeps one shard in memory.
const maxCells = 2 << 20

// cells are the numbers that a run leaves.
func (b *prober) cells(p *Plan) int64 {
	n := int64(5 + len(p.Columns) + b.people*len(p.Agents))
	if p.Every > 0 {
		n += int64(b.cycles/p.Every) * int64(2+len(p.Series))
	}
	return n
}

// How much work a shard holds. A run's work is told by its design alone: the
// numbers of its state times its cycles; how many of them a core does in a
// second is a fixed figure, right within a factor of a few.
const (
	secondsOfWork  = 2
	unitsPerSecond = 2e7
	unitsPerCycle  = 50 // beside its state
)

// sizer is a State that counts the numbers of a state.
type sizer struct{ n int }

func (s *sizer) Floats(_ string, p *[]float64)   { s.n += len(*p) }
func (s *sizer) Float32s(_ string, p *[]float32) { s.n += len(*p) }
func (s *sizer) Ints(_ string, p *[]int32)       { s.n += len(*p) }
func (s *sizer) Words(_ string, p *[]uint64)     { s.n += len(*p) }
func (s *sizer) Bytes(_ string, p *[]uint8)      { s.n += len(*p) / 8 }
func (s *sizer) Float(string, *float64)          { s.n++ }
func (s *sizer) Int(string, *int)                { s.n++ }
func (s *sizer) Text(_ string, p *string)        { s.n += len(*p) / 8 }

var _ exact.State = (*sizer)(nil)

// prober tries a design's scenarios.
type prober struct {
	design  *Design
	plan    *Plan
	open    Opener
	columns []table.Column // of all runs, in order of appearance
	agents  []table.Column
	work    float64 // of the hardest run [units]
	cycles  int     // of the longest run
	people  int     // agents of the largest organisation
}

// maxLevels is how many levels of one factor are tried.
const maxLevels = 200

// experiment adds one experiment to the plan and tries its factors.
func (b *prober) experiment(i int) {
	e := &b.design.Experiments[i]
	if slices.ContainsFunc(e.Sets, func(s Setting) bool { return s.Key == "seed" }) || e.varies("seed") {
		b.design.where[i].table.Errorf("", "seed: has no effect on many runs, whose seeds are told by seeds and first_seed")
		return
	}
	size, err := e.Size()
	if err != nil || size == 0 {
		b.design.where[i].table.Errorf("kind", "an empty design, want at least one point")
		return
	}
	b.plan.Groups = append(b.plan.Groups, Group{Experiment: *e, Points: [][2]int64{{0, size}}})
	scenario, sets := e.Settings(0)
	bad := map[int]bool{}
	for err := b.try(scenario, sets); err != nil; err = b.try(scenario, sets) {
		f := b.refuse(i, err)
		if f < 0 || bad[f] {
			return
		}
		bad[f] = true // the others are tried without it
		sets = slices.DeleteFunc(slices.Clone(sets), func(s Setting) bool { return s.Key == e.Factors[f].Key })
	}
	for f := range e.Factors {
		if bad[f] {
			continue
		}
		b.factor(i, f, scenario, sets)
	}
}

// refuse reports an error of the base scenario (−1) or of the factor that it
// names, and returns which.
func (b *prober) refuse(i int, err error) int {
	e, where := &b.design.Experiments[i], b.design.where[i]
	_, at, found := strings.Cut(err.Error(), "--set: ")
	at, _, _ = strings.Cut(at, ":")
	for f := range e.Factors {
		key := e.Factors[f].Key
		if found && f < len(where.factors) && (key == at || strings.HasPrefix(key, at+".") || strings.HasPrefix(key, at+"[")) {
			where.factors[f].Errorf("key", "%s", inLine(err))
			return f
		}
	}
	where.table.Errorf("scenario", "%s", inLine(err))
	return -1
}

// inLine is an error as part of one line.
func inLine(err error) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	text := strings.TrimPrefix(lines[0], "--set: ")
	if len(lines) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(lines)-1)
	}
	return text
}

// factor tries the levels of one factor, everything else as at the first point.
func (b *prober) factor(i, f int, scenario string, sets []Setting) {
	e, where := &b.design.Experiments[i], b.design.where[i]
	x := e.Factors[f]
	at := where.table
	if f < len(where.factors) {
		at = where.factors[f]
	}
	for _, v := range probes(e, f) {
		name, changed := scenario, slices.Clone(sets)
		if x.Key == ScenarioKey {
			name = Display(v)
		}
		for k := range changed {
			if changed[k].Key == x.Key {
				changed[k].Value = v
			}
		}
		if err := b.try(name, changed); err != nil {
			at.Errorf("", "%s: %s", Display(v), inLine(err))
			return
		}
	}
}

// probes are the values of a factor that are tried: its levels, or the ends of
// its range.
func probes(e *Experiment, f int) (out []any) {
	x := e.Factors[f]
	switch {
	case e.Kind == Rows:
		for _, row := range e.Rows {
			if len(out) < maxLevels && !slices.ContainsFunc(out, func(v any) bool { return sameJSON(v, row[f]) }) {
				out = append(out, row[f])
			}
		}
		return out
	case x.Values == nil:
		return []any{x.at(0), x.at(1)}
	}
	return x.Values[:min(len(x.Values), maxLevels)]
}

// try loads a scenario and sets it up, and books its columns and its work.
func (b *prober) try(scenario string, sets []Setting) error {
	s, err := Load(b.open, scenario, sets)
	if err != nil {
		return err
	}
	if b.design.Fits != nil {
		if err := b.design.Fits(s); err != nil {
			return err
		}
	}
	for _, c := range s.Columns() {
		if !slices.ContainsFunc(b.columns, func(o table.Column) bool { return o.Name == c.Name }) {
			b.columns = append(b.columns, c)
		}
	}
	model := s.New(b.plan.Seeds.Seed(0, ""))
	if b.design.Agents && model.Organisation != nil {
		people := Agents(model)
		b.people = max(b.people, people.Len())
		for _, c := range people.Columns {
			if !slices.ContainsFunc(b.agents, func(o table.Column) bool { return o.Name == c.Name }) {
				b.agents = append(b.agents, c)
			}
		}
	}
	b.cycles = max(b.cycles, s.Cycles)
	var size sizer
	model.State(&size)
	b.work = math.Max(b.work, float64(size.n+unitsPerCycle)*float64(s.Cycles))
	return nil
}

// finish chooses the measures and checks their names.
func (b *prober) finish() {
	var names []string
	for _, c := range b.columns {
		names = append(names, c.Name)
	}
	root := b.design.root
	for _, want := range append(slices.Clone(b.design.Measures), b.design.Leading) {
		if want != "" && !slices.Contains(names, want) {
			key := "measures"
			if want == b.design.Leading {
				key = "leading"
			}
			root.Errorf(key, "no measure %q; %s", want, keys.Hint(want, names))
		}
	}
	var kept []table.Column
	for _, c := range b.columns {
		if b.design.Measures == nil || slices.Contains(b.design.Measures, c.Name) {
			kept = append(kept, c)
		}
	}
	for _, f := range b.plan.FactorColumns() {
		if slices.Contains(names, f.Name) {
			root.Errorf("", "factor %s has the name of a measure, want another", f.Name)
		}
	}
	b.plan.Columns = MeasuresOf(kept)
	if b.plan.Every > 0 {
		b.plan.Series = MeasuresOf(kept)
	}
	if b.design.Agents {
		if len(b.agents) == 0 {
			root.Errorf("agents", "the scenario has no agents to tell of")
		}
		b.plan.Agents = MeasuresOf(b.agents)
	}
}
