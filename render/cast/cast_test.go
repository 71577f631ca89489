package cast

import (
	"testing"

	"tutti/render/play"
	"tutti/render/view"
	"tutti/scenarios"
	"tutti/sim/exact"
	"tutti/sim/solo"
)

func open(name string) ([]byte, error) {
	text, err := scenarios.Open(name)
	if err != nil {
		text, err = scenarios.Open(name + ".toml")
	}
	return text, err
}

// headless is the digest of a scenario after some cycles, run without a player.
func headless(t *testing.T, opener solo.Opener, name string, cycles int) string {
	t.Helper()
	s, err := solo.Load(opener, name, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := s.New(s.Seed)
	for range cycles {
		r.Step()
	}
	return exact.Digest(r)
}

func player(t *testing.T, name string) (*play.Player, func(live []play.Intervention) []byte) {
	t.Helper()
	s, err := Open(open, name, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(s.Make, s.Cycles, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, s.Save
}

func seek(p *play.Player, cycle int) {
	p.Seek(cycle)
	p.Advance(0, func() bool { return false })
}

// TestWatchedIsUnwatched plays phase by phase, looks at every frame, scrubs
// about, and wants the digest of an unwatched run.
func TestWatchedIsUnwatched(t *testing.T) {
	p, _ := player(t, "orpheus")
	var f view.Frame
	for p.Cycle() < 12 {
		p.StepPhase()
		p.Show(&f)
	}
	seek(p, 3)
	p.Show(&f)
	seek(p, 31)
	seek(p, 25)
	if got, want := p.Digest(), headless(t, open, "orpheus", 25); got != want {
		t.Errorf("watched: digest %s, want %s", got, want)
	}
}

// TestLibrary plays every scenario that comes with the program for a few
// cycles, and wants frames that make sense.
func TestLibrary(t *testing.T) {
	pieces := Library()
	if len(pieces) < 10 {
		t.Fatalf("%d pieces, want more", len(pieces))
	}
	for _, piece := range pieces {
		if piece.Title == "" || piece.About == "" {
			t.Errorf("%s: title %q, about %q; want both", piece.Name, piece.Title, piece.About)
		}
		p, _ := player(t, piece.Name)
		var f view.Frame
		for range 3 {
			p.StepPhase()
			p.Show(&f)
		}
		seek(p, 3)
		p.Show(&f)
		n := f.N()
		for _, c := range f.Traits {
			if len(c.Values) != n {
				t.Errorf("%s: %d values of %s for %d agents", piece.Name, len(c.Values), c.Name, n)
			}
		}
		for _, e := range f.Ties {
			if int(max(e.From, e.To)) >= n || min(e.From, e.To) < 0 {
				t.Errorf("%s: tie %v of %d agents", piece.Name, e, n)
				break
			}
		}
		if f.History.Rows() != p.Cycle() {
			t.Errorf("%s: history of %d rows at cycle %d", piece.Name, f.History.Rows(), p.Cycle())
		}
	}
}
