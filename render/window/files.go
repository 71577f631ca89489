package window

import (
	"io"
	"io/fs"
	"strings"

	"tutti/render/ui"
)

// largest is the size of a file that is still read when it is dropped [bytes].
const largest = 16 << 20

// readDropped reads the scenario files that were dropped on the window.
func readDropped(dropped fs.FS) []ui.File {
	var files []ui.File
	_ = fs.WalkDir(dropped, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(strings.ToLower(name), ".toml") {
			return nil // what cannot be read is no scenario
		}
		if f, err := dropped.Open(name); err == nil {
			if text, err := io.ReadAll(io.LimitReader(f, largest)); err == nil {
				files = append(files, ui.File{Name: name, Text: text})
			}
			_ = f.Close() // was only read
		}
		return nil
	})
	return files
}
