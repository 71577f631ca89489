package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// A bitPlatform is one on which the same scenarios must give the same bits.
type bitPlatform struct {
	name string
	env  []string
	// with returns the command line that runs a program of the platform on this
	// machine, and an error of type skipped where there is none.
	with func(c *checker, program string) ([]string, error)
}

// bitPlatforms differ in what could change a result: fused multiply-add (v3,
// arm64), 32-bit words (386), another compiler back end (wasm).
var bitPlatforms = []bitPlatform{
	{"linux/amd64 v1", []string{"GOOS=linux", "GOARCH=amd64", "GOAMD64=v1"}, on("linux/amd64", "qemu-x86_64-static")},
	{"linux/amd64 v3", []string{"GOOS=linux", "GOARCH=amd64", "GOAMD64=v3"}, onV3},
	{"linux/386", []string{"GOOS=linux", "GOARCH=386"}, on("linux/386 linux/amd64", "qemu-i386-static")},
	{"linux/arm64", []string{"GOOS=linux", "GOARCH=arm64"}, on("linux/arm64", "qemu-aarch64-static")},
	{"js/wasm", []string{"GOOS=js", "GOARCH=wasm"}, onNode},
}

// on runs a program directly on the named platforms and under the emulator on
// other Linux machines.
func on(natively, emulator string) func(*checker, string) ([]string, error) {
	return func(c *checker, program string) ([]string, error) {
		if strings.Contains(natively, runtime.GOOS+"/"+runtime.GOARCH) {
			return []string{program}, nil
		}
		if runtime.GOOS != "linux" {
			return nil, skip("programs for Linux do not run here")
		}
		if find(emulator) == "" {
			return nil, skip("%s not found", emulator)
		}
		return []string{find(emulator), program}, nil
	}
}

// onV3 runs a program that uses FMA and AVX2: directly where the processor has
// them, else under the emulator.
func onV3(c *checker, program string) ([]string, error) {
	flags, _ := os.ReadFile("/proc/cpuinfo")
	if runtime.GOOS+"/"+runtime.GOARCH == "linux/amd64" && bytes.Contains(flags, []byte(" avx2 ")) && bytes.Contains(flags, []byte(" fma ")) {
		return []string{program}, nil
	}
	line, err := on("", "qemu-x86_64-static")(c, program)
	if err != nil {
		return nil, skip("the processor has no FMA, and: %v", err)
	}
	return append([]string{line[0], "-cpu", "max"}, line[1:]...), nil
}

// onNode runs a WebAssembly program with the script that Go ships.
func onNode(c *checker, program string) ([]string, error) {
	if find("node") == "" {
		return nil, skip("node not found")
	}
	root, err := c.output("go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	return []string{"node", "--stack-size=8192", filepath.Join(root, "lib", "wasm", "wasm_exec_node.js"), program}, nil
}

// sameBits builds the digest program for a platform, runs it, and compares
// every line with what this machine's own build printed.
func (c *checker) sameBits(p bitPlatform) error {
	if c.bits["native"] == "" {
		own := filepath.Join(c.dir, "digest-native"+exe())
		if err := c.command(nil, "go", "build", "-o", own, "./cmd/check/digest"); err != nil {
			return err
		}
		lines, err := c.digests(own)
		if err != nil {
			return err
		}
		c.bits["native"] = lines
	}
	program := filepath.Join(c.dir, "digest-"+strings.NewReplacer("/", "-", " ", "-").Replace(p.name))
	line, err := p.with(c, program)
	if err != nil {
		return err
	}
	if err := c.command(p.env, "go", "build", "-o", program, "./cmd/check/digest"); err != nil {
		return err
	}
	got, err := c.digests(line...)
	if err != nil {
		return err
	}
	return c.sameLines(got, c.bits["native"])
}

func (c *checker) digests(line ...string) (string, error) {
	var out bytes.Buffer
	if err := c.commandTo(&out, nil, line[0], line[1:]...); err != nil {
		return "", err
	}
	if out.Len() == 0 {
		return "", errors.New("no digests printed")
	}
	return out.String(), nil
}

// sameLines names every line of got that differs from want.
func (c *checker) sameLines(got, want string) error {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	if len(g) != len(w) {
		return fmt.Errorf("%d digests, want %d", len(g), len(w))
	}
	differ := 0
	for i := range w {
		if g[i] != w[i] {
			fmt.Fprintf(&c.log, "got %s, want %s\n", g[i], w[i])
			differ++
		}
	}
	if differ > 0 {
		return fmt.Errorf("%d of %d digests differ from this machine's own", differ, len(w)-1)
	}
	return nil
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// inexact are the packages below render whose results are reports or text, not
// states: they may round as the processor likes.
var inexact = []string{"tutti/sim/stats", "tutti/sim/table", "tutti/sim/keys"}

// exactPackages lists the packages whose results must have the same bits
// everywhere.
func (c *checker) exactPackages() ([]string, error) {
	listed, err := c.packages()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range listed {
		under := func(dir string) bool { return p.ImportPath == dir || strings.HasPrefix(p.ImportPath, dir+"/") }
		if (under("tutti/sim") || under("tutti/agents")) && !slices.ContainsFunc(inexact, under) {
			names = append(names, p.ImportPath)
		}
	}
	return names, nil
}

// fused finds the instructions that multiply and add without rounding between,
// in assembly listings of arm64: the address, the source position, the name.
var fused = regexp.MustCompile(`\(([^()\s]+\.go:\d+)\)\s+(FN?M(?:ADD|SUB)[SD])\s`)

// complaint is a line of the compiler that is no assembly.
var complaint = regexp.MustCompile(`^(\S+\.go:\d+:\d+: |package |no Go files)`)

// rounding reads the compiler's assembly for a processor with fused
// multiply-add: where one is used, a product was not rounded before it was
// added, and the result may differ from that of a processor without. A division
// by a power of two counts as a product; float64(a/2) + c ends the doubt.
func rounding(c *checker) error {
	names, err := c.exactPackages()
	if err != nil {
		return err
	}
	var listing, quiet bytes.Buffer
	args := append([]string{"build", "-gcflags=-S"}, names...)
	cmd := exec.CommandContext(c.ctx, "go", args...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	cmd.Stdout, cmd.Stderr = &quiet, &listing
	if err := cmd.Run(); err != nil {
		for line := range strings.Lines(listing.String()) {
			if complaint.MatchString(line) {
				c.log.WriteString(line)
			}
		}
		return err
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, m := range fused.FindAllStringSubmatch(listing.String(), -1) {
		at := strings.TrimPrefix(m[1], here+string(filepath.Separator))
		if !seen[at] {
			seen[at] = true
			fmt.Fprintf(&c.log, "%s: product added without rounding (%s), want float64(a*b) + c\n", at, m[2])
		}
	}
	if len(seen) > 0 {
		return fmt.Errorf("%d lines where a processor may fuse a product with a sum", len(seen))
	}
	return nil
}
