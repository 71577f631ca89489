//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tutti/cmd/check/slurm"
)

// TestSlurm sweeps on a real cluster, where all goes wrong that can: into a
// directory whose name would run something if it could, with a node that dies,
// one that loses its network so that tasks run twice, a task that is put back
// in the queue, one that is killed, one whose time is up, and an array that is
// cancelled. Results are those of a local sweep, byte for byte.
func TestSlurm(t *testing.T) {
	c := slurm.Up(t)
	if c == nil {
		return
	}
	exe := buildTutti(t)
	dir := study(t, 2000, 60)
	tutti(t, 0, "sweep", "learning.toml", "--out", "local")
	x := &cluster{t, c, exe, dir, tables(t, "local")}

	nasty := filepath.Join(dir, `all "the" runs' of $(touch owned) %j`)
	array, merge := x.sweep(nasty, "--array-size", "8", "--time", "00:10:00")
	waitForShards(t, nasty)
	c.Crash(t, "node2")
	x.completed(c.Wait(t, array), 8)
	x.merged(merge, nasty)
	c.Start(t, "node2")
	if _, err := os.Stat(filepath.Join(dir, "owned")); err == nil {
		t.Error("the name of the directory was run")
	}

	if !asked(t, "TUTTI_NEED_SLURM") {
		return
	}
	// Time goes by while the others are at it: a task that hangs until it is up.
	late, lateMerge := x.sweep("late", "--array-size", "2", "--time", "00:01:00")
	waitForShards(t, "late")
	x.signal(syscall.SIGSTOP, x.tasks("late", "0"))

	x.cut()
	x.requeued()
	x.killed()
	x.cancelled()

	ended := c.Wait(t, late)
	if len(ended) != 2 || ended[0].State != "TIMEOUT" || ended[1].State != "COMPLETED" {
		t.Errorf("got %+v, want one task out of time and one completed", ended)
	}
	x.notMerged(lateMerge)
	x.rest("late")
}

// cluster is a cluster with a sweep to be done on it, in one folder.
type cluster struct {
	t *testing.T
	*slurm.Cluster
	exe, dir string
	want     map[string]string // tables of the sweep
}

// sweep submits the sweep into a directory.
func (x *cluster) sweep(out string, args ...string) (array, merge string) {
	x.t.Helper()
	args = append([]string{"sweep", "learning.toml", "--out", out, "--executor", "slurm", "--mem", "200M", "--merge-mem", "200M"}, args...)
	return jobs(x.t, x.Run(x.t, x.dir, x.exe, args...))
}

// rest submits what is missing in a directory and wants the whole result.
func (x *cluster) rest(out string) {
	x.t.Helper()
	array, merge := jobs(x.t, x.Run(x.t, x.dir, x.exe, "sweep", out, "--executor", "slurm", "--mem", "200M", "--merge-mem", "200M", "--array-size", "16", "--time", "00:10:00"))
	x.Wait(x.t, array)
	x.merged(merge, out)
}

// merged wants the merge to have ended well, with the tables of a local sweep.
func (x *cluster) merged(merge, out string) {
	x.t.Helper()
	if got := x.Wait(x.t, merge); len(got) != 1 || got[0].State != "COMPLETED" {
		x.t.Errorf("%s: merge job: got %+v, want it completed", out, got)
	}
	sameTables(x.t, tables(x.t, out), x.want)
}

// notMerged wants the merge of an array that failed not to have been run.
func (x *cluster) notMerged(merge string) {
	x.t.Helper()
	if got := x.Wait(x.t, merge); len(got) == 1 && got[0].State == "COMPLETED" {
		x.t.Errorf("merge job: got %+v of an array that failed", got)
	}
}

// completed wants all tasks to have come to a good end.
func (x *cluster) completed(got []slurm.Task, tasks int) {
	x.t.Helper()
	if len(got) != tasks {
		x.t.Errorf("got %d tasks, want %d", len(got), tasks)
	}
	for _, task := range got {
		if task.State != "COMPLETED" {
			x.t.Errorf("task %+v, want it to be completed", task)
		}
	}
}

// tasks are the processes of a task of a sweep that is running; any, when which
// is empty.
func (x *cluster) tasks(out, which string) (pids []int) {
	x.t.Helper()
	pattern := "work " + filepath.Join(x.dir, out) + " --task " + which
	for range 500 {
		text, err := exec.Command("pgrep", "-f", pattern).Output()
		for field := range strings.FieldsSeq(string(text)) {
			if pid, err := strconv.Atoi(field); err == nil {
				pids = append(pids, pid)
			}
		}
		if len(pids) > 0 && err == nil {
			return pids
		}
		time.Sleep(20 * time.Millisecond)
	}
	x.t.Fatalf("no process has the words %q", pattern)
	return nil
}

func (x *cluster) signal(s syscall.Signal, pids []int) {
	for _, pid := range pids {
		_ = syscall.Kill(pid, s) // one may have ended by itself
	}
}

// cut takes the network from the node of a task that hangs: Slurm gives the
// node up and starts the task elsewhere, and when the first copy wakes up again
// it publishes what the second has published.
func (x *cluster) cut() {
	array, merge := x.sweep("cut", "--array-size", "2", "--time", "00:10:00")
	waitForShards(x.t, "cut")
	first := x.tasks("cut", "1")
	x.signal(syscall.SIGSTOP, first)
	node := strings.TrimSpace(x.Run(x.t, x.dir, "squeue", "-h", "-j", array+"_1", "-o", "%N"))
	x.Cut(x.t, node)
	tasks := x.Wait(x.t, array)
	x.completed(tasks, 2)
	if len(tasks) == 2 && tasks[1].Restarts == 0 {
		x.t.Errorf("got %+v, want the second task to have been started twice", tasks)
	}
	x.merged(merge, "cut")
	x.signal(syscall.SIGCONT, first)
	for _, pid := range first {
		for alive(pid) {
			time.Sleep(50 * time.Millisecond)
		}
	}
	sameTables(x.t, tables(x.t, "cut"), x.want)
	x.Start(x.t, node)
	if out, _ := tutti(x.t, 0, "status", "cut"); !strings.Contains(out, "360 of 360 runs done (100.0%), 0 failed; 0 of 180 shards missing") {
		x.t.Errorf("after two copies of a task: %q", out)
	}
}

// requeued puts a running task back in the queue.
func (x *cluster) requeued() {
	array, merge := x.sweep("again", "--array-size", "2", "--time", "00:10:00")
	waitForShards(x.t, "again")
	x.signal(syscall.SIGSTOP, x.tasks("again", "0")) // so that it is still there
	x.Run(x.t, x.dir, "scontrol", "requeue", array+"_0")
	tasks := x.Wait(x.t, array)
	x.completed(tasks, 2)
	if len(tasks) == 2 && tasks[0].Restarts != 1 {
		x.t.Errorf("got %+v, want the first task to have been started twice", tasks)
	}
	x.merged(merge, "again")
}

// killed kills a task as the kernel does when memory is short.
func (x *cluster) killed() {
	array, merge := x.sweep("killed", "--array-size", "2", "--time", "00:10:00")
	waitForShards(x.t, "killed")
	x.signal(syscall.SIGKILL, x.tasks("killed", "0"))
	tasks := x.Wait(x.t, array)
	if len(tasks) != 2 || tasks[0].State != "FAILED" || tasks[0].ExitCode != "0:9" {
		x.t.Errorf("got %+v, want the first to be killed by signal 9", tasks)
	}
	x.notMerged(merge)
	if out, _ := tutti(x.t, 0, "status", "killed"); !strings.Contains(out, "ended without a word") || !strings.Contains(out, "of 210 MB") {
		x.t.Errorf("status after a task was killed: %q, want a word on memory", out)
	}
	x.rest("killed")
}

// cancelled cancels an array while it runs.
func (x *cluster) cancelled() {
	array, merge := x.sweep("cancelled", "--array-size", "16", "--time", "00:10:00")
	waitForShards(x.t, "cancelled")
	x.Run(x.t, x.dir, "scancel", array)
	x.Wait(x.t, array)
	x.notMerged(merge)
	x.rest("cancelled")
}

var submitted = regexp.MustCompile(`array (\d+): \d+ tasks for \d+ missing shards; merge (\d+) follows`)

// jobs are the numbers of the array and the merge that were submitted.
func jobs(t *testing.T, out string) (array, merge string) {
	t.Helper()
	m := submitted.FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("got %q, want the numbers of two jobs", out)
	}
	return m[1], m[2]
}
