package front_test

import (
	"fmt"
	"testing"

	"tutti/render/cast"
	"tutti/render/ui"
	"tutti/render/view"
	"tutti/scenarios"
)

// TestNobodyTouches opens every shipped organisation in windows of three sizes
// and goes through the places: discs leave air between them, and no ring of a
// claim covers another disc.
func TestNobodyTouches(t *testing.T) {
	known := map[[4]int]bool{}
	for _, piece := range cast.Library() {
		s, err := cast.Open(read, piece.Name, nil)
		if err != nil {
			t.Fatal(err)
		}
		d := open(t, 1280, 800, false, s)
		f := d.Frame()
		shape := [4]int{f.N(), len(f.Units), len(f.Ties), len(f.Seat)}
		if !view.Peopled(f) || known[shape] { // laid out as another was
			continue
		}
		known[shape] = true
		d.key("right")
		d.key("right")
		d.reach(t, 2)
		for _, size := range [][2]float32{{1280, 800}, {800, 600}, {1920, 1080}} {
			if d.w, d.h = size[0], size[1]; f.N() > 500 && d.w != 1280 {
				continue // slow
			}
			for k, layout := range view.Layouts {
				d.key(fmt.Sprint(k + 1))
				for range 3 {
					d.key("x") // sizes say something else
					d.tick(ui.Input{Seconds: 3})
					free(t, fmt.Sprintf("%s as %s at %vx%v", piece.Name, layout, d.w, d.h), d)
				}
			}
		}
	}
}

func read(name string) ([]byte, error) {
	text, err := scenarios.Open(name)
	if err != nil {
		text, err = scenarios.Open(name + ".toml")
	}
	return text, err
}

// free wants air, 0.3 points at least, between the discs of a stage, and room
// for rings.
func free(t *testing.T, what string, d *hand) {
	t.Helper()
	p, f := d.Plan(), d.Frame()
	ring := make([]float32, f.N())
	for _, c := range f.Claims {
		ring[c.Agent] = p.Ring()
	}
	for i := range p.At {
		for j := range i {
			if d := p.At[i].Sub(p.At[j]).Len() - p.Radius[i] - p.Radius[j]; d < max(ring[i], ring[j], 0.3) {
				t.Errorf("%s: between agents %d and %d lie %.1f points, rings reach %.1f", what, i, j, d, max(ring[i], ring[j]))
				return
			}
		}
	}
}
