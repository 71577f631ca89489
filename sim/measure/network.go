package measure

import (
	"fmt"
	"slices"
)

// Tie runs from an agent to one that it attends to.
type Tie struct {
	From, To int
	Weight   float64 // above 0
}

// Network is a directed network in rows: agent i attends to
// To[Start[i]:Start[i+1]], in ascending order and never to itself. It may share
// its slices with whoever keeps the ties.
type Network struct {
	Start  []int32   // one more than there are agents
	To     []int32   // one a tie
	Weight []float64 // one a tie, above 0; nil when every tie weighs 1
}

// NewNetwork builds a network of n agents. Ties of an agent to itself and ties
// without weight are dropped; of several ties between the same two, in the same
// direction, the weights are added. It panics on an agent outside 0..n−1.
func NewNetwork(n int, ties []Tie) Network {
	kept := make([]Tie, 0, len(ties))
	for _, t := range ties {
		if t.From < 0 || t.From >= n || t.To < 0 || t.To >= n {
			panic(fmt.Sprintf("measure: tie %d→%d among %d agents", t.From, t.To, n))
		}
		if t.From != t.To && t.Weight > 0 {
			kept = append(kept, t)
		}
	}
	slices.SortStableFunc(kept, func(a, b Tie) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return a.To - b.To
	})
	net := Network{Start: make([]int32, n+1)}
	for i, t := range kept {
		if i > 0 && t.From == kept[i-1].From && t.To == kept[i-1].To {
			net.Weight[len(net.Weight)-1] += t.Weight
			continue
		}
		net.To = append(net.To, int32(t.To))
		net.Weight = append(net.Weight, t.Weight)
		net.Start[t.From+1]++
	}
	for i := range n {
		net.Start[i+1] += net.Start[i]
	}
	return net
}

// FromMatrix builds a network from an n×n matrix in rows: w[i*n+j] is how much
// i attends to j.
func FromMatrix(n int, w []float64) Network {
	if len(w) != n*n {
		panic(fmt.Sprintf("measure: matrix of %d values, want %d", len(w), n*n))
	}
	var ties []Tie
	for i := range n {
		for j := range n {
			ties = append(ties, Tie{i, j, w[i*n+j]})
		}
	}
	return NewNetwork(n, ties)
}

// Agents returns how many agents there are.
func (net Network) Agents() int { return len(net.Start) - 1 }

// Ties returns how many ties there are.
func (net Network) Ties() int { return len(net.To) }

// Row returns whom agent i attends to.
func (net Network) Row(i int) []int32 { return net.To[net.Start[i]:net.Start[i+1]] }

// weight returns the weight of tie k.
func (net Network) weight(k int) float64 {
	if net.Weight == nil {
		return 1
	}
	return net.Weight[k]
}

// Has says whether i attends to j.
func (net Network) Has(i, j int) bool {
	_, ok := slices.BinarySearch(net.Row(i), int32(j))
	return ok
}

// list returns the ties of a network.
func (net Network) list() []Tie {
	ties := make([]Tie, 0, net.Ties())
	for i := range net.Agents() {
		for k := net.Start[i]; k < net.Start[i+1]; k++ {
			ties = append(ties, Tie{i, int(net.To[k]), net.weight(int(k))})
		}
	}
	return ties
}

// Reverse returns the network with every tie turned round.
func (net Network) Reverse() Network {
	ties := net.list()
	for k, t := range ties {
		ties[k].From, ties[k].To = t.To, t.From
	}
	return NewNetwork(net.Agents(), ties)
}

// Undirected returns the network in which two agents are tied, in both
// directions and with weight 1, when either attends to the other.
func (net Network) Undirected() Network {
	ties := net.list()
	for _, t := range net.list() {
		ties = append(ties, Tie{t.To, t.From, 1})
	}
	both := NewNetwork(net.Agents(), ties)
	both.Weight = nil
	return both
}

// InDegree writes how many attend to each agent into dst and returns it.
func (net Network) InDegree(dst []float64) []float64 {
	clear(dst)
	for _, j := range net.To {
		dst[j]++
	}
	return dst
}

// OutDegree writes to how many each agent attends into dst and returns it.
func (net Network) OutDegree(dst []float64) []float64 {
	for i := range dst {
		dst[i] = float64(net.Start[i+1] - net.Start[i])
	}
	return dst
}

// InStrength writes the summed weight of the ties to each agent into dst and
// returns it.
func (net Network) InStrength(dst []float64) []float64 {
	clear(dst)
	for k, j := range net.To {
		dst[j] += net.weight(k)
	}
	return dst
}
