package measure

// Hierarchy is how far an organisation is a pure tree of command, in four
// dimensions [0, 1] that are all 1 for an out-tree.
type Hierarchy struct {
	Connectedness float64 // share of pairs that hang together, directions aside
	Hierarchy     float64 // share of pairs with a way between them that have it in one direction only
	Efficiency    float64 // 1 less the share of possible superfluous ties that are there
	Bosses        float64 // least-upper-boundedness: share of pairs with a closest boss in common
}

// HierarchyOf measures a network whose ties run from superior to subordinate;
// turn a network of who reports to whom, or who attends to whom, round with
// Reverse. A dimension is missing where it has nothing to compare: below two
// agents, no ways at all, no part of two agents or more (three for Bosses). It
// takes time and room of agents squared.
//
// Source: Krackhardt 1994, Graph theoretical dimensions of informal
// organizations. Efficiency counts directed ties. As in the paper an agent may
// itself be the closest boss of a pair that it belongs to, also where several
// stand above it (R's sna 2.7 counts such pairs as without).
func HierarchyOf(net Network) Hierarchy {
	n := net.Agents()
	r := reach(net)
	part := parts(net)
	return Hierarchy{
		Connectedness: connectedness(part),
		Hierarchy:     oneWay(n, r),
		Efficiency:    efficiency(net, part),
		Bosses:        bosses(n, r, part),
	}
}

// reach returns at i*n+j whether there is a way from i to j, or i is j.
func reach(net Network) []bool {
	n := net.Agents()
	r := make([]bool, n*n)
	d, queue := make([]int32, n), make([]int32, n)
	for i := range n {
		distances(net, i, d, queue)
		for j, steps := range d {
			r[i*n+j] = steps >= 0
		}
	}
	return r
}

// parts returns the agents of each part that hangs together, directions aside.
func parts(net Network) [][]int {
	n := net.Agents()
	both := net.Undirected()
	d, queue := make([]int32, n), make([]int32, n)
	seen := make([]bool, n)
	var out [][]int
	for i := range n {
		if seen[i] {
			continue
		}
		distances(both, i, d, queue)
		var part []int
		for j, steps := range d {
			if steps >= 0 {
				seen[j] = true
				part = append(part, j)
			}
		}
		out = append(out, part)
	}
	return out
}

func pairs(n int) float64 { return float64(float64(n) * float64(n-1) / 2) }

func connectedness(part [][]int) float64 {
	n, joined := 0, 0.0
	for _, p := range part {
		n += len(p)
		joined += pairs(len(p))
	}
	return joined / pairs(n) // 0/0 is missing
}

func oneWay(n int, r []bool) float64 {
	some, both := 0.0, 0.0
	for i := range n {
		for j := range i {
			if r[i*n+j] || r[j*n+i] {
				some++
			}
			if r[i*n+j] && r[j*n+i] {
				both++
			}
		}
	}
	if some == 0 {
		return missing
	}
	return 1 - both/some
}

func efficiency(net Network, part [][]int) float64 {
	needed, possible := 0.0, 0.0
	for _, p := range part {
		needed += float64(len(p) - 1)
		possible += float64(2 * pairs(len(p)))
	}
	if possible <= needed {
		return missing
	}
	return 1 - (float64(net.Ties())-needed)/(possible-needed)
}

// bosses counts, part by part, the pairs with a boss (itself included) who
// stands above both and below every other who does.
func bosses(n int, r []bool, part [][]int) float64 {
	without, possible := 0.0, 0.0
	above := make([]int, 0, n)
	for _, p := range part {
		if len(p) < 3 {
			continue
		}
		possible += pairs(len(p) - 1)
		for a, i := range p {
			for _, j := range p[:a] {
				above = above[:0]
				for _, k := range p {
					if r[k*n+i] && r[k*n+j] {
						above = append(above, k)
					}
				}
				if !closest(n, r, above) {
					without++
				}
			}
		}
	}
	if possible == 0 {
		return missing
	}
	return 1 - without/possible
}

// closest says whether one of above can be reached by all of them.
func closest(n int, r []bool, above []int) bool {
	for _, k := range above {
		all := true
		for _, l := range above {
			all = all && r[l*n+k]
		}
		if all {
			return true
		}
	}
	return false
}
