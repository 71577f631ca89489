package play_test

import (
	"testing"

	"tutti/render/play"
)

// TestRunnersAgree plays on a goroutine of its own and in slices, with an
// intervention, and wants the digest of a run without any player.
func TestRunnersAgree(t *testing.T) {
	want := headless(60, []play.Intervention{{Cycle: 21, TOML: "0.2"}})
	for _, mode := range []play.Mode{play.Threaded, play.Sliced, play.Steady} {
		r := play.NewRunner(player(t, nil), mode)
		wait := func(cycle int) (st play.Status) {
			for {
				r.Tick(0.02)
				f, s := r.Latest()
				r.Back(f)
				if s.Cycle == cycle && !s.Busy && s.Digest != "" {
					return s
				}
			}
		}
		r.Do(func(p *play.Player) { p.Seek(20) })
		wait(20)
		r.Do(func(p *play.Player) { p.Intervene(play.Intervention{Words: "a push", TOML: "0.2"}); p.Seek(60) })
		if st := wait(60); st.Digest != want || len(st.Live) != 1 || !st.Undoable {
			t.Errorf("mode %v: digest %s with %d interventions, want %s with 1", mode, st.Digest, len(st.Live), want)
		}
		r.Close()
	}
}
