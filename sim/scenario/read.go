package scenario

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tutti/agents"
	"tutti/agents/influence"
	"tutti/agents/pattern"
	"tutti/scenarios"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/work"
)

// Open reads a file that a scenario names: beside it, or one that comes with
// the program.
type Open func(name string) ([]byte, error)

// ReadHead reads what scenarios of every model have; models lists the names
// that `model` may take.
func ReadHead(t *keys.Table, models []string) Head {
	h := Head{
		Title:   t.Text("title", "", "what the scenario is, in a few words"),
		About:   t.Text("about", "", "what to look for, in two or three plain sentences"),
		Theme:   t.Text("theme", "", "heading under which it is listed"),
		Sources: t.Texts("sources", nil, "what it draws on: references"),
		Model:   t.Choice("model", "organisation", models, "the model that is run: the organisation, or a published one"),
		Seed:    uint64(t.Long("seed", 1, 0, exact.MaxSeed, "where all chance starts from")),
		Cycles:  t.Count("cycles", 200, 1, 1<<30, "how long a run lasts [cycles]"),
		BurnIn:  t.Count("burn_in", 0, 0, 1<<30, "cycles left out of the means over a run [cycles]"),
		Window:  t.Count("window", 20, 1, 1<<20, "over how many cycles leadership is added up [cycles] (model, 9)"),
		Stop:    t.Text("stop_when", "", "expression over measures that ends a run early when it holds"),
	}
	if h.BurnIn >= h.Cycles {
		t.Errorf("burn_in", "%d cycles, but the run has %d, want fewer", h.BurnIn, h.Cycles)
	}
	for _, m := range t.Named("measure", "a measure of the scenario's own, over named ones") {
		h.Measures = append(h.Measures, Own{
			Name: m.Name(), Expr: m.Text("expr", "", "expression over measures, such as quality / time_used"),
			Unit: m.Text("unit", "1", "its unit"), Doc: m.Text("about", "", "what it says"),
		})
	}
	t.Own("expect")
	for _, e := range t.Named("expect", "a claim that tutti check --run verifies over seeds; those of a scenario that it extends are not taken over") {
		h.Expect = append(h.Expect, readExpect(e))
	}
	return h
}

// Kinds of claims.
var claimKinds = []string{"above", "below", "band", "null"}

func readExpect(t *keys.Table) Expect {
	e := Expect{
		Name:    t.Name(),
		About:   t.Text("about", "", "the claim in words"),
		Source:  t.Text("source", "", "who claims it"),
		Measure: t.Text("measure", "", "measure it is about: a run's mean after burn-in"),
		Kind:    t.Choice("kind", "above", claimKinds, "above or below the other arm, or a value; inside a band; or no difference beyond a bound"),
		Sets:    t.Texts("sets", nil, "key=value of the arm that the claim is about"),
		Against: t.Texts("against", nil, "key=value of the arm that it is compared with, pair by pair under the same seeds; none compares with lo"),
		Lo:      t.Number("lo", 0, keys.Any, "lower end of a band; above and below are said of it: the value, the difference from the other arm, or the correlation [the measure's]"),
		Hi:      t.Number("hi", 0, keys.Any, "upper end of a band; bound of a null [the measure's]"),
		Beside:  t.Texts("beside", nil, "key=value put on both arms, for a claim about an interaction: how the difference there departs from the difference without"),
		With:    t.Text("with", "", "another measure: the claim is about the correlation of the two across seeds, the interval by Fisher's z"),
		Seeds:   t.Count("seeds", 20, 2, 100000, "how many pairs are run [seeds]"),
		Level:   t.Number("level", 0.99, keys.Range{Lo: 0.5, Hi: 0.9999}, "of the interval"),
	}
	if e.Measure == "" && !t.Blank() {
		t.Errorf("measure", "no measure, want one (tutti list measures)")
	}
	if len(e.Beside) > 0 && len(e.Against) == 0 {
		t.Errorf("beside", "an interaction needs another arm, want against as well")
	}
	if e.With != "" && (len(e.Against) > 0 || len(e.Beside) > 0) {
		t.Errorf("with", "a correlation is about one arm, want no against")
	}
	if e.Kind == "band" && e.Lo > e.Hi {
		t.Errorf("lo", "%v is above hi = %v", e.Lo, e.Hi)
	}
	return e
}

// Read reads the scenario of an organisation. Errors go to the table's root.
func Read(t *keys.Table, head Head, open Open) *Spec {
	s := &Spec{Head: head}
	r := &reader{Spec: s, open: open}
	r.organisation(t.Table("organisation", "the organisation as a whole"))
	r.groups(t)
	r.ties(t)
	r.chain(t.Table("chain", "the chain of command"))
	r.influence(t.Table("influence", "how claims are weighed (model, 4)"))
	s.Habits = readHabits(t.Table("reflection", "how people change by reflecting (model, 5)"))
	r.rest(t)
	r.pattern(t)
	r.work(t.Table("work", "the work that is done (model, 6)"))
	r.together(t)
	r.events(t)
	return s
}

type reader struct {
	*Spec
	open   Open
	tables []*keys.Table // of the groups
	grants bool          // the pattern says how what is granted becomes a plan
}

func (r *reader) organisation(t *keys.Table) {
	r.Domains = t.Texts("domains", []string{"work"}, "names of the domains of expertise, at most 32 (model, 2)")
	if len(r.Domains) == 0 || len(r.Domains) > agents.MaxDomains {
		t.Errorf("domains", "%d domains, want 1 to %d", len(r.Domains), agents.MaxDomains)
		r.Domains = []string{"work"}
	}
	twice(t, "domains", r.Domains)
	r.Weights = t.Numbers("weights", nil, keys.NonNegative, "what matters, by domain; none is all alike (model, 6)")
	if len(r.Weights) == 0 {
		r.Weights = slices.Repeat([]float64{1}, len(r.Domains))
	}
	sum := 0.0
	for _, w := range r.Weights {
		sum += w
	}
	if len(r.Weights) != len(r.Domains) || sum == 0 {
		t.Errorf("weights", "%d weights with sum %v, want %d, one a domain, with a sum above 0", len(r.Weights), sum, len(r.Domains))
		r.Weights, sum = slices.Repeat([]float64{1}, len(r.Domains)), float64(len(r.Domains))
	}
	for d := range r.Weights {
		r.Weights[d] /= sum
	}
}

// twice refuses names that are there twice, and empty ones.
func twice(t *keys.Table, key string, names []string) {
	seen := map[string]bool{}
	for _, name := range names {
		if strings.TrimSpace(name) == "" {
			t.Errorf(key, "an empty name")
		} else if strings.ContainsFunc(name, unicode.IsControl) {
			t.Errorf(key, "%q has a control character in it, want letters, digits, spaces and signs", name)
		} else if seen[name] {
			t.Errorf(key, "%q is there twice", name)
		}
		seen[name] = true
	}
}

func (r *reader) influence(t *keys.Table) {
	r.Rules = influence.Rules{
		Floor:     t.Number("floor", 0.05, keys.NonNegative, "weight on the own plan that nobody goes below (model, 4)"),
		Decay:     t.Share("authority_decay", 0.5, "authority that is left a further level up the chain of command (model, 2)"),
		Sharpness: t.Number("sharpness", 2, keys.NonNegative, "how steeply expertise persuades (model, 4)"),
		Appraisal: t.Share("appraisal", 0, "κ: share of confidence in apparent expertise (model, 4)"),
		Noise:     t.Number("noise", 0.1, keys.NonNegative, "how far one without expertise misjudges another's, as a standard deviation (model, 4)"),
		Inflation: t.Share("inflation", 0.5, "what a manipulator at full strength adds to its apparent expertise (model, 4)"),
		Delay:     t.Share("delay", 0, "share by which what comes from other units is too late to count: distance work"),
		Direct:    1,
	}
	r.Unbooked = !t.Switch("ledger", true, "influence is booked; without, only the plans move, measures of leadership are missing or 0, and with numbers as plans claims are not counted and cost no time: for studies of opinions alone, at a multiple of the speed")
	r.Exponent = t.Number("claim_exponent", 1, keys.NonNegative, "a: how steeply autonomy enters the readiness to claim (model, 4)")
	r.Engaged = t.Number("claim_engagement", 0, keys.NonNegative, "b: how steeply engagement enters it; 0 is not at all")
}

func readHabits(t *keys.Table) influence.Habits {
	rate := func(key string, def float64, doc string) float64 { return t.Share(key, def, doc) }
	h := influence.Habits{
		TrustUp:    rate("trust_up", 0.06, "η⁺: rate of trust after better than expected [per cycle] (model, 5)"),
		TrustDown:  rate("trust_down", 0.09, "η⁻: rate of trust after worse than expected [per cycle] (model, 5)"),
		Tolerance:  t.Number("tolerance", 0.6, keys.Positive, "τ: an error that still earns trust [plan] (model, 5)"),
		Betrayal:   rate("betrayal", 0.4, "rate at which trust falls in one found to manipulate [per cycle] (model, 4)"),
		Detection:  rate("detection", 0.25, "probability that a manipulated claim is found out [per cycle] (model, 4)"),
		Practice:   rate("practice", 0.005, "γ: learning by doing [per cycle] (model, 5)"),
		Learning:   rate("learning", 0.01, "μ: learning from those heard [per cycle] (model, 5)"),
		Forgetting: rate("forgetting", 0.001, "expertise lost [per cycle] (model, 5)"),
		Identity:   rate("identity", 0.1, "rate of leader identity [per cycle] (model, 5)"),
		Autonomy:   rate("autonomy", 0.02, "rate of autonomy, up when enabled, down when coerced [per cycle] (model, 5)"),
		Openness:   rate("openness", 0.01, "rate of openness, by changes that paid or did not [per cycle] (model, 5)"),
		Mood:       rate("mood", 0.05, "rate of the three scales of satisfaction [per cycle] (model, 5)"),
		Effort:     rate("effort", 0.05, "rate at which engagement follows satisfaction [per cycle] (model, 5)"),
		Training:   rate("training", 0.02, "rate at which enabling raises identity and expertise [per cycle] (model, 4)"),
		Resentment: rate("resentment", 0.2, "rate at which coercion costs trust in the superior [per cycle] (model, 4)"),
	}
	for _, l := range h.Levers() {
		*l.P = rate(l.Key, 0, l.Doc)
	}
	return h
}

func (r *reader) rest(t *keys.Table) {
	g := t.Table("goals", "what units want beside the task (model, 2)")
	r.Goals = Goals{
		Spread:    g.Number("spread", 0, keys.NonNegative, "standard deviation of the units' goals [plan]"),
		Alignment: g.Number("alignment", 0, keys.Range{Lo: -1, Hi: 1}, "how the units' goals agree: 1 with the task and one another, 0 by chance, −1 two camps"),
		Rejection: g.Share("rejection", 0, "share by which claims from other units are turned down"),
	}
	c := t.Table("time", "what things cost, as shares of a cycle (model, 3)")
	r.Time = Time{
		Round:   c.Share("round", 0.03, "a round of influence [cycle]"),
		Claim:   c.Number("claim", 0.003, keys.NonNegative, "a claim that reaches an agent, heard or not [cycle]"),
		Reflect: c.Share("reflect", 0.1, "reflection by everybody [cycle]"),
		Appoint: c.Share("appoint", 0, "filling offices and handing out tasks anew: what it costs to settle who does what [cycle]"),
	}
	r.Rehearsal = readRehearsal(t.Table("rehearsal", "pieces, rehearsed and performed one after the other: the process of a conductorless orchestra (evidence, A6); none is cycles that are all alike"))
	o := t.Table("turnover", "who leaves, and who comes in their place (model, 5)")
	r.Turnover = Turnover{
		Hazard:    o.Share("hazard", 0, "probability of leaving at a satisfaction of 0.5; 0 is nobody ever [per cycle]"),
		Steepness: o.Number("steepness", 6, keys.NonNegative, "how steeply leaving falls with satisfaction: the hazard is multiplied by e^(−steepness·(satisfaction − 0.5)) (model, 5)"),
		Trust:     o.Share("trust", 0.4, "trust of and in a newcomer (model, 5)"),
		Skill:     o.Share("skill", 1, "expertise of a newcomer as a share of what its group's people had at the start"),
	}
}

// pattern reads [pattern]: a name, overridden key by key, or a whole one.
func (r *reader) pattern(t *keys.Table) {
	t.Shorthand("pattern", "name")
	p := t.Table("pattern", "the pattern of leadership: a name, overridden key by key, or one of your own (model, 7)")
	r.Pattern = *readPattern(p, r.open)
	r.grants = p.Has("grant")
}

// unreadable says whether a file cannot be opened at all.
func unreadable(open Open, name string) bool {
	_, err := open(name)
	return err != nil
}

func readPattern(t *keys.Table, open Open) *pattern.Pattern {
	name := t.Text("name", "", "a pattern that comes with the program (tutti list patterns), or beside the scenario as patterns/NAME.toml")
	if name != "" && !t.Blank() {
		base, err := keys.Load(open, "patterns/"+name+".toml")
		switch {
		case err != nil && unreadable(open, "patterns/"+name+".toml"):
			t.Errorf("name", "no pattern %q; %s", name, keys.Hint(name, scenarios.List("patterns")))
		case err != nil:
			t.Errorf("name", "pattern %q is broken: %v", name, err)
		default:
			t.Over(base)
		}
	}
	p := pattern.Read(t)
	p.Name = name
	return &p
}

func (r *reader) work(t *keys.Table) {
	before := t.Faults()
	r.WorkKind = t.Choice("kind", "judgement", work.Names(), "kind of work (model, 6)")
	if t.Faults() > before { // nobody can say which keys it has
		passOver(t)
		r.Work, r.WorkKind = work.Find(r.WorkKind).Read(keys.Reference()), ""
		return
	}
	for k := range work.Catalogue {
		kind := &work.Catalogue[k]
		if kind.Name == r.WorkKind {
			r.Work = kind.Read(t.When("kind", kind.Name))
			if !r.grants {
				r.Pattern.Grant = r.Work.Grant()
			}
			if w, ok := r.Work.(work.Sized); ok && !t.Blank() {
				w.Fits(r.Agents(), t.Errorf)
			}
			if fault := r.Work.Check(r.Pattern.Grant); fault != "" {
				t.Errorf("kind", "%s cannot be done with the pattern's grant = %q: %s", kind.Name, r.Pattern.Grant, fault)
			}
		} else if t.Blank() {
			kind.Read(t.When("kind", kind.Name))
		}
	}
}

// together refuses what is fine alone but not together.
func (r *reader) together(t *keys.Table) {
	if t.Blank() {
		return
	}
	if !slices.ContainsFunc(r.Groups, func(g Group) bool { return g.Works && g.Count > 0 }) {
		t.Errorf("group", "nobody's plan counts, want people with works = true in some group")
	}
	if key := r.headless(&r.Pattern); key != "" {
		r.refusePattern(t, key, wantsHead)
	}
	if r.Pattern.Leaders > r.Agents() {
		r.refusePattern(t, "leaders", tooManyLeaders, r.Pattern.Leaders, r.Agents())
	}
	if c := r.Rehearsal.Core; r.Rehearsal.On && c > r.Agents() {
		t.Table("rehearsal", "").Errorf("core", "a core of %d, want at most as many as agents: %d", c, r.Agents())
	}
	if ties := r.ties0(); ties > agents.MaxTies {
		t.Errorf("ties", "about %.3g ties in all, want at most %d", ties, agents.MaxTies)
	}
}

// refusePattern refuses a key of the pattern: where the scenario gives it, or
// where it names the pattern that does.
func (r *reader) refusePattern(t *keys.Table, key, format string, args ...any) {
	p := t.Table("pattern", "")
	if r.Pattern.Name != "" && (!p.Has(key) || p.File(key) == "patterns/"+r.Pattern.Name+".toml") {
		t.Errorf("pattern", "%s: %s", r.Pattern.Name, fmt.Sprintf(format, args...))
		return
	}
	p.Errorf(key, format, args...)
}

// Rule returns one of the numbers of [influence] by its key, nil for none.
func (s *Spec) Rule(key string) *float64 { return RuleOf(&s.Rules, key) }

// RuleOf returns one of the numbers of [influence] by its key, nil for none.
func RuleOf(r *influence.Rules, key string) *float64 {
	switch key {
	case "floor":
		return &r.Floor
	case "authority_decay":
		return &r.Decay
	case "sharpness":
		return &r.Sharpness
	case "appraisal":
		return &r.Appraisal
	case "noise":
		return &r.Noise
	case "inflation":
		return &r.Inflation
	case "delay":
		return &r.Delay
	}
	return nil
}

// Habit returns one of the rates of [reflection] by its key, nil for none.
func (s *Spec) Habit(key string) *float64 { return HabitOf(&s.Habits, key) }

// HabitOf returns one of the rates of [reflection] by its key, nil for none.
func HabitOf(h *influence.Habits, key string) *float64 {
	for _, l := range h.Levers() {
		if l.Key == key {
			return l.P
		}
	}
	return map[string]*float64{
		"trust_up": &h.TrustUp, "trust_down": &h.TrustDown, "tolerance": &h.Tolerance, "betrayal": &h.Betrayal,
		"detection": &h.Detection, "practice": &h.Practice, "learning": &h.Learning, "forgetting": &h.Forgetting,
		"identity": &h.Identity, "autonomy": &h.Autonomy, "openness": &h.Openness, "mood": &h.Mood,
		"effort": &h.Effort, "training": &h.Training, "resentment": &h.Resentment,
	}[key]
}
