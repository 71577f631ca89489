// Package slurm starts a real Slurm cluster on one machine, for tests: one
// controller and four nodes on the loopback interface, without root, systemd or
// a database. It takes a second to come up and about six to requeue a task.
//
//	func TestOnSlurm(t *testing.T) {
//		c := slurm.Up(t)
//		if c == nil {
//			return // this machine has no Slurm; the check says so
//		}
//		out := c.Run(t, dir, tutti, "sweep", "design.toml", "--executor", "slurm")
//		for _, task := range c.Wait(t, job) { ... }
//	}
//
// Where TUTTI_NEED_SLURM is set, as `go run ./cmd/check` sets it once it found
// or installed the programs, a cluster that cannot start fails the test.
//
// What differs from a cluster of many machines: a requeued task may start again
// after 6 s (else 121 s), a node that does not answer is given up after 20 s
// (else 5 min), exit code 75 requeues a task, processors are counted but not
// bound, array indices end at 1000 and time limits have minutes.
package slurm

import (
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

//go:embed loopback.sh
var script []byte

// A Cluster is a running cluster. Its end is part of the test's clean-up.
type Cluster struct {
	dir, script string
	env         []string
}

// A Task is what became of one task of an array, or of a single job (index 0).
type Task struct {
	Index    int
	State    string // COMPLETED, FAILED, CANCELLED, TIMEOUT, NODE_FAIL, ...
	ExitCode string // exit status and signal, "7:0"
	Restarts int
	Node     string
}

// Up starts a cluster for a test and returns nil where Slurm is not installed
// and TUTTI_NEED_SLURM does not demand it.
func Up(t testing.TB) *Cluster {
	t.Helper()
	if missing := Missing(); missing != "" {
		if os.Getenv("TUTTI_NEED_SLURM") != "" {
			t.Fatalf("slurm: %s not found (Debian: slurm-wlm munge procps)", missing)
		}
		t.Logf("slurm: %s not found, so nothing was tried on a cluster", missing)
		return nil
	}
	// The daemons' sockets want a short path.
	dir, err := os.MkdirTemp("/tmp", "slurm-")
	if err != nil {
		t.Fatal(err)
	}
	// munged wants its socket where everyone may look.
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	c := &Cluster{dir: filepath.Join(dir, "c"), script: filepath.Join(dir, "loopback.sh")}
	if err := os.WriteFile(c.script, script, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if out, err := c.command("down").CombinedOutput(); err != nil {
			t.Errorf("slurm: down: %v\n%s", err, out)
		}
		os.RemoveAll(dir)
	})
	c.start(t)
	return c
}

// start tries blocks of ports until one is free.
func (c *Cluster) start(t testing.TB) {
	t.Helper()
	const first, blocks, width = 17000, 200, 8
	for k := range 20 {
		port := first + (os.Getpid()+k*37)%blocks*width
		c.env = append(os.Environ(), "LOOPBACK_SLURM_DIR="+c.dir, "LOOPBACK_SLURM_PORT="+strconv.Itoa(port),
			"SLURM_CONF="+filepath.Join(c.dir, "slurm.conf"), "PATH="+os.Getenv("PATH")+":/usr/sbin:/sbin")
		out, err := c.command("up").CombinedOutput()
		switch {
		case err == nil:
			return
		case !strings.Contains(string(out), "is in use"):
			t.Fatalf("slurm: up: %v\n%s", err, out)
		}
	}
	t.Fatal("slurm: no free ports")
}

// Missing names the first program of Slurm that is not installed, or "".
func Missing() string {
	for _, name := range []string{"bash", "setsid", "pgrep", "munged", "mungekey", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol"} {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		if _, err := os.Stat("/usr/sbin/" + name); err != nil {
			return name
		}
	}
	return ""
}

// Env is the environment in which Slurm's commands find this cluster.
func (c *Cluster) Env() []string { return c.env }

// Run runs a command against the cluster in a folder and returns its standard
// output; a failure ends the test.
func (c *Cluster) Run(t testing.TB, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, c.env
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, errs.String())
	}
	return string(out)
}

// Wait waits, for two minutes at most, until no task of a job is queued or
// running, and returns what became of its tasks, by index.
func (c *Cluster) Wait(t testing.TB, job string) []Task {
	t.Helper()
	var tasks []Task
	for line := range strings.Lines(c.control(t, "wait", job)) {
		f := strings.Fields(line)
		if len(f) < 4 {
			continue
		}
		f = append(f, "") // a task that never ran has no node
		index, _ := strconv.Atoi(f[0])
		restarts, _ := strconv.Atoi(f[3])
		tasks = append(tasks, Task{Index: index, State: f[1], ExitCode: f[2], Restarts: restarts, Node: f[4]})
	}
	return tasks
}

// Crash kills a node (node1 to node4) with everything that it runs; its tasks
// are queued again at once.
func (c *Cluster) Crash(t testing.TB, node string) { t.Helper(); c.control(t, "node-crash", node) }

// Cut kills a node's daemon only: its tasks run on, and after 20 s Slurm starts
// them a second time elsewhere, as when a node loses its network.
func (c *Cluster) Cut(t testing.TB, node string) { t.Helper(); c.control(t, "node-cut", node) }

// Start starts a node again after Crash or Cut.
func (c *Cluster) Start(t testing.TB, node string) { t.Helper(); c.control(t, "node-start", node) }

// RestartController stops and starts the controller; the queue survives.
func (c *Cluster) RestartController(t testing.TB) { t.Helper(); c.control(t, "restart-controller") }

// command is a call of the script that outlives no context of its own: the
// clean-up runs after the test's context has ended.
func (c *Cluster) command(args ...string) *exec.Cmd {
	cmd := exec.Command("bash", append([]string{c.script}, args...)...)
	cmd.Env = c.env
	return cmd
}

// control runs one command of the script and returns its output.
func (c *Cluster) control(t testing.TB, args ...string) string {
	t.Helper()
	return c.Run(t, c.dir, "bash", append([]string{c.script}, args...)...)
}
