package main

import (
	"fmt"
	"image"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"tutti/render/draw"
	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/ui"
)

// A recorder lets the front end live frame by frame.
type recorder struct {
	front *front.App
	w, h  int
	fps   int
	rest  int // frames at the end that stand still
	app   *app
}

func (r *recorder) zoom() float32 {
	size := draw.Pt(r.w, r.h)
	k := r.front.Zoom(size)
	if k == 1 { // small recordings show the same picture, smaller
		k = min(size.X/1000, size.Y/620, 1)
	}
	return k
}

// tick moves the front end on.
func (r *recorder) tick(seconds float64) {
	k := r.zoom()
	r.front.Tick(&ui.Input{Size: draw.Pt(r.w, r.h).Mul(1 / k), Scale: k, Mouse: draw.Point{X: -1, Y: -1}, Seconds: seconds})
}

// reach goes to a cycle, or to the end where that comes first, and lets the
// picture come to rest.
func (r *recorder) reach(cycle int) error {
	r.front.Go(cycle)
	for {
		if r.app.ctx.Err() != nil {
			return errInterrupted
		}
		r.tick(0.05)
		if at, ended := r.front.At(); at >= cycle || ended {
			break
		}
	}
	for range 80 {
		r.tick(0.05)
	}
	return nil
}

// phases is how many phases lie between now and a cycle, or the planned end.
func (r *recorder) phases(end int) int {
	at, _ := r.front.At()
	planned, phases := r.front.Span()
	if planned > 0 {
		end = min(end, planned)
	}
	return max(end-at, 1) * phases
}

// record plays to a cycle and hands every frame to the sinks. The front end
// lives its frames one after the other; they are painted and packed by several
// at once, and come to the sinks in their order.
func (r *recorder) record(end int, speed float64, sinks []sink) error {
	c := newCrew(r, sinks)
	expected := int(float64(r.phases(end))/speed*float64(r.fps)) + r.rest
	began, told := time.Now(), time.Time{}
	r.front.Play(speed)
	tail := r.rest
	for n := 0; tail > 0 && !c.failed.Load(); n++ {
		if r.app.ctx.Err() != nil {
			c.fail(errInterrupted)
			break
		}
		r.tick(1 / float64(r.fps))
		c.take(n)
		at, ended := r.front.At()
		if at >= end || ended {
			r.front.Go(min(at, end))
			r.front.Pause()
			tail--
		}
		if now := time.Now(); r.app.fancy && now.Sub(told) > 200*time.Millisecond {
			left := now.Sub(began).Seconds() / float64(n+1) * float64(max(expected-n-1, 0))
			fmt.Fprintf(r.app.err, "\r\033[Kframe %d of about %d, cycle %d, %s left", n+1, max(expected, n+tail), at, span(left))
			told = now
		}
	}
	err := c.end()
	if r.app.fancy {
		fmt.Fprint(r.app.err, "\r\033[K")
	}
	return err
}

// A crew paints frames side by side.
type crew struct {
	r      *recorder
	sinks  []sink
	work   chan job
	last   chan struct{} // closed once the last frame given out was added
	hands  sync.WaitGroup
	failed atomic.Bool
	once   sync.Once
	err    error
}

// A job is a frame to be painted. It is added after the one before it.
type job struct {
	n             int
	shapes        []draw.Shape
	zoom          float32
	paper         draw.Colour
	before, after chan struct{}
}

func newCrew(r *recorder, sinks []sink) *crew {
	c := &crew{r: r, sinks: sinks, work: make(chan job), last: make(chan struct{})}
	close(c.last)
	for range min(runtime.GOMAXPROCS(0), 16) {
		c.hands.Go(c.paint)
	}
	return c
}

// take gives out the frame that is to be seen now. It waits while all are busy,
// so that memory stays bounded.
func (c *crew) take(n int) {
	shapes := slices.Clone(c.r.front.Shapes())
	for k := range shapes {
		if m := shapes[k].Image; m != nil { // it is painted on again
			own := *m
			own.Pix = slices.Clone(m.Pix)
			shapes[k].Image = &own
		}
	}
	j := job{n, shapes, c.r.zoom(), c.r.front.Theme().Paper, c.last, make(chan struct{})}
	c.last = j.after
	c.work <- j
}

// paint is what each of the crew does.
func (c *crew) paint() {
	img, painter := image.NewRGBA(image.Rect(0, 0, c.r.w, c.r.h)), paint.New()
	for j := range c.work {
		painter.Paint(img, j.shapes, j.zoom, j.paper)
		for _, s := range c.sinks {
			c.fail(s.prepare(j.n, img))
		}
		<-j.before
		for _, s := range c.sinks {
			if !c.failed.Load() {
				c.fail(s.add(img))
			}
		}
		close(j.after)
	}
}

// fail keeps the first error.
func (c *crew) fail(err error) {
	if err != nil {
		c.once.Do(func() { c.err = err })
		c.failed.Store(true)
	}
}

// end waits until all is done and returns the first error.
func (c *crew) end() error {
	close(c.work)
	c.hands.Wait()
	return c.err
}
