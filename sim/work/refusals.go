package work

import "tutti/sim/keys"

// A Refusal is a kind of work that cannot be done under a rule of granting, and
// why. Such a pair is refused when a scenario is checked.
type Refusal struct{ Kind, Grant, Reason string }

// Refusals lists the pairs of kinds of work and rules of granting that make no
// sense; every other pattern and every network serves every kind.
func Refusals(grants []string) []Refusal {
	var list []Refusal
	for _, k := range Catalogue {
		p := k.Read(keys.Reference())
		for _, g := range grants {
			if why := p.Check(g); why != "" {
				list = append(list, Refusal{k.Name, g, why})
			}
		}
	}
	return list
}
