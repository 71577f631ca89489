package run

import (
	"tutti/sim/classic"
	"tutti/sim/keys"
)

func init() { loadSubject = loadClassic }

func loadClassic(open Opener, name string, sets []Setting) (*subject, error) {
	root, err := keys.Load(open, name)
	if err != nil {
		return nil, err
	}
	for _, s := range sets {
		if err := root.Set(s.Key, TOML(s.Value)); err != nil {
			return nil, err
		}
	}
	title := root.Text("title", "", "")
	kind, ok := classic.Find(root.Text("model", "", ""))
	if !ok {
		return nil, badInput("%s: no such model", name)
	}
	cycles := root.Count("cycles", 100, 1, 1<<30, "")
	spec := kind.Read(root.Table("parameters", ""))
	if err := root.Err(); err != nil {
		return nil, err
	}
	return &subject{title: title, cycles: cycles, start: func(seed uint64) (stepper, error) { return spec.New(seed), nil }}, nil
}
