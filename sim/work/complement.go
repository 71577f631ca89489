package work

import (
	"tutti/agents"
	"tutti/sim/exact"
)

// byDomain is what is lost in each domain: accuracy loss + coordination need ·
// disagreement [plan²].
type byDomain [agents.MaxDomains]float64

// quality is 1/(1 + loss), the loss added up over domains by weight. With
// another complementarity s than 1 it is the mean of degree −s of the qualities
// 1/(1 + loss) of the domains, by weight, of which the sum is the case s = 1.
//
// Source: Arrow, Chenery, Minhas & Solow 1961, Review of Economics and
// Statistics 43 (the elasticity of substitution is 1/(1 + s)); Kremer 1993.
func (j *Judgement) quality(accuracy, disagreement float64, by *byDomain) float64 {
	if j.Together == 1 {
		return 1 / (1 + (accuracy + float64(j.Coordination*disagreement)))
	}
	return powerMean(j.Weights, by[:j.Org.D], j.Together)
}

// powerMean is the mean of degree −s of 1/(1 + loss), by weights that sum to 1.
func powerMean(weights, loss []float64, s float64) float64 {
	if s == 0 {
		sum := 0.0
		for d, w := range weights {
			sum += float64(w * exact.Log1p(loss[d]))
		}
		return exact.Exp(-sum)
	}
	worst := 0.0 // against overflow: all are taken relative to the weakest
	for d, w := range weights {
		if w > 0 {
			worst = max(worst, loss[d])
		}
	}
	sum := 0.0
	for d, w := range weights {
		if w > 0 {
			sum += float64(w * exact.Pow((1+loss[d])/(1+worst), s))
		}
	}
	return exact.Pow(sum, -1/s) / (1 + worst)
}

// Understand makes a share of what moved i's plan in a domain an estimate of its
// own (influence.Learner).
func (j *Judgement) Understand(i, d int, share float64) {
	at := i*j.Org.D + d
	j.Estimate[at] += float64(share * (j.plans.Now[at] - j.plans.Own[at]))
}

// Discover makes i less certain of its estimates in the domains in which what it
// saw lies further off than it reckoned with: the precision falls by
// 1/(1 + share·(z² − 1)) for a standardised error z above 1
// (influence.Learner).
//
// Source: our form of learning from surprise, as in Nassar, Wilson, Heasly &
// Gold 2010, Journal of Neuroscience 30.
func (j *Judgement) Discover(i int, seen []float64, share float64) {
	noise := float64(j.Observation * j.Observation)
	for d, y := range seen {
		at := i*j.Org.D + d
		p := float64(j.Precision[at])
		if p == 0 {
			continue
		}
		e := y - j.Estimate[at]
		if z2 := float64(e*e) / (1/p + noise); z2 > 1 {
			j.Precision[at] = float32(p / (1 + float64(share*(z2-1))))
		}
	}
}
