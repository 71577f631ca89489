package network

import (
	"math"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

var complete = Kind{
	Name:    "complete",
	Doc:     "everybody attends to everybody else",
	Formula: "i→j for all i ≠ j",
	Source:  "the usual case of small groups",
	Read:    func(*keys.Table) Generator { return Complete{} },
}

// Complete ties everybody to everybody else.
type Complete struct{}

// Check finds nothing wrong.
func (Complete) Check(int, []int32) error { return nil }

// Expect is n(n−1).
func (Complete) Expect(n int, _ []int32) float64 { return float64(n) * float64(max(0, n-1)) }

// Rows makes the ties.
func (Complete) Rows(n int, _ []int32, _ exact.Draws) Rows {
	return directed(n, func(yield func(u, v int32)) {
		for u := range int32(n) {
			for v := range int32(n) {
				if u != v {
					yield(u, v)
				}
			}
		}
	})
}

var ring = Kind{
	Name:    "ring",
	Doc:     "agents in a circle, each tied to its nearest neighbours",
	Formula: "i–j when their distance round the circle is at most k/2",
	Source:  "Watts & Strogatz 1998, Nature 393 (their regular lattice)",
	Read: func(t *keys.Table) Generator {
		return Ring{K: t.Count("k", 4, 2, math.MaxInt32, "nearest neighbours, half of them on each side [agents]")}
	},
}

// Ring ties each agent to its K nearest in a circle.
type Ring struct {
	K int // neighbours, even [agents]
}

// Check wants an even K below n.
func (g Ring) Check(n int, _ []int32) error { return checkNeighbours(g.K, n) }

func checkNeighbours(k, n int) error {
	switch {
	case n < 2:
		return nil
	case k < 2 || k%2 != 0:
		return fault("k", "%d neighbours, want an even number of 2 or more", k)
	case k > n-1:
		return fault("k", "%d neighbours, want at most %d for %d agents", k, n-1, n)
	}
	return nil
}

// Expect is n·K.
func (g Ring) Expect(n int, _ []int32) float64 {
	if n < 2 {
		return 0
	}
	return float64(n) * float64(g.K)
}

// Rows makes the ties.
func (g Ring) Rows(n int, _ []int32, _ exact.Draws) Rows {
	return undirected(n, func(yield func(u, v int32)) {
		for u := range n {
			for j := 1; j <= g.K/2 && n > 1; j++ {
				yield(int32(u), int32((u+j)%n))
			}
		}
	})
}

var lattice = Kind{
	Name:    "lattice",
	Doc:     "agents in rows and columns, each tied to those left, right, before and behind",
	Formula: "i–j when |row_i − row_j| + |column_i − column_j| = 1",
	Source:  "von Neumann neighbourhood",
	Read: func(t *keys.Table) Generator {
		return Lattice{
			Width: t.Count("width", 0, 0, math.MaxInt32, "agents in a row; 0 for as square as can be [agents]"),
			Wrap:  t.Switch("wrap", false, "whether the edges meet, as on a torus"),
		}
	},
}

// Lattice ties each agent to its four neighbours in a grid that is filled row
// by row.
type Lattice struct {
	Width int  // agents in a row; 0 for as square as can be
	Wrap  bool // whether the edges meet; all rows must then be full
}

// width is the width in use. A torus is made of full rows, so its width
// divides n; of a prime number of agents it is a ring.
func (g Lattice) width(n int) int {
	if g.Width > 0 {
		return min(g.Width, max(n, 1))
	}
	w := int(math.Sqrt(float64(n)))
	for w*w < n {
		w++
	}
	for g.Wrap && n%max(w, 1) != 0 {
		w++
	}
	return max(w, 1)
}

// Check wants full rows of a torus.
func (g Lattice) Check(n int, _ []int32) error {
	if g.Width < 0 {
		return fault("width", "%d agents in a row, want 0 or more", g.Width)
	}
	if w := g.width(n); g.Wrap && n%w != 0 {
		return fault("width", "%d agents in rows of %d leave one row unfilled, want a number that divides %d, or wrap = false", n, w, n)
	}
	return nil
}

// Expect is at most 4n.
func (g Lattice) Expect(n int, _ []int32) float64 { return 4 * float64(n) }

// Rows makes the ties.
func (g Lattice) Rows(n int, _ []int32, _ exact.Draws) Rows {
	w := g.width(n)
	h := (n + w - 1) / w
	return undirected(n, func(yield func(u, v int32)) {
		for i := range n {
			row, col := i/w, i%w
			switch {
			case col+1 < w && i+1 < n:
				yield(int32(i), int32(i+1))
			case g.Wrap && w > 2: // of two in a row each is the other's neighbour once
				yield(int32(i), int32(row*w))
			}
			switch {
			case i+w < n:
				yield(int32(i), int32(i+w))
			case g.Wrap && h > 2:
				yield(int32(i), int32(col))
			}
		}
	})
}

var star = Kind{
	Name:    "star",
	Doc:     "one agent tied to all others, who are tied to nobody else",
	Formula: "hub–i for all i ≠ hub",
	Source:  "the wheel of Leavitt 1951, Journal of Abnormal and Social Psychology 46",
	Read: func(t *keys.Table) Generator {
		return Star{Hub: t.Count("hub", 0, 0, math.MaxInt32, "the agent in the middle, counted from 0")}
	},
}

// Star ties one agent to all others.
type Star struct {
	Hub int // the agent in the middle, from 0
}

// Check wants the hub to be one of the agents.
func (g Star) Check(n int, _ []int32) error {
	if n > 0 && (g.Hub < 0 || g.Hub >= n) {
		return fault("hub", "agent %d, want 0 to %d", g.Hub, n-1)
	}
	return nil
}

// Expect is 2(n−1).
func (g Star) Expect(n int, _ []int32) float64 { return 2 * float64(max(0, n-1)) }

// Rows makes the ties.
func (g Star) Rows(n int, _ []int32, _ exact.Draws) Rows {
	return undirected(n, func(yield func(u, v int32)) {
		for i := range n {
			if i != g.Hub {
				yield(int32(g.Hub), int32(i))
			}
		}
	})
}

var tree = Kind{
	Name:    "tree",
	Doc:     "each agent tied to the one above and to those below, as in a chain of command",
	Formula: "i–⌊(i−1)/span⌋ for all i > 0",
	Source:  "Leavitt 1951, Journal of Abnormal and Social Psychology 46",
	Read: func(t *keys.Table) Generator {
		return Tree{Span: t.Count("span", 5, 1, math.MaxInt32, "those below each [agents]")}
	},
}

// Tree ties each agent to the one above in a tree that is filled level by level.
type Tree struct {
	Span int // those below each [agents]
}

// Check wants a span of 1 or more.
func (g Tree) Check(int, []int32) error {
	if g.Span < 1 {
		return fault("span", "%d, want 1 or more", g.Span)
	}
	return nil
}

// Expect is 2(n−1).
func (g Tree) Expect(n int, _ []int32) float64 { return 2 * float64(max(0, n-1)) }

// Rows makes the ties.
func (g Tree) Rows(n int, _ []int32, _ exact.Draws) Rows {
	return undirected(n, func(yield func(u, v int32)) {
		for i, above := range Chain(n, g.Span) {
			if above >= 0 {
				yield(above, int32(i))
			}
		}
	})
}
