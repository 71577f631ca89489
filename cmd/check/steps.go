package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// allSteps lists every check in the order in which they run: quick ones first.
func allSteps() []step {
	steps := []step{
		{"gofmt", "", gofmt},
		{"tidy", "", tidy},
		{"need", "packages", packages},
		{"need", "display", display},
		{"need", "browser", browser},
		{"need", "ffmpeg", ffmpeg},
		{"need", "slurm", slurm},
		{"need", "python", python},
		{"vet", "", goCommand("vet", "./...")},
		{"fix", "", fix},
		{"staticcheck", "", goCommand("tool", "-modfile=cmd/check/tools.mod", "staticcheck", "./...")},
		{"rounding", "", rounding},
		{"test", "", test},
		{"race", "", race},
	}
	for _, p := range bitPlatforms {
		steps = append(steps, step{"bits", p.name, func(c *checker) error { return c.sameBits(p) }})
	}
	for _, p := range builds {
		steps = append(steps, step{"build", p, func(c *checker) error { return c.build(p) }})
	}
	return steps
}

// builds are the platforms that the whole program must build for.
var builds = []string{
	"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64", "js/wasm",
}

// command runs a command in the environment of this process and extra, its
// output into the log of the step.
func (c *checker) command(extra []string, name string, args ...string) error {
	return c.commandTo(&c.log, extra, name, args...)
}

func (c *checker) commandTo(out io.Writer, extra []string, name string, args ...string) error {
	cmd := exec.CommandContext(c.ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	// No C compiler takes part, and the history is not asked for.
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS="+os.Getenv("GOFLAGS")+" -buildvcs=false")
	cmd.Env = append(cmd.Env, extra...)
	cmd.Stdout, cmd.Stderr = out, &c.log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(append([]string{name}, args[:min(len(args), 3)]...), " "), err)
	}
	return nil
}

// goCommand is a step that is one call of the go command.
func goCommand(args ...string) func(c *checker) error {
	return func(c *checker) error { return c.command(nil, "go", args...) }
}

func gofmt(c *checker) error {
	if err := c.command(nil, "gofmt", "-s", "-l", "."); err != nil {
		return err
	}
	if c.log.Len() > 0 {
		return errors.New("gofmt -s -w is wanted on these files")
	}
	return nil
}

func tidy(c *checker) error {
	if err := c.command(nil, "go", "mod", "verify"); err != nil {
		return err
	}
	if err := c.command(nil, "go", "mod", "tidy", "-diff"); err != nil {
		return err
	}
	return nil
}

// fix wants nothing left that go fix would modernise. Toolchains before 1.26
// cannot show a difference.
func fix(c *checker) error {
	var help bytes.Buffer
	if err := c.commandTo(&help, nil, "go", "help", "fix"); err != nil {
		return err
	}
	if !strings.Contains(help.String(), "-diff") {
		return skip("go fix of this toolchain has no -diff")
	}
	return c.command(nil, "go", "fix", "-diff", "./...")
}

func test(c *checker) error {
	return c.command(c.ready, "go", "test", "-shuffle=on", "-timeout=12m", "./...")
}

// starts is a line that starts a goroutine.
var starts = regexp.MustCompile(`(?m)^\s*(go\s+[\w.]+\(|go func\(|[\w.]+\.Go\(func)`)

// long are tests that do the same thing many times over, such as repeating the
// figures of a paper: under the race detector, which is ten times slower, they
// would find no more than the short ones. What is allocated is not what is
// allocated without it.
const long = "Paper|Figure|PlainLoop|Killed|FullDisk|RandomParameters|Covariance|Networks|Readings|Extremes|Partners|Recogni|Memory|EveryKind|EveryPattern|Delegation|Favoured|Pooling|Allocat"

// race runs the packages below cmd that start goroutines, and those below render
// that use them, under the race detector, which needs cgo. Drawing code is left
// out: its goroutines are the library's.
func race(c *checker) error {
	if _, err := exec.LookPath("gcc"); err != nil {
		return skip("gcc not found: the race detector needs cgo")
	}
	listed, err := c.packages()
	if err != nil {
		return err
	}
	concurrent := map[string]bool{}
	for _, p := range listed {
		for _, f := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				return err
			}
			if starts.Match(text) {
				concurrent[p.ImportPath] = true
			}
		}
	}
	var names []string
	for _, p := range listed {
		below := !strings.HasPrefix(p.ImportPath, "tutti/cmd/")
		uses := strings.HasPrefix(p.ImportPath, "tutti/sim") && slices.ContainsFunc(p.Imports, func(i string) bool { return concurrent[i] })
		draws := slices.ContainsFunc(p.Deps, func(d string) bool { return strings.HasPrefix(d, "github.com/hajimehoshi/ebiten") })
		tested := len(p.TestGoFiles)+len(p.XTestGoFiles) > 0
		if below && tested && !draws && (concurrent[p.ImportPath] || uses) {
			names = append(names, p.ImportPath)
		}
	}
	if len(names) == 0 {
		return nil
	}
	args := []string{"test", "-race", "-short", "-shuffle=on", "-timeout=8m", "-skip=" + long}
	return c.command([]string{"CGO_ENABLED=1"}, "go", append(args, names...)...)
}

// listedPackage is what go list tells of a package.
type listedPackage struct {
	Dir, ImportPath                    string
	Imports, Deps                      []string
	GoFiles, TestGoFiles, XTestGoFiles []string
}

// packages lists the packages of the module.
func (c *checker) packages() ([]listedPackage, error) {
	var out bytes.Buffer
	if err := c.commandTo(&out, nil, "go", "list", "-json=Dir,ImportPath,Imports,Deps,GoFiles,TestGoFiles,XTestGoFiles", "./..."); err != nil {
		return nil, err
	}
	var all []listedPackage
	for d := json.NewDecoder(&out); ; {
		var p listedPackage
		switch err := d.Decode(&p); {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, p)
	}
}

// build builds every package for a platform, without cgo, and keeps nothing.
func (c *checker) build(platform string) error {
	system, arch, _ := strings.Cut(platform, "/")
	return c.command([]string{"GOOS=" + system, "GOARCH=" + arch}, "go", "build", "./...")
}

// output runs a command for at most a minute and returns what it prints.
func (c *checker) output(name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}
