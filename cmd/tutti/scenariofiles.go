package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tutti/scenarios"
	"tutti/sim/keys"
	"tutti/sim/run"
)

// openScenario reads a scenario, or a file that one names: from the disk first,
// else from those that come with the program, by path or by bare name.
func openScenario(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err == nil {
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, errors.New("a folder, want a file")
		}
		return keys.ReadAll(f)
	}
	slashed := filepath.ToSlash(name)
	for _, try := range []string{slashed, strings.TrimPrefix(slashed, "scenarios/"), slashed + ".toml", "classics/" + slashed + ".toml"} {
		if text, err := scenarios.Open(try); err == nil {
			return text, nil
		}
	}
	return nil, err
}

// openBeside reads files that stand beside a given one, or as they are named.
func openBeside(file string) run.Opener {
	dir := filepath.Dir(file)
	return func(name string) ([]byte, error) {
		if !filepath.IsAbs(name) {
			if text, err := openScenario(filepath.Join(dir, name)); err == nil {
				return text, nil
			}
		}
		return openScenario(name)
	}
}

// loadScenario loads a scenario by file or by the name of an embedded one, with
// key=value settings on top. Errors are usage errors.
func loadScenario(name string, sets []string) (*run.Scenario, error) {
	if err := thereIs(name); err != nil {
		return nil, err
	}
	raw, err := rawSettings(sets)
	if err != nil {
		return nil, err
	}
	if root, err := keys.Load(openScenario, name); err == nil {
		if err := roomFor(root, raw); err != nil {
			return nil, err
		}
	}
	s, err := run.Load(openScenario, name, raw)
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

// thereIs is an error where neither a file nor a scenario has this name.
func thereIs(name string) error {
	if name == "" {
		return usageError{errors.New("an empty name, want a scenario file or the name of a scenario")}
	}
	if _, err := openScenario(name); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	known := append(scenarios.List("."), scenarios.List("classics")...)
	return usageError{errors.New(name + ": no such file, nor a scenario of that name; " + keys.Hint(strings.TrimSuffix(filepath.Base(name), ".toml"), known))}
}
