package work

import (
	"math"
	"math/bits"
	"slices"

	"tutti/agents"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/nk"
	"tutti/sim/table"
)

var search = Kind{
	Name: "search", Title: "Find a good combination on a rugged landscape",
	Doc: "A plan is a string of bits in blocks, one a domain, on a landscape in which bits depend on one another; " +
		"agents change single bits alone and take over one another's blocks.",
	Source: "model, 6; Kauffman & Levin 1987; Lazer & Friedman 2007",
	Read:   readSearch,
}

// SearchParams are the parameters of search.
type SearchParams struct {
	Bits        int     // N: bits of a plan [1..20]
	K           int     // other bits that a bit's contribution depends on [0..N−1]
	Partners    string  // how these are drawn: repeated, distinct or adjacent
	Explore     string  // when an agent tries a change of its own: always or otherwise
	Noise       float64 // misjudgement of a plan by one without expertise [sd of random plans]
	Observation float64 // misjudgement of how one did [sd of random plans]
	Turbulence  float64 // chance that the right value of a bit turns round [per bit and cycle]
}

func readSearch(t *keys.Table) Params {
	p := &SearchParams{
		Bits:        t.Count("bits", 20, 1, nk.MaxExact, "N: bits of a plan, shared out over the domains in blocks (model, 6)"),
		K:           t.Count("k", 5, 0, nk.MaxExact-1, "K: other bits that the contribution of a bit depends on (Kauffman & Levin 1987)"),
		Partners:    t.Choice("partners", "distinct", []string{"distinct", "repeated", "adjacent"}, "how these are drawn: without replacement, with replacement, or the next bits around the ring (Lazer & Friedman 2007)"),
		Explore:     t.Choice("explore", "always", []string{"always", "otherwise"}, "an agent tries a change of its own in every cycle, or only where it took nothing over (Lazer & Friedman 2007)"),
		Noise:       t.Number("noise", 1, keys.NonNegative, "misjudgement of a change by one without expertise; it falls to 0 with expertise [standard deviations of random plans] (model, 6)"),
		Observation: t.Number("observation", 0.3, keys.NonNegative, "standard deviation of the misjudgement of how one did [standard deviations of random plans] (model, 3)"),
		Turbulence:  t.Share("turbulence", 0, "chance that what a bit ought to be turns round [per bit and cycle]"),
	}
	if p.K >= p.Bits {
		t.Errorf("k", "%d other bits, but a plan has %d bits, want fewer", p.K, p.Bits)
		p.K = p.Bits - 1
	}
	return p
}

// Check says which grant rules search can take: those that copy.
func (p *SearchParams) Check(grant string) string {
	if grant == "blend" || grant == "fixed" {
		return `bits have no mean, want grant = "sample" or "best"`
	}
	return ""
}

// Grant is a copy of the best heard, where a pattern does not say: blocks from
// sources drawn at random seldom go together.
func (p *SearchParams) Grant() string { return "best" }

// Columns are the measures of search.
func (p *SearchParams) Columns() []table.Column {
	best := table.Share("best_plan", "how good the best plan was that anybody carried out")
	best.Formula, best.Source = "score / highest score of the landscape", "Lazer & Friedman 2007"
	return []table.Column{
		best,
		table.Count("plans_held", "plans", "different plans carried out"),
		table.Count("copied", "agents", "agents who took something over that was not their own"),
		table.Count("found", "agents", "agents who changed something by a try of their own"),
	}
}

// Bytes are the landscape, three times over while its highest point is looked
// for, and everybody's plans.
func (p *SearchParams) Bytes(agents, _ float64, _ int) float64 {
	return float64(float64(24*p.Bits)*float64(uint64(2)<<p.K)) + float64(64*agents)
}

// New makes the work: the landscape and everybody's first plan depend on the
// seed and the agents' keys alone.
func (p *SearchParams) New(s Setting) Work {
	draws := exact.NewDraws(s.Seed, drawLandscape, 0)
	var land *nk.Landscape
	var err error
	switch p.Partners {
	case "repeated":
		land, err = nk.Repeated(p.Bits, p.K, false, draws)
	case "adjacent":
		land, err = nk.Adjacent(p.Bits, p.K, draws)
	default:
		land, err = nk.Random(p.Bits, p.K, draws)
	}
	if err != nil {
		panic(err) // readSearch has checked the sizes
	}
	w := &Search{SearchParams: *p, Setting: s, flips: drawFlip}
	w.on(land)
	w.Resize()
	return w
}

// Search is the work of finding a good combination.
type Search struct {
	SearchParams
	Setting
	land   *nk.Landscape
	best   float64  // highest total of the landscape
	spread float64  // sd of the totals of random plans
	held   []uint64 // room for the plans that somebody holds
	flips  exact.Purpose
	cycle  int
	plans  Plans // stand idle: plans are strings

	shift  uint64   // the landscape is read at plan ^ shift: how the world has turned
	now    []uint64 // plans
	own    []uint64 // private plans of this cycle
	acts   []uint64 // as carried out
	alone  []uint64 // had nobody ever heard anybody
	copied []uint8  // took something over in this cycle
	found  []uint8  // changed something itself
	script []uint64 // artefacts, by unit
	habit  []float64

	next  []uint64  // plans of the round under way; as now between rounds
	total []float64 // of now, exactly
}

// on puts the work onto a landscape.
func (w *Search) on(land *nk.Landscape) {
	w.land = land
	_, at, _ := land.Max()
	w.best = land.Total(at)
	w.spread = math.Sqrt(float64(w.Bits) / 12) // of a sum of uniform numbers
}

// Resize follows the organisation.
func (w *Search) Resize() {
	o := w.Org
	for i := len(w.now); i < o.N; i++ {
		first := exact.NewDraws(w.Seed, drawFirst, 0).Words(o.Key[i])
		x := first.Word() & w.all()
		for _, c := range []*[]uint64{&w.now, &w.next, &w.own, &w.acts, &w.alone} {
			*c = append(*c, x)
		}
		w.total = append(w.total, w.value(x))
		w.copied, w.found = append(w.copied, 0), append(w.found, 0)
	}
	for len(w.script) < o.Units {
		w.script = append(w.script, 0)
		w.habit = append(w.habit, make([]float64, w.Bits)...)
	}
	size := o.N * o.D
	for _, c := range []*[]float64{&w.plans.Now, &w.plans.Next} {
		*c = slices.Grow(*c, max(0, size-len(*c)))[:size]
	}
	w.plans.Own = w.plans.Now
}

// Newcomer gives a fresh plan to the agent in row i.
func (w *Search) Newcomer(i int) {
	first := exact.NewDraws(w.Seed, drawFirst, 0).Words(w.Org.Key[i])
	x := first.Word() & w.all()
	w.now[i], w.next[i], w.own[i], w.acts[i], w.alone[i] = x, x, x, x, x
	w.total[i] = w.value(x)
}

// all has every bit of a plan set.
func (w *Search) all() uint64 { return 1<<w.Bits - 1 }

// block has the bits of a domain set.
func (w *Search) block(d int) uint64 {
	lo, hi := d*w.Bits/w.Org.D, (d+1)*w.Bits/w.Org.D
	return 1<<hi - 1<<lo
}

// value is the total of a plan as the world stands [0..best].
func (w *Search) value(x uint64) float64 { return w.land.Total(x ^ w.shift) }

// Plans stand idle.
func (w *Search) Plans() *Plans { return &w.plans }

// Befall lets the world turn.
func (w *Search) Befall(cycle int) {
	if w.Turbulence > 0 {
		lot := exact.NewDraws(w.Seed, drawTarget, cycle+1).Words(0)
		w.turn(lot.Mask(w.all(), w.Turbulence))
	}
}

// Shock turns the world in the given domains; at size 1 every bit is drawn
// anew, at 2 or more all turn round.
func (w *Search) Shock(cycle int, domains uint32, size float64) {
	hit := uint64(0)
	for rest := domains; rest != 0; rest &= rest - 1 {
		if d := bits.TrailingZeros32(rest); d < w.Org.D {
			hit |= w.block(d)
		}
	}
	lot := exact.NewDraws(w.Seed, drawShock, cycle+1).Words(0)
	w.turn(lot.Mask(hit, min(1, size/2)))
}

func (w *Search) turn(by uint64) {
	if by == 0 {
		return
	}
	w.shift ^= by
	w.appraiseAll()
}

func (w *Search) appraiseAll() {
	for i, x := range w.now {
		w.total[i] = w.value(x)
	}
}

// Plan starts everybody from the plan that they ended with; where exploring is
// always, each tries a change.
func (w *Search) Plan(cycle, workers int) {
	w.cycle = cycle
	clear(w.copied)
	clear(w.found)
	agents.Rows(w.Org.N, workers, w, (*Search).seek)
}

// seek is Plan of some rows.
func (w *Search) seek(from, to int) {
	draws := exact.NewDraws(w.Seed, w.flips, w.cycle)
	for i := from; i < to; i++ {
		if w.Org.Present[i] == 0 {
			continue
		}
		w.alone[i], _ = w.try(i, w.alone[i], draws)
		if w.Explore == "always" {
			w.explore(i, draws)
		}
		w.own[i] = w.now[i]
	}
}

// explore lets agent i try a change of its plan.
func (w *Search) explore(i int, draws exact.Draws) {
	x, gain := w.try(i, w.now[i], draws)
	if x != w.now[i] {
		w.found[i] = 1
		w.now[i], w.next[i] = x, x
		w.total[i] += gain
	}
}

// try flips one bit of plan x, in a block drawn by agent i's expertise, and
// keeps the change when it looks better; it returns the plan and what its total
// gained, exactly.
func (w *Search) try(i int, x uint64, draws exact.Draws) (uint64, float64) {
	d := w.field(i, draws)
	lo, hi := d*w.Bits/w.Org.D, (d+1)*w.Bits/w.Org.D
	if lo == hi {
		return x, 0
	}
	key := w.Org.Key[i]
	b := lo + draws.Int(key, 0, hi-lo)
	gain := w.land.Gain(x^w.shift, b)
	looks := gain
	if dim := w.dim(i, d); dim > 0 {
		looks += float64(dim * draws.Normal(key, 2))
	}
	if looks > 0 {
		return x ^ 1<<b, gain
	}
	return x, 0
}

// field is the domain in which agent i tries something, drawn by expertise.
func (w *Search) field(i int, draws exact.Draws) int {
	nd := w.Org.D
	if nd == 1 {
		return 0
	}
	know := w.Org.Expertise[i*nd : (i+1)*nd]
	sum := 0.0
	for _, e := range know {
		sum += e
	}
	u := float64(draws.Share(w.Org.Key[i], 1) * sum)
	for d, e := range know {
		if u < e {
			return d
		}
		u -= e
	}
	return draws.Int(w.Org.Key[i], 3, nd) // knows nothing: anything
}

// dim is the standard deviation with which agent i misjudges totals in d.
func (w *Search) dim(i, d int) float64 {
	return float64(float64(w.Noise*(1-w.Org.Expertise[i*w.Org.D+d])) * w.spread)
}

// plan is the plan of a source as the round began.
func (w *Search) plan(source int) uint64 {
	if source < 0 {
		return w.script[-1-source]
	}
	return w.now[source]
}

// Distance is the share of a block's bits in which two plans differ.
func (w *Search) Distance(i, source, d int) float64 {
	return w.apart(w.now[i], w.plan(source), w.block(d))
}

func (w *Search) apart(x, y, block uint64) float64 {
	if block == 0 {
		return 0
	}
	return float64(bits.OnesCount64((x^y)&block)) / float64(bits.OnesCount64(block))
}

// Copy takes over a block.
func (w *Search) Copy(i, source, d int) float64 {
	block := w.block(d)
	other := (w.now[i] ^ w.plan(source)) & block
	if other == 0 {
		return 0
	}
	w.next[i] ^= (w.next[i] ^ w.plan(source)) & block
	w.copied[i] = 1
	return w.apart(other, 0, block)
}

// Appraise is by how much agent i's total would rise if it took the block over,
// as far as it can tell; 0 for its own.
func (w *Search) Appraise(i, source, d, round int) float64 {
	if source == i {
		return 0
	}
	block := w.block(d)
	x := w.now[i] ^ (w.now[i]^w.plan(source))&block
	if x == w.now[i] {
		return 0
	}
	total := 0.0
	if source >= 0 && x == w.now[source] {
		total = w.total[source]
	} else {
		total = w.value(x)
	}
	gain := total - w.total[i]
	if dim := w.dim(i, d); dim > 0 {
		from := uint32(1<<32 - 1)
		if source >= 0 {
			from = w.Org.Key[source]
		}
		gain += float64(dim * exact.NewDraws(w.Seed, drawAppraise, w.cycle).TieNormal(w.Org.Key[i], from, round<<6|d))
	}
	return gain
}

// Turn ends a round.
func (w *Search) Turn() {
	for i, x := range w.next {
		if x != w.now[i] {
			w.now[i] = x
			w.total[i] = w.value(x)
		}
	}
}

// Settle lets those who took nothing over try a change, where exploring is what
// they do otherwise.
func (w *Search) Settle() {
	if w.Explore == "otherwise" {
		draws := exact.NewDraws(w.Seed, w.flips, w.cycle)
		for i, c := range w.copied {
			if c == 0 && w.Org.Present[i] != 0 {
				w.explore(i, draws)
			}
		}
	}
	copy(w.acts, w.now)
}

// Bend makes i's action in a domain that of its superior.
func (w *Search) Bend(i, superior, d int) float64 {
	block := w.block(d)
	far := w.apart(w.acts[i], w.now[superior], block)
	w.acts[i] ^= (w.acts[i] ^ w.now[superior]) & block
	return far
}

// Trace keeps, for each bit, a running mean of what a unit's people did; the
// artefact says what most of them do.
func (w *Search) Trace(rate float64, written []bool) {
	o := w.Org
	heads := make([]float64, o.Units)
	ones := make([]float64, o.Units*w.Bits)
	for i, x := range w.acts {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		u := int(o.Unit[i])
		heads[u]++
		for rest := x; rest != 0; rest &= rest - 1 {
			ones[u*w.Bits+bits.TrailingZeros64(rest)]++
		}
	}
	for u, n := range heads {
		for b := 0; n > 0 && b < w.Bits; b++ {
			at := u*w.Bits + b
			mean := ones[at] / n
			if written[u] {
				mean = w.habit[at] + float64(rate*(mean-w.habit[at]))
			}
			w.habit[at] = mean
			if mean != 0.5 {
				w.script[u] &^= 1 << b
			}
			if mean > 0.5 {
				w.script[u] |= 1 << b
			}
		}
	}
}

// Score is the mean score of the plans carried out over the landscape's highest;
// the best that anybody knew of, and everyone alone, stand beside it.
func (w *Search) Score(cycle int, _ []float64, _ int) Score {
	o := w.Org
	n, sum, alone, top := 0.0, 0.0, 0.0, 0.0
	var ones [nk.MaxBits]float64
	for i := range o.N {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		n++
		sum += w.value(w.acts[i])
		alone += w.value(w.alone[i])
		top = max(top, w.value(w.own[i]))
		for b := range w.Bits {
			ones[b] += float64(w.acts[i] >> b & 1)
		}
	}
	none := math.NaN()
	if n == 0 {
		return Score{Accuracy: none, Disagreement: none, Oracle: none, Isolated: none}
	}
	differ := 0.0
	for b := range w.Bits {
		p := ones[b] / n
		differ += float64(p * (1 - p))
	}
	return Score{
		Quality: min(1, sum/n/w.best), Isolated: min(1, alone/n/w.best), Oracle: top / w.best,
		Accuracy: none, Disagreement: differ / float64(w.Bits),
	}
}

// See is how well agent i thinks that it did, the same for all domains.
func (w *Search) See(i int, seen []float64) {
	draws := exact.NewDraws(w.Seed, drawOutcome, w.cycle+1)
	q := w.value(w.acts[i])/w.spread + float64(w.Observation*draws.Normal(w.Org.Key[i], 0))
	for d := range seen {
		seen[d] = q
	}
}

// Error is by how much j's own plan falls short of how i did, squared [random
// plans have a standard deviation of 1].
func (w *Search) Error(seen []float64, j int, _ uint32) float64 {
	short := max(0, seen[0]-w.value(w.own[j])/w.spread)
	return float64(short * short)
}

// Paid compares what i had by itself with what it had in the end.
func (w *Search) Paid(seen []float64, i int) float64 {
	gain := (w.total[i] - w.value(w.own[i])) / w.spread
	return gain / (1 + math.Abs(gain))
}

// Param returns a parameter that may change in mid-run by its key.
func (p *SearchParams) Param(name string) *float64 {
	switch name {
	case "noise":
		return &p.Noise
	case "observation":
		return &p.Observation
	case "turbulence":
		return &p.Turbulence
	}
	return nil
}

// Measure writes the measures.
func (w *Search) Measure(dst []float64) {
	top, held := 0.0, w.held[:0]
	copied, found := 0, 0
	for i, x := range w.acts {
		if w.Org.Present[i]&w.Org.Works[i] == 0 {
			continue
		}
		top = max(top, w.value(x))
		held = append(held, x)
		copied += int(w.copied[i])
		found += int(w.found[i])
	}
	w.held = held
	slices.Sort(held)
	dst[0] = min(1, top/w.best)
	dst[1] = float64(len(slices.Compact(held)))
	dst[2], dst[3] = float64(copied), float64(found)
}

// State lists the columns; the landscape follows from the seed.
func (w *Search) State(s exact.State) {
	shift := []uint64{w.shift}
	s.Words("shift", &shift)
	if len(shift) == 1 {
		w.shift = shift[0]
	}
	s.Int("search cycle", &w.cycle)
	s.Words("plan", &w.now)
	s.Words("own plan", &w.own)
	s.Words("action", &w.acts)
	s.Words("alone", &w.alone)
	s.Bytes("copied", &w.copied)
	s.Bytes("found", &w.found)
	s.Words("script", &w.script)
	s.Floats("habit", &w.habit)
	for _, name := range []string{"noise", "observation", "turbulence"} {
		s.Float(name, w.Param(name))
	}
	w.next = append(w.next[:0], w.now...)
	w.total = slices.Grow(w.total[:0], len(w.now))[:len(w.now)]
	w.appraiseAll()
	size := len(w.now) * w.Org.D
	w.plans.Now = slices.Grow(w.plans.Now[:0], size)[:size]
	w.plans.Next = slices.Grow(w.plans.Next[:0], size)[:size]
	w.plans.Own = w.plans.Now
}

var _ Copier = (*Search)(nil)
