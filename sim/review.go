package sim

import (
	"strings"

	"tutti/sim/event"
	"tutti/sim/exact"
)

// A lookback is what an organisation that revises its own rules keeps in mind
// from one review to the next.
type lookback struct {
	sum    float64 // output since the last review, added up
	cycles int
	usual  float64 // mean output under the rules that were kept; below 0 for unknown
	rule   string  // on trial, as onTrial names it; "" for none
	old    float64 // its value before
	kept   int     // changes that were kept
}

// Review looks back on the cycles since the last one: a rule on trial is kept
// where they yielded more than what was usual before, and undone where they did
// not. Then another is tried, a step up or down, both drawn (see "Rules are
// learned" in DECISIONS).
func (m *Model) Review(rules []event.Reviewable) {
	l := &m.review
	if l.cycles > 0 {
		mean := l.sum / float64(l.cycles)
		key := strings.TrimPrefix(l.rule, newerRule)
		switch {
		case key == "" || l.usual < 0 || l.rule != m.onTrial(key): // most live by another pattern now
			l.usual = mean
		case mean > l.usual:
			l.usual = mean
			l.kept++
		default:
			m.order(key, l.old)
		}
	}
	l.sum, l.cycles = 0, 0
	draws := exact.NewDraws(m.Seed, drawReview, m.cycle)
	r := &rules[min(len(rules)-1, int(float64(draws.Share(0, 0)*float64(len(rules)))))]
	step := r.Step
	if draws.Share(0, 1) < 0.5 {
		step = -step
	}
	l.rule = ""
	l.old, _ = m.InForce("pattern." + r.Key)
	if x := exact.Clip(l.old+step, r.Lo, r.Hi); x != l.old { // not at its end already
		l.rule = m.onTrial(r.Key)
		m.order(r.Key, x)
	}
}

// newerRule stands before a rule of the newer pattern.
const newerRule = "newer "

// onTrial names a rule of the pattern in force: two may be in force, and what
// is tried in one is not undone in the other.
func (m *Model) onTrial(key string) string {
	if m.leading() == 1 {
		return newerRule + key
	}
	return key
}

// order gives a rule of the pattern in force a value.
func (m *Model) order(key string, x float64) {
	m.setRule("pattern", key, x)
}

// RulesKept is how many changes of its own rules the organisation kept.
func (m *Model) RulesKept() int { return m.review.kept }

// note adds the output of a cycle to what will be looked back on; where nobody
// worked there is none.
func (l *lookback) note(output float64) {
	if output != output {
		return
	}
	l.sum += output
	l.cycles++
}

func (l *lookback) state(s exact.State) {
	s.Float("output since", &l.sum)
	s.Int("cycles since", &l.cycles)
	s.Float("usual output", &l.usual)
	s.Text("rule on trial", &l.rule)
	s.Float("rule before", &l.old)
	s.Int("rules kept", &l.kept)
}
