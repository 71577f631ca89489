package stats

import (
	"fmt"
	"math"
)

// A ClaimKind is a form that an expectation may take.
type ClaimKind string

// The four forms. Each is judged by an interval and by nothing else.
const (
	Sign  ClaimKind = "sign"  // the mean is above 0 (or below)
	Order ClaimKind = "order" // several means fall (or rise) in the order given
	Band  ClaimKind = "band"  // the mean lies between two bounds
	Null  ClaimKind = "null"  // the mean lies within ± a bound of 0
)

// A Claim is an expectation that can fail.
type Claim struct {
	Kind   ClaimKind
	Below  bool    // sign: below 0 is claimed; order: rising is claimed
	Lo, Hi float64 // band: the bounds; null: ±Hi [the measure's unit]
	Level  float64 // of the interval (0..1), default 0.99
}

// An Outcome is one of three words. A claim that is not shown is not thereby
// refuted.
type Outcome string

// The three outcomes.
const (
	Holds       Outcome = "holds"
	DoesNotHold Outcome = "does not hold"
	Undecided   Outcome = "undecided"
)

// A Verdict is what runs say about a claim.
type Verdict struct {
	Outcome  Outcome
	Center   float64 // mean or coefficient [the measure's unit]
	Interval         // of it; for an order, of the pair that decided
	N        int     // values it rests on
	Missing  int     // values left out
	Reason   string  // in plain words
}

func (c Claim) level() float64 {
	if c.Level == 0 {
		return 0.99
	}
	return c.Level
}

// Judge decides a sign, band or null claim by the t interval of the mean of the
// values: paired differences for a claim about two arms, or the measure itself.
// NaN is left out. It holds when the interval lies wholly where the claim says,
// does not hold when it lies wholly elsewhere, and is undecided otherwise or
// below two values.
func (c Claim) Judge(values []float64) Verdict {
	var x []float64
	for _, v := range values {
		if !math.IsNaN(v) {
			x = append(x, v)
		}
	}
	v := c.JudgeInterval(Mean(x), MeanInterval(x, c.level()))
	v.N, v.Missing = len(x), len(values)-len(x)
	if len(x) < 2 {
		v.Reason = fmt.Sprintf("need 2 values for an interval, have %d", len(x))
	}
	return v
}

// JudgeInterval decides a sign, band or null claim about a quantity whose
// estimate and interval are known, such as a correlation with FisherInterval.
// It panics on other kinds.
func (c Claim) JudgeInterval(center float64, i Interval) Verdict {
	v := Verdict{Outcome: Undecided, Center: center, Interval: i}
	if !i.Known() {
		v.Reason = "there is no interval"
		return v
	}
	inside, outside, where := c.compare(i)
	switch {
	case inside:
		v.Outcome, v.Reason = Holds, fmt.Sprintf("the interval lies wholly %s", where)
	case outside:
		v.Outcome, v.Reason = DoesNotHold, fmt.Sprintf("no part of the interval lies %s", where)
	default:
		v.Reason = fmt.Sprintf("a part of the interval lies %s and a part does not", where)
	}
	return v
}

// compare says whether the interval lies wholly inside or wholly outside of
// what is claimed, and names the claim.
func (c Claim) compare(i Interval) (inside, outside bool, where string) {
	switch {
	case c.Kind == Sign && c.Below:
		return i.Hi < 0, i.Lo >= 0, "below 0"
	case c.Kind == Sign:
		return i.Lo > 0, i.Hi <= 0, "above 0"
	case c.Kind == Band:
		return c.Lo <= i.Lo && i.Hi <= c.Hi, i.Hi < c.Lo || i.Lo > c.Hi, fmt.Sprintf("in [%v, %v]", c.Lo, c.Hi)
	case c.Kind == Null:
		return -c.Hi <= i.Lo && i.Hi <= c.Hi, i.Hi < -c.Hi || i.Lo > c.Hi, fmt.Sprintf("within ±%v", c.Hi)
	}
	panic(fmt.Sprintf("stats: claim %q is not about one interval", c.Kind))
}

// JudgeOrder decides that the arms fall (with Below: rise) from first to last:
// arms[a][i] is the run of arm a with seed i. Each neighbouring pair is a sign
// claim about its paired differences, the chance of error shared out among the
// pairs (Bonferroni). The order holds when all of them hold and does not hold
// when any does not. The verdict shows the pair that decided: the first that
// does not hold, else the first undecided, else the closest.
func (c Claim) JudgeOrder(arms [][]float64) Verdict {
	if len(arms) < 2 {
		return Verdict{Outcome: Undecided, Center: math.NaN(), Interval: none(c.level()), Reason: "need two arms for an order"}
	}
	each := Claim{Kind: Sign, Below: c.Below, Level: 1 - (1-c.level())/float64(len(arms)-1)}
	rank := map[Outcome]int{DoesNotHold: 0, Undecided: 1, Holds: 2}
	var out Verdict
	for a := range len(arms) - 1 {
		v := each.Judge(differences(arms[a], arms[a+1]))
		v.Reason = fmt.Sprintf("place %d against place %d: %s", a+1, a+2, v.Reason)
		closer := v.Outcome == Holds && out.Outcome == Holds && math.Abs(v.Center) < math.Abs(out.Center)
		if a == 0 || rank[v.Outcome] < rank[out.Outcome] || closer {
			out = v
		}
	}
	return out
}
