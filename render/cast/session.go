package cast

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/view"
	"tutti/scenarios"
	"tutti/sim/keys"
	"tutti/sim/solo"
)

// Open reads a scenario as a session: interventions become events of the same
// file, read by the same rules.
func Open(open solo.Opener, name string, sets []solo.Setting) (*front.Session, error) {
	return OpenWith(open, name, sets, nil)
}

// OpenWith reads a scenario with the interventions of an earlier session.
func OpenWith(open solo.Opener, name string, sets []solo.Setting, live []play.Intervention) (*front.Session, error) {
	base, err := solo.Load(open, name, sets)
	if err != nil {
		return nil, err
	}
	s := &front.Session{Name: name, Title: base.Title, About: base.About, Cycles: base.Cycles, Live: live}
	if s.Title == "" {
		s.Title = name
	}
	if base.Spec != nil {
		for _, e := range base.Spec.Events {
			s.Marks = append(s.Marks, view.Mark{Cycle: e.At + 1, Text: strings.TrimSpace(e.Kind + ": " + e.Note)})
			if e.Note == e.Kind {
				s.Marks[len(s.Marks)-1].Text = e.Kind
			}
		}
	}
	for _, c := range base.Changes {
		s.Marks = append(s.Marks, view.Mark{Cycle: c.At + 1, Text: strings.TrimSpace(strings.TrimPrefix(c.Key, "parameters.") + " " + c.Note)})
	}
	patterns, shapes := scenarios.List("patterns"), map[string]bool{}
	s.Make = func(live []play.Intervention) (play.Simulation, error) {
		sc, err := withEvents(open, name, sets, live)
		if err != nil {
			return nil, err
		}
		r := sc.New(sc.Seed)
		if r.Organisation != nil {
			return newOrganisation(r, patterns, live), nil
		}
		return newPublished(r, sc, live, base.Parameters(), shapes), nil
	}
	s.Save = func(live []play.Intervention) []byte {
		text, err := written(open, name, sets, live)
		if err != nil {
			panic(err) // it is being played
		}
		return text
	}
	return s, nil
}

// withEvents loads a scenario with interventions: what is set from the beginning,
// then events after its own.
func withEvents(open solo.Opener, name string, sets []solo.Setting, live []play.Intervention) (*solo.Scenario, error) {
	if len(live) == 0 {
		return solo.Load(open, name, sets)
	}
	text, err := written(open, name, sets, live)
	if err != nil {
		return nil, err
	}
	const whole = "session"
	return solo.Load(func(file string) ([]byte, error) {
		if file == whole {
			return text, nil
		}
		if b, err := open(file); err == nil {
			return b, nil
		}
		return beside(open, name, file)
	}, whole, nil)
}

// written is a scenario as resolved, with what interventions set from the
// beginning, and with the others as further events.
func written(open solo.Opener, name string, sets []solo.Setting, live []play.Intervention) ([]byte, error) {
	names, values := play.Keys(live)
	sets = slices.Clone(sets)
	for k := range names {
		sets = append(sets, solo.Setting{Key: names[k], Value: solo.Raw(values[k])})
	}
	s, err := solo.Load(open, name, sets)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s, as it was played.\n\n%s", strings.ReplaceAll(s.Name, "\n", " "), keys.Write(s.Entries))
	b.WriteString(play.Events(live))
	return b.Bytes(), nil
}

// beside opens a file that a scenario names, in the scenario's folder.
func beside(open solo.Opener, name, file string) ([]byte, error) {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		return open(name[:at+1] + file)
	}
	return open(file)
}
