package sound

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
)

// goertzel is the strength of a frequency in samples.
func goertzel(x []float64, hz float64) float64 {
	w := 2 * math.Cos(2*math.Pi*hz/Rate)
	a, b := 0.0, 0.0
	for _, v := range x {
		a, b = v+w*a-b, a
	}
	return math.Sqrt(a*a+b*b-w*a*b) / float64(len(x))
}

// decode reads a WAV file: both channels added up.
func decode(t *testing.T, data []byte) []float64 {
	t.Helper()
	if string(data[:4]) != "RIFF" || binary.LittleEndian.Uint32(data[24:]) != Rate || int(binary.LittleEndian.Uint32(data[40:])) != len(data)-44 {
		t.Fatalf("header %x", data[:44])
	}
	var out []float64
	for at := 44; at < len(data); at += 4 {
		l, r := int16(binary.LittleEndian.Uint16(data[at:])), int16(binary.LittleEndian.Uint16(data[at+2:]))
		out = append(out, float64(l)+float64(r))
	}
	return out
}

func wav(t *testing.T, p Passage) []float64 {
	t.Helper()
	m := NewMixer()
	m.Add(p)
	var b bytes.Buffer
	if err := m.WAV(&b); err != nil {
		t.Fatal(err)
	}
	if !m.Idle() {
		t.Errorf("something is left to play")
	}
	return decode(t, b.Bytes())
}

// onsets finds where a sound begins after silence [ms].
func onsets(x []float64) (out []float64) {
	quiet := Rate
	for i, v := range x {
		if math.Abs(v) < 30 {
			quiet++
			continue
		}
		if quiet > Rate/20 {
			out = append(out, float64(i)*1000/Rate)
		}
		quiet = 0
	}
	return out
}

// TestOnsets plays one player and finds every onset in the file again.
func TestOnsets(t *testing.T) {
	want := []float64{0, 2031, 3987, 6012.5}
	var p Passage
	for _, ms := range want {
		p.Onsets = append(p.Onsets, []float64{ms})
	}
	got := onsets(wav(t, p))
	if len(got) != len(want) {
		t.Fatalf("%d onsets at %v, want %d", len(got), got, len(want))
	}
	for k := range want {
		if math.Abs(got[k]-lead-want[k]) > 1 {
			t.Errorf("onset %d: at %.2f ms, want %.2f", k, got[k]-lead, want[k])
		}
	}
}

// TestAsynchrony plays two players apart by 40 ms and finds both pitches at
// their times.
func TestAsynchrony(t *testing.T) {
	x := wav(t, Passage{Onsets: [][]float64{{0, 40}}})
	part := func(ms, long float64) []float64 { return x[samples(lead+ms):samples(lead+ms+long)] }
	first, second := Pitch(0, 0), Pitch(1, 0)
	if a, b := goertzel(part(0, 38), first), goertzel(part(0, 38), second); a < 8*b {
		t.Errorf("before the second onset: %.0f of the first pitch, %.0f of the second", a, b)
	}
	if b := goertzel(part(45, 100), second); b < 100 {
		t.Errorf("after the second onset its pitch has strength %.0f", b)
	}
}

func TestSameSamples(t *testing.T) {
	p := Passage{Onsets: [][]float64{{0, 3, -8}, {400, 410, math.NaN()}}}
	a, b := wav(t, p), wav(t, p)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("sample %d differs", i)
		}
	}
}

func TestSilence(t *testing.T) {
	m := NewMixer()
	b := make([]byte, 800)
	if n, err := m.Read(b); n != 800 || err != nil {
		t.Fatalf("read %d, %v", n, err)
	}
	for _, x := range b {
		if x != 0 {
			t.Fatal("an idle mixer is not silent")
		}
	}
}

// TestLoudness lets a hundred players begin at once: nothing is cut.
func TestLoudness(t *testing.T) {
	var row []float64
	for range 100 {
		row = append(row, 0)
	}
	for i, v := range wav(t, Passage{Onsets: [][]float64{row}}) {
		if math.Abs(v) >= 2*32767 {
			t.Fatalf("sample %d is at the limit", i)
		}
	}
}

func BenchmarkMix(b *testing.B) {
	m := NewMixer()
	row := make([]float64, 28)
	buf := make([]float32, 2*480)
	for b.Loop() {
		if m.Idle() {
			m.Add(Passage{Onsets: [][]float64{row, row, row}})
		}
		m.mix(buf)
	}
}
