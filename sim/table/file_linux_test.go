package table

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDevFull writes to the device that is always full.
func TestDevFull(t *testing.T) {
	raw, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "series.csv")
	f := wrap(path, path+".tmp", false, raw)
	if err := words("x")(f); err != nil {
		t.Fatal(err) // the buffer holds it
	}
	err = f.Commit()
	if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), path+": write: ") {
		t.Errorf("got error %v, want no space left, and the name", err)
	}
	alone(t, filepath.Dir(path))
}
