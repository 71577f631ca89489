package sim

import (
	"math"
	"math/bits"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/sim/exact"
	"tutti/sim/work"
)

// align is the planning round among leaders before the others hear them: in
// each domain those who claim move by the planned share toward the mean of the
// claimants they attend to and themselves, weighted by confidence. It is booked
// as rational persuasion.
func (m *Model) align() {
	p := m.Pattern()
	if p.Planned == 0 || p.Grant == "best" || p.Grant == "sample" {
		return
	}
	o, plans := m.Org, m.Work.Plans()
	next := plans.Room()
	copy(next, plans.Now)
	for i := range o.N {
		for rest := o.Claims[i]; rest != 0; rest &= rest - 1 {
			d := bits.TrailingZeros32(rest)
			m.meet(i, d, p.Planned, plans.Now, next)
		}
	}
	plans.Now, plans.Next = plans.Next, plans.Now
}

// rational is the number of the source that planning together is booked as.
const rational = 2

// meet is the part of align of one leader and domain.
func (m *Model) meet(i, d int, share float64, now, next []float64) {
	o := m.Org
	at := i*o.D + d
	own := o.Confidence(i, d) + 1e-3 // nobody counts for nothing
	total, sum := own, float64(own*now[at])
	each := func(f func(j int, weight float64)) {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			if j := int(o.To[k]); o.Claims[j]>>d&1 != 0 {
				f(j, o.Confidence(j, d)+1e-3)
			}
		}
	}
	each(func(j int, weight float64) {
		total += weight
		sum += float64(weight * now[j*o.D+d])
	})
	next[at] = now[at] + float64(share*(sum/total-now[at]))
	if m.Spec.Unbooked {
		return
	}
	each(func(j int, weight float64) {
		g := float64(share * (weight / total))
		volume := float64(g * math.Abs(now[j*o.D+d]-now[at]))
		m.Ledger.Give(j, d, rational, volume, g)
		m.Ledger.Received[i] += float32(volume)
		if m.Log != nil && volume > 0 {
			m.Log(influence.Event{Round: -1, From: j, To: i, Domain: d, Grant: g, Volume: volume, Source: [3]float64{0, 0, volume}})
		}
	})
	m.Ledger.Net[i] += float32(math.Abs(next[at] - now[at]))
}

// act lets those who hold a charge decide what is done in it, and superiors
// force actions. The plans themselves are unmoved, so that neither is leadership
// (model, 4).
func (m *Model) act() {
	m.heed()
	copier, _ := m.Work.(work.Copier)
	if copier != nil {
		copier.Settle()
	}
	if m.actions == nil {
		return
	}
	copy(m.actions, m.Work.Plans().Now)
	m.charged(copier)
	if m.suffered != nil {
		m.forced(copier)
	}
}

// forced bends actions toward a superior's plan: (1−χ)·own + χ·superior's.
func (m *Model) forced(copier work.Copier) {
	o, plans := m.Org, m.Work.Plans()
	holder := m.holders()
	for i := range o.N {
		m.suffered[i], m.superior[i] = 0, -1
		if o.Present[i] == 0 {
			continue
		}
		up := int(o.Manager[i])
		if up < 0 || o.Present[up] == 0 {
			up = holder[o.Unit[i]]
		}
		if up < 0 || up == i {
			continue
		}
		chi := max(m.patterns[o.Regime[i]].Coercion, o.Forces(up))
		if chi == 0 || m.muted(up) {
			continue
		}
		m.suffered[i], m.superior[i] = chi, int32(up)
		if copier != nil {
			m.bend(copier, i, up, chi)
			continue
		}
		for d := range o.D {
			at := i*o.D + d
			bent := float64(chi * (plans.Now[up*o.D+d] - m.actions[at]))
			m.actions[at] += bent
			m.Ledger.Coerced[up] += math.Abs(bent)
		}
	}
}

// holders returns for each unit the first present holder of office there, or,
// where offices cover the organisation, anywhere; −1 for none.
func (m *Model) holders() []int {
	o := m.Org
	byUnit := zeros(&m.room.holder, o.Units)
	any := -1
	for u := range byUnit {
		byUnit[u] = -1
	}
	for i := o.N - 1; i >= 0; i-- {
		if o.Present[i] != 0 && (o.Office[i] != 0 || o.Formal[i] != 0) {
			byUnit[o.Unit[i]], any = i, i
		}
	}
	if m.Pattern().Scope == "unit" {
		return byUnit
	}
	for u := range byUnit {
		byUnit[u] = any
	}
	return byUnit
}

// traceRate is how fast a unit's artefact takes in what is done [per cycle].
const traceRate = 0.2

// trace lets each unit's artefact take in what its people did: a running mean
// of executed plans.
func (m *Model) trace(actions []float64) {
	reads := false
	for _, p := range m.patterns {
		reads = reads || p != nil && p.Artefact > 0
	}
	if !reads {
		return
	}
	if w, ok := m.Work.(work.Copier); ok {
		m.write(w)
		return
	}
	o := m.Org
	sums, counts := zeros(&m.room.sums, o.Units*o.D), zeros(&m.room.counts, o.Units)
	for i := range o.N {
		if o.Present[i]&o.Works[i] == 0 {
			continue
		}
		counts[o.Unit[i]]++
		for d := range o.D {
			sums[int(o.Unit[i])*o.D+d] += actions[i*o.D+d]
		}
	}
	for u, n := range counts {
		if n == 0 {
			continue
		}
		for d := range o.D {
			at := u*o.D + d
			mean := sums[at] / n
			if m.written[u] {
				mean = m.artefact[at] + float64(traceRate*(mean-m.artefact[at]))
			}
			m.artefact[at] = mean
		}
		m.written[u] = true
	}
}

// revise lets people reflect, and books the cycle.
func (m *Model) revise() {
	o, q := m.Org, &m.reflect
	m.roundOf.Noise = exact.NewDraws(m.Seed, drawNoise, m.cycle) // also where there was no round, or not since the model was restored
	m.roundOf.Prepare(m.Workers)
	q.Hearing = m.roundOf.Hearing
	q.Habits = m.habits
	q.Kept = m.roundOf.Kept()
	q.Shares, q.Enabling = q.Shares[:0], q.Enabling[:0]
	for _, p := range m.patterns {
		if p != nil {
			q.Shares = append(q.Shares, m.reflection(p.Reflection))
			q.Enabling = append(q.Enabling, p.Enabling)
		}
	}
	q.More = m.slack()
	q.Who = exact.NewDraws(m.Seed, drawReflect, m.cycle)
	q.Found = exact.NewDraws(m.Seed, drawFound, m.cycle)
	q.World, q.Ledger, q.Weights, q.Own = m.Work, m.Ledger, m.weights, m.Work.Plans().Own
	q.Quality, q.Rounds = m.Last.Quality, float64(m.rounds())
	q.Listeners, q.Suffered, q.Superior = m.listeners, m.suffered, m.superior
	q.Credit, q.Workers = m.credit, m.Workers
	if q.Asking > 0 && len(q.Asked) != o.N {
		q.Asked = make([]float64, o.N)
	}
	clear(q.Asked)
	q.Safe = m.safe
	m.indirect()
	q.Run()
	m.asked()
	m.trace(m.done()) // after reflection, which looks back on what was heard in this cycle
	m.support()
	for i := range o.N {
		o.Tenure[i] += int32(o.Present[i])
	}
	m.finish()
	m.review.note(m.Last.Output)
	m.Tally.add(m)
}

// asked takes the share that asked for help.
func (m *Model) asked() {
	o, q := m.Org, &m.reflect
	m.Last.Asked = 0
	if q.Asking > 0 {
		m.Last.Asked = agents.Sum(o.N, func(i int) float64 { return float64(float64(o.Present[i]) * q.Asked[i]) }) / float64(max(1, o.Size()))
	}
}

// indirect books influence that goes round by others: the rise in what those
// give whom somebody enabled, over what they gave before, by credit.
func (m *Model) indirect() {
	if m.credit == nil {
		return
	}
	o := m.Org
	for i := range o.N {
		given := m.Ledger.GivenBy(i)
		total := 0.0
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			total += float64(m.credit[k])
		}
		if total == 0 {
			m.base[i] += float64(0.1 * (given - m.base[i]))
			continue
		}
		rise := given - m.base[i]
		if rise <= 0 {
			continue
		}
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			m.Ledger.Indirect[o.To[k]] += float64(rise * (float64(m.credit[k]) / total))
		}
	}
}

// finish works out time, engagement and output of the cycle.
func (m *Model) finish() {
	o, p := m.Org, m.Pattern()
	n := float64(max(1, o.Size()))
	rounds := float64(m.rounds())
	m.Last.Claims = float64(m.Ledger.Reach) / n / max(1, rounds)
	t := &m.Spec.Time
	spent := float64(rounds*t.Round) + float64(t.Claim*m.Last.Claims) + float64(m.TimeToReflect()*t.Reflect)
	if p.Planned > 0 {
		spent += t.Round
	}
	for _, g := range m.programmes {
		spent += g.Cost
	}
	if m.filled {
		spent += t.Appoint
	}
	m.Last.Time = min(1, spent)
	for _, x := range m.decided {
		m.Last.Decided += x / n
	}
	m.Last.Engaged = agents.Sum(o.N, func(i int) float64 { return float64(float64(o.Present[i]) * o.Engagement[i]) }) / n
	m.Last.Output = float64(float64(m.Last.Quality*m.Last.Engaged) * (1 - m.Last.Time))
	if m.Last.Output != m.Last.Output { // of the many NaN always the same
		m.Last.Output = math.NaN()
	}
	rate := 1 / float64(m.Spec.Window)
	for i := range o.N {
		late := m.lately[i*o.D:][:o.D]
		for d, g := range m.Ledger.Given(i) {
			late[d] += float32(rate * (g - float64(late[d])))
		}
	}
}

// turnover lets people leave by their satisfaction, each replaced at once by a
// newcomer of the same group with default ties, and counts those who left in the
// cycle, by an event or of themselves.
func (m *Model) turnover() {
	leavers := m.quit
	if m.Spec.Turnover.Hazard > 0 {
		leavers += m.resign()
	}
	m.Last.Leavers = leavers
	if m.cycle >= m.Spec.BurnIn {
		m.Tally.Leavers += leavers
	}
}

// resign lets people leave of themselves, and returns how many did.
func (m *Model) resign() int {
	h, o := &m.Spec.Turnover, m.Org
	draws := exact.NewDraws(m.Seed, drawLeave, m.cycle)
	left, leavers := zeros(&m.room.left, o.N), 0
	for i := range o.N {
		if o.Present[i] == 0 {
			continue
		}
		hazard := float64(h.Hazard * exact.Exp(-float64(h.Steepness*(influence.Satisfaction(o, i)-0.5))))
		if draws.Share(o.Key[i], 0) < hazard {
			left[i] = true
			leavers++
		}
	}
	if leavers == 0 {
		return 0
	}
	for i, gone := range left {
		if gone {
			m.replace(i)
		}
	}
	m.pursue() // newcomers want what they want, not what those wanted who left
	m.force()  // a newcomer may be one who forces or inflates
	m.Ledger.Lies(o)
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			if left[i] || left[o.To[k]] {
				o.Trust[k] = float32(h.Trust)
				if m.credit != nil {
					m.credit[k] = 0
				}
			}
		}
	}
	return leavers
}

// replace puts a newcomer into row i.
func (m *Model) replace(i int) {
	o := m.Org
	o.Key[i] = o.NextKey
	o.NextKey++
	group := int(o.Group[i])
	m.endow(i, group, m.place(i, group))
	for d := range o.D {
		o.Expertise[i*o.D+d] = float64(o.Expertise[i*o.D+d] * m.Spec.Turnover.Skill)
		m.lately[i*o.D+d] = 0
	}
	o.Tenure[i] = 0
	if o.Office[i]|o.Charge[i] != 0 { // the seat is filled anew, not inherited
		o.Office[i], o.Charge[i], m.reelect = 0, 0, true
	}
	if m.commit != nil {
		m.commit[i] = 0
	}
	if m.base != nil {
		m.base[i] = 0
	}
	o.Regime[i] = m.customary()
	if m.safe != nil {
		m.safe[i] = 1
	}
	if len(m.served) > 0 {
		m.served[i], m.last[i], m.sat[i] = 0, -1, -1
	}
	m.Work.Newcomer(i)
	m.Tally.newcomer()
}
