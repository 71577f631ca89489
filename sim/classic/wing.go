package classic

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var wing2014 = Kind{
	Name:  "wing-2014",
	Title: "Timing in a string quartet",
	Reference: "Wing, A. M., Endo, S., Bradbury, A. & Vorberg, D. (2014). Optimal feedback correction in string quartet synchronization. " +
		"Journal of the Royal Society Interface 11, 20131125",
	Doc: "Each player keeps time with an inner clock and corrects a share of every asynchrony heard from each other player. " +
		"Too little correction lets the players drift apart, too much makes them overshoot; four players are best together at a gain of a quarter. " +
		"Who corrects less than the others leads.",
	Entities: "Players, each with a time at which the present note is meant [ms off the common beat], a motor delay of that note, and a gain towards every other player.",
	Process: []string{
		"Every player's next note comes one clock interval later, less the sum over the others of gain times how much later than they the player sounded; the clock has an error, normal with the player's standard deviation, and draws it afresh.",
		"Every note sounds later or earlier than meant by a motor delay, drawn afresh from a normal law.",
		"From the end of the burn-in on, the asynchronies of all pairs are added to the averages.",
	},
	Readings: []Reading{{Key: "heard", Options: []string{"onsets", "intentions"},
		Why: "players hear when the others sound, motor delay included; corrections of the clocks' own times would leave motor noise without consequence for the best gain"}},
	Read: readWing,
	Experiments: []Experiment{
		{Name: "Gains", Run: wingGains},
		{Name: "Motor noise", Run: wingMotor},
		{Name: "Leadership", Run: wingLeadership},
		{Name: "Other ensembles, gains and motor noise", Run: wingFurther},
	},
}

// A wingSpec is an ensemble that plays a passage of equal notes.
type wingSpec struct {
	n           int
	gains       []float64 // n·n; α_ij: share of i's lead over j that i takes back
	timekeeper  []float64 // sd of each player's clock [ms]
	motor       []float64 // sd of each player's motor delay [ms]
	tempo       []float64 // interval that each wants [ms]
	intentions  bool      // correct what the clocks meant, not what is heard
	first       float64   // sd of the onsets of the first note [ms]
	burnIn      int       // notes before the averages start
	commonTempo float64   // mean of tempo [ms]
}

func readWing(t *keys.Table) Spec {
	s := &wingSpec{
		n: t.Count("players", 4, 2, 200, "players; follows from gains where those are given (Wing et al. 2014)"),
	}
	gain := t.Number("gain", 0.25, keys.Any, "share of each asynchrony that a player corrects at the next note (Wing et al. 2014, eq. 1)")
	lead := t.Table("leader", "player 1 leads: three gains instead of one")
	toOthers := lead.Number("corrects", gain, keys.Any, "gain of the leader towards the others")
	followed := lead.Number("followed", gain, keys.Any, "gain of the others towards the leader")
	among := lead.Number("others", gain, keys.Any, "gain of the others towards each other")
	rows := t.Matrix("gains", keys.Any, "gain of the row's player towards the column's; the diagonal counts for nothing")
	if rows != nil {
		if t.Has("players") && s.n != len(rows) {
			t.Errorf("gains", "%d rows, want one for each of %d players", len(rows), s.n)
		}
		if t.Has("gain") || t.Has("leader") {
			t.Errorf("gains", "beside gain or leader, want one of the three")
		}
		s.n = len(rows)
		for i, row := range rows {
			if len(row) != s.n {
				t.Errorf("gains", "row %d has %d gains, want %d: the matrix is square", i+1, len(row), s.n)
				rows = nil
				break
			}
		}
	}
	if s.n < 2 {
		t.Errorf("gains", "%d players, want at least 2", s.n)
		s.n = 2
	}
	s.gains = leaderGains(s.n, toOthers, followed, among)
	for i, row := range rows {
		copy(s.gains[i*s.n:], row)
	}
	s.timekeeper = perPlayer(t, "timekeeper", 10, s.n, "standard deviation of the clock: one for all or one each [ms]")
	s.motor = perPlayer(t, "motor", 0, s.n, "standard deviation of the delay between intention and sound: one for all or one each [ms]")
	s.tempo = perPlayer(t, "interval", 500, s.n, "interval between notes that a player wants: one for all or one each [ms]")
	s.intentions = t.Choice("heard", "onsets", []string{"onsets", "intentions"}, "what is corrected: asynchronies of sounds or of intentions") == "intentions"
	s.first = t.Number("first_note", 0, keys.NonNegative, "standard deviation of the onsets of the first note [ms]")
	s.burnIn = t.Count("burn_in", 50, 0, 1000000, "notes before averages over time begin [notes]")
	for _, x := range s.tempo {
		s.commonTempo += x / float64(s.n)
	}
	return s
}

// perPlayer reads one number for all or one each, none negative.
func perPlayer(t *keys.Table, key string, def float64, n int, doc string) []float64 {
	xs := t.Numbers(key, []float64{def}, keys.NonNegative, doc)
	if len(xs) != 1 && len(xs) != n {
		t.Errorf(key, "%d values, want 1 or one for each of %d players", len(xs), n)
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = def
		if len(xs) > 0 {
			out[i] = xs[i%len(xs)]
		}
	}
	return out
}

// leaderGains is the matrix of gains where player 0 leads.
func leaderGains(n int, corrects, followed, others float64) []float64 {
	g := make([]float64, n*n)
	for i := range n {
		for j := range n {
			switch {
			case i == j:
			case i == 0:
				g[i*n+j] = corrects
			case j == 0:
				g[i*n+j] = followed
			default:
				g[i*n+j] = others
			}
		}
	}
	return g
}

// New puts the players before their first note.
func (s *wingSpec) New(seed uint64) Model {
	m := &wingModel{spec: s, seed: seed, meant: make([]float64, s.n), delay: make([]float64, s.n)}
	m.mean, m.square, m.product = make([]float64, s.pairs()), make([]float64, s.pairs()), make([]float64, s.pairs())
	m.before = make([]float64, s.pairs())
	motor := exact.NewDraws(seed, drawWingMotor, 0)
	clock := exact.NewDraws(seed, drawWingTimekeeper, 0)
	for i := range s.n {
		m.meant[i] = s.first * clock.Normal(uint32(i), 1)
		m.delay[i] = s.motor[i] * motor.Normal(uint32(i), 0)
	}
	m.theory = math.NaN()
	if cov, ok := s.covariance(); ok {
		m.theory = pairVariance(s.n, cov)
	}
	return m
}

func (s *wingSpec) pairs() int { return s.n * (s.n - 1) / 2 }

// covariance solves the discrete Lyapunov equation for the stationary
// covariance of the onsets about their common mean [ms², n·n]; false where the
// gains are not stable.
//
// With intended times y and motor delays m, an onset is y + m and
// y(k+1) = (I−L)·y(k) − L·m(k) + noise, L the Laplacian of the gains.
func (s *wingSpec) covariance() ([]float64, bool) {
	n := s.n
	l := make([]float64, n*n)
	for i := range n {
		for j := range n {
			if i != j {
				l[i*n+j] = -s.gains[i*n+j]
				l[i*n+i] += s.gains[i*n+j]
			}
		}
	}
	centre := make([]float64, n*n) // takes the common mode off
	step, heard := make([]float64, n*n), make([]float64, n*n)
	for i := range centre {
		centre[i] = -1 / float64(n)
		step[i] = -l[i]
		if !s.intentions {
			heard[i] = -l[i]
		}
	}
	for i := range n {
		centre[i*n+i]++
		step[i*n+i]++
	}
	clock, motor := make([]float64, n*n), make([]float64, n*n)
	for i := range n {
		clock[i*n+i] = float64(s.timekeeper[i] * s.timekeeper[i])
		motor[i*n+i] = float64(s.motor[i] * s.motor[i])
	}
	noise := sandwich(n, heard, motor)
	for i := range noise {
		noise[i] += clock[i]
	}
	cov, ok := lyapunov(n, product(n, centre, step), sandwich(n, centre, noise))
	if !ok {
		return nil, false
	}
	motor = sandwich(n, centre, motor)
	for i := range cov {
		cov[i] += motor[i]
	}
	return cov, true
}

// sandwich returns a·x·aᵀ.
func sandwich(n int, a, x []float64) []float64 {
	return product(n, product(n, a, x), transposed(n, a))
}

// pairVariance is the mean over pairs of the variance of their asynchrony.
func pairVariance(n int, cov []float64) float64 {
	total := 0.0
	for i := range n {
		for j := range i {
			total += cov[i*n+i] + cov[j*n+j] - cov[i*n+j] - cov[j*n+i]
		}
	}
	return total / float64(n*(n-1)/2)
}

// A wingModel is the ensemble in mid-passage. Times are kept relative to a
// strict beat at the common tempo, so that they lose no digits in a long piece.
type wingModel struct {
	spec   *wingSpec
	seed   uint64
	cycle  int
	meant  []float64 // intended onset of the present note [ms off the beat]
	delay  []float64 // motor delay of the present note [ms]
	theory float64   // mean pair variance by the Lyapunov equation [ms²]

	counted int       // notes since burn-in
	mean    []float64 // mean asynchrony of each pair [ms]
	square  []float64 // sum of squares about that mean [ms²]
	product []float64 // sum of products of neighbouring asynchronies [ms²]
	before  []float64 // asynchrony of each pair at the note before [ms]
}

// Step plays one note: t ← t + T − Σ α_ij (t_i − t_j) + noise.
func (m *wingModel) Step() {
	s := m.spec
	m.cycle++
	clock := exact.NewDraws(m.seed, drawWingTimekeeper, m.cycle)
	motor := exact.NewDraws(m.seed, drawWingMotor, m.cycle)
	next := make([]float64, s.n)
	for i := range s.n {
		next[i] = m.meant[i] + (s.tempo[i] - s.commonTempo) + float64(s.timekeeper[i]*clock.Normal(uint32(i), 0)) - m.correction(i)
	}
	copy(m.meant, next)
	for i := range s.n {
		m.delay[i] = s.motor[i] * motor.Normal(uint32(i), 0)
	}
	if m.cycle > s.burnIn {
		m.count()
	}
}

// correction is Σ α_ij (t_i − t_j) over the others [ms].
func (m *wingModel) correction(i int) float64 {
	c, own := 0.0, m.heard(i)
	for j, g := range m.spec.gains[i*m.spec.n : (i+1)*m.spec.n] {
		if j != i {
			c += float64(g * (own - m.heard(j)))
		}
	}
	return c
}

func (m *wingModel) heard(i int) float64 {
	if m.spec.intentions {
		return m.meant[i]
	}
	return m.meant[i] + m.delay[i]
}

// onset is when player i sounds [ms off the beat].
func (m *wingModel) onset(i int) float64 { return m.meant[i] + m.delay[i] }

// count adds the present asynchronies to the averages (Welford's recurrence).
func (m *wingModel) count() {
	m.counted++
	k := 0
	for i := range m.spec.n {
		for j := range i {
			a := m.onset(i) - m.onset(j)
			d := a - m.mean[k]
			m.mean[k] += d / float64(m.counted)
			m.square[k] += float64(d * (a - m.mean[k]))
			if m.counted > 1 {
				m.product[k] += float64(a * m.before[k])
			}
			m.before[k] = a
			k++
		}
	}
}

func (m *wingModel) Cycle() int { return m.cycle }

// Done is never true: a piece has no end of its own.
func (m *wingModel) Done() bool { return false }

// Columns are the measures of an ensemble.
func (m *wingModel) Columns() []table.Column {
	source := "Wing et al. 2014"
	from := func(name, unit, doc, formula string) table.Column {
		c := positive(name, unit, doc)
		c.Formula, c.Source = formula, source
		return c
	}
	lag := table.Number("lag1", "1", "correlation of an asynchrony with the next, mean over pairs, since burn-in")
	lag.Formula, lag.Source = "1 − n·α for equal gains without motor noise", source
	return []table.Column{
		from("asynchrony", "ms", "standard deviation of the onsets of this note", ""),
		from("largest_asynchrony", "ms", "first to last onset of this note", ""),
		from("pair_variance", "ms2", "variance of an asynchrony over the notes since burn-in, mean over pairs", "mean Var(t_i − t_j)"),
		from("pair_variance_theory", "ms2", "the same by the discrete Lyapunov equation; missing where gains are unstable", "X = M·X·Mᵀ + Q"),
		from("pair_sd", "ms", "root of pair_variance", ""),
		lag,
		table.Number("drift", "ms", "mean onset against a strict beat"),
		table.Number("lead_first_player", "ms", "how much earlier player 1 sounds than the mean of the others, since burn-in"),
	}
}

// Measure writes the measures.
func (m *wingModel) Measure(dst []float64) {
	n := m.spec.n
	onsets := make([]float64, n)
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range onsets {
		onsets[i] = m.onset(i)
		lo, hi = min(lo, onsets[i]), max(hi, onsets[i])
	}
	mean := sum(onsets) / float64(n)
	dst[0], dst[1], dst[6] = deviation(onsets, mean), hi-lo, mean
	for _, k := range []int{2, 4, 5, 7} {
		dst[k] = math.NaN()
	}
	dst[3] = m.theory
	if m.counted < 2 {
		return
	}
	pairs := float64(len(m.square))
	dst[2] = sum(m.square) / float64(m.counted-1) / pairs
	dst[4] = math.Sqrt(dst[2])
	lag, known, ahead := 0.0, 0.0, 0.0
	k := 0
	for i := range n {
		for j := range i {
			if m.square[k] > 0 {
				lag += (m.product[k] - float64(float64(m.counted-1)*float64(m.mean[k]*m.mean[k]))) / m.square[k]
				known++
			}
			if j == 0 {
				ahead += m.mean[k] / float64(n-1)
			}
			k++
		}
	}
	if known > 0 {
		dst[5] = lag / known
	}
	dst[7] = ahead
}

// State lists the whole state.
func (m *wingModel) State(s exact.State) {
	visitSeed(s, &m.seed)
	s.Int("cycle", &m.cycle)
	s.Floats("meant", &m.meant)
	s.Floats("delay", &m.delay)
	s.Float("theory", &m.theory)
	s.Int("counted", &m.counted)
	s.Floats("mean", &m.mean)
	s.Floats("square", &m.square)
	s.Floats("product", &m.product)
	s.Floats("before", &m.before)
}
