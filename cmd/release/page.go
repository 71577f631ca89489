package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// page compiles the page for the browser and returns an overlay for go build
// in which the program embeds it. The checkout itself stays as it is, so that
// no later build takes in an old page.
func page(ctx context.Context, work string) (overlay string, err error) {
	wasm := filepath.Join(work, "tutti.wasm")
	if err := build(ctx, wasm, "js", "wasm", "./cmd/page"); err != nil {
		return "", err
	}
	packed := wasm + ".gz"
	if err := compress(wasm, packed); err != nil {
		return "", err
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	replace := map[string]string{}
	for name, from := range map[string]string{
		"tutti.wasm.gz": packed,
		"wasm_exec.js":  filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"),
	} {
		to, err := filepath.Abs(filepath.Join("cmd", "tutti", "dist", name))
		if err != nil {
			return "", err
		}
		replace[to] = from
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(work, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}

// compress writes a file through gzip, without its name or time.
func compress(from, to string) error {
	plain, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(plain); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o600)
}
