package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"tutti/sim/run"
)

// slurmFlags are what a job array needs to be told. What is left out is left to
// the cluster and to SBATCH_* in the environment.
type slurmFlags struct {
	Partition  string   `help:"Slurm partition."`
	Account    string   `help:"Slurm account."`
	Time       string   `default:"02:00:00" help:"Time limit of each task."`
	Mem        string   `default:"1G" help:"Memory of each task."`
	MergeMem   string   `default:"1G" help:"Memory of the job that merges."`
	CPUs       int      `name:"cpus" default:"1" help:"Cores of each task." placeholder:"N"`
	QOS        string   `name:"qos" help:"Slurm quality of service."`
	Constraint string   `help:"Slurm constraint on nodes."`
	Sbatch     []string `help:"Any other option of sbatch, as in --sbatch=--nice=100." placeholder:"OPTION" sep:"none"`
	ArraySize  int64    `default:"100" help:"Tasks of the job array; each does many shards." placeholder:"N"`
	AtOnce     int64    `help:"Tasks at a time at most." placeholder:"N"`
}

// A submission is what is handed to sbatch.
type submission struct {
	array, merge string // the two scripts
	tasks        []int64
}

// submit writes the scripts into the sweep's directory and hands them to
// sbatch: an array for what is missing, and a merge that waits for it.
func (c *sweepCmd) submit(a *app, dir string, plan *run.Plan) error {
	store, lock, err := openSweep(dir, plan, c.Extend)
	if err != nil {
		return asInput(err)
	}
	defer lock.Free()
	_, missing, _ := store.Status(nil)
	if len(missing) == 0 {
		fmt.Fprintln(a.err, "no shard is missing; merging here")
		return a.merge(store, run.MergeHow{CSV: !c.NoCSV})
	}
	s, err := c.scripts(dir, store.Plan, missing)
	if err != nil {
		return err
	}
	for name, text := range map[string]string{"array.sbatch": s.array, "merge.sbatch": s.merge} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("%s: cannot be written: %w", filepath.Join(dir, name), err)
		}
	}
	array, err := sbatch(filepath.Join(dir, "array.sbatch"))
	if err != nil {
		return err
	}
	merge, err := sbatch("--dependency=afterok:"+array, "--kill-on-invalid-dep=yes", filepath.Join(dir, "merge.sbatch"))
	if err != nil {
		return fmt.Errorf("the array %s is submitted, but not its merge: %w", array, err)
	}
	fmt.Fprintf(a.out, "array %s: %d tasks for %d missing shards; merge %s follows\nwatch it with: tutti status %s\n",
		array, len(s.tasks), len(missing), merge, run.Quote(dir))
	return nil
}

// showScript prints what submit would do about the shards that are missing (nil:
// all), and asks Slurm whether it would take it, where there is one.
func (c *sweepCmd) showScript(a *app, dir string, plan *run.Plan, missing []int64) error {
	if missing == nil {
		for n := range plan.Shards() {
			missing = append(missing, n)
		}
	}
	s, err := c.scripts(dir, plan, missing)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n# %s\n%s\n# %s, after the array with --dependency=afterok:ID --kill-on-invalid-dep=yes\n%s",
		filepath.Join(dir, "array.sbatch"), s.array, filepath.Join(dir, "merge.sbatch"), s.merge)
	if _, err := exec.LookPath("sbatch"); err != nil {
		return nil
	}
	test := exec.Command("sbatch", "--test-only")
	test.Stdin = strings.NewReader(s.array)
	var said bytes.Buffer
	test.Stdout, test.Stderr = &said, &said
	err = test.Run()
	text := strings.Join(strings.Fields(said.String()), " ")
	if err != nil && strings.Contains(text, "failure") {
		return fmt.Errorf("slurm would refuse it: %s", text)
	}
	fmt.Fprintf(a.out, "\n# slurm says: %s\n", text)
	return nil
}

// scripts writes the two job scripts.
func (c *sweepCmd) scripts(dir string, plan *run.Plan, missing []int64) (s submission, err error) {
	if c.ArraySize < 1 || c.CPUs < 1 || c.AtOnce < 0 {
		return s, usageError{fmt.Errorf("--array-size %d, --cpus %d, --at-once %d: want 1 or more", c.ArraySize, c.CPUs, c.AtOnce)}
	}
	exe, err := os.Executable()
	if err != nil {
		return s, err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return s, err
	}
	if strings.ContainsAny(abs+exe, "\n\r\x00") {
		return s, usageError{fmt.Errorf("%q: a line break in a path cannot be given to Slurm", abs)}
	}
	for _, text := range append([]string{c.Partition, c.Account, c.Time, c.Mem, c.MergeMem, c.QOS, c.Constraint}, c.Sbatch...) {
		if strings.ContainsAny(text, "\n\r\x00") {
			return s, usageError{fmt.Errorf("%q: a line break cannot be given to Slurm", text)}
		}
	}
	tasks := min(min(c.ArraySize, maxArraySize()), plan.Shards())
	seen := map[int64]bool{}
	for _, n := range missing {
		if task := n % tasks; !seen[task] {
			seen[task] = true
		}
	}
	for task := range tasks {
		if seen[task] {
			s.tasks = append(s.tasks, task)
		}
	}
	array := ranges(s.tasks)
	if c.AtOnce > 0 {
		array += fmt.Sprintf("%%%d", c.AtOnce)
	}
	var b strings.Builder
	b.WriteString("#!/bin/bash\n")
	options := append([]string{"--job-name=tutti", "--array=" + array, "--ntasks=1", fmt.Sprintf("--cpus-per-task=%d", c.CPUs),
		"--mem=" + c.Mem, "--time=" + c.Time, "--output=" + logPattern(abs, "%A_%a.txt"),
		"--open-mode=append", "--requeue"}, c.common()...)
	if minutes := minutesOf(c.Time); minutes == 0 || minutes >= warnedFrom {
		options = append(options, "--signal=B:USR1@120")
	}
	writeOptions(&b, options)
	// exec: signals of Slurm go to the batch shell only, so it has to be us.
	fmt.Fprintf(&b, "exec %s work %s --task \"$SLURM_ARRAY_TASK_ID\" --of %d --progress lines\n", run.Quote(exe), run.Quote(abs), tasks)
	s.array = b.String()
	b.Reset()
	b.WriteString("#!/bin/bash\n")
	writeOptions(&b, append([]string{"--job-name=tutti-merge", "--ntasks=1", "--mem=" + c.MergeMem, "--time=" + c.mergeTime(),
		"--output=" + logPattern(abs, "merge-%j.txt"), "--open-mode=append"}, c.common()...))
	fmt.Fprintf(&b, "exec %s merge %s", run.Quote(exe), run.Quote(abs))
	if c.NoCSV {
		b.WriteString(" --no-csv")
	}
	b.WriteString("\n")
	s.merge = b.String()
	return s, nil
}

// warnedFrom is the shortest time limit [minutes] of which a task is told two
// minutes before its end, so that it takes up no more shards. Slurm counts in
// minutes and may tell a minute early: of a shorter task too much would be
// lost; it is stopped when its time is up, and saves what it has in hand.
const warnedFrom = 10

var timeLimit = regexp.MustCompile(`^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$`)

// minutesOf is how long a time limit of Slurm is: minutes, minutes:seconds,
// hours:minutes:seconds, days-hours, days-hours:minutes and so on; 0 when it is
// none of these or has no end.
func minutesOf(limit string) float64 {
	m := timeLimit.FindStringSubmatch(limit)
	if m == nil {
		return 0
	}
	var n [5]float64
	for i, text := range m[1:] {
		n[i], _ = strconv.ParseFloat(text, 64) // 0 where it is left out
	}
	switch {
	case m[1] != "":
		return 60*(24*n[0]+n[1]) + n[2] + n[3]/60
	case m[4] != "":
		return 60*n[1] + n[2] + n[3]/60
	}
	return n[1] + n[2]/60
}

// mergeTime is the time limit of the merge: an hour, or less where the tasks
// have less, since the partition may not give an hour.
func (c *sweepCmd) mergeTime() string {
	if minutes := minutesOf(c.Time); minutes > 0 && minutes < 60 {
		return c.Time
	}
	return "01:00:00"
}

// common are the options that both jobs carry.
func (c *sweepCmd) common() (options []string) {
	for _, o := range []struct{ name, value string }{
		{"partition", c.Partition}, {"account", c.Account}, {"qos", c.QOS}, {"constraint", c.Constraint},
	} {
		if o.value != "" {
			options = append(options, "--"+o.name+"="+o.value)
		}
	}
	return append(options, c.Sbatch...)
}

// logPattern is a path for --output, in which Slurm replaces what follows %.
func logPattern(dir, name string) string {
	return strings.ReplaceAll(filepath.Join(dir, "log"), "%", "%%") + "/" + name
}

// writeOptions writes #SBATCH lines. Slurm reads them with quotes of its own:
// within double quotes only " and \ mean something, and nothing is ever run.
func writeOptions(b *strings.Builder, options []string) {
	for _, o := range options {
		if strings.ContainsAny(o, " \t'\"\\#$`;&|<>()*?!") {
			o = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(o) + `"`
		}
		fmt.Fprintf(b, "#SBATCH %s\n", o)
	}
}

// ranges writes sorted numbers as Slurm does: 0-3,7,9-12.
func ranges(ns []int64) string {
	var parts []string
	for i := 0; i < len(ns); {
		k := i
		for k+1 < len(ns) && ns[k+1] == ns[k]+1 {
			k++
		}
		if k == i {
			parts = append(parts, strconv.FormatInt(ns[i], 10))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", ns[i], ns[k]))
		}
		i = k + 1
	}
	return strings.Join(parts, ",")
}

var arrayLimit = regexp.MustCompile(`(?m)^MaxArraySize\s*=\s*(\d+)`)

// maxArraySize is how many tasks the cluster lets an array have.
func maxArraySize() int64 {
	out, err := exec.Command("scontrol", "show", "config").Output()
	if err != nil {
		return 1001
	}
	m := arrayLimit.FindSubmatch(out)
	if m == nil {
		return 1001
	}
	n, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil || n < 1 {
		return 1001
	}
	return n
}

// sbatch submits a job and returns its number.
func sbatch(args ...string) (string, error) {
	cmd := exec.Command("sbatch", append([]string{"--parsable"}, args...)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("sbatch: %w: %s", err, strings.TrimSpace(said.String()))
	}
	id, _, _ := strings.Cut(strings.TrimSpace(string(out)), ";")
	return id, nil
}
