package run

import (
	"iter"
	"math"
	"slices"
	"strings"

	"tutti/agents/influence"
	"tutti/sim/exact"
	"tutti/sim/table"
)

// A Record is what is kept of one run, cycle by cycle: its measures, who led,
// and, where wanted, how far each tie carried influence.
type Record struct {
	Scenario *Scenario
	Summary  *Summary
	Series   [][]float64 // by column of the scenario; one value a cycle
	Cycles   []float64   // 1, 2, …
	Leaders  []string    // agents, or units of a large organisation; nil for a published model
	Volume   [][]float64 // influence given in each cycle, by leader

	ByTie [][3]float64 // volume by source, by tie; nil when not wanted
	past  []carried    // of ties that were cut
	start []int32      // ties that ByTie goes by: those of the organisation when it last was looked at
	to    []int32
	now   []float64
	units bool
}

// carried is the volume by source that a tie carried.
type carried struct {
	from, to int32
	volume   [3]float64
}

// mostAgents is how many agents are followed one by one; larger organisations
// are followed by unit.
const mostAgents = 400

// NewRecord begins the record of a run. Ties says whether influence is followed
// tie by tie; that takes a hearing of every event, on one core.
func NewRecord(s *Scenario, r *Running, ties bool) *Record {
	c := &Record{Scenario: s, Summary: s.NewSummary(), Series: make([][]float64, len(r.Columns())), now: make([]float64, len(r.Columns()))}
	if r.Organisation == nil {
		return c
	}
	c.units = r.Organisation.Org.N > mostAgents
	if c.units {
		c.Leaders = append(c.Leaders, s.Spec.Units...)
	} else {
		for i := range r.Organisation.Org.N {
			c.Leaders = append(c.Leaders, s.Spec.Name(i))
		}
	}
	c.Volume = make([][]float64, len(c.Leaders))
	if ties {
		c.ByTie = [][3]float64{}
		c.follow(r)
		old := r.Organisation.Log
		r.Organisation.Log = func(e influence.Event) {
			if old != nil {
				old(e)
			}
			c.tie(r, e)
		}
	}
	return c
}

// Followed says that influence is followed tie by tie.
func (c *Record) Followed() bool { return c.ByTie != nil }

// ByUnit says that units are followed, not agents.
func (c *Record) ByUnit() bool { return c.units }

// tie books an event to its tie.
func (c *Record) tie(r *Running, e influence.Event) {
	o := r.Organisation.Org
	c.follow(r)
	if k := o.Tie(e.To, e.From); k >= 0 && !e.Manipulated {
		for s, v := range e.Source {
			c.ByTie[k][s] += v
		}
	}
}

// follow keeps what each tie carried where ties were added or cut since.
func (c *Record) follow(r *Running) {
	o := r.Organisation.Org
	if c.ByTie == nil || len(c.to) == len(o.To) && len(c.start) == len(o.Start) && (len(c.to) == 0 || &c.to[0] == &o.To[0]) {
		return
	}
	if slices.Equal(c.to, o.To) && slices.Equal(c.start, o.Start) {
		c.start, c.to = o.Start, o.To
		return
	}
	old, start, to := c.ByTie, c.start, c.to
	c.start, c.to, c.ByTie = o.Start, o.To, make([][3]float64, len(o.To))
	past := c.past
	for i := range max(0, len(start)-1) {
		for k := start[i]; k < start[i+1]; k++ {
			if old[k] != [3]float64{} {
				past = append(past, carried{int32(i), to[k], old[k]})
			}
		}
	}
	c.past = nil
	for _, p := range past {
		if k := o.Tie(int(p.from), int(p.to)); k >= 0 {
			for s, v := range p.volume {
				c.ByTie[k][s] += v
			}
		} else {
			c.past = append(c.past, p)
		}
	}
}

// Add takes in the cycle that r has just lived.
func (c *Record) Add(r *Running) {
	r.Measure(c.now)
	c.Summary.Add(r.Cycle(), c.now)
	c.Cycles = append(c.Cycles, float64(r.Cycle()))
	for k, x := range c.now {
		c.Series[k] = append(c.Series[k], x)
	}
	if r.Organisation == nil {
		return
	}
	c.follow(r)
	m := r.Organisation.Model
	n := len(m.Spec.Units)
	if !c.units {
		n = m.Org.N
	}
	for len(c.Leaders) < n { // newcomers, or units that came up
		name := ""
		if c.units {
			name = m.Spec.Units[len(c.Leaders)]
		} else {
			name = m.Spec.Name(len(c.Leaders))
		}
		c.Leaders = append(c.Leaders, name)
		c.Volume = append(c.Volume, make([]float64, len(c.Cycles)-1))
	}
	for k := range c.Volume {
		c.Volume[k] = append(c.Volume[k], 0)
	}
	last := len(c.Cycles) - 1
	for i := range m.Org.N {
		at := i
		if c.units {
			at = int(m.Org.Unit[i])
		}
		c.Volume[at][last] += m.Ledger.GivenBy(i)
	}
}

// Table is the record as a table: the cycle, then the measures.
func (c *Record) Table() *table.Table {
	t := table.New(append([]table.Column{table.Count("cycle", "cycles", "cycles lived").As(table.Cycle)}, c.Scenario.Columns()...)...)
	row := make([]float64, 1+len(c.Series))
	for k, cycle := range c.Cycles {
		row[0] = cycle
		for m := range c.Series {
			row[1+m] = c.Series[m][k]
		}
		t.AppendRow(nil, row...)
	}
	return t
}

// River is who led as a table: the cycle, then the volume of each leader.
func (c *Record) River() *table.Table {
	columns := []table.Column{table.Count("cycle", "cycles", "cycles lived").As(table.Cycle)}
	for _, name := range c.Leaders {
		columns = append(columns, table.Number(name, "plan", "influence given"))
	}
	t := table.New(columns...)
	row := make([]float64, 1+len(c.Leaders))
	for k, cycle := range c.Cycles {
		row[0] = cycle
		for i := range c.Leaders {
			row[1+i] = c.Volume[i][k]
		}
		t.AppendRow(nil, row...)
	}
	return t
}

// State lists the record, so that a run that is stopped and resumed is recorded
// whole.
func (c *Record) State(s exact.State) {
	s.Floats("cycles", &c.Cycles)
	for k := range c.Series {
		s.Floats("series", &c.Series[k])
	}
	n := len(c.Leaders)
	s.Int("leaders", &n)
	for len(c.Leaders) < n {
		c.Leaders, c.Volume = append(c.Leaders, ""), append(c.Volume, nil)
	}
	for k := range n {
		s.Text("leader", &c.Leaders[k])
		s.Floats("volume", &c.Volume[k])
	}
	c.ties(s)
	c.Summary.State(s)
}

// ties lists what each tie carried, and those that were cut.
func (c *Record) ties(s exact.State) {
	flat := make([]float64, 0, 3*len(c.ByTie))
	for _, v := range c.ByTie {
		flat = append(flat, v[:]...)
	}
	var ends []int32
	for _, p := range c.past {
		flat = append(flat, p.volume[:]...)
		ends = append(ends, p.from, p.to)
	}
	s.Floats("ties", &flat)
	s.Ints("ties cut", &ends)
	start, to := slices.Clone(c.start), slices.Clone(c.to) // what is read must not go to the organisation's own
	s.Ints("ties from", &start)
	s.Ints("ties to", &to)
	if c.ByTie == nil {
		return
	}
	c.start, c.to = start, to
	c.ByTie, c.past = make([][3]float64, len(flat)/3-len(ends)/2), nil
	for k := range c.ByTie {
		copy(c.ByTie[k][:], flat[3*k:])
	}
	for k := 0; k < len(ends); k += 2 {
		p := carried{from: ends[k], to: ends[k+1]}
		copy(p.volume[:], flat[3*(len(c.ByTie)+k/2):])
		c.past = append(c.past, p)
	}
}

// Agents is the organisation as it stands as a table: one row an agent with its
// traits, its leadership over the run after burn-in, and by source and domain.
func Agents(r *Running) (t *table.Table) {
	for t = range AgentsBy(r, r.Organisation.Org.N) {
	}
	return t
}

// AgentsBy is the table of Agents in pieces of at most so many rows [1..], one
// after the other, for organisations whose table is larger than they are.
func AgentsBy(r *Running, most int) iter.Seq[*table.Table] {
	m := r.Organisation.Model
	o, spec := m.Org, m.Spec
	columns := []table.Column{table.Label("agent", "name"), table.Label("unit", "unit"), table.Label("group", "group of the scenario"), table.Label("manager", "to whom it reports")}
	columns = append(columns, table.Share("present", "1 takes part"), table.Count("tenure", "cycles", "since it came"),
		table.Share("leadership", "share of all influence given over the run"))
	for _, s := range influence.Sources {
		columns = append(columns, table.Share("leadership_"+s, "part of that share by this source"))
	}
	traits := []string{"autonomy", "openness", "presence", "engagement", "motivation", "general", "growth", "bias"}
	for _, name := range traits {
		columns = append(columns, table.Number(name, "1", "trait at the end"))
	}
	columns = append(columns, table.Share("trust_received", "mean trust of those who attend to it"))
	for _, d := range spec.Domains {
		d = strings.ReplaceAll(d, " ", "_")
		columns = append(columns, table.Share("expertise_"+d, "expertise at the end"), table.Share("identity_"+d, "leader identity at the end"), table.Share("leadership_in_"+d, "part of its share in this domain"))
	}
	trust := TrustReceived(r)
	all := 0.0
	for _, g := range m.Tally.Given {
		all += float64(g)
	}
	part := func(x float64) float64 {
		if all == 0 {
			return math.NaN()
		}
		return x / all
	}
	return func(yield func(*table.Table) bool) {
		t := table.New(columns...)
		for i := range o.N {
			boss := ""
			if up := o.Manager[i]; up >= 0 {
				boss = spec.Name(int(up))
			}
			given := 0.0
			for _, g := range m.Tally.Given[i*o.D : (i+1)*o.D] {
				given += float64(g)
			}
			row := []float64{float64(o.Present[i]), float64(o.Tenure[i]), part(given)}
			for s := range influence.Sources {
				row = append(row, part(float64(m.Tally.BySource[3*i+s])))
			}
			for _, name := range traits {
				x := 0.0 // what nobody has has no column
				if column, _ := o.Trait(name); column != nil {
					x = column[i]
				}
				row = append(row, x)
			}
			row = append(row, trust[i])
			for d := range o.D {
				row = append(row, o.Expertise[i*o.D+d], o.Identity[i*o.D+d], part(float64(m.Tally.Given[i*o.D+d])))
			}
			t.AppendRow([]string{spec.Name(i), spec.Units[o.Unit[i]], spec.Groups[o.Group[i]].Name, boss}, row...)
			if t.Len() == most || i == o.N-1 {
				if !yield(t) {
					return
				}
				t = t.Like()
			}
		}
	}
}

// TrustReceived is the mean trust of those who attend to each agent; NaN where
// nobody does.
func TrustReceived(r *Running) []float64 {
	o := r.Organisation.Org
	sums, counts := make([]float64, o.N), make([]float64, o.N)
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1] && !o.Left(i); k++ {
			sums[o.To[k]] += float64(o.Trust[k])
			counts[o.To[k]]++
		}
	}
	for i := range sums {
		sums[i] /= counts[i] // 0/0 is missing
	}
	return sums
}

// Influence is how far each tie carried influence, as a table of edges from the
// one who led to the one who followed; ties without any are left out.
func (c *Record) Influence(r *Running) *table.Table {
	m := r.Organisation.Model
	t := table.New(table.Label("from", "who led"), table.Label("to", "who followed"),
		table.Number("influence", "plan", "volume over the run"), table.Number("positional", "plan", "part by position"),
		table.Number("personal", "plan", "part by personal qualities"), table.Number("rational", "plan", "part by rational persuasion"),
		table.Share("trust", "trust at the end"))
	if c.ByTie == nil {
		return t
	}
	c.follow(r)
	for i := range m.Org.N {
		for k := m.Org.Start[i]; k < m.Org.Start[i+1]; k++ {
			v := c.ByTie[k]
			if sum := v[0] + v[1] + v[2]; sum > 0 {
				t.AppendRow([]string{m.Spec.Name(int(m.Org.To[k])), m.Spec.Name(i)}, sum, v[0], v[1], v[2], float64(m.Org.Trust[k]))
			}
		}
	}
	for _, p := range c.past { // that is no tie any more: there is no trust
		v := p.volume
		t.AppendRow([]string{m.Spec.Name(int(p.to)), m.Spec.Name(int(p.from))}, v[0]+v[1]+v[2], v[0], v[1], v[2], math.NaN())
	}
	return t
}
