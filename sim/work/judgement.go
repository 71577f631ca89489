package work

import (
	"tutti/agents"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var judgement = Kind{
	Name: "judgement", Title: "Estimate a moving target together",
	Doc: "Each agent sees a noisy signal of what would be right in each domain and keeps a private estimate of it; " +
		"plans are numbers, better the closer they are to the target and to one another.",
	Source: "model, 6; Friedkin & Johnsen 1990; DeGroot 1974",
	Read:   func(t *keys.Table) Params { p := ReadJudgement(t); return &p },
}

// JudgementParams are the parameters of judgement.
type JudgementParams struct {
	Spread       float64 // sd of the target at the start [plan]
	Turbulence   float64 // sd of the target's drift [plan per cycle]
	Jump         float64 // probability that a domain's target jumps [per cycle]
	JumpSize     float64 // sd of a jump [plan]
	Local        float64 // sd of what only a unit knows: its offset from the common target [plan]
	Signal       float64 // σ: sd of a signal is σ·(1.05 − E) [plan]
	Observation  float64 // sd of what is seen of the outcome [plan]
	Vigilance    float64 // drift that agents reckon with at least [plan per cycle]
	Coordination float64 // need for coordination: weight of disagreement against accuracy [0 or more]
	Together     float64 // how much the domains need one another: 1 adds their losses up, 0 is a weighted geometric mean of their qualities, a large one the weakest link [−1..64]
}

// ReadJudgement reads the parameters from [work].
func ReadJudgement(t *keys.Table) JudgementParams {
	return JudgementParams{
		Spread:       t.Number("spread", 1, keys.NonNegative, "standard deviation of the target at the start [plan] (model, 6)"),
		Turbulence:   t.Number("turbulence", 0.2, keys.NonNegative, "standard deviation of the target's drift [plan per cycle] (model, 6)"),
		Jump:         t.Share("jump", 0, "probability that a domain's target jumps [per cycle] (model, 6)"),
		JumpSize:     t.Number("jump_size", 1, keys.NonNegative, "standard deviation of a jump [plan] (model, 6)"),
		Local:        t.Number("local", 0, keys.NonNegative, "standard deviation of a unit's offset from the common target: what is right there and not elsewhere [plan] (model, 6)"),
		Signal:       t.Number("signal", 1.5, keys.NonNegative, "σ: an agent's signal has standard deviation σ·(1.05 − expertise) [plan] (model, 6)"),
		Observation:  t.Number("observation", 0.3, keys.NonNegative, "standard deviation of what is seen of the outcome [plan] (model, 3)"),
		Vigilance:    t.Number("vigilance", 0.1, keys.NonNegative, "drift that agents reckon with at least, so that a shock is noticed in the end [plan per cycle]"),
		Coordination: t.Number("coordination", 1, keys.NonNegative, "need for coordination: weight of disagreement beside the accuracy loss (model, 6)"),
		Together:     t.Number("complementarity", 1, keys.Range{Lo: -1, Hi: 64}, "how much the domains need one another: quality is the mean of degree −complementarity of their qualities, by weight. 1 adds losses up; −1 lets one domain stand in for another; a large one makes the weakest a bottleneck (Arrow, Chenery, Minhas & Solow 1961; Kremer 1993)"),
	}
}

// Check says which grant rules judgement can take: all that make a number.
func (p *JudgementParams) Check(grant string) string {
	if grant == "best" {
		return `an estimate has no appraisal of its own by which the best heard could be copied, want grant = "blend", "sample" or "fixed"`
	}
	return ""
}

// Grant is the mean, where a pattern does not say.
func (p *JudgementParams) Grant() string { return "blend" }

// Bytes is nothing: judgement is what others are compared with.
func (p *JudgementParams) Bytes(agents, ties float64, domains int) float64 { return 0 }

// New makes the work.
func (p *JudgementParams) New(s Setting) Work {
	j := &Judgement{JudgementParams: *p, Setting: s}
	d := s.Org.D
	draws := exact.NewDraws(s.Seed, drawTarget, 0)
	j.Target = make([]float64, d)
	for k := range j.Target {
		j.Target[k] = float64(p.Spread * draws.Normal(uint32(k), 0))
	}
	j.fit()
	return j
}

// Judgement is the work of estimating a moving target.
type Judgement struct {
	JudgementParams
	Setting
	Target    []float64 // θ, by domain
	Offset    []float64 // by unit and domain
	plans     Plans
	Estimate  []float64 // m: private estimate of the unit's target
	Precision []float32 // of the estimate [1/plan²]
	oracle    []float64 // the pooled estimate of θ, by domain
	certain   []float64 // its precision
	cycle     int
	parts     []float64 // sums by block
	heads     []float64 // workers by unit
	look      looking   // room
}

// fit makes room for all agents and units, keeping what is there.
func (j *Judgement) fit() {
	o := j.Org
	size := o.N * o.D
	grow := func(p *[]float64, n int) {
		if len(*p) < n {
			*p = append(*p, make([]float64, n-len(*p))...)
		}
		*p = (*p)[:n]
	}
	for _, p := range []*[]float64{&j.Estimate, &j.plans.Now} {
		grow(p, size)
	}
	if len(j.Precision) < size {
		j.Precision = append(j.Precision, make([]float32, size-len(j.Precision))...)
	}
	j.Precision = j.Precision[:size]
	if o.Goal == nil {
		j.plans.Own = j.Estimate
	} else {
		if o.N*o.D > 0 && len(j.plans.Own) > 0 && &j.plans.Own[0] == &j.Estimate[0] {
			j.plans.Own = nil
		}
		grow(&j.plans.Own, size)
	}
	grow(&j.oracle, o.D)
	grow(&j.certain, o.D)
	draws := exact.NewDraws(j.Seed, drawLocal, 0)
	for at := len(j.Offset); at < o.Units*o.D; at++ {
		j.Offset = append(j.Offset, float64(j.Local*draws.Normal(uint32(at/o.D), at%o.D)))
	}
}

// Resize follows the organisation.
func (j *Judgement) Resize() { j.fit() }

// Newcomer starts an agent's estimate anew.
func (j *Judgement) Newcomer(i int) {
	for d := range j.Org.D {
		j.Precision[i*j.Org.D+d], j.Estimate[i*j.Org.D+d] = 0, 0
	}
}

// Plans are the estimates with the goals, and what influence makes of them.
func (j *Judgement) Plans() *Plans { return &j.plans }

// Befall lets the target drift and jump.
func (j *Judgement) Befall(cycle int) {
	move := exact.NewDraws(j.Seed, drawTarget, cycle+1)
	jump := exact.NewDraws(j.Seed, drawJump, cycle+1)
	for d := range j.Target {
		step := float64(j.Turbulence * move.Normal(uint32(d), 1))
		if j.Jump > 0 && jump.Share(uint32(d), 0) < j.Jump {
			step += float64(j.JumpSize * jump.Normal(uint32(d), 1))
		}
		j.Target[d] += step
	}
}

// Shock redraws the target in the given domains: it moves by size·normal, and
// the oracle knows that it did.
func (j *Judgement) Shock(cycle int, domains uint32, size float64) {
	draws := exact.NewDraws(j.Seed, drawShock, cycle+1)
	for d := range j.Target {
		if domains>>d&1 != 0 {
			j.Target[d] += float64(size * draws.Normal(uint32(d), 0))
			j.certain[d] = 0
		}
	}
}

// drift is the variance a cycle that the target's own movement has.
func (j *Judgement) drift() float64 {
	return float64(j.Turbulence*j.Turbulence) + float64(j.Jump*float64(j.JumpSize*j.JumpSize))
}

// Plan lets each agent see a signal and update its estimate as a Kalman filter
// with the drift that it reckons with; the plan starts from the estimate and
// the goal.
func (j *Judgement) Plan(cycle, workers int) {
	o := j.Org
	j.cycle = cycle
	draws := exact.NewDraws(j.Seed, drawSignal, cycle+1)
	reckoned := max(j.drift(), float64(j.Vigilance*j.Vigilance))
	clear(j.room(2))
	agents.Rows(o.N, workers, planning{j, draws, reckoned}, planning.rows)
	j.pool()
}

// room returns space for a few sums a block and domain.
func (j *Judgement) room(sums int) []float64 {
	n := agents.Blocks(j.Org.N) * sums * j.Org.D
	if cap(j.parts) < n {
		j.parts = make([]float64, n)
	}
	j.parts = j.parts[:n]
	return j.parts
}

// plan updates agent i's estimate, starts its plan, and adds its signal, less
// its unit's offset, to the sums of its block: values times precision,
// precision. The signals of all present count there, also of those whose plans
// do not (see "What the oracle knows" in DECISIONS). One who is away sees
// nothing, and what it knew grows old.
func (j *Judgement) plan(i int, draws exact.Draws, reckoned float64, part []float64) {
	o := j.Org
	for d := range o.D {
		at := i*o.D + d
		p := float64(j.Precision[at])
		p /= 1 + float64(p*reckoned)
		if o.Present[i] == 0 {
			j.Precision[at] = float32(p)
			continue
		}
		s := j.noise(at)
		q := 1 / float64(s*s)
		e := float64(s * draws.Normal(o.Key[i], d))
		y := j.Target[d] + j.Offset[int(o.Unit[i])*o.D+d] + e
		part[2*d] += float64(q * e)
		part[2*d+1] += q
		if p == 0 {
			j.Estimate[at] = y
		} else {
			j.Estimate[at] += float64((q / (p + q)) * (y - j.Estimate[at]))
		}
		j.Precision[at] = float32(p + q)
		if o.Goal != nil {
			j.plans.Own[at] = j.Estimate[at] + o.Goal[at]
		}
		j.plans.Now[at] = j.plans.Own[at]
	}
}

// noise is the standard deviation of a signal at row at; never quite 0, so that
// precision stays finite.
func (j *Judgement) noise(at int) float64 {
	return max(1e-6, float64(j.Signal*(1.05-j.Org.Expertise[at])))
}

// pool updates the oracle's estimate of θ with all signals of the cycle: the
// best that could be known from them together.
func (j *Judgement) pool() {
	nd := j.Org.D
	for d := range nd {
		sum, weight := 0.0, 0.0
		for at := 0; at < len(j.parts); at += 2 * nd {
			sum += j.parts[at+2*d]
			weight += j.parts[at+2*d+1]
		}
		if weight == 0 {
			continue
		}
		y := j.Target[d] + sum/weight
		p := j.certain[d]
		p /= 1 + float64(p*j.drift())
		if p == 0 {
			j.oracle[d] = y
		} else {
			j.oracle[d] += float64((weight / (p + weight)) * (y - j.oracle[d]))
		}
		j.certain[d] = p + weight
	}
}

// right is what would be right for agent i in d.
func (j *Judgement) right(i, d int) float64 {
	return j.Target[d] + j.Offset[int(j.Org.Unit[i])*j.Org.D+d]
}

// Score is 1/(1 + Σ w·(accuracy loss + coordination need · disagreement)) of
// what was done; the oracle's plans and the private plans are scored beside it.
func (j *Judgement) Score(cycle int, actions []float64, workers int) Score {
	var done, alone, best byDomain
	acc, dis := j.losses(actions, workers, &done)
	iso1, iso2 := acc, dis
	if &actions[0] != &j.plans.Own[0] {
		iso1, iso2 = j.losses(j.plans.Own, workers, &alone)
	} else {
		alone = done
	}
	best1, best2 := j.best(&best)
	return Score{
		Accuracy: acc, Disagreement: dis, Quality: j.quality(acc, dis, &done),
		Oracle: j.quality(best1, best2, &best), Isolated: j.quality(iso1, iso2, &alone),
	}
}

// best returns the losses of the oracle's plans: the pooled estimate in the
// middle, and of a unit's own offset the part 1/(1 + coordination need), which
// is where the gain in accuracy just meets the cost in disagreement. They
// depend on the unit alone.
func (j *Judgement) best(by *byDomain) (accuracy, disagreement float64) {
	o := j.Org
	if cap(j.heads) < o.Units {
		j.heads = make([]float64, o.Units)
	}
	heads, n := j.heads[:o.Units], 0.0
	clear(heads)
	for i, p := range o.Present {
		if p&o.Works[i] != 0 {
			heads[o.Unit[i]]++
			n++
		}
	}
	if n == 0 {
		return 0, 0
	}
	keep := 1 / (1 + j.Coordination)
	for d := range o.D {
		mean, acc, dis := 0.0, 0.0, 0.0
		for u, h := range heads {
			mean += float64(h * j.Offset[u*o.D+d])
		}
		mean /= n
		for u, h := range heads {
			own := j.Offset[u*o.D+d] - mean
			off := j.oracle[d] - j.Target[d] + float64((keep-1)*own)
			acc += float64(h * float64(off*off))
			dis += float64(h * float64(float64(keep*own)*float64(keep*own)))
		}
		accuracy += float64(j.Weights[d] * (acc / n))
		disagreement += float64(j.Weights[d] * (dis / n))
		by[d] = acc/n + float64(j.Coordination*(dis/n))
	}
	return accuracy, disagreement
}

// Certainty is the precision of agent i's private estimate in d [1/plan²].
func (j *Judgement) Certainty(i, d int) float64 { return float64(j.Precision[i*j.Org.D+d]) }

// See writes what i saw of the outcome: what would have been right, noisily.
func (j *Judgement) See(i int, seen []float64) {
	draws := exact.NewDraws(j.Seed, drawOutcome, j.cycle+1)
	for d := range seen {
		seen[d] = j.right(i, d) + float64(j.Observation*draws.Normal(j.Org.Key[i], d))
	}
}

// Error is the weighted mean squared distance of k's own plan from what was
// seen, over the given domains.
func (j *Judgement) Error(seen []float64, k int, domains uint32) float64 {
	return j.miss(seen, j.plans.Own[k*j.Org.D:(k+1)*j.Org.D], domains)
}

// Paid compares the errors of i's own plan and of what influence made of it.
func (j *Judgement) Paid(seen []float64, i int) float64 {
	all := uint32(1)<<j.Org.D - 1
	own := j.miss(seen, j.plans.Own[i*j.Org.D:(i+1)*j.Org.D], all)
	now := j.miss(seen, j.plans.Now[i*j.Org.D:(i+1)*j.Org.D], all)
	if own+now == 0 {
		return 0
	}
	return (own - now) / (own + now)
}

// Param returns a parameter that may change in mid-run by its key.
func (p *JudgementParams) Param(name string) *float64 {
	switch name {
	case "turbulence":
		return &p.Turbulence
	case "jump":
		return &p.Jump
	case "jump_size":
		return &p.JumpSize
	case "signal":
		return &p.Signal
	case "observation":
		return &p.Observation
	case "vigilance":
		return &p.Vigilance
	case "coordination":
		return &p.Coordination
	case "complementarity":
		return &p.Together
	}
	return nil
}

// Columns are none: all measures of judgement are the common ones.
func (p *JudgementParams) Columns() []table.Column { return nil }

// Measure writes nothing.
func (j *Judgement) Measure([]float64) {}

// State lists the columns (see exact.State).
func (j *Judgement) State(s exact.State) {
	s.Int("judgement cycle", &j.cycle)
	s.Floats("target", &j.Target)
	s.Floats("offset", &j.Offset)
	s.Floats("estimate", &j.Estimate)
	s.Float32s("precision", &j.Precision)
	s.Floats("plan", &j.plans.Now)
	s.Floats("pooled", &j.oracle)
	s.Floats("pooled precision", &j.certain)
	for _, name := range []string{"turbulence", "jump", "jump_size", "signal", "observation", "vigilance", "coordination", "complementarity"} {
		s.Float(name, j.Param(name))
	}
	if j.Org.Goal != nil {
		s.Floats("own plan", &j.plans.Own)
	} else {
		j.plans.Own = j.Estimate
	}
}

var _ Work = (*Judgement)(nil)
