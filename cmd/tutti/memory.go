package main

import (
	"os"
	"strconv"
	"strings"
)

// memoryAvailable is how much memory is free for a run [bytes]: what the kernel
// says, or a control group's limit where that is lower; 0 when nobody says.
func memoryAvailable() float64 {
	free := 0.0
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		for _, line := range strings.Split(string(text), "\n") {
			if rest, ok := strings.CutPrefix(line, "MemAvailable:"); ok {
				kib, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 64)
				free = kib * 1024
			}
		}
	}
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64); err == nil && (free == 0 || limit < free) {
			free = limit
		}
	}
	return free
}
