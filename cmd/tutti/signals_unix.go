//go:build unix

package main

import (
	"os"
	"syscall"
)

// lateSignals announce that a job's time is nearly up.
var lateSignals = []os.Signal{syscall.SIGUSR1}
