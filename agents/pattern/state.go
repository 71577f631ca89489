package pattern

import "tutti/sim/exact"

// State lists what a pattern states (see exact.State).
func (p *Pattern) State(s exact.State) {
	for _, t := range []*string{&p.Name, &p.Title, &p.Class, &p.Admit, &p.Office, &p.Choose, &p.Scope, &p.Claim, &p.Grant, &p.Charges} {
		s.Text("pattern", t)
	}
	for _, n := range []*int{&p.Leaders, &p.Term, &p.Rest, &p.Rounds, &p.Attention} {
		s.Int("pattern", n)
	}
	for _, x := range []*float64{&p.Positional, &p.Personal, &p.Rational, &p.Artefact, &p.Coercion, &p.Enabling, &p.Planned, &p.Alignment, &p.Rejection, &p.Reflection, &p.Proven, &p.Discretion} {
		s.Float("pattern", x)
	}
}
