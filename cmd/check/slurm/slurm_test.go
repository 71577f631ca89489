package slurm

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An array with a failing task, a requeued one and a job that depends on it.
func TestCluster(t *testing.T) {
	c := Up(t)
	if c == nil {
		return
	}
	dir := t.TempDir()
	task := "#!/bin/bash\n[ $SLURM_ARRAY_TASK_ID = 1 ] && exit 7\n" +
		"if [ $SLURM_ARRAY_TASK_ID = 2 ] && [ ${SLURM_RESTART_COUNT:-0} = 0 ]; then exit 75; fi\n" +
		"echo $SLURM_ARRAY_TASK_ID >part-$SLURM_ARRAY_TASK_ID\n"
	if err := os.WriteFile(filepath.Join(dir, "task.sh"), []byte(task), 0o755); err != nil {
		t.Fatal(err)
	}
	job := strings.TrimSpace(c.Run(t, dir, "sbatch", "--parsable", "--array=0-2", "task.sh"))
	merge := strings.TrimSpace(c.Run(t, dir, "sbatch", "--parsable", "--dependency=afterany:"+job, "--wrap", "cat part-* >all"))
	for i, want := range []Task{
		{Index: 0, State: "COMPLETED", ExitCode: "0:0"},
		{Index: 1, State: "FAILED", ExitCode: "7:0"},
		{Index: 2, State: "COMPLETED", ExitCode: "0:0", Restarts: 1},
	} {
		tasks := c.Wait(t, job)
		if len(tasks) != 3 {
			t.Fatalf("%d tasks %v, want 3", len(tasks), tasks)
		}
		got := tasks[i]
		got.Node = ""
		if got != want {
			t.Errorf("task %d: got %+v, want %+v", i, got, want)
		}
	}
	if got := c.Wait(t, merge); len(got) != 1 || got[0].State != "COMPLETED" {
		t.Errorf("merge job: got %+v, want it completed", got)
	}
	all, err := os.ReadFile(filepath.Join(dir, "all"))
	if err != nil || string(all) != "0\n2\n" {
		t.Errorf("merged %q, %v, want 0 and 2", all, err)
	}
}
