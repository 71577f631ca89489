package table

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// ErrExists is what Create and Commit return, wrapped, where a result is there
// already and force was not given.
var ErrExists = errors.New("is there already and is kept; --force replaces it")

// File is a result being written under a passing name beside its final one.
// Commit gives it the final name in one step, after its bytes have reached the
// disk; until then, and where anything fails, what was there before stays.
type File struct {
	path, tmp string
	force     bool
	raw       rawFile
	w         *bufio.Writer
	err       error // the first error of a Write
	done      bool
}

// rawFile is all that a File asks of the file below it.
type rawFile interface {
	io.WriteCloser
	Sync() error
}

// Create starts a result. It fails where path is taken, unless force is set;
// something that is not an ordinary file (a folder, a device) is never replaced.
func Create(path string, force bool) (*File, error) {
	if err := free(path, force); err != nil {
		return nil, err
	}
	raw, tmp, err := createBeside(path)
	if err != nil {
		return nil, named(path, "create", err)
	}
	return wrap(path, tmp, force, raw), nil
}

func wrap(path, tmp string, force bool, raw rawFile) *File {
	return &File{path: path, tmp: tmp, force: force, raw: raw, w: bufio.NewWriterSize(raw, 1<<16)}
}

// Save writes a whole result through Create: all of it appears, or nothing.
func Save(path string, force bool, write func(w io.Writer) error) error {
	f, err := Create(path, force)
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := write(f); err != nil {
		if f.err != nil {
			return f.err // it names the file
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	return f.Commit()
}

// free says why path cannot be written.
func free(path string, force bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return named(path, "create", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: is not an ordinary file and is kept", path)
	case !force:
		return fmt.Errorf("%s: %w", path, ErrExists)
	}
	return nil
}

// createBeside opens a new file in the folder of path: a rename is atomic only
// within one file system.
func createBeside(path string) (*os.File, string, error) {
	dir, base := filepath.Split(path)
	for k := 0; ; k++ {
		tmp := dir + ".tmp-" + base + "-" + strconv.Itoa(k)
		f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil || !errors.Is(err, fs.ErrExist) || k == 1000 {
			return f, tmp, err
		}
	}
}

// named puts the final name into an error, in place of the passing one.
func named(path, doing string, err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		err = p.Err
	case errors.As(err, &l):
		err = l.Err
	}
	return fmt.Errorf("%s: %s: %w", path, doing, err)
}

// Write implements io.Writer; its errors name the file.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	return n, f.keep("write", err)
}

func (f *File) keep(doing string, err error) error {
	if err == nil {
		return f.err
	}
	if f.err == nil {
		f.err = named(f.path, doing, err)
	}
	return f.err
}

// Commit ends the file and gives it its final name. Where it returns an error
// nothing has changed under that name.
func (f *File) Commit() error {
	if f.done {
		panic("table: commit of a finished file " + f.path)
	}
	defer f.Discard()
	f.keep("write", f.w.Flush())
	if f.err == nil {
		f.keep("write", f.raw.Sync())
	}
	f.keep("close", f.raw.Close())
	f.done = true
	if f.err == nil {
		f.keep("rename", f.publish())
	}
	if f.err != nil {
		_ = os.Remove(f.tmp) // the first error matters more
		return f.err
	}
	return nil
}

// publish names the file. A hard link refuses to replace, also where another
// process was quicker; not every file system has one.
func (f *File) publish() error {
	if !f.force {
		switch err := os.Link(f.tmp, f.path); {
		case err == nil:
			if err := os.Remove(f.tmp); err != nil {
				return err
			}
			return syncFolder(f.path)
		case errors.Is(err, fs.ErrExist):
			return ErrExists
		}
	}
	if err := free(f.path, f.force); err != nil {
		return err
	}
	if err := os.Rename(f.tmp, f.path); err != nil {
		return err
	}
	return syncFolder(f.path)
}

// syncFolder makes the new name last; systems that cannot sync a folder do so
// on their own.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil
	}
	_ = d.Sync()
	return d.Close()
}

// Discard throws an unfinished file away; after Commit it does nothing, so it
// can be deferred.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	_ = f.raw.Close()
	_ = os.Remove(f.tmp)
}
