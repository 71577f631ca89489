package front_test

import (
	"strings"
	"testing"

	"tutti/render/ui"
)

// TestAgentsByKeys goes through the agents without a pointer.
func TestAgentsByKeys(t *testing.T) {
	d := open(t, 1280, 800, false, session("chamber", 3))
	for range 12 {
		d.key("right")
	}
	d.rest()
	n := d.Frame().N()
	var seen []int
	for range n {
		d.key("a")
		if c := d.Chosen(); len(c) == 1 {
			seen = append(seen, c[0])
		}
	}
	share, all := d.Frame().Share, map[int]bool{}
	for k, i := range seen {
		all[i] = true
		if k > 0 && share[i] > share[seen[k-1]] {
			t.Errorf("agent %d leads more than the one before it", i)
		}
	}
	if len(all) != n {
		t.Errorf("%d agents were chosen in turn, want all %d", len(all), n)
	}
	d.tick(ui.Input{Keys: []string{"a"}, Shift: true})
	if got, want := d.Chosen()[0], seen[n-2]; got != want {
		t.Errorf("the agent before is %d, want %d", got, want)
	}
	d.rest()
	if !strings.Contains(d.words(), "trusts most") {
		t.Error("the card of the chosen agent is not shown")
	}
}

// TestMovingByKeys comes closer, moves about and goes back.
func TestMovingByKeys(t *testing.T) {
	d := open(t, 1280, 800, false, session("chamber", 3))
	d.rest()
	at := d.find(t, "Violas 4")
	for range 3 {
		d.tick(ui.Input{Keys: []string{"up"}, Shift: true})
	}
	d.tick(ui.Input{Keys: []string{"left"}, Ctrl: true})
	d.rest()
	if now := d.find(t, "Violas 4"); now.Sub(at).Len() < 20 {
		t.Errorf("closer and moved, the agent is still at %v", now)
	}
	for range 4 {
		d.tick(ui.Input{Keys: []string{"down"}, Shift: true})
	}
	d.rest()
	if now := d.find(t, "Violas 4"); now.Sub(at).Len() > 0.5 {
		t.Errorf("back again, the agent is at %v, want %v", now, at)
	}
}

// TestPages turns the pages of the gallery.
func TestPages(t *testing.T) {
	d := open(t, 800, 600, false)
	d.rest()
	if strings.Contains(d.words(), "Hegselmann") {
		t.Fatal("the whole gallery is on one page")
	}
	for range 3 {
		d.key("pagedown")
	}
	d.rest()
	if !strings.Contains(d.words(), "Hegselmann") || strings.Contains(d.words(), "The conducted control") {
		t.Errorf("turned on, there is %s", d.words())
	}
	for range 3 {
		d.key("pageup")
	}
	d.rest()
	d.find(t, "The conducted control")
}
