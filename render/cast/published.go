package cast

import (
	"fmt"

	"tutti/render/play"
	"tutti/render/view"
	"tutti/sim/keys"
	"tutti/sim/solo"
)

// published is a published model as the player sees it: it lives whole cycles.
type published struct {
	*solo.Running
	scenario *solo.Scenario
	live     []play.Intervention
	began    map[string]any  // parameters as the scenario itself has them
	shapes   map[string]bool // which parameters shape the beginning, as far as known
	state    grab
}

func newPublished(r *solo.Running, s *solo.Scenario, live []play.Intervention, own []keys.Entry, shapes map[string]bool) *published {
	p := &published{Running: r, scenario: s, live: live, shapes: shapes, began: map[string]any{}}
	for _, e := range own {
		p.began[e.Path] = e.Value
		if x, ok := numeric(e); ok {
			p.began[e.Path] = x
		}
	}
	return p
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
		show(&p.state, p.Running, f)
	}
}

// A grab is a visitor that keeps the columns of a state by name, to look at. A
// name that comes again gets a number.
type grab struct {
	floats map[string][]float64
	ints   map[string][]int32
	words  map[string][]uint64
	bytes  map[string][]uint8
}

func (g *grab) clear() {
	g.floats, g.ints, g.words, g.bytes = map[string][]float64{}, map[string][]int32{}, map[string][]uint64{}, map[string][]uint8{}
}

func put[T any](m map[string][]T, name string, v []T) {
	for k, free := 2, name; ; k++ {
		if _, taken := m[free]; !taken {
			m[free] = v
			return
		}
		free = fmt.Sprintf("%s %d", name, k)
	}
}

// Floats keeps a column, as do the others.
func (g *grab) Floats(name string, p *[]float64) { put(g.floats, name, *p) }

// Float32s is for columns that no view asks for.
func (g *grab) Float32s(string, *[]float32) {}

// Ints keeps a column.
func (g *grab) Ints(name string, p *[]int32) { put(g.ints, name, *p) }

// Words keeps a column.
func (g *grab) Words(name string, p *[]uint64) { put(g.words, name, *p) }

// Bytes keeps a column.
func (g *grab) Bytes(name string, p *[]uint8) { put(g.bytes, name, *p) }

// Float keeps a number as a column of one.
func (g *grab) Float(name string, p *float64) { put(g.floats, name, []float64{*p}) }

// Int keeps a number as a column of one.
func (g *grab) Int(name string, p *int) { put(g.ints, name, []int32{int32(*p)}) }

// Text is for what no view asks for.
func (g *grab) Text(string, *string) {}
