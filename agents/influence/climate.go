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
	Safety         float64 // rate at which the safety to speak follows force suffered [per cycle] (Edmondson 1999)
	HavingLed      float64 // rate at which having led opens or closes one to others' lead [per cycle]
	ListeningCost  float64 // gain that a change by others must bring to count as having paid [0..1]
	Reasons        float64 // share of what reasons moved in a plan that is understood, too [0..1]
	Discovery      float64 // how far a surprising error makes one give up what one took for certain [0..1]
	Inspiration    float64 // share of a lead that has no content and raises effort alone [0..1]
}

// Climate's rates [per cycle].
const (
	seenRate   = 0.02 // learning from practice that is seen
	helpedRate = 0.05 // learning from help that was asked for
)

// watch lets i learn from the practice of those it attends to, claims or not:
// E += rate·v·mean over the present of max(0, E_j − E_i).
func (q *Reflection) watch(i int, now, next []float64) {
	o, nd := q.Org, q.Org.D
	if q.Visibility == 0 {
		return
	}
	there := 0
	row := o.To[o.Start[i]:o.Start[i+1]]
	for _, j := range row {
		there += int(o.Present[j])
	}
	rate := float64(seenRate*q.Visibility) / float64(max(1, there))
	for _, who := range row {
		if o.Present[who] == 0 {
			continue
		}
		j := int(who) * nd
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
	if best < 0 || q.Who.Share(o.Key[i], 1) >= float64(float64(q.Asking*trust)*q.safe(i)) {
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

// safe is how safe i feels to speak [0..1].
func (q *Reflection) safe(i int) float64 {
	if q.Safe == nil {
		return 1
	}
	return q.Safe[i]
}

// secure moves the safety to speak toward the share of the action that nobody
// forced.
func (q *Reflection) secure(i int, suffered float64) {
	if q.Safe != nil {
		q.Safe[i] = exact.Clip01(q.Safe[i] + float64(q.Safety*(1-suffered-q.Safe[i])))
	}
}

// humble moves the openness of one who led, by how much it led: those who trust
// the ones they attend to come to grant more, those who do not hold on to
// power. See "Having led" in DECISIONS.
func (q *Reflection) humble(i int, led float64) {
	o := q.Org
	from, to := o.Start[i], o.Start[i+1]
	if q.HavingLed == 0 || led == 0 || from == to {
		return
	}
	sum := 0.0
	for k := from; k < to; k++ {
		sum += float64(o.Trust[k])
	}
	gain := float64(2*(sum/float64(to-from))) - 1
	o.Openness[i] = drift(o.Openness[i], float64(min(1, led)*gain), q.HavingLed)
}

// A Learner is a world in which people keep estimates of their own.
type Learner interface {
	// Understand makes a share of what moved i's plan in a domain an estimate of
	// its own [0..1].
	Understand(i, d int, share float64)
	// Discover makes i less certain where what it saw surprises it, by a share.
	Discover(i int, seen []float64, share float64)
}

// understand lets i take in the reasons it heard, and reckon with having been
// wrong.
func (q *Reflection) understand(i int, r *Row, seen []float64) {
	if q.Reasons == 0 && q.Discovery == 0 {
		return
	}
	if world, ok := q.World.(Learner); ok && q.Discovery > 0 {
		world.Discover(i, seen, q.Discovery)
	}
	if q.Reasons == 0 {
		return
	}
	for d := range q.Org.D {
		if r.Any>>d&1 == 0 {
			continue
		}
		reason, all := 0.0, 0.0
		for c := range r.In(d) {
			reason += c.Rat
			all += c.Weight
		}
		q.told[i*q.Org.D+d] = float64(q.Reasons * (reason / all))
	}
}

// hush empties what was understood in the last cycle.
func (q *Reflection) hush() {
	if q.Reasons == 0 {
		return
	}
	if len(q.told) != len(q.Org.Expertise) {
		q.told = make([]float64, len(q.Org.Expertise))
	}
	clear(q.told)
}

// takeIn turns what was understood into estimates, once nobody looks back on
// the old ones any more.
func (q *Reflection) takeIn() {
	world, ok := q.World.(Learner)
	if q.Reasons == 0 || !ok {
		return
	}
	for at, share := range q.told {
		if share > 0 {
			world.Understand(at/q.Org.D, at%q.Org.D, share)
		}
	}
}

// inspired is how much of the leads that i granted had no content [0..1].
func (q *Reflection) inspired(r *Row) float64 {
	if q.Inspiration == 0 {
		return 0
	}
	sum := 0.0
	for c := range r.Claims() {
		sum += c.Weight / r.Total[c.Domain]
	}
	return min(1, float64(q.Inspiration*(sum/float64(q.Org.D))))
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
		{"safety", &c.Safety, "rate at which the safety to speak, 1 at the start, moves toward the share of one's action that nobody forces; readiness to claim and to ask are multiplied by it; 0 is safe for all [per cycle] (Edmondson 1999)"},
		{"having_led", &c.HavingLed, "rate at which having led moves openness: up as far as one trusts those one attends to by more than ½, down, holding on to power, as far as by less [per cycle] (after DeRue & Ashford 2010; Keltner, Gruenfeld & Anderson 2003)"},
		{"listening_cost", &c.ListeningCost, "gain that a change by others must bring to count as having paid: what cooperating costs (after Elmore 2000)"},
		{"reasons", &c.Reasons, "share of what reasons moved in a plan that one understands and keeps as an estimate of one's own, where estimates are kept: whether the why is told with the what"},
		{"discovery", &c.Discovery, "how far an error larger than one reckoned with makes one give up, in reflection, what one took for certain, where estimates are kept (Nassar, Wilson, Heasly & Gold 2010)"},
		{"inspiration", &c.Inspiration, "share of a lead that has no content: it raises the effort of those who grant it and moves no plan (Robinson, Lloyd & Rowe 2008)"},
	}
}

// A Lever is a number of the climate with its key and what it means.
type Lever struct {
	Key string
	P   *float64
	Doc string
}
