package run

import (
	"fmt"

	"tutti/sim/design"
)

// prepare makes the points of a sampled design ready to be asked for. It is
// called once, before the experiment is shared.
func (e *Experiment) prepare() error {
	if !e.Sampled() {
		return nil
	}
	axes := make([]design.Factor, len(e.Factors))
	for i, f := range e.Factors {
		axes[i] = design.Factor{Name: f.Name, Lo: 0, Hi: 1}
	}
	var err error
	switch e.Kind {
	case LHS:
		e.cube, err = design.NewHypercube(axes, e.N, design.Placing(e.Place), e.Seed)
	case Sobol:
		e.cube, err = design.NewSobol(axes, e.N, e.Shift, e.Seed)
	case Morris:
		var m *design.Morris
		if m, err = design.NewMorris(axes, e.N, e.Levels, e.Seed); err == nil {
			e.cube = m.Cube
		}
	case Saltelli:
		var s *design.Saltelli
		if s, err = design.NewSaltelli(axes, e.N, e.Second, e.Shift, e.Seed); err == nil {
			e.cube = s.Cube
		}
	default:
		err = fmt.Errorf("no design is called %q", e.Kind)
	}
	return err
}

// unit is point i in the unit cube of the factors.
func (e *Experiment) unit(i int64, u []float64) { e.cube.Unit(i, u) }

func (e *Experiment) sampledSize() (int64, error) {
	if e.cube == nil {
		if err := e.prepare(); err != nil {
			return 0, err
		}
	}
	return e.cube.Points(), nil
}
