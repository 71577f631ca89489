package run

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// errDead is what a process that is no more would see of its disk.
var errDead = errors.New("the process is dead")

// mortal is a disk under a process that dies at its n-th operation, of any kind:
// what it did before stands, nothing comes after. When the power fails with it,
// what was not synced is lost: the content of a file, and a rename.
type mortal struct {
	Disk
	left    *int
	content map[string]bool   // files whose content is not synced, by name
	renamed map[string][]byte // renames that are not synced: what was there before, nil for nothing
}

func newMortal(operations int) *mortal {
	return &mortal{left: &operations, content: map[string]bool{}, renamed: map[string][]byte{}}
}

func (d *mortal) dead() bool {
	*d.left--
	return *d.left < 0
}

func (d *mortal) Create(dir, prefix string) (File, error) {
	if d.dead() {
		return nil, errDead
	}
	f, err := d.Disk.Create(dir, prefix)
	if err != nil {
		return nil, err
	}
	d.content[f.Name()] = true
	return mortalFile{f, d}, nil
}

func (d *mortal) Rename(from, to string) error {
	if d.dead() {
		return errDead
	}
	old, err := os.ReadFile(to)
	if err != nil {
		old = nil
	}
	if d.content[from] {
		delete(d.content, from)
		d.content[to] = true
	}
	d.renamed[to] = old
	return d.Disk.Rename(from, to)
}

func (d *mortal) SyncDir(dir string) error {
	if d.dead() {
		return errDead
	}
	for name := range d.renamed {
		if filepath.Dir(name) == filepath.Clean(dir) {
			delete(d.renamed, name)
		}
	}
	return nil
}

func (d *mortal) Remove(name string) error {
	if d.dead() {
		return errDead
	}
	return d.Disk.Remove(name)
}

type mortalFile struct {
	File
	d *mortal
}

func (f mortalFile) Write(p []byte) (int, error) {
	if f.d.dead() {
		n, _ := f.File.Write(p[:len(p)/2]) // it died in the middle
		return n, errDead
	}
	return f.File.Write(p)
}

func (f mortalFile) Sync() error {
	if f.d.dead() {
		return errDead
	}
	delete(f.d.content, f.Name())
	return nil
}

// hasty is a disk that is told to sync and does not: quick, for what is looked
// at by the same machine.
type hasty struct{ Disk }

type hastyFile struct{ File }

func (hastyFile) Sync() error { return nil }

func (hasty) SyncDir(string) error { return nil }

func (d hasty) Create(dir, prefix string) (File, error) {
	f, err := d.Disk.Create(dir, prefix)
	return hastyFile{f}, err
}

// powerFails loses what was not synced.
func (d *mortal) powerFails(t *testing.T) {
	t.Helper()
	for name := range d.content {
		if info, err := os.Stat(name); err == nil {
			if err := os.WriteFile(name, make([]byte, info.Size()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, old := range d.renamed {
		err := os.Remove(name)
		if old != nil {
			err = os.WriteFile(name, old, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestDeathAtEveryStep lets the process die at each operation on the disk in
// turn, by itself and with the power, and wants the sweep that goes on to end
// like any other: with what the first published, where that is whole.
func TestDeathAtEveryStep(t *testing.T) {
	plan := tinyPlan(2)
	job := tiny{plan: plan}
	want := results(t, swept(t, t.TempDir(), plan, job, 1).Dir)
	root := t.TempDir()
	steps := 0
	for _, power := range []bool{false, true} {
		for n := 0; ; n++ {
			dir := filepath.Join(root, fmt.Sprint(power, n))
			disk := newMortal(n)
			err := sweepOn(disk, dir, plan, job)
			if err == nil {
				steps = n
				break // it came to its end
			}
			if !errors.Is(err, errDead) {
				t.Fatalf("step %d: %v, want it to die", n, err)
			}
			if power {
				disk.powerFails(t)
			}
			if err := sweepOn(hasty{}, dir, plan, job); err != nil {
				t.Fatalf("step %d, power failing: %v: %v", n, power, err)
			}
			same(t, results(t, dir), want)
			if t.Failed() {
				t.Fatalf("step %d, power failing: %v", n, power)
			}
		}
	}
	if steps < 60 {
		t.Errorf("died at %d steps, want every one of a sweep with 3 shards and their series", steps)
	}
	t.Logf("died at each of %d steps, with and without the power", steps)
}
