package view

import "math"

// many agents are shown as they are, without easing, and as points.
const many = 30000

// Ease moves what dst shows the share k [0..1] of the way to f, so that cycles
// flow into each other. What has no in-between is taken over at once.
func Ease(dst, f *Frame, k float64) {
	if f.N() > many {
		*dst = *f
		return
	}
	share, traits, flows, claims := dst.Share, dst.Traits, dst.Flows, dst.Claims
	same := dst.N() == f.N() && dst.Model == f.Model && len(dst.Traits) == len(f.Traits)
	*dst = *f
	if !same || k >= 1 {
		dst.Share = append([]float64(nil), f.Share...)
		dst.Traits = make([]Column, len(f.Traits))
		for i, c := range f.Traits {
			dst.Traits[i] = c
			dst.Traits[i].Values = append([]float64(nil), c.Values...)
		}
		dst.Flows = append([]Flow(nil), f.Flows...)
		dst.Claims = append([]Claim(nil), f.Claims...)
		return
	}
	dst.Share = ease(share, f.Share, k)
	for i := range traits {
		v := traits[i].Values
		if f.Traits[i].Groups == nil {
			v = ease(v, f.Traits[i].Values, k)
		} else { // there is nothing between two kinds
			v = append(v[:0], f.Traits[i].Values...)
		}
		traits[i] = f.Traits[i]
		traits[i].Values = v
	}
	dst.Traits = traits
	dst.Claims = easeClaims(claims, f.Claims, float32(k))
	if len(f.Flows) < 20000 {
		dst.Flows = easeFlows(flows, f.Flows, float32(k))
	}
}

func ease(v, to []float64, k float64) []float64 {
	if len(v) != len(to) {
		return append(v[:0], to...)
	}
	for i, x := range to {
		if d := x - v[i]; math.Abs(d) > 1e-6 {
			v[i] += d * k
		} else {
			v[i] = x
		}
	}
	return v
}

// flowKey tells flows apart.
type flowKey struct {
	by, on int32
	domain int16
}

// easeFlows lets flows swell and fade.
func easeFlows(v, to []Flow, k float32) []Flow {
	at := make(map[flowKey]int, len(v))
	for i := range v {
		v[i].Moved *= 1 - k
		for j := range v[i].Parts {
			v[i].Parts[j] *= 1 - k
		}
		at[flowKey{v[i].By, v[i].On, v[i].Domain}] = i
	}
	top := float32(0)
	for _, w := range to {
		key := flowKey{w.By, w.On, w.Domain}
		i, ok := at[key]
		if !ok {
			i = len(v)
			at[key] = i
			v = append(v, Flow{By: w.By, On: w.On, Domain: w.Domain})
		}
		v[i].Moved += w.Moved * k
		for j := range w.Parts {
			v[i].Parts[j] += w.Parts[j] * k
		}
		top = max(top, w.Moved)
	}
	kept := v[:0]
	for _, w := range v {
		if w.Moved > top*0.004 && w.Moved > 1e-7 {
			kept = append(kept, w)
		}
	}
	return kept
}

// easeClaims lets claims rise and fade.
func easeClaims(v, to []Claim, k float32) []Claim {
	for i := range v {
		v[i].Gone += (1 - v[i].Gone) * k
	}
next:
	for _, c := range to {
		for i := range v {
			if v[i].Agent == c.Agent && v[i].Domain == c.Domain {
				gone := max(v[i].Gone-2*k, 0)
				granted := v[i].Granted + (c.Granted-v[i].Granted)*float64(k)
				v[i] = c
				v[i].Gone, v[i].Granted = gone, granted
				continue next
			}
		}
		c.Gone = 1 - k
		v = append(v, c)
	}
	kept := v[:0]
	for _, c := range v {
		if c.Gone < 0.97 {
			kept = append(kept, c)
		}
	}
	return kept
}
