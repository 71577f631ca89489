// Package sample makes up organisations that look alive, to try views, the
// player and painters on without a model. Their numbers mean nothing.
package sample

import (
	"fmt"
	"math"

	"tutti/render/view"
	"tutti/sim/exact"
)

// Org is a made-up organisation that goes through phases and cycles.
type Org struct {
	seed   uint64
	cycle  int
	phase  int // phases of the present cycle that are done
	push   float64
	Drive  []float64 // readiness to lead
	Given  []float64 // influence over the window
	Trust  []float64 // by tie
	Mood   []float64
	Score  float64
	frame  view.Frame
	claims []view.Claim
	flows  []view.Flow
}

// Phases are the phases of a cycle.
var Phases = []string{"plan", "together", "act", "observe", "reflect"}

// Section is a unit and how many are in it.
type Section struct {
	Name string
	Size int
}

// Chamber is an orchestra of 28 without a conductor.
var Chamber = []Section{{"Violins I", 6}, {"Violins II", 5}, {"Violas", 4}, {"Cellos", 3}, {"Basses", 2}, {"Woodwinds", 5}, {"Horns", 2}, {"Timpani", 1}}

// Firm makes n agents in teams of about 8.
func Firm(n int) []Section {
	teams := max(1, n/8)
	out := make([]Section, teams)
	for i := range n {
		out[i%teams].Size++
	}
	for i := range out {
		out[i].Name = fmt.Sprintf("Team %d", i+1)
	}
	return out
}

// New makes an organisation of sections with up to degree ties an agent.
func New(seed uint64, sections []Section, degree int) *Org {
	o := &Org{seed: seed, Score: 0.5}
	f := &o.frame
	*f = view.Frame{Model: "organisation", Title: "A chamber orchestra without a conductor", Cycles: 250, Phases: Phases, Phase: -1,
		Domains: []string{"tempo", "phrasing", "balance", "style"}, Weights: []float64{0.4, 0.3, 0.2, 0.1}}
	for u, s := range sections {
		f.Units = append(f.Units, s.Name)
		head := len(f.Names)
		for k := range s.Size {
			f.Names = append(f.Names, fmt.Sprintf("%s %d", s.Name, k+1))
			f.Unit = append(f.Unit, u)
			m := head
			if k == 0 {
				m = 0
			}
			if len(f.Names) == 1 {
				m = -1
			}
			f.Manager = append(f.Manager, m)
			f.Office = append(f.Office, k == 0)
		}
	}
	n := len(f.Names)
	d := exact.NewDraws(seed, 1, 0)
	col := func(k int, lo, hi float64) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = lo + (hi-lo)*d.Share(uint32(i), k)
		}
		return v
	}
	o.Drive, o.Mood, o.Given = col(1, 0.05, 0.9), col(2, 0.4, 0.9), make([]float64, n)
	for k, name := range []string{"autonomy", "openness", "presence", "engagement"} {
		f.Traits = append(f.Traits, view.Column{Name: name, Lo: 0, Hi: 1, Values: col(3+k, 0.2, 0.95)})
	}
	f.Traits = append(f.Traits, view.Column{Name: "satisfaction", Lo: 0, Hi: 1, Values: o.Mood})
	f.Expertise = make([]float64, n*4)
	for i := range f.Expertise {
		f.Expertise[i] = 0.15 + 0.8*d.Share(uint32(i), 9)
	}
	f.Here, f.Share = make([]bool, n), make([]float64, n)
	for i := range f.Here {
		f.Here[i] = true
	}
	for i := range n {
		for k := range min(degree, n-1) {
			j := (i + 1 + k) % n
			if degree < n-1 {
				j = int(d.Share(uint32(i), 20+k) * float64(n))
			}
			if j == i {
				continue
			}
			a := float32(0)
			if f.Manager[i] == j {
				a = 1
			}
			o.Trust = append(o.Trust, 0.2+0.7*d.Tie(uint32(i), uint32(j), 0))
			f.Ties = append(f.Ties, view.Tie{From: int32(i), To: int32(j), Authority: a})
		}
	}
	return o
}

// Cycle is the number of cycles lived.
func (o *Org) Cycle() int { return o.cycle }

// Phase is the number of phases done in the present cycle.
func (o *Org) Phase() int { return o.phase }

// PhaseNames are the phases of a cycle.
func (o *Org) PhaseNames() []string { return Phases }

// Done says that a made-up organisation never ends.
func (o *Org) Done() bool { return false }

// Step lives one cycle.
func (o *Org) Step() {
	for {
		if o.StepPhase(); o.phase == 0 {
			return
		}
	}
}

// StepPhase lives one phase.
func (o *Org) StepPhase() {
	d := exact.NewDraws(o.seed, 2, o.cycle+1)
	switch o.phase {
	case 0:
		o.claims, o.flows = o.claims[:0], o.flows[:0]
	case 1:
		o.together(d)
	case 4:
		o.reflect(d)
	}
	o.phase++
	if o.phase == len(Phases) {
		o.phase = 0
		o.cycle++
	}
}

func (o *Org) together(d exact.Draws) {
	n := len(o.Drive)
	claims := make([]int, n)
	for i := range n {
		claims[i] = -1
		if d.Share(uint32(i), 0) < math.Pow(o.Drive[i], 4) {
			claims[i] = int(d.Share(uint32(i), 1) * 4)
		}
	}
	sum := make([]float64, n)
	for k, t := range o.frame.Ties {
		dom := claims[t.To]
		if dom < 0 {
			continue
		}
		g := o.Trust[k] * o.frame.Expertise[int(t.To)*4+dom] * 0.5
		if g < 0.12 {
			continue
		}
		sum[t.To] += g
		m := float32(g * 0.3)
		o.flows = append(o.flows, view.Flow{By: t.To, On: t.From, Domain: int16(dom), Moved: m,
			Parts: [3]float32{m * 0.5 * t.Authority, m * (0.5 - 0.4*t.Authority), m * (0.5 - 0.1*t.Authority)}})
	}
	for i := range n {
		o.Given[i] = 0.9*o.Given[i] + 0.1*sum[i]
		if claims[i] >= 0 {
			o.claims = append(o.claims, view.Claim{Agent: i, Domain: claims[i], Granted: min(1, 4*sum[i]/float64(n)), Refused: sum[i] == 0})
		}
	}
}

func (o *Org) reflect(d exact.Draws) {
	o.Score += 0.1*(0.6+0.25*math.Sin(float64(o.cycle)/17)-o.Score) + 0.03*(d.Share(0, 7)-0.5) + o.push
	o.push = 0
	for i := range o.Drive {
		o.Drive[i] = min(1, max(0.05, o.Drive[i]+0.12*(d.Share(uint32(i), 3)-0.5)))
		o.Mood[i] = min(1, max(0.05, o.Mood[i]+0.06*(d.Share(uint32(i), 4)-0.5)))
	}
	for k := range o.Trust {
		o.Trust[k] = min(1, max(0, o.Trust[k]+0.04*(d.Tie(uint32(k), 0, 5)-0.5)))
	}
}

// Push moves the score at the next reflection.
func (o *Org) Push(by float64) { o.push = by }

// State lists the whole state.
func (o *Org) State(s exact.State) {
	s.Int("cycle", &o.cycle)
	s.Int("phase", &o.phase)
	s.Float("push", &o.push)
	s.Float("score", &o.Score)
	s.Floats("drive", &o.Drive)
	s.Floats("given", &o.Given)
	s.Floats("mood", &o.Mood)
	s.Floats("trust", &o.Trust)
}

// Names and values of the measures.
var measures = []view.Series{
	{Name: "quality", Lo: 0, Hi: 1}, {Name: "output", Lo: 0, Hi: 1}, {Name: "time_used", Lo: 0, Hi: 1},
	{Name: "disagreement", Lo: 0, Hi: math.Inf(1)}, {Name: "leadership_gini", Lo: 0, Hi: 1},
}

// Columns are the measures of a cycle.
func (o *Org) Columns() []view.Series { return measures }

// Measure writes the measures of the cycle lived last.
func (o *Org) Measure(dst []float64) {
	used := 0.1 + 0.01*float64(len(o.claims))
	copy(dst, []float64{o.Score, o.Score * (1 - used), used, 0.3 * (1 - o.Score), 0.4 + 0.2*math.Sin(float64(o.cycle)/31)})
}

// Show fills a frame.
func (o *Org) Show(f *view.Frame) {
	h := f.History
	share := append(f.Share[:0], o.Given...)
	ties := append(f.Ties[:0], o.frame.Ties...)
	*f = o.frame
	f.History, f.Share, f.Ties = h, share, ties
	f.Cycle, f.Phase = o.cycle, (o.phase+len(Phases)-1)%len(Phases)
	f.Claims = append([]view.Claim(nil), o.claims...)
	f.Flows = append([]view.Flow(nil), o.flows...)
	total := 0.0
	for _, x := range share {
		total += x
	}
	for i := range share {
		share[i] /= max(total, 1e-12)
	}
	for k := range ties {
		ties[k].Trust = float32(o.Trust[k])
	}
}

// Lived returns a frame after some cycles, with their history.
func Lived(o *Org, cycles int) *view.Frame {
	f := &view.Frame{}
	h := &view.History{First: 1, Every: 1, Measures: append([]view.Series(nil), measures...)}
	row := make([]float64, len(measures))
	for range cycles {
		o.Step()
		o.Show(f)
		o.Measure(row)
		for k := range row {
			h.Measures[k].Values = append(h.Measures[k].Values, row[k])
		}
		s := make([]float32, len(f.Share))
		for i := range s {
			s[i] = float32(f.Share[i])
		}
		h.Shares = append(h.Shares, s)
	}
	h.Marks = []view.Mark{{Cycle: cycles / 3, Text: "shock: the repertoire changes"}, {Cycle: cycles * 2 / 3, Text: "absence: Violins I 1", Live: true}}
	f.History = h
	return f
}
