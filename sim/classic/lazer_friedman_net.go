package classic

import (
	"slices"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

// A Network says who sees whom; every tie holds both ways.
type Network struct {
	Kind      string  // one of networkKinds
	Rewirings int     // ties of a small world that are moved
	Ties      float64 // chance of a tie in a random network [0..1]
	Cave      int     // agents in a cave
}

// networkKinds are the networks, in the order of the reference.
var networkKinds = []string{"line", "ring", "lattice", "torus", "complete", "star", "small-world", "random", "caveman"}

// readNetwork reads a network for n agents.
func readNetwork(t *keys.Table, n int) Network {
	net := Network{
		Kind:      t.Choice("kind", "line", networkKinds, "line; ring; lattice (two neighbours on each side of a ring); torus (a grid that closes on itself); complete; star; small-world (a lattice with ties moved at random, still connected); random; caveman (groups in which all know all, joined in a ring)"),
		Rewirings: t.Count("rewirings", 10, 0, 1000000, "ties moved in a small world (Watts & Strogatz 1998)"),
		Ties:      t.Share("ties", 0.1, "chance of a tie between two agents of a random network"),
		Cave:      t.Count("cave", 10, 2, 10000, "agents in a cave (Watts 1999)"),
	}
	switch {
	case (net.Kind == "lattice" || net.Kind == "small-world") && n < 6:
		t.Errorf("kind", "a lattice of %d agents, want at least 6", n)
	case net.Kind == "torus" && (side(n) < 3 || n/side(n) < 3):
		t.Errorf("kind", "a torus of %d agents, want a number with two factors of 3 or more", n)
	case net.Kind == "caveman" && n%net.Cave != 0:
		t.Errorf("cave", "%d agents in caves of %d, want whole caves", n, net.Cave)
	case net.Kind == "small-world" && net.Rewirings > 2*n:
		t.Errorf("rewirings", "%d of %d ties, want at most as many", net.Rewirings, 2*n)
	}
	return net
}

// side is the largest divisor of n up to its root.
func side(n int) int {
	s := 1
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			s = d
		}
	}
	return s
}

// build returns the ties of n agents, row after row: row i is
// ties[first[i]:first[i+1]], ascending.
func (net Network) build(n int, d exact.Draws) (first, ties []int32) {
	g := newGraph(n)
	switch net.Kind {
	case "ring":
		g.around(1)
	case "lattice":
		g.around(2)
	case "torus":
		g.torus(side(n))
	case "complete":
		g.clique(0, n)
	case "star":
		for i := 1; i < n; i++ {
			g.tie(0, i)
		}
	case "small-world":
		g.smallWorld(net.Rewirings, d)
	case "random":
		g.random(net.Ties, d)
	case "caveman":
		g.caves(net.Cave)
	default: // line
		for i := 1; i < n; i++ {
			g.tie(i-1, i)
		}
	}
	return g.rows()
}

// A graph is a table of ties, for n agents in the low thousands.
type graph struct {
	n   int
	has []bool
}

func newGraph(n int) *graph { return &graph{n, make([]bool, n*n)} }

func (g *graph) set(i, j int, to bool) { g.has[i*g.n+j], g.has[j*g.n+i] = to, to }

// tie joins two agents; nobody is tied to itself.
func (g *graph) tie(i, j int) {
	if i != j {
		g.set(i, j, true)
	}
}

// around ties everybody to the next reach agents of a ring.
func (g *graph) around(reach int) {
	for i := range g.n {
		for r := 1; r <= reach; r++ {
			g.tie(i, (i+r)%g.n)
		}
	}
}

// torus is a grid of that many rows; its edges meet.
func (g *graph) torus(rows int) {
	cols := g.n / rows
	for i := range g.n {
		r, c := i/cols, i%cols
		g.tie(i, r*cols+(c+1)%cols)
		g.tie(i, (r+1)%rows*cols+c)
	}
}

// clique ties all of lo..hi−1 to each other.
func (g *graph) clique(lo, hi int) {
	for i := lo; i < hi; i++ {
		for j := i + 1; j < hi; j++ {
			g.tie(i, j)
		}
	}
}

// caves are cliques of a size; in each, the tie of the first two is moved to
// the last of the cave before (Watts 1999, the connected caveman graph).
func (g *graph) caves(size int) {
	if size >= g.n {
		g.clique(0, g.n)
		return
	}
	for lo := 0; lo < g.n; lo += size {
		g.clique(lo, lo+size)
	}
	for lo := 0; lo < g.n; lo += size {
		if size > 2 {
			g.set(lo, lo+1, false)
		}
		g.tie(lo, (lo+g.n-1)%g.n)
	}
}

// random ties every pair with a chance.
func (g *graph) random(chance float64, d exact.Draws) {
	for i := range g.n {
		for j := i + 1; j < g.n; j++ {
			if d.Tie(uint32(i), uint32(j), 0) < chance {
				g.tie(i, j)
			}
		}
	}
}

// smallWorld moves one end of so many different ties of the lattice to an
// agent not yet tied; a move that would cut the network in two is drawn again.
func (g *graph) smallWorld(rewirings int, d exact.Draws) {
	g.around(2)
	s := d.Stream(0)
	for _, e := range s.Perm(2 * g.n)[:rewirings] {
		i, j := e/2, (e/2+1+e%2)%g.n
		for range 1000 {
			k := s.Int(g.n)
			if k == i || g.has[i*g.n+k] {
				continue
			}
			g.set(i, j, false)
			g.set(i, k, true)
			if g.reaches(i, j) { // else the tie that was taken away was the only way
				break
			}
			g.set(i, k, false)
			g.set(i, j, true)
		}
	}
}

// reaches says whether there is a way from one agent to another.
func (g *graph) reaches(from, to int) bool {
	reached := []int{from}
	seen := make([]bool, g.n)
	seen[from] = true
	for k := 0; k < len(reached) && !seen[to]; k++ {
		for j, tied := range g.has[reached[k]*g.n : (reached[k]+1)*g.n] {
			if tied && !seen[j] {
				seen[j] = true
				reached = append(reached, j)
			}
		}
	}
	return seen[to]
}

func (g *graph) rows() (first, ties []int32) {
	first = make([]int32, g.n+1)
	for i := range g.n {
		for j, tied := range g.has[i*g.n : (i+1)*g.n] {
			if tied {
				ties = append(ties, int32(j))
			}
		}
		first[i+1] = int32(len(ties))
	}
	return first, slices.Clip(ties)
}
