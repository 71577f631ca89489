package scenario

import "tutti/sim/keys"

// A Rehearsal is how pieces are prepared and performed, one after the other
// (evidence, A6): a core is chosen and rehearses alone, then all rehearse, then
// they perform and talk it over. Core 0 leaves out the core: the conducted
// control, with the same budget of cycles.
type Rehearsal struct {
	On        bool
	Core      int     // players of the core, the concertmaster among them [agents]
	Alone     int     // cycles of core rehearsal a piece; without a core everybody rehearses in them
	Full      int     // cycles of full rehearsal a piece
	Selection string  // how concertmaster and principals are chosen
	Rest      int     // pieces that a concertmaster waits before the next turn
	Seats     int     // pieces that a principal waits
	Novelty   float64 // how far what is right lies from the piece before, as standard deviations [plan]
	Hall      float64 // share of players who listen from the hall in full rehearsal
	Debrief   float64 // probability that a player reflects after the performance
}

// Piece is how many cycles a piece takes: rehearsals, performance, debrief.
func (r *Rehearsal) Piece() int { return r.Alone + r.Full + 2 }

// Selections are the protocols by which the core is chosen.
var Selections = []string{"vote", "committee", "concertmaster", "lottery", "expertise"}

func readRehearsal(t *keys.Table) Rehearsal {
	r := Rehearsal{
		On:        t.Present() && !t.Blank(),
		Core:      t.Count("core", 7, 0, 1000, "players of the core, concertmaster among them; 0 is no core: the conducted control [agents] (Khodyakov 2007)"),
		Alone:     t.Count("core_rehearsals", 2, 0, 1000, "core rehearsals of a piece, in which the core settles a concept; without a core everybody rehearses in them [cycles]"),
		Full:      t.Count("full_rehearsals", 4, 0, 1000, "full rehearsals of a piece, in which everybody may speak [cycles]"),
		Selection: t.Choice("selection", "vote", Selections, "how concertmaster and principals are chosen for a piece: all vote by trust; an elected committee of three names the concertmaster, who picks the principals; all vote for the concertmaster, who picks the principals; by lot; by expertise"),
		Rest:      t.Count("rest", 3, 0, 1000, "pieces that a concertmaster waits before the next turn"),
		Seats:     t.Count("seats", 1, 0, 1000, "pieces that a principal waits before sitting in the core again"),
		Novelty:   t.Number("novelty", 1, keys.NonNegative, "how far what is right for a piece lies from the piece before, as standard deviations [plan]"),
		Hall:      t.Share("hall", 0.1, "share of players who take turns to listen from the hall in full rehearsal: what is seen of the outcome gets clearer by as much, up to a half"),
		Debrief:   t.Share("debrief", 1, "probability that a player reflects after the performance"),
	}
	return r
}
