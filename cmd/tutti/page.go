package main

import (
	"compress/gzip"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// dist holds the page. The compiled program and wasm_exec.js are put there by
// the release command; a checkout has only index.html and makes the rest on
// first use.
//
//go:embed dist
var dist embed.FS

// pageFiles are the files of the page.
var pageFiles = []string{"index.html", "wasm_exec.js", "tutti.wasm.gz"}

// page returns the files of the page, built in or made from the checkout.
func (a *app) page() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, name := range pageFiles {
		if b, err := dist.ReadFile("dist/" + name); err == nil {
			files[name] = b
		}
	}
	if len(files) == len(pageFiles) {
		return files, nil
	}
	built, err := a.buildPage()
	if err != nil {
		return nil, err
	}
	maps.Copy(files, built)
	return files, nil
}

// buildPage compiles the page from the checkout that the program runs in.
func (a *app) buildPage() (map[string][]byte, error) {
	root, err := checkout()
	if err != nil {
		return nil, err
	}
	if _, err := exec.LookPath("go"); err != nil {
		return nil, errors.New("the page is not built into this program, and building it needs Go, which is not installed here")
	}
	temp, err := os.MkdirTemp("", "tutti-page-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	done := a.waiting("building the page (the first time takes a minute or two)")
	wasm := filepath.Join(temp, "tutti.wasm")
	cmd := exec.CommandContext(a.ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", wasm, "./cmd/page")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	log, err := cmd.CombinedOutput()
	done()
	if a.ctx.Err() != nil {
		return nil, errInterrupted
	}
	if err != nil {
		return nil, fmt.Errorf("building the page: %w\n%s", err, strings.TrimSpace(string(log)))
	}
	return packPage(a.ctx, root, wasm)
}

// packPage compresses the compiled page and adds the script of the same Go.
func packPage(ctx context.Context, root, wasm string) (map[string][]byte, error) {
	plain, err := os.ReadFile(wasm)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(plain); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT")
	cmd.Dir = root
	goroot, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"tutti.wasm.gz": []byte(b.String()), "wasm_exec.js": script}, nil
}

// checkout finds the folder of the module: above the present one, above the
// program, or where it was compiled.
func checkout() (string, error) {
	var starts []string
	if wd, err := os.Getwd(); err == nil {
		starts = append(starts, wd)
	}
	if exe, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(exe))
	}
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		starts = append(starts, filepath.Dir(file))
	}
	for _, at := range starts {
		for {
			if b, err := os.ReadFile(filepath.Join(at, "go.mod")); err == nil && strings.HasPrefix(string(b), "module tutti\n") {
				return at, nil
			}
			up := filepath.Dir(at)
			if up == at {
				break
			}
			at = up
		}
	}
	return "", errors.New("the page is not built into this program; run it from a checkout of the sources, which then builds it")
}

// waiting shows that something takes its time, until the returned function is
// called.
func (a *app) waiting(what string) (done func()) {
	if !a.fancy {
		fmt.Fprintln(a.err, what)
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		start := time.Now()
		for {
			fmt.Fprintf(a.err, "\r%s … %.0f s", what, time.Since(start).Seconds())
			select {
			case <-stop:
				fmt.Fprint(a.err, "\r\033[K")
				return
			case <-time.After(time.Second):
			}
		}
	}()
	return func() { close(stop); <-stopped }
}

type siteCmd struct {
	Dir   string `arg:"" help:"Folder to write the page into."`
	Force bool   `help:"Replace the files of an older page there."`
}

// Help is the long help of the command.
func (siteCmd) Help() string {
	return `Examples:
  tutti site public                      then: python3 -m http.server -d public
  tutti site public --force              after a new version`
}

// Run writes the page as static files for any web server.
func (c *siteCmd) Run(a *app) error {
	for _, name := range pageFiles {
		if _, err := os.Stat(filepath.Join(c.Dir, name)); err == nil && !c.Force {
			return usageError{fmt.Errorf("%s exists; --force replaces it", filepath.Join(c.Dir, name))}
		}
	}
	files, err := a.page()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	for _, name := range pageFiles {
		err := writeWhole(filepath.Join(c.Dir, name), func(w io.Writer) error { _, err := w.Write(files[name]); return err })
		if err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.out, "%s holds the page with all scenarios; put it on any web server.\nA scenario is linked as index.html#scenario=orpheus, two as index.html#scenario=orpheus&scenario=conducted.\n", c.Dir)
	return err
}
