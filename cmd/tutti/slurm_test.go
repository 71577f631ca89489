package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tutti/cmd/check/slurm"
)

// TestSlurm sweeps on a real cluster: into a directory whose name would run
// something if it could, with a node that dies, with a cancelled array that is
// submitted again. Results are those of a local sweep, byte for byte.
func TestSlurm(t *testing.T) {
	c := slurm.Up(t)
	if c == nil {
		return
	}
	exe := buildTutti(t)
	dir := study(t, 2000, 60)
	limits := []string{"--executor", "slurm", "--time", "00:10:00", "--mem", "200M", "--merge-mem", "200M"}
	tutti(t, 0, "sweep", "learning.toml", "--out", "local")
	want := tables(t, "local")

	nasty := filepath.Join(dir, `all "the" runs' of $(touch owned) %j`)
	out := c.Run(t, dir, exe, append([]string{"sweep", "learning.toml", "--out", nasty, "--array-size", "8"}, limits...)...)
	array, merge := jobs(t, out)
	waitForShards(t, nasty)
	c.Crash(t, "node2")
	for _, task := range c.Wait(t, array) {
		if task.State != "COMPLETED" {
			t.Errorf("task %+v, want it to be completed", task)
		}
	}
	if got := c.Wait(t, merge); len(got) != 1 || got[0].State != "COMPLETED" {
		t.Errorf("merge job: got %+v, want it completed", got)
	}
	c.Start(t, "node2")
	sameTables(t, tables(t, nasty), want)
	if _, err := os.Stat(filepath.Join(dir, "owned")); err == nil {
		t.Error("the name of the directory was run")
	}

	out = c.Run(t, dir, exe, append([]string{"sweep", "learning.toml", "--out", "cut", "--array-size", "16"}, limits...)...)
	array, merge = jobs(t, out)
	waitForShards(t, "cut")
	c.Run(t, dir, "scancel", array)
	c.Wait(t, array)
	if got := c.Wait(t, merge); len(got) == 1 && got[0].State == "COMPLETED" {
		t.Errorf("merge job: got %+v of a cancelled array", got)
	}
	out = c.Run(t, dir, exe, append([]string{"sweep", "cut", "--array-size", "16"}, limits...)...)
	array, merge = jobs(t, out)
	c.Wait(t, array)
	if got := c.Wait(t, merge); len(got) != 1 || got[0].State != "COMPLETED" {
		t.Errorf("merge job of the rest: got %+v, want it completed", got)
	}
	sameTables(t, tables(t, "cut"), want)
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

// TestSlurmScript pins the scripts, and their quoting.
func TestSlurmScript(t *testing.T) {
	study(t, 30, 20)
	out, _ := tutti(t, 0, "sweep", "learning.toml", "--executor", "slurm", "--dry-run", "--out", `a 'b' $(c)`,
		"--partition", "short", "--account", "x", "--array-size", "5", "--at-once", "2", "--sbatch=--nice=100")
	for _, want := range []string{
		"#SBATCH --array=0-4%2\n", "#SBATCH --partition=short\n", "#SBATCH --account=x\n", "#SBATCH --nice=100\n",
		"#SBATCH --open-mode=append\n", "#SBATCH --requeue\n", "#SBATCH --signal=B:USR1@120\n",
		`/a '\''b'\'' $(c)' --task "$SLURM_ARRAY_TASK_ID" --of 5 --progress lines` + "\n", "/log/%A_%a.txt\"\n", "\nexec ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("got\n%s\nwant it to hold %q", out, want)
		}
	}
	if _, err := os.Stat(`a 'b' $(c)`); err == nil {
		t.Error("a dry run made the directory")
	}
	_, errs := tutti(t, 2, "sweep", "learning.toml", "--executor", "slurm", "--dry-run", "--partition", "a\n#SBATCH --uid=0")
	if !strings.Contains(errs, "a line break cannot be given to Slurm") {
		t.Errorf("got %q, want a refusal", errs)
	}
}

func TestRanges(t *testing.T) {
	for _, tt := range []struct {
		ns   []int64
		want string
	}{
		{nil, ""}, {[]int64{4}, "4"}, {[]int64{0, 1, 2}, "0-2"}, {[]int64{0, 2, 3, 7, 8, 9}, "0,2-3,7-9"},
	} {
		if got := ranges(tt.ns); got != tt.want {
			t.Errorf("ranges(%v) = %q, want %q", tt.ns, got, tt.want)
		}
	}
}
