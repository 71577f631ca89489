package network

import (
	"fmt"
	"strings"
)

// Chain returns the manager of each of n agents, −1 at the top, when everybody
// leads span others [1 or more] and the levels are filled from the top.
func Chain(n, span int) []int32 {
	if span < 1 {
		panic(fmt.Sprintf("network: a span of control of %d, want 1 or more", span))
	}
	manager := make([]int32, n)
	for i := range manager {
		manager[i] = -1
		if i > 0 {
			manager[i] = int32((i - 1) / span)
		}
	}
	return manager
}

// CheckChain wants every manager to be an agent (or −1 for none) and nobody to
// be, at some remove, their own manager. The error names a cycle in full. Name
// gives an agent's name; nil counts from 0.
func CheckChain(manager []int32, name func(i int) string) error {
	if name == nil {
		name = func(i int) string { return fmt.Sprintf("agent %d", i) }
	}
	for i, m := range manager {
		if m < -1 || int(m) >= len(manager) {
			return fmt.Errorf("the manager of %s is number %d, want -1 to %d", name(i), m, len(manager)-1)
		}
	}
	if cycle := Cycle(manager); cycle != nil {
		return fmt.Errorf("a cycle in the chain of command: %s", cycleText(cycle, name))
	}
	return nil
}

// cycleText lists the agents of a cycle; of a long one its beginning.
func cycleText(cycle []int, name func(i int) string) string {
	const most = 12
	var b strings.Builder
	for k, i := range cycle {
		if k == most {
			fmt.Fprintf(&b, "… (%d more) reports to ", len(cycle)-most)
			break
		}
		b.WriteString(name(i) + " reports to ")
	}
	return b.String() + name(cycle[0])
}

// Cycle returns the agents of a cycle in the chain of command, each reporting
// to the next; nil when there is none.
func Cycle(manager []int32) []int {
	seen := make([]int32, len(manager)) // the walk that came by, from 1
	for i := range manager {
		walk, at := int32(i+1), int32(i)
		for at >= 0 && seen[at] == 0 {
			seen[at] = walk
			at = manager[at]
		}
		if at >= 0 && seen[at] == walk {
			cycle := []int{int(at)}
			for next := manager[at]; next != at; next = manager[next] {
				cycle = append(cycle, int(next))
			}
			return cycle
		}
	}
	return nil
}

// Levels returns how many managers stand above each agent: 0 at the top. The
// chain must be free of cycles.
func Levels(manager []int32) []int32 {
	level := make([]int32, len(manager))
	for i := range level {
		level[i] = -1
	}
	var path []int
	for i := range manager {
		path = path[:0]
		at := i
		for at >= 0 && level[at] < 0 {
			path = append(path, at)
			at = int(manager[at])
		}
		above := int32(-1)
		if at >= 0 {
			above = level[at]
		}
		for k := len(path) - 1; k >= 0; k-- {
			above++
			level[path[k]] = above
		}
	}
	return level
}

// Depth is the number of levels of a chain: 0 without agents.
func Depth(manager []int32) int {
	deepest := int32(-1)
	for _, l := range Levels(manager) {
		deepest = max(deepest, l)
	}
	return int(deepest) + 1
}
