package event

import (
	"testing"

	"tutti/agents/pattern"
)

// What happens once is foreseen however often other events came before it, in
// the order of its cycle and not of the file.
func TestForeseenThoughLate(t *testing.T) {
	var order []int
	join := func(cycle int) Event {
		return Event{At: cycle, Effect: Effect{Foresee: func(c *Census) {
			c.Agents += 100
			order = append(order, c.cycle)
		}}}
	}
	often := Event{Every: 1, Effect: Effect{Foresee: func(c *Census) { c.Agents++ }}}
	c := NewCensus(&Names{}, 0, pattern.Pattern{})
	c.Foresee([]Event{join(90000), often, join(50000), join(3)}, 100000)
	if want := 100000.0 + 300; c.Agents != want {
		t.Errorf("got %.0f agents, want %.0f", c.Agents, want)
	}
	if len(order) != 3 || order[0] != 3 || order[1] != 50000 || order[2] != 90000 {
		t.Errorf("got the newcomers in cycles %v, want 3, 50000 and 90000", order)
	}
}
