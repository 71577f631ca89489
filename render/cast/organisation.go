// Package cast makes models playable: it fills frames from their state and
// offers what can be changed in them by hand.
package cast

import (
	"math"

	"tutti/render/play"
	"tutti/render/view"
	"tutti/sim"
	"tutti/sim/solo"
	"tutti/sim/work"
)

// An organisation is a running organisation as the player sees it.
type organisation struct {
	*solo.Running
	m        *sim.Model
	patterns []string
	live     []play.Intervention
	own      map[string]float64 // numbers that can be set, as they were at the beginning
	begun    string             // pattern at the beginning
	names    []string
	flows    []view.Flow
	hears    []float64 // how many attend to each agent
	counted  [2]int    // cycle and phase when hears was counted: events change ties
	last     int       // phase last lived
	watched  bool      // a frame was filled since the last cycle
}

// mostTies is how many ties are shown; of organisations that have more, none.
const mostTies = 2_000_000

func newOrganisation(r *solo.Running, patterns []string, live []play.Intervention) *organisation {
	o := &organisation{Running: r, m: r.Organisation.Model, patterns: patterns, live: live, last: -1, watched: true, own: map[string]float64{}}
	o.begun = o.m.Pattern().Name
	for _, k := range knobs {
		if v, ok := o.m.InForce(k.key); ok {
			o.own[k.key] = v
		}
	}
	return o
}

// Phase is the number of the phase that comes next.
func (o *organisation) Phase() int { return int(o.m.Phase()) }

// PhaseNames are the phases of a cycle.
func (o *organisation) PhaseNames() []string {
	return []string{sim.Plan.String(), sim.Influence.String(), sim.Act.String(), sim.Observe.String(), sim.Reflect.String()}
}

// StepPhase lives one phase. The last of a cycle goes through Running, which
// takes the measures.
func (o *organisation) StepPhase() {
	o.begin(true)
	o.last = int(o.m.Phase())
	if o.m.Phase() == sim.Reflect {
		o.Running.Step()
		return
	}
	o.m.StepPhase()
}

// Step lives on to the end of the cycle.
func (o *organisation) Step() {
	o.begin(false)
	o.Running.Step()
	o.last = int(sim.Reflect)
}

// Columns are the measures.
func (o *organisation) Columns() []view.Series { return series(o.Running) }

func series(r *solo.Running) []view.Series {
	var out []view.Series
	for _, c := range r.Columns() {
		out = append(out, view.Series{Name: c.Name, Unit: c.Unit, Doc: c.Doc, Lo: c.Lo, Hi: c.Hi})
	}
	return out
}

// Show fills a frame.
func (o *organisation) Show(f *view.Frame) {
	o.watched = true
	g, s := o.m.Org, o.m.Spec
	o.name()
	f.Model, f.Work, f.Title, f.Cycle, f.Cycles = "organisation", s.WorkKind, s.Title, o.m.Cycle(), s.Cycles
	f.Phases, f.Phase = o.PhaseNames(), o.last
	f.Names, f.Units, f.Domains = o.names, s.Units, s.Domains
	f.Weights = append(f.Weights[:0], o.m.Weights()...)
	f.Unit, f.Manager = whole(f.Unit, g.Unit), whole(f.Manager, g.Manager)
	f.Office, f.Here = f.Office[:0], f.Here[:0]
	for i := range g.N {
		f.Office = append(f.Office, g.Office[i] != 0 || g.Formal[i] != 0 && o.m.Pattern().Admit == "formal")
		f.Here = append(f.Here, g.Present[i] != 0)
	}
	f.Expertise = append(f.Expertise[:0], g.Expertise...)
	o.share(f)
	o.traits(f)
	o.tiesOf(f)
	o.claimsOf(f)
	o.prune()
	f.Flows = append(f.Flows[:0], o.flows...)
	o.playing(f)
	f.Field = view.Field{}
}

// playing shows what players of an ensemble sit on and play.
func (o *organisation) playing(f *view.Frame) {
	f.Seat, f.Onsets, f.Interval = f.Seat[:0], nil, 0
	w, ok := o.m.Work.(*work.Ensemble)
	if !ok {
		return
	}
	for _, s := range w.Seats() {
		f.Seat = append(f.Seat, [2]float64{s.X, -s.Y})
	}
	if o.m.Cycle() > 0 {
		f.Onsets, f.Interval = w.Onsets(), w.Interval
	}
}

// name makes the names once; those who joined later get one, too.
func (o *organisation) name() {
	n := o.m.Org.N
	if len(o.names) == n {
		return
	}
	names := make([]string, n)
	for i := range names {
		names[i] = o.m.Spec.Name(i)
	}
	o.names = names
}

func whole(dst []int, src []int32) []int {
	dst = dst[:0]
	for _, x := range src {
		dst = append(dst, int(x))
	}
	return dst
}

// share is each agent's part of the influence given lately.
func (o *organisation) share(f *view.Frame) {
	f.Share = append(f.Share[:0], o.m.Lately()...)
	sum := 0.0
	for _, x := range f.Share {
		sum += x
	}
	for i := range f.Share {
		f.Share[i] /= max(sum, 1e-300)
	}
}

// traits copies the columns that readers ask for.
func (o *organisation) traits(f *view.Frame) {
	g := o.m.Org
	columns := []struct {
		name string
		v    []float64
	}{{"autonomy", g.Autonomy}, {"openness", g.Openness}, {"presence", g.Presence}, {"engagement", g.Engagement}, {"motivation", g.Motivation}, {"satisfaction", g.General}, {"growth", g.Growth}}
	aspects := o.aspects()
	if len(f.Traits) != len(columns)+len(aspects) {
		f.Traits = make([]view.Column, len(columns)+len(aspects))
	}
	for k, c := range columns {
		f.Traits[k] = view.Column{Name: c.name, Lo: 0, Hi: 1, Values: append(f.Traits[k].Values[:0], c.v...)}
	}
	for k, a := range aspects {
		c := &f.Traits[len(columns)+k]
		*c = view.Column{Name: a.Name, Unit: a.Unit, Doc: a.Doc, Lo: a.Lo, Hi: a.Hi, Groups: a.Kinds, Values: c.Values[:0]}
		for i := range g.N {
			c.Values = append(c.Values, a.Of(i))
		}
	}
}

// aspects are what the kind of work says of everybody.
func (o *organisation) aspects() []work.Aspect {
	if w, ok := o.m.Work.(work.Onlooker); ok {
		return w.Aspects()
	}
	return nil
}

// tiesOf copies the ties, with authority by the levels of the chain of command.
func (o *organisation) tiesOf(f *view.Frame) {
	g := o.m.Org
	f.Ties = f.Ties[:0]
	if len(g.To) > mostTies {
		return
	}
	for i := range g.N {
		for k := g.Start[i]; k < g.Start[i+1]; k++ {
			a := float32(0)
			if l := g.LevelOf(int(k)); l > 0 {
				a = float32(math.Pow(o.m.Spec.Rules.Decay, float64(l-1)))
			}
			f.Ties = append(f.Ties, view.Tie{From: int32(i), To: g.To[k], Trust: g.Trust[k], Authority: a})
		}
	}
}

// claimsOf lists who claims what, and once influence was lived, what became of
// it: the mean share, relative to the strongest heard, over those who attend.
func (o *organisation) claimsOf(f *view.Frame) {
	g := o.m.Org
	f.Claims = f.Claims[:0]
	if now := [2]int{o.m.Cycle(), o.last}; now != o.counted || len(o.hears) != g.N {
		o.counted, o.hears = now, append(o.hears[:0], make([]float64, g.N)...)
		for _, j := range g.To {
			o.hears[j]++
		}
	}
	decided := o.last != int(sim.Plan)
	for i := range g.N {
		for d := range g.D {
			if g.Claims[i]>>d&1 == 0 {
				continue
			}
			c := view.Claim{Agent: i, Domain: d}
			if decided && o.hears[i] > 0 {
				c.Granted = min(o.m.Ledger.Success(i, d)/o.hears[i], 1)
				c.Refused = c.Granted < 0.005
			}
			f.Claims = append(f.Claims, c)
		}
	}
}

func (o *organisation) nameOf(i int) string {
	if i < 0 || i >= len(o.names) {
		return ""
	}
	return o.names[i]
}

func (o *organisation) groupOf(i int) string {
	groups := o.m.Spec.Groups
	if i >= 0 && i < o.m.Org.N {
		return groups[o.m.Org.Group[i]].Name
	}
	for _, g := range groups {
		if g.Works {
			return g.Name
		}
	}
	return groups[0].Name
}
