package influence

import (
	"math"
	"math/bits"

	"tutti/agents"
	"tutti/sim/exact"
)

// Habits are the rates at which people change by reflecting (model, 5).
type Habits struct {
	TrustUp, TrustDown float64 // η⁺, η⁻ [per cycle]
	Tolerance          float64 // τ: an error that still earns trust [the plan's unit]
	Betrayal           float64 // rate at which trust falls in one found to manipulate [per cycle]
	Detection          float64 // probability that manipulation is found out [per cycle and tie]
	Practice           float64 // γ: learning by doing [per cycle]
	Learning           float64 // μ: learning from those heard [per cycle]
	Forgetting         float64 // expertise lost [per cycle]
	Identity           float64 // rate of leader identity [per cycle]
	Autonomy           float64 // rate of autonomy, by enabling and coercion [per cycle]
	Openness           float64 // rate of openness, by changes that paid or did not [per cycle]
	Mood               float64 // rate of the three scales of satisfaction [per cycle]
	Effort             float64 // rate at which engagement follows satisfaction [per cycle]
	Training           float64 // rate at which enabling raises identity and expertise [per cycle]
	Resentment         float64 // rate at which coercion costs trust in the superior [per cycle]
	Climate
}

// IdentityFloor is the identity below which nobody falls: nobody is out for
// ever (model, 5).
const IdentityFloor = 0.02

// World is what reflection needs to know of the work: how plans would have done.
type World interface {
	// See writes what agent i saw of the outcome, one number a domain.
	See(i int, seen []float64)
	// Error is the squared error of j's own plan in the given domains, by what
	// was seen [the plan's unit squared].
	Error(seen []float64, j int, domains uint32) float64
	// Paid compares i's own plan with the one that influence made of it: −1 when
	// only the change was wrong, 1 when only the change was right.
	Paid(seen []float64, i int) float64
}

// A Reflection is the last phase of a cycle: people revise trust, expertise,
// identity, autonomy, openness and satisfaction.
type Reflection struct {
	Hearing
	Habits
	Shares    []float64 // probability of reflecting, by regime
	More      []float64 // added to that probability, per agent; nil for nothing
	Enabling  []float64 // ε, by regime
	Who       exact.Draws
	Found     exact.Draws
	World     World
	Ledger    *Ledger
	Weights   []float64 // w: what matters now, by domain
	Quality   float64   // of the work in this cycle [0..1]
	Rounds    float64   // of influence in this cycle
	Listeners []int32   // how many attend to each agent
	Suffered  []float64 // share of the action forced on each agent; nil for none
	Superior  []int32   // who forced it
	Asked     []float64 // 1 for those who asked for help; for all when Asking is above 0
	Safe      []float64 // how safe each feels to speak [0..1]; nil where all do
	Credit    []float32 // enabling received, per tie; nil when nobody enables
	Own       []float64 // plans by which the world judges those heard, to have them at hand; or nil
	Kept      []Row     // what each agent heard in this cycle; nil to work it out again
	Workers   int
	desks     []desk
	told      []float64 // share of a plan's move that was understood, per agent and domain
}

// Run lets everybody reflect.
func (q *Reflection) Run() {
	desks(&q.desks, q.Workers)
	q.hush()
	q.Prepare(q.Workers)
	agents.Jobs(agents.Blocks(q.Org.N), q.Workers, q, (*Reflection).block)
	agents.Rows(q.Org.N, q.Workers, q, (*Reflection).settle)
	q.takeIn()
}

// block lets a block of agents reflect.
func (q *Reflection) block(worker, b int) {
	for i := b * agents.Block; i < min((b+1)*agents.Block, q.Org.N); i++ {
		next := q.agent(i, &q.desks[worker])
		row := q.speech(i)
		for d, x := range next {
			row[d] = math.Float64bits(x)
		}
	}
}

// settle puts the next expertise in place, once nobody looks at the old one.
func (q *Reflection) settle(from, to int) {
	nd := q.Org.D
	for i := from; i < to; i++ {
		for d, x := range q.speech(i) {
			q.Org.Expertise[i*nd+d] = math.Float64frombits(x)
		}
	}
}

// agent lets agent i reflect, and returns its next expertise by domain. Of
// others it reads only what reflection leaves alone, so that the order does not
// matter.
func (q *Reflection) agent(i int, room *desk) []float64 {
	o, nd := q.Org, q.Org.D
	now, next := o.Expertise[i*nd:(i+1)*nd], room.learned[:nd]
	copy(next, now)
	if o.Present[i] == 0 || q.Who.Share(o.Key[i], 0) >= q.share(i) {
		return next
	}
	r := &room.row
	switch {
	case q.Rounds == 0: // nobody was heard
		r.forget(nd)
	case q.Kept != nil:
		r = &q.Kept[i]
	default:
		q.Of(i, r)
	}
	room.fetched = q.fetch(r)
	seen := room.seen[:nd]
	q.World.See(i, seen)
	q.trust(i, r, seen)
	learned := q.learn(i, r, now, next)
	enabled := q.enable(i, r, next)
	q.identity(i)
	suffered := 0.0
	if q.Suffered != nil {
		suffered = q.Suffered[i]
	}
	a := o.Autonomy[i]
	o.Autonomy[i] = exact.Clip01(a + float64(q.Habits.Autonomy*(float64(enabled*(1-a))-float64(suffered*a))))
	q.secure(i, suffered)
	if r.Any != 0 {
		o.Openness[i] = drift(o.Openness[i], q.World.Paid(seen, i)-q.ListeningCost, q.Habits.Openness)
	}
	q.understand(i, r, seen)
	q.mood(i, r, seen, learned, suffered)
	return next
}

// fetch reads what is wanted of those heard in a large organisation, as it is
// done for their rows.
func (q *Reflection) fetch(r *Row) (x float64) {
	known, nd := q.Org.Expertise, q.Org.D
	if len(known) <= near {
		return 0
	}
	for k := range r.Ears {
		x += known[int(r.Ears[k].From)*nd]
	}
	if len(q.Own) == len(known) {
		for k := range r.Ears {
			x += q.Own[int(r.Ears[k].From)*nd]
		}
	}
	return x
}

// share is the probability that agent i reflects; 1 or more is for certain.
func (q *Reflection) share(i int) float64 {
	share := q.Shares[q.Org.Regime[i]]
	if q.More != nil {
		share += q.More[i]
	}
	return share
}

// drift moves a trait toward 1 by a gain above 0 and toward 0 by one below.
func drift(x, gain, rate float64) float64 {
	room := 1 - x
	if gain < 0 {
		room = x
	}
	return exact.Clip01(x + float64(float64(rate*gain)*room))
}

// trust revises what i expects of those it heard: T += η·(v − T), with
// v = exp(−error²/2τ²) of their own plans against what i saw.
func (q *Reflection) trust(i int, r *Row, seen []float64) {
	o := q.Org
	for k := range r.Ears {
		c := &r.Ears[k]
		t := float64(o.Trust[c.Tie])
		if c.Lie && q.Found.Tie(o.Key[i], o.Key[c.From], 0) < q.Detection {
			o.Trust[c.Tie] = float32(t - float64(q.Betrayal*t))
			continue
		}
		miss := q.World.Error(seen, int(c.From), c.Domains)
		v := q.honoured(int(c.From), exact.Exp(-miss/float64(2*float64(q.Tolerance*q.Tolerance))))
		rate := q.TrustUp
		if v < t {
			rate = q.TrustDown
		}
		o.Trust[c.Tie] = float32(t + float64(rate*(v-t)))
	}
	if q.Suffered != nil && q.Suffered[i] > 0 && q.Superior[i] >= 0 {
		if k := o.Tie(i, int(q.Superior[i])); k >= 0 {
			t := float64(o.Trust[k])
			o.Trust[k] = float32(t - float64(float64(q.Resentment*q.Suffered[i])*t))
		}
	}
}

// learn raises expertise by doing, γ·w·G·(1−E), and from those heard,
// μ·g·max(0, E_j − E_i), and returns what was learned, weighted by what matters.
func (q *Reflection) learn(i int, r *Row, now, next []float64) float64 {
	o, nd := q.Org, q.Org.D
	practice := float64(q.Practice * o.Engagement[i])
	if o.Works[i] == 0 {
		practice = 0
	}
	for d := range nd {
		next[d] += float64(float64(practice*q.Weights[d]) * (1 - now[d]))
	}
	if q.Learning > 0 {
		for k := range r.Ears {
			c := &r.Ears[k]
			theirs, at := o.Expertise[int(c.From)*nd:][:nd], c.first
			for rest := c.Domains; rest != 0; rest &= rest - 1 {
				d := bits.TrailingZeros32(rest)
				if ahead := theirs[d] - now[d]; ahead > 0 {
					next[d] += float64(float64(q.Learning*(r.weights[at]/r.Total[d])) * ahead)
				}
				at++
			}
		}
	}
	q.watch(i, now, next)
	q.ask(i, now, next)
	learned := 0.0
	for d := range nd {
		learned += float64(q.Weights[d] * (next[d] - now[d]))
		next[d] = exact.Clip01(next[d] - float64(q.Forgetting*next[d]))
	}
	return learned
}

// enable takes in what leaders spend on i instead of moving its plans, and
// returns how much that was [0..1].
func (q *Reflection) enable(i int, r *Row, next []float64) float64 {
	o, nd := q.Org, q.Org.D
	share := q.Enabling[o.Regime[i]]
	if share == 0 {
		return 0
	}
	sum := 0.0
	for c := range r.Claims() {
		d := int(c.Domain)
		e := float64(share * (c.Weight / r.Total[d]))
		sum += e
		at := i*nd + d
		o.Identity[at] = exact.Clip01(o.Identity[at] + float64(float64(q.Training*e)*(1-o.Identity[at])))
		next[d] = exact.Clip01(next[d] + float64(float64(q.Training*e)*(1-next[d])))
		if q.Credit != nil {
			q.Credit[c.Tie] += float32(e)
		}
	}
	return min(1, sum/float64(nd))
}

// identity moves toward the share granted relative to the largest heard, where
// the agent claimed.
func (q *Reflection) identity(i int) {
	o, nd := q.Org, q.Org.D
	if q.Listeners[i] == 0 || q.Rounds == 0 {
		return
	}
	for rest := o.Claims[i]; rest != 0; rest &= rest - 1 {
		d := bits.TrailingZeros32(rest)
		at := i*nd + d
		met := min(1, q.Ledger.Success(i, d)/float64(q.Listeners[i]))
		o.Identity[at] = max(IdentityFloor, o.Identity[at]+float64(q.Habits.Identity*(met-o.Identity[at])))
	}
}

// mood moves the three scales of satisfaction, and engagement after them.
// Motivation follows the work going well; general satisfaction voice, concave
// in what was granted so that one's gain is not another's loss, autonomy
// respected, control suffered (−) and the work; growth satisfaction own
// learning and chances to lead. See "The mix of satisfaction" in ODD.
func (q *Reflection) mood(i int, r *Row, seen []float64, learned, suffered float64) {
	o, nd := q.Org, q.Org.D
	granted := q.Ledger.Granted(i) / max(1, q.Rounds)
	voice := granted / (1 + granted)
	byRank := r.byRank() / float64(nd)
	respected := float64(float64((1-min(1, byRank))*(1-suffered)) * (1 - q.ExternalReview))
	led := 0.0
	if q.Listeners[i] > 0 {
		for d := range nd {
			led += q.Ledger.Success(i, d) / float64(q.Listeners[i])
		}
	}
	toward := func(p *float64, target float64) { *p = exact.Clip01(*p + float64(q.Mood*(float64(target)-*p))) }
	q.humble(i, led)
	quality := q.Quality
	if quality != quality { // nobody worked
		quality = o.Motivation[i]
	}
	toward(&o.Motivation[i], quality)
	toward(&o.General[i], (voice+respected+quality)/3)
	grown := float64(respected * (learned / (learned + growthScale)))
	toward(&o.Growth[i], (grown+led/(led+chanceScale))/2)
	mean := (o.Motivation[i] + o.General[i] + o.Growth[i]) / 3
	effort := q.effort(i, effortFloor+float64((1-effortFloor)*mean), seen)
	if inspired := q.inspired(r); inspired > 0 {
		effort += float64(inspired * (1 - effort))
	}
	o.Engagement[i] = exact.Clip01(o.Engagement[i] + float64(q.Effort*(effort-o.Engagement[i])))
}

// byRank is the share of the plan that others' position made, summed over
// domains.
func (r *Row) byRank() float64 {
	sum := 0.0
	for k := range r.Ears {
		e := &r.Ears[k]
		if e.rank == 0 {
			continue
		}
		for rest := e.Domains; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			sum += e.position(d) / r.Total[d]
		}
	}
	return sum
}

// What half satisfies the wish to grow: learning [1 per cycle], and the share
// of one's listeners won, summed over domains.
const (
	growthScale = 0.0003
	chanceScale = 0.05
)

// effortFloor is the effort of one whom nothing satisfies: satisfaction and
// performance go together only moderately (Judge, Thoresen, Bono & Patton 2001).
const effortFloor = 0.5

// Satisfaction is the mean of agent i's three scales [0..1].
func Satisfaction(o *agents.Org, i int) float64 {
	return (o.Motivation[i] + o.General[i] + o.Growth[i]) / 3
}

// Listen counts how many present agents attend to each and can be reached by
// it, for the identity of those who claim.
func Listen(o *agents.Org, rules []Rules, listeners []int32) {
	clear(listeners)
	for i := range o.N {
		if o.Present[i] == 0 {
			continue
		}
		own := rules[o.Regime[i]].OwnUnit
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			if j := o.To[k]; !own || o.Unit[j] == o.Unit[i] {
				listeners[j]++
			}
		}
	}
}

// Unsound returns the name of the first column with a number that is NaN,
// infinite or outside its range, and "" when all is well (model, 11).
func Unsound(o *agents.Org, l *Ledger) string {
	for _, name := range []string{"autonomy", "openness", "presence", "engagement", "motivation", "general", "growth", "expertise", "identity"} {
		column, _ := o.Trait(name)
		for _, x := range column {
			if !(x >= 0 && x <= 1) {
				return name
			}
		}
	}
	for _, t := range o.Trust {
		if !(t >= 0 && t <= 1) {
			return "trust"
		}
	}
	for _, c := range l.columns() {
		for _, x := range *c.p {
			if !(x >= 0) || math.IsInf(x, 0) {
				return c.name
			}
		}
	}
	return ""
}
