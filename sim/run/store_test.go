package run

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tutti/sim/exact"
	"tutti/sim/table"
)

// tiny is a job of made-up runs: numbers drawn by the run's own seed. Run 7
// panics with an address in its text, run 11 fails.
type tiny struct {
	plan  *Plan
	work  int     // more work a run
	shift float64 // makes results that a correct job would not give
}

func (j tiny) Run(ctx context.Context, k int64) (Result, error) {
	at := j.plan.At(k)
	switch k {
	case 7:
		panic(fmt.Sprintf("no such agent at %p", &at))
	case 11:
		return Result{}, errors.New("the organisation\nfell apart")
	}
	d := exact.NewDraws(j.plan.SeedOf(at), 1, int(at.Point))
	sum := j.shift
	for i := range 5 + j.work {
		sum += d.Share(1, i)
	}
	r := Result{Values: []float64{sum, math.NaN()}, Cycles: 3, Digest: fmt.Sprintf("%016x", math.Float64bits(sum))}
	if k%3 == 0 {
		r.Values[1] = float64(k)
	}
	if j.plan.Every > 0 {
		r.Series = table.New(j.plan.SeriesColumns()[1:]...)
		for c := range 3 {
			r.Series.AppendRow(nil, float64(c), d.Share(2, c))
		}
	}
	return r, nil
}

// tinyPlan has 6 points and so many replicates.
func tinyPlan(replicates int64) *Plan {
	e := Experiment{Scenario: "made up", Kind: Factorial, Factors: []Factor{
		{Name: "pattern", Key: "pattern", Values: []any{"conducted", "rotating"}},
		{Name: "up", Key: "trust.up", Values: []any{0.1, 0.2, 0.3}},
	}}
	return &Plan{
		Format: planFormat, Engine: "1", Title: "made up", Shard: 5, Seeds: Seeds{First: 1},
		Columns: MeasuresOf([]table.Column{table.Share("output", "how much"), table.Number("third", "1", "every third run has one")}),
		Series:  MeasuresOf([]table.Column{table.Share("quality", "how good")}), Every: 1,
		Sources: map[string]string{"made up": "title = 'made up'\n"},
		Groups:  []Group{{Experiment: e, Points: [][2]int64{{0, 6}}}},
		Blocks:  []Block{{Groups: [2]int{0, 1}, Replicates: [2]int64{0, replicates}, Sources: []string{"made up"}}},
	}
}

// swept makes a whole sweep and returns its store.
func swept(t *testing.T, dir string, plan *Plan, job Job, workers int) *Store {
	t.Helper()
	s, err := Create(Disk{}, dir, plan)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Work(context.Background(), job, How{Workers: workers}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), MergeHow{CSV: true}); err != nil {
		t.Fatal(err)
	}
	return s
}

// results are the contents of a sweep's final files, and of its shards.
func results(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if d.IsDir() || rel == "lock" || strings.HasPrefix(rel, "log") || strings.Contains(rel, tempPrefix) {
			return nil
		}
		out[rel], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// same fails the test where two sweeps differ in any byte.
func same(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s differs (%d bytes, want %d)", name, len(got[name]), len(want[name]))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

func TestResultsDoNotDependOnWorkers(t *testing.T) {
	plan := tinyPlan(9)
	one := swept(t, filepath.Join(t.TempDir(), "a"), plan, tiny{plan: plan}, 1)
	want := results(t, one.Dir)
	for _, workers := range []int{2, 7} {
		s := swept(t, filepath.Join(t.TempDir(), "b"), plan, tiny{plan: plan}, workers)
		same(t, results(t, s.Dir), want)
	}
	for _, name := range []string{"runs.parquet", "runs.csv", "points.csv", "series.csv", "manifest.json", "plan.json"} {
		if len(want[name]) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
}

// waiting is a job whose run 0 ends only after run 1 has begun.
type waiting struct {
	tiny
	begun chan struct{}
}

func (j waiting) Run(ctx context.Context, k int64) (Result, error) {
	switch k {
	case 0:
		select {
		case <-j.begun:
		case <-ctx.Done():
			return Result{}, ctx.Err()
		}
	case 1:
		close(j.begun)
	}
	return j.tiny.Run(ctx, k)
}

// TestWorkersShareAShard: a sweep of a single shard is work for two.
func TestWorkersShareAShard(t *testing.T) {
	plan := tinyPlan(1)
	plan.Shard = 6
	s, err := Create(Disk{}, t.TempDir(), plan)
	if err != nil {
		t.Fatal(err)
	}
	hard, stop := context.WithTimeout(context.Background(), time.Minute) // else it would wait for ever
	defer stop()
	p, err := s.Work(context.Background(), waiting{tiny{plan: plan}, make(chan struct{})}, How{Workers: 2, Hard: hard})
	if err != nil || p.Done != 6 || p.Lived != 6 {
		t.Errorf("got %+v, %v; want 6 runs, two at a time", p, err)
	}
}

func TestFailedRunsAreRecorded(t *testing.T) {
	plan := tinyPlan(3)
	s := swept(t, t.TempDir(), plan, tiny{plan: plan}, 2)
	lines := strings.Split(string(results(t, s.Dir)["runs.csv"]), "\n")
	for _, tt := range []struct {
		run  int
		want string
	}{
		{6, `6,0,1,2,conducted,0.1,ok,,,3,`},
		{7, `7,1,1,2,conducted,0.2,failed,panic: no such agent at _,"tutti run 'made up' --seed 2 --set 'pattern=""conducted""' --set trust.up=0.2",0,,,`},
		{11, `11,5,1,2,rotating,0.3,failed,the organisation fell apart,"tutti run 'made up' --seed 2 --set 'pattern=""rotating""' --set trust.up=0.3",0,,,`},
	} {
		if got := lines[1+tt.run]; !strings.HasPrefix(got, tt.want) {
			t.Errorf("run %d: got %s, want %s", tt.run, got, tt.want)
		}
	}
	p, missing, damaged := s.Status(nil)
	if p.Done != 18 || p.Failed != 2 || len(missing)+len(damaged) != 0 {
		t.Errorf("status: %+v, missing %v, damaged %v; want 18 done, 2 failed", p, missing, damaged)
	}
	failed, err := s.Failures(1)
	if err != nil || len(failed) != 1 || failed[0].Command != "tutti run "+Quote(s.Dir)+" --run 7" {
		t.Errorf("got %+v, %v; want run 7 with a command that works in any folder", failed, err)
	}
}

// TestDamageIsFound damages shards in every way and wants them computed again.
func TestDamageIsFound(t *testing.T) {
	plan := tinyPlan(9)
	job := tiny{plan: plan}
	dir := t.TempDir()
	s := swept(t, dir, plan, job, 2)
	want := results(t, dir)
	name := func(n int64) string { return s.shardName(n, "") }
	for _, tt := range []struct {
		name   string
		damage func() error
	}{
		{"removed", func() error { return os.Remove(name(3)) }},
		{"empty", func() error { return os.WriteFile(name(3), nil, 0o644) }},
		{"cut short", func() error { return os.Truncate(name(3), 900) }},
		{"cut by one byte", func() error { return os.Truncate(name(3), int64(len(want["shards/000003.parquet"])-1)) }},
		{"another shard's", func() error { return os.WriteFile(name(3), want["shards/000002.parquet"], 0o644) }},
		{"not Parquet", func() error { return os.WriteFile(name(3), bytes.Repeat([]byte("PAR1"), 400), 0o644) }},
		{"series removed", func() error { return os.Remove(s.shardName(3, "series")) }},
		{"series of another", func() error {
			return os.WriteFile(s.shardName(3, "series"), want["shards/000004.series.parquet"], 0o644)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.damage(); err != nil {
				t.Fatal(err)
			}
			p, err := s.Work(context.Background(), job, How{Workers: 2})
			if err != nil || p.Done != 54 || p.Kept != 49 || p.Lived != 5 {
				t.Errorf("got %+v, %v; want 54 done, 49 of them kept", p, err)
			}
			same(t, results(t, dir), want)
		})
	}
}

// TestEveryFlippedByteIsFound flips a bit of each byte of a shard in turn, and
// cuts it at each byte.
func TestEveryFlippedByteIsFound(t *testing.T) {
	plan := tinyPlan(2)
	s := swept(t, t.TempDir(), plan, tiny{plan: plan}, 1)
	sh := plan.shardAt(1)
	whole, err := os.ReadFile(s.shardName(1, ""))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.decode(sh, plan.RunColumns(), whole); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 1 << (i % 8)
		if _, err := s.decode(sh, plan.RunColumns(), bad); err == nil {
			t.Fatalf("byte %d flipped: taken as good", i)
		}
		if _, err := s.decode(sh, plan.RunColumns(), whole[:i]); err == nil {
			t.Fatalf("cut at byte %d: taken as good", i)
		}
	}
}

func TestOtherResultsAreAnError(t *testing.T) {
	plan := tinyPlan(2)
	s := swept(t, t.TempDir(), plan, tiny{plan: plan}, 1)
	b := plan.newBatch()
	for k := range int64(5) {
		r, err := tiny{plan: plan, shift: 1}.Run(context.Background(), k)
		b.add(k, r, err, 2)
	}
	if err := s.publish(plan.shardAt(0), b); err == nil || !strings.Contains(err.Error(), "computed twice with different results") {
		t.Errorf("got %v, want an error about different results", err)
	}
}

// failing is a disk that is full after so many writes.
type failing struct {
	Disk
	left *int
	at   string // what fails: write, sync, rename, create
}

type failingFile struct {
	File
	d failing
}

func (d failing) fails(what string) error {
	if d.at != what {
		return nil
	}
	if *d.left--; *d.left < 0 {
		return syscall.ENOSPC
	}
	return nil
}

func (d failing) Create(dir, prefix string) (File, error) {
	if err := d.fails("create"); err != nil {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	f, err := d.Disk.Create(dir, prefix)
	return failingFile{f, d}, err
}

func (d failing) Rename(from, to string) error {
	if err := d.fails("rename"); err != nil {
		return err
	}
	return d.Disk.Rename(from, to)
}

func (f failingFile) Write(p []byte) (int, error) {
	if err := f.d.fails("write"); err != nil {
		n, _ := f.File.Write(p[:len(p)/2]) // half of it fits
		return n, err
	}
	return f.File.Write(p)
}

func (f failingFile) Sync() error {
	return f.d.fails("sync")
}

func (failing) SyncDir(string) error { return nil } // nobody pulls the plug here

// TestFullDisk lets the disk fill up at every step of a sweep in turn, and
// wants a message, no half-written file, and a resumed sweep like any other.
func TestFullDisk(t *testing.T) {
	plan := tinyPlan(3)
	job := tiny{plan: plan}
	want := results(t, swept(t, t.TempDir(), plan, job, 1).Dir)
	for _, at := range []string{"create", "write", "sync", "rename"} {
		for left := 0; ; left++ {
			dir := filepath.Join(t.TempDir(), "sweep")
			n := left
			err := sweepOn(failing{left: &n, at: at}, dir, plan, job)
			if err == nil {
				break // the disk was large enough
			}
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "cannot be written") {
				t.Fatalf("%s %d: got %v, want a line about a file that cannot be written", at, left, err)
			}
			if name := leftover(dir); name != "" {
				t.Fatalf("%s %d: %s was left behind", at, left, name)
			}
			if err := sweepOn(hasty{}, dir, plan, job); err != nil {
				t.Fatal(err)
			}
			same(t, results(t, dir), want)
		}
	}
}

// stopping is a job during whose runs somebody interrupts.
type stopping struct {
	tiny
	stop context.CancelFunc
}

func (j stopping) Run(ctx context.Context, k int64) (Result, error) {
	j.stop()
	return j.tiny.Run(ctx, k)
}

// TestFullDiskAfterAnInterrupt: what could not be saved is told of, also where
// it is the last that was done.
func TestFullDiskAfterAnInterrupt(t *testing.T) {
	plan := tinyPlan(3)
	left := 1 // the plan
	s, err := Create(failing{left: &left, at: "sync"}, filepath.Join(t.TempDir(), "sweep"), plan)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	if p, err := s.Work(ctx, stopping{tiny{plan: plan}, stop}, How{Workers: 1}); !errors.Is(err, syscall.ENOSPC) || p.Done != 0 {
		t.Errorf("got %+v, %v; want an error of the disk", p, err)
	}
}

// TestRunsOfParts counts the runs of every part: as many as it does.
func TestRunsOfParts(t *testing.T) {
	plan := tinyPlan(3)
	s, err := Create(hasty{}, t.TempDir(), plan)
	if err != nil {
		t.Fatal(err)
	}
	of, all := plan.Shards()+1, int64(0) // the last has nothing to do
	for part := range of {
		p, err := s.Work(context.Background(), tiny{plan: plan}, How{Workers: 1, Part: part, Of: of})
		if want := plan.RunsOf(part, of); err != nil || p.Done != want || p.Runs != want {
			t.Errorf("part %d of %d: got %+v, %v; want %d runs", part, of, p, err, want)
		}
		all += p.Done
	}
	if all != plan.Runs() || plan.RunsOf(0, 0) != all || plan.RunsOf(of-1, of) != 0 {
		t.Errorf("got %d runs in all, %d without parts, %d in the part without a shard; want %d, the same, 0", all, plan.RunsOf(0, 0), plan.RunsOf(of-1, of), plan.Runs())
	}
}

func sweepOn(files Files, dir string, plan *Plan, job Job) error {
	s, err := Create(files, dir, plan)
	if err != nil {
		return err
	}
	if _, err := s.Work(context.Background(), job, How{Workers: 1}); err != nil {
		return err
	}
	_, err = s.Merge(context.Background(), MergeHow{CSV: true})
	return err
}

// leftover is an unfinished file in a sweep's directory.
func leftover(dir string) (found string) {
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), tempPrefix) {
			found = name
		}
		return nil
	})
	return found
}

// TestMergeRemovesWhatKilledProcessesLeft: all beside the results, and among the
// shards, where other machines may write, what is old.
func TestMergeRemovesWhatKilledProcessesLeft(t *testing.T) {
	plan := tinyPlan(3)
	s := swept(t, t.TempDir(), plan, tiny{plan: plan}, 1)
	old, fresh := filepath.Join(s.Dir, "shards", tempPrefix+"old"), filepath.Join(s.Dir, "shards", tempPrefix+"fresh")
	beside := filepath.Join(s.Dir, tempPrefix+"runs")
	for _, name := range []string{old, fresh, beside} {
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(fresh)
	if err != nil {
		t.Fatal(err)
	}
	then := info.ModTime().Add(-2 * abandoned)
	if err := os.Chtimes(old, then, then); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), MergeHow{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{old: false, fresh: true, beside: false} {
		if _, err := os.Stat(name); (err == nil) != want {
			t.Errorf("%s: %v; want it there: %v", name, err, want)
		}
	}
}

func TestAnotherDesignIsRefused(t *testing.T) {
	plan := tinyPlan(3)
	dir := t.TempDir()
	swept(t, dir, plan, tiny{plan: plan}, 1)
	before := results(t, dir)
	for _, tt := range []struct {
		name   string
		change func(p *Plan)
		want   string
	}{
		{"version", func(p *Plan) { p.Engine = "2" }, "was begun by version 1 and this is 2"},
		{"seeds", func(p *Plan) { p.Blocks[0].Replicates[1] = 4 }, "the number of seeds differs"},
		{"points", func(p *Plan) { p.Groups[0].Experiment.Factors[1].Values[0] = 0.15 }, "the points differ"},
		{"scenario", func(p *Plan) { p.Sources["made up"] = "title = 'other'\n" }, "a scenario file differs"},
		{"measures", func(p *Plan) { p.Columns = p.Columns[:1] }, "the measures differ"},
	} {
		other := tinyPlan(3)
		tt.change(other)
		_, err := Create(Disk{}, dir, other)
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want a line with %q", tt.name, err, tt.want)
		}
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "thesis.doc"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(Disk{}, full, plan); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "thesis.doc") {
		t.Errorf("a full directory: got %v, want a refusal", err)
	}
	if err := os.WriteFile(filepath.Join(dir, PlanName), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(Disk{}, dir, plan); !errors.Is(err, ErrInput) {
		t.Errorf("a damaged plan: got %v, want a refusal", err)
	}
	before[PlanName] = []byte("{")
	same(t, results(t, dir), before)
}

func TestSecondCoordinatorIsRefused(t *testing.T) {
	dir := t.TempDir()
	first, err := LockDir(dir, "process 17 on ada")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockDir(dir, "another"); err == nil || !strings.Contains(err.Error(), "another process is at work here (process 17 on ada)") || strings.Contains(err.Error(), "tutti status") {
		t.Errorf("got %v, want a refusal that names the first, and of a directory that is no sweep nothing more", err)
	}
	if err := os.WriteFile(filepath.Join(dir, PlanName), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := LockDir(dir, "another"); err == nil || !strings.Contains(err.Error(), "or watch it with: tutti status "+Quote(dir)) {
		t.Errorf("got %v, want it to say how to watch the sweep", err)
	}
	first.Free()
	again, err := LockDir(dir, "another")
	if err != nil {
		t.Fatal(err)
	}
	again.Free()
}

// TestPartsOnSeveralMachines shares the work among three directories.
func TestPartsOnSeveralMachines(t *testing.T) {
	plan := tinyPlan(9)
	job := tiny{plan: plan}
	want := results(t, swept(t, t.TempDir(), plan, job, 1).Dir)
	var dirs []string
	for part := range int64(3) {
		dir := t.TempDir()
		dirs = append(dirs, dir)
		s, err := Create(Disk{}, dir, plan)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Work(context.Background(), job, How{Workers: 1, Part: part, Of: 3}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(context.Background(), MergeHow{}); !errors.Is(err, ErrIncomplete) {
			t.Errorf("part %d: got %v, want it to be incomplete", part, err)
		}
	}
	s, err := Open(Disk{}, dirs[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Adopt(dirs[1:]...); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), MergeHow{CSV: true}); err != nil {
		t.Fatal(err)
	}
	same(t, results(t, dirs[0]), want)
}

func TestStoppingKeepsWhatIsDone(t *testing.T) {
	plan := tinyPlan(30)
	job := tiny{plan: plan}
	want := results(t, swept(t, t.TempDir(), plan, job, 1).Dir)
	dir := t.TempDir()
	s, err := Create(Disk{}, dir, plan)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	p, err := s.Work(ctx, job, How{Workers: 2, OnShard: func(p Progress, _ *table.Table, _ bool) {
		if p.Done >= 20 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) || p.Done < 20 || p.Done > 60 {
		t.Errorf("got %+v, %v; want it to stop after 20 runs and what was in hand", p, err)
	}
	if err := sweepOn(Disk{}, dir, plan, job); err != nil {
		t.Fatal(err)
	}
	same(t, results(t, dir), want)
}

// noting is a disk that notes which directories were synced.
type noting struct {
	hasty
	synced map[string]bool
}

func (d noting) SyncDir(dir string) error {
	d.synced[dir] = true
	return nil
}

// TestNewDirectoriesAreDurable wants the entry of every new directory synced: a
// sweep whose directory is gone after a power cut is lost altogether.
func TestNewDirectoriesAreDurable(t *testing.T) {
	root, synced := t.TempDir(), map[string]bool{}
	dir := filepath.Join(root, "a", "b")
	if _, err := Create(noting{synced: synced}, dir, tinyPlan(1)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{root, filepath.Dir(dir), dir} {
		if !synced[want] {
			t.Errorf("%s was not synced", want)
		}
	}
	if synced[filepath.Dir(root)] {
		t.Errorf("%s was synced, where nothing is new", filepath.Dir(root))
	}
}

// TestMergeWithoutCSV leaves no older CSV behind, and a partial look leaves out
// a series that is damaged.
func TestMergeWithoutCSV(t *testing.T) {
	plan := tinyPlan(2)
	s := swept(t, t.TempDir(), plan, tiny{plan: plan}, 1)
	if err := os.Remove(s.shardName(1, seriesTable)); err != nil {
		t.Fatal(err)
	}
	m, err := s.Merge(context.Background(), MergeHow{Partial: true})
	if err != nil || m.Files[1].Name != "series.partial.parquet" || m.Files[1].Rows == 0 {
		t.Errorf("a partial look: got %+v, %v; want what is there", m, err)
	}
	if _, err := s.Work(context.Background(), tiny{plan: plan}, How{Workers: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), MergeHow{}); err != nil {
		t.Fatal(err)
	}
	for name := range results(t, s.Dir) {
		if strings.HasSuffix(name, ".csv") {
			t.Errorf("%s is still there", name)
		}
	}
}
