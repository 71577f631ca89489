// Command digest prints one line, a name and digests, for each function of
// sim/exact over many inputs, for each published model and for each shipped
// scenario after some cycles. The check runs it on every platform it can and
// wants equal lines.
package main

import "fmt"

func main() {
	for _, f := range functions {
		fmt.Println(f.name, f.digest())
	}
	printModels(func(name, state, measures string) { fmt.Println(name, state, measures) })
}
