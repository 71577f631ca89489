package influence

import "tutti/sim/exact"

// Climate is what surrounds practice: whether others see it, whether one may
// ask, who looks at what one contributes, whether leaders do as they say. Every
// number is 0 by default, which switches it off.
type Climate struct {
	Visibility     float64 // share of others' practice that is open to one's eyes [0..1] (Elmore 2000)
	Asking         float64 // readiness to ask for help where trust is full [0..1]
	SayDo          float64 // how far holders of a lead do otherwise than they ask [0..1] (Elmore 2000)
	PeerReview     float64 // share of one's contribution that peers look at [0..1] (Erez, LePine & Elms 2002)
	ExternalReview float64 // share that somebody outside looks at [0..1]
	FreeRiding     float64 // effort that is kept back where nobody looks [0..1]
}

// Climate's rates [per cycle].
const (
	seenRate   = 0.02 // learning from practice that is seen
	helpedRate = 0.05 // learning from help that was asked for
)

// watch lets i learn from the practice of those it attends to, claims or not:
// E += rate·v·mean over ties of max(0, E_j − E_i).
func (q *Reflection) watch(i int, now, next []float64) {
	o, nd := q.Org, q.Org.D
	from, to := o.Start[i], o.Start[i+1]
	if q.Visibility == 0 || from == to {
		return
	}
	rate := float64(seenRate*q.Visibility) / float64(to-from)
	for k := from; k < to; k++ {
		j := int(o.To[k]) * nd
		for d := range nd {
			next[d] += float64(rate * max(0, o.Expertise[j+d]-now[d]))
		}
	}
}

// ask lets i ask for help in what it knows least of what matters, of whom it
// trusts most among those who know more. Asking costs face where trust is low:
// its probability is readiness·trust.
func (q *Reflection) ask(i int, now, next []float64) {
	if q.Asking == 0 {
		return
	}
	o, nd := q.Org, q.Org.D
	q.Asked[i] = 0
	d, need := 0, -1.0
	for k, w := range q.Weights {
		if lack := float64(w * (1 - now[k])); lack > need {
			d, need = k, lack
		}
	}
	best, trust := -1, 0.0
	for k := o.Start[i]; k < o.Start[i+1]; k++ {
		j := int(o.To[k])
		if t := float64(o.Trust[k]); o.Present[j] != 0 && t > trust && o.Expertise[j*nd+d] > now[d] {
			best, trust = j, t
		}
	}
	if best < 0 || q.Who.Share(o.Key[i], 1) >= float64(q.Asking*trust) {
		return
	}
	q.Asked[i] = 1
	next[d] += float64(helpedRate * (o.Expertise[best*nd+d] - now[d]))
}

// effort is the engagement that i's satisfaction and those who look at its
// contribution call for: where nobody looks a part is kept back, and peers who
// look at a good contribution call for more.
func (q *Reflection) effort(i int, usual float64, seen []float64) float64 {
	if q.FreeRiding == 0 && q.PeerReview == 0 {
		return usual
	}
	looked := min(1, q.PeerReview+q.ExternalReview)
	usual = float64(usual * (1 - float64(q.FreeRiding*(1-looked))))
	if q.PeerReview == 0 {
		return usual
	}
	miss := q.World.Error(seen, i, 1<<q.Org.D-1)
	good := exact.Exp(-miss / float64(2*float64(q.Tolerance*q.Tolerance)))
	return usual + float64(float64(q.PeerReview*good)*(1-usual))
}

// honoured is how well following j turned out, less what is lost where one who
// holds a lead does otherwise than it asks.
func (q *Reflection) honoured(j int, v float64) float64 {
	if q.SayDo == 0 || q.Org.Office[j] == 0 && q.Org.Formal[j] == 0 {
		return v
	}
	return float64(v * (1 - q.SayDo))
}

// Levers returns the numbers of the climate by key, in a fixed order.
func (c *Climate) Levers() []Lever {
	return []Lever{
		{"visibility", &c.Visibility, "share of others' practice that is open to one's eyes: learning from those one attends to, claims or not (Elmore 2000)"},
		{"asking", &c.Asking, "readiness to ask for help where trust is full; asking costs face, so that its probability is this times trust [per cycle] (Elmore 2000)"},
		{"say_do_gap", &c.SayDo, "how far those who hold a lead do otherwise than they ask, which costs them trust (Elmore 2000)"},
		{"peer_review", &c.PeerReview, "share of one's contribution that peers look at: it calls for effort (Erez, LePine & Elms 2002)"},
		{"external_review", &c.ExternalReview, "share of one's contribution that somebody outside looks at: it calls for effort, and is felt as control"},
		{"free_riding", &c.FreeRiding, "effort that is kept back where nobody looks at one's contribution"},
	}
}

// A Lever is a number of the climate with its key and what it means.
type Lever struct {
	Key string
	P   *float64
	Doc string
}
