package run

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// errHeld says that another process holds a lock.
var errHeld = errors.New("held by another process")

// A Lock keeps a second coordinator out of a directory of runs. The operating
// system holds it, so a killed process leaves none behind.
type Lock struct{ f *os.File }

// LockDir takes the directory for one coordinator; who is a line that a
// refused second one shows. Workers that only publish shards need no lock.
func LockDir(dir, who string) (*Lock, error) {
	name := filepath.Join(dir, "lock")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, writeError(name, err)
	}
	if err := tryLock(f); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(f, 200)) // only to make the message better
		f.Close()
		if errors.Is(err, errHeld) {
			return nil, fmt.Errorf("%s: another process is at work here (%s); wait for it%s", dir, strings.TrimSpace(string(holder)), watchable(dir))
		}
		return nil, fmt.Errorf("%s: cannot be locked: %w", name, err)
	}
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(who+"\n"), 0) // the lock holds without its text
	}
	return &Lock{f}, nil
}

// watchable says how to watch what is at work in a directory, where it is a sweep.
func watchable(dir string) string {
	if !IsStore(dir) {
		return ""
	}
	return ", or watch it with: tutti status " + Quote(dir)
}

// Free gives the directory back.
func (l *Lock) Free() { l.f.Close() }

// Quote writes s as one word of a shell, so that it runs nothing.
func Quote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./=:,+@%", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
