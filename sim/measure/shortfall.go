package measure

import (
	"math"

	"tutti/sim/exact"
)

// Shortfall is what output lacks to 1, by what it lacks for: −ln of its factors,
// each as a share of their sum [0..1, the sum is 1]. What is known together but
// did not count in what people did is put down to trust and disagreement, in
// proportion to the losses; where no oracle is known all of quality is put down
// to expertise.
type Shortfall struct {
	Time, Effort, Expertise, Trust, Agreement float64
}

// Lacks works out what output lacks for, from time used, mean engagement,
// quality, the oracle's quality (NaN for unknown), accuracy loss, and
// disagreement times the need for coordination. All are missing where output is
// 0 or nothing is lacking.
//
// Source: output = quality·engagement·(1 − time) (model, 3), so that the logarithms
// add up; which of them is greatest is what an audit would ask for first.
func Lacks(time, engaged, quality, oracle, accuracy, disagreement float64) Shortfall {
	lack := func(x float64) float64 { return max(0, -exact.Log(x)) }
	none := Shortfall{missing, missing, missing, missing, missing}
	if !(time < 1 && engaged > 0 && quality > 0) {
		return none
	}
	s := Shortfall{Time: lack(1 - time), Effort: lack(engaged), Expertise: lack(quality)}
	if oracle > quality {
		s.Expertise = lack(oracle)
		rest := max(0, lack(quality)-s.Expertise)
		s.Trust = rest
		if sum := accuracy + disagreement; sum > 0 {
			s.Agreement = float64(rest * (disagreement / sum))
			s.Trust = rest - s.Agreement
		}
	}
	sum := s.Time + s.Effort + s.Expertise + s.Trust + s.Agreement
	if sum == 0 {
		return none
	}
	return Shortfall{s.Time / sum, s.Effort / sum, s.Expertise / sum, s.Trust / sum, s.Agreement / sum}
}

// lacks is what the last cycle's output lacked for.
func (w *Window) lacks() Shortfall {
	l := &w.Last
	need := 1.0
	if p := w.Work.Param("coordination"); p != nil {
		need = *p
	}
	acc, dis := l.Accuracy, float64(need*l.Disagreement)
	if math.IsNaN(acc) || math.IsNaN(dis) {
		acc, dis = 0, 0
	}
	return Lacks(l.Time, l.Engaged, l.Quality, l.Oracle, acc, dis)
}
