// Command digest prints one line, a name and a digest, for each function of
// sim/exact over many inputs and for each shipped scenario after some cycles.
// The check runs it on every platform it can and wants equal lines.
package main

import (
	"fmt"
	"os"
)

func main() {
	for _, f := range functions {
		fmt.Printf("%s %s\n", f.name, f.digest())
	}
	if err := printScenarios(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "digest:", err)
		os.Exit(1)
	}
}
