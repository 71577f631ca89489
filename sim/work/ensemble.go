package work

import (
	"math"

	"tutti/agents"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var ensemble = Kind{
	Name: "ensemble", Title: "Agree on an interpretation and play it together",
	Doc: "People settle how a piece should go, as in judgement, and then play a passage note by note: each corrects its " +
		"timing towards those whom it follows, with clocks and hands that are never quite steady and sound that takes time to arrive.",
	Source: "model, 6; Wing, Endo, Bradbury & Vorberg 2014; Vorberg & Schulze 2002; Rasch 1979",
	Read:   readEnsemble,
}

// Timing is how a passage is played.
type Timing struct {
	Notes        int         // of the passage
	Settle       int         // notes before it is measured
	Interval     float64     // between notes [ms]
	Follow       float64     // κ: gain towards one who was granted the whole plan
	Gain         float64     // towards each whom one attends to, set outright; NaN by grants
	Gains        [][]float64 // of the row's player towards the column's, set outright; nil by Gain or grants
	Timekeeper   float64     // sd of an interval by a player without expertise [ms]
	Motor        float64     // sd of the delay from intention to sound of one without expertise [ms]
	First        float64     // sd of the first onset [ms]
	Sound        float64     // what sound needs [ms per metre]
	Anticipation float64     // share of that which players allow for [0..1]
	Reach        float64     // how far players hear one another; 0 without limit [m]
	Intention    float64     // longer interval by one unit of the plan in the first domain [ms]
	Tolerable    float64     // asynchrony that costs as much as a loss of 1; 0 costs nothing [ms]
	Places       [][]float64 // seats outright [m]; nil for arcs
}

// EnsembleParams are the parameters of ensemble.
type EnsembleParams struct {
	JudgementParams
	Timing
}

func readEnsemble(t *keys.Table) Params {
	p := &EnsembleParams{JudgementParams: ReadJudgement(t)}
	p.Timing = Timing{
		Notes:        t.Count("notes", 48, 2, 10000, "notes of the passage that is played in a cycle [notes]"),
		Settle:       t.Count("settle", 8, 0, 9998, "notes before the passage is measured [notes]"),
		Interval:     t.Number("interval", 500, keys.Positive, "interval between notes [ms]"),
		Follow:       t.Number("follow", 1, keys.NonNegative, "κ: gain with which a player corrects its timing towards one whom it granted its whole plan; by grant in proportion (model, 6)"),
		Gain:         t.Number("gain", 0.25, keys.NonNegative, "gain towards each whom a player attends to, set outright instead of by grants; the best is 1/players (Wing et al. 2014, eq. 1)"),
		Gains:        t.Matrix("gains", keys.Any, "gain of the row's player towards the column's, set outright instead of by grants; the diagonal counts for nothing (Wing et al. 2014)"),
		Timekeeper:   t.Number("timekeeper", 50, keys.NonNegative, "standard deviation of an interval by the clock of one with expertise 0.05; it falls as 1.05 − expertise, and the default puts players of 0.7 as far apart as real quartets are [ms] (model, 6; Wing et al. 2014)"),
		Motor:        t.Number("motor", 15, keys.NonNegative, "standard deviation of the delay from intention to sound of one with expertise 0.05; it falls likewise [ms] (model, 6)"),
		First:        t.Number("first_note", 0, keys.NonNegative, "standard deviation of the onsets of the first note [ms]"),
		Sound:        t.Number("sound", 2.9, keys.NonNegative, "time that sound needs; the beat of one who does not play is seen and takes none [ms per metre] (evidence, B6.5)"),
		Anticipation: t.Share("anticipation", 0, "share of that delay which players allow for"),
		Reach:        t.Number("reach", 0, keys.NonNegative, "how far players hear one another; 0 is no limit [m]"),
		Intention:    t.Number("intention", 5, keys.NonNegative, "how much longer a player makes the interval for a unit of its plan in the first domain [ms per unit of plan]"),
		Tolerable:    t.Number("tolerable", 50, keys.NonNegative, "asynchrony that costs as much as a loss of 1, the cost growing with its square; 0 costs nothing [ms] (Rasch 1979)"),
		Places:       t.Matrix("seats", keys.Any, "places of the players, one row [x, y] each; by default they sit in arcs by units [m]"),
	}
	if !t.Has("gain") {
		p.Gain = math.NaN()
	}
	if p.Settle > p.Notes-2 {
		if !t.Blank() {
			t.Errorf("settle", "%d notes, but the passage has %d, want at least two more", p.Settle, p.Notes)
		}
		p.Settle = 0
	}
	for i, row := range p.Gains {
		if len(row) != len(p.Gains) {
			t.Errorf("gains", "row %d has %d gains, want %d: the matrix is square", i+1, len(row), len(p.Gains))
			p.Gains = nil
			break
		}
	}
	if len(p.Places) > 0 && len(p.Places[0]) != 2 {
		t.Errorf("seats", "a row of %d, want [x, y]", len(p.Places[0]))
		p.Places = nil
	}
	return p
}

// Columns are the measures of ensemble.
func (p *EnsembleParams) Columns() []table.Column {
	inf := math.Inf(1)
	return []table.Column{
		{Name: "asynchrony_ms", Unit: "ms", Doc: "standard deviation of onset differences in the passage, over all pairs", Formula: "√(mean over pairs of Var(t_i − t_j))", Source: "Rasch 1979; Wing et al. 2014", Lo: 0, Hi: inf},
		{Name: "asynchrony_offset_ms", Unit: "ms", Doc: "how far apart players are on average over the passage, over all pairs", Formula: "√(mean over pairs of (mean t_i − mean t_j)²)", Source: "Rasch 1979", Lo: 0, Hi: inf},
		{Name: "tempo_drift", Unit: "ms/note", Doc: "how much longer the played interval was than the players meant it on average; above 0 the tempo drags", Formula: "(last − first mean onset)/notes − interval − intention·mean plan in the first domain", Source: "evidence, B6", Lo: -inf, Hi: inf},
		{Name: "tempo_wander", Unit: "ms", Doc: "standard deviation of the ensemble's own interval from note to note", Formula: "sd of mean onset(k+1) − mean onset(k)", Source: "evidence, B6", Lo: 0, Hi: inf},
		{Name: "mean_gain", Unit: "1", Doc: "mean gain of a player towards each other", Formula: "Σ α_ij/(n·(n − 1))", Source: "Wing et al. 2014", Lo: -inf, Hi: inf},
		{Name: "gain_asymmetry", Unit: "1", Doc: "how far one player leads the timing: is followed without following; 0 for a democratic ensemble", Formula: "max over players of (Σ α_ji − Σ α_ij)/(Σ α_ji + Σ α_ij)", Source: "Wing et al. 2014", Lo: -inf, Hi: inf},
	}
}

// Fits wants a row of gains and a seat for each agent, where they are given.
func (p *EnsembleParams) Fits(agents int, tell func(key, format string, args ...any)) {
	if n := len(p.Gains); n > 0 && n != agents {
		tell("gains", "%d rows, want %d, one an agent", n, agents)
	}
	if n := len(p.Places); n > 0 && n != agents {
		tell("seats", "%d seats, want %d, one an agent", n, agents)
	}
}

// Bytes are the onsets of a passage that is played twice, and who follows whom.
func (p *EnsembleParams) Bytes(agents, ties float64, _ int) float64 {
	return float64(agents*float64(16*p.Notes+80)) + float64(25*ties)
}

// New makes the work.
func (p *EnsembleParams) New(s Setting) Work {
	e := &Ensemble{Judgement: p.JudgementParams.New(s).(*Judgement), Timing: p.Timing}
	e.values = make([]float64, len(p.Columns()))
	for k := range e.values {
		e.values[k] = math.NaN()
	}
	e.sit()
	return e
}

// Ensemble is the work of playing together: judgement, and then a passage.
type Ensemble struct {
	*Judgement
	Timing
	seats   []Seat
	count   []int32   // whom each player follows: how many,
	to      []int32   // row by row who,
	gain    []float64 // and how far
	onsets  []float64 // of the last passage, against a strict beat [ms], note by note
	players int       // columns of onsets
	values  []float64 // of the measures

	lag   []float64 // delay of what is heard, per entry of to [ms]
	meant []float64 // room: intended onsets of the present note and the next [ms], and what play needs of each
	shy   []float64 // onsets had nobody followed anybody
	means []float64
}

// Resize follows the organisation.
func (e *Ensemble) Resize() {
	e.Judgement.Resize()
	e.sit()
}

// Heed keeps whom each follows.
func (e *Ensemble) Heed(i int, sources []int32, shares []float64) {
	if i < 0 {
		e.count = resized(e.count, e.Org.N)
		clear(e.count)
		e.to, e.gain = e.to[:0], e.gain[:0]
		e.outright()
		return
	}
	if e.Gains != nil || e.Gain == e.Gain {
		return
	}
	for k, j := range sources {
		e.follow(i, int(j), float64(e.Follow*shares[k]))
	}
}

// follow lets player i follow j, if it hears it.
func (e *Ensemble) follow(i, j int, gain float64) {
	far := e.Reach > 0 && e.Org.Works[j] != 0 && e.metres(i, j) > e.Reach
	if gain == 0 || i == j || e.Org.Present[j] == 0 || far {
		return
	}
	e.count[i]++
	e.to, e.gain = append(e.to, int32(j)), append(e.gain, gain)
}

// outright sets gains that do not depend on what is granted.
func (e *Ensemble) outright() {
	o := e.Org
	for i := range o.N {
		switch {
		case o.Present[i] == 0:
		case e.Gains != nil && i < len(e.Gains):
			for j, g := range e.Gains[i] {
				if j < o.N {
					e.follow(i, j, g)
				}
			}
		case e.Gains == nil && e.Gain == e.Gain:
			for k := o.Start[i]; k < o.Start[i+1]; k++ {
				e.follow(i, int(o.To[k]), e.Gain)
			}
		}
	}
}

// resized is a column with n rows.
func resized[T any](column []T, n int) []T {
	if cap(column) < n {
		return make([]T, n)
	}
	return column[:n]
}

// Score plays the passage: quality counts the interpretation and how well the
// playing was together.
func (e *Ensemble) Score(cycle int, actions []float64, workers int) Score {
	s := e.Judgement.Score(cycle, actions, workers)
	e.play(cycle, actions, workers)
	together, apart, drift, wander := e.hear(e.onsets)
	drift -= e.intended(actions)
	alone, _, _, _ := e.hear(e.shy)
	e.values = append(e.values[:0], together, apart, drift, wander)
	e.styles()
	s.Quality = e.costs(s.Quality, together)
	s.Isolated = e.costs(s.Isolated, alone)
	s.Oracle = e.costs(s.Oracle, e.closest())
	return s
}

// intended is by how much longer than written those who play mean the interval
// to be, in the mean [ms].
func (e *Ensemble) intended(actions []float64) float64 {
	o, sum, heads := e.Org, 0.0, 0.0
	for i := range o.N {
		if o.Present[i]&o.Works[i] != 0 {
			sum += actions[i*o.D]
			heads++
		}
	}
	return float64(e.Intention*sum) / max(1, heads)
}

// costs is a quality of 1/(1 + loss) with the loss by asynchrony added.
func (e *Ensemble) costs(quality, asynchrony float64) float64 {
	if e.Tolerable == 0 || asynchrony != asynchrony || quality == 0 {
		return quality
	}
	x := asynchrony / e.Tolerable
	return 1 / (1/quality + float64(x*x))
}

// closest is the asynchrony below which these players cannot get, whatever they
// do: the noise of the last interval and of their hands, which nobody can have
// heard yet. Equal players reach it at gains of 1/n when their hands are steady.
func (e *Ensemble) closest() float64 {
	sum, n := 0.0, 0.0
	noise := float64(e.Timekeeper*e.Timekeeper) + float64(e.Motor*e.Motor)
	for i := range e.Org.N {
		if e.Org.Present[i]&e.Org.Works[i] != 0 {
			u := 1.05 - e.skill(i)
			sum += float64(noise * float64(u*u))
			n++
		}
	}
	if n < 2 {
		return math.NaN()
	}
	return math.Sqrt(2 * sum / n)
}

// play plays the passage twice: once following one another, once with everybody
// for itself, with the same clocks and hands.
func (e *Ensemble) play(cycle int, actions []float64, workers int) {
	o := e.Org
	n := o.N
	e.players = n
	e.onsets, e.shy = resized(e.onsets, e.Notes*n), resized(e.shy, e.Notes*n)
	e.meant = resized(e.meant, 5*n)
	e.hush()
	p := passage{e: e, actions: actions, clock: exact.NewDraws(e.Seed, drawOnset, cycle+1), hand: exact.NewDraws(e.Seed, drawMotor, cycle+1),
		now: e.meant[:n], next: e.meant[n : 2*n], own: e.meant[2*n : 3*n], first: e.meant[3*n : 4*n], unsteady: e.meant[4*n:]}
	at := int32(0)
	for i := range n {
		p.first[i] = float64(at)
		at += e.count[i]
		p.now[i] = float64(e.First * p.clock.Normal(o.Key[i], 0))
		p.own[i] = p.now[i]
		p.unsteady[i] = 1.05 - e.skill(i)
	}
	for ; p.note < e.Notes; p.note++ {
		p.sound, p.shy = e.onsets[p.note*n:(p.note+1)*n], e.shy[p.note*n:(p.note+1)*n]
		agents.Rows(n, workers, p, passage.sounds)
		agents.Rows(n, workers, p, passage.corrects)
		p.now, p.next = p.next, p.now
	}
}

// A passage is what is played, at a note of it.
type passage struct {
	e           *Ensemble
	actions     []float64
	clock, hand exact.Draws
	note        int
	now, next   []float64 // intended onsets of this note and the next [ms]
	own         []float64 // likewise, had nobody followed anybody
	first       []float64 // entry of each player in the list of whom it follows
	unsteady    []float64 // what of the noise of clocks and hands is each player's
	sound, shy  []float64 // onsets as heard, and had nobody followed anybody [ms]
}

// sounds plays the note.
func (p passage) sounds(from, to int) {
	for i := from; i < to; i++ {
		delay := 0.0
		if p.e.Motor > 0 {
			delay = float64(float64(p.e.Motor*p.unsteady[i]) * p.hand.Normal(p.e.Org.Key[i], p.note))
		}
		p.sound[i], p.shy[i] = p.now[i]+delay, p.own[i]+delay
	}
}

// corrects has players mean the next note by what they heard of this one.
func (p passage) corrects(from, to int) {
	o := p.e.Org
	for i := from; i < to; i++ {
		if o.Present[i] == 0 {
			p.next[i] = p.now[i]
			continue
		}
		step := float64(float64(p.e.Timekeeper*p.unsteady[i])*p.clock.Normal(o.Key[i], p.note+1)) + float64(p.e.Intention*p.actions[i*o.D])
		p.own[i] += step
		p.next[i] = p.now[i] + step - p.e.correct(i, int(p.first[i]), p.sound)
	}
}

// hush works out how late each player hears those whom it follows.
func (e *Ensemble) hush() {
	e.lag = resized(e.lag, len(e.to))
	e.count = resized(e.count, e.Org.N)
	at := 0
	for i, c := range e.count {
		for range c {
			e.lag[at] = 0
			if j := int(e.to[at]); e.Org.Works[j] != 0 { // else it is seen, not heard: a conductor's beat
				e.lag[at] = float64(float64(e.Sound*e.metres(i, j)) * (1 - e.Anticipation))
			}
			at++
		}
	}
}

// correct is by how much player i shortens its next interval: Σ α_ij of its
// asynchronies, as it hears them [ms] (Wing et al. 2014, eq. 1).
func (e *Ensemble) correct(i, first int, sound []float64) float64 {
	sum := 0.0
	for k := first; k < first+int(e.count[i]); k++ {
		sum += float64(e.gain[k] * (sound[i] - (sound[e.to[k]] + e.lag[k])))
	}
	return sum
}

// hear measures a passage, after it has settled: the asynchrony over pairs of
// those who play, how far apart they are on average [ms], and how the mean onset
// drifts [ms per note] and wanders [ms]; missing with fewer than two players.
func (e *Ensemble) hear(onsets []float64) (asynchrony, offset, drift, wander float64) {
	o, n := e.Org, e.Org.N
	from := e.Settle
	notes := float64(e.Notes - from)
	e.means = resized(e.means, n+e.Notes)
	own, mean := e.means[:n], e.means[n:]
	clear(own)
	heads := 0.0
	for i := range n {
		heads += float64(o.Present[i] & o.Works[i])
	}
	if heads == 0 {
		return math.NaN(), math.NaN(), math.NaN(), math.NaN()
	}
	for k := from; k < e.Notes; k++ {
		sum := 0.0
		for i, x := range onsets[k*n : (k+1)*n] {
			if o.Present[i]&o.Works[i] != 0 {
				sum += x
			}
		}
		mean[k] = sum / heads
		for i, x := range onsets[k*n : (k+1)*n] {
			own[i] += (x - mean[k]) / notes
		}
	}
	spread := 0.0 // Σ over players and notes of the squared distance from their own mean place
	for k := from; k < e.Notes; k++ {
		for i, x := range onsets[k*n : (k+1)*n] {
			if o.Present[i]&o.Works[i] != 0 {
				u := x - mean[k] - own[i]
				spread += float64(u * u)
			}
		}
	}
	places := 0.0
	for i, x := range own {
		if o.Present[i]&o.Works[i] != 0 {
			places += float64(x * x)
		}
	}
	drift = (mean[e.Notes-1] - mean[from]) / (notes - 1)
	for k := from + 1; k < e.Notes; k++ {
		u := mean[k] - mean[k-1] - drift
		wander += float64(u * u)
	}
	wander = math.Sqrt(wander / (notes - 1))
	if heads < 2 {
		return math.NaN(), math.NaN(), drift, wander
	}
	// The mean over pairs of (u_i − u_j)² is 2/(n−1) times Σ u², as Σ u = 0.
	return math.Sqrt(2 * spread / (heads - 1) / (notes - 1)), math.Sqrt(2 * places / (heads - 1)), drift, wander
}

// styles measures who follows whom: the mean gain and its asymmetry.
func (e *Ensemble) styles() {
	o := e.Org
	e.means = resized(e.means, 2*o.N)
	given, taken := e.means[:o.N], e.means[o.N:2*o.N]
	clear(e.means)
	at, sum, heads := 0, 0.0, 0.0
	for i, c := range e.count {
		for range c {
			given[e.to[at]] += e.gain[at]
			taken[i] += e.gain[at]
			sum += e.gain[at]
			at++
		}
	}
	lead := math.NaN()
	for i := range o.N {
		heads += float64(o.Present[i])
		if both := given[i] + taken[i]; both > 0 {
			if x := (given[i] - taken[i]) / both; !(x <= lead) {
				lead = x
			}
		}
	}
	if heads < 2 {
		e.values = append(e.values, math.NaN(), math.NaN())
		return
	}
	e.values = append(e.values, sum/(heads*(heads-1)), lead)
}

// Onsets returns the onsets of the last passage, note by note and player by
// player, from its first beat [ms]; NaN for those who were away. It is nil
// before the first.
func (e *Ensemble) Onsets() [][]float64 {
	var notes [][]float64
	for at := 0; at < len(e.onsets) && e.players > 0; at += e.players {
		beat := float64(float64(len(notes)) * e.Interval)
		row := make([]float64, e.players)
		for i := range row {
			row[i] = e.onsets[at+i] + beat
			if i < e.Org.N && e.Org.Present[i] == 0 {
				row[i] = math.NaN()
			}
		}
		notes = append(notes, row)
	}
	return notes
}

// Columns are the measures of ensemble.
func (e *Ensemble) Columns() []table.Column { return (*EnsembleParams)(nil).Columns() }

// Measure writes the measures.
func (e *Ensemble) Measure(dst []float64) { copy(dst, e.values) }

// timings are the parameters that may be set in mid-run.
var timings = []string{"follow", "timekeeper", "motor", "sound", "anticipation", "reach", "intention", "tolerable"}

// param returns a parameter of the timing by its key.
func (t *Timing) param(name string) *float64 {
	switch name {
	case "follow":
		return &t.Follow
	case "timekeeper":
		return &t.Timekeeper
	case "motor":
		return &t.Motor
	case "sound":
		return &t.Sound
	case "anticipation":
		return &t.Anticipation
	case "reach":
		return &t.Reach
	case "intention":
		return &t.Intention
	case "tolerable":
		return &t.Tolerable
	}
	return nil
}

// Param returns a parameter that may change in mid-run by its key.
func (p *EnsembleParams) Param(name string) *float64 {
	if x := p.Timing.param(name); x != nil {
		return x
	}
	return p.JudgementParams.Param(name)
}

// Param returns a parameter that may change in mid-run by its key.
func (e *Ensemble) Param(name string) *float64 {
	if x := e.Timing.param(name); x != nil {
		return x
	}
	return e.Judgement.Param(name)
}

// State lists the columns (see exact.State).
func (e *Ensemble) State(s exact.State) {
	e.Judgement.State(s)
	s.Ints("followed", &e.count)
	s.Ints("whom", &e.to)
	s.Floats("gain", &e.gain)
	s.Floats("onsets", &e.onsets)
	s.Int("players", &e.players)
	s.Floats("timing", &e.values)
	for _, name := range timings {
		s.Float(name, e.Param(name))
	}
	e.sit()
}

var (
	_ Work   = (*Ensemble)(nil)
	_ Heeder = (*Ensemble)(nil)
)
