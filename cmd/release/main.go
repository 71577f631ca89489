// Command release builds what is handed out: an archive for each platform with
// the program, its licence and its pages, and SHA256SUMS over all of them. The
// same source and toolchain give the same bytes, wherever and whenever.
//
//	go run ./cmd/release dist
//	go run ./cmd/release -platforms linux/amd64,windows/arm64 dist
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
)

const all = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

// papers are the files that go beside the program.
var papers = []string{"LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff"}

func main() {
	platforms := flag.String("platforms", all, "comma-separated GOOS/GOARCH")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./cmd/release [-platforms LIST] DIR")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := release(ctx, flag.Arg(0), strings.Split(*platforms, ","))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release fills dir, which must be new or empty.
func release(ctx context.Context, dir string, platforms []string) error {
	version, err := readVersion(filepath.Join("cmd", "tutti", "main.go"))
	if err != nil {
		return err
	}
	if old, err := os.ReadDir(dir); err == nil && len(old) > 0 {
		return fmt.Errorf("%s is not empty, want a new folder", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "tutti-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	overlay, err := page(ctx, work)
	if err != nil {
		return err
	}
	text, err := notices(ctx, platforms)
	if err != nil {
		return err
	}
	others := filepath.Join(work, noticesName)
	if err := os.WriteFile(others, text, 0o644); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, p := range platforms {
		system, arch, ok := strings.Cut(p, "/")
		if !ok {
			return fmt.Errorf("platform %q, want GOOS/GOARCH", p)
		}
		program := filepath.Join(work, "tutti")
		if system == "windows" {
			program += ".exe"
		}
		if err := build(ctx, program, system, arch, "-overlay="+overlay, "./cmd/tutti"); err != nil {
			return err
		}
		name := fmt.Sprintf("tutti_%s_%s_%s", version, system, arch)
		archive, text, err := pack(name, system, append([]string{program, others}, papers...))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, archive), text, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(text), archive)
		fmt.Printf("%s  %.1f MB\n", filepath.Join(dir, archive), float64(len(text))/1e6)
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), sums.Bytes(), 0o644)
}

// build builds a program for a platform, the same bytes from any folder.
func build(ctx context.Context, out, system, arch string, more ...string) error {
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", out}, more...)
	return command(ctx, []string{"GOOS=" + system, "GOARCH=" + arch, "GOAMD64=v1", "GOARM64=v8.0", "CGO_ENABLED=0"}, "go", args...)
}

func command(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

var versionLine = regexp.MustCompile(`(?m)^const version = "([^"]+)"$`)

// readVersion finds the version of the program in its source, the one place
// that names it.
func readVersion(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	m := versionLine.FindSubmatch(text)
	if m == nil {
		return "", errors.New(file + ": no line of the form: const version = \"1.2.3\"")
	}
	return string(m[1]), nil
}
