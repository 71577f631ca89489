package measure

import "fmt"

// Class is a kind of distribution of leadership.
type Class string

// The classes a run is recognised as.
const (
	Leaderless Class = "leaderless"      // hardly anybody moves anybody
	Focused    Class = "focused"         // one leads, or a few
	Rotated    Class = "rotated"         // one at a time, in turn
	ByExpert   Class = "expertise-based" // different people lead in different domains
	Shared     Class = "shared"          // several at one moment, who recognise each other
	Fragmented Class = "fragmented"      // several at one moment, who do not, or whose goals differ
	Anarchic   Class = "anarchic"        // several with opposed goals, who turn each other down
	Delegated  Class = "delegated"       // tasks are spread, influence is not
	Numerical  Class = "numerical"       // nearly everybody claims at once: many lead by being many
)

// Classes lists all classes.
var Classes = []Class{Leaderless, Focused, Rotated, ByExpert, Shared, Fragmented, Anarchic, Delegated, Numerical}

// Profile is what a run is classified from. NaN means unknown, and no rule that
// needs it applies.
type Profile struct {
	Volume      float64 // influence per agent and cycle, as a share of what a lone leader's would be [0..1]
	Entropy     float64 // H(leader)/ln n [0..1]
	InTime      float64 // I(leader; t)/H(leader): rotation [0..1]
	InDomain    float64 // I(leader; d)/ln D: different people lead in different domains [0..1]
	AtOnce      float64 // exp H(leader | t): equal leaders at one moment [1..n]
	Delegation  float64 // Delegation of tasks and influence [−1..1]
	Recognition float64 // Recognition among leaders [0..1]
	Alignment   float64 // Alignment of leaders' goals [−1..1]
	Across      float64 // share of influence that crosses units, relative to what mixing at random would give [0 and above]
	Position    float64 // share of influence that came by position [0..1]
	Crowd       float64 // share of those present who claim in the same domain at one moment [0..1]
}

// Bounds are where one class ends and the next begins.
type Bounds struct {
	Volume      float64 // least influence that counts as leadership
	Focus       float64 // greatest entropy of focused leadership
	Few         float64 // greatest entropy of focused leadership where it comes by position: a few heads
	Position    float64 // least share by position of those few heads
	Rotation    float64 // least share of rotation in the entropy
	AtOnce      float64 // most equal leaders at one moment of rotated leadership: a lead with some voice beside it [agents]
	Domain      float64 // least information that the domain gives on who leads
	Delegation  float64 // least delegation index
	Recognition float64 // least mutual recognition of shared leadership
	Alignment   float64 // least alignment of goals of shared leadership
	Opposed     float64 // greatest alignment of goals of anarchy
	Rejected    float64 // greatest influence across units of anarchy
	Across      float64 // least influence across units of shared leadership
	Crowd       float64 // least share of claimants of numerical distribution
}

// DefaultBounds are the bounds that Classify is used with, set on runs of an
// organisation of thirty and of a population of teams of ten (docs/patterns.md
// and docs/population.md, which judge them by other runs).
var DefaultBounds = Bounds{
	Volume: 0.02, Focus: 0.2, Few: 0.36, Position: 0.6, Rotation: 0.36, AtOnce: 4.6, Domain: 0.22, Delegation: 0.25,
	Recognition: 0.1, Alignment: -0.6, Opposed: 0, Rejected: 0.18, Across: 0.85, Crowd: 0.8,
}

// Classify returns the class of a run and the reason in words. The rules are
// asked in order: no leadership, opposed goals, tasks without influence, one
// leader, turns, domains, a few heads, and only then what kind of sharing it is. It returns
// an empty class where the entropy is unknown though there is influence.
//
// Source: the rules that follow from splitting the entropy of leadership; the
// kinds are those of Gronn 2002, Leithwood et al. 2006, Mehra et al. 2006 and
// Erez, LePine & Elms 2002.
func Classify(p Profile, b Bounds) (Class, string) {
	switch {
	case !(p.Volume >= b.Volume):
		return Leaderless, why("influence", p.Volume, "below", b.Volume)
	case !(p.Entropy >= 0):
		return "", "nobody's share of leadership is known"
	case p.Alignment < b.Opposed && p.Across <= b.Rejected:
		return Anarchic, why("alignment of goals", p.Alignment, "below", b.Opposed) + "; " +
			why("influence across units", p.Across, "at most", b.Rejected)
	case p.Delegation >= b.Delegation:
		return Delegated, why("delegation index", p.Delegation, "at least", b.Delegation)
	case p.Entropy <= b.Focus:
		return Focused, why("entropy of leadership", p.Entropy, "at most", b.Focus)
	case p.InTime >= b.Rotation && p.AtOnce <= b.AtOnce:
		return Rotated, why("share of rotation", p.InTime, "at least", b.Rotation) + "; " +
			why("equal leaders at one moment", p.AtOnce, "at most", b.AtOnce)
	case p.InDomain >= b.Domain:
		return ByExpert, why("information in the domain", p.InDomain, "at least", b.Domain)
	case p.Entropy <= b.Few && p.Position >= b.Position:
		return Focused, why("entropy of leadership", p.Entropy, "at most", b.Few) + "; " +
			why("share by position", p.Position, "at least", b.Position)
	case p.Crowd >= b.Crowd:
		return Numerical, why("share of claimants", p.Crowd, "at least", b.Crowd)
	case p.Across < b.Across:
		return Fragmented, why("influence across units", p.Across, "below", b.Across)
	case p.Recognition < b.Recognition:
		return Fragmented, why("recognition among leaders", p.Recognition, "below", b.Recognition)
	case p.Alignment < b.Alignment:
		return Fragmented, why("alignment of goals", p.Alignment, "below", b.Alignment)
	}
	return Shared, why("entropy of leadership", p.Entropy, "above", b.Focus)
}

func why(what string, got float64, relation string, bound float64) string {
	return fmt.Sprintf("%s %.3g, %s %.3g", what, got, relation, bound)
}
