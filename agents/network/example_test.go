package network_test

import (
	"fmt"
	"strings"

	"tutti/agents/network"
	"tutti/sim/exact"
)

func Example() {
	ties, err := network.Generate(network.Ring{K: 2}, 4, nil, exact.NewDraws(1, 1, 0))
	for _, t := range ties[:3] {
		fmt.Println(t.From, t.To)
	}
	fmt.Println(err)
	_, err = network.Read("edges", "trust.csv", strings.NewReader("from,to,weight\nann,bob,0.5\nbob,ann,5\n"))
	fmt.Println(err)
	fmt.Println(network.CheckChain([]int32{1, 0}, nil))
	// Output:
	// 0 1
	// 0 3
	// 1 0
	// <nil>
	// trust.csv:3: weight 5 is outside [0, 1]; to divide all weights by the largest, set scale
	// a cycle in the chain of command: agent 0 reports to agent 1 reports to agent 0
}
