package run

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Files is what a store needs of a file system, so that a full or failing disk
// can be tested without one.
type Files interface {
	// Create makes a new file with a unique name that begins with prefix.
	Create(dir, prefix string) (File, error)
	Rename(from, to string) error
	Remove(name string) error
	SyncDir(dir string) error
	ReadFile(name string) ([]byte, error)
}

// File is a file that is being written.
type File interface {
	io.WriteCloser
	Name() string
	Sync() error
}

// Disk is the file system of the machine.
type Disk struct{}

// Create makes a new file readable as the user's other files are.
func (Disk) Create(dir, prefix string) (File, error) {
	f, err := os.CreateTemp(dir, prefix+"*")
	if err != nil {
		return nil, err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}

// Rename puts a finished file under its final name.
func (Disk) Rename(from, to string) error { return os.Rename(from, to) }

// Remove deletes a file.
func (Disk) Remove(name string) error { return os.Remove(name) }

// ReadFile reads a whole file.
func (Disk) ReadFile(name string) ([]byte, error) { return os.ReadFile(name) }

// SyncDir makes a rename durable, or a new directory's entry in this one.
// Systems that cannot sync a directory make renames durable by themselves or not
// at all; their refusal is no error, nor that of a directory that may be written
// but not read.
func (Disk) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

// tempPrefix begins the names of files that are not finished.
const tempPrefix = ".tmp-"

// publish makes content appear under name whole or not at all, and durably: a
// temporary file of a unique name, synced, renamed, its directory synced. When
// it fails, no file is left and an older one of that name is untouched.
func publish(fs Files, name string, content []byte) error {
	return publishWith(fs, name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// publishWith is publish for content that is written piece by piece.
func publishWith(fs Files, name string, write func(w io.Writer) error) (err error) {
	dir, base := filepath.Split(name)
	dir = filepath.Clean(dir)
	f, err := fs.Create(dir, tempPrefix+base+"-")
	if err != nil {
		return writeError(name, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = fs.Remove(f.Name()) // what cannot be removed is ignored as every .tmp- file is
			err = writeError(name, err)
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = fs.Rename(f.Name(), name); err != nil {
		return err
	}
	return fs.SyncDir(dir)
}

// fileError is an error of a file that could not be written.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return e.name + ": cannot be written: " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// writeError names the final file rather than the temporary one. What went
// wrong elsewhere, while the content was made, is left as it is.
func writeError(name string, err error) error {
	var other *fileError
	if errors.As(err, &other) || errors.Is(err, ErrIncomplete) || errors.Is(err, context.Canceled) {
		return err
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &fileError{name, err}
}

// removeTemps deletes those unfinished files in a directory that nobody writes
// any more, which the caller knows.
func removeTemps(fs Files, dir string, left func(e os.DirEntry) bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) && left(e) {
			if err := fs.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// makeDir makes a directory with all above it that are missing, durably.
func makeDir(fs Files, dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	above := filepath.Dir(dir)
	if above != dir {
		if err := makeDir(fs, above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return nil // another process made it meanwhile
		}
		return err
	}
	return fs.SyncDir(above)
}

// MakeDir makes a directory with all above it that are missing, durably.
func MakeDir(dir string) error { return makeDir(Disk{}, dir) }

// Publish makes content appear under name whole or not at all.
func Publish(name string, content []byte) error { return publish(Disk{}, name, content) }
