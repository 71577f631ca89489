package measure

import "tutti/sim/exact"

// Profile is what the run so far is classified from, as of the last Look.
func (w *Window) Profile() Profile {
	t := &w.Tally
	p := Profile{
		Volume: over(t.Granted, float64(t.Cycles)), Entropy: missing, InTime: missing, InDomain: missing, AtOnce: missing,
		Delegation: missing, Recognition: over(t.Mutual, float64(t.Pairs)), Alignment: missing,
		Across: over(t.Foreign, t.Random), Position: missing, Crowd: over(t.Crowd, float64(t.Cycles)),
	}
	if t.Weighed > 0 {
		p.Alignment = max(-1, 1-t.Apart/t.Weighed)
	}
	if !(t.Volume > 0) || w.ever() < 2 {
		return p
	}
	all, most := w.split.Total, exact.Log(float64(w.ever()))
	moment := t.Sharing / t.Volume
	p.Entropy, p.AtOnce = all/most, exact.Exp(moment)
	if all > 0 {
		p.InTime = max(0, all-moment) / all
	} else {
		p.InTime = 0
	}
	p.InDomain = 0
	if w.Org.D > 1 {
		p.InDomain = w.split.Between / exact.Log(float64(w.Org.D))
	}
	by := [3]float64{}
	for k, x := range t.BySource {
		by[k%3] += float64(x)
	}
	p.Position = over(by[0], by[0]+by[1]+by[2])
	p.Delegation = w.delegation()
	return p
}

// Class is what the run so far is recognised as, with the reason in words; ""
// before anything was added up.
func (w *Window) Class() (Class, string) {
	if w.Tally.Cycles == 0 {
		return "", "nothing was added up yet"
	}
	return Classify(w.Profile(), DefaultBounds)
}
