package measure

import (
	"math"
	"slices"

	"tutti/agents"
	"tutti/sim"
	"tutti/sim/exact"
	"tutti/sim/rank"
	"tutti/sim/table"
)

// A Measure is one number of an organisation, a cycle.
type Measure struct {
	table.Column
	Of func(w *Window) float64 // NaN where it is missing
}

// A Window is a model between two cycles, with what several measures need
// worked out once. Leadership is that of the last cycles, which count the less
// the longer ago they are (with the scenario's window as mean age).
type Window struct {
	*sim.Model
	Shares []float64 // leadership lately, per agent; sums to 1, or all 0
	Volume float64   // influence given lately, per cycle
	Source [3]float64

	gone      int       // who left for good: they count in nothing
	present   int       // how many are present
	works     bool      // somebody works
	led       []float64 // Shares of those who have not left for good
	knows     []float64 // their ranks by expertise in what matters now
	byDomain  []float64 // influence given so far
	split     Split     // of the run so far, by domain
	expertise []float64 // mean of those who work, per domain
	spread    []moments // of the expertise of those present, per domain
	attention attention // over all ties
	short     Shortfall // of the last cycle

	scratch, before, after, trusted []float64 // room, one an agent
	cells, counts                   []float64 // room, some a unit
	marks                           []bool    // room, one an agent
	trust                           []float32 // room, one a tie
	ranking                         rank.Room
}

// NewWindow returns a window on a model.
func NewWindow(m *sim.Model) *Window { return &Window{Model: m} }

// Look works out what measures share; call it after each cycle. It reuses its
// room, and allocates only as the organisation grows.
func (w *Window) Look() {
	o := w.Org
	w.gone, w.present, w.works = o.N-o.Members(), o.Size(), w.AnybodyWorks()
	w.Volume, w.Source = 0, [3]float64{}
	room(&w.Shares, o.N)
	for i := range o.N {
		w.Shares[i] = 0
		for d := range o.D {
			w.Shares[i] += w.LatelyIn(i, d)
		}
		w.Volume += w.Shares[i]
		for s := range 3 {
			w.Source[s] += w.Ledger.BySource(i)[s]
		}
	}
	for i := range o.N {
		if w.Volume > 0 {
			w.Shares[i] /= w.Volume
		}
	}
	members(w, &w.led, w.Shares)
	w.domains()
	w.knowledge()
	w.attend()
	w.short = w.lacks()
}

// domains splits the entropy of the run's leadership by domain.
func (w *Window) domains() {
	o, t := w.Org, &w.Tally
	row := room(&w.before, o.N)
	room(&w.byDomain, o.D)
	w.split = splitOf(o.D, room(&w.scratch, o.N), func(d int) []float64 {
		for i := range row {
			row[i] = float64(t.Given[i*o.D+d])
		}
		w.byDomain[d] = sum(row)
		return row
	})
}

// knowledge is what people know: on average, how differently, and who more.
func (w *Window) knowledge() {
	o := w.Org
	room(&w.expertise, o.D)
	w.spread = w.spread[:0]
	relevant := room(&w.scratch, o.N)
	clear(relevant)
	for d, x := range w.Weights() {
		w.expertise[d] = w.MeanExpertise(d)
		w.spread = append(w.spread, w.momentsOf(func(i int) float64 { return o.Expertise[i*o.D+d] }))
		for i := range relevant {
			relevant[i] += float64(x * o.Expertise[i*o.D+d])
		}
	}
	w.knows = w.ranking.Mid(w.knows, members(w, &w.before, relevant))
}

// members writes the rows of a column that belong to people who have not left
// for good into room.
func members[T float32 | float64](w *Window, to *[]float64, column []T) []float64 {
	there := room(to, len(column))[:0]
	for i, x := range column {
		if w.gone == 0 || !w.Org.Left(i) {
			there = append(there, float64(x))
		}
	}
	*to = there
	return there
}

// ever is how many people there have been since the run is added up.
func (w *Window) ever() int { return w.Org.N - w.Tally.Before0 }

// here is x, missing where nobody is present.
func (w *Window) here(x float64) float64 {
	if w.present == 0 {
		return missing
	}
	return x
}

// mean is the mean of a column over those present.
func (w *Window) mean(column []float64) float64 {
	o := w.Org
	if w.present == 0 {
		return missing
	}
	return agents.Sum(o.N, func(i int) float64 { return float64(float64(o.Present[i]) * column[i]) }) / float64(w.present)
}

// over is a/b, missing where b is 0.
func over(a, b float64) float64 {
	if b == 0 {
		return missing
	}
	return a / b
}

// attained is the share of what could be gained over everyone working alone.
func attained(quality, isolated, oracle float64) float64 {
	if !(oracle-isolated > 1e-9) {
		return missing
	}
	return (quality - isolated) / (oracle - isolated)
}

// Attention is what the ties between people who have not left for good say.
type attention struct {
	mean, sd float64    // of trust
	sum, n   [2]float64 // trust and how many, within units and across
	fit      float64    // rank correlation of trust received with relevant expertise
}

// attend goes through all ties.
func (w *Window) attend() {
	o := w.Org
	a := attention{mean: missing, sd: missing}
	w.trust = w.trust[:0]
	trusted, by := room(&w.trusted, o.N), room(&w.scratch, o.N)
	clear(trusted)
	clear(by)
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1] && !o.Left(i); k++ {
			j := o.To[k]
			if w.gone > 0 {
				if o.Left(int(j)) {
					continue
				}
				w.trust = append(w.trust, o.Trust[k])
			}
			trust, across := float64(o.Trust[k]), 0
			if o.Unit[j] != o.Unit[i] {
				across = 1
			}
			a.sum[across] += trust
			a.n[across]++
			trusted[j] += trust
			by[j]++
		}
	}
	for i, n := range by {
		trusted[i] /= max(1, n)
	}
	trust := w.trust
	if w.gone == 0 {
		trust = o.Trust
	}
	if n := len(trust); n > 0 {
		a.mean = agents.Sum(n, func(k int) float64 { return float64(trust[k]) }) / float64(n)
		a.sd = math.Sqrt(agents.Sum(n, func(k int) float64 { e := float64(trust[k]) - a.mean; return float64(e * e) }) / float64(n))
	}
	a.fit = w.following(members(w, &w.before, trusted))
	w.attention = a
}

// following is the rank correlation of a column of those who have not left for
// good with what they know.
func (w *Window) following(column []float64) float64 {
	w.after = w.ranking.Mid(w.after, column)
	return rank.Pearson(w.after, w.knows)
}

// formal is the share of leadership of those who hold a formal lead, an office
// or manage somebody.
func (w *Window) formal() float64 {
	o := w.Org
	if w.Volume == 0 {
		return missing
	}
	formal := w.unmarked()
	for i := range o.N {
		formal[i] = formal[i] || o.Formal[i] != 0 || o.Office[i] != 0
		if up := o.Manager[i]; up >= 0 && !o.Left(i) {
			formal[up] = true
		}
	}
	sum := 0.0
	for i, f := range formal {
		if f {
			sum += w.Shares[i]
		}
	}
	return min(1, sum)
}

// unmarked is room for a mark an agent, all false.
func (w *Window) unmarked() []bool {
	w.marks = slices.Grow(w.marks[:0], w.Org.N)[:w.Org.N]
	clear(w.marks)
	return w.marks
}

// fit is Fit of leadership lately.
func (w *Window) fit() float64 {
	if w.Volume == 0 {
		return missing
	}
	return w.following(w.led)
}

// avalanche is the mean number of agents whose plan one claimant moved.
func (w *Window) avalanche() float64 {
	sum, n := 0, 0
	for i, c := range w.Org.Claims {
		if c != 0 {
			sum += w.Ledger.Moved(i)
			n++
		}
	}
	return over(float64(sum), float64(n))
}

// room is room for n numbers, the same again where it is large enough.
func room(p *[]float64, n int) []float64 {
	*p = slices.Grow((*p)[:0], n)[:n]
	return *p
}

// fluidity is Fluidity of leaders at the end of the last two windows.
func (w *Window) fluidity() float64 {
	t := &w.Tally
	if t.Before == nil || len(t.Before) != len(t.After) || len(t.After) != w.Org.N {
		return missing
	}
	return (1 - w.ranking.OrderOf(members(w, &w.before, t.Before), members(w, &w.after, t.After)).Tau) / 2
}

// delegation is the delegation index of the run, over all who have been there.
func (w *Window) delegation() float64 {
	if w.Tally.Volume <= 0 || w.ever() < 2 {
		return missing
	}
	return (Entropy(w.Tally.Tasks.Sums) - w.split.Total) / exact.Log(float64(w.ever()))
}
