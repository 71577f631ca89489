//go:build !js

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "page: this is compiled for the browser only: see tutti watch --browser and tutti site")
	os.Exit(2)
}
