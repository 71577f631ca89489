package cast

import (
	"bytes"
	"fmt"
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
	patterns := scenarios.List("patterns")
	s.Make = func(live []play.Intervention) (play.Simulation, error) {
		sc, err := withEvents(open, name, sets, live)
		if err != nil {
			return nil, err
		}
		r := sc.New(sc.Seed)
		if r.Organisation != nil {
			return newOrganisation(r, patterns), nil
		}
		return newPublished(r, sc), nil
	}
	s.Save = func(live []play.Intervention) []byte { return save(base, live) }
	return s, nil
}

// withEvents loads a scenario with interventions after its own events.
func withEvents(open solo.Opener, name string, sets []solo.Setting, live []play.Intervention) (*solo.Scenario, error) {
	if len(live) == 0 {
		return solo.Load(open, name, sets)
	}
	base, err := solo.Load(open, name, sets)
	if err != nil {
		return nil, err
	}
	text := save(base, live)
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

// beside opens a file that a scenario names, in the scenario's folder.
func beside(open solo.Opener, name, file string) ([]byte, error) {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		return open(name[:at+1] + file)
	}
	return open(file)
}

// save writes a scenario as resolved, with interventions as further events.
func save(s *solo.Scenario, live []play.Intervention) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s, as it was played.\n\n%s", strings.ReplaceAll(s.Name, "\n", " "), keys.Write(s.Entries))
	b.WriteString(play.Events(live))
	return b.Bytes()
}
