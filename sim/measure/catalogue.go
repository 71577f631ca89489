package measure

import (
	"math"

	"tutti/sim"
	"tutti/sim/table"
)

// Catalogue lists the measures of an organisation, of every kind of work.
var Catalogue = []Measure{
	share("quality", "how good the work was", "1/(1 + Σ w·(accuracy loss + coordination need·disagreement))", "model, 6",
		func(w *Window) float64 { return w.Last.Quality }),
	share("output", "quality times engagement times the time left", "quality·mean G·(1 − time used)", "model, 3",
		func(w *Window) float64 { return w.Last.Output }),
	number("attained", "1", "share of what could be gained over everyone working alone; below 0 it was worse than that", "(quality − isolated)/(oracle − isolated)", "model, 6", math.Inf(-1), math.Inf(1),
		func(w *Window) float64 { return attained(w.Last.Quality, w.Last.Isolated, w.Last.Oracle) }),
	share("oracle", "quality of the best plans, given all that anybody knows", "", "model, 6",
		func(w *Window) float64 { return w.Last.Oracle }),
	share("isolated", "quality had nobody heard anybody", "", "model, 6",
		func(w *Window) float64 { return w.Last.Isolated }),
	number("accuracy_loss", "plan²", "distance of what was done from what was right", "Σ w·mean (y − θ)²", "model, 6", 0, math.Inf(1),
		func(w *Window) float64 { return w.Last.Accuracy }),
	number("disagreement", "plan²", "distance of what was done from one another", "Σ w·mean (y − mean y)²", "model, 6", 0, math.Inf(1),
		func(w *Window) float64 { return w.Last.Disagreement }),
	share("time_used", "share of the cycle spent on rounds, claims and reflection", "rounds·c_round + c_claim·claims + reflection·c_reflect, at most 1", "model, 3",
		func(w *Window) float64 { return w.Last.Time }),
	number("claims", "claims", "claims that reached an agent a round, heard or not", "", "model, 3", 0, math.Inf(1),
		func(w *Window) float64 { return w.here(w.Last.Claims) }),
	share("engagement", "mean effort put in", "mean G", "model, 2", func(w *Window) float64 { return w.here(w.Last.Engaged) }),
	share("satisfaction", "mean of the three scales", "(motivation + general + growth)/3", "model, 2",
		func(w *Window) float64 {
			o := w.Org
			return (w.mean(o.Motivation) + w.mean(o.General) + w.mean(o.Growth)) / 3
		}),
	share("motivation", "satisfaction: motivation", "", "model, 2", func(w *Window) float64 { return w.mean(w.Org.Motivation) }),
	share("general_satisfaction", "satisfaction: general", "", "model, 2", func(w *Window) float64 { return w.mean(w.Org.General) }),
	share("growth_satisfaction", "satisfaction: growth", "", "model, 2", func(w *Window) float64 { return w.mean(w.Org.Growth) }),
	share("autonomy", "mean autonomy", "mean A", "model, 2", func(w *Window) float64 { return w.mean(w.Org.Autonomy) }),
	share("openness", "mean openness", "mean O", "model, 2", func(w *Window) float64 { return w.mean(w.Org.Openness) }),
	share("trust", "mean trust over all ties", "mean T", "model, 2", func(w *Window) float64 { return w.attention.mean }),
	share("trust_sd", "spread of trust over all ties", "sd T", "model, 2", func(w *Window) float64 { return w.attention.sd }),
	number("trust_fit", "1", "how far those are trusted who know: rank correlation of trust received with relevant expertise", "Spearman's ρ", "model, 5", -1, 1, func(w *Window) float64 { return w.attention.fit }),
	share("expertise", "mean expertise of those who work, by what matters now", "Σ w·mean E", "model, 2",
		func(w *Window) float64 {
			if !w.works {
				return missing
			}
			sum := 0.0
			for d, x := range w.Weights() {
				sum += float64(x * w.expertise[d])
			}
			return sum
		}),
	share("diversity", "how differently people know things: spread of expertise between people", "Σ w·sd E", "Harrison & Klein 2007", (*Window).diversity),
	share("asked", "share that asked somebody for help", "", "evidence, D", func(w *Window) float64 { return w.here(w.Last.Asked) }),
	share("performance", "quality of the last performance, where pieces are rehearsed and performed; missing in between", "", "evidence, A6", func(w *Window) float64 {
		if !w.Performed() {
			return missing
		}
		return w.Last.Quality
	}),
	number("leavers", "agents", "who left in this cycle", "", "model, 5", 0, math.Inf(1), func(w *Window) float64 { return float64(w.Last.Leavers) }),

	number("influence", "plan", "volume of influence that moved somebody, per agent", "Σ g·|x_j − x_i|/N", "model, 4", 0, math.Inf(1),
		func(w *Window) float64 { return over(w.Volume, float64(w.present)) }),
	share("leadership_gini", "inequality of leadership", "2Σ i·s_(i)/n − (n + 1)/n", "evidence, C", func(w *Window) float64 {
		if w.Volume == 0 {
			return missing
		}
		return GiniIn(w.led, w.scratch)
	}),
	number("effective_leaders", "agents", "number of equal leaders that would give the same entropy", "exp(−Σ s·ln s)", "Hill 1973", 1, math.Inf(1),
		func(w *Window) float64 { return EffectiveNumber(w.Shares) }),
	share("top_share", "leadership of the one who leads most", "max s", "model, 9", func(w *Window) float64 { return TopShare(w.Shares) }),
	share("centralisation", "how far leadership belongs to one", "Σ(max − s)/(n − 1)", "Freeman 1979", func(w *Window) float64 { return CentralisationShares(w.led) }),
	share("granted", "mean share of a plan that others were granted: density of the influence network", "Σ g/(n·domains·rounds)", "Carson, Tesluk & Marrone 2007",
		func(w *Window) float64 { return w.here(w.GrantedShare()) }),
	share("share_positional", "share of influence by position", "", "model, 4", func(w *Window) float64 { return w.sourceShare(0) }),
	share("share_personal", "share of influence by personal qualities", "", "model, 4", func(w *Window) float64 { return w.sourceShare(1) }),
	share("share_rational", "share of influence by rational persuasion", "", "model, 4", func(w *Window) float64 { return w.sourceShare(2) }),
	share("formal_share", "leadership of those in office or in the chain of command above somebody", "", "model, 9", (*Window).formal),
	number("expertise_fit", "1", "how far those lead who know: rank correlation of leadership with relevant expertise", "Spearman's ρ", "Tarakci, Greer & Groenen 2016", -1, 1, (*Window).fit),
	share("fluidity", "how the ranking of leaders moved from one window to the next", "(1 − τ_b)/2", "model, 9", (*Window).fluidity),
	share("indirect_share", "influence by enabling others, of all influence", "indirect/(direct + indirect)", "model, 4", func(w *Window) float64 {
		sum := 0.0
		for _, x := range w.Ledger.Indirect {
			sum += x
		}
		direct := 0.0
		for i := range w.Org.N {
			direct += w.Ledger.GivenBy(i)
		}
		return over(sum, sum+direct)
	}),
	number("avalanche", "agents", "how many agents the claims of one moved, on average", "", "model, 9", 0, math.Inf(1), (*Window).avalanche),
	number("decided", "plan", "how far those who hold a task decided what others did in it, per agent: delegation, not leadership", "Σ δ·|m_holder − x_i|/N", "evidence, A3", 0, math.Inf(1),
		func(w *Window) float64 { return w.here(w.Last.Decided) }),
	number("coerced", "plan", "how far actions were bent by force, per agent: not leadership", "", "model, 4", 0, math.Inf(1),
		func(w *Window) float64 { return over(total(w.Ledger.Coerced), float64(w.present)) }),
	number("manipulated", "plan", "volume of inflated claims, per agent: not leadership", "", "model, 4", 0, math.Inf(1),
		func(w *Window) float64 { return over(total(w.Ledger.Manipulated), float64(w.present)) }),
	share("compliance", "share that lives by the newer pattern", "", "model, 7", func(w *Window) float64 { return w.here(w.Compliance()) }),
	share("commitment", "mean commitment to the newer pattern", "", "model, 7", func(w *Window) float64 { return w.Commitment() }),

	share("short_of_time", "share of what output lacks that time spent accounts for", "ln(1 − time)/ln output", "model, 3", func(w *Window) float64 { return w.short.Time }),
	share("short_of_effort", "share of what output lacks that effort held back accounts for", "ln G/ln output", "model, 3", func(w *Window) float64 { return w.short.Effort }),
	share("short_of_expertise", "share of what output lacks because nobody knew better", "ln oracle/ln output", "model, 3", func(w *Window) float64 { return w.short.Expertise }),
	share("short_of_trust", "share of what output lacks because what was known did not count", "by accuracy loss, of ln(quality/oracle)/ln output", "model, 3", func(w *Window) float64 { return w.short.Trust }),
	share("short_of_agreement", "share of what output lacks because people did different things", "by disagreement, of ln(quality/oracle)/ln output", "model, 3", func(w *Window) float64 { return w.short.Agreement }),

	share("engage", "tenet: how many classes of people, by unit, take part in leading", "mean over cells of min(1, given each/mean given)", "Jones, Harvey, Lefoe & Ryland 2014", (*Window).engage),
	share("enable", "tenet: trust, and respect across units", "mean T·respect·(1 − rejection)", "Jones, Harvey, Lefoe & Ryland 2014", (*Window).enable),
	share("enact", "tenet: the weakest of people, processes, support and systems", "min(who may claim, 1 − 2^−rounds, who reflects, 1/(1 + spread of goals))", "Jones, Harvey, Lefoe & Ryland 2014", (*Window).enact),
	share("encourage", "tenet: what is spent on developing people", "1 − (1 − ε)·Π(1 − programme)", "Jones, Harvey, Lefoe & Ryland 2014", (*Window).encourage),
	share("evaluate", "tenet: contributions that are looked at, by those who reflect", "review·reflection", "Jones, Harvey, Lefoe & Ryland 2014", (*Window).evaluate),
	share("emergent", "tenet: leadership that nobody handed out", "", "Jones, Harvey, Lefoe & Ryland 2014", (*Window).emergent),

	share("safety", "how safe people feel to speak; missing where all do", "", "Edmondson 1999", func(w *Window) float64 {
		if w.Safety() == nil {
			return missing
		}
		return w.mean(w.Safety())
	}),
	share("units_apart", "share of disagreement that lies between units: solutions of their own", "between/(between + within), by w", "Fisher 1925", (*Window).unitsApart),

	run("crossing", "1", "grants that cross units, of all", "", "Krackhardt & Stern 1988", 0, 1, func(w *Window) float64 { return over(w.Tally.Foreign, w.Tally.Grants) }),
	run("learned_across", "1", "what could be learned from those granted in other units, of all that could be from those granted", "Σ across g·max(0, E_j − E_i)/Σ", "model, 5", 0, 1,
		func(w *Window) float64 { return over(w.Tally.AheadForeign, w.Tally.Ahead) }),
	run("rules_kept", "changes", "changes of its own rules that the organisation kept after a review", "", "Cyert & March 1963", 0, math.Inf(1), func(w *Window) float64 { return float64(w.RulesKept()) }),
	run("entropy_total", "nats", "entropy of who led over the run", "H(leader)", "Shannon 1948", 0, math.Inf(1), func(w *Window) float64 {
		if w.Tally.Volume <= 0 {
			return missing
		}
		return w.split.Total
	}),
	run("entropy_sharing", "nats", "sharing at one moment", "H(leader|t)", "model, 9", 0, math.Inf(1),
		func(w *Window) float64 { return over(w.Tally.Sharing, w.Tally.Volume) }),
	run("entropy_rotation", "nats", "rotation over time", "I(leader; t) = H(leader) − H(leader|t)", "model, 9", 0, math.Inf(1), func(w *Window) float64 {
		if w.Tally.Volume <= 0 {
			return missing
		}
		return max(0, w.split.Total-w.Tally.Sharing/w.Tally.Volume)
	}),
	run("entropy_domain", "nats", "different people lead different things", "I(leader; d) = H(leader) − H(leader|d)", "model, 9", 0, math.Inf(1),
		func(w *Window) float64 { return w.split.Between }),
	run("role_breadth", "domains", "in how many domains one who leads does so: roles by what people do", "exp(H(d) − I(leader; d))", "Hill 1973", 1, math.Inf(1), (*Window).breadth),
	run("delegation_index", "1", "tasks spread but influence not: delegation above 0, distribution near or below it", "H_norm(tasks) − H_norm(influence)", "model, 9", -1, 1, (*Window).delegation),
	run("ever_led", "1", "share that led most in at least one cycle", "", "evidence, D", 0, 1, func(w *Window) float64 {
		return over(float64(len(w.Tally.Led.Rows)), float64(w.ever()))
	}),
	run("leadership_density", "1", "how densely people look to one another for leadership: the mean of the network of grants as a share of its greatest, at the end of each window", "Σ g/(n(n − 1)·max g)", "Carson, Tesluk & Marrone 2007", 0, 1, func(w *Window) float64 {
		return over(w.Tally.Dense, float64(w.Tally.Looks))
	}),
	run("capacity_growth", "1", "growth of mean expertise since burn-in", "Σ w·(E − E₀)", "model, 9", -1, 1, func(w *Window) float64 {
		if w.Tally.Start == nil || !w.works {
			return missing
		}
		sum := 0.0
		for d, x := range w.Weights() {
			sum += float64(x * (w.expertise[d] - w.Tally.Start[d]))
		}
		return sum
	}),
	run("turnover", "1/cycle", "share that left in a cycle, of themselves or by an event", "leavers/Σ agents as each cycle began", "model, 9", 0, 1, func(w *Window) float64 {
		return over(float64(w.Tally.Leavers), w.Tally.Heads)
	}),
	run("recovery", "cycles", "mean time after a shock until quality was back at 95 % of what it was", "", "model, 9", 0, math.Inf(1),
		func(w *Window) float64 { return over(float64(w.Tally.Recovered), float64(w.Tally.Recoveries)) }),
}

func total(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum
}

// sourceShare is the share of the cycle's influence by one source.
func (w *Window) sourceShare(s int) float64 {
	return over(w.Source[s], w.Source[0]+w.Source[1]+w.Source[2])
}

func share(name, doc, formula, source string, of func(*Window) float64) Measure {
	return number(name, "1", doc, formula, source, 0, 1, of)
}

func number(name, unit, doc, formula, source string, lo, hi float64, of func(*Window) float64) Measure {
	return Measure{table.Column{Name: name, Unit: unit, Doc: doc, Formula: formula, Source: source, Lo: lo, Hi: hi}, of}
}

// run is a measure of the whole run so far, after burn-in.
func run(name, unit, doc, formula, source string, lo, hi float64, of func(*Window) float64) Measure {
	m := number(name, unit, doc, formula, source, lo, hi, of)
	m.Role = table.Total
	return m
}

// Organisation is an organisation's model with its measures.
type Organisation struct {
	*sim.Model
	window  *Window
	columns []table.Column
}

// Of returns a model with all its measures: the common ones, then its kind of
// work's own.
func Of(m *sim.Model) *Organisation {
	o := &Organisation{Model: m, window: NewWindow(m)}
	for _, c := range Catalogue {
		o.columns = append(o.columns, c.Column)
	}
	o.columns = append(o.columns, m.Work.Columns()...)
	return o
}

// Columns are its measures.
func (o *Organisation) Columns() []table.Column { return o.columns }

// Window is what the measures look through.
func (o *Organisation) Window() *Window { return o.window }

// Measure writes the values of all measures now; before the first cycle all are
// missing.
func (o *Organisation) Measure(dst []float64) {
	if !o.Last.Reported {
		for k := range dst {
			dst[k] = missing
		}
		return
	}
	o.window.Look()
	for k := range Catalogue {
		dst[k] = Catalogue[k].Of(o.window)
	}
	o.Work.Measure(dst[len(Catalogue):])
}
