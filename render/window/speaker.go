package window

import (
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/ebitengine/oto/v3"

	"tutti/render/sound"
	"tutti/render/view"
)

// A Speaker lets ensembles be heard. Where there is no sound card it is silent,
// and nobody waits for it.
type Speaker struct {
	mu     sync.Mutex
	mixer  *sound.Mixer
	player *oto.Player
	tried  bool
	heard  int // cycle last played
}

// NewSpeaker returns a speaker that opens no device before it is asked to play.
func NewSpeaker() *Speaker { return &Speaker{mixer: sound.NewMixer(), heard: -1} }

// Read hands samples to the device.
func (s *Speaker) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mixer.Read(b)
}

// Hear plays the passage of a frame, once the last one is over, while on. A
// passage sounds as long as it would in the hall: to hear by how many
// milliseconds players differ, it must not be hurried. So where the simulation
// runs ahead, passages are left out, and the newest is heard next.
func (s *Speaker) Hear(f *view.Frame, on bool) {
	if !on {
		if s.player != nil && s.player.IsPlaying() {
			s.player.Pause()
		}
		return
	}
	if !s.tried {
		s.tried = true
		s.open()
	}
	if s.player == nil {
		return
	}
	if !s.player.IsPlaying() {
		s.player.Play()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(f.Onsets) > 0 && f.Cycle != s.heard && s.mixer.Ready() {
		s.heard = f.Cycle
		s.mixer.Add(Passage(f))
	}
}

// Passage is what the players of a frame play, from where they sit.
func Passage(f *view.Frame) sound.Passage {
	p := sound.Passage{Onsets: f.Onsets, Interval: f.Interval}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, at := range f.Seat {
		lo, hi = min(lo, at[0]), max(hi, at[0])
	}
	for _, at := range f.Seat {
		p.Places = append(p.Places, (2*at[0]-lo-hi)/max(hi-lo, 1e-9))
	}
	return p
}

// open opens the device, where there seems to be one.
func (s *Speaker) open() {
	if !audible() {
		return
	}
	ctx, ready, err := oto.NewContext(&oto.NewContextOptions{SampleRate: sound.Rate, ChannelCount: 2, Format: oto.FormatFloat32LE})
	if err != nil {
		return // silence is no fault
	}
	if runtime.GOOS != "js" { // a browser is ready only after the first click: it plays when it is
		<-ready
		if ctx.Err() != nil {
			return
		}
	}
	s.player = ctx.NewPlayer(s)
}

// audible says whether there seems to be a sound card: asking the system for
// one that is not there prints pages.
func audible() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	for _, file := range []string{"/dev/snd/timer", os.Getenv("ALSA_CONFIG_PATH"), filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "pulse", "native")} {
		if file == "" {
			continue
		}
		if _, err := os.Stat(file); err == nil {
			return true
		}
	}
	return os.Getenv("PULSE_SERVER") != ""
}
