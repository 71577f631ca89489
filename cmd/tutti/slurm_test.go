package main

import (
	"os"
	"strings"
	"testing"
)

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

func TestTimeLimits(t *testing.T) {
	for _, tt := range []struct {
		limit string
		want  float64
	}{
		{"90", 90}, {"1:30", 1.5}, {"02:00:00", 120}, {"1-12", 36 * 60}, {"1-0:30", 24*60 + 30}, {"2-01:00:30", 49*60 + .5}, {"UNLIMITED", 0}, {"", 0}, {"1:2:3:4", 0},
	} {
		if got := minutesOf(tt.limit); got != tt.want {
			t.Errorf("minutesOf(%q) = %v, want %v", tt.limit, got, tt.want)
		}
	}
	study(t, 30, 20)
	for limit, want := range map[string]bool{"00:05:00": false, "10": true, "1-0": true} {
		out, _ := tutti(t, 0, "sweep", "learning.toml", "--executor", "slurm", "--dry-run", "--time", limit)
		if got := strings.Contains(out, "--signal=B:USR1@120"); got != want {
			t.Errorf("--time %s: a warning before the end: got %v, want %v", limit, got, want)
		}
		if short := limit != "1-0"; short && strings.Count(out, "#SBATCH --time="+limit+"\n") != 2 || !short && !strings.Contains(out, "#SBATCH --time=01:00:00\n") {
			t.Errorf("--time %s: got\n%s\nwant the merge to have no more time than a task, an hour at most", limit, out)
		}
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
