package sim

import (
	"math/bits"
	"slices"
)

// About mostSeen are asked in a sociogram, fewer than twice as many, and
// mostLeaders bounds how many are taken for leaders, so that it costs little in a
// large organisation.
const (
	mostSeen    = 4096
	mostLeaders = 48
)

// leadershipHeld is the share of leadership that those who are called leaders hold
// together: the fewest who hold so much.
const leadershipHeld = 2.0 / 3

// crowd adds the share of those present who claim at once.
func (t *Tally) crowd(m *Model) {
	o := m.Org
	if o.Size() == 0 {
		return
	}
	sum := 0.0
	for i, c := range o.Claims {
		if o.Present[i] == 0 {
			continue
		}
		for ; c != 0; c &= c - 1 {
			sum += m.weights[bits.TrailingZeros32(c)]
		}
	}
	t.Crowd += sum / float64(o.Size())
}

// look takes a sociogram at the end of a window: whom do people grant, across
// units or within; do leaders accept one another; how far apart are their goals.
func (t *Tally) look(m *Model) {
	leaders := t.leaders(m)
	t.Looks++
	t.goals(m, leaders)
	if m.rounds() > 0 { // else nobody was heard
		t.crossing(m)
		t.mutual(m, leaders)
	}
}

// leaders returns the fewest who hold two thirds of leadership of late.
func (t *Tally) leaders(m *Model) []int32 {
	order, all := m.sources[:0], 0.0
	for i, g := range t.After {
		if g == 0 || m.Org.Present[i] == 0 {
			continue
		}
		all += float64(g)
		at := len(order)
		for at > 0 && g > t.After[order[at-1]] {
			at--
		}
		if at < mostLeaders {
			order = slices.Insert(order, at, int32(i))
			order = order[:min(len(order), mostLeaders)]
		}
	}
	m.sources = order
	held := 0.0
	for k, i := range order {
		if held >= float64(leadershipHeld*all) {
			return order[:k]
		}
		held += float64(t.After[i])
	}
	return order
}

// goals adds how far apart the goals of leaders of different units are, by
// their leadership, as a share of what independent goals would be.
func (t *Tally) goals(m *Model, leaders []int32) {
	o, spread := m.Org, m.Spec.Goals.Spread
	if o.Goal == nil || spread == 0 {
		return
	}
	for a, i := range leaders {
		for _, j := range leaders[:a] {
			if o.Unit[i] == o.Unit[j] {
				continue
			}
			sum := 0.0
			for d := range o.D {
				e := o.Goal[int(i)*o.D+d] - o.Goal[int(j)*o.D+d]
				sum += float64(e * e)
			}
			w := float64(float64(t.After[i]) * float64(t.After[j]))
			t.Apart += float64(w * (sum / float64(2*float64(spread*spread)*float64(o.D))))
			t.Weighed += w
		}
	}
}

// crossing adds the grants that cross units, and those that would if people
// granted whoever claims, whatever the unit; and the density of the network of
// grants: its mean as a share of its greatest.
func (t *Tally) crossing(m *Model) {
	o := m.Org
	row := &m.hand
	sum, top, asked := 0.0, 0.0, 0
	for i := 0; i < o.N; i += max(1, o.N/mostSeen) {
		if o.Present[i] == 0 {
			continue
		}
		asked++
		m.roundOf.Of(i, row)
		if row.Any == 0 {
			continue
		}
		foreign, all, tie := 0.0, 0.0, 0.0
		before := int32(-1)
		for c := range row.Claims() {
			g := c.Weight / row.Total[c.Domain]
			all += g
			if before != c.Tie {
				before, tie = c.Tie, 0
			}
			tie += g
			top = max(top, tie)
			ahead := float64(g * max(0, o.Expertise[int(c.From)*o.D+int(c.Domain)]-o.Expertise[i*o.D+int(c.Domain)]))
			t.Ahead += ahead
			if o.Unit[c.From] != o.Unit[i] {
				foreign += g
				t.AheadForeign += ahead
			}
		}
		there, claims := 0, 0
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			j := o.To[k]
			n := bits.OnesCount32(o.Claims[j])
			claims += n
			if o.Unit[j] != o.Unit[i] {
				there += n
			}
		}
		t.Foreign += foreign
		t.Grants += all
		t.Random += float64(all * (float64(there) / float64(claims)))
		sum += all
	}
	if n := o.Size(); top > 0 && n > 1 {
		t.Dense += sum / float64(float64(asked*(n-1))*top)
	}
}

// mutual adds, for each pair of leaders, how far each accepts the other: the
// weight of its claims as a share of the strongest heard, 0 where they are not
// heard; of the two the smaller counts.
func (t *Tally) mutual(m *Model, leaders []int32) {
	o, n := m.Org, len(leaders)
	if n < 2 {
		return
	}
	grow(&t.accepts, n*n)
	for a, i := range leaders {
		m.roundOf.Of(int(i), &m.hand)
		for b, j := range leaders {
			t.accepts[a*n+b] = m.hand.Accepts(j)
		}
	}
	for a, i := range leaders {
		for b, j := range leaders[:a] {
			if o.Claims[i] == 0 || o.Claims[j] == 0 {
				continue
			}
			x := t.accepts[a*n+b] / float64(bits.OnesCount32(o.Claims[j]))
			y := t.accepts[b*n+a] / float64(bits.OnesCount32(o.Claims[i]))
			t.Mutual += min(x, y)
			t.Pairs++
		}
	}
}
