package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The version has one home; the pages that repeat it must agree.
func TestVersion(t *testing.T) {
	root := filepath.Join("..", "..")
	version, err := readVersion(filepath.Join(root, "cmd", "tutti", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"CITATION.cff": "version: " + version + "\n",
		"CHANGELOG.md": "## " + version,
	} {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v, want a line %q", file, err, want)
		}
	}
}

// TestPack wants the same bytes from files of another age, and the program
// executable.
func TestPack(t *testing.T) {
	dir := t.TempDir()
	files := []string{filepath.Join(dir, "tutti"), filepath.Join(dir, "LICENSE")}
	for _, f := range files {
		if err := os.WriteFile(f, []byte(strings.Repeat(filepath.Base(f), 500)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, system := range []string{"linux", "windows"} {
		archive, first, err := pack("tutti_1", system, files)
		if err != nil {
			t.Fatal(err)
		}
		old := time.Unix(1, 0)
		if err := os.Chtimes(files[0], old, old); err != nil {
			t.Fatal(err)
		}
		_, second, err := pack("tutti_1", system, files)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s: packed twice, %v: bytes differ", archive, err)
		}
		if got, want := strings.Join(names(t, archive, first), " "), "tutti_1/tutti tutti_1/LICENSE"; got != want {
			t.Errorf("%s holds %s, want %s", archive, got, want)
		}
	}
}

func names(t *testing.T, archive string, text []byte) (out []string) {
	t.Helper()
	if strings.HasSuffix(archive, ".zip") {
		z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			out = append(out, f.Name)
		}
		return out
	}
	g, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(g); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(out) == 0 && h.Mode != 0o755 {
			t.Errorf("%s has mode %o, want 755", h.Name, h.Mode)
		}
		out = append(out, h.Name)
	}
}

func TestReadVersion(t *testing.T) {
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte("package main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if v, err := readVersion(file); err == nil {
		t.Errorf("a source without a version gave %q, want an error", v)
	}
}

// The licences of all that is built in go with the program.
func TestNotices(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	text, err := notices(t.Context(), []string{"linux/amd64", "windows/amd64"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"github.com/hajimehoshi/ebiten/v2 v", "gonum.org/v1/gonum v", "gonum.org/v1/plot v", "github.com/BurntSushi/toml v", "Go, LICENSE", "Apache License",
		"Copyright (c) 2008, Frances Y. Kuo and Stephen Joe", "SIL OPEN FONT LICENSE",
	} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %q in the licences", want)
		}
	}
	if _, err := notices(t.Context(), []string{"linux"}); err == nil {
		t.Error("half a platform is one")
	}
}
