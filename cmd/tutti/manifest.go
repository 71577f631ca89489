package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/run"
	"tutti/sim/solo"
)

// A manifest is what manifest.json says of a run; the zero one says nothing.
type manifest struct {
	Version, Scenario, Resolved, Digest string
	Seed                                uint64
	Cycles                              int
	Inputs                              []solo.Input
	path                                string
}

// loadRun loads a scenario, or what a manifest says was run.
func loadRun(name string) (*run.Scenario, *manifest, error) {
	path := name
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		path = filepath.Join(name, "manifest.json")
	}
	if !strings.HasSuffix(path, ".json") {
		s, err := loadScenario(name, nil)
		return s, &manifest{}, err
	}
	refuse := func(err error) (*run.Scenario, *manifest, error) { return nil, nil, usageError{err} }
	text, err := os.ReadFile(path)
	if err != nil {
		return refuse(err)
	}
	m := &manifest{path: path}
	if err := json.Unmarshal(text, m); err != nil || m.Resolved == "" || m.Cycles < 1 || m.Seed > exact.MaxSeed {
		return refuse(errors.New(path + ": no manifest of a run"))
	}
	root, err := keys.Parse(path, []byte(m.Resolved))
	if err != nil {
		return refuse(err)
	}
	s, err := solo.Read(root, m.Scenario, openBeside(m.Scenario))
	if err != nil {
		return refuse(err)
	}
	s.Seed = m.Seed
	s.SetCycles(m.Cycles)
	return s, m, nil
}

// changed are the input files that are not what they were.
func (m *manifest) changed(s *run.Scenario) []string {
	var lines []string
	for _, was := range m.Inputs {
		for _, is := range s.Inputs {
			if is.Name == was.Name && is.Hash != was.Hash {
				lines = append(lines, fmt.Sprintf("%s: %s is not what it was when this was run", m.path, was.Name))
			}
		}
	}
	return lines
}

// moved tells of a run that does not come to the same state any more: it lives
// it once more.
func (m *manifest) moved(a *app, s *run.Scenario) []string {
	if m.Digest == "" {
		return nil
	}
	r := s.New(s.Seed)
	for r.Cycle() < m.Cycles && !r.Done() {
		if a.ctx.Err() != nil {
			return nil
		}
		r.Step()
	}
	if m.Digest == exact.Digest(r) {
		return nil
	}
	return []string{fmt.Sprintf("%s: run anew the state is another (digest %s, it was %s): it was made by another version (%s, this is %s), or its inputs changed", m.path, exact.Digest(r), m.Digest, m.Version, version)}
}
