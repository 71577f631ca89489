// Package pattern says what a pattern of leadership may state: who is admitted
// to claim, how leaders are chosen and for how long, what counts in granting.
// A pattern is data; this package reads it and appoints by it.
package pattern

import (
	"math"

	"tutti/sim/keys"
)

// Pattern is a set of rules for claiming and granting (model, 7).
type Pattern struct {
	Name, Title, About, Source, Class string

	Admit   string  // who may claim: Admissions
	Office  string  // who holds office beside those admitted: Offices
	Choose  string  // how those in office are chosen: Choosers
	Leaders int     // how many hold office at a time in each cell of the scope; 0 = no limit
	Term    int     // cycles that an office lasts; 0 = for good
	Rest    int     // terms that one who led must wait
	Proven  float64 // mean trust received from which on one is trusted [0..1]
	Scope   string  // what an office covers: Scopes
	Claim   string  // "readiness" or "always"
	Grant   string  // how what is granted becomes a plan: Grants
	Charges string  // how tasks are handed out: Handouts

	Discretion float64 // share of what is done in a task that its holder decides [0..1]

	Positional, Personal, Rational float64 // the mix π of sources
	Artefact                       float64 // weight of the unit's artefact
	Coercion                       float64 // share of the action that superiors force
	Enabling                       float64 // share of the lead spent on enabling others
	Planned                        float64 // how far leaders agree before the others hear them
	Alignment                      float64 // agreement of the units' goals −1..1; NaN = the organisation's own
	Rejection                      float64 // share by which claims from other units are turned down; NaN = the organisation's own
	Rounds                         int
	Reflection                     float64
	Attention                      int // claims heard a round at most; 0 = no limit
}

// The words that a pattern may use.
var (
	Admissions = []string{"formal", "heads", "delegates", "elected", "trusted", "anyone", "nobody"}
	Offices    = []string{"admitted", "formal", "heads", "elected", "none"}
	Scopes     = []string{"organisation", "unit", "domain"}
	ClaimRules = []string{"readiness", "always"}
	Grants     = []string{"blend", "sample", "best", "fixed"}
	Handouts   = []string{"none", "by-role", "by-expertise", "by-load"}
	Classes    = []string{"leaderless", "focused", "rotated", "expertise-based", "shared", "fragmented", "anarchic", "delegated", "numerical"}
)

// Read reads a pattern from its table.
func Read(t *keys.Table) Pattern {
	p := Pattern{
		Title:      t.Text("title", "", "name in a few words"),
		About:      t.Text("about", "", "what the pattern stands for, in a sentence or two"),
		Source:     t.Text("source", "", "where the literature describes it"),
		Class:      t.Choice("class", "shared", Classes, "what its runs should be recognised as (model, 9)"),
		Admit:      t.Choice("admit", "anyone", Admissions, "who may claim: holders of formal office, heads of units and managers, those who were handed a task, the elected, all whom others trust enough, anyone who works, nobody (model, 7)"),
		Office:     t.Choice("office", "admitted", Offices, "who holds formal office: those admitted (unless anyone is), the formal lead beside them, the heads beside them, the elected beside them, or none"),
		Choose:     t.Choice("choose", "appointed", ChooserNames(), "how those in office are chosen (model, 7)"),
		Leaders:    t.Count("leaders", 1, 0, 1<<20, "how many hold office at a time in each cell of the scope; 0 is no limit [agents]"),
		Term:       t.Count("term", 0, 0, 1<<30, "how long an office lasts; 0 is for good [cycles]"),
		Rest:       t.Count("rest", 0, 0, 1<<20, "how long one who led must wait before leading again [terms]"),
		Proven:     t.Share("proven", 0.55, "mean trust received from which on one may claim, where the trusted are admitted (MacBeath 2005, incremental)"),
		Scope:      t.Choice("scope", "organisation", Scopes, "what an office covers: everybody and everything, its unit, or one domain (model, 7)"),
		Claim:      t.Choice("claim", "readiness", ClaimRules, "those admitted claim by readiness, or those in office always (model, 4)"),
		Grant:      t.Choice("grant", "blend", Grants, "plans become the granted mean, a copy of one source drawn by grant, a copy of the best heard, or a mean with the ties' trust as fixed weights (model, 4)"),
		Charges:    t.Choice("charges", "none", Handouts, "how the tasks of the domains are handed out: not at all, by role, by expertise, or to whoever has least to do (Harris; MacBeath 2005)"),
		Discretion: t.Share("discretion", 0.5, "share of what those do in a task handed out who attend to its holder that the holder's own judgement decides, their plans unmoved; what they plan stays with whoever leads (Harris 2008; evidence, A3)"),
		Positional: t.Number("positional", 0, keys.NonNegative, "weight of authority by position (model, 4)"),
		Personal:   t.Number("personal", 1, keys.NonNegative, "weight of personal qualities (model, 4)"),
		Rational:   t.Number("rational", 1, keys.NonNegative, "weight of rational persuasion (model, 4)"),
		Artefact:   t.Number("artefact", 0, keys.NonNegative, "weight of the unit's artefact: score, playbook, code (model, 2 and 4)"),
		Coercion:   t.Share("coercion", 0, "share of an action that a superior forces; booked apart, never leadership (model, 4)"),
		Enabling:   t.Share("enabling", 0, "share of a lead that is spent on raising others' autonomy, identity and expertise (model, 4)"),
		Planned:    t.Share("planned", 0, "how far leaders agree among themselves before the others hear them; costs a round when above 0 (Leithwood et al. 2007)"),
		Rounds:     t.Count("rounds", 2, 0, 100000, "rounds of influence a cycle (model, 3)"),
		Reflection: t.Share("reflection", 0.5, "probability that an agent reflects in a cycle (model, 3)"),
		Attention:  t.Count("attention", 7, 0, 1<<30, "claims that an agent hears a round at most, the strongest; 0 is no limit [claims] (model, 4)"),
	}
	own := keys.Range{Lo: -1, Hi: 1}
	p.Alignment, p.Rejection = math.NaN(), math.NaN()
	if a := t.Number("alignment", 0, own, "agreement of the units' goals, where the pattern states it; otherwise the organisation's own (model, 2)"); t.Has("alignment") {
		p.Alignment = a
	}
	if r := t.Share("rejection", 0, "share by which claims from other units are turned down, where the pattern states it; otherwise the organisation's own (model, 2)"); t.Has("rejection") {
		p.Rejection = r
	}
	p.check(t)
	return p
}

// check refuses what is fine alone but not together.
func (p *Pattern) check(t *keys.Table) { p.Faults(t.Errorf) }

// Faults tells of what is fine alone but not together, by key.
func (p *Pattern) Faults(tell func(key, format string, args ...any)) {
	if p.Admit == "delegates" && p.Charges == "none" {
		tell("admit", "delegates lead in what they were handed, but charges = %q hands out nothing, want by-role, by-expertise or by-load", p.Charges)
	}
	if p.Rest > 0 && p.Term == 0 {
		tell("rest", "%d terms of rest, but term = 0 is an office for good, want a term of 1 or more", p.Rest)
	}
	if p.Positional+p.Personal+p.Rational == 0 && p.Admit != "nobody" && p.Grant != "fixed" {
		tell("", "positional, personal and rational are all 0, so that nothing could ever be granted, want one above 0")
	}
}

// Rule returns one of the pattern's numbers by its key, nil when there is none.
func (p *Pattern) Rule(name string) *float64 {
	switch name {
	case "positional":
		return &p.Positional
	case "personal":
		return &p.Personal
	case "rational":
		return &p.Rational
	case "artefact":
		return &p.Artefact
	case "coercion":
		return &p.Coercion
	case "enabling":
		return &p.Enabling
	case "planned":
		return &p.Planned
	case "alignment":
		return &p.Alignment
	case "rejection":
		return &p.Rejection
	case "proven":
		return &p.Proven
	case "reflection":
		return &p.Reflection
	case "discretion":
		return &p.Discretion
	}
	return nil
}

// Count returns one of the pattern's whole numbers by its key, nil when there
// is none.
func (p *Pattern) Count(name string) *int {
	switch name {
	case "rounds":
		return &p.Rounds
	case "attention":
		return &p.Attention
	case "leaders":
		return &p.Leaders
	case "term":
		return &p.Term
	case "rest":
		return &p.Rest
	}
	return nil
}

// Put gives one of the pattern's rules, by its key, a value that fits it, and
// says whether that changed anything.
func (p *Pattern) Put(key string, value any) (changed bool) {
	if word, _ := p.Word(key); word != nil {
		changed = *word != value.(string)
		*word = value.(string)
		return changed
	}
	x, ok := value.(float64)
	if !ok {
		x = float64(value.(int64))
	}
	if n := p.Count(key); n != nil {
		changed, *n = *n != int(x), int(x)
	} else if r := p.Rule(key); r != nil {
		changed, *r = *r != x, x
	} else {
		panic("pattern: no rule " + key)
	}
	return changed
}

// Word returns one of the pattern's words by its key with the words it may
// hold, nil when there is none.
func (p *Pattern) Word(name string) (word *string, allowed []string) {
	switch name {
	case "admit":
		return &p.Admit, Admissions
	case "office":
		return &p.Office, Offices
	case "choose":
		return &p.Choose, ChooserNames()
	case "scope":
		return &p.Scope, Scopes
	case "claim":
		return &p.Claim, ClaimRules
	case "grant":
		return &p.Grant, Grants
	case "charges":
		return &p.Charges, Handouts
	}
	return nil, nil
}
