package cast

import (
	"cmp"
	"slices"

	"tutti/agents/influence"
	"tutti/render/view"
	"tutti/sim"
)

// How much influence is listened to, by the ties there are. Listening changes
// nothing in the model, but it takes time, and the more the larger the
// organisation.
const (
	alwaysHeard = 20_000  // in every cycle
	allHeard    = 200_000 // in every cycle that somebody will see; beyond, only where cycles are lived phase by phase
	mostHeard   = 1_200   // influences that are kept of such a cycle, the strongest
)

// begin listens to the influence of a cycle that begins, where that is worth it.
func (o *organisation) begin(slowly bool) {
	if o.m.Phase() != sim.Plan {
		return
	}
	o.flows, o.m.Log = o.flows[:0], nil
	switch ties := len(o.m.Org.To); {
	case ties <= alwaysHeard, o.watched && (ties <= allHeard || slowly):
		o.m.Log = o.hear
	}
	o.watched = false
}

func (o *organisation) hear(e influence.Event) {
	if e.Manipulated {
		return
	}
	o.flows = append(o.flows, view.Flow{By: int32(e.From), On: int32(e.To), Domain: int16(e.Domain), Moved: float32(e.Volume),
		Parts: [3]float32{float32(e.Source[0]), float32(e.Source[1]), float32(e.Source[2])}})
	if len(o.flows) >= 4*mostHeard && len(o.m.Org.To) > allHeard {
		o.prune()
	}
}

// prune keeps the strongest influences of a very large organisation.
func (o *organisation) prune() {
	if len(o.m.Org.To) <= allHeard || len(o.flows) <= mostHeard {
		return
	}
	slices.SortStableFunc(o.flows, func(a, b view.Flow) int { return cmp.Compare(b.Moved, a.Moved) })
	o.flows = o.flows[:mostHeard]
}
