package event

import "testing"

// Next leaps from one cycle in which an event happens to the following: the same
// cycles that Due names one by one.
func TestNextIsWhatDueNames(t *testing.T) {
	for _, e := range []Event{{At: 4}, {At: 0}, {At: 3, Every: 1}, {At: 5, Every: 7}, {At: 5, Every: 7, Until: 20}, {At: 5, Every: 7, Until: 19}, {At: 5, Every: 7, Until: 5}} {
		for cycle := -1; cycle < 40; cycle++ {
			want := -1
			for at := cycle + 1; at < 80 && want < 0; at++ {
				if e.Due(at) {
					want = at
				}
			}
			if got := e.Next(cycle); got != want {
				t.Errorf("%+v: the next after %d is %d, want %d", e, cycle, got, want)
			}
		}
	}
}
