package classic

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var bass1969 = Kind{
	Name:      "bass-1969",
	Title:     "Growth of new products",
	Reference: "Bass, F. M. (1969). A new product growth for model consumer durables. Management Science 15(5), 215–227",
	Doc: "Some adopt on their own account, the others the sooner the more have adopted. " +
		"The curve is slow, then steep, then slow, and its peak comes long before most have adopted.",
	Entities: "People who adopt once. Each has a resistance, drawn once from an exponential law with mean 1.",
	Process: []string{
		"The pressure to adopt grows at a rate of p + q times the share who have adopted; whoever's resistance it passes adopts, and counts at once (or from the next cycle on, with `time = \"periods\"`).",
	},
	Readings: []Reading{{Key: "time", Options: []string{"continuous", "periods"},
		Why: "the printed solution is in continuous time; with whole periods the chance of adopting counts only adopters of earlier periods, which delays the peak"}},
	Read: readBass,
	Experiments: []Experiment{
		{Name: "Peak of adoption", Run: bassPeak},
		{Name: "Adoption curve", Run: bassCurve},
		{Name: "Eleven durable goods", Run: bassGoods},
		{Name: "Whole periods", Run: bassReadings},
	},
}

// A bassSpec is a market.
type bassSpec struct {
	n       int
	p, q    float64 // innovation, imitation [per unit of time]
	length  float64 // of a cycle [units of time]
	periods bool    // adopters count only from the next cycle on
}

func readBass(t *keys.Table) Spec {
	return &bassSpec{
		n:       t.Count("agents", 1000, 1, 10000000, "people who will adopt in the end"),
		p:       t.Number("innovation", 0.03, keys.Positive, "p, chance to adopt on one's own account [per unit of time] (Bass 1969)"),
		q:       t.Number("imitation", 0.38, keys.NonNegative, "q, chance to adopt by imitation, times the share who have adopted [per unit of time] (Bass 1969)"),
		length:  t.Number("cycle_length", 1, keys.Positive, "time that a cycle covers [units of time]"),
		periods: t.Choice("time", "continuous", []string{"continuous", "periods"}, "whether adopters count at once or from the next cycle on") == "periods",
	}
}

// bassShare is the share who have adopted by time t in an endless market:
// F(t) = (1−e^{−(p+q)t}) / (1+(q/p)e^{−(p+q)t}) [0..1].
func bassShare(p, q, t float64) float64 {
	e := exact.Exp(-float64((p + q) * t))
	return (1 - e) / (1 + float64(q/p*e))
}

// New gives everyone the pressure that makes them adopt.
//
// A person adopts at rate p + q·F. Let the pressure be that rate summed up over
// time: then whoever adopts at pressure x, x drawn once from an exponential
// law, adopts exactly as often as one who tries afresh at every moment.
func (s *bassSpec) New(seed uint64) Model {
	m := &bassModel{spec: s, resists: make([]float64, s.n)}
	d := exact.NewDraws(seed, drawAdoption, 0)
	for i := range m.resists {
		m.resists[i] = -exact.Log(1 - d.Share(uint32(i), 0))
	}
	slices.Sort(m.resists)
	return m
}

// A bassModel is a market in which the first `adopted` people have adopted;
// they stand in the order of how little pressure they need.
type bassModel struct {
	spec     *bassSpec
	cycle    int
	resists  []float64 // pressure at which each adopts, ascending
	adopted  int
	pressure float64
	fresh    int // adopters of the last cycle
	most     int // adopters of the best cycle so far
	peak     int // that cycle
}

// Step lets time pass by one cycle.
func (m *bassModel) Step() {
	m.cycle++
	before := m.adopted
	if m.spec.periods {
		m.pressure += float64(m.rate() * m.spec.length)
		m.adopt()
	} else {
		m.flow(m.spec.length)
	}
	m.fresh = m.adopted - before
	if m.fresh > m.most {
		m.most, m.peak = m.fresh, m.cycle
	}
}

// rate is p + q·F [per unit of time].
func (m *bassModel) rate() float64 {
	return m.spec.p + float64(m.spec.q*m.share())
}

func (m *bassModel) share() float64 { return float64(m.adopted) / float64(len(m.resists)) }

// adopt takes in all whom the present pressure moves.
func (m *bassModel) adopt() {
	for m.adopted < len(m.resists) && m.resists[m.adopted] <= m.pressure {
		m.adopted++
	}
}

// flow goes from adoption to adoption; between two the rate is constant.
func (m *bassModel) flow(left float64) {
	for m.adopted < len(m.resists) {
		wait := (m.resists[m.adopted] - m.pressure) / m.rate()
		if wait > left {
			break
		}
		left -= wait
		m.pressure = m.resists[m.adopted]
		m.adopted++
	}
	m.pressure += float64(m.rate() * left)
}

func (m *bassModel) Cycle() int { return m.cycle }

// Done says that everyone has adopted.
func (m *bassModel) Done() bool { return m.adopted == len(m.resists) }

// Columns are the measures of a market.
func (m *bassModel) Columns() []table.Column {
	curve := table.Share("share_curve", "share of an endless market at this time")
	curve.Formula, curve.Source = "(1−e^{−(p+q)t}) / (1+(q/p)e^{−(p+q)t})", "Bass 1969"
	peak := table.Number("peak", "units of time", "middle of the cycle with the most adoptions so far; missing before the first")
	peak.Lo = 0
	at := table.Number("peak_curve", "units of time", "time of the steepest rise in an endless market")
	at.Formula, at.Source = "ln(q/p)/(p+q)", "Bass 1969"
	off := table.Number("difference", "1", "share less that of the curve")
	off.Lo, off.Hi = -1, 1
	return []table.Column{
		table.Share("share", "share who have adopted"), curve, off,
		table.Count("adopting", "people", "who adopted in this cycle"), peak, at,
	}
}

// Measure writes the measures.
func (m *bassModel) Measure(dst []float64) {
	p, q := m.spec.p, m.spec.q
	dst[0], dst[1] = m.share(), exact.Clip01(bassShare(p, q, float64(m.cycle)*m.spec.length))
	dst[2], dst[3] = dst[0]-dst[1], float64(m.fresh)
	dst[4], dst[5] = math.NaN(), math.NaN()
	if m.peak > 0 {
		dst[4] = (float64(m.peak) - 0.5) * m.spec.length
	}
	if q > 0 {
		dst[5] = exact.Log(q/p) / (p + q)
	}
}

// State lists the whole state.
func (m *bassModel) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	s.Floats("resists", &m.resists)
	s.Int("adopted", &m.adopted)
	s.Float("pressure", &m.pressure)
	s.Int("fresh", &m.fresh)
	s.Int("most", &m.most)
	s.Int("peak", &m.peak)
}

// bassPeak is when adoption is fastest, and how many have adopted then.
func bassPeak(full bool, progress func(done, total int)) Report {
	s := &bassSpec{n: size(full, 1000000, 100000), p: 0.03, q: 0.38, length: 1}
	top, steepest := 0.0, 0.0 // the steepest point of the curve itself, by search
	for i := range 100000 {
		if rise := bassShare(s.p, s.q, float64(i+1)/1e4) - bassShare(s.p, s.q, float64(i)/1e4); rise > steepest {
			top, steepest = (float64(i)+0.5)/1e4, rise
		}
	}
	peaks := gather(size(full, 100, 10), progress, func(i int) float64 { return peakOf(s.New(uint64(i)).(*bassModel)) })
	return Report{Outcomes: []Outcome{
		Target{Name: "peak of the curve, p=.03, q=.38 [units of time]", Paper: "ln(q/p)/(p+q)", Published: 6.19, Tolerance: 0.005, Tag: Read}.Judge(top, 0, 1),
		Target{Name: "share who have adopted at the peak", Paper: "F at the peak", Published: 0.461, Tolerance: 0.0006, Tag: Read}.Judge(bassShare(s.p, s.q, top), 0, 1),
		Target{Name: "peak of the agents' adoptions [units of time]", Paper: "ln(q/p)/(p+q)", Published: 6.19, Tolerance: 0.1, Tag: Read}.JudgeMean(peaks),
	}}
}

// peakOf is the peak of a run of 15 cycles, between cycles by the parabola
// through the best cycle and its neighbours [units of time].
func peakOf(m *bassModel) float64 {
	var fresh []float64
	for range 15 {
		m.Step()
		fresh = append(fresh, float64(m.fresh))
	}
	k := m.peak - 1
	if k == 0 || k == len(fresh)-1 {
		return float64(k) + 0.5
	}
	a, b, c := fresh[k-1], fresh[k], fresh[k+1]
	return float64(k) + 0.5 + float64((a-c)/(a-float64(2*b)+c)/2)
}

// bassCurve holds the agents against the curve: as people are added the largest
// difference falls as one over the root of their number.
func bassCurve(full bool, progress func(done, total int)) Report {
	runs := size(full, 400, 40)
	curve := Curve{Name: "10,000 agents, one run"}
	s := &bassSpec{n: 10000, p: 0.03, q: 0.38, length: 1}
	for m := s.New(1); m.Cycle() < 20; m.Step() {
		t := float64(m.Cycle())
		curve.X, curve.Ours, curve.Published = append(curve.X, t), append(curve.Ours, measured(m, "share")), append(curve.Published, bassShare(s.p, s.q, t))
	}
	r := Report{Figures: []Figure{{Title: "Adoption over time", Beside: "closed form", X: "time", Y: "share who have adopted", Curves: []Curve{curve}}}}
	sizes := []int{1000, 10000, 100000}
	for k, n := range sizes {
		s := &bassSpec{n: n, p: 0.03, q: 0.38, length: 1}
		off := gather(runs, part(progress, k, len(sizes)), func(i int) float64 {
			m := s.New(uint64(i))
			total := 0.0
			for range 20 {
				m.Step()
				x := measured(m, "difference")
				total += x * x / 20
			}
			return math.Sqrt(total) * math.Sqrt(float64(n))
		})
		r.Outcomes = append(r.Outcomes, Target{Name: "root mean square of agents less curve, times √n, n=" + short(float64(n)), Paper: "agent version within 1/√n",
			Published: 1, Tag: Recomputed, Sense: Below, Tolerance: 0.5}.JudgeMean(off))
	}
	return r
}
