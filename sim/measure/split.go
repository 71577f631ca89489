package measure

import "tutti/sim/exact"

// Split is the entropy of who leads, taken apart exactly [nats]:
// Total = Within + Between.
type Split struct {
	Total   float64 // H(leader): of all volume together
	Within  float64 // H(leader | row): sharing at one moment, or in one domain
	Between float64 // I(leader; row): rotation over time, or different leaders in different domains
}

// SplitOf takes volume[row*agents+agent], the influence of each agent in each
// row: a cycle or a domain. Rows weigh by their volume; rows of nothing do not
// count. All three are missing where there is no volume at all. Given a scratch
// of one number an agent it allocates nothing.
//
// Source: the chain rule of entropy, Shannon 1948.
func SplitOf(volume []float64, agents int, scratch []float64) Split {
	return splitOf(len(volume)/agents, scratch[:agents], func(r int) []float64 { return volume[r*agents : (r+1)*agents] })
}

// splitOf is SplitOf for rows that are made when they are asked for, each
// forgotten when the next is.
func splitOf(rows int, pooled []float64, row func(r int) []float64) Split {
	clear(pooled)
	within, all := 0.0, 0.0
	for r := range rows {
		row := row(r)
		v := sum(row)
		if !(v > 0) {
			continue
		}
		for i, x := range row {
			pooled[i] += x
		}
		within += float64(v * Entropy(row))
		all += v
	}
	total := Entropy(pooled)
	if !(all > 0) {
		return Split{missing, missing, missing}
	}
	within /= all
	return Split{Total: total, Within: within, Between: max(0, total-within)}
}

// Information returns I(leader; row) of SplitOf by its own formula,
// Σ p(r,i) ln(p(r,i)/(p(r)p(i))) [nats].
func Information(volume []float64, agents int) float64 {
	all := sum(volume)
	if !(all > 0) {
		return missing
	}
	pooled := make([]float64, agents)
	for k, x := range volume {
		pooled[k%agents] += x
	}
	info := 0.0
	for from := 0; from+agents <= len(volume); from += agents {
		row := volume[from : from+agents]
		v := sum(row)
		for i, x := range row {
			if x > 0 {
				info += float64(x / all * exact.Log(float64(x*all)/float64(v*pooled[i])))
			}
		}
	}
	return info
}
