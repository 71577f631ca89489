package main

import (
	"os"
	"path/filepath"

	"tutti/sim/run"
)

// openBeside reads files that stand beside a given one, or as they are named.
func openBeside(file string) run.Opener {
	dir := filepath.Dir(file)
	return func(name string) ([]byte, error) {
		if !filepath.IsAbs(name) {
			if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				return text, nil
			}
		}
		return os.ReadFile(name)
	}
}

// openScenario reads a scenario's files.
func openScenario(name string) ([]byte, error) { return os.ReadFile(name) }
