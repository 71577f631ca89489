// Package sound turns the onsets of players into samples: plucked tones, quiet
// and pleasant, so that the ear hears an ensemble lock and drift. It knows no
// device.
package sound

import (
	"encoding/binary"
	"io"
	"math"
	"sort"
)

// Rate is the number of samples a second.
const Rate = 48000

// A Passage is what an ensemble plays: Onsets[k][i] is when player i begins
// note k [ms from the first beat; NaN where it is silent]. Places are where the
// players sit from left to right [−1..1]; nil puts them side by side.
type Passage struct {
	Onsets   [][]float64
	Places   []float64
	Interval float64 // between beats [ms]; 0 where there are none
}

// lead is the silence before the first beat [ms]: players may be early.
const lead = 250

// tail is how long the last notes ring [ms].
const tail = 900

// melody are the degrees that the notes of a passage walk along, and scale the
// pentatonic scale that they stand in [semitones]: whatever sounds together
// sounds well.
var (
	melody = []int{0, 2, 3, 2, 4, 3, 2, 1, 0, 1, 2, 4, 5, 4, 3, 2}
	scale  = []int{0, 2, 4, 7, 9}
)

// Pitch is the frequency of player i's note k [Hz]: players share the tune in
// octaves and fifths, low ones with higher numbers.
func Pitch(i, k int) float64 {
	degree := melody[k%len(melody)] + []int{5, 3, 0, -5, 2, -3}[i%6]
	octave := int(math.Floor(float64(degree) / 5))
	return 293.66 * math.Pow(2, float64(octave)+float64(scale[degree-5*octave])/12)
}

// A note is one tone on its way.
type note struct {
	at          int // first sample
	wave        []float32
	left, right float32
}

// Mixer plays passages one after the other. It is an io.Reader of stereo
// samples, two little-endian 32-bit numbers each, silent when there is nothing
// to play. One goroutine reads; Add may come from another only under a lock of
// the caller's.
type Mixer struct {
	Volume float64 // [0..1]
	now    int
	next   int // where the next passage may begin
	end    int // where the last note has died away
	notes  []note
	first  int // notes before it are over
	waves  map[float64][]float32
}

// NewMixer returns a silent mixer, quiet by default.
func NewMixer() *Mixer { return &Mixer{Volume: 0.35, waves: map[float64][]float32{}} }

// Idle says whether nothing is left to play.
func (m *Mixer) Idle() bool { return m.now >= m.end }

// Ready says whether the last passage is over, though its last notes may still
// ring, so that another can follow on the beat.
func (m *Mixer) Ready() bool { return m.now >= m.next }

// Length is how long all that was added lasts [s].
func (m *Mixer) Length() float64 { return float64(m.end) / Rate }

// Add lets a passage follow what is being played: after a beat's breath, in the
// same time, where it has beats.
func (m *Mixer) Add(p Passage) {
	start := max(m.now, m.next)
	last, players := 0.0, 0
	for _, row := range p.Onsets {
		players = max(players, len(row))
	}
	loud := 0.9 / math.Sqrt(float64(max(players, 1)))
	kept := m.notes[m.first:]
	m.notes = append(m.notes[:0], kept...)
	m.first = 0
	for k, row := range p.Onsets {
		for i, ms := range row {
			if math.IsNaN(ms) || math.Abs(ms) > 1e7 {
				continue
			}
			last = max(last, ms)
			m.notes = append(m.notes, m.tone(start, Pitch(i, k), ms, loud, p.place(i, players)))
		}
	}
	sort.SliceStable(m.notes, func(a, b int) bool { return m.notes[a].at < m.notes[b].at })
	m.end = max(m.end, start+samples(lead+last+tail))
	m.next = m.end
	if beats := float64(len(p.Onsets)+1) * p.Interval; beats > 0 && beats < 1e7 {
		m.next = start + samples(max(beats, last+p.Interval/2))
	}
}

// place is where player i is heard.
func (p Passage) place(i, players int) float64 {
	if i < len(p.Places) {
		return min(max(p.Places[i], -1), 1)
	}
	if players < 2 {
		return 0
	}
	return 2*float64(i)/float64(players-1) - 1
}

func samples(ms float64) int { return int(math.Round(ms * Rate / 1000)) }

// tone makes one note, panned with equal power.
func (m *Mixer) tone(start int, pitch, ms, loud, place float64) note {
	w, ok := m.waves[pitch]
	if !ok {
		w = pluck(pitch)
		m.waves[pitch] = w
	}
	a := (place*0.8 + 1) * math.Pi / 4
	return note{at: max(start+samples(lead+ms), start), wave: w, left: float32(loud * math.Cos(a)), right: float32(loud * math.Sin(a))}
}

// pluck is a tone from its onset on: two overtones die away sooner than it.
func pluck(pitch float64) []float32 {
	out := make([]float32, samples(tail))
	for n := range out {
		t := float64(n) / Rate
		turn := 2 * math.Pi * pitch * t
		rise, fall := min(t/0.004, 1), math.Exp(-t*6)
		s := math.Sin(turn) + 0.35*math.Sin(2*turn)*fall + 0.15*math.Sin(3*turn)*fall*fall
		end := min(float64(len(out)-n)/(0.02*Rate), 1)
		out[n] = float32(s * rise * fall * end)
	}
	return out
}

// mix writes stereo samples.
func (m *Mixer) mix(out []float32) {
	clear(out)
	n := len(out) / 2
	for m.first < len(m.notes) && m.notes[m.first].at+len(m.notes[m.first].wave) <= m.now {
		m.first++
	}
	for k := m.first; k < len(m.notes) && m.notes[k].at < m.now+n; k++ {
		v := &m.notes[k]
		left, right := v.left*float32(m.Volume), v.right*float32(m.Volume)
		for s := max(v.at, m.now); s < min(v.at+len(v.wave), m.now+n); s++ {
			x := v.wave[s-v.at]
			out[2*(s-m.now)] += x * left
			out[2*(s-m.now)+1] += x * right
		}
	}
	for i, x := range out { // loud places are bent, never cut
		out[i] = float32(math.Tanh(float64(x)))
	}
	m.now += n
}

// Read fills b with samples.
func (m *Mixer) Read(b []byte) (int, error) {
	n := len(b) / 8
	buf := make([]float32, 2*n)
	m.mix(buf)
	for i, x := range buf {
		binary.LittleEndian.PutUint32(b[4*i:], math.Float32bits(x))
	}
	return 8 * n, nil
}

// WAV writes what is still to be played as a WAV file of 16-bit samples.
func (m *Mixer) WAV(w io.Writer) error {
	n := m.end - m.now
	head := make([]byte, 0, 44)
	head = append(head, "RIFF"...)
	head = binary.LittleEndian.AppendUint32(head, uint32(36+4*n))
	head = append(head, "WAVEfmt "...)
	head = binary.LittleEndian.AppendUint32(head, 16)
	head = binary.LittleEndian.AppendUint16(head, 1) // plain numbers
	head = binary.LittleEndian.AppendUint16(head, 2) // channels
	head = binary.LittleEndian.AppendUint32(head, Rate)
	head = binary.LittleEndian.AppendUint32(head, Rate*4)
	head = binary.LittleEndian.AppendUint16(head, 4)
	head = binary.LittleEndian.AppendUint16(head, 16)
	head = append(head, "data"...)
	head = binary.LittleEndian.AppendUint32(head, uint32(4*n))
	if _, err := w.Write(head); err != nil {
		return err
	}
	buf, out := make([]float32, 2*4096), make([]byte, 0, 4*4096)
	for n > 0 {
		part := buf[:2*min(n, 4096)]
		m.mix(part)
		out = out[:0]
		for _, x := range part {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Round(float64(x)*32767))))
		}
		if _, err := w.Write(out); err != nil {
			return err
		}
		n -= len(part) / 2
	}
	return nil
}
