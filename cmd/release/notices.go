package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// noticesName is the file of licences beside the program.
const noticesName = "THIRD-PARTY-LICENSES.txt"

// licence is how files are called that hold a licence.
var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|ofl)([-_.].*)?$`)

// own are files of this project that come from elsewhere, with their terms.
var own = []string{"render/draw/fonts/OFL.txt", "sim/design/joe-kuo.txt"}

// notices writes the licences of all that is built into the program on some
// platforms, and into its page: those of modules, of the standard library, and
// of fonts and tables that stand in this project.
func notices(ctx context.Context, platforms []string) ([]byte, error) {
	found := map[string]bool{}
	for _, p := range append([]string{"js/wasm"}, platforms...) {
		system, arch, ok := strings.Cut(p, "/")
		if !ok {
			return nil, fmt.Errorf("platform %q, want GOOS/GOARCH", p)
		}
		main := "./cmd/tutti"
		if system == "js" {
			main = "./cmd/page"
		}
		cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", main)
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list -deps %s for %s: %w", main, p, err)
		}
		for line := range strings.Lines(string(out)) {
			if line = strings.TrimSpace(line); line != "" {
				found[line] = true
			}
		}
	}
	files := map[string]string{} // by file, of whom it is
	for line := range found {
		parts := strings.Split(line, "\t")
		if len(parts) != 3 {
			return nil, fmt.Errorf("go list said %q", line)
		}
		module, root, dir := parts[0], parts[1], parts[2]
		some := false
		for ; ; dir = filepath.Dir(dir) {
			names, err := os.ReadDir(dir)
			if err != nil {
				return nil, err
			}
			for _, n := range names {
				if !n.IsDir() && licence.MatchString(n.Name()) && !strings.HasSuffix(n.Name(), ".go") {
					files[filepath.Join(dir, n.Name())] = module + ", " + filepath.ToSlash(strings.TrimPrefix(filepath.Join(dir, n.Name()), root+string(filepath.Separator)))
					some = true
				}
			}
			if dir == root {
				break
			}
		}
		if !some {
			return nil, fmt.Errorf("%s: no licence in %s", module, root)
		}
	}
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	files[filepath.Join(strings.TrimSpace(string(goroot)), "LICENSE")] = "Go, LICENSE"
	for _, name := range own {
		files[filepath.FromSlash(name)] = name
	}
	b := &bytes.Buffer{}
	b.WriteString("What is built into tutti beside its own code, and on what terms.\n")
	of := map[string]string{}
	for file, whose := range files {
		of[whose] = file
	}
	for _, whose := range slices.Sorted(maps.Keys(of)) {
		text, err := os.ReadFile(of[whose])
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(whose, "joe-kuo.txt") {
			text = comments(text)
		}
		fmt.Fprintf(b, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), whose, bytes.TrimSpace(text))
	}
	return b.Bytes(), nil
}

// comments are the lines of a table that begin with #, without it.
func comments(text []byte) []byte {
	b := &bytes.Buffer{}
	for line := range bytes.Lines(text) {
		if note, is := bytes.CutPrefix(line, []byte("#")); is {
			b.Write(bytes.TrimPrefix(note, []byte(" ")))
		}
	}
	return b.Bytes()
}
