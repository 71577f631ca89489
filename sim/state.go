package sim

import (
	"strings"

	"tutti/agents/pattern"
	"tutti/sim/event"
	"tutti/sim/exact"
	"tutti/sim/scenario"
)

// State lists the whole state (see exact.State).
func (m *Model) State(s exact.State) {
	s.Int("cycle", &m.cycle)
	phase := int(m.phase)
	s.Int("phase", &phase)
	m.phase = Phase(phase)
	s.Int("round", &m.round)
	s.Floats("weights", &m.weights)
	m.units(s)
	m.Org.State(s)
	m.Work.Weigh(m.weights)
	m.Work.State(s)
	m.Ledger.State(s)
	m.regimes(s)
	for _, x := range []*float64{&m.Last.Quality, &m.Last.Accuracy, &m.Last.Disagreement, &m.Last.Oracle, &m.Last.Isolated, &m.Last.Time, &m.Last.Output, &m.Last.Engaged, &m.Last.Claims, &m.Last.Asked, &m.Last.Decided} {
		s.Float("outcome", x)
	}
	s.Int("leavers", &m.Last.Leavers)
	reported := int(bit(m.Last.Reported))
	s.Int("reported", &reported)
	m.Last.Reported = reported != 0
	for _, c := range []struct {
		name string
		p    *[]float64
	}{
		{"artefact", &m.artefact}, {"before enabling", &m.base},
		{"actions", &m.actions}, {"suffered", &m.suffered}, {"safe", &m.safe}, {"decided", &m.decided},
	} {
		s.Floats(c.name, c.p)
		if len(*c.p) == 0 {
			*c.p = nil
		}
	}
	s.Float32s("lately", &m.lately)
	s.Float32s("credit", &m.credit)
	if len(m.credit) == 0 {
		m.credit = nil
	}
	s.Ints("superior", &m.superior)
	s.Ints("listeners", &m.listeners)
	s.Ints("served", &m.served)
	s.Ints("last term", &m.last)
	s.Ints("last seat", &m.sat)
	s.Int("term", &m.term)
	s.Int("quit", &m.quit)
	s.Ints("heirs", &m.heirs)
	if len(m.heirs) == 0 {
		m.heirs = nil
	}
	flags := make([]uint8, len(m.written))
	for u, w := range m.written {
		flags[u] = bit(w)
	}
	s.Bytes("written", &flags)
	m.written = m.written[:0]
	for _, f := range flags {
		m.written = append(m.written, f != 0)
	}
	stale := int(bit(m.stale))
	s.Int("stale", &stale)
	m.stale = stale != 0
	reelect := int(bit(m.reelect))
	s.Int("reelect", &reelect)
	m.reelect = reelect != 0
	filled := int(bit(m.filled))
	s.Int("filled", &filled)
	m.filled = filled != 0
	m.programme(s)
	m.review.state(s)
	m.Tally.State(s)
	if _, reading := s.(*exact.Reader); reading {
		m.roundOf.Begin() // what was heard belongs to the state that was here before
	}
	m.reopen()
}

// reopen puts views of columns in place that may have been replaced.
func (m *Model) reopen() {
	if len(m.served) > 0 {
		m.seat()
	}
	r := &m.roundOf
	r.Org, r.Artefact, r.Artefacts = m.Org, m.artefact, m.written
	m.regulate()
}

// units lists the names of units that came up in mid-run.
func (m *Model) units(s exact.State) {
	names := strings.Join(m.Spec.Units, "\x00")
	s.Text("units", &names)
	if list := strings.Split(names, "\x00"); len(list) != len(m.Spec.Units) {
		spec := *m.Spec
		spec.Units = list
		m.Spec = &spec
	}
}

// regimes lists the patterns in force and the rules that may be set.
func (m *Model) regimes(s exact.State) {
	two := int(bit(m.patterns[1] != nil))
	s.Int("patterns", &two)
	for k := range 1 + two {
		if m.patterns[k] == nil {
			m.patterns[k] = &pattern.Pattern{}
		}
		m.patterns[k].State(s)
	}
	if two == 0 {
		m.patterns[1] = nil
	}
	newer := int(bit(m.newer))
	s.Int("newer", &newer)
	m.newer = newer != 0
	s.Text("how", &m.how)
	s.Int("until", &m.until)
	example := int(bit(m.example))
	s.Int("example", &example)
	m.example = example != 0
	s.Floats("commitment", &m.commit)
	if len(m.commit) == 0 {
		m.commit = nil
	}
	s.Float("before", &m.before)
	for _, key := range []string{"floor", "authority_decay", "sharpness", "appraisal", "noise", "inflation", "delay"} {
		s.Float(key, scenario.RuleOf(&m.rules, key))
	}
	h := &m.habits
	for _, x := range []*float64{&h.TrustUp, &h.TrustDown, &h.Tolerance, &h.Betrayal, &h.Detection, &h.Practice, &h.Learning, &h.Forgetting,
		&h.Identity, &h.Autonomy, &h.Openness, &h.Mood, &h.Effort, &h.Training, &h.Resentment} {
		s.Float("habit", x)
	}
	for _, l := range h.Levers() {
		s.Float(l.Key, l.P)
	}
}

// programme lists the programmes that run.
func (m *Model) programme(s exact.State) {
	n := len(m.programmes)
	s.Int("programmes", &n)
	for len(m.programmes) < n {
		m.programmes = append(m.programmes, event.Programme{})
	}
	m.programmes = m.programmes[:n]
	for k := range m.programmes {
		p := &m.programmes[k]
		s.Text("support", &p.Support)
		s.Float("strength", &p.Strength)
		s.Float("cost", &p.Cost)
		s.Int("until", &p.Until)
		rows := make([]int32, len(p.Rows))
		for k, i := range p.Rows {
			rows[k] = int32(i)
		}
		s.Ints("rows", &rows)
		p.Rows = p.Rows[:0]
		for _, i := range rows {
			p.Rows = append(p.Rows, int(i))
		}
	}
}
