package measure

import (
	"math"

	"tutti/sim/exact"
)

// common returns how many ties are in both networks.
func common(a, b Network) int {
	count := 0
	for i := range a.Agents() {
		for _, j := range a.Row(i) {
			if b.Has(i, int(j)) {
				count++
			}
		}
	}
	return count
}

// Jaccard returns the overlap of two networks among the same agents [0, 1]:
// ties in both over ties in either. Missing where neither has any.
//
// Source: Jaccard 1912.
func Jaccard(a, b Network) float64 {
	both := common(a, b)
	either := a.Ties() + b.Ties() - both
	if either == 0 {
		return missing
	}
	return float64(both) / float64(either)
}

// Phi returns the correlation of the presence of ties in two networks among the
// same agents, over all ordered pairs [−1, 1]. Missing where one of them is
// empty or complete.
//
// Source: Yule 1912.
func Phi(a, b Network) float64 {
	n := float64(a.Agents())
	return phi(float64(n*(n-1)), float64(a.Ties()), float64(b.Ties()), float64(common(a, b)))
}

func phi(all, a, b, both float64) float64 {
	if a == 0 || b == 0 || a == all || b == all || all == 0 {
		return missing
	}
	return (float64(all*both) - float64(a*b)) / math.Sqrt(float64(a*(all-a))) / math.Sqrt(float64(b*(all-b)))
}

// Multiplexity returns in how many of the networks a pair that is tied in any is
// tied on average [layers, 1 and above], directions aside. Missing for no ties.
func Multiplexity(layers ...Network) float64 {
	count := 0
	var all []Tie
	for _, l := range layers {
		both := l.Undirected()
		count += both.Ties()
		all = append(all, both.list()...)
	}
	if len(all) == 0 {
		return missing
	}
	return float64(count) / float64(NewNetwork(layers[0].Agents(), all).Ties())
}

// Covered returns the share of the ties of the formal network that are ties of
// the informal one [0, 1]: how far influence follows the organisation chart.
// Missing where the formal network has none.
func Covered(formal, informal Network) float64 {
	if formal.Ties() == 0 {
		return missing
	}
	return float64(common(formal, informal)) / float64(formal.Ties())
}

// Permuted returns Phi of two networks and the share of permuted ones that are
// at least as far from 0, the original counted among them: a test that keeps
// both structures and shuffles who is who.
//
// Source: quadratic assignment, Hubert 1987; Krackhardt 1988.
func Permuted(a, b Network, permutations int, draws *exact.Stream) (observed, p float64) {
	observed = Phi(a, b)
	n := a.Agents()
	all, ta, tb := float64(float64(n)*float64(n-1)), float64(a.Ties()), float64(b.Ties())
	who := make([]int, n)
	for i := range who {
		who[i] = i
	}
	far := 1
	for range permutations {
		exact.Shuffle(draws, who)
		both := 0
		for i := range n {
			for _, j := range a.Row(i) {
				if b.Has(who[i], who[j]) {
					both++
				}
			}
		}
		if math.Abs(phi(all, ta, tb, float64(both))) >= math.Abs(observed)-1e-12 {
			far++
		}
	}
	if math.IsNaN(observed) {
		return observed, missing
	}
	return observed, float64(far) / float64(permutations+1)
}
