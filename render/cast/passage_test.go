package cast

import (
	"encoding/binary"
	"math"
	"testing"

	"tutti/render/play"
	"tutti/render/sound"
	"tutti/render/view"
)

// TestPassagesFollowOnTheBeat plays three passages of three notes by players
// who keep time to the millisecond, 2 s apart, and finds in the samples where
// each passage begins: a beat's rest after the last note of the one before.
func TestPassagesFollowOnTheBeat(t *testing.T) {
	text := []byte("title = \"steady\"\ncycles = 9\nburn_in = 1\n[group.m]\ncount = 2\n[[ties]]\nkind = \"complete\"\n" +
		"[work]\nkind = \"ensemble\"\nnotes = 3\nsettle = 0\ninterval = 2000\ntimekeeper = 0\nmotor = 0\nsound = 0\nintention = 0\n")
	s, err := Open(func(string) ([]byte, error) { return text, nil }, "steady.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(s.Make, s.Cycles, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := sound.NewMixer()
	var f view.Frame
	for range 3 {
		p.StepCycle()
		p.Show(&f)
		m.Add(sound.Passage{Onsets: f.Onsets, Interval: f.Interval})
	}
	want := []float64{0, 2000, 4000, 8000, 10000, 12000, 16000, 18000, 20000}
	got := begins(t, m)
	if len(got) != len(want) {
		t.Fatalf("%d onsets at %.0f ms, want %d", len(got), got, len(want))
	}
	for k := range want {
		if at := got[k] - got[0]; math.Abs(at-want[k]) > 1 {
			t.Errorf("onset %d at %.1f ms, want %.0f", k, at, want[k])
		}
	}
}

// begins is where sounds begin after at least 0.2 s of silence [ms].
func begins(t *testing.T, m *sound.Mixer) (out []float64) {
	t.Helper()
	b := make([]byte, 8*int(m.Length()*sound.Rate))
	if _, err := m.Read(b); err != nil {
		t.Fatal(err)
	}
	quiet := sound.Rate
	for at := 0; at < len(b); at += 8 {
		left := math.Float32frombits(binary.LittleEndian.Uint32(b[at:]))
		if quiet++; math.Abs(float64(left)) > 0.001 {
			if quiet > sound.Rate/5 {
				out = append(out, float64(at)/8*1000/sound.Rate)
			}
			quiet = 0
		}
	}
	return out
}
