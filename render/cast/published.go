package cast

import (
	"tutti/render/view"
	"tutti/sim/run"
)

// published is a published model as the player sees it: it lives whole cycles.
type published struct {
	*run.Running
	scenario *run.Scenario
	state    grab
}

func newPublished(r *run.Running, s *run.Scenario) *published {
	return &published{Running: r, scenario: s}
}

// Phase is 0: there are no parts of a cycle.
func (p *published) Phase() int { return 0 }

// PhaseNames names the one phase.
func (p *published) PhaseNames() []string { return []string{"cycle"} }

// StepPhase lives one cycle.
func (p *published) StepPhase() { p.Running.Step() }

// Columns are the measures.
func (p *published) Columns() []view.Series { return series(p.Running) }

// Show fills a frame from the named columns of the state.
func (p *published) Show(f *view.Frame) {
	h := f.History
	*f = view.Frame{Model: p.scenario.Model, Title: p.scenario.Title, Cycle: p.Cycle(), Cycles: p.scenario.Cycles, Phases: p.PhaseNames(), History: h}
	p.state.clear()
	p.Running.State(&p.state)
	if show := shows[p.scenario.Model]; show != nil {
		show(&p.state, p.scenario, f)
	}
}

// A grab is a visitor that keeps the columns of a state by name, to look at.
type grab struct {
	floats map[string][]float64
	ints   map[string][]int32
	words  map[string][]uint64
	bytes  map[string][]uint8
}

func (g *grab) clear() {
	g.floats, g.ints, g.words, g.bytes = map[string][]float64{}, map[string][]int32{}, map[string][]uint64{}, map[string][]uint8{}
}

func (g *grab) Floats(name string, p *[]float64)   { g.floats[name] = *p }
func (g *grab) Float32s(name string, p *[]float32) {}
func (g *grab) Ints(name string, p *[]int32)       { g.ints[name] = *p }
func (g *grab) Words(name string, p *[]uint64)     { g.words[name] = *p }
func (g *grab) Bytes(name string, p *[]uint8)      { g.bytes[name] = *p }
func (g *grab) Float(name string, p *float64)      { g.floats[name] = []float64{*p} }
func (g *grab) Int(name string, p *int)            { g.ints[name] = []int32{int32(*p)} }
func (g *grab) Text(string, *string)               {}

// shows fills the field of a frame, model by model.
var shows = map[string]func(g *grab, s *run.Scenario, f *view.Frame){}
