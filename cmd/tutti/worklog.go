package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// runLog is a file in log/ for what the plan does not determine: who worked
// here, from when to when, and how much memory that took. A log without an end
// is of a process that was killed, or that is still at work.
type runLog struct {
	f     *os.File
	end   chan struct{}
	ended sync.WaitGroup
}

// The words that begin a line of a log, after its time.
const (
	logBegin = "begin:"
	logHeld  = "memory:" // bytes held, of bytes granted (0: nobody said)
	logEnd   = "end:"
)

// logTime begins the name of a log: when its process began.
const logTime = "20060102T150405.000"

// logEvery is how often a process notes how far it is; one that has been
// silent for three times as long is taken for dead.
const logEvery = 20 * time.Second

// openLog begins a log of this process. A log that cannot be written stops no
// sweep.
func openLog(dir string, p *progress) *runLog {
	l := &runLog{end: make(chan struct{})}
	host, _ := os.Hostname() // only a name in a log
	at := time.Now().UTC().Format(logTime)
	f, err := os.Create(filepath.Join(dir, "log", fmt.Sprintf("%s-%s-%d.txt", at, strings.ReplaceAll(host, string(filepath.Separator), "_"), os.Getpid())))
	if err != nil {
		return l
	}
	l.f = f
	l.printf(logBegin+" tutti %s, %s %s, %d cores, %s", version, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), strings.Join(os.Args, " "))
	granted := grantedMemory(os.Getenv)
	if granted == 0 {
		granted = int64(memoryAvailable())
	}
	l.ended.Go(func() {
		tick := time.NewTicker(logEvery)
		defer tick.Stop()
		for {
			l.printf(logHeld+" %d of %d, %s", held(), granted, p.state())
			select {
			case <-tick.C:
			case <-l.end:
				return
			}
		}
	})
	return l
}

// stop ends the regular notes.
func (l *runLog) stop() {
	close(l.end)
	l.ended.Wait()
}

func (l *runLog) printf(format string, args ...any) {
	if l.f != nil {
		fmt.Fprintf(l.f, "%s %s\n", time.Now().UTC().Format(time.RFC3339), fmt.Sprintf(format, args...))
	}
}

func (l *runLog) close() {
	if l.f != nil {
		l.f.Close()
	}
}

// held is the memory that the program holds [bytes].
func held() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

// A death is a process that ended without a word.
type death struct {
	Log     string `json:"log"`
	Memory  int64  `json:"memory"`  // held last [bytes]
	Granted int64  `json:"granted"` // 0 when nobody said
}

// mostLogs is how many logs are looked at, the newest first.
const mostLogs = 200

// lastDeaths are the processes that were killed, oldest first, unless one that
// surely began later came to its end.
func lastDeaths(dir string) (dead []death) {
	logs := filepath.Join(dir, "log")
	entries, err := os.ReadDir(logs) // sorted, and their names begin with the time
	if err != nil {
		return nil
	}
	began := "" // the latest begin of those that came to an end
	for _, e := range slices.Backward(entries[max(0, len(entries)-mostLogs):]) {
		name := filepath.Join(logs, e.Name())
		text, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(text), " "+logBegin+" ") {
			continue // a log of somebody else's, such as Slurm's
		}
		if strings.Contains(string(text), " "+logEnd+" ") {
			began = max(began, e.Name())
			continue
		}
		info, err := os.Stat(name)
		if err != nil || info.ModTime().Add(logEvery).UTC().Format(logTime) < began || time.Since(info.ModTime()) < 3*logEvery && maybeAlive(name) {
			continue
		}
		d := death{Log: name}
		if at := strings.LastIndex(string(text), " "+logHeld+" "); at >= 0 {
			_, _ = fmt.Sscanf(string(text[at:]), " "+logHeld+" %d of %d", &d.Memory, &d.Granted) // zero where it was cut short
		}
		dead = append(dead, d)
	}
	slices.Reverse(dead)
	return dead
}

// maybeAlive says whether the process of a log may still be at work: unless it
// was on this machine and is gone.
func maybeAlive(name string) bool {
	base := strings.TrimSuffix(filepath.Base(name), ".txt")
	at := strings.LastIndex(base, "-")
	pid, err := strconv.Atoi(base[at+1:])
	host, err2 := os.Hostname()
	if err != nil || err2 != nil || !strings.HasSuffix(base[:at], "-"+strings.ReplaceAll(host, string(filepath.Separator), "_")) {
		return true
	}
	return pid == os.Getpid() || alive(pid)
}

// diedHint says what may have killed processes; "" when none died.
func diedHint(dead []death) string {
	if len(dead) == 0 {
		return ""
	}
	who := "a process that worked here"
	if len(dead) > 1 {
		who = fmt.Sprintf("%d processes that worked here", len(dead))
	}
	last := dead[len(dead)-1]
	text := who + " ended without a word (killed, or the machine went down)"
	if last.Memory > 0 {
		text += fmt.Sprintf("; when last heard of it held %s", bytesText(float64(last.Memory)))
		if last.Granted > 0 {
			text += fmt.Sprintf(" of %s", bytesText(float64(last.Granted)))
		}
		if last.Granted > 0 && float64(last.Memory) > 0.7*float64(last.Granted) {
			text += ": probably out of memory"
		}
	}
	return text + "; if memory was short, give --mem more (Slurm) or take fewer --workers"
}
