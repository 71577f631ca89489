package cast

import (
	"testing"

	"tutti/render/play"
	"tutti/render/view"
)

// TestListening wants the strongest influences of a very large organisation
// where it is lived phase by phase, none where it is lived at speed, and the
// same digest either way.
func TestListening(t *testing.T) {
	text := []byte("title = \"many\"\ncycles = 9\nburn_in = 1\n[group.m]\ncount = 26000\n[[ties]]\nkind = \"small-world\"\nk = 8\n")
	s, err := Open(func(string) ([]byte, error) { return text, nil }, "many.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(s.Make, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var f view.Frame
	for p.Cycle() < 1 {
		p.StepPhase()
	}
	slow := p.Digest()
	if p.Show(&f); len(f.Flows) != mostHeard {
		t.Errorf("phase by phase %d influences are shown, want %d", len(f.Flows), mostHeard)
	}
	for k := range f.Flows {
		if k > 0 && f.Flows[k].Moved > f.Flows[k-1].Moved {
			t.Fatalf("influence %d is stronger than the one before it", k)
		}
	}
	p.Seek(0)
	p.Show(&f)
	p.StepCycle()
	if p.Show(&f); len(f.Flows) != 0 || p.Digest() != slow {
		t.Errorf("at speed %d influences are shown, want none; digest %s, want %s", len(f.Flows), p.Digest(), slow)
	}
}
