package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/scenario"
)

// crowd is how many agents are let in without asking for their memory first.
const crowd = 100_000

// roomFor refuses more agents than there is memory for, from their counts
// alone: before anything is made for them. What else is wrong is left to those
// who read the scenario.
func roomFor(root *keys.Table, sets []run.Setting) error {
	for _, s := range sets {
		if root.Set(s.Key, run.TOML(s.Value)) != nil {
			return nil
		}
	}
	all, most := 0, 0
	var where string
	for _, g := range root.Named("group", "") {
		n := g.Count("count", 1, 0, 1<<30, "")
		if all += n; n > most {
			most, where = n, g.File("count")
			if line := g.Line("count"); line > 0 {
				where += ":" + strconv.Itoa(line)
			}
			where += ": group." + g.Name() + ".count"
		}
	}
	domains := len(root.Table("organisation", "").Texts("domains", []string{""}, ""))
	need, have := float64(all)*float64(scenario.AgentBytes(domains)), memoryAvailable()
	if all > crowd && have > 0 && need > have {
		return usageError{fmt.Errorf("%s: %d agents in all need about %s of memory and more for their ties, %s are free, want fewer", where, all, bytesText(need), bytesText(have))}
	}
	return nil
}

// memoryAvailable is how much memory is free for a run [bytes]; 0 when nobody
// says. Tests put another in its place.
var memoryAvailable = freeMemory

// freeMemory is what the kernel says, or a control group's limit where that is
// lower.
func freeMemory() float64 {
	free := 0.0
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		for line := range strings.SplitSeq(string(text), "\n") {
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

// collectRarely is for those who sweep several times: what is free then lacks
// what this process holds itself.
var collectRarely sync.Once

// rareCollections lets a program that makes many small models collect its
// garbage seldom, which is a tenth of its time, as long as there is memory: up
// to limit [bytes], or to three fifths of what is free where limit is 0. What
// GOGC and GOMEMLIMIT say stands.
func rareCollections(env func(string) string, limit int64) {
	if env("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if limit == 0 {
		limit = int64(memoryAvailable() * 3 / 5)
	}
	if limit > 0 && env("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}

// closeCollections keeps a run of a large organisation close to what it needs:
// its memory is long columns without pointers, in which garbage is found in no
// time. What GOGC says stands.
func closeCollections(env func(string) string, s *run.Scenario) {
	if s.Spec != nil && s.Spec.Agents() > crowd && env("GOGC") == "" {
		debug.SetGCPercent(10)
	}
}
