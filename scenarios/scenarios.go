// Package scenarios holds the scenarios, patterns, designs and data that come with the
// program.
package scenarios

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed *.toml patterns data classics designs
var files embed.FS

// FS is all of them.
var FS fs.FS = files

// Open reads one by its path, such as patterns/rotating.toml.
func Open(name string) ([]byte, error) { return files.ReadFile(path.Clean(name)) }

// Beside opens one more file of a name beside those that come with the program.
func Beside(name, text string) func(name string) ([]byte, error) {
	return func(asked string) ([]byte, error) {
		if asked == name {
			return []byte(text), nil
		}
		return Open(asked)
	}
}

// List names the files of a folder ("." for the scenarios themselves) without
// their extension, in order.
func List(folder string) []string {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".toml"); ok {
			names = append(names, name)
		}
	}
	return names
}
