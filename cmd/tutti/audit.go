package main

import "math"

// A constraint is what output can lack for, and what an organisation would look
// at first where it does.
type constraint struct {
	measure, short, name, first string
}

// constraints lists what output can lack for.
var constraints = []constraint{
	{"short_of_time", "time", "time", "fewer rounds, fewer claims, cheaper programmes"},
	{"short_of_effort", "effort", "effort", "voice, growth, safety, and who looks at contributions"},
	{"short_of_expertise", "expertise", "expertise (nobody knew better)", "training, mentoring, practice that can be seen"},
	{"short_of_trust", "trust", "trust (what was known did not count)", "who may lead, who hears whom, how many are heard"},
	{"short_of_agreement", "agreement", "agreement on what to do", "common aims, planning among leaders, another round"},
}

// near is by how much the second constraint may fall short of the first and
// still be told.
const near = 0.05

// audit names the one constraint that binds: what output lacks most for.
func (p *screen) audit() {
	most, second := -1, -1
	share := func(k int) float64 {
		if k < 0 {
			return 0
		}
		return p.value(constraints[k].measure)
	}
	for k := range constraints {
		switch x := share(k); {
		case math.IsNaN(x):
		case x > share(most):
			most, second = k, most
		case x > share(second):
			second = k
		}
	}
	if most < 0 {
		return
	}
	close := ""
	if second >= 0 && share(most)-share(second) < near {
		close = ", closely followed by " + constraints[second].short
	}
	c := &constraints[most]
	p.say("  ", "what binds: %s, %.0f %% of what output lacks%s; look first at %s", c.name, 100*share(most), close, c.first)
}
