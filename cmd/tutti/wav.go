package main

import (
	"fmt"

	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/sound"
	"tutti/render/view"
	"tutti/render/window"
)

// longest is how much sound is written where --cycles does not say how far [s].
const longest = 180

// sound writes what an ensemble plays from cycle --from to --cycles.
func (c *renderCmd) sound(a *app, s *front.Session) error {
	p, err := play.New(s.Make, s.Cycles, s.Live)
	if err != nil {
		return err
	}
	m := sound.NewMixer()
	var f view.Frame
	for p.Cycle() < c.end() && !p.Ended() {
		if a.ctx.Err() != nil {
			return errInterrupted
		}
		p.StepCycle()
		if p.Cycle() <= c.From {
			continue
		}
		if p.Show(&f); len(f.Onsets) == 0 {
			return usageError{fmt.Errorf("--wav: nobody plays in %s; it is for work of the kind ensemble", s.Name)}
		}
		m.Add(window.Passage(&f))
		if a.fancy {
			fmt.Fprintf(a.err, "\r\033[Kcycle %d, %s of sound", p.Cycle(), span(m.Length()))
		}
		if c.Cycles == 0 && m.Length() > longest {
			fmt.Fprintf(a.err, "\r%s: cycles %d to %d, %s; --cycles says how far to go\n", c.WAV, c.From+1, p.Cycle(), span(m.Length()))
			break
		}
	}
	if a.fancy {
		fmt.Fprint(a.err, "\r\033[K")
	}
	return writeWhole(c.WAV, m.WAV)
}
