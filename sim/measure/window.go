package measure

import (
	"math"
	"slices"

	"tutti/agents"
	"tutti/sim"
	"tutti/sim/exact"
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
	Shares   []float64 // leadership lately, per agent; sums to 1, or all 0
	Volume   float64   // influence given lately, per cycle
	Source   [3]float64
	byDomain []float64 // influence given so far
	scratch  []float64
	given    []float64 // room, as the next two
	before   []float64
	after    []float64
	trusted  []float64 // mean trust received, per agent
	split    Split     // of the run so far, by domain
	gone     int       // who left for good: they count in nothing
}

// NewWindow returns a window on a model.
func NewWindow(m *sim.Model) *Window { return &Window{Model: m} }

// Look works out what measures share; call it after each cycle.
func (w *Window) Look() {
	o := w.Org
	if len(w.Shares) != o.N {
		w.Shares, w.scratch = make([]float64, o.N), make([]float64, o.N)
	}
	w.gone = o.N - o.Members()
	w.Volume, w.Source = 0, [3]float64{}
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
	w.domains()
}

// domains splits the entropy of the run's leadership by domain.
func (w *Window) domains() {
	o, t := w.Org, &w.Tally
	row := room(&w.before, o.N)
	room(&w.byDomain, o.D)
	w.split = splitOf(o.D, w.scratch, func(d int) []float64 {
		for i := range row {
			row[i] = float64(t.Given[i*o.D+d])
		}
		w.byDomain[d] = sum(row)
		return row
	})
}

// members are the rows of a column that belong to people who have not left for
// good.
func (w *Window) members(column []float64) []float64 {
	if w.gone == 0 {
		return column
	}
	there := make([]float64, 0, len(column)-w.gone)
	for i, x := range column {
		if !w.Org.Left(i) {
			there = append(there, x)
		}
	}
	return there
}

// ever is how many people there have been since the run is added up.
func (w *Window) ever() int { return w.Org.N - w.Tally.Before0 }

// here is x, missing where nobody is present.
func (w *Window) here(x float64) float64 {
	if w.Org.Size() == 0 {
		return missing
	}
	return x
}

// mean is the mean of a column over those present.
func (w *Window) mean(column []float64) float64 {
	o := w.Org
	n := o.Size()
	if n == 0 {
		return missing
	}
	return agents.Sum(o.N, func(i int) float64 { return float64(float64(o.Present[i]) * column[i]) }) / float64(n)
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

// trust is the mean trust over all ties, and its standard deviation.
func (w *Window) trust() (mean, sd float64) {
	trust := w.ties()
	n := len(trust)
	if n == 0 {
		return missing, missing
	}
	mean = agents.Sum(n, func(k int) float64 { return float64(trust[k]) }) / float64(n)
	v := agents.Sum(n, func(k int) float64 { e := float64(trust[k]) - mean; return float64(e * e) }) / float64(n)
	return mean, math.Sqrt(v)
}

// ties is the trust of all ties between people who have not left for good.
func (w *Window) ties() []float32 {
	o := w.Org
	if w.gone == 0 {
		return o.Trust
	}
	var trust []float32
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1] && !o.Left(i); k++ {
			if !o.Left(int(o.To[k])) {
				trust = append(trust, o.Trust[k])
			}
		}
	}
	return trust
}

// formal is the share of leadership of those who hold a formal lead, an office
// or manage somebody.
func (w *Window) formal() float64 {
	o := w.Org
	if w.Volume == 0 {
		return missing
	}
	formal := make([]bool, o.N)
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

// fit is the rank correlation of leadership with relevant expertise.
func (w *Window) fit() float64 {
	if w.Volume == 0 {
		return missing
	}
	return Fit(w.members(w.Shares), w.members(w.relevant()))
}

// relevant is each agent's expertise by what matters now, in the scratch.
func (w *Window) relevant() []float64 {
	o := w.Org
	for i := range o.N {
		w.scratch[i] = 0
		for d, x := range w.Weights() {
			w.scratch[i] += float64(x * o.Expertise[i*o.D+d])
		}
	}
	return w.scratch
}

// trustFit is the rank correlation of trust received with relevant expertise.
func (w *Window) trustFit() float64 {
	o := w.Org
	if len(w.trusted) != o.N {
		w.trusted = make([]float64, o.N)
	}
	clear(w.trusted)
	clear(w.scratch)
	for i := range o.N {
		if o.Left(i) {
			continue
		}
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			w.trusted[o.To[k]] += float64(o.Trust[k])
			w.scratch[o.To[k]]++
		}
	}
	for i, n := range w.scratch {
		w.trusted[i] /= max(1, n)
	}
	return Fit(w.members(w.trusted), w.members(w.relevant()))
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

// wide is a column of 32-bit numbers in room of 64.
func wide(p *[]float64, column []float32) []float64 {
	to := room(p, len(column))
	for i, x := range column {
		to[i] = float64(x)
	}
	return to
}

// total is what each agent gave over the run; it holds until it is asked for
// again.
func (w *Window) total() []float64 {
	o := w.Org
	given := room(&w.given, o.N)
	for i := range given {
		given[i] = 0
		for d := range o.D {
			given[i] += float64(w.Tally.Given[i*o.D+d])
		}
	}
	return given
}

// fluidity compares the ranking of leaders at the end of the last two windows.
func (w *Window) fluidity() float64 {
	t := &w.Tally
	if t.Before == nil || len(t.Before) != len(t.After) || len(t.After) != w.Org.N {
		return missing
	}
	return Fluidity(w.members(wide(&w.before, t.Before)), w.members(wide(&w.after, t.After)))
}

// delegation is the delegation index of the run, over all who have been there.
func (w *Window) delegation() float64 {
	if w.Tally.Volume <= 0 || w.ever() < 2 {
		return missing
	}
	return (Entropy(w.Tally.Tasks.Sums) - Entropy(w.total())) / exact.Log(float64(w.ever()))
}
