package work

import (
	"tutti/agents"
	"tutti/sim/exact"
)

// planning is what agents plan alone with.
type planning struct {
	*Judgement
	draws    exact.Draws
	reckoned float64
}

func (p planning) rows(from, to int) {
	nd := p.Org.D
	part := p.parts[from/agents.Block*2*nd:][:2*nd]
	for i := from; i < to; i++ {
		p.plan(i, p.draws, p.reckoned, part)
	}
}

// losses returns the weighted accuracy loss and disagreement of plans x, and
// writes what is lost in each domain.
func (j *Judgement) losses(x []float64, workers int, by *byDomain) (accuracy, disagreement float64) {
	o, nd := j.Org, j.Org.D
	parts := j.room(3)
	clear(parts)
	look := &j.look
	look.Judgement, look.x = j, x
	agents.Rows(o.N, workers, look, (*looking).miss)
	for at := 3 * nd; at < len(parts); at++ {
		parts[at%(3*nd)] += parts[at]
	}
	n := parts[2]
	if n == 0 {
		return 0, 0
	}
	for d := range nd {
		look.mean[d] = parts[3*d] / n
		accuracy += float64(j.Weights[d] * (parts[3*d+1] / n))
		by[d] = parts[3*d+1] / n
	}
	clear(parts)
	agents.Rows(o.N, workers, look, (*looking).spread)
	for d := range nd {
		sum := 0.0
		for at := 3 * d; at < len(parts); at += 3 * nd {
			sum += parts[at]
		}
		disagreement += float64(j.Weights[d] * (sum / n))
		by[d] += float64(j.Coordination * (sum / n))
	}
	return accuracy, disagreement
}

// looking is what losses are added up with: plans, and their mean by domain.
type looking struct {
	*Judgement
	x    []float64
	mean [agents.MaxDomains]float64
}

// miss adds up a block's plans, their squared errors and their number.
func (l *looking) miss(from, to int) {
	o, nd := l.Org, l.Org.D
	part := l.parts[from/agents.Block*3*nd:][:3*nd]
	for i := from; i < to; i++ {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		right := l.Offset[int(o.Unit[i])*nd:]
		for d, x := range l.x[i*nd : i*nd+nd] {
			e := x - (l.Target[d] + right[d])
			part[3*d] += x
			part[3*d+1] += float64(e * e)
			part[3*d+2]++
		}
	}
}

// spread adds up a block's squared distances from the mean plan.
func (l *looking) spread(from, to int) {
	o, nd := l.Org, l.Org.D
	part := l.parts[from/agents.Block*3*nd:][:3*nd]
	for i := from; i < to; i++ {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		for d, x := range l.x[i*nd : i*nd+nd] {
			e := x - l.mean[d]
			part[3*d] += float64(e * e)
		}
	}
}
