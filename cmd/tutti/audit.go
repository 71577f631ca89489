package main

import "math"

// A constraint is what output can lack for, and what an organisation would look
// at first where it does.
type constraint struct {
	measure, name, first string
}

// constraints lists what output can lack for.
var constraints = []constraint{
	{"short_of_time", "time", "fewer rounds, fewer claims, cheaper programmes"},
	{"short_of_effort", "effort", "voice, growth and safety; who looks at contributions"},
	{"short_of_expertise", "expertise: nobody knew better", "training, mentoring, practice that can be seen"},
	{"short_of_trust", "knowledge that was there but did not count", "who may lead, who hears whom, how many are heard"},
	{"short_of_agreement", "agreement on what to do", "common aims, planning among leaders, another round"},
}

// audit names the one constraint that binds: what output lacks most for.
func (p *screen) audit() {
	most, best, next := -1, 0.0, 0.0
	for k, c := range constraints {
		x := p.value(c.measure)
		switch {
		case math.IsNaN(x):
		case x > best:
			most, best, next = k, x, best
		case x > next:
			next = x
		}
	}
	if most < 0 {
		return
	}
	close := ""
	if best-next < 0.05 {
		close = ", though another comes close"
	}
	p.say("  ", "what binds: %s, %.0f %% of what output lacks%s; look at %s first", constraints[most].name, 100*best, close, constraints[most].first)
}
