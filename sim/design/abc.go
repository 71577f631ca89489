package design

import (
	"fmt"
	"math"
	"slices"

	"tutti/sim/exact"
)

// PosteriorOptions say how Reject and Refine sample. The zero value of a field
// stands for its default.
type PosteriorOptions struct {
	Seed      uint64
	Samples   int     // of the posterior, default 200
	Keep      float64 // share of the tried points that is kept (0..1), default 0.1 for Reject and 0.5 for Refine
	Budget    int     // points that Refine tries at most, default 20 times Samples
	Accept    float64 // share of new points that must still get in, default 0.03 (Lenormand et al. 2013)
	BatchSize int     // of Reject, default 100
}

func (o PosteriorOptions) filled(keep float64) (PosteriorOptions, error) {
	if o.Samples == 0 {
		o.Samples = 200
	}
	if o.Keep == 0 {
		o.Keep = keep
	}
	if o.Budget == 0 {
		o.Budget = 20 * o.Samples
	}
	if o.Accept == 0 {
		o.Accept = 0.03
	}
	if o.BatchSize == 0 {
		o.BatchSize = 100
	}
	switch {
	case o.Samples < 2 || o.BatchSize < 1:
		return o, fmt.Errorf("%d samples in batches of %d, want at least 2 and 1", o.Samples, o.BatchSize)
	case !(o.Keep > 0 && o.Keep < 1):
		return o, fmt.Errorf("a share of %v kept, want between 0 and 1", o.Keep)
	}
	return o, nil
}

// A Posterior is weighted samples of the factors, given the targets, from a
// prior that is even over each factor's range (even in ratios with Log).
type Posterior struct {
	Samples   []Trial
	Weights   []float64 // sum to 1
	Effective float64   // effective number of samples, 1/Σw²
	Distance  float64   // largest distance among the samples: the root of the loss
	Tried     int       // points tried
	Steps     []PosteriorStep
	Marginals []Marginal  // one a factor
	R         [][]float64 // correlations between factors, in the unit cube
	Why       string      // why it ended, in plain words
}

// A PosteriorStep is how the sampling stood after a batch.
type PosteriorStep struct {
	Batch, Tried int
	Distance     float64 // largest distance kept
	Accepted     float64 // share of the new points that got in
}

// A Marginal is one factor under the posterior.
type Marginal struct {
	Name                   string
	Lo, Q1, Median, Q3, Hi float64 // quantiles 0.025, 0.25, 0.5, 0.75, 0.975
	Narrowed               float64 // 1 − sd/sd of the prior: 0 says that the targets tell nothing of it
}

// Reject tries Samples/Keep points drawn evenly and keeps the nearest share
// (Tavaré et al. 1997; Pritchard et al. 1999), all of one weight.
func Reject(factors []Factor, targets []Target, o PosteriorOptions, evaluate Evaluate) (Posterior, error) {
	b, err := newBench(factors, targets, evaluate)
	if err != nil {
		return Posterior{}, err
	}
	if o, err = o.filled(0.1); err != nil {
		return Posterior{}, err
	}
	total := int(math.Ceil(float64(o.Samples) / o.Keep))
	p := Posterior{Why: fmt.Sprintf("%d points were tried", total)}
	for len(b.trials) < total {
		n := min(o.BatchSize, total-len(b.trials))
		if _, err := b.try(b.even(o.Seed, n)); err != nil {
			return Posterior{}, err
		}
		p.keep(b.trials, o.Samples)
		p.Steps = append(p.Steps, PosteriorStep{b.batch - 1, len(b.trials), p.Distance, o.Keep})
	}
	if len(p.Samples) < 2 {
		return Posterior{}, fmt.Errorf("%d of %d runs gave all measures, want at least 2", len(p.Samples), total)
	}
	p.finish(b)
	return p, nil
}

// even draws n points evenly from the unit cube.
func (b *bench) even(seed uint64, n int) [][]float64 {
	d := exact.NewDraws(seed, drawPrior, b.batch)
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, len(b.factors))
		for k := range out[i] {
			out[i][k] = d.Share(uint32(i), k)
		}
	}
	return out
}

// keep makes the nearest n trials the samples, all of one weight.
func (p *Posterior) keep(trials []Trial, n int) {
	order := make([]int, len(trials))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case trials[a].Loss < trials[b].Loss:
			return -1
		case trials[a].Loss > trials[b].Loss:
			return 1
		}
		return 0
	})
	p.Samples, p.Weights = nil, nil
	for _, i := range order[:min(n, len(order))] {
		if math.IsInf(trials[i].Loss, 1) {
			break // a missing run is never a sample
		}
		p.Samples = append(p.Samples, trials[i])
		p.Weights = append(p.Weights, 1)
		p.Distance = math.Sqrt(trials[i].Loss)
	}
}

// Refine samples the posterior by adaptive population Monte Carlo: it keeps the
// nearest points, proposes new ones around them, and goes on until few new
// points get in (Lenormand, Jabot & Deffuant 2013, Computational Statistics 28).
// The proposal is normal in each factor with twice the weighted variance
// (Beaumont et al. 2009), mirrored at the walls. A sample's weight is the prior
// over all proposals so far together, prior draws included (Cornuet et al. 2012,
// Scandinavian Journal of Statistics 39), which keeps the early samples from
// outweighing the rest.
func Refine(factors []Factor, targets []Target, o PosteriorOptions, evaluate Evaluate) (Posterior, error) {
	b, err := newBench(factors, targets, evaluate)
	if err != nil {
		return Posterior{}, err
	}
	if o, err = o.filled(0.5); err != nil {
		return Posterior{}, err
	}
	kept := o.Samples
	first := int(math.Ceil(float64(kept) / o.Keep))
	fresh := max(1, first-kept)
	var p Posterior
	if _, err := b.try(b.even(o.Seed, first)); err != nil {
		return Posterior{}, err
	}
	m := &mixture{}
	m.add(proposal{}, first)
	p.keep(b.trials, kept)
	p.Steps = append(p.Steps, PosteriorStep{0, len(b.trials), p.Distance, 1})
	for p.Why == "" {
		if len(p.Samples) < 2 {
			return Posterior{}, fmt.Errorf("%d of %d runs gave all measures, want at least 2", len(p.Samples), len(b.trials))
		}
		if len(b.trials)+fresh > o.Budget {
			p.Why = fmt.Sprintf("the budget of %d points is spent", o.Budget)
			break
		}
		accepted, err := p.advance(b, m, o, kept, fresh)
		if err != nil {
			return Posterior{}, err
		}
		switch {
		case p.Distance == 0:
			p.Why = "every sample meets the targets"
		case accepted < o.Accept:
			p.Why = fmt.Sprintf("only %.2g of the new points came nearer, less than %.2g", accepted, o.Accept)
		}
	}
	p.finish(b)
	return p, nil
}

// advance proposes, keeps and weighs once, and says which share of the new
// points got in.
func (p *Posterior) advance(b *bench, m *mixture, o PosteriorOptions, kept, fresh int) (accepted float64, err error) {
	q := p.proposal(len(b.factors))
	limit := p.Distance
	losses, err := b.try(q.draw(exact.NewDraws(o.Seed, drawPrior, b.batch), fresh))
	if err != nil {
		return 0, err
	}
	m.add(q, fresh)
	for _, l := range losses {
		if math.Sqrt(l) < limit {
			accepted += 1 / float64(fresh)
		}
	}
	p.keep(append(slices.Clone(p.Samples), b.trials[len(b.trials)-fresh:]...), kept)
	for i, s := range p.Samples {
		p.Weights[i] = 1 / m.density(s.Unit)
	}
	p.Steps = append(p.Steps, PosteriorStep{b.batch - 1, len(b.trials), p.Distance, accepted})
	return accepted, nil
}

// shares are the weights scaled to sum to 1.
func (p *Posterior) shares() []float64 {
	var total float64
	for _, w := range p.Weights {
		total += w
	}
	out := make([]float64, len(p.Weights))
	for i, w := range p.Weights {
		out[i] = w / total
	}
	return out
}

// moments are the weighted mean and variance of a factor in the unit cube.
func (p *Posterior) moments(share []float64, k int) (mean, variance float64) {
	for i, s := range p.Samples {
		mean += float64(share[i] * s.Unit[k])
	}
	for i, s := range p.Samples {
		variance += float64(share[i] * (s.Unit[k] - mean) * (s.Unit[k] - mean))
	}
	return mean, variance
}

// A proposal is a mixture of normals around weighted samples, folded into the
// unit cube. Without samples it is the prior.
type proposal struct {
	at    [][]float64 // centres
	share []float64   // their weights, together 1
	sd    []float64   // in each factor
}

// proposal is made of the samples as they stand.
func (p *Posterior) proposal(factors int) proposal {
	q := proposal{share: p.shares(), sd: make([]float64, factors)}
	for _, s := range p.Samples {
		q.at = append(q.at, s.Unit)
	}
	for k := range q.sd {
		_, v := p.moments(q.share, k)
		q.sd[k] = math.Max(1e-9, math.Sqrt(2*v))
	}
	return q
}

// draw picks centres by weight and moves them.
func (q proposal) draw(d exact.Draws, n int) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		from, pick := 0, d.Share(uint32(i), 0)
		for from < len(q.share)-1 && pick >= q.share[from] {
			pick -= q.share[from]
			from++
		}
		out[i] = make([]float64, len(q.sd))
		for k, sd := range q.sd {
			out[i][k] = mirror(q.at[from][k] + float64(sd*d.Normal(uint32(i), 1+k)))
		}
	}
	return out
}

// density is that of the proposal at u.
func (q proposal) density(u []float64) float64 {
	if q.at == nil {
		return 1
	}
	var total float64
	for i, part := range q.share {
		for k, sd := range q.sd {
			if part == 0 {
				break
			}
			part *= mirrored(u[k], q.at[i][k], sd)
		}
		total += float64(part)
	}
	return total
}

// mirrored is the density at u of a normal around v folded into [0, 1]: the sum
// over its images behind the walls.
func mirrored(u, v, sd float64) float64 {
	var s float64
	for m := -3.0; m <= 3; m++ {
		for _, far := range [2]float64{(u - v + float64(2*m)) / sd, (u + v + float64(2*m)) / sd} {
			if math.Abs(far) < 12 {
				s += exact.Exp(-float64(far*far) / 2)
			}
		}
	}
	return s / (sd * math.Sqrt(2*math.Pi))
}

// A mixture is all proposals so far, each with the number of points it made.
type mixture struct {
	parts []proposal
	made  []int
	total int
}

func (m *mixture) add(q proposal, n int) {
	m.parts, m.made, m.total = append(m.parts, q), append(m.made, n), m.total+n
}

func (m *mixture) density(u []float64) float64 {
	var s float64
	for i, q := range m.parts {
		s += float64(float64(m.made[i])*q.density(u)) / float64(m.total)
	}
	return s
}

// finish scales the weights and sums up the samples.
func (p *Posterior) finish(b *bench) {
	p.Tried = len(b.trials)
	p.Weights = p.shares()
	var squares float64
	for _, w := range p.Weights {
		squares += float64(w * w)
	}
	p.Effective = 1 / squares
	mean, sd := make([]float64, len(b.factors)), make([]float64, len(b.factors))
	for k, f := range b.factors {
		m, v := p.moments(p.Weights, k)
		mean[k], sd[k] = m, math.Sqrt(v)
		at := func(q float64) float64 { return f.At(p.quantile(k, q)) }
		p.Marginals = append(p.Marginals, Marginal{f.Name, at(0.025), at(0.25), at(0.5), at(0.75), at(0.975), 1 - float64(sd[k]*math.Sqrt(12))})
	}
	for a := range b.factors {
		row := make([]float64, len(b.factors))
		for c := range row {
			for i, s := range p.Samples {
				row[c] += float64(p.Weights[i] * (s.Unit[a] - mean[a]) * (s.Unit[c] - mean[c]) / (sd[a] * sd[c]))
			}
		}
		p.R = append(p.R, row)
	}
}

// quantile is the weighted quantile of factor k in the unit cube.
func (p *Posterior) quantile(k int, q float64) float64 {
	order := make([]int, len(p.Samples))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := p.Samples[a].Unit[k], p.Samples[b].Unit[k]; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	var below float64
	for _, i := range order {
		below += p.Weights[i]
		if below >= q {
			return p.Samples[i].Unit[k]
		}
	}
	return math.NaN()
}
