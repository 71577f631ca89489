package main

import (
	"fmt"

	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/sound"
	"tutti/render/view"
	"tutti/render/window"
)

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
	}
	return writeWhole(c.WAV, m.WAV)
}
