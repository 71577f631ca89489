package work

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var change = Kind{
	Name: "change", Title: "Take up a new practice",
	Doc: "In each domain people have adopted a new practice or not; one adopts when enough of what one hears comes from " +
		"adopters. A change may be promoted or mandated, and what is mandated lasts as far as it has won people over.",
	Source: "model, 6; Granovetter 1978; Rogers 2003; Valente 1996",
	Read:   readChange,
}

// ChangeParams are the parameters of change.
type ChangeParams struct {
	Threshold   float64   // exposure at which the middle adopter adopts [0..1]
	Thresholds  []float64 // thresholds outright, by agent; nil to draw them
	Pioneers    int       // who have adopted at the start
	Benefit     float64   // how well the practice serves those who use it [0..1]
	Observation float64   // sd of what is seen of that
	Winning     float64   // rate of commitment by use [per cycle]
	Relapse     float64   // chance that one without commitment or company gives it up [per cycle]
	Approach    string    // none, promoted or mandated
	Pressure    float64   // of that [0..1]
	Until       int       // cycle at which it ends; 0 = never
	Leaders     float64   // share of opinion leaders [0..1]
	Proof       float64   // share of adopters that an opinion leader wants to see [0..1]
	Chasm       float64   // more exposure that the majority wants without an opinion leader's example [0..1]
}

func readChange(t *keys.Table) Params {
	return &ChangeParams{
		Threshold:   t.Share("threshold", 0.15, "share of adopters in what is heard, the own way included, at which the middle adopter adopts; thresholds are spread normally so that 2.5 in 100 need nobody (Rogers 2003; Granovetter 1978)"),
		Thresholds:  t.Numbers("thresholds", nil, keys.NonNegative, "thresholds outright, one an agent; those left out draw theirs"),
		Pioneers:    t.Count("pioneers", 0, 0, 1<<30, "people who have adopted before the start, those with the lowest thresholds [agents]"),
		Benefit:     t.Share("benefit", 0.7, "how well the practice serves those who use it"),
		Observation: t.Number("observation", 0.2, keys.NonNegative, "standard deviation of what one sees of that"),
		Winning:     t.Share("winning", 0.1, "rate at which use wins commitment, as far as the practice serves [per cycle]"),
		Relapse:     t.Share("relapse", 0.1, "chance of giving it up by one without commitment among people who do not use it [per cycle]"),
		Approach:    t.Choice("approach", "none", []string{"none", "promoted", "mandated"}, "promoted: what is heard is made more of; mandated: people comply, whatever they think (model, 7)"),
		Pressure:    t.Share("pressure", 0.5, "how hard it is promoted, or the share of people that the mandate reaches in a cycle"),
		Until:       t.Count("until", 0, 0, 1<<30, "cycle at which the pressure ends; 0 is never [cycle]"),
		Leaders:     t.Share("opinion_leaders", 0.16, "share of people who are opinion leaders: those whom most trust is put in (Rogers 2003; Valente 1996)"),
		Proof:       t.Share("proof", 0, "share of adopters that an opinion leader wants to see first"),
		Chasm:       t.Share("chasm", 0, "how much more exposure the majority and the laggards want as long as no opinion leader whom they attend to has adopted (Moore 1991)"),
	}
}

// Check says which grant rules change can take: all that make a number.
func (p *ChangeParams) Check(grant string) string {
	if grant == "best" {
		return `whether to adopt has no appraisal by which the best heard could be copied, want grant = "blend", "sample" or "fixed"`
	}
	return ""
}

// Grant is the mean, where a pattern does not say.
func (p *ChangeParams) Grant() string { return "blend" }

// Adopters are Rogers' types, in their order, with the share of people who are
// at most so late.
var Adopters = []struct {
	Name string
	Upto float64
}{
	{"innovators", 0.025}, {"early_adopters", 0.16}, {"early_majority", 0.5}, {"late_majority", 0.84}, {"laggards", 1},
}

// Columns are the measures of change.
func (p *ChangeParams) Columns() []table.Column {
	columns := []table.Column{
		table.Share("adopted", "share who have adopted, over the domains by what matters"),
		table.Share("complying", "share who use the practice without having adopted it"),
		table.Share("practice_commitment", "mean commitment to the practice"),
		table.Share("leaders_adopted", "share of opinion leaders who have adopted"),
	}
	for _, a := range Adopters {
		c := table.Share("adopted_"+a.Name, "share of "+strings.ReplaceAll(a.Name, "_", " ")+" who have adopted")
		c.Source = "Rogers 2003"
		columns = append(columns, c)
	}
	return append(columns,
		table.Share("adopted_first_unit", "share of the first unit who have adopted"),
		table.Share("adopted_last_unit", "share of the last unit who have adopted; missing where there is one unit"))
}

// Fits wants no more pioneers and thresholds than there are people.
func (p *ChangeParams) Fits(agents int, tell func(key, format string, args ...any)) {
	if p.Pioneers > agents {
		tell("pioneers", "%d pioneers, but there are %d agents", p.Pioneers, agents)
	}
	if n := len(p.Thresholds); n > agents {
		tell("thresholds", "%d thresholds, but there are %d agents", n, agents)
	}
}

// Bytes are adoption, commitment and thresholds.
func (p *ChangeParams) Bytes(agents, _ float64, domains int) float64 {
	return float64(agents * float64(24+24*domains))
}

// New makes the work.
func (p *ChangeParams) New(s Setting) Work {
	c := &Change{ChangeParams: *p, Setting: s}
	c.Resize()
	c.opinionLeaders()
	c.pioneers()
	return c
}

// Change is the work of taking up a new practice. Its plan is 1 for those who
// have adopted and 0 for others; what influence makes of it is the exposure.
type Change struct {
	ChangeParams
	Setting
	plans     Plans
	cycle     int
	late      []float64 // how late an agent is by nature, standard normal
	threshold []float64
	leads     []uint8   // 1 is an opinion leader
	adopted   []uint8   // per agent and domain
	uses      []uint8   // per agent and domain, in this cycle
	commit    []float64 // commitment, per agent and domain [0..1]
	was       []uint8   // adopted, as the cycle began
}

// Resize follows the organisation.
func (c *Change) Resize() {
	o := c.Org
	for i := len(c.late); i < o.N; i++ {
		c.late, c.threshold, c.leads = append(c.late, 0), append(c.threshold, 0), append(c.leads, 0)
		c.nature(i)
	}
	for size := o.N * o.D; len(c.adopted) < size; {
		c.adopted, c.uses, c.commit = append(c.adopted, 0), append(c.uses, 0), append(c.commit, 0)
		c.plans.Own, c.plans.Now, c.plans.Next = append(c.plans.Own, 0), append(c.plans.Now, 0), append(c.plans.Next, 0)
	}
}

// ends are the standard normal numbers at which Rogers' types end, but for the
// last.
var ends = func() (ends []float64) {
	for _, a := range Adopters[:len(Adopters)-1] {
		ends = append(ends, exact.Quantile(a.Upto))
	}
	return ends
}()

// nature draws how late agent i is. Innovators need nobody.
func (c *Change) nature(i int) {
	c.late[i] = exact.NewDraws(c.Seed, drawThreshold, 0).Normal(c.Org.Key[i], 0)
	c.threshold[i] = max(0, float64(c.Threshold*(1-c.late[i]/ends[0])))
	if i < len(c.Thresholds) {
		c.threshold[i] = c.Thresholds[i]
	}
}

// opinionLeaders are the share of people whom most trust is put in.
func (c *Change) opinionLeaders() {
	o := c.Org
	trust, order := make([]float64, o.N), make([]int, o.N)
	for k, j := range o.To {
		trust[j] += float64(o.Trust[k])
	}
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(trust[b], trust[a]) })
	for _, i := range order[:int(math.Floor(float64(c.Leaders*float64(o.N))+0.5))] {
		c.leads[i] = 1
	}
}

// pioneers adopt before the start.
func (c *Change) pioneers() {
	order := make([]int, c.Org.N)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.threshold[a], c.threshold[b]) })
	for _, i := range order[:min(c.Pioneers, len(order))] {
		for d := range c.Org.D {
			c.adopted[i*c.Org.D+d], c.commit[i*c.Org.D+d] = 1, 1
		}
	}
}

// Newcomer knows nothing of the practice.
func (c *Change) Newcomer(i int) {
	c.nature(i)
	c.leads[i] = 0
	c.forget(i, 1<<c.Org.D-1)
}

func (c *Change) forget(i int, domains uint32) {
	for d := range c.Org.D {
		if at := i*c.Org.D + d; domains>>d&1 != 0 {
			c.adopted[at], c.uses[at], c.commit[at], c.plans.Own[at], c.plans.Now[at] = 0, 0, 0, 0, 0
		}
	}
}

// Plans are what people have adopted, and what they hear of it.
func (c *Change) Plans() *Plans { return &c.plans }

// Befall does nothing: the practice stays what it is.
func (c *Change) Befall(int) {}

// Shock brings another practice in the given domains: each adopter is back at
// the start with probability size.
func (c *Change) Shock(cycle int, domains uint32, size float64) {
	draws := exact.NewDraws(c.Seed, drawShock, cycle+1)
	for i := range c.Org.N {
		if draws.Share(c.Org.Key[i], 0) < size {
			c.forget(i, domains)
		}
	}
}

// Plan starts everybody from what they do themselves.
func (c *Change) Plan(cycle, _ int) {
	c.cycle = cycle
	for at, a := range c.adopted {
		c.plans.Own[at] = float64(a)
		c.plans.Now[at] = float64(a)
	}
}

// Score lets people adopt, comply, commit themselves and give up; quality is
// the share who use the practice.
func (c *Change) Score(cycle int, actions []float64, _ int) Score {
	o := c.Org
	c.was = append(c.was[:0], c.adopted...)
	lead, relapse := exact.NewDraws(c.Seed, drawLead, cycle+1), exact.NewDraws(c.Seed, drawRelapse, cycle+1)
	quality, differ := 0.0, 0.0
	for d := range o.D {
		known, n, used := c.known(d), 0.0, 0.0
		for i := range o.N {
			if o.Present[i] == 0 {
				continue
			}
			c.decide(i, d, known, actions[i*o.D+d], lead, relapse)
			if o.Works[i] != 0 {
				n++
				used += float64(c.uses[i*o.D+d])
			}
		}
		if n > 0 {
			quality += float64(c.Weights[d] * (used / n))
			differ += float64(c.Weights[d] * float64(used/n*(1-used/n)))
		}
	}
	none := math.NaN()
	return Score{Quality: min(1, quality), Disagreement: differ, Accuracy: none, Oracle: none, Isolated: none}
}

// known is the share of adopters in d as the cycle began.
func (c *Change) known(d int) float64 {
	n, all := 0, 0
	for i := range c.Org.N {
		n += int(c.was[i*c.Org.D+d] & c.Org.Present[i])
		all += int(c.Org.Present[i])
	}
	return float64(n) / float64(max(1, all))
}

// pressed says whether the pressure is still on.
func (c *Change) pressed(approach string) bool {
	return c.Approach == approach && (c.Until == 0 || c.cycle < c.Until)
}

// decide is agent i's decision in d. A sum of shares may fall short of what it
// should be by rounding, hence the grain.
func (c *Change) decide(i, d int, known, action float64, lead, relapse exact.Draws) {
	const grain = 1e-9
	o, at := c.Org, i*c.Org.D+d
	heard := c.plans.Now[at]
	exposure := heard
	if c.pressed("promoted") {
		exposure += float64(float64(c.Pressure*o.Openness[i]) * (1 - exposure))
	}
	needs := c.needs(i, d, known) - grain
	forced := action > heard && action >= needs // by a superior
	forced = forced || c.pressed("mandated") && lead.Share(o.Key[i], d) < c.Pressure
	if c.was[at] == 0 && exposure >= needs {
		c.adopted[at] = 1
	}
	c.uses[at] = c.adopted[at]
	if forced {
		c.uses[at] = 1
	}
	if c.uses[at] == 0 {
		c.commit[at] -= float64(c.Winning * c.commit[at])
		return
	}
	rate := c.Winning
	if c.adopted[at] == 0 {
		rate = float64(rate * o.Openness[i]) // what one must use wins the open-minded
	}
	c.commit[at] = exact.Clip01(c.commit[at] + float64(rate*(c.serves(i, d)-c.commit[at])))
	switch {
	case c.adopted[at] == 0:
		if relapse.Share(o.Key[i], d) < float64(c.Winning*c.commit[at]) {
			c.adopted[at] = 1
		}
	case c.was[at] == 1 && relapse.Share(o.Key[i], d) < float64(c.Relapse*float64((1-c.commit[at])*(1-heard))):
		c.adopted[at] = 0
	}
}

// needs is the exposure at which agent i adopts; above 1 it does not.
func (c *Change) needs(i, d int, known float64) float64 {
	if c.leads[i] != 0 {
		if known < c.Proof {
			return 2
		}
		return c.threshold[i]
	}
	if c.Chasm == 0 || c.late[i] <= ends[1] {
		return c.threshold[i]
	}
	o := c.Org
	for k := o.Start[i]; k < o.Start[i+1]; k++ {
		if j := int(o.To[k]); c.leads[j]&c.was[j*o.D+d]&o.Present[j] != 0 {
			return c.threshold[i]
		}
	}
	return c.threshold[i] + c.Chasm
}

// serves is what agent i sees of how well the practice serves.
func (c *Change) serves(i, d int) float64 {
	draws := exact.NewDraws(c.Seed, drawOutcome, c.cycle+1)
	return exact.Clip01(c.Benefit + float64(c.Observation*draws.Normal(c.Org.Key[i], d)))
}

// See writes how well i finds that the practice serves.
func (c *Change) See(i int, seen []float64) {
	for d := range seen {
		seen[d] = c.serves(i, d)
	}
}

// Error is how far what j does is from what would be right by what was seen.
func (c *Change) Error(seen []float64, j int, domains uint32) float64 {
	return c.miss(seen, c.plans.Own[j*c.Org.D:(j+1)*c.Org.D], domains)
}

// Paid compares what i did before with what it does now.
func (c *Change) Paid(seen []float64, i int) float64 {
	gain := 0.0
	for d := range seen {
		at := i*c.Org.D + d
		before, after := seen[d]-c.plans.Own[at], seen[d]-float64(c.uses[at])
		gain += float64(c.Weights[d] * (math.Abs(before) - math.Abs(after)))
	}
	return max(-1, min(1, gain))
}

// Param returns a parameter that may change in mid-run by its key.
func (p *ChangeParams) Param(name string) *float64 {
	switch name {
	case "benefit":
		return &p.Benefit
	case "observation":
		return &p.Observation
	case "winning":
		return &p.Winning
	case "relapse":
		return &p.Relapse
	case "pressure":
		return &p.Pressure
	case "proof":
		return &p.Proof
	case "chasm":
		return &p.Chasm
	}
	return nil
}

// Measure writes the measures.
func (c *Change) Measure(dst []float64) {
	o := c.Org
	var sums, heads [11]float64
	for i := range o.N {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		adopted := 0.0
		for d, w := range c.Weights {
			at := i*o.D + d
			adopted += float64(w * float64(c.adopted[at]))
			sums[1] += float64(w * float64(c.uses[at]&^c.adopted[at]))
			sums[2] += float64(w * c.commit[at])
		}
		heads[1]++
		heads[2]++
		add := func(k int) { sums[k] += adopted; heads[k]++ }
		add(0)
		if c.leads[i] != 0 {
			add(3)
		}
		add(4 + c.kind(i))
		if o.Unit[i] == 0 {
			add(9)
		} else if int(o.Unit[i]) == o.Units-1 {
			add(10)
		}
	}
	for k := range dst {
		dst[k] = math.NaN()
		if heads[k] > 0 {
			dst[k] = min(1, sums[k]/heads[k])
		}
	}
}

// kind is the number of agent i's type of adopter.
func (c *Change) kind(i int) int {
	for k, end := range ends {
		if c.late[i] <= end {
			return k
		}
	}
	return len(ends)
}

// State lists the columns (see exact.State).
func (c *Change) State(s exact.State) {
	s.Int("change cycle", &c.cycle)
	s.Floats("late", &c.late)
	s.Floats("threshold", &c.threshold)
	s.Bytes("leads", &c.leads)
	s.Bytes("adopted", &c.adopted)
	s.Bytes("uses", &c.uses)
	s.Floats("commitment to practice", &c.commit)
	s.Floats("own plan", &c.plans.Own)
	s.Floats("plan", &c.plans.Now)
	for _, name := range []string{"benefit", "observation", "winning", "relapse", "pressure", "proof", "chasm"} {
		s.Float(name, c.Param(name))
	}
	if len(c.plans.Next) != len(c.plans.Now) {
		c.plans.Next = make([]float64, len(c.plans.Now))
	}
}

var _ Work = (*Change)(nil)
