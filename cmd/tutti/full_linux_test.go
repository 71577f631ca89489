package main

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk makes a folder with room for 64 KiB. Where that is not allowed, it
// gives a folder in which nothing can be made.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Logf("no disk of its own (%v): a folder that cannot be written stands for it", err)
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
		return dir
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir
}

// closed makes a folder read-only where it is no disk of its own.
func closed(t *testing.T, dir string) {
	t.Helper()
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil || fs.Blocks*uint64(fs.Bsize) > 1<<20 {
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
	}
}

// A full disk is an error that names the file, leaves nothing half-written and
// loses nothing older.
func TestFullDisk(t *testing.T) {
	inFew(t)
	disk := smallDisk(t)
	results := filepath.Join(disk, "results")
	if err := os.Mkdir(results, 0o777); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(results, "series.csv"), "older series")
	put(t, filepath.Join(results, "manifest.json"), "older manifest")
	state := filepath.Join(disk, "state")
	tutti(t, 0, "run", "few.toml", "--cycles", "5", "--checkpoint", state, "--quiet")
	before, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	closed(t, results)
	closed(t, disk)
	for _, args := range []string{
		"--out " + results + " --force --cycles 300",
		"--resume " + state + " --checkpoint " + state + " --cycles 3000 --every 500",
		"--out " + results + " --force --events --cycles 300",
	} {
		out, errs := tuttiFails(t, append([]string{"run", "few.toml"}, strings.Fields(args)...)...)
		if out != "" || !strings.Contains(errs, disk) || strings.Contains(errs, ".tmp-") || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: got %q and %q, want one line that names the file", args, out, errs)
		}
		got := folder(t, results)
		if len(got) != 2 || got["series.csv"] != "older series" || got["manifest.json"] != "older manifest" {
			t.Errorf("%s: %d files, want the two older ones as they were", args, len(got))
		}
		if after, err := os.ReadFile(state); err != nil || string(after) != string(before) {
			t.Errorf("%s: the older checkpoint is lost (%v)", args, err)
		}
	}
}

// tuttiFails runs a command line and wants it to fail.
func tuttiFails(t *testing.T, args ...string) (out, errs string) {
	t.Helper()
	var o, e strings.Builder
	if code := Main(args, &o, &e); code != 1 && code != 2 {
		t.Fatalf("tutti %s: exit code %d, want 1 or 2\n%s", strings.Join(args, " "), code, &e)
	}
	return o.String(), e.String()
}

// What is no ordinary file is never replaced: a device that a picture or a page
// took the place of would be gone for everybody.
func TestOnlyOrdinaryFilesAreReplaced(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.png")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writePNG(pipe, image.NewRGBA(image.Rect(0, 0, 2, 2))); err == nil || !strings.Contains(err.Error(), "is not an ordinary file and is kept") {
		t.Errorf("got %v, want a refusal", err)
	}
	if info, err := os.Stat(pipe); err != nil || info.Mode().IsRegular() {
		t.Errorf("the pipe was replaced: %v, %v", info, err)
	}
}
