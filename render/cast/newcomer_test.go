package cast

import (
	"math"
	"slices"
	"testing"

	"tutti/agents"
	"tutti/render/play"
	"tutti/render/view"
)

// TestNewcomer lets somebody join: who came later is called as in every table,
// and no event names them, since a file could not.
func TestNewcomer(t *testing.T) {
	s, err := Open(open, "from-the-middle", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(s.Make, s.Cycles, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Intervene(play.Intervention{Words: "one more", TOML: "kind = \"join\"\ngroup = \"north\"\ncount = 1"})
	p.StepCycle()
	var f view.Frame
	p.Show(&f)
	last := f.N() - 1
	if got, want := f.Names[last], "newcomer 1"; got != want || p.Err != nil {
		t.Fatalf("the last is called %q (%v), want %q", got, p.Err, want)
	}
	actions := p.Sim().(play.Steerable).Steering().Actions
	ill := actions[slices.IndexFunc(actions, func(a play.Action) bool { return a.Agent })]
	if got := ill.TOML(last); got != "" {
		t.Errorf("of a newcomer a file would say %q, which cannot be read", got)
	}
	if got := ill.TOML(0); got == "" {
		t.Error("nobody can fall ill")
	}
}

// TestHeardAfterTiesChanged turns every tie round, which leaves their number, and
// wants it counted anew who is heard by how many.
func TestHeardAfterTiesChanged(t *testing.T) {
	s, err := Open(open, "high-tech-managers", nil)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := s.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	o, f := sim.(*organisation), &view.Frame{}
	o.Step()
	o.Show(f)
	before := slices.Clone(o.hears)
	g := o.m.Org
	ties := g.Ties()
	for k := range ties {
		ties[k] = agents.Tie{From: ties[k].To, To: ties[k].From, Trust: ties[k].Trust}
	}
	if err := g.SetTies(ties, math.MaxUint8); err != nil {
		t.Fatal(err)
	}
	o.Step()
	o.Show(f)
	want := make([]float64, g.N)
	for _, j := range g.To {
		want[j]++
	}
	if !slices.Equal(o.hears, want) || slices.Equal(before, want) {
		t.Errorf("heard by %v, want %v (and not as before, %v)", o.hears, want, before)
	}
}
