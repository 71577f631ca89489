package cast

import (
	"testing"
	"time"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/play"
	"tutti/render/ui"
)

// BenchmarkWatched is how fast an orchestra of 29 lives with nobody watching,
// watched by a window that draws nothing, and watched by one that draws 60 times
// a second, all at full speed. What the window draws it draws on another core;
// "share" is how much of one core that takes.
func BenchmarkWatched(b *testing.B) {
	session := func() *front.Session {
		s, err := Open(open, "orpheus", nil)
		if err != nil {
			b.Fatal(err)
		}
		s.Cycles = 0 // without end
		return s
	}
	b.Run("unwatched", func(b *testing.B) {
		sim, err := session().Make(nil)
		if err != nil {
			b.Fatal(err)
		}
		n := sim.Cycle()
		for b.Loop() {
			sim.Step()
		}
		b.ReportMetric(float64(sim.Cycle()-n)/b.Elapsed().Seconds(), "cycles/s")
	})
	for _, draws := range []bool{false, true} {
		name := map[bool]string{false: "drawing nothing", true: "drawing"}[draws]
		b.Run(name, func(b *testing.B) {
			a := front.New(front.Host{Mode: play.Threaded})
			if err := a.Show("orpheus", []*front.Session{session()}); err != nil {
				b.Fatal(err)
			}
			a.Play(play.Fastest)
			mesh, busy := draw.NewMesh(), time.Duration(0)
			in := ui.Input{Size: draw.Pt(1280, 800), Scale: 1, Seconds: 1. / 60}
			a.Tick(&in)
			n, _ := a.At()
			for b.Loop() {
				start := time.Now()
				if draws {
					a.Tick(&in)
					mesh.Build(a.Shapes(), 1)
				}
				took := time.Since(start)
				busy += took
				time.Sleep(time.Second/60 - took)
			}
			elapsed := b.Elapsed().Seconds()
			a.Tick(&in)
			end, _ := a.At()
			b.ReportMetric(float64(end-n)/elapsed, "cycles/s")
			b.ReportMetric(busy.Seconds()/elapsed, "share")
			a.Tick(&ui.Input{Closing: true})
		})
	}
}
