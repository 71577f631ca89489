// Package influence is how plans move one another: claims are weighed by three
// legitimate sources, granted, and booked in a ledger (model, 4).
package influence

// Rules say how claims are weighed and granted under one pattern.
type Rules struct {
	Positional, Personal, Rational float64 // the mix π [0 or more]

	Artefact  float64 // weight of the unit's artefact [0 or more]
	Floor     float64 // own weight that nobody goes below [0 or more]
	Decay     float64 // authority per further level of the chain of command [0..1]
	Sharpness float64 // how steeply expertise persuades [0 or more]
	Appraisal float64 // κ: share of confidence in apparent expertise [0..1]
	Noise     float64 // sd of the misjudgement of a stranger's expertise by one without any [0 or more]
	Inflation float64 // what a manipulator adds to its apparent expertise [0..1]
	Rejection float64 // share by which claims from other units are turned down [0..1]
	Direct    float64 // share of a lead spent on moving plans, 1 − ε [0..1]
	Delay     float64 // share by which what other units say comes too late to count [0..1]
	Attention int     // claims heard at most; 0 = no limit
	OwnUnit   bool    // claims reach the own unit alone
	Fixed     bool    // the ties' trust is the weight, openness the susceptibility
}

// authority fills a table of the authority of one who stands level levels
// above: 0, 1, decay, decay², … (model, 2).
func (r *Rules) authority(table *[256]float64) {
	a := 1.0
	for level := 1; level < len(table); level++ {
		table[level] = a
		a = float64(a * r.Decay)
	}
}
