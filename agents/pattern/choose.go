package pattern

import (
	"slices"

	"tutti/agents"
)

// A Situation is what those who choose can see.
type Situation struct {
	Org     *agents.Org
	Weights []float64 // what matters now, by domain; they sum to 1
	TrustIn []float64 // mean trust that each agent receives [0..1]; only for choices by trust
	Given   []float32 // influence given lately, per agent and domain
	Served  []int32   // terms that each agent has led
	Last    []int32   // term in which it last led, −1 for never
	Load    []int32   // charges that each agent holds
	Draw    func(i, d int) float64
	pool    []uint8 // room
}

// A Chooser ranks candidates for an office: the highest score leads, equal
// scores go to the drawn lot.
type Chooser struct {
	Name, Doc string
	// Score is the claim of agent i to an office in d; d is −1 for all domains.
	Score func(s *Situation, i, d int) float64
}

// ChooserNames lists the choosers by name.
func ChooserNames() []string {
	names := make([]string, len(Choosers))
	for k, c := range Choosers {
		names[k] = c.Name
	}
	return names
}

// chooser returns the chooser of a name; names were checked on reading.
func chooser(name string) *Chooser {
	for k := range Choosers {
		if Choosers[k].Name == name {
			return &Choosers[k]
		}
	}
	panic("pattern: no chooser " + name)
}

// Appoint chooses the holders of office and hands out the charges for a term,
// and writes Org.Office and Org.Charge, and who has led when.
func (p *Pattern) Appoint(s *Situation, term int) {
	o := s.Org
	p.HandOut(s)
	clear(o.Office)
	pool := p.Office
	if pool == "admitted" {
		pool = p.Admit
	}
	switch pool {
	case "formal":
		p.fill(s, term, formalPool(s))
	case "heads":
		p.fill(s, term, headPool(s))
	case "elected":
		p.fill(s, term, workers(s))
	case "trusted":
		p.trust(s)
	case "delegates":
		copy(o.Office, o.Charge)
	}
}

// trust gives an office in everything to all who have earned enough trust; as
// long as nobody has, to the one who is trusted most.
func (p *Pattern) trust(s *Situation) {
	o := s.Org
	all := uint32(1)<<o.D - 1
	best := -1
	for i := range o.N {
		if o.Present[i] == 0 || o.Works[i] == 0 {
			continue
		}
		if s.TrustIn[i] >= p.Proven {
			o.Office[i] = all
		}
		if best < 0 || s.TrustIn[i] > s.TrustIn[best] {
			best = i
		}
	}
	if best >= 0 {
		o.Office[best] = all
	}
}

// fill gives the offices of every cell of the scope to the best candidates.
func (p *Pattern) fill(s *Situation, term int, pool []uint8) {
	o := s.Org
	all := uint32(1)<<o.D - 1
	switch p.Scope {
	case "organisation":
		p.pick(s, term, pool, -1, -1, all)
	case "unit":
		for u := range o.Units {
			p.pick(s, term, pool, u, -1, all)
		}
	case "domain":
		for d := range o.D {
			p.pick(s, term, pool, -1, d, 1<<d)
		}
	}
}

// pick gives the office in domains to the best of a pool in a unit (−1: any).
func (p *Pattern) pick(s *Situation, term int, pool []uint8, unit, d int, domains uint32) {
	o, c := s.Org, chooser(p.Choose)
	wanted := p.Leaders
	if wanted == 0 { // everyone in the pool
		for i := range o.N {
			if pool[i] != 0 && o.Present[i] != 0 && (unit < 0 || int(o.Unit[i]) == unit) {
				o.Office[i] |= domains
			}
		}
	}
	for _, rested := range []bool{true, false} { // the tired only when nobody else is left
		for ; wanted > 0; wanted-- {
			best := -1
			var top, lot float64
			for i := range o.N {
				switch {
				case pool[i] == 0 || o.Present[i] == 0 || unit >= 0 && int(o.Unit[i]) != unit:
					continue
				case o.Office[i]&domains != 0:
					continue
				case rested && p.Rest > 0 && s.Last[i] >= 0 && int(s.Last[i]) != term && term-int(s.Last[i]) <= p.Rest:
					continue
				}
				score, l := c.Score(s, i, d), s.Draw(i, d+1)
				if best < 0 || score > top || score == top && l > lot {
					best, top, lot = i, score, l
				}
			}
			if best < 0 {
				break
			}
			o.Office[best] |= domains
		}
	}
	for i := range o.N {
		if o.Office[i]&domains != 0 && pool[i] != 0 && (unit < 0 || int(o.Unit[i]) == unit) {
			if int(s.Last[i]) != term { // else chosen again within the term
				s.Served[i]++
			}
			s.Last[i] = int32(term)
		}
	}
}

// HandOut hands each domain's task to one agent that works, where the pattern
// hands out tasks, and writes Org.Charge.
func (p *Pattern) HandOut(s *Situation) {
	o := s.Org
	clear(o.Charge)
	clear(s.Load)
	if p.Charges == "none" {
		return
	}
	for d := range o.D {
		best := -1
		var top, lot float64
		for i := range o.N {
			if o.Present[i] == 0 || o.Works[i] == 0 || o.Formal[i] != 0 {
				continue
			}
			score := 0.0
			switch p.Charges {
			case "by-role": // roles go round in the order of the scenario, whoever can do what
				score = -float64((i - d + o.N) % o.N)
			case "by-expertise":
				score = o.Expertise[i*o.D+d]
			}
			score -= float64(2 * float64(s.Load[i]) * float64(o.N)) // one task each while people last
			l := s.Draw(i, 1000+d)
			if best < 0 || score > top || score == top && l > lot {
				best, top, lot = i, score, l
			}
		}
		if best >= 0 {
			o.Charge[best] |= 1 << d
			s.Load[best]++
		}
	}
}

// pooled returns room for a pool, empty at first.
func (s *Situation) pooled() []uint8 {
	s.pool = slices.Grow(s.pool[:0], s.Org.N)[:s.Org.N]
	clear(s.pool)
	return s.pool
}

// formalPool are those who hold a formal lead by the scenario; without any,
// the tops of the chain of command.
func formalPool(s *Situation) []uint8 {
	o := s.Org
	pool := s.pooled()
	if slices.ContainsFunc(o.Formal, func(f uint8) bool { return f != 0 }) {
		copy(pool, o.Formal)
		return pool
	}
	managers(o, pool)
	for i, up := range o.Manager {
		if up >= 0 {
			pool[i] = 0
		}
	}
	return pool
}

// headPool are those who manage others and those with a formal lead; without
// any, everybody who works.
func headPool(s *Situation) []uint8 {
	pool := s.pooled()
	managers(s.Org, pool)
	any := false
	for i := range pool {
		pool[i] |= s.Org.Formal[i]
		any = any || pool[i] != 0
	}
	if any {
		return pool
	}
	return workers(s)
}

// managers takes those who manage others into a pool.
func managers(o *agents.Org, pool []uint8) {
	for _, up := range o.Manager {
		if up >= 0 {
			pool[up] = 1
		}
	}
}

func workers(s *Situation) []uint8 {
	pool := s.pooled()
	copy(pool, s.Org.Works)
	return pool
}

// Admitted is the set of domains in which agent i may claim.
func (p *Pattern) Admitted(o *agents.Org, i int) uint32 {
	switch p.Admit {
	case "nobody":
		return 0
	case "anyone":
		if o.Works[i] == 0 {
			return o.Office[i]
		}
		return 1<<o.D - 1
	}
	return o.Office[i]
}
