package run

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"sort"

	"tutti/sim/exact"
	"tutti/sim/table"
)

// planFormat is the layout of plans and shards; another one is refused.
const planFormat = 1

// A Plan is what a sweep will do, and all that its results depend on. Its runs
// are numbered 0, 1, 2, ...; run k is a function of k. Within a block runs are
// replicate-major: first every point under the first seed, then every point
// under the next, so that any prefix of a sweep is balanced.
type Plan struct {
	Format   int               `json:"format"`
	Engine   string            `json:"engine"` // version of the program
	Title    string            `json:"title,omitempty"`
	Question string            `json:"question,omitempty"`
	Shard    int64             `json:"shard"`   // runs in a shard
	Seeds    Seeds             `json:"seeds"`   // how replicates are seeded
	Columns  []Measure         `json:"columns"` // what each run yields
	Agents   []Measure         `json:"agents,omitempty"`
	Series   []Measure         `json:"series,omitempty"`
	Every    int               `json:"every,omitempty"`   // cycles between rows of the series
	BurnIn   *float64          `json:"burn_in,omitempty"` // share of the cycles left out of means; the scenario's own when absent
	Leading  string            `json:"leading,omitempty"` // the measure that progress follows
	Sources  map[string]string `json:"sources"`           // scenario files by name, as they were read
	Groups   []Group           `json:"groups"`
	Blocks   []Block           `json:"blocks"`
}

// Measure is a column of results as a plan keeps it.
type Measure struct {
	Name string   `json:"name"`
	Unit string   `json:"unit,omitempty"`
	Doc  string   `json:"doc,omitempty"`
	Text bool     `json:"text,omitempty"`
	Lo   *float64 `json:"lo,omitempty"`
	Hi   *float64 `json:"hi,omitempty"`
}

// Seeds says how replicates are seeded.
type Seeds struct {
	First  uint64   `json:"first"`            // replicate r has seed First + r
	List   []uint64 `json:"list,omitempty"`   // or these
	Spread bool     `json:"spread,omitempty"` // other seeds at every point
}

// A Group is a range of points of one experiment.
type Group struct {
	Experiment Experiment `json:"experiment"`
	Points     [][2]int64 `json:"points"` // ranges of the experiment's points, each from..to−1
}

// A Block is a set of runs made at one time: all points of some groups, each
// under a range of replicates. Extending a sweep adds blocks.
type Block struct {
	Groups     [2]int   `json:"groups"`            // from..to−1
	Replicates [2]int64 `json:"replicates"`        // from..to−1
	Sources    []string `json:"sources,omitempty"` // names of the files that its runs read
}

// MeasuresOf turns columns into what a plan keeps of them.
func MeasuresOf(columns []table.Column) []Measure {
	bound := func(x float64) *float64 {
		if math.IsInf(x, 0) {
			return nil
		}
		return &x
	}
	var ms []Measure
	for _, c := range columns {
		ms = append(ms, Measure{c.Name, c.Unit, c.Doc, c.Kind == table.Text, bound(c.Lo), bound(c.Hi)})
	}
	return ms
}

// Column is the column of a table that holds the measure.
func (m Measure) Column() table.Column {
	c := table.Number(m.Name, m.Unit, m.Doc)
	if m.Lo != nil {
		c.Lo = *m.Lo
	}
	if m.Hi != nil {
		c.Hi = *m.Hi
	}
	if m.Text {
		c.Kind = table.Text
	}
	return c
}

// JSON is the plan's canonical text: the bytes of plan.json.
func (p *Plan) JSON() []byte { return marshal(p, " ") } // NaN bounds are refused when a design is read

// ID is the SHA-256 of the plan's text, 64 hexadecimal digits.
func (p *Plan) ID() string { return hash(p.JSON()) }

func hash(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// ReadPlan reads the text of plan.json.
func ReadPlan(text []byte) (*Plan, error) {
	var p Plan
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return nil, fmt.Errorf("not a plan of this version: %w", err)
	}
	if p.Format != planFormat || p.Shard < 1 {
		return nil, fmt.Errorf("a plan of format %d with shards of %d runs, want format %d", p.Format, p.Shard, planFormat)
	}
	if !bytes.Equal(p.JSON(), text) {
		return nil, fmt.Errorf("the plan was changed by hand")
	}
	for i := range p.Groups {
		if err := p.Groups[i].Experiment.prepare(); err != nil {
			return nil, err
		}
	}
	return &p, nil
}

// BlockID names all that the results of block b depend on. Extending a plan
// leaves it alone, so that finished shards stay good.
func (p *Plan) BlockID(b int) string {
	q := *p
	block := p.Blocks[b]
	q.Title, q.Question, q.Leading = "", "", ""
	q.Groups = p.Groups[block.Groups[0]:block.Groups[1]]
	q.Sources = map[string]string{}
	for _, name := range block.Sources {
		q.Sources[name] = p.Sources[name]
	}
	block.Groups = [2]int{0, len(q.Groups)}
	if q.Seeds.List != nil {
		q.Seeds.List = q.Seeds.List[block.Replicates[0]:block.Replicates[1]]
	}
	q.Blocks = []Block{block}
	return hash(q.JSON())
}

// size is the number of points of the group.
func (g Group) size() int64 {
	n := int64(0)
	for _, r := range g.Points {
		n += r[1] - r[0]
	}
	return n
}

// at turns the i-th point of the group into the experiment's own number.
func (g Group) at(i int64) int64 {
	for _, r := range g.Points {
		if i < r[1]-r[0] {
			return r[0] + i
		}
		i -= r[1] - r[0]
	}
	panic("run: a point beyond its group")
}

// Points is the number of points of the whole plan.
func (p *Plan) Points() int64 { return p.pointsBefore(len(p.Groups)) }

// pointsBefore is the number of points of the groups before g.
func (p *Plan) pointsBefore(g int) int64 {
	n := int64(0)
	for _, group := range p.Groups[:g] {
		n += group.size()
	}
	return n
}

// blockPoints is the number of points of block b.
func (p *Plan) blockPoints(b int) int64 {
	g := p.Blocks[b].Groups
	return p.pointsBefore(g[1]) - p.pointsBefore(g[0])
}

// blockRuns is the number of runs of block b.
func (p *Plan) blockRuns(b int) int64 {
	r := p.Blocks[b].Replicates
	return p.blockPoints(b) * (r[1] - r[0])
}

// Runs is the number of runs of the whole plan.
func (p *Plan) Runs() int64 {
	n := int64(0)
	for b := range p.Blocks {
		n += p.blockRuns(b)
	}
	return n
}

// Shards is the number of shards. No shard spans two blocks.
func (p *Plan) Shards() int64 {
	n := int64(0)
	for b := range p.Blocks {
		n += p.blockShards(b)
	}
	return n
}

func (p *Plan) blockShards(b int) int64 { return (p.blockRuns(b) + p.Shard - 1) / p.Shard }

// shard is where one shard lies: its block and its runs from..to−1.
type shard struct {
	number   int64
	block    int
	from, to int64
}

// shardAt finds shard number s.
func (p *Plan) shardAt(s int64) shard {
	first, before := int64(0), int64(0)
	for b := range p.Blocks {
		n, runs := p.blockShards(b), p.blockRuns(b)
		if s < before+n {
			from := first + (s-before)*p.Shard
			return shard{s, b, from, min(from+p.Shard, first+runs)}
		}
		before += n
		first += runs
	}
	panic(fmt.Sprintf("run: shard %d of %d", s, before))
}

// touches says whether a shard may hold runs of the points from..to−1.
func (p *Plan) touches(sh shard, from, to int64) bool {
	block := p.Blocks[sh.block]
	first, points := p.pointsBefore(block.Groups[0]), p.blockPoints(sh.block)
	if to <= first || from >= first+points {
		return false
	}
	if sh.to-sh.from >= points {
		return true
	}
	a, b := p.At(sh.from).Point, p.At(sh.to-1).Point
	if a <= b {
		return a < to && b >= from
	}
	return a < to || b >= from // it wraps around into the next replicate
}

// Place is where a run stands in the design.
type Place struct {
	Run       int64
	Point     int64 // number among all points of the plan
	Group     int
	Local     int64 // number among the points of its experiment
	Replicate int64
}

// At places run k [0..Runs−1].
func (p *Plan) At(k int64) Place {
	rest := k
	for b, block := range p.Blocks {
		runs := p.blockRuns(b)
		if rest >= runs {
			rest -= runs
			continue
		}
		points := p.blockPoints(b)
		place := p.PointAt(p.pointsBefore(block.Groups[0]) + rest%points)
		place.Run, place.Replicate = k, block.Replicates[0]+rest/points
		return place
	}
	panic(fmt.Sprintf("run: run %d of %d", k, p.Runs()))
}

// PointAt places point i of the plan, without a run.
func (p *Plan) PointAt(i int64) Place {
	rest := i
	for g, group := range p.Groups {
		if n := group.size(); rest >= n {
			rest -= n
			continue
		}
		return Place{Point: i, Group: g, Local: group.at(rest)}
	}
	panic(fmt.Sprintf("run: point %d of %d", i, p.Points()))
}

// Seed is the seed of a replicate; key is the content of the point, used only
// where seeds are not shared between points.
func (s Seeds) Seed(replicate int64, key string) uint64 {
	seed := s.First + uint64(replicate)
	if s.List != nil {
		seed = s.List[replicate]
	}
	if s.Spread {
		h := exact.HashString(key)
		w := exact.Philox([4]uint32{uint32(h), uint32(h >> 32), 0, 0}, [2]uint32{uint32(seed), uint32(seed >> 32)})
		seed = (uint64(w[0])<<32 | uint64(w[1])) & exact.MaxSeed
	}
	return seed
}

// SourceNames are the names of the plan's files, sorted.
func (p *Plan) SourceNames() []string {
	var names []string
	for name := range p.Sources {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// RunColumns are the columns of a shard: the run, how it ended, its measures.
func (p *Plan) RunColumns() []table.Column {
	columns := []table.Column{
		table.Count("run", "1", "number of the run, from 0").As(table.Run),
		table.Label("status", "ok, or failed"),
		table.Label("error", "why the run failed; empty when it did not"),
		table.Count("cycles", "cycles", "cycles lived"),
		table.Label("digest", "digest of the final state"),
	}
	for _, m := range p.Columns {
		columns = append(columns, m.Column())
	}
	return columns
}

// SeriesColumns are the columns of a shard's series.
func (p *Plan) SeriesColumns() []table.Column {
	columns := []table.Column{
		table.Count("run", "1", "number of the run, from 0").As(table.Run),
		table.Count("cycle", "cycles", "cycles lived so far").As(table.Cycle),
	}
	for _, m := range p.Series {
		columns = append(columns, m.Column())
	}
	return columns
}

// AgentColumns are the columns of a shard's agents.
func (p *Plan) AgentColumns() []table.Column {
	columns := []table.Column{table.Count("run", "1", "number of the run, from 0").As(table.Run)}
	for _, m := range p.Agents {
		columns = append(columns, m.Column())
	}
	return columns
}

// Replicates is how many seeds every point has.
func (p *Plan) Replicates() int64 { return p.Blocks[len(p.Blocks)-1].Replicates[1] }

// RunOf is the run of a point under a replicate.
func (p *Plan) RunOf(point, replicate int64) int64 {
	first := int64(0)
	for b, block := range p.Blocks {
		lo := p.pointsBefore(block.Groups[0])
		n := p.blockPoints(b)
		if point >= lo && point < lo+n && replicate >= block.Replicates[0] && replicate < block.Replicates[1] {
			return first + (replicate-block.Replicates[0])*n + point - lo
		}
		first += p.blockRuns(b)
	}
	panic(fmt.Sprintf("run: no run of point %d under replicate %d", point, replicate))
}
