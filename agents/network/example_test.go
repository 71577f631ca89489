package network_test

import (
	"fmt"
	"strings"

	"tutti/agents/network"
	"tutti/sim/exact"
)

func Example() {
	ring := network.Ring{K: 2}
	fmt.Println(ring.Check(4, nil), ring.Check(2, nil))
	rows := ring.Rows(4, nil, exact.NewDraws(1, 1, 0))
	fmt.Println(rows.Row(0), rows.Row(1))
	_, err := network.Read("edges", "trust.csv", strings.NewReader("from,to,weight\nann,bob,0.5\nbob,ann,5\n"))
	fmt.Println(err)
	fmt.Println(network.CheckChain([]int32{1, 0}, nil))
	// Output:
	// <nil> k: 2 neighbours, want at most 1 for 2 agents
	// [1 3] [0 2]
	// trust.csv:3: weight 5 is outside [0, 1]; to divide all weights by the largest, set scale
	// a cycle in the chain of command: agent 0 reports to agent 1 reports to agent 0
}
