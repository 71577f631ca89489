package sound

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"tutti/sim/exact"
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

// wav are the samples of a passage, both channels added up.
func wav(t *testing.T, p Passage) []float64 {
	t.Helper()
	return decode(t, file(t, p))
}

// file is a passage as a WAV file.
func file(t *testing.T, p Passage) []byte {
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
	return b.Bytes()
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

// TestPassagesFollowOnTheBeat plays two passages of four beats: the second begins
// a beat after the last.
func TestPassagesFollowOnTheBeat(t *testing.T) {
	m := NewMixer()
	p := Passage{Onsets: [][]float64{{0}, {500}, {1000}, {1500}}, Interval: 500}
	m.Add(p)
	m.Add(p)
	var b bytes.Buffer
	if err := m.WAV(&b); err != nil {
		t.Fatal(err)
	}
	x := decode(t, b.Bytes())
	at := onsetOf(x, 0, 0, lead+2500)
	if math.Abs(at-lead-2500) > 0.1 {
		t.Errorf("the second passage begins at %.2f ms, want %d", at-lead, 2500)
	}
	if got, want := float64(len(x))/Rate, m.Length(); math.Abs(got-want) > 1e-3 || math.Abs(want-(lead+4000.0+tail)/1000) > 1e-3 {
		t.Errorf("%.3f s in the file, %.3f said, want %.3f", got, want, (lead+4000.0+tail)/1000)
	}
}

// onsetOf finds where note k of player i begins in samples, within 150 ms of a
// beat: where silence and then the first 60 ms of its tone fit best [ms].
func onsetOf(x []float64, i, k int, beat float64) float64 {
	tone := pluck(Pitch(i, k))[:samples(60)]
	fit := func(at, step int) float64 {
		sum, energy := 0.0, 1e-9
		for n := -samples(30); n < len(tone) && at+n < len(x); n += step {
			if at+n < 0 {
				continue
			}
			energy += x[at+n] * x[at+n]
			if n >= 0 {
				sum += x[at+n] * float64(tone[n])
			}
		}
		return sum / math.Sqrt(energy)
	}
	best, high := 0, math.Inf(-1)
	for at := samples(beat - 150); at < samples(beat+150); at++ {
		if v := fit(at, 8); v > high {
			best, high = at, v
		}
	}
	mid := best
	high = math.Inf(-1)
	for at := mid - 4; at <= mid+4; at++ {
		if v := fit(at, 1); v > high {
			best, high = at, v
		}
	}
	return float64(best) * 1000 / Rate
}

// TestOnsetsOfFour lets four players sound together and finds every onset of
// each in the file again: the file is the sum of what each plays alone, and in
// that each note is found and taken away before the next is looked for.
func TestOnsetsOfFour(t *testing.T) {
	d := exact.NewDraws(4, 1, 0)
	all := Passage{Interval: 500}
	solos := make([]Passage, 4)
	for k := range 24 {
		row := make([]float64, 4)
		for i := range row {
			row[i] = 500*float64(k) + 20*d.Normal(uint32(i), k)
			alone := []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN()}
			alone[i] = row[i]
			solos[i].Onsets = append(solos[i].Onsets, alone)
		}
		all.Onsets = append(all.Onsets, row)
	}
	together := unbent(t, all)
	sum := make([]float64, len(together))
	for i, p := range solos {
		x := unbent(t, p)
		for n, v := range x[:min(len(x), len(sum))] {
			sum[n] += v
		}
		for k := range all.Onsets {
			at := onsetOf(x, i, k, lead+500*float64(k))
			takeAway(x, pluck(Pitch(i, k)), samples(at))
			if got, want := at-lead, all.Onsets[k][i]; math.Abs(got-want) > 0.1 {
				t.Errorf("note %d of player %d: found at %.2f ms, played at %.2f", k, i, got, want)
			}
		}
	}
	for n, v := range together {
		if math.Abs(v-sum[n]) > 8e-4 {
			t.Fatalf("sample %d of the four is %.5f, want %.5f, the sum of what each plays", n, v, sum[n])
		}
	}
}

// unbent are the samples of a passage, both channels added up, without the bend
// of loud places.
func unbent(t *testing.T, p Passage) []float64 {
	t.Helper()
	var out []float64
	for data := file(t, p)[44:]; len(data) >= 4; data = data[4:] {
		sum := 0.0
		for c := range 2 {
			sum += math.Atanh(float64(int16(binary.LittleEndian.Uint16(data[2*c:]))) / 32767)
		}
		out = append(out, sum)
	}
	return out
}

// takeAway removes a tone that begins at a sample, as loud as it fits best.
func takeAway(x []float64, tone []float32, at int) {
	sum, square := 0.0, 0.0
	for n := 0; n < samples(300) && at+n < len(x); n++ { // before the next begins
		sum += x[at+n] * float64(tone[n])
		square += float64(tone[n]) * float64(tone[n])
	}
	for n := 0; n < len(tone) && at+n < len(x); n++ {
		x[at+n] -= sum / square * float64(tone[n])
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
	x := wav(t, Passage{Onsets: [][]float64{row}})
	for i, v := range x {
		if math.Abs(v) >= 2*32767 {
			t.Fatalf("sample %d is at the limit", i)
		}
		if i > 0 && math.Abs(v-x[i-1]) > 0.35*2*32767 {
			t.Errorf("a click at sample %d: from %.0f to %.0f", i, x[i-1], v)
		}
	}
	if first, last := x[0], x[len(x)-1]; first != 0 || math.Abs(last) > 4 {
		t.Errorf("it begins at %.0f and ends at %.0f, want silence", first, last)
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
