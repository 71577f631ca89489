// Command digest prints one line, a name and digests, for each function of
// sim/exact over many inputs, for each published model and for each shipped
// scenario after some cycles. The check runs it on every platform it can and
// wants equal lines.
package main

import (
	"fmt"
	"os"
)

func main() {
	for _, f := range functions {
		fmt.Println(f.name, f.digest())
	}
	line := func(name, state, measures string) { fmt.Println(name, state, measures) }
	printModels(line)
	if err := printScenarios(line); err != nil {
		fmt.Fprintln(os.Stderr, "digest:", err)
		os.Exit(1)
	}
}
