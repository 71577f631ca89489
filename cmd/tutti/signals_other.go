//go:build !unix

package main

import "os"

// lateSignals announce that a job's time is nearly up: nothing does, here.
var lateSignals = []os.Signal{os.Interrupt}
