package measure

import "slices"

// spread returns Σ(max − x).
func spread(x []float64) float64 {
	if len(x) == 0 {
		return missing
	}
	top := slices.Max(x)
	sum := 0.0
	for _, v := range x {
		sum += top - v
	}
	return sum
}

// CentralisationIn returns how far a directed network points at one agent
// [0 even, 1 star]: Σ(max − d_i)/(n−1)² of the in-degrees. Missing for one
// agent.
//
// Source: Freeman 1979, Social Networks 1.
func CentralisationIn(net Network) float64 {
	return directed(net, net.InDegree(make([]float64, net.Agents())))
}

// CentralisationOut is CentralisationIn of the out-degrees: how far attending
// is the business of one agent.
func CentralisationOut(net Network) float64 {
	return directed(net, net.OutDegree(make([]float64, net.Agents())))
}

func directed(net Network, degree []float64) float64 {
	n := float64(net.Agents())
	if n < 2 {
		return missing
	}
	return spread(degree) / float64((n-1)*(n-1))
}

// CentralisationStrength is CentralisationIn of the summed weights of the ties
// to each agent, for weights up to 1.
func CentralisationStrength(net Network) float64 {
	return directed(net, net.InStrength(make([]float64, net.Agents())))
}

// CentralisationShares returns how far shares that sum to 1 belong to one of
// their n holders [0 even, 1 one holds all]: Σ(max − s_i)/(n−1). It allocates
// nothing. Missing for one holder and for shares of nothing.
func CentralisationShares(given []float64) float64 {
	total := sum(given)
	if len(given) < 2 || total <= 0 {
		return missing
	}
	return spread(given) / total / float64(len(given)-1)
}

// CentralisationDegree returns the centralisation of an undirected network by
// degree [0, 1]: Σ(max − d_i)/((n−1)(n−2)). Directions are ignored. Missing
// below three agents.
//
// Source: Freeman 1979.
func CentralisationDegree(net Network) float64 {
	n := float64(net.Agents())
	if n < 3 {
		return missing
	}
	both := net.Undirected()
	return spread(both.OutDegree(make([]float64, both.Agents()))) / float64((n-1)*(n-2))
}

// CentralisationCloseness returns the centralisation of an undirected network by
// closeness [0, 1]: Σ(max − c_i)·(2n−3)/((n−1)(n−2)). Directions are ignored.
// Missing below three agents and where not all can reach all.
//
// Source: Freeman 1979.
func CentralisationCloseness(net Network) float64 {
	n := float64(net.Agents())
	if n < 3 {
		return missing
	}
	return spread(Closeness(net.Undirected())) * (float64(2*n) - 3) / float64((n-1)*(n-2))
}

// CentralisationBetweenness returns the centralisation of an undirected network
// by betweenness [0, 1]: Σ(max − b_i)/(n−1), b as shares of the greatest
// possible. Directions are ignored. Missing below three agents.
//
// Source: Freeman 1979.
func CentralisationBetweenness(net Network) float64 {
	n := float64(net.Agents())
	if n < 3 {
		return missing
	}
	return spread(Betweenness(net.Undirected())) / (n - 1)
}
