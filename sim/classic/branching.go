package classic

import (
	"math"
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/table"
)

var branching = Kind{
	Name:  "branching-cascades",
	Title: "Cascades that branch, and what their sizes say",
	Reference: "Otter, R. (1949). The multiplicative process. Annals of Mathematical Statistics 20(2), 206–224; " +
		"Clauset, A., Shalizi, C. R. & Newman, M. E. J. (2009). Power-law distributions in empirical data. SIAM Review 51(4), 661–703",
	Doc: "Whoever is moved moves others, s of them on average. Below s = 1 every cascade ends and its size follows Borel's law; " +
		"near 1 the sizes look straight on logarithmic axes long before they follow a power law, which is why likelihoods are compared instead.",
	Entities: "One cascade a cycle: a first person and all whom they set off.",
	Process: []string{
		"Everyone moved in the last wave moves a number of new people, drawn from a Poisson law, until a wave is empty or the cap is reached.",
		"The size joins those of all cascades so far; every so often a power law, a lognormal and an exponential are fitted to them by maximum likelihood.",
	},
	Read: readBranching,
	Experiments: []Experiment{
		{Name: "Size law", Run: branchingLaw},
		{Name: "Power law or not", Run: branchingFits},
		{Name: "Further means", Run: branchingFurther},
	},
}

// A branchingSpec is a process of cascades, one a cycle.
type branchingSpec struct {
	mean     float64 // s, people whom each moves on average
	cap      int     // a cascade is cut here [people]
	lowest   int     // smallest size that the fits use [people]
	fitEvery int     // cascades between two fits
}

func readBranching(t *keys.Table) Spec {
	return &branchingSpec{
		mean:     t.Number("offspring", 0.8, keys.Range{Lo: 0, Hi: 10}, "s, people whom each person moves on average; below 1 every cascade ends [people]"),
		cap:      t.Count("cap", 10000, 1, 10000000, "size at which a cascade is cut [people]"),
		lowest:   t.Count("fit_from", 1, 1, 1000000, "smallest size that the fits use [people] (Clauset et al. 2009)"),
		fitEvery: t.Count("fit_every", 200, 1, 1000000, "cascades between two fits [cycles]"),
	}
}

// New is the process before its first cascade.
func (s *branchingSpec) New(seed uint64) Model {
	m := &branchingModel{spec: s, seed: seed}
	m.fits = slices.Repeat([]float64{math.NaN()}, 4)
	return m
}

// A branchingModel counts cascades by their sizes.
type branchingModel struct {
	spec        *branchingSpec
	seed        uint64
	cycle       int
	size        int // of the last cascade [people]
	generations int
	cut         int       // cascades that reached the cap
	total       float64   // people in all cascades
	sizes       []int32   // seen so far, ascending
	counts      []int32   // how often each
	fits        []float64 // at the last fit: exponent, its error, power law over lognormal, over exponential
}

// Step runs one cascade from its first person to its end.
func (m *branchingModel) Step() {
	m.cycle++
	st := exact.NewDraws(m.seed, drawOffspring, m.cycle).Stream(0)
	m.size, m.generations = 1, 0
	for wave := 1; wave > 0 && m.size < m.spec.cap; m.generations++ {
		next := 0
		for range wave {
			next += poisson(st.Share(), m.spec.mean)
		}
		m.size += next
		wave = next
	}
	if m.size >= m.spec.cap {
		m.size = m.spec.cap
		m.cut++
	}
	m.total += float64(m.size)
	k, found := slices.BinarySearch(m.sizes, int32(m.size))
	if !found {
		m.sizes, m.counts = slices.Insert(m.sizes, k, int32(m.size)), slices.Insert(m.counts, k, 0)
	}
	m.counts[k]++
	if m.cycle%m.spec.fitEvery == 0 {
		if f, ok := fitSizes(m.sizes, m.counts, m.spec.lowest); ok {
			m.fits = []float64{f.alpha, f.alphaSE, f.overLognormal, f.overDecay}
		}
	}
}

// poisson is the quantile of a Poisson law with a small mean.
func poisson(u, mean float64) int {
	p := exact.Exp(-mean)
	below := p
	for k := 0; ; k++ {
		if u < below || k > 1000 {
			return k
		}
		p = float64(p * mean / float64(k+1))
		below += p
	}
}

// borel is the chance that a cascade ends at size k: e^{−sk}(sk)^{k−1}/k!.
func borel(s float64, k int) float64 {
	if s == 0 {
		if k == 1 {
			return 1
		}
		return 0
	}
	x := float64(k)
	l := -float64(s*x) + float64((x-1)*exact.Log(float64(s*x)))
	for i := 2; i <= k; i++ {
		l -= exact.Log(float64(i))
	}
	return exact.Exp(l)
}

func (m *branchingModel) Cycle() int { return m.cycle }

// Done is never true: there is always another cascade.
func (m *branchingModel) Done() bool { return false }

// Columns are the measures of a series of cascades.
func (m *branchingModel) Columns() []table.Column {
	source := "Clauset et al. 2009"
	alpha := table.Number("power_exponent", "1", "exponent of a power law fitted to the sizes, at the last fit; says nothing on whether they follow one")
	alpha.Formula, alpha.Source = "maximum likelihood, discrete", source
	over := table.Number("over_lognormal", "1", "how much better a power law fits than a lognormal, in standard deviations; above 1.96 in both is needed to speak of one")
	over.Source = source
	decay := table.Number("over_exponential", "1", "how much better a power law fits than an exponential, in standard deviations")
	decay.Source = source
	theory := positive("mean_size_theory", "people", "mean size in the long run; missing from s = 1 on")
	theory.Formula = "1/(1−s)"
	alone := table.Share("alone_theory", "chance that a cascade moves nobody")
	alone.Formula = "e^{−s}"
	return []table.Column{
		table.Count("size", "people", "size of this cascade, its first person included; missing before the first"),
		table.Count("generations", "generations", "waves of this cascade"),
		positive("mean_size", "people", "mean size so far"), theory,
		table.Share("alone", "share of cascades so far that moved nobody"), alone,
		table.Share("cut", "share of cascades so far that reached the cap"),
		alpha, positive("power_exponent_error", "1", "its standard error"), over, decay,
	}
}

// Measure writes the measures.
func (m *branchingModel) Measure(dst []float64) {
	s := m.spec.mean
	for i := range dst {
		dst[i] = math.NaN()
	}
	if s < 1 {
		dst[3] = 1 / (1 - s)
	}
	dst[5] = exact.Exp(-s)
	copy(dst[7:], m.fits)
	if m.cycle == 0 {
		return
	}
	n := float64(m.cycle)
	dst[0], dst[1], dst[2] = float64(m.size), float64(m.generations), m.total/n
	dst[4], dst[6] = 0, float64(m.cut)/n
	if m.sizes[0] == 1 {
		dst[4] = float64(m.counts[0]) / n
	}
}

// State lists the whole state.
func (m *branchingModel) State(s exact.State) {
	visitSeed(s, &m.seed)
	s.Int("cycle", &m.cycle)
	s.Int("size", &m.size)
	s.Int("generations", &m.generations)
	s.Int("cut", &m.cut)
	s.Float("total", &m.total)
	s.Ints("sizes", &m.sizes)
	s.Ints("counts", &m.counts)
	s.Floats("fits", &m.fits)
}
