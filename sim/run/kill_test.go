package run

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"tutti/sim/exact"
)

// childDir, when set, makes the test binary a sweep that a test kills.
const childDir = "TUTTI_TEST_SWEEP"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(child(dir))
	}
	os.Exit(m.Run())
}

// child sweeps as a coordinator does: lock, work, merge.
func child(dir string) int {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 1
	}
	lock, err := LockDir(dir, "child")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer lock.Free()
	plan := tinyPlan(killReplicates)
	s, err := Create(Disk{}, dir, plan)
	if err == nil {
		_, err = s.Work(context.Background(), tiny{plan: plan, work: 20000}, How{Workers: 3})
	}
	if err == nil {
		_, err = s.Merge(context.Background(), MergeHow{CSV: true})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

const (
	killReplicates = 30
	killsWanted    = 120
)

// TestKilled kills a sweep at random moments, again and again, until it is
// done, and then the next; what is left at the end is, byte for byte, what a
// sweep leaves that nobody disturbed.
func TestKilled(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	plan := tinyPlan(killReplicates)
	want := results(t, swept(t, t.TempDir(), plan, tiny{plan: plan, work: 20000}, 1).Dir)
	random := exact.NewDraws(1, 1, 0).Stream(0)
	kills, sweeps := 0, 0
	for ; kills < killsWanted; sweeps++ {
		dir := filepath.Join(t.TempDir(), "sweep")
		for attempt := 0; !sweepFor(t, self, dir, life(random.Share(), attempt)); attempt++ {
			kills++
		}
		same(t, results(t, dir), want)
		if t.Failed() {
			t.Fatalf("sweep %d differs after %d kills", sweeps, kills)
		}
		if name := leftover(dir); name != "" && filepath.Dir(name) == dir {
			t.Errorf("%s was left behind", name)
		}
	}
	t.Logf("%d kills in %d sweeps", kills, sweeps)
}

// life is how long a child may live: any part of a span that grows, so that
// every sweep comes to an end on a slow machine too.
func life(u float64, attempt int) time.Duration {
	return time.Duration(u * float64(60+10*attempt) * float64(time.Millisecond))
}

// sweepFor sweeps in a child process, killed after its life; it says whether
// the child came to its end before.
func sweepFor(t *testing.T, self, dir string, life time.Duration) bool {
	t.Helper()
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(life, func() { _ = cmd.Process.Kill() }) // it may have ended by itself
	err := cmd.Wait()
	if !timer.Stop() || err == nil {
		return err == nil
	}
	t.Fatalf("the child failed by itself: %v", err)
	return false
}
