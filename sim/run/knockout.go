package run

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"sync"

	"tutti/sim"
	"tutti/sim/exact"
	"tutti/sim/scenario"
	"tutti/sim/stats"
	"tutti/sim/work"
)

// Knockout asks what an agent's leadership comes to by its consequences (model,
// 9): its outgoing influence is silenced under common random numbers. Whole runs
// drift apart by chance, so the pair starts from the same saved state in every
// window and lives it with and without the agent's voice.
type Knockout struct {
	Scenario *Scenario
	Agents   []int // rows that are silenced, one after the other
	Seeds    int   // runs [2 or more]
	Window   int   // cycles that a pair lives [1 or more]
	Every    int   // cycles from one window to the next [Window or more]
	Hands    bool  // the agent is away altogether, not only silent
	Level    float64
}

// A Silenced is what silencing an agent changed, seed by seed and in the mean.
type Silenced struct {
	Agent  int
	Name   string
	Plans  Change  // how far others' plans moved, mean over others, domains and cycles [plan]; NaN for plans that are no numbers
	Output Change  // output with less output without: what its leading adds; with Hands, of all together, as a share of how many they are
	Ledger float64 // its share of all influence that was booked [0..1]
	Named  float64 // share of agents who would name it when asked who leads [0..1]
}

// A Change is a mean over seeds with its interval.
type Change struct {
	Mean float64
	stats.Interval
}

// A KnockoutReport is what the windows of all seeds came to.
type KnockoutReport struct {
	Agents  []Silenced
	Windows int // of each seed
	// Rank agreements over all agents, Kendall's τ_b; NaN where one is constant or
	// not everybody was silenced.
	LedgerTau, NamedTau float64
}

// shadow is what one seed came to, by agent.
type shadow struct {
	plans, output, ledger, named []float64
	windows                      int
}

// Run lives all seeds, some at a time, and tells how many are done.
func (k *Knockout) Run(ctx context.Context, workers int, tell func(done int)) (*KnockoutReport, error) {
	if k.Scenario.Spec == nil {
		return nil, fmt.Errorf("%s: model %s has no agents that could be silenced, want an organisation", k.Scenario.File, k.Scenario.Model)
	}
	shadows := make([]shadow, k.Seeds)
	next := make(chan int)
	var wait sync.WaitGroup
	var lock sync.Mutex
	done := 0
	for range max(1, workers) {
		wait.Go(func() {
			for n := range next {
				shadows[n] = k.seed(ctx, (k.Scenario.Seed+uint64(n))&exact.MaxSeed)
				lock.Lock()
				done++
				if tell != nil {
					tell(done)
				}
				lock.Unlock()
			}
		})
	}
	for n := range shadows {
		next <- n
	}
	close(next)
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return k.report(shadows), nil
}

// seed lives one run and, window by window, its shadows without each agent.
func (k *Knockout) seed(ctx context.Context, seed uint64) shadow {
	s := k.Scenario
	n := s.Spec.Agents()
	out := shadow{plans: make([]float64, len(k.Agents)), output: make([]float64, len(k.Agents)), ledger: make([]float64, n), named: make([]float64, n)}
	r, without := s.New(seed), s.New(seed)
	for r.Cycle() < s.BurnIn && !r.Done() {
		r.Step()
	}
	var saved bytes.Buffer
	plans, outputs := make([][]float64, k.Window), make([]float64, k.Window)
	for r.Cycle()+k.Window <= s.Cycles && !r.Done() && ctx.Err() == nil {
		saved.Reset()
		w := exact.NewWriter(&saved)
		r.State(w)
		if err := w.Flush(); err != nil {
			panic(err) // a buffer takes everything
		}
		name(r.Organisation.Model, out.named)
		for c := range k.Window {
			r.Step()
			m := r.Organisation.Model
			plans[c], outputs[c] = append(plans[c][:0], numbers(m)...), m.Last.Output
			for i := range n {
				out.ledger[i] += m.Ledger.GivenBy(i)
			}
		}
		for at, i := range k.Agents {
			in := exact.NewReader(bytes.NewReader(saved.Bytes()))
			without.State(in)
			if err := in.Err(); err != nil {
				panic(fmt.Sprintf("run: a state that was just saved cannot be read: %v", err))
			}
			m := without.Organisation.Model
			left := 1.0 // share of the people that is left
			if k.Hands {
				left = away(m, i, k.Window)
			} else {
				m.Muted = make([]bool, m.Org.N)
				m.Muted[i] = true
			}
			for c := range k.Window {
				without.Step()
				out.plans[at] += apart(plans[c], numbers(m), i, m.Org.D) / float64(k.Window)
				out.output[at] += (outputs[c] - float64(left*m.Last.Output)) / float64(k.Window)
			}
			m.Muted = nil
		}
		out.windows++
		for skip := k.Every - k.Window; skip > 0 && !r.Done(); skip-- {
			r.Step()
		}
	}
	scale(out.plans, 1/float64(out.windows))
	scale(out.output, 1/float64(out.windows))
	return out
}

// away sends agent i away for some cycles and returns the share of the people
// present that is left.
func away(m *sim.Model, i, cycles int) float64 {
	n := m.Org.Size()
	if n == 0 || m.Org.Present[i] == 0 {
		return 1
	}
	m.SendAway(i, cycles)
	return float64(m.Org.Size()) / float64(n)
}

func scale(x []float64, by float64) {
	for i := range x {
		x[i] *= by
	}
}

// numbers are the plans as they stood when the rounds were over; nil where plans
// are no numbers.
func numbers(m *sim.Model) []float64 {
	if _, ok := m.Work.(work.Copier); ok {
		return nil
	}
	return m.Work.Plans().Now
}

// apart is the mean distance between two sets of plans over all but agent i.
func apart(x, y []float64, i, d int) float64 {
	n := min(len(x), len(y))
	if n <= d {
		return math.NaN()
	}
	sum := 0.0
	for k := range n {
		if k/d != i {
			sum += math.Abs(x[k] - y[k])
		}
	}
	return sum / float64(n-d)
}

// name asks everybody whom they would call the leader, as a survey does: of
// those they attend to the one with the highest trust × mean of presence and of
// leader identity that is seen in it. Ties go to the first.
func name(m *sim.Model, named []float64) {
	o := m.Org
	for i := range o.N {
		best, top := -1, 0.0
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			j := int(o.To[k])
			if o.Present[i] == 0 || o.Present[j] == 0 {
				continue
			}
			seen := o.Presence[j]
			for d, w := range m.Weights() {
				seen += float64(w * o.Identity[j*o.D+d])
			}
			if x := float64(float64(o.Trust[k]) * seen); x > top {
				best, top = j, x
			}
		}
		if best >= 0 && best < len(named) {
			named[best]++
		}
	}
}

// report takes means and intervals over seeds.
func (k *Knockout) report(shadows []shadow) *KnockoutReport {
	n := len(shadows[0].ledger)
	ledger, named := make([]float64, n), make([]float64, n)
	for _, s := range shadows {
		for i := range n {
			ledger[i] += s.ledger[i]
			named[i] += s.named[i]
		}
	}
	share(ledger)
	share(named)
	out := &KnockoutReport{Windows: shadows[0].windows, LedgerTau: math.NaN(), NamedTau: math.NaN()}
	effects := make([]float64, len(k.Agents))
	for at, i := range k.Agents {
		a := Silenced{Agent: i, Name: k.Scenario.Spec.Name(i), Ledger: ledger[i], Named: named[i]}
		take := func(of func(s shadow) []float64) Change {
			x := make([]float64, len(shadows))
			for n, s := range shadows {
				x[n] = of(s)[at]
			}
			return Change{stats.Mean(x), stats.MeanInterval(x, k.Level)}
		}
		a.Plans = take(func(s shadow) []float64 { return s.plans })
		a.Output = take(func(s shadow) []float64 { return s.output })
		if effects[at] = a.Plans.Mean; math.IsNaN(effects[at]) {
			effects[at] = a.Output.Mean
		}
		out.Agents = append(out.Agents, a)
	}
	if len(k.Agents) == n && n > 1 {
		out.LedgerTau = stats.Kendall(effects, ledger).R
		out.NamedTau = stats.Kendall(effects, named).R
	}
	return out
}

func share(x []float64) {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	if sum > 0 {
		scale(x, 1/sum)
	}
}

// Row returns the row of an agent by name, −1 when there is none.
func Row(s *scenario.Spec, name string) int {
	for i := range s.Agents() {
		if s.Name(i) == name {
			return i
		}
	}
	return -1
}
